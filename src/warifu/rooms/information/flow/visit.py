"""Whose move: requests for visit, with the elements of the multinational form, and what the host decides.

Law: the host decides alone, and who asked need not agree; silence is never approval. A cancellation outranks all else;
while a change is asked for, the visit goes on as approved. Who came is a fact and may be told after the visit is over.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, State
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.flow.steps import steps, waiting

_CAME = frozenset({I + "attended"})

VISIT = Flow(
    "visit",
    {I + "visit_request": "requested"},
    {
        "requested": waiting(
            RESPONDER,
            ("visit_withdraw", OPENER, "withdrawn"),
            ("visit_refuse", RESPONDER, "refused"),
            ("visit_approve", RESPONDER, "authorised"),
            ("visit_ask", RESPONDER, "queried"),
            facts=_CAME,
        ),
        "queried": waiting(
            OPENER,
            ("visit_withdraw", OPENER, "withdrawn"),
            ("visit_refuse", RESPONDER, "refused"),
            ("visit_supplement", OPENER, "requested"),
            facts=_CAME,
        ),
        "authorised": State(
            steps(
                ("visit_cancel", RESPONDER, "cancelled"),
                ("visit_cancel", OPENER, "cancelled"),
                ("visit_amend", OPENER, "amending"),
                ("visit_supplement", OPENER, "authorised"),
                ("ratify", RESPONDER, "authorised"),
                ("visit_close", RESPONDER, "closed"),
                ("visit_close", OPENER, "closed"),
            ),
            None,
            _CAME,
        ),
        "amending": waiting(
            RESPONDER,
            ("visit_cancel", RESPONDER, "cancelled"),
            ("visit_cancel", OPENER, "cancelled"),
            ("visit_withdraw", OPENER, "authorised"),
            ("visit_refuse", RESPONDER, "authorised"),
            ("visit_approve", RESPONDER, "authorised"),
            facts=_CAME,
        ),
        "refused": State((), None, _CAME),
        "withdrawn": State((), None, _CAME),
        "cancelled": State(steps(("ratify", RESPONDER, "cancelled")), None, _CAME),
        "closed": State(steps(("ratify", RESPONDER, "closed")), None, _CAME),
    },
)

FLOWS: tuple[Flow, ...] = (VISIT,)
