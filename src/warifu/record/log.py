"""Append to a log and read it back: the one appender a log, bytes as they came.

Law: entries are never changed or taken away; the head is compared before it is moved (``expected_size``), so that a
writer who judged an older head writes nothing. Everything here runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from threading import local
from typing import Any, NamedTuple

from django.db import connections

from warifu.core import merkle
from warifu.core.errors import LogError

NATIONAL = "national"
_CHUNK = 400


class Line(NamedTuple):
    """One entry as it is written and read; ``kind`` is empty for an answer."""

    place: int
    case: bytes
    act: bytes
    kind: str
    time: int
    raw: bytes
    leaf: bytes


class Head(NamedTuple):
    """The head of a log: size, root, the frontier of its tree, the time of its last entry."""

    size: int
    root: bytes
    tree: merkle.Tree
    time: int


EMPTY_ROOT = merkle.Tree().root()
_COLUMNS = 'place, "case", act, kind, time, raw, leaf'
_ACT = "kind <> ''"
_BEGINS = f'{_ACT} AND act = "case"'
_BELONGS = "(kind = '' OR act <> \"case\")"
"""An act; one that begins its case; anything else of a case. The words of the indexes: with others they lie idle."""


class Store:
    """The tables of one database, by alias. Thin: SQL in, plain tuples out."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self._mine = local()
        """The connection of each thread: to look it up anew cost as much as a small statement."""

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows (bytes columns as bytes)."""
        bare = self._sqlite()
        if bare is not None:
            with self._connection().wrap_database_errors:
                found: list[tuple[Any, ...]] = bare.execute(_qmarks(sql), values).fetchall()
                return found
        with self._connection().cursor() as cursor:
            cursor.execute(sql, values)
            return [_plain(row) for row in cursor.fetchall()] if cursor.description else []

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for many rows; for none at all nothing is asked of the database."""
        known = list(rows)
        if not known:
            return
        bare = self._sqlite()
        if bare is not None:
            with self._connection().wrap_database_errors:
                bare.executemany(_qmarks(sql), known)
            return
        with self._connection().cursor() as cursor:
            cursor.executemany(sql, known)

    def _connection(self) -> Any:
        known = getattr(self._mine, "connection", None)
        if known is None:
            known = self._mine.connection = connections[self.alias]
        return known

    def _sqlite(self) -> Any:
        """Return the driver's own connection, for Django's wrapping cost more than the statements; None elsewhere."""
        connection = self._connection()
        if connection.vendor != "sqlite":
            return None
        if connection.connection is None:
            connection.ensure_connection()
        return connection.connection

    def in_chunks(self, sql: str, before: Sequence[Any], keys: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
        """Run a statement with ``%s IN (…)`` written as ``{keys}``, a few hundred keys at a time."""
        left = list(keys)
        for at in range(0, len(left), _CHUNK):
            part = left[at : at + _CHUNK]
            yield from self.run(sql.replace("{keys}", ", ".join(["%s"] * len(part))), [*before, *part])


@lru_cache(maxsize=1024)
def _qmarks(sql: str) -> str:
    """Write a statement with the marks of SQLite's driver."""
    return sql.replace("%s", "?").replace("%%", "%")


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple([bytes(each) if isinstance(each, memoryview) else each for each in row])


def heads(store: Store, pair: str, authors: Sequence[str]) -> list[Head]:
    """Return the heads of these authors' logs, read together; an unknown log is empty."""
    rows = store.run("SELECT author, size, root, tree, time FROM log WHERE pair = %s", [pair])
    known = {author: _head(*row) for author, *row in rows}
    return [known.get(author) or Head(0, EMPTY_ROOT, merkle.Tree(), 0) for author in authors]


def _head(size: Any, root: Any, tree: Any, time: Any) -> Head:
    """Read a head as it stands in the table; raises LogError where an editor left something of another type."""
    if (type(size), type(root), type(tree), type(time)) != (int, bytes, bytes, int):
        raise LogError("log.tree_state", "tree", size=str(size)[:20], length=len(str(tree)))
    return Head(size, root, merkle.Tree.from_bytes(tree), time)


def head(store: Store, pair: str, author: str) -> Head:
    """Return the head of a log; an unknown log is empty."""
    return heads(store, pair, [author])[0]


def lock(store: Store, pair: str) -> None:
    """Hold the pair until this transaction ends: one writer a pair. SQLite has locked the whole file already."""
    if connections[store.alias].vendor == "postgresql":
        store.run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"warifu {pair}"])


class Run(NamedTuple):
    """What is to be appended to one author's log, which must have ``expected`` entries by then."""

    author: str
    expected: int
    lines: Sequence[Line]


def append(store: Store, pair: str, author: str, expected_size: int, lines: Sequence[Line]) -> Head:
    """Append lines whose places follow on ``expected_size``; raises LogError if the head has moved meanwhile."""
    return append_all(store, pair, [Run(author, expected_size, lines)])[0]


def append_all(store: Store, pair: str, runs: Sequence[Run]) -> list[Head]:
    """Append to the logs of a pair together; returns their heads. Raises LogError if any has moved meanwhile."""
    lock(store, pair)
    before = heads(store, pair, [run.author for run in runs])
    for run, held in zip(runs, before, strict=True):
        if held.size != run.expected:
            raise LogError("log.head_moved", f"{pair}/{run.author}", expected=run.expected, found=held.size)
    grown = [(run, _grown(pair, run, held)) for run, held in zip(runs, before, strict=True)]
    store.many(
        f"INSERT INTO entry (pair, author, {_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [(pair, run.author, *line) for run in runs for line in run.lines],
    )
    store.many(
        "INSERT INTO log (pair, author, size, root, tree, time) VALUES (%s, %s, %s, %s, %s, %s) "
        "ON CONFLICT (pair, author) DO UPDATE SET size = excluded.size, root = excluded.root, tree = excluded.tree, "
        "time = excluded.time",
        [
            (pair, run.author, after.size, after.root, after.tree.to_bytes(), after.time)
            for run, after in grown
            if run.lines
        ],
    )
    return [after for _, after in grown]


def _grown(pair: str, run: Run, before: Head) -> Head:
    """Return the head after these lines; raises LogError where one does not follow on the one before."""
    tree, time = before.tree, before.time
    for place, line in enumerate(run.lines, start=run.expected):
        if line.place != place or line.time < time:
            raise LogError("log.out_of_order", f"{pair}/{run.author}/{line.place}", expected=place)
        time = line.time
    tree.extend(line.leaf for line in run.lines)
    return Head(tree.size, tree.root(), tree, time)


def lines(store: Store, pair: str, author: str, first: int, limit: int) -> list[Line]:
    """Return up to ``limit`` entries from ``first`` on, in order."""
    rows = store.run(
        f"SELECT {_COLUMNS} FROM entry WHERE pair = %s AND author = %s AND place >= %s ORDER BY place LIMIT %s",
        [pair, author, first, limit],
    )
    return [Line(*row) for row in rows]


def leaves(store: Store, pair: str, author: str, first: int, size: int) -> list[bytes]:
    """Return the stored leaf hashes of the entries ``first`` … ``size - 1``."""
    rows = store.run(
        "SELECT leaf FROM entry WHERE pair = %s AND author = %s AND place >= %s AND place < %s ORDER BY place",
        [pair, author, first, size],
    )
    return [row[0] for row in rows]


def of_cases(store: Store, pair: str, cases: Iterable[bytes]) -> list[tuple[str, Line]]:
    """Return (author, entry) of all entries of these cases."""
    wanted = list(cases)
    begun = f"SELECT author, {_COLUMNS} FROM entry WHERE pair = %s AND act IN ({{keys}}) AND {_BEGINS}"
    rest = f'SELECT author, {_COLUMNS} FROM entry WHERE pair = %s AND "case" IN ({{keys}}) AND {_BELONGS}'
    return [(row[0], Line(*row[1:])) for sql in (begun, rest) for row in store.in_chunks(sql, [pair], wanted)]


def cases_of(store: Store, pair: str, acts: Iterable[bytes], author: str = "") -> dict[bytes, bytes]:
    """Map digests of acts that are held (in one author's log, where one is named) to the cases they belong to."""
    # The author is written so that no index serves it: SQLite would rather walk through the whole of its log.
    which = "author || '' = %s" if author else "author <> %s"
    sql = f'SELECT act, "case" FROM entry WHERE pair = %s AND {which} AND act IN ({{keys}}) AND {_ACT}'
    return dict(store.in_chunks(sql, [pair, author], acts))


def of_kinds(store: Store, pair: str, author: str, prefix: str, first: int) -> list[Line]:
    """Return the acts whose kind begins with ``prefix``, from place ``first`` on."""
    rows = store.run(
        f"SELECT {_COLUMNS} FROM entry WHERE pair = %s AND author = %s AND place >= %s AND kind LIKE %s ORDER BY place",
        [pair, author, first, prefix + "%"],
    )
    return [Line(*row) for row in rows]


def root_at(store: Store, pair: str, author: str, size: int) -> bytes:
    """Return the root that a log had at ``size`` entries; empty bytes where it is not that long."""
    now = head(store, pair, author)
    if size == now.size:
        return now.root
    if size > now.size:
        return b""
    return merkle.root_of(leaves(store, pair, author, 0, size))


def known_cases(store: Store, pair: str, cases: Iterable[bytes]) -> frozenset[bytes]:
    """Return those of the cases of which anything is held, acts ahead of their place included."""
    wanted = list(cases)
    found: set[bytes] = set()
    for sql in (
        f"SELECT act FROM entry WHERE pair = %s AND act IN ({{keys}}) AND {_BEGINS}",
        f'SELECT DISTINCT "case" FROM entry WHERE pair = %s AND "case" IN ({{keys}}) AND {_BELONGS}',
        'SELECT DISTINCT "case" FROM loose WHERE pair = %s AND "case" IN ({keys})',
    ):
        found.update(row[0] for row in store.in_chunks(sql, [pair], wanted))
    return frozenset(found)


def pending_cases(store: Store, pair: str) -> set[bytes]:
    """Return the cases that hold pending acts."""
    sql = 'SELECT DISTINCT "case" FROM waiting WHERE pair = %s AND why = %s'
    return {row[0] for row in store.run(sql, [pair, "pending"])}


UNREAD = "unread"
"""Why an act waits: no room of this program knows its kind yet. It stands in the log all the same."""


def keep_unread(store: Store, pair: str, found: Iterable[Line]) -> None:
    """Note acts of kinds that no room knows yet, so that a later version of the program finds them."""
    store.many(
        'INSERT INTO waiting (pair, digest, "case", why, raw, time) VALUES (%s, %s, %s, %s, %s, %s) '
        "ON CONFLICT DO NOTHING",
        [(pair, line.act, line.case, UNREAD, line.kind.encode(), line.time) for line in found],
    )


def unread(store: Store, pair: str, known: Container[str]) -> bool:
    """Tell whether any act waits unread whose kind is now among ``known``."""
    rows = store.run("SELECT DISTINCT raw FROM waiting WHERE pair = %s AND why = %s", [pair, UNREAD])
    return any(row[0].decode() in known for row in rows)


def take_unread(store: Store, pair: str, known: Container[str]) -> set[bytes]:
    """Return the cases whose acts can be read now, of the kinds in ``known``, and forget that they waited."""
    sql = "SELECT DISTINCT raw FROM waiting WHERE pair = %s AND why = %s"
    kinds = [row[0] for row in store.run(sql, [pair, UNREAD]) if row[0].decode() in known]
    before = [pair, UNREAD]
    sql = 'SELECT DISTINCT "case" FROM waiting WHERE pair = %s AND why = %s AND raw IN ({keys})'
    cases = {row[0] for row in store.in_chunks(sql, before, kinds)}
    list(store.in_chunks("DELETE FROM waiting WHERE pair = %s AND why = %s AND raw IN ({keys})", before, kinds))
    return cases


def keep_loose(store: Store, pair: str, author: str, found: Iterable[tuple[bytes, bytes, bytes]]) -> None:
    """Keep acts (digest, case, raw) that came ahead of their place, and let go of those whose place has come."""
    store.many(
        'INSERT INTO loose (pair, act, author, "case", raw) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING',
        [(pair, act, author, case, raw) for act, case, raw in found],
    )
    store.run(
        f"DELETE FROM loose WHERE pair = %s AND act IN (SELECT act FROM entry WHERE pair = %s AND {_ACT} "
        "AND act IN (SELECT act FROM loose WHERE pair = %s))",
        [pair, pair, pair],
    )


def keep_files(store: Store, pair: str, found: dict[bytes, bytes]) -> None:
    """Keep the bytes of attachments by their digest."""
    store.many(
        "INSERT INTO attachment (pair, digest, raw) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        [(pair, digest, raw) for digest, raw in found.items()],
    )


def pin(store: Store, pair: str) -> bytes:
    """Return the digest of the peer's founding act that officers have pinned; empty while none is."""
    rows = store.run("SELECT text FROM setting WHERE name = %s", [f"pin {pair}"])
    return bytes.fromhex(rows[0][0]) if rows else b""


def set_pin(store: Store, pair: str, digest: bytes) -> None:
    """Set the pin; only the founding ceremony calls this, never the wire."""
    store.run(
        "INSERT INTO setting (name, text) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET text = excluded.text",
        [f"pin {pair}", digest.hex()],
    )


def witnessed(store: Store, pair: str) -> int:
    """Return how many entries of our own log the peer has shown, by its signature, to have seen; 0 where no more."""
    rows = store.run("SELECT text FROM setting WHERE name = %s", [f"behind {pair}"])
    return int(rows[0][0]) if rows else 0


def note_behind(store: Store, pair: str, size: int) -> None:
    """Remember that the peer has witnessed ``size`` entries of our log, more than we hold: nothing is written before.

    It stands in the database, so that whoever opens the node next knows it too. 0 forgets it.
    """
    if not size:
        store.run("DELETE FROM setting WHERE name = %s", [f"behind {pair}"])
    elif size > witnessed(store, pair):
        store.run(
            "INSERT INTO setting (name, text) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET text = excluded.text",
            [f"behind {pair}", str(size)],
        )


def largest_checkpoint(store: Store, pair: str, author: str) -> int:
    """Return the largest size of a log that a checkpoint given or received speaks of; 0 where there is none."""
    rows = store.run("SELECT MAX(size) FROM checkpoint WHERE pair = %s AND author = %s", [pair, author])
    return rows[0][0] or 0


def first_answer(store: Store, pair: str, author: str, root: bytes) -> int | None:
    """Return the first place at which a log answers the act that begins a case; None where it does not."""
    sql = (
        "SELECT MIN(place) FROM entry "
        "WHERE pair = %s AND author || '' = %s AND \"case\" = %s AND act = %s AND kind = ''"
    )
    found: int | None = store.run(sql, [pair, author, root, root])[0][0]
    return found


def all_cases(store: Store, pair: str) -> list[bytes]:
    """Return every case of a pair, those known only by acts ahead of their place included."""
    sql = 'SELECT "case" FROM entry WHERE pair = %s UNION SELECT "case" FROM loose WHERE pair = %s'
    return [row[0] for row in store.run(sql, [pair, pair])]


def author_of(store: Store, pair: str, act: bytes) -> str:
    """Return the party in whose log an act stands; empty where it is not held in its place."""
    rows = store.run(f"SELECT author FROM entry WHERE pair = %s AND act = %s AND {_ACT}", [pair, act])
    return rows[0][0] if rows else ""
