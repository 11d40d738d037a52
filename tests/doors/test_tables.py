"""Tables on a terminal: whatever the width of the window, no figure, day or identifier is broken in two."""

from __future__ import annotations

import io
import re

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from warifu.doors.tables import WholeTable, shared

WORDS = ("GB-CALDER-26-0001", "117,243,325", "2026-11-22T13:32:06Z", "9e6aee8619ccc79b", "口上書の前", "not due:", "—")
CELLS = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
LONGEST = 24


def drawn(columns: list[str], rows: list[list[str]], width: int) -> str:
    table = WholeTable(title="Cases / 案件", title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    said = io.StringIO()
    Console(file=said, width=width, force_terminal=False).print(table, markup=False)
    return said.getvalue()


@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=4), st.integers(40, 240))
def test_every_word_stands_whole_at_any_width(rows, width):
    shown = drawn(["number", "owed", "since", "case", "状態", "open, by age", "last"], rows, width)
    words = [word for row in rows for cell in row for word in re.findall("[!-~]+", cell)]
    assert [word for word in words if word not in shown] == []
    assert max(map(len, shown.splitlines())) <= width


def test_a_narrow_window_shows_one_record_under_the_other():
    rows = [["GB-CALDER-26-0001", "", "117,243,325"], ["GB-AIR-26-0001", "JP", "0"]]
    assert [line.rstrip() for line in drawn(["number", "whose move", "owed"], rows, 30).splitlines()] == [
        "Cases / 案件",
        "number  GB-CALDER-26-0001",
        "owed    117,243,325",
        "",
        "number      GB-AIR-26-0001",
        "whose move  JP",
        "owed        0",
        "",
    ]


def test_a_wide_window_shows_columns_side_by_side():
    shown = drawn(["number", "owed"], [["GB-AIR-26-0001", "117,243,325"]], 80)
    assert re.search("GB-AIR-26-0001 +│ 117,243,325", shown)


COLUMN = st.tuples(st.integers(0, LONGEST), st.integers(0, LONGEST)).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(COLUMN, min_size=1, max_size=6), st.integers(0, 120))
def test_room_is_shared_between_what_each_needs_and_what_each_could_use(columns, room):
    least, wide = [a for a, _ in columns], [b for _, b in columns]
    given_ = shared(least, wide, room)
    if given_ is None:
        assert sum(least) > room
    else:
        assert all(low <= each <= high for low, each, high in zip(least, given_, wide, strict=True))
        assert sum(given_) == min(room, sum(wide))
