"""The tables of the smaller cases for Django, which creates and reads them.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
``rows`` makes what stands here, ``record.projection`` writes it in plain SQL, a test holds both against each other.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Dealing(models.Model):
    """A past dealing as one side's register holds it."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    reference = Text()
    party = Text()
    place = Int()
    provider = Text()
    category = Text()
    item = Text()
    stock = Text()
    amount = Text()
    unit = Text()
    value = Text()
    currency = Text()
    on_day = Int()
    their_reference = Text()
    own_unit = Text()
    other_unit = Text()
    activity = Text()
    venue = Text()
    receipt_held = Text()
    settled = Text()
    instant = Int()
    zone = Text()
    step = Text()
    status = Text()
    sealed = Int()
    exercise = Bool()

    class Meta:
        db_table = "logistics_dealing"
        indexes = (models.Index(fields=["pair", "party"], name="dealing_party"),)


class Match(models.Model):
    """A match act and whether it is agreed."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    proposer = Text()
    pairs = Int()
    on_day = Int()
    state = Text()
    agreed = Bool()

    class Meta:
        db_table = "logistics_match"


class Pair(models.Model):
    """Two dealings held to be one; ``ours`` and ``theirs`` as the proposer sees them."""

    pk = models.CompositePrimaryKey("pair", "case", "part")
    pair = Text()
    case = Bytes()
    part = Int()
    ours = Bytes()
    theirs = Bytes()
    proposer = Text()
    provider = Text()
    commodity = Text()
    amount = Text()
    unit = Text()
    value = Text()
    currency = Text()
    on_day = Int()
    settled = Text()
    corrected = Text()
    state = Text()
    agreed = Bool()

    class Meta:
        db_table = "logistics_pair"
        indexes = (
            models.Index(fields=["pair", "ours"], name="pair_ours"),
            models.Index(fields=["pair", "theirs"], name="pair_theirs"),
        )


class Statement(models.Model):
    """A statement put to both sides for signature."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    form = Text()
    proposer = Text()
    as_of = Int()
    on_day = Int()
    matched = Int()
    differing = Int()
    only_ours = Int()
    only_theirs = Int()
    undetermined = Int()
    state_digest = Bytes()
    state = Text()
    agreed = Bool()

    class Meta:
        db_table = "logistics_statement"


class Total(models.Model):
    """One balance on a statement."""

    pk = models.CompositePrimaryKey("pair", "case", "part")
    pair = Text()
    case = Bytes()
    part = Int()
    debtor = Text()
    creditor = Text()
    commodity = Text()
    amount = Text()

    class Meta:
        db_table = "logistics_total"


class SetOff(models.Model):
    """A set-off, shown gross."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    proposer = Text()
    rest = Text()
    currency = Text()
    rest_owed_by = Text()
    on_day = Int()
    state = Text()
    agreed = Bool()

    class Meta:
        db_table = "logistics_set_off"


class SetOffItem(models.Model):
    """One claim in a set-off."""

    pk = models.CompositePrimaryKey("pair", "case", "part")
    pair = Text()
    case = Bytes()
    part = Int()
    invoice = Bytes()
    debtor = Text()
    amount = Text()
    currency = Text()

    class Meta:
        db_table = "logistics_set_off_item"
        indexes = (models.Index(fields=["pair", "invoice"], name="set_off_item_invoice"),)


class Price(models.Model):
    """A standing price or offer."""

    pk = models.CompositePrimaryKey("pair", "case", "line")
    pair = Text()
    case = Bytes()
    line = Int()
    number = Text()
    provider = Text()
    issuing = Text()
    category = Text()
    item = Text()
    stock = Text()
    unit = Text()
    amount = Text()
    price = Text()
    currency = Text()
    basis = Text()
    ground = Text()
    activity = Text()
    valid_from = Int()
    valid_to = Int()
    state = Text()
    limited = Bool(default=False)
    drawn = Text(default="")
    left = Text(default="")

    class Meta:
        db_table = "logistics_price"


class Onward(models.Model):
    """A request to pass goods on: what was asked, consented, drawn, passed, and what remains."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    asker = Text()
    consenter = Text()
    receipt = Bytes()
    item = Text()
    unit = Text()
    asked = Text()
    consented = Text()
    drawn = Text()
    passed = Text()
    remaining = Text()
    recipient = Text()
    purpose = Text()
    until = Int()
    conditions = Text()
    state = Text()
    agreed = Bool()

    class Meta:
        db_table = "logistics_onward"


class Draw(models.Model):
    """A draw on a consent, or goods passed on (``kind``), and whether the one is covered by the other."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    kind = Text()
    recipient = Text()
    amount = Text()
    unit = Text()
    allotment = Bool()
    on_day = Int()
    covered = Bool()
    effective = Bool()

    class Meta:
        db_table = "logistics_draw"


class Precedent(models.Model):
    """A human ruling on a doubtful item."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    item = Text()
    ruling = Text()
    supply = Text()
    category = Text()
    proposer = Text()
    on_day = Int()
    state = Text()
    agreed = Bool()

    class Meta:
        db_table = "logistics_precedent"


class RegisterRow(models.Model):
    """National: where in a register's file a past dealing stood; its cells are a text."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    batch = Text()
    sheet = Text()
    row = Int()
    dealing = Bytes()
    on_day = Int()

    class Meta:
        db_table = "logistics_register_row"
        indexes = (models.Index(fields=["pair", "batch"], name="register_row_batch"),)
