"""The tables of consultations and their sessions.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Consultation(models.Model):
    """A consultation as it stands: who called, on what, when both meet, what it has come to."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    subject = Text()
    dispute = Bool()
    level = Text()
    called_by = Text()
    by_day = Int()
    meeting_day = Int(null=True)
    sessions = Int()
    result = Text()
    reference = Text()
    concluded = Int(null=True)
    state = Text()

    class Meta:
        db_table = "programme_consultation"


class Session(models.Model):
    """A session that was held."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    on_day = Int()
    level = Text()
    place = Text()
    posts = Text()
    side = Text()

    class Meta:
        db_table = "programme_session"
