"""The acts of announcements as they are unless a row says otherwise: two ministries tell of an exercise; invented.

The digests stand for two wordings; a row names others by what it finds among its names (``later``, ``same``).
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.packs.base_said import Base
from warifu.rooms.programme.acts import announcement

EN, JA = b"\x0e" * 32, b"\x0a" * 32
ROOM, LIAISON = "programme", "liaison_officer"


def _announced(on: date) -> announcement.Announcement:
    later = on + timedelta(days=5)
    return announcement.Announcement(
        on, "GB-MOD-26-A-001", "exercise", ("GB-MOD", "JP-MOD"), later, later, "09:00:00", EN, JA
    )


def _countered(on: date) -> announcement.Counter:
    later = on + timedelta(days=6)
    return announcement.Counter(on, later, later, "01:00:00", EN, b"\x0b" * 32)


def _corrected(on: date) -> announcement.Correct:
    later = on + timedelta(days=5)
    return announcement.Correct(on, "error_of_fact", later, later, "09:00:00", b"\x0f" * 32, JA)


BASES: dict[str, Base] = {
    "announce": Base("asker", LIAISON, _announced, (), "announcement", ROOM),
    "counter_wording": Base("turn", LIAISON, _countered, (), "counter_announcement", ROOM),
    "agree_wording": Base(
        "turn", LIAISON, lambda on: announcement.Agreed(on, EN, JA), (), "agree_announcement", ROOM
    ),
    "decline_wording": Base(
        "turn", LIAISON, lambda on: announcement.End(on, "too_early"), (), "decline_announcement", ROOM
    ),
    "correct_wording": Base("asker", LIAISON, _corrected, (), "correct_announcement", ROOM),
    "withdraw_wording": Base(
        "asker", LIAISON, lambda on: announcement.End(on, "event_called_off"), (), "withdraw_announcement", ROOM
    ),
}  # fmt: skip
