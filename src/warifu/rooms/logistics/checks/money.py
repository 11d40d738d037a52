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
from warifu.core.exact import Rounding
from warifu.core.money import Money
from warifu.law.checks import reason
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.acts.lines import Line
from warifu.rooms.logistics.checks.common import (
    PROVISION,
    L,
    delivered_in,
    in_order,
    is_order,
    party_of,
    prepared,
    priced,
    sums_by_line,
)
from warifu.rooms.logistics.terms import OrderTerms, Share

_INVOICE, _PAYMENT, _RECEIPT = L + "invoice", L + "payment", L + "receipt"
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
    most = most_claimed(terms, receipts, _rounding(rule))
    if most is None:
        yield reason(rule, "no_price", number=body.number)
    elif most.currency != body.amount.currency:
        yield reason(rule, "currency", currency=body.amount.currency, agreed=most.currency)
    elif body.amount > most:
        yield reason(rule, "above_price", amount=body.amount, most=most)


def most_claimed(terms: OrderTerms, receipts: Iterable[Cited], rounding: Rounding) -> Money | None:
    """Most that receipts let the provider claim: price times what was accepted, or the line's ceiling; None without.

    Where no line has a price, the total agreed for all of them (a fall-back to cash) stands in its place.
    """
    counted = sums_by_line(terms, delivered_in(receipts), accepted_only=True)
    try:
        sums = [_most_of(terms.line(number), amount, rounding) for number, amount in counted.items()]
        known = [each for each in sums if each is not None]
        return sum(known[1:], known[0]) if known and len(known) == len(sums) else terms.total
    except ValueTroubleError:
        return None


def _most_of(line: Line | None, amount: Fraction, rounding: Rounding) -> Money | None:
    if line is None:
        return None
    return priced(line.price, amount, rounding) if line.price is not None else line.ceiling


def payment_side(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The receiver pays, the provider acknowledges."""
    terms = situation.terms
    if not is_order(terms):
        return
    right = terms.requester if situation.act.kind == _PAYMENT else terms.provider
    if situation.side != right:
        yield reason(rule, "wrong_side", party=situation.act.side_of, right=party_of(situation, right))


def payment(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A payment answers an invoice in its currency and says who bears a charge; the creditor's word answers it."""
    body = situation.body
    if body.amount.amount <= _ZERO:
        yield reason(rule, "nothing_paid", amount=body.amount)
    if situation.act.kind != _PAYMENT:
        yield from _acknowledgement(situation, rule)
        return
    invoices = in_order(situation, _INVOICE)
    if not invoices:
        yield reason(rule, "no_invoice", reference=body.reference)
    for cited in invoices:
        if cited.placed.body.amount.currency != body.amount.currency and body.rate is None:
            claimed = cited.placed.body.amount
            yield reason(rule, "currency", currency=body.amount.currency, claimed=claimed.currency)
    if not body.reference:
        yield reason(rule, "no_reference")
    if body.charge is not None and not body.charge_borne_by:
        yield reason(rule, "charge_unassigned", charge=body.charge)
    if body.rate is not None and (body.rate_on is None or not body.rate_source):
        yield reason(rule, "rate_unsourced", rate=body.rate)


def _acknowledgement(situation: Situation, rule: Rule) -> Iterator[Finding]:
    payments = in_order(situation, _PAYMENT)
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
    """The creditor gives up no more of a claim than is left of it after waivers and set-off."""
    body, terms = situation.body, situation.terms
    if not is_order(terms):
        return
    if situation.side != terms.provider:
        yield reason(rule, "wrong_side", party=situation.act.side_of, creditor=party_of(situation, terms.provider))
    invoices = in_order(situation, _INVOICE)
    if not invoices or situation.act.cites[0] != invoices[0].placed.digest:
        yield reason(rule, "no_invoice")
        return
    claimed = invoices[0].placed.body.amount
    if claimed.currency != body.amount.currency:
        yield reason(rule, "currency", currency=body.amount.currency, claimed=claimed.currency)
        return
    left = left_of(claimed, invoices[0].placed.digest, (*terms.waived, *terms.set_off))
    if body.amount.amount <= _ZERO or body.amount > left:
        yield reason(rule, "above_claim", amount=body.amount, left=left)


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
