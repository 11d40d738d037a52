"""Rows: opportunities for industry, and the firms that have declared interest.

Law: a firm stands by its number; its name is a text and stands in no row. Days are days since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from warifu.core.schedule import Clock, Warned
from warifu.law.case import Case, Stand
from warifu.law.heads import Running, Tables, day, day_number, later, table
from warifu.law.room import RowContext, Rows
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.rows_common import cured, laid_out, of_kind
from warifu.rooms.equipment.terms.opportunity import OpportunityTerms


class OpportunityRow(NamedTuple):
    """An opportunity as it stands: its area, until when firms may declare, how many have, what came of it."""

    number: str
    area: str
    forms: str
    opener: str
    closes: int
    opened_on: int | None
    closed_on: int | None
    leads_to: str
    firms: int
    state: str
    exercise: bool


class InterestRow(NamedTuple):
    """A firm that has declared interest: its state, its part in the work, which side told it, and how that stands."""

    act: bytes
    firm: str
    country: str
    form: str
    on_day: int
    side: str
    status: str


RECORDS: dict[str, type[Any]] = {"equipment_opportunity": OpportunityRow, "equipment_interest": InterestRow}


def opportunity_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of an opportunity; it posts nothing."""
    terms: OpportunityTerms = case.terms
    told = of_kind(case, E + "interest")
    firms = {stand.placed.body.firm for stand in told}
    row = OpportunityRow(
        terms.number, terms.area, " ".join(terms.forms), terms.opener, day_number(terms.closes), day(terms.opened_on),
        day(terms.closed_on), terms.outcome, len(firms), case.state, terms.exercise,
    )  # fmt: skip
    tables: Tables = {"equipment_opportunity": [row], "equipment_interest": [_interest(stand) for stand in told]}
    return laid_out(
        case,
        context,
        tables,
        _clocks(case, context),
        activity=terms.area,
        cured=cured(case),
        words=(terms.area, *firms),
    )


def _interest(stand: Stand) -> InterestRow:
    placed, body = stand.placed, stand.placed.body
    return InterestRow(
        placed.digest, body.firm, body.country, body.form, day_number(body.on), placed.act.side_of, stand.status
    )


def _clocks(case: Case, context: RowContext) -> Iterator[Running]:
    """Until when firms may declare, warned a fortnight before, while it is open; then it is closed."""
    terms: OpportunityTerms = case.terms
    if terms.opened_on is None:
        return
    warning = table(case, context, "project").get("warning_days", 14)
    warned = max(terms.opened_on, later(terms.closes, -warning))
    due = max(terms.opened_on, terms.closes)
    clock = Clock("opportunity-closes", terms.opened_on, due, (Warned(0, min(warned, due)),), standing="draft")
    yield Running(clock, case.root.hex(), terms.opener, terms.closed_on)


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"opportunity": opportunity_rows}
