"""The tables of transfers: what was applied for and decided, who holds what, what has happened.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Transfer(models.Model):
    """A transfer: on what ground, for what end use, by which undertaking and decision, and whether all is at rest."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    transfer_ground = Text()
    asker = Text()
    provider = Text()
    rests_on = Bytes()
    end_use = Text()
    from_day = Int()
    to_day = Int()
    form_given = Text()
    form_version = Text()
    newest_version = Text()
    old_form = Bool()
    signed_by = Text()
    undertaken_on = Int(null=True)
    decided_on = Int(null=True)
    reference = Text()
    as_known_at = Int(null=True)
    appealed = Text()
    discrepancies = Int()
    agreed = Bool()
    state = Text()

    class Meta:
        db_table = "equipment_transfer"


class TransferShare(models.Model):
    """One item for one recipient: asked, decided, licensed, and where it is. Quantities in the item's unit."""

    pk = models.CompositePrimaryKey("pair", "case", "place")
    pair = Text()
    case = Bytes()
    place = Int()
    item = Text()
    recipient = Text()
    unit = Text()
    uk_entry = Text()
    jp_entry = Text()
    nature = Text()
    recipient_country = Text()
    recipient_role = Text()
    recipient_body = Text()
    applied = Text()
    outcome = Text()
    granted = Text()
    conditions = Text()
    reasons = Text()
    valid_from = Int(null=True)
    valid_to = Int(null=True)
    licence = Text()
    who_ruled = Text()
    licensed_to = Int(null=True)
    shipped = Text()
    under_way = Text()
    received = Text()
    held_now = Text()
    returned = Text()
    disposed = Text()
    passed_on = Text()
    lost = Text()
    taken_back = Text()

    class Meta:
        db_table = "equipment_transfer_share"


class Passed(models.Model):
    """Something was passed on under a draw."""

    pk = models.CompositePrimaryKey("pair", "case", "act", "place")
    pair = Text()
    case = Bytes()
    act = Bytes()
    place = Int()
    draw = Bytes()
    on_day = Int()
    party = Text()
    answered = Bool()

    class Meta:
        db_table = "equipment_passed"
        indexes = (models.Index(fields=["pair", "draw"], name="equipment_passed_draw"),)


class TransferMoved(models.Model):
    """One line of what has happened."""

    pk = models.CompositePrimaryKey("pair", "case", "act", "line")
    pair = Text()
    case = Bytes()
    act = Bytes()
    line = Int()
    stage = Text()
    on_day = Int()
    party = Text()
    item = Text()
    recipient = Text()
    quantity = Text()
    unit = Text()
    said = Text()
    status = Text()

    class Meta:
        db_table = "equipment_transfer_moved"
