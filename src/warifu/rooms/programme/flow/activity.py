"""Whose move it is in an activity: proposed, agreed, amended by either side, cancelled by either.

Law: as in every flow, ranks differ between the sides of a state and nobody who waits is without a way out.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, Side, State, Step, WayOut
from warifu.law.steps import CONSULT_DAYS, OTHER, REMIND_DAYS
from warifu.rooms.programme.acts.common import P


def _answering(proposer: Side, accepted: str, else_to: tuple[str, str]) -> State:
    """Give the state in which ``proposer`` waits; ``else_to`` is where a withdrawal and where a refusal lead."""
    other = OTHER[proposer]
    odd = 1 if proposer == RESPONDER else 0
    return State(
        (
            Step(P + "withdraw", proposer, else_to[0], 6 + odd),
            Step(P + "accept", other, accepted, 5 - odd),
            Step(P + "decline", other, else_to[1], 3 - odd),
        ),
        other,
        frozenset(),
        (WayOut(proposer, P + "remind", REMIND_DAYS), WayOut(proposer, P + "consult", CONSULT_DAYS)),
    )


ACTIVITY = Flow(
    "activity",
    {P + "activity": "proposed"},
    {
        "proposed": _answering(OPENER, "agreed", ("withdrawn", "declined")),
        "agreed": State(
            (
                Step(P + "cancel", OPENER, "cancelled", 8),
                Step(P + "cancel", RESPONDER, "cancelled", 7),
                Step(P + "amend", OPENER, "amending_by_opener", 4),
                Step(P + "amend", RESPONDER, "amending_by_responder", 3),
            )
        ),
        "amending_by_opener": _answering(OPENER, "agreed", ("agreed", "agreed")),
        "amending_by_responder": _answering(RESPONDER, "agreed", ("agreed", "agreed")),
        "declined": State(),
        "withdrawn": State(),
        "cancelled": State(),
    },
)

FLOWS: tuple[Flow, ...] = (ACTIVITY,)
