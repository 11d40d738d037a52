"""An opportunity and a joint project written in the pages, in both languages: the form alone has to be enough."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from tests.doors.web.test_api import Caller
from tests.doors.web.writing import Form, Writer, findings
from tests.packs import base_equipment
from tests.packs.base_equipment import FACTORS, TERMS

GB = {"desk": "TRIAL"}


@pytest.fixture
def offices(gb, jp, client_of):
    """A project officer of each side at a browser: London in English, Tokyo in Japanese."""
    return Writer(client_of("projects"), "en"), Writer(client_of("projects", jp), "ja")


def words(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def answers(*, unknown: str = "") -> dict[str, str]:
    """Yes to all six factors but one."""
    return {
        f"body__factors__{place}__answer": "unknown" if name == unknown else "yes" for place, name in enumerate(FACTORS)
    }


def opened(world, offices) -> bytes:
    """An opportunity that both have opened and that leads to a project."""
    london, tokyo = offices
    closes = (world.today + timedelta(days=60)).isoformat()
    case = london.write(
        None, "equipment/opportunity", **GB, body__number="GB-O-1", body__area="cbrn_protection", body__closes=closes,
        body__forms="research", text__1="Suits and detectors",
    )  # fmt: skip
    world.exchange()
    tokyo.write(case, "equipment/open_to_industry", **GB, body__reference="ATLA/26/14")
    world.exchange()
    tokyo.write(case, "equipment/interest", **GB, body__firm="JP-FIRM-7", body__form="lead_firm", text__8="Example")
    world.exchange()
    london.write(case, "equipment/close", **GB, body__leads_to="project", body__reason="enough_firms")
    world.exchange()
    return case


def proposed(world, offices) -> bytes:
    """A project that comes of it."""
    london, _ = offices
    opportunity = opened(world, offices)
    closed = world.gb.case(opportunity).head.placed.digest
    assert closed.hex() in london.get("/write/equipment/project")
    case = london.write(
        None, "equipment/project", **GB, **answers(), body__number="GB-P-1", body__area="cbrn_protection",
        body__form="research", cites=[closed.hex()], text__1="Protection against CBRN hazards",
    )  # fmt: skip
    world.exchange()
    return case


def arranged(world, offices) -> bytes:
    """A project that runs, in its first phase."""
    london, tokyo = offices
    case, today = proposed(world, offices), world.today
    tokyo.write(case, "equipment/determine", **GB, **answers(), body__reference="ATLA/26/31")
    world.exchange()
    london.write(case, "equipment/diplomatic_note", **GB, body__reference="BE/26/112", body__dated=today.isoformat())
    world.exchange()
    form = Form(tokyo.get(f"/cases/{case.hex()}/write/equipment/diplomatic_reply"))
    assert form.fields["body.answers"] == "BE/26/112"
    tokyo.write(case, "equipment/diplomatic_reply", **GB, body__reference="MOFA/26/87", body__dated=today.isoformat())
    world.exchange()
    london.write(case, "equipment/arrangement", **GB, **arrangement(today))
    world.exchange()
    tokyo.write(case, "equipment/agree_arrangement", **GB)
    world.exchange()
    london.write(
        case, "equipment/phase", **GB, body__form="study", body__from_day=today.isoformat(),
        body__to_day=(today + timedelta(days=300)).isoformat(), body__criteria=["requirement_met", "results_shared"],
    )  # fmt: skip
    world.exchange()
    tokyo.write(case, "equipment/agree_step", **GB)
    world.exchange()
    return case


def arrangement(today) -> dict[str, object]:
    """Sixty to forty, under a ceiling in each currency."""
    return {
        "body__reference": "PA/26/1", "body__authorities": "GB-MOD\nJP-MOD\nJP-METI",
        "body__items__0__number": "1", "body__items__0__what": "prototype", "body__items__0__done_by": "GB",
        "body__items__0__done_for": "JP",
        "body__terms": list(TERMS),
        "body__cost_shares__0__party": "GB", "body__cost_shares__0__basis_points": "6,000",
        "body__cost_shares__1__party": "JP", "body__cost_shares__1__basis_points": "４０００",
        "body__work_shares__0__party": "GB", "body__work_shares__0__basis_points": "10000",
        "body__ceilings__0__most__amount": "500", "body__ceilings__0__most__currency": "GBP",
        "body__ceilings__1__most__amount": "95000", "body__ceilings__1__most__currency": "JPY",
        "body__from_day": today.isoformat(), "body__to_day": (today + timedelta(days=700)).isoformat(),
    }  # fmt: skip


def test_from_the_opportunity_to_its_project_and_what_the_page_shows_at_a_glance(world, offices):
    london, tokyo = offices
    case = arranged(world, offices)
    london.write(
        case, "equipment/cost", **GB, body__amount__amount="100.01", body__amount__currency="GBP", body__sort="labour",
        body__reference="V-1",
    )  # fmt: skip
    world.exchange()
    tokyo.write(case, "equipment/participant", **GB, body__firm="JP-FIRM-7", body__country="JP",
                body__role="lead_firm", text__8="Example Works")  # fmt: skip
    world.exchange()
    said = words(london.get(f"/cases/{case.hex()}"))
    for shown in (
        "running", "Shares agreed and incurred", "60.01", "40.00", "-40.00", "Phases and gates", "study",
        "requirement met", "Participants", "JP-FIRM-7", "leading firm", "BE/26/112", "MOFA/26/87", "PA/26/1",
        "Costs and contributions", "V-1", "share of cost due", "gate of a phase",
    ):  # fmt: skip
        assert shown in said, shown
    told = words(tokyo.get(f"/cases/{case.hex()}"))
    for shown in (
        "実施中",
        "分担の合意及び実績",
        "段階及び移行審査",
        "参加企業等",
        "主たる企業",
        "口上書",
        "費用及び分担金",
        "労務費",
    ):
        assert shown in told, shown
    assert not re.search(r"Factor\(|Share\(|datetime|Decimal", said + told)
    assert world.same()


def test_a_factor_left_open_is_refused_with_the_article_in_both_languages(world, offices):
    london, tokyo = offices
    case = proposed(world, offices)
    answer = tokyo.checked(
        f"/cases/{case.hex()}/write/equipment/determine", **GB, **answers(unknown="commercial_viability")
    )
    told = findings(answer.content.decode())
    assert "JPが回答していない要素がある: 商業上の実行可能性" in told
    assert world.jp.case(case).state == "proposed"
    early = london.checked(f"/cases/{case.hex()}/write/equipment/diplomatic_note", **GB, body__reference="N",
                           body__dated=world.today.isoformat())  # fmt: skip
    assert "error-summary" in early.content.decode()


def test_shares_that_do_not_add_up_are_refused_and_nothing_typed_is_lost(world, offices):
    london, tokyo = offices
    case = proposed(world, offices)
    tokyo.write(case, "equipment/determine", **GB, **answers())
    world.exchange()
    today = world.today.isoformat()
    london.write(case, "equipment/diplomatic_note", **GB, body__reference="BE/26/112", body__dated=today)
    world.exchange()
    tokyo.write(case, "equipment/diplomatic_reply", **GB, body__reference="MOFA/26/87", body__dated=today)
    world.exchange()
    wrong = arrangement(world.today) | {"body__cost_shares__1__basis_points": "3999"}
    answer = london.checked(f"/cases/{case.hex()}/write/equipment/arrangement", **GB, **wrong)
    page = answer.content.decode()
    assert "9999 basis points, not 10000" in findings(page)
    assert Form(page).fields["body.cost_shares.1.basis_points"] == "3999"
    assert "PA/26/1" in page


def test_a_project_stands_in_the_list_of_equipment_and_among_what_can_be_begun(world, offices):
    london, tokyo = offices
    case = proposed(world, offices)
    assert "equipment/project" in london.get("/begin")
    page = london.get("/orders?room=equipment")
    assert case.hex() in page
    assert "joint project" in words(page).lower()
    assert case.hex() in tokyo.get("/")


def test_several_codes_are_chosen_by_boxes_and_come_back_as_they_were_chosen(world, offices):
    london, _ = offices
    case = arranged(world, offices)
    form = Form(london.get(f"/cases/{case.hex()}/write/equipment/amend_arrangement"))
    assert form.fields["body.terms"] == list(TERMS)
    assert form.fields["body.ceilings.1.most.amount"] == "95000"
    answer = london.checked(
        f"/cases/{case.hex()}/write/equipment/amend_arrangement", **GB, body__terms=[*TERMS[:2], "joint_patents"],
        body__reference="PA/26/2", body__reason="scope",
    )  # fmt: skip
    page = answer.content.decode()
    assert "no_third_party_without_consent" not in findings(page)
    assert "同意のない第三者移転の禁止" not in findings(page)
    assert "nothing to third parties without consent" in findings(page)
    assert Form(page).fields["body.terms"] == ["project_use_only", "un_charter", "joint_patents"]
    bare = london.checked(
        f"/cases/{case.hex()}/write/equipment/gate", **GB, body__result="gate_failed"
    )  # fmt: skip
    assert "passphrase" in bare.content.decode()


def test_projects_at_a_glance_in_both_languages(world, offices, client_of):
    london, tokyo = offices
    case = arranged(world, offices)
    london.write(
        case, "equipment/cost", **GB, body__amount__amount="100.01", body__amount__currency="GBP", body__sort="labour",
        body__reference="V-1",
    )  # fmt: skip
    world.exchange()
    said = words(london.get("/equipment/projects"))
    for shown in (
        "GB-P-1",
        "running",
        "BE/26/112 / MOFA/26/87",
        "0 of 1 passed",
        "60.01",
        "-40",
        "95,000",
        "study",
        "to pass",
    ):
        assert shown in said, (shown, said)
    told = words(tokyo.get("/equipment/projects"))
    for shown in ("共同事業", "実施中", "1段階中0段階で合格", "化学・生物・放射線・核防護", "調査"):
        assert shown in told, shown
    assert case.hex() in london.get("/equipment/projects")
    assert client_of("witness").get("/equipment/projects").status_code == 403
    assert "/equipment/projects" in london.get("/")


def test_a_project_that_may_not_be_seen_is_not_there(world, offices):
    """A marked project is on no page of somebody whose account sees nothing classified."""
    london, _ = offices
    proposed(world, offices)
    secret = world.gb.must(
        "equipment/project", base_equipment.proposal(world.today), "projects",
        label=("GB-GSC", "2014-04-02", "SECRET"),
    ).case  # fmt: skip
    page = london.get("/equipment/projects")
    assert "GB-P-1" in page
    assert secret.hex() not in page
    assert "GB-DES-26-P-001" not in page


def test_a_national_system_proposes_a_project_and_is_told_of_it(world, gb):
    caller = Caller(gb, "projects", ("project_officer",))
    body = {
        "on": world.today.isoformat(), "number": "GB-P-9", "area": "cbrn_protection", "form": "research",
        "factors": [{"factor": name, "answer": "yes"} for name in FACTORS], "partners": ["IT"],
    }  # fmt: skip
    act = {"kind": "equipment/project", "desk": "TRIAL", "body": body, "passphrase": caller.passphrase}
    refused = caller.post("/acts", act, "p-1")
    assert refused.status_code == 422
    assert refused.json()["findings"][0]["article"] == "decf:partners"
    assert "同意を要する" in refused.json()["findings"][0]["ja"]
    signed = caller.post("/acts", act | {"body": body | {"consenting": ["GB", "IT", "JP"]}}, "p-2")
    assert signed.status_code == 201, signed.content
    told = caller.get(f"/cases/{signed.json()['case']}").json()
    assert told["acts"][0]["kind"] == "equipment/project"
    assert told["state"] == "proposed"
