"""A node's ceiling: texts and files of acts above it are refused on our own draft and left out of what comes."""

from __future__ import annotations

import pytest

from tests.house_world import CIRCLE, SECRET, house_world
from warifu.core import texts
from warifu.doors import cases
from warifu.node import ceiling, national, proving
from warifu.node.drafting import Draft, File
from warifu.record import openings
from warifu.rooms.information.acts import house, item

SHORT, TITLE = "exercise paper", "the landing at the northern beach"
LOW = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")


def register(world, number, label=SECRET):
    marking = item.Marking(*label)
    return item.Register(world.today, number, "document", "GB-MOD", marking, CIRCLE, (item.Copy("1", 2),))


@pytest.fixture
def world():
    return house_world(seed=53)


def written(world, half, number, label=SECRET, **more):
    given = {"label": label, "texts": {1: SHORT, 2: TITLE}, **more}
    return half.does("information/register", register(world, number, label), "registrar", **given)


def kept(half, peer, act):
    pair = half.node.pair(peer)
    return {leaf.slot: leaf for leaf in openings.read(pair.store, pair.name, [act])[act]}


def test_a_title_above_the_ceiling_is_refused_and_says_so(world):
    world.gb.node.ceiling = 2
    refused = written(world, world.gb, "N-1")
    assert [each.rule for each in refused.ruling] == ["house.above_ceiling"]
    assert TITLE not in repr(refused)
    assert written(world, world.gb, "N-1", texts={1: SHORT}).ok
    assert written(world, world.gb, "N-2", label=LOW).ok


def test_a_file_above_the_ceiling_is_refused(world):
    world.gb.node.ceiling = 2
    refused = written(world, world.gb, "N-1", texts={}, files=(File(b"scan", "image/png", "scan"),))
    assert [each.rule for each in refused.ruling] == ["house.above_ceiling"]


def test_what_comes_above_the_ceiling_is_recorded_with_its_leaves_sealed(world):
    world.jp.node.ceiling = 2
    outcome = written(world, world.gb, "N-1", files=(File(b"the scan itself", "image/png", "scan"),))
    assert outcome.ok, outcome.ruling
    world.exchange()
    assert world.same()
    leaves = kept(world.jp, "GB", outcome.act)
    assert leaves[1].text == SHORT
    assert isinstance(leaves[2], texts.Sealed)
    assert kept(world.gb, "JP", outcome.act)[2].text == TITLE
    assert not proving.verify(world.jp.node, "GB")
    assert world.jp.node.store.run("SELECT count(*) FROM attachment WHERE raw = %s", [b"the scan itself"]) == [(0,)]
    low = written(world, world.gb, "N-2", label=LOW)
    world.exchange()
    assert kept(world.jp, "GB", low.act)[2].text == TITLE


def test_the_title_stands_nowhere_in_the_tables(world):
    world.jp.node.ceiling = 2
    outcome = written(world, world.gb, "N-1")
    assert outcome.ok
    world.exchange()
    store = world.jp.node.store
    for (table,) in store.run("SELECT name FROM sqlite_master WHERE type = 'table'"):
        assert TITLE not in repr(store.run(f'SELECT * FROM "{table}"')), table


def test_a_label_that_nobody_reads_lies_above_every_ceiling(world):
    world.jp.node.ceiling = 4
    assert written(world, world.gb, "N-1").ok
    strange = world.jp.does(
        "information/register", register(world, "N-2"), "registrar", label=("XX", "1", "X"), texts={2: "t"}
    )
    assert "house.above_ceiling" in {each.rule for each in strange.ruling}


def test_a_national_act_keeps_to_the_ceiling_too(world):
    world.jp.node.ceiling = 2
    body = house.Need(world.today, "JP-1", "project:trial", world.today, world.today)
    draft = Draft(kind="information/need", body=body, desk="TRIAL", label=SECRET, texts={3: "remarks"})
    refused = national.enter(world.jp.node, "GB", [draft], world.jp.officers["security"])[0]
    assert [each.rule for each in refused.ruling] == ["house.above_ceiling"]


def test_no_fact_slips_under_the_ceiling_by_a_lower_label(world):
    """A fact that has happened is recorded even so, and its label is still ours to put right."""
    world.gb.node.ceiling = 2
    case = written(world, world.gb, "N-1", texts={1: SHORT}).case
    lost = item.Missing(world.today, ("1",), "muster")
    given = {"case": case, "label": LOW, "texts": {2: TITLE}}
    for insist in (False, True):
        refused = world.gb.does("information/missing", lost, "registrar", irregular=insist, **given)
        assert [each.rule for each in refused.ruling] == ["isa.label.too_low"]
    above = world.gb.does("information/missing", lost, "registrar", **given | {"label": SECRET})
    assert [each.rule for each in above.ruling] == ["house.above_ceiling"]


def test_texts_of_what_was_upgraded_beyond_the_ceiling_are_listed(world):
    """Nothing is destroyed by it: a text may be the only one; the keeper is told."""
    world.gb.node.ceiling = 3
    assert written(world, world.gb, "N-1").ok
    case = written(world, world.gb, "N-2").case
    bare = written(world, world.gb, "N-3", texts={1: SHORT}).case
    pair = world.gb.node.pair("JP")
    assert ceiling.held_above(world.gb.node, pair) == []
    top = ("GB-GSC", "2014-04-02", "TOP SECRET")
    for each in (case, bare):
        up = item.Regrade(world.today, "upgrade", item.Marking(*top), "harm_greater", "MOD/26/1")
        world.gb.must("information/regrade", up, "registrar", case=each, label=top)
    assert ceiling.held_above(world.gb.node, pair) == [(case, 4)]
    assert cases.status(world.gb.node, "JP", world.today)["above_ceiling"] == [{"case": case.hex(), "level": 4}]
