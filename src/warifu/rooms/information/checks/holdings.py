"""Checks: the yearly return to the originator of what is still held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.information.acts.common import I


def holdings(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A statement lists the other side's items once each, with the numbers of the copies held on a day that is over.

    It cites their register acts; a regrading beside one says how the item is marked since.
    """
    body, act = situation.body, situation.act
    if not body.number.strip():
        yield reason(rule, "no_number")
    if body.as_of > body.on:
        yield reason(rule, "as_of", as_of=body.as_of, on=body.on)
    if not 1 <= body.part <= body.parts:
        yield reason(rule, "part", part=body.part, parts=body.parts)
    items = [situation.cited[each] for each in act.cites]
    for each in items:
        if each.placed.act.kind not in {I + "register", I + "regrade"}:
            yield reason(rule, "not_an_item", kind=each.placed.act.kind)
        elif each.placed.act.kind == I + "register" and each.placed.act.side_of == act.side_of:
            yield reason(rule, "own_item", item=each.placed.body.number)
    for line in body.held:
        if not 0 <= line.cite < len(items) or items[line.cite].placed.act.kind != I + "register":
            yield reason(rule, "not_cited", item=line.number, place=line.cite)
        twice = sorted(copy for copy, count in Counter(line.copies).items() if count > 1)
        if not line.copies or twice or any(not copy.strip() for copy in line.copies):
            yield reason(rule, "copies", item=line.number, copies=", ".join(line.copies))
    listed = Counter(line.cite for line in body.held)
    if any(count > 1 for count in listed.values()):
        yield reason(rule, "item_twice", items=sum(count > 1 for count in listed.values()))


def differences(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who does not accept a statement says in what it differs, copy by copy."""
    body = situation.body
    if not body.differences:
        yield reason(rule, "none")
    if any(not (each.copy.strip() and each.number.strip()) for each in body.differences):
        yield reason(rule, "unnamed", differences=len(body.differences))


CHECKS: dict[str, Check] = {
    "isa.holdings@1": holdings,
    "isa.differences@1": differences,
}
