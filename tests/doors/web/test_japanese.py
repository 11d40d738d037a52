"""Japanese pages are Japanese throughout, and the catalogues keep to one word for one idea and one way of speaking.

Law: on a Japanese page no two English words follow each other, except where the element says ``lang="en"``, in code and
digests, and in what people typed (here typed in Japanese); ``lang`` tells the truth. Pages speak to their reader in
です・ます; findings and forms state in だ・である. The glossary (``glossary.toml``) holds for every catalogue.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from tests.manners.house import none_of
from tests.world import play_of
from warifu.core.quantity import Quantity
from warifu.doors import catalogues as brought
from warifu.doors.demo.play import Order, line, setting
from warifu.doors.sentences import Both
from warifu.doors.web import words
from warifu.doors.web.routes import PAGES
from warifu.node.open import all_packs
from warifu.rooms.logistics.acts import Request

ROLES = ("ordering_officer", "finance_officer", "registrar", "auditor", "administrator")
MOST = 90
"""Pages at most: the walk is bounded whatever links there are."""
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’]+(?:,? +[A-Za-z][A-Za-z'’]+)+")
CODES = {"code", "kbd", "samp", "pre", "script", "style"}
VOID = {"input", "meta", "link", "br", "img", "hr", "col", "source", "wbr"}
SPOKEN = ("aria-label", "alt", "title", "placeholder", "summary")
GLOSSARY = tomllib.loads((Path(__file__).parent / "glossary.toml").read_text(encoding="utf-8"))


MARKINGS = re.compile(
    "|".join(sorted({re.escape(row[0]) for pack in all_packs().values() for scheme in pack.table.get("scheme", ())
                     for row in scheme["markings"]}, key=len, reverse=True))
)  # fmt: skip
"""A marking is shown as it is written, in whichever language."""


class Said(NamedTuple):
    """A piece of text of a page, and the language that its element says it is in."""

    text: str
    language: str


class Page(HTMLParser):
    """What a page says, piece by piece, with the language of each; code is left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.said: list[Said] = []
        self.languages: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        language = given.get("lang") or (self.open[-1][1] if self.open else "")
        if "lang" in given:
            self.languages.append(given["lang"] or "")
        self.said += [Said(given[name] or "", language) for name in SPOKEN if name in given]
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.said.append(Said(given.get("value") or "", language))
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not CODES & {tag for tag, _ in self.open}:
            self.said.append(Said(" ".join(data.split()), self.open[-1][1] if self.open else ""))


def amiss(html: str) -> list[str]:
    """Return what is wrong with the language of a Japanese page."""
    page = Page(html)
    wrong = [] if page.languages[:1] == ["ja"] else [f"lang is {page.languages[:1]}"]
    wrong += [f"lang={each}" for each in page.languages if each not in {"ja", "en", "en-GB", "en-gb"}]
    for text, language in page.said:
        if language == "ja" and (found := ENGLISH.search(MARKINGS.sub("", text))):
            wrong.append(f"English on a Japanese page: {found[0]!r} in {text[:80]!r}")
        if language.startswith("en") and JAPANESE.search(text):
            wrong.append(f"Japanese said to be English: {text[:80]!r}")
    return wrong


def first_addresses() -> list[str]:
    """Every page of the table that opens without parameters."""
    found = []
    for page in PAGES:
        try:
            found.append(reverse(page.name))
        except NoReverseMatch:
            continue
    return found


def walked(browser, done: set[str]) -> Iterator[tuple[str, str]]:
    """Yield (address, html) of each page that opens: those of the table, then one of each name that links lead to."""
    waiting = first_addresses()
    while waiting and len(done) < MOST:
        address = waiting.pop(0)
        try:
            name = resolve(address.partition("?")[0]).url_name or address
        except Resolver404:
            continue
        if name in done or "sign-out" in address or "logout" in address:
            continue
        answer = browser.get(address, HTTP_ACCEPT_LANGUAGE="ja")
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        done.add(name)
        html = answer.content.decode()
        yield address, html
        waiting += [link.replace("&amp;", "&") for link in re.findall(r'href="(/(?!static/)[^"#]*)', html)]


@pytest.fixture
def asked(world) -> Order:
    """An order of the United Kingdom's, typed in Japanese, that waits for the answer of Japan."""
    world.exchange()
    play = play_of(world)
    water = line(1, "water", "飲料水", Quantity(Decimal(10_000), "L"))
    body = Request(
        play.today, "GB-CALDER-26-0901", setting(play, "exercise", "JP"), "CALDER", "HAYASE", (water,), "return"
    )
    return Order(play, play.gb, play.jp, body).ask("exercise")


def test_no_english_is_left_on_japanese_pages(client_of, jp, asked):
    wrong, done = [], set[str]()
    for role in ROLES:
        for address, html in walked(client_of(role, jp), done):
            wrong += [f"{role} {address}: {each}" for each in amiss(html)]
    assert {"home", "orders", "case", "write", "balances", "registers", "accounts", "packs", "logs", "people"} <= done
    none_of(sorted(set(wrong)), "A Japanese page is in Japanese, and says which of it is not")


@pytest.mark.parametrize("address", ["/nothing/is/here", "/account/login/", "/cases/00"])
def test_what_is_refused_is_refused_in_japanese(client_of, jp, address):
    html = client_of("auditor", jp).get(address, HTTP_ACCEPT_LANGUAGE="ja", follow=True).content.decode()
    none_of(amiss(html), "A refusal is in the language of its reader")


def test_the_walk_sees_english_and_wrong_languages():
    page = '<html lang="ja"><p>{}</p></html>'
    assert not amiss(page.format('件 F-76 EXERCISE <code>two words</code> <span lang="en">two words</span>'))
    assert amiss(page.format("案件 left over"))
    assert amiss(page.format('<input aria-label="left over">'))
    assert amiss(page.format('<span lang="en">案件</span>'))
    assert amiss('<html lang="en"><p>案件</p></html>')
    assert amiss(page.format('<b lang="jp">案件</b>'))


def catalogues() -> Iterator[tuple[str, Both]]:
    """Every phrase of pages, sentences and forms: where it stands, and what it says."""
    for key, both in words.catalogue().items():
        yield f"web/words {key}", both
    for name, said in (("sentences", brought.sentences()), ("paper", brought.paper())):
        for area, phrases in said.items():
            yield from ((f"{name} [{area}] {key}", Both(**both)) for key, both in phrases.items())
    for table, shown in brought.tables().items():
        yield f"tables {table}", Both(shown.en, shown.ja)


PHRASES = list(catalogues())
FIGURE = re.compile(r"%?\{+\w*\}+|%\(\w+\)s")


def has(term: str, english: str) -> bool:
    """Whether an English phrase has a term, as whole words."""
    return re.search(rf"(?<![\w-]){re.escape(term)}s?(?![\w-])", FIGURE.sub("", english), re.IGNORECASE) is not None


@pytest.mark.parametrize(("english", "japanese"), GLOSSARY["term"].items())
def test_a_term_has_its_one_japanese_word(english, japanese):
    phrases = [(place, both) for place, both in PHRASES if has(english, both.en)]
    assert len(phrases) > 1, "a term that stands nowhere is no term"
    none_of(
        [f"{place}: {both.ja}" for place, both in phrases if japanese not in both.ja], f"“{english}” is 「{japanese}」"
    )


@pytest.mark.parametrize(("other", "word"), GLOSSARY["never"].items())
def test_a_word_that_was_given_up_does_not_come_back(other, word):
    none_of([f"{place}: {both.ja}" for place, both in PHRASES if other in both.ja], f"「{word}」, not 「{other}」")


def test_the_same_label_is_the_same_in_the_lists_of_codes_of_pages_and_forms():
    paper = brought.paper()["code"]
    pages = {key.removeprefix("code."): both for key, both in words.catalogue().items() if key.startswith("code.")}
    shared = [code for code in paper if code in pages and code != "invoice"]  # a form names what both countries call it
    assert len(shared) > 40
    none_of([code for code in shared if paper[code]["ja"] != pages[code].ja], "A code is called the same everywhere")


HALF = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff][,;!?()]|[,;!?()][\u3040-\u30ff\u4e00-\u9fff]")
WIDE = re.compile(r"[\uff61-\uff9f\uff10-\uff19\uff21-\uff3a\uff41-\uff5a，．？！]")
GROUND = re.compile(r"\((?:\{\w+\}|[a-e])\)")


def test_punctuation_is_japanese_and_letters_and_figures_are_not_wide():
    plain = [(place, FIGURE.sub("", GROUND.sub("", both.ja))) for place, both in PHRASES]
    none_of(
        [f"{place}: {text}" for place, text in plain if HALF.search(text) or WIDE.search(text)],
        "、。（）「」 beside Japanese; letters and figures of half width",
    )


PLAINLY = re.compile(r"(?:である|する|れる|られる|できる|いる|ある|ない|った|(?<!ま)した)。")
POLITELY = re.compile(r"です|ます|ください|ません")


def test_pages_speak_politely_and_findings_and_forms_plainly():
    pages = [(place, both.ja) for place, both in PHRASES if place.startswith("web/")]
    others = [(place, both.ja) for place, both in PHRASES if not place.startswith("web/")]
    none_of([f"{place}: {text}" for place, text in pages if PLAINLY.search(text)], "Pages say です・ます")
    none_of(
        [f"{place}: {text}" for place, text in others if POLITELY.search(text)], "Findings and forms say だ・である"
    )


def test_what_has_a_full_stop_within_has_one_at_its_end():
    stopped = re.compile(r"。[^。]")
    none_of(
        [
            f"{place}: {both.ja}"
            for place, both in PHRASES
            if place.startswith("web/") and stopped.search(both.ja) and both.ja[-1] not in "。）:"
        ],
        "Several sentences end with a full stop, each of them",
    )
