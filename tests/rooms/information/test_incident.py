"""Incidents: told in time by the finder's clock, whose turn it is, measures, closing by both, what the rows show."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.packs import base_visits
from tests.packs.bench import PACKS, Trial
from tests.rooms.filing import number
from tests.rooms.information.on_file import File
from warifu.law.judge import judge
from warifu.rooms.information.acts import incident, visit
from warifu.rooms.information.checks.incident import hours_for, tell_by

PACK = PACKS["gb-jp/isa-2013"]
KNOWN = PACK.table["incident"]
FOUND = date(2026, 6, 10)
SECRET = ("GB-GSC", "2014-04-02", "SECRET")


def rules(base: str, *line: Any, **given_: Any) -> set[str]:
    """Write a line, judge one more act, return the codes of what is found."""
    trial = Trial()
    for step in line:
        trial.write(step)
    return {found.rule for found in judge(PACK, trial.situation(base, given_))}


def told(kind: str = "incident", **more: Any) -> File:
    """An incident that was told on the day; JP tells GB."""
    file = File()
    body = replace(base_visits.report(FOUND), touched=(), **more)
    file.write("JP", kind, body, label=SECRET)
    return file


def found_out(file: File, holder: str = "JP") -> None:
    """Let an incident be acknowledged, investigated and assessed."""
    other = "GB" if holder == "JP" else "JP"
    file.write("GB", "incident_acknowledge", incident.IncidentStep(FOUND + timedelta(days=1), "MOD/1"), label=SECRET)
    file.write(
        holder, "investigation", incident.Investigation(FOUND + timedelta(days=2), "POLICE", date(2026, 7, 20)),
        label=SECRET,
    )  # fmt: skip
    file.write(
        holder, "incident_result", incident.IncidentResult(date(2026, 7, 10), "lost", ("human_error",)), label=SECRET
    )
    file.write(other, "damage", incident.Damage(date(2026, 7, 20), "minor"), label=SECRET)


def measures(*numbers: int) -> incident.Measures:
    """Measures that JP takes within a month."""
    return incident.Measures(
        date(2026, 7, 21), tuple(incident.Measure(each, "instruction", "JP", date(2026, 8, 20)) for each in numbers)
    )


# --- told at once ----------------------------------------------------------------------------------------------------


@given(st.dates(date(2014, 1, 1), date(2060, 1, 1)), st.integers(-12, 14), st.integers(0, 500))
def test_hours_run_from_the_end_of_the_day_at_the_finders(day, ahead, hours):
    by = datetime.fromtimestamp(tell_by(day, ahead, hours), UTC) + timedelta(hours=ahead)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    assert by == midnight + timedelta(hours=hours)


def test_the_higher_the_level_the_fewer_hours_and_what_nobody_can_read_has_the_fewest():
    hours = [hours_for(KNOWN, level) for level in range(6)]
    assert hours == sorted(hours, reverse=True)
    assert hours[5] == hours[4] == min(KNOWN["tell_hours"])


@settings(max_examples=40)
@given(st.integers(0, 20))
def test_a_report_that_comes_late_is_irregular_and_never_refused(days):
    """The day of sealing counts, not the day that is written: a clock set back writes no earlier entry in the log."""
    sealed = FOUND + timedelta(days=days)
    found = rules("incident", {"do": "register", "on": date(2026, 5, 1)}, on=FOUND, sealed=sealed, late_reason="x")
    # Noon UTC on the day of sealing, against 24 hours after midnight in Japan: until 15:00 UTC of the next day.
    assert ("isa.incident.told.late" in found) == (days > 1)
    assert PACK.rules["isa.incident.told"].on_fact == "irregular"


@pytest.mark.parametrize("what", ["loss", "compromise", "possible_compromise"])
def test_a_loss_names_its_item_and_a_spill_need_not(what):
    assert "isa.incident.report.no_item" in rules("incident", what=what, cites=[], touched=[], circle="")
    assert rules("incident", what="spill", cites=[], touched=[], circle="") == set()


def test_a_report_is_limited_as_its_items_are():
    """Marking, label and circle are refused, even in a fact: nothing is told to who may not know of the item."""
    low = ["GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE"]
    found = rules("incident", "register", label=low, circle="exercise:OTHER")
    assert found == {"isa.incident.label.too_low", "isa.incident.circle.wider"}
    for rule in ("isa.incident.label", "isa.incident.circle", "isa.incident.marking", "isa.incident.originator"):
        assert PACK.rules[rule].on_fact == "refuse"


# --- the line --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "holder"), [("incident", "JP"), ("incident_notice", "GB")])
def test_who_holds_investigates_and_the_originator_assesses(kind, holder):
    file = told(kind)
    assert file.the("case").turn == "GB"
    found_out(file, holder)
    row = file.the("incident")
    assert (row.holder, row.damage, row.final, row.found) == (holder, "minor", True, "lost")
    assert row.originator != holder
    assert file.the("case").turn == holder


def test_measures_are_open_until_the_side_whose_they_are_has_done_them():
    file = told()
    found_out(file)
    file.write("JP", "measures", measures(1, 2), label=SECRET)
    assert file.the("incident").open_measures == 2
    day = date(2026, 8, 1)
    done = file.write("JP", "measure_done", incident.MeasureDone(day, 1), label=SECRET)
    file.write("GB", "measure_done", incident.MeasureDone(day, 2), label=SECRET)
    assert [(row.number, row.done, row.act) for row in file.table("measure")] == [
        (1, number(day), done),
        (2, None, b""),
    ]
    assert file.the("incident").open_measures == 1


def test_a_measure_that_is_named_again_is_changed():
    file = told()
    found_out(file)
    file.write("JP", "measures", measures(1), label=SECRET)
    moved = incident.Measures(date(2026, 8, 1), (incident.Measure(1, "storage_place", "JP", date(2026, 9, 30)),))
    file.write("JP", "measures", moved, label=SECRET)
    (row,) = file.table("measure")
    assert (row.measure, row.due) == ("storage_place", number(date(2026, 9, 30)))


def test_it_is_open_until_both_have_closed_it_and_again_when_it_is_reopened():
    file = told()
    found_out(file)
    file.write("JP", "incident_close", incident.IncidentStep(date(2026, 8, 1)), label=SECRET)
    assert [row.what for row in file.table("trouble")] == ["incident"]
    file.write("GB", "incident_agree", incident.IncidentStep(date(2026, 8, 2)), label=SECRET)
    assert file.table("trouble") == []
    assert file.the("case").turn == ""
    again = file.write(
        "JP", "recovered", incident.Recovered(date(2026, 9, 1), (incident.Touched(0, ("2",)),), "intact"), label=SECRET
    )
    file.write(
        "JP", "incident_reopen", incident.IncidentReturn(date(2026, 9, 1), "found_again"), cites=(again,), label=SECRET
    )
    row = file.the("incident")
    assert (row.recovered, row.reopened, row.final, row.state) == (1, 1, False, "investigating_opener")
    assert [row.what for row in file.table("trouble")] == ["incident"]


def test_a_result_that_is_sent_back_is_no_result():
    file = told()
    found_out(file)
    file.write("GB", "incident_return", incident.IncidentReturn(date(2026, 8, 1), "incomplete"), label=SECRET)
    row = file.the("incident")
    assert (row.state, row.final) == ("investigating_opener", False)


def test_the_originator_declines_to_close_and_the_result_stands():
    file = told()
    found_out(file)
    file.write("JP", "incident_close", incident.IncidentStep(date(2026, 8, 1)), label=SECRET)
    file.write("GB", "incident_return", incident.IncidentReturn(date(2026, 8, 2), "measures_open"), label=SECRET)
    row = file.the("incident")
    assert (row.state, row.final) == ("measuring_opener", True)


# --- rows ------------------------------------------------------------------------------------------------------------


def test_clocks_say_who_has_to_tell_answer_find_out_and_assess():
    file = told()
    clocks = file.clocks()
    assert (clocks["incident-tell"].holder, clocks["incident-tell"].done) == ("JP", number(FOUND))
    assert clocks["incident-tell"].due == number(FOUND + timedelta(days=1))
    assert (clocks["incident-acknowledge"].holder, clocks["incident-acknowledge"].done) == ("GB", None)
    assert (clocks["incident-investigation"].holder, clocks["incident-investigation"].done) == ("JP", None)
    found_out(file)
    clocks = file.clocks()
    assert clocks["incident-acknowledge"].done == number(FOUND + timedelta(days=1))
    assert clocks["incident-investigation"].done == number(date(2026, 7, 10))
    assert (clocks["incident-damage"].holder, clocks["incident-damage"].done) == ("GB", number(date(2026, 7, 20)))


def test_a_late_report_says_by_when_and_is_taken_by_the_originator():
    file = File()
    late = FOUND + timedelta(days=10)
    root = file.write(
        "JP", "incident", replace(base_visits.report(late), touched=(), discovered_on=FOUND),
        planted="isa.incident.told.late", label=SECRET,
    )  # fmt: skip
    row = file.the("incident")
    assert row.late
    assert row.tell_by < row.told
    found_out(file)
    file.write("GB", "ratify", visit.Ratify(date(2026, 7, 21), "late_report"), cites=(root,), label=SECRET)
    assert {(row.what, row.state) for row in file.table("trouble")} == {("incident", "open"), ("irregular", "ratified")}


def test_an_incident_is_seen_as_its_items_are():
    file = told()
    assert file.rows().sight == (3, base_visits.CIRCLE)
    head = file.the("case")
    assert (head.emergency, head.activity) == (True, base_visits.CIRCLE)
