"""The words of pages: ``w("orders.title")`` in the reader's language, from ``words/*.toml`` and rooms' own.

Law: one catalogue, both languages side by side, so that whoever changes one sees the other; a phrase without both is
refused at start, and an unknown key is an error, never an English word on a Japanese page. Codes of the packs (kinds,
states, findings) have their names in ``doors.sentences``; strings of the libraries have theirs in their own catalogues.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from warifu.doors import catalogues
from warifu.doors.sentences import Both


@cache
def catalogue() -> dict[str, Both]:
    """Return every phrase by ``area.key``; raises ValueError where a language is missing or a key stands twice."""
    return {f"{area}.{key}": Both(**both) for area, said in catalogues.pages().items() for key, both in said.items()}


def language() -> str:
    """Return ``en`` or ``ja``: the language of this request."""
    return "ja" if (get_language() or "").startswith("ja") else "en"


def w(key: str, **figures: Any) -> str:
    """Return a phrase with its figures in the reader's language; raises KeyError for one that is not there."""
    return catalogue()[key].in_(language()).format(**figures)


ISO_DAY = "%Y-%m-%d"
"""How a browser takes the day that stands in a field of days at first, whatever the reader's language."""
later: Any = lazy(w, str)
"""``w``, asked only when the phrase is shown: for forms, whose labels are made before the language is known."""
