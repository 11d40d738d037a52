"""Checks: commitments of ministers' meetings.

Source: a commitment of the foreign and defence ministers' meetings has its text, owner, due day and the cases that
fulfil it; the agreement on supplies and services was itself one, of January 2016 [text].
"""

from __future__ import annotations

from collections.abc import Iterator

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Placed, Situation
from warifu.law.pack import Rule
from warifu.rooms.programme.acts.commitment import BOTH
from warifu.rooms.programme.terms.commitment import is_commitment


def _owners(situation: Situation) -> tuple[str, ...]:
    return (*sorted({situation.act.side_of, situation.peer} - {""}), BOTH)


def commitment(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A commitment has number, meeting, wording, an owner and an area of the table, and is due no earlier than made."""
    body = situation.body
    for name in ("number", "meeting"):
        if not getattr(body, name).strip():
            yield reason(rule, "blank", field=name)
    if not situation.act.texts:
        yield reason(rule, "no_wording", number=body.number)
    if body.owner not in _owners(situation):
        yield reason(rule, "owner_unknown", owner=body.owner, owners=", ".join(_owners(situation)))
    if body.area not in rule.params["areas"]:
        yield reason(rule, "area_unknown", area=body.area)
    if body.due < body.meeting_day:
        yield reason(rule, "due_before", due=body.due, meeting_day=body.meeting_day)
    if body.meeting_day > body.on:
        yield reason(rule, "not_yet_met", meeting_day=body.meeting_day, on=body.on)


def amend(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A change changes something, and what it gives is as good as in a commitment."""
    body, terms = situation.body, situation.terms
    if not (body.due or body.owner or body.area or situation.act.texts):
        yield reason(rule, "nothing_changed", number=terms.number)
    if body.due is not None and body.due < terms.meeting_day:
        yield reason(rule, "due_before", due=body.due, meeting_day=terms.meeting_day)
    if body.owner and body.owner not in _owners(situation):
        yield reason(rule, "owner_unknown", owner=body.owner, owners=", ".join(_owners(situation)))
    if body.area and body.area not in rule.params["areas"]:
        yield reason(rule, "area_unknown", area=body.area)


def fulfil(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What fulfils a commitment is cited: acts of other cases, of any room, that were not called off."""
    others = [each for each in situation.cited.values() if not _is_own(situation, each.placed)]
    if not others:
        yield reason(rule, "nothing_cited", number=situation.terms.number)
    for cited in situation.cited.values():
        if _is_own(situation, cited.placed):
            yield reason(rule, "itself", kind=cited.placed.act.kind)
        elif (outcome := getattr(cited.terms, "outcome", "")) in rule.params["void"]:
            yield reason(rule, "void", kind=cited.placed.act.kind, state=outcome)


def supersede(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """One commitment takes the place of another: it is cited, is another one, and both sides have agreed it."""
    others = [each for each in situation.cited.values() if not _is_own(situation, each.placed)]
    found = [each for each in others if is_commitment(each.terms)]
    if len(found) != 1:
        yield reason(rule, "which", count=len(found))
    for cited in found:
        if not cited.terms.agreed:
            yield reason(rule, "not_agreed", number=cited.terms.number)


def _is_own(situation: Situation, cited: Placed) -> bool:
    return (cited.act.case or cited.digest) == situation.act.case


def progress(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Progress is told by a code of the table."""
    if situation.body.standing not in rule.params["standings"]:
        yield reason(rule, "standing_unknown", standing=situation.body.standing)


CHECKS: dict[str, Check] = {
    "programme.commitment@1": commitment,
    "programme.commitment_amend@1": amend,
    "programme.fulfil@1": fulfil,
    "programme.supersede@1": supersede,
    "programme.progress@1": progress,
}
