"""Whose move: the screening of a transfer in our own house.

Law: one party's own, in its national log; nobody across the border waits, so no state names a turn. Advice is asked for
until the first countersignature; then the result is signed off step by step, and put down.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, Flow, State
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.flow.steps import steps


def _state(*rows: tuple[str, str]) -> State:
    return State(steps(*((kind, OPENER, to) for kind, to in rows)))


SCREENING = Flow(
    "screening",
    {E + "screening": "advising"},
    {
        "advising": _state(
            ("screening_dropped", "dropped"),
            ("ask_advice", "advising"),
            ("delegate", "advising"),
            ("advice", "advising"),
            ("countersign", "countersigning"),
        ),
        "countersigning": _state(
            ("screening_dropped", "dropped"),
            ("countersign", "countersigning"),
            ("screened", "screened"),
        ),
        "screened": State(),
        "dropped": State(),
    },
)

FLOWS: tuple[Flow, ...] = (SCREENING,)
