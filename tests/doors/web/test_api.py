"""The API: what a token may see and sign, what is done once, and errors that say what to do in both languages."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.doors.web.people import account_of, visit
from tests.world import play_of
from warifu.core.quantity import Quantity
from warifu.doors.api import tokens
from warifu.doors.api.models import Done, Token
from warifu.doors.demo.play import Order, line, setting
from warifu.doors.labels import binding, reading
from warifu.doors.web.house import ENVIRON
from warifu.rooms.logistics.acts import Request

WATER = line(1, "water", "Water, potable", Quantity(Decimal(10_000), "L"))
DAY = 86_400


class Caller:
    """A national system that asks a house with a token."""

    def __init__(self, house: Any, role: str, roles: tuple[str, ...] = ()) -> None:
        browser = visit(house, role)
        self.house, self.passphrase, self.account = house, browser.passphrase, browser.account
        self.text = tokens.make(self.account, "feeder", roles or (role,), house.clock(), DAY)
        self.client = Client(SERVER_NAME="localhost", **{ENVIRON: house})

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{address}", headers={"Authorization": f"Bearer {self.text}", **headers})

    def post(self, address: str, body: Any, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.text}"} | ({"Idempotency-Key": key} if key else {})
        return self.client.post(f"/api/v1{address}", json.dumps(body), "application/json", headers=headers)


@pytest.fixture
def asked(world) -> Order:
    world.exchange()
    play = play_of(world)
    body = Request(
        play.today, "GB-CALDER-26-0901", setting(play, "exercise", "JP"), "CALDER", "HAYASE", (WATER,), "return"
    )
    return Order(play, play.gb, play.jp, body).ask("exercise")


def desk(house: Any, code: str = "DUNE") -> dict[str, Any]:
    """A draft that the appointing officer may sign: a desk on the roll."""
    roll = house.node.pair("JP").rolls["GB"]
    return {
        "kind": "parties/desk",
        "desk": "ROOT",
        "case": roll.founded.hex(),
        "body": {"code": code, "name": "Camp Dune", "name_ja": "砂丘駐屯地"},
    }


def test_the_document_is_openapi_3_1_and_open_to_whoever_has_a_token(gb):
    document = Caller(gb, "auditor").get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {"/api/v1/cases", "/api/v1/acts"} <= set(document["paths"])


@pytest.mark.parametrize("text", ["", "wft_", "wft_" + "x" * 43, "Bearer", "\x00"])
def test_without_a_good_token_nothing_is_told(gb, text):
    client = Client(SERVER_NAME="localhost", **{ENVIRON: gb})
    answer = client.get("/api/v1/status", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["ja"]


def test_a_session_of_the_pages_opens_nothing_here(client_of):
    assert client_of("auditor").get("/api/v1/status").status_code == 401


def test_a_token_ends_when_it_is_ended_and_when_its_time_is_over(gb, world):
    caller = Caller(gb, "auditor")
    assert caller.get("/status").status_code == 200
    assert tokens.end(caller.account, Token.objects.get().pk)
    assert caller.get("/status").status_code == 401
    late = Caller(gb, "auditor")
    world.wait(DAY + 1)
    assert late.get("/status").status_code == 401


def test_a_token_never_has_more_than_its_officer(gb):
    caller = Caller(gb, "receiving_officer", ("appointing_officer", "finance_officer"))
    assert caller.get("/status").status_code == 403
    assert caller.post("/acts", desk(gb) | {"passphrase": caller.passphrase}, "k").status_code == 403


def test_cases_are_listed_and_told(gb, asked):
    caller = Caller(gb, "ordering_officer")
    items = caller.get("/cases?turn=JP").json()["items"]
    assert [each["number"] for each in items] == [asked.request.number]
    told = caller.get(f"/cases/{asked.case.hex()}").json()
    assert told["acts"][0]["kind"] == "logistics/request"
    assert Caller(gb, "far", ("ordering_officer",)).get(f"/cases/{asked.case.hex()}").status_code == 404
    assert caller.get(f"/cases/{'0' * 64}").status_code == 404
    assert caller.get("/cases/zz").status_code == 422


@pytest.mark.parametrize(
    "address", ["/status", "/kinds", "/packs", "/statement", "/logs/verify", "/cases?room=programme"]
)
def test_what_an_auditor_reads(gb, asked, address):
    answer = Caller(gb, "auditor").get(address)
    assert answer.status_code == 200, answer.content


def test_the_shape_of_every_kind_is_told(gb):
    caller = Caller(gb, "auditor")
    for each in caller.get("/kinds").json():
        shape = caller.get(f"/kinds/{each['kind']}")
        assert shape.status_code == 200, each
        assert shape.json()["body"]
    assert caller.get("/kinds/nix").status_code in {404, 422}


def test_a_draft_is_judged_without_being_signed(gb):
    caller = Caller(gb, "appointing_officer")
    size = gb.node.pair("JP").head("GB").size
    good = caller.post("/drafts/check", desk(gb))
    assert good.json()["permitted"], good.content
    bad = caller.post("/drafts/check", desk(gb, ""))
    assert not bad.json()["permitted"]
    assert bad.json()["findings"][0]["ja"]
    assert gb.node.pair("JP").head("GB").size == size


def test_an_act_is_signed_once_however_often_it_is_sent(gb):
    caller = Caller(gb, "appointing_officer")
    size = gb.node.pair("JP").head("GB").size
    body = desk(gb) | {"passphrase": caller.passphrase}
    first, again = caller.post("/acts", body, "key-1"), caller.post("/acts", body, "key-1")
    assert first.status_code == 201, first.content
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert caller.post("/acts", desk(gb, "HILL") | {"passphrase": caller.passphrase}, "key-1").status_code == 422
    assert caller.post("/acts", body).status_code == 400, "without a key"
    assert gb.node.pair("JP").head("GB").size == size + 1


def test_two_at_the_same_time_are_one(gb):
    caller = Caller(gb, "appointing_officer")
    body = desk(gb) | {"passphrase": caller.passphrase}
    assert caller.post("/acts", body, "key-2").status_code == 201
    Done.objects.update(answer="", status=0)  # as if the first were still being worked on
    assert caller.post("/acts", body, "key-2").status_code == 409


def test_a_refusal_has_every_finding_in_both_languages(gb):
    caller = Caller(gb, "appointing_officer")
    answer = caller.post("/acts", desk(gb, "") | {"passphrase": caller.passphrase}, "k")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert all(each["en"] and each["ja"] for each in answer.json()["findings"])


def test_a_wrong_passphrase_signs_nothing_and_is_counted(gb):
    caller = Caller(gb, "appointing_officer")
    answers = [caller.post("/acts", desk(gb) | {"passphrase": "wrong"}, f"k{at}").status_code for at in range(8)]
    assert answers[0] == 403
    assert answers[-1] == 429
    right = caller.post("/acts", desk(gb) | {"passphrase": caller.passphrase}, "k9")
    assert right.status_code == 429, "locked for the right one too"


@pytest.mark.parametrize(
    "broken",
    [
        "{", "[]", "null", '{"kind": 1}', '{"kind": "nix", "desk": "A", "body": {}}',
        '{"kind": "parties/desk", "desk": "A", "body": {}, "unknown": 1}',
        '{"kind": "parties/desk", "desk": "A", "body": {"code": 5}}',
        '{"kind": "parties/pin", "desk": "A", "body": {}}',
    ],
)  # fmt: skip
def test_a_body_of_another_form_is_told_so(gb, broken):
    caller = Caller(gb, "appointing_officer")
    headers = {"Authorization": f"Bearer {caller.text}"}
    answer = caller.client.post("/api/v1/drafts/check", broken, "application/json", headers=headers)
    assert answer.status_code in {400, 404, 422}, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["en"]
    assert answer.json()["ja"]


def test_a_file_goes_with_the_act(gb):
    caller = Caller(gb, "appointing_officer")
    file = {
        "content": base64.b64encode(b"%PDF-1.7 a scan, invented").decode(),
        "media": "application/pdf",
        "paper": "scan",
    }
    signed = caller.post("/acts", desk(gb) | {"files": [file], "passphrase": caller.passphrase}, "k")
    assert signed.status_code == 201, signed.content
    assert caller.post("/drafts/check", desk(gb) | {"files": [file | {"content": "!"}]}).status_code == 422


def test_who_has_not_set_up_the_account_has_no_use_of_a_token(gb):
    account = account_of(gb, "nobody")
    text = tokens.make(account, "x", ("auditor",), gb.clock(), DAY)
    client = Client(SERVER_NAME="localhost", **{ENVIRON: gb})
    assert client.get("/api/v1/status", headers={"Authorization": f"Bearer {text}"}).status_code in {401, 403}


def test_a_token_is_made_on_its_page_and_shown_once(client_of):
    browser = client_of("finance_officer")
    typed = {"name": "supply system", "roles": ["finance_officer"], "days": "30", "code": browser.code()}
    page = browser.post("/account/tokens", typed).content.decode()
    text = page[page.index(tokens.BEGINNING) :].split("<", 1)[0]
    assert browser.get("/account/tokens").content.decode().count(text) == 0
    headers = {"Authorization": f"Bearer {text}"}
    assert browser.get("/api/v1/status", headers=headers).status_code == 200
    for name in ("a\u202eb", "a\u0007b", "two\nlines"):
        refused = browser.post("/account/tokens", typed | {"name": name, "code": browser.code(1)})
        assert refused.status_code == 422
        assert "characters that cannot be seen" in refused.content.decode()
    more = browser.post("/account/tokens", typed | {"roles": ["appointing_officer"], "code": browser.code(1)})
    assert more.status_code == 422, "no role that one does not hold"
    which = Token.objects.get().pk
    assert client_of("issuing_officer").post(f"/account/tokens/{which}/end").status_code == 404, "nobody else's"
    assert browser.post(f"/account/tokens/{which}/end").status_code == 302
    assert browser.get("/api/v1/status", headers=headers).status_code == 401


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_of_the_api_shows_every_operation(client_of, language):
    browser = client_of("auditor")
    page = browser.get("/api/", headers={"Accept-Language": language}).content.decode()
    document = browser.get("/api/openapi.json").json()
    assert all(path in page for path in document["paths"])


def test_the_label_of_an_act_is_told_and_bound_to_it(asked, gb):
    caller = Caller(gb, "ordering_officer")
    case = asked.case.hex()
    answer = caller.get(f"/acts/{case}/label")
    assert answer.status_code == 200
    found = answer.json()
    assert (found["own"]["classification"], found["other"]["classification"]) == ("OFFICIAL", "UNMARKED")
    assert found["undecided"] == []
    bound = binding.read(reading.parse(found["xml"].encode()))
    assert bound.addresses == (binding.named(asked.case),)
    assert caller.get(f"/acts/{case}/label?way=up").status_code == 422
    assert caller.get(f"/acts/{'ab' * 32}/label").status_code == 404
