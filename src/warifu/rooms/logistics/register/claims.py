"""What a heading claims: which field, whose, in which currency, unit and scale. Floor 3a, pure.

Law: words are looked up whole first; then without the words that say whose, which currency, which scale; then by
likeness (rapidfuzz). The surer the way, the heavier the claim. ``heading`` lays claims beside the cells below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from warifu.core.errors import ValueTroubleError
from warifu.core.money import parse_currency
from warifu.core.quantity import parse_unit
from warifu.rooms.logistics.register.grid import folded
from warifu.rooms.logistics.register.profile import bare
from warifu.rooms.logistics.register.words import LIKELY, MILLION_MARKS, PARTY_WORDS, SURE, THOUSAND_MARKS

#: Fields that belong to a side, by their neutral name: (ours, theirs).
_SIDED = {"ref": ("own_ref", "other_ref"), "unit_of_force": ("unit_own", "unit_other")}

WHOLE, LIKE, PART = 1.0, 0.75, 0.55
_FIRST_OF_LIKELY, _STEP = 0.8, 0.1
_LIKENESS = 86.0


@dataclass(frozen=True, slots=True)
class Claim:
    """One reading of a heading: the field and how sure, 0 to 1."""

    field: str
    weight: float


@dataclass(frozen=True, slots=True)
class Heading:
    """All that a heading says: its claims, heaviest first, and what it adds to the figures below it."""

    text: str
    claims: tuple[Claim, ...]
    currency: str = ""
    unit: str = ""
    factor: int = 1

    @property
    def best(self) -> float:
        """The weight of the heaviest claim, zero if there is none."""
        return self.claims[0].weight if self.claims else 0.0


_CURRENCY = re.compile(
    r"gbp|jpy|usd|eur|£|¥|\byen\b|sterling|\bpounds?\b|英?ポンド|米ドル|(?<![一-龥])円(?![一-龥])|(?<=[千万])円|日本円"
)
_BRACKETS = re.compile(r"[(\[〔<【「]([^)\]〕>】」]*)[)\]〕>】」]")
_JOINTS = frozenset({"of", "at", "in", "to", "for", "by", "from", "on"})
_ASCII_WORD = re.compile(r"[a-z0-9']+")
#: Words that say of what or how a thing was recorded, and leave its name as it was.
_QUALIFIERS = re.compile(
    r"^(?:提供及び受領|提供又は受領|提供受領|提供等|授受|受払|受渡|提供|受領|引渡|取引|実施|相互提供|履行|納入|供与|acsa|actual|recorded)"
    r"|(?:supplied|delivered|issued|received|furnished|transferred|provided|given|recorded|held|agreed|charged|claimed)$"
)
#: What is written or left out at will between two kanji or at a word's end: 受渡し日 and 受渡日, 払い出し and 払出.
_OKURIGANA = re.compile(r"(?<=[一-龥])[しきりけいえれ](?=[一-龥]|$)")
_DAY_OF = re.compile(r"[一-龥]日$")
_SCALE = re.compile(f"{THOUSAND_MARKS}|{MILLION_MARKS}")


def scale_of(text: str) -> int:
    """Give the factor that words state for figures of money: 1000, 1,000,000 or 1."""
    low = folded(text)
    if re.search(MILLION_MARKS, low):
        return 1_000_000
    return 1000 if re.search(THOUSAND_MARKS, low) else 1


def currency_in(text: str) -> str:
    """Give the one currency that words name, or nothing if they name none or several."""
    found = set()
    for word in _CURRENCY.findall(folded(text)):
        try:
            found.add(parse_currency(word))
        except ValueTroubleError:
            continue
    return found.pop() if len(found) == 1 else ""


_SCALED = re.compile(
    r"(gbp|jpy|yen|£|¥|pounds?|ポンド|円)\s*\(?\s*(?:(?:shown|kept|given)?\s*in|:)?\s*(?:thousands?|['’]?000s?|k\b)"
    r"|(?:thousands?|千|百万|millions?)\s*(?:of\s+)?(gbp|jpy|yen|£|¥|pounds?|ポンド|円)"
)


def scaled_currency(text: str) -> str:
    """Give the currency of whose figures a text states the scale (千円, ``JPY in thousands``); empty if it says none."""
    found = _SCALED.search(folded(text))
    return parse_currency(found[1] or found[2]) if found else currency_in(text)


@lru_cache(maxsize=5000)
def read_heading(text: str, owner: str) -> Heading:
    """Read a heading as the owner (``GB``, ``JP``) of the book means it."""
    low = folded(text)
    inside = _BRACKETS.findall(low)
    outside = _BRACKETS.sub(" ", low)
    claims: dict[str, float] = {}
    for variant, share in _variants(low, outside):
        for claim in _claims(variant, owner):
            claims[claim.field] = max(claims.get(claim.field, 0.0), claim.weight * share)
    if currency_in(low) and not bare(_CURRENCY.sub("", _SCALE.sub("", low))):
        claims["value"] = max(claims.get("value", 0.0), LIKE)  # £ or 千円 alone heads sums
    ordered = sorted((Claim(field, weight) for field, weight in claims.items()), key=lambda c: (-c.weight, c.field))
    return Heading(text, tuple(ordered), currency_in(low), _unit_in(outside, inside), scale_of(low))


def _variants(low: str, outside: str) -> list[tuple[str, float]]:
    """Give the wordings to try: whole, without brackets, without money words, each part of a bilingual heading."""
    stripped = _SCALE.sub(" ", outside)
    found = [(low, 1.0), (outside, 1.0), (_CURRENCY.sub(" ", stripped), 0.98)]
    parts = [part for part in re.split(r"[/|・\n]| - ", outside) if part.strip()]
    if len(parts) > 1:
        # 提供・受領番号 is one word of two halves; what it is stands at its end, and not in its first half.
        joined = "・" in outside and _known(bare_words(outside))
        found += [(part, (0.5 if joined else 0.9) if at == 0 else 0.7) for at, part in enumerate(parts)]
    latin = " ".join(_ASCII_WORD.findall(outside))
    other = re.sub(r"[ -~]+", "", outside)
    if latin and other:
        found += [(latin, 0.9), (other, 0.9)]
    unique = dict.fromkeys(bare_words(text) for text, _ in found)
    shares = {bare_words(text): share for text, share in reversed(found)}
    return [(text, shares[text]) for text in unique if text]


def _known(words: str) -> bool:
    word = bare(words)
    return any(each in _SURE or each in _LIKELY for each in (word, _QUALIFIERS.sub("", word)))


def bare_words(text: str) -> str:
    """Give words folded, English ones parted by single blanks, all signs gone."""
    return " ".join(re.findall(r"\w+", folded(text).replace("_", " ").replace("'", "").replace("’", "")))


_SURE: dict[str, list[str]] = {}
for _field, _words in SURE.items():
    for _word in _words.split("|"):
        _SURE.setdefault(bare(_word), []).append(_field)
_LIKELY: dict[str, tuple[str, ...]] = {bare(word): fields for word, fields in LIKELY.items()}
_LONG_WORDS = [word for word in _SURE if len(word) > 4]
_ENDINGS = sorted((word for word in _SURE if not word.isascii() and len(word) > 1), key=len, reverse=True)


#: Longest first: 自衛隊 before 自.
_PARTY_NAMES = sorted(
    ((name, party) for party, names in PARTY_WORDS.items() for name in names), key=lambda pair: (-len(pair[0]), pair)
)


def _claims(words: str, owner: str) -> list[Claim]:
    plain = _base_claims(bare(words)) or _by_head(words)
    party, rest = _without_party(words)
    if not party:
        return [claim for base in plain for claim in _sided(base, "", owner)]
    ours = party in ("own", owner)
    base = (_base_claims(bare(rest)) or _by_head(rest)) if bare(rest) else [Claim("unit_of_force", PART)]
    # "Unit" beside the name of a side is a unit of its force, never of measure.
    units = [claim for claim in base if claim.field == "unit"]
    base = [claim for claim in base if claim not in units] + [Claim("unit_of_force", WHOLE) for _ in units]
    sided = [claim for one in base if one.field in _SIDED for claim in _sided(one, "own" if ours else "other", owner)]
    # Ours or theirs said of anything that has no side (our quantity) is that thing, less surely.
    loose = [Claim(one.field, one.weight * 0.8) for one in base if one.field not in _SIDED]
    return [*sided, *loose, *(c for c in plain if c.field not in _SIDED and c.weight > _FIRST_OF_LIKELY)]


def _sided(base: Claim, side: str, owner: str) -> list[Claim]:
    if base.field not in _SIDED:
        return [base]
    ours, theirs = _SIDED[base.field]
    if side:
        return [Claim(ours if side == "own" else theirs, base.weight)]
    return [Claim(ours, base.weight), Claim(theirs, base.weight * 0.6)] if owner else [base]


def _base_claims(word: str) -> list[Claim]:
    if not word:
        return []
    if word in _LIKELY:
        steps = enumerate(_LIKELY[word])
        likely = {field: _FIRST_OF_LIKELY - _STEP * at for at, field in steps}
        return [Claim(field, weight) for field, weight in likely.items()]
    if word in _SURE:
        return [Claim(field, WHOLE) for field in _SURE[word]]
    shorter = _OKURIGANA.sub("", word)
    if shorter != word and (shorter in _SURE or shorter in _LIKELY):
        return _base_claims(shorter)
    narrower = _QUALIFIERS.sub("", shorter)
    if narrower and narrower != word and (narrower in _SURE or narrower in _LIKELY):
        return [Claim(claim.field, claim.weight * 0.85) for claim in _base_claims(narrower)]
    if word.isascii():
        near = process.extractOne(word, _LONG_WORDS, scorer=fuzz.ratio, score_cutoff=_LIKENESS)
        return [Claim(field, LIKE) for field in _SURE[near[0]]] if near else []
    ending = next((known for known in _ENDINGS if word.endswith(known)), None)
    start = next((known for known in _ENDINGS if word.startswith(known)), None)
    found = [Claim(field, PART) for known in (ending, start) if known for field in _SURE[known]]
    return found or ([Claim("date", PART)] if _DAY_OF.search(word) else [])


def _by_head(words: str) -> list[Claim]:
    """Read an English heading by its head: the word before ``of``, ``at``, ``in``, else the last."""
    parts = words.split()
    if len(parts) < 2 or not words.isascii():
        return []
    cut = next((at for at, part in enumerate(parts) if at and part in _JOINTS), len(parts))
    head = parts[cut - 1]
    claims = _base_claims(head) if head in _SURE or head in _LIKELY else []
    return [Claim(claim.field, claim.weight * PART) for claim in claims]


def _without_party(words: str) -> tuple[str, str]:
    """Part the word that says whose column it is from the rest; English as a whole word, Japanese at either end."""
    for name, party in _PARTY_NAMES:
        if name.isascii():
            found = re.search(rf"\b{name}s?\b", words)
            if found:
                return party, words[: found.start()] + " " + words[found.end() :]
        elif words.startswith(name) and words != name + "付":
            return party, words[len(name) :].lstrip("の側")
        elif words.endswith(name) and len(name) > 1:
            return party, words[: -len(name)]
    # 検収日 is a day, and not Japan's 検収: for that it must stand apart or say 側.
    japanese = re.fullmatch(r"(.+?)(?:\s*(自|英)側?|\s+(日)側?|(日)側)", words)
    if japanese:
        return {"自": "own", "日": "JP", "英": "GB"}[next(filter(None, japanese.groups()[1:]))], japanese[1]
    return "", words


def _unit_in(outside: str, inside: list[str]) -> str:
    """Give the unit of measure stated in brackets, or as the last word of a heading of several words."""
    words = outside.split()
    for text in [*inside, *(words[-1:] if len(words) > 1 else [])]:
        bared = text.removeprefix("単位").lstrip(": ").removeprefix("in ").strip()
        try:
            return parse_unit(bared)
        except ValueTroubleError:
            continue
    return ""
