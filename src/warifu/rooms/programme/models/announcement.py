"""The tables of announcements for Django, which creates and reads them (``rows_announcement``)."""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Announcement(models.Model):
    """An announcement as it stands."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    form = Text()
    issuers = Text()
    proposed_by = Text()
    state = Text()
    turn = Text()
    since = Int()
    head = Bytes()
    agreed = Bool()
    wordings = Int()
    embargo = Int()
    withdrawn_at = Int(null=True)
    withdrawn_by = Text()
    reason = Text()
    exercise = Bool()
    level = Int()

    class Meta:
        db_table = "programme_announcement"


class Wording(models.Model):
    """A wording of an announcement, and when it is public."""

    pk = models.CompositePrimaryKey("pair", "case", "number")
    pair = Text()
    case = Bytes()
    number = Int()
    act = Bytes()
    agreed_act = Bytes()
    by = Text()
    dated = Int()
    embargo = Int()
    digest_en = Bytes()
    digest_ja = Bytes()
    reason = Text()
    confirmed = Bool()
    agreed_at = Int(null=True)
    public_from = Int(null=True)
    public_until = Int(null=True)

    class Meta:
        db_table = "programme_wording"
