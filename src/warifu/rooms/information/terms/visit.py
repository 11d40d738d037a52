"""What the line has agreed: a visit as asked for, supplemented, approved and amended.

Law: what is approved is what the host said, never what was asked. A change that is asked for stands beside the visit
(``pending``) until the host has decided. ``ratified``: facts taken as they are.
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
from warifu.rooms.information.acts.item import Marking
from warifu.rooms.information.acts.visit import Site, Visitor


class Approved(msgspec.Struct, frozen=True):
    """What the host has approved; ``persons`` with the days until which their attestations hold."""

    on: date
    persons: tuple[str, ...]
    from_day: date
    to_day: date
    marking: Marking
    sites: tuple[str, ...]
    conditions: tuple[str, ...]
    reference: str


class VisitTerms(msgspec.Struct, frozen=True):
    """A visit as it stands; ``asked_on`` is the day on which it, or the change that is pending, was asked for."""

    number: str
    form: str
    opener: str
    agency: str
    label: tuple[str, ...]
    asked_on: date
    sites: tuple[Site, ...]
    from_day: date
    to_day: date
    visitors: tuple[Visitor, ...]
    information: tuple[str, ...] = ()
    site_access: str = ""
    initiative: str = ""
    programme: str = ""
    purpose: str = ""
    marking: Marking | None = None
    security_officer: str = ""
    certified_by: str = ""
    certificate: str = ""
    emergency: str = ""
    circle: str = ""
    asked: tuple[str, ...] = ()
    asked_by: date | None = None
    supplemented_on: date | None = None
    approved: Approved | None = None
    pending: Any = None
    ratified: tuple[bytes, ...] = ()
    exercise: bool = False
    outcome: str = ""

    @property
    def agreed(self) -> bool:
        """True once the host has approved."""
        return self.approved is not None

    def visitor(self, person: str) -> Visitor | None:
        """Return a visitor by the number of the person."""
        return next((each for each in self.visitors if each.person == person), None)


def is_visit(terms: Any) -> bool:
    """Tell whether a line is that of a visit."""
    return type(terms) is VisitTerms


_SUPPLEMENTED = (
    "visitors", "sites", "information", "site_access", "initiative", "programme", "purpose", "marking",
    "security_officer", "certified_by", "certificate",
)  # fmt: skip
_ASKED = (*_SUPPLEMENTED, "number", "form", "agency", "from_day", "to_day", "emergency", "circle")


def _request(_terms: Any, placed: Placed) -> VisitTerms:
    act, body = placed.act, placed.body
    told = {name: getattr(body, name) for name in _ASKED}
    exercise = EXERCISE in act.label
    return VisitTerms(opener=act.side_of, label=act.label, asked_on=body.on, exercise=exercise, **told)


def _ask(terms: Any, placed: Placed) -> Any:
    return replace(terms, asked=placed.body.elements, asked_by=placed.body.by_day) if is_visit(terms) else terms


def supplemented(terms: VisitTerms, body: Any) -> VisitTerms:
    """Return a visit with what a supplement gives; what it leaves empty stays."""
    return replace(terms, **{name: given for name in _SUPPLEMENTED if (given := getattr(body, name))})


def _supplement(terms: Any, placed: Placed) -> Any:
    if not is_visit(terms):
        return terms
    return replace(supplemented(terms, placed.body), asked=(), asked_by=None, supplemented_on=placed.body.on)


def amended(terms: VisitTerms) -> VisitTerms:
    """Return a visit as it would be with the change that is pending; itself where none is."""
    change = terms.pending
    if change is None:
        return terms
    new = {each.person for each in change.visitors}
    kept = tuple(each for each in terms.visitors if each.person not in {*change.without, *new})
    return replace(
        terms, visitors=(*kept, *change.visitors), from_day=change.from_day or terms.from_day,
        to_day=change.to_day or terms.to_day,
    )  # fmt: skip


def _approve(terms: Any, placed: Placed) -> Any:
    if not is_visit(terms):
        return terms
    body, visit = placed.body, amended(terms)
    approved = Approved(
        body.on, tuple(each.person for each in body.visitors), body.from_day, body.to_day, body.marking,
        body.sites or tuple(each.site for each in visit.sites), body.conditions, body.reference,
    )  # fmt: skip
    return replace(visit, approved=approved, pending=None)


def _amend(terms: Any, placed: Placed) -> Any:
    return replace(terms, pending=placed.body, asked_on=placed.body.on) if is_visit(terms) else terms


def _end(outcome: str) -> Callable[[Any, Placed], Any]:
    def end(terms: Any, _placed: Placed) -> Any:
        if not is_visit(terms):
            return terms
        if terms.pending is not None and outcome in {"refused", "withdrawn"}:
            return replace(terms, pending=None)
        return replace(terms, pending=None, outcome=outcome)

    return end


def _ratify(terms: Any, placed: Placed) -> Any:
    known = getattr(terms, "ratified", None)
    return terms if known is None else replace(terms, ratified=(*known, *placed.act.cites))


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    I + "visit_request": _request,
    I + "visit_ask": _ask,
    I + "visit_supplement": _supplement,
    I + "visit_approve": _approve,
    I + "visit_amend": _amend,
    I + "visit_refuse": _end("refused"),
    I + "visit_withdraw": _end("withdrawn"),
    I + "visit_cancel": _end("cancelled"),
    I + "visit_close": _end("closed"),
    I + "ratify": _ratify,
}
