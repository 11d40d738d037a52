"""The room of the parties: roll, pins, handovers, preparation and approval, in one ``ROOM``. Floor 3a, pure."""

from __future__ import annotations

from warifu.law.room import Room
from warifu.rooms.parties.acts import KINDS
from warifu.rooms.parties.checks import CHECKS
from warifu.rooms.parties.flow import FLOWS
from warifu.rooms.parties.rows import TABLES, rows
from warifu.rooms.parties.terms import evolve

__all__ = ["ROOM"]

ROOM = Room("parties", KINDS, FLOWS, evolve, CHECKS, rows, TABLES)
