"""The report of a muster on paper: what was sighted, explained and neither, in both languages under both markings."""

from __future__ import annotations

import pytest

from tests.doors.paper.pages import bare
from tests.house_world import give, house_world
from tests.world import World
from warifu.core.errors import ValueTroubleError
from warifu.doors.inhouse import mustering
from warifu.doors.inhouse.mustering import By, Wanted, Word
from warifu.doors.markings import Beside
from warifu.doors.paper import muster as printing
from warifu.doors.paper.muster import Printed
from warifu.record.queries_sight import Seeing, seen_by

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def world(engine: str) -> World:
    """Three copies of one item in Tokyo: one is seen, one is with a reader, of one nothing is said."""
    made = house_world(seed=51)
    give(made, "GB-PLAN-9", 4)
    registrar = By(made.jp.officers["clerk"], "TRIAL")
    made.begun, sheet = mustering.begin(made.jp.node, "GB", Wanted("JP-M-26-7", "yearly", made.today), registrar)
    made.wait(1)
    said = mustering.tick(made.jp.node, "GB", sheet.case, Word((1,), ((2, "with_reader"), (3, ""))), registrar)
    assert said.ok, said.ruling
    return made


def reported(world, store=None):
    node = world.jp.node
    return mustering.report(store or node.store, node.pair("GB").name, world.begun.case)


def printed(world):
    return Printed("JP", world.now, Beside(world.jp.node.schemes, ("JP", "GB"), world.today))


def test_every_line_stands_in_one_of_three_tables(world):
    found = reported(world)
    told = [[each.line.copy for each in lines] for lines in (found.sighted, found.explained, found.open)]
    assert told == [["2"], ["3"], ["4"]]


def test_it_says_so_in_both_languages_under_both_markings(world):
    text = bare(printing.form(reported(world), printed(world)))
    for said in (
        "Reportofamuster", "検査報告書", "JP-M-26-7", "GB-PLAN-9", "SECRET(GB)·極秘(JP)", "witha", "閲覧中", "sighted",
        "現認", "notsighted,notexplained", "未現認（未説明）", "secondofficer", "連署者",
    ):  # fmt: skip
        assert said in text, said
    assert text.count("SECRET(GB)·極秘(JP)") >= 2  # at the top and at the bottom


def test_figures_are_those_of_the_tables(world):
    facts = printing.sheet(reported(world), printed(world)).parts[0]
    assert [each.said.en for each in facts.lines[-4:]] == ["3", "1", "1", "1"]


def test_who_may_not_see_it_is_given_nothing(world):
    assert reported(world, seen_by(world.jp.node.store, Seeing(1, None))) is None


def test_a_report_that_no_paper_holds_is_refused_and_never_cut(world, monkeypatch):
    monkeypatch.setattr(mustering, "MOST_PRINTED", 2)
    with pytest.raises(ValueTroubleError) as found:
        reported(world)
    assert found.value.code == "registry.too_long"


def test_a_muster_of_nothing_says_that_nothing_was_expected():
    world = house_world(seed=52)
    wanted = Wanted("JP-M-26-8", "spot", world.today)
    world.begun = mustering.begin(world.jp.node, "GB", wanted, By(world.jp.officers["clerk"], "TRIAL"))[0]
    text = bare(printing.form(reported(world), printed(world)))
    assert "nothingwasexpectedhere" in text
    assert "対象なし" in text
