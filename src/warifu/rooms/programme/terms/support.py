"""What the line has agreed: a standing offer as it now is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.acts.support import Support


class SupportTerms(msgspec.Struct, frozen=True):
    """An offer as it stands: its lines and days; ``activity``: the act cited for it, ``noted`` by the other side."""

    number: str
    provider: str
    issuing: str
    lines: tuple[Support, ...]
    from_day: date
    to_day: date
    cites: tuple[bytes, ...]
    noted: bool = False
    noted_by: tuple[str, ...] = ()
    exercise: bool = False
    outcome: str = ""


def is_support(terms: Any) -> bool:
    """Tell whether a line is that of a standing offer."""
    return type(terms) is SupportTerms


def _offered(_terms: Any, placed: Placed) -> SupportTerms:
    act, body = placed.act, placed.body
    return SupportTerms(
        body.number, act.side_of, body.issuing, body.lines, body.from_day, body.to_day, act.cites,
        exercise=EXERCISE in act.label,
    )  # fmt: skip


def _noted(terms: Any, placed: Placed) -> Any:
    return replace(terms, noted=True, noted_by=placed.body.units) if is_support(terms) else terms


def _amended(terms: Any, placed: Placed) -> Any:
    body = placed.body
    if not is_support(terms):
        return terms
    return replace(terms, lines=body.lines, from_day=body.from_day, to_day=body.to_day, noted=False, noted_by=())


def _withdrawn(terms: Any, _placed: Placed) -> Any:
    return replace(terms, outcome="withdrawn") if is_support(terms) else terms


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    P + "support_offer": _offered,
    P + "support_taken_note": _noted,
    P + "support_amend": _amended,
    P + "support_withdraw": _withdrawn,
}
