"""The acts of the golden rulings of opportunities and joint projects as they are unless a row says otherwise; invented.

The United Kingdom (asker) names an area for industry, protection against chemical, biological, radiological and nuclear
hazards, and Japan (provider) opens it. A project comes of it: both determine it, note and reply confirm it, half of
cost and work is arranged for each side, under ceilings of two million pounds and 380 million yen. ``_secret`` bases are
those of a classified project.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from tests.packs.base_said import Base
from warifu.core.days import add_months
from warifu.core.money import Money
from warifu.rooms.equipment.acts import common, opportunity, project, running

ROOM = "equipment"
OFFICER = "project_officer"
HIGH = "unlimited"
"""An officer without a limit, for arrangements."""


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
    "interest": _base("provider", lambda on: opportunity.Interest(on, "JP-FIRM-7", "JP", "cooperating_firm")),
    "close_opportunity": _base("asker", lambda on: opportunity.Close(on, "project", "enough_firms"), kind="close"),
    "ratify_interest": _base("asker", lambda on: common.Ratify(on, "explained"), ("interest",), kind="ratify"),
}

FACTORS = (
    "commercial_viability", "defence_need", "technical_feasibility", "cost_and_benefit", "security", "law_and_charter",
)  # fmt: skip
TERMS = (
    "project_use_only", "un_charter", "no_third_party_without_consent", "law_and_budget", "survives_the_end",
)  # fmt: skip
SECRET = common.Marking("GB-GSC", "2014-04-02", "SECRET")
HALVES = (project.Bearing("GB", 5000), project.Bearing("JP", 5000))


def answered(answer: project.Answer = "yes") -> tuple[project.Factor, ...]:
    """Every factor, answered alike."""
    return tuple(project.Factor(name, answer) for name in FACTORS)


def proposal(on: date) -> project.Project:
    """A project of research into protective suits, from the opportunity."""
    return project.Project(on, "GB-DES-26-P-001", "cbrn_protection", "research", answered())


def ceilings(pounds: int, yen: int) -> tuple[project.Ceiling, ...]:
    """A ceiling in each currency."""
    return tuple(project.Ceiling(Money(Decimal(most), of)) for most, of in ((pounds, "GBP"), (yen, "JPY")))


def arrangement(on: date) -> project.Arrangement:
    """Two things are done, one by each side, for two years."""
    return project.Arrangement(
        on, "PA/26/1", ("GB-MOD", "JP-MOD", "JP-METI"),
        (project.Arranged(1, "prototype", "GB", "JP"), project.Arranged(2, "test_results", "JP", "GB")),
        TERMS, HALVES, HALVES, ceilings(2_000_000, 380_000_000), on,
        add_months(on, 24),
    )  # fmt: skip


def phase(on: date, number: int = 1) -> project.Phase:
    """A year of study, or what comes after it."""
    criteria = ("requirement_met", "results_shared")
    return project.Phase(on, number, "study" if number == 1 else "prototype", on, add_months(on, 12), criteria)


def _three(on: date) -> project.Project:
    """A project in which Italy takes part."""
    return replace(proposal(on), area="combat_air", partners=("IT",), consenting=("GB", "IT", "JP"))


def cost(on: date) -> running.Cost:
    """Two hundred thousand pounds of labour."""
    return running.Cost(on, Money(Decimal(200_000), "GBP"), 1, "labour", "DE&S/26/4471")


def information(on: date) -> running.Information:
    """A British model that the project may use."""
    return running.Information(on, "GB-BG-1", "GB", ("project_use",))


PROJECT: dict[str, Base] = {
    "project": _base("asker", proposal),
    "project_from": _base("asker", proposal, ("close",), kind="project"),
    "project_secret": _base("asker", lambda on: replace(proposal(on), classified=True), kind="project"),
    "project_three": _base("asker", _three, kind="project"),
    "determine": _base("provider", lambda on: project.Determine(on, answered(), "ATLA/26/31")),
    "decline_project": _base("provider", lambda on: project.ProjectEnd(on, "budget")),
    "withdraw_project": _base("asker", lambda on: project.ProjectEnd(on, "changed_plan")),
    "diplomatic_note": _base("asker", lambda on: project.DiplomaticNote(on, "BE/26/112", on)),
    "diplomatic_reply": _base("provider", lambda on: project.DiplomaticReply(on, "MOFA/26/87", on, "BE/26/112")),
    "arrangement": _base("asker", arrangement, role=HIGH),
    "arrangement_secret": _base(
        "asker", lambda on: replace(arrangement(on), terms=(*TERMS, "isa_protection")), role=HIGH, kind="arrangement"
    ),
    "agree_arrangement": _base("provider", project.Assent, role=HIGH),
    "decline_arrangement": _base("provider", lambda on: project.ProjectEnd(on, "budget")),
    "withdraw_arrangement": _base("asker", lambda on: project.ProjectEnd(on, "error")),
    "amend_arrangement": _base(
        "asker",
        lambda on: replace(
            arrangement(on),
            reason="cost_growth",
            ceilings=ceilings(3_000_000, 570_000_000),
        ),
        role=HIGH,
    ),
    "phase": _base("asker", phase),
    "phase_two": _base("asker", lambda on: phase(on, 2), kind="phase"),
    "gate": _base("asker", lambda on: project.Gate(on, 1, "gate_passed", ("requirement_met", "results_shared"))),
    "agree_step": _base("provider", project.Assent),
    "decline_step": _base("provider", lambda on: project.ProjectEnd(on, "technical_grounds")),
    "withdraw_step": _base("asker", lambda on: project.ProjectEnd(on, "error")),
    "participant": _base("provider", lambda on: project.Participant(on, "JP-FIRM-7", "JP", "cooperating_firm")),
    "participant_secret": _base(
        "provider",
        lambda on: project.Participant(on, "JP-FIRM-7", "JP", "cooperating_firm", SECRET),
        ("facility_assure",),
        kind="participant",
    ),
    "suspend": _base("provider", lambda on: project.ProjectEnd(on, "budget")),
    "resume": _base("asker", project.Resume),
    "complete": _base("asker", lambda on: project.Complete(on, "FR/28/1")),
    "terminate": _base("asker", lambda on: project.ProjectEnd(on, "policy")),
}
RUNNING: dict[str, Base] = {
    "cost": _base("asker", cost),
    "contribution": _base(
        "provider",
        lambda on: running.Contribution(on, Money(Decimal(50_000), "GBP"), "other_side", "ATLA/26/PAY/9"),
    ),
    "work": _base("asker", lambda on: running.Work(on, 1, 1, 2500)),
    "background": _base("asker", information),
    "foreground": _base(
        "asker", lambda on: replace(information(on), number="GB-FG-1", owner="joint", rights=("defence_use",))
    ),
    "background_secret": _base(
        "asker", lambda on: replace(information(on), marking=SECRET), ("register",), kind="background"
    ),
    "participant_left": _base("provider", lambda on: running.ParticipantLeft(on, "JP-FIRM-7", "bought")),
    "ratify_cost": _base("provider", lambda on: common.Ratify(on, "agreed_between_us"), ("cost",), kind="ratify"),
}  # fmt: skip

BASES: dict[str, Base] = {**OPPORTUNITY, **PROJECT, **RUNNING}
