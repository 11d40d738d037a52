"""Whose move: contractors and facilities: assurance, inspections, custodian.

Law: the authority of the firm's own state assures and suspends; either side ends. A suspended assurance is taken up
again by giving it anew. Inspections and changes are facts, also after the end: what was found late is on record.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, State
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.flow.steps import steps, waiting

_SEEN = frozenset({I + "inspection", I + "facility_change"})

FACILITY = Flow(
    "facility",
    {I + "facility_request": "requested"},
    {
        "requested": waiting(
            RESPONDER,
            ("facility_withdraw", OPENER, "withdrawn"),
            ("facility_refuse", RESPONDER, "refused"),
            ("facility_assure", RESPONDER, "assured"),
            facts=_SEEN,
        ),
        "assured": State(
            steps(
                ("facility_end", RESPONDER, "ended"),
                ("facility_end", OPENER, "ended"),
                ("facility_suspend", RESPONDER, "suspended"),
                ("facility_assure", RESPONDER, "assured"),
                ("ratify", OPENER, "assured"),
            ),
            None,
            _SEEN,
        ),
        "suspended": waiting(
            RESPONDER,
            ("facility_end", RESPONDER, "ended"),
            ("facility_end", OPENER, "ended"),
            ("facility_assure", RESPONDER, "assured"),
            ("ratify", OPENER, "suspended"),
            facts=_SEEN,
        ),
        "refused": State(),
        "withdrawn": State(),
        "ended": State(steps(("ratify", OPENER, "ended")), None, _SEEN),
    },
)

FLOWS: tuple[Flow, ...] = (FACILITY,)
