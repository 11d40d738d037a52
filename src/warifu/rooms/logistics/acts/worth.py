"""What an act is worth against an officer's limits: value by currency, quantity by unit. Pure.

Law: a line without a price counts with its ceiling; what has neither counts by quantity alone. An acceptance is worth
what it would put in force, never what it says of itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from warifu.core.exact import EXACT
from warifu.rooms.logistics.acts.lines import Line

_ZERO = Decimal(0)


def of_lines(body: Any, _terms: object) -> list[tuple[str, Decimal]]:
    """Pairs of (currency or unit, amount) of the lines that a body holds."""
    return _sum(body.lines)


def of_terms(_body: object, terms: Any) -> list[tuple[str, Decimal]]:
    """Pairs for an acceptance: of the lines that stand open for it."""
    return _sum(getattr(terms, "on_the_table", ()))


def of_amount(body: Any, _terms: object) -> list[tuple[str, Decimal]]:
    """The one pair of an act that names a sum of money."""
    return [(body.amount.currency, body.amount.amount)]


def _sum(lines: Iterable[Line]) -> list[tuple[str, Decimal]]:
    sums: dict[str, Decimal] = {}
    for line in lines:
        amount, unit = line.quantity.amount, line.quantity.unit
        if line.price is not None:
            currency = line.price.currency
            sums[currency] = EXACT.add(sums.get(currency, _ZERO), EXACT.multiply(line.price.amount, amount))
        elif line.ceiling is not None:
            currency = line.ceiling.currency
            sums[currency] = EXACT.add(sums.get(currency, _ZERO), line.ceiling.amount)
        if amount > sums.get(unit, _ZERO):
            sums[unit] = amount
    return list(sums.items())
