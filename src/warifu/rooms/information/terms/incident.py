"""What the line has agreed: an incident, what was found, which measures.

Law: who holds and who originated follow from the root: the finder holds (``incident``), or the finder originated
(``incident_notice``). A measure that is named again is changed. What was done is a fact; a will that rests on it cites
it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.marking import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.acts.incident import Measure, Touched
from warifu.rooms.information.acts.item import Marking


class IncidentTerms(msgspec.Struct, frozen=True):
    """An incident as it stands on the line; ``items`` are the acts that the report cites."""

    number: str
    what: str
    opener: str
    finder_holds: bool
    label: tuple[str, ...]
    discovered_on: date
    told_on: date
    marking: Marking
    items: tuple[bytes, ...]
    touched: tuple[Touched, ...] = ()
    circle: str = ""
    acknowledged_on: date | None = None
    investigated_by: str = ""
    investigation_on: date | None = None
    expected: date | None = None
    outcome_found: str = ""
    final: bool = False
    result_on: date | None = None
    persons: int = 0
    damage: str = ""
    damage_on: date | None = None
    measures: tuple[Measure, ...] = ()
    reopened: int = 0
    ratified: tuple[bytes, ...] = ()
    exercise: bool = False
    outcome: str = ""

    @property
    def agreed(self) -> bool:
        """True once both have closed it."""
        return self.outcome == "closed"

    def measure(self, number: int) -> Measure | None:
        """Return a measure by its number in this case."""
        return next((each for each in self.measures if each.number == number), None)


def is_incident(terms: Any) -> bool:
    """Tell whether a line is that of an incident."""
    return type(terms) is IncidentTerms


def _report(_terms: Any, placed: Placed) -> IncidentTerms:
    act, body = placed.act, placed.body
    return IncidentTerms(
        body.number, body.what, act.side_of, act.kind == I + "incident", act.label, body.discovered_on, body.on,
        body.marking, act.cites, body.touched, body.circle, persons=body.persons, exercise=EXERCISE in act.label,
    )  # fmt: skip


def _acknowledge(terms: Any, placed: Placed) -> Any:
    return replace(terms, acknowledged_on=placed.body.on) if is_incident(terms) else terms


def _investigate(terms: Any, placed: Placed) -> Any:
    body = placed.body
    if not is_incident(terms):
        return terms
    return replace(terms, investigated_by=body.body, investigation_on=body.on, expected=body.expected)


def _interim(terms: Any, placed: Placed) -> Any:
    body = placed.body
    if not is_incident(terms):
        return terms
    persons = max(body.persons, terms.persons)
    return replace(terms, outcome_found=body.outcome, expected=body.expected or terms.expected, persons=persons)


def _result(terms: Any, placed: Placed) -> Any:
    body = placed.body
    if not is_incident(terms):
        return terms
    return replace(terms, outcome_found=body.outcome, persons=body.persons, final=True, result_on=body.on)


def _return(terms: Any, placed: Placed) -> Any:
    """Return to investigation; or, where it was proposed to close, only to the measures."""
    del placed
    if not is_incident(terms):
        return terms
    return replace(terms, outcome="", final=terms.final and terms.outcome == "proposed")


def _damage(terms: Any, placed: Placed) -> Any:
    body = placed.body
    return replace(terms, damage=body.damage, damage_on=body.on) if is_incident(terms) else terms


def _measures(terms: Any, placed: Placed) -> Any:
    if not is_incident(terms):
        return terms
    found = {each.number: each for each in (*terms.measures, *placed.body.measures)}
    return replace(terms, measures=tuple(found[number] for number in sorted(found)), outcome="")


def _outcome(outcome: str) -> Callable[[Any, Placed], Any]:
    def end(terms: Any, _placed: Placed) -> Any:
        return replace(terms, outcome=outcome) if is_incident(terms) else terms

    return end


def _reopen(terms: Any, _placed: Placed) -> Any:
    if not is_incident(terms):
        return terms
    return replace(terms, outcome="", final=False, result_on=None, reopened=terms.reopened + 1)


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    I + "incident": _report,
    I + "incident_notice": _report,
    I + "incident_acknowledge": _acknowledge,
    I + "investigation": _investigate,
    I + "incident_interim": _interim,
    I + "incident_result": _result,
    I + "incident_return": _return,
    I + "damage": _damage,
    I + "measures": _measures,
    I + "incident_close": _outcome("proposed"),
    I + "incident_agree": _outcome("closed"),
    I + "incident_reopen": _reopen,
}
