"""A house at work: may somebody see a copy, musters from the tables of the day, charges from hand to hand."""

from __future__ import annotations

from datetime import timedelta

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
from warifu.doors.inhouse import asking, mustering
from warifu.doors.inhouse.asking import Asked
from warifu.doors.inhouse.mustering import By, Wanted, Word
from warifu.node import domestic
from warifu.record import queries_home, queries_house, queries_house_due, queries_marks
from warifu.record.queries_pages import Reader
from warifu.record.queries_sight import ALL, NOTHING, Seeing, seen_by
from warifu.rooms.information.acts import house

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def world(engine):
    made = house_world()
    made.plan = give(made, "GB-PLAN-1", 3)
    clear(made)
    enter_circle(made)
    accredit(made)
    return made


def asked(world, **more):
    given = {
        "person": "JP-091", "agency": "JP-MOD", "item": world.plan, "copy": "2", "purpose": CIRCLE, "place": ROOM_1,
        "medium": "paper", "on": world.today,
    }  # fmt: skip
    return Asked(**{**given, **more})


def codes(answer):
    return [each.rule.removeprefix("information.access.") for each in answer.ruling]


def ask(world, **more):
    return codes(asking.may_see(world.jp.node, "GB", asked(world, **more)))


def test_who_is_cleared_briefed_in_the_circle_and_in_the_room_may_see(world):
    assert ask(world) == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"person": "JP-092"}, ["cleared", "need", "briefing"]),
        ({"agency": "JP-MOFA"}, ["agency"]),
        ({"purpose": "exercise:OTHER"}, ["purpose"]),
        ({"place": "JP-MESS"}, ["place"]),
        ({"medium": "workstation"}, ["place"]),
        ({"medium": "oral_briefing"}, ["place"]),
        ({"copy": "1"}, ["copy"]),
        ({"copy": "9"}, ["unknown"]),
        ({"item": bytes(32)}, ["unknown"]),
    ],
)
def test_every_reason_why_not(world, more, found):
    assert ask(world, **more) == found


def test_a_question_of_another_day(world):
    later = ask(world, on=world.today + timedelta(days=701))
    assert {"validity", "need", "place"} <= set(later)
    assert set(ask(world, on=world.today - timedelta(days=1))) == {"validity", "need", "briefing", "place", "copy"}


def test_what_the_asker_may_not_know_is_answered_as_what_does_not_exist(world):
    node = world.jp.node
    for seeing in (Seeing(1, None), Seeing(4, frozenset({"exercise:OTHER"}))):
        reader = seen_by(node.store, seeing)
        hidden = asking.may_see(node, "GB", asked(world), reader)
        absent = asking.may_see(node, "GB", asked(world, item=bytes(range(32))), reader)
        assert hidden == absent == asking.Answer((asking.UNKNOWN,))
        signer = (node_signer(world, "clerk"), "TRIAL")
        assert asking.keep(node, "GB", asked(world), signer, reader) == asking.keep(
            node, "GB", asked(world, item=bytes(range(32))), signer, reader
        )
    member = seen_by(node.store, Seeing(3, frozenset({CIRCLE})))
    assert asking.may_see(node, "GB", asked(world), member).ruling == ()


def node_signer(world, name):
    return world.jp.officers[name]


def test_the_answer_is_kept_with_what_it_rests_on(world):
    node, by = world.jp.node, (node_signer(world, "clerk"), "TRIAL")
    world.wait(1)
    kept = asking.keep(node, "GB", asked(world), by)
    refused = asking.keep(node, "GB", asked(world, person="JP-092"), by)
    assert kept.ok, kept.ruling
    assert refused.ok, refused.ruling
    bodies = [domestic.case(node, each.case).terms.body for each in (kept, refused)]
    assert [each.answer for each in bodies] == ["permitted", "refused"]
    assert bodies[1].findings[0] == "information.access.cleared"
    assert bodies[0].known.level == 3


def test_a_transfer_breaks_the_clearance_from_its_day_on(world):
    begun = clear(world, "JP-094")
    enter_circle(world, "JP-094")
    assert ask(world, person="JP-094") == []
    must_at_home(world, "attestation_ended", house.Ended(world.today, "transferred", "JP-MOFA"), case=begun.case)
    assert ask(world, person="JP-094") == ["transferred"]


def test_a_muster_from_its_first_act_to_its_last(world):
    node = world.jp.node
    registrar, keeper = By(node_signer(world, "clerk"), "TRIAL"), By(node_signer(world, "keeper"), "TRIAL")
    wanted = Wanted("JP-M-26-1", "yearly", world.today)
    assert [(each.number, each.copy) for each in mustering.expected(node, "GB", wanted)] == [
        ("GB-PLAN-1", "2"), ("GB-PLAN-1", "3"),
    ]  # fmt: skip
    begun, sheet = mustering.begin(node, "GB", wanted, registrar)
    assert begun.ok, begun.ruling
    assert sheet.ok, sheet.ruling
    assert not mustering.close(node, "GB", begun.act, registrar).ok
    world.wait(1)
    assert mustering.tick(node, "GB", sheet.case, Word((1,), ((2, ""),)), keeper).ok
    found = queries_house.sheets(node.store, begun.act)[0]
    assert (found.sighted, found.explained, found.unexplained) == (1, 0, 1)
    assert node.store.run("SELECT code FROM information_trouble WHERE pair = 'national' AND state = 'open'") == [
        ("muster.unexplained",)
    ]
    refused = mustering.close_sheet(node, "GB", sheet.case, registrar)
    assert [each.rule for each in refused.ruling] == ["isa.sheet_closed.unexplained"]
    unreported = mustering.tick(node, "GB", sheet.case, Word((), ((2, "reported_missing"),)), keeper)
    assert [each.rule for each in unreported.ruling] == ["isa.sighted.not_reported"]
    world.wait(1)
    assert mustering.tick(node, "GB", sheet.case, Word((), ((2, "with_reader"),)), keeper).ok
    assert mustering.close_sheet(node, "GB", sheet.case, registrar).ok
    closed = mustering.close(node, "GB", begun.act, registrar)
    assert closed.ok, closed.ruling
    assert mustering.countersign(node, "GB", begun.act, registrar).ruling
    assert mustering.countersign(node, "GB", begun.act, keeper).ok
    (row,) = queries_house.musters(node.store)
    assert (row.state, row.closed, row.sighted, row.explained, row.unexplained) == ("countersigned", 1, 1, 1, 0)
    assert [line["said"] for line in mustering.document(node, "GB", begun.act)] == ["sighted", "with_reader"]


def test_a_copy_goes_from_hand_to_hand_by_two_signatures(world):
    node = world.jp.node
    body = house.Custodian(world.today, world.plan, "2", "JP-091", ROOM_1, "safe 3")
    begun = must_at_home(world, "custodian", body, "clerk", cites=(world.plan,), label=SECRET)
    offer = house.CustodyOffer(world.today, "JP-092", ROOM_1, "safe 9")
    must_at_home(world, "custody_offer", offer, "keeper", case=begun.case, label=SECRET)
    assert queries_house.charges(node.store, world.plan, "2") == [(begun.case, "JP-091", "handed")]
    stranger = at_home(world, "custody_taken", house.CustodyTaken(world.today), "clerk", case=begun.case, label=SECRET)
    assert [each.rule for each in stranger.ruling] == ["isa.hand.not_the_receiver"]
    must_at_home(world, "custody_taken", house.CustodyTaken(world.today), "second", case=begun.case, label=SECRET)
    assert queries_house.charges(node.store, world.plan, "2") == [(begun.case, "JP-092", "in_charge")]
    placed = [
        (each.copy, each.custodian)
        for each in mustering.expected(node, "GB", Wanted("JP-M-26-2", "spot", world.today, person="JP-092"))
    ]
    assert placed == [("2", "JP-092")]


def test_the_other_side_learns_nothing_of_it(world):
    sizes = world.gb.node.pair("JP").head("JP").size
    clear(world, "JP-099")
    world.exchange()
    assert world.gb.node.pair("JP").head("JP").size == sizes
    assert world.same()
    assert world.gb.node.store.run("SELECT * FROM information_attestation") == []


def test_who_is_not_in_the_circle_sees_neither_a_sheet_nor_its_counts():
    world = house_world(seed=44)
    give(world, "GB-PLAN-2", 2)
    node = world.jp.node
    begun, _ = mustering.begin(
        node, "GB", Wanted("JP-M-26-3", "spot", world.today), By(node_signer(world, "clerk"), "TRIAL")
    )
    member, stranger = (seen_by(node.store, Seeing(4, frozenset({circle}))) for circle in (CIRCLE, "exercise:OTHER"))
    assert [(each.sheets, each.expected) for each in queries_house.musters(member)] == [(1, 1)]
    assert [(each.sheets, each.expected) for each in queries_house.musters(stranger)] == [(0, 0)]
    assert queries_house.sheets(stranger, begun.act) == []


@pytest.mark.parametrize("seeing", [ALL, Seeing(3, frozenset({CIRCLE})), Seeing(3, None), NOTHING])
def test_every_question_about_the_house_is_answered_to_every_reader(world, seeing):
    store, today, pair = seen_by(world.jp.node.store, seeing), world.today, "GB-JP"
    some = seeing != NOTHING
    assert bool(queries_house.attestations(store, "JP-09")) == some
    assert bool(queries_house.accredited(store)) == some
    assert bool(queries_house.needed(store)) == some
    assert bool(queries_house.clearances(store, "JP-091")) == some
    assert bool(queries_house.needs(store, "JP-091", CIRCLE)) == some
    assert (queries_house.place_level(store, ROOM_1, "paper", today) == 3) == some
    assert bool(list(queries_house.expected(store, pair, "JP", today))) == some
    assert bool(queries_house.numbers(store, pair, [world.plan])) == some
    assert bool(queries_house_due.due(store, today + timedelta(days=650))) == some
    assert queries_house.facility_level(store, pair, "FIRM-1", today) == -1
    assert queries_house.access_of(store, bytes(32)) is None
    reader = Reader(pair, "JP", None, seeing.level, seeing.circles)
    assert queries_home.waiting(store, reader, "GB", 9).lines == []
    assert queries_home.clocks(store, reader, today, 9).lines == []
    assert queries_home.troubles(store, reader, 9).lines == []
    assert not [each for each in queries_house_due.due(store, today, 9, (pair, "JP")) if each.due < 0]
    assert bool(queries_marks.of_cases(store, pair, [world.plan])) == some
    assert queries_marks.highest_in_sums(store, pair) is None
