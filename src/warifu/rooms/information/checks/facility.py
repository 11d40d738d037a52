"""Checks on contractors and facilities: who assures what, for how long, on what inspection; and what is found later.

Law: the authority of the state in which the place lies assures, after an inspection, for no more than was asked and no
longer than the pack allows; a subcontractor stands under an assurance that reaches as far. Numbers are the pack's table
``facility``. An inspection or a change is a fact; one that is told late or promises too little is irregular.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from warifu.core.days import add_months
from warifu.law.checks import reason
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.acts.visit import MAX_CIRCLE
from warifu.rooms.information.checks import marks
from warifu.rooms.information.checks.visit_decision import covers
from warifu.rooms.information.terms.facility import FacilityTerms, is_facility


def request(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A request names firm, place and purpose, an end that is to come, and is put to the state of the place."""
    body = situation.body
    for name in ("number", "firm", "site", "purpose"):
        if not getattr(body, name).strip():
            yield reason(rule, "blank", field=name)
    if len(body.circle) > MAX_CIRCLE:
        yield reason(rule, "circle", most=MAX_CIRCLE)
    if body.country != situation.peer:
        yield reason(rule, "other_state", country=body.country, asked=situation.peer)
    if body.until < situation.on:
        yield reason(rule, "past", until=body.until, on=situation.on)


def level(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The marking is known and in force, and an assurance goes no higher than was asked."""
    given, terms = situation.body.marking, situation.terms
    found = list(marks.wrong_with(rule, given, situation.on))
    yield from found
    if found or not is_facility(terms):
        return
    if not covers(rule, terms.asked, given, situation.on):
        yield reason(rule, "above_asked", marking=given.written, asked=terms.asked.written)


def subcontract(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A subcontractor's request cites the assurance of the firm above it, which reaches as high and as long."""
    body = situation.body
    above = situation.cited_of(I + "facility_assure")
    if not body.subcontract:
        if above:
            yield reason(rule, "not_said", cited=len(above))
        return
    if len(above) != 1 or situation.act.cites[0] != above[0].placed.digest:
        yield reason(rule, "no_assurance", cited=len(above))
        return
    yield from _under(rule, body, above[0])


def _under(rule: Rule, body: Any, above: Cited) -> Iterator[Finding]:
    terms: FacilityTerms = above.terms
    given = above.placed.body
    if not covers(rule, given.marking, body.marking, body.on):
        yield reason(rule, "above_level", marking=body.marking.written, above=given.marking.written)
    if body.until > given.valid_to:
        yield reason(rule, "beyond", until=body.until, valid_to=given.valid_to)
    if terms.purpose != body.purpose:
        yield reason(rule, "other_purpose", purpose=body.purpose, above=terms.purpose)
    if (terms.firm, terms.site) == (body.firm, body.site):
        yield reason(rule, "itself", firm=body.firm, site=body.site)


def assure(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An assurance rests on a fresh inspection, a custodian, a register, sound ownership, and ends in time.

    Parameters: table ``facility``: ``fresh_months``, ``years``, ``inspection_months``.
    """
    body, known = situation.body, rule.params["facility"]
    yield from _kept(rule, body)
    on: date = situation.on
    if body.inspected_on > on or add_months(body.inspected_on, known["fresh_months"]) < on:
        yield reason(rule, "not_inspected", inspected_on=body.inspected_on, months=known["fresh_months"])
    if body.valid_to < on or body.valid_to > add_months(on, 12 * known["years"]):
        yield reason(rule, "term", valid_to=body.valid_to, years=known["years"])
    if not 0 < body.inspection_months <= known["inspection_months"]:
        yield reason(rule, "months", months=body.inspection_months, most=known["inspection_months"])


def _kept(rule: Rule, body: Any) -> Iterator[Finding]:
    if not body.reference.strip():
        yield reason(rule, "no_reference")
    if not body.custodian.strip():
        yield reason(rule, "no_custodian")
    if not body.register_kept:
        yield reason(rule, "no_register")
    if body.persons <= 0:
        yield reason(rule, "nobody_cleared", persons=body.persons)
    if body.ownership == "foreign":
        yield reason(rule, "foreign", ownership=body.ownership)


def conditions(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Conditions are codes of the pack.

    Parameters: ``conditions``.
    """
    unknown = [code for code in situation.body.conditions if code not in rule.params["conditions"]]
    if unknown:
        yield reason(rule, "unknown", code=", ".join(unknown))


def again(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An assurance given anew cites what it answers; after a suspension, an inspection that found the place sound."""
    terms = situation.terms
    if not is_facility(terms) or terms.assured is None:
        return
    cited = situation.cited_of(I + "inspection", I + "facility_change")
    foreign = [each for each in situation.cited.values() if each.placed.act.case != situation.act.case]
    if foreign or len(cited) < len(situation.cited):
        yield reason(rule, "not_of_this_place", cited=len(situation.cited))
    if not cited:
        yield reason(rule, "nothing_cited", number=terms.number)
    sound = [each for each in cited if getattr(each.placed.body, "result", "") == "satisfactory"]
    if terms.suspended and not sound:
        yield reason(rule, "not_found_sound", number=terms.number)


def end(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """When an assurance ends, nothing is left at the place, or it is said what becomes of it.

    Parameters: ``disposals``: codes.
    """
    body = situation.body
    if body.held < 0:
        yield reason(rule, "count", held=body.held)
    if body.held > 0 and body.disposal not in rule.params["disposals"]:
        yield reason(rule, "still_held", held=body.held, code=body.disposal)


def inspection(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The authority of the place inspects, says what is wrong and by when it is put right, and inspects again in time.

    Parameters: ``found``: codes.
    """
    body, terms = situation.body, situation.terms
    if situation.act.side_of == situation.opener:
        yield reason(rule, "wrong_side", party=situation.act.side_of)
    unknown = [code for code in body.found if code not in rule.params["found"]]
    if unknown:
        yield reason(rule, "unknown", code=", ".join(unknown))
    if body.result != "satisfactory" and not (body.found and body.correct_by):
        yield reason(rule, "nothing_said", result=body.result)
    if body.correct_by is not None and body.correct_by < body.on:
        yield reason(rule, "past", correct_by=body.correct_by, on=body.on)
    given = terms.assured if is_facility(terms) else None
    months = given.inspection_months if given is not None else rule.params["facility"]["inspection_months"]
    if not body.on < body.next_due <= add_months(body.on, months):
        yield reason(rule, "next", next_due=body.next_due, months=months)


def change(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A change is told within the days of the pack; what is none of the list is put in words.

    Parameters: table ``facility``: ``tell_days``.
    """
    body, days = situation.body, rule.params["facility"]["tell_days"]
    if body.on + timedelta(days=days) < situation.sealed_on:
        yield reason(rule, "told_late", on=body.on, sealed=situation.sealed_on, days=days)
    if body.what == "other" and not situation.act.texts:
        yield reason(rule, "no_words", code=body.what)
    if body.what in rule.params["named"] and not body.to.strip():
        yield reason(rule, "to_whom", what=body.what)


CHECKS: dict[str, Check] = {
    "isa.facility.request@1": request,
    "isa.facility.level@1": level,
    "isa.facility.subcontract@1": subcontract,
    "isa.facility.assure@1": assure,
    "isa.facility.conditions@1": conditions,
    "isa.facility.again@1": again,
    "isa.facility.end@1": end,
    "isa.facility.inspection@1": inspection,
    "isa.facility.change@1": change,
}
