"""A body in words: every field that says something, with its name and its value as people read it.

Law: what is shown is all that is signed: a field that differs from its default is never left out, and one that is
shown is shown whole. Amounts keep every digit; a code is shown by its name, a desk by its name and code. The same rows
serve the page of a case, the review before signing, and whoever prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.doors.web import looks, showing
from warifu.doors.web.forming.choices import DESK_FIELDS, PARTY_FIELDS, PLACE_FIELDS
from warifu.doors.web.forming.naming import Names, activity_called, called, field_called, place_called, unit_called
from warifu.doors.web.forming.shape import Field, fields_of
from warifu.doors.web.words import w


class Row(NamedTuple):
    """One field in words: its label, its value, and for a record or a list the rows or blocks inside it."""

    label: str
    value: str = ""
    rows: tuple[Row, ...] = ()
    blocks: tuple[tuple[Row, ...], ...] = ()
    """One block of rows for each item of a list of records."""


def told(body: msgspec.Struct, kind: str, names: Names, cites: tuple[bytes, ...] = ()) -> tuple[Row, ...]:
    """Return a body in words, in the reader's language; ``cites`` are those of its act."""
    return _Teller(kind, names, cites).rows(fields_of(type(body)), body)


def gist(body: msgspec.Struct, names: Names) -> str:
    """Return in one line what a body is about: its lines with their quantities, its sum, its reason; else nothing."""
    teller = _Teller("", names, ())
    found = [_of_line(each) for each in getattr(body, "lines", ())[:_MOST_OF_GIST]]
    for field in fields_of(type(body)):
        value = getattr(body, field.last)
        if value and field.last in _GIST:
            found.append(teller.value(field, value))
    return w("acting.between").join(each for each in found if each)


def _of_line(line: Any) -> str:
    item, quantity = getattr(line, "item", ""), getattr(line, "quantity", None)
    said = _quantity(quantity) if isinstance(quantity, Quantity) else ""
    number = getattr(line, "line", "")
    return f"{item} {said}" if item else w("acting.of_line", line=number, said=said) if said else ""


class _Teller:
    def __init__(self, kind: str, names: Names, cites: tuple[bytes, ...]) -> None:
        self.kind, self.names, self.cites = kind, names, cites

    def rows(self, fields: tuple[Field, ...], record: Any) -> tuple[Row, ...]:
        shown = ((field, getattr(record, field.last)) for field in fields)
        return tuple(self._row(field, value) for field, value in shown if field.required or value != field.default)

    def _row(self, field: Field, value: Any) -> Row:
        label = field_called(field.name, self.kind)
        if field.shape == "group" and value is not None:
            return Row(label, rows=self.rows(field.parts, value))
        if field.shape == "many":
            return (
                Row(label, blocks=tuple(self.rows(field.parts, each) for each in value)) if value else Row(label, "—")
            )
        if field.shape == "list":
            return Row(label, w("acting.between").join(self.value(field.parts[0], each) for each in value) or "—")
        return Row(label, self.value(field, value))

    def value(self, field: Field, value: Any) -> str:
        """Return one plain value in words."""
        if value is None or value == "":
            return "—"
        if isinstance(value, bool):
            return called("yes" if value else "no")
        if isinstance(value, int) and field.last in {"cite", "ours", "theirs"} and 0 <= value < len(self.cites):
            return showing.short(self.cites[value])
        made = _BY_TYPE.get(type(value))
        return made(value) if made else self._text(field, str(value))

    def _text(self, field: Field, text: str) -> str:
        last = field.last
        if last in DESK_FIELDS:
            return self.names.desk(text)
        if last in PARTY_FIELDS:
            return looks.party_name(text)
        if last in PLACE_FIELDS:
            return place_called(text)
        if last == "activity":
            return activity_called(text)
        if field.shape == "choice" or last in CODED:
            return called(text)
        return text


CODED = frozenset({
    "about", "basis", "category", "condition", "conditions", "discrepancy", "element", "emergency", "measured_by",
    "reason", "roles", "statute", "what", "criteria", "end_use", "factor", "met", "none_required", "points", "reasons",
    "rights", "sort", "terms",
})  # fmt: skip
"""Fields whose text is a code of the packs."""


def _quantity(value: Quantity) -> str:
    return f"{showing.amount(value.amount)} {unit_called(value.unit)}"


def _money(value: Money) -> str:
    return f"{showing.amount(value.amount)} {value.currency}"


_MOST_OF_GIST = 4
_GIST = frozenset({"item", "quantity", "amount", "total", "reason", "about", "outcome", "recipient", "form"})
_BY_TYPE: Mapping[type, Any] = {
    date: showing.day,
    Decimal: showing.amount,
    int: showing.amount,
    bytes: lambda value: value.hex(),
    Quantity: _quantity,
    Money: _money,
}
