"""Home tells whoever keeps classified information what is due at that desk: charges, handovers, losses, returns."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest

from tests.doors.web.people import visit
from tests.doors.web.test_api import Caller
from tests.doors.web.test_inhouse import CIRCLE, LABEL, SECRET, cleared, enter
from warifu.record import queries_house_due
from warifu.record.queries_house_due import Due
from warifu.rooms.information.acts import house as acts
from warifu.rooms.information.acts import incident
from warifu.rooms.information.acts import item as items

DAY = 86_400


@pytest.fixture
def plan(world, gb):
    """A plan of ours in two copies, the first in the registrar's charge and handed to another who has not signed."""
    body = items.Register(
        world.today, "GB-S-1", "document", "GB-MOD", SECRET, CIRCLE, (items.Copy("1", 12), items.Copy("2", 12))
    )
    case = world.gb.must("information/register", body, "registrar", label=LABEL).case
    me = person_of(gb, "registrar")
    charge = enter(gb, "custodian", acts.Custodian(world.today, case, "1", me, "R1"), cites=(case,), label=LABEL)
    offer = acts.CustodyOffer(world.today, "GB-500", "R2")
    enter(gb, "custody_offer", offer, "registrar", case=charge.case, label=LABEL)
    return case


def person_of(house, officer: str) -> str:
    key = house.half.officers[officer].public.key_id()
    return house.node.pair(house.half.peer).rolls[house.party].keys[key].holder


def received(world, plan) -> bytes:
    """Copy 2 goes to Tokyo, which has it in hand."""
    sent = items.Dispatch(world.today, "GB-P-1", ("2",), "TRIAL", "courier", seals=("A1", "A2"))
    dispatch = world.gb.must("information/dispatch", sent, "registrar", case=plan, label=LABEL).act
    world.exchange()
    ruled = items.Ruled("JP-HIMITSU", "2013-07-04", "極秘", "isa.eq.gsc.secret.2014", "JP-P-12")
    body = items.Receipt(world.today, "GB-P-1", "intact", (items.Copy("2", 12),), ("A1", "A2"), ruled)
    receipt = world.jp.must("information/receipt", body, "registrar", case=plan, label=LABEL, cites=(dispatch,)).act
    world.exchange()
    return receipt


def section(browser) -> str:
    page = html.unescape(browser.get("/").content.decode())
    return page.partition('id="house"')[2].partition("<h2")[0]


def due(house, *more) -> list[Due]:
    return queries_house_due.due(house.node.store, house.today(), 50, ("GB-JP", house.party, *more))


def whats(found: list[Due]) -> list[str]:
    return [each.what for each in found]


def test_a_copy_handed_over_and_not_taken_stands_on_home_and_in_the_house(gb, plan, world):
    browser = cleared(gb, "registrar")
    told = section(browser)
    assert "Handed over and not yet taken" in told
    assert f"GB-S-1 1: {browser.account.person} → GB-500" in told
    assert "Handed over and not yet taken" in browser.get("/house/").content.decode()
    browser.cookies["warifu_language"] = "ja"
    assert "引き渡したが受領の登録がない写し" in browser.get("/", headers={"accept-language": "ja"}).content.decode()
    held = [each["what"] for each in Caller(gb, "registrar").get("/status").json()["house_due"]]
    assert held == ["handed"]
    [charge] = [each for each in due(gb) if each.what == "handed"]
    enter(gb, "custody_declined", acts.CustodyTaken(world.today), "registrar", case=charge.case, label=LABEL)
    assert "handed" not in whats(due(gb))


def test_home_tells_it_to_the_desk_and_to_both_hands_and_to_nobody_else(gb, plan, client_of):
    assert whats(due(gb, frozenset({"TRIAL"}))) == ["handed"]
    assert whats(due(gb, frozenset({"DUNE"}), "GB-500")) == ["handed"]
    assert whats(due(gb, frozenset({"DUNE"}), person_of(gb, "registrar"))) == ["handed"]
    assert due(gb, frozenset({"DUNE"}), "GB-777") == []
    assert due(gb, frozenset({"DUNE"})) == due(gb, frozenset()) == []
    assert 'id="house"' not in client_of("finance_officer").get("/").content.decode()
    uncleared = visit(gb, "security")
    assert 'id="house"' not in uncleared.get("/").content.decode(), "it is SECRET, and of a circle"


def test_a_loss_under_way_stands_there_until_both_have_closed_it(world, gb, jp, plan):
    receipt = received(world, plan)
    touched = (incident.Touched(0, ("2",)),)
    told = incident.Incident(world.today, "JP-I-1", "loss", "TRIAL", world.today, SECRET, touched, circle=CIRCLE)
    case = world.jp.must("information/incident", told, "registrar", cites=(receipt,), label=LABEL).case
    world.exchange()
    [found] = [each for each in due(gb) if each.what == "incident"]
    assert (found.case, found.about) == (case, "JP-I-1")
    page = section(cleared(gb, "registrar"))
    assert f'href="/cases/{case.hex()}"' in page
    assert "A loss or compromise under way" in page
    assert "incident" not in whats(due(gb, frozenset({"DUNE"})))
    assert "incident" in whats(due(jp))


def test_our_yearly_return_is_told_when_it_is_due_and_not_theirs(world, gb, jp, plan):
    received(world, plan)
    world.wait(400 * DAY)
    ours, theirs = visit(jp, "registrar"), visit(gb, "registrar")
    for browser in (ours, theirs):
        browser.account.ceiling = "|".join(LABEL)
        browser.account.save()
    first, last = world.today - timedelta(days=30), world.today + timedelta(days=300)
    for house, browser in ((jp, ours), (gb, theirs)):
        need = acts.Need(world.today, browser.account.person, CIRCLE, first, last, briefed_on=first)
        enter(house, "need", need)
        attested = ("UKSV", "GB-MOD", "SC") if house is gb else ("JP-MOD", "JP-MOD", "SHITEI")
        marking = SECRET if house is gb else items.Marking("JP-HIMITSU", "2013-07-04", "極秘")
        enter(
            house, "attestation", acts.Attestation(world.today, browser.account.person, *attested, marking, first, last)
        )
    assert "Our yearly return of what we hold" in section(ours)
    assert "Our yearly return" in ours.get("/house/").content.decode()
    assert "Our yearly return" not in section(theirs)


def test_a_handover_muster_waits_for_whoever_takes_over(gb, plan, world):
    store = gb.node.store
    before = len(due(gb))
    columns = (
        'pair, "case", number, form, on_day, sheets, expected, place, person, to_person, closed_on, countersigned_on'
    )
    row = ["national", b"\x07" * 32, "GB-M-9", "handover", 1, 1, 0, "", "GB-101", "GB-102", 20_000, None]
    store.run(f"INSERT INTO information_muster ({columns}) VALUES ({', '.join(['%s'] * 12)})", row)
    assert len(due(gb)) == before + 1
    assert ("countersign", "GB-M-9: GB-101 → GB-102") in [(each.what, each.about) for each in due(gb)]
    assert whats(due(gb, frozenset({"DUNE"}), "GB-102")) == ["countersign"]
    store.run("UPDATE information_muster SET countersigned_on = 20001 WHERE number = %s", ["GB-M-9"])
    assert len(due(gb)) == before
