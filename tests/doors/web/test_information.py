"""An item registered, sent and received in the pages alone: London in English, Tokyo in Japanese."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from tests.doors.web.people import account_of
from tests.doors.web.test_api import Caller
from tests.doors.web.writing import Form, Writer
from warifu.doors.web.forming import filling_information
from warifu.node import national
from warifu.node.drafting import Draft
from warifu.record import queries_information
from warifu.rooms.information.acts import house as acts
from warifu.rooms.information.acts import item
from warifu.rooms.information.rows_item import custody_of

CIRCLE = "exercise:VIGILANT-26"
LABEL = ("GB-GSC", "2014-04-02", "SECRET")
CLEARED = {
    "GB": ("UKSV", "GB-MOD", "SC", item.Marking(*LABEL)),
    "JP": ("JP-MOD", "JP-MOD", "SHITEI", item.Marking("JP-HIMITSU", "2013-07-04", "極秘")),
}
ITEM = {
    "desk": "CALDER", "body__number": "GB-S-26-0001", "body__form": "document", "body__originator": "GB-MOD",
    "body__marking__scheme": LABEL[0], "body__marking__version": LABEL[1], "body__marking__written": LABEL[2],
    "body__purpose": CIRCLE, "body__copies__0__copy": "1", "body__copies__0__pages": "12",
    "text__1": "Plan for the sea phase", "text__2": "MARLIN GATE",
}  # fmt: skip
SENT = {
    "desk": "CALDER", "body__package": "GB-P-1", "body__copies": "1", "body__to": "HAYASE",
    "body__channel": "courier", "body__seals": "A1\nA2",
}  # fmt: skip
RECEIVED = {
    "desk": "HAYASE", "body__package": "GB-P-1", "body__condition": "intact", "body__copies__0__copy": "1",
    "body__copies__0__pages": "12", "body__seals": "A1、A2", "body__marking__scheme": "JP-HIMITSU",
    "body__marking__version": "2013-07-04", "body__marking__written": "極秘",
    "body__marking__mapped_by": "isa.eq.gsc.secret.2014", "body__marking__ruled_by": "JP-007",
}  # fmt: skip


def clear(house, person):
    """Put on record at home that a person is cleared and needs to know."""
    today = house.world.today
    first, last = today - timedelta(days=30), today + timedelta(days=300)
    attested = acts.Attestation(today, person, *CLEARED[house.party], first, last)
    needed = acts.Need(today, person, CIRCLE, first, last, briefed_on=first)
    for kind, body in (("attestation", attested), ("need", needed)):
        draft = Draft(kind=f"information/{kind}", body=body, desk="TRIAL")
        outcome = national.enter(house.half.node, house.half.peer, [draft], house.half.officers["security"])[0]
        assert outcome.ok, outcome.ruling


@pytest.fixture
def registrars(world, gb, jp, client_of):
    """The registrars of both sides, cleared for SECRET and with a need to know; Tokyo reads Japanese."""
    made = {}
    for house, language in ((gb, "en"), (jp, "ja")):
        account = account_of(house, "registrar")
        account.ceiling = "|".join(LABEL if house.party == "GB" else ("JP-HIMITSU", "2013-07-04", "極秘"))
        account.save()
        clear(house, account.person)
        made[house.party] = Writer(client_of("registrar", house), language)
    return made


def test_an_item_goes_from_london_to_tokyo_in_the_pages_alone(registrars, world, gb, jp):
    london, tokyo = registrars["GB"], registrars["JP"]
    case = london.write(None, "information/register", **ITEM)
    assert gb.half.case(case).line[0].placed.act.label == LABEL
    world.exchange()
    london.write(case, "information/dispatch", **SENT)
    world.exchange()
    dispatch = gb.half.case(case).of_nature("fact")[0].placed
    assert dispatch.act.label == LABEL
    page = tokyo.get(f"/cases/{case.hex()}")
    assert "秘密情報" in page
    assert "送達書" in page
    tokyo.write(case, "information/receipt", cites=[dispatch.digest.hex()], **RECEIVED)
    world.exchange()
    for half in (gb.half, jp.half):
        copy = custody_of(half.case(case)).copies[0]
        assert (copy.now.status, copy.now.party) == ("held", "JP")
        assert all(not stand.ruling for stand in half.case(case).stands.values())
    assert "held JP 1" in london.get("/register/")
    stated = tokyo.write(None, "information/holdings", desk="HAYASE", body__number="JP-H-26-1")
    world.exchange()
    told = gb.half.case(stated)
    assert [(each.number, each.copies) for each in told.terms.held] == [("GB-S-26-0001", ("1",))]
    assert told.line[0].placed.act.label == LABEL
    london.write(stated, "information/accept_holdings", desk="CALDER")
    world.exchange()
    assert jp.half.case(stated).state == "accepted"


def test_a_loss_fills_in_the_report_to_its_originator(registrars, world, gb, jp):
    london, tokyo = registrars["GB"], registrars["JP"]
    case = london.write(None, "information/register", **ITEM)
    world.exchange()
    london.write(case, "information/dispatch", **SENT)
    world.exchange()
    dispatch = gb.half.case(case).of_nature("fact")[0].placed
    tokyo.write(case, "information/receipt", cites=[dispatch.digest.hex()], **RECEIVED)
    lost = {"desk": "HAYASE", "body__copies": "1", "body__circumstances": "muster"}
    tokyo.write(case, "information/missing", **lost)
    world.exchange()
    page = tokyo.get(f"/cases/{case.hex()}")
    (address,) = re.findall(r'href="(/write/information/incident\?cite=[0-9a-f]{64})"', page)
    assert "/write/information/incident?cite=" not in london.get(f"/cases/{case.hex()}")
    form = Form(tokyo.get(address))
    told = {name.removeprefix("body."): value.strip() for name, value in form.fields.items() if type(value) is str}
    assert (told["what"], told["circle"], told["touched.0.copies"]) == ("loss", CIRCLE, "1")
    assert told["marking.written"] == LABEL[2]
    tokyo.world.wait(60)
    review = tokyo.checked(address, desk="HAYASE", body__number="JP-I-1")
    report = bytes.fromhex(tokyo.sign(review).redirect_chain[-1][0].partition("/cases/")[2][:64])
    world.exchange()
    assert gb.half.case(report).terms.touched[0].copies == ("1",)
    assert all(not stand.ruling for stand in gb.half.case(report).stands.values())
    strange = "0" * 64
    assert not Form(tokyo.get(f"/write/information/incident?cite={strange}")).fields.get("body.circle", "").strip()


def test_what_is_held_is_stated_in_as_many_parts_as_it_takes(registrars, world, gb, jp, monkeypatch):
    monkeypatch.setattr(filling_information, "MAX_ITEMS", 1)
    london, tokyo = registrars["GB"], registrars["JP"]
    for number in ("GB-S-26-0001", "GB-S-26-0003"):
        case = london.write(None, "information/register", **(ITEM | {"body__number": number}))
        world.exchange()
        package = f"P-{number[-1]}"
        london.write(case, "information/dispatch", **(SENT | {"body__package": package}))
        world.exchange()
        dispatch = gb.half.case(case).of_nature("fact")[0].placed.digest.hex()
        tokyo.write(case, "information/receipt", cites=[dispatch], **(RECEIVED | {"body__package": package}))
        world.exchange()
    stated = [tokyo.write(None, "information/holdings", desk="HAYASE", body__number=f"JP-H-{part}") for part in (1, 2)]
    world.exchange()
    told = [gb.half.case(each).terms for each in stated]
    assert [(each.part, each.parts, [line.number for line in each.held]) for each in told] == [
        (1, 2, ["GB-S-26-0001"]), (2, 2, ["GB-S-26-0003"]),
    ]  # fmt: skip
    assert queries_information.compare(gb.half.node.store, "GB-JP", stated[1]) == []


def said(page):
    """What a page says, as plain text."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_what_the_register_forbids_is_said_in_both_languages(registrars, world, gb):
    london, tokyo = registrars["GB"], registrars["JP"]
    case = london.write(None, "information/register", **ITEM)
    world.exchange()
    london.write(case, "information/dispatch", **SENT)
    world.exchange()
    page = london.checked(f"/cases/{case.hex()}/write/information/dispatch", **(SENT | {"body__package": "GB-P-2"}))
    assert "copy 1 is not in this side's hands" in said(page)
    burnt = {"desk": "HAYASE", "body__copies": "1", "body__method": "shredding"}
    page = tokyo.checked(f"/cases/{case.hex()}/write/information/destruction", **burnt)
    assert "写し1は自国の保有にない" in said(page)


def test_every_form_of_an_item_opens_with_its_words(registrars, world, gb):
    london, tokyo = registrars["GB"], registrars["JP"]
    case = london.write(None, "information/register", **ITEM)
    world.exchange()
    page = tokyo.get(f"/cases/{case.hex()}/write/information/receipt")
    assert Form(page).action
    assert "包装の状態" in page
    assert "確認した封印番号" in page
    page = london.get(f"/cases/{case.hex()}/write/information/regrade")
    assert "Reference of the notice in writing" in page


def test_a_program_enters_an_item_under_its_label_alone(registrars, gb):
    caller = Caller(gb, "registrar")
    body = {
        "on": str(gb.world.today), "number": "GB-S-26-0002", "form": "document", "originator": "GB-MOD",
        "marking": dict(zip(("scheme", "version", "written"), LABEL, strict=True)), "purpose": CIRCLE,
        "copies": [{"copy": "1", "pages": 12}],
    }  # fmt: skip
    written = {
        "kind": "information/register", "desk": "TRIAL", "body": body, "passphrase": caller.passphrase,
        "texts": {"1": "Plan for the sea phase"},
    }  # fmt: skip
    refused = caller.post("/acts", written | {"label": []}, "k1")
    assert "isa.label.too_low" in refused.content.decode()
    signed = caller.post("/acts", written, "k2")
    assert signed.status_code == 201, signed.content
    case = gb.half.case(bytes.fromhex(signed.json()["case"]))
    assert (case.terms.number, case.line[0].placed.act.label) == ("GB-S-26-0002", LABEL)
