"""A transfer as it is typed: applied for by London, screened and decided in Tokyo, told in both languages."""

from __future__ import annotations

import pytest

from tests.doors import test_cli
from tests.doors.test_cli import TODAY, carry, introduced
from tests.doors.test_cli_projects import factors
from warifu.node.keystore import Keystore

BY = "exports"
NEXT = TODAY.replace(year=TODAY.year + 1, day=1)
DAYS = f"from_day = {TODAY}\nto_day = {NEXT}"
APPLICATION = f"""number = "GB-T-1"
end_use = "trial"
{DAYS}
items = [{{number = "SET-1", quantity = "8 SET", uk_entry = "ML7.f", jp_entry = "1-13"}}]
recipients = [{{number = "GB-CENTRE-1", country = "GB", role = "end_user"}}]
shares = [{{item = "SET-1", recipient = "GB-CENTRE-1", quantity = "8"}}]"""
POINTS = 'points = ["no_other_use", "no_third_party", "un_charter", "report_use", "allow_inspection"]'
UNDERTAKEN = f'form = "end_user_form"\nversion = "2024"\npost = "DIRECTOR"\nreference = "U/1"\n{POINTS}'
GRANTED = f"""reference = "D/1"
as_known_at = 2024-03-26
decided = [{{recipient = "GB-CENTRE-1", outcome = "granted", valid_from = {TODAY}, valid_to = {NEXT}}}]
granted = [{{item = "SET-1", recipient = "GB-CENTRE-1", quantity = "8"}}]"""
LINES = 'lines = [{item = "SET-1", recipient = "GB-CENTRE-1", quantity = "8"}]'


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two nations, each with an officer of projects and exports, and two who countersign; keys open quickly."""
    with pytest.MonkeyPatch.context() as patch:
        real = Keystore.__init__
        patch.setattr(Keystore, "__init__", lambda self, *told: real(self, *told[:3], 10))
        patch.setitem(test_cli.ROLES, BY, ("project_officer", "export_control_officer"))
        for name in ("adviser", "section", "bureau"):
            patch.setitem(test_cli.ROLES, name, ("committee_member",))
        yield introduced(tmp_path_factory)


def screen(desk, kind, body, officer=BY, *, ok=True, **head):
    """Enter an act of a screening written as TOML."""
    file = desk.home / "screen.toml"
    cites = head.pop("cites", "")
    lines = [f'kind = "equipment/{kind}"', *(f'{name} = "{value}"' for name, value in head.items())]
    lines += [f'cites = ["{cites}"]'] if cites else []
    file.write_text("\n".join(lines) + f"\n[body]\non = {TODAY}\n{body}\n", encoding="utf-8")
    return desk.json("equipment", "screen", file, "--officer", officer, "--desk", "HQ", ok=ok)


def test_a_transfer_is_typed_from_the_application_to_what_is_held(pair):
    gb, jp = pair
    project = gb.submit(
        f'number = "GB-P-7"\narea = "cbrn_protection"\nform = "research"\n{factors()}', BY, kind="equipment/project"
    )["case"]
    for one, other, kind, body in (
        (jp, gb, "determine", factors()),
        (gb, jp, "diplomatic_note", f'reference = "N/1"\ndated = {TODAY}'),
        (jp, gb, "diplomatic_reply", f'reference = "N/2"\ndated = {TODAY}\nanswers = "N/1"'),
    ):
        carry(other, one)
        reply = one.submit(body, BY, kind=f"equipment/{kind}", case=project)["act"]
        carry(one, other)
    carry(gb, jp)
    case = gb.submit(APPLICATION, BY, kind="equipment/transfer", cites=reply)["case"]
    gb.submit(UNDERTAKEN, BY, kind="equipment/undertaking", case=case)
    carry(gb, jp)
    early = jp.submit(GRANTED, BY, kind="equipment/decision", case=case, ok=False)
    assert [each["rule"] for each in early["own_law"]] == ["jp.transfer.screening.none"]

    begun = f'number = "JP-S-1"\ntransfer = "{case}"\ndue = {NEXT}'
    home = screen(jp, "screening", begun, cites=case)["case"]
    screen(jp, "ask_advice", f'department = "JP-MOD"\ndue = {NEXT}', case=home)
    screen(jp, "advice", 'department = "JP-MOD"\nopinion = "no_objection"', "adviser", case=home)
    own = screen(jp, "countersign", 'step = "section"', BY, case=home, ok=False)
    assert [each["rule"] for each in own["findings"]][-1] == "equipment.countersigned.who_prepared"
    for step in ("section", "bureau"):
        screen(jp, "countersign", f'step = "{step}"', step, case=home)
    result = 'results = [{recipient = "GB-CENTRE-1", outcome = "granted"}]\nas_known_at = 2024-03-26'
    screen(jp, "screened", result + "\n" + GRANTED.splitlines()[-1], case=home)
    assert jp.json("equipment", "screenings")[0]["state"] == "screened"
    assert "審査済み" in jp.run("equipment", "screenings", lang="ja").output
    assert gb.json("equipment", "screenings") == []

    jp.submit(GRANTED, BY, kind="equipment/decision", case=case)
    licence = f'recipients = ["GB-CENTRE-1"]\nvalid_from = {TODAY}\nvalid_to = {NEXT}\nreference = "EL-1"'
    jp.submit(licence, BY, kind="equipment/licence", case=case)
    shipped = jp.submit(LINES, BY, kind="equipment/shipment", case=case)["act"]
    carry(jp, gb)
    assert [each["under_way"] for each in gb.json("equipment", "under-way")] == ["8"]
    gb.submit(LINES, BY, kind="equipment/arrival", case=case, cites=shipped)
    assert [(each["held"], each["under_way"]) for each in gb.json("equipment", "held")] == [("8", "0")]
    assert gb.json("equipment", "held", "--recipient", "NOBODY") == []
    assert "GB-CENTRE-1" in gb.run("equipment", "held", lang="ja").output
    assert [each["what"] for each in gb.json("equipment", "ending", "--days", "800")] == ["transfer-valid", "licence"]
