"""Acts: loss, compromise or the possibility of it: the originator is told at once, and what follows.

Law: an incident is a fact, told by who found it; that it is told late is recorded and never refused. It cites the acts
of the items it is about. Who holds investigates: the finder (``incident``), or, where the originator found it, the
other side (``incident_notice``). The originator assesses the damage; measures are planned with their days and done; the
case is closed by both. What happened, in words, is a text.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import FACT, WILL, Kind, kinds_of
from warifu.rooms.information.acts.common import REASON, REMARKS, SHORT_TITLE, I
from warifu.rooms.information.acts.item import Marking

CIRCUMSTANCES = 9
SLOTS = {
    SHORT_TITLE: "subject, unclassified",
    REMARKS: "remarks",
    REASON: "reason",
    CIRCUMSTANCES: "circumstances",
}


class Touched(msgspec.Struct, frozen=True):
    """Copies of one item; ``cite`` is the place of the item's act among those cited, from 0; no copies: all of them."""

    cite: int
    copies: tuple[str, ...] = ()


class Incident(msgspec.Struct, frozen=True):
    """Tell the other side of an incident: what, found on which day, which items and copies, what was done at once."""

    on: date
    number: str
    what: Literal[
        "loss", "compromise", "possible_compromise", "spill", "tampered_package", "unauthorised_access",
    ]  # fmt: skip
    to: str
    """Desk of the other side that is told."""
    discovered_on: date
    marking: Marking
    """The highest marking of what is touched."""
    touched: tuple[Touched, ...] = ()
    occurred_on: date | None = None
    """The first day on which it may have happened, where known."""
    place: str = ""
    persons: int = 0
    """How many persons without a right to it may have seen it, as far as known."""
    immediate: tuple[str, ...] = ()
    """What was done at once, as codes."""
    package: str = ""
    circle: str = ""
    """Who needs to know: the purpose of the items touched."""
    late_reason: str = ""


class IncidentStep(msgspec.Struct, frozen=True):
    """Acknowledge, agree to close, or say no more than that; ``reference`` is one's own."""

    on: date
    reference: str = ""
    late_reason: str = ""


class IncidentReturn(msgspec.Struct, frozen=True):
    """Send back to investigation, decline to close, or open again; the reason is a code."""

    on: date
    reason: str
    late_reason: str = ""


class Investigation(msgspec.Struct, frozen=True):
    """The investigation is open: by which body, and by when its result is expected."""

    on: date
    body: str
    expected: date
    late_reason: str = ""


class IncidentResult(msgspec.Struct, frozen=True):
    """What the investigation has found so far, or in the end; all as codes, the words are a text."""

    on: date
    outcome: str
    causes: tuple[str, ...] = ()
    persons: int = 0
    """How many persons without a right to it have seen it."""
    expected: date | None = None
    """By when an interim result is followed by the next."""
    late_reason: str = ""


class Damage(msgspec.Struct, frozen=True):
    """The originator's assessment of the damage, and what it asks for, as codes."""

    on: date
    damage: str
    asked: tuple[str, ...] = ()
    late_reason: str = ""


class Measure(msgspec.Struct, frozen=True):
    """One measure: its number in this case, what, whose (a party), by when."""

    number: int
    measure: str
    party: str
    due: date


class Measures(msgspec.Struct, frozen=True):
    """The measures that are to be taken; a number that is named again is changed."""

    on: date
    measures: tuple[Measure, ...]
    late_reason: str = ""


class MeasureDone(msgspec.Struct, frozen=True):
    """A measure has been taken, by the side whose it is."""

    on: date
    number: int
    late_reason: str = ""


class Recovered(msgspec.Struct, frozen=True):
    """Something that was lost is found again: of which item that the report cites, which copies, in what condition."""

    on: date
    touched: tuple[Touched, ...]
    condition: Literal["intact", "damaged", "opened", "incomplete"]
    late_reason: str = ""


KINDS = kinds_of(
    Kind(I + "incident", FACT, Incident, SLOTS),
    Kind(I + "incident_notice", FACT, Incident, SLOTS),
    Kind(I + "incident_acknowledge", WILL, IncidentStep, SLOTS),
    Kind(I + "investigation", WILL, Investigation, SLOTS),
    Kind(I + "incident_interim", WILL, IncidentResult, SLOTS),
    Kind(I + "incident_result", WILL, IncidentResult, SLOTS),
    Kind(I + "incident_return", WILL, IncidentReturn, SLOTS),
    Kind(I + "damage", WILL, Damage, SLOTS),
    Kind(I + "measures", WILL, Measures, SLOTS),
    Kind(I + "incident_close", WILL, IncidentStep, SLOTS),
    Kind(I + "incident_agree", WILL, IncidentStep, SLOTS),
    Kind(I + "incident_reopen", WILL, IncidentReturn, SLOTS),
    Kind(I + "measure_done", FACT, MeasureDone, SLOTS),
    Kind(I + "recovered", FACT, Recovered, SLOTS),
)
