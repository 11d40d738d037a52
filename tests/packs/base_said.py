"""How a kind of act is written in the golden rulings unless a row says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple


class Base(NamedTuple):
    """How a kind of act is written unless a row says otherwise; ``cites`` names kinds of steps before it."""

    by: str
    role: str
    body: Callable[[date], Any]
    cites: tuple[str, ...] = ()
    kind: str = ""
    """Kind of act, where the base has a name of its own."""
    room: str = "logistics"
    label: tuple[str, ...] = ()
