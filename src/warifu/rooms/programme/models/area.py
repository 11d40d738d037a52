"""The tables of areas of cooperation and their contacts.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Area(models.Model):
    """An area as it stands: what it is about, from when to when, how many contacts each side has named."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    form = Text()
    code = Text()
    proposed_by = Text()
    from_day = Int()
    to_day = Int(null=True)
    contacts = Int()
    agreed = Bool()
    changing = Bool()
    state = Text()

    class Meta:
        db_table = "programme_area"


class Contact(models.Model):
    """A contact of one side, as a post."""

    pk = models.CompositePrimaryKey("pair", "case", "number")
    pair = Text()
    case = Bytes()
    number = Int()
    party = Text()
    post = Text()
    desk = Text()
    at_all_hours = Bool()

    class Meta:
        db_table = "programme_contact"
