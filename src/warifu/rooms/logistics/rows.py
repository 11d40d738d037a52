"""What a case of this room becomes: rows and postings, a function of the case alone. Floor 3a, pure.

Law: nothing here reads a clock; whatever depends on today is asked of the stored days when a page is read. No row holds
a text. Whatever a well-formed act says there are rows for it: what cannot be given a figure is counted as undetermined.
Place on the path: called by the one writer after each fold; ``record.projection`` puts the rows in place of the old.
"""

from __future__ import annotations

from warifu.law.case import Case
from warifu.law.room import RowContext, Rows
from warifu.rooms.logistics.rows_common import head_of
from warifu.rooms.logistics.rows_tables import TABLES

__all__ = ["TABLES", "rows"]


def rows(case: Case, context: RowContext) -> Rows:
    """Return all rows of a case by table, and its postings."""
    return Rows({"logistics_case": [head_of(case, context)]})
