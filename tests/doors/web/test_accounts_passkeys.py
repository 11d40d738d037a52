"""Passkeys: set up, at the door alone and as the second factor, and to confirm a signature; none answers twice."""

from __future__ import annotations

import hashlib
import html
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.doors.web.houses import PASSPHRASE
from tests.doors.web.people import PASSWORD, account_of
from warifu.doors.web.accounts.confirming import NotConfirmedError, confirm
from warifu.doors.web.page import OFFICERS, Page

ADD, ENTER, SECOND = "/account/2fa/passkeys/add/", "/account/2fa/passkeys/login/", "/account/2fa/authenticate/"


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class Passkey:
    """A passkey made of software (WebAuthn level 2, attestation ``none``, ES256); it always asks for its owner."""

    def __init__(self, origin: str = "http://localhost") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.origin, self.count = hashlib.sha256(b"invented").digest(), origin, 0
        self.user = ""

    def _data(self, what: str, challenge: str) -> bytes:
        told = {"type": f"webauthn.{what}", "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _state(self, rp: str, flags: int) -> bytes:
        self.count += 1
        return hashlib.sha256(rp.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def make(self, question: dict[str, Any]) -> str:
        """Answer the question for a new one."""
        asked = question["publicKey"]
        self.user = asked["user"]["id"]
        point = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})
        state = self._state(asked["rp"]["id"], 0x45) + bytes(16) + len(self.id).to_bytes(2) + self.id + public
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": state})
        return self._answer({"clientDataJSON": self._data("create", asked["challenge"]), "attestationObject": made})

    def answer(self, question: dict[str, Any]) -> str:
        """Answer the question of one that there is."""
        asked = question["publicKey"]
        data, state = self._data("get", asked["challenge"]), self._state(asked["rpId"], 0x05)
        signature = self.key.sign(state + hashlib.sha256(data).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": data, "authenticatorData": state, "signature": signature}
        return self._answer(parts | {"userHandle": urlsafe_b64decode(self.user + "==")})

    def _answer(self, parts: dict[str, bytes]) -> str:
        response = {name: text(raw) for name, raw in parts.items()}
        credential = {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response}
        return json.dumps(credential | {"clientExtensionResults": {"credProps": {"rk": True}}})


def question_on(page: Any) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="question">(.*?)</script>', page.content.decode())
    return json.loads(html.unescape(found[1]))


def question_at(browser: Any, address: str) -> Any:
    return browser.get(address, headers={"Accept": "application/json"}).json()["request_options"]


def added(browser: Any, passkey: Passkey) -> Any:
    answer = passkey.make(question_on(browser.get(ADD)))
    return browser.post(ADD, {"name": "Blue key", "passwordless": "on", "credential": answer})


@pytest.fixture
def held(client_of) -> tuple[Any, Passkey]:
    """An officer who has set a passkey up."""
    browser, passkey = client_of("finance"), Passkey()
    assert added(browser, passkey).status_code == 302
    return browser, passkey


def test_a_passkey_is_set_up_renamed_and_taken_away(held):
    browser, _ = held
    page = browser.get("/account/2fa/passkeys/").content.decode()
    assert "Blue key" in page
    number = re.search(r"passkeys/(\d+)/rename/", page)[1]
    for name in ("a\u202eb", "x" * 61):
        refused = browser.post(f"/account/2fa/passkeys/{number}/rename/", {"name": name})
        assert "govuk-error-summary" in refused.content.decode()
    browser.post(f"/account/2fa/passkeys/{number}/rename/", {"name": "鍵"})
    assert "鍵" in browser.get("/account/2fa/passkeys/").content.decode()
    browser.post(f"/account/2fa/passkeys/{number}/remove/")
    assert "No passkey" in browser.get("/account/2fa/passkeys/").content.decode()


def test_nobody_touches_a_passkey_of_somebody_else(held, client_of):
    number = re.search(r"passkeys/(\d+)/rename/", held[0].get("/account/2fa/passkeys/").content.decode())[1]
    for what in ("rename", "remove"):
        for method in ("get", "post"):
            answer = getattr(client_of("orders"), method)(f"/account/2fa/passkeys/{number}/{what}/", {"name": "mine"})
            assert answer.status_code == 404
    assert "Blue key" in held[0].get("/account/2fa/passkeys/").content.decode()


def test_a_passkey_alone_opens_the_door_once_an_answer(held, gb):
    _, passkey = held
    browser = gb.client()
    answer = passkey.answer(question_at(browser, ENTER))
    assert browser.post(ENTER, {"credential": answer})["Location"] == "/"
    assert browser.get("/").status_code == 200
    replayed = gb.client()
    question_at(replayed, ENTER)
    assert replayed.post(ENTER, {"credential": answer})["Location"] == "/account/login/"
    assert replayed.get("/").status_code == 302


@pytest.mark.parametrize(
    "rubbish", ["", "{}", "[]", "null", "x", '{"id": 1}', '{"response": {}}', '{"response": null}']
)
def test_rubbish_instead_of_an_answer_opens_nothing(held, gb, rubbish):
    browser = gb.client()
    question_at(browser, ENTER)
    assert browser.post(ENTER, {"credential": rubbish}).status_code == 302
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize("rubbish", ["{}", "[]", "null", '{"id": 1}', '{"response": {}}', '{"id": "a", "rawId": "b"}'])
def test_rubbish_sets_no_passkey_up(client_of, rubbish):
    browser = client_of("finance")
    browser.get(ADD)
    assert browser.post(ADD, {"name": "x", "credential": rubbish}).status_code == 200
    assert "No passkey" in browser.get("/account/2fa/passkeys/").content.decode()


def test_an_answer_for_another_site_opens_nothing(held, gb):
    _, passkey = held
    passkey.origin = "https://localhost.evil.example"
    browser = gb.client()
    browser.post(ENTER, {"credential": passkey.answer(question_at(browser, ENTER))})
    assert browser.get("/").status_code == 302


def test_a_passkey_is_the_second_factor_after_the_password(held, gb):
    _, passkey = held
    browser = gb.client()
    browser.post("/account/login/", {"login": "gb-finance", "password": PASSWORD})
    answer = passkey.answer(question_on(browser.get(SECOND)))
    assert browser.post(SECOND, {"credential": answer})["Location"] == "/"


# --- confirming a signature ----------------------------------------------------------------------------------------


@pytest.fixture
def sign(gb, monkeypatch):
    """Confirm in the session of a browser, as a signing page would; returns the signer or the code of the refusal."""
    from warifu.doors.web import gate, routes, urls

    outcome: list[Any] = []

    def view(request: Any) -> Any:
        from django.http import HttpResponse

        try:
            outcome.append(confirm(request, request.POST["passphrase"], request.POST.get("code", "")))
        except NotConfirmedError as trouble:
            outcome.append(trouble.code)
        return HttpResponse("done")

    page = Page("trial_sign", "trial/sign", view, reads=OFFICERS, writes=OFFICERS)
    from django.urls import clear_url_caches, path

    monkeypatch.setattr(urls, "urlpatterns", [path(page.path, gate.guarded(page)), *urls.urlpatterns])
    clear_url_caches()
    assert page not in routes.PAGES

    def signed(browser: Any, **typed: str) -> Any:
        assert browser.post("/trial/sign", {"passphrase": PASSPHRASE, **typed}).status_code == 200
        return outcome[-1]

    yield signed
    monkeypatch.undo()
    clear_url_caches()


def asked(browser: Any) -> Any:
    return question_at(browser, "/account/passkey/question")


def test_passphrase_and_passkey_sign_once(held, gb, sign):
    browser, passkey = held
    answer = passkey.answer(asked(browser))
    signer = sign(browser, credential=answer)
    assert signer.public.key_id() == gb.half.officers["finance"].public.key_id()
    assert sign(browser, credential=answer) == "confirm.wrong"
    asked(browser)
    assert sign(browser, credential=answer) == "confirm.wrong", "an answer to another question"


def test_an_answer_is_good_for_a_minute(held, gb, sign):
    browser, passkey = held
    question = asked(browser)
    gb.world.wait(61)
    assert sign(browser, credential=passkey.answer(question)) == "confirm.wrong"
    question = asked(browser)
    gb.world.wait(60)
    assert not isinstance(sign(browser, credential=passkey.answer(question)), str)


def test_the_passkey_of_somebody_else_confirms_nothing(held, client_of, sign):
    _, passkey = held
    other = client_of("orders")
    added(other, Passkey())
    assert sign(other, credential=passkey.answer(asked(other))) == "confirm.wrong"


def test_who_has_no_passkey_is_asked_nothing(client_of):
    assert client_of("orders").get("/account/passkey/question").status_code == 404


@pytest.mark.parametrize("rubbish", ["{}", "[]", "null", "x", "0", '{"id": 1}', '{"response": {"clientDataJSON": 1}}'])
def test_rubbish_instead_of_an_answer_confirms_nothing(held, sign, rubbish):
    browser, _ = held
    asked(browser)
    assert sign(browser, credential=rubbish) == "confirm.wrong"


def test_a_wrong_passphrase_with_a_good_passkey_signs_nothing(held, sign):
    browser, passkey = held
    assert sign(browser, passphrase="another", credential=passkey.answer(asked(browser))) == "confirm.wrong"


def test_a_passkey_of_one_node_does_not_open_another(held, jp):
    _, passkey = held
    account_of(jp, "finance")
    browser = jp.client()
    browser.post(ENTER, {"credential": passkey.answer(question_at(browser, ENTER))})
    assert browser.get("/").status_code == 302
