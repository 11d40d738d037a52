"""What an activity becomes: one row, for the orders that cite it and the pages that list it. Floor 3a, pure.

Pair and case stand before every row (``record.projection``). Lists are joined by a blank; days are days since
1970-01-01.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from warifu.law.case import Case
from warifu.law.heads import day_number, turn_of
from warifu.law.room import RowContext, Rows
from warifu.rooms.programme.rows_common import laid_out


class ActivityRow(NamedTuple):
    """An activity as it stands, whose move it is, and whether both sides have agreed it."""

    number: str
    form: str
    ground: str
    places: str
    sites: str
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


def activity_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of an activity; it posts nothing."""
    terms = case.terms
    last = case.head.placed
    agreed = any(stand.confirmed and stand.terms is not None and stand.terms.agreed for stand in case.line)
    row = ActivityRow(
        terms.number, terms.form, terms.ground, " ".join(terms.places), " ".join(terms.sites),
        day_number(terms.from_day), day_number(terms.to_day), " ".join(terms.units), " ".join(terms.other_units),
        terms.proposed_by, terms.decision, terms.at_request_of, case.state, turn_of(case, context),
        last.act.time, last.digest, agreed, terms.exercise,
        sum(stand.status == "pending" for stand in case.stands.values()),
    )  # fmt: skip
    return laid_out(
        case, context, {"programme_activity": [row]}, activity=terms.form,
        words=(*terms.units, *terms.other_units, *terms.places, *terms.sites, terms.form),
    )  # fmt: skip


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"activity": activity_rows}
