"""What a register's row becomes: a past dealing, a reject with its reason, or a row that is no dealing. Floor 3a, pure.

Law: rows read = dealings + rejects + non-rows, always. A dealing keeps its row's cells word for word; a reject names
row, column and reason; nothing is dropped in silence. What the book does not say is ``unknown``, never no or zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from warifu.core.days import Stamp
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.rooms.logistics.register.grid import Cell, written


class Said(StrEnum):
    """What a book says to a question of yes or no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a row must not become an act. The codes stand in ``FILE.rejected.csv``; doors make the sentences."""

    CANCELLED = "cancelled"
    NO_REF = "no_ref"
    DUPLICATE_REF = "duplicate_ref"
    BAD_DATE = "bad_date"
    FUTURE_DATE = "future_date"
    BAD_DIRECTION = "bad_direction"
    NO_QUANTITY = "no_quantity"
    BAD_QUANTITY = "bad_quantity"
    NEGATIVE_QUANTITY = "negative_quantity"
    UNKNOWN_UNIT = "unknown_unit"
    AMBIGUOUS_UNIT = "ambiguous_unit"
    WEAPON = "weapon"
    UNKNOWN_CATEGORY = "unknown_category"
    BAD_VALUE = "bad_value"
    NEGATIVE_VALUE = "negative_value"
    UNKNOWN_CURRENCY = "unknown_currency"
    TOO_LONG = "too_long"


class Kind(StrEnum):
    """What a row is that is no dealing."""

    BLANK = "blank"
    TITLE = "title"
    HEADING = "heading"
    REPEATED_HEADING = "repeated_heading"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    NOTE = "note"
    NO_REGISTER = "no_register"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in the file: the sheet's name and the row as people count it, from one."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Dealing:
    """One past dealing as its owner's book tells it.

    ``side``: party whose book this is. ``provider``: party that gave. ``day``: the day of delivery as written, with its
    zone and, where a time was written, the instant. ``value``: whole, in units of its currency; ``value_step`` is how
    finely it was written (1000 in a book kept in thousands). ``category``: code of the sixteen.
    """

    side: str
    ref: str
    other_ref: str
    provider: str
    day: Stamp
    own_unit: str
    other_unit: str
    category: str
    description: str
    stock_number: str
    quantity: Quantity
    value: Money | None
    value_step: Decimal
    activity: str
    place: str
    receipt: Said = Said.UNKNOWN
    settled: Said = Said.UNKNOWN
    at: Place = Place("", 0)
    cells: tuple[Cell, ...] = ()

    @property
    def original(self) -> tuple[str, ...]:
        """The row's cells word for word, for the national act."""
        return tuple(map(written, self.cells))


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that must not become an act: where, which column's heading, whose reference, why, and words for a sentence."""

    at: Place
    column: str
    ref: str
    reason: Reason
    figures: tuple[tuple[str, str], ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class NonRow:
    """A row that is no dealing, and what it is."""

    at: Place
    kind: Kind
