"""Home, directory, packs, logs, people: what they show, to whom, and that they change nothing."""

from __future__ import annotations

import json
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests.world import play_of
from warifu.core.quantity import Quantity
from warifu.doors import sentences
from warifu.doors.demo.play import Order, line, setting
from warifu.doors.web import home, words
from warifu.law.roll import Desk
from warifu.node.open import all_packs
from warifu.record import discs, queries_parties
from warifu.record.discs import Disc
from warifu.rooms.logistics.acts import Request

WATER = line(1, "water", "Water, potable", Quantity(Decimal(10_000), "L"))


def told(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def asked(world) -> Order:
    """An order of the United Kingdom's that waits for the answer of Japan."""
    world.exchange()
    play = play_of(world)
    body = Request(
        play.today, "GB-CALDER-26-0901", setting(play, "exercise", "JP"), "CALDER", "HAYASE", (WATER,), "return"
    )
    return Order(play, play.gb, play.jp, body).ask("exercise")


def test_home_says_whose_move_it_is_on_both_sides(client_of, gb, jp, asked):
    ours = told(client_of("auditor", jp).get("/"))
    theirs = told(client_of("auditor", gb).get("/"))
    number = asked.request.number
    assert ours.index(number) < ours.index('id="theirs"'), "it waits on Japan, at Japan's house"
    assert theirs.index(number) > theirs.index('id="theirs"'), "and on them, at the other"


def test_home_shows_no_case_of_another_desk(client_of, gb, asked):
    assert asked.request.number in told(client_of("orders").get("/"))
    assert asked.request.number not in told(client_of("far").get("/"))


def test_home_shows_no_case_above_the_ceiling_and_counts_none(client_of, world):
    play = play_of(world)
    chosen = (setting(play, "exercise", "JP"), "CALDER", "HAYASE", (WATER,), "return")
    label = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")
    body, cites = Request(play.today, "GB-CALDER-26-0902", *chosen), (play.activities["exercise"],)
    world.gb.must("logistics/request", body, "orders", label=label, cites=cites)
    browser = client_of("orders")
    assert body.number in told(browser.get("/"))
    browser.account.ceiling = "GB-GSC|2014-04-02|OFFICIAL"
    browser.account.save()
    page = told(browser.get("/"))
    assert body.number not in page
    assert words.catalogue()["home.waits_on_them_none"].en in page


def test_home_counts_what_the_peer_has_not_seen(client_of, world, gb):
    before = home.exchange_of(gb.store, "GB-JP", "GB", "JP")
    world.gb.roll("desk", Desk("DUNE", "Camp Dune", "砂丘駐屯地"))
    after = home.exchange_of(gb.store, "GB-JP", "GB", "JP")
    assert after.ours - after.witnessed == before.ours - before.witnessed + 1
    assert words.catalogue()["home.not_witnessed"].en in told(client_of("auditor").get("/"))


def test_a_bundle_under_way_stands_on_home_and_in_the_logs_until_it_has_arrived(client_of, gb):
    disc = Disc(b"\x5a" * 32, discs.SENT, gb.clock(), 3, 12_345, 678, 2, 9_876_543)
    discs.enter(gb.store, "GB-JP", disc)
    known = words.catalogue()
    for role, leads in (("registrar", True), ("orders", False)):
        page = told(client_of(role).get("/"))
        for part in ("12,345", "678", known["home.under_way"].en, known["home.checkpoint"].en):
            assert part in page
        assert ("/logs/#discs" in page) is leads
    page = told(client_of("registrar").get("/logs/", HTTP_ACCEPT_LANGUAGE="ja"))
    for part in ("9,876,543", known["logs.disc_waits"].ja, sentences.word("disc.sent", "ja")):
        assert part in page
    document = home.document(SimpleNamespace(house=gb, peer="JP", partner="JP", visitor=None))
    assert document["under_way"][0]["digest"] == "5a" * 32
    assert document["counts"]["under_way"] == 1
    discs.heard(gb.store, "GB-JP", (12_345, 0), gb.clock())
    assert known["home.checkpoint"].en not in told(client_of("registrar").get("/"))
    assert known["logs.disc_seen"].en in told(client_of("registrar").get("/logs/"))


@pytest.mark.parametrize("pack", sorted(pack.id for pack in all_packs().values()))
def test_a_pack_shows_every_article_and_rule(client_of, pack):
    page = told(client_of("auditor").get(f"/packs/of/{pack}"))
    found = next(each for each in all_packs().values() if each.id == pack)
    assert all(rule in page for rule in found.rules)
    assert page.count("/packs/article/") >= len(found.articles)


def test_every_article_opens_to_its_text_in_both_languages(client_of):
    visit = client_of("auditor")
    for name in {name for pack in all_packs().values() for name in pack.articles}:
        page = told(visit.get(f"/packs/article/{name}"))
        assert 'lang="en"' in page
        assert 'lang="ja"' in page


def test_a_pack_is_taken_away_as_a_workbook(client_of):
    answer = client_of("auditor").get("/packs/workbook/gb-jp/acsa-2017")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("address", ["/packs/of/nix", "/packs/article/nix", "/packs/workbook/nix", "/logs/?author=XX"])
def test_what_is_not_there_is_not_found(client_of, address):
    told(client_of("auditor").get(address), 404)


def test_the_proof_of_an_act_is_taken_away_and_holds(client_of, asked):
    proof = json.loads(told(client_of("auditor").get(f"/logs/proof/{asked.case.hex()}")))
    assert proof["author"] == "GB"
    assert len(proof["checkpoint"]) == 2


@pytest.mark.parametrize("digest", ["", "zz", "00" * 31, "00" * 32, "0" * 5000])
def test_a_guessed_digest_proves_nothing(client_of, digest):
    told(client_of("auditor").get(f"/logs/proof/{digest or 'x'}"), 404)


def test_verification_says_that_everything_holds_and_finds_an_edited_entry(client_of, gb, asked):
    visit = client_of("auditor")
    assert words.catalogue()["logs.holds"].en in told(visit.get("/logs/verify"))
    gb.store.run("UPDATE entry SET raw = %s WHERE author = 'GB' AND place = 3", [b"edited"])
    page = told(visit.get("/logs/verify"))
    assert words.catalogue()["logs.holds"].en not in page
    assert "govuk-error-summary" in page


def test_the_logs_are_paged_by_address(client_of, gb):
    visit, seen, address = client_of("auditor"), set(), "/logs/?author=GB"
    size = gb.store.run("SELECT size FROM log WHERE author = 'GB'")[0][0]
    for before in range(size, 0, -50):
        page = told(visit.get(f"{address}&before={before}"))
        seen |= {place for place in range(size) if f">{place}<" in page}
    assert seen == set(range(size))


def test_the_directory_shows_both_sides_and_hides_what_is_not_in_force(client_of, gb):
    page = told(client_of("auditor").get("/directory/"))
    live = [each for each in queries_parties.appointments(gb.store, "GB-JP") if each.on(gb.today())]
    assert {each.party for each in live} == {"GB", "JP"}
    assert all(each.number in page for each in live)


def test_people_shows_keys_by_fingerprint_and_the_sheets_words(client_of, gb):
    visit = client_of("auditor")
    page = told(visit.get("/people/"))
    assert all(key.key.hex() in page for key in queries_parties.keys(gb.store, "GB-JP"))
    assert words.catalogue()["people.kana"].en in told(visit.get("/people/sheet"))


def test_a_peer_that_cannot_be_reached_is_told_and_nothing_is_lost(client_of, gb):
    visit = client_of("liaison")
    assert words.catalogue()["home.exchange_now"].en in told(visit.get("/"))
    before = gb.store.run("SELECT SUM(size) FROM log")[0][0]
    page = told(visit.post("/exchange"), 502)
    assert words.catalogue()["home.not_exchanged"].en in page
    assert gb.store.run("SELECT SUM(size) FROM log")[0][0] == before
    assert visit.get("/exchange").status_code == 302
    assert client_of("auditor").post("/exchange").status_code == 403


def test_home_shows_the_term_of_the_agreement_and_when_notice_is_due(client_of, gb):
    page = told(client_of("auditor").get("/"))
    assert "17 Aug 2027" in page, "ten years from 18 August 2017"
    assert "17 Feb 2027" in page, "six months before"
    for trouble in ("refused", "fallen", "pending", "irregular", "late"):
        assert client_of("auditor").get(f"/orders?trouble={trouble}").status_code == 200
