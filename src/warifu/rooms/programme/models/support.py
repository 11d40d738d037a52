"""The tables of standing offers of support.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Support(models.Model):
    """An offer as it stands: who gives, from which unit, from when to when, whether the other side took note."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    provider = Text()
    issuing = Text()
    from_day = Int()
    to_day = Int()
    noted = Bool()
    known = Bool()
    state = Text()

    class Meta:
        db_table = "programme_support"


class SupportLine(models.Model):
    """One thing offered; ``line`` is the number that the offer gives it."""

    pk = models.CompositePrimaryKey("pair", "case", "number")
    pair = Text()
    case = Bytes()
    number = Int()
    line = Int()
    category = Text()
    item = Text()
    supply = Text()
    amount = Text()
    unit = Text()
    price = Text()
    currency = Text()
    basis = Text()
    place = Text()

    class Meta:
        db_table = "programme_support_line"
