"""Closing an order: on the receipts of all its lines and on the settlement of what was received. Floor 3a, pure.

Law: what the proposal cites must show that what was ordered was received, that all that was received and kept came
back, was replaced or was claimed, and that each claim is settled. Sums are laid beside each other in the currency of
the claims, by the rate that a payment states. What was paid beyond the claims is paid back before, or let go by name.
Article: closing of the procedural arrangement [draft]; orders left open: the auditors' first complaint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

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
    figure,
    in_order,
    is_order,
    party_of,
    refunds_in,
    sums_by_line,
)
from warifu.rooms.logistics.checks.money import least_claimed
from warifu.rooms.logistics.terms import OrderTerms

_IN_KIND = frozenset({"return", "replacement"})


def close(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An order closes on the receipts of all its lines and on the settlement of what was received, all cited."""
    terms = situation.terms
    if not is_order(terms):
        return
    receipts = in_order(situation, L + "receipt")
    yield from _received(terms, rule, receipts)
    if terms.settlement == "services":
        yield from _exchanged(situation, rule, receipts)
    elif terms.settlement in _IN_KIND:
        yield from _came_back(situation, rule, receipts)
    else:
        yield from _paid(situation, rule, receipts)


def _received(terms: OrderTerms, rule: Rule, receipts: list[Cited]) -> Iterator[Finding]:
    """Each line was received as ordered, or the receiver said why not."""
    got = sums_by_line(terms, delivered_in(receipts, PROVISION))
    explained = {each.line for each in delivered_in(receipts, PROVISION) if each.discrepancy}
    for line in terms.lines:
        ordered, received = Fraction(line.quantity.amount), got.get(line.number)
        if received is None:
            yield reason(rule, "no_receipt", line=line.number)
        elif received < ordered and line.number not in explained and beyond(line, received, ordered):
            yield reason(rule, "not_all_received", **_amounts(line, received, ordered))


def _amounts(line: Line, received: Fraction, expected: Fraction) -> dict[str, object]:
    return {
        "line": line.number, "received": figure(received), "expected": figure(expected), "unit": line.quantity.unit,
    }  # fmt: skip


# --- in services and in kind ------------------------------------------------------------------------------------------


def _exchanged(situation: Situation, rule: Rule, receipts: list[Cited]) -> Iterator[Finding]:
    """Services came back: those agreed to be given in exchange, all of them, else the same or their worth."""
    terms = situation.terms
    owed = sums_by_line(terms, delivered_in(receipts, PROVISION), accepted_only=True)
    if not any(owed.values()):
        return
    if not any(cited.placed.body.purpose == "exchange" for cited in receipts):
        yield reason(rule, "no_exchange")
        return
    came = sums_by_line(terms, delivered_in(receipts, "exchange"), accepted_only=True)
    if terms.in_return:
        owed = _agreed_back(terms, owed)
    elif _is_worth(terms, owed, came):
        return
    for number, amount in owed.items():
        line, back = terms.line(number), came.get(number, Fraction(0))
        if back < amount and beyond(line, back, amount):
            yield reason(rule, "not_returned", **_amounts(line, back, amount))


def _agreed_back(terms: OrderTerms, owed: dict[int, Fraction]) -> dict[int, Fraction]:
    """What was agreed to come back, line by line: in the part in which the order was given, where that is one part."""
    given = {Fraction(owed.get(line.number, Fraction(0))) / Fraction(line.quantity.amount) for line in terms.lines}
    part = min(Fraction(1), given.pop()) if len(given) == 1 else Fraction(1)
    return {line.number: Fraction(line.quantity.amount) * part for line in terms.in_return}


def _is_worth(terms: OrderTerms, owed: dict[int, Fraction], came: dict[int, Fraction]) -> bool:
    """Tell whether what came back is worth what was given, where all of it has a price."""
    sums = []
    for amounts in (owed, came):
        found = Fraction(0)
        for number, amount in amounts.items():
            line = terms.line(number)
            if line is None or line.price is None:
                return False
            found += Fraction(line.price.amount) * amount
        sums.append(found)
    return sums[1] >= sums[0]


def _came_back(situation: Situation, rule: Rule, receipts: list[Cited]) -> Iterator[Finding]:
    """What was received and kept must have come back, or been replaced, and been accepted."""
    terms = situation.terms
    owed = sums_by_line(terms, delivered_in(receipts, PROVISION), accepted_only=True)
    back = [each for purpose in ("return", "replacement") for each in delivered_in(receipts, purpose)]
    returned = sums_by_line(terms, back, accepted_only=True)
    for number, amount in owed.items():
        line, came = terms.line(number), returned.get(number, Fraction(0))
        if came < amount and beyond(line, came, amount):
            yield reason(rule, "not_returned", **_amounts(line, came, amount))


# --- in money ---------------------------------------------------------------------------------------------------------


def _paid(situation: Situation, rule: Rule, receipts: list[Cited]) -> Iterator[Finding]:
    """All that was received is claimed; the claims are covered by what was acknowledged, credited, waived, set off."""
    terms: OrderTerms = situation.terms
    invoices = in_order(situation, L + "invoice")
    if not invoices:
        worth = least_claimed(situation, receipts)
        if worth is None or worth.amount > 0:
            yield reason(rule, "no_invoice")
        return
    claimed = [cited.placed.body.amount for cited in invoices]
    named = {cited.placed.digest for cited in invoices}
    settled = [cited.placed.body.amount for cited in in_order(situation, L + "credit")]
    settled += [share.amount for share in (*terms.waived, *terms.set_off) if share.invoice in named]
    taken = list(_taken(situation, claimed[0].currency))
    known = [each for each in taken if each is not None]
    owed = None if len(known) < len(taken) else _less(claimed, (*settled, *known))
    if owed is None:
        yield reason(rule, "currencies")
        return
    yield from _unclaimed(situation, rule, receipts, (invoices, claimed))
    let_go = [share.amount for share in terms.waived if share.invoice in _digests(in_order(situation, L + "payment"))]
    over = _less([-owed], let_go)
    if owed.amount > 0:
        yield reason(rule, "not_all_settled", open=owed)
    elif over is not None and over.amount > 0:
        yield reason(rule, "overpaid", over=over)


def _unclaimed(
    situation: Situation, rule: Rule, receipts: list[Cited], claims: tuple[list[Cited], list[Money]]
) -> Iterator[Finding]:
    """What was received is claimed or given up: to the sum where prices are fixed, else each receipt in an invoice."""
    terms: OrderTerms = situation.terms
    invoices, claimed = claims
    provisions = [each for each in receipts if each.placed.body.purpose == PROVISION]
    worth = least_claimed(situation, receipts)
    if worth is None:
        named = {digest for each in invoices for digest in each.placed.act.cites}
        left_out = len(_digests(provisions) - named)
        if left_out:
            yield reason(rule, "not_claimed", receipts=left_out)
        return
    given_up = [share.amount for share in terms.waived if share.invoice in _digests(provisions)]
    rest = _less([worth], (*claimed, *given_up))
    if rest is None:
        yield reason(rule, "currencies")
    elif rest.amount > Decimal(len(provisions)).scaleb(-MINOR_UNITS[rest.currency]):
        yield reason(rule, "claimed_less", open=rest)  # beyond a coin for each receipt, which may have been rounded


def _digests(acts: Iterable[Cited]) -> set[bytes]:
    return {cited.placed.digest for cited in acts}


def _taken(situation: Situation, currency: str) -> Iterator[Money | None]:
    """What acknowledged payments, and charges that the creditor bears, settle in a currency; less what was paid back.

    A sum that came in once settles once, and no more of it than was paid. None: a sum that no stated rate converts.
    """
    terms: OrderTerms = situation.terms
    provider, requester = (party_of(situation, side) for side in (terms.provider, terms.requester))
    for by, payments in ((provider, in_order(situation, L + "payment")), (requester, refunds_in(situation))):
        words = [each.placed for each in situation.cited_of(L + "acknowledge") if each.placed.act.side_of == by]
        for cited in payments:
            got = [word.body.amount for word in words if cited.placed.digest in word.act.cites]
            worth = _worth(cited.placed.body, got, currency)
            yield -worth if worth is not None and by == requester else worth


def _worth(paid: Any, words: list[Money], currency: str) -> Money | None:
    """What came in of a payment, in a currency, with the charge that the creditor bears; None if no rate is stated."""
    whole: Money = paid.amount
    if not words:
        return nothing(currency)
    try:
        got = min(whole, sum(words[1:], words[0]))
        if paid.charge is not None and paid.charge_borne_by == "creditor":
            got += min(paid.charge, whole - got)
        if whole.currency == currency:
            return got
        if paid.rate is None or paid.rate <= 0:
            return None
        exact = Fraction(got.amount) * Fraction(paid.rate)
        return Money(round_to(exact, MINOR_UNITS[currency], Rounding.HALF_UP), currency)
    except ValueTroubleError:
        return None


def _less(sums: Iterable[Money], taken: Iterable[Money]) -> Money | None:
    """Add sums up and take others away; None where they are not of one currency."""
    first, *rest = sums
    try:
        for each in rest:
            first += each
        for each in taken:
            first -= each
    except ValueTroubleError:
        return None
    return first


CHECKS: dict[str, Check] = {"logistics.close@1": close}
