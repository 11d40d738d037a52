"""The tables of this room for Django, which creates and reads them; ``rows_*`` makes what stands there.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from warifu.rooms.equipment.models.common import Case, Clock, Trouble

__all__ = ["Case", "Clock", "Trouble"]
