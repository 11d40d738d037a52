"""``warifu information``, ``muster`` and ``vault`` as they are typed: from a copy received to its file destroyed."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from tests.doors import test_cli
from tests.doors.paper.pages import bare
from tests.doors.test_cli import JAPANESE, TODAY, Desk, carry, introduced
from warifu.core.errors import ValueTroubleError
from warifu.doors.cli.mustering import numbers_of
from warifu.node.keystore import Keystore

PLAN = b"the plan itself"
SECRET = '["GB-GSC", "2014-04-02", "SECRET"]'
HIMITSU = '{scheme = "JP-HIMITSU", version = "2013-07-04", written = "極秘"}'
MORE = {"registrar": ("registrar",), "security": ("security_authority",), "keeper": ("custodian", "witness")}


@pytest.fixture(scope="module")
def jp(tmp_path_factory):
    """JP, holding copy 2 of a British plan."""
    with pytest.MonkeyPatch.context() as patch:
        real = Keystore.__init__
        patch.setattr(Keystore, "__init__", lambda self, *told: real(self, *told[:3], 10))
        for name, roles in MORE.items():
            patch.setitem(test_cli.ROLES, name, roles)
        gb, jp = introduced(tmp_path_factory)
        jp.people = {name: f"JP-{number}" for number, name in enumerate(test_cli.ROLES, 1)}
        item = _sent(gb, jp)
        jp.item, jp.plan = item, jp.home / "plan.pdf"
        jp.plan.write_bytes(PLAN)
        yield jp


def _act(desk: Desk, kind: str, body: str, by: str, **more: str):
    lines = [f'kind = "information/{kind}"', f"label = {SECRET}", *(f"{name} = {text}" for name, text in more.items())]
    file = desk.home / "information.toml"
    file.write_text("\n".join(lines) + f"\n[body]\non = {TODAY}\n{body}\n", encoding="utf-8")
    return desk.json("act", "submit", file, "--officer", by, "--desk", "HQ")


def _sent(gb: Desk, jp: Desk) -> str:
    gsc = '{scheme = "GB-GSC", version = "2014-04-02", written = "SECRET"}'
    item = _act(
        gb, "register",
        f'number = "GB-PLAN-1"\nform = "document"\noriginator = "GB-MOD"\nmarking = {gsc}\npurpose = "exercise:V"\n'
        'copies = [{copy = "1", pages = 3}, {copy = "2", pages = 3}]\n'
        f'content = "{hashlib.sha256(PLAN).hexdigest()}"', "registrar",
    )["case"]  # fmt: skip
    carry(gb, jp)
    sent = 'package = "P-1"\ncopies = ["2"]\nto = "HQ"\nchannel = "courier"\nseals = ["A1"]'
    dispatched = _act(gb, "dispatch", sent, "registrar", case=f'"{item}"')["act"]
    carry(gb, jp)
    ruled = HIMITSU[:-1] + ', mapped_by = "isa.eq.gsc.secret.2014", ruled_by = "JP-1"}'
    got = 'package = "P-1"\ncondition = "intact"\ncopies = [{copy = "2", pages = 3}]\nseals = ["A1"]\n'
    got += f"marking = {ruled}"
    _act(jp, "receipt", got, "registrar", case=f'"{item}"', cites=f'["{dispatched}"]')
    carry(jp, gb)
    return item


def enter(jp: Desk, kind: str, body: str, by: str = "security", *, ok: bool = True, **more: str):
    lines = [f'kind = "information/{kind}"', *(f"{name} = {text}" for name, text in more.items())]
    file = jp.home / "national.toml"
    file.write_text("\n".join(lines) + f"\n[body]\non = {TODAY}\n{body}\n", encoding="utf-8")
    return jp.json("information", "enter", file, "--officer", by, "--desk", "HQ", ok=ok)


def may_see(jp: Desk, *more: object, ok: bool = True, person: str = ""):
    return jp.json(
        "information", "may-see", "--person", person or jp.people["keeper"], "--agency", "JP-MOD",
        "--item", "GB-PLAN-1",
        "--copy", "2", "--purpose", "exercise:V", "--place", "R1", *more, ok=ok,
    )  # fmt: skip


def test_from_nobody_to_one_who_may_see(jp):
    refused = may_see(jp, ok=False)
    assert not refused["permitted"]
    assert {each["rule"] for each in refused["findings"]} == {
        "information.access.cleared", "information.access.need", "information.access.briefing",
        "information.access.place",
    }  # fmt: skip
    said = jp.run("information", "may-see", "--person", "X", "--agency", "JP-MOD", "--item", "GB-PLAN-1", "--copy", "2",
                  "--purpose", "exercise:V", "--place", "R1", lang="ja", ok=False).output  # fmt: skip
    assert JAPANESE.search(said)
    last, person = TODAY + timedelta(days=300), jp.people["keeper"]
    enter(
        jp, "attestation",
        f'person = "{person}"\nissuer = "JP-MOD-SEC"\nagency = "JP-MOD"\nclearance = "SHITEI"\nmarking = {HIMITSU}\n'
        f"valid_from = {TODAY}\nvalid_to = {last}",
    )  # fmt: skip
    enter(
        jp, "need",
        f'person = "{person}"\ncircle = "exercise:V"\nfrom_day = {TODAY}\nto_day = {last}\nbriefed_on = {TODAY}',
    )  # fmt: skip
    enter(
        jp, "place",
        f'place = "R1"\nagency = "JP-MOD"\nmarking = {HIMITSU}\nmedia = ["paper"]\nvalid_from = {TODAY}\n'
        f"valid_to = {last}",
    )  # fmt: skip
    assert may_see(jp) == {"permitted": True, "findings": [], "act": ""}


def test_what_is_not_here_is_answered_alike_however_it_is_named(jp):
    answers = [
        jp.json("information", "may-see", "--person", "X", "--agency", "A", "--item", item, "--copy", copy,
                "--purpose", "p", "--place", "R1", ok=False)
        for item, copy in (("GB-NOTHING", "1"), ("ff" * 32, "1"), ("GB-PLAN-1", "77"))
    ]  # fmt: skip
    assert answers[0] == answers[1] == answers[2]
    assert [each["rule"] for each in answers[0]["findings"]] == ["information.access.unknown"]


def test_a_refused_clearance_says_why(jp):
    refused = enter(
        jp, "attestation",
        f'person = "P"\nissuer = "I"\nagency = "A"\nclearance = "DV"\nmarking = {HIMITSU}\nvalid_from = {TODAY}\n'
        f"valid_to = {TODAY}", ok=False,
    )  # fmt: skip
    assert [each["rule"] for each in refused["findings"]] == ["isa.attestation.clearance_unknown"]


def _unlabelled(desk, kind, body, *how, ok=True, by="registrar", **more):
    lines = [f'kind = "information/{kind}"', *(f"{name} = {text}" for name, text in more.items())]
    file = desk.home / "unlabelled.toml"
    file.write_text("\n".join(lines) + f"\n[body]\non = {TODAY}\n{body}\n", encoding="utf-8")
    return desk.json(*how, file, "--officer", by, "--desk", "HQ", ok=ok)


def test_a_draft_without_a_label_bears_that_of_what_it_speaks_of(jp):
    submit = ("act", "submit")
    noted = _unlabelled(jp, "muster_result", 'muster = "JP-M-9"\nsighted = ["2"]', *submit, case=f'"{jp.item}"')
    acts = {each["digest"]: each for each in jp.json("case", "show", jp.item)["acts"]}
    assert noted["act"] in acts
    label = jp.json("label", "act", noted["act"])
    assert "SECRET" in str(label)
    asked = 'number = "JP-C-1"\nuse = "third_government"\ncount = 1\npurpose = "exercise:V"\nrecipient = "AU"\n'
    asked += f"until = {TODAY + timedelta(days=30)}"
    root = _unlabelled(jp, "consent_request", asked, *submit, cites=f'["{jp.item}"]')
    assert "SECRET" in str(jp.json("label", "act", root["act"]))


@pytest.mark.parametrize("more", [{}, {"cites": f'["{"ab" * 32}"]'}])
def test_where_no_label_can_be_known_the_draft_is_refused(jp, more):
    asked = 'number = "JP-C-2"\nuse = "third_government"\ncount = 1\npurpose = "x"\nrecipient = "AU"\n'
    asked += f"until = {TODAY + timedelta(days=30)}"
    assert _unlabelled(jp, "consent_request", asked, "act", "submit", ok=False, **more)["error"] == "form.no_label"
    refused = _unlabelled(jp, "consent_request", asked, "act", "submit", ok=False, label="[]", **more)
    assert "error" not in refused  # what is written is taken as it is, and judged


def test_a_custodian_is_entered_under_the_marking_of_the_item(jp):
    body = f'item = "{jp.item}"\ncopy = "2"\nperson = "{jp.people["keeper"]}"\nplace = "R1"'
    entered = _unlabelled(jp, "custodian", body, "information", "enter", cites=f'["{jp.item}"]')
    begun = f'"{entered["case"]}"'
    moved = _unlabelled(jp, "custody_moved", 'place = "R2"', "information", "enter", case=begun, by="keeper")
    assert moved["signed"]


def test_a_muster_is_begun_ticked_and_closed(jp):
    begun = jp.json("muster", "begin", "JP-M-1", "--officer", "registrar", "--desk", "HQ")["case"]
    assert [line["copy"] for line in jp.json("muster", "show", begun)] == ["2"]
    again = jp.json("muster", "close", begun, "--officer", "registrar", "--desk", "HQ", ok=False)
    assert "isa.muster_closed.sheets_open" in {each["rule"] for each in again["findings"]}
    by = ("--officer", "keeper", "--desk", "HQ")
    jp.run("muster", "tick", begun, "--unseen", "1", *by)
    assert jp.json("muster", "list")[0]["unexplained"] == 1
    jp.run("muster", "tick", begun, "--seen", "1", *by)
    jp.run("muster", "close", begun, "--sheet", "1", "--officer", "registrar", "--desk", "HQ")
    jp.run("muster", "close", begun, "--officer", "registrar", "--desk", "HQ")
    jp.run("muster", "close", begun, "--countersign", *by)
    assert [(row["state"], row["sighted"]) for row in jp.json("muster", "list")] == [("countersigned", 1)]
    assert JAPANESE.search(jp.run("muster", "list", lang="ja").output)
    paper = jp.home / "muster.pdf"
    told = jp.json("muster", "report", begun, "--out", paper)
    assert (told["sighted"], told["explained"], told["open"]) == (1, 0, 0)
    assert "JP-M-1" in bare(paper.read_bytes())


def test_a_file_is_put_opened_on_a_decision_and_destroyed_with_its_witness(jp):
    kept = jp.json("vault", "put", jp.item, jp.plan)
    assert jp.json("vault", "list") == [kept]
    decision = may_see(jp, "--keep", "--officer", "registrar", "--desk", "HQ")["act"]
    to = jp.home / "opened.pdf"
    other = jp.json("vault", "open", decision, to, "--officer", "registrar", "--desk", "HQ", ok=False)
    assert "isa.opened.another_person" in {each["rule"] for each in other["findings"]}
    assert not to.exists()
    jp.run("vault", "open", decision, to, "--officer", "keeper", "--desk", "HQ")
    assert to.read_bytes() == PLAN
    assert to.stat().st_mode & 0o077 == 0
    destroy = ("vault", "destroy", "GB-PLAN-1", "--officer", "registrar", "--desk", "HQ")
    unwitnessed = jp.json(*destroy, ok=False)
    assert [each["rule"] for each in unwitnessed["findings"]] == ["isa.vault_destroyed.not_cited"]
    gone = _act(jp, "destruction", 'copies = ["2"]\nmethod = "shredding"', "registrar", case=f'"{jp.item}"')["act"]
    cited = {"case": f'"{jp.item}"', "cites": f'["{gone}"]'}
    witness = _act(jp, "witness", 'copies = ["2"]', "keeper", **cited)["act"]
    jp.run(*destroy, "--cites", witness)
    assert jp.json("vault", "list") == []


@pytest.mark.parametrize(("told", "found"), [("1-3,7", (1, 2, 3, 7)), ("", ()), ("4", (4,))])
def test_lines_are_read(told, found):
    assert numbers_of(told) == found


@pytest.mark.parametrize("told", ["x", "1-", "-1", "1-x", "１", "1-999999999999"])
def test_what_is_no_line_is_refused(told):
    with pytest.raises(ValueTroubleError):
        numbers_of(told)
