"""What has run its time: what is due, who decides, what a hold keeps, and the certificate of its disposal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.world import World, play_of
from warifu.core import texts
from warifu.doors.demo import chapters
from warifu.doors.paper import laying
from warifu.node import proving, removing
from warifu.record import openings, removals
from warifu.record.removals import Copied

YEARS = 365 * 86_400


@pytest.fixture(scope="module")
def world():
    made = World(37)
    made.exchange()
    return made


@pytest.fixture(scope="module")
def closed(world) -> bytes:
    """An order that was closed, with texts of both sides."""
    play = play_of(world)
    case = chapters.relief(play).case
    for half in (world.gb, world.jp):
        kind = half.node.rooms["logistics"].kinds["logistics/note"]
        body = kind.body(on=world.today)
        half.must("logistics/note", body, "orders", case=case, texts={1: f"a remark of {half.party}"})
    world.exchange()
    assert world.gb.case(case).state == "closed"
    return case


def words(half, case: bytes) -> list[str]:
    acts = [line.placed.digest for line in half.case(case).stands.values()]
    found = openings.read(half.node.store, "GB-JP", acts)
    return sorted(leaf.text for leaves in found.values() for leaf in leaves if isinstance(leaf, texts.Opening))


def test_nothing_goes_before_its_time_or_under_a_hold_and_then_all_of_ours(world, closed):
    gb, jp = world.gb, world.jp
    registrar = gb.officers["registrar"]
    pair = gb.node.pair("JP")
    assert removing.due(pair, world.today) == []
    [early] = removing.dispose(gb.node, "JP", [closed], registrar)
    assert [each.rule for each in early.ruling] == ["house.retention.nothing_due"]
    before = words(gb, closed)
    assert {"a remark of GB", "a remark of JP"} <= set(before)
    removals.note_copied(gb.node.store, "GB-JP", Copied("print", b"p" * 32, world.now, closed, closed, who="clerk"))
    world.wait(9 * YEARS)
    [due] = removing.due(pair, world.today)
    assert (due.case.case, due.case.outcome, due.held) == (closed, "review", None)
    assert due.texts >= 1
    assert removing.due(pair, due.case.expiry - timedelta(days=1)) == []
    held = removing.hold(gb.node, "JP", [closed], "audit", registrar)
    assert removing.due(pair, world.today)[0].held.why == "audit"
    [kept] = removing.dispose(gb.node, "JP", [closed], registrar)
    assert [each.rule for each in kept.ruling] == ["house.retention.nothing_due"]
    assert removing.lift(gb.node, "JP", held.act, registrar).ok
    [gone] = removing.dispose(gb.node, "JP", [closed], registrar)
    assert gone.ok, gone
    world.exchange()
    assert removing.due(pair, world.today) == []
    for half in (gb, jp):
        assert "a remark of GB" not in words(half, closed)
        assert "a remark of JP" in words(half, closed)
        assert proving.verify(half.node, half.peer) == []
    assert {each.what for each in removing.open_lines(pair)} == {"print"}
    shown = laying.sheet_of(gb.node, "JP", gone.act, world.now)
    assert shown.title.en == "Certificate of disposal"
    assert "廃棄証明書" in shown.title.ja
