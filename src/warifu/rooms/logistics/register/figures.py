"""The ratios that known mistakes leave between two figures: data, and digits compared exactly. Floor 3a, pure.

Law: a ratio is a mistake's mark only if definitions make it one: the factor between two units of one kind, a rate of
tax that was in force, a thousand. Sources: ``core.units``; Japan's consumption tax 8 % (2014) and 10 % (2019), British
value added tax 20 % (2011).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from warifu.core.quantity import comparable
from warifu.core.units import UNITS

#: Units that people take for one another because the same goods come in both.
_CONFUSED = (
    ("L", "USG"), ("L", "IGAL"), ("USG", "IGAL"), ("L", "KL"), ("L", "BBL"), ("KL", "BBL"), ("USG", "BBL"), ("IGAL", "BBL"),
    ("KL", "USG"), ("KL", "IGAL"), ("KG", "LB"), ("KG", "T"), ("KG", "G"), ("T", "LB"), ("KM", "MI"), ("KM", "NMI"), ("MI", "NMI"),
    ("KM", "M"), ("L", "ML"), ("HOUR", "MIN"), ("M", "FT"), ("DAY", "WEEK"), ("T", "LTON"), ("T", "STON"), ("LTON", "STON"),
)  # fmt: skip
#: Dimensions whose words stand for one another when the same occasions, or the same packages, are counted (回, 便, 件, 式).
_OF_ONE_COUNT = (frozenset({"call", "trip", "flight", "sortie", "lot", "set"}), frozenset({"box", "case", "pack"}))
_SAME = {"M3": "KL"}
#: Ratios nearer to one than this are left to those who look at the unit itself.
_PLAINLY = math.log(1.15)
FACTORS: tuple[tuple[str, str, Fraction], ...] = tuple(
    (one, two, UNITS[one].factor / UNITS[two].factor) for one, two in _CONFUSED
)
TAX_RATES: tuple[Fraction, ...] = (Fraction(110, 100), Fraction(120, 100), Fraction(108, 100))

#: The same as natural logarithms, for likeness.
UNIT_FACTORS: tuple[float, ...] = tuple(
    sorted({round(abs(math.log(factor)), 12) for _, _, factor in FACTORS if abs(math.log(factor)) > _PLAINLY})
)
TAXES: tuple[float, ...] = tuple(math.log(rate) for rate in TAX_RATES)
THOUSAND: tuple[float, ...] = (math.log(1000),)


def side_by_side(one: str, two: str) -> bool:
    """Tell whether registers mean one measure by two units: by a factor, or because both count the same things."""
    kinds = {UNITS[one].dimension, UNITS[two].dimension}
    return comparable(one, two) or any(kinds <= same for same in _OF_ONE_COUNT)


def taken_for(unit: str) -> tuple[Fraction, ...]:
    """Give, for each unit that is taken for this one, how many of this one make it."""
    code = _SAME.get(unit, unit)
    ones = [1 / factor for one, _, factor in FACTORS if one == code]
    return (*ones, *(factor for _, two, factor in FACTORS if two == code))


def turned(amount: Decimal) -> Iterator[Decimal]:
    """Give all that an amount could have been before two neighbouring digits changed places."""
    exponent = min(0, int(amount.as_tuple().exponent))
    digits = str(int(amount.scaleb(-exponent)))
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1]:
            yield Decimal(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]).scaleb(exponent)


def swapped(one: Decimal, two: Decimal) -> bool:
    """Tell whether two figures are the same but for two digits, neighbours or not, that changed places."""
    exponent = min(0, int(one.as_tuple().exponent), int(two.as_tuple().exponent))
    first, second = (str(int(amount.scaleb(-exponent))) for amount in (one, two))
    if len(first) != len(second):
        return two in turned(one) or one in turned(two)
    apart = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(apart) == 2 and apart[0] == apart[1][::-1]


def power_of_ten(ratio: Fraction) -> bool:
    """Tell whether a ratio is ten, a hundred or their inverse, to a thousandth: a point or a zero misplaced."""
    return any(
        abs(ratio * scale - 1) < Fraction(1, 1000)
        for scale in (Fraction(10), Fraction(100), Fraction(1, 10), Fraction(1, 100))
    )
