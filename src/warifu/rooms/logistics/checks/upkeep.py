"""Correcting, ratifying, disputing, and closing an order. Floor 3a, pure.

Law: nothing is changed, a correction is a new act; the side that did not write an irregular fact cures it; disputes end
by consultation alone [sister]; an order closes only when what was ordered was received and what is owed is settled.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from warifu.core.errors import ValueTroubleError
from warifu.core.money import Money
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
    of_case,
    short,
    sums_by_line,
)

_DIGEST_BYTES = 32


def _facts(situation: Situation) -> list[Cited]:
    return [cited for cited in situation.cited.values() if cited.placed.kind.nature == "fact"]


def correct(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A correction cites a fact of its order and says what should stand instead."""
    body, terms = situation.body, situation.terms
    facts = [cited for cited in _facts(situation) if of_case(situation, cited)]
    if not facts:
        yield reason(rule, "no_fact")
    if not body.lines and body.amount is None:
        yield reason(rule, "nothing_corrected")
    if is_order(terms):
        for each in body.lines:
            if terms.line(each.line) is None:
                yield reason(rule, "line_unknown", line=each.line)


def ratify(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An irregular fact of this order is cured by the side that did not write it."""
    facts = [cited for cited in _facts(situation) if of_case(situation, cited)]
    if not facts:
        yield reason(rule, "no_fact")
    for cited in facts:
        # Paper that the ratifying side itself entered for the other is its own hand too.
        if situation.act.side_of in {cited.placed.act.side_of, cited.placed.author}:
            yield reason(rule, "own_fact", act=short(cited.placed.digest), party=situation.act.side_of)


def dispute(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A dispute cites what it contests."""
    if not situation.act.cites:
        yield reason(rule, "nothing_cited")


def resolve(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A dispute (cited) ends by consultation, whose reference is given, and in no other way."""
    if not situation.cited_of(L + "dispute"):
        yield reason(rule, "no_dispute")
    if not situation.body.consultation:
        yield reason(rule, "no_consultation")


def rebase(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A case goes on under another pack, which the proposer has adopted."""
    to, act = situation.body.rebase_to, situation.act
    if len(to) != _DIGEST_BYTES or to == situation.pack_of_line:
        yield reason(rule, "no_other_pack", pack=short(to))
    elif not situation.roll.has_adopted(to, 2**62 - 1 if situation.placed.index is None else situation.placed.index):
        yield reason(rule, "not_adopted", pack=short(to), party=act.party)


def close(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An order closes on the receipts of all its lines and on the settlement of what was received, all cited."""
    terms = situation.terms
    if not is_order(terms):
        return
    receipts = in_order(situation, L + "receipt")
    got = sums_by_line(terms, delivered_in(receipts, PROVISION))
    explained = {each.line for each in delivered_in(receipts, PROVISION) if each.discrepancy}
    for line in terms.lines:
        ordered, received = Fraction(line.quantity.amount), got.get(line.number)
        if received is None:
            yield reason(rule, "no_receipt", line=line.number)
        elif received < ordered and line.number not in explained and beyond(line, received, ordered):
            yield reason(rule, "not_all_received", **_amounts(line, received, ordered))
    if terms.settlement in {"return", "replacement"} or terms.transaction == "loan":
        yield from _came_back(situation, rule, receipts)
    elif terms.settlement == "services":
        yield from _exchanged(situation, rule, receipts)
    else:
        yield from _paid(situation, rule)


def _exchanged(situation: Situation, rule: Rule, receipts: list[Cited]) -> Iterator[Finding]:
    """Services came back: those agreed to be given in exchange, all of them, else the same."""
    if not any(cited.placed.body.purpose == "exchange" for cited in receipts):
        yield reason(rule, "no_exchange")
        return
    came = sums_by_line(situation.terms, delivered_in(receipts, "exchange"), accepted_only=True)
    for line in situation.terms.in_return:
        amount, agreed = came.get(line.number, Fraction(0)), Fraction(line.quantity.amount)
        if amount < agreed and beyond(line, amount, agreed):
            yield reason(rule, "not_returned", **_amounts(line, amount, agreed))


def _amounts(line: Line, received: Fraction, expected: Fraction) -> dict[str, object]:
    return {
        "line": line.number, "received": figure(received), "expected": figure(expected), "unit": line.quantity.unit,
    }  # fmt: skip


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


def _paid(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Invoices cited are covered by acknowledged payments, charges of the creditor's, credits, waivers and set-off."""
    terms = situation.terms
    invoices = in_order(situation, L + "invoice")
    if not invoices:
        yield reason(rule, "no_invoice")
        return
    claimed = [cited.placed.body.amount for cited in invoices]
    settled = [cited.placed.body.amount for cited in in_order(situation, L + "credit")]
    payments = in_order(situation, L + "payment")
    acknowledged = _once(in_order(situation, L + "acknowledge"), {cited.placed.digest for cited in payments})
    settled += [cited.placed.body.amount for cited in acknowledged]
    paid = [cited.placed.body for cited in payments]
    settled += [each.charge for each in paid if each.charge is not None and each.charge_borne_by == "creditor"]
    named = {cited.placed.digest for cited in invoices}
    settled += [share.amount for share in (*terms.waived, *terms.set_off) if share.invoice in named]
    short_by = _short_by(claimed, settled)
    if short_by is None:
        yield reason(rule, "currencies")
    elif short_by.amount > 0:
        yield reason(rule, "not_all_settled", open=short_by)


def _once(acknowledged: list[Cited], payments: set[bytes]) -> Iterator[Cited]:
    """Give acknowledgements, one for each payment cited: a sum that came in once settles once."""
    seen: set[bytes] = set()
    for cited in acknowledged:
        of = payments.intersection(cited.placed.act.cites)
        if not of & seen:
            yield cited
        seen |= of


def _short_by(claimed: list[Money], settled: list[Money]) -> Money | None:
    try:
        owed = sum(claimed[1:], claimed[0])
        for each in settled:
            owed -= each
    except ValueTroubleError:
        return None
    return owed


CHECKS: dict[str, Check] = {
    "logistics.correct@1": correct,
    "logistics.ratify@1": ratify,
    "logistics.dispute@1": dispute,
    "logistics.resolve@1": resolve,
    "logistics.rebase@1": rebase,
    "logistics.close@1": close,
}
