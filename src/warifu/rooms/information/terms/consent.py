"""What the line has agreed: a consent, its conditions and what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.marking import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.information.acts.common import I


class ConsentTerms(msgspec.Struct, frozen=True):
    """A consent as it stands: asked for, given in whole or in part, drawn on, taken back.

    ``items``: register acts of the items, as the request cites them. ``left``: None before consent is given.
    """

    number: str
    use: str
    asker: str
    asked: int
    purpose: str
    recipient: str
    language: str
    until: date
    items: tuple[bytes, ...]
    copies: tuple[str, ...] = ()
    given: int = 0
    left: int | None = None
    conditions: tuple[str, ...] = ()
    written_approval: str = ""
    exercise: bool = False
    agreed: bool = False
    outcome: str = ""
    label: tuple[str, ...] = ()
    """Marking of the request: what follows is marked no lower."""


def is_consent(terms: Any) -> bool:
    """Tell whether a line is that of a consent."""
    return type(terms) is ConsentTerms


def _marking(label: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in label if word != EXERCISE)


def _request(_terms: Any, placed: Placed) -> ConsentTerms:
    act, body = placed.act, placed.body
    return ConsentTerms(
        body.number, body.use, act.side_of, body.count, body.purpose, body.recipient, body.language, body.until,
        act.cites, body.copies, exercise=EXERCISE in act.label, label=_marking(act.label),
    )  # fmt: skip


def _consent(terms: Any, placed: Placed) -> Any:
    body = placed.body
    if not is_consent(terms):
        return terms
    return replace(
        terms, given=body.count, left=body.count, until=body.until, recipient=body.recipient,
        conditions=body.conditions, written_approval=body.written_approval, agreed=True,
    )  # fmt: skip


def _draw(terms: Any, placed: Placed) -> Any:
    if not is_consent(terms) or terms.left is None:
        return terms
    return replace(terms, left=terms.left - placed.body.count)


def _ended(outcome: str) -> Callable[[Any, Placed], Any]:
    def end(terms: Any, _placed: Placed) -> Any:
        return replace(terms, outcome=outcome) if is_consent(terms) else terms

    return end


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    I + "consent_request": _request,
    I + "consent": _consent,
    I + "draw": _draw,
    I + "refuse_consent": _ended("refused"),
    I + "withdraw_request": _ended("withdrawn"),
    I + "revoke": _ended("revoked"),
}
