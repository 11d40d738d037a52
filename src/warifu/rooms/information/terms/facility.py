"""What the line has agreed: contractors and facilities: assurance, inspections, custodian.

Law: an assurance given anew takes the place of the one before; the changes it cites are answered by it. Inspections and
changes are facts and stand beside the line.
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
from warifu.rooms.information.acts.facility import FacilityAssure
from warifu.rooms.information.acts.item import Marking


class FacilityTerms(msgspec.Struct, frozen=True):
    """A firm's place as it stands on the line. ``above``: the assurance of the firm whose subcontractor it is."""

    number: str
    firm: str
    site: str
    country: str
    opener: str
    label: tuple[str, ...]
    asked_on: date
    asked: Marking
    purpose: str
    until: date
    subcontract: bool = False
    above: bytes = b""
    circle: str = ""
    assured: FacilityAssure | None = None
    suspended: bool = False
    answered: tuple[bytes, ...] = ()
    """Inspections and changes that an assurance has cited."""
    held: int = 0
    disposal: str = ""
    ratified: tuple[bytes, ...] = ()
    exercise: bool = False
    outcome: str = ""

    @property
    def agreed(self) -> bool:
        """True once assurance has been given."""
        return self.assured is not None


def is_facility(terms: Any) -> bool:
    """Tell whether a line is that of a facility."""
    return type(terms) is FacilityTerms


def _request(_terms: Any, placed: Placed) -> FacilityTerms:
    act, body = placed.act, placed.body
    above = act.cites[0] if body.subcontract and act.cites else b""
    return FacilityTerms(
        body.number, body.firm, body.site, body.country, act.side_of, act.label, body.on, body.marking, body.purpose,
        body.until, body.subcontract, above, body.circle, exercise=EXERCISE in act.label,
    )  # fmt: skip


def _assure(terms: Any, placed: Placed) -> Any:
    if not is_facility(terms):
        return terms
    return replace(terms, assured=placed.body, suspended=False, answered=(*terms.answered, *placed.act.cites))


def _suspend(terms: Any, _placed: Placed) -> Any:
    return replace(terms, suspended=True) if is_facility(terms) else terms


def _end(outcome: str) -> Callable[[Any, Placed], Any]:
    def end(terms: Any, placed: Placed) -> Any:
        body = placed.body
        return replace(terms, outcome=outcome, held=body.held, disposal=body.disposal) if is_facility(terms) else terms

    return end


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    I + "facility_request": _request,
    I + "facility_assure": _assure,
    I + "facility_suspend": _suspend,
    I + "facility_refuse": _end("refused"),
    I + "facility_withdraw": _end("withdrawn"),
    I + "facility_end": _end("ended"),
}
