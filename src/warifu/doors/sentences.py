"""What a code says to a person, in English and Japanese: a look-up in the catalogues, and nothing else.

Law: below the doors nothing is translated; findings and errors carry a code and figures. A refusal says what happened,
which rule, and what to do next; in Japanese as offices write it (〜できません。理由: … 根拠: … 次の操作: …). A code
without a sentence is shown as it is, never hidden: this must not fail while something else is being told.

Sentences lie in ``sentences.toml`` here, and in the folders of rooms and packs (``doors.catalogues``).

Place on the path: every door. Codes: ``rule`` or ``rule.branch`` of a finding, ``code`` of an error. Where no sentence
stands for ``jp.item2.not_together`` that of its family ``jp.*.not_together`` does, then that of ``jp.*``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from warifu import packs
from warifu.core.act import FindingWire
from warifu.core.errors import WarifuError
from warifu.doors import catalogues
from warifu.law.judge import Finding

Language = Literal["en", "ja"]
Doing = Literal["refused", "irregular"]
Door = Literal["commands", "pages"]
"""Where it is read: what to do next is a command for the one and a page for the other."""

#: Figures whose values are codes of the packs and have a name in both languages.
WORD_FIGURES = frozenset({
    "activity", "after", "area", "basis", "before", "category", "condition", "criteria", "element", "factor", "factors",
    "awaited", "codes", "conditions", "decided", "department", "departments", "end_use", "field", "first", "form",
    "ground", "method", "none_required", "outcome", "points", "screened", "steps", "terms",
    "issued", "kind", "measured_by", "need", "ownership", "purpose", "reason", "result", "roles", "rounding", "second",
    "sent_as", "settlement", "state", "status", "statute", "step", "supply", "transaction", "use", "what",
})  # fmt: skip


class Both(NamedTuple):
    """The same in both languages."""

    en: str
    ja: str

    def in_(self, language: str) -> str:
        """Return the one in a language; English for any that is not Japanese."""
        return self.ja if language == "ja" else self.en


class _Catalogue(NamedTuple):
    sentence: dict[str, Both]
    next: dict[str, Both]
    page: dict[str, Both]
    word: dict[str, Both]


@cache
def catalogue() -> _Catalogue:
    """Return the catalogue with what rooms and packs bring: sentences, next steps, those of pages, words by code."""
    plain = catalogues.sentences()
    return _Catalogue(*({code: Both(**both) for code, both in plain[part].items()} for part in _Catalogue._fields))


@cache
def _articles() -> dict[str, Both]:
    """How articles are cited, by id, from every pack that lies in the program; of one id the first pack's."""
    cited: dict[str, Both] = {}
    for name in packs.names():
        plain = tomllib.loads((packs.folder(name) / "articles.toml").read_text(encoding="utf-8"))
        for article in plain["article"]:
            cited.setdefault(article["id"], Both(article["cite"], article["cite_ja"]))
    return cited


def template(code: str) -> Both | None:
    """Return the sentence of a code, else that of its family, else None."""
    known = catalogue().sentence
    first, _, rest = code.partition(".")
    last = rest.rpartition(".")[2]
    middle = code.rpartition(".")[0]
    for key in (code, f"{middle}.*", f"{first}.*.{last}", f"{first}.*"):
        if key in known:
            return known[key]
    return None


def next_step(code: str, door: Door = "commands") -> Both | None:
    """Return what to do next, by the longest beginning of the code for which that is said."""
    known = catalogue().next | (catalogue().page if door == "pages" else {})
    while code:
        if code in known:
            return known[code]
        code = code.rpartition(".")[0]
    return None


def word(code: str, language: str) -> str:
    """Return what a code of a pack is called (``receiving_officer``, ``logistics/receipt``), else the code itself."""
    found = catalogue().word.get(code)
    return found.in_(language) if found else code


def called(part: Literal["room", "flow"], name: str, language: str) -> str:
    """Return what a room or a kind of case is called, as the pages call it; else the word of its code."""
    found = catalogues.pages().get("code", {}).get(f"{part}.{name}")
    return found[language] if found else word(name, language)


def _shown(name: str, value: object, language: str) -> str:
    text = str(value)
    if name not in WORD_FIGURES or not text:
        return text or "—"
    between = "、" if language == "ja" else ", "
    return between.join(word(part, language) for part in text.split(", "))


class _Figures(dict[str, str]):
    """Figures by name; one that the sentence asks for and that is not given is shown as a dash."""

    def __missing__(self, name: str) -> str:
        return "—"


def of_code(code: str, language: str, figures: Mapping[str, Any] | None = None) -> str:
    """Return the bare sentence of a code with its figures: no rule, no next step, no full stop."""
    found = template(code)
    given = figures or {}
    if found is None:
        return " ".join([code, *(f"{name}={value}" for name, value in given.items())])
    return found.in_(language).format_map(
        _Figures({name: _shown(name, each, language) for name, each in given.items()})
    )


def of_article(article: str, language: str) -> str:
    """Return how an article is cited in a language; an id that no pack has is shown as it is."""
    found = _articles().get(article)
    return found.in_(language) if found else article


def of_finding(
    finding: Finding | FindingWire, language: str, kind: str = "", doing: Doing = "refused", door: Door = "commands"
) -> str:
    """Return a finding as a person reads it: what cannot be done and why, the rule it rests on, what to do next.

    ``kind``: the act it speaks of, where known. ``doing``: ``irregular`` for a fact that is recorded all the same.
    """
    if language == "ja":
        thing = word(kind, "ja") if kind else "文書"
        done = f"この{thing}は登録できません" if doing == "refused" else f"この{thing}は不備ありとして登録されます"
    else:
        thing = word(kind, "en") if kind else "act"
        done = f"This {thing} cannot be recorded" if doing == "refused" else f"This {thing} is recorded as irregular"
    return of_reason(finding, done, language, door)


def of_reason(finding: Finding | FindingWire, done: str, language: str, door: Door = "commands") -> str:
    """Return what is or is not done, why by this finding, the rule it rests on, what to do next."""
    why = of_code(finding.rule, language, dict(finding.figures))
    step = next_step(finding.rule, door)
    rule = of_article(finding.article, language)
    if language == "ja":
        then = f" 次の操作: {step.ja}。" if step else ""
        return f"{done}。理由: {why}。 根拠: {rule}。{then}"
    then = f" Next: {step.en}." if step else ""
    return f"{done}: {why}. Rule: {rule}.{then}"


_PLACES = (
    (r"entry (\d+) of (\w+)", r"\2の記録簿の登録\1"),
    (r"(\w+) entry (\d+)", r"\1の記録簿の登録\2"),
    (r"(\w+) at (\d+) entries", r"\1の記録簿の\2件時点"),
    (r"entry (\d+)", r"登録\1"),
    (r"texts of place (\d+)", r"\1件目の記述"),
    (r"place (\d+)", r"\1件目"),
    (r"(.+), row (\d+)", r"\1の\2行目"),
    (r"(.+), line (\d+)", r"\1の\2行目"),
    (r"bundle", "受渡しファイル"),
    (r"checkpoint|heads", "照合票"),
    (r"pieces?", "分割片"),
    (r"loose act", "先着の文書"),
    (r"founding act", "設立文書"),
    (r"sealing key", "封緘用の鍵"),
)
"""How the places that errors name are called in Japanese; names of files and the like stay as they are."""


def of_place(where: str) -> str:
    """Return in Japanese where an error arose; what is not known here is shown as it is."""
    found = ((re.fullmatch(pattern, where), shown) for pattern, shown in _PLACES)
    return next((match.expand(shown) for match, shown in found if match), where)


def of_error(error: WarifuError, language: str, door: Door = "commands") -> str:
    """Return an error as a person reads it: what happened, where, what to do next."""
    why = of_code(error.code, language, error.figures)
    step = next_step(error.code, door)
    if language == "ja":
        where = f" 箇所: {of_place(error.where)}。" if error.where else ""
        then = f" 次の操作: {step.ja}。" if step else ""
        return f"実行できません。理由: {why}。{where}{then}"
    where = f" Where: {error.where}." if error.where else ""
    then = f" Next: {step.en}." if step else ""
    return f"This cannot be done: {why}.{where}{then}"
