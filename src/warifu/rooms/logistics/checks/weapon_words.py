"""What the words of an item name: a weapon, something that people must rule on first, or neither. Floor 3a, pure.

Law: the words are a table of the pack [draft]; here is only how they are read. Width, case, accents, invisible signs
and letters of other alphabets that look the same do not hide a word. Things joined in one line are looked at one by
one. A word beside the weapon's covers it where it is the thing and the weapon says which: *rifle sling*, *parts for the
rifle*, 小銃用部品; not where it only says what rifle it is: *spare rifle*, 訓練用小銃. An inverted name is read as
catalogues write it (*sling, rifle*). Only a service is done for a weapon. Used by ``goods``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

WEAPON, DOUBTFUL = "weapon", "doubtful"


class Words(NamedTuple):
    """The words of a pack, as patterns over folded text."""

    weapons: re.Pattern[str]
    doubtful: re.Pattern[str]
    beside: re.Pattern[str]
    tools: re.Pattern[str]
    holders: frozenset[str]
    categories: frozenset[str]
    done_for: frozenset[str]
    ammunition: frozenset[str]
    groups: frozenset[str]


def words_of(table: Mapping[str, Any]) -> Words:
    """Return the words that the parameters of a rule name."""
    weapons, doubtful, beside, tools = (_pattern(table, name) for name in ("words", "doubtful", "beside", "tools"))
    holders, categories, done_for, ammunition, groups = (
        frozenset(table[name]) for name in ("holders_en", "categories", "done_for", "ammunition", "doubtful_groups")
    )
    return Words(weapons, doubtful, beside, tools, holders, categories, done_for, ammunition, groups)


def _pattern(table: Mapping[str, Any], name: str) -> re.Pattern[str]:
    """One pattern for the words of both languages: English as whole words (also in the plural), Japanese anywhere.

    The longest word first, so that what is named by a longer word is not found as a shorter one in it.
    """
    english = "|".join(re.escape(_bare(folded(word))) for word in sorted(table[f"{name}_en"], key=len, reverse=True))
    japanese = "|".join(re.escape(word) for word in sorted(table[f"{name}_ja"], key=len, reverse=True))
    return re.compile(rf"\b(?:{english})(?:s|es)?\b|{japanese}")


_LOOKS_LIKE = str.maketrans("аеорсухіѕјԁӏоιναρτυκ", "aeopcyxisjdloivaptuk")
_ACCENTS = re.compile("[\u0300-\u036f]")
_CJK = r"[\u3040-\u30ff\u4e00-\u9fff\u3005]"
_CJK_BLANK = re.compile(rf"(?<={_CJK})\s+(?={_CJK})")


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Fold width, case, accents, look-alikes; drop signs that nobody sees, and blanks between Japanese characters."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    apart = _ACCENTS.sub("", unicodedata.normalize("NFKD", seen))
    whole = unicodedata.normalize("NFKC", apart).casefold().translate(_LOOKS_LIKE)
    return _CJK_BLANK.sub("", whole)


def _bare(text: str) -> str:
    """Whatever is no letter, figure or kana becomes a blank."""
    return re.sub(r"[\W_]+", " ", text).strip()


_JOINED = re.compile(
    r"\bw/|[&+;/\n]|\b(?:with|and|or|plus|incl|including|together|alongside)\b"
    r"|及び|および|並びに|ならびに|又は|または|、|付き|(?<=[\u4e00-\u9fff])と(?=[\u4e00-\u9fff0-9])"
)
_INVERTED = re.compile(r"[,():\[\]]")
_MEANT_FOR = re.compile(r"\b(for|of|in|on|from|to|by|at|as|used|under|inside|without|aboard)\b")
_JAPANESE_FOR = re.compile(r"用|の")


def named(words: Words, item: str, category: str, supply: str, group: str = "") -> str:
    """Say what the words of an item name: ``weapon``, ``doubtful`` or nothing.

    ``group``: the supply group of its stock number (first two figures), which tells a weapon of a name not known here.
    """
    if category in words.categories:
        return WEAPON
    if category in words.done_for and supply == "service":
        return ""
    text = words.tools.sub(" ", folded(item))
    found = ""
    listed = False
    for part in _JOINED.split(text):
        what, lists = _part(words, part, category, listed=listed)
        if what == WEAPON:
            return WEAPON
        found = found or what
        listed = listed or lists
    doubt = group in words.groups and not (category in words.ammunition and group == "14")
    return found or (DOUBTFUL if doubt and not words.beside.search(text) else "")


def _part(words: Words, part: str, category: str, *, listed: bool) -> tuple[str, bool]:
    """(what one thing of a line is, whether it begins a list of what something is for)."""
    first, *rest = (_bare(each) for each in _INVERTED.split(_unlisted(words, part)))
    what, lists = _segment(words, first, category)
    if what and listed:
        what = ""
    covers = bool(words.beside.search(first))
    for each in rest:
        said = _segment(words, each, category)[0]
        plural = any(word.group().endswith("s") for word in words.weapons.finditer(each))
        if said and not (listed or (covers and not plural)):
            what = said if what != WEAPON else what
    return what, lists


def _unlisted(words: Words, part: str) -> str:
    """Cut a list of Japanese things (・) into segments, unless a word after it says what they are for."""
    last = max((found.end() for found in words.weapons.finditer(part)), default=0)
    if "・" not in part or _JAPANESE_FOR.search(part, last):
        return part
    return part.replace("・", "(") if words.weapons.search(part.partition("・")[0]) else part


def _segment(words: Words, text: str, category: str) -> tuple[str, bool]:
    """(what a few words name, whether they say what something is for and that is a weapon)."""
    for pattern, what in ((words.weapons, WEAPON), (words.doubtful, DOUBTFUL)):
        if what == DOUBTFUL and category in words.ammunition:
            continue
        if pattern.search(text):
            covered, lists = _covered(words, text, pattern)
            if not covered:
                return what, False
            if lists:
                return "", True
    return "", False


def _covered(words: Words, text: str, pattern: re.Pattern[str]) -> tuple[bool, bool]:
    """(whether a word beside covers what the pattern finds, whether as what something is for)."""
    meant = _MEANT_FOR.search(text)
    head = text[: meant.start()] if meant else text
    inside = list(pattern.finditer(head))
    if inside:
        after = head[inside[-1].end() :]
        fits = words.beside.search(after) or (_JAPANESE_FOR.match(after) and words.beside.search(head))
        return bool(fits), False
    beside = [found.group() for found in words.beside.finditer(head)]
    if meant is not None and meant.group() == "of":
        beside = [word for word in beside if word not in words.holders and word.rstrip("s") not in words.holders]
        if not beside:
            return _covered(words, text[meant.end() :], pattern)
    return bool(beside), bool(beside) and meant is not None and meant.group() in {"for", "of"}
