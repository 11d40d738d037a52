"""Kinds of act of this room, gathered from its parts.

Law: a case is one item, one consent, one statement of holdings, one visit, one facility, one incident. What people will
takes turns; where a copy is and what became of it are facts. Titles are texts: 1 an unclassified short title, 2 the
classified one; neither ever stands in a body.
"""

from __future__ import annotations

from warifu.rooms.information.acts import common, consent, facility, holdings, house, incident, item, visit

KINDS = {
    **common.KINDS,
    **item.KINDS,
    **consent.KINDS,
    **holdings.KINDS,
    **visit.KINDS,
    **facility.KINDS,
    **incident.KINDS,
    **house.KINDS,
}
