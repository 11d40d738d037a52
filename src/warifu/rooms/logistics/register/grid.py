"""The grid: a sheet of cells as a register's reader sees it, before anything is understood. Floor 3a, pure.

Law: a cell is what was stored in the file, never the result of evaluating it. Figures are decimals by their shortest
writing. Rows and columns are counted as in the file, from one, and a row keeps its number for ever: every verdict
names it. ``doors.sheets`` makes grids from files; ``heading`` and ``reading`` understand them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

#: What a cell may hold; an empty cell is the empty text.
Cell = str | int | Decimal | bool | date | datetime


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, by rows and columns from zero, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows from the first of the file; ragged rows are allowed."""

    name: str
    rows: Sequence[tuple[Cell, ...]]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A file: its name without folder, its kind (xlsx, ods, csv), how text was encoded, and its sheets."""

    name: str
    kind: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    notes: tuple[str, ...] = field(default=())


def is_blank(row: Sequence[Cell]) -> bool:
    """Tell whether no cell of a row holds anything but blanks."""
    return not any(
        cell if not isinstance(cell, str) else cell.strip() for cell in row if cell is not False and cell != ""
    )


def written(cell: Cell) -> str:
    """Give a cell word for word as it is kept with an act: text as it stands, figures plainly, dates by ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def folded(cell: Cell) -> str:
    """Give a cell for comparing with words: NFKC, lower case, single blanks; a backslash is the yen of Japan's code pages."""
    return " ".join(unicodedata.normalize("NFKC", written(cell)).casefold().replace("\\", "¥").split())
