"""What any line of this room takes up: the irregular facts that it has taken as they are (``ratified``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from warifu.law.judge import Placed
from warifu.rooms.equipment.acts.common import E


def _ratify(terms: Any, placed: Placed) -> Any:
    known = getattr(terms, "ratified", None)
    return terms if known is None else replace(terms, ratified=(*known, *placed.act.cites))


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {E + "ratify": _ratify}
