"""Acts: announcements: what both states tell the public, in both languages, from one second on.

Law: the wording stands in texts (title and text in each language), for it is long; the body holds the digest of each
wording (``wording.digest_of``), so that what is signed is fixed, and an answer names the digests that it agrees to. The
embargo is a second of UTC: a day and a time of that day. A correction is a wording of its own that both agree; either
side may withdraw what was agreed, before the embargo or after it. Fields are never renumbered.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import WILL, Kind, kinds_of
from warifu.rooms.programme.acts.common import REASON, REMARKS, P

TITLE_EN, TITLE_JA, TEXT_EN, TEXT_JA = 11, 12, 13, 14
SLOTS = {
    REMARKS: "remarks",
    REASON: "reason",
    TITLE_EN: "title in English",
    TITLE_JA: "title in Japanese",
    TEXT_EN: "text in English",
    TEXT_JA: "text in Japanese",
}
Form = Literal[
    "agreement_signed", "agreement_in_force", "ministers_meeting", "exercise", "joint_project", "relief", "statement"
]


class Announcement(msgspec.Struct, frozen=True):
    """Propose an announcement; ``embargo_time`` is ``HH:MM:SS`` of UTC, and nothing is public before it."""

    on: date
    number: str
    form: Form
    issuers: tuple[str, ...]
    """Authorities that announce, as codes of the pack."""
    dated: date
    """The day that the announcement bears."""
    embargo_day: date
    embargo_time: str = "00:00:00"
    digest_en: bytes = b""
    """SHA-256 of the English wording."""
    digest_ja: bytes = b""
    """SHA-256 of the Japanese wording."""
    late_reason: str = ""


class Counter(msgspec.Struct, frozen=True):
    """Propose another wording, another embargo, or both, in place of what the other side has proposed."""

    on: date
    dated: date
    embargo_day: date
    embargo_time: str = "00:00:00"
    digest_en: bytes = b""
    digest_ja: bytes = b""
    late_reason: str = ""


class Agreed(msgspec.Struct, frozen=True):
    """Agree to the wording that waits, by the digests of both languages."""

    on: date
    digest_en: bytes
    digest_ja: bytes
    late_reason: str = ""


class Correct(msgspec.Struct, frozen=True):
    """Propose to correct what was agreed: the whole wording anew, from when on, and why (a code)."""

    on: date
    reason: str
    dated: date
    embargo_day: date
    embargo_time: str = "00:00:00"
    digest_en: bytes = b""
    digest_ja: bytes = b""
    late_reason: str = ""


class End(msgspec.Struct, frozen=True):
    """Decline a wording (or no longer stand by the own one), or withdraw the announcement; the reason is a code."""

    on: date
    reason: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(P + "announcement", WILL, Announcement, SLOTS),
    Kind(P + "counter_announcement", WILL, Counter, SLOTS),
    Kind(P + "agree_announcement", WILL, Agreed, SLOTS),
    Kind(P + "decline_announcement", WILL, End, SLOTS),
    Kind(P + "correct_announcement", WILL, Correct, SLOTS),
    Kind(P + "withdraw_announcement", WILL, End, SLOTS),
)
