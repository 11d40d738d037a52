"""Checks: consultations and disputes.

Source: interpretation and disputes are matters of consultation only [sister agreements; for the UK's own, draft].
"""

from __future__ import annotations

from collections.abc import Iterator

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.programme.checks.common import PLACE
from warifu.rooms.programme.terms.consultation import is_consultation


def consultation(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A call has number, subject and level of the tables, a day ahead; a dispute cites what is disputed."""
    body = situation.body
    if not body.number.strip():
        yield reason(rule, "unnamed")
    if body.subject not in rule.params["subjects"]:
        yield reason(rule, "subject_unknown", subject=body.subject)
    if body.level not in rule.params["levels"]:
        yield reason(rule, "level_unknown", level=body.level)
    if body.by_day < body.on:
        yield reason(rule, "day_past", day=body.by_day, on=body.on)
    if body.dispute and not situation.act.cites:
        yield reason(rule, "nothing_disputed", number=body.number)


def attend(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who comes names a day not before its word, and a level no lower than asked for."""
    body, terms = situation.body, situation.terms
    levels: list[str] = rule.params["levels"]
    if body.level not in levels:
        yield reason(rule, "level_unknown", level=body.level)
    elif terms.level in levels and levels.index(body.level) < levels.index(terms.level):
        yield reason(rule, "level_below", level=body.level, asked=terms.level)
    if body.day < body.on:
        yield reason(rule, "day_past", day=body.day, on=body.on)


def session(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A session is held at a known level, in a place that is a country, the high seas, or nowhere."""
    body = situation.body
    if body.level not in rule.params["levels"]:
        yield reason(rule, "level_unknown", level=body.level)
    if body.place and not PLACE.fullmatch(body.place):
        yield reason(rule, "place_unknown", place=body.place)


def outcome(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An outcome is of the table; what rests on a record names it; a dispute does not end in an exchange of views."""
    body, terms = situation.body, situation.terms
    if body.outcome not in rule.params["outcomes"]:
        yield reason(rule, "unknown", outcome=body.outcome)
    if body.outcome in rule.params["recorded"] and not body.reference.strip():
        yield reason(rule, "no_reference", outcome=body.outcome)
    if is_consultation(terms) and terms.dispute and body.outcome in rule.params["not_of_disputes"]:
        yield reason(rule, "leaves_dispute", outcome=body.outcome)


CHECKS: dict[str, Check] = {
    "programme.consultation@1": consultation,
    "programme.attend@1": attend,
    "programme.session@1": session,
    "programme.outcome@1": outcome,
}
