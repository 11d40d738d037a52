"""How a line of wills of this room becomes what is agreed: each kind has one function, in its part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warifu.law.judge import Placed
from warifu.rooms.equipment.terms import common, consent, house, opportunity, project, transfer

_EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    **common.EVOLVES,
    **opportunity.EVOLVES,
    **project.EVOLVES,
    **transfer.EVOLVES,
    **consent.EVOLVES,
    **house.EVOLVES,
}


def evolve(terms: Any, placed: Placed) -> Any:
    """Return the terms after a will; a kind without a function changes nothing."""
    change = _EVOLVES.get(placed.act.kind)
    return terms if change is None else change(terms, placed)
