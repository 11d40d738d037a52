"""The register of classified information as its reader sees it: items, copies, and where each was on any date.

Law: a page is found by its place and never by counting. Items lie in an index by circle and level, so that a reader
who may see a few of a million pays for those few: each circle and level that the reader sees gives its newest lines,
and the lists are merged. Whoever sees every circle has an index by level alone. No hidden row is touched by either.
What is *held, on the way, missing, returned, released, destroyed* on a date is read from the intervals that the fold of
custody left; a copy that did not exist on that date is not there. Markings are those of now.

Place on the path: after the tables, before pages, the command line, the API and the printed register.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from warifu.record.log import Store
from warifu.record.queries_owed import day_number, day_of
from warifu.record.queries_pages import Place
from warifu.record.queries_sight import Seen, sights_of

SHOWN = 25
"""Lines of one page."""
WHERE = ("held", "transit", "missing", "returned", "released", "destroyed_unwitnessed", "destroyed")
"""States of a copy, as custody names them."""
_STATES = {
    "missing": "missing > 0", "released": "released > 0", "destroyed": "destroyed > 0", "out": "out > 0",
    "discrepancy": "discrepancies > 0",
}  # fmt: skip
NARROWED = (*_STATES, "expiring")
FORMS = ("document", "equipment", "electronic", "oral_briefing")
_EXPIRING_DAYS = 90
_DIGEST_BEGINS = 8


class Item(NamedTuple):
    """One item as it stands now."""

    case: bytes
    number: str
    form: str
    opener: str
    originator: str
    scheme: str
    version: str
    marking: str
    corresponding: str
    level: int
    circle: str
    releasable_to: str
    handling: str
    agency: str
    expires: int | None
    state: str
    since: int
    """UTC seconds of the last act about it."""
    registered: int
    copies: int
    out: int
    missing: int
    released: int
    destroyed: int
    discrepancies: int
    exercise: bool


class Copy(NamedTuple):
    """One copy on a date: where it was, in whose hands, from when, and by which act it came there."""

    case: bytes
    place: int
    copy: str
    status: str
    party: str
    desk: str
    from_day: date
    to_day: date | None
    act: bytes
    package: str
    other: str
    loan_until: date | None


class Wanted(NamedTuple):
    """What the register is narrowed to; empty means all. ``on``: items entered by that day."""

    words: str = ""
    form: str = ""
    state: str = ""
    holder: str = ""
    on: date | None = None
    today: date | None = None
    """Against which ``expiring`` is told."""


def page(store: Store, pair: str, wanted: Wanted, at: Place | None = None, limit: int = SHOWN + 1) -> list[Item]:
    """List items, those moved last first, beside a place; at most ``limit``, in the order of the direction asked."""
    where, values = _narrowed(pair, wanted)
    back = at is not None and at.back
    sign, way = (">", "ASC") if back else ("<", "DESC")
    if at is not None:
        where.append(f'since {sign}= %s AND (since {sign} %s OR "case" {sign} %s)')
        values += [at.since, at.since, at.case]
    names = ", ".join(f'"{name}"' for name in Item._fields)
    lists = []
    for condition, given in strata(store, pair):
        sql = (
            f"SELECT {names} FROM information_item WHERE {' AND '.join([*where, *condition])} "
            f'ORDER BY since {way}, "case" {way} LIMIT {limit:d}'
        )
        lists.append([_item(row) for row in store.run(sql, [*values, *given])])
    merged = heapq.merge(*lists, key=attrgetter("since", "case"), reverse=not back)
    return [line for line, _ in zip(merged, range(limit), strict=False)]


def strata(store: Store, pair: str) -> Iterable[tuple[list[str], list[Any]]]:
    """Return the parts of an index of items that the reader sees: levels of all circles, circles by level, or all."""
    if not isinstance(store, Seen):
        return [([], [])]
    seeing = store.seeing
    if seeing.circles is not None:
        sights = sights_of(store, "information_case", pair)
        return [(["circle = %s", "level = %s"], [circle, level]) for level, circle in sights]
    higher = [(name, level) for name, most in seeing.within for level in range(seeing.level + 1, most + 1)]
    return [
        *((["level = %s"], [level]) for level in range(seeing.level + 1)),
        *((["circle = %s", "level = %s"], [name, level]) for name, level in higher),
    ]


def _item(row: tuple[Any, ...]) -> Item:
    found = Item._make(row)
    return found._replace(case=bytes(found.case), exercise=bool(found.exercise))


def _narrowed(pair: str, wanted: Wanted) -> tuple[list[str], list[Any]]:
    where, values = ["pair = %s"], list[Any]([pair])
    if wanted.form:
        where.append("form = %s")
        values.append(wanted.form)
    if wanted.on is not None:
        where.append("registered <= %s")
        values.append(day_number(wanted.on))
    if wanted.state in _STATES:
        where.append(_STATES[wanted.state])
    if wanted.state == "expiring" and wanted.today is not None:
        where.append("expires <= %s AND state <> 'closed'")
        values.append(day_number(wanted.today) + _EXPIRING_DAYS)
    if wanted.holder:
        where.append(
            "EXISTS (SELECT 1 FROM information_copy c WHERE c.pair = information_item.pair "
            'AND c."case" = information_item."case" AND c.party = %s AND c.status IN (%s, %s))'
        )
        values += [wanted.holder, "held", "returned"]
    for word in wanted.words.split():
        escaped = word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        where.append("search LIKE %s ESCAPE '!'")
        values.append(f"%{escaped}%")
    return where, values


def item(store: Store, pair: str, case: bytes) -> Item | None:
    """Return one item; None where there is none that the reader may see."""
    names = ", ".join(f'"{name}"' for name in Item._fields)
    rows = store.run(f'SELECT {names} FROM information_item WHERE pair = %s AND "case" = %s', [pair, case])
    return _item(rows[0]) if rows else None


_COLUMNS = (
    '"case", place, copy, status, party, desk, from_day, to_day, act, package, other, loan_until, step'
)  # fmt: skip


def copies(store: Store, pair: str, cases: Iterable[bytes], on: date) -> dict[bytes, list[Copy]]:
    """Return where every copy of these items was at the end of a day, by item and in the order of their making."""
    number = day_number(on)
    sql = (
        f"SELECT {_COLUMNS} FROM information_movement WHERE pair = %s AND from_day <= %s "
        'AND "case" IN ({keys}) ORDER BY "case", place, step'
    )
    last: dict[tuple[bytes, int], Copy] = {}
    for row in store.in_chunks(sql, [pair, number], list(cases)):
        found = _copy(row)
        last[found.case, found.place] = found
    result: dict[bytes, list[Copy]] = {}
    for found in last.values():
        result.setdefault(found.case, []).append(found)
    return result


def history(store: Store, pair: str, case: bytes) -> list[Copy]:
    """Return every interval of every copy of an item, copy by copy, the first first."""
    rows = store.run(
        f'SELECT {_COLUMNS} FROM information_movement WHERE pair = %s AND "case" = %s ORDER BY place, step',
        [pair, case],
    )
    return [_copy(row) for row in rows]


def _copy(row: tuple[Any, ...]) -> Copy:
    case, place, name, status, party, desk, first, last, act, package, other, loan, _ = row
    return Copy(
        bytes(case), place, name, status, party, desk, day_of(first), _day(last), bytes(act), package, other, _day(loan)
    )


def _day(number: int | None) -> date | None:
    return None if number is None else day_of(number)


class Difference(NamedTuple):
    """What does not fit in the custody of an item, and the act that explained it (empty: nobody has)."""

    code: str
    copy: str
    act: bytes
    side: str
    on: date
    figures: dict[str, str]
    explained_by: bytes


def differences(store: Store, pair: str, case: bytes) -> list[Difference]:
    """Return what does not fit in the custody of an item."""
    rows = store.run(
        'SELECT code, copy, act, side, "on", figures, explained_by FROM information_discrepancy '
        'WHERE pair = %s AND "case" = %s ORDER BY number',
        [pair, case],
    )
    return [
        Difference(code, copy, bytes(act), side, day_of(on), _figures(figures), bytes(by))
        for code, copy, act, side, on, figures, by in rows
    ]


def _figures(written: str) -> dict[str, str]:
    return dict(each.partition("=")[::2] for each in written.split("\n") if each)


def summary(found: Iterable[Copy]) -> dict[str, int]:
    """Count copies by where they are; what is held is told by party: ``held GB``."""
    counted: dict[str, int] = {}
    for each in found:
        key = f"{each.status} {each.party}" if each.status == "held" else each.status
        counted[key] = counted.get(key, 0) + 1
    return counted


def named(store: Store, pair: str, which: str) -> bytes | None:
    """Return the item of a register number, or of the beginning of its digest; None unless it is one alone."""
    rows = store.run('SELECT "case" FROM information_item WHERE pair = %s AND number = %s LIMIT 2', [pair, which])
    if not rows and _DIGEST_BEGINS <= len(which) <= 64 and not set(which) - set("0123456789abcdef"):
        low = bytes.fromhex(which + "0" * (64 - len(which)))
        high = bytes.fromhex(which + "f" * (64 - len(which)))
        rows = store.run(
            'SELECT "case" FROM information_item WHERE pair = %s AND "case" >= %s AND "case" <= %s LIMIT 2',
            [pair, low, high],
        )
    return bytes(rows[0][0]) if len(rows) == 1 else None
