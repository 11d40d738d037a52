"""Whose move: loss, compromise or the possibility of it: the originator is told at once, and what follows.

Law: nobody's silence holds an investigation up. Who holds investigates: the finder where it told the originator
(``incident``), the other side where the originator found it (``incident_notice``); so each state stands here twice,
named by who investigates. The originator assesses the damage or sends the result back; the holder proposes to close and
the originator agrees; either opens again. What is found again is a fact in every state.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, Side, State
from warifu.law.steps import OTHER
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.flow.steps import steps, waiting

_FOUND = frozenset({I + "recovered"})
_DONE = frozenset({I + "recovered", I + "measure_done"})


def _states(holder: Side) -> dict[str, State]:
    """Return the states of an incident in which ``holder`` investigates; names end with the side."""
    other = OTHER[holder]
    reported = "reported" if holder == OPENER else "noticed"
    acknowledged = [("incident_acknowledge", RESPONDER, f"investigating_{holder}")] if holder == OPENER else []
    return {
        reported: waiting(
            RESPONDER,
            ("incident_acknowledge", RESPONDER, f"investigating_{holder}"),
            ("investigation", holder, f"investigating_{holder}"),
            facts=_FOUND,
        ),
        f"investigating_{holder}": waiting(
            holder,
            ("investigation", holder, f"investigating_{holder}"),
            ("incident_interim", holder, f"investigating_{holder}"),
            ("incident_result", holder, f"assessing_{holder}"),
            ("measures", holder, f"investigating_{holder}"),
            *acknowledged,
            facts=_DONE,
        ),
        f"assessing_{holder}": waiting(
            other,
            ("incident_return", other, f"investigating_{holder}"),
            ("damage", other, f"measuring_{holder}"),
            ("measures", holder, f"assessing_{holder}"),
            facts=_DONE,
        ),
        f"measuring_{holder}": waiting(
            holder,
            ("incident_return", other, f"investigating_{holder}"),
            ("measures", holder, f"measuring_{holder}"),
            ("measures", other, f"measuring_{holder}"),
            ("ratify", other, f"measuring_{holder}"),
            ("incident_close", holder, f"closing_{holder}"),
            facts=_DONE,
        ),
        f"closing_{holder}": waiting(
            other,
            ("incident_return", other, f"measuring_{holder}"),
            ("incident_agree", other, f"closed_{holder}"),
            ("measures", holder, f"measuring_{holder}"),
            facts=_DONE,
        ),
        f"closed_{holder}": State(
            steps(
                ("incident_reopen", other, f"investigating_{holder}"),
                ("incident_reopen", holder, f"investigating_{holder}"),
            ),
            None,
            _DONE,
        ),
    }


INCIDENT = Flow(
    "incident",
    {I + "incident": "reported", I + "incident_notice": "noticed"},
    {**_states(OPENER), **_states(RESPONDER)},
)

FLOWS: tuple[Flow, ...] = (INCIDENT,)
