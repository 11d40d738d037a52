"""Kinds of act of this room, gathered from its parts.

Law: a case is one activity, one standing offer, one commitment, one consultation, one area, one announcement, one
year of figures. Names and wordings are texts; what is announced is public and signed as such.
"""

from __future__ import annotations

from warifu.rooms.programme.acts import activity, announcement, area, commitment, common, consultation, figures, support

KINDS = {
    **common.KINDS,
    **activity.KINDS,
    **support.KINDS,
    **commitment.KINDS,
    **consultation.KINDS,
    **area.KINDS,
    **announcement.KINDS,
    **figures.KINDS,
}
