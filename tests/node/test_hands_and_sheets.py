"""Musters and hands that cheat: a copy on two sheets, a report of another copy, one person with two keys. Invented."""

from __future__ import annotations

from datetime import date

import pytest

from tests.house_world import CIRCLE, GOKUHI, ROOM_1, SECRET, at_home, give, house_world, must_at_home
from warifu.core import keys
from warifu.doors.inhouse import mustering
from warifu.doors.inhouse.mustering import By, Wanted, Word
from warifu.law.roll import Appointment, OfficerKey
from warifu.rooms.information.acts import house, incident, item

I = "information/"  # noqa: E741  the room's prefix, as in the room
FIRST, LAST = date(2020, 1, 1), date(2040, 1, 1)


@pytest.fixture(scope="module")
def world():
    made = house_world(seed=72)
    made.plan = give(made, "GB-PLAN-1", 4)
    other = made.jp.officers["clerk again"] = keys.ed25519_from_seed(b"9" * 32)
    made.jp.roll("officer", OfficerKey("JP-093", other.public.algorithm, other.public.raw, FIRST, LAST))
    made.jp.roll("appointment", Appointment("A-2", ("registrar", "custodian"), ("*",), FIRST, LAST, person="JP-093"))
    return made


def by(world, name):
    world.wait(1)
    return By(world.jp.officers[name], "TRIAL")


def codes(outcome):
    return [each.rule for each in (*outcome.ruling, *outcome.own_law)]


def begun(world, number):
    """A muster of one sheet, and the line of copy 4 on it."""
    muster, sheet = mustering.begin(world.jp.node, "GB", Wanted(number, "spot", world.today), by(world, "clerk"))
    lines = mustering.document(world.jp.node, "GB", muster.act)
    return muster.act, sheet.case, next(each["line"] for each in lines if each["copy"] == "4")


def test_a_report_explains_the_copy_that_it_names_and_no_other(world):
    _, sheet, line = begun(world, "M-1")
    lost = {
        copy: world.jp.must(
            I + "missing", item.Missing(world.today, (copy,), "muster"), "registrar", case=world.plan, label=SECRET
        ).act
        for copy in ("3", "4")
    }
    for cited, found in (("3", ["isa.sighted.not_reported"]), ("4", [])):
        word = Word((), ((line, "reported_missing"),), (lost[cited],))
        assert codes(mustering.tick(world.jp.node, "GB", sheet, word, by(world, "keeper"))) == found
    for copy in ("3", "4"):
        world.jp.must(I + "found", item.Found(world.today, (copy,)), "registrar", case=world.plan, label=SECRET)


@pytest.mark.parametrize(
    ("touched", "found"),
    [(("4",), []), (("3",), ["isa.sighted.not_reported"]), ((), [])],
)
def test_an_incident_explains_the_copies_that_it_touches(world, touched, found):
    _, sheet, line = begun(world, f"M-2{''.join(touched)}")
    told = incident.Incident(
        world.today, f"JP-I-{''.join(touched)}", "loss", "TRIAL", world.today, item.Marking(*SECRET),
        (incident.Touched(0, touched),), circle=CIRCLE,
    )  # fmt: skip
    report = world.jp.must(I + "incident", told, "registrar", cites=(world.plan,), label=SECRET).act
    word = Word((), ((line, "reported_missing"),), (report,))
    assert codes(mustering.tick(world.jp.node, "GB", sheet, word, by(world, "keeper"))) == found


def test_a_copy_is_not_counted_on_two_sheets_in_the_place_of_another(world):
    line = (house.Expected(world.plan, "2"),)
    body = house.Muster(world.today, "M-3", "spot", 2, 2)
    muster = must_at_home(world, "muster", body, "clerk", label=SECRET).act
    for number in (1, 2):
        body = house.Sheet(world.today, muster, number, line, circle=CIRCLE)
        sheet = must_at_home(world, "muster_sheet", body, "clerk", cites=(muster,), label=SECRET).case
        assert mustering.tick(world.jp.node, "GB", sheet, Word((1,)), by(world, "keeper")).ok
        assert mustering.close_sheet(world.jp.node, "GB", sheet, by(world, "clerk")).ok
    assert codes(mustering.close(world.jp.node, "GB", muster, by(world, "clerk"))) == ["isa.muster_closed.copy_twice"]


def test_one_person_with_two_keys_is_one_hand(world):
    node, jp = world.jp.node, world.jp
    nothing = Wanted("M-4", "spot", world.today, place="NOWHERE")
    muster, sheet = mustering.begin(node, "GB", nothing, by(world, "clerk"))
    assert mustering.close_sheet(node, "GB", sheet.case, by(world, "clerk")).ok
    assert mustering.close(node, "GB", muster.act, by(world, "clerk")).ok
    again = mustering.countersign(node, "GB", muster.act, by(world, "clerk again"))
    assert codes(again) == ["isa.countersigned.one_hand"]
    burnt = item.Destruction(world.today, ("3",), "shredding")
    act = jp.must(I + "destruction", burnt, "clerk", case=world.plan, label=SECRET).act
    seen = item.Witness(world.today, ("3",))
    witness = jp.does(I + "witness", seen, "clerk again", case=world.plan, cites=(act,), label=SECRET)
    assert "isa.witness.same_person" in codes(witness)


def test_who_hands_a_copy_over_does_not_take_it_with_another_key(world):
    body = house.Custodian(world.today, world.plan, "2", "JP-091", ROOM_1)
    charge = must_at_home(world, "custodian", body, "clerk", cites=(world.plan,), label=SECRET).case
    offer = house.CustodyOffer(world.today, "JP-093", ROOM_1)
    must_at_home(world, "custody_offer", offer, "clerk", case=charge, label=SECRET)
    taken = at_home(world, "custody_taken", house.CustodyTaken(world.today), "clerk again", case=charge, label=SECRET)
    assert codes(taken) == ["isa.hand.one_hand"]


def test_a_number_that_two_copies_bear_stops_no_muster(world):
    case = give(world, "GB-PLAN-9", 3)
    made = item.Reproduction(world.today, "1", (item.Copy("3", 12),), ("GB-P-1",))
    doubled = world.gb.node.own_law
    world.gb.node.own_law = []
    world.gb.must(I + "reproduction", made, "registrar", case=case, label=SECRET, irregular=True)
    world.gb.node.own_law = doubled
    sent = item.Dispatch(world.today, "P-9", ("3",), "TRIAL", "courier", seals=("A1",))
    act = world.gb.must(I + "dispatch", sent, "registrar", case=case, label=SECRET).act
    world.exchange()
    got = item.Receipt(world.today, "P-9", "intact", (item.Copy("3", 12),), ("A1",), GOKUHI)
    world.jp.must(I + "receipt", got, "registrar", case=case, cites=(act,), label=SECRET)
    world.exchange()
    store = world.jp.node.store
    rows = store.run("SELECT copy FROM information_copy WHERE \"case\" = %s AND party = 'JP' ORDER BY copy", [case])
    assert rows == [("2",), ("3",), ("3",)]
    begun = mustering.begin(world.jp.node, "GB", Wanted("M-9", "spot", world.today), by(world, "clerk"))
    assert [each.ok for each in begun] == [True, True, True]
