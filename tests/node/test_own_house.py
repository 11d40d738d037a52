"""What our own tables tell beside a draft: stale decisions, typed facts, two custodians, a draw used elsewhere."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.house_world import (
    CIRCLE,
    ROOM_1,
    SECRET,
    accredit,
    at_home,
    clear,
    enter_circle,
    give,
    house_world,
    must_at_home,
)
from warifu.core import canonical
from warifu.doors.inhouse import asking
from warifu.doors.inhouse.asking import Asked
from warifu.node import deciding, national
from warifu.node.drafting import Draft
from warifu.node.keystore import Keystore
from warifu.node.vault import Vault
from warifu.record import log, queries_house, queries_house_due
from warifu.rooms.information.acts import consent, house, item

I = "information/"  # noqa: E741  the room's prefix, as in the room
PLAN = b"a plan that nobody else may read "
LOW = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")


@pytest.fixture
def world():
    made = house_world(seed=71)
    made.need = enter_circle(made)
    made.cleared = clear(made)
    accredit(made)
    made.plan = give(made, "GB-PLAN-1", 3, canonical.digest(PLAN))
    return made


def asked(world, **more):
    given = {
        "person": "JP-091", "agency": "JP-MOD", "item": world.plan, "copy": "2", "purpose": CIRCLE, "place": ROOM_1,
        "medium": "paper", "on": world.today,
    }  # fmt: skip
    return Asked(**{**given, **more})


def codes(outcome):
    return [each.rule for each in (*outcome.ruling, *outcome.own_law)]


class Reading:
    """A vault with the plan in it, and a decision that permits it to be read today."""

    def __init__(self, world, folder):
        self.world = world
        self.vault = Vault(folder / "vault", Keystore(folder / "keys", "phrase", os.urandom, cost=4), world.jp.node)
        self.vault.put(world.plan, PLAN, "text/plain")
        world.wait(1)
        clerk = (world.jp.officers["clerk"], "TRIAL")
        self.decision = asking.keep(world.jp.node, "GB", asked(world), clerk).case
        assert self.open()[1] == PLAN

    def open(self):
        self.world.wait(1)
        return self.vault.open("GB", self.decision, (self.world.jp.officers["keeper"], "TRIAL"))


def test_a_need_that_ended_since_the_decision_opens_nothing(world, tmp_path):
    reading = Reading(world, tmp_path)
    must_at_home(world, "need_ended", house.Ended(world.today, "withdrawn"), case=world.need.case)
    refused, raw = reading.open()
    assert (codes(refused), raw) == (["beside.no_longer", "information.access.need"], b"")


def test_a_clearance_that_broke_since_the_decision_opens_nothing(world, tmp_path):
    reading = Reading(world, tmp_path)
    must_at_home(
        world, "attestation_ended", house.Ended(world.today, "transferred", "JP-MOFA"), case=world.cleared.case
    )
    refused, raw = reading.open()
    assert (codes(refused), raw) == (["beside.no_longer", "information.access.transferred"], b"")


def test_a_copy_that_is_gone_since_the_decision_opens_nothing(world, tmp_path):
    reading = Reading(world, tmp_path)
    world.jp.must(
        I + "destruction", item.Destruction(world.today, ("2",), "shredding"), "clerk", case=world.plan, label=SECRET
    )
    refused, raw = reading.open()
    assert (codes(refused), raw) == (["beside.no_longer", "information.access.copy"], b"")


def test_an_item_regraded_since_the_decision_is_asked_about_as_it_stands(world, tmp_path):
    reading = Reading(world, tmp_path)
    top = ("GB-GSC", "2014-04-02", "TOP SECRET")
    body = item.Regrade(world.today, "upgrade", item.Marking(*top), "harm_greater", "MOD/26/9")
    world.gb.must(I + "regrade", body, "registrar", case=world.plan, label=top)
    world.exchange()
    refused, raw = reading.open()
    assert (codes(refused)[:2], raw) == (["beside.no_longer", "information.access.level"], b"")


@pytest.mark.parametrize("days", [-1, 20])
def test_a_decision_is_of_its_own_day(world, days):
    world.wait(1)
    on = world.today + timedelta(days)
    kept = asking.keep(world.jp.node, "GB", asked(world, on=on), (world.jp.officers["clerk"], "TRIAL"))
    assert "beside.not_today" in codes(kept)


def test_facts_that_the_register_does_not_tell_permit_nothing(world):
    today = world.today
    known = house.Known(
        3, CIRCLE, "GB", "held", clearances=(house.Clearance("JP-MOD", 4, today, today),), needs=((today, today),),
        briefed_on=today, place_level=4,
    )  # fmt: skip
    body = house.Access(today, "JP-500", "JP-MOD", world.plan, "2", CIRCLE, ROOM_1, "paper", "permitted", known)
    typed = at_home(world, "access", body, "clerk", cites=(world.plan,), label=SECRET)
    assert codes(typed) == ["beside.not_as_known"]


def test_a_copy_has_one_custodian(world):
    first, second = (house.Custodian(world.today, world.plan, "2", who, ROOM_1) for who in ("JP-091", "JP-092"))
    must_at_home(world, "custodian", first, "clerk", cites=(world.plan,), label=SECRET)
    again = at_home(world, "custodian", second, "clerk", cites=(world.plan,), label=SECRET)
    assert codes(again) == ["beside.two_custodians"]
    assert [each[1] for each in queries_house.charges(world.jp.node.store, world.plan, "2")] == ["JP-091"]


def test_nobody_is_custodian_of_what_the_other_side_holds(world):
    body = house.Custodian(world.today, world.plan, "1", "JP-091", ROOM_1)
    assert codes(at_home(world, "custodian", body, "clerk", cites=(world.plan,), label=SECRET)) == [
        "beside.not_in_hand"
    ]


def test_a_charge_of_a_copy_that_left_is_listed(world):
    body = house.Custodian(world.today, world.plan, "2", "JP-091", ROOM_1)
    must_at_home(world, "custodian", body, "clerk", cites=(world.plan,), label=SECRET)
    of = ("GB-JP", "JP")
    store = world.jp.node.store
    assert "charge_gone" not in [each.what for each in queries_house_due.due(store, world.today, of=of)]
    burnt = item.Destruction(world.today, ("2",), "shredding")
    world.jp.must(I + "destruction", burnt, "clerk", case=world.plan, label=SECRET)
    (gone,) = [
        each for each in queries_house_due.due(world.jp.node.store, world.today, of=of) if each.what == "charge_gone"
    ]
    assert gone.about == "2 (JP-091)"


def test_two_custodians_entered_in_one_go_are_two_custodians(world):
    size = log.head(world.jp.node.store, log.NATIONAL, "JP").size
    drafts = [
        Draft(
            kind=I + "custodian", body=house.Custodian(world.today, world.plan, copy, who, ROOM_1), desk="TRIAL",
            cites=(world.plan,), label=SECRET,
        )
        for copy, who in (("2", "JP-091"), ("3", "JP-091"), ("2", "JP-092"))
    ]  # fmt: skip
    refused = national.enter(world.jp.node, "GB", drafts, world.jp.officers["clerk"])
    assert [codes(each) for each in refused] == [[], [], ["beside.two_custodians"]]
    assert not any(each.ok for each in refused)
    assert log.head(world.jp.node.store, log.NATIONAL, "JP").size == size
    assert queries_house.charges(world.jp.node.store, world.plan, "2") == []
    entered = national.enter(world.jp.node, "GB", drafts[:2], world.jp.officers["clerk"])
    assert all(each.ok for each in entered)


def drawn(world, items):
    """A consent to one release of these items to Australia, and a draw on it."""
    today, jp = world.today, world.jp
    wanted = consent.ConsentRequest(today, "JP-C-1", "third_government", 1, CIRCLE, today + timedelta(90), "AU")
    case = jp.must(I + "consent_request", wanted, "registrar", cites=items, label=SECRET).case
    world.exchange()
    given = consent.Consent(today, 1, today + timedelta(60), "MOD/26/1", "AU")
    world.gb.must(I + "consent", given, "registrar", case=case, label=SECRET)
    world.exchange()
    act = jp.must(I + "draw", consent.Draw(today, 1, "AU"), "registrar", case=case, label=SECRET).act
    world.exchange()
    return act


def test_a_draw_serves_one_act_whichever_item_it_is_of(world):
    other = give(world, "GB-PLAN-2", 3)
    draw = drawn(world, (world.plan, other))
    released = item.Released(world.today, ("2",), "AU")
    world.jp.must(I + "released", released, "registrar", case=world.plan, cites=(draw,), label=SECRET)
    for insist in (False, True):
        again = world.jp.does(
            I + "released", released, "registrar", case=other, cites=(draw,), label=SECRET, irregular=insist
        )
        assert codes(again) == ["beside.drawn_elsewhere"]


def test_what_is_made_of_an_item_is_marked_as_the_item_is_now(world):
    copies = (item.Copy("1", 2),)
    body = item.Register(world.today, "GB-N", "document", "GB-MOD", item.Marking(*LOW), CIRCLE, copies)
    source = world.gb.must(I + "register", body, "registrar", label=LOW).case
    world.wait(1)
    up = item.Regrade(world.today, "upgrade", item.Marking(*SECRET), "harm_greater", "MOD/26/3")
    world.gb.must(I + "regrade", up, "registrar", case=source, label=SECRET)
    world.exchange()
    hi = ("JP-HIMITSU", "2013-07-04", "秘")
    made = item.Register(world.today, "JP-D", "document", "JP-MOD", item.Marking(*hi), CIRCLE, copies)
    below = world.jp.does(I + "register", made, "registrar", cites=(source,), label=hi)
    assert codes(below) == ["beside.below_now", "beside.below_now"]
    asked_for = consent.ConsentRequest(world.today, "C", "third_person", 1, CIRCLE, world.today, "JP-X")
    low = world.jp.does(I + "consent_request", asked_for, "registrar", cites=(source,), label=LOW)
    assert codes(low) == ["beside.below_now"]


def test_a_right_ends_with_its_day_in_tokyo_and_not_in_utc(world):
    evening = int(datetime(2026, 11, 21, 23, tzinfo=UTC).timestamp())
    assert deciding.days_now(world.jp.node, evening) == (date(2026, 11, 21), date(2026, 11, 22))
    assert deciding.days_now(world.gb.node, evening) == (date(2026, 11, 21),)
    last = datetime(2026, 11, 21, tzinfo=UTC)
    clear(world, "JP-092", valid_to=last.date())
    enter_circle(world, "JP-092")
    for hour, found in ((14, []), (15, ["beside.no_longer", "information.access.validity"])):
        world.now = int(last.timestamp()) + hour * 3600
        outcome = asking.keep(world.jp.node, "GB", asked(world, person="JP-092"), (world.jp.officers["clerk"], "TRIAL"))
        assert codes(outcome) == found


def test_a_transfer_breaks_every_clearance_that_the_agency_gave(world):
    clear(world, scope=CIRCLE)
    moved = house.Ended(world.today, "transferred", "JP-MOFA")
    must_at_home(world, "attestation_ended", moved, case=world.cleared.case)
    found = asking.may_see(world.jp.node, "GB", asked(world)).ruling
    assert [each.rule for each in found] == ["information.access.transferred"]
    world.wait(86_400)
    clear(world)
    assert asking.may_see(world.jp.node, "GB", asked(world)).ruling == ()
