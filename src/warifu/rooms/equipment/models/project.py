"""The tables of opportunities and joint projects.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Opportunity(models.Model):
    """An opportunity as it stands: its area, until when firms may declare, how many have, what came of it."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    area = Text()
    forms = Text()
    opener = Text()
    closes = Int()
    opened_on = Int(null=True)
    closed_on = Int(null=True)
    leads_to = Text()
    firms = Int()
    state = Text()
    exercise = Bool()

    class Meta:
        db_table = "equipment_opportunity"


class Interest(models.Model):
    """A firm that has declared interest: its state, its part in the work, which side told it, and how that stands."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    firm = Text()
    country = Text()
    form = Text()
    on_day = Int()
    side = Text()
    status = Text()

    class Meta:
        db_table = "equipment_interest"


class Project(models.Model):
    """A project as it stands: determination, note and reply, arrangement, phases, how many take part."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    area = Text()
    form = Text()
    opener = Text()
    classified = Bool()
    partners = Text()
    consenting = Text()
    determined = Bool()
    note = Text()
    note_day = Int(null=True)
    reply = Text()
    arrangement = Text()
    authorities = Text()
    terms = Text()
    from_day = Int(null=True)
    to_day = Int(null=True)
    phase = Int()
    phases = Int()
    passed = Int()
    participants = Int()
    opportunity = Bytes()
    state = Text()
    exercise = Bool()

    class Meta:
        db_table = "equipment_project"


class Phase(models.Model):
    """A phase with its days and criteria, and what the last gate found."""

    pk = models.CompositePrimaryKey("pair", "case", "phase")
    pair = Text()
    case = Bytes()
    phase = Int()
    form = Text()
    from_day = Int()
    to_day = Int()
    criteria = Text()
    result = Text()
    met = Text()
    conditions = Text()
    gate_day = Int(null=True)

    class Meta:
        db_table = "equipment_phase"


class Participant(models.Model):
    """A firm or body that takes part, up to which marking, which act assures its place, whether it has left."""

    pk = models.CompositePrimaryKey("pair", "case", "place")
    pair = Text()
    case = Bytes()
    place = Int()
    firm = Text()
    country = Text()
    role = Text()
    marking = Text()
    assurance = Bytes()
    since = Int()
    left_day = Int(null=True)
    reason = Text()

    class Meta:
        db_table = "equipment_participant"


class Share(models.Model):
    """A state in one currency: what was agreed, what it has incurred, what it bears, and what it is owed or owes."""

    pk = models.CompositePrimaryKey("pair", "case", "place")
    pair = Text()
    case = Bytes()
    place = Int()
    party = Text()
    currency = Text()
    basis_points = Int()
    ceiling = Text()
    incurred = Text()
    bears = Text()
    paid = Text()
    received = Text()
    net = Text()
    undetermined = Int()
    work_points = Int()
    work_done = Int()

    class Meta:
        db_table = "equipment_share"


class Cost(models.Model):
    """A cost or a contribution as told, and of a cost the other side's share."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    what = Text()
    side = Text()
    on_day = Int()
    phase = Int(null=True)
    sort = Text()
    amount = Text()
    currency = Text()
    shared = Text()
    firm = Text()
    reference = Text()
    status = Text()

    class Meta:
        db_table = "equipment_cost"


class Information(models.Model):
    """Background or foreground information: its number, owner and rights; the item in the register, where marked."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    what = Text()
    number = Text()
    owner = Text()
    rights = Text()
    marking = Text()
    item = Bytes()
    on_day = Int()
    side = Text()
    status = Text()

    class Meta:
        db_table = "equipment_information"
