"""What the cases of this room become: each flow has its function, in its part. Floor 3a, pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warifu.law.case import Case
from warifu.law.heads import rows_by_flow
from warifu.law.room import RowContext, Rows
from warifu.rooms.equipment import (
    rows_common,
    rows_consent,
    rows_house,
    rows_opportunity,
    rows_project,
    rows_transfer,
)

_PARTS = (rows_opportunity, rows_project, rows_transfer, rows_consent, rows_house)
RECORDS: dict[str, type[Any]] = {
    name: record for part in (rows_common, *_PARTS) for name, record in part.RECORDS.items()
}
TABLES: dict[str, tuple[str, ...]] = {name: record._fields for name, record in RECORDS.items()}
_MAKES: dict[str, Callable[[Case, RowContext], Rows]] = {
    flow: make for part in _PARTS for flow, make in part.ROWS.items()
}

rows = rows_by_flow(rows_common.laid_out, _MAKES)
"""(case, context) to rows."""
