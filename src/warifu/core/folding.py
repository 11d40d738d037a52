"""Folding for search: one form for what people write in either script, so that a look-up finds it. Floor 1, pure.

Law: only for finding, never for keeping or signing (there NFC holds). Width and compatibility forms fall together
(NFKC), so do upper and lower case, katakana and hiragana, and the dashes that keyboards give. Used by the rows of cases
(column ``search``) and by the queries that look into it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MAX_SEARCH_CHARS = 2000
_FIRST_KATAKANA, _LAST_KATAKANA, _BETWEEN = 0x30A1, 0x30F6, 0x60
_TABLE = {code: code - _BETWEEN for code in range(_FIRST_KATAKANA, _LAST_KATAKANA + 1)} | dict.fromkeys(
    map(ord, "ー―‐‑‒–—−"), "-"
)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a text as it is looked for: ``ＧＢ－２６`` and ``gb-26`` are one, ``ｶﾙﾀﾞｰ`` and ``かるだー`` too."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_TABLE)
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def searchable(words: Iterable[str]) -> str:
    """Return words as one folded text, each once, one a line, cut to a bounded length."""
    found = dict.fromkeys(folded(word) for word in words if word)
    return "\n".join(found)[:MAX_SEARCH_CHARS]
