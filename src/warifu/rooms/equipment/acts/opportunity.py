"""Acts: opportunities for industry.

Law: one side names an area in which firms of both states may work together, and until when they may say so; it is open
to industry once the other side agrees. That a firm has declared interest is a fact, told by either side; the firm is
named by its number, and its name and address are a text. Fields are never renumbered; a new one goes last.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import FACT, WILL, Kind, kinds_of
from warifu.rooms.equipment.acts.common import SLOTS, E

FIRM = 8
SLOTS_OF_FIRM = {**SLOTS, FIRM: "name and address of the firm"}


class Opportunity(msgspec.Struct, frozen=True):
    """Name an area for industrial cooperation, what it may lead to, and the last day on which firms may declare."""

    on: date
    number: str
    area: str
    """A code of the pack: ``cbrn_protection``."""
    closes: date
    forms: tuple[Literal["research", "development", "production"], ...]
    late_reason: str = ""


class OpenToIndustry(msgspec.Struct, frozen=True):
    """Agree that the opportunity is open to firms of both states; ``reference``: how one's own industry was told."""

    on: date
    reference: str = ""
    late_reason: str = ""


class OpportunityEnd(msgspec.Struct, frozen=True):
    """Decline or withdraw; the reason is a code."""

    on: date
    reason: str
    late_reason: str = ""


class Interest(msgspec.Struct, frozen=True):
    """A firm has declared interest: its number, the state in which it is established, and its part in the work."""

    on: date
    firm: str
    country: str
    form: Literal["lead_firm", "cooperating_firm", "supplier", "research_body", "test_house", "other"]
    late_reason: str = ""


class Close(msgspec.Struct, frozen=True):
    """Close the opportunity: it leads to a project, or not."""

    on: date
    leads_to: Literal["project", "no_project", "another_opportunity"]
    reason: str = ""
    """A code, where it leads to no project."""
    late_reason: str = ""


KINDS = kinds_of(
    Kind(E + "opportunity", WILL, Opportunity, SLOTS),
    Kind(E + "open_to_industry", WILL, OpenToIndustry, SLOTS),
    Kind(E + "decline_opportunity", WILL, OpportunityEnd, SLOTS),
    Kind(E + "withdraw_opportunity", WILL, OpportunityEnd, SLOTS),
    Kind(E + "interest", FACT, Interest, SLOTS_OF_FIRM),
    Kind(E + "close", WILL, Close, SLOTS),
)
