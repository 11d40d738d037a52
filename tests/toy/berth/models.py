"""The tables of this room for Django, which creates and reads them; ``rows`` makes what stands there."""

from __future__ import annotations

from django.db import models

from warifu.rooms import tables
from warifu.rooms.tables import Bytes, Int, Text


class Case(tables.Case):
    """A stay among all cases."""

    class Meta(tables.Case.Meta):
        db_table = "berth_case"


class Clock(tables.Clock):
    """Something due in a stay."""

    class Meta(tables.Clock.Meta):
        db_table = "berth_clock"


class Trouble(tables.Trouble):
    """Something that somebody has to see to in a stay."""

    class Meta(tables.Trouble.Meta):
        db_table = "berth_trouble"


class Stay(models.Model):
    """A stay as asked for and given."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    ship = Text()
    port = Text()
    length = Text()
    unit = Text()
    berth = Text()
    from_day = Int()
    to_day = Int()
    utilities = Text()

    class Meta:
        db_table = "berth_stay"


class Call(models.Model):
    """The ship came or sailed."""

    pk = models.CompositePrimaryKey("pair", "case", "number")
    pair = Text()
    case = Bytes()
    number = Int()
    what = Text()
    on_day = Int()
    status = Text()
    act = Bytes()

    class Meta:
        db_table = "berth_call"
