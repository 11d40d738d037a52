"""What the public door says in each language: phrases of the area ``public``, names of codes, days and seconds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from warifu.doors import catalogues, sentences
from warifu.doors.sentences import Language

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def said(key: str, language: Language, /, **figures: Any) -> str:
    """Return a phrase of the public door with its figures; raises KeyError for one that is not there."""
    return catalogues.pages()["public"][key][language].format(**figures)


def call(code: str, language: Language) -> str:
    """Return what a code is called: a party, an authority, a form, a reason."""
    own = catalogues.pages()["public"].get(code)
    return own[language] if own else sentences.word(code, language)


def day(value: date, language: Language) -> str:
    """Return a day: ``4 July 2013``, ``2013年7月4日``."""
    if language == "ja":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def second(at: int, language: Language) -> str:
    """Return a second of UTC: ``15 June 2026, 09:00:00 UTC``."""
    when = datetime.fromtimestamp(at, UTC)
    return f"{day(when.date(), language)}{'、' if language == 'ja' else ', '}{when:%H:%M:%S} UTC"


def joined(words: tuple[str, ...], language: Language) -> str:
    """Return names in a row."""
    return ("、" if language == "ja" else ", ").join(words)
