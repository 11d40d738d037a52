"""What an activity becomes: one row, for the orders that cite it and the pages that list it. Floor 3a, pure."""

from __future__ import annotations

from warifu.core.wire import day_to_wire
from warifu.law.case import Case
from warifu.law.room import RowContext, Rows

TABLES: dict[str, tuple[str, ...]] = {
    "programme_activity": (
        "pair", "case_id", "number", "form", "ground", "places", "from_day", "to_day", "units", "other_units", "state",
        "exercise",
    ),
}  # fmt: skip


def rows(case: Case, context: RowContext) -> Rows:
    """Return the row of an activity; days are days since 1970-01-01, lists are joined by a blank."""
    terms = case.terms
    if terms is None:
        return Rows({"programme_activity": []})
    lists = [" ".join(each) for each in (terms.places, terms.units, terms.other_units)]
    days = [day_to_wire(terms.from_day), day_to_wire(terms.to_day)]
    row = (
        context.pair, case.root, terms.number, terms.form, terms.ground, lists[0], *days, lists[1], lists[2],
        case.state, terms.exercise,
    )  # fmt: skip
    return Rows({"programme_activity": [row]})
