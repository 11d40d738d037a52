"""Activities under the programme: what orders, documents and visits cite. Kinds of act and their bodies.

Law: an activity is proposed by one side and agreed by the other; it names its ground in Art. 1(1) of the agreement on
supplies and services, places, days and the units of both sides. Ground (e) carries the mutual decision. Fields are
never renumbered; a new one goes last with a default.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import WILL, Kind, kinds_of
from warifu.rooms.programme.acts.common import SLOTS, P

Form = Literal[
    "exercise", "training", "peacekeeping", "peace_operation", "relief", "disaster_response", "evacuation",
    "port_visit", "routine", "information_gathering", "counter_piracy", "mine_clearance", "other",
]  # fmt: skip


class Activity(msgspec.Struct, frozen=True):
    """Propose an activity. ``places`` are country codes of two letters, or ``XZ`` for the high seas."""

    on: date
    number: str
    form: Form
    ground: Literal["a", "b", "c", "d", "e"]
    places: tuple[str, ...]
    from_day: date
    to_day: date
    units: tuple[str, ...]
    """Desks of the side that proposes."""
    other_units: tuple[str, ...] = ()
    decision: str = ""
    """Reference of the mutual decision that ground (e) needs."""
    at_request_of: str = ""
    """Party or state that asked for help."""
    exercise: bool = False
    """A rehearsal of the program itself; never a real activity."""
    late_reason: str = ""
    sites: tuple[str, ...] = ()
    """Ports, airfields, training areas, each by its country and name: ``JP-YOKOSUKA``."""


class Amend(msgspec.Struct, frozen=True):
    """Propose other places, days or units for an agreed activity."""

    on: date
    reason: str
    places: tuple[str, ...] = ()
    from_day: date | None = None
    to_day: date | None = None
    units: tuple[str, ...] = ()
    other_units: tuple[str, ...] = ()
    late_reason: str = ""
    sites: tuple[str, ...] = ()


class Assent(msgspec.Struct, frozen=True):
    """Agree to an activity or to its amendment; names one's own units where the proposal left them open."""

    on: date
    units: tuple[str, ...] = ()
    late_reason: str = ""


class Refuse(msgspec.Struct, frozen=True):
    """Decline, withdraw, cancel or end, with the reason as a code."""

    on: date
    reason: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(P + "activity", WILL, Activity, SLOTS),
    Kind(P + "amend", WILL, Amend, SLOTS),
    Kind(P + "accept", WILL, Assent, SLOTS),
    Kind(P + "decline", WILL, Refuse, SLOTS),
    Kind(P + "withdraw", WILL, Refuse, SLOTS),
    Kind(P + "cancel", WILL, Refuse, SLOTS),
)
