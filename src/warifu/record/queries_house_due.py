"""What of our own house runs out, is overdue, is not explained, or stands wrongly: for its overview and for home.

Law: as ``queries_house``; each list is cut where it is read, and limited to what the reader's store shows.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from warifu.record.log import NATIONAL, Store
from warifu.record.queries_house import IN_HAND
from warifu.record.queries_owed import day_number


class Due(NamedTuple):
    """Something of the house that runs out or is to be explained: its case, what, about whom or what, and the day."""

    case: bytes
    what: str
    """attestation, need, place, muster (a clock), charge_twice, charge_gone, or the code of a trouble."""
    about: str
    due: int


def due(store: Store, on: date, limit: int = 100, of: tuple[str, str] | None = None) -> list[Due]:
    """Return what of the house has begun to run out by a day, what is overdue and what nobody has explained.

    ``of``: the pair of a peer and our party; where they are told, also copies of that pair with two custodians, and
    charges of what we no longer hold.
    """
    number = day_number(on)
    clocks = store.run(
        'SELECT "case", name, about, due FROM information_clock WHERE pair = %s AND done IS NULL AND starts <= %s '
        f"ORDER BY due LIMIT {int(limit)}",
        [NATIONAL, number],
    )
    troubles = store.run(
        'SELECT "case", code, what, due FROM information_trouble WHERE pair = %s AND state = %s '
        f"ORDER BY due LIMIT {int(limit)}",
        [NATIONAL, "open"],
    )
    found = [Due(*row) for row in clocks] + [Due(row[0], row[1], "", row[3]) for row in troubles]
    found += _charged_wrongly(store, *of, limit) if of else []
    return sorted(found, key=lambda each: (each.due, each.case))[:limit]


def _charged_wrongly(store: Store, pair: str, us: str, limit: int) -> list[Due]:
    """Charges beside another of the same copy, and charges of a copy that is not in our hands: since that day."""
    rows = store.run(
        'SELECT c."case", c.copy, c.person, c.since, k.since_day, k.party = %s AND k.status IN (%s, %s) '
        'FROM information_custodian c JOIN information_copy k ON k.pair = %s AND k."case" = c.item AND k.copy = c.copy '
        "WHERE c.pair = %s AND c.ended = '' AND (NOT (k.party = %s AND k.status IN (%s, %s)) OR EXISTS ("
        "SELECT 1 FROM information_custodian o WHERE o.pair = c.pair AND o.item = c.item AND o.copy = c.copy "
        f'AND o.ended = \'\' AND o."case" <> c."case" AND o.since <= c.since)) LIMIT {int(limit)}',
        [us, *IN_HAND, pair, NATIONAL, us, *IN_HAND],
    )
    return [
        Due(case, "charge_twice" if here else "charge_gone", f"{copy} ({person})", taken if here else left)
        for case, copy, person, taken, left, here in rows
    ]
