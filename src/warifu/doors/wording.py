"""Fix the wording of an announcement before it is signed: its digests are reckoned from the texts beside the act.

Law: nobody types a digest, and nobody signs one that is not that of the words: what is left empty is reckoned, what was
given is held against the texts. Any other kind of act passes unchanged.

Place on the path: where a door turns what was written into a draft (command line, pages, API).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from warifu.core.errors import ValueTroubleError
from warifu.rooms.programme.acts.announcement import KINDS
from warifu.rooms.programme.wording import digests_of

WORDED = frozenset(name for name, kind in KINDS.items() if hasattr(kind.body, "embargo_day"))
"""Kinds that bear a wording."""


def fixed(kind: str, body: Any, texts: Mapping[int, str]) -> Any:
    """Return the body with the digests of its wording; raises ValueTroubleError wording.differs."""
    if kind not in WORDED or body is None:
        return body
    found = {}
    for language, digest in digests_of(texts).items():
        given: bytes = getattr(body, f"digest_{language}")
        if given and digest and given != digest:
            raise ValueTroubleError("wording.differs", f"digest_{language}", language=language)
        found[f"digest_{language}"] = digest or given
    return replace(body, **found)
