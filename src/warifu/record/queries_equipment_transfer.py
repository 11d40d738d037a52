"""Questions about transfers: what is held by whom, what is under way, what runs out; and our own screenings.

Law: reads never touch the law; every question goes through the store it is given, which may be one reader's. Quantities
are those of the tables, exact and written out. Screenings stand under the pair ``national``.
Place on the path: after the tables, before pages, API and the command line.
"""

from __future__ import annotations

from typing import NamedTuple

from warifu.record.log import NATIONAL, Store

_OVER = ("finished", "refused", "withdrawn")


class Held(NamedTuple):
    """Of one item with one recipient under one transfer: where what was received is."""

    case: bytes
    number: str
    state: str
    asker: str
    item: str
    recipient: str
    country: str
    unit: str
    granted: str
    under_way: str
    received: str
    held: str
    returned: str
    disposed: str
    passed_on: str
    lost: str
    discrepancies: int


_HELD = (
    't."case", t.number, t.state, t.asker, s.item, s.recipient, s.recipient_country, s.unit, s.granted, s.under_way, '
    "s.received, s.held_now, s.returned, s.disposed, s.passed_on, s.lost, t.discrepancies"
)
_JOINED = (
    'FROM equipment_transfer_share AS s JOIN equipment_transfer AS t ON t.pair = s.pair AND t."case" = s."case" '
    "WHERE s.pair = %s AND (%s = '' OR s.item = %s) AND (%s = '' OR s.recipient = %s)"
)


def held(store: Store, pair: str, item: str = "", recipient: str = "") -> list[Held]:
    """List what was received, is held or is under way, by recipient, item and transfer."""
    rows = store.run(
        f"SELECT {_HELD} {_JOINED} AND (s.received <> '0' OR s.under_way <> '0') "
        'ORDER BY s.recipient, s.item, t.number, t."case", s.place',
        [pair, item, item, recipient, recipient],
    )
    return [Held(*row) for row in rows]


def under_way(store: Store, pair: str) -> list[Held]:
    """List what was shipped and has not been received, by transfer."""
    rows = store.run(
        f"SELECT {_HELD} {_JOINED} AND s.under_way <> '0' ORDER BY t.number, t.\"case\", s.place", [pair, *[""] * 4]
    )
    return [Held(*row) for row in rows]


class Ending(NamedTuple):
    """A grant or a licence that runs out: of which transfer, for whom or by which reference, on which day."""

    case: bytes
    number: str
    what: str
    about: str
    due: int


def ending(store: Store, pair: str, until: int) -> list[Ending]:
    """List grants and licences of running transfers that run out by a day (days since 1970), the first in front."""
    marks = ", ".join(["%s"] * len(_OVER))
    rows = store.run(
        'SELECT t."case", t.number, c.name, c.about, c.due FROM equipment_clock AS c '
        'JOIN equipment_transfer AS t ON t.pair = c.pair AND t."case" = c."case" '
        f"WHERE c.pair = %s AND c.name IN ('transfer-valid', 'licence') AND c.due <= %s AND t.state NOT IN ({marks}) "
        'ORDER BY c.due, t.number, t."case", c.number',
        [pair, until, *_OVER],
    )
    return [Ending(*row) for row in rows]


class Screening(NamedTuple):
    """A screening of our own house: of which transfer, until when, how far it is."""

    case: bytes
    number: str
    transfer: bytes
    transfer_number: str
    due: int
    important: bool
    departments: int
    answered: int
    signed: str
    state: str


def screenings(store: Store, transfer: bytes = b"") -> list[Screening]:
    """List the screenings, those that are under way first, then the newest; of one transfer where it is named."""
    rows = store.run(
        'SELECT "case", number, transfer, transfer_number, due, important, departments, answered, signed, state '
        "FROM equipment_screening WHERE pair = %s AND (%s = '' OR transfer = %s) "
        "ORDER BY CASE WHEN done IS NULL AND state <> 'dropped' THEN 0 ELSE 1 END, begun DESC, number",
        [NATIONAL, "x" if transfer else "", transfer],
    )
    return [Screening(*row)._replace(important=bool(row[5])) for row in rows]


class Advised(NamedTuple):
    """What a department was asked and what it advises; no opinion while it is silent."""

    department: str
    delegate: str
    due: int
    answered: int | None
    recipient: str
    opinion: str
    conditions: str
    reasons: str


def advice_of(store: Store, screening: bytes) -> list[Advised]:
    """List what departments were asked and have advised, in the order in which they were asked."""
    rows = store.run(
        "SELECT department, delegate, due, answered, recipient, opinion, conditions, reasons FROM equipment_advice "
        'WHERE pair = %s AND "case" = %s ORDER BY place',
        [NATIONAL, screening],
    )
    return [Advised(*row) for row in rows]


def applied_for(store: Store, pair: str, us: str) -> list[tuple[bytes, str, str]]:
    """List the other side's applications that wait for our decision: case, number, state."""
    rows = store.run(
        'SELECT "case", number, state FROM equipment_transfer WHERE pair = %s AND provider = %s '
        "AND state IN ('applied', 'undertaken', 'appealed', 'appealed_refused', 'appealed_licensed') "
        'ORDER BY number, "case"',
        [pair, us],
    )
    return [(row[0], row[1], row[2]) for row in rows]


class AtHome(NamedTuple):
    """What of a screening is due: its case and number, what (``screening`` or ``advice``), of whom, the day."""

    case: bytes
    number: str
    what: str
    about: str
    due: int


def due_at_home(store: Store, limit: int) -> list[AtHome]:
    """List results and advice of our own house that are awaited, the first due in front."""
    rows = store.run(
        'SELECT c."case", s.number, c.name, c.about, c.due FROM equipment_clock AS c '
        'JOIN equipment_screening AS s ON s.pair = c.pair AND s."case" = c."case" '
        f'WHERE c.pair = %s AND c.done IS NULL ORDER BY c.due, c."case", c.number LIMIT {int(limit)}',
        [NATIONAL],
    )
    return [AtHome(*row) for row in rows]
