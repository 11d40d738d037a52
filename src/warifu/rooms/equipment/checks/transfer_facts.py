"""Checks on what has happened in a transfer: shipped, received, used, given back, disposed of, passed on, lost.

Law: a finding here makes a fact of ours irregular, never unsaid. How much is held is not asked here, for a judge sees
no other facts: that is ``holdings``, shown to both, and own law before our side seals. Sources: use for the purpose
alone, nobody else without the originator's prior consent [draft, in line with sister texts].
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.equipment import holdings
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.terms.consent import ConsentTerms
from warifu.rooms.equipment.terms.transfer import amount_of, licence_on, total

_BY_PROVIDER = frozenset({E + "shipment", E + "taken_back"})
_BY_EITHER = frozenset({E + "inspection", E + "correction"})
_COUNTS_NOTHING = frozenset({E + "inspection", E + "correction"})
"""Kinds whose quantity may be nothing at all: nothing was found, or nothing of it was so."""


def lines(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Every line is of an item and a recipient of the transfer, and of some quantity; written by who can know."""
    body, terms, kind = situation.body, situation.terms, situation.act.kind
    ours = situation.act.side_of == terms.opener
    if kind not in _BY_EITHER and ours == (kind in _BY_PROVIDER):
        yield reason(rule, "other_side", kind=kind, party=situation.act.side_of)
    known = {(each.item, each.recipient) for each in terms.shares}
    if not body.lines:
        yield reason(rule, "none", kind=kind)
    for each in body.lines:
        if (each.item, each.recipient) not in known:
            yield reason(rule, "not_of_the_transfer", item=each.item, recipient=each.recipient)
        if each.quantity < 0 or (not each.quantity and kind not in _COUNTS_NOTHING):
            yield reason(rule, "quantity", item=each.item, quantity=each.quantity)
    told = [(each.item, each.recipient) for each in body.lines]
    for item, recipient in sorted({each for each in told if told.count(each) > 1}):
        yield reason(rule, "twice", item=item, recipient=recipient)


def shipment(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Shipped is what was granted, to whom a licence holds that day."""
    body, terms = situation.body, situation.terms
    for number in sorted({each.recipient for each in body.lines}):
        if licence_on(terms, number, body.on) is not None:
            continue
        named = [each.body for each in terms.licences if number in each.body.recipients]
        if named:
            yield reason(rule, "licence_expired", recipient=number, valid_to=named[-1].valid_to, on=body.on)
        else:
            yield reason(rule, "no_licence", recipient=number, on=body.on)
    for each in body.lines:
        allowed = amount_of(terms.granted, each.item, each.recipient)
        if each.quantity > allowed:
            yield reason(rule, "above_granted", item=each.item, quantity=each.quantity, granted=allowed)


def arrival(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What arrives cites the shipment, counts in the other side's words, and gives a code for what differs."""
    cited = [each.placed for each in situation.cited_of(E + "shipment")]
    if not any(each.act.case == situation.act.case for each in cited):
        yield reason(rule, "shipment_not_cited")
        return
    for each in situation.body.lines:
        if each.discrepancy and each.discrepancy not in rule.params["reasons"]:
            yield reason(rule, "discrepancy_unknown", code=each.discrepancy)
        if each.condition and each.condition not in rule.params["conditions"]:
            yield reason(rule, "condition_unknown", code=each.condition)
        shipped = total(
            line.quantity for fact in cited for line in fact.body.lines
            if (line.item, line.recipient) == (each.item, each.recipient)
        )  # fmt: skip
        if each.quantity != shipped and not each.discrepancy and not situation.body.partial:
            yield reason(rule, "difference_unexplained", item=each.item, counted=each.quantity, shipped=shipped)


def used(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Used for what was applied for, and nothing else."""
    body, terms = situation.body, situation.terms
    if body.use not in rule.params["end_uses"]:
        yield reason(rule, "unknown", code=body.use)
    elif body.use != terms.end_use:
        yield reason(rule, "another_use", use=body.use, end_use=terms.end_use)


def inspected(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An inspection says who saw it and what was found."""
    body = situation.body
    if body.result not in rule.params["results"]:
        yield reason(rule, "unknown", code=body.result)
    if not body.inspector.strip():
        yield reason(rule, "nobody")


def disposed(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A disposal says how, and by which certificate."""
    body = situation.body
    if body.method not in rule.params["methods"]:
        yield reason(rule, "unknown", code=body.method)
    if not body.certificate.strip():
        yield reason(rule, "no_certificate", method=body.method)


def lost(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A loss says how it came about."""
    if situation.body.cause not in rule.params["causes"]["lost"]:
        yield reason(rule, "unknown", code=situation.body.cause)


def passed_on(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Nothing goes to anybody else but under a draw on a consent: for him, of these items of this transfer, of so much.

    A draw is used where its consent was asked for, item by item, so that nobody uses it a second time elsewhere.
    """
    body = situation.body
    cited = situation.cited_of(rule.params["draw"])
    draws = [each.placed.body for each in cited]
    if not draws:
        yield reason(rule, "no_draw", to=body.to)
        return
    if any(each.recipient != body.to for each in draws):
        yield reason(rule, "another_recipient", to=body.to, drawn=draws[0].recipient)
    for each in cited:
        if not _is_of_this(situation, each.terms):
            yield reason(rule, "another_transfer", consent=each.terms.number)
    for item in sorted({each.item for each in body.lines}):
        drawn = total(holdings.drawn(each).get(item, Decimal(0)) for each in draws)
        passed = total(line.quantity for line in body.lines if line.item == item)
        if passed > drawn:
            yield reason(rule, "above_draw", item=item, quantity=passed, drawn=drawn)


def _is_of_this(situation: Situation, terms: ConsentTerms) -> bool:
    """Tell whether a consent was asked for about these items of this transfer, and is a rehearsal where this is one."""
    if terms.exercise != situation.terms.exercise:
        return False
    return all(situation.act.case in _asked_about(terms, each.item) for each in situation.body.lines)


def _asked_about(terms: ConsentTerms, item: str) -> set[bytes]:
    """The transfers about which it was asked for this item; for one that came after by a ruling, all of them."""
    lines = [each for each in terms.asked if each.item == item] or terms.asked
    return {terms.transfers[each.cite] for each in lines if 0 <= each.cite < len(terms.transfers)}


def taken_back(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What the provider takes back, it takes back on the act by which it was given."""
    if not any(each.placed.act.case == situation.act.case for each in situation.cited_of(E + "returned")):
        yield reason(rule, "not_cited")


def correction(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A correction cites one fact of this case and of its own side, and gives its reason."""
    facts = [each.placed for each in situation.cited.values() if each.placed.kind.nature == "fact"]
    ours = [each for each in facts if each.act.case == situation.act.case and each.act.kind != E + "correction"]
    if len(facts) != 1 or len(ours) != 1:
        yield reason(rule, "one_fact", cited=len(facts))
    for each in ours:
        if each.act.side_of != situation.act.side_of:
            yield reason(rule, "other_sides", kind=each.act.kind)


CHECKS: dict[str, Check] = {
    "equipment.fact_lines@1": lines,
    "equipment.shipment@1": shipment,
    "equipment.arrival@1": arrival,
    "equipment.used@1": used,
    "equipment.inspected@1": inspected,
    "equipment.disposed@1": disposed,
    "equipment.lost@1": lost,
    "equipment.passed_on@1": passed_on,
    "equipment.taken_back@1": taken_back,
    "equipment.correction@1": correction,
}
