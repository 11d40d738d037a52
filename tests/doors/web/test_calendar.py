"""The calendar: by month and as a list in both languages, and as a subscription that a strict reader reads."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.doors.feeds import strict_ics
from tests.doors.web.test_api import Caller
from warifu.core.quantity import Quantity
from warifu.doors.web.calendar import telling
from warifu.doors.web.calendar.models import Address
from warifu.law.roll import ROLES
from warifu.rooms.programme.acts import commitment, consultation, support
from warifu.rooms.programme.acts.activity import Activity, Amend, Assent, Refuse

P = "programme/"


class Planned:
    """An exercise that both sides have agreed, ten days from now, and a commitment due in a month."""

    def __init__(self, world: Any) -> None:
        self.world, self.today = world, world.today
        self.first, self.last = self.day(10), self.day(16)
        body = Activity(self.today, "VIGILANT-26", "exercise", "a", ("JP", "XZ"), self.first, self.last, ("GB-CALDER",))
        self.exercise = world.gb.must(P + "activity", body, "liaison").case
        promised = commitment.Commitment(
            self.today, "GB-C-1", "2+2-2026-01", self.day(-200), "both", self.day(12), "supplies_services"
        )
        texts = {commitment.WORDING_EN: "Conclude it.", commitment.WORDING_JA: "締結する。"}
        self.commitment = world.gb.must(P + "commitment", promised, "liaison", texts=texts).case
        world.exchange()
        self.after(world.jp, "accept", Assent(self.today), self.exercise)
        self.after(world.jp, "agree_commitment", commitment.CommitmentAnswer(self.today), self.commitment)

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def after(self, half: Any, kind: str, body: Any, case: bytes, **more: Any) -> None:
        half.must(P + kind, body, "liaison", case=case, **more)
        self.world.exchange()


@pytest.fixture
def planned(world, gb) -> Planned:
    return Planned(world)


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def text_of(browser: Any, address: str, language: str = "en") -> str:
    answer = browser.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def address_of(browser: Any, role: str, language: str = "en", **more: Any) -> str:
    """Make an address as the page does; give the part after the host."""
    answer = browser.post("/account/calendar", {"role": role, "language": language, "code": browser.code(), **more})
    assert answer.status_code == 200, answer.content.decode()
    found = re.search(r"http://localhost(/feeds/calendar/[\w-]+\.ics)", answer.content.decode())
    assert found
    return found[1]


def feed(browser: Any, address: str) -> dict[str, strict_ics.Component]:
    """Read an address as a calendar program does: without a session."""
    browser.logout()
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    return strict_ics.events_of(answer.content)


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "exercise", "title"), [("en", "exercise", "Calendar"), ("ja", "共同訓練", "予定表")]
)
def test_a_month_shows_each_day_of_an_activity(planned, client_of, language, exercise, title):
    page = text_of(client_of("liaison_officer"), f"/calendar/?month={month_of(planned.first)}", language)
    assert title in page
    days = [each for each in (planned.first + timedelta(days=n) for n in range(7)) if each.month == planned.first.month]
    assert page.count(f"{exercise} VIGILANT-26") >= len(days)
    assert f"/cases/{planned.exercise.hex()}" in page
    assert f'<time datetime="{planned.first.isoformat()}">' in page
    assert 'scope="col"' in page
    assert "<caption" in page


def test_a_list_shows_what_comes_in_order_and_whose_it_is(planned, client_of):
    page = text_of(client_of("liaison_officer"), "/calendar/?shown=list")
    assert page.index("VIGILANT-26") < page.index("commitment due (supplies and services) GB-C-1")
    assert "both sides" in page
    assert "Japan (JP), high seas (XZ)" in page


def test_what_is_looked_for_narrows_the_calendar(planned, client_of):
    browser = client_of("liaison_officer")
    only = text_of(browser, f"/calendar/?shown=list&what=commitment&month={month_of(planned.today)}")
    assert "GB-C-1" in only
    assert "VIGILANT-26" not in only


@pytest.mark.parametrize("month", ["", "2026-13", "x", "２０２６-０９", "0000-01", "9999-12"])
def test_a_month_that_is_none_is_the_present_one(planned, client_of, month):
    page = text_of(client_of("liaison_officer"), f"/calendar/?month={month}")
    assert f'value="{month_of(planned.today)}"' in page


def test_the_months_before_and_after_are_a_link_away(planned, client_of):
    page = text_of(client_of("auditor"), "/calendar/?month=2026-01&shown=list")
    assert "month=2025-12&amp;shown=list" in page
    assert "month=2026-02&amp;shown=list" in page


def test_whoever_has_no_role_here_reads_no_calendar(planned, client_of):
    assert client_of("nobody").get("/calendar/").status_code == 403


# --- the subscription -------------------------------------------------------------------------------------------------


def test_an_activity_is_one_event_that_changes_and_is_called_off(planned, client_of, world):
    browser = client_of("liaison_officer")
    address = address_of(browser, "liaison_officer")
    before = feed(browser, address)
    (uid,) = (each for each in before if each.startswith("activity-"))
    event = before[uid]
    assert event.one("DTSTART").day() == planned.first
    assert event.one("DTEND").day() == planned.last + timedelta(days=1)
    assert (event.one("SUMMARY").text(), event.one("STATUS").value) == ("exercise VIGILANT-26", "CONFIRMED")
    assert event.one("URL").value.endswith(f"/cases/{planned.exercise.hex()}")
    planned.after(world.jp, "amend", Amend(planned.today, "weather", to_day=planned.day(20)), planned.exercise)
    planned.after(world.gb, "accept", Assent(planned.today), planned.exercise)
    changed = feed(browser, address)[uid]
    assert changed.one("DTEND").day() == planned.day(21)
    assert int(changed.one("SEQUENCE").value) > int(event.one("SEQUENCE").value)
    planned.after(world.gb, "cancel", Refuse(planned.today, "weather"), planned.exercise)
    cancelled = feed(browser, address)[uid]
    assert cancelled.one("STATUS").value == "CANCELLED"
    assert int(cancelled.one("SEQUENCE").value) > int(changed.one("SEQUENCE").value)


def test_a_feed_speaks_the_language_that_was_chosen(planned, client_of):
    browser = client_of("liaison_officer")
    events = feed(browser, address_of(browser, "liaison_officer", "ja"))
    (event,) = (each for uid, each in events.items() if uid.startswith("commitment-"))
    assert event.one("SUMMARY").text() == "合意事項の期限（物品・役務） GB-C-1"
    assert event.one("DESCRIPTION").text() == "状態: 合意済み\n担当: 双方"


def test_a_feed_holds_what_its_role_deals_with(planned, client_of, world):
    call = consultation.Consultation(planned.today, "GB-K-1", "planning", "desk", planned.day(5))
    world.gb.must(P + "consultation", call, "liaison")
    line = support.Support(1, "water", "water", Quantity(Decimal(5), "KL"))
    offer = support.SupportOffer(planned.today, "GB-S-1", (line,), planned.first, planned.last, "GB-CALDER")
    world.gb.must(P + "support_offer", offer, "liaison", cites=(planned.exercise,))
    world.exchange()
    liaison, finance = client_of("liaison_officer"), client_of("finance_officer")
    kinds = {uid.partition("-")[0] for uid in feed(liaison, address_of(liaison, "liaison_officer"))}
    assert kinds == {"activity", "commitment", "consultation", "clock"}
    assert {uid.partition("-")[0] for uid in feed(finance, address_of(finance, "finance_officer"))} == {"activity"}


def test_a_rehearsal_stands_on_the_page_and_in_no_feed(planned, client_of, world):
    day = planned.day(4)
    body = Activity(planned.today, "DRILL-1", "training", "a", ("JP",), day, day, ("GB-CALDER",), exercise=True)
    world.gb.must(P + "activity", body, "liaison", label=("EXERCISE",))
    browser = client_of("liaison_officer")
    assert "DRILL-1" in text_of(browser, f"/calendar/?shown=list&month={month_of(planned.today)}")
    address = address_of(browser, "liaison_officer")
    assert not any("DRILL-1" in each.one("SUMMARY").text() for each in feed(browser, address).values())


def test_a_secret_is_not_kept_and_a_wrong_one_finds_nothing(planned, client_of):
    browser = client_of("liaison_officer")
    address = address_of(browser, "liaison_officer")
    secret = address.rpartition("/")[2].removesuffix(".ics")
    kept = Address.objects.get()
    assert secret.encode() not in bytes(kept.digest)
    assert len(bytes(kept.digest)) == 32
    assert secret not in text_of(browser, "/account/calendar")
    browser.logout()
    assert browser.get(f"/feeds/calendar/{secret[:-1]}x.ics").status_code == 404
    assert browser.post(address).status_code in {403, 404, 405}


def test_an_address_that_is_revoked_is_gone(planned, client_of):
    browser = client_of("liaison_officer")
    address = address_of(browser, "liaison_officer")
    which = Address.objects.get().pk
    assert client_of("finance_officer").post(f"/account/calendar/{which}/end").status_code == 404
    assert browser.post(f"/account/calendar/{which}/end").status_code == 302
    assert "revoked" in text_of(browser, "/account/calendar")
    browser.logout()
    assert browser.get(address).status_code == 404


def test_an_address_ends_with_the_account_and_with_the_role(planned, client_of, gb):
    browser = client_of("liaison_officer")
    address = address_of(browser, "liaison_officer")
    Address.objects.update(role="finance_officer")
    browser.logout()
    assert browser.get(address).status_code == 404
    Address.objects.update(role="liaison_officer")
    assert browser.get(address).status_code == 200
    browser.account.user.is_active = False
    browser.account.user.save()
    assert browser.get(address).status_code == 404


def test_a_role_that_one_does_not_hold_and_a_wrong_code_make_nothing(planned, client_of):
    browser = client_of("finance_officer")
    asked = {"role": "liaison_officer", "language": "en", "code": browser.code()}
    assert browser.post("/account/calendar", asked).status_code == 422
    asked = {"role": "finance_officer", "language": "en", "code": "000000"}
    assert browser.post("/account/calendar", asked).status_code == 422
    assert not Address.objects.exists()


def test_an_auditor_subscribes_to_everything_and_an_administrator_to_nothing(planned, client_of):
    auditor = client_of("auditor")
    assert feed(auditor, address_of(auditor, "auditor"))
    assert client_of("administrator").get("/account/calendar").status_code == 404


def test_an_account_has_a_few_addresses_and_no_more(planned, client_of, world):
    browser = client_of("auditor")
    for _ in range(10):
        address_of(browser, "auditor")
    full = browser.post("/account/calendar", {"role": "auditor", "language": "en"})
    assert full.status_code == 422
    assert "You have 10 addresses that are good" in full.content.decode()


def test_every_role_has_a_calendar():
    assert set(telling.OF_ROLE) | {"auditor"} == set(ROLES)
    assert all(telling.wanted_by(role) <= telling.everything() for role in ROLES)


# --- for a national system -------------------------------------------------------------------------------------------


def test_the_api_lists_the_same_days(planned, gb):
    caller = Caller(gb, "liaison_officer")
    found = caller.get("/calendar?what=activity")
    assert found.status_code == 200
    (line,) = (each for each in found.json() if each["number"] == "VIGILANT-26")
    assert (line["first"], line["last"]) == (planned.first.isoformat(), planned.last.isoformat())
    assert (line["where"], line["state"], line["case"]) == (["JP", "XZ"], "agreed", planned.exercise.hex())
    assert caller.get(f"/calendar?first={planned.day(60)}&last={planned.day(70)}&what=activity").json() == []
    assert caller.get("/calendar?what=weather").status_code == 422
    assert caller.get("/calendar?first=9999-12-31").json() == []
