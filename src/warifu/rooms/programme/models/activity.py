"""The tables of the programme for Django, which creates and reads them.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
``rows`` makes what stands here, ``record.projection`` writes it in plain SQL, a test holds both against each other.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Activity(models.Model):
    """An activity as it stands, whose move it is, and whether both sides have agreed it."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    form = Text()
    ground = Text()
    places = Text()
    sites = Text()
    from_day = Int()
    to_day = Int()
    units = Text()
    other_units = Text()
    proposed_by = Text()
    decision = Text()
    at_request_of = Text()
    state = Text()
    turn = Text()
    since = Int()
    head = Bytes()
    agreed = Bool()
    exercise = Bool()
    pending = Int()

    class Meta:
        db_table = "programme_activity"
