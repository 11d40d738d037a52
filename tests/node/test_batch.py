"""Several drafts signed together: each is judged as if those before it had been signed already."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.house_world import SECRET, give, house_world
from tests.scenarios.consents_told import Story
from tests.scenarios.consents_told import appoint as appoint_equipment
from tests.world import World, play_of
from warifu.core.days import add_months
from warifu.core.errors import BytesError
from warifu.doors.demo import cast, chapters
from warifu.doors.demo.chapters import orders
from warifu.law.roll import Desk, Revocation
from warifu.node import proving
from warifu.node.drafting import Draft
from warifu.rooms.equipment.acts import transfer
from warifu.rooms.information.acts import consent, item
from warifu.rooms.logistics.acts import Draw, OnwardConsent, OnwardRequest, Passed
from warifu.rooms.programme.acts.activity import Assent

L, E, I = "logistics/", "equipment/", "information/"  # noqa: E741  the rooms' prefixes
FUEL = "Fuel, naval distillate F-76"


def codes(outcomes):
    return [sorted(each.rule for each in (*one.ruling, *one.own_law)) for one in outcomes]


def together(half, by, *drafts, insist=False):
    """Sign drafts in one go."""
    made = [Draft(desk="TRIAL", irregular=insist, **draft) for draft in drafts]
    return half.node.submit_all(half.peer, made, half.officers[by])


@pytest.fixture(scope="module")
def onward():
    """Consent to pass 500 litres of what was received on, and who was asked: the world, the holder, the case."""
    world = World(91)
    world.exchange()
    play = play_of(world)
    fuel = chapters.fuel_at_sea(play)
    gb, jp, until = world.gb, world.jp, add_months(world.today, 2)
    asked = OnwardRequest(world.today, "GB-TRIAL-26-0901", FUEL, orders.quantity("500", "L"), "XB", "relief", until)
    case = gb.must(L + "onward_request", asked, "orders", cites=(fuel.receipts[0],)).case
    world.exchange()
    given = OnwardConsent(world.today, orders.quantity("500", "L"), "XB", add_months(world.today, 1))
    jp.must(L + "onward_consent", given, "accepts", case=case)
    world.exchange()
    return world, case


def test_two_draws_of_one_batch_follow_each_other_and_take_no_more_than_is_left(onward):
    world, case = onward
    drawn = {"kind": L + "draw", "case": case}
    litres = [Draw(world.today, orders.quantity(each, "L"), "XB") for each in ("200", "200", "200")]
    found = together(world.gb, "receives", *({**drawn, "body": body} for body in litres))
    assert [each.ok for each in found] == [True, True, False]
    assert codes(found)[2] == ["acsa.draw.above_rest"]
    assert [stand.placed.digest for stand in world.gb.case(case).line[-2:]] == [each.act for each in found[:2]]
    assert not world.gb.case(case).equivocations
    world.exchange()
    assert world.same()


@pytest.mark.parametrize("batch", [True, False], ids=["together", "one by one"])
def test_a_draw_on_fuel_is_passed_on_once(onward, batch):
    world, case = onward
    draw = world.gb.must(L + "draw", Draw(world.today, orders.quantity("20", "L"), "XB"), "receives", case=case).act
    world.exchange()
    passed = [Passed(world.today, "XB", FUEL, orders.quantity(each, "L"), "XZ") for each in ("12", "8", "1")]
    drafts = [{"kind": L + "passed", "case": case, "cites": (draw,), "body": body} for body in passed]
    groups = [drafts] if batch else [[each] for each in drafts]
    found = [one for group in groups for one in together(world.gb, "receives", *group)]
    assert [each.ok for each in found] == [True, True, False]
    assert codes(found)[2] == ["acsa.passed.used_up"]
    world.exchange()
    assert world.same()


@pytest.fixture(scope="module")
def secrets():
    """Two items in Tokyo, and a draw on London's consent to one release of either to Australia."""
    world = house_world(seed=92)
    plan, other = give(world, "GB-PLAN-1", 4), give(world, "GB-PLAN-2", 4)
    today, jp = world.today, world.jp
    wanted = consent.ConsentRequest(
        today, "JP-C-1", "third_government", 3, "exercise:VIGILANT-26", add_months(today, 3), "AU"
    )
    case = jp.must(I + "consent_request", wanted, "registrar", cites=(plan, other), label=SECRET).case
    world.exchange()
    given = consent.Consent(today, 3, add_months(today, 2), "MOD/26/1", "AU")
    world.gb.must(I + "consent", given, "registrar", case=case, label=SECRET)
    world.exchange()
    return world, case, (plan, other)


@pytest.mark.parametrize("same_item", [True, False])
def test_a_draw_on_an_information_consent_serves_one_act_of_a_batch(secrets, same_item):
    world, case, items = secrets
    draw = world.jp.must(I + "draw", consent.Draw(world.today, 1, "AU"), "registrar", case=case, label=SECRET).act
    world.exchange()
    copies = ("2", "3") if same_item else ("4", "4")
    homes = items[:1] * 2 if same_item else items
    drafts = [
        {"kind": I + "released", "case": home, "cites": (draw,), "label": SECRET,
         "body": item.Released(world.today, (copy,), "AU")}
        for home, copy in zip(homes, copies, strict=True)
    ]  # fmt: skip
    found = together(world.jp, "registrar", *drafts)
    assert found[0].ok
    assert codes(found)[1] == ["jp.drawn_once.drawn_twice" if same_item else "beside.drawn_elsewhere"]
    world.exchange()
    assert world.same()


@pytest.fixture(scope="module", params=["GB", "JP"])
def sets_held(request):
    world = World(93)
    for half in (world.gb, world.jp):
        appoint_equipment(half)
    world.exchange()
    story = Story(world, request.param)
    story.supply()
    return story


def _passed_on(story, draw, number, home):
    moved = (transfer.Moved("SET-1", story.centre, Decimal(number)),)
    body = transfer.PassedOn(story.today, moved, story.firm)
    return {"kind": E + "passed_on", "case": home, "cites": (draw,), "body": body}


def test_a_draw_on_an_equipment_consent_is_delivered_once_in_a_batch(sets_held):
    story = sets_held
    story.ask(4)
    story.give(4)
    draw = story.draw(2)
    drafts = [_passed_on(story, draw, number, story.transfer) for number in (1, 2)]
    found = together(story.holder, "export", *drafts)
    assert [each.ok for each in found] == [True, False]
    law = story.holder.party.lower()
    assert f"{law}.transfer.fits.not_drawn" in codes(found)[1]
    story.world.exchange()
    assert story.world.same()


def test_two_wills_of_one_case_in_a_batch_are_no_rivals(onward):
    world, _ = onward
    body = replace(next(iter(cast.activities(world.today).values())), number="GB-TRIAL-26-0902")
    case = world.gb.must("programme/activity", body, "liaison").case
    world.exchange()
    accept = {"kind": "programme/accept", "case": case, "body": Assent(world.today)}
    found = together(world.jp, "liaison", accept, accept)
    assert [each.ok for each in found] == [True, False]
    assert codes(found)[1] == ["house.flow.not_a_step"]
    assert not world.jp.case(case).equivocations
    world.exchange()
    assert world.same()


def test_who_ends_its_own_key_signs_nothing_after_it_in_the_same_batch():
    world = World(94)
    world.exchange()
    gb, roll = world.gb, world.gb.node.pair("JP").rolls["GB"].founded
    key = gb.officers["chief"].public.key_id()
    ends = {"kind": "parties/revocation", "case": roll, "body": Revocation("key", key_id=key)}
    desks = [{"kind": "parties/desk", "case": roll, "body": Desk(f"GB-{at}", "Camp", "駐屯地")} for at in range(2)]
    found = together(gb, "chief", desks[0], ends, desks[1])
    assert [each.ok for each in found] == [True, True, False]
    assert "roll.signer_not_in_force" in codes(found)[2]
    assert set(gb.node.pair("JP").rolls["GB"].desks) == {"GB-0"}
    world.exchange()
    assert world.same()
    before, after = proving.rebuild(gb.node, "JP")
    assert before == after


def test_a_batch_that_breaks_after_a_part_of_it_has_written_nothing():
    world = World(95)
    world.exchange()
    gb, roll = world.gb, world.gb.node.pair("JP").rolls["GB"].founded
    size, key = gb.node.pair("JP").head("GB").size, gb.officers["former"].public.key_id()
    ends = {"kind": "parties/revocation", "case": roll, "body": Revocation("key", key_id=key)}
    with pytest.raises(BytesError):
        together(gb, "chief", ends, {"kind": "parties/desk", "case": roll, "body": Assent(world.today)})
    assert gb.node.pair("JP").head("GB").size == size
    assert gb.node.pair("JP").rolls["GB"].keys[key].grant.at(size + 1)
