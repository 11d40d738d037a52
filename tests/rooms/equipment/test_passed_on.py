"""A draw for items of two transfers: each item is passed on where it was asked about, and nowhere else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from warifu.core.quantity import Quantity
from warifu.rooms.equipment.acts.consent import ConsentItem, Draw, Drawn
from warifu.rooms.equipment.acts.transfer import Moved, PassedOn
from warifu.rooms.equipment.checks.transfer_facts import CHECKS

DAY = date(2026, 9, 21)
ONE = Quantity(Decimal(1), "SET")
FIRST, SECOND, OTHER = b"1" * 32, b"2" * 32, b"3" * 32
RULE = SimpleNamespace(id="equipment.passed_on", article="decf:passing_on", params={"draw": "equipment/draw"})


def found(item: str, transfer: bytes) -> list[str]:
    """What is found where one of an item is passed on in a transfer, under a draw for SET-1 and SET-2."""
    asked = (ConsentItem(0, "SET-1", ONE, "AU-1"), ConsentItem(1, "SET-2", ONE, "AU-1"))
    consent = SimpleNamespace(exercise=False, asked=asked, transfers=(FIRST, SECOND), number="GB-C-1")
    drawn = Draw(DAY, (Drawn("SET-1", ONE), Drawn("SET-2", ONE), Drawn("SET-9", ONE)), "AU-1")
    cited = SimpleNamespace(placed=SimpleNamespace(body=drawn), terms=consent)
    situation = SimpleNamespace(
        body=PassedOn(DAY, (Moved(item, "GB-CENTRE", Decimal(1)),), "AU-1"),
        act=SimpleNamespace(case=transfer),
        terms=SimpleNamespace(exercise=False),
        cited_of=lambda _kind: [cited],
    )
    return [each.rule for each in CHECKS["equipment.passed_on@1"](situation, RULE)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("item", "transfer", "good"),
    [
        ("SET-1", FIRST, True), ("SET-2", SECOND, True), ("SET-1", SECOND, False), ("SET-2", FIRST, False),
        ("SET-9", FIRST, True), ("SET-9", SECOND, True), ("SET-1", OTHER, False), ("SET-9", OTHER, False),
    ],
)  # fmt: skip
def test_a_draw_is_used_for_the_transfer_about_which_its_item_was_asked(item, transfer, good):
    assert found(item, transfer) == ([] if good else ["equipment.passed_on.another_transfer"])
