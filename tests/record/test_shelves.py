"""Where the cases of a room stand is told by the shape of its tables; a line is for those alone that differ."""

from __future__ import annotations

import pytest

from warifu.law.heads import CaseRow, ClockRow, TroubleRow
from warifu.node.open import ROOMS, joined, rooms
from warifu.record import shelves
from warifu.record.queries_logistics import CaseLine
from warifu.record.queries_pages import Line


def _has(room: str, ending: str, record: type) -> bool:
    columns = rooms()[room].tables.get(f"{room}_{ending}", ())
    return set(record._fields) <= set(columns)


def test_a_room_with_the_standard_tables_is_known_by_them():
    names = {room.name for room in ROOMS}
    assert set(shelves.standard()) == {name for name in names if _has(name, "case", CaseRow)}
    assert set(shelves.with_troubles()) == {name for name in shelves.standard() if _has(name, "trouble", TroubleRow)}
    assert set(shelves.with_clocks()) == {name for name in names if _has(name, "clock", ClockRow)}
    assert len(shelves.standard()) >= 3


def test_a_table_of_that_name_and_another_shape_is_not_taken_for_one():
    assert "logistics_case" in rooms()["logistics"].tables
    assert "parties_case" in rooms()["parties"].tables
    assert not {"logistics", "parties"} & set(shelves.standard())
    assert "parties" not in shelves.shelves()


def test_every_shelf_has_every_column_of_a_line_or_says_what_stands_for_it():
    for room, shelf in shelves.shelves().items():
        columns = shelves.types_of(shelf.table)
        for name in (*Line._fields, *CaseLine._fields, "search"):
            assert name in shelf.columns or name in columns, (room, name)


def test_sight_stands_in_the_tables_that_are_asked_by_it():
    for table in shelves.own() - {"balance"}:
        assert {"level", "circle"} <= shelves.types_of(table).keys()
    assert {f"{room}_case" for room in shelves.standard()} <= shelves.own()


def test_columns_have_their_types():
    types = shelves.types_of("information_trouble")
    assert (types["act"], types["due"], types["what"]) == ("bytes", "int", "text")
    assert shelves.types_of("information_case")["exercise"] == "bool"
    assert shelves.has_table("information_trouble")
    assert not shelves.has_table("berth_trouble")


def test_a_room_is_joined_by_the_name_of_its_package():
    assert joined("logistics") == (rooms()["logistics"],)
    with pytest.raises(ModuleNotFoundError):
        joined("berth")
