"""Acts: joint projects, from the proposal to the end. What is told of a running one stands in ``acts.running``.

Law: a project is proposed by one side with its assessment of the factors, determined by the other with its own, and
confirmed through diplomatic channels (Art. 1(2)); only then do the competent authorities arrange what is done, by whom,
to whom, on what terms, and who bears what share. Phases pass gates. Names in words are texts, never in a body. Fields
are never renumbered; a new one goes last with a default.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec

from warifu.core.money import Money
from warifu.law.room import WILL, Kind, kinds_of
from warifu.rooms.equipment.acts.common import SLOTS, E, Marking
from warifu.rooms.equipment.acts.opportunity import SLOTS_OF_FIRM

Answer = Literal["yes", "no", "unknown"]


class Factor(msgspec.Struct, frozen=True):
    """One factor of the determination, a code of the pack, and what this side finds."""

    factor: str
    answer: Answer


class Project(msgspec.Struct, frozen=True):
    """Propose a joint project: its area and form, and what this side finds of each factor; cites the opportunity."""

    on: date
    number: str
    area: str
    form: Literal["research", "development", "production"]
    factors: tuple[Factor, ...]
    classified: bool = False
    """Something classified will be given or made."""
    partners: tuple[str, ...] = ()
    """Third states that take part."""
    consenting: tuple[str, ...] = ()
    """Of a project with partners: every state without whose consent nothing leaves it."""
    late_reason: str = ""


class Determine(msgspec.Struct, frozen=True):
    """Determine the project: what the other side finds of every factor."""

    on: date
    factors: tuple[Factor, ...]
    reference: str = ""
    late_reason: str = ""


class ProjectEnd(msgspec.Struct, frozen=True):
    """Decline, withdraw, suspend or terminate; the reason is a code."""

    on: date
    reason: str
    late_reason: str = ""


class DiplomaticNote(msgspec.Struct, frozen=True):
    """The diplomatic note by which the project is confirmed: its reference and its day."""

    on: date
    reference: str
    dated: date
    late_reason: str = ""


class DiplomaticReply(msgspec.Struct, frozen=True):
    """The note in reply: its own reference and day, and the reference of the note that it answers."""

    on: date
    reference: str
    dated: date
    answers: str
    late_reason: str = ""


class Arranged(msgspec.Struct, frozen=True):
    """One thing that an arrangement provides for: what it is (a code), who does it, for whom."""

    number: int
    what: str
    done_by: str
    done_for: str


class Bearing(msgspec.Struct, frozen=True):
    """What a state bears, in basis points: 10,000 are the whole."""

    party: str
    basis_points: int


class Ceiling(msgspec.Struct, frozen=True):
    """The most that all states of a project may incur together in a currency."""

    most: Money


class Arrangement(msgspec.Struct, frozen=True):
    """A detailed arrangement of the competent authorities, or its change: the whole of it, in force from a day.

    ``cost_shares`` and ``work_shares`` add up to 10,000 each; ``ceilings`` are in pounds and yen, one each.
    """

    on: date
    reference: str
    authorities: tuple[str, ...]
    items: tuple[Arranged, ...]
    terms: tuple[str, ...]
    """Codes of the pack: ``project_use_only``."""
    cost_shares: tuple[Bearing, ...]
    work_shares: tuple[Bearing, ...]
    ceilings: tuple[Ceiling, ...]
    from_day: date
    to_day: date
    settle_days: int = 60
    """A share of a cost is due so many days after the cost."""
    reason: str = ""
    """Of a change: why, as a code."""
    late_reason: str = ""


class Assent(msgspec.Struct, frozen=True):
    """Agree to an arrangement, to its change, or to a step of a running project; ``reference``: of the signature."""

    on: date
    reference: str = ""
    late_reason: str = ""


class Phase(msgspec.Struct, frozen=True):
    """Begin a phase: its number in the order of the project, its form, its days, and what its gate asks (codes)."""

    on: date
    phase: int
    form: Literal["study", "design", "prototype", "trial", "production", "support"]
    from_day: date
    to_day: date
    criteria: tuple[str, ...]
    late_reason: str = ""


class Gate(msgspec.Struct, frozen=True):
    """What the gate at the end of a phase finds: which criteria are met, and whether the project may go on."""

    on: date
    phase: int
    result: Literal["gate_passed", "gate_passed_with_conditions", "gate_failed"]
    met: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    late_reason: str = ""


class Participant(msgspec.Struct, frozen=True):
    """A firm or body takes part, or its part changes: of which state, as what, up to which marking.

    Of a classified project it cites the assurance of its place (room ``information``). Its name is a text.
    """

    names_a_level = True
    on: date
    firm: str
    country: str
    role: Literal["lead_firm", "cooperating_firm", "subcontractor", "research_body", "test_house", "authority", "other"]
    marking: Marking | None = None
    """The highest that it is given; none where it is given nothing classified."""
    late_reason: str = ""


class Resume(msgspec.Struct, frozen=True):
    """Propose to take a suspended project up again."""

    on: date
    late_reason: str = ""


class Complete(msgspec.Struct, frozen=True):
    """Propose to complete the project: every phase has passed its gate. ``reference``: of the final report."""

    on: date
    reference: str
    late_reason: str = ""


def of_ceilings(body: Any, _terms: object) -> Iterable[tuple[str, Decimal]]:
    """Give what an arrangement is worth against an officer's limits: its ceiling in each currency."""
    return [(each.most.currency, each.most.amount) for each in body.ceilings]


def of_pending(_body: object, terms: Any) -> Iterable[tuple[str, Decimal]]:
    """Give what agreeing to an arrangement is worth: what would come into force."""
    return of_ceilings(pending, None) if isinstance(pending := getattr(terms, "pending", None), Arrangement) else ()


KINDS = kinds_of(
    Kind(E + "project", WILL, Project, SLOTS),
    Kind(E + "determine", WILL, Determine, SLOTS),
    Kind(E + "decline_project", WILL, ProjectEnd, SLOTS),
    Kind(E + "withdraw_project", WILL, ProjectEnd, SLOTS),
    Kind(E + "diplomatic_note", WILL, DiplomaticNote, SLOTS),
    Kind(E + "diplomatic_reply", WILL, DiplomaticReply, SLOTS),
    Kind(E + "arrangement", WILL, Arrangement, SLOTS, worth=of_ceilings),
    Kind(E + "amend_arrangement", WILL, Arrangement, SLOTS, worth=of_ceilings),
    Kind(E + "agree_arrangement", WILL, Assent, SLOTS, worth=of_pending),
    Kind(E + "decline_arrangement", WILL, ProjectEnd, SLOTS),
    Kind(E + "withdraw_arrangement", WILL, ProjectEnd, SLOTS),
    Kind(E + "phase", WILL, Phase, SLOTS),
    Kind(E + "gate", WILL, Gate, SLOTS),
    Kind(E + "participant", WILL, Participant, SLOTS_OF_FIRM),
    Kind(E + "suspend", WILL, ProjectEnd, SLOTS),
    Kind(E + "resume", WILL, Resume, SLOTS),
    Kind(E + "complete", WILL, Complete, SLOTS),
    Kind(E + "agree_step", WILL, Assent, SLOTS),
    Kind(E + "decline_step", WILL, ProjectEnd, SLOTS),
    Kind(E + "withdraw_step", WILL, ProjectEnd, SLOTS),
    Kind(E + "terminate", WILL, ProjectEnd, SLOTS),
)
