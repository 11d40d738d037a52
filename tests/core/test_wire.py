"""Records to plain values and back: every field has its number, every value its one form."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core import canonical, wire
from warifu.core.errors import BytesError
from warifu.core.money import Money
from warifu.core.quantity import Quantity


class Item(msgspec.Struct, frozen=True):
    """An invented line."""

    name: str
    quantity: Quantity
    price: Money | None = None
    tolerance: Decimal = Decimal(0)


class Order(msgspec.Struct, frozen=True):
    """An invented order."""

    on: date
    lines: tuple[Item, ...]
    way: Literal["cash", "return"] = "cash"
    pair: tuple[str, int] = ("", 0)
    mark: bytes = b""
    urgent: bool = False
    rest: dict[int, Any] = msgspec.field(default=None)  # type: ignore[assignment]
    until: date | None = None


DECIMALS = st.builds(
    lambda mantissa, places: Decimal(mantissa).scaleb(-places), st.integers(-(10**15), 10**15), st.integers(0, 12)
)
ITEMS = st.builds(
    Item,
    st.sampled_from(["F-76", "清水", "é"]),
    st.builds(Quantity, DECIMALS, st.sampled_from(["KL", "EA"])),
    st.none() | st.builds(Money, st.integers(-(10**12), 10**12).map(Decimal), st.just("JPY")),
    DECIMALS,
)
ORDERS = st.builds(
    Order,
    st.dates(date(1900, 1, 1), date(2170, 1, 1)),
    st.lists(ITEMS, max_size=4).map(tuple),
    st.sampled_from(["cash", "return"]),
    st.tuples(st.sampled_from(["", "a"]), st.integers(0, 9)),
    st.binary(max_size=4),
    st.booleans(),
    st.none() | st.dictionaries(st.integers(0, 9), st.integers(0, 9)),
    st.none() | st.dates(date(1900, 1, 1), date(2170, 1, 1)),
)
PLAIN = {1: 20_000, 2: [{1: "F-76", 2: ["KL", 1, 12]}]}


def code_of(plain, kind=Order):
    with pytest.raises(BytesError) as trouble:
        wire.from_plain(kind, plain)
    return trouble.value.code, trouble.value.where


@given(ORDERS)
def test_a_record_is_read_as_it_was_written(order):
    raw = canonical.encode(wire.to_plain(order))
    found = wire.from_plain(Order, canonical.decode(raw))
    assert found == order
    assert canonical.encode(wire.to_plain(found)) == raw


def test_a_default_is_left_out_and_never_read():
    assert wire.to_plain(Order(date(2024, 10, 4), (Item("F-76", Quantity(Decimal(120), "KL")),))) == PLAIN
    for number, default in {3: "cash", 4: ["", 0], 5: b"", 6: False}.items():
        assert code_of({**PLAIN, number: default}) == ("bytes.default_written", f"body/{number}")
    assert code_of({1: 1, 2: [{1: "x", 2: ["EA", 0, 1], 4: [0, 0]}]}) == ("bytes.default_written", "body/2/0/4")


def test_a_later_field_is_not_read_and_does_no_harm():
    assert wire.from_plain(Order, {**PLAIN, 99: "of a later version"}) == wire.from_plain(Order, PLAIN)


@pytest.mark.parametrize(
    ("changed", "code", "where"),
    [
        ({1: None}, "bytes.not_a_day", "body/1"),
        ({1: True}, "bytes.not_a_day", "body/1"),
        ({1: -25_568}, "bytes.not_a_day", "body/1"),
        ({1: 73_050}, "bytes.not_a_day", "body/1"),
        ({2: {}}, "bytes.wrong_type", "body/2"),
        ({2: [1]}, "bytes.wrong_type", "body/2/0"),
        ({2: [{1: "x"}]}, "bytes.field_missing", "body/2/0/2"),
        ({2: [{1: b"x", 2: ["EA", 0, 1]}]}, "bytes.wrong_type", "body/2/0/1"),
        ({2: [{1: "x", 2: ["EA", 0]}]}, "bytes.wrong_type", "body/2/0/2"),
        ({2: [{1: "x", 2: ["EA", 0, 10]}]}, "bytes.decimal_not_shortest", "body/2/0/2"),
        ({2: [{1: "x", 2: ["EA", True, 1]}]}, "bytes.not_a_decimal", "body/2/0/2"),
        ({2: [{1: "x", 2: ["GAL", 0, 1]}]}, "bytes.bad_value", "body/2/0/2"),
        ({2: [{1: "x", 2: ["EA", 0, 1], 3: ["JPY", -1, 5]}]}, "bytes.bad_value", "body/2/0/3"),
        ({2: [{1: "x", 2: ["EA", 0, 1], 4: [0, 10]}]}, "bytes.decimal_not_shortest", "body/2/0/4"),
        ({2: [{1: "x", 2: ["EA", 0, 1], 4: [1, 0]}]}, "bytes.decimal_not_shortest", "body/2/0/4"),
        ({2: [{1: "x", 2: ["EA", 0, 1], 4: [-13, 1]}]}, "bytes.decimal_out_of_range", "body/2/0/4"),
        ({2: [{1: "x", 2: ["EA", 0, 1], 4: [19, 1]}]}, "bytes.decimal_out_of_range", "body/2/0/4"),
        ({2: [{1: "x", 2: ["EA", 0, 1], 4: [0, 10**18 + 1]}]}, "bytes.decimal_out_of_range", "body/2/0/4"),
        ({2: [{1: "x", 2: ["EA", 0, 1], 4: "1"}]}, "bytes.not_a_decimal", "body/2/0/4"),
        ({3: "barter"}, "bytes.unknown_word", "body/3"),
        ({3: ["cash"]}, "bytes.unknown_word", "body/3"),
        ({4: ["a"]}, "bytes.wrong_type", "body/4"),
        ({4: ["a", "b"]}, "bytes.wrong_type", "body/4/1"),
        ({6: 1}, "bytes.wrong_type", "body/6"),
        ({7: [1]}, "bytes.wrong_type", "body/7"),
    ],
)
def test_what_is_amiss_is_named_with_its_place(changed, code, where):
    assert code_of({**PLAIN, **changed}) == (code, where)


@pytest.mark.parametrize("plain", [[], 1, "x", None])
def test_a_record_is_a_map(plain):
    assert code_of(plain) == ("bytes.wrong_type", "body")


@given(DECIMALS)
def test_a_decimal_has_one_form(value):
    exponent, mantissa = wire.decimal_to_wire(value)
    assert (mantissa % 10 != 0) or (exponent, mantissa) == (0, 0)
    assert wire.decimal_from_wire([exponent, mantissa], "x") == value


def test_the_ambient_precision_decides_nothing():
    value = Decimal("123456789012345.678")
    with localcontext() as context:
        context.prec = 4
        assert wire.decimal_to_wire(value) == [-3, 123456789012345678]
        assert wire.decimal_from_wire([-3, 123456789012345678], "x") == value


@pytest.mark.parametrize(
    "value", [Decimal("NaN"), Decimal("Infinity"), Decimal(10) ** 40, Decimal("1e-13"), Decimal("1" * 19)]
)
def test_a_decimal_that_no_receiver_would_read_is_not_written(value):
    with pytest.raises(BytesError) as trouble:
        wire.decimal_to_wire(value)
    assert trouble.value.code == "bytes.bad_value"


def test_text_is_composed_when_it_is_written():
    assert wire.to_plain(Item("e\u0301", Quantity(Decimal(1), "EA")))[1] == "é"


def test_a_record_describes_itself():
    rules = wire.describe(Order)
    assert list(rules) == ["order", "item"]
    assert "  1: day, ; on" in rules["order"]
    assert "  2: [* item], ; lines" in rules["order"]
    assert '  ? 3: ("cash" / "return"), ; way (default "cash")' in rules["order"]
    assert "  ? 3: money, ; price" in rules["item"]


class Loose(msgspec.Struct, frozen=True):
    """A default made anew each time."""

    many: list[int] = []


class Either(msgspec.Struct, frozen=True):
    """One of two types."""

    which: int | str


class Set(msgspec.Struct, frozen=True):
    """A set has no order."""

    many: frozenset[int]


@pytest.mark.parametrize("kind", [Loose, Either, Set])
def test_a_type_without_one_form_cannot_be_a_field(kind):
    with pytest.raises(TypeError):
        wire.from_plain(kind, {})


@given(st.dates())
def test_a_day_is_written_only_if_it_can_be_read_back(day):
    if wire.is_day(day):
        assert wire.day_from_wire(wire.day_to_wire(day), "day") == day
    else:
        with pytest.raises(BytesError) as refused:
            wire.day_to_wire(day)
        assert refused.value.code == "bytes.not_a_day"


def test_the_first_and_the_last_day_are_written():
    first, last = (date(1970, 1, 1) + timedelta(days=each) for each in (wire.FIRST_DAY, wire.LAST_DAY))
    assert (first, last) == (date(1900, 1, 1), date(2170, 1, 1))
    assert wire.is_day(first)
    assert wire.is_day(last)
    assert not wire.is_day(first - timedelta(days=1))
    assert not wire.is_day(last + timedelta(days=1))
