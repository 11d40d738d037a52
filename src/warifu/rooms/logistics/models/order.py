"""The tables of an order for Django, which creates and reads them.

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
    """A case of this room: what it is, where it stands, whose move it is, and what is wrong with it, counted."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    flow = Text()
    root_kind = Text()
    number = Text()
    opener = Text()
    desk = Text()
    head = Bytes()
    confirmed_head = Bytes()
    state = Text()
    turn = Text()
    since = Int()
    opened = Int()
    pack = Bytes()
    requester = Text()
    provider = Text()
    receiving = Text()
    issuing = Text()
    ground = Text()
    activity = Text()
    place = Text()
    settlement = Text()
    transaction_type = Text()
    currency = Text()
    exercise = Bool()
    emergency = Bool()
    irregular = Int()
    pending = Int()
    refused = Int()
    fallen = Int()
    unfounded = Int()
    late = Int()
    disputed = Int()
    undetermined = Int()
    search = Text(default="")

    class Meta:
        db_table = "logistics_case"
        indexes = (
            # A list is read in the order of ``since``; narrowed to a state or a turn it still is, without sorting.
            models.Index(fields=["pair", "state", "since", "case"], name="case_state"),
            models.Index(fields=["pair", "turn", "since", "case"], name="case_turn"),
            models.Index(fields=["pair", "since", "case"], name="case_since"),
            models.Index(fields=["pair"], name="case_broken", condition=models.Q(settlement="not-laid-out")),
        )


class Act(models.Model):
    """One act of a case as it stands."""

    pk = models.CompositePrimaryKey("pair", "case", "act")
    pair = Text()
    case = Bytes()
    act = Bytes()
    kind = Text()
    nature = Text()
    author = Text()
    side_of = Text()
    place = Int()
    on_day = Int(null=True)
    sealed = Int()
    status = Text()
    confirmed = Bool()
    on_line = Bool()
    state = Text()
    rival = Bytes()
    findings = Text()
    objection = Text()
    unfounded = Bool()
    late = Bool()

    class Meta:
        db_table = "logistics_act"


class Line(models.Model):
    """One line of an order as agreed (else as last spoken of), with what was moved on it."""

    pk = models.CompositePrimaryKey("pair", "case", "line")
    pair = Text()
    case = Bytes()
    line = Int()
    category = Text()
    item = Text()
    stock = Text()
    supply = Text()
    unit = Text()
    ordered = Text()
    tolerance = Text()
    measure = Text()
    price = Text()
    currency = Text()
    basis = Text()
    ceiling = Text()
    ceiling_currency = Text()
    issued = Text()
    received = Text()
    given_back = Text()
    refused = Text()
    precedent = Bytes()
    in_return = Bool()

    class Meta:
        db_table = "logistics_line"


class Delivery(models.Model):
    """One line of an issue, a receipt or a loss, as it stands after corrections."""

    pk = models.CompositePrimaryKey("pair", "case", "act", "part")
    pair = Text()
    case = Bytes()
    act = Bytes()
    part = Int()
    stage = Text()
    purpose = Text()
    party = Text()
    on_day = Int()
    line = Int()
    amount = Text()
    unit = Text()
    condition = Text()
    lot = Text()
    serials = Text()
    discrepancy = Text()
    accepted = Bool()
    measured_by = Text()
    temperature = Text()
    place = Text()
    partial = Bool()
    issue = Bytes()
    irregular = Bool()
    corrected = Bool()

    class Meta:
        db_table = "logistics_delivery"


class Discrepancy(models.Model):
    """A line whose receipt differs from the issue it cites, beyond the tolerance or with a reason; both see it."""

    pk = models.CompositePrimaryKey("pair", "case", "issue", "line")
    pair = Text()
    case = Bytes()
    issue = Bytes()
    receipt = Bytes()
    line = Int()
    purpose = Text()
    issued = Text()
    received = Text()
    difference = Text()
    unit = Text()
    reason = Text()
    prevails = Text()
    on_day = Int()
    state = Text()

    class Meta:
        db_table = "logistics_discrepancy"
        indexes = (models.Index(fields=["pair", "on_day"], name="discrepancy_open", condition=models.Q(state="open")),)


class Booking(models.Model):
    """A loan or the use of a facility, from and to; bookings of one ``clash_key`` whose days meet clash."""

    pk = models.CompositePrimaryKey("pair", "case", "line")
    pair = Text()
    case = Bytes()
    line = Int()
    what = Text()
    clash_key = Text()
    item = Text()
    unit = Text()
    amount = Text()
    provider = Text()
    user = Text()
    from_day = Int()
    to_day = Int()
    state = Text()

    class Meta:
        db_table = "logistics_booking"
        indexes = (models.Index(fields=["pair", "clash_key"], name="booking_clash_key"),)


class Loan(models.Model):
    """Lent goods: condition out and in, what came back and what was lost."""

    pk = models.CompositePrimaryKey("pair", "case", "line")
    pair = Text()
    case = Bytes()
    line = Int()
    item = Text()
    stock = Text()
    lender = Text()
    borrower = Text()
    unit = Text()
    lent = Text()
    condition_out = Text()
    out_day = Int(null=True)
    back_by = Int(null=True)
    returned = Text()
    condition_in = Text()
    in_day = Int(null=True)
    lost = Text()
    rest = Text()

    class Meta:
        db_table = "logistics_loan"


class Transfer(models.Model):
    """Equipment supplied: also an overseas transfer of defence equipment under the provider's own guidelines."""

    pk = models.CompositePrimaryKey("pair", "case", "act", "part")
    pair = Text()
    case = Bytes()
    act = Bytes()
    part = Int()
    line = Int()
    rule = Text()
    standing = Text()
    category = Text()
    item = Text()
    amount = Text()
    unit = Text()
    provider = Text()
    recipient = Text()
    on_day = Int()

    class Meta:
        db_table = "logistics_transfer"
