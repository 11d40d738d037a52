"""From the body of any act to parts of a form, by its record alone: so no kind of act is without paper.

Law: every field that says something is shown; one equal to its default is left out, and one that is always written is
always shown. A record within a record becomes a part of its own, a list of records a table whose columns are the fields
that any row fills. Codes, desks and parties are written by name, with the code where people use it.

Place on the path: beside ``laying``. Pure: it sees a body and the names of desks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from warifu.core.act import MAX_TIME
from warifu.core.errors import WarifuError
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.core.stocknumber import parse_stock_number
from warifu.doors.paper import words
from warifu.doors.paper.sheet import Column, Fact, Facts, Part, Table
from warifu.doors.sentences import Both

_DESKS = frozenset({
    "receiving", "issuing", "billed", "to", "desk", "desks", "units", "other_units", "own_unit", "other_unit",
})  # fmt: skip
_PARTIES = frozenset({
    "provider", "debtor", "creditor", "party", "at_request_of", "facility_of", "rest_owed_by", "place", "places",
})  # fmt: skip
_CITES = frozenset({"cite", "ours", "theirs"})
_SHARES = {
    "item": 4, "category": 3, "commodity": 3, "quantity": 3, "price": 3, "amount": 3, "ceiling": 3, "stock": 3,
    "number": 1, "line": 1, "cite": 1, "roles": 3, "attested": 5,
}  # fmt: skip
_UNITS = {"tolerance": "%", "density": "kg/m3", "temperature": "°C"}
_MOST_PLACES = 40
_SUMS = {"mantissa": "amount", "exponent": ""}


class Known(NamedTuple):
    """What a body is shown with: names of desks by code; of each line its item, and what is said of it in words."""

    desks: Mapping[str, Both] = {}
    items: Mapping[int, str] = {}
    described: Mapping[int, Both] = {}


def parts(body: msgspec.Struct, known: Known) -> list[Part]:
    """Return the parts that show a body: its plain fields, then records within it, then its lists."""
    scalars: list[Fact] = []
    deeper: list[Part] = []
    tables: list[Part] = []
    for name, value in said(body):
        if isinstance(value, msgspec.Struct):
            deeper.append(Facts(words.part(name, type(value).__name__), _facts(value, known)))
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            tables.append(table(name, value, known))
        else:
            scalars.append(Fact(words.field(type(body).__name__, name), shown(name, value, known)))
    first: list[Part] = [Facts(words.part("particulars"), tuple(scalars))] if scalars else []
    return [*first, *deeper, *tables]


def said(record: msgspec.Struct) -> list[tuple[str, Any]]:
    """(name, value) of the fields that say something, in the order of the record."""
    said = []
    for each in msgspec.structs.fields(record):
        value = getattr(record, each.name)
        if each.default is msgspec.NODEFAULT or value != each.default:
            said.append((each.name, value))
    return said


def _facts(record: msgspec.Struct, known: Known) -> tuple[Fact, ...]:
    record_name = type(record).__name__
    return tuple(Fact(words.field(record_name, name), shown(name, value, known)) for name, value in said(record))


def table(name: str, rows: Sequence[msgspec.Struct], known: Known) -> Table:
    """Return a list of records as a table; lines with a price also show price times quantity."""
    filled = {each for row in rows for each, _ in said(row)}
    columns = [each.name for each in msgspec.structs.fields(rows[0]) if each.name in filled]
    summed = {"exponent", "mantissa"} <= set(columns)
    columns = [each for each in columns if not (summed and each == "exponent")]
    named = any(getattr(row, "line", None) in known.items for row in rows)
    priced = "price" in columns and "quantity" in columns
    record = type(rows[0]).__name__
    wide = {each for each in columns if isinstance(getattr(rows[0], each), date)}
    wide |= {"line"} if named else set()
    heads = [_column(record, _SUMS.get(each, each) if summed else each, wide=each in wide) for each in columns]
    if priced:
        heads.append(Column(words.item("extended"), figures=True, share=3))
    return Table(
        words.part(name, record),
        tuple(heads),
        tuple((*(_cell(row, each, known) for each in columns), *([_extended(row)] if priced else [])) for row in rows),
    )


def _extended(row: Any) -> Both:
    return words.plain(words.extended(row.price, row.quantity).en)


_FIGURES = frozenset(
    {"quantity", "price", "ceiling", "amount", "value", "tolerance", "density", "temperature", "expansion"}
)


def _column(record: str, name: str, *, wide: bool) -> Column:
    share = _SHARES["item"] if wide else _SHARES.get(name, 2)
    return Column(words.field(record, name), figures=name in _FIGURES, share=share)


def _cell(row: Any, name: str, known: Known) -> Both:
    if name == "mantissa":
        return words.plain(_sum_of(row))
    value = getattr(row, name)
    if name == "line" and value in known.items:
        return words.plain(f"{value}  {known.items[value]}")
    if isinstance(value, Money):
        return words.plain(words.money(value).en)
    said = words.plain("") if value is None or value == "" else shown(name, value, known)
    described = known.described.get(getattr(row, "number", 0)) if name == "item" else None
    return Both(f"{said.en}\n{described.en}", f"{said.ja}\n{described.ja}") if described else said


def _sum_of(row: Any) -> str:
    """Write the amount of a balance; one that is in no form is shown as it stands."""
    if abs(row.exponent) > _MOST_PLACES:
        return f"{row.mantissa}E{row.exponent}"
    digits = tuple(int(each) for each in str(abs(row.mantissa)))
    return words.figure(Decimal((int(row.mantissa < 0), digits, row.exponent)))


def shown(name: str, value: Any, known: Known) -> Both:
    """Return a value of a field as each language writes it."""
    if isinstance(value, tuple):
        return words.joined([shown(name, each, known) for each in value]) if value else words.item("none")
    if value is None or value in {"", b""}:
        return words.item("none")
    if isinstance(value, bool):
        word = "yes" if value else "no"
        return words.code(name, word) if name == "accepted" else words.item(word)
    if isinstance(value, str):
        return _text(name, value, known)
    if isinstance(value, msgspec.Struct):
        return _record(value, known)
    return _measured(name, value)


_MARKING = {"scheme", "version", "written"}


def _record(record: msgspec.Struct, known: Known) -> Both:
    """Return a record that stands in a cell: a marking by its words and scheme, any other field by field."""
    if set(record.__struct_fields__) == _MARKING:
        plain = msgspec.structs.asdict(record)
        return words.plain(f"{plain['written']} ({plain['scheme']} {plain['version']})")
    lines = [(words.field(type(record).__name__, name), shown(name, value, known)) for name, value in said(record)]
    return Both(
        "\n".join(f"{head.en}: {value.en}" for head, value in lines),
        "\n".join(f"{head.ja}: {value.ja}" for head, value in lines),
    )


def _text(name: str, value: str, known: Known) -> Both:
    if name in _PARTIES:
        return words.party(value)
    if name in _DESKS and value in known.desks:
        called = known.desks[value]
        return Both(f"{called.en} ({value})", f"{called.ja}（{value}）")
    if name == "item":
        return words.plain(value)
    if name == "commodity":
        return words.commodity(value)
    if name == "corrected":
        return words.field("", value)
    if name == "stock":
        return words.plain(_stock_number(value))
    return words.code(name, value)


def _stock_number(written: str) -> str:
    """Write a stock number 4-2-3-4; what is none stays as it is."""
    try:
        return str(parse_stock_number(written))
    except WarifuError:
        return written


def _measured(name: str, value: Any) -> Both:
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Money):
        return words.money(value)
    if isinstance(value, Quantity):
        return words.quantity(value)
    if isinstance(value, bytes):
        return words.raw(value)
    if isinstance(value, int) and name in _CITES:
        return words.plain(f"[{value + 1}]")
    if name == "instant" and 0 < value <= MAX_TIME:
        return words.plain(words.zulu(value))
    if isinstance(value, Decimal | int):
        figures = words.figure(value * 100 if name == "tolerance" else value)
        return words.plain(f"{figures} {_UNITS.get(name, '')}".rstrip())
    return words.plain(str(value))
