"""The room of defence equipment (DECF): projects, transfers, consents, in one ``ROOM``. Floor 3a, pure."""

from __future__ import annotations

from warifu.law.room import Room
from warifu.rooms.equipment.acts import KINDS
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.checks import CHECKS
from warifu.rooms.equipment.due import due
from warifu.rooms.equipment.flow import FLOWS
from warifu.rooms.equipment.rows import TABLES, rows
from warifu.rooms.equipment.rows_house import national_rows
from warifu.rooms.equipment.terms import evolve

__all__ = ["ROOM"]

_DECIDES = ("decision", "refusal", "appeal_decision", "appeal_refusal")

ROOM = Room(
    "equipment", KINDS, FLOWS, evolve, CHECKS, rows, TABLES,
    national_rows=national_rows, asks_home={E + name: E + "screening" for name in _DECIDES}, due=due,
)  # fmt: skip
