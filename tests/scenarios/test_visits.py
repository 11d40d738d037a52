"""Visits, firms and incidents between two nodes, whole and in both directions: both halves end as one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.scenarios.visits_told import CIRCLE, HIGH, SECURITY, I, Pair
from tests.world import World
from warifu.rooms.information.acts import common, facility, incident, visit

BOTH = pytest.mark.parametrize("asker", ["GB", "JP"])


pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def world(engine: str) -> World:
    """One pair of nodes for all stories: each has cases of its own, and time goes on."""
    world = World(17)
    Pair(world, "GB").appoint()
    return world


@pytest.fixture
def pair(world: World, asker: str) -> Pair:
    world.wait(60)
    return Pair(world, asker)


def _found(outcome: object) -> list[str]:
    return [finding.rule for finding in outcome.ruling]  # type: ignore[attr-defined]


# --- visits -----------------------------------------------------------------------------------------------------------


@BOTH
def test_a_visit_is_asked_for_questioned_approved_in_part_and_takes_place(pair):
    texts = {common.SHORT_TITLE: "Design review", visit.NAMES: "A. Example; B. Example"}
    pair.begin("visit_request", pair.visit(), texts=texts)
    pair.must(pair.answers, "visit_ask", visit.VisitAsk(pair.today, ("certificate",), pair.day(7)))
    assert pair.state() == "queried"
    pair.must(pair.asks, "visit_supplement", visit.VisitSupplement(pair.today, certificate="RFV/26/0117-A"))
    pair.must(pair.answers, "visit_approve", pair.approval("P-31"))
    assert pair.state() == "authorised"
    pair.world.wait(31 * 86_400)
    host = pair.answers.party
    pair.must(pair.answers, "attended", visit.Attended(pair.today, f"{host}-YARD-1", ("P-31",)), "registrar")
    # Somebody came who was not let in: it has happened, it is recorded, and the host takes it as it is.
    stranger = visit.Attended(pair.today, f"{host}-YARD-1", ("P-32",))
    assert not pair.does(pair.answers, "attended", stranger, "registrar").ok
    came = pair.must(pair.answers, "attended", stranger, "registrar", irregular=True)
    for half in (pair.asks, pair.answers):
        assert half.case(pair.case).stands[came].status == "irregular"
        assert (came, "open") in pair.rows(half, "trouble", "act, state")
    pair.must(pair.answers, "ratify", visit.Ratify(pair.today, "explained"), cites=(came,))
    pair.world.wait(5 * 86_400)
    pair.must(pair.answers, "visit_close", visit.VisitEnd(pair.today, "took_place"))
    assert pair.state() == "closed"
    assert [(int(a), d) for a, d in pair.rows(pair.asks, "visitor", "approved, days")] == [(1, 1), (0, 1)]
    assert (came, "ratified") in pair.rows(pair.asks, "trouble", "act, state")
    pair.proved()


@BOTH
def test_a_visit_is_refused_and_nobody_is_let_in(pair):
    pair.begin("visit_request", pair.visit())
    pair.must(pair.answers, "visit_refuse", visit.VisitEnd(pair.today, "need_not_shown"))
    assert pair.state() == "refused"
    assert "house.flow.not_a_step" in _found(pair.does(pair.answers, "visit_approve", pair.approval("P-31")))
    pair.proved()


@BOTH
def test_recurring_visits_are_changed_by_another_visitor_and_then_cancelled(pair):
    request = pair.visit("recurring", days=120)
    pair.begin("visit_request", request)
    pair.must(pair.answers, "visit_approve", pair.approval("P-31", "P-32"))
    change = visit.VisitAmend(pair.today, "visitor_changed", (pair.visitor("P-33"),), ("P-32",))
    pair.must(pair.asks, "visit_amend", change)
    assert pair.state() == "amending"
    pair.must(pair.answers, "visit_approve", pair.approval("P-31", "P-33"))
    terms = pair.asks.case(pair.case).terms
    assert terms.approved.persons == ("P-31", "P-33")
    pair.must(pair.answers, "visit_cancel", visit.VisitEnd(pair.today, "security"))
    assert pair.state() == "cancelled"
    pair.proved()


@BOTH
def test_an_emergency_visit_takes_place_and_its_papers_follow(pair):
    named = (pair.visitor("P-31", attested=False),)
    request = pair.visit(
        "emergency", ahead=1, days=2, visitors=named, emergency="urgent_repair", certified_by="", certificate="",
        information=(), site_access="", initiative="", programme="", security_officer="",
    )  # fmt: skip
    pair.begin("visit_request", request)
    pair.must(pair.answers, "visit_approve", pair.approval("P-31"))
    pair.world.wait(4 * 86_400)
    late = pair.does(pair.answers, "visit_close", visit.VisitEnd(pair.today, "took_place"))
    assert set(_found(late)) == {"isa.visit.elements.missing", "isa.visit.clearance.missing"}
    papers = visit.VisitSupplement(
        pair.today, (pair.visitor("P-31"),), (), ("equipment",), "controlled_area", "government_asked", CIRCLE,
        security_officer="P-05", certified_by="NSA", certificate="RFV/26/0118",
    )  # fmt: skip
    pair.must(pair.asks, "visit_supplement", papers)
    pair.must(pair.answers, "visit_close", visit.VisitEnd(pair.today, "took_place"))
    assert pair.rows(pair.answers, "visit", "papers, state") == [("complete", "closed")]
    pair.proved()


@BOTH
def test_security_representatives_come_with_their_officer(pair):
    us = pair.asks.party
    given = pair.visitor("P-05").attested
    officer = visit.Visitor("P-05", us, f"{us}-MOD", "security", given, officer=True)
    pair.begin("visit_request", pair.visit("security_representatives", ahead=40, visitors=(officer,)))
    pair.must(pair.answers, "visit_approve", pair.approval("P-05"))
    assert pair.state() == "authorised"
    pair.proved()


@BOTH
def test_bad_visits_are_refused_before_they_are_signed(pair):
    by_rank = visit.Visitor("P-1", pair.asks.party, f"{pair.asks.party}-MOD", "rank", pair.visitor("P-1").attested)
    expired = pair.visitor("P-2", until=pair.day(3))
    before = pair.asks.node.store.run("SELECT COUNT(*) FROM information_case")
    for body, finding in (
        (pair.visit(ahead=2), "isa.visit.lead"),
        (pair.visit(visitors=(by_rank,)), "isa.visit.visitors.rank_alone"),
        (pair.visit(visitors=(expired,)), "isa.visit.clearance.expires"),
        (pair.visit("recurring", days=400), "isa.visit.dates.too_long"),
        (pair.visit(purpose=""), "isa.visit.elements.missing"),
    ):
        outcome = pair.asks.does(I + "visit_request", body, SECURITY, label=pair.label)
        assert finding in _found(outcome), finding
    assert pair.asks.node.store.run("SELECT COUNT(*) FROM information_case") == before


def test_a_change_and_a_cancellation_at_once_end_alike_in_both_capitals(world):
    pair = Pair(world, "GB")
    pair.begin("visit_request", pair.visit("recurring", days=120))
    pair.must(pair.answers, "visit_approve", pair.approval("P-31"))
    change = visit.VisitAmend(pair.today, "prolonged", to_day=pair.day(200))
    assert pair.does(pair.asks, "visit_amend", change).ok
    assert pair.does(pair.answers, "visit_cancel", visit.VisitEnd(pair.today, "security")).ok
    pair.world.exchange()
    assert pair.state() == "cancelled"
    pair.proved()


# --- firms ------------------------------------------------------------------------------------------------------------


@BOTH
def test_a_firm_is_assured_inspected_sold_suspended_taken_up_again_and_ended(pair):
    pair.begin("facility_request", pair.place(), texts={facility.FIRM: "Example Yard"})
    pair.must(pair.answers, "facility_assure", pair.assurance())
    pair.world.wait(100 * 86_400)
    sold = pair.must(
        pair.answers, "facility_change", facility.FacilityChange(pair.today, "bought", "FIRM-9"), "registrar"
    )
    assert pair.rows(pair.asks, "facility", "doubtful") == [(1,)]
    pair.must(pair.answers, "facility_suspend", facility.FacilityEnd(pair.today, "firm_changed"))
    again = pair.assurance(ownership="foreign_mitigated")
    refused = pair.does(pair.answers, "facility_assure", again, cites=(sold,))
    assert _found(refused) == ["isa.facility.again.not_found_sound"]
    pair.world.wait(20 * 86_400)
    seen = facility.Inspection(pair.today, "follow_up", "satisfactory", "P-51", pair.day(300))
    inspected = pair.must(pair.answers, "inspection", seen, "registrar")
    pair.must(pair.answers, "facility_assure", pair.assurance(ownership="foreign_mitigated"), cites=(sold, inspected))
    assert pair.rows(pair.asks, "facility", "doubtful, state") == [(0, "assured")]
    pair.must(pair.asks, "facility_end", facility.FacilityEnd(pair.today, "contract_over", 1, "to_return"))
    assert pair.state() == "ended"
    pair.proved()


@BOTH
def test_a_subcontractor_stands_under_the_firm_above_it(pair):
    pair.begin("facility_request", pair.place())
    above = pair.must(pair.answers, "facility_assure", pair.assurance())
    first = pair.case
    host = pair.answers.party
    under = pair.place(firm=f"{host}-FIRM-8", site=f"{host}-WORKS-2", subcontract=True)
    alone = pair.asks.does(I + "facility_request", under, SECURITY, label=pair.label)
    assert _found(alone) == ["isa.facility.subcontract.no_assurance"]
    pair.begin("facility_request", under, cites=(above,))
    pair.must(pair.answers, "facility_assure", pair.assurance())
    assert pair.rows(pair.asks, "facility", "above, state") == [(above, "assured")]
    assert pair.case != first
    pair.proved()


@BOTH
def test_assurance_is_refused(pair):
    pair.begin("facility_request", pair.place())
    pair.must(pair.answers, "facility_refuse", facility.FacilityEnd(pair.today, "not_cleared"))
    assert pair.state() == "refused"
    pair.proved()


# --- incidents --------------------------------------------------------------------------------------------------------


def _to_damage(pair: Pair) -> None:
    """Acknowledged, investigated, assessed: the finder holds, the other side is the originator."""
    pair.must(pair.answers, "incident_acknowledge", incident.IncidentStep(pair.today, "ACK/1"))
    pair.must(pair.asks, "investigation", incident.Investigation(pair.today, "POLICE", pair.day(40)))
    pair.world.wait(10 * 86_400)
    interim = incident.IncidentResult(pair.today, "loss_likely", expected=pair.day(20))
    pair.must(pair.asks, "incident_interim", interim)
    pair.must(pair.asks, "incident_result", incident.IncidentResult(pair.today, "lost", ("human_error",)))
    pair.must(pair.answers, "damage", incident.Damage(pair.today, "minor", ("further_search",)))


@BOTH
def test_a_loss_is_told_investigated_measured_closed_by_both_and_opened_again_when_the_copy_is_found(pair):
    registered = pair.item()
    pair.label = HIGH[pair.answers.party]
    pair.begin(
        "incident", pair.report(), "registrar", cites=(registered,), texts={incident.CIRCUMSTANCES: "inside words"}
    )
    assert pair.rows(pair.answers, "incident_item", "item, number, copies") == [
        (registered, f"{pair.answers.party}-REG-1", "2")
    ]
    assert pair.answers.node.store.run(
        'SELECT level, circle FROM case_sight WHERE "case" = %s', [pair.case]
    ) == [(3, CIRCLE)]  # fmt: skip
    _to_damage(pair)
    planned = incident.Measures(pair.today, (incident.Measure(1, "instruction", pair.asks.party, pair.day(30)),))
    pair.must(pair.asks, "measures", planned)
    early = pair.does(pair.asks, "incident_close", incident.IncidentStep(pair.today))
    assert _found(early) == ["isa.incident.close.open_measures"]
    done = pair.must(pair.asks, "measure_done", incident.MeasureDone(pair.today, 1), "registrar")
    pair.must(pair.asks, "incident_close", incident.IncidentStep(pair.today), cites=(done,))
    pair.must(pair.answers, "incident_agree", incident.IncidentStep(pair.today, "CLOSE/1"))
    assert pair.state() == "closed_opener"
    back = incident.Recovered(pair.today, (incident.Touched(0, ("2",)),), "intact")
    found = pair.must(pair.asks, "recovered", back, "registrar")
    pair.must(pair.asks, "incident_reopen", incident.IncidentReturn(pair.today, "found_again"), cites=(found,))
    pair.must(pair.asks, "incident_result", incident.IncidentResult(pair.today, "found_intact", ("procedure",)))
    assert pair.state() == "assessing_opener"
    pair.proved()


@BOTH
def test_a_late_report_is_recorded_shown_to_both_and_taken_by_the_originator(pair):
    registered = pair.item()
    pair.label = HIGH[pair.answers.party]
    found_on = pair.today
    pair.world.wait(9 * 86_400)
    body = pair.report(late_reason="the safe was not opened")
    late = type(body)(**{name: getattr(body, name) for name in body.__struct_fields__} | {"discovered_on": found_on})
    refused = pair.asks.does(I + "incident", late, "registrar", label=pair.label, cites=(registered,))
    assert _found(refused) == ["isa.incident.told.late"]
    pair.begin("incident", late, "registrar", cites=(registered,), irregular=True)
    for half in (pair.asks, pair.answers):
        assert half.case(pair.case).stands[pair.case].status == "irregular"
        assert pair.rows(half, "incident", "late") == [(1,)]
    _to_damage(pair)
    pair.must(pair.answers, "ratify", visit.Ratify(pair.today, "late_report"), cites=(pair.case,))
    assert (pair.case, "irregular", "ratified") in pair.rows(pair.asks, "trouble", "act, what, state")
    pair.proved()


@BOTH
def test_the_originator_finds_it_and_the_holder_investigates(pair):
    """The roles are turned round: who tells originated, who is told holds."""
    turned = Pair.__new__(Pair)
    turned.__dict__ = {**pair.__dict__, "asks": pair.answers, "answers": pair.asks}
    registered = pair.item()
    turned.label = HIGH[turned.asks.party]
    body = pair.report(what="possible_compromise")
    wrong = turned.asks.does(I + "incident", body, "registrar", label=turned.label, cites=(registered,))
    assert "isa.incident.originator.other_side" in _found(wrong)
    turned.begin("incident_notice", body, "registrar", cites=(registered,))
    assert turned.state() == "noticed"
    turned.must(turned.answers, "investigation", incident.Investigation(turned.today, "POLICE", turned.day(30)))
    turned.must(turned.answers, "incident_result", incident.IncidentResult(turned.today, "no_incident"))
    turned.must(turned.asks, "damage", incident.Damage(turned.today, "none"))
    turned.must(turned.answers, "incident_close", incident.IncidentStep(turned.today))
    turned.must(turned.asks, "incident_agree", incident.IncidentStep(turned.today))
    assert turned.state() == "closed_responder"
    turned.proved()


@BOTH
def test_nothing_of_an_item_is_told_below_its_marking_or_outside_its_circle(pair):
    registered = pair.item()
    low = pair.asks.does(I + "incident", pair.report(), "registrar", label=pair.label, cites=(registered,))
    assert "isa.incident.label.too_low" in _found(low)
    wide = pair.asks.does(
        I + "incident", pair.report(circle=""), "registrar", label=HIGH[pair.answers.party], cites=(registered,)
    )
    assert _found(wide) == ["isa.incident.circle.wider"]
    # Not even as an irregular fact: what may not be told is not signed.
    assert not pair.asks.does(
        I + "incident", pair.report(circle=""), "registrar", label=HIGH[pair.answers.party], cites=(registered,),
        irregular=True,
    ).ok  # fmt: skip


def test_reports_of_both_sides_at_once_are_two_cases_and_both_stand(world):
    pair = Pair(world, "JP")
    registered = pair.item()
    label = HIGH["GB"]
    one = pair.asks.must(I + "incident", pair.report(), "registrar", label=label, cites=(registered,)).case
    two = pair.answers.must(I + "incident_notice", pair.report(), "registrar", label=label, cites=(registered,)).case
    pair.world.wait(int(timedelta(hours=1).total_seconds()))
    pair.world.exchange()
    for case in (one, two):
        pair.case = case
        assert pair.state() in {"reported", "noticed"}
    pair.proved()
