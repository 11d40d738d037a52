"""An announcement written in the pages and through the API: nobody types a digest, and none that is wrong is signed."""

from __future__ import annotations

import pytest

from tests.doors.web.publics import EN, JA, agreed, door_of, propose, texts
from tests.doors.web.test_api import Caller
from tests.doors.web.writing import Writer, findings
from warifu.core.errors import ValueTroubleError
from warifu.doors import wording as fixing
from warifu.rooms.programme import wording
from warifu.rooms.programme.acts.announcement import Agreed, Announcement

WORDS = {"text__11": EN[0], "text__12": JA[0], "text__13": EN[1], "text__14": JA[1]}
FORM = {
    "desk": "HQ", "body__number": "GB-HQ-26-0042", "body__form": "exercise", "body__issuers": "GB-MOD\nJP-MOD",
    "body__dated": "2026-09-21", "body__embargo_day": "2026-09-21", "body__embargo_time": "13:45:00", **WORDS,
}  # fmt: skip


@pytest.fixture
def officers(client_of, gb, jp, world):
    world.exchange()
    return {
        party: Writer(client_of("liaison", house), language)
        for party, house, language in (("GB", gb, "en"), ("JP", jp, "ja"))
    }


def test_written_agreed_and_corrected_in_the_pages(officers, world, gb, jp, tmp_path):
    case = officers["GB"].write(None, "programme/announcement", **FORM)
    terms = gb.half.case(case).terms
    assert terms.waits.digest_en == wording.digest_of(*EN)
    assert terms.issuers == ("GB-MOD", "JP-MOD")
    world.exchange()
    page = officers["JP"].get(f"/cases/{case.hex()}")
    assert "春の共同訓練" in page
    officers["JP"].write(case, "programme/agree_announcement", desk="HQ")
    world.exchange()
    world.wait(1200)
    door = door_of(world.gb, tmp_path)
    assert door.public().notices[0].now.ja.title == JA[0]
    # A correction begins with the words that stand: only what is wrong is written anew.
    officers["GB"].write(
        case,
        "programme/correct_announcement",
        desk="HQ",
        body__reason="misprint",
        text__11="An exercise in early summer",
    )
    world.exchange()
    officers["JP"].write(case, "programme/agree_announcement", desk="HQ")
    world.exchange()
    (notice,) = door.public().notices
    assert notice.corrected
    assert notice.now.en.title == "An exercise in early summer"
    assert notice.now.ja.title == JA[0]
    assert world.same()


def test_a_digest_that_is_not_that_of_the_words_goes_no_further(officers, world):
    answer = officers["GB"].checked("/write/programme/announcement", **FORM, body__digest_ja="ab" * 32)
    assert "not that of the text beside it" in findings(answer.content.decode())


def test_a_wording_in_one_language_is_refused_in_words(officers, world):
    told = {**FORM, "text__14": ""}
    answer = officers["GB"].checked("/write/programme/announcement", **told)
    assert "the wording is not fixed in both languages" in answer.content.decode()


def test_through_the_api_and_a_wrong_digest_is_refused(gb, world):
    caller = Caller(gb, "liaison_officer")
    body = {
        "on": "2026-09-21", "number": "GB-HQ-26-0043", "form": "exercise", "issuers": ["GB-MOD"], "dated": "2026-09-22",
        "embargo_day": "2026-09-22", "embargo_time": "09:00:00",
    }  # fmt: skip
    told = {str(slot): text for slot, text in texts().items()}
    draft = {"kind": "programme/announcement", "desk": "HQ", "body": body, "texts": told}
    assert caller.post("/drafts/check", draft).json()["permitted"]
    made = caller.post("/acts", draft | {"passphrase": caller.passphrase}, "k")
    assert made.status_code == 201
    case = bytes.fromhex(made.json()["case"])
    assert gb.half.case(case).terms.waits.digest_ja == wording.digest_of(*JA)
    wrong = caller.post("/drafts/check", draft | {"body": body | {"digest_en": "ab" * 32}})
    assert wrong.status_code == 422
    assert "wording.differs" in wrong.content.decode()


def test_any_other_kind_passes_unchanged():
    body = object()
    assert fixing.fixed("programme/activity", body, texts()) is body
    assert fixing.fixed("programme/announcement", None, texts()) is None


def test_what_is_empty_is_reckoned_and_what_is_wrong_is_refused(world):
    body = Announcement(world.today, "N", "exercise", ("GB-MOD",), world.today, world.today)
    found = fixing.fixed("programme/announcement", body, texts())
    assert (found.digest_en, found.digest_ja) == (wording.digest_of(*EN), wording.digest_of(*JA))
    assert fixing.fixed("programme/announcement", found, texts()) == found
    with pytest.raises(ValueTroubleError) as refused:
        fixing.fixed("programme/announcement", found, texts(JA, EN))
    assert refused.value.code == "wording.differs"


def test_the_case_page_says_in_both_languages_where_an_announcement_stands(officers, world):
    case = propose(world, 3600)
    for party in ("GB", "JP"):
        page = officers[party].get(f"/cases/{case.case.hex()}")
        assert wording.digest_of(*EN).hex()[:8] in page
    agreed(world, 0, number="GB-MOD-26-A-002")
    assert "wording agreed" in officers["GB"].get("/orders?room=programme")


def test_the_form_of_an_agreement_stays_empty_where_the_words_are_not_those_signed(officers, world):
    case = propose(world, 3600, body={"digest_ja": wording.digest_of("別", "文")})
    answer = officers["JP"].checked(f"/cases/{case.case.hex()}/write/programme/agree_announcement", desk="HQ")
    page = answer.content.decode()
    assert wording.digest_of(*EN).hex() in page
    assert wording.digest_of("別", "文").hex() not in page.partition("<form")[2].partition("</form>")[0]
    assert "日本語文案の識別値" in findings(page)


def test_our_own_people_see_where_each_announcement_stands_and_fetch_the_copies(officers, world, client_of, gb):
    propose(world, 3600)
    agreed(world, 60, number="GB-MOD-26-A-002")
    public = agreed(world, 0, number="GB-MOD-26-A-003")
    agreed(world, 0, number="GB-MOD-26-A-004").end(world.jp)
    wrong = propose(world, 3600, number="GB-MOD-26-A-005", body={"digest_ja": b"\1" * 32})
    wrong.acts(world.jp, "agree_announcement", Agreed(world.today, wording.digest_of(*EN), b"\1" * 32))
    page = officers["GB"].get("/announcements/")
    for said in ("waits for an answer", "under embargo", ">public<", "withdrawn", "not those signed"):
        assert said in page, said
    assert 'href="/announcements/"' in officers["GB"].get("/orders")
    assert "公表中" in officers["JP"].get("/announcements/")
    browser = officers["GB"].browser
    for language in ("en", "ja"):
        answer = browser.get(f"/announcements/{public.case.hex()}/deposit.{language}.pdf")
        assert answer.content.startswith(b"%PDF-")
        assert "attachment" in answer["Content-Disposition"]
    assert browser.get(f"/announcements/{public.case.hex()}/deposit.fr.pdf").status_code == 404
    assert browser.get(f"/announcements/{'00' * 32}/deposit.en.pdf").status_code == 404
    assert client_of("issues").get("/announcements/").status_code == 403
