"""What the line has agreed: a consultation, when both sides meet, and what it has come to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.programme.acts.common import P


class ConsultationTerms(msgspec.Struct, frozen=True):
    """A consultation as it stands; ``result``: the code of the outcome that both sides have agreed, empty before."""

    number: str
    subject: str
    dispute: bool
    level: str
    called_by: str
    called_on: date
    by_day: date
    about: tuple[bytes, ...]
    day: date | None = None
    attended_on: date | None = None
    posts: tuple[str, ...] = ()
    proposed: str = ""
    proposed_reference: str = ""
    result: str = ""
    reference: str = ""
    concluded_on: date | None = None
    exercise: bool = False
    agreed: bool = False
    outcome: str = ""


def is_consultation(terms: Any) -> bool:
    """Tell whether a line is that of a consultation."""
    return type(terms) is ConsultationTerms


def _called(_terms: Any, placed: Placed) -> ConsultationTerms:
    act, body = placed.act, placed.body
    return ConsultationTerms(
        body.number, body.subject, body.dispute, body.level, act.side_of, body.on, body.by_day, act.cites,
        exercise=EXERCISE in act.label,
    )  # fmt: skip


def _attended(terms: Any, placed: Placed) -> Any:
    body = placed.body
    if not is_consultation(terms):
        return terms
    return replace(terms, day=body.day, level=body.level, posts=body.posts, attended_on=body.on, agreed=True)


def _proposed(terms: Any, placed: Placed) -> Any:
    body = placed.body
    if not is_consultation(terms):
        return terms
    return replace(terms, proposed=body.outcome, proposed_reference=body.reference)


def _concluded(terms: Any, placed: Placed) -> Any:
    if not is_consultation(terms):
        return terms
    return replace(
        terms, result=terms.proposed, reference=terms.proposed_reference, proposed="", proposed_reference="",
        concluded_on=placed.body.on, outcome="concluded",
    )  # fmt: skip


def _back(terms: Any, _placed: Placed) -> Any:
    if not is_consultation(terms):
        return terms
    if terms.proposed:
        return replace(terms, proposed="", proposed_reference="")
    return replace(terms, outcome="withdrawn")


def _closed(terms: Any, _placed: Placed) -> Any:
    return replace(terms, outcome="closed") if is_consultation(terms) else terms


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    P + "consultation": _called,
    P + "attend": _attended,
    P + "outcome": _proposed,
    P + "agree_outcome": _concluded,
    P + "decline_outcome": _back,
    P + "withdraw_consultation": _back,
    P + "close_consultation": _closed,
}
