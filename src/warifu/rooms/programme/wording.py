"""The wording of an announcement as bytes, its digest, and the second at which it may be public. Pure.

Law: the bytes of a wording are its title, an empty line, its text and a line feed, in UTF-8, NFC, lines ended by line
feeds, without blanks at the ends: what a reader can save as a file and reckon the digest of with any program. Nothing
here is signed or read from anywhere; acts hold the digests, openings the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from warifu.core import canonical
from warifu.rooms.programme.acts.announcement import TEXT_EN, TEXT_JA, TITLE_EN, TITLE_JA

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])")
_EPOCH = date(1970, 1, 1).toordinal()
SLOTS_OF = {"en": (TITLE_EN, TEXT_EN), "ja": (TITLE_JA, TEXT_JA)}
"""Language to the slots of title and text."""


def tidy(text: str) -> str:
    """Return a title or text as it is counted: NFC, line feeds, nothing blank at the ends."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def as_bytes(title: str, text: str) -> bytes:
    """Return the bytes of a wording, of which the digest is taken."""
    return f"{tidy(title)}\n\n{tidy(text)}\n".encode()


def digest_of(title: str, text: str) -> bytes:
    """Return 32 bytes: SHA-256 of a wording; empty where title or text is."""
    return canonical.digest(as_bytes(title, text)) if tidy(title) and tidy(text) else b""


def digests_of(texts: Mapping[int, str]) -> dict[str, bytes]:
    """Return the digest of each language's wording from the texts of an act by slot."""
    return {
        language: digest_of(texts.get(title, ""), texts.get(text, "")) for language, (title, text) in SLOTS_OF.items()
    }


def second_of(day: date, time: str) -> int | None:
    """Return the UTC second of a day and a time ``HH:MM:SS``; None for a time that is none."""
    found = _TIME.fullmatch(time)
    if found is None:
        return None
    hour, minute, second = map(int, found.groups())
    return (day.toordinal() - _EPOCH) * 86_400 + hour * 3600 + minute * 60 + second
