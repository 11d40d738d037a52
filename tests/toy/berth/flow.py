"""Whose move it is: asked for, then given, declined or withdrawn; a ship comes and goes while it has a berth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from warifu.law.flow import OPENER, RESPONDER, Flow, Side, State
from warifu.law.steps import Steps

B = "berth/"
_MAKE = Steps(B)

STAY = Flow(
    "stay",
    {B + "request": "requested"},
    {
        "requested": _MAKE.waiting(
            RESPONDER, ("withdraw", OPENER, "withdrawn"), ("assign", RESPONDER, "berthed"),
            ("decline", RESPONDER, "declined"),
        ),
        "berthed": State(_MAKE.of(("withdraw", OPENER, "withdrawn")), None, frozenset({B + "arrived", B + "sailed"})),
        "declined": State(),
        "withdrawn": State(),
    },
)  # fmt: skip

FLOWS = {kind: flow for flow in (STAY,) for kind in flow.start}


def due(case: Any, side: Side) -> Iterable[str]:
    """Say what comes next in a berth that was given: the ship comes alongside, then she sails."""
    if case.state == "berthed" and side == OPENER:
        done = {stand.placed.act.kind for stand in case.of_nature("fact")}
        yield B + ("sailed" if B + "arrived" in done else "arrived")
