"""The factors of units against an independent table (pint), in the environment of the oracles."""

from fractions import Fraction

import pint

from warifu.core.units import UNITS


def test_factors_agree_with_an_independent_table():
    registry = pint.UnitRegistry(non_int_type=Fraction)
    theirs = {"USG": "US_liquid_gallon", "IGAL": "imperial_gallon", "BBL": "oil_barrel", "FT3": "cubic_foot",
              "USQT": "US_liquid_quart", "IPT": "imperial_pint"}  # fmt: skip
    for code, name in theirs.items():
        assert registry.Quantity(Fraction(1), name).to("liter").magnitude == UNITS[code].factor
    for code, name in {"LB": "pound", "STON": "US_ton", "LTON": "long_ton"}.items():
        assert registry.Quantity(Fraction(1), name).to("kilogram").magnitude == UNITS[code].factor
    for code, name in {"MI": "mile", "NMI": "nautical_mile", "FT": "foot"}.items():
        assert registry.Quantity(Fraction(1), name).to("meter").magnitude == UNITS[code].factor
