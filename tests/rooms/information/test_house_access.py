"""The decision on access: against a slow reading of the same law, and what no answer may ever depend on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from warifu.law.pack import Rule
from warifu.node.open import all_packs
from warifu.rooms.information import access
from warifu.rooms.information.access import Question
from warifu.rooms.information.acts.house import Clearance, Known
from warifu.rooms.information.checks.house import CHECKS

DAY = date(2026, 6, 10)
PACK = next(pack for pack in all_packs().values() if pack.id == "gb-jp/isa-2013")
RULES = access.rules_of(PACK)
CIRCLE = "exercise:V"

days = st.integers(-3, 3).map(lambda n: DAY + timedelta(days=n))
levels = st.integers(0, 4)
clearances = st.builds(
    Clearance,
    agency=st.sampled_from(["JP-MOD", "JP-MOFA"]), level=levels, valid_from=days, valid_to=days,
    scope=st.sampled_from(["", CIRCLE, "project:X"]), broken=st.sampled_from(["", "", "JP-MOFA"]),
)  # fmt: skip
knowns = st.builds(
    Known,
    level=st.sampled_from([0, 1, 2, 3, 4, 9]), circle=st.just(CIRCLE), owner=st.just("GB"),
    state=st.sampled_from(["held", "held", "missing"]), releasable_to=st.sampled_from([(), ("AU",)]),
    designated_by=st.sampled_from(["", "JP-MOD", "JP-NPA"]), consented=st.booleans(),
    clearances=st.lists(clearances, max_size=4).map(tuple), nationality=st.sampled_from(["", "", "GB", "AU"]),
    contractor=st.sampled_from(["", "JP-F-1"]), needs=st.lists(st.tuples(days, days), max_size=3).map(tuple),
    briefed_on=st.none() | days, place_level=st.integers(-1, 4), facility_level=st.integers(-1, 4),
)  # fmt: skip
questions = st.builds(
    Question,
    person=st.just("P"), agency=st.sampled_from(["JP-MOD", "JP-MOFA"]),
    purpose=st.sampled_from([CIRCLE, CIRCLE, "exercise:W"]), place=st.just("R1"),
    medium=st.sampled_from(["paper", "workstation", "shared_folder", "operations_room", "oral_briefing"]),
    on=days, known=knowns,
)  # fmt: skip


def slow(q: Question) -> set[str]:
    """The law read word for word, each step a filter of its own."""
    k, found = q.known, set()
    if k.level >= 1:
        steps = [
            ("cleared", list(k.clearances)),
            ("agency", of := [c for c in k.clearances if c.agency == q.agency]),
            ("transferred", whole := [c for c in of if not c.broken]),
            ("validity", valid := [c for c in whole if c.valid_from <= q.on <= c.valid_to]),
            ("scope", scoped := [c for c in valid if c.scope in {"", k.circle}]),
            ("level", [c for c in scoped if c.level >= k.level]),
        ]
        found |= {next((name for name, left in steps if not left), "")} - {""}
        if not any(a <= q.on <= b for a, b in k.needs):
            found.add("need")
        if k.place_level < k.level:
            found.add("place")
        if k.nationality not in {"", "GB", *k.releasable_to}:
            found.add("releasable")
        if k.contractor and k.facility_level < k.level:
            found.add("facility")
    if k.level >= 2 and (k.briefed_on is None or k.briefed_on > q.on):
        found.add("briefing")
    if q.purpose != k.circle:
        found.add("purpose")
    if k.designated_by not in {"", q.agency} and not k.consented:
        found.add("designated")
    if k.state != "held":
        found.add("copy")
    return found


def names(ruling):
    return [each.rule.removeprefix(access.PREFIX) for each in ruling]


@given(questions)
def test_the_quick_decision_is_the_slow_one(asked):
    found = names(access.decide(asked, RULES))
    assert len(set(found)) == len(found)
    assert set(found) == slow(asked)


@given(questions)
def test_each_row_by_itself_says_what_the_whole_says(asked):
    alone = {step for step in access.STEPS if access.refuses(step, asked, RULES.thresholds) is not None}
    assert alone == set(names(access.decide(asked, RULES)))


@given(questions)
def test_more_protection_never_permits_what_less_refuses(asked):
    """A higher marking, fewer clearances, a lower place: never a finding less."""
    before = bool(access.decide(asked, RULES))
    for harder in (
        replace(asked.known, level=asked.known.level + 1),
        replace(asked.known, clearances=asked.known.clearances[1:]),
        replace(asked.known, needs=asked.known.needs[1:]),
        replace(asked.known, place_level=asked.known.place_level - 1),
        replace(asked.known, briefed_on=None),
        replace(asked.known, releasable_to=()),
    ):
        assert bool(access.decide(asked._replace(known=harder), RULES)) >= before


@given(questions)
def test_the_medium_is_no_way_around_and_the_person_is_no_reason(asked):
    """A briefing is access as paper is; and who the person is, but for what is attested, changes nothing."""
    ours = names(access.decide(asked, RULES))
    for medium in ("paper", "oral_briefing", "operations_room"):
        assert names(access.decide(asked._replace(medium=medium), RULES)) == ours
    assert names(access.decide(asked._replace(person="ADMIRAL-1"), RULES)) == ours


def test_nothing_in_a_question_is_a_rank_or_a_post():
    fields = {*Question._fields, *Known.__struct_fields__, *Clearance.__struct_fields__}
    assert not {name for name in fields if "rank" in name or "post" in name or "role" in name}


def test_every_finding_has_its_rule_and_article_in_the_pack():
    known = Known(4, CIRCLE, "GB", "missing", designated_by="X", nationality="AU", contractor="F")
    asked = Question("P", "A", "W", "R", "paper", DAY, known)
    ruling = access.decide(asked, RULES)
    assert set(names(ruling)) == {
        "cleared", "need", "purpose", "briefing", "releasable", "facility", "designated", "place", "copy",
    }  # fmt: skip
    for each in ruling:
        assert PACK.rules[each.rule].article == each.article
        assert each.article in PACK.articles


def test_the_pack_has_a_row_for_every_step_and_a_check_for_every_row():
    assert {step for step, _, _ in RULES.rows} == access.STEPS
    for step in access.STEPS:
        rule: Rule = PACK.rules[access.PREFIX + step]
        assert rule.check in CHECKS


@pytest.mark.parametrize(("level", "asks"), [(0, set()), (1, {"need"}), (2, {"need", "briefing"})])
def test_from_which_level_on_a_rule_asks_is_data_of_the_pack(level, asks):
    known = Known(level, CIRCLE, "GB", "held", clearances=(Clearance("A", 4, DAY, DAY),), place_level=4)
    assert set(names(access.decide(Question("P", "A", CIRCLE, "R", "paper", DAY, known), RULES))) == asks
    lax = RULES._replace(thresholds=access.thresholds({"need_from": 3, "briefing_from": 4}))
    assert names(access.decide(Question("P", "A", CIRCLE, "R", "paper", DAY, known), lax)) == []
