"""Rows: the yearly figures of the joint committee, stated, and what the other side counts otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from warifu.law.case import Case
from warifu.law.heads import Tables, day_number, in_column
from warifu.law.room import RowContext, Rows
from warifu.rooms.programme.acts.figures import Figure
from warifu.rooms.programme.rows_common import laid_out
from warifu.rooms.programme.terms.figures import differing


class YearRow(NamedTuple):
    """The figures of a year as they stand."""

    number: str
    year: int
    as_of: int
    stated_by: str
    own_size: int
    other_size: int
    figures: int
    differences: int
    agreed: bool
    """Agreed, and who stated has confirmed that they are."""
    state: str


class FigureRow(NamedTuple):
    """One figure: as stated, and as the other side counts it where that differs."""

    place: int
    name: str
    stated: str
    other: str
    differs: bool


RECORDS: dict[str, type[Any]] = {"programme_year": YearRow, "programme_figure": FigureRow}


def figures_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a year's figures; a key that the other side alone has stands after those stated."""
    terms = case.terms
    agreed = any(stand.confirmed and getattr(stand.terms, "agreed", False) for stand in case.line)
    others = {key: other for key, _stated, other in differing(terms)}
    row = YearRow(
        terms.number, in_column(terms.year), day_number(terms.as_of), terms.stated_by, in_column(terms.sizes[0]),
        in_column(terms.sizes[1]), len(terms.figures), len(others), agreed, case.state,
    )  # fmt: skip
    stated = [(each.key, _digits(each)) for each in terms.figures]
    keys = {key for key, _ in stated}
    stated += [(key, "") for key in others if key not in keys]
    lines = [
        FigureRow(place, key, digits, _digits(others[key]) if key in others else "", key in others)
        for place, (key, digits) in enumerate(stated)
    ]
    tables: Tables = {"programme_year": [row], "programme_figure": lines}
    return laid_out(
        case, context, tables, disputed=int(bool(others)), activity="figures", words=(str(terms.year), "figures")
    )


def _digits(figure: Figure) -> str:
    """Write a figure in plain digits, whatever a well-formed act says."""
    if figure.exponent >= 0:
        return str(figure.mantissa * 10 ** min(figure.exponent, 18))
    sign, digits = (
        "-" if figure.mantissa < 0 else "",
        str(abs(figure.mantissa)).rjust(1 - max(figure.exponent, -12), "0"),
    )
    places = min(-figure.exponent, 12)
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"figures": figures_rows}
