"""Prices, totals and how a supply is settled. Floor 3a, pure.

Articles: settlement of goods and of services [text in substance]; the order of falling back, price as a basis with a
ceiling [draft]; twelve months [text, for the agreement at hand sister]. Rounding is stated by the pack, once a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from warifu.core.days import add_months
from warifu.core.exact import EXACT, Rounding
from warifu.core.money import MINOR_UNITS
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.acts.lines import Line
from warifu.rooms.logistics.checks.common import L, concludes, extended, is_order, prepared

_CHANGE = L + "change"
_STANDING = L + "standing"
_ZERO = Decimal(0)


@prepared
def _bases(rule: Rule) -> frozenset[str]:
    return frozenset(rule.params["bases"])


def price(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A price is fixed, or it is a basis with a ceiling; never both; a price fixed later keeps to its ceiling."""
    kind = situation.act.kind
    for line in situation.body.lines:
        if line.price is None and not line.basis and line.ceiling is None:
            if kind == _STANDING:
                yield reason(rule, "no_price", line=line.number)
            continue
        yield from _price_of(rule, line)
        if kind == _CHANGE:
            yield from _keeps_ceiling(situation, rule, line)


def _price_of(rule: Rule, line: Line) -> Iterator[Finding]:
    if line.basis:
        if line.price is not None:
            yield reason(rule, "both", line=line.number, price=line.price, basis=line.basis)
        if line.basis not in _bases(rule):
            yield reason(rule, "basis_unknown", line=line.number, basis=line.basis)
        if line.ceiling is None:
            yield reason(rule, "no_ceiling", line=line.number, basis=line.basis)
    elif line.price is None:
        yield reason(rule, "ceiling_alone", line=line.number, ceiling=line.ceiling)
    for money in (line.price, line.ceiling):
        if money is not None and money.amount < _ZERO:
            yield reason(rule, "below_zero", line=line.number, price=money)


def _keeps_ceiling(situation: Situation, rule: Rule, line: Line) -> Iterator[Finding]:
    """A price fixed by a change of the order is not above the ceiling that was agreed for the line."""
    before = situation.terms.line(line.number) if is_order(situation.terms) else None
    now = extended(line, Rounding.HALF_UP)
    if before is None or before.ceiling is None or line.price is None or now is None:
        return
    if before.ceiling.currency == line.price.currency and now > before.ceiling.amount:
        yield reason(rule, "above_ceiling", line=line.number, price=now, ceiling=before.ceiling)


def _all_lines(situation: Situation) -> tuple[Line, ...]:
    """Lines as they will stand: those of the body, and for a change those of the order that it leaves alone."""
    body = situation.body
    if situation.act.kind != _CHANGE or not is_order(situation.terms):
        lines: tuple[Line, ...] = body.lines
        return lines
    new = {line.number: line for line in body.lines}
    return (*(new.pop(line.number, line) for line in situation.terms.lines), *new.values())


@prepared
def _rounding(rule: Rule) -> Rounding:
    return Rounding(rule.params["rounding"])


def total(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """One currency in all lines; a total, where stated, is the sum of the lines to the smallest coin."""
    body = situation.body
    lines = _all_lines(situation)
    moneys = [money for line in lines for money in (line.price, line.ceiling) if money is not None]
    stated = body.total
    if body.currency and body.currency not in MINOR_UNITS:
        yield reason(rule, "currency_unknown", currency=body.currency)
        return
    if stated is None and not moneys:
        return
    currencies = {money.currency for money in moneys}
    if body.currency:
        currencies.add(body.currency)
    if stated is not None:
        currencies.add(stated.currency)
    if len(currencies) > 1:
        yield reason(rule, "currencies", currencies=" ".join(sorted(currencies)))
    elif stated is not None:
        yield from _sum(rule, lines, stated)


def _sum(rule: Rule, lines: tuple[Line, ...], stated: Any) -> Iterator[Finding]:
    rounding = _rounding(rule)
    values = [value for line in lines if (value := extended(line, rounding)) is not None]
    if len(values) < len(lines):
        if values or any(line.basis for line in lines):
            yield reason(rule, "open", stated=stated)
        return
    expected = reduce(EXACT.add, values, _ZERO)
    if expected != stated.amount:
        shown = f"{stated.currency} {expected:,f}"
        yield reason(rule, "differs", stated=stated, expected=shown, rounding=rounding.value)


@prepared
def _methods(rule: Rule) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(rule.params["supply"]), frozenset(rule.params["methods"])


def settlement(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Goods are returned, replaced or paid; services are paid or exchanged; set-off only of what is paid."""
    supply, methods = _methods(rule)
    body = situation.body
    method = body.settlement or situation.terms.settlement
    if method in methods:
        return
    for line in _all_lines(situation):
        if line.supply in supply:
            yield reason(rule, "method", line=line.number, supply=line.supply, settlement=method)


def fallback(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A change of settlement follows the order of falling back and never goes back up it."""
    before, after = situation.terms.settlement, situation.body.settlement
    if after and after != before and after not in rule.params["may_become"].get(before, []):
        yield reason(rule, "order", before=before, after=after)


def schedule(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is returned or replaced has a day for it, within the months of the arrangement after delivery."""
    body, terms = situation.body, situation.terms
    answering = is_order(terms)
    kind = situation.act.kind
    if kind == L + "accept" and not concludes(situation):
        return
    method = getattr(body, "settlement", "") or (terms.settlement if answering else "")
    needed = method in rule.params["settlements"]
    if not needed and method not in rule.params["within"]:
        return
    first, last, by = _days(body, terms if answering else None)
    loan = (terms if answering else body).transaction == "loan"
    by = by or (last if loan else None)
    if by is None:
        if answering and needed:
            yield reason(rule, "missing", settlement=method)
        return
    delivered = (first if loan else last or first) or body.on
    limit = add_months(delivered, rule.params["months"])
    if by > limit:
        yield reason(rule, "beyond", replace_by=by, limit=limit, months=rule.params["months"], delivered=delivered)
    if first is not None and by < first:
        yield reason(rule, "before_delivery", replace_by=by, delivered=first)


def _days(body: Any, terms: Any) -> tuple[date | None, date | None, date | None]:
    """(first day, last day, day of replacement) as this will would leave them."""
    first = getattr(body, "from_day", None) or getattr(body, "wanted_from", None)
    last = getattr(body, "to_day", None) or getattr(body, "wanted_to", None)
    by = getattr(body, "replace_by", None)
    if terms is None:
        return first, last, by
    return first or terms.from_day, last or terms.to_day, by or terms.replace_by


CHECKS: dict[str, Check] = {
    "logistics.price@1": price,
    "logistics.total@1": total,
    "logistics.settlement@1": settlement,
    "logistics.fallback@1": fallback,
    "logistics.schedule@1": schedule,
}
