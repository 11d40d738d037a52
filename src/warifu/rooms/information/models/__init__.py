"""The tables of this room for Django, which creates and reads them; ``rows_*`` makes what stands there.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from warifu.rooms.information.models.common import Case, Clock, Trouble
from warifu.rooms.information.models.consent import Consent, ConsentItem, Draw
from warifu.rooms.information.models.facility import Facility, Inspection
from warifu.rooms.information.models.holdings import Difference, Held, Statement
from warifu.rooms.information.models.house import (
    Access,
    Attestation,
    Custodian,
    Muster,
    Need,
    Opened,
    Place,
    Sheet,
    SheetLine,
    VaultGone,
)
from warifu.rooms.information.models.incident import Incident, IncidentItem, Measure
from warifu.rooms.information.models.item import Copy, Discrepancy, Item, Movement, Use
from warifu.rooms.information.models.visit import Attendance, Visit, Visitor

__all__ = [
    "Access", "Attendance", "Attestation", "Case", "Clock", "Consent", "ConsentItem", "Copy", "Custodian",
    "Difference", "Discrepancy", "Draw", "Facility", "Held", "Incident", "IncidentItem", "Inspection", "Item",
    "Measure", "Movement", "Muster", "Need", "Opened", "Place", "Sheet", "SheetLine", "Statement", "Trouble", "Use",
    "VaultGone", "Visit", "Visitor",
]  # fmt: skip
