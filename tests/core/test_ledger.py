"""Balances: the rows are sums whatever the order, and as-of reads few of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core import ledger
from warifu.core.errors import ValueTroubleError
from warifu.core.ledger import Age, Balance, Grain, Key, Line, Turnover
from warifu.core.posting import Posting, Undetermined

DAYS = st.dates(date(2019, 12, 1), date(2026, 2, 28))
AMOUNTS = st.integers(-(10**6), 10**6).filter(bool).map(lambda figure: Decimal(figure).scaleb(-2))
UNKNOWN = st.builds(Undetermined, st.integers(1, 3), st.sampled_from(["unmatched", "price-open"]))
POSTINGS = st.builds(
    lambda sides, rest: Posting(rest[0], sides[0], sides[1], *rest[1:]),
    st.permutations(["GB", "JP"]),
    st.tuples(
        st.sampled_from(["goods", "services"]),
        st.sampled_from(["GBP", "pol/F-76@L"]),
        AMOUNTS | UNKNOWN,
        DAYS,
        st.none() | DAYS,
    ),
)


def kept(*steps):
    """The table after these deltas, as the writer keeps it."""
    rows = {}
    for deltas in steps:
        for key, turnover in ledger.add_to(rows, deltas).items():
            if turnover:
                rows[key] = turnover
            else:
                del rows[key]
    return rows


def reader_of(rows, read=None):
    def reader(window):
        for key, turnover in rows.items():
            if key.grain is window.grain and window.first <= key.bucket <= window.last:
                if read is not None:
                    read.append(key)
                yield key.line, turnover

    return reader


def naive(postings, day):
    sums = {}
    for posting in postings:
        if posting.day <= day:
            line = ledger.line_of(posting)
            sums[line] = sums.get(line, ledger.NOTHING).plus(ledger.turnover_of(posting))
    return sums


@given(st.lists(POSTINGS, max_size=30), DAYS)
def test_as_of_is_the_naive_sum(postings, day):
    rows = kept(ledger.apply(postings))
    assert ledger.as_of(reader_of(rows), day) == naive(postings, day)
    assert ledger.present(reader_of(rows)) == naive(postings, date.max)


def test_as_of_is_right_on_every_day_of_a_year_and_around_it():
    days = [date(2023, 11, 15) + timedelta(past) for past in range(440)]
    made = [Posting("goods", "GB", "JP", "JPY", Decimal(1), day) for day in days]
    reader, line = reader_of(kept(ledger.apply(made))), ledger.line_of(made[0])
    for past, day in enumerate(days, start=1):
        assert ledger.as_of(reader, day)[line] == Turnover(Decimal(past), Decimal(0), past)
    assert ledger.as_of(reader, date(2023, 11, 14)) == {}
    assert ledger.as_of(reader, date(2030, 1, 1)) == ledger.present(reader)


@given(st.lists(POSTINGS, max_size=20), st.lists(POSTINGS, max_size=8), st.randoms(use_true_random=False))
def test_any_order_of_putting_on_and_taking_off_gives_the_same_rows(stay, go, chance):
    steps = [ledger.apply([posting]) for posting in stay + go] + [ledger.take_off([posting]) for posting in go]
    chance.shuffle(steps)
    rows = {}
    for deltas in steps:  # rows may pass below nothing on the way: a sum does not mind
        rows |= ledger.add_to(rows, deltas)
    assert {key: turnover for key, turnover in rows.items() if turnover} == kept(ledger.apply(stay))


@given(st.lists(POSTINGS, max_size=12), st.lists(POSTINGS, max_size=12), st.lists(POSTINGS, max_size=12))
def test_replacing_is_taking_off_and_putting_on(old, new, shared):
    rows = kept(ledger.apply(old + shared), ledger.replace(old + shared, new + shared))
    assert rows == kept(ledger.apply(new + shared))
    assert ledger.replace(shared, shared) == {}


@given(st.lists(POSTINGS, min_size=1, max_size=60), DAYS)
def test_as_of_reads_at_most_years_and_twelve_and_thirty_one_rows_of_a_line(postings, day):
    read = []
    ledger.as_of(reader_of(kept(ledger.apply(postings)), read), day)
    years = day.year - 2019
    for line in {key.line for key in read}:
        assert sum(key.line == line for key in read) <= years + 12 + 31


def test_the_rows_of_one_posting_by_name():
    posting = Posting("goods", "GB", "JP", "GBP", Decimal("12.50"), date(2026, 3, 31), date(2027, 3, 31))
    line = Line("GB-JP", "goods", "GB", "GBP")
    one = Turnover(Decimal("12.5"), Decimal(0), 1)
    assert line.creditor == "JP"
    assert ledger.apply([posting]) == {
        Key(line, Grain.ALL, ""): one,
        Key(line, Grain.YEAR, "2026"): one,
        Key(line, Grain.MONTH, "2026-03"): one,
        Key(line, Grain.DAY, "2026-03-31"): one,
        Key(line, Grain.DUE, "2027-03-31"): one,
    }


@pytest.mark.parametrize(
    ("turnover", "row"),
    [
        (Turnover(Decimal("1.50"), Decimal("-0"), 2), ("1.5", "0", 2)),
        (Turnover(Decimal("1E+3"), Decimal("0.000"), 1), ("1000", "0", 1)),
        (Turnover(Decimal(10) ** 40, Decimal("-2.10"), -1), ("1" + "0" * 40, "-2.1", -1)),
    ],
)
def test_a_row_has_one_form(turnover, row):
    assert turnover.to_row() == row
    assert Turnover.from_row(*row) == turnover
    assert Turnover.from_row(*row).to_row() == row


def test_a_sum_never_loses_a_digit():
    amount = Decimal("0.0001")
    heavy = Decimal(10) ** 17
    made = [Posting("goods", "GB", "JP", "pol/F-76@L", each, date(2026, 1, 1)) for each in (heavy, amount)]
    line = ledger.line_of(made[0])
    assert ledger.present(reader_of(ledger.apply(made)))[line].to_row() == ("100000000000000000.0001", "0", 2)


def test_set_off_is_shown_gross():
    day = date(2026, 3, 31)
    made = [
        Posting("goods", "GB", "JP", "JPY", Decimal(100), day),
        Posting("services", "JP", "GB", "JPY", Decimal(80), day),
        Posting("goods", "GB", "JP", "JPY", Decimal(-80), day),
        Posting("services", "JP", "GB", "JPY", Decimal(-80), day),
    ]
    position = ledger.positions(naive(made, day))["GB-JP", "JPY"]
    assert position.sides["GB"].known == Turnover(Decimal(100), Decimal(80), 2)
    assert position.sides["JP"].known == Turnover(Decimal(80), Decimal(80), 2)
    assert position.net() == {"GB": Decimal(-20), "JP": Decimal(20)}


@given(st.lists(POSTINGS, max_size=30))
def test_the_positions_of_both_parties_add_up_to_nothing(postings):
    for position in ledger.positions(naive(postings, date.max)).values():
        assert sum(position.net().values()) == 0
        assert set(position.net()) == {"GB", "JP"}


def test_the_unknown_is_shown_beside_the_figure_and_makes_the_total_unknown():
    day = date(2026, 3, 31)
    made = [
        Posting("goods", "GB", "JP", "JPY", Decimal(100), day),
        Posting("goods", "GB", "JP", "JPY", Undetermined(2, "unmatched"), day),
        Posting("services", "GB", "JP", "JPY", Undetermined(1, "unmatched"), day),
        Posting("services", "GB", "JP", "JPY", Undetermined(4, "price-open"), day),
    ]
    found = ledger.balances(naive(made, day))
    goods = found[Line("GB-JP", "goods", "GB", "JPY")]
    assert goods == Balance(Turnover(Decimal(100), Decimal(0), 1), (Undetermined(2, "unmatched"),))
    assert goods.total() == Undetermined(2, "unmatched")
    assert found[Line("GB-JP", "services", "GB", "JPY")].total() == Undetermined(5, "several")
    side = ledger.positions(naive(made, day))["GB-JP", "JPY"].sides["GB"]
    assert side.known.open == Decimal(100)
    assert side.unknown == (Undetermined(4, "price-open"), Undetermined(3, "unmatched"))
    assert Balance(Turnover(Decimal(100), Decimal(30), 2)).total() == Decimal(70)


def test_more_taken_off_than_put_on_is_named():
    sums = {Line("GB-JP", "goods", "GB", "JPY"): Turnover(Decimal(-1), Decimal(0), -1)}
    with pytest.raises(ValueTroubleError) as caught:
        ledger.balances(sums)
    assert (caught.value.code, caught.value.where) == ("ledger.count_below_zero", "GB-JP/goods/GB/JPY/")


@pytest.mark.parametrize(
    ("days_past", "age"),
    [
        (-1, Age.CURRENT),
        (0, Age.DAYS_30),
        (30, Age.DAYS_30),
        (31, Age.DAYS_90),
        (90, Age.DAYS_90),
        (91, Age.DAYS_180),
        (180, Age.DAYS_180),
        (181, Age.DAYS_365),
        (365, Age.DAYS_365),
        (366, Age.OLDER),
    ],
)
def test_ages_begin_and_end_on_these_days(days_past, age):
    due = date(2025, 4, 1)
    assert ledger.age_of(due, due + timedelta(days_past)) is age
    assert ledger.age_of(None, due) is Age.NOT_SET


@given(st.lists(POSTINGS, max_size=30), DAYS)
def test_ages_lose_nothing_that_is_open(postings, day):
    stood = naive(postings, day)
    aged = ledger.ageing(ledger.dues_of(postings, day), day)
    for line, turnover in stood.items():
        by_age = aged.get(line, {}).values()
        assert sum((part.open for part in by_age), Decimal(0)) == turnover.open
        if line.reason:
            assert sum(part.postings for part in by_age) == turnover.postings


def test_a_debt_settled_in_full_has_no_age_and_one_in_part_keeps_its_own():
    due, day = date(2025, 4, 1), date(2025, 12, 1)
    other_due = date(2026, 1, 1)
    made = [
        Posting("goods", "GB", "JP", "JPY", Decimal(100), date(2024, 4, 1), due),
        Posting("goods", "GB", "JP", "JPY", Decimal(-60), date(2025, 5, 1), due),
        Posting("goods", "GB", "JP", "JPY", Decimal(7), date(2025, 1, 1), other_due),
        Posting("goods", "GB", "JP", "JPY", Decimal(-7), date(2025, 11, 30), other_due),
    ]
    line = ledger.line_of(made[0])
    part = Turnover(Decimal(100), Decimal(60), 2)
    assert ledger.ageing(ledger.dues_of(made, day), day) == {line: {Age.DAYS_365: part}}
    before = ledger.ageing(ledger.dues_of(made, date(2025, 4, 30)), date(2025, 4, 30))
    assert before[line][Age.DAYS_30].open == Decimal(100)
    assert before[line][Age.CURRENT].open == Decimal(7)


def provided(amount, day, basis, commodity="JPY"):
    return Posting("goods", "GB", "JP", commodity, amount, day, None, basis)


def test_open_items_stand_by_their_clock():
    made = [
        provided(Decimal(-10), date(2024, 12, 1), "a/1"),
        provided(Decimal(100), date(2024, 11, 30), "a/1"),
        provided(Decimal(5), date(2025, 5, 31), "b/1"),
        provided(Decimal(6), date(2025, 5, 31), "c/1"),
        provided(Decimal(7), date(2025, 11, 1), "d/1"),
        provided(Decimal(8), date(2025, 1, 1), "e/1"),
        provided(Decimal(-8), date(2025, 6, 1), "e/1"),
        provided(Decimal(9), date(2026, 1, 1), "f/1"),
        provided(Undetermined(1, "unmatched"), date(2024, 1, 1), "g/1"),
    ]
    day = date(2025, 12, 1)
    items = ledger.items_of(made, day)
    assert [(item.basis, item.turnover.open) for item in items] == [
        ("g/1", Decimal(0)),
        ("a/1", Decimal(90)),
        ("b/1", Decimal(5)),
        ("c/1", Decimal(6)),
        ("d/1", Decimal(7)),
    ]
    assert items[1].day == date(2024, 11, 30)
    line = ledger.line_of(made[0])
    assert ledger.by_clock(items, day) == {
        line._replace(reason="unmatched"): {"overdue": Turnover(postings=1)},
        line: {
            "overdue": Turnover(Decimal(100), Decimal(10), 2),
            "warning-6": Turnover(Decimal(11), Decimal(0), 2),
            "on-time": Turnover(Decimal(7), Decimal(0), 1),
        },
    }


@given(st.lists(POSTINGS, max_size=20), DAYS, st.randoms(use_true_random=False))
def test_items_lose_nothing_and_do_not_depend_on_the_order(postings, day, chance):
    items = ledger.items_of(postings, day)
    sums = {}
    for item in items:
        sums[item.line] = sums.get(item.line, ledger.NOTHING).plus(item.turnover)
    stood = naive(postings, day)
    assert sums == {line: turnover for line, turnover in stood.items() if turnover.open or line.reason}
    chance.shuffle(postings)
    assert ledger.items_of(postings, day) == items
