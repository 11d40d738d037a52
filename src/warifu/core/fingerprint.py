"""A digest that two officers can read to each other over the telephone, in English or Japanese. Floor 1, pure.

Law: 32 bytes are sixteen numbers of 16 bits, and two more check them. Each number is a word of three syllables and a
group of five figures; both say the same. The syllables are a consonant and a vowel that stand for one kana and sound
alike to readers of both languages (no shi, chi, tsu, fu, hi, ji; l and v are never met).

The two check numbers are taken modulo the prime 65,537: the sum of the numbers, and the sum of each times its place.
If one word is wrong, whichever it is and whatever was heard, the two sums say which; two wrong words, or two changed
round, are always noticed. A wrong word is named and never put right: what was said is what counts.

Place on the path: the introduction sheet prints all three forms beside a code for cameras; the pin is set from what
is read back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from warifu.core.errors import ValueTroubleError

DIGEST_BYTES = 32
NUMBERS = 16
WORDS = NUMBERS + 2
PRIME = 65_537
FIGURES = 5

#: Syllable and kana; the place in the table is its value. The table never changes: sheets lie in safes.
SYLLABLES: tuple[tuple[str, str], ...] = (
    ("ka", "カ"), ("ki", "キ"), ("ku", "ク"), ("ke", "ケ"), ("ko", "コ"),
    ("sa", "サ"), ("su", "ス"), ("se", "セ"), ("so", "ソ"),
    ("ta", "タ"), ("te", "テ"), ("to", "ト"),
    ("na", "ナ"), ("ni", "ニ"), ("ne", "ネ"), ("no", "ノ"),
    ("ha", "ハ"), ("ho", "ホ"),
    ("ma", "マ"), ("mi", "ミ"), ("mu", "ム"), ("mo", "モ"),
    ("ya", "ヤ"), ("yu", "ユ"), ("yo", "ヨ"),
    ("ra", "ラ"), ("ri", "リ"), ("ru", "ル"), ("re", "レ"), ("ro", "ロ"),
    ("wa", "ワ"),
    ("ga", "ガ"), ("gu", "グ"), ("go", "ゴ"),
    ("ba", "バ"), ("bi", "ビ"), ("bu", "ブ"), ("be", "ベ"), ("bo", "ボ"),
    ("da", "ダ"), ("do", "ド"),
)  # fmt: skip
BASE = len(SYLLABLES)

_VALUES = {spelling: value for value, pair in enumerate(SYLLABLES) for spelling in pair}
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_BETWEEN = re.compile(r"[\s\-‐−・,、。.;:|/]+")
_ROMAN_WORD = re.compile(r"[a-z]{6}")
_KANA_WORD_LENGTH = 3


def numbers(digest: bytes) -> tuple[int, ...]:
    """Give eighteen numbers from 0 to 65,536: sixteen of the digest, big-endian, then the two that check them.

    Raises ``ValueTroubleError`` fingerprint.length unless ``digest`` has 32 bytes.
    """
    if len(digest) != DIGEST_BYTES:
        raise ValueTroubleError("fingerprint.length", length=len(digest))
    stated = tuple(int.from_bytes(digest[at : at + 2], "big") for at in range(0, DIGEST_BYTES, 2))
    return (*stated, *_checks(stated))


def words(digest: bytes) -> tuple[str, ...]:
    """Give eighteen words in Latin letters, ``kamiso``; raises as ``numbers``."""
    return tuple(_word(number, 0) for number in numbers(digest))


def kana(digest: bytes) -> tuple[str, ...]:
    """Give the same eighteen words in katakana, ``カミソ``; raises as ``numbers``."""
    return tuple(_word(number, 1) for number in numbers(digest))


def figures(digest: bytes) -> tuple[str, ...]:
    """Give eighteen groups of five figures, in the order of the words; raises as ``numbers``."""
    return tuple(f"{number:0{FIGURES}d}" for number in numbers(digest))


def from_words(text: str) -> bytes:
    """Read eighteen words back, in Latin letters, hiragana or katakana, any case and width, mixed if need be.

    Blanks, hyphens and points lie between words. Raises ``ValueTroubleError``: fingerprint.word_unknown (``where``
    is the word, counted from one), fingerprint.count, fingerprint.wrong_word, fingerprint.wrong_words.
    """
    bare = unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA_TO_KATAKANA)
    return _digest([_number_of(word, place) for place, word in enumerate(_taken_apart(bare), start=1)])


def from_figures(text: str) -> bytes:
    """Read eighteen groups of five figures back, of any width.

    Raises ``ValueTroubleError``: fingerprint.group_unknown (``where`` is the group, counted from one),
    fingerprint.count, fingerprint.wrong_word, fingerprint.wrong_words.
    """
    read: list[int] = []
    for place, group in enumerate(_taken_apart(unicodedata.normalize("NFKC", text)), start=1):
        if len(group) != FIGURES or not (group.isascii() and group.isdigit()) or int(group) >= PRIME:
            raise ValueTroubleError("fingerprint.group_unknown", f"group {place}", text=group[:20])
        read.append(int(group))
    return _digest(read)


def _checks(stated: Sequence[int]) -> tuple[int, int]:
    """Give both check numbers: the sum, and the sum of each times its place counted from one."""
    return sum(stated) % PRIME, sum(place * number for place, number in enumerate(stated, start=1)) % PRIME


def _word(number: int, script: int) -> str:
    """Spell a number in three syllables, the highest first."""
    high, rest = divmod(number, BASE * BASE)
    middle, low = divmod(rest, BASE)
    return "".join(SYLLABLES[value][script] for value in (high, middle, low))


def _number_of(word: str, place: int) -> int:
    """Read one word, or name it."""
    width = 2 if _ROMAN_WORD.fullmatch(word) else 1
    parts = [word[at : at + width] for at in range(0, len(word), width)]
    number = 0
    for part in parts:
        number = number * BASE + _VALUES.get(part, PRIME)
    if len(parts) != _KANA_WORD_LENGTH or number >= PRIME:
        raise ValueTroubleError("fingerprint.word_unknown", f"word {place}", text=word[:20])
    return number


def _taken_apart(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(text) if part]


def _digest(read: list[int]) -> bytes:
    """Hold the numbers against their checks and give the digest, or say which of them is wrong."""
    if len(read) != WORDS:
        raise ValueTroubleError("fingerprint.count", count=len(read), wanted=WORDS)
    stated = read[:NUMBERS]
    wrong = _wrong_place(stated, (read[NUMBERS], read[NUMBERS + 1]))
    if wrong:
        raise ValueTroubleError("fingerprint.wrong_word", f"word {wrong}", place=wrong)
    for place, number in enumerate(stated, start=1):
        if number >= PRIME - 1:  # 65,536 stands in checks alone: sixteen bits end before it
            raise ValueTroubleError("fingerprint.wrong_word", f"word {place}", place=place)
    return b"".join(number.to_bytes(2, "big") for number in stated)


def _wrong_place(stated: Sequence[int], checks: tuple[int, int]) -> int:
    """Give the place, from one, of the one word that is wrong; 0 if none is.

    A wrong number at place p is off by e in the sum and by p * e in the weighted sum, so that p is their quotient.
    Raises fingerprint.wrong_words if no single word explains both.
    """
    sums = _checks(stated)
    off, weighted = (sums[0] - checks[0]) % PRIME, (sums[1] - checks[1]) % PRIME
    if not off and not weighted:
        return 0
    if not weighted:
        return NUMBERS + 1
    if not off:
        return NUMBERS + 2
    place = weighted * pow(off, -1, PRIME) % PRIME
    if place > NUMBERS:
        raise ValueTroubleError("fingerprint.wrong_words")
    return place
