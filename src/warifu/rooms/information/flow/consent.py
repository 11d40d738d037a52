"""Whose move: consent of the originator, asked for, given, drawn on, taken back.

Law: taking back outranks a draw, so that a draw written at the same moment falls; silence is never consent, and who
waits may remind and call for consultation.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, State
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.flow.steps import steps, waiting

CONSENT = Flow(
    "consent",
    {I + "consent_request": "requested"},
    {
        "requested": waiting(
            RESPONDER,
            ("withdraw_request", OPENER, "withdrawn"),
            ("refuse_consent", RESPONDER, "refused"),
            ("consent", RESPONDER, "consented"),
        ),
        "consented": State(steps(("revoke", RESPONDER, "revoked"), ("draw", OPENER, "consented"))),
        "refused": State(),
        "withdrawn": State(),
        "revoked": State(),
    },
)

FLOWS: tuple[Flow, ...] = (CONSENT,)
