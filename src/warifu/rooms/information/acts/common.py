"""What every case of this room may say: a reminder, a call for consultation, a note. Text slots of the room."""

from __future__ import annotations

from datetime import date

import msgspec

from warifu.law.room import ASIDE, Kind, kinds_of

I = "information/"  # noqa: E741  the room's prefix, as short as the other rooms have it
SHORT_TITLE, TITLE, REMARKS, REASON = 1, 2, 3, 4
SLOTS = {
    SHORT_TITLE: "unclassified title",
    TITLE: "title, classified where it is",
    REMARKS: "remarks",
    REASON: "reason",
}


class Word(msgspec.Struct, frozen=True):
    """A reminder, a call for consultation or a note; ``about`` is a code of the pack."""

    on: date
    about: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(I + "remind", ASIDE, Word, SLOTS),
    Kind(I + "consult", ASIDE, Word, SLOTS),
    Kind(I + "note", ASIDE, Word, SLOTS),
)
