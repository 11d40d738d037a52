"""Services given in exchange for services: of a like kind, and of equivalent value. Floor 3a, pure.

Article: settlement of services [text in substance]: services of the same type and equivalent value. Which services
both sides hold to be of one type is a table of the pack [draft]; where no services are named the same ones come back.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import reduce

from warifu.core.exact import EXACT, Rounding
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.acts.lines import Line
from warifu.rooms.logistics.checks.common import extended, prepared

_ZERO = Decimal(0)


@prepared
def _types(rule: Rule) -> dict[str, frozenset[str]]:
    """By category, the categories that may be given in exchange for it: itself, and those of its row of the table."""
    like: dict[str, frozenset[str]] = {}
    for row in rule.params["like"]:
        for category in row:
            like[category] = frozenset(row) | like.get(category, frozenset())
    return like


def exchange(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is given in exchange is services, numbered apart, of a like type, priced, and worth as much."""
    body = situation.body
    back: tuple[Line, ...] = body.in_return
    if not back:
        return
    if body.settlement != "services":
        yield reason(rule, "not_by_exchange", settlement=body.settlement)
    numbers = {line.number for line in body.lines}
    asked = frozenset().union(*(_types(rule).get(line.category, {line.category}) for line in body.lines))
    for line in back:
        if line.number in numbers:
            yield reason(rule, "number", line=line.number)
        numbers.add(line.number)
        if line.supply != "service":
            yield reason(rule, "no_service", line=line.number, supply=line.supply)
        if line.category not in asked:
            yield reason(rule, "another_type", line=line.number, category=line.category)
        if line.quantity.amount <= _ZERO or not line.item:
            yield reason(rule, "nothing_given", line=line.number, quantity=line.quantity)
    yield from _value(rule, body.lines, back)


def _value(rule: Rule, lines: tuple[Line, ...], back: tuple[Line, ...]) -> Iterator[Finding]:
    """The values may differ by the part of the pack; where one side has no price yet they are not compared."""
    prices = [line.price for line in (*lines, *back)]
    if any(price is None for price in prices):
        if any(line.price is None for line in back) and all(line.price is not None for line in lines):
            yield reason(rule, "no_price", line=next(line.number for line in back if line.price is None))
        return
    if len({price.currency for price in prices if price is not None}) > 1:
        yield reason(rule, "currencies")
        return
    given, returned = (_sum(each) for each in (lines, back))
    if abs(given - returned) > given * _most(rule):
        yield reason(rule, "not_equivalent", given=f"{given:f}", returned=f"{returned:f}", most=_most(rule))


@prepared
def _most(rule: Rule) -> Decimal:
    return Decimal(rule.params["difference_max"])


def _sum(lines: tuple[Line, ...]) -> Decimal:
    values = (extended(line, Rounding.HALF_UP) for line in lines)
    return reduce(EXACT.add, (value for value in values if value is not None), _ZERO)


CHECKS: dict[str, Check] = {"logistics.exchange@1": exchange}
