"""What waits, runs out and is wrong, for a page that shows the first few of each: bounded, however many cases.

Law: each list is cut, and limited to the reader's desks and to what the reader may see, where it is read; beside it
stands how many there are, counted up to a bound. A desk's case is one that the list of cases (``queries_pages``) shows
to that desk too. The whole lists are asked of ``queries_logistics``.
Place on the path: after the tables, before pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from warifu.core.canonical import DIGEST_BYTES
from warifu.record.log import Store
from warifu.record.queries_equipment_consent import delivered_after
from warifu.record.queries_logistics import (
    CLOCK_COLUMNS,
    WRONG,
    CaseLine,
    case_lines,
    changes_of,
    clock_now,
    oldest_first,
    wrong_lines,
)
from warifu.record.queries_owed import day_number
from warifu.record.queries_pages import MOST, Reader, counted, left_out, visible
from warifu.record.shelves import shelves, with_clocks, with_troubles

_ORDERS = "logistics"
"""The room whose kinds of trouble stand in tables of their own (``WRONG``)."""


class Some(NamedTuple):
    """The first lines of a list, and how many there are in all; ``MOST`` stands for that many or more."""

    lines: list[Any]
    total: int


def waiting(store: Store, reader: Reader, party: str, limit: int) -> Some:
    """List the cases of every room in which it is a party's move, the longest waiting first."""
    store, found, count = reader.of(store), list[CaseLine](), 0
    for shelf in shelves().values():
        where, values = "pair = %s AND turn = %s", [reader.pair, party]
        for condition, given in visible(shelf, reader):
            where, values = f"{where} AND {condition}", [*values, *given]
        columns = ", ".join(shelf.columns.get(name, f'"{name}"') for name in CaseLine._fields)
        rows = store.run(
            f'SELECT {columns} FROM {shelf.table} WHERE {where} ORDER BY since, "case" LIMIT {limit:d}', values
        )
        found += case_lines(rows)
        count += counted(store, f"{shelf.table} WHERE {where}", values)
    return Some(sorted(found, key=attrgetter("since", "case"))[:limit], min(count, MOST))


class Unanswered(NamedTuple):
    """An act of ours that the other side has not answered: its case, which act of what kind, since when, whose move."""

    case: bytes
    number: str
    act: bytes
    kind: str
    since: int
    """UTC seconds."""
    turn: str
    """The party whose move it is in the case; empty where nothing is awaited."""


def unanswered(store: Store, reader: Reader, limit: int) -> Some:
    """List acts of ours, in cases of every room, that the other side has not answered, the longest waiting first.

    The cases whose first such act is among the oldest hold all the oldest acts there are.
    """
    store, cases, count = reader.of(store), list[tuple[Any, ...]](), 0
    for room, shelf in shelves().items():
        seen, given = left_out(reader, shelf, "u")
        where = f"half u WHERE u.pair = %s AND u.since > 0 AND u.root_kind LIKE %s{seen}"
        values = [reader.pair, f"{room}/%", *given]
        number, turn = (
            f'COALESCE((SELECT {name} FROM {shelf.table} h WHERE h.pair = u.pair AND h."case" = u."case"), \'\')'
            for name in ("number", "turn")
        )
        cases += store.run(
            f'SELECT u.since, u."case", u.unanswered, {number}, {turn} FROM {where} ORDER BY u.since LIMIT {limit:d}',
            values,
        )
        sql = f"SELECT SUM(length(unanswered)) FROM (SELECT u.unanswered FROM {where} LIMIT {MOST:d}) AS found"
        count += int(store.run(sql, values)[0][0] or 0) // DIGEST_BYTES
    told = {
        acts[at : at + DIGEST_BYTES]: (case, number, turn)
        for _, case, acts, number, turn in sorted(cases)[:limit]
        for at in range(0, len(acts), DIGEST_BYTES)
    }
    sql = "SELECT act, kind, time FROM entry WHERE pair = %s AND kind <> '' AND act IN ({keys})"
    found = [
        Unanswered(told[act][0], told[act][1], act, kind, time, told[act][2])
        for act, kind, time in store.in_chunks(sql, [reader.pair], told)
    ]
    return Some(sorted(found, key=attrgetter("since", "act"))[:limit], min(count, MOST))


_FIRST_WARNING = (
    "CASE WHEN substr(c.warnings, 2, 1) = ':' THEN substr(c.warnings, 3, 5) ELSE substr(c.warnings, 4, 5) END"
)
"""The day in ``6:20345 9:20437``: five figures from 1997 to 2243. A warning before that has long become *overdue*."""


def clocks(store: Store, reader: Reader, day: date, limit: int) -> Some:
    """List the clocks that warn on a day or are over, and that nobody has met, the first due first, of every room."""
    every = [clocks_in(store, reader, room, day, limit) for room in with_clocks()]
    lines = sorted((line for some in every for line in some.lines), key=attrgetter("due", "number", "name"))
    return Some(lines[:limit], min(sum(some.total for some in every), MOST))


def clocks_in(store: Store, reader: Reader, room: str, day: date, limit: int) -> Some:
    """List the clocks of one room as ``clocks`` does."""
    store, number, shelf = reader.of(store), day_number(day), shelves()[room]
    seen, given = left_out(reader, shelf, "c")
    where = (
        f'{room}_clock c JOIN {shelf.table} h ON h.pair = c.pair AND h."case" = c."case" '
        "WHERE c.pair = %s AND c.done IS NULL AND c.starts <= %s AND NOT h.exercise "
        f"AND (c.due < %s OR (c.warnings <> '' AND {_FIRST_WARNING} <= %s)){seen}"
    )
    values = [reader.pair, number, number, f"{number:05d}", *given]
    rows = store.run(f"SELECT {CLOCK_COLUMNS} FROM {where} ORDER BY c.due LIMIT {limit:d}", values)
    changes = changes_of(store, reader.pair, reader.us, {row[0] for row in rows})
    return Some([clock_now(row, changes.get(row[0], []), day) for row in rows], counted(store, where, values))


_SINCE = 6
"""The column of ``WRONG`` by which its rows are put in order: case, number, act, owner, code, since."""


def wrong(store: Store, reader: Reader, kinds: Sequence[str], limit: int) -> Some:
    """List what is open of these kinds of trouble, the oldest first."""
    store, found, count = reader.of(store), list[Any](), 0
    shelf = shelves()[_ORDERS]
    seen, given = left_out(reader, shelf, "w")
    for kind in kinds:
        table, columns, condition = WRONG[kind]
        where, values = f"{table} w WHERE w.pair = %s AND {condition}{seen}", [reader.pair, *given]
        number = (
            '(SELECT number FROM logistics_case h WHERE h.pair = w.pair AND h."case" = w."case")'
            if table != shelf.table
            else "w.number"
        )
        rows = store.run(
            f"SELECT w.\"case\", COALESCE({number}, ''), {columns} FROM {where} ORDER BY {_SINCE} LIMIT {limit:d}",
            values,
        )
        found += wrong_lines(kind, rows)
        count += counted(store, where, values)
    return Some(sorted(found, key=oldest_first)[:limit], min(count, MOST))


def troubles(store: Store, reader: Reader, limit: int) -> Some:
    """List what is open in cases of the rooms that keep troubles, the oldest first, each by what its flow calls it.

    Beside them stand deliveries after a revocation: no case knows of another, so that is found by laying rows together.
    """
    every = [_troubles_in(reader.of(store), reader, room, limit) for room in with_troubles()]
    every += [Some(*delivered_after(store, reader, limit))] if "equipment" in with_troubles() else []
    lines = sorted((line for some in every for line in some.lines), key=oldest_first)
    return Some(lines[:limit], min(sum(some.total for some in every), MOST))


def _troubles_in(store: Store, reader: Reader, room: str, limit: int) -> Some:
    seen, given = left_out(reader, shelves()[room], "w")
    where = f"{room}_trouble w WHERE w.pair = %s AND w.state = 'open'{seen}"
    number = f'(SELECT number FROM {room}_case h WHERE h.pair = w.pair AND h."case" = w."case")'
    rows = store.run(
        f"SELECT w.what, w.\"case\", COALESCE({number}, ''), w.act, w.owner, w.code, w.since, w.due FROM {where} "
        f'ORDER BY w.since, w."case", w.number LIMIT {limit:d}',
        [reader.pair, *given],
    )
    found = [line for what, *row in rows for line in wrong_lines(what, [tuple(row)])]
    return Some(found, counted(store, where, [reader.pair, *given]))
