"""The register of classified information in the pages: on any date, as its reader sees it, as a file and on paper."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from tests.doors.web.people import account_of, visit
from tests.doors.web.test_api import Caller
from warifu.node import national
from warifu.node.drafting import Draft
from warifu.record import removals
from warifu.rooms.information.acts import house as national_acts
from warifu.rooms.information.acts import item as acts

SECRET = acts.Marking("GB-GSC", "2014-04-02", "SECRET")
LABEL = (SECRET.scheme, SECRET.version, SECRET.written)
GOKUHI = acts.Ruled("JP-HIMITSU", "2013-07-04", "極秘", "isa.eq.gsc.secret.2014", "GB-007")
CIRCLE = "exercise:VIGILANT-26"


def register(world, number="GB-S-26-0001", purpose=CIRCLE, title="Report on harbours"):
    """Enter an item of two copies at London; returns its case."""
    on = world.today - timedelta(days=5)
    body = acts.Register(
        on, number, "document", "GB-MOD", SECRET, purpose, (acts.Copy("1", 12), acts.Copy("2", 12)), GOKUHI
    )
    texts = {1: title, 2: "Depths at the northern quay"}
    outcome = world.gb.must("information/register", body, "registrar", label=LABEL, texts=texts)
    return outcome.case


def send(world, case, package="P-1"):
    body = acts.Dispatch(world.today, package, ("1",), "HAYASE", "diplomatic_bag", seals=("S-77",))
    world.gb.must("information/dispatch", body, "registrar", case=case, label=LABEL)


def clear(house, person, circle=CIRCLE):
    """Put on record at home that a person is cleared for SECRET and needs to know of a circle."""
    today = house.world.today
    first, last = today - timedelta(days=30), today + timedelta(days=300)
    attested = national_acts.Attestation(today, person, "UKSV", "GB-MOD", "SC", SECRET, first, last)
    needed = national_acts.Need(today, person, circle, first, last, briefed_on=first)
    for kind, body in (("attestation", attested), ("need", needed)):
        draft = Draft(kind=f"information/{kind}", body=body, desk="TRIAL")
        outcome = national.enter(house.half.node, house.half.peer, [draft], house.half.officers["security"])[0]
        assert outcome.ok, outcome.ruling


@pytest.fixture
def registrar(world, gb):
    """A registrar of London who is cleared for SECRET and reads on the circle."""
    account = account_of(gb, "registrar")
    account.ceiling = "|".join(LABEL)
    account.save()
    clear(gb, account.person)
    return visit(gb, "registrar")


def test_the_register_says_where_each_copy_was_on_any_date(world, registrar):
    case = register(world)
    send(world, case)
    page = registrar.get("/register/").content.decode()
    assert "GB-S-26-0001" in page
    assert "Report on harbours" in page
    assert "Depths at the northern quay" not in page
    assert "SECRET" in page
    assert "極秘" in page
    assert "on its way, sent by GB 1" in page
    assert "held GB 1" in page
    before = (world.today - timedelta(days=2)).isoformat()
    assert "held GB 2" in registrar.get(f"/register/?on={before}").content.decode()
    earlier = (world.today - timedelta(days=9)).isoformat()
    assert "GB-S-26-0001" not in registrar.get(f"/register/?on={earlier}").content.decode()


def test_an_item_shows_its_copies_from_hand_to_hand(world, registrar):
    case = register(world)
    send(world, case)
    page = registrar.get(f"/register/{case.hex()}").content.decode()
    assert "P-1" in page
    assert page.count("on its way") == 2
    assert registrar.get(f"/register/{'0' * 64}").status_code == 404


def test_who_does_not_need_to_know_finds_nothing(world, gb, registrar):
    known = register(world)
    hidden = register(world, "GB-S-26-0002", "project:OTHER", "Report on rotors")
    page = registrar.get("/register/").content.decode()
    assert known.hex() in page
    assert "0002" not in page
    assert registrar.get(f"/register/{hidden.hex()}").status_code == 404
    assert "There is no item" in registrar.get("/register/?q=project").content.decode()
    assert "0001" not in visit(gb, "custodian").get("/register/").content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_the_register_leaves_as_a_file_and_that_is_noted(world, gb, registrar, kind):
    case = register(world)
    send(world, case)
    answer = registrar.get(f"/register/register.{kind}?form=document")
    assert answer.status_code == 200
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [(row["number"], row["copy"], row["party"]) for row in rows] == [
            ("GB-S-26-0001", "1", "GB"), ("GB-S-26-0001", "2", "GB"),
        ]  # fmt: skip
    elif kind == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        assert book.get_sheet_by_index(0).to_python()[1][0] == "GB-S-26-0001"
    else:
        assert answer.content.startswith(b"%PDF")
    noted = removals.copied(gb.half.node.store, "GB-JP")
    assert [each.who for each in noted] == ["gb-registrar"]
    assert noted[0].size == len(answer.content)


def test_a_register_that_is_too_long_for_its_form_is_refused_and_says_so(world, registrar, monkeypatch):
    from warifu.doors import registry

    register(world)
    register(world, "GB-S-26-0003")
    monkeypatch.setitem(registry.MOST_LINES, "pdf", 1)
    answer = registrar.get("/register/register.pdf")
    assert answer.status_code == 422
    assert "more than 1 items" in answer.content.decode()


def test_the_register_reads_in_japanese(world, registrar):
    register(world)
    page = registrar.get("/register/", HTTP_ACCEPT_LANGUAGE="ja").content.decode()
    assert "秘密情報登録簿" in page
    assert "保有" in page


def test_the_api_gives_the_register_and_an_item_as_its_officer_sees_them(world, gb, registrar):
    caller = Caller(gb, "registrar")
    known = register(world)
    hidden = register(world, "GB-S-26-0002", "project:OTHER")
    send(world, known)
    page = caller.get("/items").json()
    assert [each["number"] for each in page["items"]] == ["GB-S-26-0001"]
    assert [(each["copy"], each["status"]) for each in page["items"][0]["copies"]] == [("1", "transit"), ("2", "held")]
    told = caller.get(f"/items/{known.hex()}").json()
    assert [each["status"] for each in told["history"]] == ["held", "transit", "held"]
    unseen, unknown = (caller.get(f"/items/{each}") for each in (hidden.hex(), "0" * 64))
    assert (unseen.status_code, unknown.status_code) == (404, 404)
    assert unseen.json().keys() == unknown.json().keys()


def test_home_and_the_api_tell_when_what_is_held_is_to_be_stated(world, gb, registrar):
    case = register(world, "GB-S-26-0088")
    send(world, case, "P-88")
    world.exchange()
    sent = next(s for s in world.jp.case(case).of_nature("fact"))
    cited = {"case": case, "label": LABEL, "cites": (sent.placed.digest,), "desk": "HAYASE"}
    got = acts.Receipt(world.today, "P-88", "intact", (acts.Copy("1", 12),), ("S-77",), GOKUHI)
    world.jp.must("information/receipt", got, "registrar", **cited)
    world.exchange()
    page = registrar.get("/").content.decode()
    assert 'id="returns"' in page
    assert "Yearly returns of what is held" in page
    assert "none yet" in page
    [told] = Caller(gb, "registrar").get("/status").json()["returns"]
    assert (told["holder"], told["originator"], told["due"][5:], told["statement"]) == ("JP", "GB", "03-31", "")
    assert 'id="returns"' not in visit(gb, "finance").get("/").content.decode()


def test_the_api_labels_a_draft_as_what_it_speaks_of_or_refuses_it(world, gb, registrar):
    case = register(world, "GB-S-26-0099")
    world.exchange()
    caller = Caller(gb, "registrar")
    note = {"kind": "information/note", "desk": "TRIAL", "body": {"on": str(world.today), "about": "discrepancy"}}
    passed = {"passphrase": caller.passphrase}
    signed = caller.post("/acts", note | passed | {"case": case.hex()}, "labelled")
    assert signed.status_code == 201, signed.content
    act = bytes.fromhex(signed.json()["act"])
    assert world.gb.case(case).stands[act].placed.act.label == LABEL
    asked = {
        "number": "GB-C-9", "use": "reproduction", "count": 1, "purpose": CIRCLE, "on": str(world.today),
        "until": str(world.today + timedelta(days=9)),
    }  # fmt: skip
    draft = {"kind": "information/consent_request", "desk": "TRIAL", "body": asked}
    for cites in ([], ["ab" * 32]):
        refused = caller.post("/drafts/check", draft | {"cites": cites})
        assert (refused.status_code, refused.json()["code"]) == (422, "form.no_label")
    assert caller.post("/drafts/check", draft | {"label": []}).status_code == 200
