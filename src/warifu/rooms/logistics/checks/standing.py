"""Price lists and standing offers: what they say, what is drawn on them, requests that rest on them. Floor 3a, pure.

Law: a price list binds a request that cites it in items, prices, days and desk. A limited offer is used up on its own
line: each order draws on it first, by its document number, and cites the draw; two draws at once are a fork, and a
withdrawal outranks them. What the programme offers for an activity is read as a list as well: this room knows nothing
of it but what stands in its lines. Article: price lists and standing offers of the procedural arrangement [draft].
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from warifu.law.checks import reason
from warifu.law.flow import OPENER
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.acts.lines import Line
from warifu.rooms.logistics.acts.own_lines import StandingDraw
from warifu.rooms.logistics.checks.common import L, other_party
from warifu.rooms.logistics.terms import StandingTerms

_STANDING, _DRAW = L + "standing", L + "standing_draw"
_SUPPORT = ("programme/support_offer", "programme/support_amend", "programme/support_taken_note")
_ZERO = Decimal(0)


class Listed(NamedTuple):
    """What a request that cites a list, a draw or an offer of support has to keep to."""

    number: str
    offered_by: str
    issuing: str
    first: Any
    last: Any
    lines: tuple[Any, ...]
    ground: str = ""
    activity: str = ""
    most: dict[int, Decimal] | None = None
    """The most of each line of the list, in its unit; None where nothing is limited."""
    given_then: bool = False
    """Its days are those on which support is given, not those on which it may be asked for."""


def standing(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A price list has its days in order; a request that cites one keeps to its items, prices, days and activity."""
    body = situation.body
    if situation.act.kind == _STANDING:
        if body.valid_to < body.valid_from:
            yield reason(rule, "days_reversed", valid_from=body.valid_from, valid_to=body.valid_to)
        return
    if not situation.act.cites:
        return
    for cited in situation.cited_of(_STANDING, _DRAW):
        terms: StandingTerms = cited.terms
        if cited.placed.act.kind == _STANDING and terms.limited:
            yield reason(rule, "not_drawn", number=terms.number)
        elif terms.last is not None and terms.last.back:
            yield reason(rule, "given_back", number=terms.number)
        elif terms.last is not None and terms.last.order != body.number:
            yield reason(rule, "another_order", number=terms.number, order=terms.last.order, asked=body.number)
        yield from _keeps(situation, rule, _listed_by(terms))
    for cited in situation.cited_of(*_SUPPORT):
        yield from _keeps(situation, rule, _offered_by(cited))


def _listed_by(terms: StandingTerms) -> Listed:
    most = None
    if terms.last is not None:
        most = {number: terms.drawn_for(terms.last.order, number) for number in (line.number for line in terms.lines)}
    return Listed(
        terms.number, terms.offered_by, terms.issuing, terms.valid_from, terms.valid_to, terms.lines, terms.ground,
        terms.activity, most,
    )  # fmt: skip


def _offered_by(cited: Cited) -> Listed:
    """An offer of support, whose quantities are the most that can be had under it."""
    terms = cited.terms
    most = {line.number: line.quantity.amount for line in terms.lines}
    return Listed(
        terms.number, terms.provider, terms.issuing, terms.from_day, terms.to_day, terms.lines, most=most,
        given_then=True,
    )  # fmt: skip


def _keeps(situation: Situation, rule: Rule, listed: Listed) -> Iterator[Finding]:
    """The request falls into the days of the list, goes to its desk, for its activity, and keeps to it line by line."""
    body = situation.body
    wanted = [each for each in (body.wanted_from, body.wanted_to) if each is not None]
    out = [on for on in (wanted if listed.given_then else [body.on]) if not listed.first <= on <= listed.last]
    if out:
        yield reason(rule, "not_valid", number=listed.number, valid_to=listed.last, on=out[0])
    if listed.issuing != body.issuing or listed.offered_by != other_party(situation, situation.act.side_of):
        yield reason(rule, "another_desk", number=listed.number, issuing=listed.issuing, asked=body.issuing)
    if (listed.ground and listed.ground != body.setting.ground) or (
        listed.activity and listed.activity != body.setting.activity
    ):
        yield reason(rule, "another_activity", number=listed.number, activity=listed.activity)
    asked: dict[int, Decimal] = {}
    for line in body.lines:
        yield from _line(rule, listed, line, asked)


def _line(rule: Rule, listed: Listed, line: Line, asked: dict[int, Decimal]) -> Iterator[Finding]:
    """A line stands in the list in its unit, at its price, for no more than the list leaves it.

    ``asked``: what the request has asked so far of each line of the list; of several that fit, the first with room.
    """
    same = [each for each in listed.lines if each.item == line.item and each.quantity.unit == line.quantity.unit]
    if not same:
        yield reason(rule, "not_listed", line=line.number, item=line.item, number=listed.number)
        return
    priced = [each for each in same if line.price is None or each.price in {None, line.price}]
    if not priced:
        yield reason(rule, "price", line=line.number, price=line.price, listed=same[0].price, number=listed.number)
        return
    if listed.most is None:
        return
    wanted = line.quantity.amount
    for each in priced:
        room = listed.most.get(each.number, _ZERO) - asked.get(each.number, _ZERO)
        taken = min(wanted, max(room, _ZERO))
        asked[each.number] = asked.get(each.number, _ZERO) + taken
        wanted -= taken
    if wanted > 0:
        yield reason(
            rule, "above_draw", line=line.number, asked=line.quantity, over=f"{wanted:f}", number=listed.number
        )


def draw(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who may order draws, for an order named, no more than a limited offer leaves; who offers gives back."""
    body: StandingDraw = situation.body
    terms: StandingTerms = situation.terms
    if not terms.limited:
        yield reason(rule, "not_limited", number=terms.number)
    if body.back != (situation.side == OPENER):
        yield reason(rule, "wrong_side", party=situation.act.side_of, offered_by=terms.offered_by)
    if not body.order:
        yield reason(rule, "no_order", number=terms.number)
    if not body.lines:
        yield reason(rule, "no_lines", number=terms.number)
    if not body.back and not terms.valid_from <= body.on <= terms.valid_to:
        yield reason(rule, "not_valid", number=terms.number, valid_to=terms.valid_to, on=body.on)
    units = {line.number: line.quantity.unit for line in terms.lines}
    taken: dict[int, Decimal] = {}
    for each in body.lines:
        unit = units.get(each.line)
        if unit != each.quantity.unit:
            yield reason(rule, "not_offered", line=each.line, unit=each.quantity.unit, offered=unit or "")
            continue
        taken[each.line] = taken.get(each.line, _ZERO) + each.quantity.amount
        left = terms.drawn_for(body.order, each.line) if body.back else terms.left(each.line) or _ZERO
        if each.quantity.amount <= _ZERO or taken[each.line] > left:
            yield reason(rule, "above_rest", line=each.line, drawn=each.quantity, left=f"{left:f} {unit}")


CHECKS: dict[str, Check] = {"logistics.standing@1": standing, "logistics.standing_draw@1": draw}
