"""Quantity: factors by definition, conversions exact, density and 15 °C only as stated."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core.errors import ValueTroubleError
from warifu.core.exact import Rounding
from warifu.core.quantity import (
    Density,
    Quantity,
    VolumeCorrection,
    at_15_celsius,
    comparable,
    convert,
    in_unit,
    parse_unit,
    within,
)
from warifu.core.units import AMBIGUOUS, SPELLINGS, UNITS

CODES = st.sampled_from(sorted(UNITS))


def q(amount: str, unit: str) -> Quantity:
    return Quantity(Decimal(amount), unit)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6), CODES)
def test_the_wire_gives_back_the_same_quantity(mantissa, places, unit):
    quantity = Quantity(Decimal(mantissa).scaleb(-places), unit)
    assert Quantity.from_wire(quantity.to_wire()) == quantity


@given(st.integers(1, 10**9), CODES, CODES)
def test_there_and_back_is_exact(amount, here, there):
    if UNITS[here].dimension == UNITS[there].dimension:
        assert in_unit(Quantity(Decimal(amount), here), there) * UNITS[there].factor / UNITS[here].factor == amount


@pytest.mark.parametrize(
    ("start", "unit", "end"),
    [
        (q("1", "USG"), "L", "3.785411784"),
        (q("1", "IGAL"), "L", "4.54609"),
        (q("1", "BBL"), "USG", "42"),
        (q("1", "BBL"), "L", "158.987294928"),
        (q("187.032", "M3"), "L", "187032"),
        (q("1", "KL"), "M3", "1"),
        (q("1", "T"), "KG", "1000"),
        (q("1", "NMI"), "KM", "1.852"),
    ],
)
def test_exact_conversions(start, unit, end):
    assert convert(start, unit) == q(end, unit)


def test_a_result_without_end_needs_places():
    with pytest.raises(ValueTroubleError) as caught:
        convert(q("1", "L"), "USG")
    assert caught.value.code == "quantity.inexact"
    assert convert(q("1", "L"), "USG", 6, Rounding.HALF_EVEN) == q("0.264172", "USG")


def test_a_tonne_meets_a_litre_only_by_a_stated_density():
    with pytest.raises(ValueTroubleError) as caught:
        convert(q("1", "T"), "L")
    assert caught.value.code == "quantity.needs_density"
    light = Density(Decimal(800), "test certificate")
    assert convert(q("1", "T"), "L", density=light) == q("1250", "L")
    assert convert(q("1250", "L"), "T", density=light) == q("1", "T")
    for bad in (("0", "x"), ("-1", "x"), ("800", " ")):
        with pytest.raises(ValueTroubleError):
            Density(Decimal(bad[0]), bad[1])


def test_volume_at_fifteen_degrees():
    warm = VolumeCorrection("tank ticket", per_celsius=Decimal("0.0008"), celsius=Decimal(25))
    assert at_15_celsius(q("1000", "L"), warm, 3) == q("992", "L")
    assert at_15_celsius(q("1000", "L"), VolumeCorrection("table", factor=Decimal("0.9921")), 1) == q("992.1", "L")
    with pytest.raises(ValueTroubleError) as caught:
        at_15_celsius(q("1", "KG"), warm, 3)
    assert caught.value.code == "quantity.not_a_volume"


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"factor": Decimal(1), "per_celsius": Decimal(1), "celsius": Decimal(1)},
        {"per_celsius": Decimal("0.1")},
        {"factor": Decimal(0)},
        {"factor": Decimal(1), "celsius": Decimal(20)},
    ],
)
def test_a_correction_states_one_way(parts):
    with pytest.raises(ValueTroubleError) as caught:
        VolumeCorrection("somebody", **parts)
    assert caught.value.code == "quantity.bad_correction"


def test_a_meal_is_not_a_night():
    with pytest.raises(ValueTroubleError) as caught:
        convert(q("1", "MEAL"), "NIGHT")
    assert caught.value.code == "quantity.not_convertible"
    assert not comparable("MEAL", "NIGHT")
    assert comparable("MEAL", "EA")
    assert comparable("USG", "L")
    assert not comparable("L", "EA")


def test_tolerance_of_meter_against_sounding():
    assert within(q("1005", "L"), q("1", "KL"), Decimal(5))
    assert not within(q("1005.001", "L"), q("1", "KL"), Decimal(5))
    assert within(q("995", "L"), q("1", "KL"), Decimal(5))


def test_only_like_is_added():
    assert q("1", "L") + q("2.5", "L") == q("3.5", "L")
    assert q("1", "L") - q("2.5", "L") == -q("1.5", "L")
    with pytest.raises(ValueTroubleError) as caught:
        q("1", "L") + q("1", "KL")
    assert caught.value.code == "quantity.mixed_units"


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_every_spelling_in_the_table_is_found(spelling):
    assert parse_unit(spelling) == SPELLINGS[spelling]
    assert SPELLINGS[spelling] in UNITS
    assert spelling not in AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("㍑", "L"),
        ("ｋＬ", "KL"),
        ("㎘", "KL"),
        ("ｋｇ", "KG"),
        ("㎏", "KG"),
        ("m³", "M3"),
        ("㎥", "M3"),
        ("US gal.", "USG"),
        ("U.S. Gallons", "USG"),
        ("IMP GAL", "IGAL"),
        ("Imp. Gal", "IGAL"),
        ("gal (UK)", "IGAL"),
        ("man-nights", "NIGHT"),
        ("pers/night", "NIGHT"),
        ("人泊", "NIGHT"),
        ("食", "MEAL"),
        ("㌧", "T"),
        ("night(s)", "NIGHT"),
        ("(L)", "L"),
        ("flying hrs", "HOUR"),
        ("FH", "HOUR"),
        ("回", "CALL"),
        ("Litres", "L"),
        ("キログラム", "KG"),
        ("cu m", "M3"),
        ("個", "EA"),
    ],
)
def test_units_as_people_write_them(text, code):
    assert parse_unit(text) == code


@pytest.mark.parametrize("text", ["gal", "Gallons", "ガロン", "tons", "㌔"])
def test_an_ambiguous_unit_is_not_guessed(text):
    with pytest.raises(ValueTroubleError) as caught:
        parse_unit(text)
    assert caught.value.code == "unit.ambiguous"


@pytest.mark.parametrize("text", ["斛", "", "firkin", "12"])
def test_an_unknown_unit_is_refused(text):
    with pytest.raises(ValueTroubleError) as caught:
        parse_unit(text)
    assert caught.value.code == "unit.unknown"


@pytest.mark.parametrize("wire", ["L", ["L", 0], [1, 0, 1], ["L", 0, 10], ["firkin", 0, 1]])
def test_bad_wire(wire):
    with pytest.raises(ValueTroubleError):
        Quantity.from_wire(wire)
