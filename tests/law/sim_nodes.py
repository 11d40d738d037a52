"""The simulation's actors: an abstract flow, a judge of few rules, nodes that behave as the law asks, and a bad wire.

Nothing here is an agreement. The flow has what agreements have: turns, ranks, facts, asides, draws on an allotment and
withdrawals. A *source* is one log; a side has one source, and in the planted defect of two answering nodes it has two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from random import Random
from typing import Any, NamedTuple

import msgspec

from warifu.core.act import CONFIRMED, FALLEN, OBJECTED, Act, Answer, FindingWire
from warifu.law.case import At, Case, Heard, Placed, Stand, _Fold, verdict_on
from warifu.law.flow import OPENER, RESPONDER, Flow, State, Step, WayOut
from warifu.law.judge import Finding, Ruling
from warifu.law.room import Kind, kinds_of

ALLOTMENT = 3
_BOTH = (WayOut(OPENER, "remind", 7), WayOut(RESPONDER, "remind", 7))


class Body(msgspec.Struct, frozen=True):
    """What the abstract judge looks at: a broken rule, the signing officer's number, and whether the act comes late."""

    bad: bool = False
    officer: int = 0
    late: bool = False


def _state(turn: str | None, *steps: tuple[str, str, str, int], facts: Iterable[str] = ()) -> State:
    chosen = tuple(Step(kind, OPENER if by == "o" else RESPONDER, to, rank) for kind, by, to, rank in steps)
    return State(chosen, turn, frozenset(facts), _BOTH if turn else ())


FLOW = Flow(
    "abstract",
    {"request": "asked"},
    {
        "asked": _state(
            RESPONDER,
            ("offer", "r", "offered", 4), ("decline", "r", "over", 2),
            ("amend", "o", "asked", 3), ("withdraw", "o", "over", 5),
        ),
        "offered": _state(
            OPENER,
            ("accept", "o", "agreed", 4), ("counter", "o", "asked", 3), ("withdraw", "o", "over", 5),
            ("revise", "r", "offered", 2), ("retract", "r", "over", 6),
        ),
        "agreed": _state(
            OPENER,
            ("draw", "o", "agreed", 3), ("close", "o", "over", 1),
            ("draw", "r", "agreed", 2), ("withdraw", "r", "over", 6),
            facts=("deliver", "receive"),
        ),
        "over": _state(None, facts=("deliver", "receive")),
    },
)  # fmt: skip

KINDS = kinds_of(
    *(
        Kind(name, "will", Body)
        for name in sorted({"request"} | {s.kind for at in FLOW.states.values() for s in at.steps})
    ),
    Kind("deliver", "fact", Body),
    Kind("receive", "fact", Body),
    Kind("note", "aside", Body),
)


class Entry(NamedTuple):
    """One entry of a log: an act, an answer, an officer appointed or revoked, paper affirmed, a node revoked."""

    act: Placed | None = None
    answer: Answer | None = None
    appoints: int = 0
    revokes: int = 0
    affirms: bytes = b""
    distrusts: int = -1
    """Its own node was stolen, says a side: of what stands from here up to this entry nothing is trusted."""
    node: str = ""
    """In the log of a seat alone: the node that writes it from here on (``sim_seats``)."""


class SimBench:
    """The abstract judge of one node, with what that node holds."""

    def __init__(self, node: Node) -> None:
        self.node = node

    def rule(self, placed: Placed, at: At) -> Ruling | None:
        """A step of this side; nothing broken; an officer appointed before this place; an allotment not overdrawn."""
        for digest in placed.act.cites:
            cited = self.node.stand(digest)
            if cited is None or (cited.placed.kind.nature == "will" and not cited.confirmed):
                return None
            if cited.placed.act.on_behalf and not cited.confirmed and not self.node.is_affirmed(cited.placed):
                return None
        if placed.act.on_behalf and not self.node.is_affirmed(placed):
            return None
        found = []
        if at.state is not None and placed.kind.nature == "will":
            if FLOW.step(at.state, placed.act.kind, at.side) is None:
                found.append("step")
            if placed.act.kind == "draw" and (at.terms or 0) >= ALLOTMENT:
                found.append("overdrawn")
        if placed.body.bad:
            found.append("bad")
        if not self.node.appointed(placed):
            found.append("officer")
        if self.node.is_distrusted(placed):
            found.append("node_not_trusted")
        return tuple(Finding(name, "sim") for name in found)

    def evolve(self, terms: Any, placed: Placed) -> Any:
        """Terms are the number of draws."""
        return (terms or 0) + (placed.act.kind == "draw")

    def is_late(self, placed: Placed) -> bool:
        """As the body says."""
        return bool(placed.body.late)


class Node:
    """One node: its own log, what it holds of the others', acts ahead of their place, and an honest will."""

    def __init__(self, source: str, others: Iterable[str], rng: Random, folds: type[_Fold] = _Fold) -> None:
        self.source, self.party, self.rng, self.folds = source, source[0], rng, folds
        self.logs: dict[str, list[Entry]] = {name: [] for name in (source, *others)}
        self.known_of = dict.fromkeys(others, 0)
        self.cases: dict[bytes, dict[bytes, Placed]] = {}
        self.case_of: dict[bytes, bytes] = {}
        self.heard: dict[bytes, list[Heard]] = {}
        self.given: dict[bytes, int] = {}
        self.by_paper = rng.choice((0.0, 0.05, 0.3))
        self.appointments: dict[tuple[str, int], int] = {}
        self.revocations: dict[tuple[str, int], int] = {}
        self.distrusted: list[tuple[str, int, int]] = []
        self.affirmed: set[tuple[str, bytes]] = set()
        """(party, act): paper in its name that the party affirms in its log; before that it waits, on every node."""
        self.bench = SimBench(self)
        self.folded: dict[bytes, Case | None] = {}

    # --- what it holds ---

    @property
    def log(self) -> list[Entry]:
        """Its own log."""
        return self.logs[self.source]

    def _place(self, source: str, index: int) -> int:
        """Two nodes of one side share one numbering, so that every act has a place of its own."""
        return index if len(self.logs) == 2 else 2 * index + (source[-1] == "2")

    def hold(self, source: str, entry: Entry) -> None:
        """Enter the next entry of a log."""
        index = self._place(source, len(self.logs[source]))
        self.logs[source].append(entry)
        if entry.act is not None:
            self.hold_act(entry.act._replace(index=index))
        elif entry.answer is not None:
            self.heard.setdefault(entry.answer.act, []).append(Heard(entry.answer, source[0], index))
        elif entry.affirms:
            self.affirmed.add((source[0], entry.affirms))
        elif entry.appoints:
            self.appointments.setdefault((source[0], entry.appoints), index)
        elif entry.distrusts >= 0:
            self.distrusted.append((source[0], self._place(source, entry.distrusts), index))
        elif entry.revokes:
            self.revocations.setdefault((source[0], entry.revokes), index)
        self.folded.clear()

    def hold_act(self, placed: Placed) -> None:
        """Keep an act at its place, or (index None) ahead of it."""
        case = placed.act.case or placed.digest
        held = self.cases.setdefault(case, {})
        if placed.digest not in held or held[placed.digest].index is None:
            held[placed.digest] = placed
            self.case_of[placed.digest] = case
        self.folded.clear()

    def appointed(self, placed: Placed) -> bool:
        """Tell whether the act's officer was appointed before its place in its author's log."""
        if not placed.body.officer:
            return True
        number = placed.author, placed.body.officer
        place = 10**9 if placed.index is None else placed.index
        return self.appointments.get(number, 10**9) < place <= self.revocations.get(number, 10**9)

    def is_distrusted(self, placed: Placed) -> bool:
        """Tell whether its author has said since that the node which wrote it then was not its own any more."""
        place = placed.index
        return place is not None and any(
            party == placed.author and size <= place < until for party, size, until in self.distrusted
        )

    def case(self, root: bytes) -> Case | None:
        """The case as it folds from what is held."""
        if root not in self.folded:
            self.folded[root] = self.fold(list(self.cases[root].values()), self.answers(root))
        return self.folded[root]

    def answers(self, root: bytes) -> list[Heard]:
        """All answers to acts of a case."""
        return [heard for digest in self.cases[root] for heard in self.heard.get(digest, ())]

    def fold(self, acts: list[Placed], answers: list[Heard]) -> Case | None:
        """Fold by the rules under trial."""
        work = self.folds(FLOW, acts, answers, self.bench)
        work.party = self.party
        return work.run(work.root) if work.root is not None else None

    def stand(self, digest: bytes) -> Stand | None:
        """How an act stands in its case, if it is held."""
        root = self.case_of.get(digest)
        case = self.case(root) if root else None
        return case.stands[digest] if case else None

    def folded_cases(self) -> Iterator[Case]:
        """All cases whose root is here."""
        for root in self.cases:
            case = self.case(root)
            if case is not None:
                yield case

    # --- exchange ---

    def suffix_for(self, other: str) -> tuple[str, int, list[Entry], int]:
        """(source, first index, entries that the other lacks, how much of its log is held here)."""
        start = min(self.known_of[other], len(self.log))
        return self.source, start, self.log[start:], len(self.logs[other])

    def receive(self, bundle: tuple[str, int, list[Entry], int]) -> None:
        """Take in a suffix if it joins what is held; answer what can be answered."""
        source, start, entries, have = bundle
        self.known_of[source] = max(self.known_of[source], have)
        held = len(self.logs[source])
        if start <= held:
            for entry in entries[held - start :]:
                self.hold(source, entry)
            self.answer_all()

    def receive_loose(self, placed: Placed) -> None:
        """Take in an act that came on paper."""
        self.hold_act(placed._replace(index=None))
        self.answer_all()

    # --- an honest will ---

    def answer_all(self) -> None:
        """Answer every foreign act, forebears first, until nothing changes."""
        for root in list(self.cases):
            while self._answer_case(root):
                pass

    def _answer_case(self, root: bytes) -> bool:
        case = self.case(root)
        if case is None:
            return False
        for stand in case.stands.values():
            digest = stand.placed.digest
            if stand.placed.author == self.party or self.given.get(digest) in {CONFIRMED, OBJECTED}:
                continue
            if self.rests_on_paper(stand, case):
                continue
            verdict = verdict_on(stand)
            if verdict is not None and verdict[0] != self.given.get(digest):
                self.answer(digest, verdict[0])
                return True
        return False

    def is_affirmed(self, placed: Placed) -> bool:
        """Tell whether the party in whose name paper was entered has affirmed it in its log."""
        return (placed.act.on_behalf, placed.digest) in self.affirmed

    def affirms(self, placed: Placed) -> bool:
        """Tell whether paper that the other side entered on our behalf is ours; an officer may take time to look."""
        return self.rng.random() < 0.5

    def rests_on_paper(self, stand: Stand, case: Case) -> bool:
        """Tell whether an act is, or follows, paper on our behalf that no officer of ours has affirmed."""
        while True:
            placed = stand.placed
            if placed.act.on_behalf == self.party and not self.is_affirmed(placed):
                return True
            if not placed.act.case or placed.act.follows not in case.stands:
                return False
            stand = case.stands[placed.act.follows]

    def head(self, case: Case) -> Stand:
        """The last act of the line that does not rest on paper nobody affirmed."""
        return next(stand for stand in reversed(case.line) if not self.rests_on_paper(stand, case))

    def look_at_paper(self, *, all_of_it: bool = False) -> None:
        """Let an officer affirm paper."""
        for case in list(self.folded_cases()):
            for stand in case.stands.values():
                placed = stand.placed
                ours = placed.act.on_behalf == self.party and not self.is_affirmed(placed)
                if ours and (all_of_it or self.affirms(placed)):
                    self.hold(self.source, Entry(affirms=placed.digest))
        self.answer_all()

    def answer(self, digest: bytes, verdict: int) -> None:
        """Write an answer into the log."""
        self.given[digest] = verdict
        findings = (FindingWire("x", "sim"),) if verdict == OBJECTED else ()
        rival = digest if verdict == FALLEN else b""
        self.hold(self.source, Entry(answer=Answer(digest, verdict, len(self.log), findings, rival)))

    def draft(self, kind: str, case: bytes, after: bytes, body: Body, **more: Any) -> Placed:
        """Make an act of this side for its next place; it is not written yet."""
        time = len(self.log) + self.rng.choice((0, 0, 0, -9))
        after = b"" if after == case else after
        act = Act(b"p", kind, self.party, "D", b"", max(time, 0), {}, case, after, **more)
        digest = sha256(repr((self.source, len(self.log), self.rng.random())).encode()).digest()
        return Placed(act, digest, self.party, self._place(self.source, len(self.log)), KINDS[kind], body)

    def write(self, placed: Placed) -> None:
        """Seal an act into the log."""
        self.hold(self.source, Entry(act=placed))

    def open_case(self) -> bytes:
        """Begin a case."""
        root = self.draft("request", b"", b"", Body())
        self.write(root)
        return root.digest

    def act(self, *, closing: bool = False) -> bool:
        """Write one will after the head of a case, or a fact, or an aside; tell whether anything was written."""
        if closing:
            self.look_at_paper(all_of_it=True)
        elif self.rng.random() < 0.2:
            self.look_at_paper()
        cases = [case for case in self.folded_cases() if case.line[0].status in {"standing", "irregular"}]
        if closing:
            return any(self._write_will(case, closing=True) for case in cases)
        if not cases:
            return False
        case = self.rng.choice(cases)
        if self.rng.random() < 0.3:
            return self._write_beside(case)
        return self._write_will(case, closing=False)

    def _write_will(self, case: Case, *, closing: bool) -> bool:
        head = self.head(case)
        if head.status not in {"standing", "irregular"}:
            return False
        side = OPENER if case.opener == self.party else RESPONDER
        paper = not closing and self.rng.random() < self.by_paper
        if paper:
            side = RESPONDER if side == OPENER else OPENER
        steps = [step for step in FLOW.states[head.state].steps if step.by == side]
        if closing and FLOW.states[head.state].turn != side:
            steps = []
        if closing or len(case.line) > 14:
            steps = [step for step in steps if step.to == "over"]
        if not steps:
            return False
        cites = () if closing else self._cites(case)
        body = Body(False, self._officer(), self.rng.random() < 0.1)
        behalf = next(name[0] for name in self.known_of if name[0] != self.party) if paper else ""
        # Ends are rare, so that lines grow long and forks deep.
        on = [step for step in steps if step.to != "over"]
        kind = self.rng.choice(on if on and self.rng.random() < 0.85 else steps).kind
        placed = self.draft(kind, case.root, head.placed.digest, body, cites=cites, on_behalf=behalf)
        return self._judge_and_write(placed, head, case)

    def _write_beside(self, case: Case) -> bool:
        kind = self.rng.choice(("deliver", "receive", "note"))
        line = [stand for stand in case.line if not self.rests_on_paper(stand, case)]
        wills = [s for s in case.stands.values() if s.placed.kind.nature == "will" and s.state]
        stand = self.rng.choice(wills if kind == "note" else line)
        placed = self.draft(kind, case.root, stand.placed.digest, Body(False, self._officer(), self.rng.random() < 0.2))
        return self._judge_and_write(placed, stand, case)

    def _officer(self) -> int:
        """An officer's number, now and then one appointed a moment before; none who is revoked."""
        number = self.rng.randrange(1, 8)
        chance = self.rng.random()
        if chance < 0.2 and (self.party, number) not in self.appointments:
            self.hold(self.source, Entry(appoints=number))
        elif chance > 0.95 and (self.party, number) in self.appointments:
            self.hold(self.source, Entry(revokes=number))
        return self.rng.choice([0, *self.in_office()])

    def in_office(self) -> list[int]:
        """Numbers appointed and not revoked in its own log."""
        return [
            number
            for party, number in self.appointments
            if party == self.party and (party, number) not in self.revocations
        ]

    def _cites(self, case: Case) -> tuple[bytes, ...]:
        """Now and then cite a fact, or a confirmed will, of a case with a lower name (so that there are no circles)."""
        if self.rng.random() > 0.3:
            return ()
        others = [other for other in self.folded_cases() if other.root < case.root]
        good = [s for other in others for s in other.stands.values() if s.confirmed or s.placed.kind.nature == "fact"]
        return (self.rng.choice(good).placed.digest,) if good else ()

    def _judge_and_write(self, placed: Placed, basis: Stand, case: Case) -> bool:
        side = OPENER if case.opener == placed.act.side_of else RESPONDER
        # The officer may have been appointed a moment ago: the act goes to the next free place.
        placed = placed._replace(index=self._place(self.source, len(self.log)))
        if self.bench.rule(placed, At(FLOW, case.opener, side, basis.state, basis.terms, b"p")) != ():
            return False
        self.write(placed)
        return True


class Wire:
    """What lies between nodes: bundles are lost, delayed, doubled and overtaken; single acts travel on paper."""

    def __init__(self, rng: Random, loss: float, paper: float) -> None:
        self.rng, self.loss, self.paper = rng, loss, paper
        self.on_the_way: list[tuple[int, str, Any]] = []
        self.now = 0

    def send(self, node: Node, other: str) -> None:
        """Put a suffix on the way, or an act of the last few on paper."""
        logged = [entry.act for entry in node.log[-4:] if entry.act is not None]
        if logged and self.rng.random() < self.paper:
            self._post(other, self.rng.choice(logged))
        if self.rng.random() >= self.loss:
            self._post(other, node.suffix_for(other))
            if self.rng.random() < 0.1:
                self._post(other, node.suffix_for(other))

    def _post(self, other: str, payload: Any) -> None:
        self.on_the_way.append((self.now + self.rng.choice((0, 1, 1, 2, 5, 12)), other, payload))

    def deliver(self, nodes: dict[str, Node]) -> Iterator[Node]:
        """Hand over what is due, in any order; yield each node that received."""
        self.now += 1
        due = [each for each in self.on_the_way if each[0] <= self.now]
        self.on_the_way = [each for each in self.on_the_way if each[0] > self.now]
        self.rng.shuffle(due)
        for _, other, payload in due:
            node = nodes[other]
            if isinstance(payload, Placed):
                node.receive_loose(payload)
            else:
                node.receive(payload)
            yield node
