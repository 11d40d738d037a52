"""What a reader may see: one store for each reader, behind which everything else is as if it did not exist.

Law: a question asked through ``Seen`` reads no table itself. Each table that it names stands in it for the rows whose
case may be seen (``WITH table AS (the rows of it …)``), so that a list, its count, its pages, a search and a sum agree,
and a question that forgets the reader cannot be written. A table is limited by its column ``case``; one without such a
column, and not listed here, is an error of the database and never a leak. Only ``case_sight`` says who may see a case:
a case without a row there is open to whoever may read at all.

What a reader sees is (level, circles): a case is seen from its protection level on, and where it belongs to a circle by
who needs to know of that circle. Place on the path: between the tables and every question of the doors; the node itself
and the command line of its keeper ask the plain store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from django.db import connections

from warifu.law.room import NOBODY
from warifu.record.log import NATIONAL, Store
from warifu.record.queries_owed import day_number
from warifu.record.shelves import has_table, own


class Seeing(NamedTuple):
    """Up to which level somebody sees, and in which circles; ``circles`` None: in all of them.

    ``within``: (circle, level) where somebody sees higher than that in one circle alone, as a clearance does that was
    given for one activity; each is one of ``circles``.
    """

    level: int
    circles: frozenset[str] | None = frozenset()
    within: tuple[tuple[str, int], ...] = ()

    def level_in(self, circle: str) -> int:
        """Return up to which level somebody sees in a circle that is seen at all."""
        higher = dict(self.within).get(circle, self.level) if circle and self.level >= 0 else self.level
        return max(self.level, higher)

    def sees(self, level: int, circle: str) -> bool:
        """Tell whether a case of this level and circle is seen."""
        return level <= self.level_in(circle) and (not circle or self.circles is None or circle in self.circles)

    def both(self, other: Seeing) -> Seeing:
        """Return what is seen by both: whoever is limited twice sees what each limit leaves."""
        if self.circles is None or other.circles is None:
            circles = other.circles if self.circles is None else self.circles
        else:
            circles = self.circles & other.circles
        level = min(self.level, other.level)
        higher = {
            circle: least
            for circle in dict((*self.within, *other.within))
            if level >= 0
            and (circles is None or circle in circles)
            and (least := min(self.level_in(circle), other.level_in(circle))) > level
        }
        return Seeing(level, circles, tuple(sorted(higher.items())))


ALL = Seeing(NOBODY, None)
"""The node itself and its keeper at the command line."""
NOTHING = Seeing(-1)
"""Whoever has not signed in: not even an open case."""
UNCLEARED = 1
"""The level of an account without a ceiling or an attestation: administrative markings, nothing classified."""

_OPEN = frozenset({
    "log", "checkpoint", "disc", "setting", "anteroom", "attachment", "opening", "opening_key", "withheld",
})  # fmt: skip
"""Tables that are of no case: sizes of logs, and what is read by a digest or an act that a reader has seen named."""
_BY_ACT: Mapping[str, str] = {"evidence": "digest"}
"""Tables that name an act in the place of a case; what names none (refused bytes) is of no case."""
_NAMED = re.compile(r"\b(?:FROM|JOIN)\s+([a-z_]+)\b")
_UNREAD = re.compile(r"\bFROM\s+[a-z_]+(?:\s+(?:AS\s+)?[a-z_]+)?\s*,|\b(?:FROM|JOIN)\s+[^a-z_(\s]|\bWITH\b")
"""Ways to name a table that ``_NAMED`` does not read: they are refused, so that none stands there unlimited."""

_HOW = "a reader's store takes SELECT over tables named after FROM and JOIN; the whole node writes (house.opened.node)"


class Seen(Store):
    """The tables of one database as somebody sees them. Reads alone."""

    def __init__(self, alias: str, seeing: Seeing) -> None:
        super().__init__(alias)
        self.seeing = seeing

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a question over what may be seen; raises TypeError for one that writes or names tables in another way."""
        circles = None if self.seeing.circles is None else len(self.seeing.circles)
        vendor = connections[self.alias].vendor
        text, times = _behind(sql, self.seeing.level < 0, (circles, len(self.seeing.within)), vendor)
        higher = [each for pair in self.seeing.within for each in pair]
        one = [self.seeing.level, *sorted(self.seeing.circles or ()), *higher]
        return super().run(text, [*one * times, *values])

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> NoReturn:  # noqa: ARG002  as the whole store takes them
        """Refuse: what somebody sees is not a place to write."""
        raise TypeError(f"{_HOW}: {sql}")


def seen_by(store: Store, seeing: Seeing) -> Store:
    """Return a store as somebody sees it; one that is limited already keeps both limits."""
    if isinstance(store, Seen):
        seeing = seeing.both(store.seeing)
    return Store(store.alias) if seeing == ALL else Seen(store.alias, seeing)


_Many = tuple[int | None, int]
"""How many circles a reader has (None: all), and in how many of them the reader sees higher."""


@lru_cache(maxsize=1024)
def _behind(sql: str, nothing: bool, many: _Many, vendor: str) -> tuple[str, int]:  # noqa: FBT001  a cache's key
    """Return a statement over what may be seen, and how often the level and circles stand before its values."""
    if not sql.lstrip().startswith("SELECT ") or _UNREAD.search(sql):
        raise TypeError(f"{_HOW}: {sql}")
    tables = [each for each in dict.fromkeys(_NAMED.findall(sql)) if each not in _OPEN]
    place = "main." if vendor == "sqlite" else ""
    before = ", ".join(
        f"{table} AS NOT MATERIALIZED (SELECT * FROM {place}{table} AS t WHERE {_condition(table, place, many)}"
        f"{' AND 1 = 0' if nothing else ''})"
        for table in tables
    )
    return (f"WITH {before} {sql}" if tables else sql), len(tables)


def _condition(table: str, place: str, many: _Many) -> str:
    circles, within = many
    marks = ", ".join(["''", *["%s"] * (circles or 0)])
    if table in own():
        # Written so that no index serves them: which one does is for the question's own conditions to say.
        seen = "t.level + 0 <= %s" + ("" if circles is None else f" AND t.circle || '' IN ({marks})")
        higher = " OR (t.circle || '' = %s AND t.level + 0 <= %s)" * within
        return f"({seen}{higher})" if within else seen
    hidden = f"(s.level > %s{'' if circles is None else f' OR s.circle NOT IN ({marks})'})"
    hidden += " AND NOT (s.circle = %s AND s.level <= %s)" * within
    if table in _BY_ACT:
        return (
            f"NOT EXISTS (SELECT 1 FROM {place}entry AS e JOIN {place}case_sight AS s "
            f'ON s.pair = e.pair AND s."case" = e."case" '
            f"WHERE e.pair = t.pair AND e.act = t.{_BY_ACT[table]} AND e.kind <> '' AND {hidden})"
        )
    return (
        f'NOT EXISTS (SELECT 1 FROM {place}case_sight AS s WHERE s.pair = t.pair AND s."case" = t."case" AND {hidden})'
    )


def sights_of(store: Store, table: str, pair: str) -> list[tuple[int, str]]:
    """Return every (level, circle) that the reader may see in a table that bears them (``shelves.own``).

    Whoever sees all circles finds them by steps in the table's index (pair, level, circle …).
    """
    seeing = store.seeing if isinstance(store, Seen) else ALL
    if seeing.circles is not None:
        circles = ("", *sorted(seeing.circles))
        return sorted((level, circle) for circle in circles for level in range(seeing.level_in(circle) + 1))
    found: list[tuple[int, str]] = []
    while following := _step(store, table, pair, found[-1] if found else (-1, ""), seeing.level):
        found.append(following)
    return found + [(level, name) for name, most in seeing.within for level in range(seeing.level + 1, most + 1)]


def _step(store: Store, table: str, pair: str, at: tuple[int, str], most: int) -> tuple[int, str] | None:
    """Return the next (level, circle) of an index: another circle of this level, else the first of a higher one."""
    for condition, values in (
        ("level = %s AND circle > %s", at),
        ("level > %s AND level <= %s", (at[0], most)),
    ):
        sql = f"SELECT level, circle FROM {table} WHERE pair = %s AND {condition} ORDER BY level, circle LIMIT 1"
        for level, circle in store.run(sql, [pair, *values]):
            return level, circle
    return None


def sees_case(store: Store, pair: str, case: bytes) -> str:
    """Return the kind of act that begins a case, where it is here and seen; empty for any other, with the same work."""
    rows = store.run('SELECT root_kind FROM half WHERE pair = %s AND "case" = %s', [pair, case])
    return rows[0][0] if rows else ""


def unseen_acts(store: Store, pair: str, acts: Iterable[bytes]) -> set[bytes]:
    """Return those of these acts that are not here or not seen: nobody learns which of the two."""
    wanted = set(acts)
    found: set[bytes] = set()
    for table, condition in (("entry", " AND kind <> ''"), ("loose", "")):
        sql = f"SELECT act FROM {table} WHERE pair = %s AND act IN ({{keys}}){condition}"
        found.update(row[0] for row in store.in_chunks(sql, [pair], wanted))
    return wanted - found


class LogLine(NamedTuple):
    """An entry at its place: its leaf hash; kind, act, time and case where the reader sees the case, else None."""

    place: int
    leaf: bytes
    kind: str | None = None
    act: bytes = b""
    time: int = 0
    case: bytes = b""


def log_lines(store: Store, pair: str, author: str, before: int, limit: int) -> list[LogLine]:
    """Return the entries of a log before a place, the last first: every place, and what each is where it is seen.

    An entry of a case that is not laid out (its root is not here, or no room of this program reads it) shows its place
    and hash alone: nobody knows yet how it is marked.
    """
    places = Store(store.alias).run(
        "SELECT place, leaf FROM entry WHERE pair = %s AND author = %s AND place < %s ORDER BY place DESC LIMIT %s",
        [pair, author, before, limit],
    )
    told = store.run(
        'SELECT e.place, e.kind, e.act, e.time, e."case" FROM entry e '
        "WHERE e.pair = %s AND e.author = %s AND e.place < %s AND e.place >= %s "
        'AND EXISTS (SELECT 1 FROM half h WHERE h.pair = e.pair AND h."case" = e."case")',
        [pair, author, before, before - limit],
    )
    known = {row[0]: row[1:] for row in told}
    return [LogLine(place, bytes(leaf), *known.get(place, ())) for place, leaf in places]


def circles_of(store: Store, person: str, day: date) -> frozenset[str]:
    """Return the circles of a person on a day: what our own house has put on record that the person needs to know."""
    if not person or not has_table("information_need"):
        return frozenset()
    number = day_number(day)
    rows = store.run(
        "SELECT circle FROM information_need WHERE pair = %s AND person = %s AND from_day <= %s AND to_day >= %s",
        [NATIONAL, person, number, number],
    )
    return frozenset(row[0] for row in rows if row[0])


def attested(store: Store, person: str, day: date) -> dict[str, int] | None:
    """Return up to which level a person is attested on a day, by scope: ``""`` (0 for none) for all, else one circle.

    None while no room attests. A transfer breaks every clearance that its agency gave until then, whichever of them the
    transfer was entered for.
    """
    if not has_table("information_attestation"):
        return None
    number = day_number(day)
    rows = store.run(
        "SELECT scope, MAX(level) FROM information_attestation a "
        "WHERE pair = %s AND person = %s AND from_day <= %s AND to_day >= %s "
        "AND NOT EXISTS (SELECT 1 FROM information_attestation b WHERE b.pair = a.pair AND b.person = a.person "
        "AND b.agency = a.agency AND b.broken_by <> '' AND b.to_day < %s AND b.to_day + 1 >= a.from_day "
        'AND b."case" <> a."case") GROUP BY scope',
        [NATIONAL, person, number, number, number],
    )
    return {"": 0} | {str(scope): int(level or 0) for scope, level in rows}
