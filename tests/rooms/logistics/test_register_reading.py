"""Registers of many shapes, each a few rows: what is read, what is refused and why, what is no dealing."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warifu.core.errors import FileError, ValueTroubleError
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.rooms.logistics.register.dealing import Kind, Said
from warifu.rooms.logistics.register.grid import Book, Merge, Sheet
from warifu.rooms.logistics.register.mapping import parse_map
from warifu.rooms.logistics.register.reading import read_register

GB_HEAD = ("Order No", "Date", "Direction", "UK unit", "JSDF unit", "Category", "Description", "NSN", "Qty", "UoI", "Value",
           "Curr", "Activity", "Place", "Receipt held", "Settled", "Remarks")  # fmt: skip
GB_ROW = ("GB-1", "02/04/2019", "Issued", "HMS Calder", "JS Hayase", "POL", "Diesel", "9140992248711", "1,234", "L", "1,000.50",
          "GBP", "Ex HERON", "Kure", "Y", "", "")  # fmt: skip
JP_HEAD = ("整理番号", "年月日", "区分", "部隊等名", "相手国部隊等", "品目区分", "品名", "数量", "単位", "金額", "備考")
JP_ROW = (
    "英1-1",
    "令和4年4月17日",
    "受領",
    "補給艦はやせ",
    "HMS Calder",
    "燃料・油脂・潤滑油",
    "軽油",
    "１，２３４",
    "㍑",
    "150,000",
    "",
)


def read(*rows, side="GB", name="Sheet", merges=(), told=None, as_of=None):
    book = Book("b.xlsx", "xlsx", (Sheet(name, list(rows), tuple(merges)),))
    found = read_register(book, side, parse_map(told) if told else None, as_of)
    assert found.complete
    return found


def row(base=GB_ROW, head=GB_HEAD, **changed):
    names = {title.split()[0].lower(): at for at, title in enumerate(head)}
    cells = list(base)
    for name, value in changed.items():
        cells[names[name]] = value
    return tuple(cells)


def only(found):
    assert not found.rejects, found.rejects
    (dealing,) = found.dealings
    return dealing


def test_a_plain_row_of_an_english_book():
    dealing = only(read(GB_HEAD, GB_ROW))
    assert (dealing.ref, dealing.provider, dealing.own_unit, dealing.other_unit) == (
        "GB-1",
        "GB",
        "HMS Calder",
        "JS Hayase",
    )
    assert (dealing.day.day, dealing.day.zone, dealing.day.instant) == (date(2019, 4, 2), "Z", None)
    assert dealing.quantity == Quantity(Decimal(1234), "L")
    assert dealing.value == Money(Decimal("1000.50"), "GBP")
    assert (dealing.category, dealing.stock_number, dealing.place) == ("pol", "9140992248711", "Kure")
    assert (dealing.receipt, dealing.settled) == (Said.YES, Said.UNKNOWN)
    assert dealing.original == GB_ROW


def test_a_plain_row_of_a_japanese_book():
    dealing = only(read(JP_HEAD, JP_ROW, side="JP"))
    assert (dealing.provider, dealing.day.day, dealing.day.zone) == ("GB", date(2022, 4, 17), "I")
    assert dealing.quantity == Quantity(Decimal(1234), "L")
    assert dealing.value == Money(Decimal(150000), "JPY")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"qty": ""}, "no_quantity"),
        ({"qty": "TBC"}, "no_quantity"),
        ({"qty": 0}, "no_quantity"),
        ({"qty": "about ten"}, "bad_quantity"),
        ({"qty": "-12"}, "negative_quantity"),
        ({"qty": "▲12"}, "negative_quantity"),
        ({"qty": "(12)"}, "negative_quantity"),
        ({"date": "不明"}, "bad_date"),
        ({"date": ""}, "bad_date"),
        ({"date": "31/02/2020"}, "bad_date"),
        ({"uoi": "firkin"}, "unknown_unit"),
        ({"uoi": ""}, "unknown_unit"),
        ({"uoi": "gallons"}, "ambiguous_unit"),
        ({"order": ""}, "no_ref"),
        ({"direction": "?"}, "bad_direction"),
        ({"category": "Sundries", "description": "Various"}, "unknown_category"),
        ({"value": "much"}, "bad_value"),
        ({"value": "-5"}, "negative_value"),
        ({"curr": "doubloons"}, "unknown_currency"),
        ({"category": "Weapons", "description": "Anything"}, "weapon"),
        ({"category": "Spare parts", "description": "Rifle 5.56mm"}, "weapon"),
        ({"description": "x" * 600}, "too_long"),
    ],
)
def test_each_fault_has_its_reason(changed, reason):
    found = read(
        GB_HEAD,
        GB_ROW,
        row(order="GB-2") if "order" not in changed else GB_ROW[:0],
        row(**{"order": "GB-3", **changed}),
    )
    (reject,) = found.rejects
    assert str(reject.reason) == reason
    assert reject.at.row == 4
    assert reject.cells == row(**{"order": "GB-3", **changed})


def test_the_second_of_two_same_references_is_refused():
    found = read(GB_HEAD, GB_ROW, row(order="ＧＢ－1", qty=5))
    assert [str(r.reason) for r in found.rejects] == ["duplicate_ref"]
    assert dict(found.rejects[0].figures)["first"] == "2"


def test_a_day_to_come_is_refused_only_if_today_is_told():
    assert [str(r.reason) for r in read(GB_HEAD, GB_ROW, as_of=date(2019, 4, 1)).rejects] == ["future_date"]
    assert not read(GB_HEAD, GB_ROW, as_of=date(2019, 4, 2)).rejects


@pytest.mark.parametrize(
    ("description", "category", "weapon"),
    [
        ("Rifle 5.56mm", "Weapons", True),
        ("Machine gun, 7.62", "Spare parts", True),
        ("Missile launcher", "Ammunition", True),
        ("89式小銃", "弾薬", True),
        ("12.7mm重機関銃", "部品・構成品", True),
        ("Practice ammunition 5.56mm blank", "Ammunition", False),
        ("5.56mm空包", "弾薬", False),
        ("小銃用空包", "弾薬", False),
        ("Rifle range use", "Use of facilities", False),
        ("小銃射場使用", "施設の利用", False),
        ("Gun oil", "POL", False),
        ("Spare parts for machine gun mount", "Spare parts", False),
        ("Rifle cleaning kits", "Spare parts", False),
        ("Shogun apple cider", "Food", False),
    ],
)
def test_weapons_are_out_and_ammunition_is_in(description, category, weapon):
    found = read(GB_HEAD, GB_ROW, row(order="GB-2", description=description, category=category, uoi="EA"))
    assert [str(r.reason) for r in found.rejects] == (["weapon"] if weapon else [])


def test_rows_that_are_no_dealings():
    found = read(
        ("ACSA register (invented)", *[""] * 16), ("OFFICIAL",), (), GB_HEAD, GB_ROW,
        ("Sub-total", *[""] * 9, 1000), ("", "", "Grand total Q1", *[""] * 7, 5000), (), GB_HEAD, ("see also the annex",),
        ("次頁へ繰越", *[""] * 9, 12), row(order="GB-2"), ("", "合　計", *[""] * 8, "９９９"),
    )  # fmt: skip
    kinds = [(row.at.row, row.kind) for row in found.non_rows]
    assert kinds == [
        (1, Kind.TITLE), (2, Kind.TITLE), (3, Kind.BLANK), (4, Kind.HEADING), (6, Kind.SUBTOTAL), (7, Kind.TOTAL), (8, Kind.BLANK),
        (9, Kind.REPEATED_HEADING), (10, Kind.NOTE), (11, Kind.SUBTOTAL), (13, Kind.TOTAL),
    ]  # fmt: skip
    assert [dealing.ref for dealing in found.dealings] == ["GB-1", "GB-2"]


def test_figures_alone_are_a_sum_and_words_alone_a_note():
    found = read(
        GB_HEAD,
        GB_ROW,
        ("",) * 10 + (5000,),
        ("see annex", "not yet agreed"),
        ("GB-2", "", "", "HMS Calder", "JS Hayase"),
    )
    assert [row.kind for row in found.non_rows] == [Kind.HEADING, Kind.SUBTOTAL, Kind.NOTE]
    assert [str(row.reason) for row in found.rejects] == ["bad_date"]


def test_yen_in_thousands_by_heading_and_by_title():
    head = (*JP_HEAD[:9], "金額（千円）", "備考")
    by_heading = only(read(head, JP_ROW, side="JP"))
    assert (by_heading.value, by_heading.value_step) == (Money(Decimal(150_000_000), "JPY"), Decimal(1000))
    by_title = only(read(("", "（単位：千円）"), JP_HEAD, JP_ROW, side="JP"))
    assert by_title.value == by_heading.value
    by_note = only(read(JP_HEAD, JP_ROW, (), ("注", "金額の単位は千円"), side="JP"))
    assert by_note.value == by_heading.value
    english = (*GB_HEAD[:10], "Value (¥'000)", *GB_HEAD[11:])
    assert only(read(english, row(value="12", curr="JPY"))).value == Money(Decimal(12_000), "JPY")


def test_thousands_of_yen_say_nothing_of_pounds():
    head = (*JP_HEAD[:9], "金額（千円）", "通貨", "備考")
    cells = (*JP_ROW[:9], "1,234.56", "英ポンド", "")
    assert only(read(head, cells, side="JP")).value == Money(Decimal("1234.56"), "GBP")


def test_a_book_of_two_currencies_keeps_one_in_thousands():
    for title in ("Value (GBP; JPY in thousands)", "Value (GBP, yen '000)", "Value (£ / thousand yen)"):
        head = (*GB_HEAD[:10], title, *GB_HEAD[11:])
        found = read(head, row(value="12.50"), row(order="GB-2", value="1,200", curr="JPY"))
        assert [str(dealing.value) for dealing in found.dealings] == ["GBP 12.50", "JPY 1,200,000"]
        noted = read((title,), GB_HEAD, row(value="12.50"), row(order="GB-2", value="1,200", curr="JPY"))
        assert [str(dealing.value) for dealing in noted.dealings] == ["GBP 12.50", "JPY 1,200,000"]


@pytest.mark.parametrize(
    ("value", "money"),
    [
        ("67,606,678円", Money(Decimal(67_606_678), "JPY")),
        ("¥1,234-", Money(Decimal(1234), "JPY")),
        ("£1,000.50", Money(Decimal("1000.5"), "GBP")),
        ("GBP 12", Money(Decimal(12), "GBP")),
        ("120千円", Money(Decimal(120_000), "JPY")),
        ("金12,000円也", Money(Decimal(12_000), "JPY")),
        ("1億2,000万円", Money(Decimal(120_000_000), "JPY")),
        ("3.5万円", Money(Decimal(35_000), "JPY")),
        ("30,000円（税込）", Money(Decimal(30_000), "JPY")),
        ("free of charge", Money(Decimal(0), "GBP")),
        ("\\1,234", Money(Decimal(1234), "JPY")),
        (Decimal("17702.3199999"), Money(Decimal("17702.32"), "GBP")),
        ("", None),
        ("-", None),
        ("n/a", None),
    ],
)
def test_sums_as_people_write_them(value, money):
    assert only(read(GB_HEAD, row(value=value, curr=""))).value == money


def test_currency_of_the_heading_and_two_columns_of_value():
    head = (
        "Ref",
        "Date",
        "I/R",
        "UK unit",
        "JSDF unit",
        "Category",
        "Item",
        "Quantity (litres)",
        "Value (GBP)",
        "Value (JPY)",
    )
    cells = ("A-1", "2 Apr 2019", "I", "HMS Calder", "JS Hayase", "Fuel", "Diesel", "1,234", "", "150,000")
    other = ("A-2", "3 Apr 2019", "R", "HMS Calder", "JS Hayase", "Fuel", "Diesel", "5", "7.25", "")
    first, second = read(head, cells, other).dealings
    assert (first.value, second.value) == (Money(Decimal(150_000), "JPY"), Money(Decimal("7.25"), "GBP"))
    assert (first.quantity, first.provider, second.provider) == (Quantity(Decimal(1234), "L"), "GB", "JP")


def test_a_unit_in_the_cell_goes_before_its_column():
    assert only(read(GB_HEAD, row(qty="12 m3"))).quantity == Quantity(Decimal(12), "M3")
    assert only(read(GB_HEAD, row(qty="５００㍑", uoi=""))).quantity == Quantity(Decimal(500), "L")


def test_a_kilo_of_road_and_a_kilo_of_bread():
    found = read(
        GB_HEAD, row(uoi="キロ", category="輸送", description="陸上輸送"), row(order="2", uoi="キロ", category="食料")
    )
    assert [dealing.quantity.unit for dealing in found.dealings] == ["KM", "KG"]


def test_headings_of_two_rows():
    top = ("番号", "年月日", "区分", "部隊等", "", "品目区分", "品名", "数量", "", "金額（円）", "備考")
    low = ("", "", "", "自", "相手", "", "", "数", "単位", "", "")
    merges = [Merge(0, 3, 0, 4), Merge(0, 7, 0, 8)]
    for known in (merges, []):
        dealing = only(read(top, low, JP_ROW, side="JP", merges=known))
        assert (dealing.own_unit, dealing.other_unit) == ("補給艦はやせ", "HMS Calder")
        assert dealing.quantity == Quantity(Decimal(1234), "L")


def test_headings_in_both_tongues():
    below = ("番号", "日付", "区分", "英国部隊", "自衛隊部隊", "品目区分", "品名", "物品番号", "数量", "単位", "金額", "通貨", "活動", "場所",
             "受領証", "決済", "備考")  # fmt: skip
    assert only(read(GB_HEAD, below, GB_ROW)).ref == "GB-1"
    joined = tuple(f"{one}\n{two}" for one, two in zip(GB_HEAD, below, strict=True))
    assert only(read(joined, GB_ROW)).own_unit == "HMS Calder"


def test_provider_and_receiver_instead_of_a_direction():
    head = ("Ref", "Date", "From", "To", "Category", "Description", "Qty", "UoI", "Value £")
    rows = [
        ("A-1", "02/04/2019", "HMS Calder", "JS Hayase", "POL", "Diesel", 5, "L", 1),
        ("A-2", "03/04/2019", "Kasumi Depot", "HMS Calder", "POL", "Diesel", 6, "L", 2),
        ("A-3", "04/04/2019", "Kasumi Depot", "Camp Hollow", "POL", "Diesel", 7, "L", 3),
        ("A-4", "04/04/2019", "Elsewhere", "Nowhere", "POL", "Diesel", 7, "L", 3),
    ]
    found = read(head, *rows)
    told = [(d.provider, d.own_unit, d.other_unit) for d in found.dealings]
    assert told == [
        ("GB", "HMS Calder", "JS Hayase"),
        ("JP", "HMS Calder", "Kasumi Depot"),
        ("JP", "Camp Hollow", "Kasumi Depot"),
    ]
    assert [str(r.reason) for r in found.rejects] == ["bad_direction"]


def test_the_name_of_the_agreement_says_no_direction():
    head, cells = GB_HEAD[:2] + GB_HEAD[3:], GB_ROW[:2] + GB_ROW[3:]
    for title in ("UK-Japan ACSA register", "日英物品役務相互提供簿", "Register of supplies and services"):
        assert [str(each.reason) for each in read((title,), head, cells).rejects] == ["bad_direction"]


def test_a_direction_said_as_a_flow_is_a_column_of_directions():
    rows = [row(order=f"GB-{at}", direction="UK to JP" if at % 2 else "JP to UK") for at in range(20)]
    head = tuple("Issued/Received / 提供・受領" if title == "Direction" else title for title in GB_HEAD)
    assert {dealing.provider for dealing in read(head, *rows).dealings} == {"GB", "JP"}


def test_day_numbers_written_as_text_are_days_under_a_heading_that_says_so():
    rows = [row(order=f"GB-{at}", date=str(43_560 + at)) for at in range(14)]
    found = read(GB_HEAD, *rows)
    assert (len(found.dealings), found.dealings[3].day.day) == (14, date(2019, 4, 8))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("3.5.12", date(2021, 5, 12)),
        ("28.4.12", date(2016, 4, 12)),
        ("21/5/3", date(2021, 5, 3)),
        ("31.4.30", date(2019, 4, 30)),
    ],
)
def test_a_short_date_of_a_japanese_book_has_its_year_first(cell, day):
    assert only(read(JP_HEAD, (*JP_ROW[:1], cell, *JP_ROW[2:]), side="JP")).day.day == day


@pytest.mark.parametrize("words", ["CANCELLED - see GB-9", "*Void*", "取消", "欠番（英側了解済み）"])
def test_a_row_that_says_it_is_cancelled_is_no_dealing(words):
    assert [str(each.reason) for each in read(GB_HEAD, row(remarks=words)).rejects] == ["cancelled"]
    assert [str(each.reason) for each in read(GB_HEAD, row(qty=words)).rejects] == ["cancelled"]
    assert not read(GB_HEAD, row(remarks="invoice 3 was cancelled"), row(order="GB-2", remarks="取消印あり")).rejects


def test_a_title_between_the_rows_is_a_note_in_whichever_column_it_stands():
    for at in range(len(JP_HEAD)):
        line = tuple("日英物品役務相互提供 管理簿（2020年度）" if at == place else "" for place in range(len(JP_HEAD)))
        found = read(JP_HEAD, JP_ROW, line, side="JP")
        assert (len(found.rejects), str(found.non_rows[-1].kind)) == (0, "note")


def test_a_value_beside_words_alone_is_a_sum_carried_over():
    blank = [""] * (len(JP_HEAD) - 3)
    found = read(JP_HEAD, JP_ROW, ("前頁から", *blank, "123,456", ""), side="JP")
    assert (len(found.dealings), len(found.rejects), str(found.non_rows[-1].kind)) == (1, 0, "subtotal")


def test_an_era_over_the_year_of_a_parted_day():
    head = ("整理番号", "令和年", "月", "日", *JP_HEAD[2:])
    assert only(read(head, ("英1-1", 4, 4, 17, *JP_ROW[2:]), side="JP")).day.day == date(2022, 4, 17)


def test_an_earlier_sheet_tells_whose_a_unit_is():
    head = ("Ref", "Date", "From", "To", "Category", "Description", "Qty", "UoI", "Value £")
    told = ("A-1", "02/04/2019", "HMS Calder", "Depot", "POL", "Diesel", 5, "L", 1)
    other = ("A-2", "03/04/2019", "Depot", "Field Hospital", "POL", "Diesel", 6, "L", 2)
    last = ("A-3", "04/04/2020", "Field Hospital", "Depot", "POL", "Diesel", 7, "L", 3)
    found = read_register(Book("b.xlsx", "xlsx", (Sheet("1", [head, told, other]), Sheet("2", [head, last]))), "GB")
    assert [dealing.provider for dealing in found.dealings] == ["GB", "JP", "GB"]


def test_a_later_sheet_tells_whose_a_unit_is_as_well():
    head = ("Ref", "Date", "From", "To", "Category", "Description", "Qty", "UoI", "Value £")
    first = ("A-1", "02/04/2019", "Depot", "Field Hospital", "POL", "Diesel", 5, "L", 1)
    told = ("A-2", "03/05/2019", "Depot", "HMS Calder", "POL", "Diesel", 6, "L", 2)
    found = read_register(Book("b.xlsx", "xlsx", (Sheet("1", [head, first]), Sheet("2", [head, told]))), "GB")
    assert [dealing.provider for dealing in found.dealings] == ["JP", "JP"]
    assert found.complete


def test_a_column_of_value_that_only_a_later_sheet_fills():
    head = ("Ref", "Date", "Direction", "Category", "Description", "Qty", "UoI", "Value (£)", "Value (¥)")
    sheets = [
        Sheet("1", [head, ("A-1", "02/04/2019", "Issued", "POL", "Diesel", 5, "L", "10.50", "")]),
        Sheet("2", [head, ("A-2", "02/05/2019", "Issued", "POL", "Diesel", 5, "L", "", "1,500")]),
    ]
    found = read_register(Book("b.xlsx", "xlsx", tuple(sheets)), "GB")
    assert [str(dealing.value) for dealing in found.dealings] == ["GBP 10.50", "JPY 1,500"]


def test_headings_stand_above_the_first_figures():
    rows = [row(order=f"GB-{at}") for at in range(6)]
    page = ("Page 2 of 9", *("" for _ in GB_HEAD[1:]))
    found = read(GB_HEAD, *rows[:3], GB_HEAD, page, *rows[3:])
    assert (len(found.dealings), [str(each.kind) for each in found.non_rows]) == (
        6, ["heading", "repeated_heading", "note"],
    )  # fmt: skip


def test_a_sheet_or_a_line_may_say_the_direction():
    head, cells = GB_HEAD[:2] + GB_HEAD[3:], GB_ROW[:2] + GB_ROW[3:]
    assert only(read(head, cells, name="Received FY19")).provider == "JP"
    found = read(("提供分",), head, cells, ("受領分",), ("GB-2", *cells[1:]), side="GB")
    assert [dealing.provider for dealing in found.dealings] == ["GB", "JP"]
    for note in ("※数量は受領証による。", "Signed receipts held by HQ", "注：提供は単価契約による"):
        found = read(head, cells, (note,), ("GB-2", *cells[1:]), name="Received FY19")
        assert [dealing.provider for dealing in found.dealings] == ["JP", "JP"]


def test_direction_said_from_either_side():
    ways = {
        "UK to Japan": "GB",
        "JSDF → UK": "JP",
        "Supplied": "GB",
        "英→日": "GB",
        "提供": "GB",
        "受領": "JP",
        "R": "JP",
        "Receipt": "JP",
    }
    for said, provider in ways.items():
        assert only(read(GB_HEAD, row(direction=said))).provider == provider


def test_headings_that_change_in_the_middle():
    other = (
        "Qty",
        "UoI",
        "Order No",
        "Date",
        "Direction",
        "UK unit",
        "JSDF unit",
        "Category",
        "Description",
        "Value",
        "Curr",
    )
    cells = (7, "kg", "GB-9", "3 May 2019", "Received", "HMS Calder", "JS Hayase", "Food", "Bread", 5, "GBP")
    found = read(GB_HEAD, GB_ROW, (), other, cells)
    assert [(d.ref, str(d.quantity)) for d in found.dealings] == [("GB-1", "1,234 L"), ("GB-9", "7 KG")]


def test_a_sheet_without_headings_follows_the_one_before():
    book = Book(
        "b.xlsx", "xlsx", (Sheet("1", [GB_HEAD, GB_ROW]), Sheet("2", [row(order="GB-2")]), Sheet("Notes", [("hello",)]))
    )
    found = read_register(book, "GB")
    assert [d.ref for d in found.dealings] == ["GB-1", "GB-2"]
    assert found.complete
    assert [n.kind for n in found.non_rows] == [Kind.HEADING, Kind.NO_REGISTER]


def test_a_book_that_is_no_register():
    with pytest.raises(FileError) as caught:
        read(("Shopping", "Price"), ("Milk", 2))
    assert caught.value.code == "file.no_register"


def test_a_book_without_references_names_rows_by_their_place():
    head, cells = GB_HEAD[1:], GB_ROW[1:]
    assert only(read(head, cells)).ref == "Sheet!2"


@pytest.mark.parametrize(
    ("remarks", "ref"),
    [
        ("Their doc 英1-009", "英1-009"),
        ("JSDF ref 英1-015", "英1-015"),
        ("英側番号 UK/JP/2022/0300", "UK/JP/2022/0300"),
        ("相手側番号:防相1第25号", "防相1第25号"),
        ("（UK-ACSA-2019-0001）", "UK-ACSA-2019-0001"),
        ("英側UK/JP/2022/0300参照", "UK/JP/2022/0300"),
        ("see email", ""),
        ("受領証写し有", ""),
        ("delivered 12/04/2019", ""),
        ("", ""),
    ],
)
def test_the_other_sides_reference_in_remarks(remarks, ref):
    assert only(read(GB_HEAD, row(remarks=remarks))).other_ref == ref


def test_the_other_sides_reference_in_a_column():
    head = (*GB_HEAD, "JSDF ref")
    assert only(read(head, (*GB_ROW, "英1-009"))).other_ref == "英1-009"


@pytest.mark.parametrize(
    ("cell", "day", "instant"),
    [
        ("040707ZJUN19", date(2019, 6, 4), datetime(2019, 6, 4, 7, 7, tzinfo=UTC)),
        (date(2019, 6, 4), date(2019, 6, 4), None),
        (datetime(2019, 6, 4, 0, 0), date(2019, 6, 4), None),  # noqa: DTZ001 - as spreadsheets store days
        (43620, date(2019, 6, 4), None),
        (20190604, date(2019, 6, 4), None),
        ("R1.6.4", date(2019, 6, 4), None),
    ],
)
def test_days_in_cells(cell, day, instant):
    stamp = only(read(GB_HEAD, row(date=cell))).day
    assert (stamp.day, stamp.instant) == (day, instant)


def test_a_time_of_its_own_makes_an_instant_only_with_a_zone():
    head = (*GB_HEAD, "Time (Z)")
    assert only(read(head, (*GB_ROW, "0707"))).day.instant == datetime(2019, 4, 2, 7, 7, tzinfo=UTC)
    assert only(read((*GB_HEAD, "Time"), (*GB_ROW, "07:07"))).day.instant is None


def test_a_persons_map_goes_before_everything():
    told = """
        [columns]
        quantity = "K"
        value = "Qty"
        [rules]
        currency = "JPY"
        gallon = "USG"
        date_order = "mdy"
        [categories]
        "Bunkers" = "pol"
        [directions]
        "X" = "received"
    """
    changed = row(date="04/13/2019", direction="X", category="Bunkers", qty="900", uoi="gal", value="55", curr="")
    dealing = only(read(GB_HEAD, changed, told=told))
    assert (str(dealing.quantity), str(dealing.value), dealing.provider) == ("55 USG", "JPY 900", "JP")
    assert dealing.day.day == date(2019, 4, 13)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("x = [", "map.not_toml"),
        ("[colums]", "map.unknown"),
        ("[columns]\nqantity = 'A'", "map.unknown"),
        ("[rules]\nvalue_factor = 12", "map.bad"),
        ("[rules]\ncurrency = 'XXX'", "money.unknown_currency"),
        ("[units]\nfirkin = 'FIRKIN'", "unit.unknown"),
        ("[categories]\nx = 'weapons'", "map.bad"),
        ("[rules]\ndirection = 'up'", "map.bad"),
        ("rules = 5", "map.bad"),
    ],
)
def test_a_map_that_says_something_unknown_is_refused(told, code):
    with pytest.raises(ValueTroubleError) as caught:
        parse_map(told)
    assert caught.value.code == code


def test_what_was_understood_is_shown():
    (sheet,) = read(("Values in GBP thousand",), GB_HEAD, GB_ROW).sheets
    assert sheet.heading_rows == (2,)
    assert sheet.columns["quantity"][0] == "Qty"
    assert all(0 < confidence <= 1 for _, confidence in sheet.columns.values())
    assert sheet.rules == {"currency": "GBP (title)", "value_factor": "1000 GBP (title)"}
    assert sheet.counts == {"dealings": 1, "rejects": 0, "non_rows": 2}


STRANGE = [
    "", " ", "=1+1", "−", "()", "(", "1,2,3", "1e9", "NaN", "∞", "９" * 40, "-" * 50, "£", "£-", "円", "千円", "12/13", "R0.0.0", "令和", "元年",
    "0Z", "999999ZZZZ99", "32/13/2020", "\x00", "\u202e", "🦀", "ﾊﾝｶｸ", "a" * 40_000, "/", "--", "号", "第号", "1号", "¥¥1", "1円2円", "1.2.3",
    True, False, 0, -1, 10**30, Decimal("1E+300"), Decimal("1E-300"), Decimal("-0"), Decimal("0.1234567890123"), date(1900, 1, 1),
    datetime(9999, 12, 31, 23, 59),  # noqa: DTZ001 - as spreadsheets store them
]  # fmt: skip


@given(
    st.lists(st.lists(st.sampled_from([*STRANGE, *GB_ROW, *GB_HEAD, *JP_ROW]), max_size=19), max_size=8),
    st.sampled_from(["GB", "JP"]),
)
@settings(max_examples=200, deadline=None)
def test_nothing_in_a_sheet_breaks_the_reader(rows, side):
    found = read(GB_HEAD, GB_ROW, *map(tuple, rows), side=side)
    assert found.rows_read == len(rows) + 2


@pytest.mark.parametrize("at", range(len(GB_ROW)))
def test_a_strange_cell_is_read_or_refused(at):
    rows = []
    for number, strange in enumerate(STRANGE):
        cells = list(row(order=f"GB-2-{number}"))
        cells[at] = strange
        rows.append(tuple(cells))
    assert read(GB_HEAD, GB_ROW, *rows).rows_read == len(STRANGE) + 2
