"""The ratios that known mistakes leave between two figures: data, and digits compared exactly. Floor 3a, pure.

Law: a ratio is a mistake's mark only if definitions make it one: the factor between two units of one kind, a rate of
tax that was in force, a thousand. Sources: ``core.units``; Japan's consumption tax 8 % (2014) and 10 % (2019), British
value added tax 20 % (2011).
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from warifu.core.units import UNITS

#: Units that people take for one another because the same goods come in both.
_CONFUSED = (
    ("L", "USG"), ("L", "IGAL"), ("USG", "IGAL"), ("L", "KL"), ("L", "BBL"), ("KL", "BBL"), ("USG", "BBL"), ("IGAL", "BBL"),
    ("KL", "USG"), ("KL", "IGAL"), ("KG", "LB"), ("KG", "T"), ("KG", "G"), ("T", "LTON"), ("T", "STON"), ("LTON", "STON"),
    ("KM", "MI"), ("KM", "NMI"), ("MI", "NMI"), ("KM", "M"), ("L", "ML"), ("LB", "T"), ("HOUR", "MIN"), ("M", "FT"), ("DAY", "WEEK"),
    ("USQT", "L"), ("L", "FT3"), ("KL", "FT3"),
)  # fmt: skip
FACTORS: tuple[tuple[str, str, Fraction], ...] = tuple(
    (one, two, UNITS[one].factor / UNITS[two].factor) for one, two in _CONFUSED
)
TAX_RATES: tuple[Fraction, ...] = (Fraction(110, 100), Fraction(120, 100), Fraction(108, 100))

#: The same as natural logarithms, for likeness.
UNIT_FACTORS: tuple[float, ...] = tuple(sorted({round(abs(math.log(factor)), 12) for _, _, factor in FACTORS}))
TAXES: tuple[float, ...] = tuple(math.log(rate) for rate in TAX_RATES)
THOUSAND: tuple[float, ...] = (math.log(1000),)


def digits_of(amount: Decimal, places: int) -> str:
    """Give the digits of an amount with so many decimals, without the point."""
    return str(int(amount.scaleb(places).to_integral_value()))


def swapped(one: Decimal, two: Decimal, places: int) -> bool:
    """Tell whether two figures are the same but for two digits that changed places, at most a rounding step apart.

    Neighbouring digits first of all; any two digits if the figures have as many digits and are equal to the last.
    """
    first, second = digits_of(one, places), digits_of(two, places)
    if first == second or len(first) < 2:  # noqa: PLR2004 - one digit has no neighbour
        return False
    width = max(len(first), len(second))
    first, second = first.zfill(width), second.zfill(width)
    for at in range(width - 1):
        turned = first[:at] + first[at + 1] + first[at] + first[at + 2 :]
        if first[at] != first[at + 1] and abs(int(turned) - int(second)) <= _step(width):
            return True
    differing = [at for at in range(width) if first[at] != second[at]]
    return len(differing) == 2 and first[differing[0]] == second[differing[1]] and first[differing[1]] == second[differing[0]]  # noqa: PLR2004


def _step(width: int) -> int:
    """Allow the last digit of a long figure to be off by its rounding."""
    return 2 if width > 4 else 0  # noqa: PLR2004


def power_of_ten(ratio: Fraction) -> bool:
    """Tell whether a ratio is ten, a hundred or their inverse, to a thousandth: a point or a zero misplaced."""
    return any(abs(ratio * scale - 1) < Fraction(1, 1000) for scale in (Fraction(10), Fraction(100), Fraction(1, 10), Fraction(1, 100)))
