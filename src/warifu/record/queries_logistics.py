"""Questions about cases under supplies and services: whose move, which clock, what clashes, what is wrong.

Law: reads never touch the law; a question is plain SQL that SQLite and PostgreSQL both answer, and one pair's. What
depends on today is reckoned here, from stored days and the day that the caller names. What is owed is asked of
``queries_owed``.
Place on the path: after the tables, before pages and the command line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from warifu.core.schedule import Clock, Phase, Split, Warned, Whose
from warifu.record.log import Store
from warifu.record.queries_owed import day_number, day_of

TRANSIT = "*"


class CaseLine(NamedTuple):
    """One case in a list: whose move it is and since when, and what is wrong with it, counted."""

    case: bytes
    flow: str
    number: str
    opener: str
    desk: str
    state: str
    turn: str
    since: int
    """UTC seconds."""
    head: bytes
    confirmed_head: bytes
    settlement: str
    activity: str
    exercise: bool
    irregular: int
    pending: int
    unfounded: int
    disputed: int
    undetermined: int


CASE_COLUMNS = (
    '"case", flow, number, opener, desk, state, turn, since, head, confirmed_head, settlement, activity, exercise, '
    "irregular, pending, unfounded, disputed, undetermined"
)


def cases(store: Store, pair: str, flow: str = "", limit: int = 1000, offset: int = 0) -> list[CaseLine]:
    """List the cases of a pair, those moved last first; past dealings have a list of their own (``queries_owed``)."""
    where, values = ("AND flow = %s", [flow]) if flow else ("", [])
    sql = f"SELECT {CASE_COLUMNS} FROM logistics_case WHERE pair = %s {where} "
    rows = store.run(sql + 'ORDER BY since DESC, "case" LIMIT %s OFFSET %s', [pair, *values, limit, offset])
    return case_lines(rows)


def waiting_for(store: Store, pair: str, party: str) -> list[CaseLine]:
    """List the cases in which it is this party's move, the longest waiting first."""
    sql = f'SELECT {CASE_COLUMNS} FROM logistics_case WHERE pair = %s AND turn = %s ORDER BY since, "case"'
    return case_lines(store.run(sql, [pair, party]))


def case_of_number(store: Store, pair: str, number: str) -> list[bytes]:
    """Return the cases that bear a number; more than one where a desk gave it twice."""
    sql = 'SELECT "case" FROM logistics_case WHERE pair = %s AND number = %s ORDER BY opened, "case"'
    return [row[0] for row in store.run(sql, [pair, number])]


def case_lines(rows: Iterable[tuple[Any, ...]]) -> list[CaseLine]:
    """Read rows of ``CASE_COLUMNS``."""
    return [line._replace(exercise=bool(line.exercise)) for line in map(CaseLine._make, rows)]


def of_case(
    store: Store, pair: str, case: bytes, tables: Mapping[str, Sequence[str]]
) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of one case by table, each as column → value; ``tables`` are a room's. A bool may be 0 or 1."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, columns in tables.items():
        names = ", ".join(f'"{column}"' for column in columns)
        rows = store.run(f'SELECT {names} FROM {table} WHERE pair = %s AND "case" = %s', [pair, case])
        if rows:
            found[table] = [dict(zip(columns, row, strict=True)) for row in rows]
    return found


class ClockNow(NamedTuple):
    """A clock on a day: how it stands, and whose its days were, seen from the reader's side."""

    case: bytes
    number: str
    name: str
    about: str
    holder: str
    starts: date
    due: date
    phase: Phase
    warned: int
    """Months of the last warning passed, 0 if none."""
    elapsed: int
    left: int
    """Days up to the due day, below zero when past."""
    days: Split
    standing: str


CLOCK_COLUMNS = 'c."case", h.number, c.name, c.about, c.holder, c.starts, c.due, c.warnings, c.standing, c.is_right'


def clocks(store: Store, pair: str, us: str, day: date) -> list[ClockNow]:
    """Return the clocks that ran on a day and were not met by then, the first due first."""
    number = day_number(day)
    rows = store.run(
        f"SELECT {CLOCK_COLUMNS} "
        'FROM logistics_clock c JOIN logistics_case h ON h.pair = c.pair AND h."case" = c."case" '
        "WHERE c.pair = %s AND c.starts <= %s AND (c.done IS NULL OR c.done > %s) AND NOT h.exercise "
        'ORDER BY c.due, h.number, c."case", c.number',
        [pair, number, number],
    )
    changes = changes_of(store, pair, us, {row[0] for row in rows})
    return [clock_now(row, changes.get(row[0], []), day) for row in rows]


def clock_now(row: tuple[Any, ...], changes: list[tuple[date, Whose]], day: date) -> ClockNow:
    """Read a row of ``CLOCK_COLUMNS`` as it stands on a day."""
    case, number, name, about, holder, starts, due, warnings, standing, is_right = row
    pairs = [word.partition(":") for word in warnings.split()]
    warned = tuple(Warned(int(months), day_of(int(at))) for months, _, at in pairs)
    clock = Clock(name, day_of(starts), day_of(due), warned, standing, bool(is_right))
    state = clock.state(day)
    return ClockNow(
        case, number, name, about, holder, clock.starts, clock.due, state.phase, state.warned, state.elapsed,
        state.left, clock.split(changes, day), standing,
    )  # fmt: skip


def changes_of(store: Store, pair: str, us: str, cases: set[bytes]) -> dict[bytes, list[tuple[date, Whose]]]:
    """From which day each case lay with whom; days on which nobody had to act stay unknown."""
    whose = {us: Whose.OURS, TRANSIT: Whose.TRANSIT}
    found: dict[bytes, list[tuple[date, Whose]]] = {}
    sql = 'SELECT "case", from_day, party FROM logistics_turn WHERE pair = %s AND "case" IN ({keys}) ORDER BY from_day'
    for case, from_day, party in store.in_chunks(sql, [pair], sorted(cases)):
        if party:
            found.setdefault(case, []).append((day_of(from_day), whose.get(party, Whose.THEIRS)))
    return found


class Clash(NamedTuple):
    """Two bookings of one thing whose days meet."""

    clash_key: str
    first: bytes
    second: bytes
    from_day: date
    to_day: date
    """The days on which both want it."""
    first_number: str
    second_number: str
    first_state: str
    second_state: str
    """asked or booked."""


def clashes(store: Store, pair: str) -> list[Clash]:
    """List pairs of bookings, asked or booked, that want the same thing on the same days."""
    rows = store.run(
        'SELECT a.clash_key, a."case", b."case", a.from_day, b.from_day, a.to_day, b.to_day, '
        "c.number, d.number, a.state, b.state "
        "FROM logistics_booking a JOIN logistics_booking b "
        'ON b.pair = a.pair AND b.clash_key = a.clash_key AND a."case" < b."case" '
        "AND a.from_day <= b.to_day AND b.from_day <= a.to_day "
        'JOIN logistics_case c ON c.pair = a.pair AND c."case" = a."case" '
        'JOIN logistics_case d ON d.pair = b.pair AND d."case" = b."case" '
        "WHERE a.pair = %s AND a.state IN ('asked', 'booked') AND b.state IN ('asked', 'booked') "
        'ORDER BY a.clash_key, a.from_day, a."case", b."case"',
        [pair],
    )
    return [
        Clash(key, first, second, day_of(max(starts)), day_of(min(ends)), *told)
        for key, first, second, starts, ends, *told in ((*r[:3], r[3:5], r[5:7], *r[7:]) for r in rows)
    ]


class Wrong(NamedTuple):
    """Something that somebody has to see to: what, in which case, on which act, whose, since when, until when."""

    what: str
    """irregular, discrepancy, dispute, late, paper, document; or a case that could not be laid out."""
    case: bytes
    number: str
    act: bytes
    owner: str
    code: str
    since: date
    due: date | None


WRONG = {
    "irregular": ("logistics_irregularity", "w.act, w.owner, w.findings, w.since, w.due", "w.state = 'open'"),
    "discrepancy": ("logistics_discrepancy", "w.receipt, w.prevails, w.reason, w.on_day, NULL", "w.state = 'open'"),
    "dispute": ("logistics_dispute", "w.act, w.party, w.about, w.on_day, NULL", "w.outcome = ''"),
    "late": ("logistics_late", "w.act, w.author, w.reason, w.on_day, NULL", "NOT w.effective"),
    "paper": ("logistics_paper", "w.act, w.on_behalf, w.kind, COALESCE(w.on_day, 0), NULL", "NOT w.confirmed"),
    "not-laid-out": (
        "logistics_case", "w.head, w.opener, w.root_kind, w.opened, NULL", "w.settlement = 'not-laid-out'",
    ),
    "document": ("logistics_document", "w.act, w.party, w.step, w.on_day, NULL", "NOT w.present"),
}  # fmt: skip


def wrong(store: Store, pair: str, kinds: Sequence[str] = tuple(WRONG)) -> list[Wrong]:
    """List what is open of these kinds of trouble, the oldest first; an irregular past dealing has no number."""
    found: list[Wrong] = []
    for kind in kinds:
        table, columns, condition = WRONG[kind]
        rows = store.run(
            f"SELECT w.\"case\", COALESCE(h.number, ''), {columns} FROM {table} w "
            'LEFT JOIN logistics_case h ON h.pair = w.pair AND h."case" = w."case" '
            f"WHERE w.pair = %s AND {condition}",
            [pair],
        )
        found += wrong_lines(kind, rows)
    return sorted(found, key=oldest_first)


def wrong_lines(kind: str, rows: Iterable[tuple[Any, ...]]) -> list[Wrong]:
    """Read rows of one kind of trouble: case, number, and the columns that ``WRONG`` names for it."""
    return [
        Wrong(kind, case, number, act, owner, code, day_of(since), None if due is None else day_of(due))
        for case, number, act, owner, code, since, due in rows
    ]


def oldest_first(each: Wrong) -> tuple[date, str, str, bytes]:
    """Key of the order in which trouble is listed."""
    return (each.since, each.what, each.number, each.act)


class Price(NamedTuple):
    """A standing price in force on a day."""

    case: bytes
    number: str
    provider: str
    issuing: str
    line: int
    category: str
    item: str
    stock: str
    unit: str
    price: str
    currency: str
    basis: str
    valid_to: date


def prices(store: Store, pair: str, day: date, category: str = "") -> list[Price]:
    """List the standing prices and offers in force on a day, of one category if named."""
    where, values = ("AND category = %s", [category]) if category else ("", [])
    rows = store.run(
        'SELECT "case", number, provider, issuing, line, category, item, stock, unit, price, currency, basis, valid_to '
        "FROM logistics_price WHERE pair = %s AND state = 'published' AND valid_from <= %s AND valid_to >= %s "
        f'{where} ORDER BY category, item, provider, "case", line',
        [pair, day_number(day), day_number(day), *values],
    )
    return [Price._make([*row[:12], day_of(row[12])]) for row in rows]


class Consent(NamedTuple):
    """A consent to pass goods on and what of it is left."""

    case: bytes
    number: str
    asker: str
    item: str
    unit: str
    recipient: str
    remaining: str
    until: date
    conditions: str


def consents(store: Store, pair: str, day: date) -> list[Consent]:
    """List the consents that stand on a day: agreed, not withdrawn, not run out."""
    rows = store.run(
        'SELECT "case", number, asker, item, unit, recipient, remaining, until, conditions FROM logistics_onward '
        "WHERE pair = %s AND state = 'consented' AND agreed AND until >= %s ORDER BY until, number",
        [pair, day_number(day)],
    )
    return [Consent._make([*row[:7], day_of(row[7]), row[8]]) for row in rows]


class Expiring(NamedTuple):
    """A case whose retention ends, and what is done with it then."""

    case: bytes
    number: str
    party: str
    record_class: str
    expiry: date
    outcome: str


def retention_due(store: Store, pair: str, party: str, until: date) -> list[Expiring]:
    """List the cases whose retention on one side has ended by a day: the yearly register of what falls due."""
    rows = store.run(
        'SELECT r."case", h.number, r.party, r.record_class, r.expiry, r.outcome FROM logistics_retention r '
        'JOIN logistics_case h ON h.pair = r.pair AND h."case" = r."case" '
        "WHERE r.pair = %s AND r.party = %s AND r.expiry <= %s ORDER BY r.expiry, h.number",
        [pair, party, day_number(until)],
    )
    return [Expiring._make([*row[:4], day_of(row[4]), row[5]]) for row in rows]


class OpenInvoice(NamedTuple):
    """An invoice with something left on it: what a set-off may name."""

    case: bytes
    act: bytes
    number: str
    debtor: str
    currency: str
    rest: str
    due: date
    disputed: bool


def open_invoices(store: Store, pair: str) -> list[OpenInvoice]:
    """List the invoices both ways on which something is left, the first due first."""
    rows = store.run(
        'SELECT i."case", i.act, i.number, i.debtor, i.currency, i.rest, i.due, i.disputed FROM logistics_invoice i '
        'JOIN logistics_case h ON h.pair = i.pair AND h."case" = i."case" '
        "WHERE i.pair = %s AND i.done IS NULL AND NOT h.exercise ORDER BY i.due, i.number",
        [pair],
    )
    return [OpenInvoice._make([*row[:6], day_of(row[6]), bool(row[7])]) for row in rows]
