"""Books of strangers: invented pairs of registers in layouts of another hand than ``generate_registers``, with truth.

Everything here is made up. A pair is a seed and two layouts of ``stranger_register_books``; units, goods, mistakes and
proportions are drawn anew. ``make(name, seed)`` gives both books as bytes and what is true of them.
``python -m tests.rooms.logistics.stranger_registers FOLDER`` writes them all.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

CAUSES = ("unit_mistaken", "day_lost", "thousands", "digit_swapped", "gross_net", "short_delivery")
JST = timedelta(hours=9)

#: English, Japanese, category, stock number, measure, yen for one base unit, least and most.
GOODS = (
    ("Marine gas oil", "マリンガスオイル", "pol", "9140994411223", "litre", 101, 2_000, 600_000),
    ("Jet fuel (F-35)", "ジェット燃料", "pol", "9130994411224", "litre", 117, 1_500, 300_000),
    ("Turbine oil", "タービン油", "pol", "9150994411225", "litre", 830, 40, 4_000),
    ("Drinking water, bulk", "清水", "water", "", "litre", 2, 4_000, 250_000),
    ("Combat ration packs", "戦闘糧食II型", "food", "8970994411226", "meal", 1_150, 40, 3_000),
    ("Fresh vegetables", "生鮮野菜", "food", "", "kilo", 480, 50, 4_000),
    ("Hotel-style lodging", "外来宿舎", "billeting", "", "night", 5_200, 6, 700),
    ("Bus hire with driver", "人員輸送（バス）", "transportation", "", "trip", 66_000, 1, 30),
    ("Harbour tug", "曳船支援", "port_services", "", "trip", 350_000, 1, 6),
    ("Shore power", "陸上電力", "base_operations", "", "day", 180_000, 1, 20),
    ("Brake pads", "ブレーキパッド", "spares", "2530994411227", "each", 34_000, 2, 120),
    ("Engine overhaul", "機関整備", "repair", "", "hour", 12_400, 3, 160),
    ("Dental treatment", "歯科治療", "medical", "", "each", 9_000, 1, 60),
    ("5.56mm blank cartridges", "5.56mm空包", "ammunition", "1305994411228", "each", 95, 500, 40_000),
    ("Bonded warehousing", "倉庫保管", "storage", "", "day", 31_000, 2, 90),
    ("Firing range hire", "射場使用", "facilities", "", "day", 155_000, 1, 25),
)
GIVERS_GB = (("HMS Ribble", "リブル"), ("HMS Kestrel Bay", "ケストレル・ベイ"), ("RFA Wye Tide", "ワイ・タイド"), ("13 Air Asslt Sp Regt", "第13空中強襲支援連隊"),
             ("31 Sqn", "第31飛行隊"), ("BFSAI Det", "派遣隊"), ("3 Med Regt", "第3衛生連隊"))  # fmt: skip
GIVERS_JP = (("JS Minazuki", "護衛艦みなづき"), ("JS Omaezaki", "補給艦おまえざき"), ("Kamisu Sub Depot", "神栖補給所"), ("Tokorozawa AB", "所沢基地"),
             ("2nd Eng Bn", "第2施設大隊"), ("JS Rausu", "掃海母艦らうす"))  # fmt: skip
OCCASIONS = (
    ("Ex BLUE HERON", "青鷺演習"),
    ("Ex TYPHOON FENCE", "防風訓練"),
    ("HADR Palu", "パル国際緊急援助"),
    ("Passing exercise", "親善訓練"),
)
PORTS = (
    ("Sasebo", "佐世保"),
    ("Portland", "ポートランド"),
    ("Manila", "マニラ"),
    ("Ishigaki", "石垣"),
    ("Off Guam", "グアム沖"),
)

GAL_US, GAL_UK, POUND = Fraction("3.785411784"), Fraction("4.54609"), Fraction("0.45359237")
#: Measure → (spelling, base units of one, decimals) on either side.
SPELT = {
    "litre": ((("Ltr", 1, 0), ("USG", GAL_US, 0), ("IG", GAL_UK, 0), ("m3", 1000, 3), ("US gallons", GAL_US, 1)),
              (("リットル", 1, 0), ("kℓ", 1000, 3), ("Ｌ", 1, 0), ("立方メートル", 1000, 3))),
    "kilo": ((("kg", 1, 0), ("lbs", POUND, 0)), (("キログラム", 1, 0), ("㎏", 1, 0))),
    "meal": ((("rations", 1, 0), ("meals", 1, 0)), (("食", 1, 0),)),
    "night": ((("bed-nights", 1, 0),), (("泊", 1, 0), ("人泊", 1, 0))),
    "trip": ((("trips", 1, 0), ("trip", 1, 0)), (("回", 1, 0),)),
    "day": ((("days", 1, 0), ("Day", 1, 0)), (("日", 1, 0), ("日間", 1, 0))),
    "each": ((("Each", 1, 0), ("items", 1, 0)), (("個", 1, 0), ("件", 1, 0))),
    "hour": ((("man-hours", 1, 0), ("hours", 1, 0)), (("時間", 1, 0),)),
}  # fmt: skip


@dataclass
class Line:
    """One side's row: exact, in its own words, before a layout writes it. ``when`` is in the side's own zone."""

    ref: str
    when: datetime
    timed: bool
    gave: bool
    own: str
    other: str
    goods: tuple
    amount: Decimal
    unit: str
    value: Decimal
    currency: str
    occasion: str
    port: str
    remark: str = ""
    date_said: str = ""
    amount_said: str | None = None

    @property
    def day(self) -> date:
        """The day as the side writes it."""
        return self.when.date()


@dataclass(frozen=True)
class Mood:
    """What holds for a pair: how many, how wrong, how lonely, what is timed and in thousands."""

    rows: int = 160
    mistaken: float = 0.15
    lonely: float = 0.08
    cross: float = 0.2
    timed_gb: float = 0.7
    timed_jp: float = 0.0
    jp_thousands: bool = False
    yen: float = 0.2
    midnight: bool = False
    months: int = 12
    faults: int = 8


@dataclass
class Pair:
    """Both sides' lines, and the truth: (gb, jp, cause) and (side, ref, reason)."""

    gb: list[Line]
    jp: list[Line]
    truth: list[tuple[str, str, str]]
    rejects: list[tuple[str, str, str]]


def _rounded(number: Fraction, places: int) -> Decimal:
    return Decimal(int(number * 10**places * 2 + 1) // 2).scaleb(-places)


def _amount(base: Fraction, spelt: tuple) -> tuple[Decimal, str]:
    name, factor, places = spelt
    return max(_rounded(base / Fraction(factor), places), Decimal(1).scaleb(-places)), name


def _moment(rng: Random, mood: Mood) -> datetime:
    start = datetime(2022, 4, 1, tzinfo=UTC) + timedelta(minutes=rng.randint(600, mood.months * 30 * 1440 - 3000))
    if mood.midnight and rng.random() < 0.7:
        # Around midnight in either zone.
        hour = rng.choice((23, 0, 14, 15))
        start = start.replace(hour=hour, minute=rng.choice((1, 10, 30, 50, 59)))
    return start


def _lines(rng: Random, mood: Mood, number: int, rate: Fraction, refs: tuple[str, str]) -> tuple[Line, Line]:
    when = _moment(rng, mood)
    goods = rng.choices(GOODS, (8, 5, 3, 3, 4, 3, 4, 2, 2, 2, 3, 3, 2, 2, 2, 2))[0]
    base = Fraction(rng.randint(goods[6], goods[7]))
    gb_amount, gb_unit = _amount(base, rng.choice(SPELT[goods[4]][0]))
    jp_amount, jp_unit = _amount(base, rng.choice(SPELT[goods[4]][1]))
    yen = base * goods[5] * Fraction(rng.randint(90, 112), 100)
    in_yen, gave = rng.random() < mood.yen, rng.random() < 0.55
    own, other = rng.choice(GIVERS_GB), rng.choice(GIVERS_JP)
    occasion, port = rng.choice(OCCASIONS), rng.choice(PORTS)
    timed, jitter = rng.random() < mood.timed_gb, timedelta(0)
    timed_jp = rng.random() < mood.timed_jp
    if timed and timed_jp:
        jitter = timedelta(
            minutes=rng.randint(-120, 120)
        )  # one writes when the hose was connected, one when the meter was read
    gb = Line(refs[0].format(n=number), when, timed, gave, own[0], other[0], goods, gb_amount, gb_unit,
              _rounded(yen, 0) if in_yen else _rounded(yen / rate, 2), "JPY" if in_yen else "GBP", occasion[0], port[0])  # fmt: skip
    jp = Line(refs[1].format(n=number * 3 + 11), when + JST + jitter, timed_jp, not gave, other[1], own[rng.random() < 0.5], goods, jp_amount, jp_unit,
              _rounded(yen, 0), "JPY", occasion[1], port[1])  # fmt: skip
    return gb, jp


def _true_days(gb: Line, jp: Line) -> set[date]:
    """The days that the Japanese book may write for what the British one says."""
    if gb.timed:
        return {(gb.when + JST).date()}
    return {gb.day, gb.day + timedelta(days=1)}


def _mistake(rng: Random, mood: Mood, cause: str, gb: Line, jp: Line) -> bool:
    """Make a mistake; tells whether this row could have it."""
    if cause == "unit_mistaken":
        factors = {name: factor for name, factor, _ in SPELT[gb.goods[4]][0]}
        wrong = [
            name for name in factors if abs(Fraction(factors[name]) / Fraction(factors[gb.unit]) - 1) > Fraction(1, 20)
        ]
        gb.unit = rng.choice(wrong) if wrong else gb.unit
        return bool(wrong) and gb.amount * 10 == int(gb.amount * 10)
    if cause == "day_lost":
        jp.when += timedelta(days=rng.choice((-1, 1)))
        return jp.day not in _true_days(gb, jp) and (not jp.timed or gb.timed)
    if cause == "thousands":
        jp.value = jp.value * 1000 if mood.jp_thousands else _rounded(Fraction(jp.value) / 1000, 0)
        return jp.value > 20
    if cause == "gross_net":
        jp.value = _rounded(Fraction(jp.value) * Fraction(11, 10), 0)
        return jp.value > 2000
    if cause == "digit_swapped":
        return _swap(rng, jp)
    return _short(rng, jp if gb.gave else gb)


def _swap(rng: Random, line: Line) -> bool:
    digits = [*str(line.amount).replace(".", "")]
    places = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1] and (at or digits[1] != "0")][:2]
    if not places or len(digits) < 2:
        return False
    at = rng.choice(places)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    was, line.amount = line.amount, Decimal("".join(digits)).scaleb(int(line.amount.as_tuple().exponent))
    line.value = _rounded(Fraction(line.value) * Fraction(line.amount) / Fraction(was), 0)
    return line.amount > 0 and line.amount != was


def _short(rng: Random, line: Line) -> bool:
    places = -int(line.amount.as_tuple().exponent)
    was, line.amount = line.amount, _rounded(Fraction(line.amount) * Fraction(rng.randint(82, 97), 100), places)
    cents = 0 if line.currency == "JPY" else 2
    line.value = _rounded(Fraction(line.value) * Fraction(line.amount) / Fraction(was), cents)
    return was >= 60 and line.amount < was


def _faults(rng: Random, mood: Mood, pair: Pair) -> None:
    """Add rows that must not become acts: each a stray of its own with one fault."""
    kinds = ("no_quantity", "bad_date", "weapon", "negative_quantity", "duplicate_ref", "unknown_unit")
    for number in range(mood.faults):
        reason, side = kinds[number % len(kinds)], rng.choice(("gb", "jp"))
        lines: list[Line] = getattr(pair, side)
        at = rng.randrange(len(lines))
        if any(ref == lines[at].ref for _, ref, _ in pair.rejects):
            continue
        copy = replace(lines[at], remark="")
        if reason != "duplicate_ref":
            copy.ref = copy.ref + ("/X" if side == "gb" else "の2") + str(number)
        english = side == "gb"
        if reason == "no_quantity":
            copy.amount_said = ""
        elif reason == "bad_date":
            copy.date_said = "30 Feb 2023" if english else "令和五年二月三十日"
        elif reason == "weapon":
            copy.goods = ("Submachine gun 9mm", "9mm機関けん銃", "spares", "", *copy.goods[4:])
        elif reason == "negative_quantity":
            copy.amount = -copy.amount
        elif reason == "unknown_unit":
            copy.unit = "hogshead" if english else "俵"
        lines.insert(at + 1, copy)
        pair.rejects.append((side, copy.ref, reason))


def draw(seed: int, mood: Mood, refs: tuple[str, str]) -> Pair:
    """Draw a pair of books and what is true of them."""
    rng = Random(seed)
    rate = Fraction(rng.randint(14500, 18900), 100)
    pair = Pair([], [], [], [])
    for number in range(1, mood.rows + 1):
        gb, jp = _lines(rng, mood, number, rate, refs)
        luck = rng.random()
        if luck < mood.lonely:
            side = rng.random() < 0.5
            (pair.gb if side else pair.jp).append(gb if side else jp)
            continue
        cause = rng.choice(CAUSES) if luck < mood.lonely + mood.mistaken else ""
        kept = replace(gb), replace(jp)
        if cause and not _mistake(rng, mood, cause, gb, jp):
            (gb, jp), cause = kept, ""
        if rng.random() < mood.cross:
            gb.remark = f"JSDF ref {jp.ref}"
        if rng.random() < mood.cross:
            jp.remark = f"英側 {gb.ref}"
        pair.gb.append(gb)
        pair.jp.append(jp)
        pair.truth.append((gb.ref, jp.ref, cause))
    pair.gb.sort(key=lambda line: line.when)
    pair.jp.sort(key=lambda line: line.when)
    _faults(rng, mood, pair)
    return pair


def make(name: str, seed: int, rows: int | None = None) -> tuple[tuple[str, bytes], tuple[str, bytes], Pair]:
    """Give (file name, bytes) of both books of a pair of layouts, and the truth."""
    from tests.rooms.logistics.stranger_register_books import PAIRS

    mood, refs, gb_book, jp_book = PAIRS[name]
    pair = draw(seed, replace(mood, rows=rows or mood.rows), refs)
    return gb_book(pair.gb, Random(seed + 1)), jp_book(pair.jp, Random(seed + 2)), pair


def write(name: str, seed: int, folder: Path, rows: int | None = None) -> None:
    """Write a pair with ``truth.csv`` and ``rejects.csv``, as the data folders hold them."""
    (gb_name, gb), (jp_name, jp), pair = make(name, seed, rows)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / gb_name).write_bytes(gb)
    (folder / jp_name).write_bytes(jp)
    for file, header, lines in (
        ("truth.csv", ("gb_ref", "jp_ref", "cause"), pair.truth),
        ("rejects.csv", ("side", "ref", "reason"), pair.rejects),
    ):
        with (folder / file).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *lines])


if __name__ == "__main__":
    from tests.rooms.logistics.stranger_register_books import PAIRS

    for at, each in enumerate(PAIRS):
        write(each, 100 + at, Path(sys.argv[1]) / each)
