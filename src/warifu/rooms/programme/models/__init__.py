"""The tables of this room for Django, which creates and reads them; ``rows_*`` makes what stands there.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from warifu.rooms.programme.models.activity import Activity
from warifu.rooms.programme.models.announcement import Announcement, Wording
from warifu.rooms.programme.models.area import Area, Contact
from warifu.rooms.programme.models.commitment import Commitment
from warifu.rooms.programme.models.common import Case, Clock, Trouble
from warifu.rooms.programme.models.consultation import Consultation, Session
from warifu.rooms.programme.models.figures import Figure, Year
from warifu.rooms.programme.models.link import Link
from warifu.rooms.programme.models.support import Support, SupportLine

__all__ = [
    "Activity", "Announcement", "Area", "Case", "Clock", "Commitment", "Consultation", "Contact", "Figure", "Link",
    "Session", "Support", "SupportLine", "Trouble", "Wording", "Year",
]  # fmt: skip
