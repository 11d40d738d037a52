"""The units that orders and registers use: a table of data. Floor 1, pure.

Law: a unit has one code, one dimension and one exact factor to the base unit of its dimension. What cannot be
converted by definition (a meal, a night, a call) is a dimension of its own. Factors are definitions, not
measurements: US gallon 231 cubic inches (NIST Handbook 44, appendix C), imperial gallon 4.54609 L (United Kingdom,
Weights and Measures Act 1985, schedule 1), barrel of petroleum 42 US gallons, pound 0.45359237 kg, inch 25.4 mm.
``quantity`` reads this table; nothing else should.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: code, dimension, how many base units it is, and what people call it in both languages."""

    code: str
    dimension: str
    factor: Fraction
    en: str
    ja: str


_US_GALLON_L = Fraction("3.785411784")
_IMPERIAL_GALLON_L = Fraction("4.54609")
_POUND_KG = Fraction("0.45359237")

_TABLE: tuple[tuple[str, str, Fraction | int | str, str, str], ...] = (
    # volume, base litre
    ("L", "volume", 1, "litre", "リットル"),
    ("ML", "volume", "0.001", "millilitre", "ミリリットル"),
    ("KL", "volume", 1000, "kilolitre", "キロリットル"),
    ("M3", "volume", 1000, "cubic metre", "立方メートル"),
    ("USG", "volume", _US_GALLON_L, "US gallon", "米ガロン"),
    ("IGAL", "volume", _IMPERIAL_GALLON_L, "imperial gallon", "英ガロン"),
    ("BBL", "volume", 42 * _US_GALLON_L, "barrel (42 US gallons)", "バレル"),
    ("USQT", "volume", _US_GALLON_L / 4, "US quart", "米クォート"),
    ("IPT", "volume", _IMPERIAL_GALLON_L / 8, "imperial pint", "英パイント"),
    ("FT3", "volume", Fraction("28.316846592"), "cubic foot", "立方フィート"),
    # mass, base kilogram
    ("KG", "mass", 1, "kilogram", "キログラム"),
    ("G", "mass", "0.001", "gram", "グラム"),
    ("T", "mass", 1000, "tonne", "トン"),
    ("LB", "mass", _POUND_KG, "pound (mass)", "ポンド(重量)"),
    ("STON", "mass", 2000 * _POUND_KG, "short ton", "米トン"),
    ("LTON", "mass", 2240 * _POUND_KG, "long ton", "英トン"),
    # length, base metre
    ("M", "length", 1, "metre", "メートル"),
    ("KM", "length", 1000, "kilometre", "キロメートル"),
    ("MI", "length", Fraction("1609.344"), "mile", "マイル"),
    ("NMI", "length", 1852, "nautical mile", "海里"),
    ("FT", "length", "0.3048", "foot", "フィート"),
    # area, base square metre
    ("M2", "area", 1, "square metre", "平方メートル"),
    # time worked or flown, base hour; a day of use is not 24 of them
    ("HOUR", "time", 1, "hour", "時間"),
    ("MIN", "time", Fraction(1, 60), "minute", "分"),
    # kept apart: none of these is a multiple of another
    ("DAY", "day", 1, "day", "日"),
    ("WEEK", "day", 7, "week", "週"),
    ("MONTH", "month", 1, "month", "月"),
    ("NIGHT", "night", 1, "person-night", "人泊"),
    ("MEAL", "meal", 1, "meal", "食"),
    ("MANDAY", "manday", 1, "man-day", "人日"),
    ("PERSON", "person", 1, "person", "人"),
    ("CALL", "call", 1, "call", "回"),
    ("SORTIE", "sortie", 1, "sortie", "ソーティ"),
    ("FLIGHT", "flight", 1, "flight", "便"),
    ("TRIP", "trip", 1, "trip", "往復"),
    ("COURSE", "course", 1, "course", "コース"),
    ("VEHICLE", "vehicle", 1, "vehicle", "台"),
    ("TKM", "freight", 1, "tonne-kilometre", "トンキロ"),
    ("KWH", "energy", 1, "kilowatt-hour", "キロワット時"),
    ("MB", "traffic", 1, "megabyte", "メガバイト"),
    ("GB", "traffic", 1000, "gigabyte", "ギガバイト"),
    ("LINE", "line", 1, "line", "回線"),
    # things counted
    ("EA", "count", 1, "each", "個"),
    ("PAIR", "pair", 1, "pair", "対"),
    ("SET", "set", 1, "set", "式"),
    ("BOX", "box", 1, "box", "箱"),
    ("CASE", "case", 1, "case", "ケース"),
    ("PACK", "pack", 1, "pack", "袋"),
    ("BOTTLE", "bottle", 1, "bottle", "瓶"),
    ("CAN", "can", 1, "can", "缶"),
    ("DRUM", "drum", 1, "drum", "ドラム"),
    ("CYLINDER", "cylinder", 1, "cylinder", "ボンベ"),
    ("ROLL", "roll", 1, "roll", "巻"),
    ("SHEET", "sheet", 1, "sheet", "枚"),
    ("ROUND", "round", 1, "round", "発"),
    ("PALLET", "pallet", 1, "pallet", "パレット"),
    ("LOT", "lot", 1, "lot", "件"),
)

UNITS: dict[str, Unit] = {code: Unit(code, dim, Fraction(factor), en, ja) for code, dim, factor, en, ja in _TABLE}

#: Dimensions in which one counts whole things or occasions; a register often writes plain "each" for any of them.
COUNTED: frozenset[str] = frozenset(
    unit.dimension
    for unit in UNITS.values()
    if unit.dimension not in {"volume", "mass", "length", "area", "time", "freight", "energy", "traffic"}
)

#: Spellings after NFKC, case folding and removal of blanks, dots, hyphens and plural brackets.
SPELLINGS: dict[str, str] = {
    spelling: code
    for code, spellings in {
        "L": "l lt ltr ltrs ltre liter liters litre litres lit lits リットル リッター リツトル ℓ 立",
        "ML": "ml millilitre millilitres milliliter ミリリットル cc",
        "KL": "kl kiloliter kiloliters kilolitre kilolitres klitre キロリットル キロ立 竏",
        "M3": "m3 m^3 cum cbm cubicmetre cubicmetres cubicmeter cubicmeters cumetre cumetres 立方メートル 立米 "
        "立方米 リューベ",
        "USG": "usg usgal usgals usgall usgallon usgallons galus galsus gallonus gallonsus usgl gal(us) gallon(us) "
        "gallons(us) "
        "uslgal usliquidgallon agal americangallon americangallons 米ガロン 米国ガロン usガロン ガロン(米) "
        "米液量ガロン 米gal "
        "gals(us) usagal u/sgal ugl ガロン(us) 米ガロン(usg)",
        "IGAL": "igal impgal impgals impgallon impgallons imperialgallon imperialgallons imperialgal ukgal ukgals "
        "ukgallon "
        "ukgallons galimp galuk gal(imp) gal(uk) gallon(imp) gallon(uk) gallons(uk) gallons(imp) impg ukg ig "
        "英ガロン 英国ガロン "
        "ukガロン ガロン(英) gals(imp) gals(uk) 英gal impガロン imp gallonimp gallonsimp gallonuk gallonsuk galsuk "
        "galsimp "
        "britishgallon britishgallons brgal ガロン(uk) imperialgals",
        "BBL": "bbl bbls brl barrel barrels usbbl usbarrel バレル 樽",
        "USQT": "usqt usquart usquarts 米クォート",
        "IPT": "ipt imppint imppints 英パイント",
        "FT3": "ft3 cuft cubicfoot cubicfeet 立方フィート",
        "KG": "kg kgs kgm kilogram kilograms kilogramme kilogrammes キログラム 瓩",
        "G": "g gr gm gms gram grams gramme grammes グラム",
        "T": "t te tonne tonnes mt metricton metrictons metrictonne metrictonnes トン 屯 瓲 ton(metric) tne "
        "tonnesmetric",
        "LB": "lb lbs pound(mass) pounds(mass) lbm ポンド(重量)",
        "STON": "ston shortton shorttons uston ustons 米トン",
        "LTON": "lton longton longtons ukton uktons 英トン",
        "M": "m metre metres meter meters mtr メートル",
        "KM": "km kms kilometre kilometres kilometer kilometers キロメートル 粁 vehiclekm vehkm 車両km",
        "MI": "mi mile miles マイル",
        "NMI": "nm nmi nauticalmile nauticalmiles 海里 浬",
        "FT": "ft foot feet フィート",
        "M2": "m2 m^2 sqm squaremetre squaremetres squaremeter 平方メートル 平米",
        "HOUR": "h hr hrs hour hours fh flyinghour flyinghrs flyinghr flighthrs flighthr flyinghours flighthour "
        "flighthours flthr flthrs flyhr flyhrs "
        "flghr bh "
        "blockhour blockhours manhour manhours labourhour labourhours mhr mhrs mh 時間 飛行時間 工数 人時 作業時間 "
        "人時間 hur "
        "技術者時間 労働時間 時 アワー c130hours hrsflown hoursflown",
        "MIN": "min mins minute minutes 分 分間",
        "DAY": "d day days dy dys 日 日間 日数 rangeday rangedays 使用日 使用日数 day/s",
        "WEEK": "wk wks week weeks 週 週間",
        "MONTH": "mo mon mth mths month months 月 か月 ヶ月 カ月 ヵ月 ケ月 箇月",
        "NIGHT": "night nights nt nts mannight mannights personnight personnights personsnight pers/night person/night "
        "pax/night paxnight paxnights bednight bednights bedspacenight roomnight roomnights 泊 人泊 延べ人泊 延人泊 "
        "宿泊 泊数 室泊 "
        "pernight pn bn ngt ngts bedspace bedspaces pers/nights persnight persnights night(s) nights(pers) 名泊 泊分",
        "MEAL": "meal meals ml(meal) ration rations mealset packedmeal packedmeals mre mres 食 人食 食分 人前 食数 "
        "rationpack "
        "rationpacks 延食 延べ食 manmeal manmeals personmeal personmeals meal/pers pers/meal",
        "MANDAY": "manday mandays personday persondays pers/day pax/day 人日 延べ人日 paxday paxdays",
        "PERSON": "person persons pers pax people 人 名 人員",
        "CALL": "call calls portcall portcalls visit visits time times occasion occasions service services svc svcs "
        "回 件回 度 "
        "入港 寄港 movement movements 隻 隻回 ship ships job jobs event events act 回数",
        "SORTIE": "sortie sorties ソーティ ソーティー",
        "FLIGHT": "flight flights 便 フライト",
        "TRIP": "trip trips 往復 roundtrip",
        "COURSE": "course courses コース 課程",
        "VEHICLE": "vehicle vehicles veh vehs 台 両 輌",
        "TKM": "tkm tonnekm tonnekilometre tonnekilometres トンキロ",
        "KWH": "kwh キロワット時",
        "MB": "mb megabyte megabytes メガバイト",
        "GB": "gb gigabyte gigabytes ギガバイト",
        "LINE": "line lines 回線",
        "EA": "ea each eaches e pc pcs pce pces piece pieces no nos num number item items unit units 個 ケ コ 本 点 "
        "品 丁 基 "
        "つ ヶ 個数 単位 筒 組個 ピース 台個 棟 室 房 面",
        "PAIR": "pr pair pairs 対 足 双 組足 揃",
        "SET": "set sets se st kit kits kt 式 組 セット キット 一式",
        "BOX": "bx box boxes 箱 函",
        "CASE": "cs case cases carton cartons ctn ctns ケース カートン",
        "PACK": "pk pkt pack packs packet packets pkg package packages bag bags bg 袋 包 パック sachet",
        "BOTTLE": "btl bottle bottles bt 瓶 びん ボトル",
        "CAN": "can cans cn tin tins 缶",
        "DRUM": "drum drums dr ドラム ドラム缶",
        "CYLINDER": "cyl cylinder cylinders ボンベ",
        "ROLL": "ro roll rolls rl 巻 ロール",
        "SHEET": "sht sheet sheets sh 枚 葉",
        "ROUND": "rd rds rnd rnds round rounds cartridge cartridges 発 弾 発数",
        "PALLET": "pallet pallets plt plts パレット",
        "LOT": "lot lots lump lumpsum 件 ロット",
    }.items()
    for spelling in spellings.split()
}

#: Written so, a unit is one of several, and which one changes the figure: refused until somebody says.
AMBIGUOUS: dict[str, tuple[str, ...]] = {
    "gal": ("USG", "IGAL"), "gals": ("USG", "IGAL"), "gallon": ("USG", "IGAL"), "gallons": ("USG", "IGAL"),
    "ga": ("USG", "IGAL"), "gl": ("USG", "IGAL"), "gll": ("USG", "IGAL"), "ガロン": ("USG", "IGAL"),
    "キロ": ("KG", "KM"), "kilo": ("KG", "KM"), "kilos": ("KG", "KM"), "k": ("KG", "KM", "KL"),
    "ton": ("T", "LTON", "STON"), "tons": ("T", "LTON", "STON"), "qt": ("USQT",), "quart": ("USQT",),
    "pt": ("IPT",), "pint": ("IPT",), "pints": ("IPT",),
}  # fmt: skip
