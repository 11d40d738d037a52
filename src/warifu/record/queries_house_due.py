"""What of our own house runs out, is overdue, is not explained, or stands wrongly: for its overview and for home.

Law: as ``queries_house``; each list is cut where it is read, and limited to what the reader's store shows. Who is named
with desks is told of what those desks have entered, and of what awaits that person's own hand, whoever entered it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from warifu.record.log import NATIONAL, Store
from warifu.record.queries_house import IN_HAND
from warifu.record.queries_owed import day_number
from warifu.record.queries_pages import Reader, left_out
from warifu.record.shelves import shelves

_SECONDS = 86_400


class Due(NamedTuple):
    """Something of the house that runs out or is to be explained: its case, what, about whom or what, and the day."""

    case: bytes
    what: str
    """attestation, need, place, muster (a clock), handed, countersign, incident, return, charge_twice, charge_gone, or
    the code of a trouble."""
    about: str
    due: int


class Of(NamedTuple):
    """Of which pair and party it is asked; where desks are named, of those alone and of what awaits a person."""

    pair: str
    us: str
    desks: frozenset[str] | None = None
    person: str = ""


def due(store: Store, on: date, limit: int = 100, of: tuple[Any, ...] | None = None) -> list[Due]:
    """Return what of the house has begun to run out by a day, what is overdue and what nobody has explained.

    ``of`` (the fields of ``Of``): where they are told, also what is handed over and not yet taken, losses that are
    being reported, copies of that pair with two custodians, and charges of what we no longer hold.
    """
    number, whose = day_number(on), Of(*of) if of else Of("", "")
    seen, given = _at_desks("k", whose)
    clocks = store.run(
        'SELECT k."case", k.name, k.about, k.due FROM information_clock k WHERE k.pair = %s AND k.done IS NULL '
        f"AND k.starts <= %s{seen} ORDER BY k.due LIMIT {int(limit)}",
        [NATIONAL, number, *given],
    )
    troubles = store.run(
        'SELECT k."case", k.code, k.what, k.due FROM information_trouble k WHERE k.pair = %s AND k.state = %s'
        f"{seen} ORDER BY k.due LIMIT {int(limit)}",
        [NATIONAL, "open", *given],
    )
    found = [Due(*row) for row in clocks] + [Due(row[0], row[1], "", row[3]) for row in troubles]
    if of:
        found += [*_handed(store, whose, limit), *_countersigned_by_nobody(store, whose, limit)]
        found += [*_incidents(store, whose, limit), *_charged_wrongly(store, whose, limit)]
    return sorted(found, key=lambda each: (each.due, each.case))[:limit]


def _at_desks(alias: str, of: Of, *persons: str) -> tuple[str, list[Any]]:
    """The condition under which a national case is the reader's: entered at a desk of his, or naming his person."""
    if of.desks is None:
        return "", []
    desks = sorted(of.desks)
    named = [column for column in persons if of.person]
    either = "".join(f" OR {alias}.{column} = %s" for column in named)
    sql = (
        f' AND (EXISTS (SELECT 1 FROM information_case h WHERE h.pair = {alias}.pair AND h."case" = {alias}."case" '
        f"AND h.desk IN ({', '.join(['%s'] * len(desks)) or 'NULL'})){either})"
    )
    return sql, [*desks, *([of.person] * len(named))]


def _handed(store: Store, of: Of, limit: int) -> list[Due]:
    """Copies handed to another who has not signed for them: who handed them answers for them since that day."""
    seen, given = _at_desks("c", of, "person", "to_person")
    rows = store.run(
        "SELECT c.\"case\", COALESCE(i.number, ''), c.copy, c.person, c.to_person, k.since "
        "FROM information_custodian c "
        'JOIN information_case k ON k.pair = c.pair AND k."case" = c."case" '
        'LEFT JOIN information_item i ON i.pair = %s AND i."case" = c.item '
        f"WHERE c.pair = %s AND c.ended = '' AND c.to_person <> ''{seen} ORDER BY k.since LIMIT {int(limit)}",
        [of.pair, NATIONAL, *given],
    )
    return [
        Due(case, "handed", f"{item} {copy}: {giver} → {taker}".strip(), since // _SECONDS)
        for case, item, copy, giver, taker, since in rows
    ]


def _countersigned_by_nobody(store: Store, of: Of, limit: int) -> list[Due]:
    """Musters at a handover that are closed, and that whoever takes over has not signed."""
    seen, given = _at_desks("m", of, "person", "to_person")
    rows = store.run(
        'SELECT m."case", m.number, m.person, m.to_person, m.closed_on FROM information_muster m WHERE m.pair = %s '
        "AND m.form = 'handover' AND m.closed_on IS NOT NULL AND m.countersigned_on IS NULL"
        f"{seen} ORDER BY m.closed_on LIMIT {int(limit)}",
        [NATIONAL, *given],
    )
    return [
        Due(case, "countersign", f"{number}: {giver} → {taker}", closed) for case, number, giver, taker, closed in rows
    ]


def _incidents(store: Store, of: Of, limit: int) -> list[Due]:
    """Losses and compromises that both sides have not closed yet: by the next day on which something is due of them."""
    seen, given = left_out(Reader(of.pair, of.us, of.desks), shelves()["information"], "w")
    rows = store.run(
        "SELECT w.\"case\", COALESCE(i.number, ''), COALESCE((SELECT MIN(k.due) FROM information_clock k "
        'WHERE k.pair = w.pair AND k."case" = w."case" AND k.done IS NULL AND NOT k.is_right), w.due, w.since) '
        'FROM information_trouble w JOIN information_incident i ON i.pair = w.pair AND i."case" = w."case" '
        f"WHERE w.pair = %s AND w.what = 'incident' AND w.state = 'open' AND NOT i.exercise{seen} "
        f"ORDER BY w.since LIMIT {int(limit)}",
        [of.pair, *given],
    )
    return [Due(case, "incident", number, day) for case, number, day in rows]


def _charged_wrongly(store: Store, of: Of, limit: int) -> list[Due]:
    """Charges beside another of the same copy, and charges of a copy that is not in our hands: since that day."""
    seen, given = _at_desks("c", of, "person")
    rows = store.run(
        'SELECT c."case", c.copy, c.person, c.since, k.since_day, k.party = %s AND k.status IN (%s, %s) '
        'FROM information_custodian c JOIN information_copy k ON k.pair = %s AND k."case" = c.item AND k.copy = c.copy '
        "WHERE c.pair = %s AND c.ended = '' AND (NOT (k.party = %s AND k.status IN (%s, %s)) OR EXISTS ("
        "SELECT 1 FROM information_custodian o WHERE o.pair = c.pair AND o.item = c.item AND o.copy = c.copy "
        f'AND o.ended = \'\' AND o."case" <> c."case" AND o.since <= c.since)){seen} LIMIT {int(limit)}',
        [of.us, *IN_HAND, of.pair, NATIONAL, of.us, *IN_HAND, *given],
    )
    return [
        Due(case, "charge_twice" if here else "charge_gone", f"{copy} ({person})", taken if here else left)
        for case, copy, person, taken, left, here in rows
    ]
