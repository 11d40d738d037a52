"""Acts: the originator's prior written consent: third government or person, reproduction, translation, other use.

Law: who holds asks; the originator consents in writing, with conditions, an end and a count, or refuses; each use draws
on that line before it happens; the originator may take back what is left. Silence is never consent. A request cites the
register acts of the items it is about.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import WILL, Kind, kinds_of
from warifu.rooms.information.acts.common import SLOTS, I

Use = Literal["third_government", "third_person", "reproduction", "translation", "other_use"]


class ConsentRequest(msgspec.Struct, frozen=True):
    """Ask for consent to one kind of use of the items cited, for a recipient, so many times, until a day."""

    on: date
    number: str
    use: Use
    count: int
    """How many releases, copies or translations are asked for."""
    purpose: str
    until: date
    recipient: str = ""
    """State (two letters), or the person or body by its number; empty for a reproduction at home."""
    language: str = ""
    copies: tuple[str, ...] = ()
    """Numbers of the copies meant; empty: any copy of the items."""
    late_reason: str = ""


class Consent(msgspec.Struct, frozen=True):
    """Consent in writing, to no more and no longer than asked for, on conditions; to no more is a part of it."""

    on: date
    count: int
    until: date
    written_approval: str
    """Reference of the approval in writing."""
    recipient: str = ""
    conditions: tuple[str, ...] = ()
    late_reason: str = ""


class RefuseConsent(msgspec.Struct, frozen=True):
    """Refuse, withdraw the request, or take back what is left of the consent; the reason is a code."""

    on: date
    reason: str
    late_reason: str = ""


class Draw(msgspec.Struct, frozen=True):
    """Use some of a consent, before the thing is done."""

    on: date
    count: int
    recipient: str = ""
    copies: tuple[str, ...] = ()
    late_reason: str = ""


KINDS = kinds_of(
    Kind(I + "consent_request", WILL, ConsentRequest, SLOTS),
    Kind(I + "consent", WILL, Consent, SLOTS),
    Kind(I + "refuse_consent", WILL, RefuseConsent, SLOTS),
    Kind(I + "withdraw_request", WILL, RefuseConsent, SLOTS),
    Kind(I + "draw", WILL, Draw, SLOTS),
    Kind(I + "revoke", WILL, RefuseConsent, SLOTS),
)
