"""Checks: the screening of a transfer in our own house, whichever nation's. Own law adds departments and the order.

Source: strict screening, important cases to the highest council, disclosure [text for Japan]; the steps are drafts. The
hand that prepared, advised or has countersigned does not countersign: persons are told by the roll, not by key alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.house import Advice
from warifu.rooms.equipment.terms.house import opinion_for


def person(situation: Situation, key: bytes) -> str:
    """Number of the person whose key it is; the key itself where the roll does not know it."""
    known = situation.roll.keys.get(key)
    return known.holder if known else key.hex()


def screening(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A screening is of a transfer that the other side has applied for, and cites its first act."""
    body = situation.body
    begun = [each for each in situation.cited_of(E + "transfer") if each.placed.digest == body.transfer]
    if not begun:
        yield reason(rule, "transfer_not_cited", transfer=body.transfer.hex()[:16])
    elif begun[0].placed.act.side_of == situation.act.side_of:
        yield reason(rule, "own_application", number=begun[0].placed.body.number)
    if body.due < body.on:
        yield reason(rule, "due_past", due=body.due, on=body.on)


def asked(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A department is asked once, until a day that is to come."""
    body, terms = situation.body, situation.terms
    if terms.of(body.department) is not None:
        yield reason(rule, "asked_already", department=body.department)
    if body.due < body.on:
        yield reason(rule, "due_past", due=body.due, on=body.on)


def delegated(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who was asked hands on only where it may, before it has advised, to another, and for no longer."""
    body, known = situation.body, situation.terms.of(situation.body.department)
    if known is None:
        yield reason(rule, "not_asked", department=body.department)
        return
    if not known.may_delegate:
        yield reason(rule, "may_not", department=body.department)
    if known.advised:
        yield reason(rule, "advised_already", department=body.department)
    if body.to in {"", body.department}:
        yield reason(rule, "to_itself", department=body.department)
    if not body.on <= body.due <= known.due:
        yield reason(rule, "due", due=body.due, asked=known.due)


def advised(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who was asked advises; against it with reasons, on conditions with conditions, all of them codes of the pack."""
    body, params = situation.body, rule.params
    if situation.terms.of(body.department) is None:
        yield reason(rule, "not_asked", department=body.department)
    if body.opinion == "against" and not body.reasons:
        yield reason(rule, "no_reason", department=body.department)
    if body.opinion == "on_conditions" and not body.conditions:
        yield reason(rule, "no_condition", department=body.department)
    unknown = [each for each in body.conditions if each not in params["conditions"]]
    unknown += [each for each in body.reasons if each not in params["reasons"]]
    if unknown:
        yield reason(rule, "unknown", codes=", ".join(unknown))


def countersigned(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Countersigning begins when all have advised; each step by a hand that has had no part in it before."""
    terms, who = situation.terms, person(situation, situation.act.officer)
    silent = [each.department for each in terms.asked if not each.advised]
    if silent or not terms.asked:
        yield reason(rule, "advice_missing", departments=", ".join(silent))
    if who == person(situation, terms.prepared_by):
        yield reason(rule, "who_prepared", signer=who)
    if who in {person(situation, key) for key in terms.advisers}:
        yield reason(rule, "who_advised", signer=who)
    if who in {person(situation, each.officer) for each in terms.signed}:
        yield reason(rule, "signed_already", signer=who)
    if situation.body.step in {each.step for each in terms.signed}:
        yield reason(rule, "step_twice", step=situation.body.step)


def screened(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each recipient has one result, in codes; what departs from advice says why."""
    body, terms, params = situation.body, situation.terms, rule.params
    numbers = [each.recipient for each in body.results]
    if not numbers or len(set(numbers)) != len(numbers):
        yield reason(rule, "recipients", recipients=", ".join(numbers))
    for each in body.results:
        unknown = [code for code in each.conditions if code not in params["conditions"]]
        unknown += [code for code in each.reasons if code not in params["reasons"]]
        if each.against and each.against not in params["against"]:
            unknown.append(each.against)
        if unknown:
            yield reason(rule, "unknown", recipient=each.recipient, codes=", ".join(unknown))
        if each.outcome != "granted" and not each.reasons:
            yield reason(rule, "no_reason", recipient=each.recipient)
        said = [advice for one in terms.asked if (advice := opinion_for(one, each.recipient)) is not None]
        if each.outcome != "refused" and not each.against:
            yield from _departures(each.recipient, set(each.conditions), said, rule)


def _departures(recipient: str, conditions: set[str], said: list[Advice], rule: Rule) -> Iterator[Finding]:
    """Say where a result that grants departs from what was advised, and gives no reason for it."""
    for advice in said:
        if advice.opinion == "against":
            yield reason(rule, "against_advice", recipient=recipient, department=advice.department)
        dropped = [each for each in advice.conditions if each not in conditions]
        if dropped:
            yield reason(rule, "condition_dropped", recipient=recipient, conditions=", ".join(dropped))


CHECKS: dict[str, Check] = {
    "equipment.screening@1": screening,
    "equipment.asked@1": asked,
    "equipment.delegated@1": delegated,
    "equipment.advised@1": advised,
    "equipment.countersigned@1": countersigned,
    "equipment.screened@1": screened,
}
