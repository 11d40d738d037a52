"""What a delivered line is: as a commodity in its canonical unit, and as a sum of money. Floor 3a, pure.

Law: amounts in kind are kept in the base unit of their dimension, so that litres and gallons of one fuel meet. A sum is
price times quantity, rounded once, half up, to the smallest coin. Where a figure cannot be given there is a reason.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from warifu.core.days import add_months
from warifu.core.errors import ValueTroubleError
from warifu.core.exact import EXACT, Rounding, finite, round_to
from warifu.core.money import minor_units
from warifu.core.posting import NO_ITEM, in_kind
from warifu.core.quantity import Density, Quantity, in_unit, unit_of, within
from warifu.core.stocknumber import parse_stock_number
from warifu.core.units import UNITS
from warifu.rooms.logistics.acts.lines import Line
from warifu.rooms.logistics.terms import OrderTerms

BASE_UNITS: dict[str, str] = {}
for _code, _unit in UNITS.items():
    if _unit.factor == 1:
        BASE_UNITS.setdefault(_unit.dimension, _code)

SETTLEMENT_MONTHS = 12
BEYOND = (ValueTroubleError, ArithmeticError)
"""What a reckoning raises where there is no figure: units that do not meet, or figures beyond all bounds."""
_PLACES = 6
_THOUSAND = Decimal(1000)
_COINS = {places: Decimal(1).scaleb(-places) for places in range(4)}
_ROOM = Context(prec=60)
_NOT_CATEGORY = re.compile(r"[^a-z0-9-]+")
_NOT_ITEM = re.compile(r"[^A-Za-z0-9.+/-]+")


def why(trouble: Exception) -> str:
    """Name the reason for which there is no figure: ``unit`` or ``out-of-range``."""
    beyond = isinstance(trouble, ArithmeticError) or getattr(trouble, "code", "").startswith("number.")
    return "out-of-range" if beyond else "unit"


class Sum(NamedTuple):
    """An amount of a currency in the middle of a reckoning; not bounded as ``Money`` is."""

    amount: Decimal
    currency: str


@lru_cache(maxsize=4096)
def commodity(category: str, item: str, unit: str) -> str:
    """Name goods as a commodity of the ledger in the base unit, whatever characters the codes hold.

    ``item``: stock number, else grade or name. A stock number has one form however it is written.
    """
    slug = _NOT_CATEGORY.sub("-", category.lower())[:32].strip("-")
    slug = slug if slug[:1].isalpha() else "unknown"
    try:
        item = str(parse_stock_number(item))
    except ValueTroubleError:
        item = _NOT_ITEM.sub("-", item)[:64] or NO_ITEM
    return in_kind(slug, item, base_unit(unit))


def goods_of(line: Line) -> str:
    """Name what a line asks for as a commodity of the ledger."""
    return commodity(line.category, line.stock or line.item, line.quantity.unit)


def base_unit(unit: str) -> str:
    """Give the unit in which amounts of this unit's dimension are kept."""
    return BASE_UNITS.get(unit_of(unit).dimension, unit)


@lru_cache(maxsize=4096)
def year_after(day: date) -> date:
    """Give the last day in time for settlement: twelve months after delivery."""
    return add_months(day, SETTLEMENT_MONTHS)


def amount_in(quantity: Quantity, unit: str, density: Decimal | None) -> Decimal:
    """Give the amount in a unit, exact where it has an end, else to six decimals; raises as ``quantity.in_unit``."""
    if quantity.unit == unit:
        return quantity.amount
    exact = in_unit(quantity, unit, density_of(density))
    ends = finite(exact)
    return round_to(exact, _PLACES, Rounding.HALF_EVEN) if ends is None else ends


def density_of(kg_per_m3: Decimal | None) -> Density | None:
    """Return the density that a line states, None for none; raises quantity.bad_density."""
    return None if kg_per_m3 is None else Density(kg_per_m3, "line")


def is_within(counted: Quantity, given: Quantity, line: Line) -> bool:
    """Tell whether two measures differ by no more than the line's tolerance of what was handed over."""
    try:
        return within(counted, given, EXACT.multiply(line.tolerance, _THOUSAND), density_of(line.density))
    except BEYOND:
        return False


def unit_price(terms: OrderTerms, line: Line) -> tuple[Fraction, str] | None:
    """Give the price of one unit of the line and its currency.

    Its own; else the total, if it is the one line ordered, or the one service given in exchange for all of the order.
    A sum agreed for what was left when the order fell back to money prices nothing else.
    """
    if line.price is not None:
        return Fraction(line.price.amount), line.price.currency
    alone = (line,) in (terms.lines, terms.in_return)
    if terms.total is not None and alone and not terms.lump and line.quantity.amount > 0:
        return Fraction(terms.total.amount) / Fraction(line.quantity.amount), terms.total.currency
    return None


def value_of(terms: OrderTerms, line: Line, quantity: Quantity) -> Sum | None:
    """Give what a delivered quantity of a line costs, None while no price stands; raises as ``quantity.in_unit``."""
    if line.price is not None and quantity.unit == line.quantity.unit:
        currency = line.price.currency
        return Sum(_to_coin(EXACT.multiply(line.price.amount, quantity.amount), currency), currency)
    price = unit_price(terms, line)
    if price is None:
        return None
    exact = in_unit(quantity, line.quantity.unit, density_of(line.density)) * price[0]
    return Sum(round_to(exact, minor_units(price[1]), Rounding.HALF_UP), price[1])


def _to_coin(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(_COINS[minor_units(currency)], ROUND_HALF_UP, _ROOM)


def currency_of(terms: OrderTerms, line: Line | None) -> str:
    """Give the currency in which a line would be paid, empty if nothing says so."""
    if line is not None:
        for money in (line.price, line.ceiling):
            if money is not None:
                return money.currency
    if terms.total is not None:
        return terms.total.currency
    try:
        minor_units(terms.currency)
    except ValueTroubleError:
        return ""
    return terms.currency
