"""The tables of contractors and facilities: assurance, inspections and changes.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Facility(models.Model):
    """A firm's place: what was asked, what is assured and until when, who keeps it, when it is inspected next."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    opener = Text()
    authority = Text()
    firm = Text()
    site = Text()
    country = Text()
    purpose = Text()
    asked = Text()
    until = Int()
    marking = Text()
    level_assured = Int()
    valid_to = Int(null=True)
    custodian = Text()
    register_kept = Bool()
    persons = Int()
    conditions = Text()
    reference = Text()
    inspected = Int(null=True)
    result = Text()
    next_due = Int(null=True)
    doubtful = Int()
    subcontract = Bool()
    above = Bytes()
    held = Int()
    disposal = Text()
    state = Text()
    level = Int()
    circle = Text()
    exercise = Bool()

    class Meta:
        db_table = "information_facility"


class Inspection(models.Model):
    """An inspection or a change: what, when, with what result, and what is due after it."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    what = Text()
    on_day = Int()
    form = Text()
    result = Text()
    inspector = Text()
    found = Text()
    correct_by = Int(null=True)
    next_due = Int(null=True)
    to = Text()
    side = Text()
    answered = Bool()
    status = Text()

    class Meta:
        db_table = "information_inspection"
