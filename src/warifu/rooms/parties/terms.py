"""What a line of this room's wills has agreed: who handed over or prepared what, and whether the second hand signed.

Law: the roll has no terms; what stands on it is read by place in the log (``law.roll``).
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.law.judge import Placed


class TwoHands(msgspec.Struct, frozen=True):
    """A paper that two officers of one side sign: the first one's key, the body, and how it ended."""

    first_key: bytes
    body: Any
    outcome: str = ""
    exercise: bool = False


def evolve(terms: Any, placed: Placed) -> Any:
    """Return the terms after a will or a root."""
    kind = placed.act.kind.partition("/")[2]
    if terms is None:
        return TwoHands(placed.act.officer, placed.body) if kind in {"handover", "preparation", "pin"} else None
    outcome = {
        "takeover": "taken_over", "approval": "approved", "withdraw": "withdrawn", "return": "returned",
        "signature": "signed",
    }  # fmt: skip
    return replace(terms, outcome=outcome[kind]) if kind in outcome else terms
