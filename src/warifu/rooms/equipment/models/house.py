"""The tables of screenings in our own house; their rows stand under the pair ``national``.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Screening(models.Model):
    """A screening: of which transfer, until when, how far it is, what it came to."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    transfer = Bytes()
    transfer_number = Text()
    begun = Int()
    due = Int()
    important = Bool()
    departments = Int()
    answered = Int()
    signed = Text()
    granted_to = Text()
    refused_to = Text()
    as_known_at = Int(null=True)
    council = Text()
    done = Int(null=True)
    state = Text()

    class Meta:
        db_table = "equipment_screening"


class Advice(models.Model):
    """A department that was asked: until when, to whom it handed on, what it advised."""

    pk = models.CompositePrimaryKey("pair", "case", "place")
    pair = Text()
    case = Bytes()
    place = Int()
    department = Text()
    delegate = Text()
    asked_day = Int()
    due = Int()
    answered = Int(null=True)
    recipient = Text()
    opinion = Text()
    conditions = Text()
    reasons = Text()

    class Meta:
        db_table = "equipment_advice"


class Countersigned(models.Model):
    """One step of the countersigning."""

    pk = models.CompositePrimaryKey("pair", "case", "place")
    pair = Text()
    case = Bytes()
    place = Int()
    step = Text()
    on_day = Int()
    officer = Bytes()

    class Meta:
        db_table = "equipment_countersigned"
