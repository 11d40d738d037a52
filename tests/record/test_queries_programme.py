"""What lies on the days of the calendar, and which cases may be cited: limited to who reads, and read by indexes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.world import World
from warifu.record import queries_programme as queries
from warifu.record.log import Store
from warifu.record.queries_owed import day_number
from warifu.record.queries_pages import Reader
from warifu.record.shelves import with_clocks
from warifu.rooms.programme.acts.activity import Activity, Assent

SECRET = ("GB-GSC", "2014-04-02", "SECRET")
EVERYTHING = frozenset({*queries.PROGRAMME, *queries.rooms_with_clocks()})


@pytest.fixture(scope="module")
def world() -> World:
    """Three activities: one agreed, one that is classified, one of last year that nobody has answered."""
    world = World(29)
    for number, days, label in (("OPEN-1", 10, ()), ("HIDDEN-1", 11, SECRET), ("OLD-1", -400, ())):
        first = world.today + timedelta(days=days)
        body = Activity(
            world.today, number, "exercise", "a", ("JP", "XZ"), first, first + timedelta(days=4), ("GB-CALDER",),
            sites=("JP-YOKOSUKA",),
        )  # fmt: skip
        case = world.gb.must("programme/activity", body, "liaison", label=label).case
        world.exchange()
        if number != "OLD-1":
            world.jp.must("programme/accept", Assent(world.today), "liaison", case=case, label=label)
    world.exchange()
    return world


def found(world: World, level: int = 1, days: tuple[int, int] = (0, 60)) -> list[queries.Happening]:
    first = day_number(world.today)
    window = (first + days[0], first + days[1])
    reader = Reader("GB-JP", "GB", None, level, frozenset())
    return queries.happenings(world.gb.node.store, reader, window, EVERYTHING)


def test_what_may_not_be_seen_lies_on_no_day(world):
    assert [each.number for each in found(world)] == ["OPEN-1"]
    assert [each.number for each in found(world, level=3)] == ["OPEN-1", "HIDDEN-1"]
    assert found(world, level=-1) == []


def test_only_what_touches_the_days_is_listed_with_both_its_ends(world):
    assert [each.number for each in found(world, days=(14, 20))] == ["OPEN-1"]
    assert found(world, days=(15, 20)) == []
    assert [(each.number, each.state) for each in found(world, days=(-396, -390))] == [("OLD-1", "proposed")]


def test_a_happening_says_where_and_how_often_its_case_was_written_in(world):
    (each,) = found(world)
    assert (each.what, each.code, each.where, each.state) == ("activity", "exercise", "JP-YOKOSUKA", "agreed")
    assert each.last - each.first == 4
    assert (each.acts, each.exercise) == (3, False)


def test_cases_that_may_be_cited_are_those_that_were_confirmed(world):
    known = queries.confirmed_cases(world.gb.node.store, "GB-JP", 10)
    assert {each.number for each in known} == {"OPEN-1", "HIDDEN-1", "OLD-1"}
    assert {each.kind for each in known} == {"programme/activity"}
    assert len(queries.confirmed_cases(world.gb.node.store, "GB-JP", 1)) == 1


def test_each_room_with_clocks_can_be_asked_for(world):
    assert queries.rooms_with_clocks() == tuple(f"clock/{room}" for room in with_clocks())
    assert {"clock/logistics", "clock/programme"} <= set(queries.rooms_with_clocks())


def test_the_acts_of_a_case_are_counted_by_an_index(world, monkeypatch):
    plans: list[str] = []
    run = Store.run

    def explained(self: Store, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
        plans.extend(str(row[-1]) for row in run(self, f"EXPLAIN QUERY PLAN {sql}", values))
        return run(self, sql, values)

    monkeypatch.setattr(Store, "run", explained)
    found(world)
    assert any("entry_case_of" in line for line in plans)
    assert not any(line.startswith("SCAN") for line in plans), plans
