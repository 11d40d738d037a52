"""Replays the claims and payments of one order into its book, after its deliveries. Floor 3a, pure.

Law: deliveries first; then what gives back, changes the settlement or claims, by its day; then what pays or gives up,
by its day. One outcome whatever the order of arrival. An acknowledgement counts if the creditor wrote it; a payment by
itself settles nothing. A charge that the creditor bears discharges the debtor. An invoice takes as much of what was
delivered as it claims; the rest stays owed, not yet claimed. One above what is owed is undetermined until it is
credited. What was paid too much is owed back, and a payment that answers the payment settles it.
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
from warifu.rooms.logistics.rows_book import CLAIMED, IN_KIND, MONEY, OVERPAID, SERVICES, ZERO, Owing, in_money, total
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
        moved: list[_Event] = [((turn.on, _TURN, at, b""), Account._turn, turn) for at, turn in enumerate(self.turns)]
        for rank, kind, enter in _MOVED:
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
            elif owing.account in _IN_GOODS or (owing.account == OVERPAID and not in_money(owing)):
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
        self._take(claimed, amount, body.on)
        if amount.amount > 0:
            due = max(body.due, body.on)
            origin = f"{self.name}:{stand.placed.digest.hex()[:16]}:0"
            first = receipts[0] if receipts else b""
            claim = Owing(origin, first, 0, CLAIMED, debtor, creditor, amount.currency, amount.amount, body.on, due)
            claim.delivered = min((o.delivered for o in claimed if o.delivered), default=None)
            claim.unknown = self._claimed_above(tally, claimed)
            tally.owing = self.book.owe(claim)

    def _take(self, claimed: list[Owing], amount: Money, on: date) -> None:
        """Let an invoice take over what it claims: all where that is within tolerance of what is owed, else a part.

        Where a figure is not known yet, or the claim is in another currency, the invoice speaks for all of it.
        """
        stated = all(not owing.unknown and owing.commodity == amount.currency for owing in claimed)
        rest = total(owing.rest for owing in claimed if not owing.unknown)
        lines = [self.terms.line(owing.line) for owing in claimed]
        slack = max((line.tolerance for line in lines if line is not None), default=ZERO)
        if stated and amount.amount < rest - EXACT.multiply(rest, slack):
            self.book.settle_oldest(claimed, max(amount.amount, ZERO), on)
            return
        for owing in claimed:
            if owing.unknown == "price-open":
                self.book.determine(owing, on)
            elif not owing.unknown:
                self.book.settle(owing, owing.rest, on)

    def _claimed_above(self, tally: Tally, claimed: list[Owing]) -> str:
        """Say why a claim is undetermined: it is above what its receipts make owing, alone or with earlier invoices.

        A further invoice may claim what earlier ones left of its receipts; credit notes on any of them give way to it.
        Where prices are open, all claims together stay under the ceilings of what was delivered.
        """
        if not tally.receipts or self._is_odd(tally, claimed):
            return ""
        receipts = set(tally.receipts)
        shared = [each for each in self.invoices.values() if each is not tally and receipts & set(each.receipts)]
        before = self._net([each for each in shared if each.amount.currency == tally.amount.currency])
        if not any(owing.commodity == tally.amount.currency and owing.owed for owing in claimed):
            return self._above_ceilings(tally)
        whole = total(owing.owed for owing in claimed)
        if EXACT.add(before, self._net([tally])) <= whole:
            return ""
        return "claimed-twice" if before > 0 else "claimed-above"

    def _is_odd(self, tally: Tally, claimed: list[Owing]) -> bool:
        """Tell whether something claimed has no figure, or a figure in another currency than the claim."""
        return any(owing.unknown or (owing.owed and owing.commodity != tally.amount.currency) for owing in claimed)

    def _above_ceilings(self, tally: Tally) -> str:
        """All that is claimed against the most that the lines delivered allow; nothing where a line has no ceiling."""
        numbers = dict.fromkeys(owing.line for owing in self.book.owings if owing.account == MONEY)
        lines = [self.terms.line(number) for number in numbers]
        ceilings = [None if line is None else line.ceiling for line in lines]
        known = [each.amount for each in ceilings if each is not None and each.currency == tally.amount.currency]
        if not known or len(known) < len(ceilings):
            return ""
        return "claimed-above" if self._net(list(self.invoices.values())) > total(known) else ""

    def _net(self, invoices: list[Tally]) -> Decimal:
        """What invoices claim less the credit notes on them."""
        named = {each.stand.placed.digest for each in invoices}
        notes = [s for s in self.by_kind.get("credit", ()) if named & set(s.placed.act.cites)]
        claimed, back = total(t.amount.amount for t in invoices), total(self.amount(s).amount for s in notes)
        return EXACT.subtract(claimed, back)

    def _claims_for(self, cites: Iterable[bytes], debtor: str) -> list[Owing]:
        """The claims that an act speaks of: the invoices it cites; what was paid too much by the payment it cites.

        Else what the receipts cited make owing and nobody claimed; else all that the debtor owes in money.
        """
        cited = [self.invoices[digest].owing for digest in cites if digest in self.invoices]
        theirs = [owing for owing in cited if owing is not None and debtor in {"", owing.debtor}]
        paid = any(digest in self.payments for digest in cites)
        if theirs or (cited and not paid):
            return theirs
        over = self.book.open((OVERPAID,), debtor) if paid else []
        unclaimed = [owing for owing in self.book.open((MONEY,), debtor) if owing.receipt in cites]
        return over or unclaimed or self.book.open((CLAIMED, MONEY), debtor)

    def _credit(self, stand: Stand) -> None:
        act, amount = stand.placed.act, self.amount(stand)
        debtor = self.other(act.side_of)
        claims = self._claims_for(act.cites, debtor)
        left = self._discharge(stand, claims, amount, "credited")
        if left and not any(owing.unknown for owing in claims):
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
_MOVED: tuple[tuple[int, str, Callable[[Account, Any], None]], ...] = (
    (0, "loss", Account._lose),  # noqa: SLF001  the table belongs to the class
    (1, "receipt", Account._give_back),  # noqa: SLF001
    (3, "invoice", Account._invoice),  # noqa: SLF001
)
_TURN = 2
"""What is moved and claimed on one day, in this order: a change of settlement takes over what that day left owing."""
_SETTLED: tuple[tuple[str, Callable[[Account, Any], None]], ...] = (
    ("credit", Account._credit),  # noqa: SLF001
    ("acknowledge", Account._acknowledge),  # noqa: SLF001
)
"""What settles claims on one day, in this order; what is given up and set off comes after."""


def _event(stand: Stand, rank: int) -> tuple[date, int, int, bytes]:
    placed = stand.placed
    return (placed.body.on, rank, placed.act.time, placed.digest)
