"""Rows: standing offers of support: an offer as it now is, and each line of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from warifu.core.schedule import Clock
from warifu.law.case import Case
from warifu.law.heads import Running, Tables, day_number, in_column, other_party
from warifu.law.room import RowContext, Rows
from warifu.rooms.programme.rows_common import laid_out, links
from warifu.rooms.programme.terms.support import SupportTerms


class SupportRow(NamedTuple):
    """An offer as it stands: who gives, from which unit, from when to when, whether the other side took note."""

    number: str
    provider: str
    issuing: str
    from_day: int
    to_day: int
    noted: bool
    """The other side has taken note, and that was confirmed."""
    known: bool
    """The offer as it stands has reached the other side: an order may cite it."""
    state: str


class SupportLineRow(NamedTuple):
    """One thing offered; ``line`` is the number that the offer gives it."""

    number: int
    line: int
    category: str
    item: str
    supply: str
    amount: str
    unit: str
    price: str
    currency: str
    basis: str
    place: str


RECORDS: dict[str, type[Any]] = {"programme_support": SupportRow, "programme_support_line": SupportLineRow}


def support_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a standing offer; it posts nothing: what is ordered under it is an order's."""
    terms: SupportTerms = case.terms
    row = SupportRow(
        terms.number, terms.provider, terms.issuing, day_number(terms.from_day), day_number(terms.to_day),
        terms.noted and any(stand.confirmed and getattr(stand.terms, "noted", False) for stand in case.line),
        case.head.confirmed, case.state,
    )  # fmt: skip
    tables: Tables = {
        "programme_support": [row],
        "programme_support_line": [
            SupportLineRow(
                number, in_column(line.number), line.category, line.item, line.supply, str(line.quantity.amount),
                line.quantity.unit, str(line.price.amount) if line.price else "",
                line.price.currency if line.price else "", line.basis, line.place,
            )
            for number, line in enumerate(terms.lines)
        ],
        "programme_link": links(case),
    }  # fmt: skip
    return laid_out(
        case, context, tables, _clocks(case, context),
        words=(terms.issuing, *(word for line in terms.lines for word in (line.category, line.item))),
    )  # fmt: skip


def _clocks(case: Case, context: RowContext) -> list[Running]:
    """Until when something may be asked for under the offer: a right of the other side."""
    terms: SupportTerms = case.terms
    if case.state == "withdrawn":
        return []
    first = min(terms.from_day, terms.to_day)
    asks = other_party(context.pair, terms.provider)
    return [Running(Clock("support-ends", first, terms.to_day, is_right=True), terms.number, asks)]


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"support": support_rows}
