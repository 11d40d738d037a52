"""The checks of this room: a stay has its days in order, a berth is long enough, a ship comes on the days given."""

from __future__ import annotations

from collections.abc import Iterator

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation, finding
from warifu.law.pack import Rule


def stay(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A stay is numbered and ends after it begins, within the days that the pack allows."""
    body = situation.body
    if not body.number:
        yield reason(rule, "unnumbered", ship=body.ship)
    if body.to_day < body.from_day:
        yield reason(rule, "days_reversed", from_day=body.from_day, to_day=body.to_day)
    elif (days := (body.to_day - body.from_day).days + 1) > rule.params["days"]:
        yield reason(rule, "too_many_days", days=days, most=rule.params["days"])


def berth(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The berth given is one of the port's, and the ship fits."""
    port, name = situation.terms.asked.port, situation.body.berth
    longest = next((metres for *where, metres in rule.params["berths"] if where == [port, name]), None)
    if longest is None:
        yield reason(rule, "unknown", berth=name, port=port)
    elif situation.terms.length.amount > longest:
        yield reason(rule, "too_short", berth=name, longest=longest, length=situation.terms.length)


def on_days(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A ship is alongside on the days for which the berth was given; what has happened is recorded all the same."""
    asked = situation.terms.asked
    if not asked.from_day <= situation.body.on <= asked.to_day:
        yield finding(rule, on=situation.body.on, from_day=asked.from_day, to_day=asked.to_day)


def code(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A refusal gives its reason as a code of the pack."""
    if situation.body.reason not in rule.params["codes"]:
        yield finding(rule, code=situation.body.reason)


CHECKS: dict[str, Check] = {
    "berth.stay@1": stay, "berth.berth@1": berth, "berth.days@1": on_days, "berth.reason@1": code,
}  # fmt: skip
