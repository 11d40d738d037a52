"""Balances that are kept, not summed: what is owed as of any day is read from a few rows. Floor 1, pure.

Law: a row holds the turnover of one line (pair, account, debtor, commodity) over one stretch of time: all of it, a
year, a month, a day. A posting adds to one row of each, and to the row of its due day. So the present total is one
row, and *as of a day* is at most the years before, eleven months and the days of that month. Rows are sums and
nothing else: putting postings on and taking them off in any order gives the same rows.

What has been owed and what has been settled are kept apart, so that a set-off is shown gross. What cannot be
determined has rows of its own, under its reason; it is counted, and it is never a figure.

Place on the path: ``record.projection`` takes the old postings of a case off and puts the new ones on in the
transaction of the log: it reads the rows named by ``replace``, adds with ``add_to``, writes what comes back. Reads
(statement, pages) go through ``as_of``, ``present`` and ``ageing``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar

from warifu.core.errors import ValueTroubleError
from warifu.core.exact import EXACT
from warifu.core.posting import Posting, Undetermined
from warifu.core.schedule import Clock, Phase, settlement

ZERO = Decimal(0)

_K = TypeVar("_K")


class Grain(StrEnum):
    """Which stretch of time a row covers; the values stand in the table."""

    ALL = "all"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    DUE = "due"


class Line(NamedTuple):
    """What is summed together. ``reason`` is empty for known amounts, else why these cannot be determined."""

    pair: str
    account: str
    debtor: str
    commodity: str
    reason: str = ""

    @property
    def creditor(self) -> str:
        """The party of the pair that is owed."""
        one, _, other = self.pair.partition("-")
        return other if self.debtor == one else one


class Key(NamedTuple):
    """A row of the table. ``bucket``: empty for all time, ``2026``, ``2026-03``, ``2026-03-31``; empty if not due."""

    line: Line
    grain: Grain
    bucket: str


class Turnover(NamedTuple):
    """What was made owing, what of it was settled (both at or above zero in a sound ledger), and how many postings.

    Under a line with a reason both amounts are zero and ``postings`` counts what cannot be determined.
    """

    owed: Decimal = ZERO
    settled: Decimal = ZERO
    postings: int = 0

    @property
    def open(self) -> Decimal:
        """What is still owing."""
        return EXACT.subtract(self.owed, self.settled)

    def plus(self, other: Turnover) -> Turnover:
        """Add two turnovers of one line."""
        return Turnover(
            EXACT.add(self.owed, other.owed), EXACT.add(self.settled, other.settled), self.postings + other.postings
        )

    def negated(self) -> Turnover:
        """Give what takes this one off again."""
        return Turnover(EXACT.minus(self.owed), EXACT.minus(self.settled), -self.postings)

    def __bool__(self) -> bool:
        """Tell whether there is anything in it; a row without anything is deleted."""
        return bool(self.postings or self.owed or self.settled)

    def to_row(self) -> tuple[str, str, int]:
        """Give three columns: both amounts as digits, in text because a sum may pass 64 bits, and the count."""
        return _digits(self.owed), _digits(self.settled), self.postings

    @classmethod
    def from_row(cls, owed: str, settled: str, postings: int) -> Turnover:
        """Read three columns back."""
        return cls(Decimal(owed), Decimal(settled), postings)


Deltas = dict[Key, Turnover]
NOTHING = Turnover()


def line_of(posting: Posting) -> Line:
    """Name the line that a posting belongs to."""
    reason = posting.amount.reason if isinstance(posting.amount, Undetermined) else ""
    return Line(posting.pair, posting.account, posting.debtor, posting.commodity, reason)


def turnover_of(posting: Posting) -> Turnover:
    """Give one posting as a turnover: owed if above zero, settled if below, counted alone if undetermined."""
    amount = posting.amount
    if isinstance(amount, Undetermined):
        return Turnover(ZERO, ZERO, amount.count)
    return Turnover(amount, ZERO, 1) if amount > 0 else Turnover(ZERO, amount.copy_negate(), 1)


def apply(postings: Iterable[Posting]) -> Deltas:
    """Give what putting these postings on adds to each row; rows to which nothing is added are left out."""
    by_day: dict[tuple[Line, date], Turnover] = {}
    deltas: Deltas = {}
    for posting in postings:
        line, turnover = line_of(posting), turnover_of(posting)
        _put(by_day, (line, posting.day), turnover)
        _put(deltas, Key(line, Grain.DUE, posting.due.isoformat() if posting.due else ""), turnover)
    for (line, day), turnover in by_day.items():
        written = day.isoformat()
        _put(deltas, Key(line, Grain.ALL, ""), turnover)
        _put(deltas, Key(line, Grain.YEAR, written[:4]), turnover)
        _put(deltas, Key(line, Grain.MONTH, written[:7]), turnover)
        _put(deltas, Key(line, Grain.DAY, written), turnover)
    return {key: delta for key, delta in deltas.items() if delta}


def take_off(postings: Iterable[Posting]) -> Deltas:
    """Give what taking these postings off adds to each row: ``apply`` with the signs turned."""
    return {key: delta.negated() for key, delta in apply(postings).items()}


def replace(old: Iterable[Posting], new: Iterable[Posting]) -> Deltas:
    """Give what putting ``new`` in the place of ``old`` adds; what stands in both touches no row."""
    deltas = take_off(old)
    for key, delta in apply(new).items():
        _put(deltas, key, delta)
    return {key: delta for key, delta in deltas.items() if delta}


def add_to(rows: Mapping[Key, Turnover], deltas: Mapping[Key, Turnover]) -> Deltas:
    """Give the new content of each row that the deltas touch; an empty turnover means: delete this row."""
    return {key: rows.get(key, NOTHING).plus(delta) for key, delta in deltas.items()}


class Window(NamedTuple):
    """Which rows to read: those of a grain whose bucket is not before ``first`` and not after ``last``, as text."""

    grain: Grain
    first: str
    last: str


Rows = Iterable[tuple[Line, Turnover]]
Reader = Callable[[Window], Rows]


def windows(day: date) -> tuple[Window, Window, Window]:
    """Name what is read for *as of the end of a day*: whole years, then months, then days."""
    written = day.isoformat()
    year, month = written[:4], written[:7]
    return (
        Window(Grain.YEAR, "0000", f"{day.year - 1:04d}"),
        Window(Grain.MONTH, f"{year}-01", f"{year}-{day.month - 1:02d}"),
        Window(Grain.DAY, f"{month}-01", written),
    )


def as_of(reader: Reader, day: date) -> dict[Line, Turnover]:
    """Sum what stood at the end of ``day`` by line, over the rows that ``reader`` gives for each window.

    The reader chooses the lines: a pair, an account, one commodity. Lines without anything are left out.
    """
    return _summed(row for window in windows(day) for row in reader(window))


def present(reader: Reader) -> dict[Line, Turnover]:
    """Give the total by line of all that is posted: one row each."""
    return _summed(reader(Window(Grain.ALL, "", "")))


@dataclass(frozen=True, slots=True)
class Balance:
    """What a debtor owes a creditor of a commodity under an account: known figures, and beside them the unknown."""

    known: Turnover = NOTHING
    unknown: tuple[Undetermined, ...] = ()

    def total(self) -> Decimal | Undetermined:
        """Give what is open, or that it cannot be determined: an unknown part makes the whole unknown."""
        if not self.unknown:
            return self.known.open
        reason = self.unknown[0].reason if len(self.unknown) == 1 else "several"
        return Undetermined(sum(part.count for part in self.unknown), reason)

    def plus(self, other: Balance) -> Balance:
        """Add known to known and unknown to unknown, by reason."""
        counts: dict[str, int] = {}
        for part in self.unknown + other.unknown:
            counts[part.reason] = counts.get(part.reason, 0) + part.count
        unknown = tuple(Undetermined(count, reason) for reason, count in sorted(counts.items()))
        return Balance(self.known.plus(other.known), unknown)


def balances(sums: Mapping[Line, Turnover]) -> dict[Line, Balance]:
    """Put the unknown beside the known: one balance for each line without its reason, in the order of the lines.

    Raises ``ValueTroubleError`` ledger.count_below_zero if more was taken off than was ever put on.
    """
    known: dict[Line, Turnover] = {}
    unknown: dict[Line, list[Undetermined]] = {}
    for line, turnover in sorted(sums.items()):
        bare = line._replace(reason="")
        known.setdefault(bare, NOTHING)
        if turnover.postings < 0:
            raise ValueTroubleError("ledger.count_below_zero", "/".join(line), count=turnover.postings)
        if line.reason and turnover.postings:
            unknown.setdefault(bare, []).append(Undetermined(turnover.postings, line.reason))
        elif not line.reason:
            known[bare] = turnover
    return {line: Balance(turnover, tuple(unknown.get(line, ()))) for line, turnover in known.items()}


@dataclass(frozen=True, slots=True)
class Position:
    """Both sides of a pair in one commodity, by debtor and gross: set-off has not hidden either debt."""

    sides: Mapping[str, Balance]

    def net(self) -> dict[str, Decimal]:
        """Give by party what it is owed (above zero) or owes, of what is known; the two add up to nothing."""
        one, other = sorted(self.sides)
        left = EXACT.subtract(self.sides[other].known.open, self.sides[one].known.open)
        return {one: left, other: left.copy_negate() if left else left}


def positions(sums: Mapping[Line, Turnover]) -> dict[tuple[str, str], Position]:
    """Lay both directions together, by (pair, commodity), all accounts added."""
    found: dict[tuple[str, str], dict[str, Balance]] = {}
    for line, balance in balances(sums).items():
        sides = found.setdefault((line.pair, line.commodity), dict.fromkeys(line.pair.split("-"), Balance()))
        sides[line.debtor] = sides[line.debtor].plus(balance)
    return {at: Position(sides) for at, sides in found.items()}


class Age(StrEnum):
    """How long ago something fell due; the values stand in statements."""

    NOT_SET = "no-day-set"
    CURRENT = "current"
    DAYS_30 = "0-30"
    DAYS_90 = "31-90"
    DAYS_180 = "91-180"
    DAYS_365 = "181-365"
    OLDER = "over-365"


_AGES = ((30, Age.DAYS_30), (90, Age.DAYS_90), (180, Age.DAYS_180), (365, Age.DAYS_365))


def age_of(due: date | None, day: date) -> Age:
    """Tell in which stretch of days past due ``day`` lies; on the due day itself nought days are past."""
    if due is None:
        return Age.NOT_SET
    past = (day - due).days
    if past < 0:
        return Age.CURRENT
    return next((age for limit, age in _AGES if past <= limit), Age.OLDER)


Dues = Iterable[tuple[Line, str, Turnover]]


def dues_of(postings: Iterable[Posting], until: date) -> Dues:
    """Give the rows by due day as they stood at the end of ``until``, from the postings themselves.

    The table's own rows of grain ``due`` say the same for the present.
    """
    kept = apply(posting for posting in postings if posting.day <= until)
    return ((key.line, key.bucket, turnover) for key, turnover in kept.items() if key.grain is Grain.DUE)


def ageing(dues: Dues, day: date) -> dict[Line, dict[Age, Turnover]]:
    """Sort what is open by how long ago it fell due, seen from ``day``; what is settled in full is left out.

    What cannot be determined ages too, under its line with a reason: as a count.
    """
    aged: dict[Line, dict[Age, Turnover]] = {}
    for line, bucket, turnover in dues:
        if turnover.open or (line.reason and turnover.postings):
            age = age_of(date.fromisoformat(bucket) if bucket else None, day)
            _put(aged.setdefault(line, {}), age, turnover)
    return aged


class Item(NamedTuple):
    """One obligation that is open: its line, its basis, the day it arose, its due day, and its turnover."""

    line: Line
    basis: str
    day: date
    due: date | None
    turnover: Turnover


def items_of(postings: Iterable[Posting], until: date) -> list[Item]:
    """Give what is open at the end of ``until``, one item for each line and basis, the oldest first.

    An item arose on the first day on which something was owed on that basis, or on its first day at all.
    """
    found: dict[tuple[Line, str], Item] = {}
    for posting in sorted(postings, key=_owing_first):
        if posting.day <= until:
            line, turnover = line_of(posting), turnover_of(posting)
            at = (line, posting.basis)
            item = found.get(at) or Item(line, posting.basis, posting.day, posting.due, NOTHING)
            found[at] = item._replace(turnover=item.turnover.plus(turnover))
    still = [item for item in found.values() if item.turnover.open or item.line.reason]
    return sorted(still, key=lambda item: (item.day, item.line, item.basis))


def by_clock(
    items: Iterable[Item], day: date, clock_of: Callable[[date], Clock] = settlement
) -> dict[Line, dict[str, Turnover]]:
    """Sum open items by how their clock stands on ``day``: ``on-time``, ``warning-6`` (-9, -11), ``overdue``.

    ``clock_of`` gives the clock of what arose on a day: settlement within 12 months unless the pack says otherwise.
    """
    sums: dict[Line, dict[str, Turnover]] = {}
    for item in items:
        state = clock_of(item.day).state(day)
        phase = f"{state.phase}-{state.warned}" if state.phase is Phase.WARNING else str(state.phase)
        _put(sums.setdefault(item.line, {}), phase, item.turnover)
    return sums


def _owing_first(posting: Posting) -> tuple[bool, date, str]:
    settles = not isinstance(posting.amount, Undetermined) and posting.amount < 0
    return settles, posting.day, posting.due.isoformat() if posting.due else ""


def _put(sums: dict[_K, Turnover], key: _K, turnover: Turnover) -> None:
    before = sums.get(key)
    sums[key] = turnover if before is None else before.plus(turnover)


def _summed(rows: Rows) -> dict[Line, Turnover]:
    sums: dict[Line, Turnover] = {}
    for line, turnover in rows:
        _put(sums, line, turnover)
    return {line: turnover for line, turnover in sums.items() if turnover}


def _digits(amount: Decimal) -> str:
    """Write an amount in its one form: no exponent, no trailing zeros, no minus before nought."""
    text = f"{amount:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
