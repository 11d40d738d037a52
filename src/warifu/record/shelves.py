"""Which tables of a room its lists, clocks and troubles are read from: by their shape, without a line for each room.

Law: a room that keeps the standard head (``ROOM_case`` with the columns of ``law.heads``), and beside it ``ROOM_clock``
and ``ROOM_trouble`` where it has them, is listed, searched and shown on home like any other. A room whose cases stand
in a table of another shape says so in ``_OTHER``; a room with neither is listed from ``half``. Which rooms there are is
read from the tables that Django was given, once, after it was made ready; nothing here knows a room's code.
Place on the path: between the tables and the questions about lists, home and sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from django.apps import apps

from warifu.law.heads import CaseRow, ClockRow, TroubleRow

TROUBLES = ("irregular", "disputed", "pending", "refused", "fallen", "unfounded", "late", "undetermined")
"""Columns that count what is wrong with a case; a list can be narrowed to one of them."""


class Shelf(NamedTuple):
    """Where the cases of a room stand: table, and what stands for a column of a line that it calls otherwise."""

    table: str
    columns: Mapping[str, str] = {}
    desks: str = ""
    """When a case is one of these desks': each ``{desks}`` after its party ``%s``, the party last; empty: always."""


_NONE = "''"
_DESKS = (
    "((opener = %s AND desk IN ({desks})) OR (opener <> %s AND other_desk IN ({desks})) "
    "OR (opener = %s AND desk = '' AND '' NOT IN ({desks})) OR (opener <> %s AND other_desk = ''))"
)
_LOGISTICS = Shelf(
    "logistics_case",
    {"agreed": "head = confirmed_head"},
    "((requester = %s AND receiving IN ({desks})) OR (provider = %s AND issuing IN ({desks})) "
    "OR (opener = %s AND desk IN ({desks})) OR (opener <> %s AND receiving = '' AND issuing = ''))",
)
_OTHER = {"logistics": _LOGISTICS}
"""Rooms whose cases stand in a table of a shape of their own."""
_BY_DESK = frozenset({"information"})
"""Rooms of the standard head in which a desk sees its own cases alone."""


def _standard(room: str) -> Shelf:
    columns = {"agreed": "head = confirmed_head", "receiving": "other_desk", "issuing": _NONE, "settlement": _NONE}
    return Shelf(f"{room}_case", columns, _DESKS if room in _BY_DESK else "")


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    """Return column to type of every table that Django was given, by the table's name; documented names of a model."""
    return {
        model._meta.db_table: {field.name: field.get_internal_type() for field in model._meta.fields}  # noqa: SLF001
        for model in apps.get_models()
    }


_TYPES = {"BooleanField": "bool", "BigIntegerField": "int", "BinaryField": "bytes"}


def types_of(table: str) -> dict[str, str]:
    """Return column to type (``text``, ``int``, ``bytes``, ``bool``) of a table, in the order of its columns."""
    return {name: _TYPES.get(field, "text") for name, field in _tables()[table].items()}


def has_table(table: str) -> bool:
    """Tell whether a room of this program keeps a table."""
    return table in _tables()


def _of_shape(ending: str, record: type[tuple[object, ...]]) -> tuple[str, ...]:
    """Return the rooms that keep a table of this ending with all columns of a record, in order of their names."""
    wanted = {"pair", "case", *getattr(record, "_fields", ())}
    found = (table for table, columns in _tables().items() if table.endswith(f"_{ending}") and wanted <= columns.keys())
    return tuple(sorted(table.removesuffix(f"_{ending}") for table in found))


@cache
def standard() -> tuple[str, ...]:
    """Return the rooms with the standard head; it bears level and circle, as ``case_sight`` has them."""
    return _of_shape("case", CaseRow)


@cache
def shelves() -> Mapping[str, Shelf]:
    """Return the shelf of every room that has one, those of a shape of their own first."""
    return {room: shelf for room, shelf in _OTHER.items() if shelf.table in _tables()} | {
        room: _standard(room) for room in standard()
    }


@cache
def with_clocks() -> tuple[str, ...]:
    """Return the rooms on a shelf that keep clocks in ``ROOM_clock``."""
    return tuple(room for room in _of_shape("clock", ClockRow) if shelves().get(room, _NOWHERE).table == f"{room}_case")


@cache
def with_troubles() -> tuple[str, ...]:
    """Return the rooms of the standard head that keep what is wrong in ``ROOM_trouble``."""
    return tuple(room for room in _of_shape("trouble", TroubleRow) if room in standard())


_NOWHERE = Shelf("")


@cache
def own() -> frozenset[str]:
    """Return the tables that bear level and circle themselves, as ``case_sight`` has them."""
    return frozenset({"balance", "information_item", *(f"{room}_case" for room in standard())})
