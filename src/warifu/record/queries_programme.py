"""What the programme asks of the tables of every room: cases that may be cited, and what lies on a day of the calendar.

Law: a day of the calendar is a function of the tables and of who reads: what may not be seen is not counted, and of the
cases of other rooms only clocks are shown, as home shows them. Reads alone; days are days since 1970-01-01.
Place on the path: after the tables, before pages and feeds.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

from warifu.record.log import Store
from warifu.record.queries_pages import Reader, visible
from warifu.record.shelves import has_table, shelves, with_clocks

MOST = 2000
"""Nothing is listed beyond: a calendar holds what a person can read."""
PROGRAMME = ("activity", "commitment", "consultation", "session", "visit")
"""What stands in tables of its own; beside it the clocks of every room."""


class Known(NamedTuple):
    """A case by what it is called: its root, its number, the kind of act that began it."""

    case: bytes
    number: str
    kind: str
    since: int


class Happening(NamedTuple):
    """Something with a first and a last day (both within): what it is, of which case, how it stands.

    ``key`` tells several of one case apart and stays the same while the thing does; ``code`` is its form or the name of
    its clock; ``acts`` counts the acts and answers of the case on record but the first, which never become fewer.
    """

    what: str
    case: bytes
    key: str
    number: str
    code: str
    first: int
    last: int
    state: str
    where: str
    holder: str
    since: int
    exercise: bool
    acts: int


def confirmed_cases(store: Store, pair: str, limit: int) -> list[Known]:
    """List the cases of all rooms of which the other side has confirmed something, those moved last first."""
    found: list[Known] = []
    for shelf in shelves().values():
        rows = store.run(
            f'SELECT "case", number, root_kind, since FROM {shelf.table} WHERE pair = %s AND NOT exercise '
            f"AND LENGTH(confirmed_head) > 0 ORDER BY since DESC LIMIT {limit:d}",
            [pair],
        )
        found += [Known(bytes(case), number, kind, since) for case, number, kind, since in rows]
    return sorted(found, key=attrgetter("since"), reverse=True)[:limit]


_ACTS = (
    '(SELECT COUNT(*) FROM entry e WHERE e.pair = t.pair AND e."case" = t."case" '
    """AND (e.kind = '' OR e.act <> e."case"))"""
)
"""Entries of a case but its first, which has an index of its own to stand in."""


class _Told(NamedTuple):
    """Where a kind of happening stands (``t``, beside the head ``h`` of its case), and which columns say what."""

    table: str
    code: str
    first: str
    last: str
    key: str = "''"
    number: str = "t.number"
    state: str = "t.state"
    where: str = "''"
    holder: str = "''"


_MEETS = "COALESCE(t.meeting_day, t.by_day)"
_TABLES = {
    "activity": _Told(
        "programme_activity", "t.form", "t.from_day", "t.to_day",
        where="CASE t.sites WHEN '' THEN t.places ELSE t.sites END",
    ),
    "commitment": _Told("programme_commitment", "t.area", "t.due", "t.due", holder="t.owner"),
    "consultation": _Told("programme_consultation", "t.subject", _MEETS, _MEETS, holder="t.called_by"),
    "session": _Told(
        "programme_session", "h.activity", "t.on_day", "t.on_day", "t.act", "h.number", "'session_held'", "t.place",
        "t.side",
    ),
    "visit": _Told(
        "information_visit", "t.form", "COALESCE(t.approved_from, t.from_day)", "COALESCE(t.approved_to, t.to_day)",
        where="t.sites", holder="t.host",
    ),
}  # fmt: skip


def happenings(store: Store, reader: Reader, window: tuple[int, int], wanted: frozenset[str]) -> list[Happening]:
    """List what lies between two days (both within) and is wanted, by first day.

    ``wanted``: names of ``PROGRAMME``, and ``clock/ROOM`` for the clocks of a room.
    """
    seen = reader.of(store)
    found = [each for what in PROGRAMME if what in wanted for each in _of_table(seen, reader, what, window)]
    for room in with_clocks():
        if f"clock/{room}" in wanted:
            found += _clocks(seen, reader, room, window)
    return sorted(found, key=attrgetter("first", "what", "number", "key"))[:MOST]


def rooms_with_clocks() -> tuple[str, ...]:
    """Name what ``wanted`` calls the clocks of each room."""
    return tuple(f"clock/{room}" for room in with_clocks())


def _of_table(store: Store, reader: Reader, what: str, window: tuple[int, int]) -> list[Happening]:
    told = _TABLES[what]
    if not has_table(told.table):
        return []
    room = told.table.partition("_")[0]
    mine, given = _of_desks(reader, room)
    columns = (told.key, told.number, told.code, told.first, told.last, told.state, told.where, told.holder)
    sql = (
        f'SELECT t."case", {", ".join(columns)}, h.since, h.exercise, {_ACTS} '
        f'FROM {told.table} t JOIN {room}_case h ON h.pair = t.pair AND h."case" = t."case" '
        f"WHERE t.pair = %s AND {told.first} <= %s AND {told.last} >= %s{mine} "
        f"ORDER BY {told.first}, h.number LIMIT {MOST:d}"
    )
    return [_read(what, row) for row in store.run(sql, [reader.pair, window[1], window[0], *given])]


def _read(what: str, row: tuple[Any, ...]) -> Happening:
    case, key, number, code, first, last, state, place, holder, since, exercise, acts = row
    told = bytes(key).hex() if isinstance(key, bytes | memoryview) else str(key)
    return Happening(
        what, bytes(case), told, number, code, first, max(first, last), state, place.strip(), holder, since,
        bool(exercise), acts,
    )  # fmt: skip


def _clocks(store: Store, reader: Reader, room: str, window: tuple[int, int]) -> list[Happening]:
    """Clocks of a room that nobody has met and that run out in these days.

    How long one must wait is none of them, nor what stands on its day as itself.
    """
    mine, given = _of_desks(reader, room)
    sql = (
        f"""SELECT t."case", t.about, h.number, t.name, t.due, t.due, h.state, '', t.holder, h.since, h.exercise, """
        f'{_ACTS} FROM {room}_clock t JOIN {shelves()[room].table} h ON h.pair = t.pair AND h."case" = t."case" '
        "WHERE t.pair = %s AND t.done IS NULL AND t.name NOT LIKE 'wait-%%' AND t.name NOT IN "
        "('commitment-due', 'consultation-attend') AND NOT h.exercise "
        f"AND t.due <= %s AND t.due >= %s{mine} ORDER BY t.due, h.number LIMIT {MOST:d}"
    )
    rows = store.run(sql, [reader.pair, window[1], window[0], *given])
    return [_read("clock", row)._replace(key=f"{row[3]}/{row[1]}/{row[8]}") for row in rows]


def _of_desks(reader: Reader, room: str) -> tuple[str, list[Any]]:
    """Leave out the cases that are not of the reader's desks, as lists do."""
    conditions = visible(shelves()[room], reader)
    if not conditions:
        return "", []
    inner = " AND ".join(condition for condition, _ in conditions)
    sql = (
        f" AND EXISTS (SELECT 1 FROM {shelves()[room].table} v "
        f'WHERE v.pair = t.pair AND v."case" = t."case" AND {inner})'
    )
    return sql, [value for _, given in conditions for value in given]
