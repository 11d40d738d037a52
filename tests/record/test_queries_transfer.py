"""What the tables tell of transfers and screenings, beside what was written in the stories."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.packs.base_transfers import EIGHT, PACKAGE, SETS, TWO
from tests.scenarios.transfers_told import CENTRE, FIRM, Going, appoint
from tests.world import World
from warifu.record import queries_equipment_transfer as queries
from warifu.record.queries_owed import day_number
from warifu.rooms.equipment.acts import house, transfer
from warifu.rooms.equipment.acts.transfer import Moved, Share


@pytest.fixture(scope="module")
def going() -> Going:
    """A transfer shipped in two parts, of which the second is under way, with two given back."""
    world = World(29)
    appoint(world)
    going = Going(world)
    going.begin(going.body("transfer"), (going.noted(),))
    going.must(going.asks, "undertaking", going.body("undertaking"))
    whole = (Share(SETS, CENTRE, EIGHT), Share(PACKAGE, CENTRE, Decimal(1)))
    assert [number for _, number, _ in queries.applied_for(going.gives.node.store, "GB-JP", "JP")] == [
        "GB-DES-26-T-014"
    ]
    going.screen(house.Result(CENTRE, "granted"), house.Result(FIRM, "refused", reasons=("security",)), granted=whole)
    refused = transfer.Decided(FIRM, "refused", reasons=("security",))
    going.must(going.gives, "decision", going.decision(going.grant(CENTRE), refused, granted=whole))
    going.must(going.gives, "licence", transfer.Licence(going.today, (CENTRE,), going.today, going.day(90), "EL-26-1"))
    first = (Moved(SETS, CENTRE, Decimal(6)),)
    shipped = going.must(going.gives, "shipment", transfer.Shipment(going.today, first))
    going.must(going.asks, "arrival", transfer.Arrival(going.today, first), cites=(shipped,))
    going.must(going.gives, "shipment", transfer.Shipment(going.today, (Moved(SETS, CENTRE, TWO),)))
    going.must(going.asks, "returned", transfer.Given(going.today, (Moved(SETS, CENTRE, TWO),)))
    return going


def test_what_is_held_by_whom_is_alike_on_both_sides(going):
    for half in (going.asks, going.gives):
        held = queries.held(half.node.store, "GB-JP")
        assert [(each.item, each.recipient, each.held, each.returned, each.under_way) for each in held] == [
            (SETS, CENTRE, "4", "2", "2")
        ]
        assert queries.held(half.node.store, "GB-JP", PACKAGE) == []
        assert queries.held(half.node.store, "GB-JP", SETS, FIRM) == []
        assert [each.under_way for each in queries.under_way(half.node.store, "GB-JP")] == ["2"]


def test_what_runs_out_is_told_by_its_day(going):
    store, today = going.asks.node.store, day_number(going.today)
    assert queries.ending(store, "GB-JP", today + 89) == []
    assert [(each.what, each.about) for each in queries.ending(store, "GB-JP", today + 90)] == [("licence", "EL-26-1")]
    assert [each.what for each in queries.ending(store, "GB-JP", today + 400)] == ["licence", "transfer-valid"]


def test_screenings_are_ours_alone(going):
    ours = queries.screenings(going.gives.node.store)
    assert [(each.transfer_number, each.departments, each.answered, each.state) for each in ours] == [
        ("GB-DES-26-T-014", 1, 1, "screened")
    ]
    assert queries.screenings(going.gives.node.store, going.case) == ours
    assert queries.screenings(going.gives.node.store, b"\x01" * 32) == []
    assert queries.screenings(going.asks.node.store) == []
    assert [(each.department, each.opinion) for each in queries.advice_of(going.gives.node.store, ours[0].case)] == [
        ("JP-MOD", "no_objection")
    ]
    assert queries.applied_for(going.gives.node.store, "GB-JP", "JP") == []
