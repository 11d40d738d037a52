"""How much a pair of rows speaks for being one dealing, as a sum of logarithms of odds. Floor 3a, pure.

Law (Fellegi and Sunter, 1969): each agreement weighs by how rarely strangers agree so. Three figures are looked at
together, because each known mistake leaves one of them whole: quantity, value, and value for one unit. A unit mistaken
keeps the value; a tax or thousands keep the quantity; a digit or a short delivery keep the price. Among these readings
of a pair the likeliest counts. Scores are rounded to thousandths, so that two machines order pairs alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from warifu.rooms.logistics.register.candidates import gaps
from warifu.rooms.logistics.register.columns import (
    MINUTES_A_DAY,
    Bools,
    Columns,
    Floats,
    Ints,
    are_counted,
    pair_slack,
    quantity_ratio,
)
from warifu.rooms.logistics.register.figures import TAXES, THOUSAND, UNIT_FACTORS
from warifu.rooms.logistics.register.likeness import Likeness
from warifu.rooms.logistics.register.rates import Rates

NAMED = 14.0
_STOCK_SAME, _STOCK_OTHER = 2.0, -4.0
_DAY_AGREES, _DAY_LOST, _DAYS_LOST = 1.5, -2.5, -6.0
_HEAVIEST = 8.0
#: Logarithm of how often each reading is the right one among true pairs, from the kinds that audits report.
_READINGS = {
    "agree": -0.2,
    "unit": -3.6,
    "tax": -3.4,
    "thousand": -3.4,
    "price": -3.2,
    "quantity": -5.5,
    "value": -5.5,
    "astray": -1.0,
    "alone": -4.5,
}
#: Where the values say nothing, a quantity alone may be wrong; where they do and nothing agrees, these are two dealings,
#: however much the rest is alike: units in company deal in the same goods more than once a day.
_NOTHING_AGREES, _NOTHING_AT_ALL = -8.0, -13.0
_FAILING, _WIDER, _NEARER = -1.0, 0.03, 0.4
#: Logarithm of the least figure that is long; how near to a power of ten a zero too many comes; what strange digits weigh.
_LONG, _TENS_APART, _STRANGE = math.log(100), 0.02, -12.0
#: Digits of the longest quantity whose neighbours are tried the other way about.
_DIGITS = 9
#: Word fields say much the same thing of a stranger on the same day; taken whole they would count it twice.
_WORD_WEIGHT = {"own_unit": 0.9, "other_unit": 0.9, "description": 0.8, "activity": 0.9, "place": 0.9, "category": 0.3}
_MEASURED_FLOOR = 2e-4
_LOOSEST = 0.02
_DULL = 0.03
_A_LITTLE = 0.25
FLOOR = 1e-9


@dataclass(frozen=True, slots=True)
class Scored:
    """Index pairs with their score in thousandths, and its parts by name."""

    i: Ints
    j: Ints
    score: Ints
    parts: dict[str, Floats]


def score(
    left: Columns, right: Columns, pairs: tuple[Ints, Ints], named: Bools, learned: tuple[Rates, Likeness]
) -> Scored:
    """Score index pairs; ``named`` tells which of them a reference proves."""
    i, j = pairs
    rates, likeness = learned
    parts = {name: share * _WORD_WEIGHT[name] for name, share in likeness.of(left, right, i, j).items()}
    parts["day"] = _day(gaps(left, right, i, j))
    parts["stock_number"] = _stock(left, right, i, j)
    parts["figures"] = _figures(left, right, i, j, rates)
    parts["reference"] = np.where(named, NAMED, 0.0)
    total = np.sum(list(parts.values()), axis=0)
    return Scored(i, j, np.rint(total * 1000).astype(np.int64), parts)


def _day(gap: Ints) -> Floats:
    far = _DAYS_LOST - gap / MINUTES_A_DAY * 0.5
    return np.where(gap == 0, _DAY_AGREES, np.where(gap <= MINUTES_A_DAY, _DAY_LOST, np.maximum(far, -10.0)))


def _stock(left: Columns, right: Columns, i: Ints, j: Ints) -> Floats:
    one, two = left.stock[i], right.stock[j]
    return np.where((one == 0) | (two == 0), 0.0, np.where(one == two, _STOCK_SAME, _STOCK_OTHER))


def _figures(left: Columns, right: Columns, i: Ints, j: Ints, rates: Rates) -> Floats:
    """Give the weight of the likeliest reading of quantity, value and price; the rate may be astray by a little more."""
    expected, stray = rates.of(left, right, i, j)
    exact = _readings(left, right, (i, j), expected, stray)
    # Where currencies differ, what fails by a hair of the rate is no worse than a stranger: it is read once more, wider.
    failing = np.flatnonzero((stray > 0) & (exact <= _FAILING))
    if len(failing):
        here = i[failing], j[failing]
        wider = _readings(left, right, here, expected[failing], stray[failing] + _WIDER) + _READINGS["astray"]
        exact[failing] = np.maximum(exact[failing], wider)
    value = np.nan_to_num(left.value[i] + expected - right.value[j])
    # Among twins of one day the nearer sum goes first: all of them were converted at the same rate, known or not.
    nearer = np.minimum(_NEARER * (value / _WIDER) ** 2, _NEARER)
    known = np.isfinite(left.value[i] + expected - right.value[j])
    return np.maximum(exact, np.where(known, _NOTHING_AT_ALL, _NOTHING_AGREES)) - np.where(
        exact > _FAILING, nearer, 0.0
    )


def _readings(left: Columns, right: Columns, pairs: tuple[Ints, Ints], expected: Floats, stray: Floats) -> Floats:
    """Give the weight of the likeliest reading where the rate is known to a stray; minus infinity if none fits."""
    i, j = pairs
    quantity = quantity_ratio(left, right, i, j)
    value = left.value[i] + expected - right.value[j]
    rounding = pair_slack(left, right, i, j)
    q_slack = np.maximum(rounding, _MEASURED_FLOOR)
    v_slack = left.value_slack[i] + right.value_slack[j] + stray + FLOOR
    p_slack = np.minimum(v_slack + rounding, 1.0)
    # Given the quantity, an equal value says no more than that the price of one unit is equal: fixed prices say little.
    q_weight, v_weight, p_weight = (
        _rarity(right.common[name][j], slack)
        for name, slack in (("quantity", q_slack), ("value", v_slack), ("price", p_slack))
    )
    q_same, v_same = _near(quantity, 0.0, q_slack), _near(value, 0.0, v_slack)
    p_same = _near(value - quantity, 0.0, p_slack)
    unknown = ~np.isfinite(value)
    # A factor between units shows only in figures of one kind that are not rounded coarsely.
    u_slack = np.where((left.dimension[i] == right.dimension[j]) & (q_slack < _LOOSEST), q_slack, -1.0)
    far = _how_far(left, right, i, j, quantity)
    readings = [
        np.where(q_same & unknown, _READINGS["agree"] + q_weight, -np.inf),
        np.where(q_same & v_same, _READINGS["agree"] + np.maximum(q_weight + p_weight, v_weight), -np.inf),
        np.where(v_same & _near_any(quantity, UNIT_FACTORS, u_slack), _READINGS["unit"] + v_weight + 3.0, -np.inf),
        np.where(unknown & _near_any(quantity, UNIT_FACTORS, u_slack), _READINGS["unit"] + 3.0, -np.inf),
        np.where(_same_figure(left, right, i, j), _READINGS["unit"] + q_weight, -np.inf),
        np.where(q_same & _near_any(value, TAXES, np.where(v_slack <= _DULL, v_slack, -1.0)), _READINGS["tax"] + q_weight + p_weight * 0.8, -np.inf),
        np.where(q_same & _near_any(value, THOUSAND, _coarse(left, right, i, j, v_slack)),
                 _READINGS["thousand"] + q_weight + np.minimum(p_weight, _thousand_weight(right, j)), -np.inf),
        np.where(unknown, _READINGS["alone"] + far, -np.inf),
        np.where(p_same, _READINGS["price"] + p_weight + far, -np.inf),
        np.where(q_same, _READINGS["quantity"] + q_weight, -np.inf),
        np.where(v_same, _READINGS["value"] + v_weight, -np.inf),
    ]  # fmt: skip
    return np.asarray(np.max(readings, axis=0), dtype=np.float64)


def _how_far(left: Columns, right: Columns, i: Ints, j: Ints, quantity: Floats) -> Floats:
    """Weigh unequal quantities of one price: the same digits turned about, or a little less delivered, speak for a pair."""
    alike = left.unit[i] == right.unit[j]
    turned = (left.digits[i] == right.digits[j]) & alike
    apart = np.flatnonzero(~alike & np.isfinite(quantity))
    slack = pair_slack(left, right, i[apart], j[apart]) + _MEASURED_FLOOR
    turned[apart] = _turned(left, i[apart], -quantity[apart], slack) | _turned(right, j[apart], quantity[apart], slack)
    with np.errstate(invalid="ignore"):
        little = np.abs(quantity) < _A_LITTLE
        tens = np.abs(np.abs(quantity) / math.log(10) - np.rint(np.abs(quantity) / math.log(10))) < _TENS_APART
        # Of long measured figures no slip leaves other digits: these are two dealings of one price. Counts are typed anew.
        strange = ~tens & ~are_counted(left, i) & (np.minimum(left.base[i], right.base[j]) > _LONG)
    other = np.where(strange, _STRANGE, -0.5)
    return np.asarray(np.where(turned, 4.0, np.where(little, 1.0, other)), dtype=np.float64)


def _turned(book: Columns, rows: Ints, wanted: Floats, slack: Floats) -> Bools:
    """Tell whether two neighbouring digits, changed about, alter a quantity by a wanted logarithm."""
    figure = np.rint(np.exp(book.amount[rows]) * 10.0 ** book.places[rows])
    found = np.zeros(len(rows), dtype=bool)
    for at in range(_DIGITS):
        low, high = (np.floor(figure / 10.0**place) % 10 for place in (at, at + 1))
        other = figure + (low - high) * 9 * 10.0**at
        with np.errstate(divide="ignore", invalid="ignore"):
            found |= (low != high) & (other > 0) & (np.abs(np.log(other / figure) - wanted) <= slack)
    return found


def _same_figure(left: Columns, right: Columns, i: Ints, j: Ints) -> Bools:
    """Tell whether two books write the same long figure and another unit of one kind beside it."""
    tens = (left.amount[i] - right.amount[j]) / math.log(10)
    written_alike = (left.digits[i] == right.digits[j]) & (np.abs(tens - np.rint(tens)) < FLOOR)
    long = np.minimum(left.base[i], right.base[j]) > _LONG
    other_unit = (left.dimension[i] == right.dimension[j]) & (left.unit[i] != right.unit[j])
    return np.asarray(written_alike & long & other_unit, dtype=bool)


def _near(ratio: Floats, target: float, slack: Floats) -> Bools:
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(ratio - target) <= slack, dtype=bool)


def _near_any(ratio: Floats, targets: tuple[float, ...], slack: Floats) -> Bools:
    return np.asarray(
        np.any([_near(ratio, target, slack) | _near(ratio, -target, slack) for target in targets], axis=0), dtype=bool
    )


def _coarse(left: Columns, right: Columns, i: Ints, j: Ints, slack: Floats) -> Floats:
    """Widen the slack of a value for a sum cut to thousands: one of the smaller figure's own steps."""
    smaller = np.minimum(left.value[i], right.value[j])
    return slack + np.where(np.isfinite(smaller), np.exp(-np.maximum(smaller, 0.0)), 0.0)


def _thousand_weight(right: Columns, j: Ints) -> Floats:
    return np.clip(np.nan_to_num(right.value[j]), 0.0, _HEAVIEST)


def _rarity(common: Floats, slack: Floats) -> Floats:
    """Weigh an equal figure by how many rows of its category have it, and by how narrowly it is known.

    Strangers' figures spread over about e squared, so half the slack is the chance of a blind hit.
    """
    return np.minimum(-np.log(np.clip(common + slack * 0.5, 1e-6, 0.9)), _HEAVIEST)
