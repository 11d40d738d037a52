"""What home asks: the first few of each list, a count beside them, and nothing of another desk's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from tests.bench import many_orders
from tests.postgres import new_database
from tests.world import World
from warifu.record import queries_home, queries_logistics, queries_pages
from warifu.record.queries_logistics import WRONG
from warifu.record.queries_pages import Reader
from warifu.record.shelves import TROUBLES

PAIR = "GB-JP"
ORDERS = 1500
ALL = Reader(PAIR, "GB")
FAR = Reader(PAIR, "GB", frozenset({"FAR"}))
OURS = Reader(PAIR, "GB", frozenset({"CALDER"}))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request) -> World:
    """Orders played and copied, on either database."""
    on_server = request.param == "postgres"
    address = new_database(request.getfixturevalue("postgres_dsn"), "home") if on_server else ":memory:"
    made = World(31, addresses=(address, ":memory:"))
    many_orders.play(made)
    many_orders.multiply(made.gb.node.store, ORDERS)
    return made


@pytest.mark.parametrize("party", ["GB", "JP"])
def test_the_first_that_wait_are_those_that_wait_longest(world, party):
    store = world.gb.node.store
    whole = queries_logistics.waiting_for(store, PAIR, party)
    found = queries_home.waiting(store, ALL, party, 10)
    assert found.lines == whole[:10]
    assert found.total == len(whole) > 10


@pytest.mark.parametrize("days", [0, 200, 3000])
def test_the_first_clocks_are_those_that_warn_or_are_over(world, days):
    store, day = world.gb.node.store, world.today + timedelta(days=days)
    whole = [each for each in queries_logistics.clocks(store, PAIR, "GB", day) if each.phase != "on-time"]
    found = queries_home.clocks(store, ALL, day, 5000)
    assert {(each.case, each.name, each.about) for each in found.lines} == {
        (each.case, each.name, each.about) for each in whole
    }
    few = queries_home.clocks(store, ALL, day, 5)
    assert [each.due for each in few.lines] == [each.due for each in whole[:5]]
    assert few.total == min(len(whole), queries_pages.MOST)


@pytest.mark.parametrize("kinds", [("document",), tuple(WRONG)])
def test_what_is_wrong_is_cut_at_the_oldest_and_counted_to_a_bound(world, kinds):
    store = world.gb.node.store
    whole = queries_logistics.wrong(store, PAIR, kinds)
    found = queries_home.wrong(store, ALL, kinds, 20)
    assert [each.since for each in found.lines] == [each.since for each in whole[:20]]
    assert found.total == min(len(whole), queries_pages.MOST)


def test_a_desk_sees_its_own_alone(world):
    store = world.gb.node.store
    assert queries_home.waiting(store, FAR, "GB", 10) == ([], 0)
    assert queries_home.clocks(store, FAR, world.today + timedelta(days=3000), 10) == ([], 0)
    assert queries_home.wrong(store, FAR, tuple(WRONG), 10) == ([], 0)
    own = queries_home.wrong(store, OURS, tuple(WRONG), 10)
    assert 0 < own.total <= queries_home.wrong(store, ALL, tuple(WRONG), 10).total


def test_what_a_list_is_narrowed_by_stands_in_its_index(world):
    store = world.gb.node.store
    if connections[store.alias].vendor == "postgresql":
        held = store.run("SELECT indexdef FROM pg_indexes WHERE indexname = 'case_since'")[0][0]
        assert held.endswith('(pair, since, "case")'), "an entry there may not be as long as what is searched"
        return
    held = {row[2] for row in store.run("PRAGMA index_info(case_since)")}
    assert {*TROUBLES, "search", "state", "flow", "settlement", "activity", "desk", "receiving", "issuing"} <= held
