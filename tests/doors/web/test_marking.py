"""The markings that pages bear: both of each case, and of the page the highest of what it shows."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.doors.web.leaking import play_in, request
from tests.doors.web.test_registry import CIRCLE, register, registrar  # noqa: F401  a fixture of theirs
from warifu.core.act import open_act
from warifu.doors.demo import cast, chapters
from warifu.doors.labels import binding, reading
from warifu.doors.web.house import House
from warifu.rooms.programme.acts.activity import Assent

SENSITIVE = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")
BOTH = "OFFICIAL-SENSITIVE (GB) · 注意 (JP)"
KEEPER = ["OFFICIAL", "OFFICIAL"]
"""What the keeper of the trial houses has put on every page."""
BOTH_JA = "OFFICIAL-SENSITIVE（GB） ・ 注意（JP）"


def banner(page: str) -> list[str]:
    """What stands at the top and the bottom of a page."""
    return re.findall(r'<div class="wf-marking [^>]*><p>([^<]*)</p>', page)


def told(browser: Client, address: str, language: str = "en") -> str:
    answer = browser.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


@pytest.fixture
def marked(world):
    """A request for water, marked OFFICIAL-SENSITIVE, and one that is not marked; their cases."""
    play = play_in(world)
    activity = world.gb.must("programme/activity", cast.activities(world.today)["exercise"], "liaison").act
    play.activities["exercise"] = activity
    world.exchange()
    world.jp.must("programme/accept", Assent(world.today), "liaison", case=activity)
    world.exchange()
    cases = [
        world.gb.must("logistics/request", request(play, number), "orders", cites=(activity,), label=label).case
        for number, label in ((1, SENSITIVE), (2, ()))
    ]
    world.exchange()
    return cases


def test_a_list_shows_both_markings_of_a_case_and_bears_the_highest(marked, client_of):
    page = told(client_of("orders"), "/orders")
    assert banner(page) == [BOTH, BOTH]
    assert page.count(f'<strong class="wf-marked">{BOTH}</strong>') == 1
    japanese = told(client_of("orders"), "/orders", "ja")
    assert banner(japanese) == [BOTH_JA, BOTH_JA]
    assert f'<strong class="wf-marked">{BOTH_JA}</strong>' in japanese


def test_the_page_of_a_case_bears_its_own_markings_and_no_other(marked, client_of):
    browser = client_of("orders")
    assert banner(told(browser, f"/cases/{marked[0].hex()}")) == [BOTH, BOTH]
    assert banner(told(browser, f"/cases/{marked[1].hex()}")) == KEEPER
    assert banner(told(browser, "/orders?room=programme")) == KEEPER


def test_home_shows_them_beside_what_waits(marked, client_of, jp):
    page = told(client_of("orders", jp), "/")
    assert BOTH in page
    assert banner(page) == [BOTH, BOTH]


def test_a_form_and_its_review_bear_the_markings_of_their_case(marked, client_of, jp):
    page = told(client_of("orders", jp), f"/cases/{marked[0].hex()}/write/logistics/decline")
    assert banner(page) == [BOTH, BOTH]


def test_the_log_bears_what_its_entries_are_of(marked, client_of):
    assert banner(told(client_of("auditor"), "/logs/")) == [BOTH, BOTH]


def test_sums_bear_the_marking_of_what_is_in_them(world, client_of):
    browser = client_of("finance")
    assert banner(told(browser, "/balances/")) == KEEPER
    play = play_in(world)
    for name, body in cast.activities(world.today).items():
        play.activities[name] = play.act(play.gb, "liaison", "programme/activity", body)
        play.sync()
        play.act(play.jp, "liaison", "programme/accept", Assent(play.today), case=play.activities[name])
    play.sync()
    play.label = SENSITIVE
    chapters.fuel_at_sea(play)
    for address in ("/balances/", "/balances/statement"):
        assert banner(told(browser, address)) == [BOTH, BOTH], address


@pytest.mark.parametrize(
    ("keeper", "shown"),
    [
        ("", BOTH),
        ("OFFICIAL", BOTH),
        ("EXERCISE", f"EXERCISE · {BOTH}"),
        ("EXERCISE · OFFICIAL", f"EXERCISE · {BOTH}"),
        ("SECRET", f"SECRET · {BOTH}"),
        ("Northern node", f"Northern node · {BOTH}"),
    ],
)
def test_what_the_keeper_put_there_stays_unless_it_says_less(marked, client_of, monkeypatch, keeper, shown):
    browser = client_of("orders")
    monkeypatch.setattr(House, "marking", property(lambda _: keeper, lambda *_: None), raising=False)
    assert banner(told(browser, f"/cases/{marked[0].hex()}")) == [shown, shown]


def test_an_item_bears_what_a_person_has_ruled(world, registrar):  # noqa: F811  as above
    case = register(world)
    ruled = "SECRET (GB) · 極秘 (JP)"
    for address in ("/register/", f"/register/{case.hex()}", f"/cases/{case.hex()}", "/orders?room=information"):
        assert banner(told(registrar, address)) == [ruled, ruled], address


def test_who_may_not_see_a_case_sees_no_marking_of_it_either(world, client_of):
    register(world)
    page = told(client_of("orders"), "/orders?room=information")
    assert banner(page) == KEEPER
    assert "SECRET" not in page


# --- labels -----------------------------------------------------------------------------------------------------------


def test_the_label_of_an_act_is_handed_out_from_the_page_of_its_case(marked, client_of):
    browser, case = client_of("orders"), marked[0].hex()
    address = f"/cases/{case}/acts/{case}/label.xml"
    assert address in told(browser, f"/cases/{case}")
    answer = browser.get(address)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    bound = binding.read(reading.parse(answer.content))
    assert bound.addresses == (binding.named(marked[0]),)
    assert [each.said.classification for each in bound.labels] == ["OFFICIAL", "注意"]
    (whole,) = binding.read(reading.parse(browser.get(f"{address}?way=encapsulated").content)).enclosed
    assert open_act(binding.act_enclosed(whole)).digest == marked[0]


@pytest.mark.parametrize(
    "address",
    ["/cases/{0}/acts/{1}/label.xml", "/cases/{0}/acts/{0}/label.xml?way=up", "/cases/{2}/acts/{2}/label.xml"],
)
def test_a_label_of_what_is_not_there_is_not_found(marked, client_of, address):
    filled = address.format(marked[0].hex(), marked[1].hex(), "ab" * 32)
    assert client_of("orders").get(filled).status_code == 404


def test_a_label_says_what_a_person_has_ruled_and_is_there_for_who_sees_the_case_alone(world, registrar, client_of):  # noqa: F811
    case = register(world).hex()
    address = f"/cases/{case}/acts/{case}/label.xml"
    bound = binding.read(reading.parse(registrar.get(address).content))
    assert [each.said.classification for each in bound.labels] == ["SECRET", "極秘"]
    assert client_of("orders").get(address).status_code == 404


def test_a_question_about_a_copy_bears_the_marking_of_its_item(world, registrar):  # noqa: F811  as above
    register(world)
    asked = {"person": "GB-001", "agency": "GB-MOD", "item": "GB-S-26-0001", "copy": "1", "purpose": CIRCLE}
    asked |= {"place": "R1", "medium": "paper", "on": world.today.isoformat()}
    assert banner(told(registrar, f"/house/may-see?{urlencode(asked)}")) == ["SECRET (GB) · 極秘 (JP)"] * 2
    assert banner(told(registrar, "/house/may-see")) == KEEPER
