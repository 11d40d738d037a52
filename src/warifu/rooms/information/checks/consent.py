"""Checks: the originator's prior written consent: third government or person, reproduction, translation, other use.

Source: no release to a third government or person, and no use but the stated one, without the provider's prior written
approval [sister]. A consent is used up on its own line; two draws at once are a fork.
"""

from __future__ import annotations

from collections.abc import Iterator

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.terms.consent import is_consent

_NAMED = frozenset({"third_government", "third_person"})


def consent_request(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A holder asks the originator about items that are the originator's: for whom, how often, until when, why."""
    body = situation.body
    items = situation.cited_of(I + "register")
    if not items:
        yield reason(rule, "no_item", number=body.number)
    for each in items:
        if each.placed.act.side_of == situation.act.side_of:
            yield reason(rule, "own_item", item=each.placed.body.number)
    for name in ("number", "purpose"):
        if not getattr(body, name).strip():
            yield reason(rule, "blank", field=name)
    if body.use in _NAMED and not body.recipient.strip():
        yield reason(rule, "no_recipient", use=body.use)
    if body.use == "third_government" and body.recipient in {situation.act.side_of, situation.peer}:
        yield reason(rule, "recipient_is_party", recipient=body.recipient)
    if body.use == "translation" and not body.language.strip():
        yield reason(rule, "no_language")
    if body.count <= 0:
        yield reason(rule, "nothing_asked", count=body.count)
    if body.until < body.on:
        yield reason(rule, "until_past", until=body.until, on=body.on)


def consent(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Consent is in writing, to the recipient asked for, to no more and no longer, on conditions of the table."""
    body, terms = situation.body, situation.terms
    if not body.written_approval.strip():
        yield reason(rule, "not_in_writing", number=terms.number)
    if body.recipient != terms.recipient:
        yield reason(rule, "recipient", recipient=body.recipient, asked=terms.recipient)
    if not 0 < body.count <= terms.asked:
        yield reason(rule, "count", count=body.count, asked=terms.asked)
    if not body.on <= body.until <= terms.until:
        yield reason(rule, "until", until=body.until, asked=terms.until)
    for condition in body.conditions:
        if condition not in rule.params["conditions"]:
            yield reason(rule, "condition_unknown", condition=condition)


def draw(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A draw takes no more than the consent leaves, for its recipient and its copies, until its last day."""
    body, terms = situation.body, situation.terms
    if not is_consent(terms) or terms.left is None:
        yield reason(rule, "no_consent", count=body.count)
        return
    if body.recipient != terms.recipient:
        yield reason(rule, "recipient", recipient=body.recipient, consented=terms.recipient)
    if situation.on > terms.until:
        yield reason(rule, "expired", until=terms.until, on=situation.on)
    if not 0 < body.count <= terms.left:
        yield reason(rule, "above_rest", drawn=body.count, left=terms.left)
    if terms.copies and not set(body.copies) <= set(terms.copies):
        yield reason(rule, "copies", copies=", ".join(body.copies), consented=", ".join(terms.copies))


CHECKS: dict[str, Check] = {
    "isa.consent_request@1": consent_request,
    "isa.consent@1": consent,
    "isa.draw@1": draw,
}
