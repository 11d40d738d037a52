"""Registers for the play when none are given: invented units, dealings and mistakes, the same on every day.

Law: nothing here is real. The two books describe the same sixty dealings as units would, one in English, one in
Japanese, each with its own units of measure, dates and slips; a few stand in one book only, a few must be refused.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from warifu.core.days import MONTHS
from warifu.doors.sheets import write_xlsx

COUNT = 60
_FEW, _DEAR = 4, Decimal(1000)
"""The least amount; above how many yen a unit it stays a small one."""
_GB_HEAD = (
    "ACSA Order No",
    "DTG",
    "Direction",
    "UK unit",
    "JSDF unit",
    "Category",
    "Description",
    "NSN",
    "Qty",
    "UoI",
    "Value",
    "Curr",
    "Activity",
    "Place",
    "Receipt held",
    "Settled",
    "Remarks",
)
_JP_HEAD = ("整理番号", "年月日", "区分", "部隊等名", "相手国部隊等", "品目区分", "品名", "物品番号", "数量", "単位", "金額", "通貨", "活動名", "場所", "受領証", "決済", "備考")  # fmt: skip
_UNITS = (("HMS Calder", "護衛艦しらさぎ", "JS Shirasagi"), ("RFA Tideswell", "補給艦はやせ", "JS Hayase"), ("47 Air Despatch Sqn", "北星基地業務群", "Hokusei Air Base"), ("HQ Log Bde", "椿駐屯地業務隊", "Tsubaki Garrison"))  # fmt: skip
_PLACES = (
    ("Off Honshu", "本州沖"),
    ("Yokosuka", "横須賀"),
    ("Gulf of Aden", "アデン湾"),
    ("Singapore", "シンガポール"),
)
_ACTIVITIES = (
    ("Ex NORTHERN LANTERN", "日英共同訓練「北の灯」"),
    ("Relief Op KESTREL", "国際緊急援助活動"),
    ("Routine port visit", "寄港"),
)


class _Thing(NamedTuple):
    category: tuple[str, str]
    name: tuple[str, str]
    stock: str
    unit: tuple[str, str]
    price_yen: Decimal


_THINGS = (
    _Thing(("POL", "燃料・油脂・潤滑油"), ("Fuel, naval distillate F-76", "軽油2号(艦船用)"), "9140-99-224-8711", ("L", "リットル"), Decimal(97)),
    _Thing(("Food", "食料"), ("Rations, meals", "糧食(食事)"), "", ("MEAL", "人食"), Decimal(830)),
    _Thing(("Water", "水"), ("Water, potable", "飲料水"), "", ("L", "㍑"), Decimal("0.9")),
    _Thing(("Billeting", "宿泊"), ("Billeting", "宿泊"), "", ("man-nights", "人泊"), Decimal(4600)),
    _Thing(("Transportation", "輸送"), ("Airlift", "空輸"), "", ("hours", "時間"), Decimal(610000)),
    _Thing(("Repair and maintenance services", "修理・整備業務"), ("Repair, RHIB engine", "複合艇機関修理"), "", ("hours", "時間"), Decimal(11200)),
)  # fmt: skip


def registers(folder: Path, today: date, count: int = COUNT) -> tuple[Path, Path]:
    """Write ``gb.xlsx`` and ``jp.xlsx`` under ``folder`` and return their paths; ``count`` dealings, over six hundred days."""
    first = date(today.year - 2, 4, 3)
    apart = Fraction(600, max(count, 1))
    rows = [_rows(number, first + timedelta(days=int(number * apart))) for number in range(1, count + 1)]
    gb = [row for row, _ in rows if row] + [_weapon(first)]
    jp = [row for _, row in rows if row] + [_no_date()]
    paths = folder / "gb.xlsx", folder / "jp.xlsx"
    write_xlsx(paths[0], {"FY": (_GB_HEAD, [*gb, ("Total", *[""] * 16)])})
    write_xlsx(paths[1], {"年度": (_JP_HEAD, [*jp, ("合計", *[""] * 16)])})
    return paths


def _rows(number: int, day: date) -> tuple[tuple[object, ...] | None, tuple[object, ...] | None]:
    thing, units = _THINGS[number % len(_THINGS)], _UNITS[number % len(_UNITS)]
    place, activity = _PLACES[number % len(_PLACES)], _ACTIVITIES[number % len(_ACTIVITIES)]
    amount = Decimal(_FEW + (number * 7919) % (40 if thing.price_yen > _DEAR else 4900))
    value = (amount * thing.price_yen).quantize(Decimal(1))
    gives = number % 2 == 0
    gb_ref, jp_ref = f"UK/JP/{day.year}/{number:04d}", f"英-{number * 3:04d}"
    settled = ("Y", "済") if number % 3 else ("N", "未")
    named = f"JSDF ref {jp_ref}" if number % 4 == 0 else ""
    counted, worth = _slip(number, amount, value)
    gb = (
        gb_ref,
        _dtg(day, number),
        "Issued" if gives else "Received",
        units[0],
        units[2],
        thing.category[0],
        thing.name[0],
        thing.stock,
        amount,
        thing.unit[0],
        value,
        "JPY",
        activity[0],
        place[0],
        "Y",
        settled[0],
        named,
    )
    jp = (
        jp_ref,
        _reiwa(day),
        "受領" if gives else "提供",
        units[1],
        units[0],
        thing.category[1],
        thing.name[1],
        thing.stock,
        counted,
        thing.unit[1],
        worth,
        "円",
        activity[1],
        place[1],
        "有",
        settled[1],
        "",
    )
    return (None if number % 29 == 0 else gb), (None if number % 23 == 0 else jp)


def _slip(number: int, amount: Decimal, value: Decimal) -> tuple[Decimal, Decimal]:
    """Plant a slip of the pen in a few rows of the Japanese book: short delivery, yen in thousands, gross for net."""
    if number % 17 == 5:
        return amount - max(Decimal(1), (amount / 40).quantize(Decimal(1))), value
    if number % 19 == 7:
        return amount, (value / 1000).quantize(Decimal(1))
    if number % 13 == 4:
        return amount, (value * Decimal("1.1")).quantize(Decimal(1))
    return amount, value


def _dtg(day: date, number: int) -> str:
    return (
        f"{day.day:02d}{(number * 37) % 14 + 1:02d}{(number * 11) % 60:02d}Z{MONTHS[day.month - 1]}{day.year % 100:02d}"
    )


def _reiwa(day: date) -> str:
    return f"令和{day.year - 2018}年{day.month}月{day.day}日"


def _weapon(first: date) -> tuple[object, ...]:
    return ("UK/JP/0999", first.strftime("%d/%m/%Y"), "Issued", "HQ Log Bde", "Tsubaki Garrison", "Ammunition", "Rifle, 5.56mm", "1005-99-000-1111", 12, "EA", 900000, "JPY", "Routine port visit", "Singapore", "Y", "N", "")  # fmt: skip


def _no_date() -> tuple[object, ...]:
    return ("英-0999", "不明", "提供", "椿駐屯地業務隊", "HQ Log Bde", "食料", "生糧品", "", 40, "kg", 22000, "円", "寄港", "シンガポール", "有", "未", "")  # fmt: skip
