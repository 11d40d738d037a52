"""The public pages as files: a path and its bytes for each, a function of what is public and of nothing else.

Law: the same notices give the same bytes, in a press office's folder as behind ``/public/``; links are relative and no
page asks anybody for anything: one style sheet, no script, no picture, no face of letters. Each page shows the digests
of what was signed, and the wording as the very bytes of which they were taken. ``SHA256SUMS`` lists every file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from warifu.doors.public import deposit, feed, saying
from warifu.doors.public.notices import LANGUAGES, Notice
from warifu.doors.sentences import Language
from warifu.rooms.programme import wording

HERE = Path(__file__).parent
STYLE, SUMS, INDEX = "style.css", "SHA256SUMS", "index.html"
Site = dict[str, bytes]
Draw = Callable[[], bytes]


class Place(NamedTuple):
    """Whose pages they are, at which address they are public (empty: unknown), whether mail can be asked for."""

    party: str
    address: str = ""
    mails: bool = False

    def of(self, path: str) -> str:
        """Return the whole address of a page; empty where it is not known."""
        return f"{self.address}/public/{path}" if self.address else ""


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters["paragraphs"] = paragraphs
    return made


def paragraphs(text: str) -> list[list[str]]:
    """Return a text as paragraphs of lines: an empty line parts them."""
    return [part.split("\n") for part in "\n".join(line.rstrip() for line in text.split("\n")).split("\n\n") if part]


def page(name: str, language: Language, **shown: Any) -> bytes:
    """Return a page from its template, in a language."""
    words: dict[str, Any] = {"w": partial(_worded, language), "call": lambda code: saying.call(code, language)}
    words["say"] = saying.said
    times = {"day": lambda value: saying.day(value, language), "second": lambda at: saying.second(at, language)}
    other = "en" if language == "ja" else "ja"
    drawn = _environment().get_template(name).render(**words, **times, language=language, other=other, **shown)
    return drawn.encode()


def _worded(language: Language, key: str, **figures: Any) -> str:
    return saying.said(key, language, **figures)


def plan(notices: Iterable[Notice], place: Place) -> dict[str, Draw]:
    """Return for every path of the public pages what draws it; each is drawn when it is asked for."""
    known = tuple(notices)
    found: dict[str, Draw] = {
        STYLE: (HERE / STYLE).read_bytes,
        INDEX: partial(page, "choose.html", "en", place=place, root=""),
    }
    for language in LANGUAGES:
        shown = {"place": place, "root": "../", "notices": known, "titled": partial(_titled, language)}
        found[f"{language}/{INDEX}"] = partial(page, "index.html", language, **shown)
        at = feed.Place(place.party, language, place.of(f"{language}/"))
        found[f"{language}/{feed.NAME}"] = partial(feed.feed, known, at)
        for notice in known:
            found |= _of(notice, language, place)
    return found


def site(notices: Iterable[Notice], place: Place) -> Site:
    """Return every file of the public pages by its path, and the list of their digests."""
    found = {path: draw() for path, draw in plan(notices, place).items()}
    return {**found, SUMS: _sums(found)}


def _titled(language: Language, notice: Notice) -> str:
    return feed.title(notice, language)


def _of(notice: Notice, language: Language, place: Place) -> dict[str, Draw]:
    """Return the page of an announcement in a language; its wording and deposit copy where there is one to read."""
    beside = f"{language}/{notice.address}"
    words = notice.now.in_(language)
    shown = {"place": place, "root": "../", "notice": notice, "words": words}
    found: dict[str, Draw] = {f"{beside}.html": partial(page, "notice.html", language, **shown)}
    if notice.shown:
        found[f"{beside}.txt"] = partial(wording.as_bytes, words.title, words.text)
        found[f"{beside}.pdf"] = partial(deposit.copy, notice, language)
    return found


def _sums(found: Site) -> bytes:
    lines = [f"{hashlib.sha256(found[path]).hexdigest()}  {path}\n" for path in sorted(found)]
    return "".join(lines).encode()
