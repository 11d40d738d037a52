"""What the forms of visits, firms and incidents begin with: days and persons as asked for, the acts they rest on.

Law: what was asked for is taken over, so that less of it can be granted; on what ground somebody is let in, and what an
inspection found, is never filled in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warifu.core.label import schemes_of
from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.typed import BODY, CITES, Typed
from warifu.law.case import Stand
from warifu.law.room import Kind
from warifu.node.pair import Pair
from warifu.rooms.information.acts import facility, incident, visit
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.terms.facility import FacilityTerms
from warifu.rooms.information.terms.incident import IncidentTerms
from warifu.rooms.information.terms.item import is_item
from warifu.rooms.information.terms.visit import VisitTerms, amended


def _cites(*stands: Stand) -> Typed:
    return {CITES: " ".join(stand.placed.digest.hex() for stand in stands)} if stands else {}


def _marking(given: object) -> Typed:
    """The three parts of a marking."""
    return {f"{BODY}marking.{name}": getattr(given, name) for name in ("scheme", "version", "written")} if given else {}


def _approve(given: Given) -> Typed:
    """Everybody on the days and up to the level asked for; the ground of each is left to the officer."""
    terms = given.terms
    if type(terms) is not VisitTerms:
        return {}
    asked = amended(terms)
    persons = {f"{BODY}visitors.{place}.person": each.person for place, each in enumerate(asked.visitors)}
    days = {f"{BODY}from_day": asked.from_day.isoformat(), f"{BODY}to_day": asked.to_day.isoformat()}
    return {**persons, **days, **_marking(asked.marking)}


def _attended(given: Given) -> Typed:
    """The place, where one alone was approved."""
    known = getattr(given.terms, "approved", None)
    return {f"{BODY}site": known.sites[0]} if known is not None and len(known.sites) == 1 else {}


def _ratify(given: Given) -> Typed:
    """The irregular facts of the case that nobody has taken yet."""
    if given.case is None:
        return {}
    taken = set(getattr(given.terms, "ratified", ()))
    found = [
        stand for stand in given.case.stands.values()
        if stand.status == "irregular" and stand.placed.digest not in taken
    ]  # fmt: skip
    return _cites(*found)


def _assure(given: Given) -> Typed:
    """The level asked for; given anew, the inspections and changes that no assurance has answered."""
    terms = given.terms
    if type(terms) is not FacilityTerms:
        return {}
    facts = [] if terms.assured is None else given.stands("", I + "inspection", I + "facility_change")
    return {**_marking(terms.asked), **_cites(*(each for each in facts if each.placed.digest not in terms.answered))}


def _close(given: Given) -> Typed:
    """Every measure that is told as done."""
    return _cites(*given.stands("", I + "measure_done"))


def _done(given: Given) -> Typed:
    """The first of our measures that is not told as done."""
    terms = given.terms
    if type(terms) is not IncidentTerms:
        return {}
    told = {stand.placed.body.number for stand in given.stands(given.us, I + "measure_done")}
    ours = [each.number for each in terms.measures if each.party == given.us and each.number not in told]
    return {f"{BODY}number": str(ours[0])} if ours else {}


def _reopen(given: Given) -> Typed:
    return _cites(*given.stands("", I + "recovered")[:1])


def of_cited(kind: Kind, pair: Pair, cited: bytes) -> Typed:
    """What a report of an incident begins with where the loss that it tells of is named: copies, marking, circle, desk.

    ``cited`` is an act that the visitor may see.
    """
    found = pair.reader.cited([cited], {}).get(cited) if kind.name == I + "incident" else None
    if found is None or found.placed.act.kind != I + "missing":
        return {}
    case, body = pair.case(found.placed.act.case), found.placed.body
    terms: Any = None if case is None else case.terms
    pack = None if case is None else pair.packs.get(case.head.pack)
    if not is_item(terms) or pack is None:
        return {}
    level = schemes_of(pack.table).level_of
    highest = max(terms.in_force(), key=lambda each: level((each.scheme, each.version, each.written)))
    return {
        f"{BODY}what": "loss", f"{BODY}to": terms.desk, f"{BODY}discovered_on": body.on.isoformat(),
        f"{BODY}circle": terms.purpose, f"{BODY}touched.0.cite": cited.hex(),
        f"{BODY}touched.0.copies": "\n".join(body.copies), CITES: cited.hex(), **_marking(highest),
    }  # fmt: skip


_FILLED: dict[str, Callable[[Given], Typed]] = {
    I + "visit_approve": _approve,
    I + "attended": _attended,
    I + "ratify": _ratify,
    I + "facility_assure": _assure,
    I + "incident_close": _close,
    I + "measure_done": _done,
    I + "incident_reopen": _reopen,
}
KINDS = frozenset({*visit.KINDS, *facility.KINDS, *incident.KINDS})
"""Kinds that begin as it says here, and with nothing else of their case."""


def filled(kind: Kind, given: Given) -> Typed:
    """Return what a form of one of these kinds begins with."""
    make = _FILLED.get(kind.name)
    return make(given) if make is not None and given.case is not None and given.terms is not None else {}
