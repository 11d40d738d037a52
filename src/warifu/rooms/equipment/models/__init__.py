"""The tables of this room for Django, which creates and reads them; ``rows_*`` makes what stands there.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from warifu.rooms.equipment.models.common import Case, Clock, Trouble
from warifu.rooms.equipment.models.consent import Consent, ConsentLine, Draw, Succession, Third
from warifu.rooms.equipment.models.house import Advice, Countersigned, Screening
from warifu.rooms.equipment.models.project import (
    Cost,
    Information,
    Interest,
    Opportunity,
    Participant,
    Phase,
    Project,
    Share,
)
from warifu.rooms.equipment.models.transfer import Passed, Transfer, TransferMoved, TransferShare

__all__ = [
    "Advice",
    "Case",
    "Clock",
    "Consent",
    "ConsentLine",
    "Cost",
    "Countersigned",
    "Draw",
    "Information",
    "Interest",
    "Opportunity",
    "Participant",
    "Passed",
    "Phase",
    "Project",
    "Screening",
    "Share",
    "Succession",
    "Third",
    "Transfer",
    "TransferMoved",
    "TransferShare",
    "Trouble",
]
