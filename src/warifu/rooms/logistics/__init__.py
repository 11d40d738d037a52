"""The room of supplies and services (ACSA): kinds, flows, terms, checks and rows in one ``ROOM``. Floor 3a, pure."""

from __future__ import annotations

from warifu.law.room import Room
from warifu.rooms.logistics import ownlaw, ownlaw_hands
from warifu.rooms.logistics.acts import KINDS
from warifu.rooms.logistics.checks import CHECKS
from warifu.rooms.logistics.evolution import evolve
from warifu.rooms.logistics.flow import FLOWS
from warifu.rooms.logistics.rows import TABLES, rows
from warifu.rooms.logistics.rows_small import USES

__all__ = ["ROOM"]

ROOM = Room("logistics", KINDS, FLOWS, evolve, CHECKS | ownlaw.CHECKS | ownlaw_hands.CHECKS, rows, TABLES, USES)
