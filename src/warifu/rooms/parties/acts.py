"""What a party says of itself, and of its trust in the other: the kinds of act of this room and their bodies.

Law: the *roll* is the case of the founding act; every act about keys, nodes, posts, appointments, packs and desks is a
fact in it, and what it does is read from its place in the log (``law.roll``). Beside it stand the pin of the other
side's root, handovers, the preparation and approval of drafts, and the removal of texts: what was done about each copy,
and holds that stop disposal. Names of persons are texts, never fields: a person
is a number here. Fields are never renumbered; a new one goes last with a default.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.own import Approval, Preparation, Signature
from warifu.law.removal import (
    Erase,
    EraseNational,
    EraseRequest,
    FollowedUp,
    Hold,
    HoldLifted,
)
from warifu.law.roll import (
    Adoption,
    Appointment,
    Desk,
    Found,
    Holding,
    NewRoot,
    NodeKey,
    OfficerKey,
    Revocation,
)
from warifu.law.room import FACT, WILL, Kind, kinds_of

REMARKS, REASON, PERSON, CONTACT, TITLE = 1, 2, 3, 4, 5
SLOTS = {
    REMARKS: "remarks",
    REASON: "reason",
    PERSON: "name and rank or title of a person, in both languages",
    CONTACT: "mail, telephone and secure address",
    TITLE: "name of a post, in both languages",
}


class Pin(msgspec.Struct, frozen=True):
    """National: the other side's founding act, compared by hand and read back by two officers.

    Nothing that comes by wire sets or changes a pin. ``replaces`` is the founding act pinned before, if there was one.
    """

    on: date
    party: str
    root: bytes
    """Digest of the other side's founding act."""
    read_by: tuple[str, ...]
    """Persons, by number, who read the fingerprint back."""
    replaces: bytes = b""
    late_reason: str = ""


class Held(msgspec.Struct, frozen=True):
    """One balance that goes with a handover: debtor, creditor, commodity or currency, amount."""

    debtor: str
    creditor: str
    commodity: str
    exponent: int
    mantissa: int


class Handover(msgspec.Struct, frozen=True):
    """Handover (引継ぎ) of a desk: what is open, what is owed, which copies are held."""

    on: date
    number: str
    post: str
    incoming: str
    """Person, by number, who takes over."""
    open_cases: tuple[bytes, ...] = ()
    balances: tuple[Held, ...] = ()
    copies: tuple[str, ...] = ()
    late_reason: str = ""


class Takeover(msgspec.Struct, frozen=True):
    """The incoming officer's signature; what did not agree is listed by code or number."""

    on: date
    differences: tuple[str, ...] = ()
    late_reason: str = ""


class Withdrawn(msgspec.Struct, frozen=True):
    """A handover is taken back, or a prepared draft is sent back, before it was signed."""

    on: date
    reason: str
    late_reason: str = ""


class Affirm(msgspec.Struct, frozen=True):
    """Confirms paper evidence that the other side entered on our behalf while we had no node; cites each act."""

    on: date
    late_reason: str = ""


class Reaffirm(msgspec.Struct, frozen=True):
    """Acts of ours that a revocation made doubtful (cited) are held to all the same."""

    on: date
    reason: Literal["checked", "author_confirmed", "paper_held", "other"] = "checked"
    late_reason: str = ""


ROLL_KINDS = kinds_of(
    *(
        Kind(f"parties/{name}", FACT, body, SLOTS)
        for name, body in (
            ("found", Found),
            ("new_root", NewRoot),
            ("node", NodeKey),
            ("officer", OfficerKey),
            ("appointment", Appointment),
            ("holding", Holding),
            ("revocation", Revocation),
            ("adoption", Adoption),
            ("desk", Desk),
        )
    )
)
"""Kinds that the roll reads; signed by the root or an appointing officer."""

KINDS = ROLL_KINDS | kinds_of(
    Kind("parties/affirm", FACT, Affirm, SLOTS),
    Kind("parties/erase", FACT, Erase, SLOTS),
    Kind("parties/erase_request", FACT, EraseRequest, SLOTS),
    Kind("parties/reaffirm", FACT, Reaffirm, SLOTS),
    Kind("parties/pin", WILL, Pin, SLOTS, national=True),
    Kind("parties/handover", WILL, Handover, SLOTS),
    Kind("parties/takeover", WILL, Takeover, SLOTS),
    Kind("parties/withdraw", WILL, Withdrawn, SLOTS),
    Kind("parties/preparation", WILL, Preparation, SLOTS, national=True),
    Kind("parties/approval", WILL, Approval, SLOTS, national=True),
    Kind("parties/return", WILL, Withdrawn, SLOTS, national=True),
    Kind("parties/signature", WILL, Signature, SLOTS, national=True),
    Kind("parties/erase_national", WILL, EraseNational, SLOTS, national=True),
    Kind("parties/followed_up", WILL, FollowedUp, SLOTS, national=True),
    Kind("parties/hold", WILL, Hold, SLOTS, national=True),
    Kind("parties/hold_lifted", WILL, HoldLifted, SLOTS, national=True),
)
