"""What the line has agreed: the screening of a transfer in our own house.

Law: of what a department advises for a recipient the last word counts, and every word stands in the log. Hands are key
ids: who began, who advised, who countersigned which step.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.marking import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.house import Advice, Screened


class Asked(msgspec.Struct, frozen=True):
    """A department that was asked: until when, to whom it handed on, what it advised and when."""

    department: str
    asked_on: date
    due: date
    may_delegate: bool
    delegate: str = ""
    delegate_due: date | None = None
    advised: tuple[Advice, ...] = ()

    @property
    def answered_on(self) -> date | None:
        """Day of the last advice; None while there is none: silence is no advice."""
        return self.advised[-1].on if self.advised else None


class Signed(msgspec.Struct, frozen=True):
    """A step of the countersigning: its code, when, by which key."""

    step: str
    on: date
    officer: bytes


class ScreeningTerms(msgspec.Struct, frozen=True):
    """A screening as it stands."""

    number: str
    transfer: bytes
    begun_on: date
    due: date
    important: bool
    prepared_by: bytes
    """Key id of who began it."""
    asked: tuple[Asked, ...] = ()
    signed: tuple[Signed, ...] = ()
    result: Screened | None = None
    advisers: tuple[bytes, ...] = ()
    """Key ids of who put advice down."""
    exercise: bool = False
    outcome: str = ""

    def of(self, department: str) -> Asked | None:
        """Return what was asked of a department."""
        return next((each for each in self.asked if each.department == department), None)


def opinion_for(asked: Asked, recipient: str) -> Advice | None:
    """Return the last that a department advised for a recipient, for it alone or for all."""
    return next((each for each in reversed(asked.advised) if each.recipient in {"", recipient}), None)


def _screening(_terms: Any, placed: Placed) -> ScreeningTerms:
    body = placed.body
    return ScreeningTerms(
        body.number, body.transfer, body.on, body.due, body.important, placed.act.officer,
        exercise=EXERCISE in placed.act.label,
    )  # fmt: skip


def _ask(terms: Any, placed: Placed) -> Any:
    body = placed.body
    return replace(terms, asked=(*terms.asked, Asked(body.department, body.on, body.due, body.may_delegate)))


def _changed(terms: Any, department: str, change: Callable[[Asked], Asked]) -> Any:
    return replace(terms, asked=tuple(change(each) if each.department == department else each for each in terms.asked))


def _delegate(terms: Any, placed: Placed) -> Any:
    body = placed.body
    return _changed(terms, body.department, lambda each: replace(each, delegate=body.to, delegate_due=body.due))


def _advice(terms: Any, placed: Placed) -> Any:
    body, advisers = placed.body, (*terms.advisers, placed.act.officer)
    told = _changed(terms, body.department, lambda each: replace(each, advised=(*each.advised, body)))
    return replace(told, advisers=advisers)


def _countersign(terms: Any, placed: Placed) -> Any:
    body = placed.body
    return replace(terms, signed=(*terms.signed, Signed(body.step, body.on, placed.act.officer)))


def _screened(terms: Any, placed: Placed) -> Any:
    return replace(terms, result=placed.body, outcome="screened")


def _dropped(terms: Any, _placed: Placed) -> Any:
    return replace(terms, outcome="dropped")


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    E + "screening": _screening,
    E + "ask_advice": _ask,
    E + "delegate": _delegate,
    E + "advice": _advice,
    E + "countersign": _countersign,
    E + "screened": _screened,
    E + "screening_dropped": _dropped,
}
