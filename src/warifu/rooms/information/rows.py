"""What the cases of this room become: each flow has its function, in its part. Floor 3a, pure; it posts nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warifu.law.case import Case
from warifu.law.room import RowContext, Rows
from warifu.rooms.information import (
    rows_common,
    rows_consent,
    rows_facility,
    rows_holdings,
    rows_house,
    rows_incident,
    rows_item,
    rows_visit,
)

_PARTS = (rows_item, rows_consent, rows_holdings, rows_visit, rows_facility, rows_incident, rows_house)
RECORDS: dict[str, type[Any]] = {
    name: record for part in (rows_common, *_PARTS) for name, record in part.RECORDS.items()
}
TABLES: dict[str, tuple[str, ...]] = {name: record._fields for name, record in RECORDS.items()}
_ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {
    flow: make for part in _PARTS for flow, make in part.ROWS.items()
}


def rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a case: its head alone while its root does not stand, or where it cannot be laid out."""
    make = _ROWS.get(case.flow.name)
    if make is None or case.terms is None:
        return rows_common.laid_out(case, context, {})
    try:
        return make(case, context)
    except Exception:  # noqa: BLE001  one act that nobody foresaw must not stop the log of a whole nation
        return rows_common.laid_out(case, context, {}, undetermined=1)
