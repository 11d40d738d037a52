"""Which fields a body has: its record, laid out as a tree of fields for a form. Reads types alone.

Law: every field of the record is there, in its order, once; a shape that is not known here becomes a line of text and
is judged when it is read. ``name`` is the path of names, ``setting.place``; the place in a list stands in a browser's
name only (``typed``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import inspect

from warifu.core.money import Money
from warifu.core.quantity import Quantity

Shape = Literal[
    "text", "day", "number", "decimal", "yes", "choice", "money", "quantity", "digest", "group", "many", "list"
]


class Field(NamedTuple):
    """One field: its path, its shape, whether it must be filled in, what stands there if not, and its parts.

    ``group`` is a record inside the record, ``many`` a list of records, ``list`` a list of plain values (``parts`` then
    holds the one field of an item). ``choices``: the values of a choice, in their order.
    """

    name: str
    shape: Shape
    required: bool
    default: Any = None
    choices: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()
    record: type[msgspec.Struct] | None = None

    @property
    def last(self) -> str:
        """The field's own name in its record."""
        return self.name.rpartition(".")[2]

    def walk(self) -> Iterator[Field]:
        """Yield this field and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@cache
def fields_of(record: type[msgspec.Struct], under: str = "") -> tuple[Field, ...]:
    """Return the fields of a record in their order."""
    known = inspect.type_info(record)
    if not isinstance(known, inspect.StructType):
        raise TypeError(record)
    return tuple(_field(each, f"{under}{each.name}") for each in known.fields)


def _field(each: inspect.Field, name: str) -> Field:
    default = each.default if each.default is not msgspec.NODEFAULT else None
    return _of_type(each.type, name, required=each.required, default=default)


def _of_type(kind: inspect.Type, name: str, *, required: bool, default: Any = None) -> Field:
    if isinstance(kind, inspect.UnionType):
        others = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        return _of_type(others[0], name, required=required, default=default)
    if isinstance(kind, inspect.StructType):
        return Field(name, "group", required, default, (), fields_of(kind.cls, f"{name}."), kind.cls)
    if isinstance(kind, inspect.VarTupleType | inspect.ListType):
        return _of_many(kind.item_type, name, required=required)
    if isinstance(kind, inspect.LiteralType):
        return Field(name, "choice", required, default, tuple(str(value) for value in kind.values))
    if isinstance(kind, inspect.DataclassType) and kind.cls in _SUMS:
        return Field(name, _SUMS[kind.cls], required, default)
    return Field(name, _PLAIN.get(type(kind), "text"), required, default)


def _of_many(item: inspect.Type, name: str, *, required: bool) -> Field:
    if isinstance(item, inspect.StructType):
        return Field(name, "many", required, (), (), fields_of(item.cls, f"{name}."), item.cls)
    return Field(name, "list", required, (), (), (_of_type(item, name, required=False),))


_SUMS: dict[type, Shape] = {Money: "money", Quantity: "quantity"}
_PLAIN: dict[type, Shape] = {
    inspect.DateType: "day",
    inspect.IntType: "number",
    inspect.DecimalType: "decimal",
    inspect.BoolType: "yes",
    inspect.BytesType: "digest",
    inspect.StrType: "text",
}
