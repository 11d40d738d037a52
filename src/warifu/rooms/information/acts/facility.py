"""Acts: contractors and facilities: assurance, inspections, custodian.

Law: before something classified goes to a firm, the security authority of the firm's own state assures the other side
of the place: capability, clearance, inspection first and periodically, a custodian and a register. Inspections and
changes (bought, moved, another custodian) are facts; after a change the assurance is in doubt until it is given anew.
The firm is named by its code; its name and address are texts.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import FACT, WILL, Kind, kinds_of
from warifu.rooms.information.acts.common import REASON, REMARKS, SHORT_TITLE, I
from warifu.rooms.information.acts.item import Marking

FIRM = 8
SLOTS = {
    SHORT_TITLE: "subject, unclassified",
    REMARKS: "remarks",
    REASON: "reason",
    FIRM: "name and address of the firm",
}


class FacilityRequest(msgspec.Struct, frozen=True):
    """Ask for assurance of a firm's place: up to which marking, for what; a subcontractor cites the one above it."""

    names_a_level = True
    on: date
    number: str
    to: str
    """Desk of the security authority that is asked."""
    firm: str
    site: str
    country: str
    """State in which the place lies and whose authority answers for it."""
    marking: Marking
    purpose: str
    """Project or contract for which it is: ``project:CBRN``."""
    until: date
    subcontract: bool = False
    circle: str = ""
    late_reason: str = ""


class FacilityAssure(msgspec.Struct, frozen=True):
    """Give assurance, or give it anew: what was found, up to which marking, until when, who keeps the copies."""

    names_a_level = True
    on: date
    marking: Marking
    valid_to: date
    custodian: str
    """Post of the custodian at the place."""
    register_kept: bool
    """A register of the persons cleared and authorised, and of what is held, is kept there."""
    inspected_on: date
    inspection_months: int
    """The place is inspected again at least every so many months."""
    ownership: Literal["domestic", "partner", "foreign_mitigated", "foreign"]
    """Who controls the firm; of a foreign one, whether that is mitigated."""
    reference: str
    persons: int = 0
    """How many persons of the firm are cleared."""
    conditions: tuple[str, ...] = ()
    late_reason: str = ""


class FacilityEnd(msgspec.Struct, frozen=True):
    """Refuse, withdraw, suspend or end; the reason is a code."""

    on: date
    reason: str
    held: int = 0
    """Copies still at the place."""
    disposal: str = ""
    """What becomes of them; a code."""
    late_reason: str = ""


class Inspection(msgspec.Struct, frozen=True):
    """An inspection of the place: what was found, as codes, by when it is put right, and when the next one is due."""

    on: date
    form: Literal["first", "periodic", "unannounced", "follow_up"]
    result: Literal["satisfactory", "conditional", "unsatisfactory"]
    inspector: str
    """Number of the person, or post, that inspected."""
    next_due: date
    found: tuple[str, ...] = ()
    correct_by: date | None = None
    late_reason: str = ""


class FacilityChange(msgspec.Struct, frozen=True):
    """Something has changed at the firm: since when, and what."""

    on: date
    what: Literal["bought", "moved", "custodian", "merged", "insolvent", "security_officer", "other"]
    to: str = ""
    """The new owner, place or post, by its code."""
    late_reason: str = ""


KINDS = kinds_of(
    Kind(I + "facility_request", WILL, FacilityRequest, SLOTS),
    Kind(I + "facility_assure", WILL, FacilityAssure, SLOTS),
    Kind(I + "facility_refuse", WILL, FacilityEnd, SLOTS),
    Kind(I + "facility_withdraw", WILL, FacilityEnd, SLOTS),
    Kind(I + "facility_suspend", WILL, FacilityEnd, SLOTS),
    Kind(I + "facility_end", WILL, FacilityEnd, SLOTS),
    Kind(I + "inspection", FACT, Inspection, SLOTS),
    Kind(I + "facility_change", FACT, FacilityChange, SLOTS),
)
