"""Whose move: the yearly return to the originator of what is still held."""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, State
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.flow.steps import waiting

HOLDINGS = Flow(
    "holdings",
    {I + "holdings": "stated"},
    {
        "stated": waiting(
            RESPONDER,
            ("withdraw_holdings", OPENER, "withdrawn"),
            ("accept_holdings", RESPONDER, "accepted"),
            ("dispute_holdings", RESPONDER, "differs"),
        ),
        "differs": waiting(
            OPENER,
            ("withdraw_holdings", OPENER, "withdrawn"),
            ("restate_holdings", OPENER, "stated"),
        ),
        "accepted": State(),
        "withdrawn": State(),
    },
)

FLOWS: tuple[Flow, ...] = (HOLDINGS,)
