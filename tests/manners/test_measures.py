"""The measures of ``make bench`` run, on little: what they say of speed is read by people and tried by nobody."""

from __future__ import annotations

from tests.bench import __main__ as bench
from tests.bench import balance, intake, own, sizes


def test_an_order_fits_one_symbol_and_acts_are_small(monkeypatch):
    monkeypatch.setattr(sizes, "PLAYS", 1)
    order, count, each = sizes.measure().values()
    assert order <= 900
    assert count > 30
    assert each <= 220


def test_the_measures_of_speed_run(monkeypatch):
    monkeypatch.setattr(intake, "COUNT", 60)
    monkeypatch.setattr(own, "COUNT", 12)
    monkeypatch.setattr(balance, "SMALL", 100)
    monkeypatch.setattr(balance, "LARGE", 200)
    for measured in (intake, own, balance):
        assert all(value >= 0 for value in measured.measure().values()), measured.__name__


def test_each_measure_has_a_module():
    assert all((bench.HERE / f"{name}.py").exists() for name in bench.FIGURES)
