"""What a case has come to, as tables: lines, deliveries, differences, claims and money, postings, clocks, papers.

Law: figures are those of the tables, shown with every digit; nothing is added up here. Which tables a page shows and
how each column reads is data: a room says it in its own words (``tables.toml``, ``doors.catalogues``), the oldest rooms
here. Of a room that says nothing every table is shown, each column as its type and name suggest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from warifu.core.posting import Undetermined
from warifu.core.schedule import Clock, Phase, Warned
from warifu.doors import catalogues
from warifu.doors.web import casepage_information, showing
from warifu.doors.web.forming.naming import called, field_called, unit_called
from warifu.doors.web.words import catalogue, language, w
from warifu.law.case import Case
from warifu.law.room import Room
from warifu.node.pair import Pair
from warifu.record import queries_logistics
from warifu.record.queries_owed import day_of
from warifu.record.queries_pages import postings_of
from warifu.record.shelves import shelves, types_of


class Cell(NamedTuple):
    """One value: how it is shown, and its text (for an act its digest, for a state its code)."""

    form: str
    text: str


class Section(NamedTuple):
    """One table of a case: its key and title, labels and rows, and which columns hold figures."""

    key: str
    title: str
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
                drawn:number left:number
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
_OF_ROOM = {"logistics": _read(_WRITTEN), "information": _read(casepage_information.WRITTEN)}
"""Rooms whose tables are said here: tables (without the room's name) in the order of the page, with their columns."""
_TROUBLE = "what:code code:code owner:party since:day due:day state:code act:act ended_by:act"


def sections(pair: Pair, case: Case, day: date) -> list[Section]:
    """Return the tables of a case that have rows, its postings and its clocks."""
    room = pair.rooms[case.stands[case.root].placed.act.kind.partition("/")[0]]
    rows = queries_logistics.of_case(pair.store, pair.name, case.root, room.tables)
    found = [
        _section(room.name, table, columns, _sorted(rows[f"{room.name}_{table}"]))
        for table, columns in _shown_of(room)
        if rows.get(f"{room.name}_{table}")
    ]
    clocks = _clocks(rows.get(f"{room.name}_clock", []), day)
    return found + [each for each in (_postings(pair, case.root), clocks) if each.rows]


def _shown_of(room: Room) -> tuple[tuple[str, tuple[_Column, ...]], ...]:
    """Return the tables of a room that its pages show: as it says itself; else all, but heads and clocks."""
    if room.name in _OF_ROOM:
        return _OF_ROOM[room.name]
    said = {name: shown.columns for name, shown in catalogues.tables().items() if name in room.tables}
    trouble = f"{room.name}_trouble"
    if not said:
        heads = {shelves()[room.name].table if room.name in shelves() else "", f"{room.name}_clock"}
        said = {name: _suggested(types_of(name)) for name in room.tables if name not in heads}
    if trouble in room.tables:
        said[trouble] = _TROUBLE
    return tuple((name.removeprefix(f"{room.name}_"), _columns(written)) for name, written in said.items())


def _suggested(types: Mapping[str, str]) -> str:
    """Write down how the columns of a table read, by type and name, where nobody has said it."""
    left = {"pk", "pair", "case", *(("unit", "currency") if "amount" in types else ())}
    return " ".join(f"{name}:{_form(name, types)}" for name in types if name not in left)


_FIRST_SECONDS = 10_000_000
"""A whole number from here on is an instant in seconds, below it a day: the day would be in the year 29349."""
_DAYS = frozenset({"day", "since", "due", "done", "until", "opened", "valid_from", "valid_to"})
_PARTIES = frozenset({"party", "side", "owner", "holder", "opener", "author", "provider", "requester"})


def _form(name: str, types: Mapping[str, str]) -> str:
    kind = types[name]
    if kind == "int":
        return "when" if name in _DAYS or name.endswith("_day") else "number"
    if kind == "bytes":
        return "act" if name == "act" or name.endswith(("_act", "ended_by")) else "digest"
    if kind == "text" and name == "amount" and types.keys() & {"unit", "currency"}:
        return "amount/unit" if "unit" in types else "amount/currency"
    return "yes" if kind == "bool" else "party" if name in _PARTIES else "word"


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By day where rows have one, what was handed over before what was counted; else by number, or as they stand."""
    if "stage" not in rows[0]:
        return sorted(rows, key=lambda row: row["number"]) if isinstance(rows[0].get("number"), int) else rows
    return sorted(
        rows, key=lambda row: (row["on_day"], row["issue"] or row["act"], row["stage"] != "issue", row["line"])
    )


def _section(room: str, table: str, columns: tuple[_Column, ...], rows: list[dict[str, Any]]) -> Section:
    known = [column for column in columns if column.name in rows[0]]
    used = [column for column in known if any(row[column.name] not in {"", b"", None} for row in rows)]
    labels = tuple((_label(column.name), column.form in {"amount", "number"}) for column in used)
    cells = tuple(tuple(_cell(column, row) for column in used) for row in rows)
    return Section(table, _title(room, table), labels, cells)


def _title(room: str, table: str) -> str:
    said = catalogues.tables().get(f"{room}_{table}")
    if said is not None:
        return said.ja if language() == "ja" else said.en
    key = f"orders.table_{table}"
    return w(key) if key in catalogue() else called(f"{room}_{table}")


def _label(name: str) -> str:
    """Return what a column is called: as a column, else as the field of an act, else by its name."""
    key = f"orders.col_{name}"
    return w(key) if key in catalogue() else field_called(name)


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
    if column.form in {"act", "cite"}:
        return Cell(column.form, value.hex())
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
    "word": called,
    "digest": showing.short,
    "day": showing.day,
    "when": lambda value: showing.day(value) if abs(value) < _FIRST_SECONDS else showing.instant(value),
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
    labels = tuple((w(f"orders.col_{name}"), name == "amount") for name in names)
    return Section("posting", w("orders.table_posting"), labels, tuple(rows))


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
    labels = tuple((w(f"orders.col_{name}"), False) for name in names)
    return Section("clock", w("orders.table_clock"), labels, tuple(told))


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
