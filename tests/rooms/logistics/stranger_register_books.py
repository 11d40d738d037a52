"""Layouts of the strangers' books: each a function from lines to a file's name and bytes. Invented, and of one hand.

A layout says its columns as (heading, what stands in the cell); ``stranger_registers`` draws what is written. New here, beside
what ``register_styles`` has: days without a year, day columns parted in three, columns for in and out, sheets for each
month, sections, hidden rows and columns, UTF-16, pages with carried sums, signatures and notes beneath.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from random import Random

import xlsxwriter

from tests.rooms.logistics.register_styles import _MANIFEST, _ODS, _ods_cell
from tests.rooms.logistics.stranger_registers import Line, Mood

WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CATEGORY = {
    "pol": ("POL", "燃料等"), "water": ("Water", "水"), "food": ("Food", "糧食"), "billeting": ("Billeting", "宿泊"), "transportation": ("Transport", "輸送"),
    "port_services": ("Port services", "港湾業務"), "base_operations": ("Base operations support", "基地活動支援"), "spares": ("Spares", "部品"), "repair": ("Repair and maintenance", "修理・整備"),
    "medical": ("Medical", "衛生"), "ammunition": ("Ammunition", "弾薬"), "storage": ("Storage", "保管"), "facilities": ("Use of facilities", "施設の利用"),
}  # fmt: skip
Cell = object
Columns = list[tuple[str, Callable[[Line], Cell]]]
Written = tuple[str, bytes]


@dataclass
class Sheet:
    """One sheet before it is written: rows of cells, merged ranges (top, left, bottom, right), what is hidden."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def xlsx(name: str, sheets: list[Sheet]) -> Written:
    """Write a workbook."""
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"strings_to_numbers": False, "in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for each in sheets:
            sheet = book.add_worksheet(each.name)
            for at, row in enumerate(each.rows):
                for column, cell in enumerate(row):
                    _put(sheet, at, column, cell, day)
            for top, left, bottom, right in each.merges:
                sheet.merge_range(top, left, bottom, right, str(each.rows[top][left]))
            for at in each.hidden_rows:
                sheet.set_row(at, None, None, {"hidden": True})
            for at in each.hidden_columns:
                sheet.set_column(at, at, None, None, {"hidden": True})
    return name, raw.getvalue()


def _put(sheet: object, row: int, column: int, cell: Cell, day: object) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    else:
        sheet.write_number(row, column, cell)


def ods(name: str, sheets: list[Sheet]) -> Written:
    """Write an open document."""
    tables = "".join(
        f'<table:table table:name="{each.name}">'
        + "".join(
            "<table:table-row>" + "".join(map(_ods_cell, row or [""])) + "</table:table-row>" for row in each.rows
        )
        + "</table:table>"
        for each in sheets
    )
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("META-INF/manifest.xml", _MANIFEST)
        box.writestr("content.xml", _ODS.format(tables))
    return name, raw.getvalue()


def text(name: str, rows: list[list[Cell]], encoding: str, delimiter: str) -> Written:
    """Write a table as text."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([[str(cell) for cell in row] for row in rows])
    return name, stream.getvalue().encode(encoding)


# --- cells ------------------------------------------------------------------------------------------------------------


def amount(line: Line) -> Cell:
    """The figure as a number, or what was said instead."""
    return line.amount if line.amount_said is None else line.amount_said


def commas(line: Line) -> str:
    return f"{line.amount:,}" if line.amount_said is None else line.amount_said


def wide(line: Line) -> str:
    return commas(line).translate(WIDE)


def brackets(line: Line) -> str:
    """A correction in brackets, as bookkeepers have it."""
    shown = commas(line)
    return f"({shown[1:]})" if shown.startswith("-") else shown


def triangle(line: Line) -> str:
    shown = commas(line)
    return "△" + shown[1:] if shown.startswith("-") else shown


def dtg(line: Line) -> str:
    if line.date_said or not line.timed:
        return line.date_said or f"{line.day.day} {MONTHS[line.day.month - 1]} {line.day.year}"
    return f"{line.when:%d%H%M}Z {MONTHS[line.when.month - 1].upper()} {line.when:%y}"


def kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    figures = "〇一二三四五六七八九"
    return (figures[tens] if tens > 1 else "") + ("十" if tens else "") + (figures[ones] if ones or not tens else "")


def reiwa_kanji(line: Line) -> str:
    day = line.day
    return line.date_said or f"令和{kanji(day.year - 2018)}年{kanji(day.month)}月{kanji(day.day)}日"


def reiwa(line: Line) -> str:
    return line.date_said or f"R{line.day.year - 2018}.{line.day.month:02}.{line.day.day:02}"


def western(line: Line) -> Cell:
    return line.date_said or line.day


def thousand(line: Line) -> Decimal:
    return Decimal(round(line.value / 1000))


def sterling(line: Line) -> Cell:
    return line.value if line.currency == "GBP" else ""


def yen(line: Line) -> Cell:
    return line.value if line.currency == "JPY" else ""


def nsn(line: Line) -> str:
    known = line.goods[3]
    return f"{known[:4]}-{known[4:6]}-{known[6:9]}-{known[9:]}" if known else ""


def english(line: Line) -> str:
    return CATEGORY[line.goods[2]][0]


def japanese(line: Line) -> str:
    return CATEGORY[line.goods[2]][1]


def way(gave: str, took: str) -> Callable[[Line], str]:
    return lambda line: gave if line.gave else took


def table(columns: Columns, lines: list[Line]) -> list[list[Cell]]:
    return [[cell(line) for _, cell in columns] for line in lines]


def heads(columns: Columns) -> list[Cell]:
    return [heading for heading, _ in columns]


# --- pairs ------------------------------------------------------------------------------------------------------------


def two_rows_gb(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("", dtg), ("Ours", lambda x: x.ref), ("Theirs", lambda x: x.remark.removeprefix("JSDF ref ")), ("", way("Supplied", "Drawn")), ("Ship/Unit", lambda x: x.own),
        ("Ship/Unit", lambda x: x.other), ("Class", english), ("Item", lambda x: x.goods[0]), ("Qty", brackets), ("Denom", lambda x: x.unit), ("GBP", sterling),
        ("JPY", yen), ("", lambda x: x.port),
    ]  # fmt: skip
    top = ["DTG / date", "Reference", "", "Way", "UK", "Japan", "Stores", "", "Amount", "", "Charge", "", "Port"]
    sheet = Sheet("Log", [["ACSA LOG (INVENTED)"] + [""] * 12, ["Held by: Logs cell"] + [""] * 12, top, heads(columns)])
    sheet.merges = [(0, 0, 0, 12), (2, 1, 2, 2), (2, 6, 2, 7), (2, 8, 2, 9), (2, 10, 2, 11)]
    sheet.rows += table(columns, lines)
    return xlsx("gb.xlsx", [sheet])


def two_rows_jp(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("番号", lambda x: x.ref), ("年月日", reiwa_kanji), ("授・受", way("授", "受")), ("当方", lambda x: x.own), ("英側", lambda x: x.other), ("分類", japanese),
        ("品名", lambda x: x.goods[1]), ("員数", wide), ("単位", lambda x: x.unit), ("千円", thousand), ("", lambda x: x.remark),
    ]  # fmt: skip
    top = ["文書", "", "", "部隊等", "", "物品・役務", "", "数量", "", "価額", "摘要"]
    sheet = Sheet("令和四年度", [["相互提供台帳（架空）"] + [""] * 10, [], top, heads(columns)])
    sheet.merges = [(0, 0, 0, 10), (2, 0, 2, 2), (2, 3, 2, 4), (2, 5, 2, 6), (2, 7, 2, 8)]
    sheet.rows += table(columns, lines)
    sheet.rows += [
        [],
        ["", "", "", "", "", "", "計", "", "", sum(map(thousand, lines), Decimal(0)), ""],
        ["（注）本表は架空のものである。"],
    ]
    return xlsx("jp.xlsx", [sheet])


def months_gb(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("Ref", lambda x: x.ref), ("Date", lambda x: x.date_said or f"{x.day.day}-{MONTHS[x.day.month - 1]}"), ("I or R", way("I", "R")), ("Own unit", lambda x: x.own),
        ("Partner", lambda x: x.other), ("ACSA category", english), ("Description", lambda x: x.goods[0]), ("NSN", nsn), ("Quantity", amount), ("UoM", lambda x: x.unit),
        ("Cost", lambda x: x.value), ("Ccy", lambda x: x.currency), ("Remarks", lambda x: x.remark),
    ]  # fmt: skip
    sheets = []
    for (year, month), part in groupby(lines, lambda x: (x.day.year, x.day.month)):
        rows = table(columns, list(part))
        total = ["", "", "", "", "", "", "Month total", "", "", "", Decimal(rng.randint(10**4, 10**6)), "", ""]
        sheets.append(
            Sheet(f"{MONTHS[month - 1]} {year}", [["Support given and taken (invented)"], heads(columns), *rows, total])
        )
    return xlsx("gb.xlsx", sheets)


def months_jp(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("項", lambda x: ""), ("整理番号", lambda x: x.ref), ("月日", lambda x: x.date_said or f"{x.day.month}月{x.day.day}日"), ("提供受領の別", way("提供", "受領")),
        ("部隊名", lambda x: x.own), ("相手部隊", lambda x: x.other), ("区分", japanese), ("品名", lambda x: x.goods[1]), ("数量", triangle), ("単位", lambda x: x.unit),
        ("金額（円）", lambda x: f"{x.value:,}"), ("備考", lambda x: x.remark),
    ]  # fmt: skip
    sheets = []
    for month, part in groupby(lines, lambda x: (x.day.year, x.day.month)):
        rows = table(columns, list(part))
        for number, row in enumerate(rows, 1):
            row[0] = number
        fiscal = month[0] - 2018 - (month[1] < 4)
        sheets.append(
            Sheet(
                f"{fiscal}年度{month[1]}月",
                [
                    [f"令和{kanji(fiscal)}年度　物品役務相互提供簿（架空）"],
                    [],
                    heads(columns),
                    *rows,
                    [],
                    ["", "月計"] + [""] * 8 + ["99,999,999"],
                ],
            )
        )
    return ods("jp.ods", sheets)


def text_gb(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("Remarks", lambda x: x.remark), ("Total price", lambda x: f"{x.value:,}"), ("Currency", lambda x: x.currency), ("Unit of issue", lambda x: x.unit), ("Qty", commas),
        ("Nomenclature", lambda x: x.goods[0]), ("Category", english), ("Receiving unit", lambda x: x.other if x.gave else x.own), ("Providing unit", lambda x: x.own if x.gave else x.other),
        ("Issued/Received", way("Issued", "Received")), ("Delivered", dtg), ("Voucher", lambda x: x.ref),
    ]  # fmt: skip
    rows = [
        ["Extract from the units' log (invented)"],
        [],
        heads(columns),
        *table(columns, lines),
        [],
        ["End of extract"],
    ]
    return text("gb.csv", rows, "utf-16", "\t")


def text_jp(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("文書番号", lambda x: x.ref), ("提供等年月日", lambda x: x.date_said or f"{x.day:%Y/%m/%d}"), ("提供区分", way("提供", "受領")), ("自衛隊部隊等", lambda x: x.own), ("英軍部隊等", lambda x: x.other),
        ("協定上の区分", japanese), ("品名等", lambda x: x.goods[1]), ("数量", wide), ("単位", lambda x: x.unit), ("価格", lambda x: f"{x.value:,}円".translate(WIDE)), ("活動名", lambda x: x.occasion),
        ("備考", lambda x: x.remark),
    ]  # fmt: skip
    rows = [["物品役務相互提供実績（架空）"], heads(columns), *table(columns, lines)]
    rows = [[str(cell).replace("ℓ", "L") for cell in row] for row in rows]
    return text("jp.csv", rows, "cp932", ",")


def ledger_gb(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("Order ref", lambda x: x.ref), ("Date", western), ("Unit", lambda x: x.own), ("JSDF unit", lambda x: x.other), ("Category", english), ("Item", lambda x: x.goods[0]), ("D of Q", lambda x: x.unit),
        ("Qty issued", lambda x: amount(x) if x.gave else ""), ("Qty received", lambda x: "" if x.gave else amount(x)), ("Value GBP", sterling), ("Value JPY", yen), ("Notes", lambda x: x.remark),
    ]  # fmt: skip
    return xlsx(
        "gb.xlsx", [Sheet("Stock record", [["Stock record card (invented)"], heads(columns), *table(columns, lines)])]
    )


def ledger_jp(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("証書番号", lambda x: x.ref), ("年月日", reiwa), ("部隊等", lambda x: x.own), ("相手方", lambda x: x.other), ("区分", japanese), ("品名", lambda x: x.goods[1]), ("単位", lambda x: x.unit),
        ("受入", lambda x: "" if x.gave else amount(x)), ("払出", lambda x: amount(x) if x.gave else ""), ("金額", lambda x: x.value), ("備考", lambda x: x.remark),
    ]  # fmt: skip
    top = ["", "", "", "", "", "", "", "数量", "", "", ""]
    sheet = Sheet("受払簿", [["受払簿（架空）"], top, heads(columns), *table(columns, lines)], [(1, 7, 1, 8)])
    return xlsx("jp.xlsx", [sheet])


def american_gb(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("Transaction ID", lambda x: x.ref), ("Date (MM/DD/YYYY)", lambda x: x.date_said or f"{x.day:%m/%d/%Y}"), ("Direction", way("Provided", "Received")), ("UK force element", lambda x: x.own),
        ("Partner force element", lambda x: x.other), ("LSSS category", english), ("Support", lambda x: x.goods[0]), ("Amount", lambda x: f"{commas(x)} {x.unit}" if commas(x) else ""),
        ("Extended value", lambda x: {"GBP": "£", "JPY": "JPY "}[x.currency] + f"{x.value:,}"), ("Comment", lambda x: x.remark),
    ]  # fmt: skip
    return text("gb.csv", [heads(columns), *table(columns, lines)], "utf-8", ";")


def american_jp(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("年", lambda x: (x.date_said and "５") or x.day.year - 2018), ("月", lambda x: (x.date_said and 2) or x.day.month), ("日", lambda x: (x.date_said and 30) or x.day.day), ("番号", lambda x: x.ref),
        ("提供・受領", way("提供", "受領")), ("自隊", lambda x: x.own), ("相手", lambda x: x.other), ("種別", japanese), ("件名", lambda x: x.goods[1]), ("数量", amount), ("単位", lambda x: x.unit),
        ("金額", lambda x: x.value), ("摘要", lambda x: x.remark),
    ]  # fmt: skip
    top = ["令和"] + [""] * 12
    return xlsx(
        "jp.xlsx",
        [Sheet("提供簿", [["日英提供簿（架空）"], top, heads(columns), *table(columns, lines)], [(1, 0, 1, 2)])],
    )


def hidden_gb(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("Ser", lambda x: 0), ("Old value", lambda x: Decimal(rng.randint(10, 10**6))), ("Ref", lambda x: x.ref), ("Date", western), ("I/R", way("I", "R")), ("", lambda x: ""), ("UK unit", lambda x: x.own),
        ("Japan unit", lambda x: x.other), ("Category", english), ("Description", lambda x: x.goods[0]), ("", lambda x: ""), ("Qty", amount), ("U/I", lambda x: x.unit), ("Value", lambda x: x.value),
        ("Curr", lambda x: x.currency), ("Clerk", lambda x: rng.choice(("AB", "CD"))), ("Notes", lambda x: x.remark),
    ]  # fmt: skip
    rows = table(columns, lines)
    for number, row in enumerate(rows, 1):
        row[0] = number
    sheet = Sheet("Register", [heads(columns), *rows], hidden_columns=[1], hidden_rows=[4, 5, 9])
    lists = Sheet("Lists", [["Category", "Code"], *[[name, code] for code, (name, _) in CATEGORY.items()]])
    return xlsx("gb.xlsx", [Sheet("Cover", [["ACSA register (invented)"], ["Do not print"]]), sheet, lists])


def hidden_jp(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("管理番号", lambda x: x.ref), ("実施年月日", lambda x: x.date_said or f"{x.day.year}年{x.day.month}月{x.day.day}日（月）"), ("区分", way("提供", "受領")), ("実施部隊", lambda x: x.own), ("相手国部隊", lambda x: x.other),
        ("物品・役務区分", japanese), ("内容", lambda x: x.goods[1]), ("員数", commas), ("単位", lambda x: x.unit), ("債権額（円）", lambda x: x.value if x.gave else ""), ("債務額（円）", lambda x: "" if x.gave else x.value),
        ("場所", lambda x: x.port), ("備考", lambda x: x.remark),
    ]  # fmt: skip
    return xlsx(
        "jp.xlsx",
        [
            Sheet("様式", [["記入要領"]]),
            Sheet("台帳", [["相互提供管理台帳（架空）"], heads(columns), *table(columns, lines)], hidden_rows=[7]),
        ],
    )


def sections_gb(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("Serial", lambda x: x.ref), ("Day of supply", lambda x: x.date_said or f"{x.day:%d.%m.%y}"), ("Our unit", lambda x: x.own), ("Their unit", lambda x: x.other), ("Type of support", english),
        ("Particulars", lambda x: x.goods[0]), ("How much", lambda x: f"{commas(x)} {x.unit}".strip() if commas(x) else ""), ("£", sterling), ("¥", yen), ("Cross reference", lambda x: x.remark),
    ]  # fmt: skip
    rows: list[list[Cell]] = [["Support between UK and Japan (invented)"]]
    for title, gave in (("Part A: support issued to Japan", True), ("Part B: support received from Japan", False)):
        part = [line for line in lines if line.gave is gave]
        rows += [
            [],
            [title],
            heads(columns),
            *table(columns, part),
            ["", "", "", "", "", "Sub total", "", Decimal(rng.randint(10**4, 10**6)), "", ""],
        ]
    return xlsx("gb.xlsx", [Sheet("Return", rows)])


def sections_jp(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("発簡番号", lambda x: x.ref), ("期日", reiwa_kanji), ("担任部隊", lambda x: x.own), ("英国部隊等", lambda x: x.other), ("役務等の区分", japanese), ("品目", lambda x: x.goods[1]),
        ("数量", lambda x: f"{commas(x)}{x.unit}" if commas(x) else ""), ("価額（単位：千円）", thousand), ("記事", lambda x: x.remark),
    ]  # fmt: skip
    sheets = [
        Sheet(name, [[title], [], heads(columns), *table(columns, [line for line in lines if line.gave is gave])])
        for name, title, gave in (("提供", "英国軍への提供（架空）", True), ("受領", "英国軍からの受領（架空）", False))
    ]
    return ods("jp.ods", sheets)


def pages_gb(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("No.", lambda x: 0), ("", lambda x: ""), ("ACSA Ref", lambda x: x.ref), ("Date/Time", dtg), ("", lambda x: ""), ("From", lambda x: x.own if x.gave else x.other), ("To", lambda x: x.other if x.gave else x.own),
        ("Goods or services", lambda x: x.goods[0]), ("Category", english), ("Qty", brackets), ("Unit", lambda x: x.unit), ("Price", lambda x: x.value), ("Currency", lambda x: x.currency), ("Remarks", lambda x: x.remark),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    body = table(columns, lines)
    for page, at in enumerate(range(0, len(body), 25), 1):
        part = body[at : at + 25]
        for number, row in enumerate(part, at + 1):
            row[0] = number
        carried = [""] * 11 + [Decimal(rng.randint(10**4, 10**7)), "", ""]
        if page > 1:
            rows.append(["", "", "", "", "", "Brought forward", *carried[6:]])
        rows += [[f"Page {page}"], heads(columns), *part, ["", "", "", "", "", "Carried forward", *carried[6:]], []]
    rows += [
        ["Certified correct"],
        ["Signed:", "", "(invented)"],
        ["Note: figures in sterling are at the rate of the day."],
    ]
    return xlsx("gb.xlsx", [Sheet("Book", rows)])


def pages_jp(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("", lambda x: ""), ("登録番号", lambda x: x.ref), ("提供・受領年月日", lambda x: x.date_said or f"令和{x.day.year - 2018}年{x.day.month:2}月{x.day.day:2}日"), ("渡し側", lambda x: x.own if x.gave else x.other), ("受け側", lambda x: x.other if x.gave else x.own),
        ("品名・役務名", lambda x: x.goods[1]), ("区分", japanese), ("数量", commas), ("単位", lambda x: x.unit), ("", lambda x: ""), ("金額", lambda x: f"￥{x.value:,}"), ("備考", lambda x: x.remark),
    ]  # fmt: skip
    rows: list[list[Cell]] = [["", "相互提供等記録簿（架空）"], []]
    body = table(columns, lines)
    for at in range(0, len(body), 30):
        rows += [
            heads(columns),
            *body[at : at + 30],
            ["", "", "", "", "", "小　計", "", "", "", "", f"￥{rng.randint(10**6, 10**8):,}", ""],
        ]
    rows += [[], ["", "（備考）1　金額は概算である。"], ["", "", "", "", "", "", "", "", "", "", "", "架空部隊長　㊞"]]
    return xlsx("jp.xlsx", [Sheet("記録簿", rows)])


def clock_gb(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("Doc no", lambda x: x.ref), ("Date", lambda x: x.date_said or f"{x.day:%Y-%m-%d}"), ("Time (Z)", lambda x: f"{x.when:%H%M}" if x.timed else ""), ("Issue or receipt", way("Issue", "Receipt")), ("Ship", lambda x: x.own),
        ("Counterpart ship", lambda x: x.other), ("Category", english), ("Stores", lambda x: x.goods[0]), ("NSN", nsn), ("Qty", amount), ("Unit of qty", lambda x: x.unit), ("Amount", lambda x: x.value), ("Curr", lambda x: x.currency),
        ("Settled", lambda x: "Y"), ("Remarks", lambda x: x.remark),
    ]  # fmt: skip
    return ods("gb.ods", [Sheet("2022-23", [["RAS log (invented)"], heads(columns), *table(columns, lines)])])


def clock_jp(lines: list[Line], rng: Random) -> Written:
    columns: Columns = [
        ("件番号", lambda x: x.ref), ("日付", western), ("時刻（JST）", lambda x: f"{x.when:%H:%M}" if x.timed else ""), ("受払", way("払", "受")), ("艦船名", lambda x: x.own), ("相手艦船", lambda x: x.other), ("分類", japanese),
        ("品名", lambda x: x.goods[1]), ("NSN", nsn), ("数量", amount), ("単位", lambda x: x.unit), ("評価額", lambda x: x.value), ("通貨", lambda x: "円"), ("精算", lambda x: "済"), ("備考", lambda x: x.remark),
    ]  # fmt: skip
    return xlsx("jp.xlsx", [Sheet("洋上補給", [["洋上補給記録（架空）"], heads(columns), *table(columns, lines)])])


PAIRS = {
    "two_rows": (Mood(jp_thousands=True, timed_gb=0.6), ("UKJ/{n:04}", "防英{n}"), two_rows_gb, two_rows_jp),
    "months": (Mood(rows=220, timed_gb=0.0, cross=0.1), ("S{n:05}", "提-{n:04}"), months_gb, months_jp),
    "text": (Mood(mistaken=0.3, cross=0.0), ("V-{n}", "英令4第{n}号"), text_gb, text_jp),
    "ledger": (Mood(timed_gb=0.0, mistaken=0.2, yen=0.4), ("SR{n:04}", "令4受払{n}"), ledger_gb, ledger_jp),
    "american": (Mood(timed_gb=0.0, mistaken=0.1, rows=120), ("TX{n:06}", "{n:05}"), american_gb, american_jp),
    "hidden": (Mood(timed_gb=0.0, lonely=0.2, rows=200), ("LOG-22-{n:03}", "KN-{n:04}"), hidden_gb, hidden_jp),
    "sections": (
        Mood(jp_thousands=True, timed_gb=0.0, cross=0.3),
        ("A{n:03}", "防整第{n}号"),
        sections_gb,
        sections_jp,
    ),
    "pages": (Mood(rows=180, mistaken=0.25), ("ACSA-{n:04}-22", "登4-{n}"), pages_gb, pages_jp),
    "clock": (
        Mood(timed_gb=0.9, timed_jp=0.6, midnight=True, mistaken=0.2, cross=0.05),
        ("D{n:04}", "洋補{n:03}"),
        clock_gb,
        clock_jp,
    ),
}
