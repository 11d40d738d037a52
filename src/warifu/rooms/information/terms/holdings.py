"""What the line has agreed: the yearly return to the originator of what is still held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.marking import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.acts.holdings import Difference, Holding


class HoldingsTerms(msgspec.Struct, frozen=True):
    """A statement as it stands, and what the originator says differs. ``items``: register acts, as cited."""

    number: str
    holder: str
    as_of: date
    held: tuple[Holding, ...]
    items: tuple[bytes, ...]
    part: int = 1
    parts: int = 1
    differences: tuple[Difference, ...] = ()
    exercise: bool = False
    agreed: bool = False
    outcome: str = ""
    label: tuple[str, ...] = ()
    """Marking of the first statement: what follows is marked no lower."""


def is_holdings(terms: Any) -> bool:
    """Tell whether a line is that of a statement of holdings."""
    return type(terms) is HoldingsTerms


def _state(terms: Any, placed: Placed) -> Any:
    act, body = placed.act, placed.body
    first = not is_holdings(terms)
    number, holder = (body.number, act.side_of) if first else (terms.number, terms.holder)
    return HoldingsTerms(
        number, holder, body.as_of, body.held, act.cites, body.part, body.parts,
        () if first else terms.differences, EXERCISE in act.label if first else terms.exercise,
        label=tuple(word for word in act.label if word != EXERCISE) if first else terms.label,
    )  # fmt: skip


def _accept(terms: Any, _placed: Placed) -> Any:
    return replace(terms, differences=(), agreed=True, outcome="accepted") if is_holdings(terms) else terms


def _dispute(terms: Any, placed: Placed) -> Any:
    return replace(terms, differences=placed.body.differences) if is_holdings(terms) else terms


def _withdraw(terms: Any, _placed: Placed) -> Any:
    return replace(terms, outcome="withdrawn") if is_holdings(terms) else terms


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    I + "holdings": _state,
    I + "restate_holdings": _state,
    I + "accept_holdings": _accept,
    I + "dispute_holdings": _dispute,
    I + "withdraw_holdings": _withdraw,
}
