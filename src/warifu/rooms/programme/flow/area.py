"""Whose move: areas of cooperation: proposed, agreed, changed by both, ended by either; contacts are each side's own.

Law: the end of an area outranks every change. New contacts hold without an answer, also beside an open proposal.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, Side, State
from warifu.law.steps import OTHER
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.flow.steps import steps, waiting


def _amending(by: Side) -> State:
    other, here = OTHER[by], f"amending_by_{by}"
    return waiting(
        other,
        ("withdraw_area", by, "agreed"),
        ("agree_area", other, "agreed"),
        ("decline_area", other, "agreed"),
        ("area_contacts", by, here),
        ("area_contacts", other, here),
    )


AREA = Flow(
    "area",
    {P + "area": "proposed"},
    {
        "proposed": waiting(
            RESPONDER,
            ("withdraw_area", OPENER, "withdrawn"),
            ("agree_area", RESPONDER, "agreed"),
            ("decline_area", RESPONDER, "declined"),
        ),
        "agreed": State(
            steps(
                ("area_end", OPENER, "ended"),
                ("area_end", RESPONDER, "ended"),
                ("area_contacts", OPENER, "agreed"),
                ("area_contacts", RESPONDER, "agreed"),
                ("area_amend", OPENER, "amending_by_opener"),
                ("area_amend", RESPONDER, "amending_by_responder"),
            )
        ),
        "amending_by_opener": _amending(OPENER),
        "amending_by_responder": _amending(RESPONDER),
        "ended": State(),
        "declined": State(),
        "withdrawn": State(),
    },
)

FLOWS: tuple[Flow, ...] = (AREA,)
