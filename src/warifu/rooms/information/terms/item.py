"""What the line has agreed: items of classified information, their copies as registered, and their markings.

Law: a marking is a history, never a value: each regrading adds a line that names its copies (none: all of them), and
the marking of a copy is that of the last line that speaks of it. Where copies are is no matter of terms: that is
folded from facts (``custody``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.marking import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.acts.item import Copy, Designation, Marking, Ruled


class Graded(msgspec.Struct, frozen=True):
    """A marking from a day on, for all copies or those named; ``act`` is the register act or the regrading."""

    on: date
    marking: Marking
    act: bytes
    copies: tuple[str, ...] = ()
    corresponding: Ruled | None = None
    direction: str = ""


class ItemTerms(msgspec.Struct, frozen=True):
    """An item as it stands on the line. ``opener``: the originator's side."""

    number: str
    form: str
    opener: str
    desk: str
    originator: str
    purpose: str
    registered_on: date
    copies: tuple[Copy, ...]
    markings: tuple[Graded, ...]
    releasable_to: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()
    designation: Designation | None = None
    content: bytes = b""
    exercise: bool = False
    outcome: str = ""
    made_of: tuple[bytes, ...] = ()
    """What the register act cites: the items of which this one is made, and consents to that."""
    written_off: tuple[str, ...] = ()
    """Copies that were missing when it was closed, and are given up."""
    closed_on: date | None = None

    @property
    def marking(self) -> Marking:
        """The marking of the item as a whole: the last that was given to all its copies."""
        return next(each.marking for each in reversed(self.markings) if not each.copies)

    def marking_of(self, copy: str) -> Graded:
        """Return the line of the history that holds for a copy."""
        return next(each for each in reversed(self.markings) if not each.copies or copy in each.copies)

    def in_force(self) -> tuple[Marking, ...]:
        """Return the markings that some copy bears now: that of the item, and those of copies regraded since."""
        found: list[Marking] = []
        told: set[str] = set()
        for each in reversed(self.markings):
            if not each.copies or not told.issuperset(each.copies):
                found.append(each.marking)
            told.update(each.copies)
            if not each.copies:
                break
        return tuple(found)


def is_item(terms: Any) -> bool:
    """Tell whether a line is that of an item."""
    return type(terms) is ItemTerms


def _register(_terms: Any, placed: Placed) -> ItemTerms:
    body = placed.body
    first = Graded(body.on, body.marking, placed.digest, (), body.corresponding)
    return ItemTerms(
        body.number, body.form, placed.act.side_of, placed.act.desk, body.originator, body.purpose, body.on,
        body.copies, (first,), body.releasable_to, body.handling, body.designation, body.content,
        EXERCISE in placed.act.label, made_of=placed.act.cites,
    )  # fmt: skip


def _regrade(terms: Any, placed: Placed) -> Any:
    body = placed.body
    line = Graded(body.on, body.marking, placed.digest, body.copies, body.corresponding, body.direction)
    return replace(terms, markings=(*terms.markings, line)) if is_item(terms) else terms


_AMENDED = ("purpose", "releasable_to", "handling", "designation")


def _amend(terms: Any, placed: Placed) -> Any:
    changed = {name: given for name in _AMENDED if (given := getattr(placed.body, name))}
    return replace(terms, **changed) if is_item(terms) else terms


def _close(terms: Any, placed: Placed) -> Any:
    if not is_item(terms):
        return terms
    body = placed.body
    return replace(terms, outcome=body.reason, written_off=body.written_off, closed_on=body.on)


def _reopen(terms: Any, _placed: Placed) -> Any:
    return replace(terms, outcome="", written_off=(), closed_on=None) if is_item(terms) else terms


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    I + "register": _register,
    I + "regrade": _regrade,
    I + "amend": _amend,
    I + "close": _close,
    I + "reopen": _reopen,
}
