"""A joint project as it is typed: drafts in TOML from proposal to cost, carried by disc, told in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.doors import test_cli
from tests.doors.test_cli import TODAY, Desk, carry, introduced
from tests.packs.base_equipment import FACTORS, TERMS
from warifu.node.keystore import Keystore

BY = "projects"


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two nations, each with a project officer; their keys open quickly."""
    with pytest.MonkeyPatch.context() as patch:
        real = Keystore.__init__
        patch.setattr(Keystore, "__init__", lambda self, *told: real(self, *told[:3], 10))
        patch.setitem(test_cli.ROLES, BY, ("project_officer",))
        yield introduced(tmp_path_factory)


def factors(answer: str = "yes") -> str:
    """Every factor, answered alike."""
    rows = ", ".join(f'{{factor = "{name}", answer = "{answer}"}}' for name in FACTORS)
    return f"factors = [{rows}]"


def arrangement(gb_points: int) -> str:
    """An arrangement in which Britain bears so many basis points, and Japan four thousand."""
    bearing = f'[{{party = "GB", basis_points = {gb_points}}}, {{party = "JP", basis_points = 4000}}]'
    return "\n".join(
        [
            'reference = "PA/1"', 'authorities = ["GB-MOD", "JP-MOD"]',
            'items = [{number = 1, what = "prototype", done_by = "GB", done_for = "JP"}]',
            f"terms = {list(TERMS)}", f"cost_shares = {bearing}",
            'work_shares = [{party = "GB", basis_points = 10000}]',
            'ceilings = [{most = "2000 GBP"}, {most = "380000 JPY"}]',
            f"from_day = {TODAY}", f"to_day = {TODAY.replace(year=TODAY.year + 2, day=1)}",
        ]
    )  # fmt: skip


def _both(one: Desk, other: Desk, kind: str, body: str, case: str) -> None:
    one.submit(body, BY, kind=f"equipment/{kind}", case=case)
    carry(one, other)


def test_from_the_proposal_to_a_cost_and_what_each_side_owes(pair):
    gb, jp = pair
    root = f'number = "GB-P-1"\narea = "cbrn_protection"\nform = "research"\n{factors()}'
    case = gb.submit(root, BY, kind="equipment/project")["case"]
    carry(gb, jp)
    refused = jp.submit(factors("unknown"), BY, kind="equipment/determine", case=case, ok=False)
    assert refused["findings"][0]["rule"] == "equipment.determine.unanswered"
    assert refused["findings"][0]["article"] == "decf:1(2)"
    _both(jp, gb, "determine", factors(), case)
    _both(gb, jp, "diplomatic_note", f'reference = "N/1"\ndated = {TODAY}', case)
    _both(jp, gb, "diplomatic_reply", f'reference = "N/2"\ndated = {TODAY}\nanswers = "N/1"', case)
    short = gb.submit(arrangement(5999), BY, kind="equipment/arrangement", case=case, ok=False)
    assert [each["rule"] for each in short["findings"]] == ["equipment.cost_shares.not_the_whole"]
    _both(gb, jp, "arrangement", arrangement(6000), case)
    _both(jp, gb, "agree_arrangement", "", case)
    days = f"from_day = {TODAY}\nto_day = {TODAY}"
    _both(gb, jp, "phase", f'phase = 1\nform = "study"\n{days}\ncriteria = ["results_shared"]', case)
    _both(jp, gb, "agree_step", "", case)
    _both(gb, jp, "cost", 'amount = "100.01 GBP"\nphase = 1\nsort = "labour"\nreference = "V-1"', case)
    for desk in pair:
        assert desk.json("case", "show", "GB-P-1")["state"] == "active"
        said = desk.run("case", "show", "GB-P-1", lang="ja").output
        assert "共同事業" in said
        assert "費用の登録" in said
    (owed,) = jp.json("statement", "--as-of", TODAY)["debts"]
    assert (owed["debtor"], owed["account"], owed["commodity"]) == ("JP", "project-share", "GBP")
    assert Decimal(owed["open"]) == Decimal(40)
