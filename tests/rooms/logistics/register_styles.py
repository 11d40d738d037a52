"""How invented registers look: headings, dates, figures, titles, files. Used by ``generate_registers`` alone."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import xlsxwriter

#: Field → headings that a book may carry. {c} is its currency's sign, if the heading says it.
GB_BOOK = {
    "side": "gb",
    "ref": ["ACSA serial no.", "Our ref", "Order No", "Doc Ref", "UK reference", "Transaction No.", "Control No."],
    "date": ["Date", "DTG", "Date of supply", "Delivery date", "Date/Time Group", "Dlvy date"],
    "direction": ["Direction", "Issued / Received", "I/R", "Transaction type", "Type"],
    "own": ["UK unit", "Own unit", "Unit/Ship", "UK Ship / Unit", "Our unit"],
    "other": ["JSDF unit", "Japanese unit", "Counterpart unit", "Partner unit", "Their unit"],
    "category": ["Category", "ACSA category", "Cat", "Category of support", "Class"],
    "description": ["Description", "Item", "Goods / services", "Item description", "Nomenclature"],
    "nsn": ["NSN", "Stock No.", "NATO Stock Number"],
    "quantity": ["Qty", "Quantity", "Qty supplied", "Quantity delivered", "Amount supplied"],
    "unit": ["UoI", "D of Q", "Unit of issue", "U/I", "Unit", "UOM", "U of I"],
    "value": ["Value", "Total cost", "Cost", "Total value", "Price", "Amount", "Sum due"],
    "currency": ["Curr", "Currency", "CCY"],
    "activity": ["Activity", "Ex/Op", "Exercise / operation", "Operation"],
    "place": ["Place", "Location", "Port / place", "Where"],
    "provider": ["From", "Provider", "Supplied by", "Issuing unit"],
    "receiver": ["To", "Recipient", "Supplied to", "Receiving unit"],
    "other_ref": ["JSDF ref", "Their ref", "Japanese doc no.", "Partner reference"],
    "stray": ["Fund code", "Clerk", "Box file", "Sponsor"],
    "receipt": ["Receipt held", "Receipt signed?", "Signed receipt"],
    "settled": ["Settled", "Settled Y/N", "Paid", "Closed"],
    "remarks": ["Remarks", "Notes", "Comments"],
    "issued": ["Issued", "Provided", "Supplied", "I", "OUT", "UK to JP"],
    "received": ["Received", "Received", "Received", "R", "IN", "JP to UK"],
    "title": ["ACSA dealings with Japan (invented)", "Register of support given and received (invented)", "OFFICIAL", "UK-Japan ACSA register (invented)"],
    "subtotal": ["Sub-total", "Subtotal for quarter", "Quarter total", "C/F"],
    "total": ["TOTAL", "Grand total", "Total FY"],
    "yes": ["Y", "Yes", "Held"],
    "no": ["N", "No", ""],
    "dates": ["dmy", "named", "iso", "dmy_short", "cell", "serial"],
    "categories": {
        "pol": ["POL", "Fuel and lubricants", "Petroleum, oils and lubricants"], "water": ["Water"], "food": ["Food", "Rations"],
        "billeting": ["Billeting", "Accommodation"], "transportation": ["Transportation", "Transport"], "port_services": ["Airport and seaport services", "Port services"],
        "spares": ["Spare parts and components", "Spares"], "repair": ["Repair and maintenance services", "Repair & maintenance"], "medical": ["Medical services", "Medical"],
        "ammunition": ["Ammunition", "Ammo"], "storage": ["Storage"], "facilities": ["Use of facilities"], "base_operations": ["Base operations support", "Base support"],
        "communications": ["Communications"], "clothing": ["Clothing"], "training": ["Training services"], "weapons": ["Weapons", "Spare parts and components"],
    },
}  # fmt: skip
JP_BOOK = {
    "side": "jp",
    "ref": ["整理番号", "文書番号", "管理番号", "番号", "受払番号", "提供・受領番号"],
    "date": ["年月日", "授受年月日", "提供・受領年月日", "実施日", "日付", "受渡し日"],
    "direction": ["区分", "提供・受領の別", "提供/受領", "授受区分", "受払区分"],
    "own": ["部隊等名", "自衛隊部隊", "担当部隊等", "部隊・艦艇名", "実施部隊"],
    "other": ["相手国部隊等", "英国部隊", "相手方部隊名", "英軍部隊等", "相手部隊"],
    "category": ["品目区分", "物品・役務の区分", "種類", "協定区分", "分類"],
    "description": ["品名", "件名", "品名・役務名", "品目", "物品・役務名"],
    "nsn": ["物品番号", "NSN", "ストック番号"],
    "quantity": ["数量", "提供数量", "員数", "授受数量"],
    "unit": ["単位", "数量単位", "呼称"],
    "value": ["金額", "価額", "債権額", "総額", "代価"],
    "currency": ["通貨", "通貨単位"],
    "activity": ["活動名", "訓練名等", "根拠活動", "行動・訓練名"],
    "place": ["場所", "実施場所", "提供場所", "授受場所"],
    "provider": ["提供側", "提供部隊", "引渡側部隊等", "提供者"],
    "receiver": ["受領側", "受領部隊", "受領側部隊等", "受領者"],
    "other_ref": ["英側番号", "相手国文書番号", "英軍番号", "相手方番号"],
    "stray": ["起案者", "予算科目", "決裁", "簿冊"],
    "receipt": ["受領証", "受領書の有無", "受領証有無"],
    "settled": ["決済", "精算状況", "決済状況", "償還"],
    "remarks": ["備考", "摘要", "記事"],
    "issued": ["提供", "提供", "提供", "払出", "提供", "日→英"],
    "received": ["受領", "受領", "受領", "受入", "受領", "英→日"],
    "title": ["日英物品役務相互提供簿（架空）", "令和年度　相互提供記録（架空）", "注意なし"],
    "subtotal": ["小計", "四半期計", "月計"],
    "total": ["合計", "年度合計", "総計"],
    "yes": ["有", "○", "済"],
    "no": ["無", "×", "未"],
    "dates": ["era_long", "era_short", "slash", "kanji", "era_wide", "cell", "era_square"],
    "categories": {
        "pol": ["燃料・油脂・潤滑油", "燃料等"], "water": ["水"], "food": ["食料", "糧食"], "billeting": ["宿泊"], "transportation": ["輸送"],
        "port_services": ["空港・港湾業務"], "spares": ["部品・構成品", "部品"], "repair": ["修理・整備業務", "修理・整備"], "medical": ["衛生業務", "衛生"],
        "ammunition": ["弾薬"], "storage": ["保管業務", "保管"], "facilities": ["施設の利用", "施設利用"], "base_operations": ["基地活動支援"],
        "communications": ["通信業務", "通信"], "clothing": ["被服"], "training": ["訓練業務"], "weapons": ["武器", "部品・構成品"],
    },
}  # fmt: skip
ORDER = ["ref", "date", "direction", "own", "other", "category", "description", "nsn", "quantity", "unit", "value", "currency", "activity", "place",
         "receipt", "settled", "remarks"]  # fmt: skip
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WIDE = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")


class Style:
    """One book's habits, drawn once."""

    def __init__(self, rng: Random, book: dict, *, thousands: bool, timed: bool) -> None:
        self.rng, self.book, self.english = rng, book, book["side"] == "gb"
        self.pick = {name: rng.randrange(99) for name in book}
        order = ORDER[:]
        if rng.random() < 0.6:
            # Others put the columns otherwise; what belongs together mostly stays together.
            rng.shuffle(order)
        dropped = {name for name in ("nsn", "activity", "place", "receipt", "settled") if rng.random() < 0.15}
        self.unit_in_cell = rng.random() < 0.15
        self.thousands = thousands
        self.currency_in_heading = not self.english and rng.random() < 0.5
        self.in_title = self.thousands and rng.random() < 0.4
        dropped |= {"unit"} if self.unit_in_cell else set()
        dropped |= {"currency"} if self.currency_in_heading else set()
        self.sign_in_cell = self.english and rng.random() < 0.15
        dropped |= {"currency"} if self.sign_in_cell else set()
        self.fields = [name for name in order if name not in dropped]
        self.by_ends = rng.random() < 0.15
        if self.by_ends:
            # Who gave and who took, instead of whose book it is and which way it went.
            self.fields.remove("direction")
            self.fields[self.fields.index("own")] = "provider"
            self.fields[self.fields.index("other")] = "receiver"
        self.ref_column = rng.random() < 0.25
        if self.ref_column:
            self.fields.insert(rng.randrange(len(self.fields)), "other_ref")
        if rng.random() < 0.25:
            self.fields.insert(rng.randrange(len(self.fields)), "stray")
        self.priced = rng.random() < 0.4
        self.dates = rng.sample(book["dates"], rng.choice([1, 2, 3]))
        self.dates += ["dtg"] if timed else []
        self.rows_of_heading = rng.choice([1, 1, 1, 2])
        self.extra = rng.choice(
            ["", "Ser", "Unit price", "Order date"] if self.english else ["", "通番", "単価", "要請日"]
        )
        self.kind = rng.choice(["xlsx", "xlsx", "xlsx", "ods", "csv"])
        self.wide = 0.0 if self.english else rng.choice([0.0, 0.3, 0.8])
        self.sheets = rng.random() < 0.6
        way = self.pick["issued"] % len(book["issued"])
        self.ways = book["issued"][way], book["received"][way]

    def word(self, name: str) -> str:
        words = self.book[name]
        return words[self.pick[name] % len(words)]

    def heading(self, name: str) -> str:
        text = self.word(name)
        if name == "value" and not self.english:
            if self.thousands and not self.in_title:
                return text + self.rng.choice(["（千円）", "(千円)", "【単位：千円】"])
            if self.currency_in_heading:
                return text + ("" if self.in_title else "（円）")
        return text

    def date(self, row) -> object:
        if "date" in row.raw:
            return row.raw["date"]
        when: datetime = row.when
        kinds = [kind for kind in self.dates if kind != "dtg"]
        if self.english and row.timed and "dtg" in self.dates:
            month = MONTHS[when.month - 1]
            return self.rng.choice(
                [f"{when:%d%H%M}Z{month.upper()}{when:%y}"] * 3
                + [f"{when:%H%M}Z {when.day} {month} {when:%y}", f"{when:%d/%m/%Y %H:%M}Z"]
            )
        row_kind = self.rng.choice(kinds or ["dmy"])
        era, year = ("令和", when.year - 2018) if (when.year, when.month) >= (2019, 5) else ("平成", when.year - 1988)
        letter = {"令和": "R", "平成": "H"}[era]
        shown = "元" if year == 1 and self.rng.random() < 0.5 else str(year)
        return {
            "dmy": f"{when:%d/%m/%Y}", "named": f"{when.day} {MONTHS[when.month - 1]} {when.year}", "iso": f"{when:%Y-%m-%d}",
            "dmy_short": f"{when.day}.{when.month}.{when:%y}", "cell": date(when.year, when.month, when.day), "slash": f"{when:%Y/%m/%d}",
            "kanji": f"{when.year}年{when.month}月{when.day}日", "era_long": f"{era}{shown}年{when.month}月{when.day}日",
            "era_short": f"{letter}{year}.{when.month}.{when.day}", "era_wide": f"{era}{shown}年{when.month}月{when.day}日".translate(WIDE),
            "serial": str((when.date() - date(1899, 12, 30)).days), "era_square": f"{'㋿' if era == '令和' else '㍻'}{shown}年{when.month}月{when.day}日",
        }[row_kind]  # fmt: skip

    def figure(self, value: Decimal) -> object:
        luck = self.rng.random()
        if luck < self.wide:
            return f"{value:,}".translate(WIDE)
        return f"{value:,}" if luck < 0.5 else value

    def value(self, row) -> object:
        value = row.value
        if self.thousands and row.currency == "JPY":
            value = Decimal(round(value / 1000))
        shown = self.figure(value)
        if not self.english and not self.thousands and self.rng.random() < 0.2:
            return self.rng.choice(["{:,}円", "{:,}円", "金{:,}円", "\\{:,}", "￥{:,}-"]).format(value)
        return shown

    def cells(self, row, number: int) -> list[object]:
        english, item = self.english, row.item
        quantity = row.raw.get("quantity", None)
        quantity = self.figure(row.quantity) if quantity is None else quantity
        if self.unit_in_cell and quantity != "":
            quantity = f"{quantity} {row.unit}" if not isinstance(quantity, Decimal) else f"{quantity:,} {row.unit}"
        nsn = item[3] and self.rng.choice(["{}-{}-{}-{}", "{}{}{}{}", "{} {} {} {}"]).format(
            item[3][:4], item[3][4:6], item[3][6:9], item[3][9:]
        )
        names = {
            "ref": row.ref, "date": self.date(row), "direction": self.ways[0 if row.issued else 1], "own": row.own, "other": row.other,
            "category": self.rng.choice(self.book["categories"][item[2]]), "description": item[0 if english else 1], "nsn": nsn, "quantity": quantity,
            "unit": row.unit, "value": self.value(row), "currency": row.currency if english else "円", "activity": row.activity, "place": row.place,
            "receipt": self.word("yes") if self.rng.random() < 0.9 else self.word("no"), "settled": self.word("yes") if self.rng.random() < 0.8 else self.word("no"),
            "remarks": row.remarks,
        }  # fmt: skip
        names["provider"], names["receiver"] = (row.own, row.other) if row.issued else (row.other, row.own)
        names["stray"] = self.rng.choice(["A-12", "KS", "3", "見", "RN77", ""])
        names["other_ref"] = row.remarks if any(sign.isdigit() for sign in row.remarks) else ""
        if self.ref_column and names["other_ref"]:
            names["remarks"] = ""
        if self.sign_in_cell:
            shown = names["value"] if isinstance(names["value"], str) else f"{names['value']:,}"
            names["value"] = {"GBP": "£", "JPY": "¥"}[row.currency] + shown
        price = round(abs(row.value / row.quantity), 2) if self.priced and row.quantity else ""
        known = {"Ser": number, "通番": number, "": None, "Unit price": price, "単価": price}
        extra = known.get(self.extra, date(row.when.year, 1, 15))
        cells = [names[name] for name in self.fields]
        return cells if extra is None else [extra, *cells]

    def headings(self) -> list[list[str]]:
        names = [self.heading(name) for name in self.fields]
        names = [self.extra, *names] if self.extra else names
        if self.rows_of_heading == 1:
            return [names]
        # Two rows: the units of both sides, and quantity with its unit, each under one heading, if they stand together.
        top, low = names[:], [""] * len(names)
        shift = 1 if self.extra else 0
        groups = [("own", "other", *(("Unit", "UK", "Japan") if self.english else ("部隊等", "自", "相手"))),
                  ("quantity", "unit", *(("Quantity", "Amount", "Unit") if self.english else ("数量", "数", "単位")))]  # fmt: skip
        for one, two, over, left, right in groups:
            if one in self.fields and two in self.fields and self.fields.index(two) == self.fields.index(one) + 1:
                at = self.fields.index(one) + shift
                top[at], top[at + 1], low[at], low[at + 1] = over, "", left, right
        return [top, low] if any(low) else [names]


def write_book(
    rng: Random, stem: Path, rows: list, book: dict, *, thousands: bool = False, timed: bool = False
) -> Path:
    """Write one book as its style will have it; gives the path."""
    style = Style(rng, book, thousands=thousands, timed=timed)
    groups: dict[str, list] = {}
    for row in rows:
        year = row.when.year if row.when.month >= 4 else row.when.year - 1
        name = (f"FY{year}" if style.english else f"{year}年度") if style.sheets and style.kind != "csv" else "Register"
        groups.setdefault(name, []).append(row)
    sheets = {name: _lines(style, part) for name, part in groups.items()}
    path = stem.with_suffix("." + style.kind)
    {"xlsx": _xlsx, "ods": _ods, "csv": _csv}[style.kind](path, sheets, rng)
    return path


def _lines(style: Style, rows: list) -> list[list[object]]:
    rng = style.rng
    lines: list[list[object]] = [[text] for text in rng.sample(style.book["title"], rng.choice([0, 1, 2]))]
    if style.in_title:
        lines.append(["", "（単位：千円）"])
    if lines and rng.random() < 0.6:
        lines.append([])
    headings = style.headings()
    lines += headings
    at_value = style.fields.index("value") + (1 if style.extra else 0)
    for number, row in enumerate(rows, 1):
        lines.append(style.cells(row, number))
        luck = rng.random()
        if luck < 0.008:
            lines += headings
        elif luck < 0.02:
            total: list[object] = [""] * len(headings[0])
            total[0], total[at_value] = style.word("subtotal"), rng.randint(10**6, 10**9)
            lines += [total, []]
        elif luck < 0.025:
            lines.append([])
    total = [""] * len(headings[0])
    total[rng.choice([0, min(2, at_value - 1)]) if at_value else 0] = style.word("total")
    total[at_value] = rng.randint(10**8, 10**10)
    return [*lines, [], total]


def _xlsx(path: Path, sheets: dict, rng: Random) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for at, line in enumerate(lines):
                if len(line) == 1 and at < 3:
                    sheet.merge_range(at, 0, at, 6, line[0])
                    continue
                for column, cell in enumerate(line):
                    if isinstance(cell, date):
                        sheet.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                    elif isinstance(cell, str):
                        sheet.write_string(at, column, cell)
                    else:
                        sheet.write_number(at, column, cell)


def _csv(path: Path, sheets: dict, rng: Random) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=rng.choice([",", ",", "\t", ";"]))
    for lines in sheets.values():
        writer.writerows([[cell.isoformat() if isinstance(cell, date) else cell for cell in line] for line in lines])
    encoding = rng.choice(["utf-8", "utf-8-sig", "cp932", "cp1252"])
    try:
        path.write_bytes(text.getvalue().encode(encoding))
    except UnicodeEncodeError:
        path.write_bytes(text.getvalue().encode("utf-8-sig"))


_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:version="1.2"><office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>'
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _ods(path: Path, sheets: dict, rng: Random) -> None:
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join("<table:table-row>" + "".join(map(_ods_cell, line or [""])) + "</table:table-row>" for line in lines)
        + "</table:table>"
        for name, lines in sheets.items()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("META-INF/manifest.xml", _MANIFEST)
        box.writestr("content.xml", _ODS.format(tables))


def _ods_cell(cell: object) -> str:
    if cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    )
