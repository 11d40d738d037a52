"""Whatever a well-formed act says, there are rows for it, they keep their keys, and no balance passes below nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.logistics import bodies
from tests.rooms.logistics.on_paper import CONTEXT, Paper, balance, on
from tests.rooms.test_tables import _models
from warifu.rooms.logistics.acts import KINDS
from warifu.rooms.logistics.flow import FLOWS
from warifu.rooms.logistics.rows import TABLES, rows
from warifu.rooms.logistics.rows_tables import RECORDS

ROOTS = sorted(FLOWS)
REST = sorted(set(KINDS) - set(FLOWS))
OFTEN = ("issue", "receipt", "receipt", "invoice", "payment", "acknowledge", "change", "accept", "loss", "correct")
ORDER = [f"logistics/{name}" for name in (*OFTEN, *OFTEN, "credit", "waive", "apply_set_off", "dispute", "ratify")]
BODIES = {name: bodies.record(kind.body) for name, kind in KINDS.items()}


def _write(draw: st.DrawFn, paper: Paper, kind: str, party: str = "", *, confirm: bool | None = None) -> None:
    """Write an act of a kind after the head as it stands, citing what was written before."""
    made = [placed.digest for placed in paper.acts]
    cites = tuple(dict.fromkeys(draw(st.lists(st.sampled_from(made), max_size=3)))) if made else ()
    planted = draw(st.sampled_from(["", "", "", "acsa.trial"])) if confirm is None else ""
    paper.write(
        party or draw(st.sampled_from(["GB", "JP"])), kind.partition("/")[2], draw(BODIES[kind]), cites=cites,
        confirm=draw(st.booleans()) if confirm is None else confirm, planted=planted,
        sealed=on(draw(st.integers(0, 400))),
    )  # fmt: skip
    paper.head = paper.fold().head.placed.digest


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A root and whatever comes after it, confirmed or not, permitted or not."""
    paper = Paper()
    _write(draw, paper, draw(st.sampled_from(ROOTS)))
    for kind in draw(st.lists(st.sampled_from(REST), max_size=12)):
        _write(draw, paper, kind)
    return paper


@st.composite
def orders(draw: st.DrawFn) -> Paper:
    """An order that both have agreed, and whatever happens to it."""
    paper = Paper()
    _write(draw, paper, draw(st.sampled_from(["logistics/request", "logistics/verbal"])), "GB", confirm=True)
    _write(draw, paper, "logistics/accept", "JP", confirm=True)
    for kind in draw(st.lists(st.sampled_from(ORDER), max_size=25)):
        _write(draw, paper, kind)
    return paper


def _check(paper: Paper) -> None:
    found = paper.rows()
    assert set(found.tables) <= set(TABLES)
    for name, table in found.tables.items():
        key = _models()[name]._meta.pk.field_names[2:]
        columns = RECORDS[name]._fields
        at = [columns.index(column) for column in key]
        keys = [tuple(row[place] for place in at) for row in table]
        assert len(set(keys)) == len(keys), name
        for row in table:
            assert type(row) is RECORDS[name]
            assert all(type(value) in {str, int, bytes, bool, type(None)} for value in row), row
            assert all(-(2**63) <= value < 2**63 for value in row if type(value) is int), row
    assert all(amount >= 0 for amount in balance(found.postings).values())
    assert rows(paper.fold(), CONTEXT) == found


@given(papers())
def test_any_case(paper: Any):
    _check(paper)


@given(orders())
def test_any_order(paper: Any):
    _check(paper)
