"""Own law: its table as the domain states it, written down a second time and compared with what the judge answers."""

from __future__ import annotations

from datetime import date

import pytest

from tests.packs.bench import PACKS, Trial
from warifu.law.judge import PERMITTED, Finding, judge
from warifu.law.own import in_force, judge_own
from warifu.law.pack import Pack, PackFile, Rule
from warifu.rooms.logistics.ownlaw import CHECKS, revenue_year
from warifu.rooms.logistics.ownlaw_answers import answers

JP = PACKS["law/jp"]
_OLD, _NEW = date(2025, 5, 27), date(2025, 5, 28)
_BOTH_TRAIN = {"exercise", "training"}
_TOGETHER = {
    *("counter_piracy", "disaster_response", "mine_clearance", "evacuation", "relief", "information_gathering"),
    "relief_complement",
}
_ROUTINE = {"routine", "port_visit"}
_ROUTINE_PLACES = {"own_facility_in_japan", "partners_facility_at_home"}


def _allowed(activity: str, place: str, category: str) -> bool:
    """The table of the domain in four lines: item 1, items 2 to 7 and PKO Art. 33, items 8 and 9, nothing else."""
    if category == "weapons":
        return False
    if activity in _BOTH_TRAIN:
        return True
    by_activity = activity in _TOGETHER or (activity in _ROUTINE and place in _ROUTINE_PLACES)
    return by_activity and category != "training"


@pytest.mark.parametrize("on", [_OLD, _NEW])
def test_japans_table_is_the_domains(on):
    seen = 0
    for answer in answers(JP, on, "GB"):
        seen += 1
        assert (answer.ruling == PERMITTED) == _allowed(answer.activity, answer.place, answer.category), answer
    assert seen == 15 * 6 * 17 * 2


def test_articles_of_the_answers_change_with_the_day():
    old = {finding.article for answer in answers(JP, _OLD, "GB") for finding in answer.ruling}
    new = {finding.article for answer in answers(JP, _NEW, "GB") for finding in answer.ruling}
    assert old == {"sdf:100-10"}
    assert new == {
        *("sdf:100-8(1)", "sdf:100-8(1)(8)", "sdf:100-8(1)(9)", "sdf:100-8/business", "sdf:100-8/weapons"),
    }


def test_india_gets_everything_else_but_no_ammunition():
    for answer in answers(JP, _NEW, "IN"):
        allowed = _allowed(answer.activity, answer.place, answer.category) and answer.category != "ammunition"
        assert (answer.ruling == PERMITTED) == allowed, answer


def test_the_united_states_get_nothing_by_this_law():
    assert all(answer.ruling for answer in answers(JP, _NEW, "US"))


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 3, 31), 2026)],
)
def test_revenue_belongs_to_the_year_of_its_notice(day, year):
    assert revenue_year(day) == year


@pytest.mark.parametrize(
    ("on", "holds"), [(_OLD, False), (_NEW, True), (date(2026, 1, 1), True), (date(2026, 1, 2), False)]
)
def test_a_dated_row_holds_on_its_first_and_last_day(on, holds):
    rule = Rule("jp.x", "jp.missions@1", "a", (), {"from": _NEW, "to": date(2026, 1, 1)})
    assert in_force(rule, on) is holds


def test_own_law_is_silent_on_all_but_our_own_acts():
    ours = Trial()
    ours.write({"do": "request", "hinders": True})
    situation = ours.situation("offer", {})
    assert {finding.rule for finding in judge_own(PACKS.values(), situation)} == {"jp.missions.missions_hindered"}
    assert judge_own([PACKS["law/gb"]], situation) == PERMITTED
    assert judge_own([PACKS["gb-jp/acsa-2017"]], situation) == PERMITTED
    theirs = ours.situation("offer", {"by": "JP", "on_behalf": "GB", "scan": True})
    assert judge_own(PACKS.values(), theirs) == PERMITTED


def test_a_row_that_cannot_be_applied_refuses_and_names_itself():
    broken = Rule(
        "jp.broken", "jp.item@1", "sdf:100-8(1)", ("logistics/offer",), {"items": [["exercise", "", ["by_moonlight"]]]}
    )
    pack = Pack(
        PackFile("law/jp", "0", "invented", "架空", "logistics", law_of="JP", rule=(broken,)),
        JP.articles.values(),
        CHECKS,
    )
    trial = Trial()
    trial.write("request")
    figures = (("rule", "jp.broken"), ("trouble", "KeyError"))
    assert judge(pack, trial.situation("offer", {})) == (Finding("house.check_failed", "sdf:100-8(1)", figures),)


def test_every_mapping_of_the_table_is_the_one_the_judge_uses():
    for rule in ("jp.business", "jp.2017.business"):
        assert JP.rules[rule].params["of"] == {
            category: row["business"] for category, row in JP.table["business"].items()
        }
    assert {row["standing"] for row in JP.table["business"].values()} <= {"text", "sister", "draft"}
    assert len({row["business"] for row in JP.table["business"].values()}) == 11


def test_every_activity_that_an_item_names_stands_in_the_table():
    for rule in JP.data.rule:
        assert {row[0] for row in rule.params.get("items", [])} <= set(JP.table["activity"]), rule.id
