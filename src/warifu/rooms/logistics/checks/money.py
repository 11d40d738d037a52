"""Claims in money: invoice, payment, acknowledgement, credit, waiver. Floor 3a, pure.

Law: the provider claims, for what was received, at most what the order's prices give; the receiver pays. What was paid
too much or too little is a fact and no offence. Articles: claim and payment in currency, corrections [text in
substance, terms draft].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from warifu.core.errors import ValueTroubleError
from warifu.core.exact import Rounding, round_to
from warifu.core.money import MINOR_UNITS, Money, nothing
from warifu.law.checks import reason
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.acts.lines import Line
from warifu.rooms.logistics.checks.common import (
    PROVISION,
    L,
    beyond,
    delivered_in,
    in_order,
    is_order,
    party_of,
    prepared,
    priced,
    refunds_in,
    sums_by_line,
)
from warifu.rooms.logistics.terms import OrderTerms, Share

_INVOICE, _PAYMENT, _RECEIPT = L + "invoice", L + "payment", L + "receipt"
_BACK = frozenset({"return", "replacement"})
_ZERO = Decimal(0)
_LONGEST_TERM_DAYS = 3_660


@prepared
def _rounding(rule: Rule) -> Rounding:
    return Rounding(rule.params["rounding"])


def invoice(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The provider claims in money, on receipts of the order, at most what its prices give, due as agreed."""
    body, terms = situation.body, situation.terms
    if not is_order(terms):
        return
    if situation.side != terms.provider:
        yield reason(rule, "wrong_side", party=situation.act.side_of, creditor=party_of(situation, terms.provider))
    if terms.settlement not in rule.params["settlements"]:
        yield reason(rule, "not_in_money", settlement=terms.settlement)
    if not body.number:
        yield reason(rule, "no_number")
    if body.amount.amount <= _ZERO:
        yield reason(rule, "nothing_claimed", amount=body.amount)
    likely = 0 <= body.terms_days <= _LONGEST_TERM_DAYS
    due = body.on + timedelta(days=body.terms_days) if likely else None
    if body.due != due:
        yield reason(rule, "due", due=body.due, expected=due or "—", days=body.terms_days)
    if terms.payment_days and body.terms_days != terms.payment_days:
        yield reason(rule, "terms", days=body.terms_days, agreed=terms.payment_days)
    receipts = [cited for cited in in_order(situation, _RECEIPT) if cited.placed.body.purpose == PROVISION]
    if not receipts:
        yield reason(rule, "no_receipt")
        return
    yield from _amount(situation, rule, receipts)


def _amount(situation: Situation, rule: Rule, receipts: list[Cited]) -> Iterator[Finding]:
    body, terms = situation.body, situation.terms
    currency = terms.currency or next(
        (money.currency for line in terms.lines if (money := line.price or line.ceiling)), ""
    )
    if currency and body.amount.currency != currency:
        yield reason(rule, "currency", currency=body.amount.currency, agreed=currency)
        return
    most = most_claimed(situation, receipts, _rounding(rule))
    if most is None:
        yield reason(rule, "no_price", number=body.number)
    elif most.currency != body.amount.currency:
        yield reason(rule, "currency", currency=body.amount.currency, agreed=most.currency)
    elif body.amount > most:
        yield reason(rule, "above_price", amount=body.amount, most=most)


def most_claimed(situation: Situation, receipts: list[Cited], rounding: Rounding) -> Money | None:
    """Most that receipts let the provider claim: price times what was kept, or the line's ceiling; None without.

    Less what came back by the receipts cited, and what invoices cited have claimed of the same receipts. Where no line
    has a price, the total agreed for all of them (a fall-back to cash) stands in its place.
    """
    terms: OrderTerms = situation.terms
    kept = _kept(situation, receipts)
    try:
        sums = [_most_of(terms, number, amount, rounding) for number, amount in kept.items()]
        known = [each for each in sums if each is not None]
        whole = not terms.lump and known and len(known) == len(sums)
        most = sum(known[1:], known[0]) if whole else terms.total
        return most if most is None else most - _claimed_before(situation, receipts, most.currency)
    except ValueTroubleError:
        return None


def least_claimed(situation: Situation, receipts: list[Cited]) -> Money | None:
    """Least that receipts ask the provider to claim; None while a price is open.

    Where the provider's own measure prevails, what the receiver counted may be above it by the tolerance.
    """
    terms: OrderTerms = situation.terms
    provisions = [cited for cited in receipts if cited.placed.body.purpose == PROVISION]
    found: Money | None = nothing(terms.currency) if terms.currency in MINOR_UNITS else None
    if terms.lump:
        return terms.total
    try:
        for number, amount in _kept(situation, provisions).items():
            line = terms.line(number)
            price = None if line is None else _unit_price(terms, line)
            if line is None or price is None:
                return None
            slack = Fraction(line.tolerance) if line.measure == "provider" else Fraction(0)
            exact = price[0] * amount * (1 - slack)
            worth = Money(round_to(exact, MINOR_UNITS[price[1]], Rounding.FLOOR), price[1])
            found = worth if found is None else found + worth
    except ValueTroubleError:
        return None
    return found


def _kept(situation: Situation, receipts: Iterable[Cited]) -> dict[int, Fraction]:
    """What receipts took and kept by line, in the measure that prevails, less what came back by the receipts cited."""
    terms: OrderTerms = situation.terms
    kept = sums_by_line(terms, delivered_in(receipts, PROVISION), accepted_only=True)
    issued = sums_by_line(terms, delivered_in(in_order(situation, L + "issue"), PROVISION))
    for number, sent in issued.items():
        line = terms.line(number)
        if line is not None and line.measure == "provider" and number in kept and not beyond(line, kept[number], sent):
            kept[number] = sent
    back = [cited for cited in in_order(situation, _RECEIPT) if cited.placed.body.purpose in _BACK]
    for number, came in sums_by_line(terms, delivered_in(back), accepted_only=True).items():
        if number in kept:
            kept[number] = max(Fraction(0), kept[number] - came)
    return kept


def _claimed_before(situation: Situation, receipts: list[Cited], currency: str) -> Money:
    """What invoices cited claim of the same receipts, less the credit notes cited; of nothing where none is cited."""
    ours = {cited.placed.digest for cited in receipts}
    earlier = [cited for cited in in_order(situation, _INVOICE) if ours.intersection(cited.placed.act.cites)]
    named = {cited.placed.digest for cited in earlier}
    notes = [cited for cited in in_order(situation, L + "credit") if named.intersection(cited.placed.act.cites)]
    before = nothing(currency)
    for cited in earlier:
        before += cited.placed.body.amount
    for cited in notes:
        before -= cited.placed.body.amount
    return before


def _most_of(terms: OrderTerms, number: int, amount: Fraction, rounding: Rounding) -> Money | None:
    line = terms.line(number)
    if line is None:
        return None
    if line.price is not None:
        return priced(line.price, amount, rounding)
    if line.ceiling is not None:
        return line.ceiling
    price = _unit_price(terms, line)
    return None if price is None else Money(round_to(price[0] * amount, MINOR_UNITS[price[1]], rounding), price[1])


def _unit_price(terms: OrderTerms, line: Line) -> tuple[Fraction, str] | None:
    """The price of one unit: the line's own, else that which the total gives if it is the only line ordered."""
    if line.price is not None:
        return Fraction(line.price.amount), line.price.currency
    alone = terms.lines == (line,) and line.ceiling is None and line.quantity.amount > 0
    if alone and terms.total is not None and not terms.lump:
        return Fraction(terms.total.amount) / Fraction(line.quantity.amount), terms.total.currency
    return None


def payment_side(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The receiver pays, the provider acknowledges; what was paid too much is paid back the other way round."""
    terms = situation.terms
    if not is_order(terms):
        return
    back = _is_refund(situation)
    right = terms.requester if (situation.act.kind == _PAYMENT) != back else terms.provider
    if situation.side != right:
        yield reason(rule, "wrong_side", party=situation.act.side_of, right=party_of(situation, right))


def _is_refund(situation: Situation) -> bool:
    """Tell whether this pays back a payment that is cited, or acknowledges a payment by which that was done."""
    if situation.act.kind == _PAYMENT:
        return situation.side == situation.terms.provider and bool(in_order(situation, _PAYMENT))
    return situation.side == situation.terms.requester and bool(refunds_in(situation))


def payment(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A payment answers an invoice in its currency and says who bears a charge; the creditor's word answers it.

    What is paid back answers the payment by which too much came in, and is no more than that was.
    """
    body = situation.body
    if body.amount.amount <= _ZERO:
        yield reason(rule, "nothing_paid", amount=body.amount)
    if situation.act.kind != _PAYMENT:
        yield from _acknowledgement(situation, rule)
        return
    answered = in_order(situation, _INVOICE)
    if is_order(situation.terms) and _is_refund(situation):
        answered = in_order(situation, _PAYMENT)
    if not answered:
        yield reason(rule, "no_invoice", reference=body.reference)
    for cited in answered:
        before = cited.placed.body.amount
        if before.currency != body.amount.currency:
            if body.rate is None:
                yield reason(rule, "currency", currency=body.amount.currency, claimed=before.currency)
        elif cited.placed.act.kind == _PAYMENT and body.amount > before:
            yield reason(rule, "above_payment", amount=body.amount, paid=before)
    if not body.reference:
        yield reason(rule, "no_reference")
    if body.charge is not None and not body.charge_borne_by:
        yield reason(rule, "charge_unassigned", charge=body.charge)
    if body.rate is not None and (body.rate_on is None or not body.rate_source):
        yield reason(rule, "rate_unsourced", rate=body.rate)


def _acknowledgement(situation: Situation, rule: Rule) -> Iterator[Finding]:
    refund = is_order(situation.terms) and _is_refund(situation)
    payments = refunds_in(situation) if refund else in_order(situation, _PAYMENT)
    if not payments:
        yield reason(rule, "no_payment")
    for cited in payments:
        paid, charge, got = cited.placed.body.amount, cited.placed.body.charge, situation.body.amount
        if paid.currency != got.currency:
            yield reason(rule, "currency", currency=got.currency, claimed=paid.currency)
        elif got != paid and (charge is None or charge.currency != paid.currency or got != paid - charge):
            yield reason(rule, "acknowledged_differs", paid=paid, charge=charge or "", acknowledged=got)


def credit(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The creditor gives credit on an invoice of its own, in its currency, for no more than it claimed."""
    body, terms = situation.body, situation.terms
    if not is_order(terms):
        return
    if situation.side != terms.provider:
        yield reason(rule, "wrong_side", party=situation.act.side_of, creditor=party_of(situation, terms.provider))
    invoices = in_order(situation, _INVOICE)
    if not invoices:
        yield reason(rule, "no_invoice", number=body.number)
    for cited in invoices:
        claimed = cited.placed.body.amount
        if claimed.currency != body.amount.currency:
            yield reason(rule, "currency", currency=body.amount.currency, claimed=claimed.currency)
        elif body.amount.amount <= _ZERO or body.amount > claimed:
            yield reason(rule, "above_invoice", amount=body.amount, claimed=claimed)


def waive(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The creditor gives up no more of a claim than is left of it after waivers and set-off.

    What it gives up is cited first: an invoice; a receipt, for what was never claimed of it; or, by who paid, a payment
    by which too much came in.
    """
    body, terms = situation.body, situation.terms
    if not is_order(terms):
        return
    first = situation.cited[situation.act.cites[0]] if situation.act.cites else None
    creditor = terms.requester if first in in_order(situation, _PAYMENT) else terms.provider
    if situation.side != creditor:
        yield reason(rule, "wrong_side", party=situation.act.side_of, creditor=party_of(situation, creditor))
    given_up = None if first is None else _given_up(situation, first)
    if first is None or given_up is None:
        yield reason(rule, "no_invoice")
        return
    if given_up.currency != body.amount.currency:
        yield reason(rule, "currency", currency=body.amount.currency, claimed=given_up.currency)
        return
    left = left_of(given_up, first.placed.digest, (*terms.waived, *terms.set_off))
    if body.amount.amount <= _ZERO or body.amount > left:
        yield reason(rule, "above_claim", amount=body.amount, left=left)


def _given_up(situation: Situation, first: Cited) -> Money | None:
    """The sum of which a waiver gives up a part: an invoice, a payment, what a receipt is worth; None for all else."""
    if first in in_order(situation, _INVOICE, _PAYMENT):
        claimed: Money = first.placed.body.amount
        return claimed
    if first in in_order(situation, _RECEIPT) and first.placed.body.purpose == PROVISION:
        return most_claimed(situation, [first], Rounding.HALF_UP)
    return None


def left_of(claimed: Money, claim: bytes, shares: Iterable[Share]) -> Money:
    """Return what is left of a claim after the shares of it that were waived or set off."""
    for share in shares:
        if share.invoice == claim and share.amount.currency == claimed.currency:
            claimed -= share.amount
    return claimed


CHECKS: dict[str, Check] = {
    "logistics.invoice@1": invoice,
    "logistics.payment_side@1": payment_side,
    "logistics.payment@1": payment,
    "logistics.credit@1": credit,
    "logistics.waive@1": waive,
}
