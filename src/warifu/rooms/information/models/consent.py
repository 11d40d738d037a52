"""The tables of consents: what is left of each, for which items, and every draw.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Consent(models.Model):
    """A consent as it stands: for what use, to whom, how often, until when, what is left."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    use = Text()
    asker = Text()
    recipient = Text()
    language = Text()
    asked = Int()
    given = Int()
    left = Int(null=True)
    until = Int()
    conditions = Text()
    written_approval = Text()
    copies = Text()
    agreed = Bool()
    state = Text()

    class Meta:
        db_table = "information_consent"


class ConsentItem(models.Model):
    """An item that a consent is about, by its register act."""

    pk = models.CompositePrimaryKey("pair", "case", "item")
    pair = Text()
    case = Bytes()
    item = Bytes()

    class Meta:
        db_table = "information_consent_item"
        indexes = (models.Index(fields=["pair", "item"], name="information_consent_of_item"),)


class Draw(models.Model):
    """A draw on a consent."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    count = Int()
    recipient = Text()
    copies = Text()
    on = Int()
    agreed = Bool()

    class Meta:
        db_table = "information_draw"
