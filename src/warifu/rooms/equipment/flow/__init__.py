"""Whose move it is in the cases of this room, gathered from its parts: root kind to flow."""

from __future__ import annotations

from warifu.rooms.equipment.flow import consent, house, opportunity, project, transfer

FLOWS = {
    kind: flow
    for part in (opportunity, project, transfer, consent, house)
    for flow in part.FLOWS
    for kind in flow.start
}
