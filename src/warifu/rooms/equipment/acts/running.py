"""Acts: what is told of a running project: costs, contributions, work, information, firms that leave.

Law: all of these are facts. A cost is borne by the side that tells it and shared as arranged; a contribution is what
one side has paid the other, or a contractor in the other's place. Background information was there before the project;
foreground arises in it. What is classified is an item of room ``information``, which the act cites.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec

from warifu.core.money import Money
from warifu.law.room import FACT, Kind, kinds_of
from warifu.rooms.equipment.acts.common import SLOTS, E, Marking


class Cost(msgspec.Struct, frozen=True):
    """A side has borne a cost of the project: of which phase, of what sort (a code), paid to which participant."""

    on: date
    amount: Money
    phase: int
    sort: str
    reference: str
    """Of the account or the voucher."""
    firm: str = ""
    late_reason: str = ""


class Contribution(msgspec.Struct, frozen=True):
    """A side has paid towards its share: to the other side, or to a contractor in its place."""

    on: date
    amount: Money
    to: Literal["other_side", "contractor"]
    reference: str
    firm: str = ""
    """The contractor."""
    late_reason: str = ""


class Work(msgspec.Struct, frozen=True):
    """A side has delivered work: its part of the whole in basis points, or its value."""

    on: date
    phase: int
    item: int = 0
    """Item of the arrangement; 0 where it is none by itself."""
    basis_points: int = 0
    value: Money | None = None
    firm: str = ""
    late_reason: str = ""


class Information(msgspec.Struct, frozen=True):
    """Information of the project: its number, who owns it, who may do what with it (codes), how it is marked."""

    names_a_level = True
    on: date
    number: str
    owner: str
    """A party, ``joint``, or a participant's number."""
    rights: tuple[str, ...]
    """Codes of the pack: what the other side may do with it."""
    marking: Marking | None = None
    """None where it is not marked. What is marked cites its item in the register."""
    late_reason: str = ""


class ParticipantLeft(msgspec.Struct, frozen=True):
    """A participant has left, was bought or has failed; the reason is a code."""

    on: date
    firm: str
    reason: str
    late_reason: str = ""


def of_amount(body: Any, _terms: object) -> Iterable[tuple[str, Decimal]]:
    """Give the sum that an act names, against an officer's limits."""
    return [(body.amount.currency, body.amount.amount)]


KINDS = kinds_of(
    Kind(E + "cost", FACT, Cost, SLOTS, worth=of_amount),
    Kind(E + "contribution", FACT, Contribution, SLOTS, worth=of_amount),
    Kind(E + "work", FACT, Work, SLOTS),
    Kind(E + "background", FACT, Information, SLOTS),
    Kind(E + "foreground", FACT, Information, SLOTS),
    Kind(E + "participant_left", FACT, ParticipantLeft, SLOTS),
)
