"""What has a case of its own: standing offers, draws, consents to pass on, set-offs, precedents. Fields: ``lines``."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.rooms.logistics.acts.lines import Line, Supply


class Standing(msgspec.Struct, frozen=True):
    """A price list or standing offer of what can be given, for an activity or until a day."""

    on: date
    number: str
    lines: tuple[Line, ...]
    valid_from: date
    valid_to: date
    issuing: str
    ground: str = ""
    activity: str = ""
    payment_days: int = 0
    exercise: bool = False
    late_reason: str = ""
    limited: bool = False
    """The quantities are the most that can be had, all orders together: each order draws on them first."""


class Taken(msgspec.Struct, frozen=True):
    """How much of a line of a standing offer is drawn, or given back to it."""

    line: int
    quantity: Quantity


class StandingDraw(msgspec.Struct, frozen=True):
    """Draw on a limited standing offer for the one order named; by who offers: give back what that order leaves."""

    on: date
    order: str
    """Document number of the order; its request cites this draw."""
    lines: tuple[Taken, ...]
    back: bool = False
    late_reason: str = ""


class OnwardRequest(msgspec.Struct, frozen=True):
    """Ask for the provider's prior written consent to pass goods on; cites the receipt."""

    on: date
    number: str
    item: str
    quantity: Quantity
    recipient: str
    purpose: str
    until: date
    exercise: bool = False
    late_reason: str = ""


class OnwardConsent(msgspec.Struct, frozen=True):
    """The provider's consent: to whom, how much, until when, on which conditions (codes)."""

    on: date
    quantity: Quantity
    recipient: str
    until: date
    conditions: tuple[str, ...] = ()
    late_reason: str = ""


class Draw(msgspec.Struct, frozen=True):
    """Use up part of a consent before passing goods on; ``allotment`` for who goes out of reach."""

    on: date
    quantity: Quantity
    recipient: str
    allotment: bool = False
    late_reason: str = ""


class SetOffItem(msgspec.Struct, frozen=True):
    """One claim in a set-off: which invoice (place in ``cites``), who owes it, the gross amount set off."""

    cite: int
    debtor: str
    amount: Money


class SetOff(msgspec.Struct, frozen=True):
    """Propose a set-off, shown gross: claims both ways and what is left, by whom to be paid."""

    on: date
    number: str
    items: tuple[SetOffItem, ...]
    rest: Money
    rest_owed_by: str = ""
    exercise: bool = False
    late_reason: str = ""


class Precedent(msgspec.Struct, frozen=True):
    """A human ruling on a doubtful item: weapon or ammunition, goods or service; kept and cited."""

    on: date
    number: str
    item: str
    ruling: Literal["weapon", "ammunition", "other"]
    supply: Supply
    category: str = ""
    exercise: bool = False
    late_reason: str = ""
