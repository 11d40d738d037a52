"""What both sides have agreed about an activity: one frozen record, and how a will makes the next one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.programme.acts.common import P


class ActivityTerms(msgspec.Struct, frozen=True):
    """An activity as it stands on the line; ``pending`` is an amendment that waits for the other side."""

    number: str
    form: str
    ground: str
    places: tuple[str, ...]
    from_day: date
    to_day: date
    units: tuple[str, ...]
    other_units: tuple[str, ...]
    proposed_by: str
    decision: str = ""
    at_request_of: str = ""
    exercise: bool = False
    agreed: bool = False
    pending: Any = None
    outcome: str = ""
    sites: tuple[str, ...] = ()


def is_activity(terms: Any) -> bool:
    """Tell whether a line is that of an activity."""
    return type(terms) is ActivityTerms


def _proposed(_terms: Any, placed: Placed) -> ActivityTerms:
    body = placed.body
    return ActivityTerms(
        body.number, body.form, body.ground, body.places, body.from_day, body.to_day, body.units, body.other_units,
        placed.act.side_of, body.decision, body.at_request_of, EXERCISE in placed.act.label,
        sites=body.sites,
    )  # fmt: skip


def _later(terms: Any, placed: Placed) -> Any:
    if type(terms) is not ActivityTerms:
        return terms
    kind, body = placed.act.kind.partition("/")[2], placed.body
    if kind == "amend":
        return replace(terms, pending=body)
    if kind == "accept":
        return _accepted(terms, body)
    if kind in {"decline", "withdraw"} and terms.pending is not None:
        return replace(terms, pending=None)
    return replace(terms, outcome={"decline": "declined", "withdraw": "withdrawn", "cancel": "cancelled"}[kind])


_AMENDED = ("places", "from_day", "to_day", "units", "other_units", "sites")


def _accepted(terms: ActivityTerms, body: Any) -> ActivityTerms:
    if terms.pending is None:
        return replace(terms, agreed=True, other_units=body.units or terms.other_units)
    changed = {name: given for name in _AMENDED if (given := getattr(terms.pending, name))}
    return replace(terms, pending=None, **changed)


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    P + "activity": _proposed,
    **dict.fromkeys((P + kind for kind in ("amend", "accept", "decline", "withdraw", "cancel")), _later),
}
