"""What the line has agreed: joint projects.

Place on the path: whoever cites a project (a transfer, a consent) reads from these terms ``noted`` (confirmed through
diplomatic channels), ``partners``, ``consenting``, ``classified`` and ``participants``; nothing else of it is promised.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.project import Arrangement, Complete, Determine, Factor, Gate, Participant, Phase


class ProjectTerms(msgspec.Struct, frozen=True):
    """A project as it stands on the line.

    ``arrangements``: what was agreed, each in force from its ``from_day``; ``pending``: the body that waits for the
    other side.
    """

    number: str
    area: str
    form: str
    opener: str
    factors: tuple[Factor, ...]
    classified: bool = False
    partners: tuple[str, ...] = ()
    consenting: tuple[str, ...] = ()
    opportunity: bytes = b""
    label: tuple[str, ...] = ()
    exercise: bool = False
    determined: Determine | None = None
    note: str = ""
    note_dated: date | None = None
    reply: str = ""
    arrangements: tuple[Arrangement, ...] = ()
    phases: tuple[Phase, ...] = ()
    gates: tuple[Gate, ...] = ()
    participants: tuple[Participant, ...] = ()
    assurances: tuple[tuple[str, bytes], ...] = ()
    """Firm and the act that assures its place, as cited."""
    pending: Any = None
    ratified: tuple[bytes, ...] = ()
    outcome: str = ""

    @property
    def noted(self) -> bool:
        """True once the project is confirmed through diplomatic channels: note and reply are on record."""
        return bool(self.note and self.reply)

    @property
    def agreed(self) -> bool:
        """True once an arrangement is agreed."""
        return bool(self.arrangements)

    def passed(self, phase: int) -> bool:
        """Tell whether the gate of a phase was passed; of several, the last counts."""
        found = [each for each in self.gates if each.phase == phase]
        return bool(found) and found[-1].result != "gate_failed"


def is_project(terms: Any) -> bool:
    """Tell whether a line is that of a project."""
    return type(terms) is ProjectTerms


def arrangement_on(terms: ProjectTerms, day: date) -> Arrangement | None:
    """Return what is arranged for a day: the last arrangement in force then, or the first where none is yet."""
    found = [each for each in terms.arrangements if each.from_day <= day]
    return found[-1] if found else terms.arrangements[0] if terms.arrangements else None


def _proposed(_terms: Any, placed: Placed) -> ProjectTerms:
    act, body = placed.act, placed.body
    return ProjectTerms(
        body.number, body.area, body.form, act.side_of, body.factors, body.classified, body.partners, body.consenting,
        act.cites[0] if act.cites else b"", tuple(word for word in act.label if word != EXERCISE),
        EXERCISE in act.label,
    )  # fmt: skip


def _changing(change: Callable[[ProjectTerms, Placed], ProjectTerms]) -> Callable[[Any, Placed], Any]:
    def evolve(terms: Any, placed: Placed) -> Any:
        return change(terms, placed) if is_project(terms) else terms

    return evolve


def _determined(terms: ProjectTerms, placed: Placed) -> ProjectTerms:
    return replace(terms, determined=placed.body)


def _noted(terms: ProjectTerms, placed: Placed) -> ProjectTerms:
    return replace(terms, note=placed.body.reference, note_dated=placed.body.dated)


def _replied(terms: ProjectTerms, placed: Placed) -> ProjectTerms:
    return replace(terms, reply=placed.body.reference)


def _pending(terms: ProjectTerms, placed: Placed) -> ProjectTerms:
    return replace(terms, pending=placed.body)


def _dropped(terms: ProjectTerms, _placed: Placed) -> ProjectTerms:
    return replace(terms, pending=None)


def _arranged(terms: ProjectTerms, _placed: Placed) -> ProjectTerms:
    if not isinstance(terms.pending, Arrangement):
        return replace(terms, pending=None)
    return replace(terms, arrangements=(*terms.arrangements, terms.pending), pending=None)


def _stepped(terms: ProjectTerms, _placed: Placed) -> ProjectTerms:
    body = terms.pending
    if isinstance(body, Phase):
        return replace(terms, phases=(*terms.phases, body), pending=None)
    if isinstance(body, Gate):
        return replace(terms, gates=(*terms.gates, body), pending=None)
    if isinstance(body, Complete):
        return replace(terms, pending=None, outcome="completed")
    return replace(terms, pending=None)


def _participant(terms: ProjectTerms, placed: Placed) -> ProjectTerms:
    body = placed.body
    kept = tuple(each for each in terms.participants if each.firm != body.firm)
    assured = tuple(each for each in terms.assurances if each[0] != body.firm)
    given = tuple((body.firm, digest) for digest in placed.act.cites[:1])
    return replace(terms, participants=(*kept, body), assurances=(*assured, *given))


def _ended(outcome: str) -> Callable[[ProjectTerms, Placed], ProjectTerms]:
    def end(terms: ProjectTerms, _placed: Placed) -> ProjectTerms:
        return replace(terms, outcome=outcome, pending=None)

    return end


_CHANGES: dict[str, Callable[[ProjectTerms, Placed], ProjectTerms]] = {
    "determine": _determined,
    "diplomatic_note": _noted,
    "diplomatic_reply": _replied,
    **dict.fromkeys(("arrangement", "amend_arrangement", "phase", "gate", "resume", "complete"), _pending),
    **dict.fromkeys(
        ("decline_arrangement", "withdraw_arrangement", "decline_step", "withdraw_step", "suspend"), _dropped
    ),
    "agree_arrangement": _arranged,
    "agree_step": _stepped,
    "participant": _participant,
    "decline_project": _ended("declined"),
    "withdraw_project": _ended("withdrawn"),
    "terminate": _ended("terminated"),
}
EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    E + "project": _proposed,
    **{E + kind: _changing(change) for kind, change in _CHANGES.items()},
}
