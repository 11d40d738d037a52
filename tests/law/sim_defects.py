"""Planted defects: rules of the fold weakened one at a time. The simulation has to find each one.

They exist in this file only; nothing in ``src`` can select them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from warifu.core.act import FALLEN
from warifu.law.case import _NO_PLACE, At, Heard, Placed, Stand, _Fold


class WithoutEveryWillBefore(_Fold):
    """Confirming a will confirms that will alone."""

    def _passed_on(self, child: Placed) -> dict[str, int]:
        return {}


class AsidesConfirm(_Fold):
    """A note on a will counts as standing behind it."""

    def _stand_behind(self, wills: list[Placed]) -> None:
        for aside in self.beside:
            after = self.acts.get(aside.act.follows)
            if aside.kind.nature == "aside" and after is not None and aside.index is not None:
                self.children.setdefault(after.digest, []).append(aside)
                self.behind[aside.digest] = {}
        super()._stand_behind(wills)
        for digest, after in self.children.items():
            self.children[digest] = [child for child in after if child.kind.nature == "will"]


class JudgedAtTheHead(_Fold):
    """An act is judged at the present head of the line, not at the place it names."""

    def _at(self, placed: Placed, basis: Stand | None, opener: str) -> At:
        at = super()._at(placed, basis, opener)
        if basis is None or placed.author == self.party:
            return at
        gone = {each.digest for each in self._in_order(placed)}
        rest = [act for digest, act in self.acts.items() if digest not in gone]
        heard = [h for answers in self.final.values() for h in answers.values()]
        case = _Fold(self.flow, rest, heard, self.bench).run(self.acts[self.root.digest])
        return at._replace(state=case.state or at.state, terms=case.terms)


class LaterAnswerCounts(_Fold):
    """The last answer of a party counts, not the first final one."""

    def _final_answers(self, answers: Iterable[Heard]) -> tuple[dict[bytes, dict[str, Heard]], set[Any]]:
        final: dict[bytes, dict[str, Heard]] = {}
        for heard in sorted(answers, key=lambda heard: heard.index):
            placed = self.acts.get(heard.answer.act)
            if placed is None or placed.author != heard.by:
                final.setdefault(heard.answer.act, {})[heard.by] = heard
        return {act: {by: h for by, h in by.items() if h.answer.verdict != FALLEN} for act, by in final.items()}, set()


class SharedRank(_Fold):
    """Both sides' steps have one rank: nothing decides but what came first."""

    def _precedence(self, stand: Stand, state: str, opener: str) -> tuple[Any, ...]:
        arrived = list(self.acts).index(stand.placed.digest)
        return (not stand.confirmed, arrived)


class ObjectionAlwaysCounts(_Fold):
    """An objection counts although its author had built on the act before."""

    def _objection(self, placed: Placed) -> Any:
        behind, self.behind = self.behind, {}
        found = super()._objection(placed)
        self.behind = behind
        return found


class PaperConfirms(_Fold):
    """An act ahead of its place stands behind what it follows."""

    def _passed_on(self, child: Placed) -> dict[str, int]:
        return {child.author: _NO_PLACE - 1, **super()._passed_on(child)}


class PaperDoesNotBind(_Fold):
    """A confirmed act on paper does not bind its author to what stands before it."""

    def _passed_on(self, child: Placed) -> dict[str, int]:
        own = {} if child.index is None else {child.author: child.index}
        return {**self.behind[child.digest], **own}


class PaperIsRefused(_Fold):
    """An act ahead of its place is refused at once, though its author's roll may not be here."""

    def _judge(self, placed: Placed, basis: Stand | None, opener: str) -> Stand:
        stand = super()._judge(placed, basis, opener)
        if stand.status == "pending" and stand.ruling:
            stand.status = "refused"
        return stand


class RefusedFalls(_Fold):
    """The rules refuse even what the other side has confirmed."""

    def _judge(self, placed: Placed, basis: Stand | None, opener: str) -> Stand:
        stand = super()._judge(placed, basis, opener)
        if stand.confirmed and stand.ruling and stand.status == "standing":
            stand.status = "refused"
        return stand


class RankBeforeConfirmation(_Fold):
    """At a fork rank decides, whatever was confirmed."""

    def _precedence(self, stand: Stand, state: str, opener: str) -> tuple[Any, ...]:
        return super()._precedence(stand, state, opener)[1:]


FOLDS: dict[str, type[_Fold]] = {
    "without 'every will before it'": WithoutEveryWillBefore,
    "asides that confirm": AsidesConfirm,
    "judged at the present head": JudgedAtTheHead,
    "later answers override": LaterAnswerCounts,
    "one rank for both sides": SharedRank,
    "objections always count": ObjectionAlwaysCounts,
    "paper confirms at once": PaperConfirms,
    "confirmed paper does not bind": PaperDoesNotBind,
    "paper is refused at once": PaperIsRefused,
    "rules before confirmation": RefusedFalls,
    "rank before confirmation": RankBeforeConfirmation,
}
TWO_NODES = "two answering nodes on a side"
BREAKS_AN_HONEST_PAIR = frozenset({
    "asides that confirm", "judged at the present head", "one rank for both sides", "paper is refused at once",
})  # fmt: skip
"""Defects that show between honest nodes; the others need a peer that makes use of them."""
