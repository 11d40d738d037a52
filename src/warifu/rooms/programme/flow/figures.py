"""Whose move: the yearly figures of the joint committee."""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, State
from warifu.rooms.programme.flow.steps import waiting

FIGURES = Flow(
    "figures",
    {"programme/figures": "stated"},
    {
        "stated": waiting(
            RESPONDER,
            ("withdraw_figures", OPENER, "withdrawn"),
            ("agree_figures", RESPONDER, "agreed"),
            ("differ_figures", RESPONDER, "differs"),
        ),
        "differs": waiting(
            OPENER,
            ("withdraw_figures", OPENER, "withdrawn"),
            ("restate_figures", OPENER, "stated"),
            ("settle_figures", OPENER, "settled"),
        ),
        "agreed": State(),
        "settled": State(),
        "withdrawn": State(),
    },
)

FLOWS: tuple[Flow, ...] = (FIGURES,)
