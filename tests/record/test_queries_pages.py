"""Lists of cases for pages, on both engines: filters, search, desks, and pages found by their place, each line once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.postgres import new_database
from warifu.core.folding import folded, searchable
from warifu.law.heads import CaseRow
from warifu.record import queries_pages as ask
from warifu.record.database import close_database, open_database
from warifu.record.log import Store
from warifu.record.queries_pages import SHOWN, Line, Place, Reader, Wanted
from warifu.rooms.logistics.rows_tables import CaseHead

PAIR, COUNT = "GB-JP", 2 * SHOWN + 7
ALL = Reader(PAIR, "GB")


@dataclass(frozen=True)
class Row:
    """What differs from one case of the trial to the next."""

    number: int

    def head(self) -> CaseHead:
        """Every third waits for JP, every fifth is irregular, every seventh is a rehearsal; three desks a side."""
        n = self.number
        desk, other = f"DESK{n % 3}", f"BU{n % 4}"
        item = "軽油2号(艦船用)" if n % 2 else "Fuel, naval distillate F-76"
        name = f"GB-{desk}-26-{n:04d}"
        turn, activity = "JP" if n % 3 == 0 else "", "exercise:V" if n % 2 else "relief"
        return CaseHead(
            "order", "logistics/request", name, "GB", desk, b"h" * 32, b"h" * 32 if n % 4 else b"", "offered", turn,
            1_790_000_000 + n // 2, 20_000 + n, b"p" * 32, "GB", "JP", desk, other, "a", activity, "XZ", "cash",
            "supply", "JPY", n % 7 == 0, False, int(n % 5 == 0), 0, 0, 0, 0, 0, 0, 0,
            searchable([name, desk, other, item]),
        )  # fmt: skip


ACTIVITY = CaseRow(
    "activity", "programme/activity", "GB-DESK0-26-9001", "GB", "DESK0", "", b"h" * 32, b"h" * 32, "agreed", "", 5, 1,
    b"p" * 32, "exercise", "", 0, "", False, False, 0, 0, 0, 0, 0, 0, 0, 0, "gb-desk0-26-9001 desk0 bu1 exercise",
)  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    address = str(tmp_path_factory.mktemp("pages") / "node.db")
    if request.param == "postgres":
        address = new_database(request.getfixturevalue("postgres_dsn"), "pages")
    alias = open_database(address, f"pages-{request.param}")
    opened = Store(alias)
    names = ", ".join(f'"{each}"' for each in ("pair", "case", *CaseHead._fields))
    marks = ", ".join(["%s"] * (len(CaseHead._fields) + 2))
    rows = [(PAIR, n.to_bytes(32, "big"), *Row(n).head()) for n in range(COUNT)]
    opened.many(f"INSERT INTO logistics_case ({names}) VALUES ({marks})", rows)
    columns = [f'"{each}"' for each in ("pair", "case", *CaseRow._fields)]
    opened.run(
        f"INSERT INTO programme_case ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})",
        [PAIR, b"a" * 32, *ACTIVITY],
    )
    yield opened
    close_database(alias)


def pages(store: Store, wanted: Wanted = Wanted(), reader: Reader = ALL) -> list[list[Line]]:  # noqa: B008
    """Walk from the first page to the last."""
    found, at = [], None
    while True:
        lines = ask.page(store, reader, "logistics", wanted, at)
        found.append(lines[:SHOWN])
        if len(lines) <= SHOWN:
            return found
        at = Place(lines[SHOWN - 1].since, lines[SHOWN - 1].case)


def test_pages_hold_every_case_once_the_last_moved_first(store):
    walked = [line for page in pages(store) for line in page]
    assert len({line.case for line in walked}) == len(walked) == COUNT
    assert [line.since for line in walked] == sorted((line.since for line in walked), reverse=True)


def test_the_way_back_is_the_way_there(store):
    there = pages(store)
    first = there[1][0]
    back = ask.page(store, ALL, "logistics", Wanted(), Place(first.since, first.case, back=True))
    assert back[:SHOWN][::-1] == there[0]
    assert len(back) == SHOWN


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (Wanted(turn="JP"), lambda n: n % 3 == 0),
        (Wanted(turn="-"), lambda n: n % 3 != 0),
        (Wanted(trouble="irregular"), lambda n: n % 5 == 0),
        (Wanted(exercise=True), lambda n: n % 7 == 0),
        (Wanted(exercise=False), lambda n: n % 7 != 0),
        (Wanted(activity="exercise"), lambda n: n % 2 == 1),
        (Wanted(activity="relief"), lambda n: n % 2 == 0),
        (Wanted(desk="BU2"), lambda n: n % 4 == 2),
        (Wanted(first=20_010, last=20_012), lambda n: 10 <= n <= 12),
        (Wanted(state="closed"), lambda n: False),
        (Wanted(like=(folded("ＧＢ－ＤＥＳＫ１"), ())), lambda n: n % 3 == 1),
        (Wanted(like=(folded("軽油 desk1"), ())), lambda n: n % 2 == 1 and n % 3 == 1),
        (Wanted(like=("nothing", ("BU3",))), lambda n: n % 4 == 3),
        (Wanted(like=("100%_!", ())), lambda n: False),
    ],
)
def test_filters_narrow_the_list(store, wanted, fits):
    found = {int.from_bytes(line.case, "big") for page in pages(store, wanted) for line in page}
    assert found == {n for n in range(COUNT) if fits(n)}


def test_desks_limit_what_is_seen(store):
    mine = Reader(PAIR, "GB", frozenset({"DESK1"}))
    assert {line.desk for page in pages(store, reader=mine) for line in page} == {"DESK1"}
    theirs = Reader(PAIR, "JP", frozenset({"BU0"}))
    assert {line.issuing for page in pages(store, reader=theirs) for line in page} == {"BU0"}
    assert pages(store, reader=Reader(PAIR, "GB", frozenset())) == [[]]
    one = (1).to_bytes(32, "big")
    assert ask.seen(store, mine, "logistics", one) is True
    assert ask.seen(store, Reader(PAIR, "GB", frozenset({"DESK2"})), "logistics", one) is False
    assert ask.seen(store, mine, "logistics", b"x" * 32) is None
    assert ask.seen(store, mine, "unknown", one) is None


def test_sent_is_told_from_agreed(store):
    lines = {int.from_bytes(line.case, "big"): line for page in pages(store) for line in page}
    assert all(line.agreed == bool(n % 4) for n, line in lines.items())


def test_activities_have_a_shelf_too(store):
    (line,) = ask.page(store, ALL, "programme", Wanted(like=("desk0", ())))
    assert (line.number, line.flow, line.agreed, line.irregular) == ("GB-DESK0-26-9001", "activity", True, 0)
    assert ask.page(store, ALL, "programme", Wanted(trouble="irregular")) == []


def test_the_next_number_follows_the_highest_of_all_shelves(store):
    assert ask.last_number(store, PAIR, "GB-DESK0-26-") == "GB-DESK0-26-9001"
    assert (
        ask.last_number(store, PAIR, "GB-DESK1-26-") == f"GB-DESK1-26-{max(n for n in range(COUNT) if n % 3 == 1):04d}"
    )
    assert ask.last_number(store, PAIR, "GB-NONE-26-") == ""
