"""What the tables tell of our own house: who is cleared, who needs to know, where copies lie, what a muster expects.

Law: each question is of a day. Rows of the house stand under the pair ``national``; items and copies under the pair of
the peer. A store limited to a reader (``queries_sight``) answers as if what is not seen did not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from warifu.record.log import NATIONAL, Store
from warifu.record.queries_owed import day_number

_DAY_ONE = date(1970, 1, 1).toordinal()
IN_HAND = ("held", "returned")


def day(number: int) -> date:
    """Return the day of a number of days since 1970-01-01."""
    return date.fromordinal(min(max(_DAY_ONE + number, 1), date.max.toordinal()))


class CopyAt(NamedTuple):
    """A copy of an item on a day, with what a decision asks of the item."""

    item: bytes
    number: str
    copy: str
    owner: str
    level: int
    circle: str
    releasable_to: str
    designated_by: str
    content: bytes
    marking: tuple[str, str, str]
    status: str
    party: str


class Cleared(NamedTuple):
    """An attestation of a person as its row stands."""

    case: bytes
    agency: str
    level: int
    scope: str
    from_day: int
    to_day: int
    broken_by: str
    nationality: str
    contractor: str


class Expected(NamedTuple):
    """A copy that should be here on a day: with whom, where, and how it is marked."""

    item: bytes
    number: str
    copy: str
    level: int
    marking: tuple[str, str, str]
    place: str
    container: str
    custodian: str
    circle: str


def item_of(store: Store, pair: str, number: str) -> bytes:
    """Return the case of an item by its register number; empty where none, or more than one, bears it."""
    rows = store.run('SELECT "case" FROM information_item WHERE pair = %s AND number = %s', [pair, number])
    return rows[0][0] if len(rows) == 1 else b""


def digest_of(written: str) -> bytes:
    """Return the 32 bytes that hex names; zeros, which name nothing, for what is no such hex."""
    try:
        return bytes.fromhex(written).rjust(32, b"\0")[-32:]
    except ValueError:
        return bytes(32)


def copy_at(store: Store, pair: str, item: bytes, copy: str, on: date) -> CopyAt | None:
    """Return a copy as it stood on a day; None where there is no such copy, or none that may be seen."""
    items = store.run(
        "SELECT number, opener, level, circle, releasable_to, agency, content, scheme, version, marking "
        'FROM information_item WHERE pair = %s AND "case" = %s',
        [pair, item],
    )
    copies = store.run(
        'SELECT level, marking FROM information_copy WHERE pair = %s AND "case" = %s AND copy = %s', [pair, item, copy]
    )
    if not items or not copies:
        return None
    number, owner, level, circle, releasable, agency, content, scheme, version, marking = items[0]
    number_of_day = day_number(on)
    steps = store.run(
        'SELECT status, party FROM information_movement WHERE pair = %s AND "case" = %s AND copy = %s '
        "AND from_day <= %s AND (to_day IS NULL OR to_day > %s) ORDER BY step DESC LIMIT 1",
        [pair, item, copy, number_of_day, number_of_day],
    )
    status, party = steps[0] if steps else ("", "")
    return CopyAt(
        item, number, copy, owner, max(level, copies[0][0]), circle, releasable, agency, content,
        (scheme, version, copies[0][1] or marking), status, party,
    )  # fmt: skip


def clearances(store: Store, person: str) -> list[Cleared]:
    """Return every attestation of a person, ended ones too, the newest first."""
    rows = store.run(
        'SELECT "case", agency, level, scope, from_day, to_day, broken_by, nationality, contractor '
        "FROM information_attestation WHERE pair = %s AND person = %s ORDER BY from_day DESC, to_day DESC",
        [NATIONAL, person],
    )
    return [Cleared(*row) for row in rows]


def needs(store: Store, person: str, circle: str) -> list[tuple[int, int, int | None]]:
    """Return (from, to, briefed on; None where not yet) of each need of a person to know a circle."""
    sql = "SELECT from_day, to_day, briefed_on FROM information_need WHERE pair = %s AND person = %s AND circle = %s"
    rows = store.run(sql, [NATIONAL, person, circle])
    return [(row[0], row[1], row[2]) for row in rows]


def place_level(store: Store, place: str, medium: str, on: date) -> int:
    """Return the level to which a place is accredited for a medium on a day; -1 where it is not."""
    number = day_number(on)
    rows = store.run(
        "SELECT MAX(level) FROM information_place WHERE pair = %s AND place = %s AND media LIKE %s "
        "AND from_day <= %s AND to_day >= %s",
        [NATIONAL, place, f"% {medium} %", number, number],
    )
    return -1 if rows[0][0] is None else int(rows[0][0])


def expected(store: Store, pair: str, us: str, on: date) -> Iterator[Expected]:
    """Yield every copy that our side has in hand on a day, by place and custodian.

    A number that two copies bear, and a copy that two charges name, is looked for once: what is wrong stands elsewhere.
    """
    number = day_number(on)
    rows = store.run(
        'SELECT m."case", i.number, m.copy, i.level, i.scheme, i.version, i.marking, '
        "COALESCE(c.place, ''), COALESCE(c.container, ''), COALESCE(c.person, ''), i.circle "
        'FROM information_movement m JOIN information_item i ON i.pair = m.pair AND i."case" = m."case" '
        "LEFT JOIN information_custodian c ON c.pair = %s AND c.item = m.\"case\" AND c.copy = m.copy AND c.ended = '' "
        "WHERE m.pair = %s AND m.party = %s AND m.status IN (%s, %s) AND m.from_day <= %s "
        "AND (m.to_day IS NULL OR m.to_day > %s) "
        "ORDER BY i.circle, COALESCE(c.place, ''), COALESCE(c.person, ''), i.number, m.place",
        [NATIONAL, pair, us, *IN_HAND, number, number],
    )
    once: set[tuple[bytes, str]] = set()
    for row in rows:
        if (row[0], row[2]) in once:
            continue
        once.add((row[0], row[2]))
        yield Expected(row[0], row[1], row[2], row[3], (row[4], row[5], row[6]), row[7], row[8], row[9], row[10])


def charges(store: Store, item: bytes, copy: str) -> list[tuple[bytes, str, str]]:
    """Return (case, custodian, state) of each running charge of a copy: one, where all is well."""
    rows = store.run(
        'SELECT "case", person, state FROM information_custodian WHERE pair = %s AND item = %s AND copy = %s '
        "AND ended = ''",
        [NATIONAL, item, copy],
    )
    return [(row[0], row[1], row[2]) for row in rows]


def uses_of(store: Store, pair: str, draws: Iterable[bytes]) -> list[tuple[bytes, bytes]]:
    """Return (draw, case) of each release or reproduction that rests on one of these draws on a consent."""
    sql = 'SELECT draw, "case" FROM information_use WHERE pair = %s AND draw IN ({keys})'
    return [(bytes(draw), bytes(case)) for draw, case in store.in_chunks(sql, [pair], list(draws))]


def charges_of(store: Store, person: str = "", limit: int = 500) -> list[tuple[bytes, bytes, str, str, str, str]]:
    """Return (case, item, copy, place, custodian, being handed to) of running charges, of one person where named."""
    which, named = (" AND (person = %s OR to_person = %s)", [person, person]) if person else ("", [])
    rows = store.run(
        'SELECT "case", item, copy, place, person, to_person FROM information_custodian '
        f"WHERE pair = %s AND ended = ''{which} ORDER BY place, copy LIMIT {int(limit)}",
        [NATIONAL, *named],
    )
    return [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in rows]


class MusterOf(NamedTuple):
    """A muster as it stands, with what its sheets come to."""

    case: bytes
    number: str
    form: str
    on_day: int
    state: str
    sheets: int
    expected: int
    closed: int
    sighted: int
    explained: int
    unexplained: int


def musters(store: Store) -> list[MusterOf]:
    """Return every muster, the newest first; sheets and copies are those that the reader may see."""
    rows = store.run(
        'SELECT m."case", m.number, m.form, m.on_day, c.state FROM information_muster m '
        'JOIN information_case c ON c.pair = m.pair AND c."case" = m."case" '
        "WHERE m.pair = %s ORDER BY m.on_day DESC, m.number",
        [NATIONAL],
    )
    return [MusterOf(*(*row, *_of_sheets(store, row[0]))) for row in rows]


def _of_sheets(store: Store, muster: bytes) -> list[int]:
    rows = store.run(
        "SELECT COUNT(*), SUM(expected), COUNT(closed_on), SUM(sighted), SUM(explained), SUM(unexplained) "
        "FROM information_sheet "
        "WHERE pair = %s AND muster = %s",
        [NATIONAL, muster],
    )
    return [int(each or 0) for each in rows[0]]


class SheetOf(NamedTuple):
    """One sheet of a muster as it stands."""

    case: bytes
    number: int
    place: str
    custodian: str
    expected: int
    sighted: int
    explained: int
    unexplained: int
    closed_on: int | None
    head: bytes


def sheets(store: Store, muster: bytes) -> list[SheetOf]:
    """Return the sheets of a muster in their order; ``head`` is the act by which a closed one was closed."""
    rows = store.run(
        'SELECT s."case", s.number, s.place, s.custodian, s.expected, s.sighted, s.explained, s.unexplained, '
        "s.closed_on, c.head FROM information_sheet s JOIN information_case c "
        'ON c.pair = s.pair AND c."case" = s."case" WHERE s.pair = %s AND s.muster = %s ORDER BY s.number',
        [NATIONAL, muster],
    )
    return [SheetOf(*row) for row in rows]


class SheetLine(NamedTuple):
    """One copy on a sheet, with the register number of its item (empty where that is not seen)."""

    line: int
    item: bytes
    copy: str
    said: str
    seen: bool
    number: str
    place: str
    container: str
    scheme: str = ""
    version: str = ""
    marking: str = ""
    corresponding: str = ""
    exercise: bool = False


def sheet_lines(store: Store, pair: str, sheet: bytes) -> list[SheetLine]:
    """Return the lines of a sheet in their order."""
    rows = store.run(
        "SELECT l.line, l.item, l.copy, l.said, l.seen, COALESCE(i.number, ''), COALESCE(c.place, ''), "
        "COALESCE(c.container, ''), COALESCE(i.scheme, ''), COALESCE(i.version, ''), COALESCE(i.marking, ''), "
        "COALESCE(i.corresponding, ''), i.exercise FROM information_sheet_line l "
        'LEFT JOIN information_item i ON i.pair = %s AND i."case" = l.item '
        "LEFT JOIN information_custodian c ON c.pair = l.pair AND c.item = l.item AND c.copy = l.copy AND c.ended = '' "
        'WHERE l.pair = %s AND l."case" = %s ORDER BY l.line',
        [pair, NATIONAL, sheet],
    )
    return [SheetLine._make((*row[:4], bool(row[4]), *row[5:-1], bool(row[-1]))) for row in rows]


def facility_level(store: Store, pair: str, facility: str, on: date) -> int:
    """Return the level up to which a firm's place is assured on a day; -1 where nothing is on record."""
    if not facility:
        return -1
    rows = store.run(
        "SELECT MAX(level_assured) FROM information_facility WHERE pair = %s AND number = %s AND valid_to >= %s",
        [pair, facility, day_number(on)],
    )
    return -1 if rows[0][0] is None else int(rows[0][0])


class Attested(NamedTuple):
    """An attestation as a list shows it."""

    case: bytes
    person: str
    agency: str
    clearance: str
    written: str
    scope: str
    from_day: int
    to_day: int
    ended: str


class Needed(NamedTuple):
    """A need to know as a list shows it."""

    case: bytes
    person: str
    circle: str
    from_day: int
    to_day: int
    briefed_on: int | None
    ended: str


class Accredited(NamedTuple):
    """A place as a list shows it."""

    case: bytes
    place: str
    agency: str
    written: str
    media: str
    from_day: int
    to_day: int
    ended: str


def attestations(store: Store, words: str = "", limit: int = 500) -> list[Attested]:
    """Return attestations by person, those whose person or agency begins so."""
    rows = store.run(
        'SELECT "case", person, agency, clearance, written, scope, from_day, to_day, ended '
        "FROM information_attestation "
        f"WHERE pair = %s AND (person LIKE %s OR agency LIKE %s) ORDER BY person, from_day LIMIT {int(limit)}",
        [NATIONAL, _begins(words), _begins(words)],
    )
    return [Attested(*row) for row in rows]


def needed(store: Store, words: str = "", limit: int = 500) -> list[Needed]:
    """Return needs to know by person, those whose person or circle begins so."""
    rows = store.run(
        'SELECT "case", person, circle, from_day, to_day, briefed_on, ended FROM information_need '
        f"WHERE pair = %s AND (person LIKE %s OR circle LIKE %s) ORDER BY person, circle LIMIT {int(limit)}",
        [NATIONAL, _begins(words), _begins(words)],
    )
    return [Needed(*row) for row in rows]


def accredited(store: Store, limit: int = 500) -> list[Accredited]:
    """Return accredited places."""
    rows = store.run(
        'SELECT "case", place, agency, written, media, from_day, to_day, ended FROM information_place '
        f"WHERE pair = %s ORDER BY place LIMIT {int(limit)}",
        [NATIONAL],
    )
    return [Accredited(*row) for row in rows]


def _begins(words: str) -> str:
    return words.replace("\\", "").replace("%", "").replace("_", "") + "%"


def access_of(store: Store, case: bytes) -> tuple[str, str, int, bytes] | None:
    """Return (person, answer, day, item) of a decision that may be seen."""
    rows = store.run(
        'SELECT person, answer, on_day, item FROM information_access WHERE pair = %s AND "case" = %s', [NATIONAL, case]
    )
    return rows[0] if rows else None


def numbers(store: Store, pair: str, items: list[bytes]) -> dict[bytes, str]:
    """Return the register numbers of items that may be seen."""
    found: dict[bytes, str] = {}
    for item in dict.fromkeys(items):
        rows = store.run('SELECT number FROM information_item WHERE pair = %s AND "case" = %s', [pair, item])
        if rows:
            found[item] = rows[0][0]
    return found
