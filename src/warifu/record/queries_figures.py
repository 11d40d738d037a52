"""Statements of yearly figures, as the tables have them: for the committee's page, its API and its pack.

Law: asked of what the reader may see; a rehearsal never counts as a statement.
Place on the path: after the tables, before pages and ``doors.committee``.
"""

from __future__ import annotations

from typing import Any

from warifu.record.log import Store

COLUMNS = ("case", "number", "year", "as_of", "stated_by", "figures", "differences", "agreed", "state")
_MOST = 200
_FROM = 'FROM programme_year y JOIN programme_case c ON c.pair = y.pair AND c."case" = y."case"'


def statements(store: Store, pair: str) -> list[dict[str, Any]]:
    """Return the statements of all years, the last year first, the last moved first within it."""
    names = ", ".join(f'y."{name}"' for name in COLUMNS)
    rows = store.run(
        f'SELECT {names} {_FROM} WHERE y.pair = %s AND NOT c.exercise ORDER BY y.year DESC, c.since DESC, y."case" '
        f"LIMIT {_MOST:d}",
        [pair],
    )
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def standing(store: Store, pair: str, year: int) -> bytes | None:
    """Return the statement of a year that counts: the last that is agreed or settled, else the last not withdrawn.

    Whoever states a year a second time takes nothing from what both have agreed. None where there is none.
    """
    rows = store.run(
        f"SELECT y.\"case\" {_FROM} WHERE y.pair = %s AND y.year = %s AND y.state <> 'withdrawn' AND NOT c.exercise "
        "ORDER BY CASE WHEN y.agreed OR y.state = 'settled' THEN 0 ELSE 1 END, "
        'c.since DESC, y."case" DESC LIMIT 1',
        [pair, year],
    )
    return rows[0][0] if rows else None


def stated_again(store: Store, pair: str, year: int, standing: bytes) -> bytes | None:
    """Return the last statement of a year that somebody has still to answer beside the one that counts; None for none.

    What both have agreed counts until both have agreed to another: so a second statement is answered like the first.
    """
    rows = store.run(
        f"SELECT y.\"case\" {_FROM} WHERE y.pair = %s AND y.year = %s AND y.state IN ('stated', 'differs') "
        'AND NOT c.exercise AND y."case" <> %s ORDER BY c.since DESC, y."case" DESC LIMIT 1',
        [pair, year, standing],
    )
    return rows[0][0] if rows else None
