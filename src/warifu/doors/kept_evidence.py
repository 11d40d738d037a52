"""What is kept as evidence, told to a person: what it is, and what stands against it, in both languages.

Law: the record holds codes and figures, never a sentence; the sentence is looked up here, for the terminal, the pages
and JSON alike. Of the place and the figures of an error only what it said in its own form is read back: what has
another form is shown as it stands, and never hidden.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from warifu.doors import sentences
from warifu.doors.sentences import Both

_SHORT = 16
_ERROR = re.compile(r"[a-z_0-9]+(?:\.[a-z_0-9]+)+(?: at (?P<where>.*?))?(?P<figures>(?: \w+=.*)?)", re.DOTALL)
_FIGURE = re.compile(r" (?=\w+=)")


class Told(NamedTuple):
    """One piece of evidence: what it is (*refused*, *equivocation* …), and why, by language."""

    what: Both
    why: Both


def of(act: bytes, what: str, figures: str) -> Told:
    """Tell a row of the evidence (``record.evidence``)."""
    both = [Both(each(what, "en"), each(what, "ja")) for each in (_what, lambda *of: _why(act, figures, *of))]
    return Told(*both)


def document(act: bytes, what: str, figures: str) -> dict[str, str]:
    """Return a row as JSON holds it: the codes of the record, and the sentence in both languages."""
    told = of(act, what, figures)
    both = {name: f"{told.what.in_(name)}: {told.why.in_(name)}" for name in ("en", "ja")}
    return {"act": act.hex(), "what": what, "figures": figures} | both


def _what(what: str, language: str) -> str:
    first = what.partition(" ")[0]
    found = sentences.word(f"evidence.{first}", language)
    return sentences.word(first, language) if found.startswith("evidence.") else found


def _why(act: bytes, figures: str, what: str, language: str) -> str:
    first, _, code = what.partition(" ")
    if first == "unfounded_objection":
        between = "、" if language == "ja" else "; "
        return between.join(sentences.of_code(rule, language) for rule in figures.split("; ") if rule)
    if first == "equivocation":
        return sentences.of_code("evidence.other_act", language, {"other": figures[:_SHORT]})
    if not code:
        return figures
    where, found = read_back(figures)
    told = sentences.of_code(code, language, {"act": act.hex()[:_SHORT], **found})
    if not where:
        return told
    return f"{told}（{sentences.of_place(where)}）" if language == "ja" else f"{told} ({where})"


def read_back(said: str) -> tuple[str, dict[str, Any]]:
    """Return place and figures of an error from what it said of itself; nothing where it has another form."""
    found = _ERROR.fullmatch(said.strip())
    if found is None:
        told = dict(part.split("=", 1) for part in _FIGURE.split(f" {said}") if "=" in part)
        return "", {name.strip(): value for name, value in told.items() if name.strip().isidentifier()}
    parts = _FIGURE.split(found["figures"])
    return found["where"] or "", dict(part.split("=", 1) for part in parts if "=" in part)
