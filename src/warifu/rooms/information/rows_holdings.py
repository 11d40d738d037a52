"""Rows: the yearly return to the originator of what is still held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from warifu.law.case import Case
from warifu.law.heads import Tables, day_number
from warifu.law.room import RowContext, Rows
from warifu.rooms.information.rows_common import circle_of, laid_out
from warifu.rooms.information.terms.holdings import HoldingsTerms


class StatementRow(NamedTuple):
    """A statement of holdings as it stands."""

    number: str
    holder: str
    as_of: int
    items: int
    copies: int
    part: int
    parts: int
    differences: int
    agreed: bool
    """Accepted, and the holder has confirmed that it was."""
    state: str


class HeldRow(NamedTuple):
    """A copy that a statement lists, of the item by its register act."""

    place: int
    item: bytes
    number: str
    copy: str


class DifferenceRow(NamedTuple):
    """A difference that the originator names."""

    place: int
    number: str
    copy: str
    what: str


RECORDS: dict[str, type[Any]] = {
    "information_statement": StatementRow,
    "information_held": HeldRow,
    "information_difference": DifferenceRow,
}


def holdings_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a statement of holdings."""
    terms = case.terms
    agreed = any(stand.confirmed and getattr(stand.terms, "agreed", False) for stand in case.line)
    held = [(_item(terms, line.cite), line.number, copy) for line in terms.held for copy in line.copies]
    row = StatementRow(
        terms.number, terms.holder, day_number(terms.as_of), len(terms.held), len(held), terms.part, terms.parts,
        len(terms.differences), agreed, case.state,
    )  # fmt: skip
    tables: Tables = {
        "information_statement": [row],
        "information_held": [HeldRow(place, *each) for place, each in enumerate(held)],
        "information_difference": [
            DifferenceRow(place, each.number, each.copy, each.what) for place, each in enumerate(terms.differences)
        ],
    }
    return laid_out(case, context, tables, disputed=int(bool(terms.differences)), circle=circle_of(case, context))


def _item(terms: HoldingsTerms, cite: int) -> bytes:
    """The register act at a place among those cited; empty for a place that there is not."""
    return terms.items[cite] if 0 <= cite < len(terms.items) else b""


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"holdings": holdings_rows}
