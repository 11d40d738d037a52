"""The yearly return of what is held to its originator: when each side's is due, and what was stated last.

Law: the day of the year and the days of warning stand in the pack (table ``custody_clocks``, drafts). A statement
answers for the coming day from the first day of warning on; an earlier one for the day before. While none is here the
time runs from the day on which what is still held came. What the reader may not see is not reckoned with.
Place on the path: none; ``status``, home and the API show it beside the terms of the agreements.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from warifu.core.schedule import Clock, Phase, Warned, yearly_after
from warifu.node.drafting import active_pack
from warifu.node.node import Node
from warifu.node.pair import Pair
from warifu.record import queries_information
from warifu.record.queries_information import Yearly

KIND = "information/holdings"


class Return(NamedTuple):
    """A return that runs: who states to whom, the last statement, the day it is due, and how its clock stands."""

    holder: str
    originator: str
    as_of: date | None
    """Day of the last statement; None where there is none yet."""
    statement: bytes
    due: date
    phase: Phase
    left: int
    """Days up to the due day; below zero when past."""
    standing: str


def running(node: Node, pair: Pair, day: date) -> list[Return]:
    """Return the yearly returns of both sides on a day, ours first; a side that holds nothing has none."""
    pack = node.packs.get(active_pack(pair, KIND, node.packs.values(), node.house))
    days = pack.table.get("custody_clocks", {}) if pack is not None else {}
    if "return_month" not in days:
        return []
    sides = ((pair.us, pair.peer), (pair.peer, pair.us))
    found = [queries_information.yearly(pair.store, pair.name, holder, owner, day) for holder, owner in sides]
    return [_running(each, days, day) for each in found if each is not None]


def _running(told: Yearly, days: dict[str, int], day: date) -> Return:
    warning = timedelta(days=days.get("return_warning_days", 0))
    from_day = told.since if told.as_of is None else told.as_of
    due = yearly_after(from_day + warning, days["return_month"], days["return_day"])
    clock = Clock("yearly_return", from_day, due, (Warned(0, due - warning),))
    state = clock.state(day)
    return Return(told.holder, told.owner, told.as_of, told.statement, due, state.phase, state.left, clock.standing)
