"""House checks: what every agreement asks of every act, whatever it is about.

Law: a check is a small, named, versioned function ``(situation, rule) -> findings``. What a released check decides
never changes; a mend is ``name@2``, named by a new pack. These are named by rows of every pack, so that a lawyer sees
them: who may sign, whose turn it is, that the case's pack holds, that days make sense, that a
rehearsal stays a rehearsal.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from warifu.law.judge import Check, Finding, Situation, finding
from warifu.law.pack import Rule
from warifu.law.roll import ALL_DESKS, Appointment

LATE_AFTER = timedelta(days=7)
_GRACE = timedelta(days=1)
EXERCISE = "EXERCISE"


def reason(rule: Rule, name: str, **figures: object) -> Finding:
    """Return a finding of one named branch of a rule: ``house.officer.expired``."""
    return finding(rule, **figures)._replace(rule=f"{rule.id}.{name}")


def flow(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A will must be a step of this side in this state; a fact must belong in the state."""
    act, kind = situation.act, situation.placed.kind
    if situation.state is None:
        if act.kind not in situation.flow.start:
            yield reason(rule, "not_a_beginning", kind=act.kind)
        return
    state = situation.flow.states[situation.state]
    if kind.nature == "will" and situation.flow.step(situation.state, act.kind, situation.side) is None:
        yield reason(rule, "not_a_step", kind=act.kind, state=situation.state, party=act.party)
    if kind.nature == "fact" and act.kind not in state.facts:
        yield reason(rule, "fact_out_of_turn", kind=act.kind, state=situation.state)


def pack_in_force(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The act names the pack of its line, and its author's roll had adopted it before this place."""
    act = situation.act
    if act.pack != situation.pack_of_line:
        yield reason(rule, "not_of_the_case", pack=act.pack.hex()[:16], case=situation.pack_of_line.hex()[:16])
    if not situation.roll.has_adopted(act.pack, _place(situation)):
        yield reason(rule, "not_adopted", pack=act.pack.hex()[:16], party=act.party)


def _place(situation: Situation) -> int:
    return 2**62 - 1 if situation.placed.index is None else situation.placed.index


def officer(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The signer had, before this place, an appointment of the right role, desk, days and limits.

    Parameters: ``roles`` maps a kind (or ``*``) to the roles that may sign it.
    """
    act, roll, index = situation.act, situation.roll, situation.placed.index
    known = roll.keys.get(act.officer)
    if known is None or known.use != "officer":
        yield reason(rule, "unknown_key", key=act.officer.hex())
        return
    terms = known.terms_at(index)
    if terms is None or not known.grant.at(_place(situation)):
        yield reason(rule, "key_not_in_force", key=act.officer.hex())
        return
    if not roll.trusts(index):
        yield reason(rule, "node_not_trusted", place=index)
    day = situation.sealed_on
    if not terms.valid_from <= day <= terms.valid_to:
        yield reason(rule, "key_expired", valid_from=terms.valid_from, valid_to=terms.valid_to, on=day)
    wanted = rule.params["roles"]
    roles = wanted.get(act.kind, wanted.get("*", ()))
    yield from _appointment(situation, rule, roll.authority(act.officer, index, day), frozenset(roles))


def _appointment(situation: Situation, rule: Rule, held: list[Appointment], roles: frozenset[str]) -> Iterator[Finding]:
    """Narrow the appointments step by step and name the step at which none is left."""
    act, day = situation.act, situation.sealed_on
    fitting = [each for each in held if not roles.isdisjoint(each.roles)]
    if not fitting:
        yield reason(rule, "role_missing", kind=act.kind, roles=", ".join(sorted(roles)))
        return
    at_desk = [each for each in fitting if ALL_DESKS in each.desks or act.desk in each.desks]
    if not at_desk:
        yield reason(rule, "wrong_desk", desk=act.desk, appointment=fitting[0].number)
        return
    in_time = [each for each in at_desk if each.valid_from <= day <= each.valid_to]
    if not in_time:
        last = max(at_desk, key=lambda each: each.valid_to)
        yield reason(
            rule, "expired", appointment=last.number, valid_from=last.valid_from, valid_to=last.valid_to, on=day
        )
        return
    worth = situation.placed.kind.worth
    amounts = list(worth(situation.body, situation.terms)) if worth else []
    over = [_over(each, amounts) for each in in_time]
    if all(over):
        of, amount, limit = over[0][0]
        yield reason(rule, "over_limit", appointment=in_time[0].number, of=of, amount=amount, limit=limit)


def _over(appointment: Appointment, amounts: list[tuple[str, Decimal]]) -> list[tuple[str, Decimal, Decimal]]:
    if not (amounts and appointment.limits):
        return []
    limits = {limit.of: limit.amount for limit in appointment.limits}
    return [(of, amount, limits[of]) for of, amount in amounts if of in limits and amount > limits[of]]


def days(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What happened cannot lie after the day of sealing (a day of grace for the date line); late entries say why."""
    on: date | None = getattr(situation.body, "on", None)
    if on is None:
        return
    if situation.placed.kind.nature == "fact" and on > situation.sealed_on + _GRACE:
        yield reason(rule, "in_the_future", on=on, sealed=situation.sealed_on)
    if situation.sealed_on - on > LATE_AFTER and not getattr(situation.body, "late_reason", ""):
        yield reason(rule, "late_without_reason", on=on, sealed=situation.sealed_on)


def exercise(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An act of a rehearsal case is marked EXERCISE like its root, and no other act is."""
    if situation.terms is None:
        return
    if (EXERCISE in situation.act.label) != bool(getattr(situation.terms, "exercise", False)):
        yield reason(rule, "mixed", label=" ".join(situation.act.label))


def paper(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Paper of the other side is entered with its scan, and only while that side has no node of its own.

    The place decides: once our log holds an answer to the other side's founding act, that side signs for itself.
    """
    act = situation.act
    if not act.on_behalf:
        return
    if act.on_behalf == act.party or (situation.peer and act.on_behalf != situation.peer):
        yield reason(rule, "of_whom", on_behalf=act.on_behalf, peer=situation.peer)
    if not act.attachments:
        yield reason(rule, "no_scan", kind=act.kind)
    joined = situation.roll.peer_joined_at
    if joined is not None and _place(situation) > joined:
        yield reason(rule, "has_a_node", party=act.on_behalf, place=joined)


def roll_right(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The signer of a roll act had the right to sign it at its place."""
    del rule
    yield from situation.roll.refusal(situation.act, situation.body, situation.placed.digest, _place(situation))


CHECKS: dict[str, Check] = {
    "house.flow@1": flow,
    "house.pack@1": pack_in_force,
    "house.officer@1": officer,
    "house.days@1": days,
    "house.exercise@1": exercise,
    "house.paper@1": paper,
    "house.roll@1": roll_right,
}
