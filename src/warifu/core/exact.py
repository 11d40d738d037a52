"""Exact decimals: the one place where a number becomes digits, and digits a number. Floor 1, pure.

Law: money and quantities are never floats and never depend on an ambient decimal context. A value has one form on
the wire, ``[exponent, mantissa]``: value = mantissa * 10**exponent, no trailing zero in the mantissa, zero is
``[0, 0]`` (docs/formats.md, design section 3). Used by ``money`` and ``quantity``; an import of a register reads its
figures here too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from enum import StrEnum
from fractions import Fraction
from typing import cast

from warifu.core.errors import ValueTroubleError

#: Any loss of a digit raises; 60 digits are more than two bounded values multiplied can need.
EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
_ROUNDING_ROOM = Context(prec=60, traps=[InvalidOperation, DivisionByZero, Overflow])

MANTISSA_DIGITS = 18
MANTISSA_LIMIT = 10**MANTISSA_DIGITS
EXPONENT_MIN, EXPONENT_MAX = -12, 18
PAIR_LENGTH = 2
_MOST_BEFORE_ROUNDING = 10**50
_MOST_DIGITS = 1000
"""More are not even looked at: no number of the wire has them, and int() itself refuses some thousands."""


class Rounding(StrEnum):
    """How a result is rounded; always stated, never assumed. The values stand in acts."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    DOWN = "down"
    UP = "up"
    FLOOR = "floor"
    CEILING = "ceiling"


_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
    Rounding.UP: ROUND_UP,
    Rounding.FLOOR: ROUND_FLOOR,
    Rounding.CEILING: ROUND_CEILING,
}


def to_pair(value: Decimal) -> tuple[int, int]:
    """Give the one wire form of a decimal, ``(exponent, mantissa)``.

    Raises ``ValueTroubleError`` number.not_finite, number.out_of_bounds.
    """
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueTroubleError("number.not_finite")
    if len(digits) > _MOST_DIGITS:
        raise ValueTroubleError("number.out_of_bounds", exponent=exponent, mantissa="")
    mantissa = int("".join(map(str, digits)) or "0")
    if mantissa == 0:
        return 0, 0
    while mantissa % 10 == 0:
        mantissa //= 10
        exponent += 1
    _bound(exponent, mantissa)
    return exponent, -mantissa if sign else mantissa


def from_pair(pair: Sequence[object]) -> Decimal:
    """Read ``[exponent, mantissa]``; refuses every other form of the same value.

    Raises ``ValueTroubleError`` number.not_a_pair, number.not_canonical, number.out_of_bounds.
    """
    if len(pair) != PAIR_LENGTH or type(pair[0]) is not int or type(pair[1]) is not int:
        raise ValueTroubleError("number.not_a_pair")
    exponent, mantissa = cast("tuple[int, int]", tuple(pair))
    if mantissa % 10 == 0 and (mantissa, exponent) != (0, 0):
        raise ValueTroubleError("number.not_canonical", exponent=exponent, mantissa=mantissa)
    _bound(exponent, mantissa)
    return Decimal(mantissa).scaleb(exponent, EXACT) if exponent else Decimal(mantissa)


def _bound(exponent: int, mantissa: int) -> None:
    if abs(mantissa) >= MANTISSA_LIMIT or not EXPONENT_MIN <= exponent <= EXPONENT_MAX:
        raise ValueTroubleError("number.out_of_bounds", exponent=exponent, mantissa=str(mantissa))


def plain(value: Decimal) -> Decimal:
    """Give the same value in its one shape, so that equal values print alike: 1.50 and 1.5 are both 1.5.

    Raises ``ValueTroubleError`` as ``to_pair``.
    """
    _, digits, places = value.as_tuple()
    if isinstance(places, int) and EXPONENT_MIN <= places <= 0 and digits[-1] and len(digits) <= MANTISSA_DIGITS:
        return value
    exponent, mantissa = to_pair(value)
    if exponent > 0:
        return Decimal(mantissa * 10**exponent)
    return Decimal(mantissa).scaleb(exponent, EXACT)


def round_to(value: Decimal | Fraction, places: int, rounding: Rounding) -> Decimal:
    """Round to ``places`` decimals in the stated way; exact up to the rounding itself.

    A fraction without end is rounded as a fraction, never by way of a cut-off decimal.
    Raises ``ValueTroubleError`` number.not_finite, number.out_of_bounds.
    """
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueTroubleError("number.not_finite")
    if isinstance(value, Decimal) and -int(value.as_tuple().exponent) <= places:
        return plain(value)
    whole = Fraction(value) * 10**places
    floor = whole.numerator // whole.denominator
    if abs(floor) >= _MOST_BEFORE_ROUNDING:
        raise ValueTroubleError("number.out_of_bounds", exponent=-places, mantissa="")
    rest = whole - floor
    # Two digits after the point carry all that a rounding mode looks at: zero, below half, half, above half.
    tail = 0 if rest == 0 else 25 if rest < Fraction(1, 2) else 50 if rest == Fraction(1, 2) else 75
    shown = Decimal(floor * 100 + tail).scaleb(-2, EXACT)
    rounded = shown.quantize(Decimal(1), _MODES[rounding], _ROUNDING_ROOM)
    return plain(rounded.scaleb(-places, EXACT))


def finite(value: Fraction) -> Decimal | None:
    """Give a fraction as a decimal if it has an end within the bounds of the wire, else None."""
    for places in range(-EXPONENT_MIN + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return plain(Decimal(scaled.numerator).scaleb(-places, EXACT))
    return None


_GROUPED = re.compile(r"\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?")
_BARE = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_MINUS = "-−‐–▲△"


def parse_decimal(text: str) -> Decimal:
    """Read a figure as people write it: full-width digits, thousands separators, ``▲12``, ``(12)``, ``-12``.

    A comma is a thousands separator and must stand where one may; a decimal comma is refused, not guessed.
    Raises ``ValueTroubleError`` number.not_a_number, number.out_of_bounds.
    """
    bare = unicodedata.normalize("NFKC", text).replace("\u00a0", " ").strip()
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        bare, negative = bare[1:-1].strip(), True
    elif bare and bare[0] in _MINUS:
        bare, negative = bare[1:].strip(), True
    elif bare.startswith("+"):
        bare = bare[1:].strip()
    if not bare.isascii() or not (_GROUPED.fullmatch(bare) or _BARE.fullmatch(bare)):
        raise ValueTroubleError("number.not_a_number", text=text[:40])
    value = plain(Decimal(re.sub(r"[,' ]", "", bare)))
    return -value if negative and value else value
