"""What a browser sent of a form, kept as it was typed: flat names and texts.

Law: nothing typed is lost and nothing is made better: what cannot be read is shown again as it stands. Sizes are
bounded here, once. A name is ``body.`` and the path with the place of each item, ``body.lines.0.quantity.amount``; a
text of the act is ``text.1``; acts cited are ``cites``, digests in hex with blanks between; a marking chosen for the
act is ``label``, scheme, version and words with bars between. What was chosen of a list of codes comes as one name
several times, and is kept as what is typed into a list: one a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from warifu.core.errors import ValueTroubleError

BODY, TEXT, CITES, DESK, LABEL = "body.", "text.", "cites", "desk", "label"
MAX_NAMES = 1500
MAX_CHARS = 6000
MAX_TOTAL_CHARS = 120_000
MAX_ITEMS = 60
_KEPT = re.compile(r"(body|text)\.[a-z0-9_.]{1,80}|cites|desk|on_behalf|label")
_COUNT = "#"

Typed = dict[str, str]


def from_post(post: Any) -> Typed:
    """Return what was typed; raises ValueTroubleError typed.too_much beyond the bounds, nothing else.

    Unknown names are passed over: a form holds what its kind has, whatever a browser sends.
    """
    kept: Typed = {}
    for name in post:
        if not _KEPT.fullmatch(name.removesuffix(_COUNT)):
            continue
        text = (" " if name == CITES else "\n").join(map(str, post.getlist(name)))
        if len(text) > MAX_CHARS:
            raise ValueTroubleError("typed.too_long", name[:60], limit=MAX_CHARS, length=len(text))
        if text:
            kept[name] = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\0", "\ufffd")
    if len(kept) > MAX_NAMES or sum(map(len, kept.values())) > MAX_TOTAL_CHARS:
        raise ValueTroubleError("typed.too_much", limit=MAX_TOTAL_CHARS)
    return kept


def unbounded(post: Any) -> Typed:
    """Return what was typed, to be shown again and not kept: each text cut where it would be refused."""
    return {
        name: unicodedata.normalize("NFC", "\n".join(map(str, post.getlist(name)))[: MAX_CHARS + 1])
        for name in list(post)[:MAX_NAMES]
        if _KEPT.fullmatch(name.removesuffix(_COUNT))
    }


def figure(text: str, most: int = 6) -> int | None:
    """Return a whole number of at most so many plain figures; None for all else, ``²`` and endless rows among it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else None


def count(typed: Mapping[str, str], path: str) -> int:
    """Return how many items a list holds: those with something typed in, or as many as were asked for."""
    beginning = f"{path}."
    places = [
        int(place)
        for name in typed
        if name.startswith(beginning) and (place := name[len(beginning) :].partition(".")[0]).isdigit()
    ]
    asked = typed.get(path + _COUNT, "0")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len(str(MAX_ITEMS)) + 1 else 0
    return min(MAX_ITEMS, max([wanted, *(place + 1 for place in places)]))


def add(typed: Typed, path: str) -> Typed:
    """Return the same with one more, empty, item in a list."""
    return typed | {path + _COUNT: str(min(MAX_ITEMS, count(typed, path) + 1))}


def remove(typed: Typed, path: str, place: int) -> Typed:
    """Return the same without one item of a list; those after it move up."""
    held = count(typed, path)
    beginning = f"{path}."
    kept: Typed = {}
    for name, text in typed.items():
        head, _, tail = name[len(beginning) :].partition(".") if name.startswith(beginning) else ("", "", "")
        if not head.isdigit():
            kept[name] = text
        elif int(head) != place:
            at = int(head) - (int(head) > place)
            kept[f"{beginning}{at}{'.' + tail if tail else ''}"] = text
    return kept | {path + _COUNT: str(max(0, held - 1))}


def cites_of(typed: Mapping[str, str]) -> list[bytes]:
    """Return the acts cited, in order, each once; what is no digest is passed over."""
    words = typed.get(CITES, "").split()
    return list(dict.fromkeys(bytes.fromhex(word) for word in words if re.fullmatch(r"[0-9a-f]{64}", word)))


def texts_of(typed: Mapping[str, str]) -> dict[int, str]:
    """Return the texts of the act by slot."""
    return {
        int(name[len(TEXT) :]): text
        for name, text in typed.items()
        if name.startswith(TEXT) and name[len(TEXT) :].isdigit() and text.strip()
    }
