"""One nation's node in a process of its own, told what to do over a pipe by the play.

Law: the process owns its folder, database, keys and port; it serves the peer over loopback and reaches the peer's node
only by the exchange. What comes over the pipe stands for what officers would do at its doors. It ends when told to, or
when the pipe closes.
"""

from __future__ import annotations

import secrets
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connections

from warifu.core import keys
from warifu.core.errors import WarifuError
from warifu.doors import cases, introduction
from warifu.doors.beginning import create
from warifu.doors.demo import audience, public, registry
from warifu.doors.registers import importing, matching
from warifu.doors.registers.matching import Form
from warifu.doors.serving import Server
from warifu.doors.wire import WireApp
from warifu.law.roll import Appointment, Desk, Holding, OfficerKey, Revocation
from warifu.node import founding, preparing, proving
from warifu.node import open as opening
from warifu.node.caller import Link
from warifu.node.config import Config, Peer
from warifu.node.drafting import Draft, Outcome
from warifu.node.exchange import exchange
from warifu.node.keystore import Keystore
from warifu.node.turns import Turns
from warifu.rooms.logistics.acts import Statement as StatementBody

COST = 12
"""scrypt cost of the play's keys: a rehearsal's passphrase guards nothing, and two minutes are all there is."""
PASSPHRASE = "rehearsal"


_WITHOUT_A_TURN = frozenset({"exchange", "stop"})
"""These take their turns by themselves: holding one while the peer asks back would make both wait for each other."""


class Told(NamedTuple):
    """Where a node of the play lives."""

    party: str
    peer: str
    folder: Path
    port: int
    peer_port: int
    pages: bool = False
    """Whether it is to serve pages at last."""


class Worker:
    """What the play may ask of one node."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.peer = told.peer
        settings = Config(
            told.party, (Peer(told.peer, f"http://127.0.0.1:{told.peer_port}"),), listen=f"127.0.0.1:{told.port}"
        )
        self.root_folder = told.folder / "root-keys-off-the-node"
        audience.prepare(told.folder, settings)
        self.founded = create(told.folder, PASSPHRASE, settings, self.root_folder, COST)
        self.opened = opening.Opened(told.folder, PASSPHRASE)
        self.node = self.opened.node
        self.turns = Turns(self.node)
        self.server = Server(WireApp(self.turns), ("127.0.0.1", told.port), at_end=connections.close_all)
        self.server.start()

    def sheet(self) -> dict[str, Any]:
        """Give the introduction sheet."""
        return introduction.document(self.told.party, self.founded)

    def staff(self, people: list[tuple[OfficerKey, str]], posts: list[Appointment], desks: list[Desk]) -> int:
        """Appoint officers by acts: keys are made here; the root signs the appointing officer, who signs the rest."""
        roots = opening.roots(Keystore(self.root_folder, PASSPHRASE, secrets.token_bytes, COST))
        chief = None
        for person, name in people:
            self.opened.keys.make(name, keys.ED25519)
            public = self.opened.officer(name).public
            body = OfficerKey(person.person, public.algorithm, public.raw, person.valid_from, person.valid_to)
            founding.write(self.node, self.peer, "parties/officer", body, roots.first if chief is None else chief)
            if chief is None:
                founding.write(self.node, self.peer, "parties/appointment", posts[0], roots.first)
                chief = self.opened.officer(name)
        for kind, bodies in (("appointment", posts[1:]), ("desk", desks)):
            for each in bodies:
                founding.write(self.node, self.peer, f"parties/{kind}", each, chief or roots.first)
        return len(people)

    def revoke(self, body: Revocation, by: str) -> None:
        """Enter a revocation."""
        founding.write(self.node, self.peer, "parties/revocation", body, self.opened.officer(by))

    def hold(self, body: Holding, by: str) -> None:
        """Enter who holds a post."""
        founding.write(self.node, self.peer, "parties/holding", body, self.opened.officer(by))

    def pin(self, digest: bytes, read_by: list[str], by: str) -> None:
        """Pin the peer after the introduction was read back."""
        introduction.pin(self.node, self.peer, digest, read_by, self.opened.officer(by))

    def adopt(self, by: str) -> int:
        """Adopt the packs that the program holds for the pair."""
        founding.adopt_all(self.node, self.peer, self.opened.officer(by))
        return len(self.node.pair(self.peer).rolls[self.told.party].adoptions)

    def exchange(self) -> Any:
        """Exchange with the peer until neither side has news."""
        return exchange(self.turns, self.peer, Link(self.opened.config.address_of(self.peer)))

    def submit(self, draft: Draft, by: str) -> Outcome:
        """Judge, sign and record one act."""
        return self.node.submit(self.peer, draft, self.opened.officer(by))

    def prepare(self, draft: Draft, by: str) -> Outcome:
        """Prepare an act for somebody else to sign."""
        return preparing.prepare(self.node, self.peer, draft, self.opened.officer(by))

    def approve(self, named: bytes, by: str) -> Outcome:
        """Approve a prepared draft."""
        return preparing.approve(self.node, self.peer, named, self.opened.officer(by))

    def sign(self, named: bytes, by: str) -> Outcome:
        """Sign a prepared draft."""
        return preparing.submit_prepared(self.node, self.peer, named, self.opened.officer(by))

    def take_in(self, register: Path, rejects: Path, by: str, today: date) -> dict[str, Any]:
        """Import a register, list in ``rejects`` what was not taken in, and return the report."""
        found = importing.understand(self.node, self.peer, register, None, today)
        signed = importing.sign(self.node, self.peer, found, self.opened.officer(by))
        importing.write_rejects(rejects, found, signed)
        return importing.report(found, signed)

    def match(self) -> dict[str, Any]:
        """Compare both sides' past dealings."""
        return matching.report(matching.compare(self.node, self.peer))

    def propose(self, which: str, by: str) -> list[Outcome]:
        """Propose matched or differing pairs by match acts."""
        compared = matching.compare(self.node, self.peer)
        pairs = compared.result.matched if which == "matched" else compared.result.differing
        return matching.propose(self.node, self.peer, pairs, compared, self.opened.officer(by))

    def agree(self, by: str) -> list[Outcome]:
        """Agree to the other side's match proposals."""
        waiting = [case for case, _ in matching.waiting(self.node, self.peer)]
        return matching.accept(self.node, self.peer, waiting, self.opened.officer(by))

    def draw_up(self, form: Form, number: str, day: date) -> StatementBody:
        """Draw up the statement that both are to sign."""
        from warifu.doors import statement

        found = statement.of_day(self.node, self.peer, day)
        return matching.statement_body(self.node, self.peer, found, form, number)

    def statement(self, day: date) -> dict[str, Any]:
        """Say what is owed by whom."""
        from warifu.doors import statement

        return statement.document(statement.of_day(self.node, self.peer, day))

    def registry(self, name: str, *arguments: Any) -> Any:
        """Have the registry do or tell something (``demo.registry``)."""
        return registry.ASKED[name](registry.At(self.node, self.peer, self.opened.officer), *arguments)

    def public(self, name: str, *arguments: Any) -> Any:
        """Have the public door do or tell something (``demo.public``)."""
        opened = self.opened
        clock, folder = self.node.means.clock, opened.folder
        at = public.At(opened.config, self.node.store, clock, opened.keys, folder, time.sleep)
        return public.ASKED[name](at, *arguments)

    def status(self, day: date) -> dict[str, Any]:
        """Say whose move it is."""
        return cases.status(self.node, self.peer, day)

    def story(self, case: bytes) -> dict[str, Any]:
        """Tell a case."""
        return cases.story(self.node, self.peer, case)

    def verify(self) -> dict[str, Any]:
        """Verify both logs; gives the digest of this half, sizes and findings."""
        findings = proving.verify(self.node, self.peer)
        pair = self.node.pair(self.peer)
        return {
            "state_digest": self.node.state_digest(self.peer).hex(),
            "logs": {author: pair.head(author).size for author in sorted(pair.rolls)},
            "findings": [each._asdict() for each in findings],
        }

    def rebuild(self) -> bool:
        """Make all tables anew; tells whether they were what the logs say."""
        before, after = proving.rebuild(self.node, self.peer)
        return before == after

    def open_pages(self) -> dict[str, Any]:
        """Serve the pages, with an account for each officer; gives the address, the accounts and their password."""
        self.audience = audience.Audience(self.opened, self.turns)
        return self.audience.begin()

    def code(self) -> str:
        """Give the code of this moment that every account of the play asks for."""
        return self.audience.code()

    def stop(self) -> None:
        """Stop serving."""
        if self.told.pages:
            self.audience.end()
        self.server.stop()


def run(told: Told, pipe: Connection) -> None:
    """Run one node until told to stop or until the play is gone: the target of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the play ends its nodes; a Ctrl-C is the play's to hear
    with suppress(EOFError, OSError):  # the play is gone, whatever it was told last: so ends the node
        _answer_all(told, pipe)
    sys.exit(0)


def _answer_all(told: Told, pipe: Connection) -> None:
    try:
        worker = Worker(told)
    except Exception as trouble:  # noqa: BLE001  whatever it is, the play must hear of it and end with a failure
        pipe.send((False, _told(trouble)))
        return
    pipe.send((True, worker.founded))
    name = ""
    while name != "stop":
        name, arguments = pipe.recv()
        pipe.send(_call(worker, name, arguments))


def _call(worker: Worker, name: str, arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    method: Callable[..., Any] = getattr(worker, name)
    try:
        if name in _WITHOUT_A_TURN:
            return True, method(*arguments)
        with worker.turns.turn(worker.peer):
            return True, method(*arguments)
    except Exception as trouble:  # noqa: BLE001  as in ``_answer_all``
        return False, _told(trouble)


def _told(trouble: Exception) -> str | tuple[str, str, dict[str, str | int]]:
    """What goes back over the pipe: code, place and figures of an error that has a sentence, else the trace."""
    if isinstance(trouble, WarifuError):
        return trouble.code, trouble.where, trouble.figures
    return "".join(traceback.format_exception(trouble))
