"""The tables of the parties for Django, which creates and reads them.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
``rows`` makes what stands here, ``record.projection`` writes it in plain SQL, a test holds both against each other.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Case(models.Model):
    """A case of this room: a roll, a pin, a handover, a preparation."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    kind = Text()
    number = Text()
    party = Text()
    desk = Text()
    state = Text()
    head = Bytes()
    since = Int()
    acts = Int()
    refused = Int()
    pending = Int()

    class Meta:
        db_table = "parties_case"


class Key(models.Model):
    """A key on the roll: whose, for what, for which days, from and until which place of the party's log."""

    pk = models.CompositePrimaryKey("pair", "case", "key")
    pair = Text()
    case = Bytes()
    key = Bytes()
    party = Text()
    holder = Text()
    purpose = Text()
    algorithm = Int()
    valid_from = Int(null=True)
    valid_to = Int(null=True)
    spare = Bool()
    since = Int()
    until = Int()
    doubtful_since = Int(null=True)

    class Meta:
        db_table = "parties_key"


class Appointment(models.Model):
    """A written delegation; one number may stand several times, one after the other."""

    pk = models.CompositePrimaryKey("pair", "case", "part")
    pair = Text()
    case = Bytes()
    part = Int()
    number = Text()
    party = Text()
    person = Text()
    post = Text()
    roles = Text()
    desks = Text()
    limits = Text()
    valid_from = Int()
    valid_to = Int()
    since = Int()
    until = Int()
    doubtful_since = Int(null=True)

    class Meta:
        db_table = "parties_appointment"


class Holding(models.Model):
    """Who holds a post, or acts for its holder."""

    pk = models.CompositePrimaryKey("pair", "case", "part")
    pair = Text()
    case = Bytes()
    part = Int()
    party = Text()
    post = Text()
    person = Text()
    from_day = Int()
    acting = Bool()
    since = Int()
    until = Int()

    class Meta:
        db_table = "parties_holding"


class Desk(models.Model):
    """A desk, its names in both languages, and the day until which its contact is good."""

    pk = models.CompositePrimaryKey("pair", "case", "part")
    pair = Text()
    case = Bytes()
    part = Int()
    code = Text()
    party = Text()
    name = Text()
    name_ja = Text()
    contact_until = Int(null=True)
    since = Int()

    class Meta:
        db_table = "parties_desk"


class Adoption(models.Model):
    """A pack that this party has adopted."""

    pk = models.CompositePrimaryKey("pair", "case", "part")
    pair = Text()
    case = Bytes()
    part = Int()
    pack = Bytes()
    party = Text()
    name = Text()
    version = Text()
    since = Int()

    class Meta:
        db_table = "parties_adoption"


class Handover(models.Model):
    """A handover of a post: what is open, what is owed, and whether the second hand has signed."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    party = Text()
    post = Text()
    incoming = Text()
    open_cases = Int()
    balances = Int()
    copies = Text()
    on_day = Int()
    state = Text()

    class Meta:
        db_table = "parties_handover"


class Pin(models.Model):
    """A pin of the other side's founding act."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    party = Text()
    root = Bytes()
    replaces = Bytes()
    read_by = Text()
    on_day = Int()

    class Meta:
        db_table = "parties_pin"


class NoEffect(models.Model):
    """A roll act that its signer had no right to sign: on record, without effect."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    kind = Text()
    place = Int()
    findings = Text()

    class Meta:
        db_table = "parties_no_effect"
