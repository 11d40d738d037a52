"""Whose move: standing offers of support: offered, noted, changed or withdrawn by who offers.

Law: nothing is awaited: an offer stands without an answer, and a note of it promises nothing. A withdrawal outranks a
change and a note.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, State
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.flow.steps import steps

_ITS_OWN = (("support_withdraw", OPENER, "withdrawn"), ("support_amend", OPENER, "offered"))
SUPPORT = Flow(
    "support",
    {P + "support_offer": "offered"},
    {
        "offered": State(steps(*_ITS_OWN, ("support_taken_note", RESPONDER, "noted"))),
        "noted": State(steps(*_ITS_OWN)),
        "withdrawn": State(),
    },
)

FLOWS: tuple[Flow, ...] = (SUPPORT,)
