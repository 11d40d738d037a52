"""How a will makes the next terms of its line. Floor 3a, pure.

Law: a function of the terms before and of the will alone. Whether the will was permitted is the judge's question; a
line is also followed without judging it, for what cites it, so that nothing here may fail. One copy of one record.

Place on the path: ``Bench.evolve`` in the fold, and the chain of a cited act.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.law.flow import OPENER, RESPONDER
from warifu.law.judge import Placed
from warifu.rooms.logistics.terms import (
    Correction,
    OnwardTerms,
    OrderTerms,
    PaperTerms,
    Proposal,
    RecordedTerms,
    SetOffTerms,
    Share,
    StandingTerms,
)

_L = "logistics/"
RECORDED = RecordedTerms()
_RECORDED_EXERCISE = RecordedTerms(exercise=True)


def evolve(terms: Any, placed: Placed) -> Any:
    """Return the terms after a will (or after the root, which may be a fact).

    What does not belong on such a line changes nothing: a line is also followed without judging it, for what cites it.
    """
    kind = placed.act.kind
    if terms is None:
        begin = _BEGIN.get(kind)
        return begin(terms, placed) if begin else None
    known = _NEXT.get(kind)
    if known is None or type(terms) not in known[0]:
        return terms
    return known[1](terms, placed)


def _is_exercise(placed: Placed) -> bool:
    return EXERCISE in placed.act.label


def _request(_none: None, placed: Placed) -> OrderTerms:
    act, body = placed.act, placed.body
    return OrderTerms(
        number=body.number, setting=body.setting, requester=OPENER, opened_by=act.side_of, opened_on=body.on,
        ordering_key=act.officer, receiving=body.receiving, issuing=body.issuing, requested=body.lines,
        lines=body.lines, settlement=body.settlement, transaction=body.transaction, currency=body.currency,
        total=body.total, from_day=body.wanted_from, to_day=body.wanted_to, replace_by=body.replace_by,
        billed=body.billed, fund=body.fund, payee=body.payee, remittance=body.remittance, liability=body.liability,
        special=body.special, standing_order=body.standing_order, not_applicable=body.not_applicable,
        in_return=body.in_return,
        exercise=_is_exercise(placed), emergency=body.emergency,
    )  # fmt: skip


def _verbal(_none: None, placed: Placed) -> OrderTerms:
    act, body = placed.act, placed.body
    return OrderTerms(
        number=body.number, setting=body.setting, requester=RESPONDER if body.heard else OPENER,
        opened_by=act.side_of, opened_on=body.on, ordering_key=act.officer, receiving=body.receiving,
        issuing=body.issuing, requested=body.lines, lines=body.lines, settlement=body.settlement,
        transaction=body.transaction, currency=body.currency, total=body.total, from_day=body.wanted_from,
        to_day=body.wanted_to, replace_by=body.replace_by, billed=body.billed, fund=body.fund, payee=body.payee,
        remittance=body.remittance, liability=body.liability, special=body.special,
        standing_order=body.standing_order, not_applicable=body.not_applicable, exercise=_is_exercise(placed),
        emergency=True, verbal=True, confirm_by=body.confirm_by,
    )  # fmt: skip


def _offer(terms: OrderTerms, placed: Placed) -> OrderTerms:
    """An offer or counter-offer replaces what is on the table; what it leaves empty stays as it was."""
    body = placed.body
    return replace(
        terms, lines=body.lines, settlement=body.settlement, total=body.total, refusals=body.refusals,
        valid_to=body.valid_to, in_return=body.in_return or terms.in_return,
        payment_days=body.payment_days or terms.payment_days,
        from_day=body.from_day or terms.from_day, to_day=body.to_day or terms.to_day,
        replace_by=body.replace_by or terms.replace_by, **_filled(terms, body),
    )  # fmt: skip


_FILLED = ("currency", "payee", "remittance", "fund", "billed", "liability", "special", "standing_order")


def _filled(terms: OrderTerms, body: Any) -> dict[str, Any]:
    """Elements that this will fills, over those that earlier wills filled."""
    filled = {name: given for name in _FILLED if (given := getattr(body, name, ""))}
    if body.not_applicable:
        named = {each.element for each in body.not_applicable}
        kept = tuple(each for each in terms.not_applicable if each.element not in named)
        filled["not_applicable"] = kept + body.not_applicable
    return filled


def _accept(terms: Any, placed: Placed) -> Any:
    if type(terms) is not OrderTerms:
        return replace(terms, agreed=True, **({"agreed_on": placed.body.on} if type(terms) is PaperTerms else {}))
    if terms.pending is None:
        return replace(terms, agreed=True, agreed_on=placed.body.on, **_filled(terms, placed.body))
    settle = _SETTLED.get(terms.pending.kind)
    changed = settle(terms, terms.pending) if settle else {}
    changed |= _filled(replace(terms, **changed), placed.body)
    return replace(terms, pending=None, **changed)


_IN_MONEY = frozenset({"cash", "set_off"})


def _changed(terms: OrderTerms, pending: Proposal) -> dict[str, Any]:
    body = pending.body
    changed = {
        "settlement": body.settlement, "currency": body.currency, "total": body.total, "replace_by": body.replace_by,
        "to_day": body.to_day,
    }  # fmt: skip
    kept: dict[str, Any] = {name: value for name, value in changed.items() if value}
    kept |= _filled(terms, body)
    if body.total is not None or body.lines:
        falls_back = body.settlement in _IN_MONEY and terms.settlement not in _IN_MONEY
        kept["lump"] = falls_back and body.total is not None and not body.lines
    if body.lines:
        new = {line.number: line for line in body.lines}
        old = [new.pop(line.number, line) for line in terms.lines]
        kept["lines"] = (*old, *new.values())
        if body.total is None:
            kept["total"] = None
    return kept


_SETTLED: dict[str, Callable[[OrderTerms, Proposal], dict[str, Any]]] = {
    _L + "change": _changed,
    _L + "cancel": lambda _terms, _pending: {"outcome": "cancelled"},
    _L + "rebase": lambda _terms, pending: {"rebased_to": pending.body.rebase_to},
    _L + "close": lambda _terms, _pending: {"outcome": "closed"},
    _L + "correct": lambda terms, pending: {
        "corrections": (*terms.corrections, Correction(pending.cites, pending.body))
    },
    _L + "resolve": lambda terms, pending: {"resolved": (*terms.resolved, *pending.cites)},
}


def _propose(terms: OrderTerms, placed: Placed) -> OrderTerms:
    act = placed.act
    return replace(terms, pending=Proposal(act.kind, placed.digest, placed.body, act.cites, act.side_of))


def _decline(terms: Any, _placed: Placed) -> Any:
    """No to a proposal leaves the order as it was; no to a request, an offer or another case ends it."""
    if type(terms) is OrderTerms and terms.pending is not None:
        return replace(terms, pending=None)
    return replace(terms, outcome="declined")


def _withdraw(terms: Any, _placed: Placed) -> Any:
    if type(terms) is OrderTerms and terms.pending is not None:
        return replace(terms, pending=None)
    if type(terms) is StandingTerms:
        return replace(terms, withdrawn=True)
    return replace(terms, outcome="withdrawn")


def _ratify(terms: OrderTerms, placed: Placed) -> OrderTerms:
    return replace(terms, ratified=terms.ratified + placed.act.cites)


def _share(placed: Placed) -> Share:
    cites = placed.act.cites
    return Share(cites[0] if cites else b"", placed.body.amount, placed.digest)


def _waive(terms: OrderTerms, placed: Placed) -> OrderTerms:
    return replace(terms, waived=(*terms.waived, _share(placed)))


def _apply_set_off(terms: OrderTerms, placed: Placed) -> OrderTerms:
    return replace(terms, set_off=(*terms.set_off, _share(placed)))


def _standing(_none: None, placed: Placed) -> StandingTerms:
    body = placed.body
    return StandingTerms(
        body.number, placed.act.side_of, body.lines, body.valid_from, body.valid_to, body.issuing, body.ground,
        body.activity, body.payment_days, _is_exercise(placed), limited=body.limited,
    )  # fmt: skip


def _standing_draw(terms: StandingTerms, placed: Placed) -> StandingTerms:
    """What is drawn in the unit of its line counts; anything else changes nothing but that it was the last draw."""
    body = placed.body
    units = {line.number: line.quantity.unit for line in terms.lines}
    taken = tuple(
        (body.order, each.line, -each.quantity.amount if body.back else each.quantity.amount)
        for each in body.lines
        if units.get(each.line) == each.quantity.unit
    )
    return replace(terms, drawn=terms.drawn + taken, last=body)


def _onward_request(_none: None, placed: Placed) -> OnwardTerms:
    body, act = placed.body, placed.act
    return OnwardTerms(
        body.number, body.item, body.quantity, body.recipient, body.purpose, body.until, act.side_of, act.cites,
        _is_exercise(placed),
    )  # fmt: skip


def _onward_consent(terms: OnwardTerms, placed: Placed) -> OnwardTerms:
    body = placed.body
    return replace(
        terms, consented=True, granted=body.quantity, remaining=body.quantity, recipient=body.recipient,
        until=body.until, conditions=body.conditions,
    )  # fmt: skip


def _draw(terms: OnwardTerms, placed: Placed) -> OnwardTerms:
    left, drawn = terms.remaining, placed.body.quantity
    if left is None or left.unit != drawn.unit or drawn.amount > left.amount:
        return terms
    return replace(terms, remaining=left - drawn, drawn=drawn)


def _set_off(_none: None, placed: Placed) -> SetOffTerms:
    body, cites = placed.body, placed.act.cites
    items = tuple(
        (cites[item.cite] if 0 <= item.cite < len(cites) else b"", item.debtor, item.amount) for item in body.items
    )
    return SetOffTerms(
        body.number, placed.act.side_of, items, body.rest, body.rest_owed_by, _is_exercise(placed)
    )  # fmt: skip


def _paper(_none: None, placed: Placed) -> PaperTerms:
    return PaperTerms(placed.body, placed.act.side_of, placed.act.cites, _is_exercise(placed))


def _recorded(_none: None, placed: Placed) -> RecordedTerms:
    return _RECORDED_EXERCISE if _is_exercise(placed) else RECORDED


_BEGIN: dict[str, Callable[[None, Placed], Any]] = {
    _L + "request": _request,
    _L + "verbal": _verbal,
    _L + "standing": _standing,
    _L + "onward_request": _onward_request,
    _L + "set_off": _set_off,
    _L + "match": _paper,
    _L + "statement": _paper,
    _L + "precedent": _paper,
    _L + "dealing": _recorded,
    _L + "register_row": _recorded,
    _L + "withdraw_batch": _recorded,
}

_ORDER, _PAPERS = frozenset({OrderTerms}), frozenset({SetOffTerms, PaperTerms})
_NEXT: dict[str, tuple[frozenset[type], Callable[[Any, Placed], Any]]] = {
    _L + "offer": (_ORDER, _offer),
    _L + "counter": (_ORDER, _offer),
    _L + "accept": (_ORDER | _PAPERS, _accept),
    _L + "decline": (_ORDER | _PAPERS | {OnwardTerms}, _decline),
    _L + "withdraw": (_ORDER | _PAPERS | {OnwardTerms, StandingTerms}, _withdraw),
    _L + "change": (_ORDER, _propose),
    _L + "cancel": (_ORDER, _propose),
    _L + "close": (_ORDER, _propose),
    _L + "correct": (_ORDER, _propose),
    _L + "resolve": (_ORDER, _propose),
    _L + "rebase": (_ORDER, _propose),
    _L + "ratify": (_ORDER, _ratify),
    _L + "waive": (_ORDER, _waive),
    _L + "apply_set_off": (_ORDER, _apply_set_off),
    _L + "onward_consent": (frozenset({OnwardTerms}), _onward_consent),
    _L + "draw": (frozenset({OnwardTerms}), _draw),
    _L + "standing_draw": (frozenset({StandingTerms}), _standing_draw),
}
"""Which will changes which terms, and how."""
