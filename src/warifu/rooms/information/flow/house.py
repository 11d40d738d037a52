"""Whose move: what stays in our own house: attestations, need-to-know, custodians, musters, decisions, openings.

Law: all cases here are one party's own, in its national log; nobody across the border waits, so no state names a turn.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, Flow, State
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.flow.steps import steps


def _state(*rows: tuple[str, str]) -> State:
    return State(steps(*((kind, OPENER, to) for kind, to in rows)))


ATTESTATION = Flow(
    "attestation",
    {I + "attestation": "attested"},
    {"attested": _state(("attestation_ended", "ended")), "ended": State()},
)
NEED = Flow(
    "need",
    {I + "need": "needed"},
    {"needed": _state(("briefed", "needed"), ("need_ended", "ended")), "ended": State()},
)
PLACE = Flow(
    "place",
    {I + "place": "accredited"},
    {"accredited": _state(("place_ended", "ended")), "ended": State()},
)
CUSTODIAN = Flow(
    "custodian",
    {I + "custodian": "in_charge"},
    {
        "in_charge": _state(("custody_offer", "handed"), ("custody_moved", "in_charge"), ("custody_ended", "ended")),
        "handed": _state(("custody_taken", "in_charge"), ("custody_declined", "in_charge"), ("custody_ended", "ended")),
        "ended": State(),
    },
)
MUSTER = Flow(
    "muster",
    {I + "muster": "begun"},
    {
        "begun": _state(("muster_closed", "closed")),
        "closed": _state(("muster_countersigned", "countersigned")),
        "countersigned": State(),
    },
)
SHEET = Flow(
    "muster_sheet",
    {I + "muster_sheet": "open"},
    {"open": _state(("sighted", "open"), ("sheet_closed", "closed")), "closed": State()},
)
ACCESS = Flow(
    "access",
    {I + "access": "decided"},
    {"decided": _state(("opened", "decided"))},
)
VAULT = Flow("vault_destroyed", {I + "vault_destroyed": "recorded"}, {"recorded": State()})

FLOWS: tuple[Flow, ...] = (ATTESTATION, NEED, PLACE, CUSTODIAN, MUSTER, SHEET, ACCESS, VAULT)
