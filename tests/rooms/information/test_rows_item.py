"""What an item becomes: its register line, its copies, what is due, what does not fit, and who may see it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.rooms.information.on_file import File
from warifu.rooms.information.acts import common, item

DAY = date(2026, 6, 1)
SECRET = ("GB-GSC", "2014-04-02", "SECRET")
TOP = ("GB-GSC", "2014-04-02", "TOP SECRET")
LOWER = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")
GOKUHI = item.Ruled("JP-HIMITSU", "2013-07-04", "極秘", "", "JP-P-1")


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def number(value: date) -> int:
    return (value - date(1970, 1, 1)).days


class Item(File):
    """An item of two copies, the second lent to Tokyo; all acts marked SECRET unless said."""

    def __init__(self, **more: object) -> None:
        super().__init__()
        body = item.Register(
            DAY, "GB-R-1", "document", "GB-MOD", item.Marking(*SECRET), "exercise:X",
            (item.Copy("1", 4), item.Copy("2", 4)), **more,  # type: ignore[arg-type]
        )  # fmt: skip
        self.begun = self.says("GB", "register", body, 0)

    def says(self, party: str, name: str, body: object, on: int, **more: object) -> bytes:
        return self.write(party, name, body, **{"label": SECRET, "sealed": day(on), **more})

    def lent(self) -> bytes:
        sent = item.Dispatch(day(1), "P1", ("2",), "JP-DESK", "courier", "loan", 2, ("A",), loan_until=day(60))
        dispatch = self.says("GB", "dispatch", sent, 1)
        read = item.Receipt(day(4), "P1", "intact", (item.Copy("2", 4),), ("A",), GOKUHI)
        self.says("JP", "receipt", read, 4, cites=(dispatch,))
        return dispatch

    def due(self, name: str) -> list[tuple[str, int, int | None]]:
        return [(each.holder, each.due, each.done) for each in self.table("clock") if each.name == name]


@pytest.fixture
def file() -> Item:
    return Item()


def test_the_register_line_counts_what_is_out(file):
    row = file.the("item")
    assert (row.number, row.marking, row.level, row.circle) == ("GB-R-1", "SECRET", 3, "exercise:X")
    assert (row.copies, row.out, row.corresponding) == (2, 0, "")
    file.lent()
    row = file.the("item")
    assert (row.copies, row.out, row.corresponding, row.discrepancies) == (2, 1, "極秘", 0)
    assert [(each.copy, each.status, each.party) for each in file.table("copy")] == [
        ("1", "held", "GB"), ("2", "held", "JP"),
    ]  # fmt: skip


def test_where_each_copy_was_stands_in_intervals(file):
    file.lent()
    found = [(each.status, each.party, each.from_day, each.to_day) for each in file.table("movement") if each.place]
    assert found == [
        ("held", "GB", number(DAY), number(day(1))),
        ("transit", "GB", number(day(1)), number(day(4))),
        ("held", "JP", number(day(4)), None),
    ]


def test_receipts_tracers_and_loans_are_due(file):
    sent = item.Dispatch(day(1), "P1", ("2",), "JP-DESK", "courier", "loan", 2, ("A",), loan_until=day(60))
    file.says("GB", "dispatch", sent, 1)
    assert file.due("receipt") == [("JP", number(day(15)), None)]
    assert file.due("tracer") == [("GB", number(day(31)), None)]
    file.says("JP", "receipt", item.Receipt(day(4), "P1", "intact", (item.Copy("2", 4),), ("A",), GOKUHI), 4)
    assert file.due("receipt") == [("JP", number(day(15)), number(day(4)))]
    assert file.due("loan") == [("JP", number(day(60)), None)]


def test_a_regrading_waits_for_its_holder(file):
    file.lent()
    body = item.Regrade(day(9), "downgrade", item.Marking(*LOWER), "passage_of_time", "N/1")
    regraded = file.says("GB", "regrade", body, 9)
    assert file.due("remark") == [("JP", number(day(39)), None)]
    assert [each.unremarked for each in file.table("copy")] == [b"", regraded]
    file.says("JP", "remarked", item.Remarked(day(10), ("2",)), 10, cites=(regraded,), label=LOWER)
    assert file.due("remark") == []
    assert [each.marking for each in file.table("copy")] == ["OFFICIAL-SENSITIVE"] * 2


def test_what_is_seen_follows_the_regrading(file):
    """An act marked as the item then was follows it down; one marked above the item does not."""
    file.lent()
    assert file.rows().sight == (3, "exercise:X")
    body = item.Regrade(day(9), "downgrade", item.Marking(*LOWER), "passage_of_time", "N/1")
    file.says("GB", "regrade", body, 9)
    assert file.rows().sight == (1, "exercise:X")
    file.says("GB", "note", common.Word(day(10), "other"), 10, label=TOP)
    assert file.rows().sight == (4, "exercise:X")


def test_one_copy_regraded_leaves_the_item_where_it_was(file):
    body = item.Regrade(day(9), "downgrade", item.Marking(*LOWER), "passage_of_time", "N/1", ("2",))
    file.says("GB", "regrade", body, 9)
    assert file.the("item").marking == "SECRET"
    assert [each.level for each in file.table("copy")] == [3, 1]
    assert file.rows().sight == (3, "exercise:X")


def test_a_regrading_of_a_copy_that_there_is_not_is_named(file):
    body = item.Regrade(day(9), "downgrade", item.Marking(*LOWER), "passage_of_time", "N/1", ("2", "77"))
    file.says("GB", "regrade", body, 9)
    assert [(each.code, each.copy) for each in file.table("discrepancy")] == [("regraded_unknown", "77")]
    assert file.the("item").discrepancies == 1


def test_a_designation_ends(file):
    given = item.Designation("JP-MOD", DAY, day(400))
    file = Item(designation=given)
    assert file.due("designation") == [("GB", number(day(400)), None)]
    body = item.Regrade(day(400), "expiry", item.Marking(*LOWER), "designation_expired", "N/2")
    file.says("GB", "regrade", body, 400)
    assert file.due("designation") == [("GB", number(day(400)), number(day(400)))]


def test_an_unwitnessed_destruction_is_due_and_out(file):
    file.lent()
    burnt = file.says("JP", "destruction", item.Destruction(day(5), ("2",), "burning", "emergency"), 5)
    assert (file.due("witness"), file.the("item").out) == ([("JP", number(day(12)), None)], 1)
    file.says("JP", "witness", item.Witness(day(6), ("2",)), 6, cites=(burnt,), planted="isa.witness.same_person")
    assert file.the("item").out == 1
    assert [each.code for each in file.table("discrepancy")] == ["witness_not_accepted"]


def test_a_discrepancy_is_open_until_the_other_side_explains_it(file):
    file.lent()
    wrong = file.says("GB", "destruction", item.Destruction(day(5), ("2",), "burning"), 5)
    (trouble,) = file.table("trouble")
    assert (trouble.code, trouble.owner, trouble.state) == ("custody.not_held", "GB", "open")
    file.says("GB", "note", common.Word(day(6), "discrepancy"), 6, cites=(wrong,))
    assert file.table("trouble")[0].state == "open"
    note = file.says("JP", "note", common.Word(day(6), "discrepancy"), 6, cites=(wrong,))
    assert (file.table("trouble")[0].state, file.table("trouble")[0].ended_by) == ("explained", note)
    assert file.table("discrepancy")[0].explained_by == note
    assert "holder=JP" in file.table("discrepancy")[0].figures


def test_a_release_names_the_draw_it_rests_on(file):
    file.lent()
    released = item.Released(day(5), ("2",), "AU", "shown")
    act = file.says("JP", "released", released, 5, cites=(b"\x07" * 32,))
    (use,) = file.table("use")
    assert (use.act, use.draw, use.kind, use.recipient, use.count) == (act, b"\x07" * 32, "released", "AU", 1)


def test_a_missing_copy_cannot_be_determined(file):
    file.lent()
    file.says("JP", "missing", item.Missing(day(5), ("2",), "unknown"), 5)
    assert file.the("case").undetermined == 1
    assert file.the("item").missing == 1


def test_a_purpose_beyond_every_circle_is_cut_where_it_stands_in_a_key():
    file = File()
    body = item.Register(DAY, "R", "document", "GB-MOD", item.Marking(*SECRET), "x" * 900, (item.Copy("1", 1),))
    file.write("GB", "register", body, label=SECRET)
    assert file.the("item").circle == "x" * 80
