"""Drafts that are signed in one go: each is judged as if those before it had been signed already.

Law: together or one by one makes no difference. A will comes after the one before it on its line, and is no rival of
it; what a draw leaves, and whom a draw has served, is told with what was drawn and used a moment before. Each draft
stands on its own merits: one that is refused leaves the others as they are. An act of the roll ends a part of the
batch: what comes after it is judged by the roll with it.

Place on the path: steps 1 and 2 of *submit*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from warifu.core import texts
from warifu.law.judge import Placed
from warifu.law.seats import ROLL_ACTS
from warifu.node import ceiling, drafting
from warifu.node.drafting import Author, Draft, Outcome, Prepared
from warifu.node.pair import Pair
from warifu.node.reading import Gathered
from warifu.record import log

if TYPE_CHECKING:
    from warifu.node.node import Node


_ALONE = ROLL_ACTS - {"parties/desk"}
"""Kinds after which other keys, appointments or packs may be in force."""


def parts(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Divide drafts so that each part is judged by one roll; one part where none of them changes it."""
    ends = [place for place, draft in enumerate(drafts[:-1], start=1) if draft.kind in _ALONE]
    return [list(drafts[first:end]) for first, end in pairwise([0, *ends, len(drafts)])]


class Batch:
    """Drafts of one officer; ``prepared`` holds those that may be sealed, in the order of their places."""

    def __init__(self, node: Node, pair: Pair, own: log.Head, officer: bytes) -> None:
        """``own``: the head of our log after which they come; ``officer``: id of the key that will sign."""
        self.prepared: list[Prepared] = []
        self._node, self._pair, self._own, self._officer = node, pair, own, officer
        self._held: dict[bytes, Gathered] = {}
        self._earlier: list[Placed] = []
        self._written: set[bytes] = set()

    def judge_all(self, drafts: Sequence[Draft]) -> list[Outcome]:
        """Judge drafts in their order; what may be sealed is taken up, the same act a second time is the one before."""
        self._held |= self._pair.reader.gather({draft.case for draft in drafts if draft.case} - self._held.keys())
        return [self._taken(draft) for draft in drafts]

    def _taken(self, draft: Draft) -> Outcome:
        judged = self._judge(draft)
        if isinstance(judged, Outcome):
            return judged
        placed, case = judged.placed, judged.case.root
        if placed.digest not in self._written and not self._stands(placed):
            self._written.add(placed.digest)
            self._held.setdefault(case, Gathered()).acts[placed.digest] = placed
            self._earlier.append(placed)
            self.prepared.append(judged)
        return Outcome(placed.digest, case)

    def _author(self) -> Author:
        node, own = self._node, self._own
        time = max(node.means.clock(), own.time)
        return Author(node.party, self._officer, time, own.size + len(self.prepared), self._salts())

    def _salts(self) -> Iterator[bytes]:
        while True:
            yield self._node.means.chance(texts.SALT_BYTES)

    def _judge(self, draft: Draft) -> Prepared | Outcome:
        node, pair = self._node, self._pair
        laid = drafting.lay(draft, self._author(), pair, self._held.get(draft.case, Gathered()), node.house)
        if isinstance(laid, Outcome):
            return laid
        placed, leaves, case = laid
        above = ceiling.refusal(node, placed.act, leaves)
        if above:
            return Outcome(ruling=above)
        company = drafting.Company(draft.prepared, self._earlier)
        found = drafting.rulings(placed, case, pair, node.own_law, company)
        refused = drafting.refusal(placed, found, pair, insist=draft.irregular)
        return refused or Prepared(placed, leaves, draft.files, case)

    def _stands(self, placed: Placed) -> bool:
        """Tell whether an act stands in our log already: the same bytes are the same act, and no later than its end."""
        if placed.act.time > self._own.time:
            return False
        return bool(log.cases_of(self._pair.store, self._pair.name, [placed.digest], self._pair.us))
