"""One search over every room, and what rests on a case: shown to whoever may see it, and to nobody else."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from tests.doors.web.test_orders import told
from tests.world import play_of
from warifu.doors import cases
from warifu.doors.demo import chapters
from warifu.node import proving
from warifu.record import log


@pytest.fixture
def fuel(world):
    return chapters.fuel_at_sea(play_of(world))


def test_every_room_is_searched_in_one_go(world, fuel, client_of):
    browser = client_of("ordering_officer")
    page = told(browser, f"/search/?q={quote('ＣＡＬＤＥＲ')}")
    assert "GB-CALDER-26-0001" in page
    activity = world.gb.case(fuel.case).stands[fuel.case].placed.act.cites[0]
    cited = world.gb.case(_case_of(world, activity))
    name = cited.stands[cited.root].placed.body.number
    assert name in told(browser, f"/search/?q={quote(name)}")
    assert told(browser, "/search/").count("<table") == 0
    assert "該当する案件はありません" in told(browser, "/search/?q=zzzz", "ja")
    assert "100" in told(browser, f"/search/?q={'x' * 101}")


def _case_of(world, act):

    half = world.gb
    return log.cases_of(half.node.store, half.node.pair(half.peer).name, [act])[act]


def test_an_activity_shows_the_orders_that_rest_on_it_and_a_hidden_one_is_not_there(world, fuel, client_of, gb):
    root = _case_of(world, world.gb.case(fuel.case).stands[fuel.case].placed.act.cites[0])
    browser = client_of("ordering_officer")
    page = told(browser, f"/cases/{root.hex()}")
    assert 'id="resting"' in page
    assert "GB-CALDER-26-0001" in page
    assert "この案件を引用する案件" in told(browser, f"/cases/{root.hex()}", "ja")
    store = world.gb.node.store
    store.run('INSERT INTO case_sight (pair, "case", level, circle) VALUES (%s, %s, 4, %s)', ["GB-JP", fuel.case, ""])
    assert 'id="resting"' not in told(browser, f"/cases/{root.hex()}")
    assert "GB-CALDER-26-0001" not in told(browser, "/search/?q=calder")


def test_the_command_line_and_the_api_tell_the_same(world, fuel, gb):
    half = world.gb
    root = _case_of(world, half.case(fuel.case).stands[fuel.case].placed.act.cites[0])
    story = cases.story(half.node, half.peer, root)
    assert [each["number"] for each in story["cited_by"]] == ["GB-CALDER-26-0001"]
    found = cases.search(half.node, half.peer, "calder-26-0001", cases.keeper(half.node, half.peer))
    assert [(each["room"], each["number"]) for each in found] == [("logistics", "GB-CALDER-26-0001")]
    assert cases.search(half.node, half.peer, "  ", cases.keeper(half.node, half.peer)) == []
    json.dumps(found)


def test_what_rests_on_what_is_the_same_on_both_nodes_and_after_a_rebuild(world, fuel):
    world.exchange()
    sql = 'SELECT "case", act FROM case_cite ORDER BY 1, 2'
    gb, jp = (half.node.store.run(sql) for half in (world.gb, world.jp))
    assert gb == jp
    assert gb
    for half in (world.gb, world.jp):
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after
        assert half.node.store.run(sql) == gb
