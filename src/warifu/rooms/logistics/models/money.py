"""The tables of what is owed and what is wrong for Django, which creates and reads them.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
``rows`` makes what stands here, ``record.projection`` writes it in plain SQL, a test holds both against each other.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Claim(models.Model):
    """The notice that a claim arose, made at each receipt by itself."""

    pk = models.CompositePrimaryKey("pair", "case", "receipt")
    pair = Text()
    case = Bytes()
    receipt = Bytes()
    number = Text()
    creditor = Text()
    debtor = Text()
    form = Text()
    amount = Text()
    currency = Text()
    to_be_fixed = Bool()
    arisen = Int()
    due = Int()
    invoice = Bytes()
    state = Text()

    class Meta:
        db_table = "logistics_claim"
        indexes = (models.Index(fields=["pair", "state"], name="claim_state"),)


class Invoice(models.Model):
    """A claim in money as invoiced, and all that settles it, gross."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    number = Text()
    creditor = Text()
    debtor = Text()
    currency = Text()
    amount = Text()
    on_day = Int()
    due = Int()
    terms_days = Int()
    paid = Text()
    acknowledged = Text()
    charges = Text()
    credited = Text()
    waived = Text()
    set_off = Text()
    rest = Text()
    done = Int(null=True)
    disputed = Bool()

    class Meta:
        db_table = "logistics_invoice"
        indexes = (models.Index(fields=["pair", "done"], name="invoice_done"),)


class Payment(models.Model):
    """A payment as its debtor states it, and what of it the creditor has acknowledged."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    invoice = Bytes()
    payer = Text()
    reference = Text()
    amount = Text()
    currency = Text()
    charge = Text()
    charge_currency = Text()
    borne_by = Text()
    rate = Text()
    rate_on = Int(null=True)
    rate_source = Text()
    on_day = Int()
    acknowledged = Text()
    acknowledged_on = Int(null=True)
    state = Text()

    class Meta:
        db_table = "logistics_payment"


class Obligation(models.Model):
    """One obligation in kind or in money: what makes it, what is left, by when, the day on which nothing was left."""

    pk = models.CompositePrimaryKey("pair", "case", "basis")
    pair = Text()
    case = Bytes()
    basis = Text()
    receipt = Bytes()
    line = Int()
    account = Text()
    debtor = Text()
    creditor = Text()
    commodity = Text()
    owed = Text()
    settled = Text()
    rest = Text()
    undetermined = Text()
    arisen = Int()
    delivered = Int()
    due = Int()
    done = Int(null=True)

    class Meta:
        db_table = "logistics_obligation"
        indexes = (
            models.Index(fields=["pair", "arisen"], name="obligation_arisen"),
            models.Index(fields=["pair", "done"], name="obligation_done"),
        )


class Clock(models.Model):
    """Something due: its name, what it is about, who must act, first and last day, the day it was done."""

    pk = models.CompositePrimaryKey("pair", "case", "number")
    pair = Text()
    case = Bytes()
    number = Int()
    name = Text()
    about = Text()
    holder = Text()
    starts = Int()
    due = Int()
    done = Int(null=True)
    warnings = Text()
    standing = Text()
    is_right = Bool()

    class Meta:
        db_table = "logistics_clock"
        indexes = (
            models.Index(fields=["pair", "done", "due"], name="clock_done_due"),
            # In the order of ``due`` on PostgreSQL too, which sorts where a column before it is asked to be null.
            models.Index(fields=["pair", "due"], name="clock_running", condition=models.Q(done=None)),
        )


class Turn(models.Model):
    """From which day the case lay with whom: a party, ``*`` in transit, empty with nobody."""

    pk = models.CompositePrimaryKey("pair", "case", "number")
    pair = Text()
    case = Bytes()
    number = Int()
    from_day = Int()
    party = Text()

    class Meta:
        db_table = "logistics_turn"


class Dispute(models.Model):
    """A dispute, what it contests, and how it ended."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    party = Text()
    about = Text()
    contested = Bytes()
    amount = Text()
    currency = Text()
    on_day = Int()
    resolved_by = Bytes()
    outcome = Text()
    consultation = Text()
    resolved_on = Int(null=True)

    class Meta:
        db_table = "logistics_dispute"


class Irregularity(models.Model):
    """A fact that broke a rule: its findings, its owner, and what cured it."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    kind = Text()
    findings = Text()
    articles = Text()
    owner = Text()
    since = Int()
    due = Int()
    state = Text()
    cured_by = Bytes()
    cured_on = Int(null=True)

    class Meta:
        db_table = "logistics_irregularity"
        indexes = (models.Index(fields=["pair", "since"], name="irregularity_open", condition=models.Q(state="open")),)


class Document(models.Model):
    """Whether a step's source document is present."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    step = Text()
    party = Text()
    papers = Text()
    count = Int()
    present = Bool()
    on_day = Int()

    class Meta:
        db_table = "logistics_document"
        indexes = (models.Index(fields=["pair", "on_day"], name="document_missing", condition=models.Q(present=False)),)


class Paper(models.Model):
    """Paper evidence: an act entered for the other side, weaker than a signature until that side confirms it."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    kind = Text()
    author = Text()
    on_behalf = Text()
    scan = Bytes()
    scans = Int()
    on_day = Int(null=True)
    confirmed = Bool()

    class Meta:
        db_table = "logistics_paper"


class Late(models.Model):
    """A late entry, with its reason; it counts once the other side has confirmed it."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    kind = Text()
    author = Text()
    on_day = Int()
    sealed_day = Int()
    days = Int()
    reason = Text()
    effective = Bool()

    class Meta:
        db_table = "logistics_late"


class Retention(models.Model):
    """How long one side keeps the case, from when, and what is done with it then."""

    pk = models.CompositePrimaryKey("pair", "case", "party")
    pair = Text()
    case = Bytes()
    party = Text()
    record_class = Text()
    years = Int()
    starts = Int(null=True)
    expiry = Int(null=True)
    outcome = Text()
    standing = Text()

    class Meta:
        db_table = "logistics_retention"
        indexes = (models.Index(fields=["pair", "expiry"], name="retention_expiry"),)
