"""What both sides have agreed about a stay: one frozen record, and how a will makes the next one."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.core.quantity import Quantity
from warifu.law.judge import Placed
from warifu.rooms.berth.acts import Assigned, Stay


class StayTerms(msgspec.Struct, frozen=True):
    """A stay as it stands on the line; ``berth`` is empty while none is given."""

    asked: Stay
    exercise: bool
    berth: str = ""

    @property
    def length(self) -> Quantity:
        """Length of the ship."""
        return self.asked.length


def evolve(terms: Any, placed: Placed) -> Any:
    """Return the terms after a will; asides and facts change nothing."""
    if isinstance(placed.body, Stay):
        return StayTerms(placed.body, EXERCISE in placed.act.label)
    return replace(terms, berth=placed.body.berth) if isinstance(placed.body, Assigned) else terms
