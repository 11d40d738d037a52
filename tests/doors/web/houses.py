"""Houses of GB and JP for the trials of pages: two halves in memory with an officer for every role, copied for each.

The halves are begun once in a run and copied by SQLite's own backup, so that a trial gets a node of its own in a few
milliseconds. Everything is invented; every key opens with the same trial passphrase.
"""

from __future__ import annotations

import copy
import itertools
import random
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db import connections
from django.test import Client

from tests.world import START, World
from tests.world import Half as WorldHalf
from warifu.core import keys
from warifu.core.errors import KeyTroubleError
from warifu.core.keys import Signer
from warifu.doors.web.house import ENVIRON, House
from warifu.law.roll import Appointment, OfficerKey
from warifu.node.config import Config, Peer
from warifu.node.turns import Turns
from warifu.record.database import close_database, options

PASSPHRASE = "trial passphrase of every key"
MORE = {
    "witness": (("witness",), "*"),
    "security": (("security_authority",), "*"),
    "projects": (("project_officer",), "*"),
    "exports": (("export_control_officer",), "*"),
    "inspector": (("auditor",), "*"),
    "far": (("ordering_officer", "receiving_officer"), "FAR"),
}
"""Officers besides those of ``tests.world``; ``far`` is appointed for one other desk."""
_COPIES = itertools.count()


_FIRST: list[Client] = []


def quick(browser: Client) -> Client:
    """Let a browser share the middleware of the first one: each would look through all static files anew."""
    if not _FIRST:
        browser.handler.load_middleware()
        _FIRST.append(browser)
    browser.handler._middleware_chain = _FIRST[0].handler._middleware_chain
    return browser


class TrialKeys:
    """The key folder of a half in memory."""

    def __init__(self, officers: dict[str, Signer], passphrase: str) -> None:
        self.officers, self.passphrase = officers, passphrase

    def names(self) -> list[str]:
        return sorted(self.officers)

    def has(self, name: str) -> bool:
        return name in self.officers

    def signer(self, name: str) -> Signer:
        if not self.has(name):
            raise KeyTroubleError("key.lost", name)
        if self.passphrase != PASSPHRASE:
            raise KeyTroubleError("key.locked", name)
        return self.officers[name]


class TrialHouse(House):
    """A house over a half in memory: its clock is the world's; ``half`` writes acts as its officers."""

    def __init__(self, half: WorldHalf, folder: Path) -> None:
        opened: Any = SimpleNamespace(
            node=half.node,
            folder=folder,
            config=Config(half.party, (Peer(half.peer, "http://127.0.0.1:9"),)),
            keys=TrialKeys(half.officers, PASSPHRASE),
            officer_with=lambda name, passphrase: TrialKeys(half.officers, passphrase).signer(name),
            rewrap=lambda name, passphrase, _new: TrialKeys(half.officers, passphrase).signer(name),
        )
        super().__init__(
            opened, Turns(half.node), "OFFICIAL" if half.party == "GB" else "部内限り", lambda: half.world.now
        )
        self.half = half
        self.world = half.world

    def client(self, **environ: Any) -> Client:
        """A browser that has come to this house and has not signed in."""
        return quick(Client(SERVER_NAME="localhost", **{ENVIRON: self}, **environ))


@cache
def template() -> World:
    """The world that others are copies of: every role has an officer, both halves have exchanged."""
    world = World(7)
    first, last = date(2020, 1, 1), date(2040, 1, 1)
    for half in (world.gb, world.jp):
        for number, (name, (roles, desk)) in enumerate(MORE.items(), start=101):
            officer = half.officers[name] = keys.ed25519_from_seed(half.chance.randbytes(32))
            person = f"{half.party}-{number:03d}"
            half.roll("officer", OfficerKey(person, officer.public.algorithm, officer.public.raw, first, last))
            half.roll(
                "appointment", Appointment(f"{half.party}-A-{number:03d}", roles, (desk,), first, last, person=person)
            )
    world.exchange()
    return world


def copied(folder: Path | None = None) -> World:
    """A world of one's own, as the template stands; end it with ``ended``.

    ``folder``: for its databases; without one they lie in memory, and only the connection that made them reaches them.
    """
    source = template()
    world = copy.copy(source)
    world.now = max(source.now, START)
    world.gb, world.jp = (_copied(half, world, folder) for half in (source.gb, source.jp))
    return world


def _copied(half: WorldHalf, world: World, folder: Path | None) -> WorldHalf:
    twin = copy.copy(half)
    twin.world, twin.alias = world, f"{half.alias} copy {next(_COPIES)}"
    twin.chance, twin.officers = random.Random(twin.alias), dict(half.officers)
    address = str(folder / f"{half.party}.db") if folder else ":memory:"
    connections.databases[twin.alias] = connections.databases["default"] | options(address)
    connections[twin.alias].ensure_connection()
    connections[half.alias].connection.backup(connections[twin.alias].connection)
    twin.node = twin.open(address)
    return twin


def ended(world: World) -> None:
    """Forget the databases of a copy."""
    for half in (world.gb, world.jp):
        close_database(half.alias)
