"""Which of the mandatory elements an order has: for auditors, who ask it of every order and not of one step. Pure.

Law: the elements are those of the table of the case's own pack (the count of 25 is [text], the list [draft]). Each is
*present*, *not applicable* with its reason on record, *missing*, *not due* (its step has not come), or *not asked*
under the settlement agreed. What stands in the form of every act (signature, day, unit) is present once its step came.
An order that cannot be told is undetermined, never complete. Read by the audit pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from warifu.law.case import Case
from warifu.rooms.logistics.checks.common import L, is_order
from warifu.rooms.logistics.checks.elements import Element, Seen, is_asked, is_found

PRESENT, NOT_APPLICABLE, MISSING, NOT_DUE, NOT_ASKED, UNDETERMINED = (
    "present", "not_applicable", "missing", "not_due", "not_asked", "undetermined",
)  # fmt: skip


class Stated(NamedTuple):
    """One element of one order: the step at which it falls due and how it stands."""

    element: str
    step: str
    state: str


def completeness(case: Case, table: Iterable[Sequence[Any]]) -> tuple[Stated, ...]:
    """Return how each element of the pack's table stands in an order, in the order of the table."""
    terms = case.terms
    if not is_order(terms):
        return tuple(Stated(name, step, UNDETERMINED) for name, step, *_rest in table)
    waived = {each.element for each in terms.not_applicable}
    reached = _reached(case)
    found = []
    for name, step, by, settlements, categories, *_rest in table:
        element = Element(name, by, frozenset(settlements), frozenset(categories))
        found.append(Stated(name, step, _state(element, step, (terms, reached, waived))))
    return tuple(found)


def _reached(case: Case) -> dict[str, tuple[Any, ...]]:
    """Give the steps that have come, each with the bodies of its acts that count."""
    bodies: dict[str, list[Any]] = {"receipt": [], "invoice": []}
    for stand in case.stands.values():
        name = stand.placed.act.kind.removeprefix(L)
        if name in bodies and stand.effective:
            bodies[name].append(stand.placed.body)
    steps: dict[str, tuple[Any, ...]] = {"request": ()}
    if case.terms.agreed:
        steps["order"] = ()
    if bodies["receipt"]:
        steps["receipt"] = tuple(bodies["receipt"])
    if bodies["invoice"]:
        steps["claim"] = tuple(bodies["invoice"])
    return steps


def _state(element: Element, step: str, known: tuple[Any, dict[str, tuple[Any, ...]], set[str]]) -> str:
    terms, reached, waived = known
    if not is_asked(element, terms.settlement):
        return NOT_ASKED
    if step not in reached:
        return NOT_DUE
    if element.name in waived:
        return NOT_APPLICABLE
    lines = terms.lines if step in {"request", "order"} else ()
    seen = [Seen(body, terms, lines) for body in reached[step] or (None,)]
    return PRESENT if all(is_found(element, each) for each in seen) else MISSING
