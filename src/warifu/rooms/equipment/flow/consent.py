"""Whose move: the originator's prior consent, asked for, given, drawn on, taken back.

Law: taking back outranks all else, so that a draw written at the same moment falls; a ruling on what came after
outranks a draw on what was before. Silence is never consent: while nobody answers the request stays asked, whatever the
deadline, and who waits may remind, call for consultation, or withdraw. A third state's consent may be declared while
the request still waits: it moves nothing.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, State
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.flow.steps import steps, waiting

CONSENT = Flow(
    "consent",
    {E + "consent_request": "requested"},
    {
        "requested": waiting(
            RESPONDER,
            ("withdraw_request", OPENER, "withdrawn"),
            ("refuse_consent", RESPONDER, "refused"),
            ("consent", RESPONDER, "consented"),
            ("confirm_third", OPENER, "requested"),
            ("confirm_third", RESPONDER, "requested"),
            ("third_consent", OPENER, "requested"),
            ("third_consent", RESPONDER, "requested"),
        ),
        "consented": State(
            steps(
                ("revoke", RESPONDER, "revoked"),
                ("inherit", RESPONDER, "consented"),
                ("confirm_third", OPENER, "consented"),
                ("confirm_third", RESPONDER, "consented"),
                ("third_consent", OPENER, "consented"),
                ("third_consent", RESPONDER, "consented"),
                ("ratify", RESPONDER, "consented"),
                ("ratify", OPENER, "consented"),
                ("draw", OPENER, "consented"),
            ),
            None,
            frozenset({E + "succession"}),
        ),
        "refused": State(),
        "withdrawn": State(),
        "revoked": State(),
    },
)

FLOWS: tuple[Flow, ...] = (CONSENT,)
