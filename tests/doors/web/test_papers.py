"""Paper from the pages: forms printed by whoever may see the case; a photograph back to its act, and taken in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.doors.web.repairs import WORK, repaired_for
from tests.world import play_of
from warifu.core.money import Money
from warifu.doors.demo.play import Order, setting
from warifu.doors.paper import laying, press
from warifu.doors.web import words
from warifu.rooms.logistics.acts import Request


@pytest.fixture
def repaired(world) -> Order:
    """A repair by Japan for the United Kingdom, for yen."""
    return repaired_for(world, "GB")


def test_every_act_of_a_case_is_printed_from_its_page(client_of, gb, repaired):
    visit = client_of("finance_officer")
    page = visit.get(f"/cases/{repaired.case.hex()}").content.decode()
    links = [part.split('"', 1)[0] for part in page.split('href="') if "/form.pdf" in part.split('"', 1)[0]]
    assert len(links) >= 5
    for link in links:
        answer = visit.get(link)
        assert answer.status_code == 200, link
        assert answer.content.startswith(b"%PDF")
        assert "attachment" in answer["Content-Disposition"]


def test_the_forms_of_a_chain_are_offered_to_the_state_whose_they_are(client_of, gb, jp, repaired):
    invoice = repaired.bill(Money(Decimal(10_000), "JPY"), "NK-901")
    address = f"/cases/{repaired.case.hex()}"
    assert "form=pay-notice" in client_of("finance_officer", jp).get(address).content.decode()
    assert "form=pay-notice" not in client_of("finance_officer", gb).get(address).content.decode()
    form = f"{address}/acts/{invoice.hex()}/form.pdf?form="
    assert client_of("finance_officer", jp).get(form + "pay-notice").content.startswith(b"%PDF")
    assert client_of("finance_officer", gb).get(form + "pay-notice").status_code == 422
    assert client_of("finance_officer", gb).get(form + "nix").status_code == 422


def test_nobody_prints_what_is_not_theirs_to_see(client_of, repaired):
    first = f"/cases/{repaired.case.hex()}/acts/{repaired.case.hex()}/form.pdf"
    assert client_of("far").get(first).status_code == 404
    assert client_of("auditor").get(first).status_code == 200
    assert client_of("auditor").get(f"/cases/{repaired.case.hex()}/acts/{'0' * 64}/form.pdf").status_code == 404


def test_a_photograph_of_a_form_is_read_and_taken_in_ahead_of_its_place(client_of, gb, jp, world):
    world.exchange()
    play = play_of(world)
    body = Request(
        play.today, "GB-CALDER-26-0902", setting(play, "exercise", "JP"), "CALDER", "HAYASE", (WORK,), "cash",
        currency="JPY",
    )  # fmt: skip
    order = Order(play, play.gb, play.jp, body)
    order.case = play.act(play.gb, "orders", "request", body, desk="CALDER", cites=(play.activities["exercise"],))
    visit = client_of("ordering_officer", jp)
    found = ""
    for raw in press.pages(laying.sheet_of(gb.node, "JP", order.case, gb.clock()), 150):
        answer = visit.post("/paper/scan", {"picture": SimpleUploadedFile("form.png", raw, "image/png")})
        found = answer.content.decode() if answer.status_code == 200 else found
    assert words.catalogue()["papers.not_here"].en in found
    told = found.split('name="raw" value="', 1)[1].split('"', 1)[0]
    taken = visit.post("/paper/scan", {"raw": told})
    assert taken.status_code == 302, taken.content.decode()
    assert jp.half.case(order.case) is not None
    world.exchange()
    assert visit.post("/paper/scan", {"raw": told}).status_code in {302, 422}, "a second time changes nothing"
    assert jp.half.case(order.case).state == "requested"
    assert world.same()


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n broken", b"%PDF-1.7"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_picture_that_holds_no_act_is_told_so(client_of, content, language):
    picture = SimpleUploadedFile("x.png", content, "image/png")
    answer = client_of("ordering_officer").post(
        "/paper/scan", {"picture": picture}, headers={"Accept-Language": language}
    )
    assert answer.status_code == 422
    assert words.catalogue()["papers.unreadable"].in_(language) in answer.content.decode()


@pytest.mark.parametrize("raw", ["zz", "00", "d28443a10127a0", "a" * 20000])
def test_bytes_that_are_no_act_take_nothing_in(client_of, raw):
    assert client_of("ordering_officer").post("/paper/scan", {"raw": raw}).status_code in {404, 422}
