"""What was handed over and counted: by whose hands, against what, with which differences explained. Floor 3a, pure.

Law: a delivery has happened; what is wrong with it is recorded beside it. Only who signs, and in what form, is refused
at our own door. Several deliveries of one order are added up as far as they are cited: the judge sees nothing else.
Articles: issue and receipt, discrepancies, inspection, separation of hands [draft, practice of auditors].
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from warifu.law.checks import reason
from warifu.law.flow import RESPONDER
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.checks.common import (
    PROVISION,
    L,
    beyond,
    concludes,
    delivered_in,
    figure,
    in_line_unit,
    in_order,
    is_order,
    party_of,
    same_dimension,
    short,
    sums_by_line,
)

_ISSUE, _RECEIPT, _LOSS = L + "issue", L + "receipt", L + "loss"
_EXCHANGE = "exchange"


def issue_side(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The provider issues what is provided; the receiver issues what is returned, replaced or given in exchange."""
    terms = situation.terms
    if not is_order(terms):
        return
    right = terms.provider if situation.body.purpose == PROVISION else terms.requester
    if situation.side != right:
        yield reason(
            rule, "wrong_side", party=situation.act.side_of, right=party_of(situation, right),
            purpose=situation.body.purpose,
        )  # fmt: skip


def receipt_side(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who did not issue receives."""
    terms = situation.terms
    if not is_order(terms):
        return
    right = terms.requester if situation.body.purpose == PROVISION else terms.provider
    if situation.side != right:
        yield reason(
            rule, "wrong_side", party=situation.act.side_of, right=party_of(situation, right),
            purpose=situation.body.purpose,
        )  # fmt: skip


def delivered(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Lines handed over or counted are there, not below nothing, with condition and way of measuring as codes."""
    body = situation.body
    if not body.lines:
        yield reason(rule, "no_lines")
    for line in body.lines:
        if line.quantity.amount < 0:
            yield reason(rule, "below_zero", line=line.line, quantity=line.quantity)
        if line.condition not in rule.params["conditions"]:
            yield reason(rule, "condition", line=line.line, condition=line.condition)
        if line.measured_by not in rule.params["measures"]:
            yield reason(rule, "measured_by", line=line.line, measured_by=line.measured_by)


def issue(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is issued was ordered, in its dimension, for a purpose of its settlement, and not beyond tolerance.

    Issues cited are added; what the receipts cited turned away was not given, and may be given again.
    """
    body, terms = situation.body, situation.terms
    if not is_order(terms):
        return
    if terms.outcome not in {"", "closed"} and body.purpose == PROVISION:
        yield reason(rule, "ended", outcome=terms.outcome)
    if body.purpose not in rule.params["purposes"].get(terms.settlement, ()):
        yield reason(rule, "purpose", purpose=body.purpose, settlement=terms.settlement)
    back = {line.number for line in terms.in_return}
    for each in body.lines:
        line = terms.line(each.line)
        if line is None or (each.line in back) != (bool(back) and body.purpose == _EXCHANGE):
            yield reason(rule, "line_unknown", line=each.line)
        elif in_line_unit(line, each.quantity) is None:
            yield reason(rule, "unit", line=each.line, unit=each.quantity.unit, ordered=line.quantity.unit)
    earlier = in_order(situation, _ISSUE)
    so_far = sums_by_line(terms, (*delivered_in(earlier, body.purpose), *body.lines))
    away = [each for each in delivered_in(in_order(situation, _RECEIPT), body.purpose) if not each.accepted]
    for number, amount in sums_by_line(terms, away).items():
        so_far[number] = so_far.get(number, Fraction(0)) - amount
    for number, amount in so_far.items():
        line = terms.line(number)
        ordered = Fraction(line.quantity.amount)
        if amount > ordered and beyond(line, amount, ordered):
            yield reason(
                rule, "over", line=number, issued=figure(amount), ordered=figure(ordered), unit=line.quantity.unit,
                tolerance=line.tolerance,
            )  # fmt: skip


def receipt(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A receipt answers an issue of its order, line by line, for the same purpose."""
    body, terms = situation.body, situation.terms
    issues = in_order(situation, _ISSUE)
    if not issues:
        yield reason(rule, "no_issue")
    for cited in issues:
        if cited.placed.body.purpose != body.purpose:
            yield reason(rule, "purpose", purpose=body.purpose, issued=cited.placed.body.purpose)
    issued = {each.line for each in delivered_in(issues)}
    for each in body.lines:
        line = terms.line(each.line) if is_order(terms) else None
        if line is None:
            yield reason(rule, "line_unknown", line=each.line)
        elif in_line_unit(line, each.quantity) is None:
            yield reason(rule, "unit", line=each.line, unit=each.quantity.unit, ordered=line.quantity.unit)
        elif issues and each.line not in issued:
            yield reason(rule, "line_not_issued", line=each.line)


def discrepancy(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each difference beyond the tolerance is explained by line; a reason given is one of the table and fits.

    A part of a delivery that says so is not short yet; earlier receipts of the same issues count as far as cited.
    """
    body, terms = situation.body, situation.terms
    known = rule.params["reasons"]
    for each in body.lines:
        if each.discrepancy and each.discrepancy not in known:
            yield reason(rule, "reason_unknown", line=each.line, reason=each.discrepancy)
    issues = in_order(situation, _ISSUE)
    if not issues or not is_order(terms):
        return
    issued = sums_by_line(terms, delivered_in(issues))
    counted = sums_by_line(terms, (*delivered_in(_before(situation, issues)), *body.lines))
    explained = {each.line: each.discrepancy for each in body.lines if each.discrepancy}
    for number, sent in issued.items():
        line, got = terms.line(number), counted.get(number, Fraction(0))
        why = explained.get(number, "")
        awaited = body.partial and got < sent
        if not why and not awaited and beyond(line, got, sent):
            yield reason(
                rule, "unexplained", line=number, issued=figure(sent), received=figure(got), unit=line.quantity.unit,
                tolerance=line.tolerance,
            )  # fmt: skip
        if (why == "short" and got >= sent) or (why == "over" and got <= sent):
            yield reason(rule, "contradicts", line=number, reason=why, issued=figure(sent), received=figure(got))


def _before(situation: Situation, issues: list[Cited]) -> list[Cited]:
    """Receipts cited that answered one of these issues before."""
    named = {cited.placed.digest for cited in issues}
    return [cited for cited in in_order(situation, _RECEIPT) if named.intersection(cited.placed.act.cites)]


def inspection(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What comes back or in replacement is inspected: accepted only if sound, turned away only with a reason."""
    body = situation.body
    if body.purpose not in rule.params["purposes"]:
        return
    for each in body.lines:
        if each.accepted and each.condition not in rule.params["sound"]:
            yield reason(rule, "unsound_accepted", line=each.line, condition=each.condition)
        if not each.accepted and not each.discrepancy:
            yield reason(rule, "rejected_without_reason", line=each.line)


def hands(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who signed the first act of a pair does not sign the second: issue and receipt, order and acceptance."""
    kind = situation.act.kind
    for first, second in rule.params["pairs"]:
        if second != kind:
            continue
        for key, digest in _first_hands(situation, first):
            if _same_person(situation, key):
                yield reason(rule, "same_officer", first=first, second=second, act=short(digest))


def _first_hands(situation: Situation, first: str) -> list[tuple[bytes, bytes]]:
    """(key, act) of whoever signed the first act: the root for an acceptance by the other side, else what is cited."""
    if situation.act.kind == L + "accept":
        if concludes(situation) and situation.side == RESPONDER and situation.terms.verbal == (first == L + "verbal"):
            return [(situation.terms.ordering_key, situation.act.case)]
        return []
    return [(cited.placed.act.officer, cited.placed.digest) for cited in situation.cited_of(first)]


def _same_person(situation: Situation, key: bytes) -> bool:
    """Tell whether a key is the signer's, or one of the same person on the signer's roll."""
    mine = situation.act.officer
    if key == mine:
        return True
    keys = situation.roll.keys
    first, second = keys.get(key), keys.get(mine)
    return first is not None and second is not None and first.use == "officer" and first.holder == second.holder


def loss(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A loss speaks of lines that were received: it cites their receipt."""
    body, terms = situation.body, situation.terms
    receipts = in_order(situation, _RECEIPT)
    if not receipts:
        yield reason(rule, "no_receipt")
        return
    units: dict[int, Any] = {each.line: each.quantity.unit for each in delivered_in(receipts)}
    if not is_order(terms):
        return
    had = sums_by_line(terms, delivered_in(receipts))
    for number, amount in sums_by_line(terms, body.lines).items():
        if amount > had.get(number, Fraction(0)):
            yield reason(
                rule,
                "more_than_received",
                line=number,
                lost=figure(amount),
                received=figure(had.get(number, Fraction(0))),
            )
    for each in body.lines:
        if each.line not in units or not same_dimension(each.quantity.unit, units[each.line]):
            yield reason(rule, "line_unknown", line=each.line)


CHECKS: dict[str, Check] = {
    "logistics.issue_side@1": issue_side,
    "logistics.receipt_side@1": receipt_side,
    "logistics.delivered@1": delivered,
    "logistics.issue@1": issue,
    "logistics.receipt@1": receipt,
    "logistics.discrepancy@1": discrepancy,
    "logistics.inspection@1": inspection,
    "logistics.hands@1": hands,
    "logistics.loss@1": loss,
}
