"""Home says what we have signed and the other side has not answered, of every room, to who may see it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.doors.web.test_api import Caller
from tests.doors.web.test_information import clear
from tests.scenarios import information_told
from tests.scenarios.consents_told import Story, begun
from tests.scenarios.information_told import SECRET
from tests.world import play_of
from warifu.core.quantity import Quantity
from warifu.doors import cases
from warifu.doors.demo.play import line, setting
from warifu.doors.web import words
from warifu.node import proving
from warifu.record import queries_home
from warifu.record.queries_pages import Reader
from warifu.rooms.information.acts import item
from warifu.rooms.logistics.acts import Request
from warifu.rooms.programme.acts import commitment

ITEM = "GB-UKDEF-26-0117"
ALL = Reader("GB-JP", "GB", None, 9, None)


@pytest.fixture
def story(world) -> Story:
    return begun(world)


def listed(gb, reader=ALL) -> list[tuple[str, str]]:
    found = queries_home.unanswered(gb.store, reader, 25)
    assert found.total == len(found.lines)
    return [(each.kind, each.turn) for each in found.lines]


def committed(story) -> bytes:
    texts = {commitment.WORDING_EN: "Conclude an agreement.", commitment.WORDING_JA: "協定を締結する。"}
    body = commitment.Commitment(
        story.today, "GB-2P2-26-1", "2+2/2026", story.today, "JP", story.day(90), "supplies_services"
    )
    return story.world.gb.must("programme/commitment", body, "liaison", texts=texts).case


def released(story) -> None:
    told = information_told.Story(story.world)
    told.begin()
    sent = item.Dispatch(story.today, "GB-P-1", ("2",), "TRIAL", "courier", seals=("A1", "A2"))
    assert told.does(story.world.gb, "dispatch", sent).ok


def test_what_every_room_has_signed_stands_there_until_it_is_answered(story, gb, client_of):
    assert listed(gb) == []
    asked = story.does(story.holder, "consent_request", story.request(), case=b"", cites=(story.transfer, story.reply))
    assert asked.ok, asked.ruling
    committed(story)
    released(story)
    assert sorted(listed(gb)) == [
        ("equipment/consent_request", "JP"), ("information/dispatch", ""), ("information/register", ""),
        ("programme/commitment", "JP"),
    ]  # fmt: skip
    page = client_of("auditor").get("/").content.decode()
    number = story.holder.case(asked.case).line[0].placed.body.number
    assert page.index('id="unanswered"') < page.index(number, page.index('id="unanswered"')) < page.index('id="wrong"')
    story.world.exchange()
    assert listed(gb) == []
    assert words.catalogue()["home.unanswered_none"].en in client_of("auditor").get("/").content.decode()


def test_the_tables_made_anew_hold_the_same_and_a_national_act_waits_for_nobody(story, gb):
    story.must(story.holder, "consent_request", story.request(), case=b"", cites=(story.transfer, story.reply))
    committed(story)
    before = listed(gb)
    assert before
    one, two = proving.rebuild(story.world.gb.node, "JP")
    assert one == two
    assert listed(gb) == before
    sql = "SELECT COUNT(*) FROM half WHERE pair <> %s AND since > 0"
    assert story.world.jp.node.store.run(sql, ["GB-JP"]) == [(0,)]


def test_nobody_is_told_of_an_act_in_a_case_that_he_may_not_see(story, gb, client_of):
    released(story)
    browser = client_of("registrar")
    section = browser.get("/").content.decode().partition('id="unanswered"')[2].partition('id="wrong"')[0]
    assert ITEM not in section
    assert listed(gb, Reader("GB-JP", "GB")) == []
    browser.account.ceiling = "|".join(SECRET)
    browser.account.save()
    clear(gb, browser.account.person)
    section = browser.get("/").content.decode().partition('id="unanswered"')[2].partition('id="wrong"')[0]
    assert section.count(ITEM) == 2


def test_another_desk_is_not_told_of_an_order(world, gb, client_of):
    world.exchange()
    play, number = play_of(world), "GB-CALDER-26-0901"
    water = (line(1, "water", "Water, potable", Quantity(Decimal(10_000), "L")),)
    body = Request(play.today, number, setting(play, "exercise", "JP"), "CALDER", "HAYASE", water, "return")
    world.gb.must("logistics/request", body, "orders", cites=(play.activities["exercise"],))
    for role, told in (("orders", True), ("far", False)):
        page = client_of(role).get("/").content.decode()
        assert (number in page.partition('id="unanswered"')[2].partition('id="wrong"')[0]) is told


def test_status_and_the_api_tell_the_same(story, gb):
    committed(story)
    told = cases.status(story.world.gb.node, "JP", story.today)["unanswered"]
    assert [(each["kind"], each["number"]) for each in told] == [("programme/commitment", "GB-2P2-26-1")]
    document = Caller(gb, "auditor").get("/status").json()
    assert document["counts"]["unanswered"] == 1
    assert document["unanswered"][0]["number"] == "GB-2P2-26-1"
