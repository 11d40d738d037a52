"""Home's pages of a pair of seats that it carries: chosen on home, marked on every page, and nothing added up."""

from __future__ import annotations

import pytest

from tests.outposts import PAIR, Sea
from warifu.doors.demo import chapters

NUMBER = "GB-CALDER-26-0001"


@pytest.fixture
def sea(world) -> Sea:
    """Two ships; GB's home has learnt of an order between them."""
    found = Sea(world=world)
    found.exchange()
    chapters.fuel_at_sea(found.play())
    found.home_learns(found.gb)
    return found


def told(browser, address: str, language: str = "en") -> str:
    answer = browser.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_home_shows_the_cases_of_a_seat_apart_from_its_own_and_says_which(sea, client_of):
    browser = client_of("auditor")
    page = told(browser, "/")
    assert PAIR in page
    assert "carried" in page
    assert "写し" in told(browser, "/", "ja")
    assert NUMBER not in told(browser, "/orders")
    assert browser.post("/peer", {"peer": "GB.CALDER-JP.KAGA"}).status_code == 302
    assert NUMBER not in told(browser, "/orders")
    browser.post("/peer", {"peer": PAIR})
    assert NUMBER in told(browser, "/orders")
    sql = 'SELECT "case" FROM logistics_case WHERE pair = %s'
    case = sea.world.gb.node.store.run(sql, [PAIR])[0][0]
    for address in ("/", "/orders", f"/cases/{case.hex()}", "/balances/", "/logs/", "/people/", "/packs/"):
        for language in ("en", "ja"):
            assert PAIR in told(browser, address, language), address
    assert "Japan" in told(browser, "/")
    assert told(browser, "/logs/verify")
    browser.post("/peer", {"peer": "JP"})
    assert NUMBER not in told(browser, "/orders")
    assert PAIR not in told(browser, "/orders")


def test_nothing_is_written_in_a_pair_that_is_carried(sea, client_of):
    browser = client_of("liaison_officer")
    browser.post("/peer", {"peer": PAIR})
    size = sea.world.gb.node.pair(PAIR).head("GB").size
    answer = browser.post("/exchange")
    assert answer.status_code == 502
    assert sea.world.gb.node.pair(PAIR).head("GB").size == size
