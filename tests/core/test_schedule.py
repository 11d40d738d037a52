"""Clocks: the days on which they warn, end and lapse, and whose days went by."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core import schedule
from warifu.core.errors import ValueTroubleError
from warifu.core.schedule import Clock, Phase, Split, Warned, Whose

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
DELIVERED = date(2025, 4, 30)


@pytest.mark.parametrize(
    ("day", "phase", "warned", "left"),
    [
        (date(2025, 4, 29), Phase.NOT_BEGUN, 0, 366),
        (date(2025, 4, 30), Phase.ON_TIME, 0, 365),
        (date(2025, 10, 29), Phase.ON_TIME, 0, 183),
        (date(2025, 10, 30), Phase.WARNING, 6, 182),
        (date(2026, 1, 30), Phase.WARNING, 9, 90),
        (date(2026, 3, 30), Phase.WARNING, 11, 31),
        (date(2026, 4, 30), Phase.WARNING, 11, 0),
        (date(2026, 5, 1), Phase.OVERDUE, 11, -1),
    ],
)
def test_settlement_is_due_within_twelve_months_of_delivery(day, phase, warned, left):
    state = schedule.settlement(DELIVERED).state(day)
    assert (state.phase, state.warned, state.left) == (phase, warned, left)
    assert state.elapsed == max(0, 365 - left)


def test_a_delivery_on_29_february_is_due_on_28_february():
    clock = schedule.settlement(date(2024, 2, 29))
    assert clock.due == date(2025, 2, 28)
    assert [warned.day for warned in clock.warnings] == [date(2024, 8, 29), date(2024, 11, 29), date(2025, 1, 29)]


@pytest.mark.parametrize(
    ("done", "day", "phase"),
    [
        (date(2026, 4, 30), date(2027, 1, 1), Phase.MET),
        (date(2026, 5, 1), date(2027, 1, 1), Phase.MET_LATE),
        (date(2026, 5, 1), date(2026, 5, 1), Phase.MET_LATE),
        (date(2026, 5, 1), date(2026, 4, 30), Phase.WARNING),
        (date(2026, 6, 1), date(2026, 5, 31), Phase.OVERDUE),
    ],
)
def test_what_is_done_stops_the_clock_and_not_before(done, day, phase):
    state = schedule.settlement(DELIVERED).state(day, done)
    assert state.phase is phase
    assert state.elapsed == (min(day, done) - DELIVERED).days


def test_payment_is_due_so_many_days_after_the_notice():
    clock = schedule.payment(date(2026, 3, 31), 20, "text")
    assert (clock.due, clock.standing) == (date(2026, 4, 20), "text")
    assert clock.state(date(2026, 4, 20)).phase is Phase.ON_TIME
    assert clock.state(date(2026, 4, 21)).phase is Phase.OVERDUE
    at_once = schedule.payment(date(2026, 3, 31), 0)
    assert at_once.state(date(2026, 3, 31)).phase is Phase.ON_TIME
    with pytest.raises(ValueTroubleError) as caught:
        schedule.payment(date(2026, 3, 31), -1)
    assert caught.value.code == "clock.bad_term"


@pytest.mark.parametrize(
    ("notices", "due"),
    [
        ([], date(2023, 5, 1)),
        ([date(2020, 1, 10)], date(2025, 1, 10)),
        ([date(2023, 5, 1)], date(2028, 5, 1)),
        ([date(2023, 5, 2)], date(2023, 5, 1)),
        ([date(2017, 1, 1)], date(2023, 5, 1)),
        ([date(2025, 1, 10), date(2020, 1, 10)], date(2030, 1, 10)),
        ([date(2025, 1, 11), date(2020, 1, 10)], date(2025, 1, 10)),
    ],
)
def test_a_claim_of_japan_lapses_after_five_years_unless_a_notice_renews_it(notices, due):
    clock = schedule.claim_lapse(date(2018, 5, 1), notices)
    assert clock.due == due
    assert clock.state(due).phase is Phase.WARNING
    assert clock.state(due + timedelta(1)).phase is Phase.LAPSED


@pytest.mark.parametrize(
    ("day", "number", "ends", "notice"),
    [
        (date(2016, 1, 1), 1, date(2027, 8, 17), date(2027, 2, 17)),
        (date(2026, 11, 22), 1, date(2027, 8, 17), date(2027, 2, 17)),
        (date(2027, 8, 17), 1, date(2027, 8, 17), date(2027, 2, 17)),
        (date(2027, 8, 18), 2, date(2037, 8, 17), date(2037, 2, 17)),
    ],
)
def test_the_agreement_renews_itself_unless_notice_is_given(day, number, ends, notice):
    term = schedule.treaty_term(date(2017, 8, 18), day)
    assert (term.number, term.ends, term.notice.due, term.notice.standing) == (number, ends, notice, "draft")


@pytest.mark.parametrize(
    ("day", "phase", "warned"),
    [
        (date(2026, 2, 16), Phase.ON_TIME, 0),
        (date(2026, 2, 17), Phase.WARNING, 12),
        (date(2026, 11, 22), Phase.WARNING, 3),
        (date(2027, 2, 17), Phase.WARNING, 3),
        (date(2027, 2, 18), Phase.LAPSED, 3),
    ],
)
def test_the_right_to_give_notice_warns_and_lapses(day, phase, warned):
    state = schedule.treaty_term(date(2017, 8, 18), day).notice.state(day)
    assert (state.phase, state.warned) == (phase, warned)


@pytest.mark.parametrize(
    ("months", "reminders"),
    [
        (18, [(12, date(2018, 1, 17)), (6, date(2018, 7, 17)), (3, date(2018, 10, 17))]),
        (13, [(6, date(2018, 2, 17)), (3, date(2018, 5, 17))]),  # twelve months before is the day before the term
    ],
)
def test_a_reminder_stands_within_its_term(months, reminders):
    notice = schedule.treaty_term(date(2017, 8, 18), date(2017, 8, 18), months, notice_months=1).notice
    assert [(warned.months, warned.day) for warned in notice.warnings] == reminders


@pytest.mark.parametrize("notice", [0, 120, 200])
def test_a_notice_longer_than_the_term_is_refused(notice):
    with pytest.raises(ValueTroubleError) as caught:
        schedule.treaty_term(date(2017, 8, 18), date(2020, 1, 1), notice_months=notice)
    assert caught.value.code == "clock.bad_term"


def test_a_clock_does_not_end_before_it_begins():
    with pytest.raises(ValueTroubleError) as caught:
        Clock("payment", date(2026, 1, 2), date(2026, 1, 1))
    assert caught.value.code == "clock.ends_before_start"


def test_warnings_stand_in_the_order_of_their_days():
    late, early = Warned(9, date(2026, 1, 30)), Warned(6, date(2025, 10, 30))
    assert Clock("settlement", DELIVERED, date(2026, 4, 30), (late, early)).warnings == (early, late)


def test_whose_days_they_were():
    clock = schedule.settlement(date(2026, 1, 1))
    changes = [
        (date(2026, 1, 11), Whose.OURS),
        (date(2026, 1, 21), Whose.TRANSIT),
        (date(2026, 1, 24), Whose.THEIRS),
    ]
    assert clock.split(changes, date(2026, 2, 1)) == Split(ours=10, theirs=8, transit=3, unknown=10)
    assert clock.split(changes, date(2026, 2, 1), done=date(2026, 1, 22)) == Split(ours=10, transit=1, unknown=10)
    assert clock.split([], date(2026, 2, 1)) == Split(unknown=31)
    assert clock.split(changes, date(2025, 12, 1)) == Split()


def test_of_two_changes_on_one_day_the_last_counts():
    clock = schedule.payment(date(2026, 1, 1), 30)
    changes = [(date(2026, 1, 1), Whose.OURS), (date(2026, 1, 1), Whose.THEIRS)]
    assert clock.split(changes, date(2026, 1, 11)) == Split(theirs=10)


def whose_by_the_day(clock, changes, last):
    """The slow way: ask of each day who had the case when it ended."""
    days = dict.fromkeys((*Whose, None), 0)
    for past in range(max(0, (last - clock.starts).days)):
        day = clock.starts + timedelta(past)
        begun = [whose for begins, whose in sorted(changes, key=lambda change: change[0]) if begins <= day]
        days[begun[-1] if begun else None] += 1
    return Split(days[Whose.OURS], days[Whose.THEIRS], days[Whose.TRANSIT], days[None])


NEAR = st.dates(date(2026, 1, 1), date(2026, 4, 30))


@given(NEAR, st.lists(st.tuples(NEAR, st.sampled_from(Whose)), max_size=8), NEAR, st.none() | NEAR)
def test_the_split_loses_no_day(starts, changes, day, done):
    clock = schedule.settlement(starts)
    split = clock.split(changes, day, done)
    assert split.total == clock.state(day, done).elapsed
    assert split == whose_by_the_day(clock, changes, min(day, done) if done else day)


@given(DAYS, DAYS, DAYS)
def test_a_clock_never_goes_back(starts, one, other):
    clock = schedule.settlement(starts)
    order = [Phase.NOT_BEGUN, Phase.ON_TIME, Phase.WARNING, Phase.OVERDUE]
    earlier, later = (clock.state(day) for day in sorted((one, other)))
    assert order.index(earlier.phase) <= order.index(later.phase)
    assert (earlier.warned, earlier.elapsed) <= (later.warned, later.elapsed)
