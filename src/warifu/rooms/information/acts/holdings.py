"""Acts: the yearly return to the originator of what is still held.

Law: who holds states, who gave accepts or says what differs; then who holds states anew. A statement cites the register
acts of the items it lists; a long one comes in parts.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import WILL, Kind, kinds_of
from warifu.rooms.information.acts.common import SLOTS, I


class Holding(msgspec.Struct, frozen=True):
    """Copies still held of one item; ``cite`` is the place of its register act among those cited, from 0."""

    cite: int
    copies: tuple[str, ...]
    number: str = ""


class Holdings(msgspec.Struct, frozen=True):
    """State what is held of the other side's items on a day; an empty list says that nothing is."""

    on: date
    number: str
    as_of: date
    held: tuple[Holding, ...] = ()
    part: int = 1
    parts: int = 1
    late_reason: str = ""


class AcceptHoldings(msgspec.Struct, frozen=True):
    """Accept a statement as what our own register says."""

    on: date
    late_reason: str = ""


class Difference(msgspec.Struct, frozen=True):
    """One difference: a copy that is listed and should not be, or should be and is not."""

    copy: str
    what: Literal["not_listed", "listed_not_out", "destroyed", "returned", "unknown_copy"]
    number: str = ""
    """Register number of the item."""


class DisputeHoldings(msgspec.Struct, frozen=True):
    """Say what differs."""

    on: date
    differences: tuple[Difference, ...]
    late_reason: str = ""


class WithdrawHoldings(msgspec.Struct, frozen=True):
    """Take a statement back."""

    on: date
    reason: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(I + "holdings", WILL, Holdings, SLOTS),
    Kind(I + "accept_holdings", WILL, AcceptHoldings, SLOTS),
    Kind(I + "dispute_holdings", WILL, DisputeHoldings, SLOTS),
    Kind(I + "restate_holdings", WILL, Holdings, SLOTS),
    Kind(I + "withdraw_holdings", WILL, WithdrawHoldings, SLOTS),
)
