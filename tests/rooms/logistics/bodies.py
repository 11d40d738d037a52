"""Any body that can be signed: strategies made from the records themselves, with small numbers and edges mixed."""

from __future__ import annotations

import types
import typing
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec
from hypothesis import strategies as st

from warifu.core.money import Money, minor_units
from warifu.core.quantity import Quantity

UNITS = ("L", "KL", "USG", "T", "KG", "EA", "MEAL", "NIGHT", "HOUR", "MIN")
CURRENCIES = ("JPY", "GBP", "USD", "BHD")
_DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31)) | st.sampled_from([date(1900, 1, 1), date(2169, 12, 31)])
_FIGURES = st.integers(-2, 1000).map(Decimal) | st.sampled_from(
    [
        Decimal(0),
        Decimal("0.001"),
        Decimal(10**18 - 1),
        Decimal("999999.999999"),
        Decimal(-5),
        Decimal(10**17),
        Decimal((10**18 - 1) * 10**18),
    ]
)
_TEXTS = st.sampled_from(["", "pol", "F-76", "燃料 F-76", "base_operations", "x" * 300, "GB", "JP", "AU", "1 2"])


@st.composite
def _money(draw: st.DrawFn) -> Money:
    currency = draw(st.sampled_from(CURRENCIES))
    places = minor_units(currency)
    figure = draw(st.integers(-10, 10**7) | st.sampled_from([10**18 - 1, (10**18 - 1) * 10**15]))
    return Money(Decimal(figure).scaleb(-places), currency)


_KNOWN: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXTS,
    int: st.integers(-2, 9) | st.sampled_from([2**63 - 1, -(2**63)]),
    bool: st.booleans(),
    bytes: st.sampled_from([b"", b"\x01" * 32]),
    date: _DAYS,
    Decimal: _FIGURES,
    Money: _money(),
    Quantity: st.builds(Quantity, _FIGURES, st.sampled_from(UNITS)),
}


def of(hint: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a type of a field or a record."""
    if hint in _KNOWN:
        return _KNOWN[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return st.sampled_from(arguments)
    if isinstance(hint, types.UnionType) or origin is typing.Union:
        return st.none() | of(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        return st.lists(of(arguments[0]), max_size=3).map(tuple)
    return record(hint)


def record(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Return a strategy for a record; line numbers stay small so that lines meet."""
    hints = typing.get_type_hints(kind)
    small = {name: st.integers(1, 3) for name in ("line", "number") if hints.get(name) is int}
    return st.builds(kind, **{name: small.get(name, of(hint)) for name, hint in hints.items()})
