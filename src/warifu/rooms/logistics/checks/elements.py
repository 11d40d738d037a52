"""The mandatory elements of an order and receipt, each at the step at which it falls due. Floor 3a, pure.

Law: the table of the pack says for each element when it falls due, who fills it, and for which settlements and
categories; where it is found in acts and terms is said here. What is due and not applicable says so with a reason.
The count of 25 is [text], the list and its steps [draft].
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.acts.lines import Line, NotApplicable
from warifu.rooms.logistics.checks.common import L, concludes, is_order, is_said, prepared

_REQUEST, _ORDER, _RECEIPT = "request", "order", "receipt"
_BEGINS = (L + "request", L + "verbal")


class Element(NamedTuple):
    """One row of the pack's table: who fills it, and for which settlements and categories it is asked; empty: all."""

    name: str
    by: str
    settlements: frozenset[str]
    categories: frozenset[str]


class Seen(NamedTuple):
    """Where elements are looked for: the act's body, then the terms of the line before it."""

    body: Any
    terms: Any
    lines: tuple[Line, ...]
    proposed: Any = None
    """The change that an acceptance puts in force."""

    def get(self, name: str) -> Any:
        """Return what the act says, else the change it accepts, else what the line has agreed."""
        return next(
            (said for each in (self.body, self.proposed, self.terms) if (said := getattr(each, name, None))), None
        )


@prepared
def _steps(rule: Rule) -> dict[str, tuple[Element, ...]]:
    steps: dict[str, list[Element]] = {}
    for name, step, by, settlements, categories, *_rest in rule.params["elements"]:
        if FOUND.get(name) is _always:
            continue  # it stands in the form of every act and cannot be missing
        steps.setdefault(step, []).append(Element(name, by, frozenset(settlements), frozenset(categories)))
    return {step: tuple(steps.get(step, ())) for step in (_REQUEST, _ORDER, _RECEIPT)}


def _field(*names: str) -> Callable[[Seen], bool]:
    return lambda seen: any(_is_filled(seen.get(name)) for name in names)


def _is_filled(given: Any) -> bool:
    return is_said(given) if isinstance(given, str) else bool(given)


def _always(_seen: Seen) -> bool:
    """It stands in the form of the act itself: pack, day, signature, unit of a quantity."""
    return True


def _every_line(test: Callable[[Line], Any]) -> Callable[[Seen], bool]:
    return lambda seen: bool(seen.lines) and all(test(line) for line in seen.lines)


_is_priced = _every_line(lambda line: line.price is not None or (line.basis and line.ceiling is not None))

FOUND: dict[str, Callable[[Seen], bool]] = {
    "agreement": _always,
    "order_date": _always,
    "ordering_officer": _always,
    "accepting_officer": _always,
    "recipient_signature": _always,
    "issuing_officer": _always,
    "extended_price": _always,
    "transaction": _always,
    "unit": _always,
    "quantity_ordered": _every_line(lambda line: is_said(line.item)),
    "document_number": _field("number"),
    "receiving": _field("receiving"),
    "issuing": _field("issuing"),
    "unit_price": _is_priced,
    "currency": lambda seen: (
        bool(seen.get("currency") or seen.get("total"))
        or any(line.price is not None or line.ceiling is not None for line in seen.lines)
    ),
    "total": lambda seen: bool(seen.get("total")) or _is_priced(seen),
    "payee": _field("payee"),
    "remittance": _field("remittance"),
    "liability": _field("liability"),
    "special": _field("special"),
    "billed": _field("billed"),
    "fund": _field("fund"),
    "transfer": _field("from_day", "to_day", "replace_by"),
    "quantity_furnished": lambda seen: bool(seen.body.lines),
}
"""Where each element is found. A total is found in the lines where all are priced (its sum is judged by itself); the
issuing officer in the issue that a receipt cites, the extended price in the lines and receipts that an invoice cites:
both have rules of their own."""


def is_asked(element: Element, settlement: str) -> bool:
    """Tell whether an element is asked for under this settlement."""
    return not element.settlements or settlement in element.settlements


def _missing(elements: Iterable[Element], seen: Seen, waived: set[str], settlement: str, by: str = "") -> Iterator[str]:
    for element in elements:
        if by and element.by != by:
            continue
        if not is_asked(element, settlement) or element.name in waived or is_found(element, seen):
            continue
        yield element.name


def is_found(element: Element, seen: Seen) -> bool:
    """Tell whether an element is there; a stock number where its category has one."""
    if element.name == "stock_number":
        due = [line for line in seen.lines if line.supply != "service" and line.category in element.categories]
        return all(is_said(line.stock) for line in due)
    return FOUND[element.name](seen)


def _waived(body: Any, terms: Any) -> set[str]:
    given: tuple[NotApplicable, ...] = getattr(body, "not_applicable", ())
    before: tuple[NotApplicable, ...] = getattr(terms, "not_applicable", ())
    return {each.element for each in (*given, *before)}


def element(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Name each mandatory element that falls due at this step and is neither given nor said not to apply."""
    steps, kind, body = _steps(rule), situation.act.kind, situation.body
    if kind in _BEGINS:
        seen = Seen(body, None, body.lines)
        missing = _missing(steps[_REQUEST], seen, _waived(body, None), body.settlement)
        yield from _name(rule, missing, _REQUEST)
    elif kind in {L + "offer", L + "counter"}:
        if situation.side == situation.terms.provider:
            seen = Seen(body, situation.terms, body.lines)
            waived = _waived(body, situation.terms)
            yield from _name(rule, _missing(steps[_ORDER], seen, waived, body.settlement, "provider"), _ORDER)
    elif kind == L + "accept":
        if concludes(situation):
            terms = situation.terms
            seen = Seen(body, terms, terms.lines)
            waived = _waived(body, terms)
            due = (*steps[_REQUEST], *steps[_ORDER])
            yield from _name(rule, _missing(due, seen, waived, terms.settlement), _ORDER)
        elif is_order(situation.terms):
            yield from _name(rule, _fallen_back(situation, steps[_ORDER]), _ORDER)
    elif kind == L + "receipt":
        seen = Seen(body, situation.terms, ())
        yield from _name(rule, _missing(steps[_RECEIPT], seen, set(), ""), _RECEIPT)


def _fallen_back(situation: Situation, due: Iterable[Element]) -> Iterator[str]:
    """What was not asked under the old way of settlement falls due when the other side accepts the new one."""
    terms, body = situation.terms, situation.body
    pending = terms.pending
    after = getattr(pending.body, "settlement", "") if pending is not None else ""
    if not after or after == terms.settlement:
        return
    asked = [each for each in due if is_asked(each, after) and not is_asked(each, terms.settlement)]
    new = {line.number: line for line in pending.body.lines}
    lines = (*(new.pop(line.number, line) for line in terms.lines), *new.values())
    waived = _waived(body, terms) | _waived(pending.body, None)
    if pending.body.total is not None:
        waived.add("unit_price")  # one sum for all that is left
    yield from _missing(asked, Seen(body, terms, lines, pending.body), waived, after)


def _name(rule: Rule, names: Iterable[str], step: str) -> Iterator[Finding]:
    for name in names:
        yield reason(rule, "missing", element=name, step=step)


@prepared
def _reasons(rule: Rule) -> dict[str, frozenset[str]]:
    return {name: frozenset(codes) for name, codes in rule.params["reasons"].items()}


def not_applicable(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """*Not applicable* is said only of elements for which the table allows it, with a reason of the table."""
    stated: tuple[NotApplicable, ...] = situation.body.not_applicable
    if not stated:
        return
    allowed = _reasons(rule)
    terms = situation.terms if is_order(situation.terms) else None
    seen = Seen(situation.body, terms, getattr(situation.body, "lines", ()))
    for each in stated:
        codes = allowed.get(each.element)
        if codes is None:
            yield reason(rule, "always_applies", element=each.element)
        elif each.reason not in codes:
            yield reason(
                rule, "reason_unknown", element=each.element, reason=each.reason, codes=" ".join(sorted(codes))
            )
        elif each.element not in {"stock_number", "transfer"} and FOUND[each.element](seen):
            yield reason(rule, "given_too", element=each.element)


CHECKS: dict[str, Check] = {
    "logistics.element@1": element,
    "logistics.not_applicable@1": not_applicable,
}
