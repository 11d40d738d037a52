"""The course of an order: offers that answer what was asked, acceptance in time, verbal orders, loans.

Law: floor 3a, pure. Articles: the course of an order, verbal emergency orders and loans are those of the procedural
arrangement [draft].
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Any

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.acts.lines import Refusal
from warifu.rooms.logistics.checks.common import L, concludes, is_order, prepared, same_dimension
from warifu.rooms.logistics.terms import OrderTerms

Numbers = AbstractSet[int]
_UNCONFIRMED = frozenset({"verbal", "confirming"})
_LOAN, _FACILITY = "loan", "facility"


@prepared
def _refusals(rule: Rule) -> frozenset[str]:
    return frozenset(rule.params["refusals"])


def offer(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An offer speaks of the lines asked for, answers each of them, and stays in their dimension of unit.

    Its days, and those of a request for a supply, are in order; it is paid in no fewer days than none.
    """
    body, terms = situation.body, situation.terms
    asks = situation.act.kind in {L + "request", L + "verbal"}
    first, last = (body.wanted_from, body.wanted_to) if asks else (body.from_day, body.to_day)
    if first is not None and last is not None and last < first and (not asks or body.transaction == "supply"):
        yield reason(rule, "days_reversed", first=first, last=last)
    if asks:
        return
    if body.payment_days < 0:
        yield reason(rule, "payment_days", days=body.payment_days)
    asked = {line.number: line for line in terms.requested}
    if not body.lines:
        yield reason(rule, "nothing_offered")
    for line in body.lines:
        before = asked.get(line.number)
        if before is None:
            yield reason(rule, "line_unknown", line=line.number)
        elif not same_dimension(line.quantity.unit, before.quantity.unit):
            yield reason(rule, "unit", line=line.number, unit=line.quantity.unit, asked=before.quantity.unit)
    offered = {line.number for line in body.lines}
    if body.refusals:
        yield from _refused_lines(body.refusals, rule, asked.keys(), offered)
    if situation.side == terms.provider:
        answered = offered | {each.line for each in body.refusals}
        for number in sorted(asked.keys() - answered):
            yield reason(rule, "line_unanswered", line=number)
    if body.valid_to is not None and body.valid_to < body.on:
        yield reason(rule, "valid_to_past", valid_to=body.valid_to, on=body.on)


def _refused_lines(refusals: tuple[Refusal, ...], rule: Rule, asked: Numbers, offered: Numbers) -> Iterator[Finding]:
    """A refusal is of a line that was asked for and is not offered, with a reason of the table."""
    for each in refusals:
        if each.line not in asked:
            yield reason(rule, "line_unknown", line=each.line)
        if each.line in offered:
            yield reason(rule, "offered_and_refused", line=each.line)
        if each.reason not in _refusals(rule):
            yield reason(rule, "refusal_unexplained", line=each.line, reason=each.reason)


def accept(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An offer is accepted while it is open."""
    if not concludes(situation):
        return
    valid_to = situation.terms.valid_to
    if valid_to is not None and situation.on > valid_to:
        yield reason(rule, "expired", valid_to=valid_to, on=situation.on)


def verbal(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A verbal order is for an emergency, and confirmed in writing by its deadline; late, only with a reason."""
    body, kind = situation.body, situation.act.kind
    if kind == L + "verbal":
        yield from _verbal_root(body, rule)
        return
    terms = situation.terms
    if situation.state not in _UNCONFIRMED or not is_order(terms) or situation.on <= terms.confirm_by:
        return
    if kind == L + "accept":
        if not body.late_reason:
            yield reason(rule, "confirmed_late", confirm_by=terms.confirm_by, on=situation.on)
    else:
        yield reason(rule, "not_confirmed", confirm_by=terms.confirm_by, on=situation.on)


def _verbal_root(body: Any, rule: Rule) -> Iterator[Finding]:
    if body.emergency not in rule.params["emergencies"]:
        yield reason(rule, "no_emergency", emergency=body.emergency)
    if not body.given_by:
        yield reason(rule, "giver_unnamed")
    limit = body.on + timedelta(days=rule.params["confirm_days"])
    if not body.on <= body.confirm_by <= limit:
        yield reason(rule, "confirm_by", confirm_by=body.confirm_by, limit=limit, days=rule.params["confirm_days"])


def loan(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is lent, or used for a time, has a first and a last day, is settled by return, and comes back in time."""
    body, kind = situation.body, situation.act.kind
    if kind in {L + "issue", L + "receipt"}:
        terms = situation.terms
        lent_until = terms.to_day if is_order(terms) and terms.transaction == _LOAN else None
        if lent_until is not None and body.purpose == "return" and body.on > lent_until:
            yield reason(rule, "returned_late", to_day=lent_until, on=body.on)
        return
    if body.transaction == "supply":
        return
    first, last = body.wanted_from, body.wanted_to
    if first is None or last is None:
        yield reason(rule, "period_missing", transaction=body.transaction)
    elif last < first:
        yield reason(rule, "period_reversed", first=first, last=last)
    if body.transaction == _LOAN and body.settlement not in rule.params["loan_settlements"]:
        yield reason(rule, "not_returned", settlement=body.settlement)
    if body.transaction == _FACILITY:
        for line in body.lines:
            if line.category not in rule.params["facility_categories"]:
                yield reason(rule, "no_facility", line=line.number, category=line.category)


def signer(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Yes, no and withdrawal are signed by who may speak in this kind of case; a provider's yes by who may accept.

    Parameters: ``roles`` by flow, ``provider`` for the acceptance by which a provider concludes an order.
    """
    act, name = situation.act, situation.flow.name
    roles: list[str] = rule.params["roles"].get(name, [])
    provides = act.kind == L + "accept" and concludes(situation) and situation.side == situation.terms.provider
    if provides and not act.on_behalf:
        roles = rule.params["provider"]
    held = situation.roll.authority(act.officer, situation.placed.index, situation.sealed_on)
    if held and not any(role in appointment.roles for appointment in held for role in roles):
        yield reason(rule, "role_missing", kind=act.kind, roles=", ".join(roles))


def reason_code(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A refusal, change, waiver, dispute … gives its reason as a code of the table; *other* has words beside it."""
    body, kind = situation.body, situation.act.kind
    code = getattr(body, "reason", None)
    if code is None:
        code = body.about
    codes = _codes(rule).get(kind, frozenset())
    if code not in codes:
        yield reason(rule, "unknown", code=code, kind=kind)
    elif code == "other" and not situation.act.texts:
        yield reason(rule, "no_words", kind=kind)


@prepared
def _codes(rule: Rule) -> dict[str, frozenset[str]]:
    return {kind: frozenset(codes) for kind, codes in rule.params["codes"].items()}


def change(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A change changes something, and a line keeps its dimension of unit."""
    body, terms = situation.body, situation.terms
    changed = (body.lines, body.settlement, body.currency, body.total, body.replace_by, body.to_day)
    if not any(changed):
        yield reason(rule, "nothing_changed")
    if not isinstance(terms, OrderTerms):
        return
    for line in body.lines:
        before = terms.line(line.number)
        if before is not None and not same_dimension(line.quantity.unit, before.quantity.unit):
            yield reason(rule, "unit", line=line.number, unit=line.quantity.unit, agreed=before.quantity.unit)


CHECKS: dict[str, Check] = {
    "logistics.offer@1": offer,
    "logistics.accept@1": accept,
    "logistics.verbal@1": verbal,
    "logistics.loan@1": loan,
    "logistics.signer@1": signer,
    "logistics.reason@1": reason_code,
    "logistics.change@1": change,
}
