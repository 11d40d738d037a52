"""What the tables tell of consents: which cases a question about shipping is about, and the ledger of consents.

Law: a store limited to a reader (``queries_sight``) answers as if what is not seen did not exist.
"""

from __future__ import annotations

from typing import NamedTuple

from warifu.record.log import Store
from warifu.record.queries_logistics import Wrong, wrong_lines
from warifu.record.queries_pages import Reader, counted, left_out
from warifu.record.shelves import shelves

TAKEN_BACK = "equipment.after_revocation.taken_back"
"""What the judge finds where such a delivery cites the revocation too."""


class LedgerLine(NamedTuple):
    """One line of a consent: from whom, for what use, how many of which item for whom, and what is left."""

    case: bytes
    number: str
    use: str
    asker: str
    state: str
    item: str
    recipient: str
    unit: str
    asked: str
    given: str
    drawn: str
    left: str
    deadline: int
    until: int
    lacking: str


def key_of(item: str, recipient: str) -> str:
    """Return item and recipient as the index of lines holds them (``rows_consent.key_of``)."""
    return f"{item[:80]}\n{recipient[:80]}"


def consents_naming(store: Store, pair: str, item: str, recipient: str) -> list[bytes]:
    """Return the consents that name an item for a recipient, those that end first in front."""
    rows = store.run(
        'SELECT DISTINCT c.until, c."case" FROM equipment_consent_line AS l '
        'JOIN equipment_consent AS c ON c.pair = l.pair AND c."case" = l."case" '
        'WHERE l.pair = %s AND l.key = %s AND l.item = %s AND l.recipient = %s ORDER BY c.until, c."case"',
        [pair, key_of(item, recipient), item, recipient],
    )
    return [row[1] for row in rows]


def transfers_of(store: Store, pair: str, consents: list[bytes]) -> list[bytes]:
    """Return the transfers in which what these consents are about has come."""
    found: dict[bytes, None] = {}
    sql = (
        'SELECT DISTINCT transfer FROM equipment_consent_line WHERE pair = %s AND "case" IN ({keys}) ORDER BY transfer'
    )
    for row in store.in_chunks(sql, [pair], consents):
        if row[0]:
            found[bytes(row[0])] = None
    return list(found)


def transfers_sharing(store: Store, pair: str, item: str, recipient: str) -> list[bytes]:
    """Return the transfers that name an item for a recipient."""
    rows = store.run(
        'SELECT DISTINCT "case" FROM equipment_transfer_share '
        'WHERE pair = %s AND item = %s AND recipient = %s ORDER BY "case"',
        [pair, item, recipient],
    )
    return [row[0] for row in rows]


def case_of(store: Store, pair: str, act: bytes) -> bytes:
    """Return the case of an act that is on record; empty where it is not here, or not seen."""
    rows = store.run('SELECT "case" FROM entry WHERE pair = %s AND act = %s AND kind <> %s', [pair, act, ""])
    return rows[0][0] if rows else b""


def ledger(store: Store, pair: str, item: str = "") -> list[LedgerLine]:
    """Return every line of every consent, or those of one item, the newest deadline first."""
    columns = (
        'c."case", c.number, c.use, c.asker, c.state, l.item, l.recipient, l.unit, l.requested, l.given, l.drawn, '
        'l."left", c.deadline, c.until, c.lacking'
    )
    condition, values = ("AND l.item = %s ", [item]) if item else ("", [])
    rows = store.run(
        f"SELECT {columns} FROM equipment_consent_line AS l "
        f'JOIN equipment_consent AS c ON c.pair = l.pair AND c."case" = l."case" '
        f'WHERE l.pair = %s {condition}ORDER BY c.deadline DESC, c."case", l.line',
        [pair, *values],
    )
    return [LedgerLine(*row) for row in rows]


def delivered_after(store: Store, reader: Reader, limit: int) -> tuple[list[Wrong], int]:
    """List deliveries after the day on which the consent that was drawn on was taken back, the oldest first, and count.

    Left out is what names the revocation itself (that is irregular by its own act), and what the other side has taken
    as it is.
    """
    store = reader.of(store)
    seen, given = left_out(reader, shelves()["equipment"], "p")
    where = (
        "equipment_passed p JOIN equipment_draw d ON d.pair = p.pair AND d.act = p.draw AND d.line = 0 "
        'JOIN equipment_consent c ON c.pair = d.pair AND c."case" = d."case" '
        f"WHERE p.pair = %s AND p.on_day > c.revoked_on AND NOT p.answered{seen}"
    )
    number = '(SELECT number FROM equipment_case h WHERE h.pair = p.pair AND h."case" = p."case")'
    rows = store.run(
        f"SELECT p.\"case\", COALESCE({number}, ''), p.act, p.party, p.on_day FROM {where} "
        f"ORDER BY p.on_day, p.act LIMIT {limit:d}",
        [reader.pair, *given],
    )
    found = [(case, each, act, party, TAKEN_BACK, day, None) for case, each, act, party, day in rows]
    return wrong_lines("after_revocation", found), counted(store, where, [reader.pair, *given])
