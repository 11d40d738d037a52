"""The table of commitments of ministers' meetings.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Commitment(models.Model):
    """A commitment as it stands: of which meeting, whose, until when, how far, by when it was fulfilled."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    meeting = Text()
    meeting_day = Int()
    owner = Text()
    due = Int()
    area = Text()
    put_by = Text()
    agreed = Bool()
    standing = Text()
    expected = Int(null=True)
    fulfilled = Int(null=True)
    fulfilled_by = Int()
    changing = Bool()
    state = Text()

    class Meta:
        db_table = "programme_commitment"
