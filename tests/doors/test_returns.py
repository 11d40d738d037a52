"""The clock of the yearly return: from what is held, by a day of the pack, met by the statement and by nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.scenarios.information_told import Story, held_by_japan
from tests.world import World
from warifu.core.schedule import Phase, yearly_after
from warifu.doors import cases, returns
from warifu.record.queries_sight import Seeing, seen_by
from warifu.rooms.information.acts import holdings, item

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def story(engine: str) -> Story:
    """London's item, of which Tokyo has held one copy since 21 September 2026."""
    made = Story(World(61))
    made.begin()
    made.world.exchange()
    made.receive(made.send())
    return made


def due(story, half=None):
    half = half or story.world.jp
    return [
        (each.holder, each.due, each.phase)
        for each in returns.running(half.node, half.node.pair(half.peer), story.today)
    ]


def state(story, **more):
    body = held_by_japan(story)
    told = {name: getattr(body, name) for name in body.__struct_fields__} | more
    return story.must(story.world.jp, "holdings", holdings.Holdings(**told), case=b"", cites=(story.case,))


def until(story, day):
    story.after((day - story.today).days)


def test_what_came_in_september_is_stated_by_the_end_of_march(story):
    for half in (story.world.jp, story.world.gb):
        assert due(story, half) == [("JP", date(2027, 3, 31), Phase.ON_TIME)]
    until(story, date(2027, 1, 29))
    assert due(story)[0][2] is Phase.ON_TIME
    until(story, date(2027, 1, 30))
    assert due(story)[0][2] is Phase.WARNING
    until(story, date(2027, 4, 1))
    assert due(story) == [("JP", date(2027, 3, 31), Phase.OVERDUE)]


def test_a_statement_in_time_moves_it_by_a_year_and_an_early_one_does_not(story):
    state(story)
    assert due(story) == [("JP", date(2027, 3, 31), Phase.ON_TIME)]
    until(story, date(2027, 2, 10))
    state(story, number="JP-H-27-1")
    assert due(story) == [("JP", date(2028, 3, 31), Phase.ON_TIME)]


def test_a_late_statement_ends_the_year_that_was_missed(story):
    until(story, date(2027, 6, 2))
    assert due(story)[0][2] is Phase.OVERDUE
    state(story)
    assert due(story) == [("JP", date(2028, 3, 31), Phase.ON_TIME)]


def test_a_statement_in_parts_counts_with_its_last_part_and_a_withdrawn_one_never(story):
    until(story, date(2027, 3, 1))
    state(story, parts=2)
    assert due(story)[0][1] == date(2027, 3, 31)
    second = state(story, part=2, parts=2)
    assert due(story)[0][1] == date(2028, 3, 31)
    story.must(story.world.jp, "withdraw_holdings", holdings.WithdrawHoldings(story.today, "error"), case=second)
    assert due(story)[0][1] == date(2027, 3, 31)


def test_who_holds_nothing_states_nothing(story):
    back = item.Dispatch(story.today, "JP-P-9", ("2",), "TRIAL", "courier", "return", seals=("B1",))
    story.must(story.world.jp, "dispatch", back)
    assert due(story) == []


def test_who_may_not_see_the_item_is_told_of_no_return(story):
    node = story.world.jp.node
    pair = node.pair("GB")
    for seeing, count in ((Seeing(1, None), 0), (Seeing(3, frozenset()), 0), (Seeing(3, None), 1)):
        assert len(returns.running(node, pair.as_seen(seen_by(node.store, seeing)), story.today)) == count


def test_status_tells_of_it(story):
    told = cases.status(story.world.jp.node, "GB", date(2027, 4, 2))["returns"]
    assert [(each["holder"], each["originator"], each["due"], each["phase"], each["left"]) for each in told] == [
        ("JP", "GB", "2027-03-31", "overdue", -2)
    ]


@pytest.mark.parametrize(
    ("day", "month", "of_month", "found"),
    [
        (date(2026, 3, 30), 3, 31, date(2026, 3, 31)),
        (date(2026, 3, 31), 3, 31, date(2027, 3, 31)),
        (date(2026, 12, 31), 1, 1, date(2027, 1, 1)),
        (date(2027, 1, 5), 2, 29, date(2027, 2, 28)),
        (date(2028, 1, 5), 2, 29, date(2028, 2, 29)),
        (date(2026, 6, 1), 4, 31, date(2027, 4, 30)),
    ],
)
def test_a_day_of_the_year_that_a_month_does_not_have_is_its_last(day, month, of_month, found):
    assert yearly_after(day, month, of_month) == found
    assert found - day <= timedelta(days=366)
