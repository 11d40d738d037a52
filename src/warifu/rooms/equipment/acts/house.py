"""Acts of our own house, never sent: the screening of a transfer, advice by departments, countersigning, the result.

Law: all are national. A screening cites the transfer that it is about. A department is asked until a day and may be
allowed to hand the question on; what it advises is for one recipient or for all. Countersigning goes in the order that
own law says, each step by another hand. The result is for each recipient; a decision of ours that is not what the
screening came to is refused before it is sealed. The other side never learns of any of this.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import WILL, Kind, kinds_of
from warifu.rooms.equipment.acts.common import SLOTS, E
from warifu.rooms.equipment.acts.transfer import Outcome, Share


class Screening(msgspec.Struct, frozen=True):
    """Begin the screening of a transfer; ``important``: it goes to the highest council."""

    on: date
    number: str
    transfer: bytes
    """The case of the transfer; its first act is cited."""
    due: date
    important: bool = False
    late_reason: str = ""


class AskAdvice(msgspec.Struct, frozen=True):
    """Ask a department, until a day; ``may_delegate``: it may hand the question on."""

    on: date
    department: str
    due: date
    may_delegate: bool = False
    late_reason: str = ""


class Delegate(msgspec.Struct, frozen=True):
    """A department that was asked hands the question on to another, until a day no later than its own."""

    on: date
    department: str
    to: str
    due: date
    late_reason: str = ""


class Advice(msgspec.Struct, frozen=True):
    """What a department advises, itself or the one to which it handed on; ``recipient`` empty: for all."""

    on: date
    department: str
    opinion: Literal["no_objection", "on_conditions", "against"]
    recipient: str = ""
    conditions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    late_reason: str = ""


class Countersign(msgspec.Struct, frozen=True):
    """One step of the countersigning, by its code."""

    on: date
    step: str
    late_reason: str = ""


class Result(msgspec.Struct, frozen=True):
    """What the screening comes to for one recipient; ``against``: why it departs from advice to refuse (a code)."""

    recipient: str
    outcome: Outcome
    conditions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    against: str = ""


class Screened(msgspec.Struct, frozen=True):
    """The result for each recipient, by the guidelines as known at a day; ``council``: reference of the council's."""

    on: date
    results: tuple[Result, ...]
    as_known_at: date
    granted: tuple[Share, ...] = ()
    """How much of each item may be granted to each recipient."""
    council: str = ""
    late_reason: str = ""


class Dropped(msgspec.Struct, frozen=True):
    """The screening is dropped; the reason is a code."""

    on: date
    reason: str
    late_reason: str = ""


def _kind(name: str, body: type[msgspec.Struct]) -> Kind:
    return Kind(E + name, WILL, body, SLOTS, national=True)


KINDS = kinds_of(
    _kind("screening", Screening),
    _kind("ask_advice", AskAdvice),
    _kind("delegate", Delegate),
    _kind("advice", Advice),
    _kind("countersign", Countersign),
    _kind("screened", Screened),
    _kind("screening_dropped", Dropped),
)
