"""What people send who mean harm, or whose browser is broken: no fault of ours, and nothing that is not theirs."""

from __future__ import annotations

import html
import json
import re
from hashlib import sha256
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.doors.web.test_acting import officers, play, requested  # noqa: F401  fixtures
from tests.doors.web.test_acting_trouble import begun, review_of, token_of, writer  # noqa: F401  a fixture
from tests.doors.web.test_api import Caller, asked, desk  # noqa: F401  a fixture
from tests.doors.web.writing import Form, findings, seen_on
from warifu.core.errors import LogError, StoreError, ValueTroubleError, WireError
from warifu.core.exact import parse_decimal
from warifu.doors import sentences
from warifu.doors.api.models import Done
from warifu.doors.web import acting_prepared, exchanging
from warifu.doors.web.drafts import keeping
from warifu.doors.web.drafts.models import Draft
from warifu.doors.web.forming import typed
from warifu.doors.web.house import ENVIRON
from warifu.law.roll import Desk
from warifu.record import queries_pages
from warifu.record.queries_sight import Seeing

DIGITS = "9" * 5000


@pytest.mark.parametrize("blank", ["%0a", "%0d%0a", "%20"])
def test_a_digest_has_one_form_and_no_header_holds_a_line_break(client_of, world, asked, blank):  # noqa: F811
    visit, case = client_of("auditor"), asked.case.hex()
    world.exchange()
    broken = case[:2] + blank + case[2:]
    assert visit.get(f"/cases/{case}/acts/{case}/form.pdf").status_code == 200
    assert visit.get(f"/logs/proof/{case}").status_code == 200
    assert visit.get(f"/cases/{case}/acts/{broken}/form.pdf").status_code == 404
    assert visit.get(f"/logs/proof/{broken}").status_code == 404


def test_the_proof_of_an_act_is_for_those_who_may_see_its_case(client_of, gb, world, asked):  # noqa: F811
    world.exchange()
    case, visit, caller = asked.case.hex(), client_of("liaison_officer"), Caller(gb, "auditor")
    assert visit.get(f"/logs/proof/{case}").status_code == 200
    assert caller.get(f"/logs/proof/{case}").status_code == 200
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries_pages, "seen", lambda *_: False)
        assert visit.get(f"/logs/proof/{case}").status_code == 404
        assert caller.get(f"/logs/proof/{case}").status_code == 404


def test_an_act_of_a_case_that_is_not_theirs_is_as_unknown_to_a_form_as_none(client_of, world, asked):  # noqa: F811
    world.exchange()
    address, act, digit = "/write/logistics/request?cite=", asked.case.hex(), asked.case.hex()[-1]
    none = act[:-1] + ("0" if digit != "0" else "1")
    hers, far = client_of("orders"), client_of("far")
    assert "cites" in hers.get(address + act).content.decode()
    assert re.search(f'value="{act}"[^>]*checked', hers.get(address + act).content.decode())
    pages = [far.get(address + each).content.decode() for each in (act, none)]
    assert act not in pages[0].partition("<main")[2]
    told = [
        re.sub(r'name="(token|csrfmiddlewaretoken)" value="[^"]*"', "", each.partition("<main")[2]) for each in pages
    ]
    assert told[0] == told[1]


NOT_NOW = (WireError("exchange.busy", "GB"), StoreError("store.busy", "GB"), LogError("log.behind_witness", "GB"))


@pytest.mark.parametrize("trouble", NOT_NOW, ids=lambda each: each.code)
@pytest.mark.parametrize("early", [True, False])
def test_what_the_node_cannot_do_now_is_said_and_nothing_typed_is_lost(client_of, gb, trouble, early):
    visit, caller = client_of("orders"), Caller(gb, "auditor")
    form = Form(visit.get("/write/logistics/request").content.decode())
    where = ("warifu.doors.web.middleware.visitor_of",) if early else ("warifu.doors.web.acting.writable",)

    def failing(*_: object) -> None:
        raise trouble

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*where, failing)
        sent = {**form.fields, "body.number": "GB-CALDER-26-0999", "do": "save"}
        answer = visit.post(form.action, sent, HTTP_ACCEPT_LANGUAGE="ja", HTTP_SEC_FETCH_SITE="same-origin")
        told = caller.get("/api/v1/status") if early else None
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert sentences.of_error(trouble, "ja", "pages") in html.unescape(page)
    assert 'value="GB-CALDER-26-0999"' in page
    if told is not None:
        assert told["Content-Type"] == "application/problem+json"
        assert told.json()["code"] == trouble.code
        assert told.status_code == (409 if isinstance(trouble, LogError) else 503)


@pytest.mark.parametrize("do", ["detach:²", f"detach:{DIGITS}", "remove:body.lines.²", f"remove:body.lines.{DIGITS}"])
def test_a_button_that_no_page_has_breaks_nothing(writer, play, do):  # noqa: F811
    answer = begun(writer, play)
    fields = Form(answer.content.decode()).fields
    assert writer.post(f"/drafts/{token_of(answer)}", {**fields, "do": do}).status_code == 200


@pytest.mark.parametrize("name", ["body.lines.0.number", "body.lines.0.quantity.amount", "body.lines.0.tolerance"])
@pytest.mark.parametrize("figures", ["²", DIGITS])
def test_figures_that_are_none_are_told_and_break_no_draft(writer, play, name, figures):  # noqa: F811
    answer = begun(writer, play)
    address, fields = f"/drafts/{token_of(answer)}", Form(answer.content.decode()).fields
    for do in ("reckon", "check"):
        assert writer.post(address, {**fields, name: figures, "do": do}).status_code == 200
    assert writer.browser.get(address).status_code == 200


def test_a_figure_is_short_and_plain():
    assert [typed.figure(text) for text in ("007", "²", "-1", "", DIGITS)] == [7, None, None, None, None]
    with pytest.raises(ValueTroubleError, match=r"number\.out_of_bounds"):
        parse_decimal(DIGITS)


def test_a_draft_signed_in_another_tab_is_not_opened_again_by_saving_it(writer, play, gb):  # noqa: F811
    review = review_of(writer, play)
    stale = Draft.objects.get()
    writer.sign(review)
    user = writer.browser.account.user
    request = SimpleNamespace(house=gb, peer="JP", user=user)
    with pytest.raises(keeping.DraftGoneError):
        keeping.save(request, stale, {"desk": "CALDER"})
    kept = Draft.objects.get()
    assert (kept.state, kept.typed) == ("signed", "{}")


@pytest.mark.parametrize("sent", ["[" * 16_000, DIGITS, "{}", "null"])
def test_a_passkey_that_is_none_is_refused_at_the_door(gb, sent):
    browser = Client(SERVER_NAME="localhost", **{ENVIRON: gb})
    browser.get("/account/2fa/passkeys/login/")
    assert browser.post("/account/2fa/passkeys/login/", {"credential": sent}).status_code in {200, 302}
    assert browser.get("/").status_code == 302


def test_half_a_sign_in_the_name_of_a_field_is_a_problem_like_another(gb):
    answer = Caller(gb, "appointing_officer").post("/drafts/check", {**desk(gb), "body": {"\ud800": "x"}})
    assert answer.status_code == 422
    assert answer.json()["code"] == "form.unknown_field"


def test_the_api_asks_no_database_for_a_nul(gb):
    answer = Caller(gb, "auditor").get("/cases?desk=a%00b")
    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed"


def test_the_api_lists_no_case_above_the_ceiling_of_its_officer(gb, asked):  # noqa: F811
    caller = Caller(gb, "auditor")
    caller.account.ceiling = "GB-GSC|2014-04-02|OFFICIAL"
    caller.account.save()
    assert len(caller.get("/cases").json()["items"]) == 1
    gb.node.store.run(
        'INSERT INTO case_sight (pair, "case", level, circle) VALUES (%s, %s, 1, %s)', ["GB-JP", asked.case, ""]
    )
    assert caller.get("/cases").json()["items"] == []


def test_what_is_kept_of_a_request_is_no_hash_to_try_a_passphrase_on(gb):
    caller = Caller(gb, "appointing_officer")
    body = {**desk(gb), "passphrase": caller.passphrase}
    assert caller.post("/acts", body, "k").status_code == 201
    bare = sha256(b"\0".join((b"POST", b"/api/v1/acts", json.dumps(body).encode()))).digest()
    assert bytes(Done.objects.get().asked) != bare
    assert caller.post("/acts", body, "k")["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("number", ["\u202ebad", "\x1b[31m", "x" * 5000])
def test_a_statement_bears_no_number_that_cannot_be_read(client_of, gb, number):
    visit = client_of("finance_officer")
    address = f"/balances/statement?as_of={gb.today()}"
    typed_in = {"form": "monthly", "number": number, "passphrase": visit.passphrase, "code": visit.code()}
    seen = seen_on(visit.get(address).content.decode())
    assert visit.post(address, typed_in | {"seen": seen}).status_code == 422
    assert not gb.store.run("SELECT 1 FROM entry WHERE kind = 'logistics/statement'")


def test_a_statement_is_signed_as_it_was_shown(client_of, gb, world):
    visit = client_of("finance_officer")
    address = f"/balances/statement?as_of={gb.today()}"
    seen = seen_on(visit.get(address).content.decode())
    world.gb.roll("desk", Desk("DUNE", "Camp Dune", "砂丘駐屯地"))
    typed_in = {"form": "monthly", "number": "N-1", "passphrase": visit.passphrase, "code": visit.code()}
    answer = visit.post(address, typed_in | {"seen": seen})
    assert answer.status_code == 422
    assert "has changed since" in answer.content.decode(), findings(answer.content.decode())
    assert visit.post(address, typed_in | {"seen": seen_on(answer.content.decode())}).status_code == 302


REGISTER = (
    b"Our Ref,Date,Issued/Received,Category,Description,Qty,UoM,Value,Currency\n"
    b"R1,2025-03-01,Issued,Food,Rations,5,EA,12,GBP\n"
)


def test_an_import_is_signed_as_it_was_understood_when_shown(client_of, gb):
    visit = client_of("registrar")
    address = visit.post("/registers/upload", {"file": SimpleUploadedFile("a.csv", REGISTER)})["Location"]
    seen = seen_on(visit.get(address).content.decode())
    assert seen
    visit.post(address, {"mend": "1", "rule-currency": "JPY"})
    answer = visit.post(address, {"passphrase": visit.passphrase, "code": visit.code(), "seen": seen})
    assert answer.status_code == 422
    assert "has changed since" in answer.content.decode()


@pytest.mark.parametrize("raw", [b"a" * 200_000, b"," * 200_000, b'"' * 200_000])
def test_a_cell_without_end_is_told_as_a_file_that_cannot_be_read(client_of, raw):
    visit = client_of("registrar")
    answer = visit.post("/registers/upload", {"file": SimpleUploadedFile("a.csv", raw)}, follow=True)
    assert answer.status_code == 422


def test_a_shelf_that_lost_a_file_is_still_listed(client_of, gb):
    visit = client_of("registrar")
    visit.post("/registers/upload", {"file": SimpleUploadedFile("a.csv", REGISTER)})
    next((gb.folder / "shelf").glob("*.csv")).unlink()
    assert visit.get("/registers/").status_code == 200


def test_a_signature_that_was_not_confirmed_is_told_on_every_page_that_signs(client_of, gb):
    registrar, finance = client_of("registrar"), client_of("finance_officer")
    address = registrar.post("/registers/upload", {"file": SimpleUploadedFile("a.csv", REGISTER)})["Location"]
    drawn = f"/balances/statement?as_of={gb.today()}"
    for visit, each, more in ((registrar, address, {}), (finance, drawn, {"form": "monthly", "number": "N-1"})):
        seen = seen_on(visit.get(each).content.decode())
        answer = visit.post(each, {"passphrase": "wrong", "code": "000000", "seen": seen, **more})
        assert answer.status_code == 422
        assert "attempts left" in findings(answer.content.decode())


def test_a_prepared_draft_marked_above_the_ceiling_is_not_shown(client_of):
    request = client_of("orders").get("/").wsgi_request
    request.visitor = request.visitor._replace(seeing=Seeing(0), desks=frozenset({"CALDER"}))
    marked, pair = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE"), request.house.node.pair("JP")
    for label, desk_code, case, seen in (
        ((), "CALDER", b"", True), (marked, "CALDER", b"", False), ((), "FAR", b"", False),
        ((), "CALDER", bytes(32), False),
    ):  # fmt: skip
        waiting = SimpleNamespace(desk=desk_code, prepared_key=b"", act=SimpleNamespace(label=label), case=case)
        assert acting_prepared.may_see(request, pair, waiting) is seen


def test_the_button_of_the_exchange_pressed_again_holds_no_further_thread(client_of, monkeypatch):
    visit = client_of("orders")
    inner = []

    def hangs(*_):
        inner.append(visit.post("/exchange"))
        raise WireError("exchange.busy", "JP")

    monkeypatch.setattr(exchanging, "exchange", hangs)
    assert visit.post("/exchange").status_code == 502
    assert [each.status_code for each in inner] == [502]
    assert "the node is busy" in inner[0].content.decode()
    visit.post("/exchange")
    assert len(inner) == 2, "once it is over, another may run"
