"""The law of a case a second time, as plainly as it can be said: slow, recursive, and written from the design alone.

It shares nothing with ``law.case`` but the flow and the records. ``law/test_naive.py`` lets both fold the same cases,
honest and absurd; where they differ, one of them is wrong.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from warifu.core.act import CONFIRMED, OBJECTED
from warifu.law.case import AFTER_NOT_A_WILL, BASIS_FELL, EVOLVE_FAILED, NOT_A_STEP, Heard, Placed
from warifu.law.flow import Flow

NEVER = 10**18
ALWAYS = -1
DOWN = {"fallen", "refused", "objected"}


class Plain:
    """How one act stands."""

    def __init__(self, status: str, ruling: tuple[Any, ...] = (), **more: Any) -> None:
        self.status, self.ruling = status, ruling
        self.confirmed = more.get("confirmed", False)
        self.state, self.terms = more.get("state", ""), more.get("terms")
        self.rival: bytes = more.get("rival", b"")
        self.objection: tuple[Any, ...] = more.get("objection", ())


class Naive:
    """One case folded; ``stands``, ``line`` and ``evidence`` tell the outcome."""

    def __init__(self, flow: Flow, acts: Iterable[Placed], answers: Iterable[Heard], bench: Any) -> None:
        self.flow, self.bench = flow, bench
        self.acts = {placed.digest: placed for placed in acts}
        self.answers = sorted(answers, key=lambda heard: heard.index)
        self.root = next(placed for placed in self.acts.values() if not placed.act.case)
        self.parties = {p.author for p in self.acts.values()} | {heard.by for heard in self.answers}
        self.tree = [p for p in self.acts.values() if p is self.root or (_is_will(p) and self._hangs_on_wills(p))]
        self._behind: dict[tuple[str, bytes], int] = {}
        self.stands: dict[bytes, Plain] = {}
        for placed in self.tree:
            self._stand(placed)
        self.line = self._walk()
        self._fall()
        for placed in self.acts.values():
            if placed not in self.tree and not _is_will(placed):
                self.stands[placed.digest] = self._beside(placed)
        for placed in self.acts.values():
            if placed.digest not in self.stands:
                self.stands[placed.digest] = self._stray(placed)
        self.evidence = tuple(sorted(self._evidence()))

    # --- what follows what ---

    def _parent(self, placed: Placed) -> Placed | None:
        return self.acts.get(placed.act.after or placed.act.case)

    def _before(self, placed: Placed) -> list[Placed] | None:
        """All acts before one, the nearest first; None where one of them is not here."""
        found: list[Placed] = []
        while placed is not self.root:
            parent = self._parent(placed)
            if parent is None:
                return None
            found.append(parent)
            placed = parent
        return found

    def _hangs_on_wills(self, placed: Placed) -> bool:
        before = self._before(placed)
        return before is not None and all(each is self.root or _is_will(each) for each in before)

    def _after(self, placed: Placed) -> list[Placed]:
        return [each for each in self.tree if placed in (self._before(each) or ())]

    def _children(self, placed: Placed) -> list[Placed]:
        later = (each for each in self.tree if each is not self.root)
        return sorted((each for each in later if self._parent(each) is placed), key=_place)

    # --- who stands behind what ---

    def _final(self, placed: Placed, party: str) -> Heard | None:
        """A party's first final answer to an act of the other side."""
        about = (heard for heard in self.answers if heard.by == party and heard.answer.act == placed.digest)
        final = (heard for heard in about if heard.answer.verdict in {CONFIRMED, OBJECTED})
        return None if party == placed.author else next(final, None)

    def _stands_behind(self, party: str, placed: Placed) -> int:
        """From which place of its log a party stands behind the other side's act.

        It confirms it, or one after it, or builds on one. Of its own acts on the way the nearest speaks: from its
        place, or, once the other side has confirmed it, from ever.
        """
        asked = (party, placed.digest)
        if asked not in self._behind:
            places = [self._place_by(party, placed, each) for each in (placed, *self._after(placed))]
            self._behind[asked] = min(places)
        return self._behind[asked]

    def _place_by(self, party: str, placed: Placed, later: Placed) -> int:
        if later.author != party:
            heard = self._final(later, party)
            return heard.index if heard and heard.answer.verdict == CONFIRMED else NEVER
        between = [each for each in self._before(later) or () if placed in (self._before(each) or ())]
        if any(each.author == party for each in between):
            return NEVER
        if self._is_confirmed(later):
            return ALWAYS
        return NEVER if later.index is None else later.index

    def _first_confirmed(self, placed: Placed) -> int:
        return min((self._stands_behind(by, placed) for by in self.parties - {placed.author}), default=NEVER)

    def _is_confirmed(self, placed: Placed) -> bool:
        return self._first_confirmed(placed) < NEVER

    def _objection(self, placed: Placed) -> tuple[Any, ...]:
        for party in sorted(self.parties):
            heard = self._final(placed, party)
            stood = self._stands_behind(party, placed) if placed in self.tree else NEVER
            if heard and heard.answer.verdict == OBJECTED and heard.index < stood:
                return heard.answer.findings
        return ()

    # --- each will at its place ---

    def _side(self, placed: Placed) -> Any:
        return "opener" if placed.act.side_of == self.root.act.side_of else "responder"

    def _stand(self, placed: Placed) -> Plain:
        if placed.digest not in self.stands:
            self.stands[placed.digest] = self._judge(placed)
        return self.stands[placed.digest]

    def _judge(self, placed: Placed) -> Plain:
        objection, basis = self._objection(placed), None
        if placed is not self.root:
            parent = self._parent(placed)
            assert parent is not None
            basis = self._stand(parent)
            if basis.status in DOWN:
                return Plain("fallen", rival=parent.digest, objection=objection)
            if basis.status == "pending":
                return Plain("pending", objection=objection)
        confirmed = self._is_confirmed(placed) and not objection
        ruling = self.bench.rule(placed, None)
        status = _status(placed, ruling, "standing", confirmed=confirmed, objected=bool(objection))
        ruling = ruling or ()
        to = self._leads_to(placed, basis)
        if not to and status != "pending":
            status, ruling = ("objected" if status == "objected" else "refused"), ruling or (NOT_A_STEP,)
        terms = basis.terms if basis else None
        stands = status in {"standing", "irregular"}
        if stands or (status == "objected" and not ruling):
            try:
                evolved = self.bench.evolve(terms, placed)
                terms = evolved if stands else terms
            except ValueError:
                status, ruling = "refused" if stands else "objected", (*ruling, EVOLVE_FAILED)
        confirmed = confirmed and status in {"standing", "irregular"}
        return Plain(status, ruling, confirmed=confirmed, state=to, terms=terms, objection=objection)

    def _leads_to(self, placed: Placed, basis: Plain | None) -> str:
        if basis is None:
            return self.flow.start.get(placed.act.kind, "")
        step = self.flow.step(basis.state, placed.act.kind, self._side(placed))
        return step.to if step else ""

    # --- forks ---

    def _walk(self) -> list[Placed]:
        line = [self.root]
        while self.stands[line[-1].digest].status in {"standing", "irregular"}:
            state = self.stands[line[-1].digest].state
            rivals = [each for each in self._children(line[-1]) if self.stands[each.digest].status == "standing"]
            if not rivals:
                break
            by_log = [[each for each in rivals if each.author == author] for author in self.parties]
            best = [min(own, key=self._in_one_log) for own in by_log if own]
            line.append(min(best, key=lambda each: self._between(each, state)))
        return line

    def _in_one_log(self, placed: Placed) -> tuple[Any, ...]:
        confirmed = self.stands[placed.digest].confirmed
        first = self._first_confirmed(placed) if confirmed else NEVER
        return first, bool(placed.act.on_behalf), _place(placed)

    def _between(self, placed: Placed, state: str) -> tuple[Any, ...]:
        step = self.flow.step(state, placed.act.kind, self._side(placed))
        assert step is not None
        return not self.stands[placed.digest].confirmed, bool(placed.act.on_behalf), -step.rank, placed.digest

    def _fall(self) -> None:
        for placed in sorted(self.tree, key=lambda each: len(self._before(each) or ())):
            stand = self.stands[placed.digest]
            parent = self._parent(placed)
            if placed in self.line or stand.status not in {"standing", "pending"} or parent is None:
                continue
            if self.stands[parent.digest].status in DOWN:
                stand.status, stand.rival = "fallen", parent.digest
            elif stand.status == "standing":
                stand.status = "fallen"
                stand.rival = next(each.digest for each in self._children(parent) if each in self.line)

    # --- beside the line ---

    def _beside(self, placed: Placed) -> Plain:
        objection, fact = self._objection(placed), placed.kind.nature == "fact"
        confirmed = self._is_said_yes_to(placed)
        parent = self._parent(placed)
        if parent is not None and parent is not self.root and not _is_will(parent):
            status = "irregular" if fact else "objected" if objection else "refused"
            return Plain(status, (AFTER_NOT_A_WILL,), confirmed=confirmed, objection=objection)
        will = self.stands.get(parent.digest) if parent in self.tree and parent is not None else None
        if will is None or will.status == "pending" or parent is None:
            return Plain("pending", objection=objection)
        ruling = self.bench.rule(placed, None) if will.state else ()
        status = _status(placed, ruling, "recorded", confirmed=confirmed, objected=bool(objection))
        ruling, rival = ruling or (), b""
        if will.status in DOWN and fact:
            status, ruling = "irregular", (*ruling, BASIS_FELL)
        elif will.status in DOWN and status == "recorded":
            status, rival = "fallen", parent.digest
        more = {"state": will.state, "terms": will.terms, "rival": rival}
        return Plain(status, ruling, confirmed=confirmed, objection=objection, **more)

    def _stray(self, placed: Placed) -> Plain:
        """A will that hangs on something other than a will, or on nothing that is here."""
        parent = self._parent(placed)
        if parent is None or (_is_will(parent) and self._hangs_in_the_air(parent)):
            return Plain("pending")
        if not _is_will(parent):
            objection = self._objection(placed)
            return Plain("objected" if objection else "refused", (AFTER_NOT_A_WILL,), objection=objection)
        return Plain("fallen", rival=parent.digest)

    def _hangs_in_the_air(self, placed: Placed) -> bool:
        parent = self._parent(placed)
        return parent is None or (_is_will(parent) and self._hangs_in_the_air(parent))

    def confirmed(self) -> frozenset[bytes]:
        """Digests of the acts that the other side stands behind, whatever the rules say of them."""
        wills = {each.digest for each in self.tree if self._is_confirmed(each) and not self._objection(each)}
        return frozenset(wills | {each.digest for each in self.acts.values() if self._is_said_yes_to(each)})

    def _is_said_yes_to(self, placed: Placed) -> bool:
        heard = [self._final(placed, party) for party in self.parties]
        yes = any(each is not None and each.answer.verdict == CONFIRMED for each in heard)
        return yes and placed not in self.tree and not _is_will(placed)

    # --- what one honest side cannot have written ---

    def _evidence(self) -> set[tuple[bytes, bytes]]:
        found = {(placed.digest, placed.digest) for placed in self.acts.values() if self._took_back(placed)}
        for placed in self.tree:
            kids = self._children(placed)
            for author in self.parties:
                signed = [each for each in kids if each.author == author and not each.act.on_behalf]
                found |= {
                    (first.digest, second.digest)
                    for first, second in itertools.pairwise(signed)
                    if not self._had_fallen(first)
                }
                confirmed = [each for each in kids if each.author == author and self.stands[each.digest].confirmed]
                found |= {(each.digest, each.digest) for each in sorted(confirmed, key=self._in_one_log)[1:]}
            found |= {(a.digest, b.digest) for a in kids for b in kids if self._rivals_what_it_confirmed(a, b)}
        return found

    def _took_back(self, placed: Placed) -> bool:
        for party in self.parties:
            first = self._final(placed, party)
            if first is None:
                continue
            about = [heard for heard in self.answers if heard.by == party and heard.answer.act == placed.digest]
            if any(each.answer.verdict != first.answer.verdict for each in about if each.index > first.index):
                return True
            stood = placed in self.tree and self._stands_behind(party, placed) < NEVER
            if first.answer.verdict == OBJECTED and stood:
                return True
        return False

    def _had_fallen(self, placed: Placed) -> bool:
        stand = self.stands[placed.digest]
        rival = self.acts.get(stand.rival)
        fell = stand.status == "fallen" and rival is not None and rival.author != placed.author
        return bool(stand.objection) or stand.status in {"refused", "pending"} or fell

    def _rivals_what_it_confirmed(self, placed: Placed, rival: Placed) -> bool:
        place = rival.index
        if placed.author == rival.author or rival.act.on_behalf or place is None or not self._is_confirmed(placed):
            return False
        heard = self._final(placed, rival.author)
        built = [each for each in self._children(placed) if each.author == rival.author]
        confirmed = heard is not None and heard.answer.verdict == CONFIRMED and heard.index < place
        return confirmed or any(_place(each)[0] < place for each in built)


def _is_will(placed: Placed) -> bool:
    return placed.kind.nature == "will"


def _place(placed: Placed) -> tuple[int, bytes]:
    return NEVER if placed.index is None else placed.index, placed.digest


def _status(placed: Placed, ruling: Any, good: str, *, confirmed: bool, objected: bool) -> str:
    """The first that holds: a fact is recorded whatever is said of it, all else yields to a no, then to a yes."""
    untold = ruling is None
    against = bool(ruling)
    ahead = placed.index is None
    if placed.kind.nature == "fact":
        ladder = ((untold and not confirmed, "pending"), (against or objected, "irregular"))
    else:
        ladder = (
            (objected, "objected"), (confirmed, good), (untold or (against and ahead), "pending"), (against, "refused"),
        )  # fmt: skip
    return next((status for holds, status in ladder if holds), good)
