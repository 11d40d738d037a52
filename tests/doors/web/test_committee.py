"""The joint committee's years on pages and in the API: what was stated, who may read it, and the pack as files."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.doors.web.test_orders import told
from tests.house_world import appoint
from tests.world import play_of
from warifu.core.days import fiscal_year
from warifu.doors.committee import packing
from warifu.doors.committee.counting import Year
from warifu.doors.demo import chapters
from warifu.doors.forms import body_of


@pytest.fixture
def stated(world):
    """A statement of this year's figures, with one that Japan counts otherwise."""
    chapters.relief(play_of(world))
    for half in (world.gb, world.jp):
        appoint(half, {"committee": (f"{half.party}-950", ("committee_member",))})
    world.exchange()
    pack = packing.of_year(world.gb.node, "JP", Year(fiscal_year(world.today), world.today))
    draft = packing.draft(pack, "GB-UKDEF-F-1", world.today.isoformat())
    kinds = world.gb.node.rooms["programme"].kinds
    case = world.gb.must(draft["kind"], body_of(kinds[draft["kind"]], draft["body"]), "committee").case
    world.exchange()
    other = {"on": draft["body"]["on"], "figures": [{"key": "cases.order.closed", "exponent": 0, "mantissa": 7}]}
    kind = "programme/differ_figures"
    world.jp.must(kind, body_of(kinds[kind], other), "committee", case=case)
    world.exchange()
    return case


def test_the_list_and_the_files_say_what_was_stated_and_where_it_differs(world, stated, client_of):
    browser = client_of("auditor")
    for language, phrase in (("en", "Joint committee"), ("ja", "合同委員会")):
        page = told(browser, "/committee/", language)
        assert phrase in page
        assert "GB-UKDEF-F-1" in page
    document = pypdfium2.PdfDocument(browser.get(f"/committee/{stated.hex()}/pack.pdf").content)
    said = "".join(page.get_textpage().get_text_range() for page in document)
    assert "Where the two sides differ" in said
    assert browser.get(f"/committee/{stated.hex()}/pack.xlsx").content[:2] == b"PK"
    assert browser.get(f"/committee/{stated.hex()}/pack.exe").status_code == 404
    assert browser.get(f"/committee/{'00' * 32}/pack.pdf").status_code == 404
    assert "cases.order.closed" in told(browser, f"/cases/{stated.hex()}")


def test_who_has_no_part_in_it_does_not_read_it(stated, client_of):
    assert client_of("issuing_officer").get("/committee/").status_code in {403, 404}
    assert client_of("nobody").get("/committee/").status_code in {302, 403, 404}
