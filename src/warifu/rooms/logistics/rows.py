"""What a case of this room becomes: rows and postings, a function of the case alone. Floor 3a, pure.

Law: nothing here reads a clock; whatever depends on today is asked of the stored days when a page is read. No row holds
a text. Whatever a well-formed act says there are rows for it: what cannot be given a figure is counted as undetermined,
and a case that cannot be laid out at all keeps its head and says so there.
Place on the path: called by the one writer after each fold; ``record.projection`` puts the rows in place of the old.
"""

from __future__ import annotations

from collections.abc import Callable

from warifu.law.case import Case
from warifu.law.room import RowContext, Rows
from warifu.rooms.logistics.rows_common import head_of
from warifu.rooms.logistics.rows_order import order_rows
from warifu.rooms.logistics.rows_small import dealing_rows, register_rows, small_rows
from warifu.rooms.logistics.rows_tables import TABLES

__all__ = ["TABLES", "rows"]


def rows(case: Case, context: RowContext) -> Rows:
    """Return all rows of a case by table, and its postings."""
    make = _MAKERS.get(case.line[0].placed.act.kind, small_rows)
    try:
        return make(case, context)
    except Exception:  # noqa: BLE001  one act that nobody foresaw must not stop the log of a whole nation
        return Rows({"logistics_case": [head_of(case, context, undetermined=1, settlement="not-laid-out")]})


_MAKERS: dict[str, Callable[[Case, RowContext], Rows]] = {
    "logistics/request": order_rows,
    "logistics/verbal": order_rows,
    "logistics/dealing": dealing_rows,
    "logistics/register_row": register_rows,
}
"""Kind of the root to what makes the rows; all else is a small case."""
