"""The rows of joint projects: what each table holds, in the order of its columns."""

from __future__ import annotations

from typing import Any, NamedTuple


class ProjectRow(NamedTuple):
    """A project as it stands: determination, note and reply, arrangement, phases, how many take part."""

    number: str
    area: str
    form: str
    opener: str
    classified: bool
    partners: str
    consenting: str
    determined: bool
    note: str
    note_day: int | None
    reply: str
    arrangement: str
    authorities: str
    terms: str
    from_day: int | None
    to_day: int | None
    phase: int
    phases: int
    passed: int
    participants: int
    opportunity: bytes
    """The act by which the opportunity was closed; empty where the project comes from none."""
    state: str
    exercise: bool


class PhaseRow(NamedTuple):
    """A phase with its days and criteria, and what the last gate found."""

    phase: int
    form: str
    from_day: int
    to_day: int
    criteria: str
    result: str
    met: str
    conditions: str
    gate_day: int | None


class ParticipantRow(NamedTuple):
    """A firm or body that takes part, up to which marking, which act assures its place, whether it has left."""

    place: int
    firm: str
    country: str
    role: str
    marking: str
    assurance: bytes
    since: int
    left_day: int | None
    reason: str


class ShareRow(NamedTuple):
    """A state in one currency: what was agreed, what it has incurred, what it bears, and what it is owed or owes."""

    place: int
    party: str
    currency: str
    basis_points: int
    ceiling: str
    incurred: str
    bears: str
    paid: str
    received: str
    net: str
    """Above zero: it is owed; below: it owes."""
    undetermined: int
    work_points: int
    work_done: int


class CostRow(NamedTuple):
    """A cost or a contribution as told, and of a cost the other side's share; empty where that cannot be told."""

    act: bytes
    what: str
    side: str
    on_day: int
    phase: int | None
    sort: str
    amount: str
    currency: str
    shared: str
    firm: str
    reference: str
    status: str


class InformationRow(NamedTuple):
    """Background or foreground information: its number, owner and rights; the item in the register, where marked."""

    act: bytes
    what: str
    number: str
    owner: str
    rights: str
    marking: str
    item: bytes
    on_day: int
    side: str
    status: str


RECORDS: dict[str, type[Any]] = {
    "equipment_project": ProjectRow,
    "equipment_phase": PhaseRow,
    "equipment_participant": ParticipantRow,
    "equipment_share": ShareRow,
    "equipment_cost": CostRow,
    "equipment_information": InformationRow,
}
