"""Whose move: items of classified information and the custody of their copies.

Law: nobody waits in an item: its originator alone writes wills, and facts come as they happen. In a closed
item little can still happen: a copy thought destroyed or missing turns up, a witness signs late; then the originator
opens it again.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, Flow, State
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.flow.steps import steps

_FACTS = frozenset(
    I + kind
    for kind in (
        "dispatch", "receipt", "reproduction", "destruction", "witness", "missing", "found", "released", "remarked",
        "muster_result",
    )
)  # fmt: skip
_AFTER = frozenset(I + kind for kind in ("witness", "found", "missing", "remarked", "muster_result"))

ITEM = Flow(
    "item",
    {I + "register": "registered"},
    {
        "registered": State(
            steps(
                ("regrade", OPENER, "registered"),
                ("amend", OPENER, "registered"),
                ("close", OPENER, "closed"),
            ),
            None,
            _FACTS,
        ),
        "closed": State(steps(("reopen", OPENER, "registered")), None, _AFTER),
    },
)

FLOWS: tuple[Flow, ...] = (ITEM,)
