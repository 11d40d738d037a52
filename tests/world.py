"""Two nodes in memory, a seed, a bad wire: the world in which node, record and stories are tried.

Everything here is invented. Time and chance come from the seed; a failing seed replays. The wire hands over the very
frames that a disc or the network would carry; ``lose`` and ``twice`` make it bad.
"""

from __future__ import annotations

import itertools
import random
import shutil
import tempfile
import weakref
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from tests import engines
from warifu.core import keys
from warifu.core.keys import MemorySigner
from warifu.doors.demo import public, registry
from warifu.doors.demo.play import Play
from warifu.law.roll import Appointment, Limit, OfficerKey
from warifu.node import founding, keystore, preparing
from warifu.node import open as opening
from warifu.node.config import Config, Peer
from warifu.node.drafting import Draft, Outcome
from warifu.node.node import Means, Node, Received
from warifu.rooms.programme.acts.activity import Assent

START = 1_790_000_000
"""2026-09-21T13:33:20Z."""
ROLES = {
    "chief": ("appointing_officer",),
    "orders": ("ordering_officer",),
    "accepts": ("accepting_officer",),
    "issues": ("issuing_officer",),
    "receives": ("receiving_officer", "custodian"),
    "finance": ("finance_officer",),
    "cashier": ("finance_officer",),
    "registrar": ("registrar",),
    "liaison": ("liaison_officer", "committee_member"),
    "former": ("ordering_officer",),
}
LIMITS = (Limit("GBP", Decimal(250_000)), Limit("JPY", Decimal(40_000_000)))
_ALIASES = itertools.count()


class Half:
    """One nation's node with its officers."""

    def __init__(self, world: World, party: str, peer: str, address: str = ":memory:") -> None:
        self.world, self.party, self.peer = world, party, peer
        self.chance = random.Random(f"{world.seed} {party}")
        self.signers = tuple(
            make(self.chance.randbytes(32)) for make in (keys.ed25519_from_seed, keys.mldsa65_from_seed)
        )
        self.roots = founding.Roots(
            keys.ed25519_from_seed(self.chance.randbytes(32)), keys.mldsa65_from_seed(self.chance.randbytes(32))
        )
        self.sealing = keystore.sealing_of(self.chance.randbytes(96))
        self.officers: dict[str, MemorySigner] = {}
        self.alias = f"{party} {world.seed} {next(_ALIASES)}"
        engines.opened(self.alias)
        self.node = self.open(address)

    def open(self, address: str) -> Node:
        means = Means(lambda: self.world.now, self.chance.randbytes, self.signers)
        return opening.join(self.party, address, self.alias, means)

    def begin(self, roles: dict[str, tuple[str, ...]] | None = None) -> None:
        """Found the party, put the node on the roll, appoint one officer for each role."""
        founding.found(self.node, self.peer, self.roots)
        founding.appoint_node(self.node, self.peer, self.roots, self.sealing)
        first, last = date(2020, 1, 1), date(2040, 1, 1)
        signer: MemorySigner = self.roots.first
        for number, (name, held) in enumerate((roles or ROLES).items(), start=1):
            officer = self.officers[name] = keys.ed25519_from_seed(self.chance.randbytes(32))
            person = f"{self.party}-{number:03d}"
            self.roll("officer", OfficerKey(person, officer.public.algorithm, officer.public.raw, first, last), signer)
            until = self.world.today - timedelta(days=1) if name == "former" else last
            number_of = f"{self.party}-A-{number:03d}"
            self.roll(
                "appointment", Appointment(number_of, held, ("*",), first, until, person=person, limits=LIMITS), signer
            )
            if name == "chief":
                signer = officer
        founding.adopt_all(self.node, self.peer, signer)

    def roll(self, kind: str, body: Any, signer: MemorySigner | None = None) -> Outcome:
        """Write one roll act, by the appointing officer unless told otherwise."""
        return founding.write(self.node, self.peer, f"parties/{kind}", body, signer or self.officers["chief"])

    def does(self, kind: str, body: Any, by: str, **more: Any) -> Outcome:
        """Submit one act at desk TRIAL; ``by`` names the officer."""
        return self.node.submit(self.peer, Draft(kind=kind, body=body, **{"desk": "TRIAL", **more}), self.officers[by])

    def must(self, kind: str, body: Any, by: str, **more: Any) -> Outcome:
        """Submit one act that has to be signed."""
        outcome = self.does(kind, body, by, **more)
        assert outcome.ok, (kind, outcome.ruling, outcome.own_law)
        return outcome

    def frame(self, first: int | None = None) -> bytes:
        """Return our log from where the peer's copy ends."""
        held = self.world.other(self).node.pair(self.party).head(self.party).size
        return self.node.bundle(self.peer, held if first is None else first)

    def case(self, digest: bytes) -> Any:
        """Read and fold one case."""
        return self.node.pair(self.peer).case(digest)

    def digest(self) -> bytes:
        """Digest of this half."""
        return self.node.state_digest(self.peer)


class World:
    """GB and JP, introduced and pinned."""

    def __init__(self, seed: int = 0, *, pinned: bool = True, addresses: tuple[str, str] | None = None) -> None:
        self.seed = seed
        self.now = START
        first, second = addresses or engines.addresses()
        self.gb = Half(self, "GB", "JP", first)
        self.jp = Half(self, "JP", "GB", second)
        for half in (self.gb, self.jp):
            half.begin()
        if pinned:
            self.pin()

    @property
    def today(self) -> date:
        return datetime.fromtimestamp(self.now, UTC).date()

    def other(self, half: Half) -> Half:
        return self.jp if half is self.gb else self.gb

    def pin(self) -> None:
        """Both sides pin what the other's introduction sheet says."""
        for half in (self.gb, self.jp):
            other = self.other(half)
            founding.pin_peer(half.node, half.peer, other.node.pair(half.party).rolls[half.peer].founded)

    def wait(self, seconds: int) -> None:
        """Let time pass on both sides."""
        self.now += seconds

    def carry(self, sender: Half) -> Received:
        """Hand one frame from a side to the other."""
        return self.other(sender).node.receive(sender.party, sender.frame())

    def exchange(self, rounds: int = 6) -> list[Received]:
        """Carry frames both ways until neither side has news."""
        brought: list[Received] = []
        for _ in range(rounds):
            news = [self.carry(self.gb), self.carry(self.jp)]
            brought += news
            if not any(each.entries for each in news):
                return brought
        raise AssertionError(brought)

    def same(self) -> bool:
        """Tell whether both halves are one."""
        return self.gb.digest() == self.jp.digest()


class Actor:
    """A half as the play of the demo asks it: the same stories run in memory."""

    def __init__(self, world: World, half: Half) -> None:
        self.world, self.half, self.party = world, half, half.party
        self.founded = half.node.pair(half.peer).rolls[half.party].founded

    def ask(self, name: str, *arguments: Any) -> Any:
        if name == "exchange":
            return self.world.exchange()
        if name == "registry":
            what, *told = arguments
            return registry.ASKED[what](registry.At(self.half.node, self.half.peer, self.half.officers.get), *told)
        if name == "public":
            return public.ASKED[arguments[0]](self.public, *arguments[1:])
        what, by = arguments
        calls = {"prepare": preparing.prepare, "approve": preparing.approve, "sign": preparing.submit_prepared}
        call = calls.get(name, Node.submit)
        return call(self.half.node, self.half.peer, what, self.half.officers[by])

    @cached_property
    def public(self) -> public.At:
        """The public door of a half; its keys lie in a folder that goes with it."""
        half, folder = self.half, Path(tempfile.mkdtemp())
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        keys = keystore.Keystore(folder, "trial", half.chance.randbytes, 4)
        config = Config(half.party, (Peer(half.peer),))
        return public.At(
            config, half.node.store, lambda: half.world.now, keys, folder, lambda _: half.world.wait(1)
        )  # fmt: skip


def play_of(world: World) -> Play:
    """The demo's play over two halves in memory, its activities agreed."""
    from warifu.doors.demo import cast

    play = Play(Actor(world, world.gb), Actor(world, world.jp), world.today, lambda _en, _ja: None)  # type: ignore[arg-type]
    for name, body in cast.activities(world.today).items():
        play.activities[name] = world.gb.must("programme/activity", body, "liaison").case
    world.exchange()
    for case in play.activities.values():
        world.jp.must("programme/accept", Assent(world.today), "liaison", case=case)
    world.exchange()
    return play
