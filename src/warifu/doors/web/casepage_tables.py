"""What a case has come to, as tables: lines, deliveries, differences, claims and money, postings, clocks, papers.

Law: figures are those of the tables, shown with every digit; nothing is added up here. Which tables a page shows and
how each column reads is data (``SECTIONS``); a room without an entry has its story alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from warifu.core.posting import Undetermined
from warifu.core.schedule import Clock, Phase, Warned
from warifu.doors.web import casepage_information, showing
from warifu.doors.web.forming.naming import called, unit_called
from warifu.doors.web.words import language, w
from warifu.law.case import Case
from warifu.node.pair import Pair
from warifu.record import queries_logistics
from warifu.record.queries_owed import day_of
from warifu.record.queries_pages import postings_of
from warifu.rooms.information.rows import TABLES as INFORMATION_TABLES
from warifu.rooms.logistics.rows_tables import TABLES as LOGISTICS_TABLES


class Cell(NamedTuple):
    """One value: how it is shown, and its text (for an act its digest, for a state its code)."""

    form: str
    text: str


class Section(NamedTuple):
    """One table of a case: its key (words ``orders.table_…``), labels and rows, and which columns hold figures."""

    key: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]


class _Column(NamedTuple):
    name: str
    form: str = "text"
    of: str = ""
    """Column that holds its unit or currency."""


def _columns(written: str) -> tuple[_Column, ...]:
    """Read ``name``, ``name:form`` and ``name:amount/unit``, parted by blanks."""
    found = []
    for each in written.split():
        name, _, form = each.partition(":")
        form, _, of = form.partition("/")
        found.append(_Column(name, form or "text", of))
    return tuple(found)


_WRITTEN = """
line            line:number item category:code supply:code ordered:amount/unit price:amount/currency
                issued:amount/unit received:amount/unit given_back:amount/unit refused:code
discrepancy     line:number issued:amount/unit received:amount/unit difference:amount/unit reason:code prevails:code
                state:state issue:act receipt:act
delivery        on_day:day stage:code purpose:code party:party line:number amount:amount/unit condition:code
                discrepancy:code lot act:act
irregularity    kind:code articles:articles owner:party since:day due:day state:state act:act cured_by:act
dispute         on_day:day party:party about:code amount:amount/currency contested:act outcome:code consultation
claim           number creditor:party debtor:party form:code amount:amount/currency arisen:day due:day state:state
                receipt:act
invoice         number creditor:party debtor:party amount:amount/currency due:day paid:amount/currency
                credited:amount/currency waived:amount/currency set_off:amount/currency rest:amount/currency act:act
payment         reference payer:party amount:amount/currency charge:amount/charge_currency on_day:day
                acknowledged:amount/currency state:state act:act
obligation      account:code debtor:party creditor:party commodity:commodity owed:number settled:number rest:number
                undetermined:code due:day done:day
booking         item amount:amount/unit provider:party user:party from_day:day to_day:day state:state
loan            item lender:party borrower:party lent:amount/unit out_day:day back_by:day returned:amount/unit
                lost:amount/unit rest:amount/unit condition_out:code condition_in:code
set_off_item    debtor:party amount:amount/currency invoice:act
price           item category:code price:amount/currency unit:unit basis:code valid_from:day valid_to:day
draw            on_day:day recipient amount:amount/unit act:act
transfer        item category:code amount:amount/unit provider:party recipient:party on_day:day standing:code
document        step:step party:party on_day:day papers count:number present:present act:act
paper           kind:code on_behalf:party on_day:day confirmed:yes act:act
late            kind:code author:party on_day:day sealed_day:day reason effective:yes act:act
retention       party:party record_class years:number expiry:day outcome:code standing:standing
"""


def _read(written: str) -> tuple[tuple[str, tuple[_Column, ...]], ...]:
    """Read the table of tables; a line that begins with blanks goes on with the one before."""
    rows = [row.partition(" ") for row in written.replace("\n  ", " ").strip().splitlines()]
    return tuple((table, _columns(columns)) for table, _, columns in rows)


_DIGEST = re.compile(r"[0-9a-f]{64}")
SECTIONS = _read(_WRITTEN)
"""Tables of a case of supplies and services (``logistics_…``) in the order of the page, each with its columns."""
_TABLES = {"logistics": LOGISTICS_TABLES, "information": INFORMATION_TABLES}
_OF_ROOM = {"logistics": SECTIONS, "information": _read(casepage_information.WRITTEN)}


def sections(pair: Pair, case: Case, day: date) -> list[Section]:
    """Return the tables of a case that have rows, its postings and its clocks."""
    room = case.stands[case.root].placed.act.kind.partition("/")[0]
    if room not in _OF_ROOM:
        return []
    rows = queries_logistics.of_case(pair.store, pair.name, case.root, _TABLES[room])
    found = [
        _section(table, columns, _sorted(rows[f"{room}_{table}"]))
        for table, columns in _OF_ROOM[room]
        if rows.get(f"{room}_{table}")
    ]
    found += [each for each in (_postings(pair, case.root), _clocks(rows.get(f"{room}_clock", []), day)) if each.rows]
    return found


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By day where rows have one, what was handed over before what was counted; else as they stand."""
    if "stage" not in rows[0]:
        return rows
    return sorted(
        rows, key=lambda row: (row["on_day"], row["issue"] or row["act"], row["stage"] != "issue", row["line"])
    )


def _section(table: str, columns: tuple[_Column, ...], rows: list[dict[str, Any]]) -> Section:
    known = [column for column in columns if column.name in rows[0]]
    used = [column for column in known if any(row[column.name] not in {"", b"", None} for row in rows)]
    labels = tuple((w(f"orders.col_{column.name}"), column.form in {"amount", "number"}) for column in used)
    return Section(table, labels, tuple(tuple(_cell(column, row) for column in used) for row in rows))


def _cell(column: _Column, row: Mapping[str, Any]) -> Cell:
    value = row[column.name]
    if value is None or value in {"", b""}:
        return Cell("text", "—")
    if column.form == "amount":
        return Cell("text", f"{showing.amount(value)} {_unit(str(row[column.of]))}")
    shown = _SHOWN.get(column.form)
    if shown is not None:
        return Cell("text", shown(value))
    if column.form == "present":
        return Cell("present", "yes" if value else "")
    if column.form == "act":
        return Cell("act", value.hex())
    if column.form in {"party", "state", "articles"}:
        return Cell(column.form, str(value))
    return Cell("text", str(value))


def _unit(code: str) -> str:
    """Return a unit by name; a currency stays its code."""
    return unit_called(code)


def _commodity(code: str) -> str:
    """Return a commodity in words: ``pol/F-76@L`` as category, item and unit; a currency stays its code."""
    head, at, unit = code.rpartition("@")
    if not at:
        return code
    category, _, item = head.partition("/")
    between = "・" if called(category) != category and language() == "ja" else " · "
    parts = [called(category), "" if item == "-" else item, unit_called(unit)]
    return between.join(part for part in parts if part)


_SHOWN: Mapping[str, Any] = {
    "code": lambda value: " ".join(called(each) for each in str(value).split()),
    "day": showing.day,
    "when": showing.instant,
    "number": showing.amount,
    "yes": lambda value: called("yes" if value else "no"),
    "unit": unit_called,
    "commodity": _commodity,
    "standing": lambda value: called(f"standing.{value}"),
    "step": lambda value: called(f"logistics/{value}"),
}


def _postings(pair: Pair, case: bytes) -> Section:
    names = ("day", "account", "debtor", "creditor", "commodity", "amount", "due")
    rows = []
    for each in postings_of(pair.store, pair.name, case):
        unknown = isinstance(each.amount, Undetermined)
        amount = called(each.amount.reason) if isinstance(each.amount, Undetermined) else showing.amount(each.amount)
        rows.append(
            (
                Cell("text", showing.day(each.day)), Cell("text", called(each.account)), Cell("party", each.debtor),
                Cell("party", each.creditor), Cell("text", _commodity(each.commodity)),
                Cell("undetermined" if unknown else "text", amount), Cell("text", showing.day(each.due)),
            )
        )  # fmt: skip
    return Section("posting", tuple((w(f"orders.col_{name}"), name == "amount") for name in names), tuple(rows))


def _clocks(rows: list[dict[str, Any]], day: date) -> Section:
    names = ("name", "about", "holder", "starts", "due", "phase", "standing")
    told = [
        (
            Cell("text", called(row["name"])), _about(row["about"]),
            Cell("party", row["holder"]), Cell("text", showing.day(row["starts"])),
            Cell("text", showing.day(row["due"])), Cell("state", _phase(row, day)),
            Cell("text", called(f"standing.{row['standing']}")),
        )
        for row in sorted(rows, key=lambda each: (each["due"], each["number"]))
    ]  # fmt: skip
    return Section("clock", tuple((w(f"orders.col_{name}"), False) for name in names), tuple(told))


def _about(text: str) -> Cell:
    """What a clock is about: an act by its digest, or a code."""
    if _DIGEST.match(text):
        return Cell("act", text[:64])
    return Cell("text", called(text) if text else "—")


def _phase(row: Mapping[str, Any], day: date) -> Phase:
    pairs = [word.partition(":") for word in row["warnings"].split()]
    warned = tuple(Warned(int(months), day_of(int(at))) for months, _, at in pairs)
    done = None if row["done"] is None else day_of(row["done"])
    clock = Clock(
        row["name"], day_of(row["starts"]), day_of(row["due"]), warned, row["standing"], bool(row["is_right"])
    )
    return clock.state(day, done).phase
