"""What the line has agreed: opportunities for industry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.equipment.acts.common import E


class OpportunityTerms(msgspec.Struct, frozen=True):
    """An opportunity as it stands: its area, until when firms may declare, and what came of it."""

    number: str
    area: str
    forms: tuple[str, ...]
    closes: date
    opener: str
    exercise: bool = False
    opened_on: date | None = None
    closed_on: date | None = None
    ratified: tuple[bytes, ...] = ()
    outcome: str = ""

    @property
    def agreed(self) -> bool:
        """True once the other side has opened it to industry."""
        return self.opened_on is not None


def is_opportunity(terms: Any) -> bool:
    """Tell whether a line is that of an opportunity."""
    return type(terms) is OpportunityTerms


def _named(_terms: Any, placed: Placed) -> OpportunityTerms:
    act, body = placed.act, placed.body
    return OpportunityTerms(body.number, body.area, body.forms, body.closes, act.side_of, EXERCISE in act.label)


def _opened(terms: Any, placed: Placed) -> Any:
    return replace(terms, opened_on=placed.body.on) if is_opportunity(terms) else terms


def _closed(terms: Any, placed: Placed) -> Any:
    body = placed.body
    return replace(terms, closed_on=body.on, outcome=body.leads_to) if is_opportunity(terms) else terms


def _ended(outcome: str) -> Callable[[Any, Placed], Any]:
    def end(terms: Any, _placed: Placed) -> Any:
        return replace(terms, outcome=outcome) if is_opportunity(terms) else terms

    return end


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    E + "opportunity": _named,
    E + "open_to_industry": _opened,
    E + "close": _closed,
    E + "decline_opportunity": _ended("declined"),
    E + "withdraw_opportunity": _ended("withdrawn"),
}
