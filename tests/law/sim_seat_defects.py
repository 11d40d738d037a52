"""Planted defects of the trial of seats: the rule of ``sim_books`` broken in one place at a time.

They exist in this file only; nothing in ``src`` can select them.
"""

from __future__ import annotations

from typing import Any

from tests.law.sim_books import Book, Disc, Run, Seal
from tests.law.sim_nodes import Entry
from warifu.law.case import Placed


class BothAnswer(Book):
    """The node that carries answers as well, and writes: two nodes of one side."""

    def writes(self) -> bool:
        return bool(self.log)

    def seal_of(self, source: str, size: int) -> Seal | None:
        if source == self.source and self.log:
            return self.seals[source].setdefault(size, Seal(self.name, size, len(self.logs[self.other])))
        return super().seal_of(source, size)

    def is_in_force(self, run: Run, changes: list[tuple[int, str]], held: int) -> bool:
        return True


class WritesAfterHandover(Book):
    """The node that handed over goes on writing; the others keep the rule."""

    def writes(self) -> bool:
        return bool(self.took_up)

    def seal_of(self, source: str, size: int) -> Seal | None:
        if source == self.source and self.took_up:
            return self.seals[source].setdefault(size, Seal(self.name, size, len(self.logs[self.other])))
        return super().seal_of(source, size)


class WritesAfterHandoverUnseen(WritesAfterHandover):
    """The same, and nobody looks whether the node that sealed was in force."""

    def is_in_force(self, run: Run, changes: list[tuple[int, str]], held: int) -> bool:
        return True


class TakesOver(Book):
    """The other node of a side takes the seat up without a handover, from the copy that it carries."""

    def act(self, *, closing: bool = False) -> bool:
        if not self.writes() and self.log and self.rng.random() < 0.2:
            self.hold(self.source, Entry(node=self.name))
            self.took_up = len(self.log)
            self.given = {e.answer.act: e.answer.verdict for e in self.log if e.answer is not None}
        return super().act(closing=closing)

    def is_in_force(self, run: Run, changes: list[tuple[int, str]], held: int) -> bool:
        return True


class TakesUpTooSoon(Book):
    """The other side's log is not handed over whole, and the new node does not wait for it."""

    def holds_what_was_handed_over(self, seal: Seal) -> bool:
        return True

    def disc(self) -> Disc:
        return Disc([*self.runs_of(self.source, 0), *self.runs_of(self.other, 0)[:-1]], list(self.paper.values()))


class CarriersListen(Book):
    """Who carries takes in, besides the discs of its side, whatever the other side sends, bundles and paper."""

    def receive(self, bundle: Any) -> None:
        self._take_all(bundle)

    def receive_loose(self, placed: Placed) -> None:
        self._keep_paper(placed)
        if self.writes():
            self.answer_all()


class HalfComesHome(Book):
    """The log of a lost node is taken back without the other log that it had seen."""

    def receive_lost(self, disc: Disc) -> None:
        self.receive_disc(Disc([run for run in disc.runs if run.source == self.source], disc.paper))


class WithoutThePaper(Book):
    """The paper that the node before had is not handed over, and carriers are not given it."""

    def disc(self) -> Disc:
        return super().disc()._replace(paper=[])


class AuthorityByHome(Book):
    """An act at sea is judged by the roll as this node knows it today, not by the entries before it in its log."""

    def appointed(self, placed: Placed) -> bool:
        if placed.author != self.party or not placed.body.officer:
            return super().appointed(placed)
        return (self.party, placed.body.officer) not in self.revocations and super().appointed(placed)


class RevokedAtSea(Book):
    """The judge does not look at revocations that were brought to sea, and the officer goes on signing."""

    def appointed(self, placed: Placed) -> bool:
        held, self.revocations = self.revocations, {}
        found = super().appointed(placed)
        self.revocations = held
        return found

    def in_office(self) -> list[int]:
        return [number for party, number in self.appointments if party == self.party]
