"""The list of cases and the page of one case: what they show, to whom, in both languages, and what they hide."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest

from tests.world import play_of
from warifu.core.act import FindingWire
from warifu.doors.demo import chapters
from warifu.doors.web import casepage_story, looks
from warifu.law.judge import Finding
from warifu.rooms.programme.acts.activity import Activity


@pytest.fixture
def play(world):
    return play_of(world)


@pytest.fixture
def fuel(play):
    """Fuel at sea, the second delivery short: an order with a discrepancy."""
    return chapters.fuel_at_sea(play)


def told(browser, address: str, language: str = "en") -> str:
    answer = browser.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_list_shows_the_cases_that_moved_last_first(fuel, client_of):
    page = told(client_of("ordering_officer"), "/orders")
    assert "GB-CALDER-26-0001" in page
    assert "HAYASE" in page


def test_search_finds_item_in_other_width_and_unit_in_japanese(fuel, client_of):
    browser = client_of("ordering_officer")
    for words in ("Ｆ－７６", "ＣＡＬＤＥＲ", "リットル", "ﾘｯﾄﾙ", "distillate f-76"):
        assert "GB-CALDER-26-0001" in told(browser, f"/orders?q={quote(words)}"), words
    assert "GB-CALDER-26-0001" not in told(browser, "/orders?q=zzz")


def test_filters_live_in_the_address(fuel, client_of):
    browser = client_of("finance_officer")
    number = "GB-CALDER-26-0001"
    for query, found in (
        ("state=ordered", True), ("state=closed", False), ("turn=none", True), ("turn=us", False),
        ("settlement=cash", True), ("activity=exercise", True), ("activity=relief", False),
        ("trouble=irregular", False),
        ("exercise=yes", False), ("opened_from=2020-01-01&opened_to=2020-02-01", False), ("flow=order", True),
    ):  # fmt: skip
        assert (number in told(browser, f"/orders?{query}")) is found, query


@pytest.mark.parametrize(
    "query", ["state=nonsense", "after=x", "after=9-zz", "opened_from=yesterday", "q=" + "x" * 5000, "room=x"]
)
def test_a_tampered_address_is_answered(client_of, query):
    told(client_of("ordering_officer"), f"/orders?{query}")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("role", ["ordering_officer", "auditor"])
def test_case_page_tells_the_story(fuel, client_of, role, language):
    page = told(client_of(role), f"/cases/{fuel.case.hex()}", language)
    for words in ("GB-CALDER-26-0001", "48,200", "112"):
        assert words in page, words
    assert ("不足" if language == "ja" else "short") in page
    assert fuel.issues[0].hex()[:12] in page


def test_every_chapter_has_a_page_in_both_languages_on_both_sides(play, fuel, client_of, gb, jp):
    orders = [
        chapters.relief(play),
        chapters.irregular(play),
        chapters.loan(play),
        chapters.airlift_for_billeting(play),
    ]
    for house in (gb, jp):
        browser = client_of("finance_officer", house)
        for order in orders:
            for language in ("en", "ja"):
                told(browser, f"/cases/{order.case.hex()}", language)
        for case in play.activities.values():
            told(browser, f"/cases/{case.hex()}", "ja")


def test_activities_are_listed_too(play, client_of):
    page = told(client_of("liaison_officer"), "/orders?room=programme", "ja")
    assert "GB-CALDER-26-9001" in page


def test_another_desk_sees_neither_list_nor_page(fuel, client_of):
    browser = client_of("far")
    assert "GB-CALDER-26-0001" not in told(browser, "/orders")
    assert browser.get(f"/cases/{fuel.case.hex()}").status_code == 404
    assert browser.get(f"/acts/{fuel.issues[0].hex()}").status_code == 404


@pytest.mark.parametrize("address", ["/cases/zz", "/cases/" + "00" * 32, "/acts/" + "00" * 32, "/cases/" + "0" * 63])
def test_what_is_not_there_is_not_found(client_of, address):
    assert client_of("ordering_officer").get(address).status_code == 404


def test_an_act_leads_to_its_place(fuel, client_of):
    answer = client_of("ordering_officer").get(f"/acts/{fuel.issues[0].hex()}")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/cases/{fuel.case.hex()}#act-{fuel.issues[0].hex()[:16]}")


def test_a_ceiling_hides_what_is_marked_higher(play, world, client_of):
    label = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")
    day = world.today
    body = Activity(day, "GB-HQ-26-0777", "exercise", "a", ("JP",), day, day + timedelta(days=9), ("HQ",), ("HAYASE",))
    case = world.gb.must("programme/activity", body, "liaison", label=label).case
    browser = client_of("liaison")
    assert "GB-HQ-26-0777" in told(browser, "/orders?room=programme")
    told(browser, f"/cases/{case.hex()}")
    browser.account.ceiling = "GB-GSC|2014-04-02|OFFICIAL"
    browser.account.save()
    assert "GB-HQ-26-0777" not in told(browser, "/orders?room=programme")
    assert "GB-CALDER-26-9001" in told(browser, "/orders?room=programme")
    assert browser.get(f"/cases/{case.hex()}").status_code == 404


@pytest.mark.parametrize("language", ["en", "ja"])
def test_objections_fallen_acts_and_erased_texts_are_shown(fuel, client_of, monkeypatch, language):
    """What honest nodes seldom write is shown too: both rulings, the rival, the mark of an erased text."""
    tell = casepage_story.story
    ours = Finding("acsa.weapon", "acsa:weapons", (("line", "1"), ("item", "X")))
    theirs = FindingWire("acsa.term", "acsa:in-force")
    rival = "ab" * 32

    def troubled(*given):
        first, second, *rest = tell(*given)
        answer = casepage_story.Answered("objected", "JP", 1_790_000_000, (theirs,))
        first = first._replace(
            state="objected", ruling=(ours,), objection=(theirs,), answer=answer, marks=("late", "paper"), author="JP",
            texts=(casepage_story.Text("Remarks", None),), label=("GB-GSC", "2014-04-02", "OFFICIAL"),
            files=(casepage_story.File("cd" * 32, 1234, "image/png", "photograph", present=False),),
        )  # fmt: skip
        return [first, second._replace(state="fallen", rival=rival, unfounded=True), *rest]

    monkeypatch.setattr(casepage_story, "story", troubled)
    page = told(client_of("ordering_officer"), f"/cases/{fuel.case.hex()}", language)
    for words in (rival[:12], "1,234", "OFFICIAL", looks.told(theirs).sentence if language == "en" else "異議"):
        assert words in page, words
    assert ("欠落" if language == "ja" else "missing") in page
    assert ("根拠なし" if language == "ja" else "unfounded") in page
