"""Checks: what is told of a running project: participants, costs, contributions, work, information.

Source: classified items are held under the agreement on the security of information, whose authority assures the place
of a firm [draft]; shares of cost are borne in pounds and yen under a ceiling each [draft]. Facts that fail are
irregular, and stay on record. Of an assurance only what stands in its own words is looked at: rooms do not know each
other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warifu.core.money import Money
from warifu.law.checks import reason
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.equipment.checks.opportunity import STATE
from warifu.rooms.equipment.checks.project import WHOLE
from warifu.rooms.equipment.terms.project import ProjectTerms, arrangement_on, is_project

ASSURED = "information/facility_assure"
REGISTERED = "information/register"


def participant(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A participant has a number, is of a state of the project, and has no marking where nothing is classified."""
    body, terms = situation.body, situation.terms
    if not body.firm.strip():
        yield reason(rule, "blank", field="firm")
    if not is_project(terms):
        return
    known = {situation.act.side_of, situation.peer, *terms.partners}
    if not STATE.fullmatch(body.country) or body.country not in known:
        yield reason(rule, "not_of_the_project", country=body.country, firm=body.firm)
    if body.marking is not None and not terms.classified:
        yield reason(rule, "not_classified", firm=body.firm)


def assurance(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """In a classified project a participant cites a current assurance of its own place, up to its level.

    Parameters: ``levels``: scheme and words to the level that all schemes share.
    """
    body, terms = situation.body, situation.terms
    if not is_project(terms) or not terms.classified:
        return
    if body.marking is None:
        yield reason(rule, "no_level", firm=body.firm)
    cited = situation.cited_of(ASSURED)
    if not cited:
        yield reason(rule, "none", firm=body.firm)
        return
    yield from _current(situation, rule, cited[0])


def _current(situation: Situation, rule: Rule, cited: Cited) -> Iterator[Finding]:
    body, given, place = situation.body, cited.placed.body, cited.terms
    firm = getattr(place, "firm", "")
    if firm != body.firm:
        yield reason(rule, "of_another", firm=body.firm, assured=firm)
    if getattr(place, "country", "") != body.country:
        yield reason(rule, "of_another_state", country=body.country, assured=getattr(place, "country", ""))
    if not given.on <= situation.on <= given.valid_to:
        yield reason(rule, "not_current", valid_to=given.valid_to, on=situation.on)
    if body.marking is None:
        return
    wanted, held = _rank(rule, body.marking), _rank(rule, given.marking)
    if wanted is None or held is None or wanted > held:
        yield reason(rule, "above_level", marking=body.marking.written, assured=given.marking.written)


def _rank(rule: Rule, marking: Any) -> int | None:
    """Where a marking stands among the levels that all schemes share; None for words of no scheme of the table."""
    levels: dict[str, int] = rule.params["levels"]
    return levels.get(f"{marking.scheme} {marking.written}")


def amount(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A sum is in a currency of the project, above nought, and by itself no more than the ceiling.

    Parameters: ``currencies``.
    """
    body, terms = situation.body, situation.terms
    sum_: Money = body.amount
    if not body.reference.strip():
        yield reason(rule, "no_reference")
    if sum_.amount <= 0:
        yield reason(rule, "nothing", amount=sum_)
    if sum_.currency not in rule.params["currencies"]:
        yield reason(rule, "third_currency", currency=sum_.currency, wanted=", ".join(rule.params["currencies"]))
        return
    arranged = arrangement_on(terms, situation.on) if is_project(terms) else None
    found = [each.most for each in arranged.ceilings if each.most.currency == sum_.currency] if arranged else []
    if found and sum_.amount > found[0].amount:
        yield reason(rule, "above_ceiling", amount=sum_, ceiling=found[0])


def cost(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A cost is of a phase that has begun, of a sort of the table, and paid to a participant where it names a firm.

    Parameters: ``sorts``: codes.
    """
    body, terms = situation.body, situation.terms
    if body.sort not in rule.params["sorts"]:
        yield reason(rule, "unknown", code=body.sort)
    elif body.sort == "other" and not situation.act.texts:
        yield reason(rule, "no_words", code=body.sort)
    if is_project(terms):
        yield from _phase(rule, body.phase, terms)
        yield from _firm(rule, body.firm, terms)


def contribution(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is paid to a contractor names the participant."""
    body, terms = situation.body, situation.terms
    if (body.to == "contractor") != bool(body.firm):
        yield reason(rule, "to_whom", to=body.to, firm=body.firm)
    if is_project(terms):
        yield from _firm(rule, body.firm, terms)


def work(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Work is of a phase that has begun, for an item of the arrangement that this side does, in points or in value."""
    body, terms = situation.body, situation.terms
    if (body.basis_points == 0) == (body.value is None):
        yield reason(rule, "measure", basis_points=body.basis_points)
    if not 0 <= body.basis_points <= WHOLE or (body.value is not None and body.value.amount <= 0):
        yield reason(rule, "out_of_bounds", basis_points=body.basis_points)
    if not is_project(terms):
        return
    yield from _phase(rule, body.phase, terms)
    yield from _firm(rule, body.firm, terms)
    arranged = arrangement_on(terms, situation.on)
    if body.item and arranged is not None:
        by = next((each.done_by for each in arranged.items if each.number == body.item), "")
        if by != situation.act.side_of:
            yield reason(rule, "not_of_this_side", item=body.item, by=by)


def _phase(rule: Rule, phase: int, terms: ProjectTerms) -> Iterator[Finding]:
    if phase not in {each.phase for each in terms.phases}:
        yield reason(rule, "phase_not_begun", phase=phase)


def _firm(rule: Rule, firm: str, terms: ProjectTerms) -> Iterator[Finding]:
    if firm and firm not in {each.firm for each in terms.participants}:
        yield reason(rule, "not_a_participant", firm=firm)


def information(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Information has number, owner and rights of the table; what is marked cites its item in the register.

    Parameters: ``rights``: codes; ``joint``: kinds of which both may own together.
    """
    body, terms = situation.body, situation.terms
    if not body.number.strip():
        yield reason(rule, "blank", field="number")
    owners = {situation.act.side_of, situation.peer}
    if is_project(terms):
        owners |= {*terms.partners, *(each.firm for each in terms.participants)}
    if situation.act.kind in rule.params["joint"]:
        owners.add("joint")
    if body.owner not in owners:
        yield reason(rule, "owner_unknown", owner=body.owner)
    unknown = [code for code in body.rights if code not in rule.params["rights"]]
    if unknown or not body.rights:
        yield reason(rule, "rights", code=", ".join(unknown))
    yield from _marked(situation, rule, body)


def _marked(situation: Situation, rule: Rule, body: Any) -> Iterator[Finding]:
    cited = situation.cited_of(REGISTERED)
    if body.marking is not None and not cited:
        yield reason(rule, "not_registered", number=body.number, marking=body.marking.written)
    for each in cited:
        registered = each.placed.body.marking
        if body.marking is None or _words(body.marking) != _words(registered):
            said = "" if body.marking is None else body.marking.written
            yield reason(rule, "marked_otherwise", marking=said, registered=registered.written)


def _words(marking: Any) -> tuple[str, str, str]:
    return marking.scheme, marking.version, marking.written


def left(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who leaves was there, and it is said why.

    Parameters: ``codes``.
    """
    body, terms = situation.body, situation.terms
    if body.reason not in rule.params["codes"]:
        yield reason(rule, "unknown", code=body.reason)
    if is_project(terms):
        yield from _firm(rule, body.firm, terms)


CHECKS: dict[str, Check] = {
    "equipment.participant@1": participant,
    "equipment.assurance@1": assurance,
    "equipment.amount@1": amount,
    "equipment.cost@1": cost,
    "equipment.contribution@1": contribution,
    "equipment.work@1": work,
    "equipment.information@1": information,
    "equipment.left@1": left,
}
