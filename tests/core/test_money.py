"""Money: exact, of one currency, one form on the wire, rounded only as said."""

from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core.errors import ValueTroubleError
from warifu.core.exact import Rounding, finite, from_pair, parse_decimal, plain, round_to, to_pair
from warifu.core.money import Money, Rate, convert, nothing, parse_currency, total

PENCE = st.integers(-(10**15), 10**15)


def gbp(text: str) -> Money:
    return Money(Decimal(text), "GBP")


def jpy(text: str) -> Money:
    return Money(Decimal(text), "JPY")


@given(PENCE, PENCE)
def test_adding_and_taking_away_is_exact(left, right):
    a, b = Money(Decimal(left).scaleb(-2), "GBP"), Money(Decimal(right).scaleb(-2), "GBP")
    assert (a + b) - b == a
    assert (a + b).amount * 100 == left + right


@given(PENCE)
def test_the_wire_gives_back_the_same_sum_in_one_form(pence):
    money = Money(Decimal(pence).scaleb(-2), "GBP")
    wire = money.to_wire()
    assert Money.from_wire(wire) == money
    assert wire[2] == 0 or wire[2] % 10 != 0
    assert (
        money.to_wire()
        == Money(Decimal(str(money.amount) + ("0" if "." in str(money.amount) else "")), "GBP").to_wire()
    )


@pytest.mark.parametrize(
    ("wire", "code"),
    [
        (["GBP", 0, 10], "number.not_canonical"),
        (["GBP", 1, 0], "number.not_canonical"),
        (["GBP", -3, 1], "money.too_fine"),
        (["JPY", -1, 5], "money.too_fine"),
        (["XXX", 0, 1], "money.unknown_currency"),
        (["GBP", 0], "money.bad_wire"),
        (["GBP", 0, True], "number.not_a_pair"),
        (["GBP", 0.0, 1], "number.not_a_pair"),
        (["GBP", 99, 1], "number.out_of_bounds"),
        (["GBP", 0, 10**18 + 1], "number.out_of_bounds"),
        ("GBP", "money.bad_wire"),
    ],
)
def test_a_second_form_of_a_sum_is_refused(wire, code):
    with pytest.raises(ValueTroubleError) as caught:
        Money.from_wire(wire)
    assert caught.value.code == code


@pytest.mark.parametrize("amount", ["0.5", "1.01", "NaN", "Infinity"])
def test_there_is_no_fraction_of_a_yen(amount):
    with pytest.raises(ValueTroubleError):
        jpy(amount)


def test_a_float_is_no_sum_of_money():
    with pytest.raises(ValueTroubleError) as caught:
        Money(0.1, "GBP")  # type: ignore[arg-type]
    assert caught.value.code == "money.not_a_decimal"


def test_pounds_are_not_added_to_yen():
    for act in (lambda: gbp("1") + jpy("1"), lambda: gbp("1") - jpy("1"), lambda: gbp("1") < jpy("1")):
        with pytest.raises(ValueTroubleError) as caught:
            act()
        assert caught.value.code == "money.mixed_currencies"


@pytest.mark.parametrize(
    ("start", "factor", "rounding", "end"),
    [
        ("0.05", "0.5", Rounding.HALF_UP, "0.03"),
        ("0.05", "0.5", Rounding.HALF_EVEN, "0.02"),
        ("0.05", "0.5", Rounding.DOWN, "0.02"),
        ("-0.05", "0.5", Rounding.DOWN, "-0.02"),
        ("-0.05", "0.5", Rounding.FLOOR, "-0.03"),
        ("-0.05", "0.5", Rounding.CEILING, "-0.02"),
        ("0.01", "0.01", Rounding.UP, "0.01"),
        ("10", "1.1", Rounding.HALF_UP, "11"),
    ],
)
def test_a_product_is_rounded_as_said(start, factor, rounding, end):
    assert gbp(start).times(Decimal(factor), rounding) == gbp(end)


def test_a_conversion_keeps_its_rate():
    rate = Rate("GBP", "JPY", Decimal("151.37"), date(2022, 4, 1), "Bank of Japan, noon")
    done = convert(gbp("603661.71"), rate, Rounding.HALF_UP)
    assert done.after == jpy("91376273")
    assert (done.before, done.rate, done.rounding) == (gbp("603661.71"), rate, Rounding.HALF_UP)
    with pytest.raises(ValueTroubleError):
        convert(jpy("5"), rate, Rounding.HALF_UP)


@pytest.mark.parametrize("bad", [("GBP", "GBP", "1", "x"), ("GBP", "JPY", "0", "x"), ("GBP", "JPY", "1", " ")])
def test_a_rate_needs_direction_size_and_source(bad):
    with pytest.raises(ValueTroubleError) as caught:
        Rate(bad[0], bad[1], Decimal(bad[2]), date(2022, 4, 1), bad[3])
    assert caught.value.code == "money.bad_rate"


def test_the_ambient_context_changes_nothing():
    with localcontext() as loose:
        loose.prec = 3
        assert gbp("123456.78") + gbp("0.01") == gbp("123456.79")
        assert gbp("123456.78").times(3, Rounding.DOWN) == gbp("370370.34")


def test_sums_and_signs():
    assert total([gbp("1.10"), gbp("2.20")], "GBP") == gbp("3.3")
    assert total([], "JPY") == nothing("JPY")
    assert -gbp("1") == gbp("-1")
    assert not nothing("GBP")
    assert str(gbp("1234.5")) == "GBP 1,234.50"
    assert str(jpy("1234")) == "JPY 1,234"
    assert gbp("1") < gbp("2") <= gbp("2")
    assert gbp("2") > gbp("1") >= gbp("1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("円", "JPY"),
        ("¥", "JPY"),
        ("\uffe5", "JPY"),
        ("£", "GBP"),
        ("\uffe1", "GBP"),
        ("gbp", "GBP"),
        ("ＧＢＰ", "GBP"),
        ("ポンド", "GBP"),
        ("英ポンド", "GBP"),
        ("Pounds Sterling", "GBP"),
        ("米ドル", "USD"),
        ("(JPY)", "JPY"),
    ],
)
def test_currencies_as_people_write_them(text, code):
    assert parse_currency(text) == code


@pytest.mark.parametrize("text", ["$", "", "両", "ドル", "GBPX"])
def test_a_currency_is_never_guessed(text):
    with pytest.raises(ValueTroubleError) as caught:
        parse_currency(text)
    assert caught.value.code == "money.unknown_currency"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", "1234"),
        ("１，２３４．５", "1234.5"),
        ("▲12", "-12"),
        ("△１２", "-12"),
        ("(1,234.50)", "-1234.5"),
        ("-0", "0"),
        ("−5", "-5"),
        ("1 234 567", "1234567"),
        (".5", "0.5"),
        ("12.", "12"),
        ("+7", "7"),
        ("1'000", "1000"),
    ],
)
def test_figures_as_people_write_them(text, value):
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "12,34", "1.234,56", "1e5", "NaN", "十二", "12円", "1,2345", "--5", "٣", "1" * 30]
)
def test_a_figure_is_never_guessed(text):
    with pytest.raises(ValueTroubleError):
        parse_decimal(text)


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=10_000), st.integers(0, 4))
def test_rounding_agrees_with_the_decimal_module(value, places):
    with localcontext() as wide:
        wide.prec = 50
        shown = Decimal(value.numerator) / Decimal(value.denominator)
        for ours, theirs in ((Rounding.HALF_UP, ROUND_HALF_UP), (Rounding.HALF_EVEN, ROUND_HALF_EVEN)):
            assert round_to(value, places, ours) == shown.quantize(Decimal(1).scaleb(-places), theirs)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_one_value_has_one_pair(value):
    assert from_pair(to_pair(value)) == value
    assert str(plain(value)) == str(plain(value.normalize()))


@pytest.mark.parametrize("value", ["1E+300", "NaN", "-Infinity", "123456789012345678901234567890"])
def test_what_no_sum_can_be_is_refused_and_not_rounded(value):
    with pytest.raises(ValueTroubleError):
        round_to(Decimal(value), 2, Rounding.HALF_UP)


def test_a_third_has_no_end():
    from fractions import Fraction

    assert finite(Fraction(1, 3)) is None
    assert finite(Fraction(1, 8)) == Decimal("0.125")
