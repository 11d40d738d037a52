"""Invented pairs of registers with their truth, by seed: other words, units, shapes and mistakes each time.

Everything here is made up. The names, headings and spellings are chosen apart from the tables of the program, so that
a pair shows what the program makes of books that nobody has shown it. ``make(seed, folder)`` writes ``gb.*``, ``jp.*``,
``truth.csv`` and ``rejects.csv``; ``python generate_registers.py SEED FOLDER`` does the same by hand.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

from tests.rooms.logistics.register_styles import GB_BOOK, JP_BOOK, write_book

USG, IGAL, BBL, LB = Fraction("3.785411784"), Fraction("4.54609"), 42 * Fraction("3.785411784"), Fraction("0.45359237")

#: English, Japanese, category, stock number, kind of measure, yen for one base unit, smallest and largest quantity.
ITEMS = [
    ("Dieso F-76", "艦船用軽油", "pol", "9140992240001", "volume", 95, 800, 900_000),
    ("AVCAT F-44", "航空燃料JP-5", "pol", "9130992200002", "volume", 108, 500, 800_000),
    ("AVTUR F-34", "航空燃料JP-8", "pol", "9130992200003", "volume", 104, 500, 400_000),
    ("Gear oil OEP-220", "ギヤ油", "pol", "9150992200004", "volume", 700, 20, 9_000),
    ("Potable water", "真水", "water", "", "volume", 1, 900, 300_000),
    ("Bread and dairy", "パン及び乳製品", "food", "", "mass", 610, 30, 9_000),
    ("Frozen meat", "冷凍肉", "food", "8905992200005", "mass", 1450, 40, 6_000),
    ("Hot meals", "温食", "food", "", "meal", 850, 10, 4_000),
    ("Barrack accommodation", "隊舎宿泊", "billeting", "", "night", 4300, 4, 900),
    ("Truck haulage", "トラック運搬", "transportation", "", "km", 260, 20, 4_000),
    ("Airlift A400M", "空輸支援", "transportation", "", "hour", 590_000, 2, 70),
    ("Pilotage and tugs", "水先及び曳船", "port_services", "", "call", 410_000, 1, 4),
    ("Oil filter", "オイルフィルタ", "spares", "2940992200006", "each", 21_000, 1, 90),
    ("Radar repair", "レーダー修理", "repair", "", "hour", 10_500, 2, 90),
    ("Field dressings", "包帯", "medical", "6510992200007", "each", 1_500, 5, 800),
    ("Saluting charges, blank", "礼砲用空包", "ammunition", "1310992200008", "each", 5_200, 5, 900),
    ("Refrigerated storage", "冷凍庫保管", "storage", "", "day", 23_000, 1, 60),
    ("Training area use", "演習場使用", "facilities", "", "day", 140_000, 1, 60),
    ("Waste collection", "廃棄物処理", "base_operations", "", "mass", 300, 100, 9_000),
    ("Satellite link", "衛星回線使用", "communications", "", "day", 90_000, 1, 30),
    ("Cold weather clothing", "防寒被服", "clothing", "8415992200009", "each", 14_000, 2, 400),
    ("Simulator training", "シミュレータ訓練", "training", "", "hour", 75_000, 1, 40),
]
GB_UNITS = [
    ("HMS Wharfe", "フリゲート・ワーフ"), ("HMS Tamar Bridge", "タマー・ブリッジ"), ("RFA Lindale", "補助艦リンデール"),
    ("RFA Fort Amble", "フォート・アンブル"), ("2 Sqn RAF", "英空軍第2飛行隊"), ("9 Regt RLC", "第9後方連隊"),
    ("Camp Brackla", "ブラックラ宿営地"), ("HQ UKFJ", "在日英軍連絡部"), ("21 Field Hospital", "第21野戦病院"),
    ("HMS Ullswater", "哨戒艦アルズウォーター"), ("700 NAS", "第700海軍航空隊"), ("Det Singapore", "シンガポール派遣隊"),
]  # fmt: skip
JP_UNITS = [
    ("JS Kazemaru", "護衛艦かぜまる"), ("JS Akebino", "護衛艦あけびの"), ("JS Toneyama", "補給艦とねやま"), ("JS Hirado Maru", "輸送艦ひらど"),
    ("Minamihara Air Base", "南原基地"), ("Kitano Camp", "北野駐屯地"), ("Central Supply Depot", "中央補給処"),
    ("12th Logistic Regiment", "第12後方支援連隊"), ("Medical Unit East", "東部方面衛生隊"), ("Air Transport Wing 4", "第4輸送航空隊"),
]  # fmt: skip
ACTIVITIES = [
    ("Ex VIGILANT CRANE", "共同訓練「見張る鶴」"), ("Ex SILVER TIDE", "銀潮演習"), ("UNMISS support", "UNMISS支援"), ("Op LANTERN RELIEF", "災害救援"),
    ("Port visit", "親善寄港"), ("Staff talks", "幕僚協議"),
]  # fmt: skip
PLACES = [
    ("Kure", "呉"), ("Atsugi", "厚木"), ("Plymouth", "プリマス"), ("Diego Garcia", "ディエゴ・ガルシア"), ("Djibouti", "ジブチ"), ("At sea, East China Sea", "東シナ海洋上"),
    ("Naha", "那覇"), ("Brunei", "ブルネイ"),
]  # fmt: skip
#: Kind of measure → (what the British write, what the Japanese write); each (spelling, base units of one, decimals).
MEASURES = {
    "volume": (
        [("L", 1, 0), ("litres", 1, 0), ("cu m", 1000, 3), ("US gal", USG, 0), ("Imp gal", IGAL, 0), ("gal(UK)", IGAL, 0), ("BBL", BBL, 2)],
        [("Ｌ", 1, 0), ("ﾘｯﾄﾙ", 1, 0), ("ℓ", 1, 0), ("KL", 1000, 3), ("キロリットル", 1000, 3), ("㎘", 1000, 3)],
    ),
    "mass": ([("kg", 1, 0), ("Kgs.", 1, 0), ("kilogrammes", 1, 0), ("lb", LB, 0)], [("㎏", 1, 0), ("ＫＧ", 1, 0), ("キロ", 1, 0)]),
    "meal": ([("meals", 1, 0), ("EA", 1, 0)], [("食", 1, 0), ("食分", 1, 0)]),
    "night": ([("bed nights", 1, 0), ("person-nights", 1, 0)], [("人泊", 1, 0), ("延べ人泊", 1, 0), ("延べ泊", 1, 0)]),
    "km": ([("km", 1, 0), ("kms", 1, 0)], [("ｋｍ", 1, 0), ("キロ", 1, 0)]),
    "hour": ([("hrs", 1, 0), ("flying hrs", 1, 0)], [("時間", 1, 0), ("Ｈ", 1, 0)]),
    "call": ([("visit", 1, 0), ("service", 1, 0), ("ea", 1, 0)], [("回", 1, 0), ("隻", 1, 0), ("式", 1, 0)]),
    "each": ([("ea", 1, 0), ("No.", 1, 0), ("PCS", 1, 0)], [("個", 1, 0), ("本", 1, 0), ("点", 1, 0)]),
    "day": ([("days", 1, 0), ("day(s)", 1, 0)], [("日", 1, 0), ("日間", 1, 0)]),
}  # fmt: skip
_MISTAKES = ["unit_mistaken", "day_lost", "thousands", "digit_swapped", "gross_net", "short_delivery"]


@dataclass
class Row:
    """One side's row before it is written: exact, in words of both tongues."""

    ref: str
    when: datetime
    issued: bool
    own: str
    other: str
    item: tuple
    quantity: Decimal
    unit: str
    value: Decimal
    currency: str
    activity: str
    place: str
    remarks: str = ""
    timed: bool = True
    raw: dict[str, str] = field(default_factory=dict)


@dataclass
class World:
    """What holds for a whole pair."""

    rng: Random
    rows: int
    start: datetime
    days: int
    rate: object
    fixed_price: bool
    cross: float
    mistaken: float
    lonely: float
    jp_latin: bool
    jp_thousands: bool
    gb_timed: bool
    gb_ref: str
    jp_ref: str


def _world(seed: int, rows: int | None) -> World:
    rng = Random(seed)
    base = rng.choice([Fraction(152), Fraction(rng.randint(13000, 19500), 100)])
    kind = rng.choice(["fixed", "yearly", "monthly"])
    steps: dict[tuple[int, int], Fraction] = {}

    def rate(when: datetime) -> Fraction:
        key = {"fixed": (0, 0), "yearly": (when.year, 0), "monthly": (when.year, when.month)}[kind]
        if key not in steps:
            steps[key] = base if kind == "fixed" else base * Fraction(Random(f"{seed}{key}").randint(920, 1080), 1000)
        return steps[key]

    return World(
        rng, rows or rng.choice([150, 300, 450, 700]), datetime(rng.choice([2018, 2019, 2021]), 4, 1, tzinfo=UTC),
        rng.choice([365, 730, 1460]), rate, rng.random() < 0.4, rng.choice([0.0, 0.0, 0.1, 0.25, 0.5]),
        rng.choice([0.1, 0.15, 0.25]), rng.choice([0.05, 0.09, 0.15]), rng.random() < 0.6, rng.random() < 0.35, rng.random() < 0.7,
        rng.choice(["UK-ACSA-{y}-{n:04}", "J/{n:05}", "ACSA {y}/{n:03}", "{n:04}/{y}", "GBR{y2}{n:04}"]),
        rng.choice(["防相{e}第{n}号", "JA-{y}-{n:04}", "{e}需{n:03}", "{n:05}", "英令{e}-{n}"]),
    )  # fmt: skip


def _ref(pattern: str, when: datetime, number: int) -> str:
    year = when.year if when.month >= 4 else when.year - 1
    return pattern.format(y=year, y2=year % 100, e=max(1, year - 2018), n=number)


def _measured(base: Fraction, spelling: tuple) -> tuple[Decimal, str]:
    name, factor, places = spelling
    amount = round(base / Fraction(factor) * 10**places)
    return Decimal(max(1, amount)).scaleb(-places), name


def _pair(world: World, number: int, when: datetime, habits: dict) -> tuple[Row, Row, Fraction]:
    rng = world.rng
    item = rng.choices(ITEMS, [9, 6, 3, 3, 3, 4, 2, 5, 4, 2, 2, 3, 2, 2, 2, 2, 1, 2, 1, 1, 1, 1])[0]
    low, high = item[6], item[7]
    base = Fraction(rng.randint(low, high) if rng.random() < 0.7 else rng.randint(low, max(low, high // 9)))
    price = Fraction(item[5]) * (1 if world.fixed_price else Fraction(rng.randint(800, 1250), 1000))
    gb_side, jp_side = MEASURES[item[4]]
    gb_quantity, gb_unit = _measured(
        base, rng.choice(habits.setdefault(("gb", item[4]), rng.sample(gb_side, min(3, len(gb_side)))))
    )
    jp_quantity, jp_unit = _measured(
        base, rng.choice(habits.setdefault(("jp", item[4]), rng.sample(jp_side, min(3, len(jp_side)))))
    )
    yen = price * base
    gb_unit_name, jp_unit_name = rng.choice(GB_UNITS), rng.choice(JP_UNITS)
    activity, place = rng.choice(ACTIVITIES), rng.choice(PLACES)
    issued = rng.random() < 0.6
    in_yen = rng.random() < 0.2
    rate = world.rate(when)
    gb_value = Decimal(round(yen)) if in_yen else Decimal(round(yen / rate * 100)).scaleb(-2)
    gb = Row(_ref(world.gb_ref, when, number), when, issued, gb_unit_name[0], jp_unit_name[0], item, gb_quantity, gb_unit, gb_value,
             "JPY" if in_yen else "GBP", activity[0], place[0], timed=world.gb_timed and rng.random() < 0.65)  # fmt: skip
    jp = Row(_ref(world.jp_ref, when, number * 2 + 7), when + timedelta(hours=9), not issued, jp_unit_name[1],
             gb_unit_name[0 if world.jp_latin else 1], item, jp_quantity, jp_unit, Decimal(round(yen)), "JPY", activity[1], place[1])  # fmt: skip
    return gb, jp, price


def _spoil(world: World, cause: str, gb: Row, jp: Row) -> bool:
    """Make one mistake in a pair; tells whether it could be made."""
    rng, kind = world.rng, gb.item[4]
    if cause == "unit_mistaken":
        if kind not in ("volume", "mass"):
            return False
        factors = {"volume": {"L": 1, "litres": 1, "cu m": 1000, "US gal": USG, "Imp gal": IGAL, "gal(UK)": IGAL, "BBL": BBL},
                   "mass": {"kg": 1, "Kgs.": 1, "kilogrammes": 1, "lb": LB}}[kind]  # fmt: skip
        others = [name for name, factor in factors.items() if factor != factors[gb.unit]]
        gb.unit = rng.choice(others)
        return True
    if cause == "day_lost":
        shift = rng.choice([-1, 1])
        true, was = (gb.when + timedelta(hours=9)).date(), jp.when
        jp.when += timedelta(days=shift)
        explained = {true} if gb.timed else {gb.when.date(), gb.when.date() + timedelta(days=1)}
        if jp.when.date() in explained:
            jp.when = was - timedelta(days=shift)
        return jp.when.date() not in explained
    if cause == "thousands":
        # In a book kept in thousands the slip is the other way: full yen in one row.
        jp.value = jp.value * 1000 if world.jp_thousands else Decimal(round(Fraction(jp.value) / 1000))
        return jp.value > 1
    if cause == "gross_net":
        jp.value = Decimal(round(Fraction(jp.value) * Fraction(11, 10)))
        return True
    before = jp.quantity if cause == "digit_swapped" else gb.quantity
    if cause == "digit_swapped":
        digits = [*str(int(before.scaleb(-int(before.as_tuple().exponent))))]
        places = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1] and (at or digits[at + 1] != "0")]
        if not places:
            return False
        at = places[0] if rng.random() < 0.6 else rng.choice(places)
        if at > len(digits) - 3 and len(digits) > 4:
            return False
        digits[at], digits[at + 1] = digits[at + 1], digits[at]
        jp.quantity = Decimal("".join(digits)).scaleb(int(before.as_tuple().exponent))
        jp.value = Decimal(round(Fraction(jp.value) * Fraction(jp.quantity) / Fraction(before)))
        return jp.quantity > 0
    if before < 20 and not before.as_tuple().exponent:
        return False
    less = Fraction(rng.randint(850, 960), 1000)
    receiver = jp if gb.issued else gb
    places = -int(receiver.quantity.as_tuple().exponent)
    was = receiver.quantity
    receiver.quantity = Decimal(round(Fraction(was) * less * 10**places)).scaleb(-places)
    pence = 0 if receiver.currency == "JPY" else 2
    receiver.value = Decimal(
        round(Fraction(receiver.value) * Fraction(receiver.quantity) / Fraction(was) * 10**pence)
    ).scaleb(-pence)
    return receiver.quantity > 0


def _remark(world: World, gb: Row, jp: Row) -> None:
    rng = world.rng
    if rng.random() < world.cross:
        gb.remarks = rng.choice(["JSDF doc {}", "Your ref: {}", "cf. Japanese order {}", "{}"]).format(jp.ref)
    elif rng.random() < 0.2:
        gb.remarks = rng.choice(["signed copy held", "chased by phone", "see file"])
    if rng.random() < world.cross:
        jp.remarks = rng.choice(["相手側番号:{}", "英軍文書番号 {}", "（{}）", "英側{}参照"]).format(gb.ref)


def _rejects(world: World, gb: list[Row], jp: list[Row]) -> list[tuple[str, str, str]]:
    """Add rows that must be refused: copies of good ones with one fault each."""
    rng, found = world.rng, []
    for number, reason in enumerate(
        ["no_quantity", "bad_date", "weapon", "negative_quantity", "duplicate_ref", "unknown_unit"] * 2
    ):
        side, rows = rng.choice([("gb", gb), ("jp", jp)])
        at = rng.choice([place for place, row in enumerate(rows) if row.ref not in {ref for _, ref, _ in found}])
        copy = replace(rows[at], raw=dict(rows[at].raw), remarks="")
        if reason != "duplicate_ref":
            copy.ref += ("-A" if side == "gb" else "の") + str(number)
        english = side == "gb"
        if reason == "no_quantity":
            copy.raw["quantity"] = ""
        elif reason == "bad_date":
            copy.raw["date"] = rng.choice(["TBC", "31/02/2020"] if english else ["不明", "令和3年2月30日"])
        elif reason == "weapon":
            copy.item = (
                *(("Machine gun 7.62mm", "小銃") if rng.random() < 0.5 else ("Rifle, sniper", "9mm拳銃")),
                "weapons",
                "",
                *copy.item[4:],
            )
        elif reason == "negative_quantity":
            copy.quantity = -copy.quantity
        elif reason == "unknown_unit":
            copy.unit = "firkin" if english else "石"
        rows.insert(at + 1, copy)
        found.append((side, copy.ref, reason))
    return found


def make(seed: int, folder: Path, rows: int | None = None) -> None:
    """Write one pair with its truth."""
    world = _world(seed, rows)
    rng = world.rng
    habits: dict = {}
    moments = sorted(world.start + timedelta(minutes=rng.randint(0, world.days * 1440)) for _ in range(world.rows))
    gb_rows, jp_rows, truth = [], [], []
    for number, when in enumerate(moments, 1):
        gb, jp, _ = _pair(world, number, when, habits)
        if not gb.timed and rng.random() < 0.5:
            jp.remarks = rng.choice(["", "写し保管"])
        luck = rng.random()
        if luck < world.lonely:
            side = rng.random() < 0.5
            (gb_rows if side else jp_rows).append(gb if side else jp)
            truth.append((gb.ref, "", "only_gb", "", "") if side else ("", jp.ref, "only_jp", "", ""))
            continue
        cause = rng.choice(_MISTAKES) if luck < world.lonely + world.mistaken else ""
        kept = replace(gb), replace(jp)
        if cause and not _spoil(world, cause, gb, jp):
            (gb, jp), cause = kept, ""
        _remark(world, gb, jp)
        gb_rows.append(gb)
        jp_rows.append(jp)
        fields = {"day_lost": "date", "thousands": "value", "gross_net": "value"}
        truth.append(
            (gb.ref, jp.ref, "differing" if cause else "match", fields.get(cause, "quantity") if cause else "", cause)
        )
    rejects = _rejects(world, gb_rows, jp_rows)
    folder.mkdir(parents=True, exist_ok=True)
    write_book(rng, folder / "gb", gb_rows, GB_BOOK, timed=world.gb_timed)
    write_book(rng, folder / "jp", jp_rows, JP_BOOK, thousands=world.jp_thousands)
    _table(folder / "truth.csv", ("gb_ref", "jp_ref", "kind", "field", "cause"), truth)
    _table(folder / "rejects.csv", ("side", "ref", "reason"), rejects)


def _table(path: Path, header: tuple, rows: list) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None)
