"""The wills of an order: what is asked, offered, agreed, changed, given up and closed. Fields as in ``lines``."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.core.money import Money
from warifu.rooms.logistics.acts.lines import Delivered, Line, NotApplicable, Refusal, Setting, Settlement, Transaction


class Request(msgspec.Struct, frozen=True):
    """Ask for supplies or services. Wills of an order fill the 25 elements step by step."""

    on: date
    number: str
    setting: Setting
    receiving: str
    """Receiving organisation: desk code of the asker."""
    issuing: str
    """Issuing organisation asked: desk code of the other side."""
    lines: tuple[Line, ...]
    settlement: Settlement
    transaction: Transaction = "supply"
    wanted_from: date | None = None
    wanted_to: date | None = None
    billed: str = ""
    """Office billed: desk code."""
    fund: str = ""
    """Fund citation, or the national reference that stands for it."""
    currency: str = ""
    liability: str = ""
    special: str = ""
    payee: str = ""
    remittance: str = ""
    exercise: bool = False
    emergency: bool = False
    not_applicable: tuple[NotApplicable, ...] = ()
    late_reason: str = ""
    standing_order: str = ""
    """Japan: the order, standing or single, under which a service is given or asked."""
    replace_by: date | None = None
    """Replacement schedule, where the asker already names it."""
    total: Money | None = None
    in_return: tuple[Line, ...] = ()
    """Services to be given in exchange, numbered apart from ``lines``; none means the same services come back."""


class Verbal(msgspec.Struct, frozen=True):
    """A verbal emergency order, recorded by the side that heard or gave it; confirmed in writing by ``confirm_by``."""

    on: date
    number: str
    setting: Setting
    receiving: str
    issuing: str
    lines: tuple[Line, ...]
    settlement: Settlement
    confirm_by: date
    given_by: str
    """Post of the officer who gave it."""
    exercise: bool = False
    late_reason: str = ""
    emergency: str = ""
    """Why it could not wait for writing, as a code of the pack."""
    heard: bool = False
    """True where the side that gives writes down what it heard; else the side that asked writes."""
    transaction: Transaction = "supply"
    currency: str = ""
    billed: str = ""
    fund: str = ""
    payee: str = ""
    remittance: str = ""
    liability: str = ""
    special: str = ""
    not_applicable: tuple[NotApplicable, ...] = ()
    wanted_from: date | None = None
    wanted_to: date | None = None
    replace_by: date | None = None
    total: Money | None = None
    standing_order: str = ""


class Offer(msgspec.Struct, frozen=True):
    """Answer a request (or counter an offer): lines as they can be given, prices, refusals by line."""

    on: date
    lines: tuple[Line, ...]
    settlement: Settlement
    currency: str = ""
    total: Money | None = None
    payee: str = ""
    remittance: str = ""
    from_day: date | None = None
    to_day: date | None = None
    replace_by: date | None = None
    """Replacement schedule: the day by which goods are returned or replaced."""
    payment_days: int = 0
    refusals: tuple[Refusal, ...] = ()
    valid_to: date | None = None
    liability: str = ""
    special: str = ""
    fund: str = ""
    billed: str = ""
    not_applicable: tuple[NotApplicable, ...] = ()
    late_reason: str = ""
    standing_order: str = ""
    in_return: tuple[Line, ...] = ()
    """Services to be given in exchange; none leaves those of the request."""


class Accept(msgspec.Struct, frozen=True):
    """Accept what the line holds: an offer, a counter-offer, a change, a cancellation, a closing."""

    on: date
    fund: str = ""
    billed: str = ""
    payee: str = ""
    remittance: str = ""
    not_applicable: tuple[NotApplicable, ...] = ()
    late_reason: str = ""
    standing_order: str = ""


class Decline(msgspec.Struct, frozen=True):
    """Say no (提供不可, or no to a proposal), with the reason as a code."""

    on: date
    reason: str
    late_reason: str = ""


class Withdraw(msgspec.Struct, frozen=True):
    """Take back one's own request, offer or proposal before it is accepted."""

    on: date
    reason: str
    late_reason: str = ""


class Change(msgspec.Struct, frozen=True):
    """Propose to change an order: lines, settlement (the order of falling back), price now fixed, dates."""

    on: date
    reason: str
    lines: tuple[Line, ...] = ()
    settlement: Literal["", "return", "replacement", "cash", "services", "set_off"] = ""
    currency: str = ""
    total: Money | None = None
    replace_by: date | None = None
    to_day: date | None = None
    late_reason: str = ""
    payee: str = ""
    """Elements that fall due when the order falls back to money: payee, remittance, office billed, fund."""
    remittance: str = ""
    billed: str = ""
    fund: str = ""
    not_applicable: tuple[NotApplicable, ...] = ()


class Correct(msgspec.Struct, frozen=True):
    """Propose to correct a recorded fact (cited): the figures that should stand instead, by line."""

    on: date
    reason: str
    lines: tuple[Delivered, ...] = ()
    amount: Money | None = None
    late_reason: str = ""


class Ratify(msgspec.Struct, frozen=True):
    """Cure an irregular fact (cited) with a reason; by the side that did not write it."""

    on: date
    reason: str
    late_reason: str = ""


class Resolve(msgspec.Struct, frozen=True):
    """Propose how a dispute (cited) ends: by consultation only; reference of the consultation."""

    on: date
    outcome: Literal["upheld", "rejected", "settled"]
    consultation: str
    late_reason: str = ""


class Waive(msgspec.Struct, frozen=True):
    """The creditor gives up a claim or part of it."""

    on: date
    amount: Money
    reason: str
    late_reason: str = ""


class Close(msgspec.Struct, frozen=True):
    """Propose to close the order; cites the receipts and the settlement it rests on."""

    on: date
    late_reason: str = ""
    not_applicable: tuple[NotApplicable, ...] = ()


class Rebase(msgspec.Struct, frozen=True):
    """Propose that the case goes on under another version of the pack."""

    on: date
    rebase_to: bytes
    late_reason: str = ""


class ApplySetOff(msgspec.Struct, frozen=True):
    """On the claim's own line: this claim is settled so far by the set-off agreed (cited)."""

    on: date
    amount: Money
    late_reason: str = ""
