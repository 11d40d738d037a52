"""What every case of this room may say: a reminder, a call for consultation. Text slots of the room."""

from __future__ import annotations

from datetime import date

import msgspec

from warifu.law.room import ASIDE, Kind, kinds_of

P = "programme/"
REMARKS, REASON, TITLE = 1, 2, 3
SLOTS = {REMARKS: "remarks", REASON: "reason", TITLE: "name of the activity in words"}


class Word(msgspec.Struct, frozen=True):
    """A reminder, a call for consultation, a note; ``about`` is a code of the pack."""

    on: date
    about: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(P + "remind", ASIDE, Word, SLOTS),
    Kind(P + "consult", ASIDE, Word, SLOTS),
)
