"""Visits: lead times by the host's day, windows, attestations, what the host may grant, and what the rows show."""

from __future__ import annotations

from datetime import UTC, date, timedelta
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
from warifu.rooms.information.acts import visit
from warifu.rooms.information.checks.visit import sealed_at

PACK = PACKS["gb-jp/isa-2013"]
ASKED = date(2026, 6, 10)
CAME = date(2026, 7, 7)
LEAD = PACK.table["visit_form"]["one_time"]["lead_days"]


def rules(base: str, *line: Any, **given_: Any) -> set[str]:
    """Write a line, judge one more act, return the codes of what is found."""
    trial = Trial()
    for step in line:
        trial.write(step)
    return {found.rule for found in judge(PACK, trial.situation(base, given_))}


def approved(**more: Any) -> File:
    """A visit that the host has approved."""
    file = File()
    file.write("GB", "visit_request", replace(base_visits.request(ASKED), **more))
    file.write("JP", "visit_approve", base_visits.approval(ASKED + timedelta(days=2)))
    return file


# --- time ------------------------------------------------------------------------------------------------------------


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-12, 14))
def test_the_day_of_sealing_is_that_of_the_hosts_clock(at, hours):
    at = at.replace(year=2014 + at.year % 40, day=min(at.day, 28), microsecond=0)
    assert sealed_at(int(at.timestamp()), hours) == (at + timedelta(hours=hours)).date()


@settings(max_examples=40)
@given(st.integers(0, 60), st.integers(0, 6))
def test_a_visit_is_in_time_when_so_many_days_lie_between_whatever_day_was_written(ahead, written_before):
    """A clock set back, or an earlier day written, shortens nothing: the later of both counts."""
    first = ASKED + timedelta(days=ahead)
    found = rules(
        "visit_request", on=ASKED - timedelta(days=written_before), sealed=ASKED, from_day=first, to_day=first
    )
    assert ("isa.visit.lead" in found) == (ahead < LEAD)


@settings(max_examples=40)
@given(st.integers(1, 800), st.sampled_from(["one_time", "recurring", "emergency", "security_representatives"]))
def test_a_visit_is_no_longer_than_its_type_allows(days, form):
    known = PACK.table["visit_form"][form]
    first = date(2026, 8, 3)
    last = first + timedelta(days=days - 1)
    longest = add_months(first, known["months"]) if "months" in known else first + timedelta(days=known["days"] - 1)
    found = rules("visit_request", form=form, from_day=first, to_day=last)
    assert ("isa.visit.dates.too_long" in found) == (last > longest)
    assert "isa.visit.dates.reversed" not in found


@settings(max_examples=40)
@given(st.integers(-40, 40))
def test_an_attestation_holds_on_every_day_or_not_at_all(after):
    """The last day counts: one that ends on the last day of the visit is enough, the day before is not."""
    request = base_visits.request(ASKED)
    until = request.to_day + timedelta(days=after)
    file_visitors = [
        {
            "person": "GB-P-31", "nationality": "GB", "agency": "GB-MOD", "need": "programme",
            "attested": {
                "issuer": "GB-UKSV", "agency": "GB-MOD", "valid_to": until,
                "marking": {"scheme": "GB-GSC", "version": "2014-04-02", "written": "SECRET"},
            },
        }
    ]  # fmt: skip
    found = rules("visit_request", visitors=file_visitors)
    assert ("isa.visit.clearance.expires" in found) == (after < 0)


@settings(max_examples=40)
@given(st.integers(-10, 50), st.integers(-10, 50))
def test_the_host_grants_no_day_that_was_not_asked_for(first, last):
    asked = base_visits.request(ASKED)
    begins, ends = asked.from_day + timedelta(days=first), asked.from_day + timedelta(days=last)
    found = rules("visit_approve", "visit_request", from_day=begins, to_day=ends)
    within = asked.from_day <= begins <= ends <= asked.to_day
    assert ("isa.visit.decision.days" in found) == (not within)


@settings(max_examples=40)
@given(st.integers(-30, 30))
def test_who_comes_on_a_day_that_was_not_approved_is_irregular_and_recorded(after):
    day = date(2026, 7, 6) + timedelta(days=after)
    found = rules("attended", "visit_request", "visit_approve", on=day, sealed=max(day, ASKED))
    assert ("isa.visit.attended.day" in found) == (not date(2026, 7, 6) <= day <= date(2026, 7, 10))


def test_a_change_of_a_running_visit_is_for_days_that_are_still_to_come():
    line = (
        {"do": "visit_request", "form": "recurring", "to_day": date(2027, 1, 5)},
        {"do": "visit_approve", "to_day": date(2027, 1, 5)},
    )
    running = date(2026, 10, 1)
    assert "isa.visit.lead" not in rules("visit_amend", *line, on=running)
    assert "isa.visit.lead" in rules("visit_amend", *line, on=date(2027, 1, 2))
    assert "isa.visit.lead" in rules(
        "visit_amend", *line, on=date(2027, 1, 2), visitors=[], without=[], to_day=date(2027, 2, 1), reason="prolonged"
    )


# --- who -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("need", PACK.rules["isa.visit.visitors"].params["never"])
@pytest.mark.parametrize("marked", ["SECRET", "TOP SECRET"])
def test_rank_post_or_clearance_alone_lets_nobody_in(need, marked):
    """However high the clearance: what is asked is why this person needs to know."""
    person = {
        "person": "GB-P-1", "nationality": "GB", "agency": "GB-MOD", "need": need,
        "attested": {
            "issuer": "GB-UKSV", "agency": "GB-MOD", "valid_to": date(2030, 1, 1),
            "marking": {"scheme": "GB-GSC", "version": "2014-04-02", "written": marked},
        },
    }  # fmt: skip
    assert rules("visit_request", visitors=[person]) == {"isa.visit.visitors.rank_alone"}
    granted = [{"person": "GB-P-31", "ground": need}]
    assert rules("visit_approve", "visit_request", visitors=granted) == {"isa.visit.ground.rank_alone"}


@pytest.mark.parametrize(
    ("written", "scheme", "version", "enough"),
    [
        ("極秘", "JP-HIMITSU", "2013-07-04", True),
        ("機密", "JP-HIMITSU", "2013-07-04", True),
        ("秘", "JP-HIMITSU", "2013-07-04", False),
        ("特定秘密", "JP-TOKUTEI", "2014-12-10", True),
        ("注意", "JP-ADMIN", "draft", False),
    ],
)
def test_a_japanese_clearance_reaches_as_far_as_the_table_of_markings_says(written, scheme, version, enough):
    """A Japanese visitor to Britain: the level asked for is British, the attestation Japanese."""
    person = {
        "person": "JP-P-8", "nationality": "JP", "agency": "JP-MOD", "need": "programme",
        "attested": {
            "issuer": "JP-MOD", "agency": "JP-MOD", "valid_to": date(2028, 1, 1),
            "marking": {"scheme": scheme, "version": version, "written": written},
        },
    }  # fmt: skip
    sites = [{"site": "GB-BASE-1", "country": "GB"}]
    found = rules("visit_request", by="provider", visitors=[person], sites=sites)
    assert found == (set() if enough else {"isa.visit.clearance.level"})


def test_a_clearance_that_nobody_can_read_is_none():
    person = {
        "person": "GB-P-31", "nationality": "GB", "agency": "GB-MOD", "need": "programme",
        "attested": {
            "issuer": "GB-UKSV", "agency": "GB-MOD", "valid_to": date(2028, 1, 1),
            "marking": {"scheme": "XX", "version": "1", "written": "COSMIC"},
        },
    }  # fmt: skip
    assert rules("visit_request", visitors=[person]) == {"isa.visit.attestation.marking", "isa.visit.clearance.level"}


# --- rows ------------------------------------------------------------------------------------------------------------


def test_a_visit_shows_what_was_asked_and_what_was_approved():
    file = approved()
    row = file.the("visit")
    assert (row.state, row.host, row.visitors, row.approved, row.papers) == ("authorised", "JP", 2, 2, "")
    assert (row.approved_from, row.approved_to) == (number(date(2026, 7, 6)), number(date(2026, 7, 10)))
    assert (row.level, row.circle) == (1, "")
    head = file.the("case")
    assert (head.other_desk, head.activity, head.marking) == ("JP-SEC", base_visits.CIRCLE, "SECRET")
    assert "gb-p-31" in head.search


def test_a_part_of_the_visitors_is_let_in():
    file = File()
    file.write("GB", "visit_request", base_visits.request(ASKED))
    given_ = replace(base_visits.approval(ASKED), visitors=(visit.Granted("GB-P-32", "need_confirmed"),))
    file.write("JP", "visit_approve", given_)
    assert [(row.person, row.approved) for row in file.table("visitor")] == [("GB-P-31", False), ("GB-P-32", True)]


def test_who_came_is_counted_and_a_stranger_stands_among_what_is_wrong_until_the_host_takes_it():
    file = approved()
    file.write("JP", "attended", visit.Attended(CAME, "JP-YARD-1", ("GB-P-31",)))
    stranger = file.write(
        "JP", "attended", visit.Attended(CAME, "JP-YARD-1", ("GB-P-99",)), planted="isa.visit.attended.not_let_in"
    )
    (trouble,) = file.table("trouble")
    assert (trouble.act, trouble.state, trouble.owner) == (stranger, "open", "JP")
    assert [row.days for row in file.table("visitor")] == [1, 0]
    file.write("JP", "ratify", visit.Ratify(CAME, "explained"), cites=(stranger,))
    (trouble,) = file.table("trouble")
    assert trouble.state == "ratified"


def test_a_change_stands_beside_the_visit_until_the_host_has_decided():
    file = approved()
    until = add_months(ASKED, 9)
    change = visit.VisitAmend(ASKED, "visitor_changed", (base_visits.visitor("GB-P-33", until),), ("GB-P-32",))
    file.write("GB", "visit_amend", change)
    assert file.the("visit").changing
    assert [row.person for row in file.table("visitor")] == ["GB-P-31", "GB-P-33"]
    file.write("JP", "visit_refuse", visit.VisitEnd(ASKED, "clearance_missing"))
    row = file.the("visit")
    assert (row.state, row.changing, row.approved) == ("authorised", False, 2)
    assert [each.person for each in file.table("visitor")] == ["GB-P-31", "GB-P-32"]


def test_the_papers_of_an_emergency_visit_are_due_and_then_complete():
    file = File()
    file.write("GB", "visit_request", base_visits.emergency(ASKED))
    given_ = visit.VisitApprove(
        ASKED, (visit.Granted("GB-P-31", "emergency_confirmed"),), date(2026, 6, 11), date(2026, 6, 12),
        base_visits.SECRET, "JP-SEC/26/89",
    )  # fmt: skip
    file.write("JP", "visit_approve", given_)
    assert file.the("visit").papers == "due"
    papers = file.clocks()["visit-papers"]
    assert (papers.holder, papers.done, papers.due) == ("GB", None, number(date(2026, 6, 26)))
    late = date(2026, 6, 20)
    visitor = visit.Visitor("GB-P-31", "GB", "GB-MOD", "technical", base_visits.attested(date(2027, 1, 1)))
    file.write(
        "GB", "visit_supplement",
        visit.VisitSupplement(
            late, (visitor,), (), ("equipment",), "controlled_area", "government_asked", base_visits.CIRCLE,
            security_officer="GB-P-05", certified_by="GB-NSA", certificate="RFV/26/0118",
        ),
    )  # fmt: skip
    assert file.the("visit").papers == "complete"
    assert file.clocks()["visit-papers"].done == number(late)


def test_the_host_must_answer_and_the_asker_may_remind():
    file = File()
    file.write("GB", "visit_request", base_visits.request(ASKED))
    clocks = file.clocks()
    assert (clocks["visit-answer"].holder, clocks["visit-answer"].done) == ("JP", None)
    assert clocks["wait-remind"].holder == "GB"
    file.write("JP", "visit_refuse", visit.VisitEnd(ASKED, "policy"))
    assert file.clocks()["visit-answer"].done == number(ASKED)
    assert set(file.clocks()) == {"visit-answer"}


def test_a_visit_is_seen_from_its_label_on_and_within_its_circle():
    file = File()
    secret = ("GB-GSC", "2014-04-02", "SECRET")
    file.write("GB", "visit_request", replace(base_visits.request(ASKED), circle=base_visits.CIRCLE), label=secret)
    assert file.rows().sight == (3, base_visits.CIRCLE)
    unread = File()
    unread.write("GB", "visit_request", base_visits.request(ASKED), label=("XX", "1", "?"))
    assert unread.rows().sight is not None
    assert unread.rows().sight.level > 4
