"""Money: an exact amount in one currency. Floor 1, pure.

Law: an amount is a decimal and no finer than the currency's smallest coin (ISO 4217: the yen has none, the pound
two). Only like is added to like. A product is rounded in a way that is said. A conversion keeps its rate, with the
rate's day and source, beside both amounts. Used by lines of orders, claims, postings and past dealings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from warifu.core.errors import ValueTroubleError
from warifu.core.exact import EXACT, Rounding, from_pair, plain, round_to, to_pair

#: Decimals of a currency (ISO 4217 "minor unit"). A currency that is not here is refused until it is added.
MINOR_UNITS: dict[str, int] = {
    "AED": 2, "AUD": 2, "BHD": 3, "BND": 2, "BRL": 2, "CAD": 2, "CHF": 2, "CLP": 0, "CNY": 2, "CZK": 2, "DJF": 0,
    "DKK": 2, "EUR": 2, "FJD": 2, "GBP": 2, "HKD": 2, "IDR": 2, "ILS": 2, "INR": 2, "IQD": 3, "ISK": 0, "JOD": 3,
    "JPY": 0, "KES": 2, "KHR": 2, "KRW": 0, "KWD": 3, "LKR": 2, "MMK": 2, "MXN": 2, "MYR": 2, "NOK": 2, "NPR": 2,
    "NZD": 2, "OMR": 3, "PGK": 2, "PHP": 2, "PKR": 2, "PLN": 2, "QAR": 2, "SAR": 2, "SEK": 2, "SGD": 2, "SSP": 2,
    "THB": 2, "TRY": 2, "TWD": 2, "UAH": 2, "UGX": 0, "USD": 2, "VND": 0, "XAF": 0, "XOF": 0, "ZAR": 2,
}  # fmt: skip

#: The ways in which registers write a currency. "$" and "元" alone name no one currency and so stay out.
_WRITTEN: dict[str, str] = {
    "¥": "JPY", "円": "JPY", "日本円": "JPY", "yen": "JPY", "japaneseyen": "JPY", "jpy": "JPY", "jp¥": "JPY",
    "圓": "JPY",
    "£": "GBP", "£stg": "GBP", "stg": "GBP", "sterling": "GBP", "poundsterling": "GBP", "poundssterling": "GBP",
    "pound": "GBP", "pounds": "GBP", "britishpound": "GBP", "ukpound": "GBP", "ポンド": "GBP", "英ポンド": "GBP",
    "英貨": "GBP", "us$": "USD", "usdollar": "USD", "usdollars": "USD", "米ドル": "USD", "€": "EUR", "euro": "EUR",
    "euros": "EUR", "ユーロ": "EUR", "a$": "AUD", "豪ドル": "AUD", "s$": "SGD", "シンガポールドル": "SGD",
    "uk£": "GBP", "gbp£": "GBP", "jpy¥": "JPY", "英国ポンド": "GBP",
}  # fmt: skip

WIRE_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of one currency; may be negative (a set-off, a credit note).

    ``amount``: major units (pounds, yen). ``currency``: ISO 4217 code.
    Raises ``ValueTroubleError`` money.unknown_currency, money.too_fine, number.not_finite, number.out_of_bounds.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Refuse what is no sum of money, and give equal sums one shape."""
        places = minor_units(self.currency)
        if not isinstance(self.amount, Decimal):
            raise ValueTroubleError("money.not_a_decimal", kind=type(self.amount).__name__)
        bare = plain(self.amount)
        if -int(bare.as_tuple().exponent) > places:
            raise ValueTroubleError("money.too_fine", amount=str(bare), currency=self.currency, places=places)
        object.__setattr__(self, "amount", bare)

    def __add__(self, other: Money) -> Money:
        """Add a sum of the same currency."""
        self._like(other)
        return Money(EXACT.add(self.amount, other.amount), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Take away a sum of the same currency."""
        self._like(other)
        return Money(EXACT.subtract(self.amount, other.amount), self.currency)

    def __neg__(self) -> Money:
        """Turn what is owed round."""
        return Money(-self.amount if self.amount else self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        """Compare with a sum of the same currency."""
        self._like(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        """Compare with a sum of the same currency."""
        self._like(other)
        return self.amount <= other.amount

    def __gt__(self, other: Money) -> bool:
        """Compare with a sum of the same currency."""
        return other < self

    def __ge__(self, other: Money) -> bool:
        """Compare with a sum of the same currency."""
        return other <= self

    def __bool__(self) -> bool:
        """Tell whether this is anything but nothing."""
        return bool(self.amount)

    def __str__(self) -> str:
        """Show code and amount with all its minor units, ``GBP 1,234.50``."""
        return f"{self.currency} {self.amount:,.{minor_units(self.currency)}f}"

    def times(self, factor: Decimal | Fraction | int, rounding: Rounding) -> Money:
        """Multiply (price by quantity, sum by rate of tax); rounded to the smallest coin in the stated way."""
        if not isinstance(factor, Decimal | Fraction | int):
            raise ValueTroubleError("money.not_a_decimal", kind=type(factor).__name__)
        return Money(
            round_to(Fraction(self.amount) * Fraction(factor), minor_units(self.currency), rounding), self.currency
        )

    def to_wire(self) -> list[str | int]:
        """Give ``[currency, exponent, mantissa]``: one sum, one form."""
        exponent, mantissa = to_pair(self.amount)
        return [self.currency, exponent, mantissa]

    @classmethod
    def from_wire(cls, wire: Sequence[object]) -> Money:
        """Read what ``to_wire`` wrote; refuses any other form of the same sum (money.bad_wire, number.*)."""
        if isinstance(wire, str) or len(wire) != WIRE_LENGTH or not isinstance(wire[0], str):
            raise ValueTroubleError("money.bad_wire")
        return cls(from_pair(wire[1:]), wire[0])

    def _like(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueTroubleError("money.mixed_currencies", left=self.currency, right=other.currency)


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of ``of`` is worth ``factor`` of ``to`` on a day, as a named source says; kept with every conversion."""

    of: str
    to: str
    factor: Decimal
    on: date
    source: str

    def __post_init__(self) -> None:
        """Refuse a rate without direction, size or source."""
        minor_units(self.of)
        minor_units(self.to)
        object.__setattr__(self, "factor", plain(self.factor))
        if self.of == self.to or self.factor <= 0 or not self.source.strip():
            raise ValueTroubleError("money.bad_rate", of=self.of, to=self.to, factor=str(self.factor))


@dataclass(frozen=True, slots=True)
class Converted:
    """A sum before and after, with the rate and the rounding that led from one to the other."""

    before: Money
    after: Money
    rate: Rate
    rounding: Rounding


def convert(money: Money, rate: Rate, rounding: Rounding) -> Converted:
    """Convert by a stated rate, in its own direction only; rounded once, to the smallest coin of the result.

    Raises ``ValueTroubleError`` money.mixed_currencies if the rate is not of this currency.
    """
    if money.currency != rate.of:
        raise ValueTroubleError("money.mixed_currencies", left=money.currency, right=rate.of)
    exact = Fraction(money.amount) * Fraction(rate.factor)
    return Converted(money, Money(round_to(exact, minor_units(rate.to), rounding), rate.to), rate, rounding)


def minor_units(currency: str) -> int:
    """Give the number of decimals of a currency; raises ``ValueTroubleError`` money.unknown_currency."""
    if currency not in MINOR_UNITS:
        raise ValueTroubleError("money.unknown_currency", text=str(currency)[:20])
    return MINOR_UNITS[currency]


def nothing(currency: str) -> Money:
    """Give zero in a currency."""
    return Money(Decimal(0), currency)


def total(sums: Iterable[Money], currency: str) -> Money:
    """Add many sums of one currency; no sums make zero."""
    result = nothing(currency)
    for part in sums:
        result += part
    return result


def parse_currency(text: str) -> str:
    """Give the code for a currency as written: ``gbp``, ``£``, ``円``, ``ポンド``.

    Raises ``ValueTroubleError`` money.unknown_currency.
    """
    bare = "".join(unicodedata.normalize("NFKC", text).split()).strip("().[]:")
    if bare.upper() in MINOR_UNITS:
        return bare.upper()
    code = _WRITTEN.get(bare.casefold())
    if code is None:
        raise ValueTroubleError("money.unknown_currency", text=text[:20])
    return code
