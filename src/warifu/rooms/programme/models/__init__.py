"""The tables of this room for Django, which creates and reads them; ``rows_*`` makes what stands there.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from warifu.rooms.programme.models.activity import Activity
from warifu.rooms.programme.models.announcement import Announcement, Wording
from warifu.rooms.programme.models.common import Case, Clock, Trouble

__all__ = ["Activity", "Announcement", "Case", "Clock", "Trouble", "Wording"]
