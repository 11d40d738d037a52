"""The house in the pages: may see, the answer kept and the file handed out, musters ticked, people and custodians."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from tests.doors.paper.pages import bare
from tests.doors.web.people import account_of, visit
from tests.doors.web.test_api import Caller
from tests.house_world import appoint
from warifu.core import canonical
from warifu.node import national
from warifu.node.drafting import Draft
from warifu.node.keystore import Keystore
from warifu.node.vault import Vault
from warifu.record import removals
from warifu.rooms.information.acts import house as acts
from warifu.rooms.information.acts import item as items

SECRET = items.Marking("GB-GSC", "2014-04-02", "SECRET")
LABEL = (SECRET.scheme, SECRET.version, SECRET.written)
CIRCLE = "exercise:VIGILANT-26"
FILE = b"the plan that was asked for"
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def enter(house, kind, body, by="security", **more):
    house.world.wait(1)
    draft = Draft(kind=f"information/{kind}", body=body, desk="TRIAL", **more)
    outcome = national.enter(house.half.node, house.half.peer, [draft], house.half.officers[by])[0]
    assert outcome.ok, outcome.ruling
    return outcome


def deputy(house):
    """A second security authority: nobody attests himself."""
    if "deputy" not in house.half.officers:
        appoint(house.half, {"deputy": ("GB-199", ("security_authority",))})
    return "deputy"


def cleared(house, role):
    """A person of a role who may see SECRET of the circle, on paper, in room R1."""
    account = account_of(house, role)
    account.ceiling = "|".join(LABEL)
    account.save()
    today = house.world.today
    first, last = today - timedelta(days=30), today + timedelta(days=300)
    attested = acts.Attestation(today, account.person, "UKSV", "GB-MOD", "SC", SECRET, first, last)
    enter(house, "attestation", attested, deputy(house))
    enter(house, "need", acts.Need(today, account.person, CIRCLE, first, last, briefed_on=first), deputy(house))
    return visit(house, role)


@pytest.fixture
def plan(world, gb, tmp_path):
    """An item of ours in two copies, its file in the vault, room R1 accredited; returns its case."""
    body = items.Register(
        world.today, "GB-S-1", "document", "GB-MOD", SECRET, CIRCLE, (items.Copy("1", 12), items.Copy("2", 12)),
        content=canonical.digest(FILE),
    )  # fmt: skip
    case = world.gb.must("information/register", body, "registrar", label=LABEL).case
    today = world.today
    enter(gb, "place", acts.Place(today, "R1", "GB-MOD", SECRET, ("paper",), today, today + timedelta(days=90)))
    gb.opened.vault = Vault(tmp_path / "vault", Keystore(tmp_path / "keys", "p", os.urandom, cost=4), gb.half.node)
    gb.opened.vault.put(case, FILE, "application/pdf")
    return case


def asked(browser, **more):
    return {
        "person": browser.account.person, "agency": "GB-MOD", "item": "GB-S-1", "copy": "1", "purpose": CIRCLE,
        "place": "R1", "medium": "paper", "on": browser.house.world.today.isoformat(), **more,
    }  # fmt: skip


def confirmed(browser, **more):
    browser.house.world.wait(60)
    return {"passphrase": browser.passphrase, "code": browser.code(), **more}


def test_every_page_of_the_house_opens_in_both_languages(gb, plan):
    browser = cleared(gb, "registrar")
    for address in ("", "may-see", "musters", "people", "keeping", "enter/custodian"):
        for language in ("en-gb", "ja"):
            browser.cookies["warifu_language"] = language
            page = browser.get(f"/house/{address}", headers={"accept-language": language})
            assert page.status_code == 200, (address, page.content[:500])
    assert JAPANESE.search(page.content.decode())


def test_who_has_no_part_in_it_reads_nothing_of_it(gb, plan, client_of):
    for address in ("", "musters", "people", "keeping"):
        assert client_of("finance_officer").get(f"/house/{address}").status_code in {403, 404}
    assert client_of("auditor").get("/house/people").status_code == 200
    assert client_of("witness").get("/house/people").status_code in {403, 404}


def test_the_answer_is_yes_with_a_way_to_keep_it_or_no_with_every_reason(gb, plan):
    browser = cleared(gb, "registrar")
    form = browser.get("/house/may-see").content.decode()
    assert re.search(r'name="on" value="\d{4}-\d{2}-\d{2}"', form), "the day filled in, as a browser takes it"
    page = browser.get("/house/may-see", asked(browser)).content.decode()
    assert "nothing stands against it" in page
    page = browser.get("/house/may-see", asked(browser, person="GB-999", place="CAFE")).content.decode()
    for told in ("not cleared at all", "needs to know", "not been briefed", "CAFE is not accredited"):
        assert told in page


def test_a_reader_who_may_not_know_the_item_is_told_the_same_as_of_no_item(gb, plan, client_of):
    browser = client_of("registrar")
    hidden = browser.get("/house/may-see", asked(browser)).content.decode()
    absent = browser.get("/house/may-see", asked(browser, item="GB-NONE")).content.decode()
    assert "there is no such copy here" in hidden
    clean = [
        re.sub(r'nonce="[^"]*"|name="csrf[^>]*>|value="[^"]*"', "", page.replace("GB-NONE", "GB-S-1"))
        for page in (hidden, absent)
    ]
    assert clean[0] == clean[1]


def test_the_api_answers_as_the_page_does(gb, plan):
    browser = cleared(gb, "registrar")
    caller = Caller(gb, "registrar")
    told = asked(browser)
    told["copy_number"] = told.pop("copy")
    assert caller.get(f"/access?{urlencode(told)}").json() == {"permitted": True, "findings": []}
    refused = caller.get(f"/access?{urlencode(told | {'place': 'CAFE'})}").json()
    assert [each["rule"] for each in refused["findings"]] == ["information.access.place"]
    absent = caller.get(f"/access?{urlencode(told | {'item': 'GB-NONE'})}").json()
    assert Caller(gb, "liaison_officer").get(f"/access?{urlencode(told)}").json() == absent
    assert Caller(gb, "finance_officer").get(f"/access?{urlencode(told)}").status_code == 403


def test_home_says_what_runs_out_in_the_house(gb, plan, world):
    browser = cleared(gb, "registrar")
    assert "A clearance runs out" not in browser.get("/").content.decode()
    world.wait(280 * 86_400)
    late = visit(gb, "registrar")
    assert "A clearance runs out" in late.get("/").content.decode()


def test_an_answer_is_kept_and_opens_the_file_for_its_person_alone(gb, plan):
    browser = cleared(gb, "registrar")
    kept = browser.post("/house/may-see", asked(browser, **confirmed(browser)))
    assert kept.status_code == 302, kept.content.decode()[-3000:]
    address = kept.headers["Location"]
    assert "Sign and open" in browser.get(address).content.decode()
    other = cleared(gb, "security")
    assert "Sign and open" not in other.get(address).content.decode()
    refused = other.post(address, confirmed(other))
    assert refused.status_code == 422
    assert FILE not in refused.content
    wrong = browser.post(address, confirmed(browser, passphrase="wrong"))
    assert wrong.status_code == 422
    assert gb.store.run("SELECT * FROM information_opened") == []
    given = browser.post(address, confirmed(browser))
    assert given.content == FILE
    assert "no-store" in given.headers["Cache-Control"]
    assert len(gb.store.run("SELECT * FROM information_opened")) == 1


def test_a_decision_that_may_not_be_seen_does_not_exist(gb, plan, client_of):
    browser = cleared(gb, "registrar")
    address = browser.post("/house/may-see", asked(browser, **confirmed(browser))).headers["Location"]
    assert client_of("liaison_officer").get(address).status_code == 404
    assert client_of("liaison_officer").get(f"/house/decision/{'0' * 64}").status_code == 404


def test_a_muster_goes_from_the_form_to_its_close(gb, plan):
    registrar = cleared(gb, "registrar")
    sent = {"number": "GB-M-1", "form": "yearly", "desk": "TRIAL"}
    begun = registrar.post("/house/musters", {**sent, **confirmed(registrar)})
    assert begun.status_code == 302, begun.content.decode()[-3000:]
    address = begun.headers["Location"]
    sheet = registrar.get(f"{address}/1").content.decode()
    assert sheet.count('name="seen"') == 2
    early = registrar.post(address, confirmed(registrar, do="close"))
    assert "sheets" in early.content.decode()
    assert early.status_code == 422
    ticked = registrar.post(f"{address}/1", confirmed(registrar, do="tick", seen="1", **{"why.2": "none"}))
    assert ticked.status_code == 302, ticked.content.decode()[-3000:]
    assert "A copy not seen is to be explained" in registrar.get("/house/").content.decode()
    refused = registrar.post(f"{address}/1", confirmed(registrar, do="close"))
    assert "neither seen nor explained" in refused.content.decode()
    registrar.post(f"{address}/1", confirmed(registrar, do="tick", **{"why.2": "with_reader"}))
    assert "A copy not seen is to be explained" not in registrar.get("/house/").content.decode()
    for where in (f"{address}/1", address):
        assert registrar.post(where, confirmed(registrar, do="close")).status_code == 302
    page = registrar.get("/house/musters").content.decode()
    assert "GB-M-1" in page
    assert f'href="{address}/report.pdf"' in registrar.get(address).content.decode()
    paper = registrar.get(f"{address}/report.pdf")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert "SECRET(GB)·極秘or特定秘密(JP,notruledyet)" in bare(paper.content)
    [noted] = removals.copied(gb.half.node.store, "GB-JP", removals.REGISTER)
    assert (noted.kept, noted.digest) == ("GB-M-1", canonical.digest(paper.content))
    assert visit(gb, "finance").get(f"{address}/report.pdf").status_code in {403, 404}


def test_a_clearance_and_a_custodian_are_entered_by_their_forms(gb, plan, world):
    security, registrar = cleared(gb, "security"), cleared(gb, "registrar")
    body = {
        "body.on": world.today.isoformat(), "body.person": "GB-500", "body.issuer": "UKSV", "body.agency": "GB-MOD",
        "body.clearance": "DV", "body.marking.scheme": "GB-GSC", "body.marking.version": "2014-04-02",
        "body.marking.written": "TOP SECRET", "body.valid_from": world.today.isoformat(),
        "body.valid_to": (world.today + timedelta(days=3000)).isoformat(), "desk": "TRIAL",
    }  # fmt: skip
    refused = security.post("/house/enter/attestation", {**body, **confirmed(security)})
    assert "is attested for 7 years at most" in refused.content.decode()
    body["body.valid_to"] = (world.today + timedelta(days=1000)).isoformat()
    signed = security.post("/house/enter/attestation", {**body, **confirmed(security)})
    assert signed.status_code == 302, signed.content.decode()[-3000:]
    people = security.get("/house/people?q=GB-500").content.decode()
    assert "GB-500" in people
    further = re.findall(r"/house/enter/attestation_ended/[0-9a-f]{64}", people)
    assert [security.get(each).status_code for each in further] == [200]
    form = registrar.get(f"/house/enter/custodian?item={plan.hex()}&copy=1").content.decode()
    assert plan.hex() in form
    charge = {
        "body.on": world.today.isoformat(), "body.item": plan.hex(), "body.copy": "1", "body.person": "GB-500",
        "body.place": "R1", "desk": "TRIAL",
    }  # fmt: skip
    begun = registrar.post("/house/enter/custodian", {**charge, **confirmed(registrar)})
    assert begun.status_code == 302, begun.content.decode()[-3000:]
    page = registrar.get("/house/keeping").content.decode()
    assert "GB-S-1" in page
    assert "custody_offer" in page


@pytest.mark.parametrize("name", ["access", "opened", "muster", "register", "nothing"])
def test_what_has_a_page_of_its_own_is_not_entered_here(gb, name):
    assert cleared(gb, "registrar").get(f"/house/enter/{name}").status_code == 404


def test_a_circle_is_told_to_whoever_is_in_it(gb, world):
    security, today = cleared(gb, "security"), world.today
    last, other = today + timedelta(days=30), "project:UNTOLD"
    entered = enter(gb, "need", acts.Need(today, "GB-777", other, today, last, today))
    marking = items.Marking(*LABEL)
    given = ("GB-778", "UKSV", "GB-MOD", "SC", marking, today, last, other)
    enter(gb, "attestation", acts.Attestation(today, *given))
    for address in ("/house/people", "/house/people?q=project:UN", "/house/people?q=GB-77", "/house/", "/"):
        shown = security.get(address).content.decode()
        assert other not in shown, address
    assert CIRCLE in security.get("/house/people").content.decode()
    assert security.get(f"/house/enter/need_ended/{entered.case.hex()}").status_code == 404
    auditor = account_of(gb, "auditor")
    auditor.ceiling = "|".join(LABEL)
    auditor.save()
    assert other in visit(gb, "auditor").get("/house/people").content.decode()
    registrar = cleared(gb, "registrar")
    enter(gb, "need", acts.Need(today, registrar.account.person, other, today, last, today))
    shown = registrar.get("/house/people").content.decode()
    assert shown.count(other) >= 2
    assert "GB-777" in shown
    assert other not in security.get("/house/people").content.decode()


def test_a_form_of_the_house_answers_about_the_hidden_as_about_the_absent(gb, plan, world):
    """Somebody who knows the digest of an item learns neither that it is here nor who answers for it."""
    registrar = cleared(gb, "registrar")
    charge = acts.Custodian(world.today, plan, "1", "GB-103", "R1")
    enter(gb, "custodian", charge, "registrar", cites=(plan,), label=LABEL)
    account = account_of(gb, "security")
    account.ceiling = "|".join(LABEL)
    account.save()
    stranger = visit(gb, "security")

    def told(browser, item):
        body = {
            "body.on": world.today.isoformat(), "body.item": item, "body.copy": "1", "body.person": "GB-500",
            "body.place": "R1", "desk": "TRIAL", "cites": item,
        }  # fmt: skip
        page = browser.post("/house/enter/custodian", {**body, **confirmed(browser)}).content.decode()
        return re.sub(r'nonce="[^"]*"|name="csrf[^>]*>|value="[^"]*"', "", page).replace(item, "")

    assert "GB-103 answers for copy 1 already" in told(registrar, plan.hex())
    hidden, absent = told(stranger, plan.hex()), told(stranger, "ab" * 32)
    assert hidden == absent
    assert "GB-103" not in hidden


def test_who_is_alone_in_the_office_is_told_why_not_his_own_and_what_to_do(gb, plan, world):
    """Four eyes: refused in the page as everywhere, and said before anything is typed."""
    browser = visit(gb, "security")
    person = browser.account.person
    for name in ("need", "attestation"):
        form = browser.get(f"/house/enter/{name}").content.decode()
        assert f"Your own clearance and need to know ({person}) are entered by another" in form
        assert "appoint a second security authority" in form
    assert "own-hand" not in browser.get("/house/enter/place").content.decode()
    assert "own-hand" not in visit(gb, "registrar").get("/house/enter/need").content.decode(), "who may not sign it"
    today = world.today.isoformat()
    body = {
        "body.on": today, "body.person": person, "body.circle": CIRCLE, "body.from_day": today,
        "body.to_day": (world.today + timedelta(days=30)).isoformat(), "desk": "TRIAL",
    }  # fmt: skip
    refused = browser.post("/house/enter/need", {**body, **confirmed(browser)})
    assert refused.status_code == 422
    told = refused.content.decode()
    for part in ("nobody enters a need to know of his own", "the appointing officer appoints a second"):
        assert part in told
    signed = browser.post("/house/enter/need", {**body, "body.person": "GB-500", **confirmed(browser)})
    assert signed.status_code == 302
    deputy(gb)
    form = browser.get("/house/enter/need").content.decode()
    assert "These may enter them for you: GB-199." in form
    browser.cookies["warifu_language"] = "ja"
    form = browser.get("/house/enter/need", headers={"accept-language": "ja"}).content.decode()
    assert "自ら登録することはできません" in form
    assert "GB-199" in form
