"""How the tables of a case are shown where the room has not said it: each column by its type and its name."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from tests.manners.house import none_of
from warifu.doors import catalogues
from warifu.doors.web import casepage_tables
from warifu.node.open import rooms

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
TYPES = {
    "number": "int", "ship": "text", "from_day": "int", "since": "int", "party": "text", "act": "bytes", "key": "bytes",
    "amount": "text", "unit": "text", "agreed": "bool", "pair": "text", "case": "bytes",
}  # fmt: skip
ROW = {
    "number": 2, "ship": "CALDER", "from_day": 20_000, "since": 1_790_000_000, "party": "GB", "act": b"\1" * 32,
    "key": b"\2" * 32, "amount": "190", "unit": "M", "agreed": 1,
}  # fmt: skip


def test_a_column_is_shown_by_its_type_and_name():
    columns = casepage_tables._columns(casepage_tables._suggested(TYPES))
    with translation.override("en-gb"):
        cells = {column.name: casepage_tables._cell(column, ROW) for column in columns}
    assert {name: cell.text for name, cell in cells.items()} == {
        "number": "2", "ship": "CALDER", "from_day": "4 Oct 2024", "since": cells["since"].text, "party": "GB",
        "act": "01" * 32, "key": "02" * 6, "amount": "190 metre", "agreed": "yes",
    }  # fmt: skip
    assert cells["since"].text.startswith("21 Sep 2026")
    assert (cells["act"].form, cells["party"].form) == ("act", "party")


@pytest.mark.parametrize("room", sorted(rooms()))
def test_what_a_room_says_of_its_tables_names_tables_and_columns_that_it_has(room):
    said = {name: shown for name, shown in catalogues.tables().items() if name.startswith(f"{room}_")}
    assert said.keys() <= rooms()[room].tables.keys()
    for name, shown in said.items():
        for column in casepage_tables._columns(shown.columns):
            assert column.name in rooms()[room].tables[name], (name, column)
            assert not column.of or column.of in rooms()[room].tables[name], (name, column)


@pytest.mark.parametrize(
    "room", [room for room in rooms().values() if room.name != "parties"], ids=lambda room: room.name
)
def test_every_table_and_column_that_is_shown_is_called_something_in_japanese(room):
    with translation.override("ja"):
        nameless = [
            f"{room.name}_{table} {column}"
            for table, columns in casepage_tables._shown_of(room)
            for column, said in (
                ("", casepage_tables._title(room.name, table)),
                *((each.name, casepage_tables._label(each.name)) for each in columns),
            )
            if not JAPANESE.search(said)
        ]
    none_of(nameless, "A table has a title, and a column a name, in both languages")
