"""Checks: the originator's prior consent to another use, to a third party, to a third government.

Source: no other purpose, no title or possession to anybody else and no third government without the originator's prior
consent [draft, in line with sister texts]; Japan's guidelines ask the receiving government to undertake prior consent
for other use and third-party transfer [text]. A consent is used up on its own line, and never more than it gives; what
a project says of third states counts beside the consent of the two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from warifu.core.quantity import Quantity
from warifu.law.checks import reason
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.consent import ConsentItem
from warifu.rooms.equipment.terms.consent import Scope, after, named
from warifu.rooms.equipment.terms.project import is_project

TRANSFER = E + "transfer"
STATE = re.compile(r"[A-Z]{2}")


def _transfers(situation: Situation) -> list[Cited]:
    return situation.cited_of(TRANSFER)


def third_states(project: Any, parties: Iterable[str]) -> tuple[str, ...]:
    """Return the third states without whose consent nothing leaves a project."""
    named_by = (*project.consenting, *project.partners)
    return tuple(state for state in dict.fromkeys(named_by) if state not in parties)


# --- the request ----------------------------------------------------------------------------------------------------


def request(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A request has a number, says what it is for, until when, and by when an answer is asked for.

    Parameters: ``end_uses``, ``conditions``; ``channel``: uses that come through the diplomatic channel.
    """
    body = situation.body
    if not body.number.strip():
        yield reason(rule, "blank", field="number")
    if body.end_use not in rule.params["end_uses"]:
        yield reason(rule, "end_use_unknown", code=body.end_use)
    elif body.end_use == "other" and not situation.act.texts:
        yield reason(rule, "no_words", code=body.end_use)
    if body.until < body.on:
        yield reason(rule, "until_past", until=body.until, on=body.on)
    if body.deadline < body.on:
        yield reason(rule, "deadline_past", deadline=body.deadline, on=body.on)
    if body.use in rule.params["channel"] and not body.channel.strip():
        yield reason(rule, "no_channel", use=body.use)
    for condition in body.conditions:
        if condition not in rule.params["conditions"]:
            yield reason(rule, "condition_unknown", condition=condition)


def scope(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is asked for was transferred to the side that asks: item, unit, and no more than that transfer holds."""
    body = situation.body
    if not _transfers(situation):
        yield reason(rule, "no_transfer", number=body.number)
    for each in _transfers(situation):
        if each.opener != situation.act.side_of:
            yield reason(rule, "not_the_holder", transfer=each.terms.number, holder=each.opener)
    if not body.items:
        yield reason(rule, "nothing_asked", number=body.number)
    asked: defaultdict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for item in body.items:
        known = _transferred(situation, item)
        if known is None:
            yield reason(rule, "unknown_item", item=item.item, cite=item.cite)
        elif known.unit != item.quantity.unit:
            yield reason(rule, "unit", item=item.item, unit=item.quantity.unit, transferred=known.unit)
        elif item.quantity.amount <= 0:
            yield reason(rule, "no_quantity", item=item.item, quantity=item.quantity.amount)
        else:
            asked[item.cite, item.item] += item.quantity.amount
            if asked[item.cite, item.item] > known.amount:
                yield reason(
                    rule, "above_transfer", item=item.item, asked=asked[item.cite, item.item],
                    transferred=known.amount, unit=known.unit,
                )  # fmt: skip
    yield from _twice(rule, body.items)


def _transferred(situation: Situation, item: ConsentItem) -> Quantity | None:
    """Return how much of an item is in the transfer that a line cites; None where there is no such item."""
    cites = situation.act.cites
    if not 0 <= item.cite < len(cites) or situation.cited[cites[item.cite]].placed.act.kind != TRANSFER:
        return None
    body = situation.cited[cites[item.cite]].placed.body
    return next((each.quantity for each in body.items if each.number == item.item), None)


def _twice(rule: Rule, items: tuple[Any, ...]) -> Iterator[Finding]:
    counted = Counter((each.item, each.recipient) for each in items)
    for (item, recipient), times in counted.items():
        if times > 1:
            yield reason(rule, "twice", item=item, recipient=recipient, times=times)


def recipients(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Recipients are named with their state; another use has none, a third government is neither of the two."""
    body, parties = situation.body, {situation.act.side_of, situation.peer}
    listed = {each.number: each.country for each in body.recipients}
    if len(listed) < len(body.recipients):
        yield reason(rule, "twice", recipients=len(body.recipients))
    for number, country in listed.items():
        if not number.strip():
            yield reason(rule, "blank", field="recipients")
        if not STATE.fullmatch(country):
            yield reason(rule, "country_unknown", recipient=number, country=country)
        elif body.use == "third_government" and country in parties:
            yield reason(rule, "is_party", recipient=number, country=country)
    if body.use == "other_use":
        if listed:
            yield reason(rule, "of_own_use", recipients=len(listed))
        return
    if not listed:
        yield reason(rule, "nobody", use=body.use)
    used = {each.recipient for each in body.items}
    for number in sorted(used - set(listed)):
        yield reason(rule, "not_listed", recipient=number)
    for number in sorted(set(listed) - used):
        yield reason(rule, "gets_nothing", recipient=number)


def partners(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Where a transfer rests on a project, the request cites the same act of it and names its third states."""
    body, parties = situation.body, {situation.act.side_of, situation.peer}
    projects = {digest: each for digest, each in situation.cited.items() if is_project(each.terms)}
    for each in _transfers(situation):
        if each.terms.ground == "project" and projects.keys().isdisjoint(each.placed.act.cites):
            yield reason(rule, "no_project", transfer=each.terms.number)
    bound = dict.fromkeys(state for each in projects.values() for state in third_states(each.terms, parties))
    for state in bound:
        if state not in body.partners:
            yield reason(rule, "missing", state=state)
    for state in body.partners:
        if state not in bound:
            yield reason(rule, "not_a_partner", state=state)


# --- the answer, and what is used of it -----------------------------------------------------------------------------


def consent(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Consent is in writing, to no more, to nobody else and no longer than asked for, on conditions of the pack.

    Parameters: ``conditions``.
    """
    body, terms = situation.body, situation.terms
    asked = {(each.item, each.recipient): each.quantity for each in terms.asked}
    if not body.reference.strip():
        yield reason(rule, "not_in_writing", number=terms.number)
    if not body.items:
        yield reason(rule, "nothing_given", number=terms.number)
    for each in body.items:
        known = asked.get((each.item, each.recipient))
        if known is None:
            yield reason(rule, "not_asked", item=each.item, recipient=each.recipient)
        elif known.unit != each.quantity.unit:
            yield reason(rule, "unit", item=each.item, unit=each.quantity.unit, asked=known.unit)
        elif not 0 < each.quantity.amount <= known.amount:
            yield reason(
                rule, "quantity", item=each.item, quantity=each.quantity.amount, asked=known.amount, unit=known.unit
            )
    yield from _twice(rule, body.items)
    if not body.on <= body.until <= terms.until:
        yield reason(rule, "until", until=body.until, asked=terms.until)
    for condition in body.conditions:
        if condition not in rule.params["conditions"]:
            yield reason(rule, "condition_unknown", condition=condition)


def draw(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A draw takes no more than is left of a line, for its recipient, until the last day."""
    body, terms = situation.body, situation.terms
    if situation.on > terms.until:
        yield reason(rule, "expired", until=terms.until, on=situation.on)
    if not body.items:
        yield reason(rule, "nothing_drawn", number=terms.number)
    wanted: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in body.items:
        line = terms.line(each.item, body.recipient)
        amount = each.quantity.amount
        if line is None:
            yield reason(rule, "not_in_scope", item=each.item, recipient=body.recipient)
        elif line.given.unit != each.quantity.unit:
            yield reason(rule, "unit", item=each.item, unit=each.quantity.unit, consented=line.given.unit)
        elif amount <= 0:
            yield reason(rule, "no_quantity", item=each.item, quantity=amount)
        else:
            wanted[each.item] += amount
            if wanted[each.item] > line.left.amount:
                yield reason(
                    rule, "above_rest", item=each.item, drawn=wanted[each.item], left=line.left.amount,
                    unit=line.given.unit,
                )  # fmt: skip


def draw_third(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A draw counts only with the confirmed consent of every third state of the project, on its day."""
    for state in situation.terms.lacking(situation.on):
        yield reason(rule, "missing", state=state, on=situation.on)


# --- third states, and what came after ------------------------------------------------------------------------------


def third_consent(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A third state's consent is that of a partner of the project, with reference and day, declared once."""
    body, terms = situation.body, situation.terms
    if body.state not in terms.partners:
        yield reason(rule, "not_a_partner", state=body.state)
    if not body.reference.strip():
        yield reason(rule, "no_reference", state=body.state)
    if body.given > situation.on:
        yield reason(rule, "not_given_yet", given=body.given, on=situation.on)
    if body.until is not None and body.until < body.given:
        yield reason(rule, "until_past", until=body.until, given=body.given)
    if any((each.state, each.reference) == (body.state, body.reference) for each in terms.third):
        yield reason(rule, "declared", state=body.state, reference=body.reference)


def confirm_third(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What one side declares the other confirms: this state's document, by its reference."""
    body = situation.body
    said = [each for each in situation.terms.third if (each.state, each.reference) == (body.state, body.reference)]
    if not said:
        yield reason(rule, "not_declared", state=body.state, reference=body.reference)
    for each in said:
        if each.declared_by == situation.act.side_of:
            yield reason(rule, "own_declaration", state=body.state, reference=body.reference)
        elif each.confirmed:
            yield reason(rule, "confirmed", state=body.state, reference=body.reference)


def succession(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What became something else is named in the consent; what it has become is named, a recipient with its state."""
    body, terms = situation.body, situation.terms
    if not terms.before(body.change, body.old):
        yield reason(rule, "not_in_scope", old=body.old, change=body.change)
    if not body.new.strip() or body.new == body.old:
        yield reason(rule, "not_another", new=body.new, old=body.old)
    if body.change != "new_item" and not STATE.fullmatch(body.country):
        yield reason(rule, "country_unknown", recipient=body.new, country=body.country)


def inherit(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The originator rules in writing on a fact of the case, once, and passes on no more than is left."""
    body, terms = situation.body, situation.terms
    facts = [each.placed for each in situation.cited_of(E + "succession") if each.placed.act.case == situation.act.case]
    if not facts:
        yield reason(rule, "no_fact", old=body.old, new=body.new)
    for placed in facts:
        told = placed.body
        if placed.digest in terms.ruled:
            yield reason(rule, "ruled", old=body.old, new=body.new)
        if (told.change, told.old, told.new, told.country) != (body.change, body.old, body.new, body.country):
            yield reason(rule, "another_fact", old=body.old, told_old=told.old, new=body.new, told_new=told.new)
    if not body.reference.strip():
        yield reason(rule, "not_in_writing", old=body.old)
    before = terms.before(body.change, body.old)
    yield from _carried(rule, before, body)
    yield from _twice(rule, body.items)


def _carried(rule: Rule, before: tuple[Scope, ...], body: Any) -> Iterator[Finding]:
    """Compare what a ruling passes on with what is left of the lines before."""
    left = {after(each, body.change, body.new): each.left for each in before}
    whole = {key: quantity.amount for key, quantity in left.items()}
    passed: dict[tuple[str, str], Decimal] = {}
    for each in body.items:
        passed[each.item, each.recipient] = each.quantity.amount
        rest = left.get((each.item, each.recipient))
        if rest is None or named(each, body.change) != body.new:
            yield reason(rule, "not_left", item=each.item, recipient=each.recipient)
        elif rest.unit != each.quantity.unit:
            yield reason(rule, "unit", item=each.item, unit=each.quantity.unit, consented=rest.unit)
        elif not 0 < each.quantity.amount <= rest.amount:
            yield reason(
                rule, "quantity", item=each.item, quantity=each.quantity.amount, left=rest.amount, unit=rest.unit
            )
    fits = {
        "carries": passed == whole and bool(passed),
        "carries_in_part": bool(passed) and passed != whole,
        "does_not_carry": not passed,
    }
    if not fits[body.effect]:
        yield reason(rule, "effect", effect=body.effect, lines=len(body.items))


def after_revocation(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What was delivered after the day of a revocation was not under the consent, drawn or not, where both are cited.

    Days decide, not the places of entries: what was delivered before, or on that very day, may be entered afterwards.
    """
    on, ended = situation.body.on, situation.cited_of(rule.params["revoke"])
    for draw in situation.cited_of(rule.params["draw"]):
        for end in ended:
            if end.placed.act.case == draw.placed.act.case and on > end.placed.body.on:
                yield reason(rule, "taken_back", consent=draw.terms.number, revoked=end.placed.body.on, on=on)


CHECKS: dict[str, Check] = {
    "equipment.consent_request@1": request,
    "equipment.consent_scope@1": scope,
    "equipment.consent_recipients@1": recipients,
    "equipment.consent_partners@1": partners,
    "equipment.consent@1": consent,
    "equipment.draw@1": draw,
    "equipment.draw_third@1": draw_third,
    "equipment.third_consent@1": third_consent,
    "equipment.confirm_third@1": confirm_third,
    "equipment.succession@1": succession,
    "equipment.inherit@1": inherit,
    "equipment.after_revocation@1": after_revocation,
}
