"""Whose move it is in the cases of this room, gathered from its parts: root kind to flow."""

from __future__ import annotations

from warifu.rooms.information.flow import consent, facility, holdings, house, incident, item, visit

FLOWS = {
    kind: flow
    for part in (item, consent, holdings, visit, facility, incident, house)
    for flow in part.FLOWS
    for kind in flow.start
}
