"""What a form begins with: the day, the number, what the case already fixes, the acts that it rests on.

Law: filled in is what follows from the case; nothing is chosen for the officer where there is a choice, and everything
that was filled in can be overwritten. A room may name a function of its own in ``FILLING``; any other gets what its
terms and the body share by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from warifu.doors.web.forming import (
    filling_announcements,
    filling_consents,
    filling_information,
    filling_orders,
    filling_programme,
    filling_projects,
    filling_transfers,
    filling_visits,
)
from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.reading import flat
from warifu.doors.web.forming.shape import fields_of
from warifu.doors.web.forming.typed import BODY, CITES, DESK, Typed, figure
from warifu.law.case import Case
from warifu.law.room import Kind
from warifu.node.pair import Pair
from warifu.record import queries_pages

FILLING: dict[str, Callable[[Kind, Given], Typed]] = {"logistics": filling_orders.filled}
_PARTS = (
    filling_information,
    filling_visits,
    filling_announcements,
    filling_programme,
    filling_projects,
    filling_consents,
    filling_transfers,
)
_OWN = frozenset({"on", "number", "late_reason", "reason", "about", "exercise", "reference"})
"""Fields that belong to the act and are never those of the case."""


def begin(kind: Kind, pair: Pair, case: Case | None, day: date, desks: tuple[str, ...]) -> Typed:
    """Return what a form of a kind begins with; ``desks``: those of the visitor, for the act and its number."""
    given = Given(pair, case, day, desks)
    typed: Typed = {}
    names = {field.last for field in fields_of(kind.body)}
    if "on" in names:
        typed[f"{BODY}on"] = day.isoformat()
    if case is None and "number" in names:
        typed[f"{BODY}number"] = next_number(given)
    typed[DESK] = given.desk
    more = _more(kind, given, case)
    return {name: text for name, text in {**typed, **more}.items() if text}


def _more(kind: Kind, given: Given, case: Case | None) -> Typed:
    """Return what a room, or one part of it, fills in by a function of its own; else what is called alike."""
    for part in _PARTS:
        if kind.name in part.KINDS:
            typed: Typed = part.filled(kind, given)
            return typed
    special = FILLING.get(kind.name.partition("/")[0])
    return special(kind, given) if special else _shared(kind, case)


def _shared(kind: Kind, case: Case | None) -> Typed:
    """Return the fields that body and terms share by name and shape."""
    if case is None or not isinstance(case.terms, msgspec.Struct):
        return {}
    known: Typed = {}
    for field in fields_of(kind.body):
        value = getattr(case.terms, field.last, None)
        if field.last not in _OWN and value:
            known |= _flat_one(field.last, value)
    return known


def _flat_one(name: str, value: Any) -> Typed:
    if isinstance(value, msgspec.Struct):
        return flat(value, f"{BODY}{name}.")
    if isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
        return {
            key: text for place, each in enumerate(value) for key, text in flat(each, f"{BODY}{name}.{place}.").items()
        }
    if isinstance(value, tuple):
        return {f"{BODY}{name}": "\n".join(map(str, value))}
    return {} if isinstance(value, bool) else {f"{BODY}{name}": str(value)}


def next_number(given: Given) -> str:
    """Return the next number of the visitor's desk, ``GB-CALDER-26-0007``; empty where it is not clear which desk."""
    desk = re.sub(r"[^A-Za-z0-9]", "", given.desk).upper()
    if not desk:
        return ""
    beginning = f"{given.pair.us}-{desk}-{given.day.year % 100:02d}-"
    last = queries_pages.last_number(given.pair.store, given.pair.name, beginning)
    tail = last.removeprefix(beginning)
    return f"{beginning}{(figure(tail) or 0) + 1:04d}"


def again(record: Any, cites: tuple[bytes, ...], desk: str) -> Typed:
    """Return a form that says what an act says: to be mended, or to be written once more."""
    return {**flat(record, BODY, cites), CITES: " ".join(each.hex() for each in cites), DESK: desk}
