"""Opportunities and joint projects as rows: phases, shares, participants, information, clocks, troubles."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace

from tests.packs import base_equipment as base
from tests.packs.bench import PACKS
from tests.rooms.equipment.on_file import CONTEXT, File
from tests.rooms.filing import number
from warifu.core.days import add_months
from warifu.core.money import Money
from warifu.core.posting import Undetermined
from warifu.law.judge import Cited
from warifu.law.pack import schemes_of_packs
from warifu.rooms.equipment import shipping
from warifu.rooms.equipment.acts import common, opportunity, project, running
from warifu.rooms.equipment.due import due
from warifu.rooms.equipment.flow.project import PROJECT

DAY = date(2026, 6, 10)


def days(count: int) -> date:
    """A day after the first."""
    return DAY + timedelta(days=count)


def arranged(**more: Any) -> File:
    """A project that runs; ``more`` goes into the arrangement."""
    file = File()
    file.write("GB", "project", base.proposal(DAY))
    file.write("JP", "determine", project.Determine(DAY, base.answered()))
    file.write("GB", "diplomatic_note", project.DiplomaticNote(DAY, "BE/26/112", DAY))
    file.write("JP", "diplomatic_reply", project.DiplomaticReply(days(9), "MOFA/26/87", days(9), "BE/26/112"))
    file.write("GB", "arrangement", replace(base.arrangement(DAY), **more))
    file.write("JP", "agree_arrangement", project.Assent(DAY))
    return file


def phased(**more: Any) -> File:
    """A project in its first phase."""
    file = arranged(**more)
    file.write("GB", "phase", base.phase(DAY))
    file.write("JP", "agree_step", project.Assent(DAY))
    return file


def cost(amount: str, currency: str = "GBP", on: date = DAY) -> running.Cost:
    """A cost of the first phase."""
    return running.Cost(on, Money(Decimal(amount), currency), 1, "labour", "V-1")


def share(file: File, party: str, currency: str = "GBP") -> Any:
    """A row of shares."""
    return next(row for row in file.table("share") if (row.party, row.currency) == (party, currency))


def test_an_opportunity_shows_its_firms_and_what_came_of_it():
    file = File()
    file.write("GB", "opportunity", opportunity.Opportunity(DAY, "O-1", "cbrn_protection", days(60), ("research",)))
    assert file.the("opportunity").state == "proposed"
    assert "opportunity-closes" not in {row.name for row in file.table("clock")}
    file.write("JP", "open_to_industry", opportunity.OpenToIndustry(days(2)))
    file.write("JP", "interest", opportunity.Interest(days(3), "JP-FIRM-7", "JP", "lead_firm"))
    file.write("JP", "interest", opportunity.Interest(days(4), "JP-FIRM-7", "JP", "lead_firm"))
    file.write("GB", "interest", opportunity.Interest(days(90), "GB-F-1", "GB", "supplier"), planted="decf.trial")
    file.write("GB", "close", opportunity.Close(days(60), "project"))
    row = file.the("opportunity")
    assert (row.firms, row.leads_to, row.state, row.closed_on) == (2, "project", "closed", number(days(60)))
    assert [each.status for each in file.table("interest")] == ["recorded", "recorded", "irregular"]
    closing = file.clocks()[f"opportunity-closes:{file.root.hex()}"]
    assert (closing.due, closing.done) == (number(days(60)), number(days(60)))
    (trouble,) = file.table("trouble")
    assert (trouble.what, trouble.owner, trouble.state) == ("irregular", "GB", "open")
    file.write("JP", "ratify", common.Ratify(days(91), "explained"), cites=(file.table("interest")[2].act,))
    assert file.the("trouble").state == "ratified"


def test_a_project_shows_note_reply_and_whose_move_it_is():
    file = File()
    file.write("GB", "project", base.proposal(DAY))
    assert (file.the("case").state, file.the("case").turn) == ("proposed", "JP")
    file.write("JP", "determine", project.Determine(DAY, base.answered()))
    assert (file.the("case").state, file.the("case").turn) == ("determined", "GB")
    file.write("GB", "diplomatic_note", project.DiplomaticNote(DAY, "BE/26/112", DAY))
    waits = file.clocks()[f"note-reply:{file.root.hex()}"]
    assert (waits.holder, waits.due, waits.done) == ("JP", number(days(30)), None)
    file.write("JP", "diplomatic_reply", project.DiplomaticReply(days(9), "MOFA/26/87", days(9), "BE/26/112"))
    row = file.the("project")
    assert (row.note, row.reply, row.state, row.arrangement) == ("BE/26/112", "MOFA/26/87", "note_exchanged", "")
    assert file.clocks()[f"note-reply:{file.root.hex()}"].done == number(days(9))
    assert file.table("share") == []


def test_phases_stand_with_the_last_word_of_their_gate():
    file = phased()
    assert file.the("phase").result == ""
    assert file.clocks()["phase-gate:1"].done is None
    for result, on in (("gate_failed", days(300)), ("gate_passed", days(340))):
        met = () if result == "gate_failed" else ("requirement_met", "results_shared")
        file.write("JP", "gate", project.Gate(on, 1, result, met))
        assert file.the("case").turn == "GB"
        file.write("GB", "agree_step", project.Assent(on))
        assert file.the("phase").result == result
    assert file.the("project").passed == 1
    assert file.clocks()["phase-gate:1"].done == number(days(340))


def test_a_step_that_is_declined_leaves_no_trace_in_what_is_agreed():
    file = phased()
    file.write("GB", "gate", project.Gate(DAY, 1, "gate_passed", ("requirement_met", "results_shared")))
    file.write("JP", "decline_step", project.ProjectEnd(DAY, "technical_grounds"))
    assert (file.the("phase").result, file.the("case").state) == ("", "active")
    file.write("GB", "complete", project.Complete(DAY, "FR/1"))
    file.write("GB", "withdraw_step", project.ProjectEnd(DAY, "error"))
    assert (file.fold().terms.outcome, file.the("case").state) == ("", "active")


def test_suspended_and_taken_up_again_and_completed():
    file = phased()
    file.write("JP", "suspend", project.ProjectEnd(DAY, "budget"))
    assert file.the("case").state == "halted"
    file.write("GB", "resume", project.Resume(DAY))
    file.write("JP", "agree_step", project.Assent(DAY))
    assert file.fold().terms.outcome == ""
    file.write("GB", "complete", project.Complete(DAY, "FR/1"))
    file.write("JP", "agree_step", project.Assent(DAY))
    assert (file.the("case").state, file.fold().terms.outcome) == ("completed", "completed")
    file.write("GB", "cost", cost("10"))
    assert share(file, "JP").bears == "5.00"


def test_shares_stand_by_side_and_currency():
    file = phased()
    file.write("GB", "cost", cost("200000"))
    file.write("JP", "cost", cost("30000001", "JPY"))
    file.write("JP", "contribution", running.Contribution(days(20), Money(Decimal(60000), "GBP"), "other_side", "P-1"))
    rows = {(row.party, row.currency): row for row in file.table("share")}
    assert (rows["GB", "GBP"].incurred, rows["GB", "GBP"].received, rows["GB", "GBP"].net) == (
        "200000.00", "60000.00", "40000.00",
    )  # fmt: skip
    assert rows["JP", "GBP"].net == "-40000.00"
    assert (rows["GB", "JPY"].bears, rows["JP", "JPY"].bears) == ("15000000", "15000001")
    assert {row.shared for row in file.table("cost") if row.what == "cost"} == {"100000.00", "15000000"}
    clocks = file.clocks()
    assert (clocks["share-due:GBP"].holder, clocks["share-due:GBP"].due) == ("JP", number(days(60)))
    assert clocks["share-due:JPY"].holder == "GB"
    assert {each.account for each in file.rows().postings} == {"project-share"}


def test_a_proposal_of_new_shares_changes_no_figure_until_both_have_confirmed():
    file = phased()
    file.write("GB", "cost", cost("1000"))
    all_ours = (project.Bearing("GB", 10_000), project.Bearing("JP", 0))
    file.write("GB", "amend_arrangement", replace(base.arrangement(DAY), cost_shares=all_ours, reason="scope"))
    assert share(file, "JP").bears == "500.00"
    agreed = file.write("JP", "agree_arrangement", project.Assent(DAY), heard=False)
    assert share(file, "JP").bears == "500.00"
    file.confirm(agreed, "GB")
    assert (share(file, "JP").basis_points, share(file, "JP").bears) == (0, "0")


def test_what_is_irregular_is_counted_until_the_other_side_takes_it_as_it_is():
    file = phased()
    told = file.write("GB", "cost", cost("3000000"), planted="equipment.amount.above_ceiling")
    assert (share(file, "GB").undetermined, share(file, "GB").incurred) == (1, "0")
    assert [each.amount for each in file.rows().postings] == [Undetermined(1, "irregular")]
    file.write("JP", "ratify", common.Ratify(DAY, "agreed_between_us"), cites=(told,))
    assert (share(file, "GB").undetermined, share(file, "GB").incurred) == (0, "3000000.00")
    assert file.the("trouble").state == "ratified"


def test_what_goes_beyond_the_ceiling_together_is_somebodys_trouble_until_it_is_raised():
    file = phased()
    file.write("GB", "cost", cost("1500000"))
    late = file.write("JP", "cost", cost("700000", on=days(5)))
    trouble = file.the("trouble")
    assert (trouble.what, trouble.act, trouble.owner, trouble.code) == ("above_ceiling", late, "JP", "GBP")
    assert share(file, "JP").incurred == "500000.00"
    more = base.ceilings(3_000_000, 380_000_000)
    file.write("GB", "amend_arrangement", replace(base.arrangement(DAY), ceilings=more, reason="cost_growth"))
    file.write("JP", "agree_arrangement", project.Assent(DAY))
    assert file.table("trouble") == []
    assert share(file, "JP").incurred == "700000.00"


def test_a_late_cost_counts_once_the_other_side_has_confirmed_it():
    file = phased()
    told = file.write("GB", "cost", replace(cost("10"), late_reason="found_late"), heard=False)
    assert share(file, "GB").undetermined == 1
    file.confirm(told, "JP")
    assert (share(file, "GB").undetermined, share(file, "GB").incurred) == (0, "10.00")


def test_a_rehearsal_posts_nothing():
    file = File()
    mark = {"label": ("EXERCISE",)}
    file.write("GB", "project", base.proposal(DAY), **mark)
    file.write("JP", "determine", project.Determine(DAY, base.answered()), **mark)
    file.write("GB", "diplomatic_note", project.DiplomaticNote(DAY, "N", DAY), **mark)
    file.write("JP", "diplomatic_reply", project.DiplomaticReply(DAY, "R", DAY, "N"), **mark)
    file.write("GB", "arrangement", base.arrangement(DAY), **mark)
    file.write("JP", "agree_arrangement", project.Assent(DAY), **mark)
    file.write("GB", "cost", cost("100"), **mark)
    assert share(file, "JP").bears == "50.00"
    assert file.rows().postings == ()
    assert "share-due:GBP" not in file.clocks()


def test_a_participant_stands_with_its_assurance_and_when_it_left():
    file = phased()
    assured = b"\x07" * 32
    file.write("JP", "participant", project.Participant(DAY, "JP-F-7", "JP", "cooperating_firm", base.SECRET),
               cites=(assured,))  # fmt: skip
    row = file.the("participant")
    assert (row.firm, row.marking, row.assurance, row.left_day) == ("JP-F-7", "SECRET", assured, None)
    given = type("Given", (), {"valid_to": add_months(DAY, 36)})()
    placed = type("Placed", (), {"body": given})()
    context = CONTEXT._replace(cited={assured: Cited(placed, None, confirmed=True, opener="GB")})  # type: ignore[arg-type]
    clocks = {each.name: each for each in file.rows(context).tables["equipment_clock"]}
    assert (clocks["assurance-ends"].due, clocks["assurance-ends"].holder) == (number(add_months(DAY, 36)), "JP")
    file.write("JP", "participant_left", running.ParticipantLeft(days(40), "JP-F-7", "bought"))
    assert (file.the("participant").left_day, file.the("participant").reason) == (number(days(40)), "bought")
    file.write("JP", "participant", project.Participant(days(50), "JP-F-7", "JP", "lead_firm"))
    row = file.the("participant")
    assert (row.left_day, row.role, row.assurance) == (None, "lead_firm", b"")


def test_information_stands_with_owner_rights_and_its_item():
    file = phased()
    item = b"\x08" * 32
    file.write("GB", "background", replace(base.information(DAY), marking=base.SECRET), cites=(item,))
    file.write("JP", "foreground", running.Information(DAY, "FG-1", "joint", ("defence_use", "project_use")))
    rows = {row.what: row for row in file.table("information")}
    assert (rows["background"].marking, rows["background"].item) == ("SECRET", item)
    assert (rows["foreground"].owner, rows["foreground"].rights) == ("joint", "defence_use project_use")


def test_work_is_told_against_its_agreed_share():
    file = phased()
    file.write("GB", "work", running.Work(DAY, 1, 1, 2500))
    file.write("GB", "work", running.Work(DAY, 1, 1, 1000))
    file.write("GB", "work", running.Work(DAY, 1, 1, 500), planted="decf.trial")
    assert (share(file, "GB").work_points, share(file, "GB").work_done) == (5000, 3500)
    assert share(file, "JP").work_done == 0


def test_a_project_is_found_by_its_note_its_area_and_its_firms():
    file = phased()
    file.write("JP", "participant", project.Participant(DAY, "JP-FIRM-7", "JP", "cooperating_firm"))
    found = file.the("case").search
    assert all(word.casefold() in found for word in ("GB-DES-26-P-001", "BE/26/112", "cbrn_protection", "JP-FIRM-7"))


def test_levels_are_those_of_the_schemes():
    """The pack writes levels down again, because rooms and packs do not know each other; they are the same."""
    schemes = schemes_of_packs(PACKS.values())
    rule = PACKS["gb-jp/decf-2013"].rules["equipment.assurance"]
    written = {
        f"{scheme.name} {marking.written}": marking.level
        for scheme in schemes
        for marking in scheme.markings
    }  # fmt: skip
    levels = rule.params["levels"]
    assert len(levels) > 10
    assert {name: written[name] for name in levels} == levels


def test_nothing_is_supplied_for_a_project_that_does_not_go_on():
    """The states that stop a shipment are states of a project, and hold all in which it does not go on."""
    states = set(PROJECT.states)
    assert states >= shipping.STOPPED
    assert states - shipping.STOPPED == {
        "proposed", "determined", "note_sent", "note_exchanged", "active",
        *(f"{what}_by_{by}" for what in ("arranging", "amending", "deciding", "completing")
          for by in ("opener", "responder")),
    }  # fmt: skip


def test_whose_move_it_is_is_offered_the_step_that_goes_on():
    for name, state in PROJECT.states.items():
        if state.turn is not None:
            case = SimpleNamespace(flow=PROJECT, state=name, terms=None)
            (first,) = due(case, state.turn)
            assert PROJECT.step(name, first, state.turn) is not None, name
            assert not first.endswith(("terminate", "decline_step", "withdraw_project")), name
