"""The room of the programme: activities, commitments, consultations, announcements, in one ``ROOM``. Floor 3a, pure."""

from __future__ import annotations

from warifu.law.room import Room
from warifu.rooms.programme.acts import KINDS
from warifu.rooms.programme.checks import CHECKS
from warifu.rooms.programme.flow import FLOWS
from warifu.rooms.programme.rows import TABLES, rows
from warifu.rooms.programme.terms import evolve

__all__ = ["ROOM"]

ROOM = Room("programme", KINDS, FLOWS, evolve, CHECKS, rows, TABLES)
