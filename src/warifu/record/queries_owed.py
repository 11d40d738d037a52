"""Questions about what is owed, asked of the tables: as of a day, by age, unmatched, delivered and not invoiced.

Law: reads never touch the law; a question is plain SQL that SQLite and PostgreSQL both answer, and one pair's. Amounts
stand as text and are added here, exactly. A rehearsal is in no answer: it posts nothing. *As of* a day means by the day
on which things happened, from all that is known now.
Place on the path: after the tables, before pages, the statement and the command line.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from warifu.core import ledger
from warifu.core.exact import from_pair
from warifu.core.posting import Posting, Undetermined
from warifu.record.log import Store
from warifu.record.projection import Projection

_EPOCH = date(1970, 1, 1)
_NOT_EXERCISE = (
    'NOT EXISTS (SELECT 1 FROM logistics_case h WHERE h.pair = {0}.pair AND h."case" = {0}."case" AND h.exercise)'
)


class Unmatched(NamedTuple):
    """How many past dealings one side claims that no agreed match covers: they cannot be determined."""

    party: str
    """Whose register claims them."""
    provider: str
    dealings: int


class Books(NamedTuple):
    """What a statement is made from (``rooms.logistics.statement``)."""

    sums: dict[ledger.Line, ledger.Turnover]
    items: list[ledger.Item]
    unmatched: list[Unmatched]


class OpenDealing(NamedTuple):
    """A past dealing that no agreed match covers."""

    case: bytes
    reference: str
    party: str
    provider: str
    category: str
    item: str
    amount: str
    unit: str
    value: str
    currency: str
    on: date
    their_reference: str
    settled: str


class DoublyMatched(NamedTuple):
    """A dealing that two agreed matches speak of: one of them posts what the other has posted already."""

    dealing: bytes
    matches: int


class OpenClaim(NamedTuple):
    """A delivery to be paid without its invoice, or an invoice without its payment; ``sum`` is empty if unknown."""

    case: bytes
    number: str
    act: bytes
    """Receipt or invoice."""
    creditor: str
    debtor: str
    currency: str
    sum: str
    since: date
    due: date


class OpenPayment(NamedTuple):
    """A payment that its creditor has not acknowledged."""

    case: bytes
    number: str
    payment: bytes
    invoice: bytes
    payer: str
    reference: str
    sum: str
    currency: str
    on: date


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of a number of days since 1970-01-01."""
    return _EPOCH + timedelta(days=number)


def books(store: Store, pair: str, day: date) -> Books:
    """Return what a statement as of the end of a day is made from."""
    return Books(sums_as_of(store, pair, day), open_items(store, pair, day), unmatched(store, pair, day))


def sums_as_of(store: Store, pair: str, day: date) -> dict[ledger.Line, ledger.Turnover]:
    """Return the kept balances as they stood at the end of a day, by line; the same time however many postings."""
    return ledger.as_of(Projection(store, pair, {}).reader(), day)


def sums_at_present(store: Store, pair: str) -> dict[ledger.Line, ledger.Turnover]:
    """Return the total by line of all that is posted."""
    return ledger.present(Projection(store, pair, {}).reader())


def open_items(store: Store, pair: str, day: date) -> list[ledger.Item]:
    """Return the obligations open at the end of a day, the oldest delivery first.

    ``Item.day`` is the day of delivery, from which settlement runs whatever form the debt took later. Only obligations
    that were open then are looked at, so the time does not grow with what was settled long ago.
    """
    number, written = day_number(day), day.isoformat()
    found: dict[tuple[ledger.Line, str], ledger.Item] = {}
    for still_open in ("o.done IS NULL", "o.done > %s"):
        values = [pair, number, *([number] if "%s" in still_open else []), written]
        for row in store.run(_OPEN.replace("{open}", still_open), values):
            posting = _posting(row[:10])
            line, turnover = ledger.line_of(posting), ledger.turnover_of(posting)
            at = (line, posting.basis)
            item = found.get(at) or ledger.Item(line, posting.basis, day_of(row[10]), posting.due, ledger.NOTHING)
            found[at] = item._replace(turnover=item.turnover.plus(turnover))
    still = [item for item in found.values() if item.turnover.open or item.line.reason]
    return sorted(still, key=lambda item: (item.day, item.line, item.basis))


_OPEN = """
SELECT p.account, p.debtor, p.creditor, p.commodity, p.exponent, p.figure, p.reason, p.day, p.due, p.basis, o.delivered
FROM logistics_obligation o JOIN posting p ON p.pair = o.pair AND p."case" = o."case" AND p.basis = o.basis
WHERE o.pair = %s AND o.arisen <= %s AND {open} AND p.day <= %s
"""


def _posting(row: tuple[object, ...]) -> Posting:
    account, debtor, creditor, commodity, exponent, figure, reason, day, due, basis = map(str, row)
    known = None if reason else from_pair([int(exponent), int(figure)])
    amount: Decimal | Undetermined = Undetermined(int(figure), reason) if known is None else known
    until = date.fromisoformat(due) if due else None
    return Posting(account, debtor, creditor, commodity, amount, date.fromisoformat(day), until, basis)


_UNMATCHED = """
FROM logistics_dealing d WHERE d.pair = %s AND d.on_day <= %s AND NOT d.exercise
AND NOT EXISTS (SELECT 1 FROM logistics_pair m WHERE m.pair = d.pair AND m.ours = d."case" AND m.agreed)
AND NOT EXISTS (SELECT 1 FROM logistics_pair m WHERE m.pair = d.pair AND m.theirs = d."case" AND m.agreed)
"""


def unmatched(store: Store, pair: str, day: date) -> list[Unmatched]:
    """Count past dealings up to a day that cannot be determined, under the side that claims them."""
    sql = f"SELECT d.party, d.provider, count(*) {_UNMATCHED} GROUP BY d.party, d.provider ORDER BY d.party, d.provider"
    return [Unmatched(*row) for row in store.run(sql, [pair, day_number(day)])]


def unmatched_dealings(store: Store, pair: str, day: date, limit: int = 1000) -> list[OpenDealing]:
    """List past dealings up to a day that no agreed match covers, the oldest first."""
    sql = (
        'SELECT d."case", d.reference, d.party, d.provider, d.category, d.item, d.amount, d.unit, d.value, d.currency, '
        f"d.on_day, d.their_reference, d.settled {_UNMATCHED} ORDER BY d.on_day, d.reference LIMIT %s"
    )
    rows = store.run(sql, [pair, day_number(day), limit])
    return [OpenDealing._make([*row[:10], day_of(row[10]), *row[11:]]) for row in rows]


def doubly_matched(store: Store, pair: str) -> list[DoublyMatched]:
    """List dealings that more than one agreed match speaks of."""
    sql = (
        "SELECT dealing, count(*) FROM ("
        "SELECT ours AS dealing FROM logistics_pair WHERE pair = %s AND agreed UNION ALL "
        "SELECT theirs AS dealing FROM logistics_pair WHERE pair = %s AND agreed"
        ") AS spoken_of GROUP BY dealing HAVING count(*) > 1 ORDER BY dealing"
    )
    return [DoublyMatched(*row) for row in store.run(sql, [pair, pair])]


def delivered_not_invoiced(store: Store, pair: str, day: date) -> list[OpenClaim]:
    """List deliveries that are to be paid and had no invoice at the end of a day."""
    sql = f"""
        SELECT o."case", h.number, o.receipt, o.creditor, o.debtor, o.commodity,
               CASE WHEN o.undetermined = '' THEN o.owed ELSE '' END, o.delivered, o.due
        FROM logistics_obligation o JOIN logistics_case h ON h.pair = o.pair AND h."case" = o."case"
        WHERE o.pair = %s AND o.account = 'money' AND o.arisen <= %s AND (o.done IS NULL OR o.done > %s)
          AND h.flow = 'order' AND {_NOT_EXERCISE.format("o")}
        ORDER BY o.delivered, o.basis
    """
    number = day_number(day)
    rows = store.run(sql, [pair, number, number])
    return [OpenClaim._make([*row[:7], day_of(row[7]), day_of(row[8])]) for row in rows]


def invoiced_not_paid(store: Store, pair: str, day: date) -> list[OpenClaim]:
    """List invoices that were open at the end of a day and for which no payment had been sent."""
    sql = f"""
        SELECT i."case", i.number, i.act, i.creditor, i.debtor, i.currency, i.amount, i.on_day, i.due
        FROM logistics_invoice i
        WHERE i.pair = %s AND i.on_day <= %s AND (i.done IS NULL OR i.done > %s) AND {_NOT_EXERCISE.format("i")}
          AND NOT EXISTS (SELECT 1 FROM logistics_payment p WHERE p.pair = i.pair AND p."case" = i."case"
                          AND p.invoice = i.act AND p.on_day <= %s)
        ORDER BY i.due, i.number
    """
    number = day_number(day)
    rows = store.run(sql, [pair, number, number, number])
    return [OpenClaim._make([*row[:7], day_of(row[7]), day_of(row[8])]) for row in rows]


def paid_not_matched(store: Store, pair: str, day: date) -> list[OpenPayment]:
    """List payments sent up to a day that the creditor had not acknowledged by then."""
    sql = f"""
        SELECT p."case", h.number, p.act, p.invoice, p.payer, p.reference, p.amount, p.currency, p.on_day
        FROM logistics_payment p JOIN logistics_case h ON h.pair = p.pair AND h."case" = p."case"
        WHERE p.pair = %s AND p.on_day <= %s AND (p.acknowledged_on IS NULL OR p.acknowledged_on > %s)
          AND {_NOT_EXERCISE.format("p")}
        ORDER BY p.on_day, p.reference
    """
    number = day_number(day)
    return [OpenPayment._make([*row[:8], day_of(row[8])]) for row in store.run(sql, [pair, number, number])]
