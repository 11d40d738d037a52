"""Replays the claims and payments of one order into its book, after its deliveries. Floor 3a, pure.

Law: deliveries first; then what gives back, changes the settlement or claims, by its day; then what pays or gives up,
by its day. One outcome whatever the order of arrival. An acknowledgement counts if the creditor wrote it; a payment by
itself settles nothing. A charge that the creditor bears discharges the debtor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from warifu.core.exact import EXACT, Rounding, round_to
from warifu.core.money import Money, minor_units
from warifu.law.case import Case, Stand
from warifu.law.room import RowContext
from warifu.rooms.logistics.rows_book import CLAIMED, IN_KIND, MONEY, SERVICES, ZERO, Owing, in_money
from warifu.rooms.logistics.rows_delivery import Deliveries
from warifu.rooms.logistics.rows_worth import BEYOND, Sum
from warifu.rooms.logistics.terms import OrderTerms


class Tally(msgspec.Struct):
    """What came in on one invoice or payment, kept while the book is replayed."""

    stand: Stand
    amount: Money
    acknowledged: Decimal = ZERO
    acknowledged_on: date | None = None
    charges: Decimal = ZERO
    credited: Decimal = ZERO
    waived: Decimal = ZERO
    set_off: Decimal = ZERO
    owing: Owing | None = None
    receipts: tuple[bytes, ...] = ()


class Account(Deliveries):
    """One order replayed. ``book`` holds what is owed; ``invoices``, ``payments`` what was claimed and paid."""

    def __init__(self, case: Case, context: RowContext, terms: OrderTerms) -> None:
        super().__init__(case, context, terms)
        self.invoices: dict[bytes, Tally] = {}
        self.payments = {stand.placed.digest: Tally(stand, self.amount(stand)) for stand in self.of("payment")}

    def amount(self, stand: Stand) -> Money:
        """Return the sum of a payment, invoice or acknowledgement as it stands after agreed corrections."""
        corrected = self.corrections.get(stand.placed.digest)
        stated: Money = stand.placed.body.amount
        return stated if corrected is None or corrected.amount is None else corrected.amount

    def replay(self) -> Account:
        """Enter deliveries; then returns, losses, changes and claims by their day; then what pays or gives up."""
        self.deliver()
        moved: list[_Event] = [((turn.on, -1, 0, b""), Account._turn, turn) for turn in self.turns]
        for rank, (kind, enter) in enumerate(_MOVED):
            moved += [(_event(stand, rank), enter, stand) for stand in self.by_kind.get(kind, ())]
        settled: list[_Event] = []
        for rank, (kind, enter) in enumerate(_SETTLED):
            settled += [(_event(stand, rank), enter, stand) for stand in self.by_kind.get(kind, ())]
        shares = [(share.act, Account._waive) for share in self.terms.waived]
        shares += [(share.act, Account._set_off) for share in self.terms.set_off]
        for act, enter in shares:
            stand = self.case.stands[act]
            if stand.confirmed:
                settled.append((_event(stand, len(_SETTLED)), enter, stand))
        for events in (moved, settled):
            for _, enter, what in sorted(events, key=lambda event: event[0]):
                enter(self, what)
        self._close()
        return self

    def _close(self) -> None:
        """Once both have agreed to close, nothing is left in kind or in services: what differs was within tolerance.

        A claim in money is another matter: it is settled by payment or given up by name, never by closing.
        """
        closing = next((s for s in self.case.line if s.confirmed and getattr(s.terms, "outcome", "") == "closed"), None)
        if closing is None:
            return
        day = closing.placed.body.on
        for owing in self.book.owings:
            if owing.unknown in _ENDED_BY_CLOSING:
                self.book.determine(owing, day)
            elif owing.account in _IN_GOODS and not owing.unknown:
                self.book.settle(owing, owing.rest, day)

    # What is claimed and paid

    def _invoice(self, stand: Stand) -> None:
        body, act = stand.placed.body, stand.placed.act
        amount, creditor = self.amount(stand), act.side_of
        debtor = self.other(creditor)
        receipts = tuple(o.receipt for o in self.book.owings if o.account == MONEY and o.receipt in act.cites)
        tally = Tally(stand, amount, receipts=tuple(dict.fromkeys(receipts)))
        self.invoices[stand.placed.digest] = tally
        claimed = [
            owing
            for owing in self.book.owings
            if owing.account == MONEY
            and owing.creditor == creditor
            and (owing.receipt in receipts if receipts else owing.arisen <= body.on)
        ]
        for owing in claimed:
            if owing.unknown == "price-open":
                self.book.determine(owing, body.on)
            elif not owing.unknown:
                self.book.settle(owing, owing.rest, body.on)
        if amount.amount > 0:
            due = max(body.due, body.on)
            origin = f"{self.name}:{stand.placed.digest.hex()[:16]}:0"
            first = receipts[0] if receipts else b""
            claim = Owing(origin, first, 0, CLAIMED, debtor, creditor, amount.currency, amount.amount, body.on, due)
            claim.delivered = min((o.delivered for o in claimed if o.delivered), default=None)
            claim.unknown = self._claimed_twice(tally, claimed)
            tally.owing = self.book.owe(claim)

    def _claimed_twice(self, tally: Tally, claimed: list[Owing]) -> str:
        """A further invoice may claim what earlier ones left of its receipts; what goes beyond nobody can tell."""
        if not tally.receipts or any(owing.unknown for owing in claimed):
            return ""
        receipts = set(tally.receipts)
        shared = [each for each in self.invoices.values() if each is not tally and receipts & set(each.receipts)]
        before = sum((each.amount.amount for each in shared), ZERO) - self._credited(shared, tally.stand.placed.body.on)
        whole = sum((owing.owed for owing in claimed), ZERO)
        return "claimed-twice" if before > 0 and before + tally.amount.amount > whole else ""

    def _credited(self, invoices: list[Tally], until: date) -> Decimal:
        """What credit notes up to a day take back of these invoices."""
        named = {each.stand.placed.digest for each in invoices}
        notes = [s for s in self.by_kind.get("credit", ()) if named & set(s.placed.act.cites)]
        return sum((self.amount(note).amount for note in notes if note.placed.body.on <= until), ZERO)

    def _claims_for(self, cites: Iterable[bytes], debtor: str) -> list[Owing]:
        """The claims that an act speaks of: the invoices it cites, else all that the debtor owes in money."""
        cited = [self.invoices[digest] for digest in cites if digest in self.invoices]
        if cited:
            return [tally.owing for tally in cited if tally.owing is not None]
        return self.book.open((CLAIMED, MONEY), debtor)

    def _credit(self, stand: Stand) -> None:
        act, amount = stand.placed.act, self.amount(stand)
        debtor = self.other(act.side_of)
        left = self._discharge(stand, self._claims_for(act.cites, debtor), amount, "credited")
        if left:
            self.over(stand, 0, amount.currency, left, debtor)

    def _discharge(self, stand: Stand, claims: list[Owing], amount: Sum | Money, column: str) -> Decimal:
        """Settle claims of one currency, the first due first; note it on their invoices; return what is left over."""
        left, day = amount.amount, stand.placed.body.on
        for owing in sorted(claims, key=lambda each: (each.due, each.basis)):
            if owing.commodity != amount.currency or left <= 0:
                continue
            before, left = left, self.book.settle(owing, left, day)
            tally = self._tally_of(owing)
            if tally is not None:
                setattr(tally, column, EXACT.add(getattr(tally, column), EXACT.subtract(before, left)))
                if column == "acknowledged":
                    tally.acknowledged_on = day
        return max(left, ZERO)

    def _tally_of(self, owing: Owing) -> Tally | None:
        return next((tally for tally in self.invoices.values() if tally.owing is owing), None)

    def _acknowledge(self, stand: Stand) -> None:
        act, stated = stand.placed.act, self.amount(stand)
        paid = next((self.payments[d] for d in act.cites if d in self.payments), None)
        payer = self.other(act.side_of)
        if stated.amount <= 0 or (paid is not None and paid.stand.placed.act.side_of != payer):
            return
        received = self._once(paid, stated)
        cites = act.cites if paid is None else paid.stand.placed.act.cites
        claims = self._claims_for(cites, payer)
        charge = self._charge(paid, received)
        if paid is not None:
            paid.acknowledged = EXACT.add(paid.acknowledged, received.amount)
            paid.acknowledged_on = stand.placed.body.on
        worth = self._exchanged(paid, Sum(EXACT.add(received.amount, charge), received.currency), claims)
        if worth is None:
            self._no_rate(stand, received.currency, payer)
            return
        left = self._discharge(stand, claims, worth, "acknowledged")
        invoice = next((self.invoices[digest] for digest in cites if digest in self.invoices), None)
        if charge and invoice is not None:
            invoice.charges = EXACT.add(invoice.charges, charge)
        if left:
            self.over(stand, 0, worth.currency, left, payer)

    def _once(self, paid: Tally | None, stated: Money) -> Sum:
        """What came in once settles once: no more of a payment is acknowledged than was paid."""
        if paid is None or paid.amount.currency != stated.currency:
            return Sum(stated.amount, stated.currency)
        room = max(ZERO, EXACT.subtract(paid.amount.amount, paid.acknowledged))
        return Sum(min(stated.amount, room), stated.currency)

    def _charge(self, paid: Tally | None, received: Sum) -> Decimal:
        """What a bank kept that the creditor bears: it discharges the debtor beside what arrived, once."""
        if paid is None or paid.acknowledged or paid.stand.placed.body.charge_borne_by != "creditor":
            return ZERO
        kept: Money | None = paid.stand.placed.body.charge
        if kept is None or kept.currency != received.currency or paid.amount.currency != received.currency:
            return ZERO
        return max(ZERO, min(kept.amount, EXACT.subtract(paid.amount.amount, received.amount)))

    def _exchanged(self, paid: Tally | None, received: Sum, claims: list[Owing]) -> Sum | None:
        """The sum in the currency of the claims, by the rate that the payment states; None where none is stated."""
        currencies = {owing.commodity for owing in claims if in_money(owing)}
        if not currencies or received.currency in currencies:
            return received
        rate = None if paid is None else paid.stand.placed.body.rate
        if rate is None or rate <= 0 or len(currencies) > 1:
            return None
        currency = currencies.pop()
        try:
            exact = Fraction(received.amount) * Fraction(rate)
            return Sum(round_to(exact, minor_units(currency), Rounding.HALF_UP), currency)
        except BEYOND:
            return None

    def _no_rate(self, stand: Stand, currency: str, payer: str) -> None:
        day, digest = stand.placed.body.on, stand.placed.digest
        origin = f"{self.name}:{digest.hex()[:16]}:rate"
        self.book.owe(
            Owing(origin, digest, 0, CLAIMED, payer, self.other(payer), currency, ZERO, day, day, unknown="no-rate")
        )

    def _waive(self, stand: Stand) -> None:
        body, act = stand.placed.body, stand.placed.act
        self._discharge(stand, self._claims_for(act.cites, self.other(act.side_of)), body.amount, "waived")

    def _set_off(self, stand: Stand) -> None:
        claims = self._claims_for(stand.placed.act.cites, "") or self._all_claims()
        left = self._discharge(stand, claims, stand.placed.body.amount, "set_off")
        if left:
            self.over(stand, 0, stand.placed.body.amount.currency, left, self.receiver)

    def _all_claims(self) -> list[Owing]:
        return [*self.book.open((CLAIMED, MONEY), self.receiver), *self.book.open((CLAIMED, MONEY), self.provider)]


_IN_GOODS = IN_KIND | {SERVICES}
_ENDED_BY_CLOSING = frozenset({"not-received", "wrong-side", "no-equivalence"})
_Event = tuple[tuple[date, int, int, bytes], Callable[["Account", Any], None], Any]
_MOVED: tuple[tuple[str, Callable[[Account, Any], None]], ...] = (
    ("loss", Account._lose),  # noqa: SLF001  the table belongs to the class
    ("receipt", Account._give_back),  # noqa: SLF001
    ("invoice", Account._invoice),  # noqa: SLF001
)
"""What is moved and claimed on one day, in this order; a change of settlement comes before."""
_SETTLED: tuple[tuple[str, Callable[[Account, Any], None]], ...] = (
    ("credit", Account._credit),  # noqa: SLF001
    ("acknowledge", Account._acknowledge),  # noqa: SLF001
)
"""What settles claims on one day, in this order; what is given up and set off comes after."""


def _event(stand: Stand, rank: int) -> tuple[date, int, int, bytes]:
    placed = stand.placed
    return (placed.body.on, rank, placed.act.time, placed.digest)
