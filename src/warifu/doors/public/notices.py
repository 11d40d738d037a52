"""What is public at a second: announcements with their wordings, checked against the digests that were signed.

Law: read from the tables and the openings, never from the fold; what is not public yet is not read at all. Each wording
is held against both digests; one that differs, or that bears a marking, is a *fault*: told to our own people and to
nobody else. A text that was erased is gone: the address stays and says so. Times are UTC seconds.

Place on the path: under the pages, the feed, the mail and the deposit copy; above ``record``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from warifu.core import texts
from warifu.doors.sentences import Language
from warifu.record import openings
from warifu.record.log import Store
from warifu.rooms.programme import wording

MOST_LEVEL = 1
"""The highest protection level of a case whose wording may be public: such as OFFICIAL-SENSITIVE under embargo."""
LANGUAGES: tuple[Language, Language] = ("en", "ja")
_EPOCH = date(1970, 1, 1)
_ADDRESS_CHARS = 60
_DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Words(NamedTuple):
    """A wording in one language; empty title and text where its opening was erased."""

    title: str
    text: str
    digest: bytes


class Edition(NamedTuple):
    """A wording that is or was public: its act, who proposed it, its day, when it came, and why it corrects."""

    number: int
    act: bytes
    by: str
    dated: date
    since: int
    reason: str
    en: Words
    ja: Words

    def in_(self, language: Language) -> Words:
        """Return the wording in a language."""
        return self.ja if language == "ja" else self.en

    @property
    def held(self) -> bool:
        """True where both texts are here still."""
        return bool(self.en.title and self.ja.title)


class Notice(NamedTuple):
    """An announcement that has become public: its address, its wordings so far, and whether it was withdrawn."""

    address: str
    number: str
    form: str
    issuers: tuple[str, ...]
    parties: tuple[str, ...]
    editions: tuple[Edition, ...]
    withdrawn_at: int | None = None
    withdrawn_by: str = ""
    reason: str = ""
    case: bytes = b""
    """For our own people: no page for the public names it."""

    @property
    def now(self) -> Edition:
        """The wording that counts."""
        return self.editions[-1]

    @property
    def withdrawn(self) -> bool:
        """True where it was withdrawn."""
        return self.withdrawn_at is not None

    @property
    def corrected(self) -> bool:
        """True where another wording was public before this one."""
        return len(self.editions) > 1

    @property
    def shown(self) -> bool:
        """True where there is a wording to read."""
        return self.now.held and not self.withdrawn

    @property
    def changed(self) -> int:
        """The second at which it last changed."""
        return max(self.now.since, self.withdrawn_at or 0)


class Fault(NamedTuple):
    """An announcement that ought to be public and is not: its number and why (a code)."""

    number: str
    why: str


class Public(NamedTuple):
    """All that is public at a second, the newest first, and what ought to be and is not."""

    notices: tuple[Notice, ...]
    faults: tuple[Fault, ...] = ()


State = tuple[tuple[Any, ...], ...]
_ROWS = (
    'SELECT a.pair, a."case", a.number, a.form, a.issuers, a.level, a.withdrawn_at, a.withdrawn_by, a.reason, '
    "w.number, w.act, w.by, w.dated, w.public_from, w.reason, w.digest_en, w.digest_ja FROM programme_announcement a "
    'JOIN programme_wording w ON w.pair = a.pair AND w."case" = a."case" '
    'WHERE w.public_from <= %s ORDER BY a.pair, a."case", w.number'
)
_KEYS = (
    "SELECT k.act, k.slot FROM opening_key k WHERE k.act IN ({keys}) AND NOT EXISTS (SELECT 1 FROM withheld w "
    "WHERE w.pair = k.pair AND w.act = k.act AND (w.slot = k.slot OR w.slot = -1)) ORDER BY k.act, k.slot"
)


def state(store: Store, at: int) -> State:
    """Return what the public pages depend on at a second: cheap to ask for, equal where the pages are."""
    rows = store.run(_ROWS, [at])
    return (*rows, *store.in_chunks(_KEYS, [], sorted({row[10] for row in rows})))


def public(store: Store, at: int) -> Public:
    """Return all that is public at a second (UTC)."""
    cases: dict[tuple[str, bytes], list[tuple[Any, ...]]] = {}
    for row in store.run(_ROWS, [at]):
        cases.setdefault((row[0], row[1]), []).append(row)
    found: list[Notice] = []
    faults: list[Fault] = []
    for (pair, _), rows in cases.items():
        read = _notice(store, pair, rows)
        if isinstance(read, Fault):
            faults.append(read)
        else:
            found.append(read)
    found.sort(key=lambda notice: notice.address)
    found.sort(key=lambda notice: (notice.now.dated, notice.now.since), reverse=True)
    return Public(tuple(found), tuple(faults))


def _notice(store: Store, pair: str, rows: list[tuple[Any, ...]]) -> Notice | Fault:
    _, _, number, form, issuers, level, withdrawn_at, by, reason = rows[0][:9]
    if level > MOST_LEVEL:
        return Fault(number, "marked")
    leaves = openings.read(store, pair, [row[10] for row in rows])
    editions = []
    for row in rows:
        edition = _edition(row[9:], leaves.get(row[10], []))
        if edition is None:
            return Fault(number, "wording_differs")
        editions.append(edition)
    parties = tuple(each.partition(".")[0] for each in pair.split("-"))
    address = address_of(number, editions[0].act)
    ended = (withdrawn_at, by, reason)
    return Notice(address, number, form, tuple(issuers.split()), parties, tuple(editions), *ended, rows[0][1])


def _edition(row: tuple[Any, ...], leaves: Iterable[texts.Leaf]) -> Edition | None:
    """Return a wording; None where its words are not those of the digests that were signed."""
    number, act, by, dated, since, reason, digest_en, digest_ja = row
    said = {leaf.slot: leaf.text for leaf in leaves if isinstance(leaf, texts.Opening)}
    both = [_words(said, language, digest) for language, digest in zip(LANGUAGES, (digest_en, digest_ja), strict=True)]
    if both[0] is None or both[1] is None:
        return None
    return Edition(number, act, by, _EPOCH + timedelta(days=dated), since, reason, both[0], both[1])


def _words(said: dict[int, str], language: Language, digest: bytes) -> Words | None:
    title, text = (wording.tidy(said.get(slot, "")) for slot in wording.SLOTS_OF[language])
    if not title or not text:
        return Words("", "", digest)  # erased, or not here yet: nothing is shown, nothing is claimed
    fits = wording.digest_of(title, text) == digest and not any(map(_unseen, title + text))
    return Words(title, text, digest) if fits else None


def _unseen(letter: str) -> bool:
    """Tell whether a letter cannot be seen or turns the direction of writing: no page, feed or mail bears one."""
    return letter in _DIRECTION or (letter not in "\n\t" and unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Co"})


def address_of(number: str, act: bytes) -> str:
    """Return the address of an announcement for good: its number, and the beginning of its first signed wording."""
    plain = unicodedata.normalize("NFKC", number).lower()
    tidy = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_ADDRESS_CHARS].strip("-")
    return f"{tidy or 'notice'}-{act.hex()[:8]}"
