"""Questions about consents and holdings of classified information: what rests on which consent, what is still held.

Law: reads never touch the law; every question goes through the store it is given, which may be one reader's. A release
or a reproduction that names no draw, a draw that another act has used, one that took more than was drawn: each is found
by laying uses beside draws, however many registers they stand in. What is held on a day is read from the intervals that
the fold of custody left, so that a yearly statement and the originator's answer to it are compared copy by copy.
Place on the path: after the tables, before pages, forms and the command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from warifu.law.room import NOBODY
from warifu.record import queries_registry
from warifu.record.log import Store
from warifu.record.queries_owed import day_number, day_of


class Consented(NamedTuple):
    """A consent as it stands: ``left`` None before it is given."""

    case: bytes
    number: str
    use: str
    asker: str
    recipient: str
    given: int
    left: int | None
    until: date
    conditions: str
    agreed: bool
    state: str


def consents(store: Store, pair: str, item: bytes = b"") -> list[Consented]:
    """List the consents of a pair, or those about one item, the one that ends first first."""
    narrowed = (
        'AND EXISTS (SELECT 1 FROM information_consent_item i WHERE i.pair = c.pair AND i."case" = c."case" '
        "AND i.item = %s) "
    )
    rows = store.run(
        'SELECT c."case", c.number, c.use, c.asker, c.recipient, c.given, c."left", c.until, c.conditions, c.agreed, '
        f'c.state FROM information_consent c WHERE c.pair = %s {narrowed if item else ""}ORDER BY c.until, c."case"',
        [pair, *([item] if item else [])],
    )
    return [
        Consented(bytes(case), number, use, asker, to, given, left, day_of(until), conditions, bool(agreed), state)
        for case, number, use, asker, to, given, left, until, conditions, agreed, state in rows
    ]


class Used(NamedTuple):
    """A release or a reproduction, the draw it rests on, and what does not fit; empty where all does.

    ``wrong``: no_draw, draw_unknown, drawn_twice, above_draw, another_recipient.
    """

    case: bytes
    act: bytes
    kind: str
    side: str
    copies: str
    recipient: str
    on: date
    draw: bytes
    consent: str
    wrong: str


def uses(store: Store, pair: str, item: bytes = b"") -> list[Used]:
    """List what was released and reproduced, of a pair or of one item, each beside the draw that it names."""
    of_item = 'AND u."case" = %s ' if item else ""
    rows = store.run(
        'SELECT u."case", u.act, u.kind, u.side, u.copies, u.recipient, u."on", u.draw, u.count, d.count, d.recipient, '
        "(SELECT COUNT(*) FROM information_use o WHERE o.pair = u.pair AND o.draw = u.draw), "
        "CASE WHEN d.act IS NULL THEN '' ELSE c.number END, i.opener FROM information_use u "
        "LEFT JOIN information_draw d ON d.pair = u.pair AND d.act = u.draw "
        'LEFT JOIN information_consent c ON c.pair = u.pair AND c."case" = d."case" '
        'LEFT JOIN information_item i ON i.pair = u.pair AND i."case" = u."case" '
        f'WHERE u.pair = %s {of_item}ORDER BY u."on", u.act',
        [pair, *([item] if item else [])],
    )
    found = []
    for case, act, kind, side, copies, recipient, on, draw, count, drawn, to, times, consent, opener in rows:
        wrong = "" if side == opener else _wrong((kind, recipient, bytes(draw)), count, (drawn, to, times))
        found.append(
            Used(bytes(case), bytes(act), kind, side, copies, recipient, day_of(on), bytes(draw), consent or "", wrong)
        )
    return found


def _wrong(use: tuple[str, str, bytes], count: int, draw: tuple[int | None, str | None, int]) -> str:
    """Name what does not fit between a use and its draw. A reproduction needs one only where the item asks for it."""
    kind, recipient, digest = use
    drawn, to, times = draw
    if not digest:
        return "no_draw" if kind == "released" else ""
    if drawn is None:
        return "draw_unknown" if kind == "released" else ""
    if times > 1:
        return "drawn_twice"
    if count > drawn:
        return "above_draw"
    return "another_recipient" if kind == "released" and recipient != to else ""


class HeldItem(NamedTuple):
    """An item of the other side, the copies of it that a party holds, and the circle that needs to know of it."""

    item: bytes
    number: str
    copies: tuple[str, ...]
    circle: str = ""


def held(store: Store, pair: str, holder: str, on: date) -> list[HeldItem]:
    """List what a party held of the other's items at the end of a day, by circle and register number."""
    number = day_number(on)
    rows = store.run(
        'SELECT i."case", i.number, m.copy, i.circle FROM information_movement m '
        'JOIN information_item i ON i.pair = m.pair AND i."case" = m."case" '
        "WHERE m.pair = %s AND m.party = %s AND m.status = 'held' AND i.opener <> %s AND m.from_day <= %s "
        'AND (m.to_day IS NULL OR m.to_day > %s) ORDER BY i.circle, i.number, i."case", m.place',
        [pair, holder, holder, number, number],
    )
    found: dict[bytes, tuple[str, str, list[str]]] = {}
    for case, name, copy, circle in rows:
        found.setdefault(bytes(case), (name, circle, []))[2].append(copy)
    return [HeldItem(case, name, tuple(copies), circle) for case, (name, circle, copies) in found.items()]


def parts(found: Iterable[HeldItem], most: int) -> list[list[HeldItem]]:
    """Part what is held into statements: of one circle each, and of at most so many items; at least one, empty."""
    made: list[list[HeldItem]] = []
    for each in found:
        if not made or len(made[-1]) == most or made[-1][-1].circle != each.circle:
            made.append([])
        made[-1].append(each)
    return made or [[]]


def stated(store: Store, pair: str, holder: str, as_of: date) -> tuple[set[int], set[bytes]]:
    """Return (parts, items) that a holder has stated for a day and not withdrawn."""
    known = "WHERE s.pair = %s AND s.holder = %s AND s.as_of = %s AND s.state <> 'withdrawn'"
    values = [pair, holder, day_number(as_of)]
    numbers = store.run(f"SELECT s.part FROM information_statement s {known}", values)
    items = store.run(
        'SELECT DISTINCT h.item FROM information_held h JOIN information_statement s ON s.pair = h.pair AND s."case" = '
        f'h."case" {known}',
        values,
    )
    return {row[0] for row in numbers}, {bytes(row[0]) for row in items}


class Differs(NamedTuple):
    """One difference between a statement and our own register: not_listed, or why a listed copy is not held."""

    item: bytes
    number: str
    copy: str
    what: str


def compare(store: Store, pair: str, statement: bytes) -> list[Differs]:
    """Lay a statement of holdings beside our own register on its day; a statement in parts is compared whole.

    Parts are statements of one holder with one day; a part that is not here yet makes its copies *not listed*. Of a
    part that was stated again the last counts, and of this statement's own part this one.
    """
    rows = store.run(
        'SELECT holder, as_of FROM information_statement WHERE pair = %s AND "case" = %s', [pair, statement]
    )
    if not rows:
        return []
    holder, as_of = rows[0]
    listed = {
        (bytes(item), copy): number
        for item, number, copy in store.in_chunks(
            'SELECT item, number, copy FROM information_held WHERE pair = %s AND "case" IN ({keys})',
            [pair],
            _parts_with(store, pair, statement, (holder, as_of)),
        )
    }
    ours = {(each.item, copy): each.number for each in held(store, pair, holder, day_of(as_of)) for copy in each.copies}
    missing = [Differs(*at, "not_listed") for at in _named(ours, ours.keys() - listed.keys())]
    beyond = [Differs(*at, _why_not(store, pair, at, as_of)) for at in _named(listed, listed.keys() - ours.keys())]
    return [*missing, *beyond]


def _parts_with(store: Store, pair: str, statement: bytes, of: tuple[str, int]) -> list[bytes]:
    """Return the statements that make up a whole with this one: for each other part the last that was not withdrawn."""
    rows = store.run(
        'SELECT s."case", s.part FROM information_statement s '
        'JOIN information_case c ON c.pair = s.pair AND c."case" = s."case" '
        "WHERE s.pair = %s AND s.holder = %s AND s.as_of = %s AND s.state <> 'withdrawn' ORDER BY c.since, s.\"case\"",
        [pair, *of],
    )
    last = {part: bytes(case) for case, part in rows}
    own = next((part for case, part in rows if bytes(case) == statement), None)
    return sorted({*(case for part, case in last.items() if part != own), *([statement] if own is not None else [])})


def _named(
    numbers: dict[tuple[bytes, str], str], keys: Iterable[tuple[bytes, str]]
) -> Iterable[tuple[bytes, str, str]]:
    return ((item, numbers[item, copy], copy) for item, copy in sorted(keys))


def _why_not(store: Store, pair: str, at: tuple[bytes, str, str], as_of: int) -> str:
    """Say why a copy that is listed is not held: destroyed, returned, unknown, or simply not out."""
    item, _, copy = at
    rows = store.run(
        'SELECT status FROM information_movement WHERE pair = %s AND "case" = %s AND copy = %s AND from_day <= %s '
        "ORDER BY from_day DESC, step DESC LIMIT 1",
        [pair, item, copy, as_of],
    )
    if not rows:
        return "unknown_copy"
    status: str = rows[0][0]
    return "destroyed" if status.startswith("destroyed") else "returned" if status == "returned" else "listed_not_out"


class Yearly(NamedTuple):
    """What the yearly return of a holder is reckoned from: the first day of what is still held, the last statement.

    ``as_of`` None while no whole statement is here that was not withdrawn; then ``statement`` is empty.
    """

    holder: str
    owner: str
    since: date
    as_of: date | None
    statement: bytes


def yearly(store: Store, pair: str, holder: str, owner: str, today: date) -> Yearly | None:
    """Tell what a holder's next return of the owner's items is reckoned from; None where nothing is held.

    A statement in parts counts when all of them are here.
    """
    since = _held_since(store, pair, owner)
    if since is None:
        return None
    whole = store.run(
        'SELECT as_of, MIN("case") FROM information_statement WHERE pair = %s AND holder = %s AND as_of <= %s '
        "AND state <> 'withdrawn' GROUP BY as_of HAVING COUNT(DISTINCT part) >= MAX(parts) "
        "ORDER BY as_of DESC LIMIT 1",
        [pair, holder, day_number(today)],
    )
    as_of, statement = (day_of(whole[0][0]), bytes(whole[0][1])) if whole else (None, b"")
    return Yearly(holder, owner, day_of(since), as_of, statement)


def _held_since(store: Store, pair: str, owner: str) -> int | None:
    """The first day of what the other side holds of an owner's items, asked of each part of the index that is seen."""
    days = []
    for condition, given in queries_registry.strata(store, pair):
        parts = [(condition, given)] if condition else [(["level = %s"], [level]) for level in range(NOBODY + 1)]
        for where, values in parts:
            days += store.run(
                f"SELECT held_since FROM information_item WHERE {' AND '.join(where)} AND pair = %s AND opener = %s "
                "AND held_since IS NOT NULL ORDER BY held_since LIMIT 1",
                [*values, pair, owner],
            )
    return min((row[0] for row in days), default=None)
