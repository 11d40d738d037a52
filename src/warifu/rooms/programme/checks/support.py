"""Checks: standing offers of support. The 16 categories of the agreement, its two sorts of days, no line twice.

Source: a standing offer lets a request be concluded in one answer; what a party can provide for an activity [draft].
"""

from __future__ import annotations

from collections.abc import Iterator

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.checks.common import PLACE

_ACTIVITY = (P + "activity", P + "accept")


def offer(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An offer has a number, a unit that gives, and one activity that both sides know, within whose days it lies."""
    body = situation.body
    if not body.number.strip() or not body.issuing.strip():
        yield reason(rule, "unnamed", number=body.number)
    activities = situation.cited_of(*_ACTIVITY)
    if len(activities) != 1:
        yield reason(rule, "no_activity", number=body.number, count=len(activities))
    for cited in activities:
        first, last = getattr(cited.terms, "from_day", body.from_day), getattr(cited.terms, "to_day", body.to_day)
        if body.to_day < first or body.from_day > last:
            yield reason(rule, "another_time", from_day=body.from_day, to_day=body.to_day, first=first, last=last)


def lines(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each line has its number once, a known category, some quantity, and a price or a known basis, never both."""
    body = situation.body
    if body.to_day < body.from_day:
        yield reason(rule, "days_reversed", from_day=body.from_day, to_day=body.to_day)
    numbers = [line.number for line in body.lines]
    if not numbers or len(set(numbers)) != len(numbers):
        yield reason(rule, "numbers", numbers=", ".join(map(str, numbers)))
    ways: dict[str, list[str]] = dict(rule.params["categories"])
    for line in body.lines:
        if line.category not in ways:
            yield reason(rule, "category_unknown", line=line.number, category=line.category)
        elif line.supply not in ways[line.category]:
            yield reason(rule, "supply", line=line.number, category=line.category, supply=line.supply)
        if not line.item.strip():
            yield reason(rule, "no_item", line=line.number)
        if line.quantity.amount <= 0:
            yield reason(rule, "quantity", line=line.number, quantity=line.quantity)
        if line.price is not None and (line.price.amount <= 0 or line.basis):
            yield reason(rule, "price_and_basis", line=line.number, price=line.price, basis=line.basis)
        if line.basis and line.basis not in rule.params["bases"]:
            yield reason(rule, "basis_unknown", line=line.number, basis=line.basis)
        if line.place and not PLACE.fullmatch(line.place):
            yield reason(rule, "place_unknown", line=line.number, place=line.place)


CHECKS: dict[str, Check] = {
    "programme.support@1": offer,
    "programme.support_lines@1": lines,
}
