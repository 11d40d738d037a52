"""May we ship? The page, the API and the command line give the one answer, in both languages, to who may know it."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from typer.testing import CliRunner

from tests.doors.web.test_api import Caller
from tests.scenarios.consents_told import ITEM, Story, begun
from warifu.core.days import add_months
from warifu.doors.cli import app
from warifu.doors.cli import shipping as commands
from warifu.rooms.equipment.acts import consent

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
SECRET = ("GB-GSC", "2014-04-02", "SECRET")


@pytest.fixture
def story(world) -> Story:
    return begun(world)


def asked(story, **more):
    return {"item": ITEM, "to": story.firm, "on": story.today.isoformat()} | more


def page_of(browser, told, lang="en-gb"):
    browser.cookies["warifu_language"] = lang
    answer = browser.get("/equipment/may-ship", told, headers={"accept-language": lang})
    assert answer.status_code == 200, answer.content[:500]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def typed(gb, monkeypatch, *arguments, lang="en"):
    monkeypatch.setattr(commands, "opened", lambda _folder: gb.opened)
    monkeypatch.setenv("WARIFU_LANG", lang)
    return CliRunner().invoke(app, ["equipment", "may-ship", *map(str, arguments), "--node", str(gb.folder)])


def test_no_comes_with_every_reason_and_what_to_do_next_in_both_languages(gb, story, client_of):
    assert "no transfer and no consent names item SET-1" in page_of(client_of("projects"), asked(story))
    story.ask()
    story.world.wait(31 * 86_400)
    browser = client_of("exports")
    told = page_of(browser, asked(story))
    assert "silence is not consent" in told
    assert "(deadline passed; not consented to)" in told
    assert "call for consultation" in told
    japanese = page_of(browser, asked(story), "ja")
    assert "同意とはみなされない" in japanese
    assert "引き渡すことができません" in japanese


def test_yes_comes_with_the_consent_and_the_draws_to_cite(gb, story, client_of):
    story.ask()
    story.give()
    drawn = story.draw()
    told = page_of(client_of("exports"), asked(story, quantity="1"))
    assert "It may be shipped" in told
    assert "CON/26/51" in told
    assert drawn.hex()[:8] in told
    assert "引き渡すことができます" in page_of(client_of("inspector"), asked(story), "ja")


def test_the_form_says_what_is_amiss_and_keeps_what_was_typed(client_of, story):
    browser = client_of("exports")
    answer = browser.get("/equipment/may-ship", {"item": ITEM, "to": "", "on": "soon", "quantity": "many"})
    assert answer.status_code == 422
    assert "many" in answer.content.decode()
    assert browser.get("/equipment/may-ship").status_code == 200


def test_who_has_no_part_in_it_reads_nothing_of_it(client_of, story):
    assert client_of("finance_officer").get("/equipment/may-ship").status_code in {403, 404}


def test_the_api_answers_as_the_page_does(gb, story):
    caller = Caller(gb, "export_control_officer")
    story.ask()
    story.give()
    told = caller.get(f"/equipment/may-ship?{urlencode(asked(story))}").json()
    assert (told["permitted"], told["under"]) == (False, None)
    assert [each["rule"] for each in told["findings"]] == ["equipment.ship.draw_first"]
    drawn = story.draw()
    told = caller.get(f"/equipment/may-ship?{urlencode(asked(story, quantity=1))}").json()
    assert told["permitted"]
    assert told["under"] == {
        "kind": "consent", "case": story.case.hex(), "number": told["under"]["number"], "reference": "CON/26/51",
        "left": "1", "unit": "SET", "until": add_months(story.today, 3).isoformat(),
        "conditions": ["report_each_use"], "draws": [drawn.hex()],
    }  # fmt: skip
    assert caller.get(f"/equipment/may-ship?{urlencode(asked(story, quantity=-1))}").status_code == 422
    assert Caller(gb, "finance_officer").get(f"/equipment/may-ship?{urlencode(asked(story))}").status_code == 403


def test_the_command_line_leaves_with_nought_or_one(gb, story, monkeypatch):
    given = (ITEM, "--to", story.firm, "--on", story.today.isoformat())
    refused = typed(gb, monkeypatch, *given)
    assert refused.exit_code == 1
    story.ask()
    story.give()
    drawn = story.draw()
    answer = typed(gb, monkeypatch, *given, "--quantity", "1")
    assert answer.exit_code == 0
    assert drawn.hex()[:16] in answer.output
    told = json.loads(typed(gb, monkeypatch, *given, "--json").output)
    assert told["under"]["draws"] == [drawn.hex()]
    above = json.loads(typed(gb, monkeypatch, *given, "--quantity", "2", "--json").output)
    assert [each["rule"] for each in above["findings"]] == ["equipment.ship.above_rest"]
    assert JAPANESE.search(typed(gb, monkeypatch, *given, "--quantity", "2", lang="ja").output)
    wrong = typed(gb, monkeypatch, *given, "--quantity", "a few")
    assert wrong.exit_code != 0
    assert "equipment.ship" not in wrong.output


def test_a_consent_that_may_not_be_seen_takes_no_part_in_the_answer(gb, story, client_of):
    body = story.request()
    story.case = story.must(
        story.holder, "consent_request", body, case=b"", cites=(story.transfer, story.reply), label=SECRET
    )
    portion = consent.Portion(ITEM, body.items[0].quantity, story.firm)
    given = consent.Consent(story.today, "CON/26/51", (portion,), add_months(story.today, 3))
    story.must(story.originator, "consent", given, label=SECRET)
    story.must(story.holder, "draw", story.drawing(), label=SECRET)
    browser = client_of("exports")
    hidden = page_of(browser, asked(story))
    assert "no transfer and no consent names item SET-1" in hidden
    assert "CON/26/51" not in hidden
    account = browser.account
    account.ceiling = "|".join(SECRET)
    account.save()
    assert "It may be shipped" not in page_of(client_of("project_officer"), asked(story))


def test_the_forms_of_a_consent_begin_with_what_was_asked_and_what_is_left(gb, jp, story, client_of):
    story.ask(3)
    page = client_of("exports", jp).get(f"/cases/{story.case.hex()}/write/equipment/consent")
    assert page.status_code == 200, page.status_code
    assert story.firm in page.content.decode()
    story.give(2)
    page = client_of("exports").get(f"/cases/{story.case.hex()}/write/equipment/draw").content.decode()
    assert f'value="{story.firm}"' in page


def test_the_page_of_a_consent_tells_each_line_and_who_has_still_to_consent(gb, story, client_of):
    story.ask(3)
    story.give(2)
    story.draw()
    told = {}
    for lang, name in (("en-gb", "exports"), ("ja", "projects")):
        browser = client_of(name)
        browser.cookies["warifu_language"] = lang
        page = browser.get(f"/cases/{story.case.hex()}", headers={"accept-language": lang})
        assert page.status_code == 200
        told[lang] = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())
    for shown in ("What it covers", "Draws", story.firm, "3 set", "2 set", "1 set", "third party"):
        assert shown in told["en-gb"], shown
    for shown in ("同意の範囲", "引当て", story.firm, "第三者", "供与国"):
        assert shown in told["ja"], shown


@pytest.mark.parametrize(("lang", "no"), [
    ("en", "• Item SET-1 may not be shipped to “{to}” on {on}: no transfer and no consent names item SET-1"),
    ("ja", "• 品目SET-1は、{on}に移転先「{to}」へ引き渡すことができない。理由: "),
])  # fmt: skip
def test_a_question_is_answered_as_a_question_and_not_as_a_request(gb, story, client_of, monkeypatch, lang, no):
    given = asked(story)
    told = typed(gb, monkeypatch, ITEM, "--to", story.firm, "--on", given["on"], lang=lang).output
    said = no.format(**given)
    assert said in " ".join(told.split("\n"))
    for wrong in ("cannot be recorded", "登録できません"):
        assert wrong not in told
    [finding] = Caller(gb, "export_control_officer").get(f"/equipment/may-ship?{urlencode(given)}").json()["findings"]
    assert said.removeprefix("• ") in finding[lang]
    polite = said.removeprefix("• ").partition(": no")[0].partition("。理由")[0].replace("できない", "できません")
    assert polite in page_of(client_of("exports"), given, {"en": "en-gb", "ja": "ja"}[lang])


@pytest.mark.parametrize(("hour", "london", "tokyo"), [(14, 0, 0), (16, 0, 1), (23, 1, 1)])
def test_where_no_day_is_named_it_is_today_where_the_party_is(
    gb, jp, story, client_of, monkeypatch, hour, london, tokyo
):
    """In September London is an hour ahead of UTC and Tokyo nine: at 23:00 UTC both have begun the next day."""
    world = story.world
    world.now += hour * 3600 - world.now % 86_400
    utc = world.today
    for house, later, zone in ((gb, london, "Europe/London"), (jp, tokyo, "Asia/Tokyo")):
        day = (utc + timedelta(days=later)).isoformat()
        named = {"item": ITEM, "to": story.firm}
        told = Caller(house, "export_control_officer").get(f"/equipment/may-ship?{urlencode(named)}").json()
        assert (told["on"], told["zone"]) == (day, zone)
        written = json.loads(typed(house, monkeypatch, ITEM, "--to", story.firm, "--json").output)
        assert (written["on"], written["zone"]) == (day, zone)
        assert f"asked for {day} (today, {zone})" in " ".join(
            typed(house, monkeypatch, ITEM, "--to", story.firm).output.split()
        )
        browser = client_of("exports", house)
        assert f'name="on" value="{day}"' in browser.get("/equipment/may-ship").content.decode(), (
            "as a browser takes it"
        )
        assert f"({zone})" in page_of(browser, named)
        assert zone not in page_of(browser, named | {"on": utc.isoformat()})
        named |= {"on": utc.isoformat()}
        told = Caller(house, "project_officer").get(f"/equipment/may-ship?{urlencode(named)}").json()
        assert (told["on"], told["zone"]) == (utc.isoformat(), "")
