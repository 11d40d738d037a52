"""Own law on transfers: what our own officers may not sign, by the screening of our house and the facts so far.

Law: a decision of ours is what the screening of our own house came to, for each recipient, or it is not sealed. Which
departments are asked, and in which order is countersigned, is data of each nation's pack. Prohibited destinations are a
table. What of a transfer does not fit the facts on record is pointed out before we say it. The other side's acts are
never judged by this, and nothing of it is sent. Dated rows hold from their day ``from`` to ``to``.

Sources: Japan's Three Principles of 2014, as revised in December 2023, and the guidelines of March 2024 (prohibited
destinations, strict screening, important cases to the National Security Council, prior consent undertaken) [text]; the
United Kingdom's screening and each table of departments and steps are drafts for the nation to set.
Place on the path: step 2 of *submit* and of national acts, through ``law.own.judge_own``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from warifu.law.checks import reason
from warifu.law.judge import AtHome, Check, Finding, Situation
from warifu.law.own import in_force
from warifu.law.pack import Rule
from warifu.rooms.equipment import holdings
from warifu.rooms.equipment.acts.house import Result, Screened
from warifu.rooms.equipment.acts.transfer import Decided
from warifu.rooms.equipment.terms.house import ScreeningTerms
from warifu.rooms.equipment.terms.transfer import TransferTerms, amount_of

_SCREENED = "screened"
_DROPPED = "dropped"


# --- the screening itself -------------------------------------------------------------------------------------------


def departments(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Only a department of the table is asked, and hands on only to one of the table. Parameters: ``departments``."""
    known = {row["code"] for row in rule.params["departments"]}
    named = getattr(situation.body, "to", "") or situation.body.department
    if named not in known and in_force(rule, situation.on):
        yield reason(rule, "unknown", department=named)


def order(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Countersigning goes in the order of the table, step by step. Parameters: ``order``."""
    steps, terms = _steps(rule, situation.terms), situation.terms
    done = len(terms.signed)
    awaited = steps[done] if done < len(steps) else ""
    if situation.body.step != awaited and in_force(rule, situation.on):
        yield reason(rule, "out_of_order", step=situation.body.step, awaited=awaited)


def _steps(rule: Rule, terms: ScreeningTerms) -> list[str]:
    """Return the steps that this screening takes: some are only for what is important."""
    return [row["step"] for row in rule.params["order"] if terms.important or not row.get("important", False)]


def complete(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A result has every step countersigned, the advice of every department that must be asked, and a council's word.

    Parameters: ``order``, ``departments``, ``council``: that an important case goes to the highest council.
    """
    if not in_force(rule, situation.on):
        return
    terms, body = situation.terms, situation.body
    signed = {each.step for each in terms.signed}
    missing = [step for step in _steps(rule, terms) if step not in signed]
    if missing:
        yield reason(rule, "steps_missing", steps=", ".join(missing))
    advised = {each.department for each in terms.asked if each.advised}
    silent = [row["code"] for row in rule.params["departments"] if row.get("required") and row["code"] not in advised]
    if silent:
        yield reason(rule, "departments_missing", departments=", ".join(silent))
    if rule.params["council"] and terms.important and not body.council.strip():
        yield reason(rule, "no_council", number=terms.number)


def guidelines(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A decision is made by the guidelines that are the newest on its day. Parameters: ``known``, their days."""
    body = situation.body
    held = [day for day in rule.params["known"] if day <= body.on]
    if held and body.as_known_at != max(held):
        yield reason(rule, "not_the_newest", as_known_at=body.as_known_at, newest=max(held))


# --- our decision ---------------------------------------------------------------------------------------------------


def screening(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Our decision is what the last screening of this transfer came to; while it is under way nothing is decided."""
    if not in_force(rule, situation.on):
        return
    last = _last(situation.at_home)
    if last is None:
        yield reason(rule, "none", number=situation.terms.number)
    elif last.state != _SCREENED or last.terms.result is None:
        yield reason(rule, "not_complete", number=last.terms.number, state=last.state)
    else:
        yield from _contradictions(situation, rule, last.terms.result)


def _last(at_home: tuple[AtHome, ...]) -> AtHome | None:
    """The screening that counts: the last that was begun and not dropped."""
    return next((each for each in reversed(at_home) if each.state != _DROPPED), None)


def _contradictions(situation: Situation, rule: Rule, result: Screened) -> Iterator[Finding]:
    body = situation.body
    results = {each.recipient: each for each in result.results}
    if body.as_known_at != result.as_known_at:
        yield reason(rule, "other_guidelines", as_known_at=body.as_known_at, screened=result.as_known_at)
    for each in body.decided:
        known = results.get(each.recipient)
        if known is None:
            yield reason(rule, "not_screened", recipient=each.recipient)
        else:
            yield from _contradiction(each, known, rule)
    for share in body.granted:
        allowed = amount_of(result.granted, share.item, share.recipient)
        if amount_of(body.granted, share.item, share.recipient) > allowed:
            yield reason(rule, "above_screened", item=share.item, recipient=share.recipient, allowed=allowed)


def _contradiction(decided: Decided, known: Result, rule: Rule) -> Iterator[Finding]:
    if decided.outcome != known.outcome:
        yield reason(rule, "contradicts", recipient=decided.recipient, decided=decided.outcome, screened=known.outcome)
    dropped = [each for each in known.conditions if each not in decided.conditions]
    if decided.outcome != "refused" and dropped:
        yield reason(rule, "condition_dropped", recipient=decided.recipient, conditions=", ".join(dropped))


def prohibited(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Nothing is granted to a prohibited destination. Parameters: ``countries``."""
    if not in_force(rule, situation.on):
        return
    countries = {row["country"] for row in rule.params["destinations"]}
    terms: TransferTerms = situation.terms
    for each in situation.body.decided:
        known = terms.recipient(each.recipient)
        if each.outcome != "refused" and known is not None and known.country in countries:
            yield reason(rule, "destination", recipient=each.recipient, country=known.country)


def undertaken(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Nothing is granted before the receiving government has undertaken these ``points`` (a parameter, by ground)."""
    grants = any(each.outcome != "refused" for each in situation.body.decided)
    if not grants or not in_force(rule, situation.on):
        return
    given = situation.terms.points()
    missing = [point for point in rule.params["points"][situation.terms.ground] if point not in given]
    if missing:
        yield reason(rule, "not_undertaken", points=", ".join(missing))


# --- our facts ------------------------------------------------------------------------------------------------------


def fits(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A fact of ours makes nothing contradict. Parameters: ``codes``, the discrepancies of which this row speaks."""
    if not in_force(rule, situation.on):
        return
    known, limits = _facts(situation), holdings.limits_of(situation.terms, _draws(situation))
    before = set(holdings.fold(known, limits).discrepancies)
    told = holdings.fold([*known, holdings.fact_of(situation.placed)], limits)
    for each in told.discrepancies:
        if each not in before and each.code in rule.params["codes"]:
            yield reason(rule, each.code, item=each.key[0], recipient=each.key[1], quantity=each.quantity)


def nothing_held(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A transfer is finished when nothing of it is held or under way any more."""
    if not in_force(rule, situation.on):
        return
    told = holdings.fold(_facts(situation), holdings.limits_of(situation.terms))
    for (item, recipient), each in told.holdings.items():
        if each.held or each.under_way:
            yield reason(rule, "held", item=item, recipient=recipient, held=each.held, under_way=each.under_way)


def _facts(situation: Situation) -> list[holdings.Fact]:
    return [holdings.fact_of(each) for each in situation.facts]


def _draws(situation: Situation) -> dict[bytes, dict[str, Decimal]]:
    """What the draws cited by the draft allow; those of other facts are not seen here."""
    return {
        digest: holdings.drawn(each.placed.body) for digest, each in situation.cited.items()
        if each.placed.act.kind == holdings.DRAW
    }  # fmt: skip


CHECKS: dict[str, Check] = {
    "own.departments@1": departments,
    "own.order@1": order,
    "own.complete@1": complete,
    "own.guidelines@1": guidelines,
    "own.screening@1": screening,
    "own.prohibited@1": prohibited,
    "own.undertaken@1": undertaken,
    "own.fits@1": fits,
    "own.nothing_held@1": nothing_held,
}
