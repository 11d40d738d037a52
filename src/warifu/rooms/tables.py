"""The standard tables of a room for Django: heads of cases, clocks, what is wrong. A room derives its own from them.

Law: columns are text, integer, bytes and bool; every key begins with the pair and the case; no table points to another.
``law.heads`` makes what stands here. This is no room: it is what rooms share, and it knows none of them.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField
Int = models.BigIntegerField
Bytes = models.BinaryField
Bool = models.BooleanField


class Case(models.Model):
    """A case of a room: what it is, where it stands, whose move it is, what is wrong with it, who may see it."""

    pk = models.CompositePrimaryKey("pair", "case")
    pair = Text()
    case = Bytes()
    flow = Text()
    root_kind = Text()
    number = Text()
    opener = Text()
    desk = Text()
    other_desk = Text()
    head = Bytes()
    confirmed_head = Bytes()
    state = Text()
    turn = Text()
    since = Int()
    opened = Int()
    pack = Bytes()
    activity = Text()
    marking = Text()
    level = Int()
    circle = Text()
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
    search = Text()

    class Meta:
        abstract = True
        indexes = (
            models.Index(fields=["pair", "state", "since", "case"], name="%(app_label)s_case_state"),
            models.Index(fields=["pair", "turn", "since", "case"], name="%(app_label)s_case_turn"),
            models.Index(fields=["pair", "since", "case"], name="%(app_label)s_case_since"),
            models.Index(fields=["pair", "level", "circle", "since", "case"], name="%(app_label)s_case_sight"),
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
        abstract = True
        indexes = (
            models.Index(fields=["pair", "due"], name="%(app_label)s_clock_running", condition=models.Q(done=None)),
        )


class Trouble(models.Model):
    """Something that somebody has to see to: on which act, what, whose, since when, until when, and how it stands."""

    pk = models.CompositePrimaryKey("pair", "case", "number")
    pair = Text()
    case = Bytes()
    number = Int()
    act = Bytes()
    what = Text()
    owner = Text()
    code = Text()
    since = Int()
    due = Int(null=True)
    state = Text()
    ended_by = Bytes()

    class Meta:
        abstract = True
        indexes = (
            models.Index(fields=["pair", "since"], name="%(app_label)s_trouble_open", condition=models.Q(state="open")),
        )
