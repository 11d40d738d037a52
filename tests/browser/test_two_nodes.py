"""The whole life of an order across two running nodes with two browsers, in both languages; a match; a passkey."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.stage import Officer, case_of, visible_inputs
from warifu.doors.sentences import word
from warifu.doors.sheets import write_csv

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]  # the first of them waits for the whole demonstration
WALKED = (
    "/", "/orders", "/registers/", "/registers/match?list=differing", "/logs/", "/directory/", "/packs/", "/api/",
    "/account/", "/paper/scan",
)  # fmt: skip

TODAY = datetime.now(UTC).date().isoformat()
SOON = (datetime.now(UTC).date() + timedelta(days=5)).isoformat()


def desk(code: str, **fields: str) -> dict[str, str]:
    return {"desk": code} | {name.replace("__", "."): value for name, value in fields.items()}


@pytest.fixture(scope="module")
def life(officer) -> str:
    """An order from request to closing, by the pages alone; returns its case."""
    orders = officer("GB", "orders")
    orders.go("/write/logistics/request")
    orders.fill(desk(
        "CALDER", body__setting__ground="a", body__setting__activity="exercise", body__setting__place="XZ",
        body__setting__together="yes", body__setting__same_kind="yes", body__receiving="CALDER", body__issuing="HAYASE",
        body__number="GB-CALDER-26-0901",
        body__lines__0__category="pol", body__lines__0__item="Fuel, naval distillate F-76",
        body__lines__0__quantity__amount="1200", body__lines__0__quantity__unit="L", body__lines__0__supply="mixed",
        body__settlement="cash", body__currency="JPY", body__wanted_from=TODAY, body__wanted_to=SOON,
    ))  # fmt: skip
    orders.page.get_by_label(re.compile("26-9001|-9001")).check(force=True)
    orders.press("check")
    assert orders.page.locator('main [name="passphrase"]').count(), orders.said()
    orders.picture("2-review")
    orders.confirm()
    case = case_of(orders.page.url)
    orders.picture("1-request")
    orders.exchange()

    def write(party: str, name: str, kind: str, fields: dict[str, str]) -> Officer:
        who = officer(party, name)
        who.write(f"/cases/{case}/write/logistics/{kind}", fields)
        who.picture(f"3-{kind}")
        who.exchange()
        return who

    write("JP", "accepts", "offer", desk(
        "HAYASE", body__lines__0__price__amount="112", body__lines__0__price__currency="JPY",
        body__from_day=TODAY, body__to_day=SOON, body__total__amount="134400", body__total__currency="JPY",
        body__payee="歳入徴収官", body__remittance="日本銀行",
        body__standing_order="JP-STANDING-2026-014",
    ))  # fmt: skip
    write("GB", "accepts", "accept", desk("CALDER", body__fund="RAC 2026/014", body__billed="CENTRAL"))
    write("JP", "issues", "issue", desk("HAYASE", body__lines__0__measured_by="meter"))
    write("GB", "receives", "receipt", desk("CALDER", body__lines__0__measured_by="meter"))
    write("JP", "finance", "invoice", desk("HAYASE", body__number="NK-2026-0901"))
    write("GB", "finance", "payment", desk("CALDER", body__reference="PAY-901"))
    write("JP", "cashier", "acknowledge", desk("HAYASE"))
    write("GB", "finance", "close", desk("CALDER"))
    assert state_at(officer, "JP", "finance", case) == word("closing_by_opener", "ja")
    write("JP", "finance", "accept", desk("HAYASE"))
    return case


def state_at(officer: Any, party: str, name: str, case: str) -> str:
    who = officer(party, name)
    who.go(f"/cases/{case}")
    return who.state()


def test_an_order_lives_its_whole_life_in_two_browsers(officer, life):
    for party, name, closed in (("GB", "orders", word("closed", "en")), ("JP", "finance", word("closed", "ja"))):
        assert state_at(officer, party, name, life) == closed
        who = officer(party, name)
        assert "134,400" in who.page.inner_text("main")
        who.picture("4-case")
        assert who.wrong() == []


def test_the_same_again_takes_at_most_six_inputs(officer, life):
    orders = officer("GB", "orders")
    orders.go(f"/orders/repeat?from={life}")
    asked = visible_inputs(orders.page)
    assert 1 <= len(asked) <= 6, asked
    amount = next(name for name in asked if name.endswith("amount"))
    orders.fill({amount: "900"})
    orders.click("main form button[type=submit]")
    assert "900" in orders.page.inner_text("main")
    orders.picture("5-again")


def test_no_page_is_wrong_in_script_policy_width_or_access(officer, chromium, nodes, life):
    wrong: list[str] = []
    for party, name in (("GB", "registrar"), ("JP", "registrar")):
        who = officer(party, name)
        for width in (360, 1280):
            who.page.set_viewport_size({"width": width, "height": 900})
            for address in (*WALKED, f"/cases/{life}"):
                who.go(address)
                wrong += [f"{party} {width} {address}: {each}" for each in who.wrong()]
    assert wrong == []


def take_in(who: Officer, path: Path, way: str, refs: tuple[str, ...]) -> None:
    """Take a register of eight dealings in by the pages; ``refs`` begin our own and the other side's numbers."""
    head = (
        "Our Ref", "Their Ref", "Date", "Issued/Received", "Category", "Description", "Qty", "UoM", "Value", "Currency",
    )  # fmt: skip
    rows = [
        (*(f"{ref}-{n}" for ref in refs), f"2026-02-{n:02d}", way, "Food", "Bread", 7 * n, "KG", 900 * n, "JPY")
        for n in range(1, 9)
    ]
    write_csv(path, head, rows)
    who.page.set_viewport_size({"width": 1280, "height": 900})
    who.go("/registers/")
    who.page.set_input_files('main [name="file"]', str(path))
    who.click('form[action="/registers/upload"] button[type=submit]')
    who.picture("6-register")
    who.fill({"passphrase": who.node.passphrase, "code": who.code()})
    with who.telling("import"):
        who.page.press('main [name="code"]', "Enter")
        who.page.wait_for_url(lambda url: urlsplit(url).path.startswith("/registers/job/"))
        who.page.wait_for_selector('main a[href="/registers/match"]')
    who.exchange()


def agree(who: Officer) -> int:
    """Agree to every proposal that waits; returns to how many."""
    waiting = 'main a[href^="/registers/match/answer/"]'
    for count in range(9):
        who.go("/registers/match")
        if not who.page.locator(waiting).count():
            return count
        who.click(waiting)
        who.picture("9-agree")
        who.confirm('main button[name="agree"]')
    raise AssertionError(who.said())


def find(who: Officer, reference: str) -> Any:
    """Go through the list of what matches to the page with a pair; returns the box to tick, none where it is done."""
    who.go("/registers/match?list=matched")
    pair = f'main a[href*="left={reference}&"]'
    while not who.page.locator(pair).count():
        onward = who.page.locator('main .govuk-pagination__next a, main a[rel="next"]')
        assert onward.count(), f"{reference} is on no page: {who.said()}"
        who.click('main .govuk-pagination__next a, main a[rel="next"]')
    return who.page.locator(f'main [name="pair"][value^="{reference}\x1f"]')


def test_registers_are_imported_matched_and_agreed_in_two_browsers(officer, tmp_path):
    gb, jp = officer("GB", "registrar"), officer("JP", "registrar")
    take_in(gb, tmp_path / "gb.csv", "Issued", ("NEW", "NJ"))
    gb.go("/registers/match?list=only_gb")
    assert "NEW-1" in gb.page.inner_text("main")
    gb.picture("7-match")
    take_in(jp, tmp_path / "jp.csv", "Received", ("NJ", "NEW"))
    gb.exchange()
    find(gb, "NEW-3").check(force=True)
    gb.confirm('main button[name="some"]')
    assert not find(gb, "NEW-3").count(), gb.said()
    assert find(gb, "NEW-4").count(), gb.said()
    gb.exchange()
    assert agree(jp) == 1
    jp.exchange()
    find(jp, "NEW-4")  # the rest is proposed by the other side, all of the list at once
    jp.confirm('main button[name="all"]')
    assert not find(jp, "NEW-4").count(), jp.said()
    jp.exchange()
    assert agree(gb) == 1
    gb.exchange()
    for who in (gb, jp):
        assert not any(find(who, f"NEW-{n}").count() for n in range(1, 9)), who.said()
        assert agree(who) == 0


def test_everything_works_without_a_script(nodes, chromium, life):
    who = Officer(chromium, nodes["JP"], "receives", "ja")
    who.context.close()
    who.context = chromium.new_context(locale="ja-JP", java_script_enabled=False)
    who.page = who.context.new_page()
    who.sign_in()
    for address in ("/", "/orders?q=HAYASE", f"/cases/{life}", "/directory/"):
        who.go(address)
        assert who.page.locator("h1").count() == 1
    who.leave()


def test_a_passkey_is_added_and_opens_the_door(nodes, chromium):
    who = Officer(chromium, nodes["GB"], "liaison").sign_in()
    session = who.context.new_cdp_session(who.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    who.go("/account/2fa/passkeys/add/")
    if who.page.locator('main [name="code"]').count() and not who.page.locator('main [name="name"]').count():
        who.fill({"code": who.code()})
        with who.telling("confirm before adding a passkey"):
            who.page.press('main [name="code"]', "Enter")
            who.page.wait_for_selector('main [name="name"]')
    who.fill({"name": "Trial key"})
    box = who.page.locator('main [name="passwordless"]')
    if box.count():
        box.check(force=True)
    who.click("main form button")
    who.picture("8-passkey")
    who.context.clear_cookies()
    who.go("/account/login/?next=/")
    with who.telling("passkey"), who.page.expect_navigation(url=lambda url: urlsplit(url).path == "/"):
        who.page.locator("#passkey_login, [data-passkey=login], main button").last.click()
    assert who.name in who.page.inner_text("header")
    who.leave()
