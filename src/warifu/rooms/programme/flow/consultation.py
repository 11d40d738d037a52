"""Whose move: consultations and disputes: called, attended, an outcome proposed by either and agreed by the other.

Law: nobody declines to consult; who is called comes, or is reminded. Either may close once it has begun: what is not
agreed then stays as it is in its own case, and can be taken up again by another consultation.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, Side, State
from warifu.law.steps import OTHER
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.flow.steps import steps, waiting

_SESSION = frozenset({P + "session"})


def _proposing(by: Side) -> State:
    """Give the state in which ``by`` has proposed an outcome."""
    other = OTHER[by]
    return waiting(
        other,
        ("withdraw_consultation", by, "consulting"),
        ("agree_outcome", other, "concluded"),
        ("decline_outcome", other, "consulting"),
        facts=_SESSION,
    )


CONSULTATION = Flow(
    "consultation",
    {P + "consultation": "called"},
    {
        "called": waiting(
            RESPONDER, ("withdraw_consultation", OPENER, "withdrawn"), ("attend", RESPONDER, "consulting")
        ),
        "consulting": State(
            steps(
                ("close_consultation", OPENER, "closed"),
                ("close_consultation", RESPONDER, "closed"),
                ("outcome", OPENER, "proposing_by_opener"),
                ("outcome", RESPONDER, "proposing_by_responder"),
            ),
            facts=_SESSION,
        ),
        "proposing_by_opener": _proposing(OPENER),
        "proposing_by_responder": _proposing(RESPONDER),
        "concluded": State(
            steps(("close_consultation", OPENER, "closed"), ("close_consultation", RESPONDER, "closed")),
            facts=_SESSION,
        ),
        "closed": State(),
        "withdrawn": State(),
    },
)

FLOWS: tuple[Flow, ...] = (CONSULTATION,)
