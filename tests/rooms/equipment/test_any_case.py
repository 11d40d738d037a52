"""Whatever a well-formed act of equipment cooperation says, there are rows for it, with their keys."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rooms.equipment.on_file import CONTEXT, File
from tests.rooms.logistics import bodies
from tests.rooms.test_tables import _models
from warifu.rooms.equipment.acts import KINDS, common, consent, opportunity, project, running
from warifu.rooms.equipment.flow import FLOWS
from warifu.rooms.equipment.rows import RECORDS, TABLES, rows

PARTS = {
    "opportunity": opportunity.KINDS, "project": project.KINDS | running.KINDS, "consent": consent.KINDS,
}  # fmt: skip
ROOTS = {"consent": "consent_request"}
BODIES = {name: bodies.record(kind.body) for part in (common.KINDS, *PARTS.values()) for name, kind in part.items()}
_SEALED = st.dates(date(2026, 1, 1), date(2027, 1, 1))
LABELS = st.sampled_from([(), ("GB-GSC", "2014-04-02", "SECRET"), ("XX", "1", "?"), ("EXERCISE",)])


@st.composite
def files(draw: st.DrawFn, part: str) -> File:
    """A root of a part and whatever comes after it, permitted or not."""
    rest = sorted((PARTS[part].keys() | common.KINDS.keys()) - set(FLOWS))
    file = File()
    _write(draw, file, f"equipment/{ROOTS.get(part, part)}")
    for kind in draw(st.lists(st.sampled_from(rest), max_size=10)):
        _write(draw, file, kind)
    return file


@st.composite
def lines(draw: st.DrawFn, part: str) -> File:
    """A line that goes as the flow allows, with any facts beside it."""
    file = File()
    _write(draw, file, f"equipment/{ROOTS.get(part, part)}", "GB")
    for _ in range(draw(st.integers(0, 14))):
        case = file.fold()
        state = case.flow.states[case.state]
        ways = [(step.kind, step.by) for step in state.steps] + [(kind, "opener") for kind in sorted(state.facts)]
        if not ways:
            break
        kind, by = draw(st.sampled_from(ways))
        _write(draw, file, kind, "GB" if by == "opener" else "JP")
    return file


def _write(draw: st.DrawFn, file: File, kind: str, party: str = "") -> None:
    made = [placed.digest for placed in file.acts]
    cites = tuple(dict.fromkeys(draw(st.lists(st.sampled_from(made), max_size=3)))) if made else ()
    file.write(
        party or draw(st.sampled_from(["GB", "JP"])), kind.partition("/")[2], draw(BODIES[kind]), cites=cites,
        label=draw(LABELS), planted=draw(st.sampled_from(["", "", "", "decf.trial"])), sealed=draw(_SEALED),
    )  # fmt: skip
    file.head = file.fold().head.placed.digest


def _check(file: File) -> None:
    found = file.rows()
    assert set(found.tables) <= set(TABLES)
    assert len(found.tables["equipment_case"]) == 1
    for name, table in found.tables.items():
        key = _models()[name]._meta.pk.field_names[2:]
        at = [RECORDS[name]._fields.index(column) for column in key]
        keys = [tuple(row[place] for place in at) for row in table]
        assert len(set(keys)) == len(keys), name
        for row in table:
            assert type(row) is RECORDS[name]
            assert all(type(value) in {str, int, bytes, bool, type(None)} for value in row), row
            assert all(-(2**63) <= value < 2**63 for value in row if type(value) is int), row
    head = found.tables["equipment_case"][0]
    assert (head.level, head.circle) == found.sight
    assert rows(file.fold(), CONTEXT) == found


@pytest.mark.parametrize("part", PARTS)
def test_any_acts_have_rows(part):
    @settings(max_examples=60)
    @given(files(part))
    def run(file: Any) -> None:
        _check(file)

    run()


@pytest.mark.parametrize("part", PARTS)
def test_any_line_has_rows_of_its_own(part):
    """Shares that no agreement allows have no figure that fits; all else is laid out whatever it says."""

    @settings(max_examples=80)
    @given(lines(part))
    def run(file: Any) -> None:
        _check(file)
        case = file.fold()
        absurd = any(
            not 0 <= share.basis_points <= 10_000
            for arranged in getattr(case.terms, "arrangements", ())
            for share in arranged.cost_shares
        )
        if case.terms is not None and not absurd:
            assert not file.the("case").undetermined
            assert file.the(part).state == case.state

    run()


def test_every_kind_of_these_parts_is_told():
    assert {*common.KINDS, *opportunity.KINDS, *project.KINDS, *running.KINDS, *consent.KINDS} == set(BODIES)
    assert set(BODIES) <= set(KINDS)
