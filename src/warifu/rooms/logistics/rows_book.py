"""The book of one order: what is owed in kind and in money, and what settles it, as postings. Floor 3a, pure.

Law: an obligation (*owing*) is made once, settled in parts, and never goes below nothing: what is given back or paid
beyond it is owed the other way (``overpaid``). A change of the way of settlement, a loss and an invoice each settle the
old obligation and make the new one on their own day, so that *as of* any day shows what was owed then. What has no
figure is undetermined with its reason and is counted while it lasts. A rehearsal posts nothing.

Accounts: ``return`` (the very goods), ``replacement`` (same type, quality and quantity), ``services`` (equal value),
``money`` (delivered, not yet claimed), ``claimed`` (invoiced), ``overpaid``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from warifu.core.errors import ValueTroubleError
from warifu.core.exact import EXACT, Rounding, finite, plain, round_to
from warifu.core.posting import Posting, Undetermined, is_money
from warifu.rooms.logistics.rows_common import day, day_number, written
from warifu.rooms.logistics.rows_tables import ObligationRow

RETURN, REPLACEMENT, SERVICES = "return", "replacement", "services"
MONEY, CLAIMED, OVERPAID = "money", "claimed", "overpaid"
IN_KIND = frozenset({RETURN, REPLACEMENT})
ZERO = Decimal(0)
_PLACES = 6


class Owing(msgspec.Struct):
    """One obligation.

    ``origin``: case, act and part that made it; ``quantity``: what was delivered, in the canonical unit, from which
    another form is reckoned; ``delivered``: the day from which settlement runs, whatever form the debt takes later.
    The book gives each its own ``basis``.
    """

    origin: str
    receipt: bytes
    line: int
    account: str
    debtor: str
    creditor: str
    commodity: str
    owed: Decimal
    arisen: date
    due: date
    quantity: Decimal = ZERO
    basis: str = ""
    delivered: date | None = None
    unknown: str = ""
    settled: Decimal = ZERO
    last: date | None = None
    """Day of the last act that settled a part."""

    @property
    def rest(self) -> Decimal:
        """What is left."""
        return EXACT.subtract(self.owed, self.settled)

    @property
    def done(self) -> date | None:
        """The day on which nothing was left; None while something is, or while no figure can be given."""
        if self.unknown or self.rest > 0:
            return None
        return self.last or self.arisen


class Book:
    """Obligations in the order in which they were made, and the postings of all that happened to them."""

    def __init__(self, *, counts: bool) -> None:
        self.counts = counts
        self.owings: list[Owing] = []
        self._postings: list[Posting] = []
        self._bases: set[str] = set()

    def owe(self, owing: Owing) -> Owing:
        """Enter an obligation."""
        owing.basis = f"{owing.origin}:{owing.account}"
        owing.delivered = owing.delivered or owing.arisen
        if owing.basis in self._bases:
            owing.basis += f".{len(self.owings)}"
        self._bases.add(owing.basis)
        self.owings.append(owing)
        try:
            plain(owing.owed)
        except ValueTroubleError:
            # A figure beyond the bounds of the ledger is still a debt: it is counted, not dropped.
            owing.owed, owing.unknown = ZERO, owing.unknown or "out-of-range"
        if not owing.unknown:
            self._post(owing, owing.owed, owing.arisen)
        return owing

    def settle(self, owing: Owing, amount: Decimal, day: date) -> Decimal:
        """Settle as much of one obligation as ``amount`` covers; return what is left of the amount.

        What has no figure takes nothing: a balance never holds less than nothing for it.
        """
        taken = ZERO if owing.unknown else min(owing.rest, amount)
        if taken <= 0:
            return amount
        owing.settled = EXACT.add(owing.settled, taken)
        owing.last = day if owing.last is None else max(day, owing.last)
        self._post(owing, -taken, day)
        return EXACT.subtract(amount, taken)

    def settle_oldest(self, owings: Iterable[Owing], amount: Decimal, day: date) -> Decimal:
        """Settle the oldest first; return what is left over."""
        for owing in sorted(owings, key=lambda each: (each.arisen, each.basis)):
            amount = self.settle(owing, amount, day)
        return amount

    def determine(self, owing: Owing, day: date) -> None:
        """Replace an obligation that had no figure: from now on something else states it."""
        owing.unknown, owing.last = "", day

    def open(self, accounts: Iterable[str], debtor: str) -> list[Owing]:
        """Return what a debtor still owes under some accounts, as far as it has a figure."""
        wanted = frozenset(accounts)
        return [o for o in self.owings if o.account in wanted and o.debtor == debtor and not o.unknown and o.rest > 0]

    @property
    def postings(self) -> tuple[Posting, ...]:
        """All postings; what still has no figure is counted in its own posting."""
        unknown = [self._made(o, Undetermined(1, o.unknown), o.arisen) for o in self.owings if o.unknown]
        return (*self._postings, *unknown) if self.counts else ()

    def _post(self, owing: Owing, amount: Decimal, day: date) -> None:
        if self.counts and amount:
            self._postings.append(self._made(owing, amount, day))

    def _made(self, owing: Owing, amount: Decimal | Undetermined, day: date) -> Posting:
        return Posting(
            owing.account, owing.debtor, owing.creditor, owing.commodity, amount, day, owing.due, owing.basis
        )


def in_money(owing: Owing) -> bool:
    """Tell whether an obligation is to pay a sum (also services that are reckoned by their value)."""
    return is_money(owing.commodity)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Add amounts exactly, whatever the ambient decimal context."""
    result = ZERO
    for amount in amounts:
        result = EXACT.add(result, amount)
    return result


def share_of(owing: Owing, taken: Decimal) -> Decimal:
    """Give the quantity behind a part of an owing: exact where it has an end, else to six decimals."""
    if taken == owing.owed:
        return owing.quantity
    part = Fraction(taken) / Fraction(owing.owed) * Fraction(owing.quantity)
    try:
        exact = finite(part)
        return round_to(part, _PLACES, Rounding.HALF_EVEN) if exact is None else exact
    except (ValueTroubleError, ArithmeticError):
        return owing.quantity


def obligation_row(owing: Owing) -> ObligationRow:
    """Return the row of one obligation."""
    return ObligationRow(
        owing.basis, owing.receipt, owing.line, owing.account, owing.debtor, owing.creditor, owing.commodity,
        written(owing.owed), written(owing.settled), written(owing.rest), owing.unknown, day_number(owing.arisen),
        day_number(owing.delivered or owing.arisen), day_number(owing.due), day(owing.done),
    )  # fmt: skip
