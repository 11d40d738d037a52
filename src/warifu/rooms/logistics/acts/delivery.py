"""Facts: what was handed over, counted, paid, lost, passed on. They are recorded always. Fields as in ``lines``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.rooms.logistics.acts.lines import Delivered, Purpose


class Issue(msgspec.Struct, frozen=True):
    """Handed over (provision), or given back (return), or replaced, or a service given in exchange."""

    on: date
    place: str
    lines: tuple[Delivered, ...]
    purpose: Purpose = "provision"
    to: str = ""
    """Desk that took it."""
    partial: bool = False
    late_reason: str = ""


class Receipt(msgspec.Struct, frozen=True):
    """Received and counted, against the issue cited; for a replacement it is the acceptance inspection."""

    on: date
    place: str
    lines: tuple[Delivered, ...]
    purpose: Purpose = "provision"
    partial: bool = False
    late_reason: str = ""


class Payment(msgspec.Struct, frozen=True):
    """Paid by the debtor; cites the invoice. ``charge`` is what a bank kept, and who bears it."""

    on: date
    amount: Money
    reference: str
    charge: Money | None = None
    charge_borne_by: Literal["", "debtor", "creditor"] = ""
    rate: Decimal | None = None
    rate_on: date | None = None
    rate_source: str = ""
    late_reason: str = ""


class Acknowledge(msgspec.Struct, frozen=True):
    """The creditor has the money; cites the payment."""

    on: date
    amount: Money
    late_reason: str = ""


class Loss(msgspec.Struct, frozen=True):
    """Lent or received goods are lost or destroyed; cites the receipt."""

    on: date
    lines: tuple[Delivered, ...]
    reason: str
    late_reason: str = ""


class Passed(msgspec.Struct, frozen=True):
    """Goods were passed on to somebody outside the receiving force; cites the draw on the consent."""

    on: date
    recipient: str
    item: str
    quantity: Quantity
    place: str
    late_reason: str = ""
