"""Whose move: opportunities for industry.

Law: the other side opens it, and either closes it. What firms declare is fact, also after the closing day: a late
declaration is on record, and irregular.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, State
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.flow.steps import steps, waiting

_TOLD = frozenset({E + "interest"})

OPPORTUNITY = Flow(
    "opportunity",
    {E + "opportunity": "proposed"},
    {
        "proposed": waiting(
            RESPONDER,
            ("withdraw_opportunity", OPENER, "withdrawn"),
            ("decline_opportunity", RESPONDER, "declined"),
            ("open_to_industry", RESPONDER, "open_to_firms"),
        ),
        "open_to_firms": State(
            steps(
                ("close", OPENER, "closed"),
                ("close", RESPONDER, "closed"),
                ("ratify", OPENER, "open_to_firms"),
                ("ratify", RESPONDER, "open_to_firms"),
            ),
            None,
            _TOLD,
        ),
        "closed": State(steps(("ratify", OPENER, "closed"), ("ratify", RESPONDER, "closed")), None, _TOLD),
        "declined": State(),
        "withdrawn": State(),
    },
)

FLOWS: tuple[Flow, ...] = (OPPORTUNITY,)
