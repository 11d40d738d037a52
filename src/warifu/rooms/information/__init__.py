"""The room of classified information (ISA): register, custody, release, in one ``ROOM``. Floor 3a, pure."""

from __future__ import annotations

from warifu.law.room import Room
from warifu.rooms.information import access
from warifu.rooms.information.acts import KINDS
from warifu.rooms.information.acts.common import SHORT_TITLE
from warifu.rooms.information.checks import CHECKS
from warifu.rooms.information.flow import FLOWS
from warifu.rooms.information.rows import TABLES, rows
from warifu.rooms.information.rows_house import national_rows
from warifu.rooms.information.terms import evolve

__all__ = ["ROOM"]

ROOM = Room(
    "information", KINDS, FLOWS, evolve, CHECKS, rows, TABLES,
    national_rows=national_rows, unclassified=frozenset({SHORT_TITLE}), access=access.answered,
)  # fmt: skip
