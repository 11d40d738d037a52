"""The tables that all flows of this room share: heads of cases, clocks, what is wrong (``rooms.tables``)."""

from __future__ import annotations

from warifu.rooms import tables


class Case(tables.Case):
    """A case of this room."""

    class Meta(tables.Case.Meta):
        db_table = "equipment_case"


class Clock(tables.Clock):
    """Something due in a case of this room."""

    class Meta(tables.Clock.Meta):
        db_table = "equipment_clock"


class Trouble(tables.Trouble):
    """Something that somebody has to see to in a case of this room."""

    class Meta(tables.Trouble.Meta):
        db_table = "equipment_trouble"
