"""Books that nobody has shown the program: read whole, matched with the other side's, and mistakes named."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.rooms.logistics.stranger_register_books import PAIRS
from tests.rooms.logistics.stranger_registers import make
from warifu.core.days import Order
from warifu.doors.sheets import parse_book
from warifu.rooms.logistics.register.grid import Book, Sheet
from warifu.rooms.logistics.register.match import match
from warifu.rooms.logistics.register.reading import Reading, read_register
from warifu.rooms.logistics.register.years import YearSaid, day_without_year, month_first, year_said


@pytest.fixture(scope="module")
def causes() -> Counter[bool]:
    """How many causes were named rightly (True) and not, over all pairs."""
    return Counter()


@pytest.mark.parametrize("name", PAIRS)
def test_a_strangers_pair_is_read_and_matched(name, causes):
    *files, pair = make(name, 2025)
    books = [read_register(parse_book(*file), side) for file, side in zip(files, ("GB", "JP"), strict=True)]
    for book, side, lines in zip(books, ("gb", "jp"), (pair.gb, pair.jp), strict=True):
        refused = {(ref, reason) for at, ref, reason in pair.rejects if at == side}
        assert book.complete
        assert {(each.ref, str(each.reason)) for each in book.rejects} == refused
        assert len(book.dealings) == len(lines) - len(refused)
    found = match(books[0].dealings, books[1].dealings)
    truth = {(gb, jp): cause for gb, jp, cause in pair.truth}
    told = {(each.gb, each.jp): ",".join(each.causes) for each in (*found.matched, *found.differing)}
    right = truth.keys() & told.keys()
    assert len(right) >= 0.99 * max(len(truth), len(told))
    causes.update(told[each] == truth[each] for each in right if truth[each])


def test_nineteen_causes_in_twenty_are_named_rightly(causes):
    assert causes.total() > 100
    assert causes[True] >= 0.95 * causes.total()


HEAD = ("Ref", "UK unit", "JSDF unit", "Category", "Item", "Unit")
ROW = ("HMS Ribble", "JS Rausu", "Food", "Bread", "kg")


def read(head: tuple, *rows: tuple, side: str = "GB", title: str = "", name: str = "Book") -> Reading:
    lines = [(title,)] if title else []
    lines += [HEAD + head, *((f"R{at}", *ROW, *row) for at, row in enumerate(rows, 1))]
    return read_register(Book("book.csv", "csv", (Sheet(name, lines, (), False),)), side)


def test_the_filled_one_of_two_columns_says_which_way_it_went():
    found = read(
        ("Date", "Qty in", "Qty out"),
        ("1/4/2022", 5, ""),
        ("2/4/2022", "-", 7),
        ("3/4/2022", 5, 7),
        ("4/4/2022", "", ""),
        *(("5/4/2022", "", 9) for _ in range(9)),
    )
    assert [(each.provider, each.quantity.amount) for each in found.dealings][:2] == [("JP", 5), ("GB", 7)]
    assert [str(each.reason) for each in found.rejects] == ["bad_direction", "no_quantity"]
    assert found.sheets[0].columns["quantity"][0] == "Qty out | Qty in"


def test_two_columns_that_are_both_filled_are_not_two_ways():
    head = ("Date", "I/R", "Qty issued", "Qty received")
    found = read(head, *(("1/4/2022", "I", 5, 4) for _ in range(6)))
    assert {each.quantity.amount for each in found.dealings} == {5}


@pytest.mark.parametrize(
    ("year", "written"),
    [
        ("4", "2022-04-17"),
        ("２０２２", "2022-04-17"),
        ("R4", "2022-04-17"),
        ("30", "2018-04-17"),
        ("平成31", "2019-04-17"),
    ],
)
def test_a_day_parted_over_three_columns(year, written):
    found = read(("年", "月", "日", "区分", "数量"), (year, 4, 17, "提供", 3), ("", "", 18, "提供", 3), side="JP")
    assert [each.day.day.isoformat() for each in found.dealings] == [written, written[:-1] + "8"]


def test_a_day_without_its_year_takes_it_from_the_sheet_and_is_refused_without():
    rows = (("3月31日", "提供", 1), ("4月1日(金)", "提供", 2), ("4/2", "提供", 3))
    head = ("月日", "区分", "数量")
    days = [date(2023, 3, 31), date(2022, 4, 1), date(2022, 4, 2)]
    for title, name in (("令和四年度 提供簿", "台帳"), ("", "令和4年度"), ("", "FY2022"), ("Register 2022-23", "Book")):
        assert [each.day.day for each in read(head, *rows, side="JP", title=title, name=name).dealings] == days
    assert [str(each.reason) for each in read(head, *rows, side="JP").rejects] == ["bad_date"] * 3


def test_a_column_in_which_no_month_stands_second_has_the_month_first():
    head = ("Date", "I/R", "Qty")
    found = read(head, ("04/17/2022", "I", 1), ("04/05/2022", "I", 2))
    assert [each.day.day for each in found.dealings] == [date(2022, 4, 17), date(2022, 4, 5)]
    assert found.sheets[0].rules["date_order"] == "mdy"
    mixed = read(head, ("04/17/2022", "I", 1), ("17/04/2022", "I", 2), ("04/05/2022", "I", 3))
    assert [each.day.day for each in mixed.dealings] == [date(2022, 4, 17), date(2022, 5, 4)]


def test_a_sign_of_repetition_stands_for_the_cell_above():
    found = read(("Date", "I/R", "Qty"), ("1/4/2022", "I", 1), ("〃", "ditto", 2), ("同上", "〃", 3))
    assert [(each.day.day.day, each.quantity.amount) for each in found.dealings] == [(1, 1), (1, 2), (1, 3)]
    assert found.dealings[1].cells[6] == "〃"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Apr 2022", YearSaid(2022, month=4)), ("MARCH 23", YearSaid(2023, month=3)), ("令和5年2月", YearSaid(2023, month=2)), ("2022-04", YearSaid(2022, month=4)),
        ("R4.4", YearSaid(2022, month=4)), ("令和四年度", YearSaid(2022, fiscal=True)), ("FY22/23", YearSaid(2022, fiscal=True)), ("2022/23", YearSaid(2022, fiscal=True)),
        ("平成30年度", YearSaid(2018, fiscal=True)), ("4年度7月", YearSaid(2022, fiscal=True)), ("令和4年", YearSaid(2022)), ("Register for 2022", YearSaid(2022)),
        ("Marine 22", None), ("Page 3/12", None), ("Sheet1", None), ("", None),
    ],
)  # fmt: skip
def test_the_year_that_a_title_states(text, year):
    assert year_said([text]) == year


def test_a_page_of_one_month_takes_days_of_its_neighbours():
    page = YearSaid(2022, month=12)
    assert [page.of(month) for month in (11, 12, 1)] == [2022, 2022, 2023]
    assert YearSaid(2022, month=1).of(12) == 2021


def test_days_without_years():
    assert day_without_year("17-Apr", Order.DAY_FIRST) == day_without_year("April 17th", Order.DAY_FIRST) == (4, 17)
    assert day_without_year("四月十七日（日）", Order.DAY_FIRST) == (4, 17)
    assert day_without_year("17/4", Order.DAY_FIRST) == day_without_year("4/17", Order.MONTH_FIRST) == (4, 17)
    assert day_without_year("soon", Order.DAY_FIRST) is None
    assert month_first("Date (MM/DD/YYYY)", [])
    assert not month_first("Date", ["17/04/2022", "04/17/2022", 3])
