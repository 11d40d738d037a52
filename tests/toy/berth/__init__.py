"""The room of berths, invented for a trial: a ship asks for a place alongside, in one ``ROOM``. Floor 3a, pure."""

from __future__ import annotations

from warifu.law.room import Room
from warifu.rooms.berth.acts import KINDS, REMARKS
from warifu.rooms.berth.checks import CHECKS
from warifu.rooms.berth.flow import FLOWS, due
from warifu.rooms.berth.rows import TABLES, rows
from warifu.rooms.berth.terms import evolve

__all__ = ["ROOM"]

ROOM = Room("berth", KINDS, FLOWS, evolve, CHECKS, rows, TABLES, unclassified=frozenset({REMARKS}), due=due)
