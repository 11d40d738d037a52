"""The tables of incidents: what they touch, measures.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Incident(models.Model):
    """An incident: what, whose, by when it had to be told and when it was, what was found, what is open."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    what = Text()
    opener = Text()
    holder = Text()
    originator = Text()
    marking = Text()
    discovered = Int()
    told = Int()
    tell_by = Int()
    late = Bool()
    place = Text()
    acknowledged = Int(null=True)
    investigated_by = Text()
    expected = Int(null=True)
    found = Text()
    final = Bool()
    result_on = Int(null=True)
    persons = Int()
    damage = Text()
    measures = Int()
    open_measures = Int()
    items = Int()
    recovered = Int()
    reopened = Int()
    state = Text()
    level = Int()
    circle = Text()
    exercise = Bool()

    class Meta:
        db_table = "information_incident"


class IncidentItem(models.Model):
    """An item that an incident touches: the act cited, the case of the item, the copies, and those found again."""

    pk = models.CompositePrimaryKey("pair", "case", "place")
    pair = Text()
    case = Bytes()
    place = Int()
    act = Bytes()
    item = Bytes()
    number = Text()
    copies = Text()
    recovered = Text()

    class Meta:
        db_table = "information_incident_item"


class Measure(models.Model):
    """A measure: what, whose, by when, and when it was done."""

    pk = models.CompositePrimaryKey("pair", "case", "number")
    pair = Text()
    case = Bytes()
    number = Int()
    measure = Text()
    party = Text()
    due = Int()
    done = Int(null=True)
    act = Bytes()

    class Meta:
        db_table = "information_measure"
