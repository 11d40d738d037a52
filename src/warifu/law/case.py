"""The fold: a case as a function of the *set* of its acts and answers, never of the order in which they arrived.

Law (design, section 4), in the order in which it is applied:

1. Wills form a tree by ``follows``; each is judged at the place it names. A will that the rules refuse does not stand,
   unless the other side has confirmed it; a will after a refused one is not judged, it falls with it.
2. Of one party's answers to one act the first *confirmed* or *objected* in its log counts, and is final; *fallen* is
   not final, a fallen act may still come to stand.
3. A party stands *behind* a will that it wrote, that it confirmed, or on which, at any distance, it built a will or
   confirmed one: confirming a will, or building on it, confirms every will before it. Facts and asides confirm nothing.
4. From the root on, at each fork stands: what the other side has confirmed; else what the flow ranks higher in that
   state; of one side's acts, the one earlier in its log.
5. Facts are recorded always and never fall; with findings they are *irregular*. Asides with findings have no effect.
6. Two rivals of one side when the first had not fallen, and a confirmation that is withdrawn, are *equivocation*.

Place on the path: step 1 of *submit*, step 3 of *receive*, and ``rebuild``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, Protocol

import msgspec

from warifu.core.act import CONFIRMED, FALLEN, OBJECTED, Answer, FindingWire
from warifu.law.flow import OPENER, RESPONDER, Flow, Side
from warifu.law.judge import Finding, Placed, Ruling

Status = Literal["standing", "fallen", "objected", "refused", "pending", "recorded", "irregular"]
LATE_AFTER_SECONDS = 7 * 86_400
BASIS_FELL = Finding("house.basis_fell", "house")
_NO_PLACE = 2**62


class Heard(NamedTuple):
    """An answer with the party that gave it and its place in that party's log."""

    answer: Answer
    by: str
    index: int


class At(NamedTuple):
    """The place at which an act is judged: what stands on the line up to its ``after``."""

    flow: Flow
    opener: str
    side: Side
    state: str | None
    terms: Any
    pack: bytes


class Bench(Protocol):
    """What the fold asks of the judgement: rulings, and how wills become terms."""

    def rule(self, placed: Placed, at: At) -> Ruling | None:
        """Judge one act at its place; None while something it needs is not here (pending)."""

    def evolve(self, terms: Any, placed: Placed) -> Any:
        """Return the terms after a will."""

    def is_late(self, placed: Placed) -> bool:
        """Tell whether the act speaks of a day more than seven days before it was sealed."""


class Stand(msgspec.Struct):
    """One act as it stands: its status, who is behind it, what the judge and the other side say of it."""

    placed: Placed
    status: Status
    ruling: Ruling = ()
    confirmed: bool = False
    state: str = ""
    terms: Any = None
    pack: bytes = b""
    objection: tuple[FindingWire, ...] = ()
    rival: bytes = b""
    late: bool = False

    @property
    def unfounded(self) -> bool:
        """True where the other side objected and our own judge finds nothing: a matter for consultation."""
        return bool(self.objection) and not self.ruling and self.status == "objected"

    @property
    def effective(self) -> bool:
        """True where the act counts: not fallen, not refused, and, if it came late, confirmed by the other side."""
        return self.status in {"standing", "recorded", "irregular"} and (self.confirmed or not self.late)


class Case(msgspec.Struct):
    """A folded case."""

    root: bytes
    opener: str
    flow: Flow
    stands: dict[bytes, Stand]
    line: tuple[Stand, ...]
    state: str
    terms: Any
    equivocations: tuple[tuple[bytes, bytes], ...] = ()

    @property
    def head(self) -> Stand:
        """The last will of the line: what a new will comes after."""
        return self.line[-1]

    @property
    def turn(self) -> Side | None:
        """Whose move it is; None where nothing is awaited."""
        return self.flow.states[self.state].turn if self.state else None

    def of_nature(self, nature: str) -> list[Stand]:
        """Return the acts of a nature (fact, aside) that are not the root, in a fixed order."""
        chosen = [s for s in self.stands.values() if s.placed.kind.nature == nature and s.placed.digest != self.root]
        return sorted(chosen, key=lambda s: (s.placed.act.time, s.placed.author, s.placed.digest))

    def confirmed_head(self) -> bytes:
        """Digest of the last will of the line that the other side has confirmed; empty where none is."""
        return next((s.placed.digest for s in reversed(self.line) if s.confirmed), b"")


class _Fold:
    def __init__(self, flow: Flow, acts: Iterable[Placed], answers: Iterable[Heard], bench: Bench) -> None:
        self.flow = flow
        self.bench = bench
        self.acts = {placed.digest: placed for placed in acts}
        self.final, self.withdrawn = _final_answers(answers)
        self.children: dict[bytes, list[Placed]] = {}
        for placed in self.acts.values():
            if not placed.act.is_root and placed.kind.nature == "will":
                self.children.setdefault(placed.act.follows, []).append(placed)
        self.behind: dict[bytes, set[str]] = {}
        self.stands: dict[bytes, Stand] = {}

    def run(self, root: Placed) -> Case:
        self.root = root
        self._stand_behind(root)
        order = self._judge_wills()
        line = self._walk()
        self._fall(order, {stand.placed.digest for stand in line})
        for placed in self.acts.values():
            if placed.digest not in self.stands:
                self._record(placed)
        head = line[-1]
        found = tuple(sorted(set(self.withdrawn) | set(self._rivals())))
        return Case(root.digest, root.author, self.flow, self.stands, tuple(line), head.state, head.terms, found)

    def _side(self, placed: Placed) -> Side:
        return OPENER if placed.act.side_of == self.root.act.side_of else RESPONDER

    def _stand_behind(self, root: Placed) -> None:
        """Fill ``behind`` from the leaves up, without recursion: a chain may be thousands of acts long."""
        order, stack = [], [root]
        while stack:
            placed = stack.pop()
            order.append(placed)
            stack.extend(self.children.get(placed.digest, ()))
        for placed in reversed(order):
            parties = {placed.author}
            parties.update(by for by, heard in self.final.get(placed.digest, {}).items() if heard.verdict == CONFIRMED)
            for child in self.children.get(placed.digest, ()):
                parties |= self.behind[child.digest]
            self.behind[placed.digest] = parties

    def _judge_wills(self) -> list[Placed]:
        """Judge each will at its place, forebears first; return them in that order."""
        order: list[Placed] = []
        queue = [self.root]
        for placed in queue:
            order.append(placed)
            self.stands[placed.digest] = self._judge_will(placed)
            queue.extend(sorted(self.children.get(placed.digest, ()), key=_place))
        return order

    def _judge_will(self, placed: Placed) -> Stand:
        digest = placed.digest
        is_root = digest == self.root.digest
        parent = None if is_root else self.stands[placed.act.follows]
        objection = self._objection(placed)
        confirmed = bool(self.behind[digest] - {placed.author})
        if parent is not None and parent.status in {"objected", "refused", "fallen"}:
            return Stand(placed, "fallen", (), False, rival=parent.placed.digest, objection=objection)
        if parent is not None and parent.status == "pending":
            return Stand(placed, "pending", objection=objection)
        at = self._at(placed, parent)
        state, terms = at.state, at.terms
        ruling = self.bench.rule(placed, at)
        late = self.bench.is_late(placed)
        if ruling is None:
            return Stand(placed, "pending", (), confirmed, objection=objection, late=late)
        status: Status = "standing"
        if objection and not (is_root and placed.kind.nature == "fact"):
            status = "objected"
        elif ruling and not confirmed:
            status = "irregular" if placed.kind.nature == "fact" else "refused"
        to = self._leads_to(placed, state)
        if not to:
            return Stand(placed, status if status == "objected" else "refused", ruling, False, objection=objection)
        after = self.bench.evolve(terms, placed) if status in {"standing", "irregular"} else terms
        pack = getattr(placed.body, "rebase_to", b"") or at.pack
        return Stand(placed, status, ruling, confirmed, to, after, pack, objection, b"", late)

    def _at(self, placed: Placed, basis: Stand | None) -> At:
        side = OPENER if placed.act.side_of == self.root.act.side_of else RESPONDER
        if basis is None:
            return At(self.flow, self.root.author, side, None, None, placed.act.pack)
        return At(self.flow, self.root.author, side, basis.state, basis.terms, basis.pack)

    def _leads_to(self, placed: Placed, state: str | None) -> str:
        if state is None:
            return self.flow.start.get(placed.act.kind, "")
        step = self.flow.step(state, placed.act.kind, self._side(placed))
        return step.to if step else ""

    def _objection(self, placed: Placed) -> tuple[FindingWire, ...]:
        for by, heard in self.final.get(placed.digest, {}).items():
            if by != placed.author and heard.verdict == OBJECTED:
                return heard.findings
        return ()

    def _walk(self) -> list[Stand]:
        """From the root on, choose at each fork what stands (law, 4)."""
        line = [self.stands[self.root.digest]]
        while line[-1].status in {"standing", "irregular"}:
            rivals = [self.stands[child.digest] for child in self.children.get(line[-1].placed.digest, ())]
            rivals = [rival for rival in rivals if rival.status == "standing"]
            if not rivals:
                break
            state = line[-1].state
            line.append(min(rivals, key=lambda rival: self._precedence(rival, state)))
        return line

    def _precedence(self, stand: Stand, state: str) -> tuple[int, int, int, bytes]:
        placed = stand.placed
        step = self.flow.step(state, placed.act.kind, self._side(placed))
        rank = step.rank if step else 0
        return (0 if stand.confirmed else 1, -rank, _place(placed)[0], placed.digest)

    def _fall(self, order: list[Placed], on_line: set[bytes]) -> None:
        """What is permitted but does not stand has fallen; its rival is the act that stands in its place."""
        for placed in order:
            stand = self.stands[placed.digest]
            if stand.status != "standing" or placed.digest in on_line:
                continue
            parent = self.stands[placed.act.follows]
            stand.status = "fallen"
            if parent.placed.digest not in on_line:
                stand.rival = parent.placed.digest
                continue
            rivals = [child.digest for child in self.children[parent.placed.digest] if child.digest in on_line]
            stand.rival = rivals[0]

    def _record(self, placed: Placed) -> None:
        """Place a fact or an aside, or a will whose forebears are not all here."""
        basis = self.stands.get(placed.act.follows)
        objection = self._objection(placed)
        if basis is None or placed.kind.nature == "will":
            self.stands[placed.digest] = Stand(placed, "pending", objection=objection)
            return
        final = self.final.get(placed.digest, {})
        confirmed = any(heard.verdict == CONFIRMED for by, heard in final.items() if by != placed.author)
        late = self.bench.is_late(placed)
        fact = placed.kind.nature == "fact"
        if not basis.state:
            ruling: Ruling | None = (BASIS_FELL,)
        else:
            ruling = self.bench.rule(placed, self._at(placed, basis))
        status: Status = "recorded"
        if ruling is None:
            status = "pending"
        elif fact and (ruling or objection):
            status = "irregular"
        elif ruling or objection:
            status = "objected" if objection else "refused"
        stand = Stand(placed, status, ruling or (), confirmed, basis.state, basis.terms, basis.pack)
        stand.objection, stand.late = objection, late
        self.stands[placed.digest] = stand

    def _rivals(self) -> list[tuple[bytes, bytes]]:
        """Pairs of wills of one side after the same act, the first of which had neither fallen nor been refused."""
        found = []
        for siblings in self.children.values():
            by_author: dict[str, list[Placed]] = {}
            for placed in sorted(siblings, key=_place):
                by_author.setdefault(placed.author, []).append(placed)
            for mine in by_author.values():
                for first, second in zip(mine, mine[1:], strict=False):
                    if self.stands[first.digest].status == "standing" or self.stands[second.digest].status == "standing":
                        if self._had_fallen(first):
                            continue
                        found.append((first.digest, second.digest))
        return found

    def _had_fallen(self, placed: Placed) -> bool:
        stand = self.stands[placed.digest]
        return stand.status in {"objected", "refused", "pending"} or (
            stand.status == "fallen" and self.acts.get(stand.rival, placed).author != placed.author
        )


def _place(placed: Placed) -> tuple[int, bytes]:
    return (_NO_PLACE if placed.index is None else placed.index, placed.digest)


def _final_answers(answers: Iterable[Heard]) -> tuple[dict[bytes, dict[str, Answer]], list[tuple[bytes, bytes]]]:
    """(act → party → first final answer, confirmations that were withdrawn as (act, act))."""
    final: dict[bytes, dict[str, Answer]] = {}
    withdrawn: list[tuple[bytes, bytes]] = []
    for heard in sorted(answers, key=lambda heard: heard.index):
        known = final.setdefault(heard.answer.act, {})
        first = known.get(heard.by)
        if first is None:
            if heard.answer.verdict != FALLEN:
                known[heard.by] = heard.answer
        elif first.verdict != heard.answer.verdict:
            withdrawn.append((heard.answer.act, heard.answer.act))
    return final, withdrawn


def fold(flow: Flow, acts: Iterable[Placed], answers: Iterable[Heard], bench: Bench) -> Case | None:
    """Fold a case from all its acts and answers; None while its root is not here."""
    work = _Fold(flow, acts, answers, bench)
    root = next((placed for placed in work.acts.values() if placed.act.is_root), None)
    return work.run(root) if root else None


def verdict_on(stand: Stand) -> tuple[int, Ruling, bytes] | None:
    """(verdict, findings, rival) that an honest node gives the other side's act; None while it is pending."""
    if stand.status == "pending":
        return None
    if stand.status == "fallen":
        return FALLEN, (), stand.rival
    if stand.status in {"refused", "objected"} and stand.ruling:
        return OBJECTED, stand.ruling, b""
    return CONFIRMED, (), b""
