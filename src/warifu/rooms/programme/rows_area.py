"""Rows: areas of cooperation: one row each, its contacts, and what belongs to it among the links of the room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from warifu.core.schedule import Clock
from warifu.law.case import Case
from warifu.law.heads import Running, Tables, day, day_number
from warifu.law.room import RowContext, Rows
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.rows_common import laid_out, links
from warifu.rooms.programme.terms.area import AreaTerms


class AreaRow(NamedTuple):
    """An area as it stands: what it is about, from when to when, how many contacts each side has named."""

    number: str
    form: str
    code: str
    proposed_by: str
    from_day: int
    to_day: int | None
    contacts: int
    agreed: bool
    """Agreed, and the agreement confirmed."""
    changing: bool
    state: str


class ContactRow(NamedTuple):
    """A contact of one side, as a post."""

    number: int
    party: str
    post: str
    desk: str
    at_all_hours: bool


RECORDS: dict[str, type[Any]] = {"programme_area": AreaRow, "programme_contact": ContactRow}
_MEANT = ((P + "area", "belongs"), (P + "area_amend", "belongs"))


def area_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of an area."""
    terms: AreaTerms = case.terms
    contacts = [(party, each) for party in sorted(terms.contacts) for each in terms.contacts[party]]
    row = AreaRow(
        terms.number, terms.form, terms.code, terms.proposed_by, day_number(terms.from_day), day(terms.to_day),
        len(contacts), any(stand.confirmed and getattr(stand.terms, "agreed", False) for stand in case.line),
        terms.pending is not None, case.state,
    )  # fmt: skip
    tables: Tables = {
        "programme_area": [row],
        "programme_contact": [
            ContactRow(number, party, each.post, each.desk, each.at_all_hours)
            for number, (party, each) in enumerate(contacts)
        ],
        "programme_link": links(case, _MEANT),
    }
    return laid_out(
        case, context, tables, _clocks(terms),
        activity=terms.form, words=(terms.form, terms.code, *(each.post for _, each in contacts)),
    )  # fmt: skip


def _clocks(terms: AreaTerms) -> list[Running]:
    if terms.to_day is None or not terms.agreed or terms.outcome:
        return []
    first = min(terms.from_day, terms.to_day)
    return [Running(Clock("area-ends", first, terms.to_day, is_right=True), terms.number, terms.proposed_by)]


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"area": area_rows}
