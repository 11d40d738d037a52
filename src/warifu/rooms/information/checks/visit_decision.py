"""Checks on what the host decides about a visit, on who came, and on its end.

Law: the host lets in whom it was asked to, for the days, places and level asked for or less, each on a ground that is
not rank, post or clearance alone; a clearance holds for its agency, up to its level, until its day. That somebody came
who was not let in has happened: it is recorded, and irregular.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from warifu.core.errors import ValueTroubleError
from warifu.core.label import schemes_of
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.information.acts.visit import Visitor
from warifu.rooms.information.checks import marks
from warifu.rooms.information.terms.visit import VisitTerms, amended, is_visit


def form_of(rule: Rule, form: str) -> Mapping[str, Any]:
    """Return what the pack says of a type of visit; raises KeyError for one that it does not know."""
    found: Mapping[str, Any] = rule.params["visit_form"][form]
    return found


def covers(rule: Rule, given: Any, asked: Any, on: date) -> bool:
    """Tell whether one marking protects at least as much as another; in doubt it does not."""
    schemes = schemes_of(rule.params)
    try:
        return schemes.at_least(marks.labelled(schemes, given), marks.labelled(schemes, asked), on)
    except ValueTroubleError:
        return False


def clearance_faults(rule: Rule, visitor: Visitor, asked: Any, days: tuple[date, date]) -> Iterator[Finding]:
    """Say what is wrong with a visitor's attestation for a level and days: missing, agency, level, time.

    Parameters: ``from_level``: the protection level from which an attestation is asked for.
    """
    person, given = visitor.person, visitor.attested
    if given is None:
        if marks.highest(schemes_of(rule.params), (asked,)) >= rule.params["from_level"]:
            yield reason(rule, "missing", person=person, marking=asked.written)
        return
    if given.agency != visitor.agency:
        yield reason(rule, "agency", person=person, agency=visitor.agency, attested=given.agency)
    first, last = days
    if not covers(rule, given.marking, asked, first):
        yield reason(rule, "level", person=person, marking=asked.written, attested=given.marking.written)
    if given.valid_to < last:
        yield reason(rule, "expires", person=person, valid_to=given.valid_to, to_day=last)
    if given.valid_from is not None and given.valid_from > first:
        yield reason(rule, "not_yet", person=person, valid_from=given.valid_from, from_day=first)


def decision(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An approval lets in persons who were asked for, on days and at places asked for, up to the level asked for.

    Parameters: ``conditions``: codes.
    """
    body, terms = situation.body, situation.terms
    if not is_visit(terms):
        yield reason(rule, "no_visit")
        return
    visit = amended(terms)
    if not body.reference.strip():
        yield reason(rule, "no_reference", number=terms.number)
    if not body.visitors:
        yield reason(rule, "nobody", number=terms.number)
    strange = [each.person for each in body.visitors if visit.visitor(each.person) is None]
    if strange:
        yield reason(rule, "not_asked", persons=", ".join(strange))
    if body.to_day < body.from_day or body.from_day < visit.from_day or body.to_day > visit.to_day:
        yield reason(rule, "days", from_day=body.from_day, to_day=body.to_day, first=visit.from_day, last=visit.to_day)
    elsewhere = set(body.sites) - {each.site for each in visit.sites}
    if elsewhere:
        yield reason(rule, "sites", sites=", ".join(sorted(elsewhere)))
    unknown = [code for code in body.conditions if code not in rule.params["conditions"]]
    if unknown:
        yield reason(rule, "condition", code=", ".join(unknown))
    yield from _marking(rule, body, visit)


def _marking(rule: Rule, body: Any, visit: VisitTerms) -> Iterator[Finding]:
    found = list(marks.wrong_with(rule, body.marking, body.from_day))
    yield from found
    if not found and visit.marking is not None and not covers(rule, visit.marking, body.marking, body.from_day):
        yield reason(rule, "level", marking=body.marking.written, asked=visit.marking.written)


def ground(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The host lets each visitor in on a ground of its own: never by rank, post or clearance alone.

    Parameters: ``grounds``: codes; ``never``: what is no ground.
    """
    for each in situation.body.visitors:
        if each.ground in rule.params["never"]:
            yield reason(rule, "rank_alone", person=each.person, ground=each.ground)
        elif each.ground not in rule.params["grounds"]:
            yield reason(rule, "unknown", person=each.person, ground=each.ground)


def granted(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each visitor let in is attested by the own agency, up to the level approved, on every day approved.

    An emergency visit may be approved before its papers are here.
    """
    body, terms = situation.body, situation.terms
    if not is_visit(terms):
        return
    visit = amended(terms)
    for each in body.visitors:
        visitor = visit.visitor(each.person)
        if visitor is None or (visitor.attested is None and visit.form == "emergency"):
            continue
        yield from clearance_faults(rule, visitor, body.marking, (body.from_day, body.to_day))


def attended(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who came was let in, on that day, at that place; and nothing was shown above the level approved."""
    body, terms = situation.body, situation.terms
    if not body.persons:
        yield reason(rule, "nobody", site=body.site)
    if not is_visit(terms) or terms.approved is None:
        yield reason(rule, "not_approved", persons=", ".join(body.persons))
        return
    known = terms.approved
    strange = [person for person in body.persons if person not in known.persons]
    if strange:
        yield reason(rule, "not_let_in", persons=", ".join(strange))
    if not known.from_day <= body.on <= known.to_day:
        yield reason(rule, "day", on=body.on, from_day=known.from_day, to_day=known.to_day)
    if body.site not in known.sites:
        yield reason(rule, "site", site=body.site)
    if body.shown is not None and not covers(rule, known.marking, body.shown, body.on):
        yield reason(rule, "shown", shown=body.shown.written, marking=known.marking.written)
    yield from _attested(rule, body, terms)


def _attested(rule: Rule, body: Any, terms: VisitTerms) -> Iterator[Finding]:
    """An attestation that has ended lets nobody in, whatever was approved."""
    for person in body.persons:
        visitor = terms.visitor(person)
        given = None if visitor is None else visitor.attested
        if given is not None and given.valid_to < body.on:
            yield reason(rule, "attestation_ended", person=person, valid_to=given.valid_to, on=body.on)


def over(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A visit is closed once its last day is over."""
    known = situation.terms.approved
    if known is not None and situation.on < known.to_day:
        yield reason(rule, "running", on=situation.on, to_day=known.to_day)


CHECKS: dict[str, Check] = {
    "isa.visit.decision@1": decision,
    "isa.visit.ground@1": ground,
    "isa.visit.granted@1": granted,
    "isa.visit.attended@1": attended,
    "isa.visit.over@1": over,
}
