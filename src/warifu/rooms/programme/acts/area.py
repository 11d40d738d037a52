"""Acts: areas of cooperation beside the agreements: third countries, cyber, preparedness for large events.

Law: an area names what it is about by a code, and each side's contacts by post; who holds a post stands on the roll.
Activities and commitments that belong to it are cited. Contacts are each side's own to change; what the area covers is
changed by both. Fields are never renumbered; a new one goes last with a default.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import WILL, Kind, kinds_of
from warifu.rooms.programme.acts.common import SLOTS, P

AreaForm = Literal["third_country", "cyber", "event_preparedness"]


class Contact(msgspec.Struct, frozen=True):
    """A contact as a post, at a desk; ``at_all_hours``: reached by day and night."""

    post: str
    desk: str
    at_all_hours: bool = False


class Area(msgspec.Struct, frozen=True):
    """Propose an area: what it is, by code, with one's own contacts; cites planned exercises and commitments."""

    on: date
    number: str
    form: AreaForm
    code: str
    """State (two letters) of a third country; else a code of the table, after a colon its reference if it has one."""
    contacts: tuple[Contact, ...]
    from_day: date
    to_day: date | None = None
    """Last day, for an area that ends with an event."""
    late_reason: str = ""


class AreaAgree(msgspec.Struct, frozen=True):
    """Agree to an area (naming one's own contacts) or to its change."""

    on: date
    contacts: tuple[Contact, ...] = ()
    late_reason: str = ""


class AreaContacts(msgspec.Struct, frozen=True):
    """One's own contacts as they now are; nobody has to agree."""

    on: date
    contacts: tuple[Contact, ...]
    late_reason: str = ""


class AreaAmend(msgspec.Struct, frozen=True):
    """Propose another last day, or further exercises and commitments, which are cited."""

    on: date
    reason: str
    to_day: date | None = None
    late_reason: str = ""


class AreaEnd(msgspec.Struct, frozen=True):
    """Decline, take back or end, with the reason as a code."""

    on: date
    reason: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(P + "area", WILL, Area, SLOTS),
    Kind(P + "agree_area", WILL, AreaAgree, SLOTS),
    Kind(P + "decline_area", WILL, AreaEnd, SLOTS),
    Kind(P + "withdraw_area", WILL, AreaEnd, SLOTS),
    Kind(P + "area_contacts", WILL, AreaContacts, SLOTS),
    Kind(P + "area_amend", WILL, AreaAmend, SLOTS),
    Kind(P + "area_end", WILL, AreaEnd, SLOTS),
)
