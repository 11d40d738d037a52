"""The tables of yearly figures.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Year(models.Model):
    """The figures of a year as they stand."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    year = Int()
    as_of = Int()
    stated_by = Text()
    own_size = Int()
    other_size = Int()
    figures = Int()
    differences = Int()
    agreed = Bool()
    state = Text()

    class Meta:
        db_table = "programme_year"
        indexes = (models.Index(fields=["pair", "year"], name="programme_year_year"),)


class Figure(models.Model):
    """One figure: as stated, and as the other side counts it where that differs."""

    pk = models.CompositePrimaryKey("pair", "case", "place")
    pair = Text()
    case = Bytes()
    place = Int()
    name = Text()
    stated = Text()
    other = Text()
    differs = Bool()

    class Meta:
        db_table = "programme_figure"
