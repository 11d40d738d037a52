"""What the forms of announcements begin with: the wording that waits or stands, so that little of it has to be written.

Law: an agreement names the digests of the wording that waits, and is left empty where the words are not those; a
counter-proposal and a correction begin with the words and the embargo of the one that they are to replace, and their
own digests are reckoned when they are read.
"""

from __future__ import annotations

from datetime import UTC, datetime

from warifu.core import texts
from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.typed import BODY, TEXT, Typed
from warifu.law.room import Kind
from warifu.record import openings
from warifu.rooms.programme.acts import announcement
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.terms.announcement import Wording, is_announcement
from warifu.rooms.programme.wording import SLOTS_OF, digests_of

KINDS = frozenset(announcement.KINDS)
_ANEW = frozenset({P + "counter_announcement", P + "correct_announcement"})


def filled(kind: Kind, given: Given) -> Typed:
    """Return what a form of one of these kinds begins with."""
    if not is_announcement(given.terms):
        return {}
    stands = given.terms.wordings[-1] if given.terms.wordings else None
    known: Wording | None = given.terms.waits or stands
    if known is None:
        return {}
    if kind.name == P + "agree_announcement":
        return _agreed(given, known)
    return {**_embargo(known), **_words(given, known)} if kind.name in _ANEW else {}


def _agreed(given: Given, known: Wording) -> Typed:
    """Return the digests of the words that lie beside the act, where they are those that the act holds."""
    said = {int(name[len(TEXT) :]): text for name, text in _words(given, known).items()}
    asked = {"en": known.digest_en, "ja": known.digest_ja}
    return {f"{BODY}digest_{each}": digest.hex() for each, digest in digests_of(said).items() if digest == asked[each]}


def _embargo(known: Wording) -> Typed:
    at = datetime.fromtimestamp(known.embargo, UTC)
    return {
        f"{BODY}dated": known.dated.isoformat(),
        f"{BODY}embargo_day": at.date().isoformat(),
        f"{BODY}embargo_time": at.strftime("%H:%M:%S"),
    }


def _words(given: Given, known: Wording) -> Typed:
    """Return the words of a wording, where their openings are here."""
    slots = {slot for pair in SLOTS_OF.values() for slot in pair}
    leaves = openings.read(given.pair.store, given.pair.name, [known.act]).get(known.act, [])
    return {
        f"{TEXT}{leaf.slot}": leaf.text for leaf in leaves if isinstance(leaf, texts.Opening) and leaf.slot in slots
    }
