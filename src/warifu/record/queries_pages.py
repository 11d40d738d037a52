"""Lists of cases for pages: filtered, searched, limited to what the reader may see, one page at a time.

Law: a page is found by its place (the ``since`` and digest of the last line before it), never by counting, so that the
last page of 100,000 cases costs what the first does. Where a room's cases stand is said by its *shelf*
(``record.shelves``); a room without one is listed from ``half``. Nothing of the reader's goes into SQL as text.
Place on the path: after the tables, before pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from warifu.core.posting import Posting
from warifu.record.log import Store
from warifu.record.queries_sight import UNCLEARED, Seeing, seen_by, sights_of
from warifu.record.shelves import TROUBLES, Shelf, own, shelves


class Line(NamedTuple):
    """One case in a list, of any room."""

    case: bytes
    flow: str
    number: str
    opener: str
    desk: str
    receiving: str
    issuing: str
    state: str
    turn: str
    since: int
    """UTC seconds."""
    opened: int
    """Day number."""
    settlement: str
    activity: str
    agreed: bool
    """True where the other side has confirmed the head: else what stands there is *sent*."""
    exercise: bool
    emergency: bool
    irregular: int
    pending: int
    refused: int
    fallen: int
    unfounded: int
    late: int
    disputed: int
    undetermined: int


_FILTERS = ("state", "flow", "settlement", "opener")
SHOWN = 25
"""Lines of one page."""
MOST = 1000
"""Nothing is counted beyond."""
NOBODY = "-"
"""Asked as whose turn it is: cases in which nothing is awaited."""


class Wanted(NamedTuple):
    """What a list is narrowed to; empty means all. ``like``: (folded words, desk codes whose names hold them)."""

    state: str = ""
    flow: str = ""
    settlement: str = ""
    activity: str = ""
    opener: str = ""
    turn: str = ""
    desk: str = ""
    trouble: str = ""
    exercise: bool | None = None
    first: int | None = None
    """Opened on or after this day number."""
    last: int | None = None
    like: tuple[str, tuple[str, ...]] = ("", ())


class Reader(NamedTuple):
    """Who reads: the pair, the party, the desks to which the list is limited, and what may be seen (``Seeing``).

    ``desks`` None: of all desks. ``circles`` None: in all circles. Who names no level sees what is not classified.
    """

    pair: str
    us: str
    desks: frozenset[str] | None = None
    level: int = UNCLEARED
    circles: frozenset[str] | None = frozenset()
    within: tuple[tuple[str, int], ...] = ()

    def of(self, store: Store) -> Store:
        """Return a store as the reader sees it."""
        return seen_by(store, Seeing(self.level, self.circles, self.within))


class Place(NamedTuple):
    """The line beside which a page begins: its ``since`` and its case; ``back``: the page that ends before it."""

    since: int
    case: bytes
    back: bool = False


def page(store: Store, reader: Reader, room: str, wanted: Wanted, at: Place | None = None) -> list[Line]:
    """List the cases of a room that are wanted and may be seen, those moved last first, beside a place.

    Returns at most ``SHOWN`` and one more, which says that the list goes on in that direction.
    """
    shelf = shelves()[room]
    where: list[str] = ["pair = %s"]
    values: list[Any] = [reader.pair]
    for condition, given in (*_narrowed(shelf, wanted), *visible(shelf, reader)):
        where.append(condition)
        values += given
    back = at is not None and at.back
    sign, way = (">", "ASC") if back else ("<", "DESC")
    if at is not None:
        where.append(f'since {sign}= %s AND (since {sign} %s OR "case" {sign} %s)')
        values += (at.since, at.since, at.case)
    names = ", ".join(_column(shelf, name) for name in Line._fields)
    order = f'ORDER BY since {way}, "case" {way} LIMIT {SHOWN + 1:d}'
    seen, found = reader.of(store), list[Line]()
    for of_sight, given in _sights(seen, reader, shelf):
        sql = f"SELECT {names} FROM {shelf.table} WHERE {' AND '.join((*where, *of_sight))} {order}"
        found += [_line(row) for row in seen.run(sql, [*values, *given])]
    return sorted(found, key=lambda line: (line.since, line.case), reverse=not back)[: SHOWN + 1]


def named(store: Store, reader: Reader, room: str, cases: Sequence[bytes]) -> list[Line]:
    """List those of these cases that a room has, the reader reaches and may see, those moved last first."""
    shelf = shelves()[room]
    where, values = ["pair = %s"], [reader.pair]
    for condition, given in visible(shelf, reader):
        where.append(condition)
        values += given
    names = ", ".join(_column(shelf, name) for name in Line._fields)
    sql = f'SELECT {names} FROM {shelf.table} WHERE {" AND ".join(where)} AND "case" IN ({{keys}})'
    found = [_line(row) for row in reader.of(store).in_chunks(sql, values, cases)]
    return sorted(found, key=lambda line: (line.since, line.case), reverse=True)


def _sights(store: Store, reader: Reader, shelf: Shelf) -> list[tuple[tuple[str, ...], list[Any]]]:
    """Return the conditions under which a shelf is asked: once, or where many cases may lie hidden once for each sight.

    Such a shelf bears level and circle itself and an index (pair, level, circle, since, case), so that no row is
    touched that the reader may not see: the first page costs the same, however many are hidden.
    """
    if shelf.table not in own():
        return [((), [])]
    return [(("level = %s AND circle = %s",), [*each]) for each in sights_of(store, shelf.table, reader.pair)]


def _column(shelf: Shelf, name: str) -> str:
    return shelf.columns.get(name, f'"{name}"')


def _line(row: tuple[Any, ...]) -> Line:
    line = Line._make(row)
    return line._replace(agreed=bool(line.agreed), exercise=bool(line.exercise), emergency=bool(line.emergency))


_Conditions = list[tuple[str, list[Any]]]


def _narrowed(shelf: Shelf, wanted: Wanted) -> _Conditions:
    found: _Conditions = [
        (f"{_column(shelf, name)} = %s", [getattr(wanted, name)]) for name in _FILTERS if getattr(wanted, name)
    ]
    if wanted.turn:
        found.append(("turn = %s", ["" if wanted.turn == NOBODY else wanted.turn]))
    if wanted.trouble in TROUBLES:
        found.append((f"{_column(shelf, wanted.trouble)} > 0", []))
    if wanted.exercise is not None:
        found.append(("exercise" if wanted.exercise else "NOT exercise", []))
    opened = _column(shelf, "opened")
    found += [
        (f"{opened} {sign} %s", [day]) for sign, day in ((">=", wanted.first), ("<=", wanted.last)) if day is not None
    ]
    if wanted.activity:
        found.append(
            (
                f"({_column(shelf, 'activity')} = %s OR {_column(shelf, 'activity')} LIKE %s)",
                [wanted.activity, f"{wanted.activity}:%"],
            )
        )
    if wanted.desk:
        columns = [_column(shelf, name) for name in ("desk", "receiving", "issuing")]
        found.append((f"%s IN ({', '.join(columns)})", [wanted.desk]))
    return [*found, *_searched(shelf, *wanted.like)]


def _searched(shelf: Shelf, words: str, desks: tuple[str, ...]) -> _Conditions:
    """Each word stands somewhere in what the case is found by; or a desk of the case is called so."""
    found: _Conditions = []
    search = _column(shelf, "search")
    for word in words.split():
        escaped = word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        found.append((f"{search} LIKE %s ESCAPE '!'", [f"%{escaped}%"]))
    if not desks or not found:
        return found
    named = ", ".join(["%s"] * len(desks))
    columns = [_column(shelf, name) for name in ("desk", "receiving", "issuing")]
    either = " OR ".join(
        [f"({' AND '.join(condition for condition, _ in found)})", *(f"{each} IN ({named})" for each in columns)]
    )
    return [(f"({either})", [value for _, given in found for value in given] + list(desks) * len(columns))]


def visible(shelf: Shelf, reader: Reader) -> list[tuple[str, list[Any]]]:
    """Return the conditions, each with its values, under which a case on a shelf is one of the reader's desks."""
    if reader.desks is None or not shelf.desks:
        return []
    desks = sorted(reader.desks)
    marks = ", ".join(["%s"] * len(desks)) or "NULL"
    values = [value for _ in range(3) for value in (reader.us, *desks)]
    return [(shelf.desks.format(desks=marks), [*values, reader.us])]


def left_out(reader: Reader, shelf: Shelf, alias: str) -> tuple[str, list[Any]]:
    """Leave out what belongs to a case that the reader may not see; what belongs to no case here is seen by all."""
    hidden = [f" AND NOT {condition}" for condition, _ in visible(shelf, reader)]
    if not hidden:
        return "", []
    sql = (
        f" AND NOT EXISTS (SELECT 1 FROM {shelf.table} v "
        f'WHERE v.pair = {alias}.pair AND v."case" = {alias}."case"{"".join(hidden)})'
    )
    return sql, [value for _, given in visible(shelf, reader) for value in given]


def counted(store: Store, where: str, values: Sequence[Any]) -> int:
    """Count rows up to ``MOST``; ``where``: table, joins and conditions."""
    found: int = store.run(f"SELECT COUNT(*) FROM (SELECT 1 FROM {where} LIMIT {MOST:d}) AS found", values)[0][0]
    return found


def seen(store: Store, reader: Reader, room: str, case: bytes) -> bool | None:
    """Tell whether a case is on its room's shelf and the reader may see it; None where it is on no shelf."""
    shelf = shelves().get(room)
    if shelf is None:
        return None
    conditions = visible(shelf, reader)
    columns = ", ".join(condition for condition, _ in conditions) or "1 = 1"
    values = [value for _, given in conditions for value in given]
    rows = reader.of(store).run(
        f'SELECT {columns} FROM {shelf.table} WHERE pair = %s AND "case" = %s', [*values, reader.pair, case]
    )
    return bool(rows[0][0]) if rows else None


def unshelved(store: Store, pair: str, room: str, after: bytes = b"") -> list[bytes]:
    """List the cases of a room that has no shelf, by digest; one more than ``SHOWN`` where there are more."""
    sql = (
        'SELECT "case" FROM half WHERE pair = %s AND root_kind LIKE %s AND "case" > %s '
        f'ORDER BY "case" LIMIT {SHOWN + 1:d}'
    )
    return [row[0] for row in store.run(sql, [pair, f"{room}/%", after])]


def last_number(store: Store, pair: str, beginning: str) -> str:
    """Return the highest number that begins so among the cases of all shelves; empty where there is none."""
    upper = beginning + "\U0010ffff"
    found = [
        row[0]
        for shelf in shelves().values()
        for row in store.run(
            f"SELECT number FROM {shelf.table} WHERE pair = %s AND number >= %s AND number < %s "
            "ORDER BY LENGTH(number) DESC, number DESC LIMIT 1",
            [pair, beginning, upper],
        )
    ]
    return max(found, key=lambda number: (len(number), number), default="")


def postings_of(store: Store, pair: str, case: bytes) -> list[Posting]:
    """Return the postings of one case in their order."""
    rows = store.run(
        "SELECT account, debtor, creditor, commodity, exponent, figure, reason, day, due, basis FROM posting "
        'WHERE pair = %s AND "case" = %s ORDER BY number',
        [pair, case],
    )
    return [Posting.from_wire([*row[:4], int(row[4]), int(row[5]), *row[6:]]) for row in rows]


def attachment(store: Store, pair: str, digest: bytes) -> bytes | None:
    """Return the bytes of a file by its digest, or None where they are not here yet."""
    rows = store.run("SELECT raw FROM attachment WHERE pair = %s AND digest = %s", [pair, digest])
    return bytes(rows[0][0]) if rows else None


def present(store: Store, pair: str, digests: set[bytes]) -> set[bytes]:
    """Return those of these files whose bytes are here."""
    sql = "SELECT digest FROM attachment WHERE pair = %s AND digest IN ({keys})"
    return {row[0] for row in store.in_chunks(sql, [pair], sorted(digests))}
