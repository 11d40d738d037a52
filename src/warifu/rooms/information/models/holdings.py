"""The tables of statements of holdings: what is stated, and what the originator says differs.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Statement(models.Model):
    """A statement of holdings as it stands."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    holder = Text()
    as_of = Int()
    items = Int()
    copies = Int()
    part = Int()
    parts = Int()
    differences = Int()
    agreed = Bool()
    state = Text()

    class Meta:
        db_table = "information_statement"
        indexes = (models.Index(fields=["pair", "holder", "as_of"], name="information_statement_year"),)


class Held(models.Model):
    """A copy that a statement lists, of the item by its register act."""

    pk = models.CompositePrimaryKey("pair", "case", "place")
    pair = Text()
    case = Bytes()
    place = Int()
    item = Bytes()
    number = Text()
    copy = Text()

    class Meta:
        db_table = "information_held"


class Difference(models.Model):
    """A difference that the originator names."""

    pk = models.CompositePrimaryKey("pair", "case", "place")
    pair = Text()
    case = Bytes()
    place = Int()
    number = Text()
    copy = Text()
    what = Text()

    class Meta:
        db_table = "information_difference"
