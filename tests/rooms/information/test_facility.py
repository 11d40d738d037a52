"""Firms and their places: assurances, inspections, changes; clocks and doubts as the rows show them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.packs import base_visits
from tests.packs.bench import PACKS, Trial
from tests.rooms.filing import number
from tests.rooms.information.on_file import File
from warifu.core.days import add_months
from warifu.law.judge import judge
from warifu.rooms.information.acts import facility, visit

PACK = PACKS["gb-jp/isa-2013"]
KNOWN = PACK.table["facility"]
ASKED = date(2026, 6, 10)


def rules(base: str, *line: Any, **given_: Any) -> set[str]:
    """Write a line, judge one more act, return the codes of what is found."""
    trial = Trial()
    for step in line:
        trial.write(step)
    return {found.rule for found in judge(PACK, trial.situation(base, given_))}


def request(**more: Any) -> facility.FacilityRequest:
    """Assurance of a Japanese yard up to SECRET is asked for."""
    asked = facility.FacilityRequest(
        ASKED, "GB-F-2", "JP-ATLA", "JP-FIRM-7", "JP-YARD-1", "JP", base_visits.SECRET, "project:CBRN",
        add_months(ASKED, 30),
    )  # fmt: skip
    return replace(asked, **more)


def assured(**more: Any) -> File:
    """A place of which assurance is given."""
    file = File()
    file.write("GB", "facility_request", request())
    file.write("JP", "facility_assure", replace(base_visits.assured(ASKED), **more))
    return file


def inspection(on: date, **more: Any) -> facility.Inspection:
    """An inspection that finds the place sound."""
    found = facility.Inspection(on, "periodic", "satisfactory", "JP-P-51", add_months(on, 12))
    return replace(found, **more)


@settings(max_examples=40)
@given(st.integers(-900, 60))
def test_an_inspection_is_fresh_or_there_is_no_assurance(days):
    day = ASKED + timedelta(days=days)
    found = rules("facility_assure", "facility_request", inspected_on=day)
    fresh = day <= ASKED <= add_months(day, KNOWN["fresh_months"])
    assert ("isa.facility.assure.not_inspected" in found) == (not fresh)


@settings(max_examples=40)
@given(st.integers(-100, 2500))
def test_an_assurance_ends_after_it_began_and_within_its_years(days):
    last = ASKED + timedelta(days=days)
    found = rules("facility_assure", "facility_request", valid_to=last)
    good = ASKED <= last <= add_months(ASKED, 12 * KNOWN["years"])
    assert ("isa.facility.assure.term" in found) == (not good)


@settings(max_examples=40)
@given(st.integers(-5, 60), st.integers(1, 18))
def test_the_next_inspection_is_within_the_months_that_were_assured(months, agreed):
    due = ASKED + timedelta(days=31 * months)
    line = ("facility_request", {"do": "facility_assure", "inspection_months": agreed})
    found = rules("inspection", *line, next_due=due)
    assert ("isa.facility.inspection.next" in found) == (not ASKED < due <= add_months(ASKED, agreed))


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({}, None),
        ({"marking": {"scheme": "GB-GSC", "version": "2014-04-02", "written": "TOP SECRET"}}, "above_level"),
        ({"until": date(2031, 1, 1)}, "beyond"),
        ({"purpose": "project:RADAR"}, "other_purpose"),
        ({"firm": "JP-FIRM-7", "site": "JP-YARD-1"}, "itself"),
        ({"subcontract": False}, "not_said"),
    ],
)
def test_a_subcontractor_stands_under_an_assurance_that_reaches_as_far(changed, finding):
    own = {"number": "GB-F-3", "firm": "JP-FIRM-8", "site": "JP-WORKS-2", "subcontract": True}
    found = rules("facility_request", "facility_request", "facility_assure",
                  **{**own, **changed}, cites=["facility_assure"])  # fmt: skip
    assert found == (set() if finding is None else {f"isa.facility.subcontract.{finding}"})


def test_a_place_shows_what_is_assured_and_when_it_is_inspected_next():
    file = assured()
    row = file.the("facility")
    assert (row.state, row.authority, row.marking, row.level_assured) == ("assured", "JP", "SECRET", 3)
    assert row.next_due == number(add_months(date(2026, 5, 21), 12))
    clocks = file.clocks()
    assert (clocks["facility-inspection"].holder, clocks["facility-inspection"].due) == ("JP", row.next_due)
    assert clocks["facility-assurance"].due == number(add_months(ASKED, 36))
    assert [word.partition(":")[0] for word in clocks["facility-assurance"].warnings.split()] == ["6", "3", "1"]


def test_an_inspection_puts_the_next_one_off_and_an_earlier_day_counts():
    file = assured()
    later = date(2027, 3, 1)
    file.write("JP", "inspection", inspection(later, next_due=date(2027, 9, 1)))
    row = file.the("facility")
    assert (row.inspected, row.result, row.next_due) == (number(later), "satisfactory", number(date(2027, 9, 1)))


def test_what_an_inspection_found_wrong_is_due_until_a_later_one_finds_it_right():
    file = assured()
    first = date(2027, 3, 1)
    bad = inspection(first, result="unsatisfactory", found=("storage_place",), correct_by=date(2027, 4, 1))
    file.write("JP", "inspection", bad)
    assert file.clocks()["facility-correct"].done is None
    file.write("JP", "inspection", inspection(date(2027, 4, 20), form="follow_up"))
    assert file.clocks()["facility-correct"].done == number(date(2027, 4, 20))


def test_a_change_makes_an_assurance_doubtful_until_it_is_given_anew():
    file = assured()
    sold = date(2026, 9, 1)
    change = file.write("JP", "facility_change", facility.FacilityChange(sold, "bought", "JP-FIRM-9"))
    assert file.the("facility").doubtful == 1
    (trouble,) = file.table("trouble")
    assert (trouble.what, trouble.code, trouble.act) == ("doubtful", "facility.bought", change)
    due = file.clocks()["facility-reaffirm"]
    assert (due.due, due.done) == (number(sold + timedelta(days=KNOWN["reaffirm_days"])), None)
    again = replace(base_visits.assured(date(2026, 10, 1)), ownership="foreign_mitigated")
    file.write("JP", "facility_assure", again, cites=(change,))
    assert file.the("facility").doubtful == 0
    assert file.table("trouble") == []
    assert file.clocks()["facility-reaffirm"].done == number(date(2026, 10, 1))


def test_an_assurance_that_ended_has_no_inspection_to_come():
    file = assured()
    over = date(2027, 1, 10)
    file.write("GB", "facility_end", facility.FacilityEnd(over, "contract_over", 2, "to_return"))
    row = file.the("facility")
    assert (row.state, row.held, row.disposal) == ("ended", 2, "to_return")
    assert {"facility-inspection", "facility-assurance"}.isdisjoint(file.clocks())


def test_an_irregular_inspection_is_taken_by_the_side_that_asked():
    file = assured()
    found = file.write("JP", "inspection", inspection(date(2027, 3, 1)), planted="isa.facility.inspection.next")
    assert [row.state for row in file.table("trouble")] == ["open"]
    file.write("GB", "ratify", visit.Ratify(date(2027, 3, 2), "explained"), cites=(found,))
    assert [row.state for row in file.table("trouble")] == ["ratified"]


def test_a_suspended_place_waits_for_its_authority_and_the_other_side_may_remind_or_end():
    file = assured()
    file.write("JP", "facility_suspend", facility.FacilityEnd(date(2026, 9, 1), "incident"))
    head = file.the("case")
    assert (head.state, head.turn) == ("suspended", "JP")
    assert file.the("facility").level_assured == 0
    assert file.clocks()["wait-remind"].holder == "GB"
    case = file.fold()
    assert case.flow.step("suspended", "information/facility_end", "opener") is not None
