"""The fold: a case as a function of the *set* of its acts and answers, never of the order in which they arrived.

Law (design, section 4), in the order in which it is applied:

1. Wills form a tree by ``follows``. Of one party's answers to one act the first *confirmed* or *objected* in its log
   counts; *fallen* is not final, a fallen act may still come to stand. Nobody answers its own act.
2. A party *stands behind* the other side's will from the place in its log where it first confirmed it, built a will on
   it, or did so with a will after it: confirming a will, or building on it, confirms every will before it. Of its own
   wills on the way the nearest speaks for it. Facts and asides confirm nothing. An act that came ahead of its place
   (paper) confirms nothing until its place comes, unless the other side has confirmed it: then its author stands
   behind all before it, whatever its log says elsewhere.
3. An objection counts if it comes before its author stood behind the act. Each will is judged at the place it names.
   What the rules refuse does not stand, unless the other side has confirmed it; what follows falls with it. What the
   rules would refuse ahead of its place is pending: its author's roll may not be here.
4. From the root on, at each fork: of one log's wills the first confirmed, else the earlier; of the two logs' wills the
   confirmed one, else (neither or both) the one that the flow ranks higher in that state. Paper that a side entered for
   the other is weaker than a signature: before place and rank, an act of a side's own hand stands.
5. Facts are recorded always and never fall; with findings they are *irregular*. Asides with findings have no effect.
6. *Equivocation* is kept: two wills of one side after one act when the first had not fallen; a confirmation withdrawn
   by an answer, by a rival that its author writes, or by confirming a second act in the same place.

Why a confirmed act cannot fall while one node a side is honest: an honest node confirms only what stands, writes only
after the head of its line, and reads the other log in order. So at a fork at most one will of each side is confirmed,
an honest node confirms the other side's only while it outranks its own, and rank settles the case of both (``docs/adr``
0003 has the figures; ``tests/law/sim.py`` looks for a seed that breaks it).

Place on the path: step 1 of *submit*, step 3 of *receive*, and ``rebuild``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from warifu.core.act import CONFIRMED, FALLEN, OBJECTED, FindingWire
from warifu.law.flow import OPENER, RESPONDER, Flow
from warifu.law.judge import Finding, Placed, Ruling
from warifu.law.stand import LATE_AFTER_SECONDS, UP, At, Bench, Case, Heard, Stand, Status, by_time, verdict_on

__all__ = [
    "LATE_AFTER_SECONDS", "At", "Bench", "Case", "Heard", "Placed", "Stand", "Status", "confirmed_among", "fold",
    "verdict_on",
]  # fmt: skip

BASIS_FELL = Finding("house.basis_fell", "house")
NOT_A_STEP = Finding("house.not_a_step", "house")
AFTER_NOT_A_WILL = Finding("house.after_not_a_will", "house")
EVOLVE_FAILED = Finding("house.evolve_failed", "house")

_DOWN = frozenset({"objected", "refused", "fallen"})
_NO_PLACE = 2**62
_BOUND = -1
"""Place of a party that is bound by a will of its own which the other side has confirmed: before any objection."""


class _Tree:
    """A case before any judgement: what follows what, and who stands behind what (law, 1 to 3)."""

    def __init__(self, acts: Iterable[Placed], answers: Iterable[Heard]) -> None:
        self.acts: dict[bytes, Placed] = {}
        self.children: dict[bytes, list[Placed]] = {}
        self.beside: list[Placed] = []
        self.behind: dict[bytes, dict[str, int]] = {}
        self.root: Placed | None = None
        for placed in acts:
            self._take(placed)
        heard = list(answers)
        self.final, self.withdrawn = self._final_answers(heard) if heard else ({}, set())

    def _take(self, placed: Placed) -> None:
        self.acts[placed.digest] = placed
        act = placed.act
        if not act.case:
            self.root = placed
        elif placed.kind.nature == "will":
            self.children.setdefault(act.after or act.case, []).append(placed)
        else:
            self.beside.append(placed)

    def _final_answers(
        self, answers: Iterable[Heard]
    ) -> tuple[dict[bytes, dict[str, Heard]], set[tuple[bytes, bytes]]]:
        """(act → party → its first final answer, acts of which a confirmation or objection was withdrawn)."""
        final: dict[bytes, dict[str, Heard]] = {}
        withdrawn: set[tuple[bytes, bytes]] = set()
        for heard in sorted(answers, key=_heard_at):
            digest = heard.answer.act
            placed = self.acts.get(digest)
            if placed is not None and placed.author == heard.by:
                continue
            known = final.setdefault(digest, {})
            first = known.get(heard.by)
            if first is None:
                if heard.answer.verdict != FALLEN:
                    known[heard.by] = heard
            elif first.answer.verdict != heard.answer.verdict:
                withdrawn.add((digest, digest))
        return final, withdrawn

    def _in_order(self, first: Placed) -> list[Placed]:
        """Wills from one on, forebears first; without recursion, for a chain may be thousands of acts long."""
        order = [first]
        for placed in order:
            after = self.children.get(placed.digest)
            if after:
                order.extend(after if len(after) == 1 else sorted(after, key=_place))
        return order

    def _stand_behind(self, wills: list[Placed]) -> None:
        """Fill ``behind`` (will → other party → place from which it stands behind it), from the leaves up (law, 2)."""
        behind = self.behind
        for placed in reversed(wills):
            digest, author = placed.digest, placed.author
            places = {
                by: heard.index for by, heard in self.final.get(digest, {}).items() if heard.answer.verdict == CONFIRMED
            }
            for child in self.children.get(digest, ()):
                for by, place in self._passed_on(child).items():
                    if by != author and place < places.get(by, _NO_PLACE):
                        places[by] = place
            behind[digest] = places

    def _passed_on(self, child: Placed) -> dict[str, int]:
        """Who stands behind the will before ``child`` because of it, and from which place."""
        others = self.behind[child.digest]
        if others:
            return {**others, child.author: _BOUND}
        return {} if child.index is None else {child.author: child.index}

    def _objection(self, placed: Placed) -> tuple[FindingWire, ...]:
        """The findings of an objection that counts (law, 3)."""
        for by, heard in self.final.get(placed.digest, {}).items():
            stood = self.behind.get(placed.digest, {}).get(by, _NO_PLACE)
            if heard.answer.verdict == OBJECTED and heard.index < stood:
                return heard.answer.findings
        return ()


class _Fold(_Tree):
    """The work of one fold. The simulation plants its defects by overriding single methods of this class."""

    def __init__(self, flow: Flow, acts: Iterable[Placed], answers: Iterable[Heard], bench: Bench) -> None:
        super().__init__(acts, answers)
        self.flow = flow
        self.bench = bench
        self.stands: dict[bytes, Stand] = {}

    def run(self, root: Placed) -> Case:
        wills = self._in_order(root)
        if self.final or len(wills) > 1:
            self._stand_behind(wills)
        stands = self.stands
        opener = root.act.side_of
        stands[root.digest] = self._judge(root, None, opener)
        for placed in wills[1:]:
            stands[placed.digest] = self._judge(placed, stands[placed.act.follows], opener)
        line = self._walk(root)
        if len(wills) > len(line):
            self._fall(wills, {stand.placed.digest for stand in line})
        if len(self.acts) > len(wills):
            self._place_the_rest(opener)
        head = line[-1]
        found = self._equivocations(wills) if self.final or len(wills) > len(line) else ()
        return Case(root.digest, opener, self.flow, stands, tuple(line), head.state, head.terms, found)

    def _judge(self, placed: Placed, basis: Stand | None, opener: str) -> Stand:
        """Judge a will, or the root whatever it is, at the place it names (law, 3)."""
        digest = placed.digest
        objection = self._objection(placed) if digest in self.final else ()
        if basis is not None and basis.status in _DOWN:
            return Stand(placed, "fallen", rival=basis.placed.digest, objection=objection)
        if basis is not None and basis.status == "pending":
            return Stand(placed, "pending", objection=objection)
        confirmed = bool(self.behind.get(digest)) and not objection
        at = self._at(placed, basis, opener)
        ruling = self.bench.rule(placed, at)
        status = _status(placed, ruling, confirmed=confirmed, objected=bool(objection))
        to = self._leads_to(placed, at)
        ruling = ruling or ()
        if not to and status != "pending":
            status, ruling = "objected" if status == "objected" else "refused", ruling or (NOT_A_STEP,)
        terms = at.terms
        if status in UP or (status == "objected" and not ruling):  # what is objected to is judged to the end, too
            try:
                evolved = self.bench.evolve(terms, placed)
                terms = evolved if status in UP else terms
            except Exception:  # noqa: BLE001  a will whose terms cannot be told does not stand, whatever broke it
                status, ruling = "refused" if status in UP else "objected", (*ruling, EVOLVE_FAILED)
        # A re-base is in force once both sides agreed it: the terms say so, never the proposal by itself.
        pack = getattr(terms, "rebased_to", b"") or at.pack
        late = self.bench.is_late(placed)
        return Stand(placed, status, ruling, confirmed and status in UP, to, terms, pack, objection, b"", late)

    def _at(self, placed: Placed, basis: Stand | None, opener: str) -> At:
        side = OPENER if placed.act.side_of == opener else RESPONDER
        if basis is None:
            return At(self.flow, opener, side, None, None, placed.act.pack)
        return At(self.flow, opener, side, basis.state, basis.terms, basis.pack)

    def _leads_to(self, placed: Placed, at: At) -> str:
        if at.state is None:
            return self.flow.start.get(placed.act.kind, "")
        step = self.flow.step(at.state, placed.act.kind, at.side)
        return step.to if step else ""

    def _walk(self, root: Placed) -> list[Stand]:
        """From the root on, choose at each fork what stands (law, 4)."""
        stands = self.stands
        line = [stands[root.digest]]
        while line[-1].status in UP:
            after = self.children.get(line[-1].placed.digest, ())
            rivals = [stand for child in after if (stand := stands[child.digest]).status == "standing"]
            if not rivals:
                break
            line.append(rivals[0] if len(rivals) == 1 else self._choose(rivals, line[-1].state, root.act.side_of))
        return line

    def _choose(self, rivals: list[Stand], state: str, opener: str) -> Stand:
        first: dict[str, Stand] = {}
        for stand in sorted(rivals, key=self._in_one_log):
            first.setdefault(stand.placed.author, stand)
        return min(first.values(), key=lambda stand: self._precedence(stand, state, opener))

    def _in_one_log(self, stand: Stand) -> tuple[Any, ...]:
        first_confirmed = min(self.behind[stand.placed.digest].values()) if stand.confirmed else _NO_PLACE
        return (first_confirmed, bool(stand.placed.act.on_behalf), _place(stand.placed))

    def _precedence(self, stand: Stand, state: str, opener: str) -> tuple[Any, ...]:
        placed = stand.placed
        step = self.flow.step(state, placed.act.kind, OPENER if placed.act.side_of == opener else RESPONDER)
        return (not stand.confirmed, bool(placed.act.on_behalf), -step.rank if step else 0, placed.digest)

    def _fall(self, wills: list[Placed], on_line: set[bytes]) -> None:
        """What is permitted but does not stand has fallen; its rival is the act that stands in its place."""
        for placed in wills:
            stand = self.stands[placed.digest]
            if stand.status not in {"standing", "pending"} or placed.digest in on_line:
                continue
            basis = self.stands[placed.act.follows]
            if basis.status in _DOWN:
                stand.status, stand.rival = "fallen", basis.placed.digest
            elif stand.status == "standing":
                stand.status = "fallen"
                stand.rival = next(c.digest for c in self.children[basis.placed.digest] if c.digest in on_line)

    def _place_the_rest(self, opener: str) -> None:
        """Facts, asides, and wills that hang on something other than a will of this case."""
        beside = sorted(self.beside, key=by_time) if len(self.beside) > 1 else self.beside
        for placed in beside:
            self.stands[placed.digest] = self._record(placed, opener)
        for placed in beside:
            for stray in sorted(self.children.get(placed.digest, ()), key=_place):
                for each in self._in_order(stray):
                    self.stands[each.digest] = Stand(each, "fallen", rival=each.act.follows)
                objection = self._objection(stray)
                status: Status = "objected" if objection else "refused"
                self.stands[stray.digest] = Stand(stray, status, (AFTER_NOT_A_WILL,), objection=objection)
        for digest in sorted(self.acts.keys() - self.stands.keys()):
            self.stands[digest] = Stand(self.acts[digest], "pending")

    def _record(self, placed: Placed, opener: str) -> Stand:
        """Place a fact or an aside beside the will it follows (law, 5)."""
        objection = self._objection(placed) if placed.digest in self.final else ()
        answers = self.final.get(placed.digest, {}).values()
        confirmed = any(heard.answer.verdict == CONFIRMED for heard in answers)
        fact = placed.kind.nature == "fact"
        basis = self.acts.get(placed.act.follows)
        if basis is not None and basis.act.case and basis.kind.nature != "will":
            beside: Status = "irregular" if fact else "objected" if objection else "refused"
            return Stand(placed, beside, (AFTER_NOT_A_WILL,), confirmed, objection=objection)
        will = None if basis is None else self.stands.get(basis.digest)
        if will is None or will.status == "pending":
            return Stand(placed, "pending", objection=objection)
        ruling = self.bench.rule(placed, self._at(placed, will, opener)) if will.state else ()
        status = _status(placed, ruling, confirmed=confirmed, objected=bool(objection))
        ruling = ruling or ()
        if will.status in _DOWN and fact:
            status, ruling = "irregular", (*ruling, BASIS_FELL)
        elif will.status in _DOWN and status == "recorded":
            status = "fallen"
        stand = Stand(placed, status, ruling, confirmed, will.state, will.terms, will.pack, objection)
        stand.rival = will.placed.digest if status == "fallen" else b""
        stand.late = self.bench.is_late(placed)
        return stand

    def _equivocations(self, wills: list[Placed]) -> tuple[tuple[bytes, bytes], ...]:
        """Pairs of acts that one honest side cannot have written, or (act, act) for an answer withdrawn (law, 6)."""
        found = set(self.withdrawn)
        for digest, answers in self.final.items():
            for by, heard in answers.items():
                if heard.answer.verdict == OBJECTED and by in self.behind.get(digest, {}):
                    found.add((digest, digest))
        for placed in wills:
            siblings = self.children.get(placed.digest, ())
            if len(siblings) > 1:
                found.update(self._rivals(sorted(siblings, key=_place)))
        return tuple(sorted(found))

    def _rivals(self, siblings: list[Placed]) -> Iterator[tuple[bytes, bytes]]:
        """Look at each will and its side's next one, and at each that the other side confirmed; paper binds nobody."""
        signed = [placed for placed in siblings if not placed.act.on_behalf]
        last: dict[str, Placed] = {}
        for second in signed:
            first = last.get(second.author)
            if first is not None and not self._had_fallen(first):
                yield first.digest, second.digest
            last[second.author] = second
        yield from self._confirmed_twice(siblings)
        for placed in siblings:
            for rival in signed if self.behind.get(placed.digest) else ():
                if rival.author != placed.author and self._had_confirmed(placed, rival):
                    yield placed.digest, rival.digest

    def _confirmed_twice(self, siblings: list[Placed]) -> Iterator[tuple[bytes, bytes]]:
        """Of one log's wills in one place the other side confirms one; those it confirmed later are evidence."""
        for author in {placed.author for placed in siblings}:
            stands = [self.stands[placed.digest] for placed in siblings if placed.author == author]
            confirmed = sorted((stand for stand in stands if stand.confirmed), key=self._in_one_log)
            yield from ((stand.placed.digest, stand.placed.digest) for stand in confirmed[1:])

    def _had_fallen(self, placed: Placed) -> bool:
        stand = self.stands[placed.digest]
        if stand.objection or stand.status in {"refused", "pending"}:
            return True
        rival = self.acts.get(stand.rival)
        return stand.status == "fallen" and rival is not None and rival.author != placed.author

    def _had_confirmed(self, placed: Placed, rival: Placed) -> bool:
        """Tell whether the author of ``rival`` had confirmed ``placed``, or built on it, before it wrote the rival."""
        if rival.index is None:
            return False
        heard = self.final.get(placed.digest, {}).get(rival.author)
        confirmed = heard is not None and heard.answer.verdict == CONFIRMED and heard.index < rival.index
        after = self.children.get(placed.digest, ())
        return confirmed or any(c.author == rival.author and _place(c)[0] < rival.index for c in after)


def confirmed_among(acts: Iterable[Placed], answers: Iterable[Heard]) -> frozenset[bytes]:
    """Digests of a case's acts that the other side stands behind (law, 2 and 3), told without judging anything."""
    tree = _Tree(acts, answers)
    found = {
        placed.digest
        for placed in tree.beside
        if any(heard.answer.verdict == CONFIRMED for heard in tree.final.get(placed.digest, {}).values())
    }
    if tree.root is not None:
        tree._stand_behind(tree._in_order(tree.root))  # noqa: SLF001  the work of this module
        behind = (tree.acts[digest] for digest, places in tree.behind.items() if places)
        found.update(placed.digest for placed in behind if not tree._objection(placed))  # noqa: SLF001
    return frozenset(found)


def _heard_at(heard: Heard) -> int:
    return heard.index


def _place(placed: Placed) -> tuple[int, bytes]:
    return (_NO_PLACE if placed.index is None else placed.index, placed.digest)


def _status(placed: Placed, ruling: Ruling | None, *, confirmed: bool, objected: bool) -> Status:
    """What an act is at its place, before forks (law, 3 and 5)."""
    nature = placed.kind.nature
    good: Status = "standing" if nature == "will" or not placed.act.case else "recorded"
    if nature == "fact":
        if ruling is None and not confirmed:
            return "pending"
        return "irregular" if ruling or objected else good
    if objected:
        return "objected"
    if confirmed:
        return good
    if ruling is None or (ruling and placed.index is None):
        return "pending"
    return "refused" if ruling else good


def fold(flow: Flow, acts: Iterable[Placed], answers: Iterable[Heard], bench: Bench) -> Case | None:
    """Fold a case from all its acts and answers, each given once; None while its root is not here."""
    work = _Fold(flow, acts, answers, bench)
    return work.run(work.root) if work.root is not None else None
