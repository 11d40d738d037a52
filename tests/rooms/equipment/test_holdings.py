"""What contradicts in the facts of a transfer, one case a row: code, on which act, how much."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from warifu.rooms.equipment.acts.transfer import Moved
from warifu.rooms.equipment.holdings import Fact, Limits, fold

KEY = ("SET-1", "CENTRE")
NAMES = {name: bytes([place]) * 32 for place, name in enumerate("abcdefgh", 1)}


def _fact(name: str, kind: str, amount: str, day: int = 1, cites: str = "", **more: object) -> Fact:
    side = "JP" if kind in {"shipment", "taken_back"} else "GB"
    digests = tuple(NAMES.get(each, b"draw") for each in cites.split())
    line = Moved(*more.pop("key", KEY), Decimal(amount))  # type: ignore[misc]
    return Fact(NAMES[name], kind, side, date(2026, 6, day), day, (line,), digests, bool(more.get("partial")))


SHIPPED, CAME = _fact("a", "shipment", "8"), _fact("b", "arrival", "8", 2, "a")
DRAWS = Limits(draws={b"draw": {"SET-1": Decimal(2)}})


@pytest.mark.parametrize(
    ("facts", "held", "found"),
    [
        ([SHIPPED], "0", []),
        ([SHIPPED, CAME], "8", []),
        ([CAME], "8", [("not_shipped", "b", "8")]),
        ([SHIPPED, _fact("b", "arrival", "7", 2, "a")], "7", [("short", "b", "1")]),
        ([SHIPPED, _fact("b", "arrival", "7", 2, "a", partial=True)], "7", []),
        ([SHIPPED, _fact("b", "arrival", "9", 2, "a")], "9", [("more_than_shipped", "b", "1")]),
        ([SHIPPED, CAME, _fact("c", "arrival", "8", 3, "a")], "16", [("more_than_shipped", "c", "8")]),
        ([SHIPPED, CAME, _fact("c", "returned", "9", 3)], "0", [("more_than_held", "c", "1")]),
        (
            [SHIPPED, CAME, _fact("c", "returned", "8", 3), _fact("d", "lost", "1", 4)],
            "0", [("more_than_held", "d", "1")],
        ),
        ([SHIPPED, CAME, _fact("c", "disposed", "2", 1)], "8", [("more_than_held", "c", "2")]),
        ([SHIPPED, CAME, _fact("c", "inspection", "7", 3)], "8", [("counted_otherwise", "c", "1")]),
        ([SHIPPED, CAME, _fact("c", "use_report", "9", 3)], "8", [("more_than_held", "c", "1")]),
        ([SHIPPED, CAME, _fact("c", "returned", "3", 3), _fact("d", "taken_back", "3", 4, "c")], "5", []),
        (
            [SHIPPED, CAME, _fact("c", "returned", "3", 3), _fact("d", "taken_back", "2", 4, "c")],
            "5", [("taken_back_short", "d", "1")],
        ),
        (
            [SHIPPED, CAME, _fact("c", "returned", "3", 3), _fact("d", "taken_back", "4", 4, "c")],
            "5", [("not_given_back", "d", "1")],
        ),
        ([SHIPPED, CAME, _fact("c", "lost", "1", 3), _fact("d", "correction", "0", 4, "c")], "8", []),
        ([SHIPPED, CAME, _fact("d", "correction", "0", 4, "c")], "8", [("corrects_nothing", "d", "0")]),
        (
            [SHIPPED, CAME, _fact("c", "correction", "5", 4, "b"), _fact("d", "correction", "6", 5, "b")],
            "6", [("short", "b", "2"), ("corrected_twice", "c", "5")],
        ),
        ([SHIPPED, CAME, _fact("c", "passed_on", "2", 3, "draw")], "6", []),
        ([SHIPPED, CAME, _fact("c", "passed_on", "3", 3, "draw")], "5", [("not_drawn", "c", "1")]),
        (
            [SHIPPED, CAME, _fact("c", "passed_on", "1", 3, "draw"), _fact("d", "passed_on", "2", 4, "draw")],
            "5", [("not_drawn", "d", "1")],
        ),
    ],
)  # fmt: skip
def test_what_contradicts_is_told_with_its_quantity(facts, held, found):
    told = fold(facts, DRAWS)
    names = {digest: name for name, digest in NAMES.items()}
    assert told.holdings[KEY].held == Decimal(held)
    assert told.holdings[KEY].adds_up
    assert [(each.code, names[each.act], each.quantity) for each in told.discrepancies] == [
        (code, name, Decimal(amount)) for code, name, amount in found
    ]


def test_what_was_granted_and_applied_for_is_asked_where_it_is_known():
    known = frozenset({KEY})
    limits = Limits({KEY: Decimal(5)}, known)
    told = fold([SHIPPED, _fact("c", "shipment", "2", 2), _fact("d", "lost", "1", 3, key=("TANK", "CENTRE"))], limits)
    assert [(each.code, each.quantity) for each in told.discrepancies] == [
        ("above_granted", Decimal(3)), ("above_granted", Decimal(2)), ("not_of_the_transfer", Decimal(1)),
    ]  # fmt: skip


def test_as_of_a_day_only_what_had_happened_by_then_counts():
    facts = [SHIPPED, CAME, _fact("c", "lost", "1", 5)]
    assert fold(facts, until=date(2026, 6, 1)).holdings[KEY].under_way == 8
    assert fold(facts, until=date(2026, 6, 4)).holdings[KEY].held == 8
    assert fold(facts, until=date(2026, 6, 5)).holdings[KEY].held == 7
