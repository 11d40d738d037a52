"""The term of each agreement, and the clock of the notice by which it would not be renewed.

Law: the days stand in the pack (table ``term``) with their standing; what is reckoned here depends on the day that the
caller names. Only packs that both sides have adopted run. Place on the path: none; ``status`` and home show it.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from warifu.core.schedule import Phase, treaty_term
from warifu.node.node import Node
from warifu.node.pair import Pair


class Term(NamedTuple):
    """The term that runs: of which pack, which in number, its days, and how the clock of the notice stands."""

    pack: str
    title: str
    title_ja: str
    number: int
    starts: date
    ends: date
    notice_by: date
    phase: Phase
    left: int
    """Days up to the last day of notice; below zero when past."""
    standing: str


def running(node: Node, pair: Pair, day: date) -> list[Term]:
    """Return the terms that run on a day of the agreements both sides have adopted, those that end first before."""
    found = []
    for pack in node.packs.values():
        told = pack.table.get("term", {})
        if "in_force" not in told or not all(roll.has_adopted(pack.digest) for roll in pair.rolls.values()):
            continue
        term = treaty_term(told["in_force"], day, told["months"], told["notice_months"])
        state = term.notice.state(day)
        data = pack.data
        days = (term.starts, term.ends, term.notice.due)
        notice = (state.phase, state.left, term.notice.standing)
        found.append(Term(pack.id, data.title, data.title_ja, term.number, *days, *notice))
    return sorted(found, key=lambda each: (each.ends, each.pack))
