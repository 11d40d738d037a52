"""What the forms of opportunities and joint projects begin with: the factors to answer, the note, the phase that runs.

Law: what the case already says is taken over where the act says it anew; no answer, result or reason is ever filled in.
A change of an arrangement begins with the arrangement as it is, because it is the whole of it that is agreed anew.
"""

from __future__ import annotations

from collections.abc import Callable

from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.reading import flat
from warifu.doors.web.forming.typed import BODY, CITES, Typed
from warifu.law.room import Kind
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.terms.opportunity import is_opportunity
from warifu.rooms.equipment.terms.project import is_project


def _factors(given: Given) -> Typed:
    """Every factor of the pack, each to be answered; those of the case's own pack, or of the newest."""
    digest = given.case.head.pack if given.case is not None else b""
    rules = [
        rule
        for at, pack in given.pair.packs.items()
        if pack.data.room == "equipment" and not pack.data.law_of and digest in {b"", at}
        for rule in pack.data.rule
        if rule.id == "equipment.factors"
    ]
    names = rules[-1].params["factors"] if rules else ()
    return {f"{BODY}factors.{place}.factor": name for place, name in enumerate(names)}


def _reply(given: Given) -> Typed:
    """The note that is answered."""
    return {f"{BODY}answers": given.terms.note} if is_project(given.terms) else {}


def _amend(given: Given) -> Typed:
    """The arrangement as it is."""
    terms = given.terms
    if not is_project(terms) or not terms.arrangements:
        return {}
    left = {f"{BODY}{name}" for name in ("on", "reference", "reason", "late_reason")}
    return {name: text for name, text in flat(terms.arrangements[-1], BODY).items() if name not in left}


def _next(given: Given) -> Typed:
    """The number of the next phase."""
    return {f"{BODY}phase": str(len(given.terms.phases) + 1)} if is_project(given.terms) else {}


def _running(given: Given) -> Typed:
    """The number of the phase that runs."""
    terms = given.terms
    return {f"{BODY}phase": str(terms.phases[-1].phase)} if is_project(terms) and terms.phases else {}


def _ratify(given: Given) -> Typed:
    """The irregular facts of the other side that nobody has taken yet."""
    if given.case is None:
        return {}
    taken = set(getattr(given.terms, "ratified", ()))
    found = [
        stand.placed.digest.hex()
        for stand in given.case.stands.values()
        if stand.status == "irregular" and stand.placed.digest not in taken and stand.placed.act.side_of != given.us
    ]
    return {CITES: " ".join(found)} if found else {}


def _interest(given: Given) -> Typed:
    """Each side tells of its own firms."""
    return {f"{BODY}country": given.us} if is_opportunity(given.terms) else {}


def _empty(_given: Given) -> Typed:
    return {}


KINDS: dict[str, Callable[[Given], Typed]] = {
    E + "project": _factors,
    E + "determine": _factors,
    E + "diplomatic_reply": _reply,
    E + "amend_arrangement": _amend,
    E + "phase": _next,
    **dict.fromkeys((E + "gate", E + "cost", E + "work"), _running),
    E + "ratify": _ratify,
    E + "interest": _interest,
    **dict.fromkeys((E + "arrangement", E + "participant", E + "background", E + "foreground"), _empty),
}


def filled(kind: Kind, given: Given) -> Typed:
    """Return what a form of one of these kinds begins with."""
    return KINDS[kind.name](given)
