"""The acts of the golden rulings of opportunities and joint projects as they are unless a row says otherwise; invented.

The United Kingdom (asker) names an area for industry, protection against chemical, biological, radiological and nuclear
hazards, and Japan (provider) opens it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.packs.base_said import Base
from warifu.rooms.equipment.acts import common, opportunity

ROOM = "equipment"
OFFICER = "project_officer"


def days(on: date, number: int) -> date:
    """A day some days later."""
    return date.fromordinal(on.toordinal() + number)


def _base(
    by: str, body: Callable[[date], Any], cites: tuple[str, ...] = (), role: str = OFFICER, kind: str = ""
) -> Base:
    return Base(by, role, body, cites, kind, ROOM)


OPPORTUNITY: dict[str, Base] = {
    "opportunity": _base(
        "asker",
        lambda on: opportunity.Opportunity(
            on, "GB-DES-26-O-001", "cbrn_protection", days(on, 60), ("research", "development")
        ),
    ),
    "open_to_industry": _base("provider", lambda on: opportunity.OpenToIndustry(on, "ATLA/26/14")),
    "decline_opportunity": _base("provider", lambda on: opportunity.OpportunityEnd(on, "policy")),
    "withdraw_opportunity": _base("asker", lambda on: opportunity.OpportunityEnd(on, "changed_plan")),
    "interest": _base("provider", lambda on: opportunity.Interest(on, "JP-FIRM-7", "JP", "partner")),
    "close_opportunity": _base("asker", lambda on: opportunity.Close(on, "project", "enough_firms"), kind="close"),
    "ratify_interest": _base("asker", lambda on: common.Ratify(on, "explained"), ("interest",), kind="ratify"),
}

BASES: dict[str, Base] = {**OPPORTUNITY}
