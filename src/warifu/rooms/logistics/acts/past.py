"""Past dealings from registers, what matches them, and statements both sides sign. Fields as in ``lines``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from warifu.core.money import Money
from warifu.core.quantity import Quantity


class Dealing(msgspec.Struct, frozen=True):
    """A past dealing as a unit's register holds it; what is shared. Original cells stand in a national act."""

    on: date
    reference: str
    provider: str
    """Party that gave."""
    category: str
    item: str
    quantity: Quantity
    value: Money | None = None
    their_reference: str = ""
    own_unit: str = ""
    other_unit: str = ""
    stock: str = ""
    activity: str = ""
    place: str = ""
    receipt_held: Literal["", "yes", "no"] = ""
    settled: Literal["", "yes", "no"] = ""
    instant: int = 0
    """UTC seconds where the register gives a time."""
    zone: str = "Z"
    """Zone letter in which the day was counted: ``Z``, ``I`` for Japan."""
    step: Decimal = Decimal(1)
    """How finely the value was written: 1000 in a book kept in thousands."""
    late_reason: str = "register"


class RegisterRow(msgspec.Struct, frozen=True):
    """National: where the dealing (cited) stood in a register; the row's cells, word for word, are a text (slot 1)."""

    on: date
    batch: str
    sheet: str
    row: int


class WithdrawBatch(msgspec.Struct, frozen=True):
    """National: a batch of dealings is withdrawn before it was exchanged."""

    on: date
    batch: str
    reason: str


class Pair(msgspec.Struct, frozen=True):
    """Two dealings (places in ``cites``) that officers hold to be one, and what is agreed to stand."""

    ours: int
    theirs: int
    provider: str
    commodity: str
    quantity: Quantity
    on: date
    value: Money | None = None
    settled: Literal["", "yes", "no"] = ""
    corrected: tuple[str, ...] = ()
    """Names of fields in which the two sides differed and which this match settles."""


class Match(msgspec.Struct, frozen=True):
    """Propose that pairs of past dealings are one; posts once when the other side's officer agrees."""

    on: date
    number: str
    pairs: tuple[Pair, ...]
    exercise: bool = False
    late_reason: str = ""


class Total(msgspec.Struct, frozen=True):
    """One balance on a statement: debtor, creditor, commodity or currency, amount."""

    debtor: str
    creditor: str
    commodity: str
    exponent: int
    mantissa: int


class Statement(msgspec.Struct, frozen=True):
    """Monthly statement or opening balance: what is owed as of a day, differences counted; both sign."""

    on: date
    number: str
    form: Literal["monthly", "opening", "year_end"]
    as_of: date
    totals: tuple[Total, ...]
    matched: int = 0
    differing: int = 0
    only_ours: int = 0
    only_theirs: int = 0
    undetermined: int = 0
    state_digest: bytes = b""
    exercise: bool = False
    late_reason: str = ""
