"""The kinds of act of this room: a berth asked for, given or not, and what became of it. Floor 3a, pure."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.core.quantity import Quantity
from warifu.law.room import ASIDE, FACT, WILL, Kind, kinds_of

REMARKS = 1
SLOTS = {REMARKS: "remarks"}
Utility = Literal["shore_power", "fresh_water", "tugs"]


class Stay(msgspec.Struct, frozen=True):
    """Ask for a place alongside for some days."""

    on: date
    number: str
    ship: str
    port: str
    length: Quantity
    from_day: date
    to_day: date
    utilities: tuple[Utility, ...] = ()
    late_reason: str = ""


class Assigned(msgspec.Struct, frozen=True):
    """Give a berth, by its name on the chart."""

    on: date
    berth: str
    late_reason: str = ""


class Ended(msgspec.Struct, frozen=True):
    """Decline or withdraw, with the reason as a code of the pack."""

    on: date
    reason: str
    late_reason: str = ""


class Call(msgspec.Struct, frozen=True):
    """The ship came alongside, or sailed."""

    on: date
    late_reason: str = ""


class Word(msgspec.Struct, frozen=True):
    """A reminder or a call for consultation."""

    on: date
    about: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind("berth/request", WILL, Stay, SLOTS),
    Kind("berth/assign", WILL, Assigned, SLOTS),
    Kind("berth/decline", WILL, Ended, SLOTS),
    Kind("berth/withdraw", WILL, Ended, SLOTS),
    Kind("berth/arrived", FACT, Call, SLOTS),
    Kind("berth/sailed", FACT, Call, SLOTS),
    Kind("berth/remind", ASIDE, Word, SLOTS),
    Kind("berth/consult", ASIDE, Word, SLOTS),
)
