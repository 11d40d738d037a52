"""Kinds of act of this room, gathered from its parts.

Law: a case is one opportunity, one project, one transfer, one consent; national: one screening of a transfer. What
people will takes turns; what was shipped, received, used, returned or disposed of is fact. Names in words are texts.
"""

from __future__ import annotations

from warifu.rooms.equipment.acts import common, consent, house, opportunity, project, running, transfer

KINDS = {
    **common.KINDS,
    **opportunity.KINDS,
    **project.KINDS,
    **running.KINDS,
    **transfer.KINDS,
    **consent.KINDS,
    **house.KINDS,
}
