"""Own law on who has had a paper in hand: another officer prepares it, and above a figure somebody approves it. Pure.

Law: a row names the kinds of act it speaks of and, where that is meaningful, the sums of money from which on it asks;
what commits no money is not asked. Who prepares is not who signs, nor who approves. In a small unit, where the roll
names nobody else who could prepare for that desk, one officer may prepare and sign, and a later second look is asked
for (``node.preparing`` lists it). No statute was found: the rows are house rules, and say so.

Place on the path: step 2 of *submit*, through ``law.own.judge_own``; what it sees of the national log is ``hands``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from warifu.core.money import MINOR_UNITS
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.own import in_force
from warifu.law.pack import Rule


def two_hands(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The act was prepared by somebody other than who signs it and, where the row asks for it, approved.

    Parameters: ``above``: sums by currency from which on the row asks (left out: always); ``approved``: whether an
    approval is asked for too; ``roles``: who could prepare, by which a small unit is told.
    """
    great = _greatest(situation, rule.params) if in_force(rule, situation.on) else None
    if great is None:
        return
    alone = _stands_alone(situation, rule)
    figures = {"kind": situation.act.kind, "amount": great, "approval": rule.params["approved"] and not alone}
    hands = situation.hands
    if hands is None:
        yield reason(rule, "not_prepared", **figures)
        return
    for key in filter(None, hands):
        known = situation.roll.keys.get(key)
        if known is None or not known.grant.at(_place(situation)):
            yield reason(rule, "hand_not_in_force", key=key.hex())
    if alone:
        return
    if _person(situation, hands.preparer) == _person(situation, situation.act.officer):
        yield reason(rule, "preparer_signs", **figures)
    if rule.params["approved"] and not hands.approver:
        yield reason(rule, "not_approved", **figures)


def _greatest(situation: Situation, params: Mapping[str, Any]) -> str | None:
    """The sum that makes the row ask, as text; empty where it always asks, None where it does not.

    A currency for which the row names no figure is asked about from the first coin on: unknown is not zero.
    """
    above = params.get("above")
    if above is None:
        return ""
    worth = situation.placed.kind.worth
    for of, amount in worth(situation.body, situation.terms) if worth else ():
        if of in MINOR_UNITS and amount > Decimal(above.get(of, 0)):
            return f"{amount:f} {of}"
    return None


def _stands_alone(situation: Situation, rule: Rule) -> bool:
    """Tell whether nobody else could have prepared it: a small unit."""
    able = situation.roll.persons(situation.placed.index, situation.sealed_on, situation.act.desk, rule.params["roles"])
    return not able - {_person(situation, situation.act.officer)}


def _person(situation: Situation, key_id: bytes) -> str:
    known = situation.roll.keys.get(key_id)
    return known.holder if known else key_id.hex()


def _place(situation: Situation) -> int:
    return 2**62 - 1 if situation.placed.index is None else situation.placed.index


CHECKS: dict[str, Check] = {"own.two_hands@1": two_hands}
