"""A visit is asked for and approved in the pages, an incident is told and answered, in English and in Japanese."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.doors.web.people import account_of, visit
from tests.doors.web.test_registry import CIRCLE, LABEL, register
from tests.doors.web.writing import Form, Writer, findings
from tests.house_world import appoint
from warifu.node import national
from warifu.node.drafting import Draft
from warifu.rooms.information.acts import house as national_acts
from warifu.rooms.information.acts.item import Marking

SECRET = {"scheme": "GB-GSC", "version": "2014-04-02", "written": "SECRET"}


@pytest.fixture
def offices(gb, jp, client_of):
    """The security authority of each side at a browser: London in English, Tokyo in Japanese."""
    return Writer(client_of("security"), "en"), Writer(client_of("security", jp), "ja")


def cleared(house, person):
    """Put on record in Tokyo that a person is cleared for designated secrets and needs to know of the circle."""
    today = house.world.today
    first, last = today - timedelta(days=30), today + timedelta(days=300)
    marking = Marking("JP-TOKUTEI", "2014-12-10", "特定秘密")
    attested = national_acts.Attestation(today, person, "JP-MOD", "JP-MOD", "TEKISEI", marking, first, last)
    needed = national_acts.Need(today, person, CIRCLE, first, last, briefed_on=first)
    appoint(house.half, {"deputy": ("JP-199", ("security_authority",))})  # nobody attests himself
    for kind, body in (("attestation", attested), ("need", needed)):
        draft = Draft(kind=f"information/{kind}", body=body, desk="TRIAL")
        outcome = national.enter(house.half.node, house.half.peer, [draft], house.half.officers["deputy"])[0]
        assert outcome.ok, outcome.ruling


def _fields(world, **more):
    """What is typed into a request for visit of one person."""
    first, last = world.today + timedelta(days=30), world.today + timedelta(days=33)
    until = world.today + timedelta(days=300)
    typed = {
        "desk": "TRIAL", "body__number": "GB-V-1", "body__form": "one_time", "body__to": "TRIAL",
        "body__agency": "GB-MOD",
        "body__sites__0__site": "JP-YARD-1", "body__sites__0__country": "JP", "body__from_day": first.isoformat(),
        "body__to_day": last.isoformat(), "body__information": "document", "body__site_access": "controlled_area",
        "body__initiative": "government_asked", "body__programme": CIRCLE, "body__purpose": "design review",
        "body__security_officer": "GB-P-05", "body__certified_by": "GB-NSA", "body__certificate": "RFV/26/0117",
        "body__visitors__0__person": "GB-P-31", "body__visitors__0__nationality": "GB",
        "body__visitors__0__agency": "GB-MOD", "body__visitors__0__need": "programme",
        "body__visitors__0__attested__issuer": "GB-UKSV", "body__visitors__0__attested__agency": "GB-MOD",
        "body__visitors__0__attested__valid_to": until.isoformat(),
        **{f"body__marking__{name}": text for name, text in SECRET.items()},
        **{f"body__visitors__0__attested__marking__{name}": text for name, text in SECRET.items()},
        "text__5": "A. Example",
    }  # fmt: skip
    return typed | more


def test_a_visit_is_asked_for_in_english_and_approved_in_japanese(world, offices):
    london, tokyo = offices
    assert "information/visit_request" in london.get("/begin")
    case = london.write(None, "information/visit_request", **_fields(world))
    world.exchange()
    assert case.hex() in tokyo.get("/orders?room=information")
    page = tokyo.get(f"/cases/{case.hex()}")
    assert "訪問申請" in page
    assert "訪問の承認" in page
    assert "A. Example" in page
    assert "GB-P-31" in page
    assert "Attested(" not in page
    assert "datetime.date" not in page
    form = Form(tokyo.get(f"/cases/{case.hex()}/write/information/visit_approve"))
    assert form.fields["body.visitors.0.person"] == "GB-P-31"
    assert form.fields["body.marking.written"] == "SECRET"
    tokyo.write(
        case, "information/visit_approve", desk="TRIAL", body__reference="JP-SEC/26/88",
        body__visitors__0__ground="need_confirmed",
    )  # fmt: skip
    world.exchange()
    told = london.get(f"/cases/{case.hex()}")
    assert "approved by the host" in told
    assert "Visitors" in told
    assert "need to know confirmed" in told
    assert world.gb.case(case).state == world.jp.case(case).state == "authorised"
    assert world.same()


def test_a_visit_is_marked_as_what_is_said_of_it_and_so_is_all_that_follows(world, offices):
    london, tokyo = offices
    marked = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")
    form = london.get("/write/information/visit_request")
    assert 'value="GB-GSC|2014-04-02|OFFICIAL-SENSITIVE"' in form
    assert 'value="GB-GSC|2014-04-02|SECRET"' not in form, "beyond what this officer is cleared for"
    case = london.write(None, "information/visit_request", **_fields(world, label="|".join(marked)))
    world.exchange()
    assert world.jp.case(case).line[0].placed.act.label == marked
    assert "OFFICIAL-SENSITIVE" in tokyo.get(f"/cases/{case.hex()}")
    tokyo.write(case, "information/visit_ask", desk="TRIAL", body__elements="visitors")
    world.exchange()
    assert {stand.placed.act.label for stand in world.gb.case(case).stands.values()} == {marked}


@pytest.mark.parametrize(
    ("language", "said"), [("en", "by “rank” alone, which is no need to know"), ("ja", "理由は「階級」のみであり")]
)
def test_who_comes_by_rank_alone_is_refused_with_the_reason(world, client_of, language, said):
    london = Writer(client_of("security"), language)
    answer = london.checked("/write/information/visit_request", **_fields(world, body__visitors__0__need="rank"))
    assert said in findings(answer.content.decode())
    assert world.gb.node.store.run("SELECT COUNT(*) FROM information_visit") == [(0,)]


def test_home_shows_whose_move_a_visit_is_and_which_clock_runs(world, offices):
    london, tokyo = offices
    case = london.write(None, "information/visit_request", **_fields(world))
    world.exchange()
    world.wait(20 * 86_400)
    page = tokyo.get("/")
    assert case.hex() in page
    assert "訪問申請への回答" in page
    assert "訪問 · TRIAL" in page


def test_an_incident_stands_among_what_is_wrong_for_who_may_know_of_it_alone(world, gb, jp, client_of):
    item = register(world)
    world.exchange()
    account = account_of(jp, "security")
    account.ceiling = "|".join(LABEL)
    account.save()
    cleared(jp, account.person)
    tokyo = Writer(visit(jp, "security"), "ja")
    case = tokyo.write(
        None, "information/incident", desk="TRIAL", body__number="JP-I-1", body__what="loss", body__to="TRIAL",
        body__discovered_on=world.today.isoformat(), body__circle=CIRCLE, body__touched__0__cite=item.hex(),
        body__touched__0__copies="1", text__9="金庫に所在しない",
        **{f"body__marking__{name}": text for name, text in SECRET.items()},
    )  # fmt: skip
    world.exchange()
    assert world.jp.case(case).stands[case].placed.act.label == LABEL
    assert "紛失" in tokyo.get(f"/cases/{case.hex()}")
    assert case.hex() in tokyo.get("/")
    outsider = client_of("liaison", jp)
    assert outsider.get(f"/cases/{case.hex()}").status_code == 404
    assert case.hex() not in outsider.get("/").content.decode()
