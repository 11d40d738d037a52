"""What cases of this room speak of: acts of this or another room, by digest."""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Link(models.Model):
    """An act that a case speaks of, and what for."""

    pk = models.CompositePrimaryKey("pair", "case", "number")
    pair = Text()
    case = Bytes()
    number = Int()
    what = Text()
    act = Bytes()
    by_act = Bytes()
    standing = Bool()

    class Meta:
        db_table = "programme_link"
        indexes = (models.Index(fields=["pair", "act"], name="programme_link_of_act"),)
