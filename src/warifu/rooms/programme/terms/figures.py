"""What the line has agreed: the yearly figures of the joint committee, and what the other side counts otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.acts.figures import Figure


class FiguresTerms(msgspec.Struct, frozen=True):
    """The figures of a year as they stand; ``others``: those that the other side counts otherwise."""

    number: str
    year: int
    as_of: date
    stated_by: str
    sizes: tuple[int, int]
    """Entries of the log of who stated, and of the other log, at which was counted."""
    figures: tuple[Figure, ...]
    others: tuple[Figure, ...] = ()
    reasons: tuple[str, ...] = ()
    exercise: bool = False
    agreed: bool = False
    outcome: str = ""


def is_figures(terms: Any) -> bool:
    """Tell whether a line is that of yearly figures."""
    return type(terms) is FiguresTerms


def differing(terms: FiguresTerms) -> tuple[tuple[str, Figure | None, Figure], ...]:
    """Give key, stated figure (None where there was none) and the other side's, of all that differ."""
    stated = {each.key: each for each in terms.figures}
    return tuple((each.key, stated.get(each.key), each) for each in terms.others if stated.get(each.key) != each)


def _state(terms: Any, placed: Placed) -> Any:
    body, first = placed.body, not is_figures(terms)
    return FiguresTerms(
        body.number if first else terms.number, body.year if first else terms.year, body.as_of, placed.act.side_of,
        (body.own_size, body.other_size), body.figures,
        exercise=EXERCISE in placed.act.label if first else terms.exercise,
    )  # fmt: skip


def _agree(terms: Any, _placed: Placed) -> Any:
    return replace(terms, agreed=True, outcome="agreed") if is_figures(terms) else terms


def _differ(terms: Any, placed: Placed) -> Any:
    return replace(terms, others=placed.body.figures) if is_figures(terms) else terms


def _settle(terms: Any, placed: Placed) -> Any:
    return replace(terms, reasons=placed.body.reasons, outcome="settled") if is_figures(terms) else terms


def _withdraw(terms: Any, _placed: Placed) -> Any:
    return replace(terms, outcome="withdrawn") if is_figures(terms) else terms


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    P + "figures": _state,
    P + "restate_figures": _state,
    P + "agree_figures": _agree,
    P + "differ_figures": _differ,
    P + "settle_figures": _settle,
    P + "withdraw_figures": _withdraw,
}
