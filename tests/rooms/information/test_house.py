"""National cases of the house: folded in the order of the log, turned into rows that stand whatever an act says."""

from __future__ import annotations

from datetime import date

import pytest

from tests.packs.base_acts import kind_of
from tests.packs.base_house import HOUSE
from tests.packs.bench import OF_ROOM, ROOMS, Trial
from warifu.law.chain import chain
from warifu.law.room import RowContext
from warifu.node.open import all_packs
from warifu.record.log import NATIONAL
from warifu.rooms.information import rows_house

ROOM = ROOMS["information"]
CONTEXT = RowContext(NATIONAL, "JP", {}, {pack.digest: pack.table for pack in all_packs().values()})
RECEIVED = ("register", "dispatch", "receipt_item")
STORIES = {
    "attestation": ("attestation", "attestation_ended"),
    "need": ("need", "briefed", "need_ended"),
    "place": ("place", "place_ended"),
    "custodian": ({"do": "custodian", "item": "register"}, "custody_offer", "custody_taken"),
    "muster": ("muster",),
    "access": ({"do": "access", "item": "register"}, {"do": "opened", "content": "register"}),
    "vault_destroyed": ({"do": "vault_destroyed", "item": "register", "content": "register"},),
}


BEFORE = {"vault_destroyed": ("destruction", "witness")}
"""What has to have happened to the copy before."""


def folded(name):
    """The case of a story, and its acts in order."""
    trial = Trial()
    for step in (*RECEIVED, *BEFORE.get(name, ())):
        trial.write(step)
    acts = [trial.write(step).placed for step in STORIES[name]]
    return chain(ROOM.flows[acts[0].act.kind], acts, ROOM.evolve), acts


@pytest.mark.parametrize("name", STORIES)
def test_every_story_becomes_rows_of_its_tables(name):
    case, acts = folded(name)
    assert [stand.placed for stand in case.line] == acts
    rows = rows_house.national_rows(case, CONTEXT)
    assert rows.tables["information_case"][0].undetermined == 0
    assert any(table in rows.tables for table in rows_house.RECORDS)
    for table, found in rows.tables.items():
        assert all(len(row) == len(ROOM.tables[table]) for row in found), table


def test_a_right_that_was_ended_ends_in_its_row_the_day_before():
    case, _ = folded("attestation")
    (row,) = rows_house.national_rows(case, CONTEXT).tables["information_attestation"]
    assert (row.to_day, row.ended, row.broken_by) == (row.from_day - 1, "transferred", "JP-MOFA")


def test_a_copy_is_with_who_signed_for_it_last():
    case, _ = folded("custodian")
    (row,) = rows_house.national_rows(case, CONTEXT).tables["information_custodian"]
    assert (row.person, row.place, row.to_person, row.state) == ("JP-registrar", "JP-AKASHI-R2", "", "in_charge")


def test_a_decision_is_seen_within_its_circle_alone():
    case, _ = folded("access")
    rows = rows_house.national_rows(case, CONTEXT)
    assert (rows.sight.level, rows.sight.circle) == (3, "exercise:VIGILANT-26")
    assert rows.tables["information_opened"][0].person == "JP-custodian"


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2170, 1, 1)])
@pytest.mark.parametrize("name", ["attestation", "need", "place", "muster"])
def test_no_day_stops_the_rows(name, day):
    body = HOUSE[name].body(date(2026, 6, 10))
    fields = [field for field in body.__struct_fields__ if field != "on" and isinstance(getattr(body, field), date)]
    days = dict.fromkeys(fields, day)
    trial = Trial()
    situation = trial.situation(name, days)
    case = chain(ROOM.flows[situation.act.kind], [situation.placed], ROOM.evolve)
    rows = rows_house.national_rows(case, CONTEXT)
    assert rows.tables["information_case"][0].undetermined == 0


def test_an_act_that_is_no_step_leaves_the_case_as_it_was():
    case, acts = folded("attestation")
    again = chain(ROOM.flows[acts[0].act.kind], [*acts, acts[-1]._replace(digest=bytes(32))], ROOM.evolve)
    assert again.terms == case.terms
    assert again.stands[bytes(32)].status == "refused"
    assert chain(ROOM.flows[acts[0].act.kind], acts[1:], ROOM.evolve) is None
    assert chain(ROOM.flows[acts[0].act.kind], [], ROOM.evolve) is None


def test_a_step_whose_terms_cannot_be_told_has_no_effect():
    _, acts = folded("attestation")

    def breaking(terms, placed):
        if terms is not None:
            raise ValueError
        return ROOM.evolve(terms, placed)

    case = chain(ROOM.flows[acts[0].act.kind], acts, breaking)
    assert (case.state, case.stands[acts[1].digest].status) == ("attested", "refused")


def test_every_national_kind_of_the_room_has_a_base_and_rules():
    national = {name for name, kind in ROOM.kinds.items() if kind.national}
    based = {f"information/{kind_of(name)}" for name in HOUSE}
    assert {name for name in national if name.partition("/")[2] in {kind_of(each) for each in HOUSE}} <= based
    house = {f"information/{flow}" for flow in rows_house.NATIONAL}
    assert house <= national
    assert all(OF_ROOM["information"].rules_of(name) for name in national)
