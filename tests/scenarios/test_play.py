"""The stories of the demo, in memory: each ends with both halves one, proved, and rebuilt to the same tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.world import World, play_of
from warifu.doors.demo import chapters
from warifu.doors.demo.play import Order, Play
from warifu.node import proving


@pytest.fixture(scope="module")
def play() -> Play:
    world = World(11)
    world.exchange()
    return play_of(world)


def proved(play: Play) -> None:
    world = play.gb.world  # type: ignore[attr-defined]
    world.exchange()
    assert world.same()
    for half in (world.gb, world.jp):
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after


CLOSING = (chapters.relief, chapters.airlift_for_billeting, chapters.repair, chapters.loan)


@pytest.mark.parametrize("chapter", CLOSING, ids=lambda chapter: chapter.__name__)
def test_an_order_goes_from_request_to_closed(play: Play, chapter: Callable[[Play], Order]) -> None:
    order = chapter(play)
    for actor in (play.gb, play.jp):
        assert actor.half.case(order.case).state == "closed"  # type: ignore[attr-defined]
    proved(play)


def test_a_partial_delivery_with_a_discrepancy_is_set_off_gross(play: Play) -> None:
    fuel = chapters.fuel_at_sea(play)
    agreed = chapters.set_off(play, fuel)
    for actor in (play.gb, play.jp):
        assert actor.half.case(agreed).state == "agreed"  # type: ignore[attr-defined]
        assert actor.half.case(fuel.case).state == "ordered"  # type: ignore[attr-defined]
    proved(play)
    chapters.refusals(play, fuel)
    rules = [[finding.rule for finding in (*r["outcome"].ruling, *r["outcome"].own_law)] for r in play.refusals]
    assert ["gb.two_hands.preparer_signs"] in rules
    assert ["acsa.weapon.named"] in rules
    assert ["jp.business.training_services"] in rules
    assert ["house.officer.expired"] in rules
    assert any("acsa.hands.same_officer" in each for each in rules)
    assert any("house.flow.not_a_step" in each for each in rules)


def test_an_irregular_delivery_is_recorded_and_ratified(play: Play) -> None:
    order = chapters.irregular(play)
    for actor in (play.gb, play.jp):
        stand = actor.half.case(order.case).stands[order.issues[-1]]  # type: ignore[attr-defined]
        assert stand.status == "irregular"
        assert [finding.rule for finding in stand.ruling] == ["acsa.issue.over"]
    proved(play)
