"""Quantity: an exact amount of a unit. Floor 1, pure.

Law: a conversion is exact by the factors of ``units`` or it is not made; where the result has no end as a decimal the
caller states places and rounding. Mass and volume meet only through a stated density, a volume and its volume at
15 °C only through a stated correction, and both are kept by the caller beside the result. Between kinds of unit that
no definition joins (a meal, a night) nothing is converted. Used by lines, postings, tolerances, past dealings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from warifu.core.errors import ValueTroubleError
from warifu.core.exact import EXACT, Rounding, finite, from_pair, plain, round_to, to_pair
from warifu.core.units import AMBIGUOUS, COUNTED, SPELLINGS, UNITS, Unit

WIRE_LENGTH = 3
REFERENCE_CELSIUS = 15


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount of a unit; may be negative (a correction).

    ``unit``: a code of ``units.UNITS``. Raises ``ValueTroubleError`` unit.unknown, quantity.not_a_decimal, number.*.
    """

    amount: Decimal
    unit: str

    def __post_init__(self) -> None:
        """Refuse what is no quantity, and give equal amounts one shape."""
        unit_of(self.unit)
        if not isinstance(self.amount, Decimal):
            raise ValueTroubleError("quantity.not_a_decimal", kind=type(self.amount).__name__)
        object.__setattr__(self, "amount", plain(self.amount))

    def __add__(self, other: Quantity) -> Quantity:
        """Add an amount of the same unit."""
        self._like(other)
        return Quantity(EXACT.add(self.amount, other.amount), self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        """Take away an amount of the same unit."""
        self._like(other)
        return Quantity(EXACT.subtract(self.amount, other.amount), self.unit)

    def __neg__(self) -> Quantity:
        """Turn the amount round."""
        return Quantity(-self.amount if self.amount else self.amount, self.unit)

    def __bool__(self) -> bool:
        """Tell whether this is anything but nothing."""
        return bool(self.amount)

    def __str__(self) -> str:
        """Show amount and code, ``1,234.5 KL``."""
        return f"{self.amount:,f} {self.unit}"

    @property
    def dimension(self) -> str:
        """What is measured: volume, mass, meal and so on."""
        return unit_of(self.unit).dimension

    @property
    def base(self) -> Fraction:
        """The amount in base units of its dimension (litre, kilogram, metre, hour …), exact."""
        return Fraction(self.amount) * unit_of(self.unit).factor

    def to_wire(self) -> list[str | int]:
        """Give ``[unit, exponent, mantissa]``: one quantity, one form."""
        exponent, mantissa = to_pair(self.amount)
        return [self.unit, exponent, mantissa]

    @classmethod
    def from_wire(cls, wire: Sequence[object]) -> Quantity:
        """Read what ``to_wire`` wrote; refuses any other form (quantity.bad_wire, unit.unknown, number.*)."""
        if isinstance(wire, str) or len(wire) != WIRE_LENGTH or not isinstance(wire[0], str):
            raise ValueTroubleError("quantity.bad_wire")
        return cls(from_pair(wire[1:]), wire[0])

    def _like(self, other: Quantity) -> None:
        if self.unit != other.unit:
            raise ValueTroubleError("quantity.mixed_units", left=self.unit, right=other.unit)


@dataclass(frozen=True, slots=True)
class Density:
    """A stated density in kilograms per cubic metre, and where it was taken from (a test certificate, a ticket)."""

    kg_per_m3: Decimal
    source: str

    def __post_init__(self) -> None:
        """Refuse a density that no cargo has, or that nobody states."""
        if not 0 < self.kg_per_m3 < 30_000 or not self.source.strip():  # osmium is 22,600
            raise ValueTroubleError("quantity.bad_density", density=str(self.kg_per_m3))


@dataclass(frozen=True, slots=True)
class VolumeCorrection:
    """How an observed volume of fuel becomes its volume at 15 °C. Standing: draft.

    Either ``factor`` as read from a petroleum measurement table, or ``per_celsius``, the thermal expansion used in the
    linear form V15 = V * (1 - per_celsius * (t - 15)), with ``celsius`` observed.
    ``source`` names table or certificate.
    """

    source: str
    factor: Decimal | None = None
    per_celsius: Decimal | None = None
    celsius: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse a correction that states neither way, both, or no source."""
        linear = self.per_celsius is not None and self.celsius is not None
        partial = (self.per_celsius is None) != (self.celsius is None)
        if (self.factor is not None) == linear or partial or not self.source.strip() or self.ratio <= 0:
            raise ValueTroubleError("quantity.bad_correction", source=self.source[:40])

    @property
    def ratio(self) -> Fraction:
        """Volume at 15 °C divided by the observed volume, exact."""
        if self.factor is not None:
            return Fraction(self.factor)
        if self.per_celsius is None or self.celsius is None:
            return Fraction(0)
        return 1 - Fraction(self.per_celsius) * (Fraction(self.celsius) - REFERENCE_CELSIUS)


def unit_of(code: str) -> Unit:
    """Give the unit of a code; raises ``ValueTroubleError`` unit.unknown."""
    if code not in UNITS:
        raise ValueTroubleError("unit.unknown", text=str(code)[:20])
    return UNITS[code]


def in_unit(quantity: Quantity, code: str, density: Density | None = None) -> Fraction:
    """Give the exact amount in another unit, as a fraction.

    ``density`` is needed, and used, only between mass and volume.
    Raises ``ValueTroubleError`` quantity.needs_density, quantity.not_convertible, unit.unknown.
    """
    here, there = unit_of(quantity.unit), unit_of(code)
    base = quantity.base
    if here.dimension == there.dimension:
        return base / there.factor
    if {here.dimension, there.dimension} != {"mass", "volume"}:
        raise ValueTroubleError("quantity.not_convertible", left=quantity.unit, right=code)
    if density is None:
        raise ValueTroubleError("quantity.needs_density", left=quantity.unit, right=code)
    kg_per_litre = Fraction(density.kg_per_m3) / 1000
    return (base * kg_per_litre if here.dimension == "volume" else base / kg_per_litre) / there.factor


def convert(
    quantity: Quantity,
    code: str,
    places: int | None = None,
    rounding: Rounding = Rounding.HALF_EVEN,
    density: Density | None = None,
) -> Quantity:
    """Convert to another unit: exact, or rounded to ``places`` decimals if they are stated.

    Raises ``ValueTroubleError`` quantity.inexact if the result has no end and no places are stated; see ``in_unit``.
    """
    exact = in_unit(quantity, code, density)
    if places is not None:
        return Quantity(round_to(exact, places, rounding), code)
    amount = finite(exact)
    if amount is None:
        raise ValueTroubleError("quantity.inexact", left=quantity.unit, right=code)
    return Quantity(amount, code)


def at_15_celsius(
    quantity: Quantity, correction: VolumeCorrection, places: int, rounding: Rounding = Rounding.HALF_EVEN
) -> Quantity:
    """Give the volume at 15 °C in the same unit, rounded as stated; raises quantity.not_a_volume."""
    if quantity.dimension != "volume":
        raise ValueTroubleError("quantity.not_a_volume", unit=quantity.unit)
    return Quantity(round_to(Fraction(quantity.amount) * correction.ratio, places, rounding), quantity.unit)


def within(measured: Quantity, prevailing: Quantity, per_mille: Decimal, density: Density | None = None) -> bool:
    """Tell whether two measures differ by no more than ``per_mille`` thousandths of the prevailing one.

    The border itself is within. Raises as ``in_unit``.
    """
    there = in_unit(measured, prevailing.unit, density)
    expected = Fraction(prevailing.amount)
    return abs(there - expected) <= abs(expected) * Fraction(per_mille) / 1000


def comparable(left: str, right: str) -> bool:
    """Tell whether amounts of two unit codes can be laid side by side as they stand or by a factor.

    Things and occasions counted are comparable with plain "each", because registers write that for any of them.
    """
    here, there = unit_of(left).dimension, unit_of(right).dimension
    return here == there or ("count" in (here, there) and {here, there} <= COUNTED)


_SQUASH = re.compile(r"[\s.\-_‐−–―・,]+")
#: 延べ泊, 計12名: counted over all days or all people, in the same unit.
_ALL_TOLD = re.compile(r"^(?:延べ|のべ|延|合計|計|約)")


def parse_unit(text: str) -> str:
    """Give the code for a unit as people write it in English or Japanese, full-width or not.

    Raises ``ValueTroubleError`` unit.ambiguous (a gallon of which country?), unit.unknown.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    squashed = _SQUASH.sub("", folded)
    for bare in (squashed, _SQUASH.sub("", folded.replace("(s)", "").strip("()[]")), _ALL_TOLD.sub("", squashed)):
        if bare in SPELLINGS:
            return SPELLINGS[bare]
        if bare in AMBIGUOUS:
            raise ValueTroubleError("unit.ambiguous", text=text[:20], choices=" ".join(AMBIGUOUS[bare]))
    upper = folded.upper()
    if upper in UNITS:
        return upper
    raise ValueTroubleError("unit.unknown", text=text[:20])
