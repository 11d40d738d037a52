"""What a stolen key signed is called doubtful from the day that the revocation names, until its party holds to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.node.test_node import activity
from tests.world import World
from warifu.doors import cases
from warifu.doors.web import casepage_story
from warifu.doors.web.forming.naming import Names
from warifu.law.roll import Revocation
from warifu.node.drafting import Draft
from warifu.rooms.parties.acts import Reaffirm
from warifu.rooms.programme.acts.activity import Assent


@pytest.fixture
def world() -> World:
    made = World(3)
    made.exchange()
    return made


def doubtful(world: World, case: bytes) -> dict[str, list[bool]]:
    halves = {"GB": (world.gb, "JP"), "JP": (world.jp, "GB")}
    return {
        party: [act["doubtful"] for act in cases.story(half.node, peer, case)["acts"]]
        for party, (half, peer) in halves.items()
    }


def agreed(world: World) -> bytes:
    proposed = world.gb.must("programme/activity", activity(world), "liaison")
    world.exchange()
    world.jp.must("programme/accept", Assent(world.today), "liaison", case=proposed.case)
    world.exchange()
    return proposed.case


@pytest.mark.parametrize(("days", "called"), [(0, True), (1, False)])
def test_an_act_is_doubtful_on_both_nodes_from_the_day_that_is_named(world, days, called):
    case = agreed(world)
    assert doubtful(world, case) == {"GB": [False, False], "JP": [False, False]}
    key = world.gb.officers["liaison"].public.key_id()
    since = world.today + timedelta(days=days)
    world.gb.roll("revocation", Revocation("key", key_id=key, doubtful_since=since))
    world.exchange()
    assert doubtful(world, case) == {"GB": [called, False], "JP": [called, False]}
    assert world.jp.case(case).state == "agreed"


def test_it_is_doubtful_no_more_once_its_party_holds_to_it(world):
    case = agreed(world)
    key = world.gb.officers["liaison"].public.key_id()
    world.gb.roll("revocation", Revocation("key", key_id=key, doubtful_since=world.today))
    founded = world.gb.node.pair("JP").rolls["GB"].founded
    draft = Draft("parties/reaffirm", Reaffirm(world.today), case=founded, cites=(case,), desk="HQ")
    signed = world.gb.node.submit("JP", draft, world.gb.officers["finance"])
    assert signed.ok, signed
    world.exchange()
    assert doubtful(world, case) == {"GB": [False, False], "JP": [False, False]}


def test_the_page_of_the_case_marks_it(world):
    case = agreed(world)
    key = world.gb.officers["liaison"].public.key_id()
    world.gb.roll("revocation", Revocation("key", key_id=key, doubtful_since=world.today))
    pair = world.gb.node.pair("JP")
    names = Names(pair.store, pair.name)
    told = casepage_story.story(pair, pair.case(case), pair.reader.gather([case])[case], names)
    assert [each.marks for each in told] == [("doubtful",), ()]
