"""The tables of visits: as asked and approved, visitors, attendances.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Visit(models.Model):
    """A visit as asked for and as approved: days, highest level, how many are let in, how many came."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    form = Text()
    opener = Text()
    host = Text()
    agency = Text()
    sites = Text()
    programme = Text()
    purpose = Text()
    initiative = Text()
    from_day = Int()
    to_day = Int()
    marking = Text()
    visitors = Int()
    certificate = Text()
    approved_from = Int(null=True)
    approved_to = Int(null=True)
    approved_marking = Text()
    approved = Int()
    conditions = Text()
    reference = Text()
    papers = Text()
    changing = Bool()
    attendances = Int()
    irregular = Int()
    state = Text()
    level = Int()
    circle = Text()
    exercise = Bool()

    class Meta:
        db_table = "information_visit"


class Visitor(models.Model):
    """A visitor: number of the person, why, the attestation as given, whether let in and on what ground, when there."""

    pk = models.CompositePrimaryKey("pair", "case", "place")
    pair = Text()
    case = Bytes()
    place = Int()
    person = Text()
    nationality = Text()
    agency = Text()
    need = Text()
    issuer = Text()
    marking = Text()
    valid_to = Int(null=True)
    approved = Bool()
    ground = Text()
    days = Int()
    last_day = Int(null=True)

    class Meta:
        db_table = "information_visitor"


class Attendance(models.Model):
    """Who came, when and where, and up to which level something was shown."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    on_day = Int()
    site = Text()
    persons = Text()
    shown = Text()
    side = Text()
    status = Text()

    class Meta:
        db_table = "information_attendance"
