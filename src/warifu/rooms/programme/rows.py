"""What an activity becomes: one row, for the orders that cite it and the pages that list it. Floor 3a, pure.

Pair and case stand before every row (``record.projection``). Lists are joined by a blank; days are days since
1970-01-01.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from warifu.law.case import Case
from warifu.law.flow import OPENER
from warifu.law.room import RowContext, Rows

_EPOCH = date(1970, 1, 1).toordinal()


class ActivityRow(NamedTuple):
    """An activity as it stands, whose move it is, and whether both sides have agreed it."""

    number: str
    form: str
    ground: str
    places: str
    from_day: int
    to_day: int
    units: str
    other_units: str
    proposed_by: str
    decision: str
    at_request_of: str
    state: str
    turn: str
    since: int
    head: bytes
    agreed: bool
    """Agreed, and the agreement confirmed by the side that proposed."""
    exercise: bool
    pending: int


RECORDS: dict[str, type[Any]] = {"programme_activity": ActivityRow}
TABLES: dict[str, tuple[str, ...]] = {name: record._fields for name, record in RECORDS.items()}


def rows(case: Case, context: RowContext) -> Rows:
    """Return the row of an activity; none while its root does not stand. This room posts nothing."""
    terms = case.terms
    if terms is None:
        return Rows({})
    last = case.head.placed
    agreed = any(stand.confirmed and stand.terms is not None and stand.terms.agreed for stand in case.line)
    row = ActivityRow(
        terms.number, terms.form, terms.ground, " ".join(terms.places), _day(terms.from_day), _day(terms.to_day),
        " ".join(terms.units), " ".join(terms.other_units), terms.proposed_by, terms.decision, terms.at_request_of,
        case.state, _turn(case, context), last.act.time, last.digest, agreed, terms.exercise,
        sum(stand.status == "pending" for stand in case.stands.values()),
    )  # fmt: skip
    return Rows({"programme_activity": [row]})


def _turn(case: Case, context: RowContext) -> str:
    turn = case.turn
    if turn is None:
        return ""
    one, _, two = context.pair.partition("-")
    other = two if case.opener == one else one
    return case.opener if turn == OPENER else other


def _day(value: date) -> int:
    return value.toordinal() - _EPOCH
