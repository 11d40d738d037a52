"""The tables of items: the register, copies, where they were, what does not fit, and which consents were used.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Item(models.Model):
    """An item as it stands: what it is, how it is marked, for what it was given, and what of it is out."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    number = Text()
    form = Text()
    opener = Text()
    originator = Text()
    scheme = Text()
    version = Text()
    marking = Text()
    corresponding = Text()
    level = Int()
    circle = Text()
    releasable_to = Text()
    handling = Text()
    agency = Text()
    expires = Int(null=True)
    content = Bytes()
    sources = Int()
    state = Text()
    since = Int()
    registered = Int()
    copies = Int()
    out = Int()
    missing = Int()
    released = Int()
    destroyed = Int()
    discrepancies = Int()
    held_since = Int(null=True)
    exercise = Bool()
    search = Text()

    class Meta:
        db_table = "information_item"
        indexes = (
            models.Index(fields=["pair", "circle", "level", "since", "case"], name="information_item_seen"),
            models.Index(fields=["pair", "since", "case"], name="information_item_since"),
            # on SQLite wider by what a register is narrowed by (migration 0002)
            models.Index(fields=["pair", "level", "since", "case"], name="information_item_level"),
            *(
                models.Index(
                    fields=["pair", "opener", *sight, "held_since"],
                    name=f"information_item_{name}",
                    condition=models.Q(held_since__isnull=False),
                )
                for name, sight in (("held", ("circle", "level")), ("held_any", ("level",)))
            ),
        )


class Copy(models.Model):
    """A copy: its number, how it came to be, where it is now, how it is marked, when it was last seen."""

    pk = models.CompositePrimaryKey("pair", "case", "place")
    pair = Text()
    case = Bytes()
    place = Int()
    copy = Text()
    origin = Bytes()
    maker = Text()
    pages = Int()
    parent = Text()
    language = Text()
    status = Text()
    party = Text()
    desk = Text()
    since_day = Int()
    act = Bytes()
    package = Text()
    other = Text()
    loan_until = Int(null=True)
    sighted = Int(null=True)
    marking = Text()
    level = Int()
    unremarked = Bytes()

    class Meta:
        db_table = "information_copy"
        indexes = (models.Index(fields=["pair", "party", "case"], name="information_copy_party"),)


class Movement(models.Model):
    """A copy in one state from a day to a day; no last day: until now."""

    pk = models.CompositePrimaryKey("pair", "case", "place", "step")
    pair = Text()
    case = Bytes()
    place = Int()
    step = Int()
    copy = Text()
    status = Text()
    party = Text()
    desk = Text()
    from_day = Int()
    to_day = Int(null=True)
    act = Bytes()
    package = Text()
    other = Text()
    loan_until = Int(null=True)

    class Meta:
        db_table = "information_movement"


class Discrepancy(models.Model):
    """What does not fit in the custody of an item: a code, the copy, the act, figures, who explained it."""

    pk = models.CompositePrimaryKey("pair", "case", "number")
    pair = Text()
    case = Bytes()
    number = Int()
    code = Text()
    copy = Text()
    act = Bytes()
    side = Text()
    on = Int()
    figures = Text()
    explained_by = Bytes()

    class Meta:
        db_table = "information_discrepancy"


class Use(models.Model):
    """A release or a reproduction, and the draw on a consent on which it rests."""

    pk = models.CompositePrimaryKey("pair", "case", "act", "draw")
    pair = Text()
    case = Bytes()
    act = Bytes()
    draw = Bytes()
    kind = Text()
    side = Text()
    copies = Text()
    count = Int()
    recipient = Text()
    on = Int()

    class Meta:
        db_table = "information_use"
        indexes = (models.Index(fields=["pair", "draw"], name="information_use_draw"),)
