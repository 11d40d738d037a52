"""Whose move it is in the cases of this room, gathered from its parts: root kind to flow."""

from __future__ import annotations

from warifu.rooms.programme.flow import activity, announcement, area, commitment, consultation, figures, support

FLOWS = {
    kind: flow
    for part in (activity, support, commitment, consultation, area, announcement, figures)
    for flow in part.FLOWS
    for kind in flow.start
}
