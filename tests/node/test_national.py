"""National cases: judged before they are sealed, a line in the order of the log, rows that the log alone makes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.world import World
from warifu.core import bundle as bundles
from warifu.core import keys
from warifu.law.roll import Appointment, OfficerKey
from warifu.node import domestic, national, proving
from warifu.node.drafting import Draft
from warifu.record import log
from warifu.record.log import NATIONAL
from warifu.rooms.information.acts import house
from warifu.rooms.information.acts.item import Marking

GOKUHI = Marking("JP-HIMITSU", "2013-07-04", "極秘")
I = "information/"  # noqa: E741  the room's prefix


pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def world(engine):
    made = World(seed=41)
    half, first, last = made.jp, date(2020, 1, 1), date(2040, 1, 1)
    officer = half.officers["security"] = keys.ed25519_from_seed(half.chance.randbytes(32))
    half.roll("officer", OfficerKey("JP-090", officer.public.algorithm, officer.public.raw, first, last))
    half.roll("appointment", Appointment("JP-A-090", ("security_authority",), ("*",), first, last, person="JP-090"))
    made.exchange()
    return made


def enter(world, kind, body, by="security", case=b"", **more):
    world.wait(1)
    draft = Draft(kind=I + kind, body=body, desk="TRIAL", case=case, **more)
    return national.enter(world.jp.node, "GB", [draft], world.jp.officers[by])[0]


def attestation(world, **more):
    today = world.today
    given = {"valid_from": today, "valid_to": today + timedelta(days=1000), **more}
    return house.Attestation(today, "JP-P-1", "JP-MOD-SEC", "JP-MOD", "SHITEI", GOKUHI, **given)


def rows(world, table, columns="*"):
    return world.jp.node.store.run(f"SELECT {columns} FROM {table} WHERE pair = %s", [NATIONAL])


def test_a_national_act_is_judged_by_the_pack_and_its_rows_are_written_with_it(world):
    begun = enter(world, "attestation", attestation(world))
    assert begun.ok, begun.ruling
    found = [
        row for row in rows(world, "information_attestation", '"case", level, ended') if bytes(row[0]) == begun.case
    ]
    assert [row[1:] for row in found] == [(3, "")]
    pack = domestic.case(world.jp.node, begun.case).head.pack
    assert world.jp.node.packs[pack].id == "gb-jp/isa-2013"


def test_what_the_pack_refuses_is_not_signed_and_changes_nothing(world):
    before = log.head(world.jp.node.store, NATIONAL, "JP").size
    refused = enter(world, "attestation", attestation(world, valid_to=world.today + timedelta(days=3000)))
    assert [each.rule for each in refused.ruling] == ["isa.attestation.too_long"]
    assert [each.rule for each in enter(world, "attestation", attestation(world), by="registrar").ruling] == [
        "house.officer.role_missing"
    ]
    assert log.head(world.jp.node.store, NATIONAL, "JP").size == before


def test_the_acts_of_a_case_form_a_line_and_a_transfer_breaks_the_clearance(world):
    begun = enter(world, "attestation", attestation(world))
    ended = enter(world, "attestation_ended", house.Ended(world.today, "transferred", "JP-MOFA"), case=begun.case)
    assert ended.ok, ended.ruling
    case = domestic.case(world.jp.node, begun.case)
    assert (case.state, [stand.placed.digest for stand in case.line]) == ("ended", [begun.act, ended.act])
    row = next(
        row
        for row in rows(world, "information_attestation", '"case", from_day, to_day, broken_by')
        if bytes(row[0]) == begun.case
    )
    assert row[3] == "JP-MOFA"
    assert row[2] == row[1] - 1
    again = enter(world, "attestation_ended", house.Ended(world.today, "left"), case=begun.case)
    assert "house.flow.not_a_step" in {each.rule for each in again.ruling}


def test_an_act_that_is_no_step_has_no_effect_even_where_it_stands_in_the_log(world):
    begun = enter(world, "attestation", attestation(world))
    node, officer = world.jp.node, world.jp.officers["security"]
    ended = [
        Draft(
            kind=I + "attestation_ended", body=house.Ended(world.today, cause), desk="TRIAL", case=begun.case,
            pack=domestic.case(node, begun.case).head.pack,
        )
        for cause in ("left", "withdrawn")
    ]  # fmt: skip
    first, second = national.submit(node, ended, officer)
    case = domestic.case(node, begun.case)
    assert [stand.placed.digest for stand in case.line] == [begun.act, first]
    assert case.stands[second].status == "refused"
    assert domestic.cited(node, [second]) == {}
    assert set(domestic.cited(node, [first, begun.act])) == {first, begun.act}


def test_several_acts_are_entered_together_or_none_of_them(world):
    good = Draft(kind=I + "attestation", body=attestation(world), desk="TRIAL")
    bad = Draft(kind=I + "attestation", body=attestation(world, valid_to=date(2020, 1, 1)), desk="TRIAL")
    before = len(rows(world, "information_attestation"))
    outcomes = national.enter(world.jp.node, "GB", [good, bad], world.jp.officers["security"])
    assert [each.ok for each in outcomes] == [False, False]
    assert len(rows(world, "information_attestation")) == before


def test_the_same_act_a_second_time_is_the_act_that_stands(world):
    draft = Draft(kind=I + "attestation", body=attestation(world), desk="TRIAL")
    world.wait(1)
    once = national.enter(world.jp.node, "GB", [draft, draft], world.jp.officers["security"])
    again = national.enter(world.jp.node, "GB", [draft], world.jp.officers["security"])
    assert {each.act for each in (*once, *again)} == {once[0].act}
    assert len(domestic.case(world.jp.node, once[0].act).line) == 1


def test_a_case_that_is_not_here_and_an_act_that_is_not_here_refuse(world):
    ended = enter(world, "attestation_ended", house.Ended(world.today, "left"), case=bytes(32))
    assert [each.rule for each in ended.ruling] == ["house.case_unknown"]
    cited = enter(world, "attestation", attestation(world), cites=(bytes(range(32)),))
    assert [each.rule for each in cited.ruling] == ["house.pending"]


def test_shared_acts_may_be_cited(world):
    activity = world.jp.node.pair("GB").rolls["JP"].founded
    assert set(domestic.cited(world.jp.node, [activity])) == {activity}


def test_rebuild_makes_the_same_rows_from_the_log_alone(world):
    node = world.jp.node
    enter(world, "need", house.Need(world.today, "JP-P-1", "exercise:V", world.today, world.today))
    before = {table: sorted(map(repr, rows(world, table))) for table in node.rooms["information"].tables}
    assert any(before.values())
    told = proving.rebuild(node, "GB")
    assert told[0] == told[1]
    assert before == {table: sorted(map(repr, rows(world, table))) for table in node.rooms["information"].tables}
    node.store.run("UPDATE information_attestation SET level = 0 WHERE pair = %s", [NATIONAL])
    told = proving.rebuild(node, "GB")
    assert told[0] != told[1]
    assert before == {table: sorted(map(repr, rows(world, table))) for table in node.rooms["information"].tables}


def test_the_national_log_verifies_and_neither_it_nor_its_size_is_sent(world):
    node = world.jp.node
    assert not proving.verify(node, "GB")
    size = log.head(node.store, NATIONAL, "JP").size
    shared = log.head(node.store, node.pair("GB").name, "JP").size
    frame = node.bundle("GB", 0)
    for _ in range(3):
        enter(world, "attestation", attestation(world))
    again = bundles.decode(node.bundle("GB", 0), "again")
    sent = bundles.decode(frame, "first")
    assert log.head(node.store, NATIONAL, "JP").size == size + 3
    assert (again.entries, again.texts, again.files) == (sent.entries, sent.texts, sent.files)
    assert len(sent.entries) == shared
    assert all(I.encode() not in raw for raw in again.entries)
    kept = {row[0] for row in node.store.run("SELECT pair FROM checkpoint")}
    assert NATIONAL not in kept
