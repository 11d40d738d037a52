"""Signing in: who comes in, with what, what an account must have first, and what ends a session."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session

from tests.doors.web.houses import PASSPHRASE
from tests.doors.web.people import PASSWORD, SECRET, account_of
from warifu.doors.api import tokens
from warifu.doors.web.accounts import codes, keeping, sessions
from warifu.doors.web.accounts.keeping import AccountError, Wanted
from warifu.doors.web.accounts.models import Account
from warifu.doors.web.calendar.models import Address
from warifu.law.roll import ROLES, Revocation

LOGIN, FACTOR = "/account/login/", "/account/2fa/authenticate/"


def said(answer) -> str:
    """What a page says, without its marks."""
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def code(house, later: int = 0) -> str:
    return codes.code_at(SECRET, house.clock() // codes.STEP_SECONDS + later)


def sign_in(house, name: str, password: str = PASSWORD, **more: Any):
    browser = house.client()
    return browser, browser.post(LOGIN, {"login": name, "password": password, **more})


@pytest.mark.parametrize("role", [*ROLES, "administrator"])
def test_everybody_with_a_role_comes_home(client_of, role):
    answer = client_of(role).get("/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_an_account_without_an_appointment_is_told_so(client_of):
    assert client_of("nobody").get("/").status_code == 403


def test_each_house_has_people_of_its_own(client_of, gb, jp):
    assert "United Kingdom" in said(client_of("finance_officer", gb).get("/"))
    assert "Japan" in said(client_of("finance_officer", jp).get("/"))


def test_who_has_not_signed_in_is_asked_to(gb):
    answer = gb.client().get("/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/"


def test_name_password_and_code_lead_home(gb):
    account_of(gb, "finance")
    browser, answer = sign_in(gb, "gb-finance")
    assert answer["Location"] == FACTOR
    assert browser.get("/").status_code == 302, "the password alone opens nothing"
    answer = browser.post(FACTOR, {"code": code(gb)})
    assert answer["Location"] == "/"
    assert browser.get("/").status_code == 200


def test_the_code_that_opened_the_door_signs_nothing(gb):
    account = account_of(gb, "finance")
    browser, _ = sign_in(gb, "gb-finance")
    browser.post(FACTOR, {"code": code(gb)})
    assert codes.device_of(account, code(gb), gb.clock()) is None
    again, _ = sign_in(gb, "gb-finance")
    assert "used before" in said(again.post(FACTOR, {"code": code(gb)}))


def test_the_key_of_the_session_changes_when_somebody_signs_in(gb):
    account_of(gb, "finance")
    browser = gb.client()
    session = browser.session
    session["planted"] = True
    session.save()
    before = browser.cookies["warifu_session"].value
    browser.post(LOGIN, {"login": "gb-finance", "password": PASSWORD})
    browser.post(FACTOR, {"code": code(gb)})
    assert browser.cookies["warifu_session"].value != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(("name", "password"), [("gb-finance", "wrong"), ("nobody-at-all", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_look_the_same(gb, name, password):
    account_of(gb, "finance")
    _, answer = sign_in(gb, name, password)
    assert answer.status_code == 200
    assert "The account name or the password is not right" in said(answer)


def test_an_unknown_name_costs_as_much_as_a_known_one(gb, monkeypatch):
    """Each try hashes once, so that the time tells nothing."""
    account_of(gb, "finance")
    from django.contrib.auth.hashers import ScryptPasswordHasher

    hashed: list[str] = []
    encode = ScryptPasswordHasher.encode
    monkeypatch.setattr(
        ScryptPasswordHasher, "encode", lambda self, *given, **named: hashed.append("") or encode(self, *given, **named)
    )
    sign_in(gb, "gb-finance", "wrong")
    known = len(hashed)
    sign_in(gb, "nobody-at-all", "wrong")
    assert known == len(hashed) - known == 1


@pytest.mark.parametrize(("language", "title"), [("en-gb", "Too many wrong attempts"), ("ja", "認証の失敗回数")])
def test_after_five_wrong_passwords_the_name_is_locked_out_at_that_address(gb, language, title):
    account_of(gb, "finance")
    account_of(gb, "orders")
    for tried in range(5):
        browser, answer = sign_in(gb, "gb-finance", f"wrong {tried}")
    assert answer.status_code == 429
    browser = gb.client()
    browser.cookies["warifu_language"] = language
    answer = browser.post(LOGIN, {"login": "gb-finance", "password": PASSWORD})
    assert (answer.status_code, title in said(answer)) == (429, True)
    assert browser.get("/").status_code == 302
    assert sign_in(gb, "gb-orders")[1]["Location"] == FACTOR
    elsewhere = gb.client(REMOTE_ADDR="127.0.0.9").post(LOGIN, {"login": "gb-finance", "password": PASSWORD})
    assert elsewhere["Location"] == FACTOR


def test_what_was_tried_is_counted_and_not_kept(gb):
    account_of(gb, "finance")
    sign_in(gb, "gb-finance", "nearly my password")
    kept = "".join(str(value) for row in AccessAttempt.objects.values() for value in row.values())
    assert "gb-finance" in kept
    assert "nearly" not in kept


def test_wrong_codes_are_counted_and_locked_like_passwords(gb):
    account_of(gb, "finance")
    browser, _ = sign_in(gb, "gb-finance")
    for _ in range(5):
        answer = browser.post(FACTOR, {"code": "000000"})
    answer = browser.post(FACTOR, {"code": code(gb)})
    assert "nothing is accepted for 15 minutes" in said(answer)
    gb.world.wait(15 * 60)
    assert browser.post(FACTOR, {"code": code(gb)})["Location"] == "/"


def test_only_addresses_of_this_node_are_followed_after_signing_in(gb):
    account_of(
        gb,
        "auditor",
    )
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        browser, answer = sign_in(gb, "gb-auditor", next=target)
        answer = browser.post(FACTOR, {"code": code(gb)})
        assert "evil" not in answer["Location"]
        assert "javascript" not in answer["Location"]
        gb.world.wait(90)
    browser, _ = sign_in(gb, "gb-auditor", next="/packs/?x=1")
    assert browser.post(FACTOR, {"code": code(gb)})["Location"] == "/packs/?x=1"
    for target in ("https://evil.example/", "//evil.example"):
        answer = gb.client().post("/language", {"language": "ja", "next": target})
        assert "evil" not in answer["Location"]


@pytest.mark.parametrize(
    "address",
    [
        "signup/", "email/", "confirm-email/", "confirm-email/x/", "password/reset/", "password/reset/done/",
        "password/reset/key/1-x/", "password/set/", "login/code/", "login/code/confirm/", "3rdparty/", "social/signup/",
        "2fa/webauthn/signup/", "signup/passkey/", "phone/verify/",
    ],
)  # fmt: skip
def test_nobody_signs_up_and_nothing_goes_by_mail(gb, client_of, address):
    assert gb.client().get(f"/account/{address}").status_code == 404
    assert client_of("finance").post(f"/account/{address}", {"email": "x@example.org"}).status_code == 404
    assert get_user_model().objects.count() == 1


# --- setting up ---------------------------------------------------------------------------------------------------


def made(house, name: str = "new", **wanted: Any) -> str:
    wanted = {"key_name": "finance"} | wanted
    return keeping.add(house, "JP" if house.party == "GB" else "GB", Wanted(name, **wanted))


def test_a_new_account_can_reach_only_what_sets_it_up(gb):
    password = made(gb)
    browser, answer = sign_in(gb, "new", password)
    assert answer["Location"] == "/"
    for address in ("/", "/accounts/", "/accounts/add"):
        assert browser.get(address)["Location"] == "/account/"
    assert browser.post("/accounts/add", {})["Location"] == "/account/"
    shown = said(browser.get("/account/"))
    assert "Finish setting up" in shown
    assert "Choose a password" in shown


def test_password_then_device_then_recovery_codes_and_all_pages_open(gb):
    password = made(gb)
    browser, _ = sign_in(gb, "new", password)
    own = {"oldpassword": password, "password1": "a password of my own", "password2": "a password of my own"}
    assert browser.post("/account/password/change/", own)["Location"] == "/account/"
    assert browser.get("/")["Location"] == "/account/", "the second factor is still lacking"
    page = browser.get("/account/2fa/totp/activate/")
    assert "data:image/svg+xml;base64" in page.content.decode()
    secret = browser.session["mfa.totp.secret"]
    shown = codes.code_at(secret, gb.clock() // 30)
    answer = browser.post("/account/2fa/totp/activate/", {"code": shown})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    sheet = re.findall(r"<code>(\d{4} \d{4})</code>", browser.get(answer["Location"]).content.decode())
    assert len(set(sheet)) == 10
    assert "<code>" not in browser.get(answer["Location"]).content.decode(), "shown once"
    assert browser.get("/").status_code == 200
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    gb.world.wait(60)
    again, _ = sign_in(gb, "new", "a password of my own")
    assert again.post(FACTOR, {"code": sheet[0]})["Location"] == "/"
    third, _ = sign_in(gb, "new", "a password of my own")
    assert "not right" in said(third.post(FACTOR, {"code": sheet[0]})), "a recovery code works once"


def test_the_code_that_set_a_device_up_is_used(gb):
    browser, _ = sign_in(gb, "new", made(gb))
    browser.get("/account/2fa/totp/activate/")
    shown = codes.code_at(browser.session["mfa.totp.secret"], gb.clock() // 30)
    browser.post("/account/2fa/totp/activate/", {"code": shown})
    assert codes.device_of(Account.objects.get(user__username="new"), shown, gb.clock()) is None


@pytest.mark.parametrize(
    ("typed", "en", "ja"),
    [
        ("short", "too short", "短すぎます"),
        ("password1234", "too common", "一般的"),
        ("new-account", "similar", "似"),
    ],
)
def test_a_poor_password_is_refused_in_both_languages(gb, typed, en, ja):
    password = made(gb, "new-accounts")
    browser, _ = sign_in(gb, "new-accounts", password)
    for language, words in (("en-gb", en), ("ja", ja)):
        browser.cookies["warifu_language"] = language
        fields = {"oldpassword": password, "password1": typed, "password2": typed}
        answer = browser.post("/account/password/change/", fields)
        assert answer.status_code == 200
        assert words in said(answer)


def test_a_one_time_password_is_good_for_three_days(gb):
    password = made(gb)
    gb.world.wait(keeping.ISSUED_SECONDS + 1)
    browser, answer = sign_in(gb, "new", password)
    assert "more than three days ago" in said(answer)
    assert browser.get("/").status_code == 302


def test_the_last_factor_of_who_signs_cannot_be_taken_away(gb):
    account_of(gb, "finance")
    browser, _ = sign_in(gb, "gb-finance")
    browser.post(FACTOR, {"code": code(gb)})
    gb.world.wait(11 * 60)
    assert browser.get("/account/2fa/totp/deactivate/")["Location"].startswith("/account/reauthenticate/")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    assert "last second factor" in said(browser.get("/account/2fa/totp/deactivate/"))
    browser.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(type="totp").count() == 1


# --- the end of a session -----------------------------------------------------------------------------------------


def ended(browser, why: str) -> None:
    """The session opens nothing any more, and the page where one signs in says why."""
    assert browser.get("/")["Location"].startswith(LOGIN)
    assert why in said(browser.get(LOGIN))
    assert browser.get("/")["Location"].startswith(LOGIN)


def test_a_session_ends_after_half_an_hour_without_a_touch(client_of, gb):
    browser = client_of("finance")
    browser.get("/")
    for _ in range(3):
        gb.world.wait(sessions.IDLE_SECONDS)
        assert browser.get("/").status_code == 200
    gb.world.wait(sessions.IDLE_SECONDS + 1)
    ended(browser, "nothing was done for 30 minutes")


def test_a_session_ends_after_twelve_hours_however_busy(client_of, gb):
    browser = client_of("finance")
    for _ in range(48):
        assert browser.get("/").status_code == 200
        gb.world.wait(15 * 60)
    assert browser.get("/").status_code == 200
    gb.world.wait(1)
    ended(browser, "after 12 hours")


def test_a_session_dies_with_the_role_it_began_with(client_of, gb):
    browser, other = client_of("cashier"), client_of("finance")
    assert browser.get("/").status_code == other.get("/").status_code == 200
    gb.half.roll("revocation", Revocation("appointment", number="GB-A-007"))
    ended(browser, "one of your appointments has ended")
    assert other.get("/").status_code == 200


def test_old_sessions_die_with_the_password(gb):
    account_of(gb, "finance")
    first, _ = sign_in(gb, "gb-finance")
    first.post(FACTOR, {"code": code(gb)})
    gb.world.wait(60)
    second, _ = sign_in(gb, "gb-finance")
    second.post(FACTOR, {"code": code(gb)})
    fields = {"oldpassword": PASSWORD, "password1": "quite another one", "password2": "quite another one"}
    assert second.post("/account/password/change/", fields)["Location"] == "/account/"
    assert first.get("/").status_code == 302
    assert second.get("/").status_code == 200


def test_guessing_the_present_password_in_an_open_session_is_counted(client_of):
    browser = client_of("finance")
    for tried in range(5):
        fields = {"oldpassword": f"wrong {tried}", "password1": "quite another one", "password2": "quite another one"}
        browser.post("/account/password/change/", fields)
    fields["oldpassword"] = PASSWORD
    assert "nothing is accepted" in said(browser.post("/account/password/change/", fields))


def test_a_stolen_cookie_of_another_node_opens_nothing(client_of, gb, jp):
    browser = client_of("finance", gb)
    browser.get("/")
    thief = jp.client()
    thief.cookies["warifu_session"] = browser.cookies["warifu_session"].value
    assert thief.get("/")["Location"].startswith(LOGIN)
    assert browser.get("/").status_code == 302, "a session that was carried elsewhere is ended"


def test_an_auditor_of_one_node_is_nobody_at_another(client_of, gb, jp):
    account = account_of(gb, "auditor")
    browser = jp.client()
    browser.post(LOGIN, {"login": "gb-auditor", "password": PASSWORD})
    browser.post(FACTOR, {"code": code(jp)})
    assert account.party == "GB"
    assert browser.get("/").status_code == 302


def test_one_session_of_several_can_be_ended(gb):
    account_of(gb, "finance")
    browsers = []
    for _ in range(3):
        browser, _ = sign_in(gb, "gb-finance")
        browser.post(FACTOR, {"code": code(gb)})
        browsers.append(browser)
        gb.world.wait(60)
    page = browsers[2].get("/account/").content.decode()
    listed = sorted(int(each) for each in re.findall(r'name="session" value="(\d+)"', page))
    assert len(listed) == 2, "one's own is not offered"
    assert browsers[2].post("/account/sessions/end", {"session": listed[0]})["Location"] == "/account/"
    assert [each.get("/").status_code for each in browsers] == [302, 200, 200]
    browsers[2].post("/account/sessions/")
    assert [each.get("/").status_code for each in browsers] == [302, 302, 200]


def test_nobody_ends_a_session_of_somebody_else(gb, client_of):
    account_of(gb, "finance")
    other, _ = sign_in(gb, "gb-finance")
    other.post(FACTOR, {"code": code(gb)})
    page = other.get("/account/").content.decode()
    assert "This session" in page
    from allauth.usersessions.models import UserSession

    theirs = UserSession.objects.get(user__username="gb-finance")
    assert client_of("orders").post("/account/sessions/end", {"session": theirs.pk}).status_code == 404
    for guess in ("0", "-1", "x", "", "9" * 30):
        assert client_of("orders").post("/account/sessions/end", {"session": guess}).status_code == 404
    assert other.get("/").status_code == 200


# --- keeping accounts ---------------------------------------------------------------------------------------------


def test_an_account_is_bound_to_the_person_and_key_of_the_roll(gb):
    made(gb, "yuki.tanaka")
    account = Account.objects.get(user__username="yuki.tanaka")
    assert (account.person, bytes(account.key_id)) == ("GB-006", gb.half.officers["finance"].public.key_id())
    assert (account.party, account.one_time) == ("GB", True)


@pytest.mark.parametrize(
    ("wanted", "code_"),
    [
        (Wanted("x y", "finance"), "account.name_bad"),
        (Wanted("<script>", "finance"), "account.name_bad"),
        (Wanted("x" * 61, "finance"), "account.name_bad"),
        (Wanted("", "finance"), "account.name_bad"),
        (Wanted("new"), "account.grants_nothing"),
        (Wanted("new", administrator=True, auditor=True), "account.auditor_alone"),
        (Wanted("new", "nobodys-key"), "key.lost"),
        (Wanted("new", "stray"), "key.not_on_roll"),
        (Wanted("new", "finance", person="GB-999"), "account.person_keys"),
        (Wanted("TAKEN", "finance"), "account.name_taken"),
        (Wanted("ＴＡＫＥＮ", "finance"), "account.name_taken"),
        (Wanted("new", "orders"), "account.key_taken"),
        (Wanted("new", "finance", ceiling="GB-GSC|2014-04-02|ULTRA"), "label.unknown_marking"),
    ],
)
def test_what_no_account_can_be(gb, wanted, code_):
    from warifu.core import keys

    gb.half.officers["stray"] = keys.ed25519_from_seed(bytes(32))
    made(gb, "taken", key_name="orders")
    with pytest.raises(Exception) as trouble:
        keeping.add(gb, "JP", wanted)
    assert getattr(trouble.value, "code", trouble.value) == code_


def test_a_reset_takes_factors_and_sessions_away(client_of, gb):
    browser = client_of("finance")
    assert browser.get("/").status_code == 200
    password = keeping.reset(gb, "gb-finance")
    assert browser.get("/").status_code == 302
    assert not Authenticator.objects.exists()
    again, _ = sign_in(gb, "gb-finance", password)
    assert again.get("/")["Location"] == "/account/"


def test_a_reset_ends_tokens_and_calendars_for_good(client_of, gb):
    """A secret that was made with the old factor does not come back when its owner has set up anew."""
    browser, other = client_of("finance"), client_of("liaison_officer")
    secrets = {}
    for each in (browser.account, other.account):
        token = tokens.make(each, "feeder", ("finance_officer", "liaison_officer"), gb.clock(), 86_400)
        Address.objects.create(
            account=each, digest=sha256(token.encode()).digest(), peer="JP", language="en", made=gb.clock(),
            role="finance_officer" if each == browser.account else "liaison_officer",
        )  # fmt: skip
        secrets[each.pk] = token

    def told(account) -> tuple[int, int]:
        visit, secret = gb.client(), secrets[account.pk]
        asked = visit.get("/api/v1/status", headers={"Authorization": f"Bearer {secret}"})
        return asked.status_code, visit.get(f"/feeds/calendar/{secret}.ics").status_code

    assert told(browser.account) == told(other.account) == (200, 200)
    keeping.reset(gb, "gb-finance")
    assert told(browser.account) == (401, 404)
    Account.objects.filter(pk=browser.account.pk).update(one_time=False)
    TOTP.activate(browser.account.user, SECRET)
    assert client_of("finance").get("/").status_code == 200, "set up anew"
    assert told(browser.account) == (401, 404)
    assert told(other.account) == (200, 200)


def test_a_closed_account_opens_nothing(client_of, gb):
    browser = client_of("finance")
    browser.get("/")
    keeping.close(gb, "gb-finance")
    assert browser.get("/").status_code == 302
    _, answer = sign_in(gb, "gb-finance")
    assert answer["Location"] == "/account/inactive/"
    for change in (keeping.close, keeping.reset):
        with pytest.raises(AccountError):
            change(gb, "gb-finance")


def test_the_last_administrator_is_not_closed(client_of, gb):
    client_of("administrator")
    with pytest.raises(AccountError) as trouble:
        keeping.close(gb, "gb-administrator")
    assert trouble.value.code == "account.last_administrator"
    made(gb, "second", key_name="", administrator=True)
    keeping.close(gb, "gb-administrator")


def test_the_administrator_adds_an_account_with_a_fresh_code(client_of, gb):
    browser = client_of("administrator")
    fields = {"name": "new", "officer": "finance", "code": browser.code()}
    answer = browser.post("/accounts/add", fields)
    password = re.search(r"<code>([2-9a-z-]{23})</code>", answer.content.decode())
    assert password
    assert "no-store" in answer["Cache-Control"]
    assert sign_in(gb, "new", password[1])[1]["Location"] == "/"
    assert "used before" in said(browser.post("/accounts/add", fields | {"name": "second", "officer": "orders"}))
    assert not Account.objects.filter(user__username="second").exists()


def test_nothing_typed_is_lost_when_an_account_is_refused(client_of):
    browser = client_of("administrator")
    answer = browser.post("/accounts/add", {"name": "keep-this-name", "officer": "finance", "code": "000000"})
    page = answer.content.decode()
    assert 'value="keep-this-name"' in page
    assert '<option value="finance" selected>' in page
    assert "000000" not in page


@pytest.mark.parametrize("what", ["reset", "close"])
def test_reset_and_close_ask_for_a_code_and_for_an_account_that_there_is(client_of, gb, what):
    browser = client_of("administrator")
    made(gb)
    assert browser.get(f"/accounts/nobody-at-all/{what}").status_code == 404
    assert browser.get(f"/accounts/new/{what}").status_code == 200
    assert "not right" in said(browser.post(f"/accounts/new/{what}", {"code": "123456"}))
    answer = browser.post(f"/accounts/new/{what}", {"code": browser.code()})
    assert answer.status_code == (200 if what == "reset" else 302)
    assert "closed" in said(browser.get("/accounts/")) or what == "reset"


def test_fields_that_a_form_does_not_have_reach_nothing(client_of, gb):
    """Mass assignment: what the model has and the form has not is passed over."""
    browser = client_of("administrator")
    more = {"is_superuser": "1", "is_staff": "1", "user": "1", "id": "1", "party": "JP", "key_id": "00", "one_time": "",
            "held_until": "1", "step": "9", "password": "known to me", "pk": "1"}  # fmt: skip
    browser.post("/accounts/add", {"name": "new", "officer": "finance", "code": browser.code(), **more})
    account = Account.objects.select_related("user").get(user__username="new")
    user: Any = account.user
    assert (user.is_superuser, user.is_staff, account.party, account.one_time) == (False, False, "GB", True)
    assert (account.held_until, account.step) == (0, 0)
    assert not user.check_password("known to me")
    own, _ = client_of("finance"), None
    own.post("/account/", {"administrator": "1", "auditor": "1"})
    own.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": "quite another one",
                                           "password2": "quite another one", "administrator": "on"})  # fmt: skip
    assert not Account.objects.get(user__username="gb-finance").administrator


@pytest.mark.parametrize(
    ("ceiling", "written", "seen"),
    [
        ("", "GB-GSC|2014-04-02|OFFICIAL-SENSITIVE", True),
        ("GB-GSC|2014-04-02|OFFICIAL", "", True),
        ("GB-GSC|2014-04-02|OFFICIAL", "GB-GSC|2014-04-02|OFFICIAL", True),
        ("GB-GSC|2014-04-02|OFFICIAL", "GB-GSC|2014-04-02|OFFICIAL-SENSITIVE", False),
        ("GB-GSC|2014-04-02|OFFICIAL", "JP-ADMIN|draft|部内限り", False),
        ("GB-GSC|2014-04-02|OFFICIAL-SENSITIVE", "JP-ADMIN|draft|注意", True),
        ("JP-ADMIN|draft|部内限り", "JP-ADMIN|draft|注意", True),
        ("", "X|1|of a scheme that is not known", False),
        ("GB-GSC|2014-04-02|OFFICIAL", "X|1|of a scheme that is not known", False),
    ],
)
def test_a_ceiling_hides_what_is_marked_higher(gb, ceiling, written, seen):
    from django.test import RequestFactory

    from warifu.doors.web.accounts.visitor import visitor_of
    from warifu.node.sighting import level_of

    made(gb, ceiling=ceiling)
    request: Any = RequestFactory().get("/")
    request.house, request.peer, request.user = gb, "JP", Account.objects.get(user__username="new").user
    visitor = visitor_of(request)
    assert visitor
    assert visitor.seeing.sees(level_of(gb.node.schemes, written.split("|") if written else ()), "") is seen


def test_sessions_whose_time_has_run_out_are_forgotten(client_of):
    browser = client_of("finance")
    browser.get("/")
    from datetime import UTC, datetime

    Session.objects.update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    sessions.sweep()
    assert not Session.objects.exists()


# --- the passphrase of one's own key ------------------------------------------------------------------------------


def test_an_officer_puts_the_own_key_under_another_passphrase(client_of, gb, monkeypatch):
    changed: list[tuple[str, str, str]] = []
    monkeypatch.setattr(gb.opened, "rewrap", lambda *told: changed.append(told))
    browser = client_of("finance")
    fields = {"passphrase": PASSPHRASE, "new": "words of my own choice", "again": "words of my own choice"}
    assert browser.post("/account/passphrase", fields | {"code": browser.code()})["Location"] == "/account/"
    assert changed == [("finance", PASSPHRASE, "words of my own choice")]
    assert "not right" in said(browser.post("/account/passphrase", fields | {"code": browser.code()}))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"passphrase": "wrong one altogether"}, "The passphrase or the code is not right"),
        ({"code": "000000"}, "The passphrase or the code is not right"),
        ({"code": ""}, "Enter the code"),
        ({"new": "short", "again": "short"}, "too short: at least 12"),
        ({"again": "another one than before"}, "differ"),
        ({"new": PASSPHRASE, "again": PASSPHRASE}, "is the present one"),
        ({"new": "x" * 1025, "again": "x" * 1025}, "too long: at most 1024"),
    ],
)
def test_a_passphrase_is_not_changed_by_halves(client_of, gb, monkeypatch, change, told):
    changed: list[Any] = []
    monkeypatch.setattr(gb.opened, "rewrap", lambda *told: changed.append(told))
    browser = client_of("finance")
    fields = {"passphrase": PASSPHRASE, "new": "words of my own choice", "again": "words of my own choice"}
    answer = browser.post("/account/passphrase", fields | {"code": browser.code()} | change)
    assert told.lower() in said(answer).lower()
    assert not changed
    assert not any(word in answer.content.decode() for word in ("words of my own", PASSPHRASE))


def test_who_has_no_key_has_no_passphrase(client_of):
    assert client_of("administrator").get("/account/passphrase").status_code == 404
