"""Rows: the screening of a transfer in our own house; they stand under the pair ``national`` and are never sent.

Law: what a department is asked is due on its day, or on that of the one to which it handed on; the clock runs at home.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from warifu.core.schedule import Clock, Warned
from warifu.law.case import Case
from warifu.law.heads import Running, Tables, day, day_number, later, rows_by_flow
from warifu.law.room import RowContext, Rows
from warifu.rooms.equipment.rows_common import laid_out
from warifu.rooms.equipment.terms.house import Asked, ScreeningTerms

_WARNING_DAYS = 3


class ScreeningRow(NamedTuple):
    """A screening: of which transfer, until when, how far it is, what it came to."""

    number: str
    transfer: bytes
    transfer_number: str
    begun: int
    due: int
    important: bool
    departments: int
    answered: int
    signed: str
    """Steps countersigned, in their order."""
    granted_to: str
    refused_to: str
    as_known_at: int | None
    council: str
    done: int | None
    state: str


class AdviceRow(NamedTuple):
    """A department that was asked: until when, to whom it handed on, what it advised."""

    place: int
    department: str
    delegate: str
    asked_day: int
    due: int
    answered: int | None
    recipient: str
    opinion: str
    conditions: str
    reasons: str


class CountersignedRow(NamedTuple):
    """One step of the countersigning."""

    place: int
    step: str
    on_day: int
    officer: bytes


RECORDS: dict[str, type[Any]] = {
    "equipment_screening": ScreeningRow,
    "equipment_advice": AdviceRow,
    "equipment_countersigned": CountersignedRow,
}
ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {}
"""None of these is shared: ``national_rows`` makes them."""


def screening_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a screening."""
    terms: ScreeningTerms = case.terms
    about = context.cited.get(terms.transfer)
    number = str(getattr(about.placed.body, "number", "")) if about else ""
    tables: Tables = {
        "equipment_screening": [_screening(case, number)],
        "equipment_advice": [
            row._replace(place=place) for place, row in enumerate(row for each in terms.asked for row in _advice(each))
        ],
        "equipment_countersigned": [
            CountersignedRow(place, each.step, day_number(each.on), each.officer)
            for place, each in enumerate(terms.signed)
        ],
    }
    return laid_out(
        case, context, tables, _clocks(case), activity=number,
        words=(number, *(each.department for each in terms.asked)),
    )  # fmt: skip


def _screening(case: Case, number: str) -> ScreeningRow:
    terms: ScreeningTerms = case.terms
    result = terms.result
    told = result.results if result else ()
    return ScreeningRow(
        terms.number, terms.transfer, number, day_number(terms.begun_on), day_number(terms.due), terms.important,
        len(terms.asked), sum(bool(each.advised) for each in terms.asked), " ".join(each.step for each in terms.signed),
        " ".join(each.recipient for each in told if each.outcome != "refused"),
        " ".join(each.recipient for each in told if each.outcome == "refused"),
        day(result.as_known_at) if result else None, result.council if result else "",
        day(result.on) if result else None, case.state,
    )  # fmt: skip


def _advice(asked: Asked) -> Iterator[AdviceRow]:
    """One row for each word of a department; one without an opinion while it is silent."""
    due = day_number(asked.delegate_due or asked.due)
    first = (asked.delegate, day_number(asked.asked_on), due)
    if not asked.advised:
        yield AdviceRow(0, asked.department, *first, None, "", "", "", "")
    for each in asked.advised:
        yield AdviceRow(
            0, asked.department, *first, day_number(each.on), each.recipient, each.opinion,
            " ".join(each.conditions), " ".join(each.reasons),
        )  # fmt: skip


def _clocks(case: Case) -> Iterator[Running]:
    """Each answer and the result have their day."""
    terms: ScreeningTerms = case.terms
    if case.state == "dropped":
        return
    result = terms.result
    yield Running(
        _clock("screening", terms.begun_on, terms.due), terms.number, case.opener, result.on if result else None
    )
    for each in terms.asked:
        due = each.delegate_due or each.due
        yield Running(
            _clock("advice", each.asked_on, due), each.delegate or each.department, case.opener, each.answered_on
        )


def _clock(name: str, starts: date, due: date) -> Clock:
    due = max(starts, due)
    return Clock(name, starts, due, (Warned(0, max(starts, later(due, -_WARNING_DAYS))),), standing="draft")


national_rows = rows_by_flow(laid_out, {"screening": screening_rows})
"""(national case, context) to rows."""
