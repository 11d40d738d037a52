"""Passing goods on: prior written consent, draws on it, and what was passed. Floor 3a, pure.

Article: no transfer to anyone outside the receiving force without the provider's prior written consent [sister]. A
consent is used up on its own line: two draws at once are a fork, and what is left is never below nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from warifu.core.errors import ValueTroubleError
from warifu.core.quantity import Quantity, in_unit
from warifu.law.checks import reason
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.checks.common import PROVISION, L, figure, is_order, same_dimension
from warifu.rooms.logistics.terms import OnwardTerms

_ZERO = Decimal(0)


def onward_request(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who received goods asks to pass on no more of them than it received, to somebody named, until a day to come."""
    body = situation.body
    if not body.recipient or not body.purpose:
        yield reason(rule, "no_recipient", recipient=body.recipient, purpose=body.purpose)
    if body.until < body.on:
        yield reason(rule, "until_past", until=body.until, on=body.on)
    if body.quantity.amount <= _ZERO:
        yield reason(rule, "nothing_asked", quantity=body.quantity)
    receipts = [cited for cited in situation.cited_of(L + "receipt") if cited.placed.body.purpose == PROVISION]
    if not receipts:
        yield reason(rule, "no_receipt", item=body.item)
        return
    for cited in receipts:
        if cited.placed.act.side_of != situation.act.side_of:
            yield reason(rule, "not_received", party=situation.act.side_of, receiver=cited.placed.act.side_of)
    had = sum((_received(cited, body.item, body.quantity.unit) for cited in receipts), Fraction(0))
    if Fraction(body.quantity.amount) > had:
        yield reason(rule, "above_received", item=body.item, asked=body.quantity, received=figure(had))


def _received(cited: Cited, item: str, unit: str) -> Fraction:
    """How much of an item a receipt took, in a unit; lines of other items and other dimensions count nothing."""
    if not is_order(cited.terms):
        return Fraction(0)
    found = Fraction(0)
    for each in cited.placed.body.lines:
        line = cited.terms.line(each.line)
        if line is None or line.item != item or not each.accepted:
            continue
        try:
            found += in_unit(each.quantity, unit)
        except ValueTroubleError:
            continue
    return found


def consent(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Consent is to the recipient asked for, to no more and no longer, on conditions of the table."""
    body, terms = situation.body, situation.terms
    if body.recipient != terms.recipient:
        yield reason(rule, "recipient", recipient=body.recipient, asked=terms.recipient)
    if body.quantity.unit != terms.asked.unit:
        yield reason(rule, "unit", unit=body.quantity.unit, asked=terms.asked.unit)
    elif not _ZERO < body.quantity.amount <= terms.asked.amount:
        yield reason(rule, "quantity", quantity=body.quantity, asked=terms.asked)
    if not body.on <= body.until <= terms.until:
        yield reason(rule, "until", until=body.until, asked=terms.until)
    for condition in body.conditions:
        if condition not in rule.params["conditions"]:
            yield reason(rule, "condition_unknown", condition=condition)


def draw(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A draw takes no more than the consent leaves, for its recipient, until its last day."""
    body, terms = situation.body, situation.terms
    left: Quantity | None = terms.remaining
    if left is None:
        yield reason(rule, "no_consent", item=terms.item, recipient=body.recipient, quantity=body.quantity)
        return
    if body.recipient != terms.recipient:
        yield reason(rule, "recipient", recipient=body.recipient, consented=terms.recipient)
    if situation.on > terms.until:
        yield reason(rule, "expired", until=terms.until, on=situation.on)
    if body.quantity.unit != left.unit:
        yield reason(rule, "unit", unit=body.quantity.unit, consented=left.unit)
    elif body.quantity.amount <= _ZERO or body.quantity.amount > left.amount:
        yield reason(rule, "above_rest", drawn=body.quantity, left=left)


def passed(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is passed on was drawn from a consent before: item, recipient, quantity and day are those of the draw."""
    body = situation.body
    draws = [cited for cited in situation.cited_of(L + "draw") if type(cited.terms) is OnwardTerms]
    if not draws:
        yield reason(rule, "no_consent", item=body.item, recipient=body.recipient, quantity=body.quantity)
        return
    terms: OnwardTerms = draws[0].terms
    if body.item != terms.item:
        yield reason(rule, "item", item=body.item, consented=terms.item)
    if body.recipient != terms.recipient:
        yield reason(rule, "recipient", recipient=body.recipient, consented=terms.recipient)
    if body.on > terms.until:
        yield reason(rule, "expired", until=terms.until, on=body.on)
    drawn = [cited.placed.body.quantity for cited in draws]
    if not all(same_dimension(each.unit, body.quantity.unit) for each in drawn):
        yield reason(rule, "unit", unit=body.quantity.unit, consented=drawn[0].unit)
        return
    most = sum((in_unit(each, body.quantity.unit) for each in drawn), Fraction(0))
    if Fraction(body.quantity.amount) > most:
        yield reason(rule, "above_draw", passed=body.quantity, drawn=figure(most))


CHECKS: dict[str, Check] = {
    "logistics.onward_request@1": onward_request,
    "logistics.consent@1": consent,
    "logistics.draw@1": draw,
    "logistics.passed@1": passed,
}
