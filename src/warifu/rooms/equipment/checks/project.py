"""Checks: joint projects: proposal, determination, note, arrangement, phases. The rest: ``checks.running``.

Source: each project is determined by both parties, with factors such as commercial viability, and confirmed through
diplomatic channels, Art. 1(2) [text]; detailed arrangements between the competent authorities say what, by whom, to
whom, on what terms [draft]. Shares are whole numbers of basis points: they add up, or they are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.project import Arrangement, Bearing, Factor
from warifu.rooms.equipment.checks.opportunity import STATE
from warifu.rooms.equipment.terms.project import ProjectTerms, is_project

WHOLE = 10_000
"""Basis points of the whole."""


def project(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A proposal has a number; it cites the opportunity it comes from, or none."""
    body = situation.body
    if not body.number.strip():
        yield reason(rule, "blank", field="number")
    for each in situation.cited.values():
        if each.placed.act.kind != E + "close":
            yield reason(rule, "not_an_opportunity", kind=each.placed.act.kind)
        elif each.placed.body.leads_to != "project":
            yield reason(rule, "led_elsewhere", number=getattr(each.terms, "number", ""))
        elif getattr(each.terms, "area", "") != body.area:
            yield reason(rule, "other_area", area=body.area, opportunity=getattr(each.terms, "area", ""))


def partners(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A project with third states names every state without whose consent nothing leaves it: each of them, and both."""
    body = situation.body
    unknown = [each for each in (*body.partners, *body.consenting) if not STATE.fullmatch(each)]
    if unknown:
        yield reason(rule, "state_unknown", state=", ".join(unknown))
    parties = {situation.act.side_of, situation.peer}
    inside = sorted(parties & set(body.partners))
    if inside or len(set(body.partners)) < len(body.partners):
        yield reason(rule, "not_a_third_state", state=", ".join(inside))
    if not body.partners:
        return
    silent = sorted(parties.union(body.partners) - set(body.consenting))
    if silent:
        yield reason(rule, "consent_unnamed", states=", ".join(silent))


def factors(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Factors are those of the table, each once.

    Parameters: ``factors``: codes.
    """
    named = [each.factor for each in situation.body.factors]
    unknown = [name for name in named if name not in rule.params["factors"]]
    if unknown:
        yield reason(rule, "unknown", factor=", ".join(unknown))
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        yield reason(rule, "twice", factor=", ".join(twice))


def determine(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Both sides have answered every factor, and what law asks for is answered with yes.

    Parameters: ``every``, ``needed``: codes.
    """
    terms = situation.terms
    proposed = terms.factors if is_project(terms) else ()
    sides: tuple[tuple[str, Iterable[Factor]], ...] = (
        (situation.peer, proposed),
        (situation.act.side_of, situation.body.factors),
    )
    for party, found in sides:
        answers = {each.factor: each.answer for each in found}
        open_ = [name for name in rule.params["every"] if answers.get(name, "unknown") == "unknown"]
        if open_:
            yield reason(rule, "unanswered", party=party, factors=", ".join(open_))
        barred = [name for name in rule.params["needed"] if answers.get(name) == "no"]
        if barred:
            yield reason(rule, "barred", party=party, factors=", ".join(barred))


def note(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A diplomatic note has its reference and its day, which is not to come."""
    body = situation.body
    if not body.reference.strip():
        yield reason(rule, "no_reference")
    if body.dated > situation.on:
        yield reason(rule, "to_come", dated=body.dated, on=situation.on)


def reply(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The note in reply names the note that it answers, and is not older."""
    body, terms = situation.body, situation.terms
    if not is_project(terms):
        return
    if body.answers != terms.note:
        yield reason(rule, "answers_another", answers=body.answers, note=terms.note)
    if terms.note_dated is not None and body.dated < terms.note_dated:
        yield reason(rule, "before_the_note", dated=body.dated, note=terms.note_dated)


def noted(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Nothing is arranged, begun or agreed before the project is confirmed through diplomatic channels."""
    terms = situation.terms
    if not is_project(terms) or not terms.noted:
        yield reason(rule, "not_confirmed", number=getattr(terms, "number", ""))


def arrangement(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An arrangement says what, by whom, to whom, between which authorities, from when to when.

    Parameters: ``what``, ``terms``, ``needed``, ``classified``: codes; ``settle_days``: the most.
    """
    body, terms = situation.body, situation.terms
    for name in ("reference", "authorities", "items"):
        if not getattr(body, name):
            yield reason(rule, "blank", field=name)
    if body.to_day < body.from_day:
        yield reason(rule, "days_reversed", from_day=body.from_day, to_day=body.to_day)
    if not 0 < body.settle_days <= rule.params["settle_days"]:
        yield reason(rule, "settle_days", days=body.settle_days, most=rule.params["settle_days"])
    yield from _items(situation, rule)
    yield from _terms(rule, body, terms)


def _items(situation: Situation, rule: Rule) -> Iterator[Finding]:
    body, known = situation.body, _states(situation)
    numbers = [each.number for each in body.items]
    if len(set(numbers)) < len(numbers) or any(number < 1 for number in numbers):
        yield reason(rule, "numbers", numbers=", ".join(map(str, numbers)))
    for each in body.items:
        if each.what not in rule.params["what"]:
            yield reason(rule, "unknown", code=each.what)
        if {each.done_by, each.done_for} - known or each.done_by == each.done_for:
            yield reason(rule, "by_whom", item=each.number, by=each.done_by, to=each.done_for)


def _terms(rule: Rule, body: Arrangement, terms: Any) -> Iterator[Finding]:
    unknown = [code for code in body.terms if code not in rule.params["terms"]]
    if unknown:
        yield reason(rule, "unknown", code=", ".join(unknown))
    needed = list(rule.params["needed"])
    if is_project(terms) and terms.classified:
        needed += rule.params["classified"]
    missing = [code for code in needed if code not in body.terms]
    if missing:
        yield reason(rule, "term_missing", terms=", ".join(missing))


def _states(situation: Situation) -> set[str]:
    """The two parties, and the third states of the project."""
    terms = situation.terms
    third = terms.partners if is_project(terms) else ()
    return {situation.act.side_of, situation.peer, *third}


def shares(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Shares of cost and of work are of the states of the project, each once, none below nought, and make the whole."""
    known = _states(situation)
    for name in ("cost_shares", "work_shares"):
        yield from _shares(rule, name, getattr(situation.body, name), known)


def _shares(rule: Rule, name: str, given: tuple[Bearing, ...], known: set[str]) -> Iterator[Finding]:
    parties = [each.party for each in given]
    strangers = sorted(set(parties) - known)
    if strangers or len(set(parties)) < len(parties):
        yield reason(rule, "of_whom", field=name, parties=", ".join(parties))
    if any(each.basis_points < 0 for each in given):
        yield reason(rule, "below_nought", field=name)
    whole = sum(each.basis_points for each in given)
    if whole != WHOLE:
        yield reason(rule, "not_the_whole", field=name, basis_points=whole, whole=WHOLE)


def ceilings(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """There is one ceiling above nought in each currency of the project.

    Parameters: ``currencies``.
    """
    given = [each.most.currency for each in situation.body.ceilings]
    if sorted(given) != sorted(rule.params["currencies"]):
        yield reason(rule, "currencies", given=", ".join(given), wanted=", ".join(rule.params["currencies"]))
    low = [str(each.most) for each in situation.body.ceilings if each.most.amount <= 0]
    if low:
        yield reason(rule, "nothing", ceiling=", ".join(low))


def amended(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A change says why, as a code of the table, changes something, and is in force no earlier than what it changes.

    Parameters: ``codes``.
    """
    body, terms = situation.body, situation.terms
    if body.reason not in rule.params["codes"]:
        yield reason(rule, "unknown", code=body.reason)
    elif body.reason == "other" and not situation.act.texts:
        yield reason(rule, "no_words", code=body.reason)
    if not is_project(terms) or not terms.arrangements:
        return
    last = terms.arrangements[-1]
    if body.from_day < last.from_day:
        yield reason(rule, "before_the_last", from_day=body.from_day, last=last.from_day)
    if _substance(body) == _substance(last):
        yield reason(rule, "nothing_changed", reference=body.reference)


def _substance(body: Arrangement) -> tuple[Any, ...]:
    return (
        body.authorities, body.items, body.terms, body.cost_shares, body.work_shares, body.ceilings, body.to_day,
        body.settle_days,
    )  # fmt: skip


def phase(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A phase is the next one, has days and criteria of the table, and begins only after the gate before it.

    Parameters: ``criteria``: codes.
    """
    body, terms = situation.body, situation.terms
    if not is_project(terms):
        return
    if body.to_day < body.from_day:
        yield reason(rule, "days_reversed", from_day=body.from_day, to_day=body.to_day)
    if not body.criteria:
        yield reason(rule, "no_criteria", phase=body.phase)
    unknown = [code for code in body.criteria if code not in rule.params["criteria"]]
    if unknown:
        yield reason(rule, "unknown", code=", ".join(unknown))
    yield from _in_order(rule, body.phase, terms)


def _in_order(rule: Rule, number: int, terms: ProjectTerms) -> Iterator[Finding]:
    following = len(terms.phases) + 1
    if number != following:
        yield reason(rule, "not_the_next", phase=number, next=following)
    before = terms.phases[-1].phase if terms.phases else 0
    if before and not terms.passed(before):
        yield reason(rule, "gate_not_passed", phase=number, before=before)


def gate(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A gate is that of the phase that runs; what passes meets every criterion, or says on what conditions it does.

    Parameters: ``conditions``: codes.
    """
    body, terms = situation.body, situation.terms
    if not is_project(terms):
        return
    running = terms.phases[-1] if terms.phases else None
    if running is None or body.phase != running.phase:
        yield reason(rule, "not_the_running", phase=body.phase, running=running.phase if running else 0)
        return
    if terms.passed(body.phase):
        yield reason(rule, "passed_before", phase=body.phase)
    strange = [code for code in body.met if code not in running.criteria]
    if strange:
        yield reason(rule, "not_a_criterion", criteria=", ".join(strange))
    unmet = [code for code in running.criteria if code not in body.met]
    if unmet and body.result == "gate_passed":
        yield reason(rule, "not_met", criteria=", ".join(unmet))
    unknown = [code for code in body.conditions if code not in rule.params["conditions"]]
    if unknown:
        yield reason(rule, "unknown", code=", ".join(unknown))
    if (body.result == "gate_passed_with_conditions") != bool(body.conditions):
        yield reason(rule, "conditions", result=body.result)


def complete(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A project is complete when it has phases, all have passed their gates, and the final report is named."""
    terms = situation.terms
    if not is_project(terms):
        return
    open_ = [each.phase for each in terms.phases if not terms.passed(each.phase)]
    if open_ or not terms.phases:
        yield reason(rule, "gate_open", phases=", ".join(map(str, open_)))
    if not situation.body.reference.strip():
        yield reason(rule, "no_report", number=terms.number)


CHECKS: dict[str, Check] = {
    "equipment.project@1": project,
    "equipment.partners@1": partners,
    "equipment.factors@1": factors,
    "equipment.determine@1": determine,
    "equipment.note@1": note,
    "equipment.reply@1": reply,
    "equipment.noted@1": noted,
    "equipment.arrangement@1": arrangement,
    "equipment.cost_shares@1": shares,
    "equipment.ceilings@1": ceilings,
    "equipment.amended@1": amended,
    "equipment.phase@1": phase,
    "equipment.gate@1": gate,
    "equipment.complete@1": complete,
}
