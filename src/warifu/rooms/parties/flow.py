"""The cases of this room: a party's roll, a pin, a handover, a draft prepared and approved, a hold, a line followed up.

Law: all are one party's own; the other side sees the roll and handovers and has no step in them. Nobody across the
border waits, so no state names a turn.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, Flow, State, Step
from warifu.rooms.parties.acts import ROLL_KINDS

_P = "parties/"

ROLL = Flow(
    "roll",
    {_P + "found": "founded"},
    {
        "founded": State(
            facts=frozenset(
                {*ROLL_KINDS, _P + "affirm", _P + "erase", _P + "erase_request", _P + "reaffirm"} - {_P + "found"}
            ),
        )
    },
)

PIN = Flow("pin", {_P + "pin": "pinned"}, {"pinned": State()})

HANDOVER = Flow(
    "handover",
    {_P + "handover": "handed_over"},
    {
        "handed_over": State(
            (Step(_P + "withdraw", OPENER, "withdrawn", 4), Step(_P + "takeover", OPENER, "taken_over", 2)),
        ),
        "taken_over": State(),
        "withdrawn": State(),
    },
)

PREPARATION = Flow(
    "preparation",
    {_P + "preparation": "prepared"},
    {
        "prepared": State(
            (
                Step(_P + "signature", OPENER, "signed", 6),
                Step(_P + "return", OPENER, "returned", 4),
                Step(_P + "approval", OPENER, "approved", 2),
            ),
        ),
        "approved": State(
            (Step(_P + "signature", OPENER, "signed", 6), Step(_P + "return", OPENER, "returned", 4)),
        ),
        # In a small unit one officer prepares and signs; somebody else looks at it afterwards.
        "signed": State((Step(_P + "approval", OPENER, "looked_at", 2),)),
        "looked_at": State(),
        "returned": State(),
    },
)

HOLD = Flow(
    "hold",
    {_P + "hold": "held"},
    {"held": State((Step(_P + "hold_lifted", OPENER, "lifted", 2),)), "lifted": State()},
)

FOLLOWED_UP = Flow("followed_up", {_P + "followed_up": "followed_up"}, {"followed_up": State()})

ERASED_AT_HOME = Flow("erase_national", {_P + "erase_national": "erased"}, {"erased": State()})

FLOWS = {
    kind: flow for flow in (ROLL, PIN, HANDOVER, PREPARATION, HOLD, FOLLOWED_UP, ERASED_AT_HOME) for kind in flow.start
}
