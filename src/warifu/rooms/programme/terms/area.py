"""What the line has agreed: an area, the contacts of both sides, what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.programme.acts.area import Contact
from warifu.rooms.programme.acts.common import P


class AreaTerms(msgspec.Struct, frozen=True):
    """An area as it stands; ``contacts`` by party; ``pending``: a change that waits, with what it cites."""

    number: str
    form: str
    code: str
    proposed_by: str
    from_day: date
    to_day: date | None
    contacts: Mapping[str, tuple[Contact, ...]]
    cites: tuple[bytes, ...]
    agreed: bool = False
    pending: tuple[Any, tuple[bytes, ...]] | None = None
    exercise: bool = False
    outcome: str = ""


def is_area(terms: Any) -> bool:
    """Tell whether a line is that of an area."""
    return type(terms) is AreaTerms


def _proposed(_terms: Any, placed: Placed) -> AreaTerms:
    act, body = placed.act, placed.body
    return AreaTerms(
        body.number, body.form, body.code, act.side_of, body.from_day, body.to_day, {act.side_of: body.contacts},
        act.cites, exercise=EXERCISE in act.label,
    )  # fmt: skip


def _contacts(terms: Any, placed: Placed) -> Any:
    if not is_area(terms):
        return terms
    return replace(terms, contacts={**terms.contacts, placed.act.side_of: placed.body.contacts})


def _agreed(terms: Any, placed: Placed) -> Any:
    if not is_area(terms):
        return terms
    known = _contacts(terms, placed) if placed.body.contacts else terms
    if terms.pending is None:
        return replace(known, agreed=True)
    body, cites = terms.pending
    every = tuple(dict.fromkeys((*terms.cites, *cites)))
    return replace(known, pending=None, to_day=body.to_day or terms.to_day, cites=every)


def _amended(terms: Any, placed: Placed) -> Any:
    return replace(terms, pending=(placed.body, placed.act.cites)) if is_area(terms) else terms


def _not(outcome: str) -> Callable[[Any, Placed], Any]:
    def end(terms: Any, _placed: Placed) -> Any:
        if not is_area(terms):
            return terms
        return replace(terms, pending=None) if terms.pending is not None else replace(terms, outcome=outcome)

    return end


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    P + "area": _proposed,
    P + "agree_area": _agreed,
    P + "area_contacts": _contacts,
    P + "area_amend": _amended,
    P + "decline_area": _not("declined"),
    P + "withdraw_area": _not("withdrawn"),
    P + "area_end": _not("ended"),
}
