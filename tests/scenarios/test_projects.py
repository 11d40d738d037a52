"""A joint project between two nodes, from the opportunity for industry to its completion: both halves end as one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.packs import base_equipment as base
from tests.packs import base_transfers
from tests.scenarios import visits_told
from tests.scenarios.projects_told import PROJECTS, Joint, appoint, pounds, yen
from tests.world import Half, World
from warifu.record import queries_equipment_project as queries
from warifu.rooms.equipment.acts import common, opportunity, project, running
from warifu.rooms.information.acts import item

pytestmark = pytest.mark.usefixtures("engine")
BOTH = pytest.mark.parametrize("asker", ["GB", "JP"])


@pytest.fixture(scope="module")
def world(engine: str) -> World:
    """One pair of nodes for all stories: each has cases of its own, and time goes on."""
    world = World(23)
    for half in (world.gb, world.jp):
        appoint(half)
        visits_told.appoint(half)
    world.exchange()
    return world


@pytest.fixture
def joint(world: World, asker: str) -> Joint:
    world.wait(86_400)
    return Joint(world, asker)


@BOTH
def test_from_the_opportunity_to_the_last_report(joint):
    closed = _opportunity(joint)
    _confirmed(joint, closed)
    _participants(joint)
    _first_phase(joint)
    _money(joint)
    _information(joint)
    _end(joint)
    joint.proved()


def _opportunity(joint: Joint) -> bytes:
    """Named by one side, opened by the other; firms of both declare, one too late."""
    joint.must(joint.asks, "opportunity", joint.opportunity())
    joint.must(joint.answers, "open_to_industry", opportunity.OpenToIndustry(joint.today, "NOTICE/14"))
    for half in (joint.asks, joint.answers):
        told = opportunity.Interest(joint.today, f"{half.party}-FIRM-7", half.party, "cooperating_firm")
        joint.must(half, "interest", told, texts={opportunity.FIRM: "Example Works"})
    joint.world.wait(70 * 86_400)
    late = opportunity.Interest(joint.today, "IT-FIRM-2", "IT", "supplier")
    assert joint.refused(joint.answers, "interest", late) == {("equipment.interest.after_closing", "decf:opportunity")}
    told = joint.must(joint.answers, "interest", late, irregular=True)
    joint.must(joint.asks, "ratify", common.Ratify(joint.today, "explained"), cites=(told,))
    assert joint.rows(joint.answers, "trouble", "what, state") == [("irregular", "ratified")]
    closed = joint.must(joint.asks, "close", opportunity.Close(joint.today, "project"))
    assert joint.state() == "closed"
    assert joint.rows(joint.answers, "opportunity", "firms, leads_to") == [(3, "project")]
    return closed


def _confirmed(joint: Joint, closed: bytes) -> None:
    """Proposed, determined by both, confirmed by note and reply, arranged; each step refused before its time."""
    joint.must(joint.asks, "project", joint.proposal(), cites=(closed,))
    some = project.Determine(joint.today, base.answered()[:3])
    assert joint.refused(joint.answers, "determine", some) == {("equipment.determine.unanswered", "decf:1(2)")}
    joint.must(joint.answers, "determine", project.Determine(joint.today, base.answered(), "DET/1"))
    early = joint.refused(joint.asks, "arrangement", joint.arrangement())
    assert ("equipment.noted.not_confirmed", "decf:1(2)") in early
    joint.noted()
    short = joint.arrangement(cost_shares=(project.Bearing("GB", 5000), project.Bearing("JP", 4999)))
    assert joint.refused(joint.asks, "arrangement", short) == {("equipment.cost_shares.not_the_whole", "decf:shares")}
    bare = joint.arrangement(terms=base.TERMS)
    assert joint.refused(joint.asks, "arrangement", bare) == {
        ("equipment.arrangement.term_missing", "decf:arrangement")
    }
    joint.must(joint.asks, "arrangement", joint.arrangement())
    joint.must(joint.answers, "decline_arrangement", project.ProjectEnd(joint.today, "budget"))
    assert joint.state() == "note_exchanged"
    joint.arranged()
    assert joint.state() == "active"


def _participants(joint: Joint) -> None:
    """In a classified project a firm takes part under a current assurance of its place, or not at all."""
    joint.must(joint.asks, "phase", joint.phase(1))
    joint.must(joint.answers, "agree_step", project.Assent(joint.today))
    alone = joint.refused(joint.answers, "participant", joint.participant())
    assert alone == {("equipment.assurance.none", "decf:classified")}
    case = joint.case
    assured = joint.assurance()
    joint.case = case
    joint.must(joint.answers, "participant", joint.participant(), cites=(assured,))
    firm = joint.participant().firm
    assert joint.rows(joint.asks, "participant", "firm, assurance") == [(firm, assured)]
    clocks = dict(joint.rows(joint.asks, "clock", "name, about"))
    assert clocks["assurance-ends"] == firm


def _first_phase(joint: Joint) -> None:
    """A phase is not begun before the gate of the one before it."""
    second = joint.refused(joint.asks, "phase", joint.phase(2))
    assert second == {("equipment.phase.gate_not_passed", "decf:phases")}
    failed = project.Gate(joint.today, 1, "gate_failed", ())
    joint.must(joint.answers, "gate", failed)
    joint.must(joint.asks, "agree_step", project.Assent(joint.today))
    assert joint.refused(joint.asks, "phase", joint.phase(2))
    passed = project.Gate(joint.today, 1, "gate_passed", ("requirement_met", "results_shared"))
    joint.must(joint.asks, "gate", passed)
    joint.must(joint.answers, "agree_step", project.Assent(joint.today))
    joint.must(joint.asks, "phase", joint.phase(2))
    joint.must(joint.answers, "agree_step", project.Assent(joint.today))
    assert joint.rows(joint.answers, "phase", "phase, result") == [(1, "gate_passed"), (2, "")]


def _cost(joint: Joint, half: Half, amount: object, **more: object) -> bytes:
    told = running.Cost(joint.today, amount, 1, "labour", f"{half.party}/V/1")  # type: ignore[arg-type]
    return joint.must(half, "cost", told, **more)


def _money(joint: Joint) -> None:
    """Costs of both sides in both currencies, one in dollars, one above the ceiling, a contribution: both see alike."""
    us, them = joint.asks, joint.answers
    _cost(joint, us, pounds("100000.01"))
    _cost(joint, them, yen("1000001"))
    dollars = running.Cost(joint.today, base.Money(base.Decimal(5), "USD"), 1, "travel", "V/2")
    assert joint.refused(us, "cost", dollars) == {("equipment.amount.third_currency", "decf:shares")}
    joint.must(us, "cost", dollars, irregular=True)
    above = _cost(joint, them, pounds("2000000.01"), irregular=True)
    paid = running.Contribution(joint.today, pounds("10000"), "other_side", "PAY/1")
    joint.must(them, "contribution", paid)
    for half in (us, them):
        found = {
            (party, currency): (bears, net, unknown)
            for party, currency, bears, net, unknown in joint.rows(
                half, "share", "party, currency, bears, net, undetermined"
            )
        }
        assert found[us.party, "GBP"] == ("60000.01", "30000.00", 0)
        assert found[them.party, "GBP"] == ("40000.00", "-30000.00", 1)
        assert found[us.party, "JPY"] == ("600000", "-600000", 0)
        assert found[us.party, "USD"][2] == 1
    joint.must(us, "amend_arrangement", _raised(joint))
    joint.must(them, "agree_arrangement", project.Assent(joint.today))
    joint.must(us, "ratify", common.Ratify(joint.today, "ceiling_raised"), cites=(above,))
    nets = {party: net for party, currency, net in joint.rows(us, "share", "party, currency, net") if currency == "GBP"}
    assert nets == {us.party: "-1170000.00", them.party: "1170000.00"}


def _raised(joint: Joint) -> project.Arrangement:
    more = base.ceilings(5_000_000, 950_000_000)
    return replace(joint.arrangement(), ceilings=more, reason="cost_growth")


def _information(joint: Joint) -> None:
    """What is marked stands in the register, and is cited from there."""
    asks = joint.asks
    marking = visits_told.HIGH[asks.party]
    told = replace(base.information(joint.today), owner=asks.party, marking=base.common.Marking(*marking))
    assert joint.refused(asks, "background", told) == {("equipment.information.not_registered", "decf:information")}
    register = item.Register(
        joint.today, f"{asks.party}-REG-7", "document", f"{asks.party}-MOD", item.Marking(*marking), "project:CBRN",
        (item.Copy("1", 12),),
    )  # fmt: skip
    registered = asks.must("information/register", register, "registrar", label=marking).act
    joint.world.exchange()
    joint.must(asks, "background", told, cites=(registered,))
    fresh = running.Information(joint.today, "FG-1", "joint", ("defence_use", "project_use"))
    joint.must(joint.answers, "foreground", fresh)
    assert sorted(joint.rows(joint.answers, "information", "what, owner")) == [
        ("background", asks.party), ("foreground", "joint"),
    ]  # fmt: skip


def _end(joint: Joint) -> None:
    """Completed after the last gate; a cost that is told afterwards is shared all the same."""
    done = project.Complete(joint.today, "REPORT/1")
    assert joint.refused(joint.asks, "complete", done) == {("equipment.complete.gate_open", "decf:phases")}
    last = project.Gate(joint.today, 2, "gate_passed", ("requirement_met", "results_shared"))
    joint.must(joint.answers, "gate", last)
    joint.must(joint.asks, "agree_step", project.Assent(joint.today))
    joint.must(joint.asks, "complete", done)
    joint.must(joint.answers, "agree_step", project.Assent(joint.today))
    assert joint.state() == "completed"
    _cost(joint, joint.asks, yen("10"))
    shares = queries.shares(joint.answers.node.store, "GB-JP", joint.case)
    assert {(row.party, row.net) for row in shares if row.currency == "JPY"} == {
        (joint.asks.party, "-599996"), (joint.answers.party, "599996"),
    }  # fmt: skip


@BOTH
def test_a_trilateral_project_names_who_consents(joint):
    body = joint.proposal(number="P-3", area="combat_air", partners=("IT",))
    assert joint.refused(joint.asks, "project", body) == {("equipment.partners.consent_unnamed", "decf:partners")}
    joint.determined(number="P-3", area="combat_air", partners=("IT",), consenting=("GB", "IT", "JP"))
    joint.noted()
    thirds = tuple(project.Bearing(party, 3333 + (party == "GB")) for party in ("GB", "IT", "JP"))
    joint.arranged(cost_shares=thirds, work_shares=thirds)
    joint.must(joint.asks, "phase", joint.phase(1))
    joint.must(joint.answers, "agree_step", project.Assent(joint.today))
    _cost(joint, joint.asks, pounds("100"))
    nets = {party: net for party, currency, net in joint.rows(joint.asks, "share", "party, currency, net")
            if currency == "GBP"}  # fmt: skip
    assert nets[joint.answers.party] == ("-33.33" if joint.answers.party == "JP" else "-33.34")
    assert nets["IT"] == "-33.33"
    joint.proved()


@BOTH
def test_a_project_ends_before_its_time_and_what_is_owed_stays_owed(joint):
    joint.determined(number="P-4", classified=False)
    joint.noted()
    joint.arranged()
    joint.must(joint.asks, "phase", joint.phase(1))
    joint.must(joint.answers, "agree_step", project.Assent(joint.today))
    _cost(joint, joint.asks, pounds("1000"))
    joint.must(joint.answers, "suspend", project.ProjectEnd(joint.today, "budget"))
    joint.must(joint.asks, "resume", project.Resume(joint.today))
    joint.must(joint.answers, "decline_step", project.ProjectEnd(joint.today, "budget"))
    assert joint.state() == "halted"
    joint.must(joint.answers, "terminate", project.ProjectEnd(joint.today, "policy"))
    assert joint.state() == "terminated"
    paid = running.Contribution(joint.today, pounds("400"), "other_side", "PAY/2")
    joint.must(joint.answers, "contribution", paid)
    assert {net for (net,) in joint.rows(joint.asks, "share", "net")} == {"0"}
    joint.proved()


def test_a_gate_and_an_end_at_once_end_alike_in_both_capitals(world):
    joint = Joint(world)
    joint.determined(number="P-5", classified=False)
    joint.noted()
    joint.arranged()
    joint.must(joint.asks, "phase", joint.phase(1))
    joint.must(joint.answers, "agree_step", project.Assent(joint.today))
    passed = project.Gate(joint.today, 1, "gate_passed", ("requirement_met", "results_shared"))
    assert joint.does(joint.asks, "gate", passed).ok
    assert joint.does(joint.answers, "terminate", project.ProjectEnd(joint.today, "policy")).ok
    joint.world.exchange()
    assert joint.state() == "terminated"
    joint.proved()


def test_costs_told_out_of_reach_of_each_other_are_shared_alike(world):
    """Both tell costs and payments while neither hears the other: whatever arrives first, the shares are the same."""
    joint = Joint(world)
    joint.determined(number="P-6", classified=False)
    joint.noted()
    joint.arranged()
    joint.must(joint.asks, "phase", joint.phase(1))
    joint.must(joint.answers, "agree_step", project.Assent(joint.today))
    for place, half in enumerate((joint.asks, joint.answers, joint.answers, joint.asks)):
        told = running.Cost(joint.today, pounds(f"{1000 + place}.37"), 1, "labour", f"V/{place}")
        assert joint.does(half, "cost", told).ok
        paid = running.Contribution(joint.today, pounds("33.33"), "other_side", f"P/{place}")
        assert joint.does(half, "contribution", paid).ok
    joint.world.exchange()
    seen = [sorted(joint.rows(half, "share", "party, currency, bears, net")) for half in (joint.asks, joint.answers)]
    assert seen[0] == seen[1]
    joint.proved()
    rebuilt = [sorted(joint.rows(half, "share", "party, currency, bears, net")) for half in (joint.asks, joint.answers)]
    assert rebuilt == seen


def test_what_rests_on_a_project_is_found_from_it_on_both_sides(world):
    joint = Joint(world)
    joint.determined(number="P-7", classified=False)
    joint.must(joint.asks, "diplomatic_note", project.DiplomaticNote(joint.today, "NOTE/1", joint.today))
    reply = project.DiplomaticReply(joint.today, "NOTE/2", joint.today, "NOTE/1")
    noted = joint.must(joint.answers, "diplomatic_reply", reply)
    applied = base_transfers.BASES["transfer"].body(joint.today)
    transfer = joint.asks.must("equipment/transfer", applied, PROJECTS, cites=(noted,)).case
    joint.world.exchange()
    for half in (joint.asks, joint.answers):
        found = queries.resting_on(half.node.store, "GB-JP", joint.case)
        assert [(each.case, each.flow) for each in found] == [(transfer, "transfer")]
        standing = {each.case: each for each in queries.projects(half.node.store, "GB-JP")}
        assert (standing[joint.case].reply, standing[joint.case].phase) == ("NOTE/2", 0)
    joint.proved()
