"""What comes next for a side whose move it is, where the flow's first step is not the usual one. Floor 3a, pure.

Law: this only puts first what the flow allows anyhow; nothing is refused or permitted by it.
"""

from __future__ import annotations

from typing import Any

from warifu.law.flow import OPENER, RESPONDER, Side
from warifu.rooms.equipment.acts.common import E

_NEXT: dict[tuple[str, str, Side], str] = {
    ("transfer", "applied", OPENER): "undertaking",
    ("transfer", "undertaken", RESPONDER): "decision",
    ("transfer", "decided", RESPONDER): "licence",
    ("transfer", "appealed", RESPONDER): "appeal_decision",
    ("transfer", "appealed_refused", RESPONDER): "appeal_decision",
    ("transfer", "appealed_licensed", RESPONDER): "appeal_decision",
}


def due(case: Any, side: Side) -> tuple[str, ...]:
    """Return the kinds that come next for a side, the most pressing first; none where the flow says enough."""
    found = _NEXT.get((case.flow.name, case.state, side))
    return (E + found,) if found else ()
