"""Transfers of equipment between two nodes, whole: asked for, screened at home, decided, shipped, and accounted for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.packs.base_transfers import EIGHT, ONE, PACKAGE, SETS, TWO
from tests.scenarios.transfers_told import CENTRE, FIRM, NEWEST, E, Going, appoint
from tests.world import World, play_of
from warifu.core.quantity import Quantity
from warifu.doors.demo.chapters import orders
from warifu.rooms.equipment.acts import common, house, transfer
from warifu.rooms.equipment.acts.transfer import Moved, Share

TO_CENTRE = (Share(SETS, CENTRE, EIGHT), Share(PACKAGE, CENTRE, ONE))


@pytest.fixture(scope="module")
def world() -> World:
    """One pair of nodes for all stories: each has cases of its own, and time goes on."""
    world = World(23)
    appoint(world)
    return world


@pytest.fixture
def going(world: World) -> Going:
    world.wait(60)
    return Going(world)


def _applied(going: Going) -> None:
    reply = going.noted()
    going.begin(going.body("transfer"), (reply,))


def _moved(amount: Decimal, item: str = SETS, **more: str) -> tuple[Moved, ...]:
    return (Moved(item, CENTRE, amount, **more),)


def _screened(going: Going) -> None:
    """One is granted, the other refused."""
    going.screen(
        house.Result(CENTRE, "granted", ("use_as_stated",)),
        house.Result(FIRM, "refused", reasons=("risk_of_passing_on",)), granted=TO_CENTRE,
    )  # fmt: skip


def _decided(going: Going) -> None:
    """As it was screened."""
    _screened(going)
    refused = transfer.Decided(FIRM, "refused", reasons=("risk_of_passing_on",))
    going.must(going.gives, "decision", going.decision(going.grant(CENTRE), refused, granted=TO_CENTRE))


def _licensed(going: Going) -> None:
    _applied(going)
    going.must(going.asks, "undertaking", going.body("undertaking"))
    _decided(going)
    going.must(going.gives, "licence", transfer.Licence(going.today, (CENTRE,), going.today, going.day(90), "EL-26-1"))


def test_a_transfer_goes_from_application_to_the_last_piece(going):
    _applied(going)
    # An older version of the form is accepted, labelled, and upgraded; nothing undertaken is lost.
    going.must(going.asks, "undertaking", going.body("undertaking_old"))
    labelled = "form_version, newest_version, old_form"
    assert [row[:2] for row in going.rows(going.gives, "transfer", labelled)] == [("2014", "2024")]
    assert ("old_form", "open") in going.rows(going.gives, "trouble", "what, state")
    going.must(going.asks, "undertaking", going.body("undertaking"))
    assert [(a, bool(b)) for a, b in going.rows(going.gives, "transfer", "form_version, old_form")] == [("2024", False)]
    assert ("old_form", "upgraded") in going.rows(going.asks, "trouble", "what, state")

    _delegated_and_countersigned(going)
    refused = transfer.Decided(FIRM, "refused", reasons=("risk_of_passing_on",))
    going.must(going.gives, "decision", going.decision(going.grant(CENTRE), refused, granted=TO_CENTRE))
    assert going.rows(going.asks, "transfer_share", "recipient, outcome, reasons") == [
        (CENTRE, "granted", ""), (FIRM, "refused", "risk_of_passing_on"), (CENTRE, "granted", ""),
    ]  # fmt: skip

    # The firm's refusal is appealed, screened anew, and a part is granted.
    going.must(going.asks, "appeal", transfer.Appeal(going.today, (FIRM,), "conditions_offered"))
    part = (Share(SETS, FIRM, TWO),)
    result = house.Result(FIRM, "granted_in_part", ("inspection_allowed",), ("quantity_not_shown",))
    going.screen(result, granted=part)
    anew = going.grant(FIRM, "granted_in_part", conditions=("inspection_allowed",), reasons=("quantity_not_shown",))
    going.must(going.gives, "appeal_decision", going.decision(anew, granted=part))

    # A licence for one; for the other none is required, and it is on record who ruled so.
    going.must(going.gives, "licence", transfer.Licence(going.today, (CENTRE,), going.today, going.day(90), "EL-26-1"))
    free = transfer.Licence(
        going.today, (FIRM,), going.today, going.day(90), "", "technology_exempt", "JP-METI-DIRECTOR"
    )
    going.must(going.gives, "licence", free)
    assert (FIRM, "technology_exempt", "JP-METI-DIRECTOR") in going.rows(
        going.asks, "transfer_share", "recipient, licence, who_ruled"
    )
    _accounted_for(going)
    going.proved()


def _delegated_and_countersigned(going: Going) -> None:
    """Japan's house: advice asked for with a deadline, handed on, given; two hands countersign in their order."""
    begun = house.Screening(going.today, "JP-SCR-26-9", going.case, going.day(40))
    going.house("screening", begun, cites=(going.case,))
    going.house("ask_advice", house.AskAdvice(going.today, "JP-MOD", going.day(14), may_delegate=True))
    going.house("delegate", house.Delegate(going.today, "JP-MOD", "JP-ATLA", going.day(10)))
    clocks = going.rows(going.gives, "clock", "name, about, holder, done", home=True)
    assert ("advice", "JP-ATLA", "JP", None) in clocks
    early = going.at_home("countersign", house.Countersign(going.today, "section"), "section")
    assert [each.rule for each in early.ruling] == ["equipment.countersigned.advice_missing"]
    advice = house.Advice(going.today, "JP-MOD", "on_conditions", CENTRE, ("use_as_stated",))
    going.house("advice", advice, "adviser")
    wrong = going.at_home("countersign", house.Countersign(going.today, "bureau"), "bureau")
    assert [each.rule for each in wrong.own_law] == ["jp.transfer.order.out_of_order"]
    own = going.at_home("countersign", house.Countersign(going.today, "section"), "exports")
    assert [each.rule for each in own.ruling] == ["equipment.countersigned.who_prepared"]
    going.house("countersign", house.Countersign(going.today, "section"), "section")
    early_decision = going.decision(going.grant(CENTRE), going.grant(FIRM), granted=going.body("transfer").shares)
    assert ("jp.transfer.screening.not_complete", "3p:screening") in going.refused(
        going.gives, "decision", early_decision
    )
    going.house("countersign", house.Countersign(going.today, "bureau"), "bureau")
    results = (
        house.Result(CENTRE, "granted", ("use_as_stated",)),
        house.Result(FIRM, "refused", reasons=("risk_of_passing_on",)),
    )
    going.house("screened", house.Screened(going.today, results, NEWEST["JP"], TO_CENTRE))
    assert going.rows(going.gives, "screening", "departments, answered, signed, state", home=True) == [
        (1, 1, "section bureau", "screened")
    ]
    assert all(done is not None for (done,) in going.rows(going.gives, "clock", "done", home=True))


def _accounted_for(going: Going) -> None:
    """Shipped, one short on arrival, used, inspected, a part given back, the rest disposed of."""
    shipped = going.must(going.gives, "shipment", transfer.Shipment(going.today, _moved(EIGHT), "AWB-1"))
    going.wait(5)
    came = transfer.Arrival(going.today, _moved(Decimal(7), discrepancy="short"))
    arrived = going.must(going.asks, "arrival", came, cites=(shipped,))
    for half in (going.asks, going.gives):
        assert ("discrepancy", "short", "open") in going.rows(half, "trouble", "what, code, state")
        assert going.rows(half, "transfer", "discrepancies") == [(1,)]
    going.must(going.gives, "ratify", common.Ratify(going.today, "explained"), cites=(arrived,))
    for half in (going.asks, going.gives):
        assert ("discrepancy", "short", "ratified") in going.rows(half, "trouble", "what, code, state")
        assert going.rows(half, "transfer", "discrepancies") == [(0,)]
    going.must(going.asks, "use_report", transfer.Used(going.today, _moved(Decimal(7)), "trial"))
    going.wait(30)
    seen = transfer.Inspected(going.today, _moved(Decimal(7)), "as_stated", "ATLA-INSPECTOR")
    going.must(going.gives, "inspection", seen)
    given = going.must(going.asks, "returned", transfer.Given(going.today, _moved(TWO), "AWB-9"))
    going.wait(4)
    going.must(going.gives, "taken_back", transfer.Given(going.today, _moved(TWO)), cites=(given,))
    early = going.refused(going.asks, "finish", transfer.End(going.today, "all_accounted_for"))
    assert early == {("gb.transfer.finish.held", "gb:held")}
    going.must(going.asks, "disposed", transfer.Disposed(going.today, _moved(Decimal(5)), "destroyed", "CERT-26-3"))
    going.must(going.asks, "finish", transfer.End(going.today, "all_accounted_for"))
    columns = "shipped, received, held_now, returned, disposed, passed_on, lost, under_way, taken_back"
    first = going.rows(going.asks, "transfer_share", columns)[0]
    assert first == ("8", "7", "0", "2", "5", "0", "0", "0", "2")
    assert first == going.rows(going.gives, "transfer_share", columns)[0]
    assert going.state() == "finished"


def test_the_other_side_never_learns_of_advice(going):
    _applied(going)
    going.must(going.asks, "undertaking", going.body("undertaking"))
    before = going.gives.node.pair("GB").head("JP").size
    _screened(going)
    going.world.exchange()
    assert going.gives.node.pair("GB").head("JP").size == before
    kinds = going.asks.node.store.run("SELECT DISTINCT kind FROM entry")
    assert not {E + kind for kind in ("screening", "ask_advice", "advice", "countersign", "screened")} & {
        kind for (kind,) in kinds
    }
    assert going.asks.node.store.run("SELECT COUNT(*) FROM equipment_screening") == [(0,)]
    frame = going.world.jp.frame(0)
    assert b"JP-MOD" not in frame
    outcome = going.does(going.gives, "screening", going.body("screening"))
    assert not outcome.ok


def test_a_decision_of_ours_is_what_our_house_has_screened(going):
    _applied(going)
    going.must(going.asks, "undertaking", going.body("undertaking"))
    refused = transfer.Decided(FIRM, "refused", reasons=("risk_of_passing_on",))
    good = going.decision(going.grant(CENTRE), refused, granted=TO_CENTRE)
    assert going.refused(going.gives, "decision", good) == {("jp.transfer.screening.none", "3p:screening")}
    _screened(going)
    wide = (*TO_CENTRE, Share(SETS, FIRM, Decimal(4)))
    both = going.decision(going.grant(CENTRE, conditions=()), going.grant(FIRM), granted=wide)
    assert {rule for rule, _ in going.refused(going.gives, "decision", both)} == {
        "jp.transfer.screening.contradicts", "jp.transfer.screening.condition_dropped",
        "jp.transfer.screening.above_screened",
    }  # fmt: skip
    going.must(going.gives, "decision", good)
    going.proved()


def test_bad_applications_and_decisions_are_refused_with_their_article(going):
    asks = going.asks
    alone = asks.does(E + "transfer", going.body("transfer"), "projects")
    assert {(each.rule, each.article) for each in alone.ruling} == {("equipment.project_note.no_project", "decf:1(2)")}
    _applied(going)
    unknown = going.body("undertaking", version="2019")
    assert going.refused(asks, "undertaking", unknown) == {
        ("equipment.undertaking.version_unknown", "decf:undertaking")
    }
    going.must(asks, "undertaking", going.body("undertaking"))
    _screened(going)
    stranger = going.decision(going.grant(CENTRE), going.grant("AU-FIRM-3"), granted=TO_CENTRE)
    found = going.refused(going.gives, "decision", stranger)
    assert {("equipment.decided.not_applied_for", "decf:decision"),
            ("equipment.decided.not_decided", "decf:decision")} <= found  # fmt: skip
    above = going.decision(going.grant(CENTRE), transfer.Decided(FIRM, "refused", reasons=("security",)),
                           granted=(Share(SETS, CENTRE, Decimal(9)), TO_CENTRE[1]))  # fmt: skip
    assert ("equipment.granted.above_quantity", "decf:decision") in going.refused(going.gives, "decision", above)
    going.proved()


def test_japan_grants_nothing_to_a_prohibited_destination(going):
    reply = going.noted()
    abroad = (transfer.Recipient(CENTRE, "SD", "end_user"), transfer.Recipient(FIRM, "GB", "consignee", "firm"))
    going.begin(going.body("transfer", recipients=abroad), (reply,))
    going.must(going.asks, "undertaking", going.body("undertaking"))
    _screened(going)
    refused = transfer.Decided(FIRM, "refused", reasons=("risk_of_passing_on",))
    body = going.decision(going.grant(CENTRE), refused, granted=TO_CENTRE)
    assert going.refused(going.gives, "decision", body) == {("jp.transfer.prohibited.destination", "3p:prohibited")}


def test_a_shipment_after_the_licence_is_recorded_as_irregular_and_taken_as_it_is(going):
    _licensed(going)
    going.wait(120)
    body = transfer.Shipment(going.today, _moved(EIGHT))
    assert ("equipment.shipment.licence_expired", "decf:licence") in going.refused(going.gives, "shipment", body)
    shipped = going.must(going.gives, "shipment", body, irregular=True)
    for half in (going.asks, going.gives):
        assert half.case(going.case).stands[shipped].status == "irregular"
        assert (shipped, "irregular", "open") in going.rows(half, "trouble", "act, what, state")
    going.must(going.asks, "ratify", common.Ratify(going.today, "explained"), cites=(shipped,))
    assert (shipped, "irregular", "ratified") in going.rows(going.gives, "trouble", "act, what, state")
    going.proved()


def test_what_does_not_fit_is_pointed_out_and_then_shown_to_both(going):
    _licensed(going)
    shipped = going.must(going.gives, "shipment", transfer.Shipment(going.today, _moved(EIGHT)))
    going.must(going.asks, "arrival", transfer.Arrival(going.today, _moved(EIGHT)), cites=(shipped,))
    lost = transfer.Lost(going.today, _moved(Decimal(9)), "not_found_at_muster")
    assert going.refused(going.asks, "lost", lost) == {("gb.transfer.fits.more_than_held", "gb:held")}
    wrong = going.must(going.asks, "lost", lost, irregular=True)
    for half in (going.asks, going.gives):
        assert (wrong, "discrepancy", "more_than_held") in going.rows(half, "trouble", "act, what, code")
    # Found again, all of it: the loss is mended, nothing contradicts any more, and both facts stay on record.
    mended = transfer.Correction(going.today, _moved(Decimal(0)), "found_again")
    going.must(going.asks, "correction", mended, cites=(wrong,))
    for half in (going.asks, going.gives):
        assert ("discrepancy",) not in going.rows(half, "trouble", "what")
        assert going.rows(half, "transfer_share", "held_now, lost")[0] == ("8", "0")
    going.proved()


def test_facts_that_cross_come_to_the_same_in_both_capitals(going):
    _licensed(going)
    shipped = going.must(going.gives, "shipment", transfer.Shipment(going.today, _moved(EIGHT)))
    going.must(going.asks, "arrival", transfer.Arrival(going.today, _moved(EIGHT)), cites=(shipped,))
    assert going.does(going.asks, "returned", transfer.Given(going.today, _moved(TWO))).ok
    counted = transfer.Inspected(going.today, _moved(EIGHT), "as_stated", "ATLA-INSPECTOR")
    assert going.does(going.gives, "inspection", counted).ok
    assert going.does(going.asks, "disposed", transfer.Disposed(going.today, _moved(TWO), "destroyed", "C-1")).ok
    going.world.exchange()
    columns = "held_now, returned, disposed"
    seen = [going.rows(half, "transfer_share", columns) for half in (going.asks, going.gives)]
    assert seen[0] == seen[1]
    assert seen[0][0] == ("4", "2", "2")
    going.proved()


def test_the_united_kingdom_provides_and_screens_in_its_own_order(world):
    world.wait(60)
    going = Going(world, "JP")
    reply = going.noted()
    going.begin(going.body("transfer"), (reply,))
    going.must(going.asks, "undertaking", going.body("undertaking"))
    _decided(going)
    assert going.state() == "decided"
    assert going.rows(going.gives, "screening", "signed", home=True) == [("case_officer head_of_unit",)]
    going.proved()


def test_spares_issued_under_the_acsa_appear_as_a_transfer(world):
    world.wait(60)
    play, going = play_of(world), Going(world)
    order = orders.fuel_at_sea(play)
    item = transfer.Item("LUB-1", Quantity(Decimal(400), "L"), "ML10.a", "1-9", "spares", line=2)
    body = transfer.Transfer(
        going.today, "GB-DES-26-T-040", (item,), (transfer.Recipient("GB-CALDER", "GB", "end_user"),),
        (Share("LUB-1", "GB-CALDER", Decimal(400)),), "exercise_supply", going.today,
        going.today + timedelta(days=365), "acsa",
    )  # fmt: skip
    first, second = order.issues
    wrong = going.asks.does(E + "transfer", body, "projects", cites=(first,))
    assert [(each.rule, each.article) for each in wrong.ruling] == [("equipment.supply.line", "decf:supply")]
    going.begin(body, (second,))
    assert going.rows(going.gives, "transfer", "transfer_ground, rests_on") == [("acsa", second)]
    going.must(going.asks, "undertaking", going.body("undertaking_supply"))
    whole = body.shares
    going.screen(house.Result("GB-CALDER", "granted"), granted=whole)
    going.must(going.gives, "decision", going.decision(going.grant("GB-CALDER"), granted=whole))
    free = transfer.Licence(
        going.today, ("GB-CALDER",), going.today, going.day(90), "", "acsa_supply", "JP-METI-DIRECTOR"
    )
    going.must(going.gives, "licence", free)
    moved = (Moved("LUB-1", "GB-CALDER", Decimal(400)),)
    shipped = going.must(going.gives, "shipment", transfer.Shipment(going.today, moved), cites=(second,))
    going.must(going.asks, "arrival", transfer.Arrival(going.today, moved), cites=(shipped,))
    assert going.rows(going.asks, "transfer_share", "held_now") == [("400",)]
    going.proved()
