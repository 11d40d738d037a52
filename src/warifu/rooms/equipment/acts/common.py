"""What every case of this room may say: a reminder, a call for consultation, a note; and taking a fact as it is."""

from __future__ import annotations

from datetime import date

import msgspec

from warifu.law.room import ASIDE, WILL, Kind, kinds_of

E = "equipment/"
TITLE, REMARKS, REASON, CONDITIONS = 1, 2, 3, 4
SLOTS = {TITLE: "name in words", REMARKS: "remarks", REASON: "reason", CONDITIONS: "conditions in words"}


class Marking(msgspec.Struct, frozen=True):
    """A marking as it is written, with its scheme and the version of that scheme: never translated into another."""

    scheme: str
    version: str
    written: str


class Word(msgspec.Struct, frozen=True):
    """A reminder, a call for consultation, a note; ``about`` is a code of the pack."""

    on: date
    about: str
    late_reason: str = ""


class Ratify(msgspec.Struct, frozen=True):
    """Take an irregular fact of a case as it is, knowing what is wrong with it; cites it. The reason is a code."""

    on: date
    reason: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(E + "remind", ASIDE, Word, SLOTS),
    Kind(E + "consult", ASIDE, Word, SLOTS),
    Kind(E + "note", ASIDE, Word, SLOTS),
    Kind(E + "ratify", WILL, Ratify, SLOTS),
)
