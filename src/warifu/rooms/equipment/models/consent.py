"""The tables of consents: each line with what is left of it, draws, third states' consents, what came after.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
Quantities are exact decimals written out.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Consent(models.Model):
    """A consent as it stands: for what use and end use, until when, by when an answer is asked for."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    use = Text()
    asker = Text()
    originator = Text()
    end_use = Text()
    asked_day = Int()
    deadline = Int()
    until = Int()
    channel = Text()
    offered = Text()
    reference = Text()
    conditions = Text()
    partners = Text()
    lacking = Text()
    agreed = Bool()
    state = Text()
    revoked_on = Int(null=True)

    class Meta:
        db_table = "equipment_consent"


class ConsentLine(models.Model):
    """So many of an item for a recipient: asked, given, drawn, passed on by a ruling, left."""

    pk = models.CompositePrimaryKey("pair", "case", "line")
    pair = Text()
    case = Bytes()
    line = Int()
    key = Text()
    item = Text()
    recipient = Text()
    country = Text()
    unit = Text()
    requested = Text()
    given = Text()
    drawn = Text()
    carried = Text()
    left = Text()
    origin = Text()
    transfer = Bytes()

    class Meta:
        db_table = "equipment_consent_line"
        indexes = (models.Index(fields=["pair", "key"], name="equipment_consent_of_item"),)


class Draw(models.Model):
    """One line of a draw, with whether the other side has confirmed it."""

    pk = models.CompositePrimaryKey("pair", "case", "act", "line")
    pair = Text()
    case = Bytes()
    act = Bytes()
    line = Int()
    item = Text()
    recipient = Text()
    quantity = Text()
    unit = Text()
    on_day = Int()
    agreed = Bool()

    class Meta:
        db_table = "equipment_draw"


class Third(models.Model):
    """A third state's consent as a document."""

    pk = models.CompositePrimaryKey("pair", "case", "line")
    pair = Text()
    case = Bytes()
    line = Int()
    state = Text()
    reference = Text()
    given_day = Int()
    until = Int(null=True)
    party = Text()
    confirmed = Bool()

    class Meta:
        db_table = "equipment_third"


class Succession(models.Model):
    """What came after something named in the consent, and how the originator has ruled."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    change = Text()
    old = Text()
    new = Text()
    country = Text()
    on_day = Int()
    party = Text()
    effect = Text()
    ruling_act = Bytes()

    class Meta:
        db_table = "equipment_succession"
