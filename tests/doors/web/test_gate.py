"""The table of pages, run whole: every role × every address × every method, and every session that is none.

It is made from ``routes.PAGES``: a page that is added tomorrow is tried tomorrow. What is expected is written down here
once, in ``expected``, and not taken from the gate.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.doors.web import people
from tests.doors.web.houses import TrialHouse
from tests.doors.web.people import Visit
from warifu.doors.web.accounts import sessions
from warifu.doors.web.accounts.models import Account
from warifu.doors.web.house import ENVIRON
from warifu.doors.web.page import Page
from warifu.doors.web.routes import PAGES
from warifu.law.roll import ROLES

EVERYBODY = (*ROLES, "inspector", "auditor", "administrator", "nobody", "stranger")
OTHER_METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE")
GUESSES = (
    "0", "1", "-1", "nothing-here", "00" * 32, "ff" * 32, "%00", "..", "x' OR '1'='1", "<script>", "９",
    "a" * 300,
)  # fmt: skip
PLACE = re.compile(r"<(?:(\w+):)?\w+>")
IN, LOGIN, NO, NO_METHOD, AGAIN = "in", "login", "forbidden", "no such method", "signed out"


def address(page: Page, guess: str = "nothing-here") -> str:
    """The address of a page, with a guess at the place of each name."""
    from urllib.parse import quote

    return "/" + PLACE.sub(lambda place: "987654" if place[1] == "int" else quote(guess, safe="%"), page.path)


def roles_of(who: str) -> set[str]:
    """What the roll of the trial world gives, besides what the account itself grants."""
    from tests.doors.web.houses import MORE
    from tests.world import ROLES as HELD

    if who in {"nobody", "stranger"}:
        return set()
    if who in {"auditor", "administrator"} and who not in HELD:
        return {who}
    held = {**HELD, **{name: roles for name, (roles, _) in MORE.items()}}
    return set(held[people.officer_of(who)])


def expected(page: Page, who: str, method: str) -> str:
    """The law of the gate, said once more."""
    reads = method in {"GET", "HEAD"}
    if not reads and not (method == "POST" and page.writes):
        return NO_METHOD
    if page.open:
        return IN
    if who == "stranger":
        return LOGIN if reads else AGAIN
    if page.own:
        return IN
    roles = roles_of(who)
    if reads:
        return IN if roles & page.reads else NO
    return IN if roles & page.writes and "auditor" not in roles else NO


def told(answer: Any) -> str:
    """What an answer says."""
    if answer.status_code == 405:
        return NO_METHOD
    if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
        return LOGIN
    if answer.status_code == 403:
        return AGAIN if b"session has ended" in answer.content else NO
    # 502: the page did what it was asked, and says that the peer's node did not answer.
    return IN if answer.status_code < 500 or answer.status_code == 502 else f"broken ({answer.status_code})"


def methods_of(page: Page) -> tuple[str, ...]:
    """What can be sent to a page at all."""
    return ("GET", "POST") if page.writes else ("GET",)


def browser_of(house: TrialHouse, who: str) -> Client:
    return house.client() if who == "stranger" else people.visit(house, who)


def sizes(house: TrialHouse) -> list[int]:
    """How much stands in the logs, and how many accounts there are."""
    pair = house.node.pair(house.half.peer)
    return [pair.head(house.party).size, pair.head(house.half.peer).size, Account.objects.count()]


def tried(browser: Client, who: str, methods: tuple[str, ...]) -> list[str]:
    """Send every method to every page as somebody; return where the answer is not the one expected."""
    wrong = []
    for page in PAGES:
        for method in methods:
            answer = browser.generic(method, address(page))
            wanted = expected(page, who, method)
            if told(answer) != wanted:
                wrong.append(f"{method} {address(page)}: {told(answer)} ({answer.status_code}), not {wanted}")
    return wrong


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_page_by_every_role(gb, who):
    browser = browser_of(gb, who)
    before = sizes(gb)
    wrong = tried(browser, who, ("GET", "POST"))
    assert not wrong, "\n".join(wrong)
    assert sizes(gb) == before, "an empty form wrote something"


@pytest.mark.parametrize("who", ["finance", "administrator", "stranger"])
def test_every_page_by_every_other_method(gb, who):
    wrong = tried(browser_of(gb, who), who, OTHER_METHODS)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("page", [page for page in PAGES if page.writes], ids=lambda page: page.name)
def test_without_the_token_of_a_form_of_ours_nothing_is_taken(gb, page):
    """Cross-site requests: whoever may write is refused all the same, and nothing is kept of a form from elsewhere."""
    who = "finance" if page.own else next(each for each in EVERYBODY if expected(page, each, "POST") == IN)
    browser = people.visit(gb, who)
    browser.handler.enforce_csrf_checks = True
    before = sizes(gb)
    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = browser.post(address(page), {"title": "planted"}, headers=headers)
        assert answer.status_code == 403
        assert b"planted" not in answer.content
    assert sizes(gb) == before


def test_what_was_typed_is_kept_where_the_form_was_ours(client_of, gb):
    browser = client_of("administrator")
    browser.handler.enforce_csrf_checks = True
    fields = {"name": "keep-this", "stock_code": "and-this", "code": "123456", "c-passphrase": "never this"}
    answer = browser.post("/accounts/add", fields, headers={"Sec-Fetch-Site": "same-origin"})
    page = answer.content.decode()
    assert (answer.status_code, "keep-this" in page, "and-this" in page) == (403, True, True)
    assert "123456" not in page
    assert "never this" not in page
    signed_out = gb.client().post("/accounts/add", fields, headers={"Origin": "http://localhost"})
    assert b"Your session has ended" in signed_out.content
    assert b"keep-this" in signed_out.content


def test_no_page_opens_with_a_session_of_another_node(gb, jp):
    theirs = people.visit(jp, "finance")
    wrong = []
    for page in PAGES:
        theirs.force_login(theirs.account.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        theirs.get("/")
        thief = gb.client()
        thief.cookies["warifu_session"] = theirs.cookies["warifu_session"].value
        answer = thief.get(address(page))
        if not page.open and told(answer) != LOGIN:
            wrong.append(f"{address(page)}: {told(answer)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("seen", "began"), [(sessions.IDLE_SECONDS + 1, 0), (0, sessions.WHOLE_SECONDS + 1)])
def test_no_page_opens_with_an_old_session(gb, seen, began):
    browser = people.visit(gb, "finance")
    wrong = []
    for page in PAGES:
        browser.force_login(browser.account.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        browser.get("/")
        session = browser.session
        session.update({sessions.SEEN: gb.clock() - seen, sessions.BEGAN: gb.clock() - max(seen, began)})
        session.save()
        answer = browser.get(address(page))
        if not page.open and told(answer) != LOGIN:
            wrong.append(f"{address(page)}: {told(answer)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("cookie", ["", "x", "0" * 32, "../../etc/passwd", "';--", "a" * 5000])
def test_a_made_up_session_is_none(gb, cookie):
    browser = gb.client()
    browser.cookies["warifu_session"] = cookie
    assert told(browser.get("/")) == LOGIN


@pytest.mark.parametrize("page", [page for page in PAGES if PLACE.search(page.path)], ids=lambda page: page.name)
def test_names_and_digests_cannot_be_guessed(gb, page):
    """What is not there is not there, whatever is typed into the address; never a fault, never somebody else's."""
    may = {next(who for who in EVERYBODY if expected(page, who, method) == IN) for method in methods_of(page)}
    for browser in (people.visit(gb, who) for who in may):
        for guess in GUESSES:
            for answer in (browser.get(address(page, guess)), browser.post(address(page, guess))):
                assert answer.status_code in {301, 302, 400, 403, 404, 405}, (address(page, guess), answer.status_code)


def test_a_nul_in_a_form_or_an_address_is_no_text(client_of):
    browser = client_of("administrator")
    assert browser.get("/accounts/?q=%00").status_code == 400
    assert browser.post("/accounts/add", {"name": "a\0b"}).status_code == 400
    assert browser.post("/accounts/add", {"na\0me": "a"}).status_code == 400


# --- what every answer carries --------------------------------------------------------------------------------------

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    "path", ["/", "/account/login/", "/account/", "/accounts/", "/nothing/here", "/account/2fa/totp/activate/"]
)
def test_every_answer_carries_the_headers_that_guard_it(client_of, gb, path):
    for browser in (client_of("administrator"), gb.client()):
        answer = browser.get(path)
        assert {name: answer[name] for name in HEADERS} == HEADERS
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert not any("unsafe" in part for part in policy.values())
        assert "camera" in answer["Permissions-Policy"]


def test_no_page_of_signing_in_has_anything_inline(client_of, gb):
    """A strict policy would stop it; the pages must not need it."""
    admin, stranger = client_of("administrator"), gb.client()
    own = ["/account/", "/accounts/", "/accounts/add", "/account/password/change/", "/account/2fa/passkeys/",
           "/account/2fa/passkeys/add/", "/account/logout/"]  # fmt: skip
    pages = [admin.get(path) for path in own] + [stranger.get("/account/login/"), stranger.get("/nothing")]
    for answer in pages:
        page = answer.content.decode()
        assert not re.search(r"<script(?![^>]*(?:src=|application/json))", page)
        assert not re.search(r"\son\w+=|style=\"|javascript:", page)


def test_cookies_are_read_by_no_script_and_sent_by_no_other_site(gb):
    people.account_of(gb, "finance")
    browser = gb.client()
    browser.post("/language", {"language": "ja"})
    browser.get("/account/login/")
    browser.post("/account/login/", {"login": "gb-finance", "password": people.PASSWORD})
    assert set(browser.cookies) == {"warifu_session", "warifu_form", "warifu_language"}
    for cookie in browser.cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Strict", "")


def test_over_tls_cookies_are_bound_to_it():
    from warifu.doors.web import settings

    safe = settings._cookies("GB", secure=True)
    assert all(safe[f"{name}_COOKIE_SECURE"] for name in ("SESSION", "CSRF", "LANGUAGE"))
    assert safe["SESSION_COOKIE_NAME"] == "__Host-warifu_session_gb"
    assert safe["SECURE_HSTS_SECONDS"] > 0
    plain = settings._cookies("JP", secure=False)
    assert plain["SESSION_COOKIE_NAME"] == "warifu_session_jp"
    assert "SECURE_PROXY_SSL_HEADER" not in plain, "nobody in front: nobody may say that the line is safe"


def test_a_host_that_is_not_ours_is_refused_in_words(gb):
    answer = Client(SERVER_NAME="evil.example", raise_request_exception=False, **{ENVIRON: gb}).get("/account/login/")
    assert answer.status_code == 400
    assert b"could not be understood" in answer.content


def test_a_page_that_breaks_says_so_and_shows_nothing_inside(gb, monkeypatch, client_of):
    browser = client_of("administrator")
    browser.raise_request_exception = False
    monkeypatch.setattr("warifu.doors.web.accounts.keeping.listed", lambda _: 1 / 0)
    answer = browser.get("/accounts/")
    assert answer.status_code == 500
    assert b"Something failed on our side" in answer.content
    assert b"ZeroDivision" not in answer.content


def test_the_visit_of_a_trial_is_a_visit(client_of):
    assert isinstance(client_of("finance"), Visit)
