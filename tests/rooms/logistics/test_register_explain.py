"""What a pair differs in, by how much and why: one row a case, the last column the causes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from warifu.core.days import Stamp, parse_date
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.rooms.logistics.register.columns import Codes, lay_out
from warifu.rooms.logistics.register.dealing import Dealing
from warifu.rooms.logistics.register.explain import Places, RateSeen, explain
from warifu.rooms.logistics.register.figures import power_of_ten, swapped, taken_for, turned
from warifu.rooms.logistics.register.match import match
from warifu.rooms.logistics.register.parties import parties_of, party_said
from warifu.rooms.logistics.register.rates import estimate

RATE = RateSeen(Fraction(152), Fraction(1, 50_000))
PLACES = Places({"L": 0, "M3": 3, "USG": 0, "IGAL": 0}, {"L": 0, "KL": 3})


def dealing(side="GB", quantity="1000 L", value="GBP 100", day="040707ZJUN19", **changed):
    amount, unit = quantity.split()
    currency, _, sum_ = value.partition(" ")
    stamp = day if isinstance(day, Stamp) else parse_date(day)
    stamp = Stamp(stamp.day, stamp.zone or ("Z" if side == "GB" else "I"), stamp.instant)
    fields = {
        "side": side, "ref": "r", "other_ref": "", "provider": "GB", "day": stamp, "own_unit": "a", "other_unit": "b", "category": "pol",
        "description": "d", "stock_number": "", "quantity": Quantity(Decimal(amount), unit),
        "value": Money(Decimal(sum_), currency) if sum_ else None, "value_step": Decimal(1), "activity": "", "place": "",
    }  # fmt: skip
    return Dealing(**{**fields, **changed})


def verdict(gb, jp, rate=RATE):
    return explain(gb, jp, rate, PLACES)


@pytest.mark.parametrize(
    ("gb", "jp", "fields", "causes"),
    [
        # quantity and value in GBP, quantity and value in JPY, what differs, why
        (("1000 L", "GBP 100"), ("1 KL", "JPY 15200"), (), ()),
        (("264 USG", "GBP 100"), ("0.999 KL", "JPY 15200"), (), ()),
        (("220605 L", "GBP 100"), ("835082 L", "JPY 15200"), ("quantity",), ("unit_mistaken",)),
        (("500 USG", "GBP 100"), ("500 L", "JPY 15200"), ("quantity",), ("unit_mistaken",)),
        (("500 L", "GBP 100"), ("500 KL", "JPY 15200"), ("quantity",), ("unit_mistaken",)),
        (("500 L", "GBP 100"), ("500 KG", "JPY 15200"), ("quantity",), ("unit_mistaken",)),
        (("431917 L", "GBP 431.91"), ("341917 L", "JPY 51970"), ("quantity",), ("digit_swapped",)),
        (("0.431917 KL", "GBP 1000.00"), ("341.917 L", "JPY 152000"), ("quantity",), ("digit_swapped",)),
        (("194 IGAL", "GBP 194"), ("848 L", "JPY 28285"), ("quantity",), ("digit_swapped",)),
        (("1000 L", "GBP 1000"), ("10000 L", "JPY 1520000"), ("quantity",), ("digit_swapped",)),
        (("501 NIGHT", "GBP 501"), ("585 NIGHT", "JPY 88920"), ("quantity",), ("short_delivery",)),
        (("1 CALL", "GBP 100"), ("2 CALL", "JPY 30400"), ("quantity",), ("digit_swapped",)),
        (("1000 L", "GBP 100"), ("1000 L", "JPY 16720"), ("value",), ("gross_net",)),
        (("1000 L", "GBP 110"), ("1000 L", "JPY 15200"), ("value",), ("gross_net",)),
        (("1000 L", "GBP 100"), ("1000 L", "JPY 15"), ("value",), ("thousands",)),
        (("1000 L", "GBP 10000"), ("1000 L", "JPY 1520"), ("value",), ("thousands",)),
        (("1000 L", "GBP 100"), ("1000 L", "JPY 15200000"), ("value",), ("thousands",)),
        (("1000 L", "JPY 123456"), ("1000 L", "JPY 132456"), ("value",), ("digit_swapped",)),
        (("1000 L", "JPY 123456"), ("1000 L", "JPY 173456"), ("value",), ()),
        (("200 L", "GBP 100"), ("180 L", "JPY 15048"), ("quantity", "value"), ("short_delivery", "gross_net")),
        (("229 EA", "GBP 100"), ("229 MEAL", "JPY 15200"), (), ()),
    ],
)
def test_figures_and_their_causes(gb, jp, fields, causes):
    found = verdict(dealing("GB", *gb), dealing("JP", *jp))
    assert tuple(difference.field for difference in found.differences) == fields
    assert tuple(map(str, found.causes)) == causes


@pytest.mark.parametrize(
    ("gb", "jp", "causes"),
    [
        ("040707ZJUN19", "2019/06/04", None),
        ("041507ZJUN19", "2019/06/05", None),
        ("041507ZJUN19", "2019/06/04", ("day_lost",)),
        ("040707ZJUN19", "2019/06/03", ("day_lost",)),
        ("011623ZAUG19", "2019/08/03", ("day_lost",)),
        ("04/06/2019", "2019/06/04", None),
        ("04/06/2019", "2019/06/05", None),
        ("04/06/2019", "2019/06/03", ("day_lost",)),
        ("04/06/2019", "2019/06/06", ("day_lost",)),
        ("04/06/2019", "2019/06/09", ()),
        ("050130IJUN19", "2019/06/05", None),
    ],
)
def test_days_that_zones_explain_and_days_that_are_lost(gb, jp, causes):
    found = verdict(dealing(day=gb), dealing("JP", value="JPY 15200", day=jp))
    assert [d.field for d in found.differences] == ([] if causes is None else ["date"])
    assert tuple(map(str, found.causes)) == (causes or ())


def test_by_how_much():
    found = verdict(dealing("GB", "501 L", "GBP 100"), dealing("JP", "585 L", "JPY 16720"))
    quantity, value = found.differences
    assert (quantity.gb, quantity.jp, quantity.by) == ("501 L", "585 L", "-84 L")
    assert (value.gb, value.jp, value.by) == ("GBP 100.00", "JPY 16,720", "-1,520 JPY")


def test_what_cannot_be_compared_is_open_and_no_difference():
    found = verdict(dealing(value=""), dealing("JP", value="JPY 15200"))
    assert (found.differences, found.open) == ((), ("value",))
    unknown_rate = explain(dealing(), dealing("JP", value="JPY 99"), None, PLACES)
    assert (unknown_rate.differences, unknown_rate.open) == ((), ("value",))
    fuel = verdict(dealing("GB", "42 T", "GBP 100"), dealing("JP", "50 KL", "JPY 15200"))
    assert (fuel.differences, fuel.open) == ((), ("quantity",))


def test_a_rate_that_is_not_sure_names_no_tax():
    vague = RateSeen(Fraction(152), Fraction(8, 100))
    assert not verdict(dealing(), dealing("JP", value="JPY 16000"), vague).differences
    found = verdict(dealing(), dealing("JP", value="JPY 17500"), vague)
    assert [d.field for d in found.differences] == ["value"]
    assert not found.causes


@pytest.mark.parametrize(
    ("value", "fields", "causes"),
    [
        # 1 % off the rate in a book where one pair in ten is more than 0.4 % off it
        ("JPY 15352", (), ()),
        ("JPY 15048", (), ()),
        ("JPY 16900", ("value",), ("gross_net",)),
        ("JPY 13960", ("value",), ("gross_net",)),
        ("JPY 15350000", ("value",), ("thousands",)),
        ("JPY 51352", ("value",), ()),
        ("JPY 15700", ("value",), ()),
    ],
)
def test_a_pair_astray_of_a_drifting_rate_is_not_at_fault(value, fields, causes):
    found = verdict(dealing(), dealing("JP", value=value), RateSeen(Fraction(152), Fraction(4, 1000)))
    assert tuple(difference.field for difference in found.differences) == fields
    assert tuple(map(str, found.causes)) == causes


def test_a_sum_kept_in_thousands_is_right_to_a_thousand():
    kept = dealing("JP", value="JPY 15000", value_step=Decimal(1000))
    assert not verdict(dealing(), kept).differences


def test_a_sum_written_as_nothing():
    def causes(jp):
        found = verdict(dealing(), dealing("JP", **jp))
        return [d.field for d in found.differences], [str(cause) for cause in found.causes]

    assert causes({"value": "JPY 0"}) == (["value"], [])
    assert causes({"value": "JPY 0", "value_step": Decimal(1000)}) == (["value"], ["thousands"])
    assert causes({"value": "JPY 0", "value_step": Decimal(100_000)}) == ([], [])


def test_provider_category_and_stock_number_are_compared_too():
    jp = dealing("JP", value="JPY 15200", provider="JP", category="food", stock_number="1" * 13)
    fields = [d.field for d in verdict(dealing(stock_number="2" * 13), jp).differences]
    assert fields == ["provider", "category", "stock_number"]


def test_digits():
    assert set(turned(Decimal("12.30"))) == {Decimal("21.3"), Decimal("13.2"), Decimal("12.03")} | {Decimal("21.30")}
    assert swapped(Decimal(1234), Decimal(4231))
    assert not swapped(Decimal(1234), Decimal(1235))
    assert power_of_ten(Fraction(10))
    assert not power_of_ten(Fraction(1000))
    assert Fraction("3.785411784") in taken_for("L")
    assert taken_for("EA") == ()


def books(rates, days, values=None):
    """Two books of so many dealings, one in pounds and one in yen, at a rate for each."""
    left, right = [], []
    for at, (rate, day) in enumerate(zip(rates, days, strict=True)):
        pence = (values or [1_234_567 + at * 7919] * len(rates))[at]
        stamp = Stamp(day, "Z")
        left.append(dealing("GB", value=f"GBP {Decimal(pence).scaleb(-2)}", day=stamp, ref=f"g{at:03}"))
        right.append(
            dealing("JP", value=f"JPY {round(Fraction(pence, 100) * rate)}", day=Stamp(day, "I"), ref=f"j{at:03}")
        )
    currencies = Codes()
    return lay_out(left, currencies, Codes(), "GB"), lay_out(right, currencies, Codes(), "GB")


@pytest.mark.parametrize(
    ("rate_of", "sure"),
    [
        (lambda day: Fraction(152), 1e-4),
        (lambda day: Fraction(150 + day.year - 2019), 1e-4),
        (lambda day: Fraction(140 + day.month), 1e-4),
    ],
)
def test_a_rate_is_read_for_the_period_in_which_it_holds(rate_of, sure):
    days = [date(2019 + at // 240, 1 + at // 20 % 12, 1 + at % 20) for at in range(480)]
    spoiled = [rate_of(day) * (Fraction(11, 10) if at % 9 == 0 else 1) for at, day in enumerate(days)]
    left, right = books(spoiled, days)
    every = np.arange(len(days))
    expected, stray = estimate(left, right, every, every).of(left, right, every, every)
    told = np.exp(expected) / np.array([float(rate_of(day)) for day in days])
    assert np.max(np.abs(told - 1)) < sure
    assert np.max(stray) < sure


def test_a_rate_that_only_seems_fixed_says_how_far_it_strays():
    days = [date(2019 + at // 240, 1 + at // 20 % 12, 1 + at % 20) for at in range(480)]
    turns = [Fraction((at * 37) % 101 - 50, 25_000) for at in range(480)]
    left, right = books([152 * (1 + turn * (at % 3 == 0)) for at, turn in enumerate(turns)], days)
    every = np.arange(len(days))
    _, stray = estimate(left, right, every, every).of(left, right, every, every)
    assert 2e-4 < np.median(stray) < 4e-3


def test_too_few_pairs_tell_no_rate():
    left, right = books([Fraction(152)] * 2, [date(2019, 5, 1), date(2019, 6, 1)])
    every = np.arange(2)
    assert not np.isfinite(estimate(left, right, every, every).of(left, right, every, every)[0]).any()


def test_whose_a_unit_is():
    assert (party_said("HMS Calder"), party_said("護衛艦はやせ"), party_said("Camp Hollow")) == ("GB", "JP", "")
    rows = [("HMS Calder", "第5輸送隊"), ("第5輸送隊", "9 Regt"), ("Kasumi Depot", "9 Regt")]
    assert parties_of(rows) == {"HMS Calder": "GB", "第5輸送隊": "JP", "9 Regt": "GB", "Kasumi Depot": "JP"}
    assert parties_of([("Here", "There")]) == {}


def test_a_mixed_script_tells_whose_a_unit_is_where_names_do_not():
    assert parties_of([("中央輸送隊", "Camp Hollow")]) == {"中央輸送隊": "JP", "Camp Hollow": "GB"}


def test_digits_turned_within_a_measures_tolerance_are_named():
    found = verdict(dealing("GB", "662108 L"), dealing("JP", "662.018 KL", "JPY 15200"))
    assert (found.differences[0].field, *map(str, found.causes)) == ("quantity", "digit_swapped")
    measured = verdict(dealing("GB", "662108 L"), dealing("JP", "662.110 KL", "JPY 15200"))
    assert not measured.differences


def test_what_a_rate_that_moves_cannot_show_is_no_difference():
    moving = RateSeen(Fraction(152), Fraction(1, 1000))
    assert not verdict(dealing(), dealing("JP", value="JPY 15500"), moving).differences
    assert [str(cause) for cause in verdict(dealing(), dealing("JP", value="JPY 16720"), moving).causes] == [
        "gross_net"
    ]


def test_a_month_of_which_most_sums_are_taxed_keeps_the_rate_of_its_neighbours():
    days = [date(2019 + at // 60, 1 + at // 5 % 12, 2 + at % 5 * 5) for at in range(180)]
    taxed = [at // 5 == 17 and at % 5 < 3 for at in range(180)]
    left, right = books([Fraction(152) * (Fraction(11, 10) if tax else 1) for tax in taxed], days)
    every = np.arange(len(days))
    expected, _ = estimate(left, right, every, every).of(left, right, every, every)
    assert np.max(np.abs(np.exp(expected) / 152 - 1)) < 1e-3


def test_strangers_of_one_day_are_two_dealings_and_a_unit_mistaken_is_one():
    known = [
        (
            dealing("GB", f"{at}77 L", f"GBP {at}00", ref=f"G{at}"),
            dealing("JP", f"{at}77 L", f"JPY {at * 15200}", ref=f"J{at}"),
        )
        for at in range(10, 30)
    ]
    stranger = dealing("GB", "22487 USG", "GBP 31576", ref="G1"), dealing("JP", "333.326 KL", "JPY 18795850", ref="J1")
    mistaken = dealing("GB", "257816 IGAL", "", ref="G2"), dealing("JP", "257.816 KL", "JPY 194027", ref="J2")
    result = match([a for a, _ in (*known, stranger, mistaken)], [b for _, b in (*known, stranger, mistaken)])
    assert (result.only_gb, result.only_jp) == (("G1",), ("J1",))
    assert [(pair.gb, pair.jp, *map(str, pair.causes)) for pair in result.differing] == [("G2", "J2", "unit_mistaken")]


def test_a_count_typed_anew_is_still_the_same_dealing_where_the_price_is():
    def both(at: int, counts: tuple[int, int], price: int) -> tuple[Dealing, Dealing]:
        gb, jp = (
            {"day": f"{at % 28 + 1:02}0707ZJU{month}19", "own_unit": f"{one}{at % 5}", "other_unit": f"{two}{at % 5}"}
            for month in ("N" if at < 130 else "L",)
            for one, two in (("a", "b"), ("B", "A"))
        )
        left = dealing("GB", f"{counts[0]} NIGHT", f"GBP {counts[0] * price}", ref=f"G{at}", **gb)
        return left, dealing("JP", f"{counts[1]} NIGHT", f"JPY {counts[1] * price * 152}", ref=f"J{at}", **jp)

    pairs = [both(at, (at, at), 20 + at % 9) for at in range(110, 130)] + [both(130, (228, 425), 31)]
    result = match([gb for gb, _ in pairs], [jp for _, jp in pairs])
    assert [(pair.gb, pair.jp, *map(str, pair.causes)) for pair in result.differing] == [
        ("G130", "J130", "digit_swapped")
    ]


def test_a_wrong_reference_does_not_make_a_pair():
    gb = dealing("GB", "1000 L", "GBP 100", ref="G1", other_ref="J1")
    stranger = dealing(
        "JP", "77 L", "JPY 999999", "2023/01/01", ref="J1", provider="JP", category="food", stock_number="3" * 13
    )
    result = match([gb], [stranger])
    assert (result.only_gb, result.only_jp) == (("G1",), ("J1",))
