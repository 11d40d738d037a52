"""Acts: standing offers of support for an activity: what one side can give, how much of it, until when.

Law: an offer says what an order may rest on; it obliges nobody to ask, and an order that cites it is an order of its
own. Each change is the whole offer as it now is, so that nobody adds up. What is not offered any more is withdrawn.
Fields are never renumbered; a new one goes last with a default.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.law.room import WILL, Kind, kinds_of
from warifu.rooms.programme.acts.common import SLOTS, P


class Support(msgspec.Struct, frozen=True):
    """One thing offered: its category of the agreement on supplies and services, how much, for what price if any."""

    number: int
    category: str
    item: str
    quantity: Quantity
    """The most that can be had under this offer, all orders together."""
    supply: Literal["goods", "service", "mixed"] = "goods"
    price: Money | None = None
    """For one unit; none where the basis says how it is found, or nothing is said yet."""
    basis: str = ""
    place: str = ""
    """Country code of two letters, or ``XZ`` for the high seas; empty: wherever the activity is."""


class SupportOffer(msgspec.Struct, frozen=True):
    """Offer support for the activity cited, from a day to a day, from one unit."""

    on: date
    number: str
    lines: tuple[Support, ...]
    from_day: date
    to_day: date
    issuing: str
    """Desk that orders are addressed to."""
    late_reason: str = ""


class SupportNoted(msgspec.Struct, frozen=True):
    """The other side has taken note: its units know what they may ask for."""

    on: date
    units: tuple[str, ...] = ()
    late_reason: str = ""


class SupportAmend(msgspec.Struct, frozen=True):
    """The offer as it now is: every line and both days anew, with the reason as a code."""

    on: date
    reason: str
    lines: tuple[Support, ...]
    from_day: date
    to_day: date
    late_reason: str = ""


class SupportWithdraw(msgspec.Struct, frozen=True):
    """Offer no more, with the reason as a code; what was ordered stays ordered."""

    on: date
    reason: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(P + "support_offer", WILL, SupportOffer, SLOTS),
    Kind(P + "support_taken_note", WILL, SupportNoted, SLOTS),
    Kind(P + "support_amend", WILL, SupportAmend, SLOTS),
    Kind(P + "support_withdraw", WILL, SupportWithdraw, SLOTS),
)
