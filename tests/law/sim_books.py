"""Actors of the trial of seats: a *book* is one node's copy of the two logs of one pair of seats.

The rule under trial (``docs/adr/0021``):

1. A seat's log has one writer at a time. An entry of that log names the node that writes it; the first one names the
   first node, and works at once. A later one, at place h, is the *handover*: the node before seals nothing longer than
   h + 1 entries, and the node named nothing shorter.
2. A run that brings a handover ends with it, under the seal of the node before: so nobody takes a seat over that was
   not handed over. What is sealed by a node that was not in force at that size is refused, and so is another entry at
   a place that is held (a fork).
3. A node writes in the log of its seat from the moment at which it holds that log up to the handover that names it,
   the other side's log as far as the seal witnesses it, and the paper that the node before had. Before and after, it
   carries: it takes in what the writer of its own side held (both logs and paper, together, by disc), shows the cases,
   and neither writes nor answers, nor takes anything from the other side.
4. The roll is written at home. A seat's log holds copies of its entries, in their order, from wherever they were
   brought; an act at sea is judged by those before it in the log in which it stands.
5. A case stays in the pair of logs in which it was begun, wherever the seat goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any, NamedTuple

from tests.law.sim_dishonest import Dishonest
from tests.law.sim_nodes import Entry, Node
from warifu.law.case import Placed, _Fold


class Run(NamedTuple):
    """A run of a log as it travels: sealed at its end by a node, which witnesses how much it holds of the other's."""

    source: str
    first: int
    entries: list[Entry]
    seal: Seal


class Seal(NamedTuple):
    """A checkpoint: who signed, the size of the log, and how much the signer held of the other side's log."""

    node: str
    size: int
    have: int


class Disc(NamedTuple):
    """Both logs of a pair of seats as one node holds them, in runs, and the paper it has."""

    runs: list[Run]
    paper: list[Placed]


class Book(Node):
    """One node's copy of the two logs of a pair of seats: a writer while the log names it, else a carrier."""

    def __init__(self, name: str, other: str, rng: Random, folds: type[_Fold] = _Fold) -> None:
        super().__init__(name[0], [other], rng, folds)
        self.name, self.other = name, other
        self.changes: dict[str, list[tuple[int, str]]] = {self.source: [], other: []}
        self.seals: dict[str, dict[int, Seal]] = {self.source: {}, other: {}}
        """By log and size: what its writers signed, as given or received."""
        self.paper: dict[bytes, Placed] = {}
        self.refused: list[str] = []
        self.took_up = 0
        """The size at which this node took its seat up; a node that never did has 0."""

    # --- who writes ---

    def sealers_at(self, source: str, size: int) -> set[str]:
        """The nodes that may seal a log of this size (rule 1): two at the size of a handover, else one."""
        changes = self.changes[source]
        ends = [index + 1 for index, _ in changes[1:]] + [2**62]
        return {node for (index, node), end in zip(changes, ends, strict=False) if index < size <= end}

    def node_before(self, source: str, size: int) -> str:
        """The node that handed over by the last entry of a log of this size; empty where that is no handover."""
        changes = self.changes[source]
        return next((changes[at][1] for at in range(len(changes) - 1) if changes[at + 1][0] + 1 == size), "")

    def handover_in(self, source: str, first: int, size: int) -> int:
        """The size at which the first handover behind ``first`` ends, or ``size``: no run goes beyond it (rule 2)."""
        ends = [index + 1 for index, _ in self.changes[source][1:] if first < index + 1 <= size]
        return min(ends, default=size)

    def writes(self) -> bool:
        """Tell whether this node may write here now (rule 3)."""
        size = len(self.log)
        return bool(self.took_up) and self.sealers_at(self.source, size + 1) == {self.name}

    def take_up(self) -> None:
        """Begin to write where the log names this node and everything that was handed over is here."""
        size = len(self.log)
        seal = self.seals[self.source].get(size)
        if self.writes() or self.sealers_at(self.source, size + 1) != {self.name} or seal is None:
            return
        if self.holds_what_was_handed_over(seal):
            self.took_up = size
            self.given = {}
            for entry in self.log:
                if entry.answer is not None:
                    self.given[entry.answer.act] = entry.answer.verdict

    def holds_what_was_handed_over(self, seal: Seal) -> bool:
        """Tell whether the other side's log is here as far as the seal witnesses it."""
        return len(self.logs[self.other]) >= seal.have

    def hold(self, source: str, entry: Entry) -> None:
        """Enter the next entry of a log."""
        if entry.node:
            self.changes[source].append((len(self.logs[source]), entry.node))
        super().hold(source, entry)

    # --- what leaves ---

    def runs_of(self, source: str, first: int) -> list[Run]:
        """Runs of a log from ``first`` on, each under a seal that is held or that this node may give."""
        runs: list[Run] = []
        whole = len(self.logs[source])
        while first < whole:
            end = self.handover_in(source, first, whole)
            seal = self.seal_of(source, end)
            if seal is None:
                sizes = [size for size in self.seals[source] if first < size <= end]
                if not sizes:
                    break
                seal = self.seals[source][max(sizes)]
            runs.append(Run(source, first, self.logs[source][first : seal.size], seal))
            first = seal.size
        return runs

    def seal_of(self, source: str, size: int) -> Seal | None:
        """The seal of a log at a size: our own where we are in force there, else one that was kept."""
        if source == self.source and self.took_up and self.name in self.sealers_at(source, size):
            seal = Seal(self.name, size, len(self.logs[self.other]))
            return self.seals[source].setdefault(size, seal)
        return self.seals[source].get(size)

    def suffix_for(self, other: str) -> Any:
        """What the other side lacks of our log."""
        return self.runs_of(self.source, min(self.known_of[other], len(self.log)))

    def disc(self) -> Disc:
        """Both logs as they are held here: for the other nodes of our side."""
        return Disc([*self.runs_of(self.source, 0), *self.runs_of(self.other, 0)], list(self.paper.values()))

    # --- what comes ---

    def receive(self, bundle: Any) -> None:
        """Take in runs that the other side sent: only who writes deals with it."""
        if self.writes():
            self._take_all(bundle)

    def _take_all(self, runs: Iterable[Run]) -> None:
        for run in runs:
            self._take(run)
        self.take_up()
        if self.writes():
            self.answer_all()

    def _take(self, run: Run) -> None:
        held = self.logs[run.source]
        if run.source == self.other:
            self.known_of[self.other] = max(self.known_of[self.other], run.seal.have)
        if run.first > len(held):
            return
        known = run.entries[: len(held) - run.first]
        if known != held[run.first : run.first + len(known)]:
            self.refused.append(f"a fork of {run.source}")
            return
        trial = self.changes[run.source] + [
            (run.first + at, entry.node) for at, entry in enumerate(run.entries) if entry.node and at >= len(known)
        ]
        if not self.is_in_force(run, trial, len(held)):
            self.refused.append(f"a seal of {run.source} out of force")
            return
        for entry in run.entries[len(known) :]:
            self.hold(run.source, entry)
        if run.seal.size <= len(held):
            self.seals[run.source].setdefault(run.seal.size, run.seal)

    def is_in_force(self, run: Run, changes: list[tuple[int, str]], held: int) -> bool:
        """Tell whether the node that sealed a run was in force at its end; a handover that is news ends it (rule 2)."""
        before, self.changes[run.source] = self.changes[run.source], changes
        good = run.seal.node in self.sealers_at(run.source, run.seal.size)
        end = self.handover_in(run.source, held, run.seal.size)
        if held < end and self.node_before(run.source, end):
            good &= end == run.seal.size and run.seal.node == self.node_before(run.source, end)
        self.changes[run.source] = before
        return good

    def receive_disc(self, disc: Disc) -> None:
        """Take in what another node of our side holds."""
        for placed in disc.paper:
            self._keep_paper(placed)
        self._take_all(disc.runs)

    def receive_lost(self, disc: Disc) -> None:
        """Take back from the other side what a lost node of ours wrote, with all of the other log that it had seen."""
        ours = [run for run in disc.runs if run.source == self.source]
        theirs = [run for run in disc.runs if run.source == self.other]
        reach = max((run.first + len(run.entries) for run in theirs), default=0)
        if all(run.seal.have <= max(reach, len(self.logs[self.other])) for run in ours):
            self.receive_disc(Disc([*theirs, *ours], disc.paper))

    def receive_loose(self, placed: Placed) -> None:
        """Take in an act that came on paper: only who writes deals with the other side."""
        if self.writes():
            self._keep_paper(placed)
            self.answer_all()

    def _keep_paper(self, placed: Placed) -> None:
        self.paper.setdefault(placed.digest, placed)
        self.hold_act(placed._replace(index=None))

    # --- an honest will ---

    def _officer(self) -> int:
        """An officer whom the roll, as far as it was brought here, holds in office: nobody is appointed at sea."""
        return self.rng.choice([0, *self.in_office()])

    def act(self, *, closing: bool = False) -> bool:
        """Write, where this node is the writer."""
        return self.writes() and super().act(closing=closing)

    def enter_roll(self, roll: list[Entry]) -> None:
        """Enter what was brought of the roll that is written at home, in its order, from where our copy ends."""
        held = [entry for entry in self.log if entry.appoints or entry.revokes]
        if self.writes():
            for entry in roll[len(held) :]:
                self.hold(self.source, entry)

    def hand_over(self, node: str) -> None:
        """Name the node that writes from here on, seal that, and stop."""
        self.hold(self.source, Entry(node=node))
        self.seal_of(self.source, len(self.log))

    def begin(self, roll: list[Entry]) -> None:
        """Begin a seat's log: the roll as it stands at home, and this node's own entry on it."""
        for entry in (*roll, Entry(node=self.name)):
            self.hold(self.source, entry)
        self.took_up = len(self.log)


class DishonestBook(Book, Dishonest):
    """A seat whose node breaks every rule its keys allow, those of seats among them."""

    def harm(self) -> None:
        """Do one deed, now and then one against the rules of seats."""
        if self.rng.random() < 0.1:
            self.rng.choice((self._writes_after_handing_over, self._forks, self._makes_a_roll))()
        else:
            super().harm()

    def _writes_after_handing_over(self) -> None:
        """Name another node that is its own as well, and go on under the old key or the new."""
        self.deeds["hands over to itself and goes on"] += 1
        self.hold(self.source, Entry(node=self.rng.choice(("B1", "B9"))))
        self.seal_of(self.source, len(self.log))
        self.name = self.rng.choice(("B1", "B9"))

    def _forks(self) -> None:
        """Send another entry in a place that was sent before."""
        self.deeds["forks its log"] += 1
        self.forked = True

    def _makes_a_roll(self) -> None:
        """Appoint and revoke at sea, as it likes."""
        self.deeds["makes a roll of its own"] += 1
        number = self.rng.randrange(1, 8)
        self.hold(self.source, self.rng.choice((Entry(appoints=number), Entry(revokes=number))))

    def suffix_for(self, other: str) -> Any:
        """What the other side lacks; now and then with one entry changed in what it has."""
        runs = super().suffix_for(other)
        if not getattr(self, "forked", False) or not self.log:
            return runs
        self.forked = False
        at = self.rng.randrange(len(self.log))
        false = [*self.log[:at], Entry(appoints=99), *self.log[at + 1 :]]
        return [Run(self.source, 0, false, Seal(self.name, len(false), len(self.logs[other])))]

    def writes(self) -> bool:
        """Always."""
        return True

    def seal_of(self, source: str, size: int) -> Seal | None:
        """Signs anything as itself."""
        if source == self.source:
            return self.seals[source].setdefault(size, Seal(self.name, size, len(self.logs[self.other])))
        return super().seal_of(source, size)
