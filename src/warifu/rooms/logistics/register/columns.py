"""Dealings laid out as arrays, so that a hundred thousand can be compared with a hundred thousand. Floor 3a, pure.

Law: these arrays measure likeness and nothing else. No sum and no quantity that anybody is told comes from them:
``explain`` works on the exact values. Days become intervals of minutes in UTC: a day written in Tokyo runs from 15:00
UTC of the day before, so that two days agree exactly if some instant belongs to both.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from warifu.core.days import ZONES, Stamp
from warifu.core.money import Money, minor_units
from warifu.core.quantity import Quantity
from warifu.core.units import COUNTED, UNITS
from warifu.rooms.logistics.register.dealing import Dealing
from warifu.rooms.logistics.register.grid import folded

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MINUTES_A_DAY = 1440
#: The words of a dealing that are compared by learned correspondence: (field of one book, field of the other).
WORD_FIELDS = (
    ("own_unit", "other_unit"),
    ("other_unit", "own_unit"),
    ("description", "description"),
    ("activity", "activity"),
    ("place", "place"),
    ("category", "category"),
)
_DIMENSIONS = {name: at for at, name in enumerate(sorted({unit.dimension for unit in UNITS.values()}))}
_UNITS = {code: at for at, code in enumerate(sorted(UNITS))}
_COUNT = _DIMENSIONS["count"]
_COUNTED = np.array([name in COUNTED for name in sorted(_DIMENSIONS)], dtype=bool)


@dataclass(frozen=True, slots=True)
class Columns:
    """One book's dealings in a fixed order (by reference), as arrays of the same length.

    ``lo``, ``hi``: minutes UTC, end excluded. ``amount``, ``base``: natural logarithms of the quantity as written and in
    base units; ``slack``: how far rounding alone may move it, relative; ``unit``, ``places``: its unit by number and the
    decimals with which the book writes it; ``digits``: a number for the digits it is written with, whatever their order.
    ``value``: logarithm of the sum,
    NaN if unknown; ``value_slack`` likewise. ``common``: for quantity, value
    and price of one unit, the share of the rows of its category that have the same too. ``words``: per field, numbers of distinct texts, 0 for none.
    """

    refs: tuple[str, ...]
    provider: Ints
    lo: Ints
    hi: Ints
    dimension: Ints
    amount: Floats
    base: Floats
    slack: Floats
    unit: Ints
    places: Ints
    digits: Ints
    value: Floats
    value_slack: Floats
    currency: Ints
    stock: Ints
    common: dict[str, Floats]
    words: dict[str, Ints]
    texts: dict[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.refs)


def interval(day: Stamp) -> tuple[int, int]:
    """Give the minutes UTC in which a dealing of this day can have happened, end excluded."""
    if day.instant is not None:
        start = int(day.instant.timestamp()) // 60
        return start, start + 1
    first = (day.day - date(1970, 1, 1)).days * MINUTES_A_DAY
    if day.zone in ZONES:
        start = first - ZONES[day.zone] * 60
        return start, start + MINUTES_A_DAY
    return first - 14 * 60, first + MINUTES_A_DAY + 12 * 60


#: Where both books give a time, one means the hose and the other the meter: so far apart it is one delivery.
LOOSE_MINUTES = 720


def gap_minutes(one: tuple[int, int], two: tuple[int, int]) -> int:
    """Give the minutes that lie between two intervals; zero if they share an instant, or are two times near enough."""
    loose = LOOSE_MINUTES if one[1] - one[0] == two[1] - two[0] == 1 else 0
    return max(0, max(one[0], two[0]) - min(one[1], two[1]) + 1 - loose)


def places_by_unit(dealings: Sequence[Dealing]) -> dict[str, int]:
    """Give the decimals with which a book writes each unit, as four of five of its rows need at most.

    Trailing zeros are not seen in a single figure, and a mistaken unit brings foreign decimals: so neither the row
    itself nor the longest figure of the book says how finely it was measured.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for dealing in dealings:
        places[dealing.quantity.unit].append(decimals(dealing.quantity))
    return {unit: sorted(counts)[len(counts) * 4 // 5] for unit, counts in places.items()}


def decimals(quantity: Quantity) -> int:
    """Give how many decimals a quantity is written with."""
    return max(0, -int(quantity.amount.as_tuple().exponent))


def digits_in_order(quantity: Quantity) -> int:
    """Give the digits of a quantity, largest first, as one number: the same for figures that are turned about."""
    return int("".join(sorted(str(quantity.amount).replace(".", "").lstrip("-0"), reverse=True))[:18] or "0")


def quantity_slack(quantity: Quantity, places: int) -> float:
    """Give half a step of the last written decimal, relative to the quantity."""
    return 0.5 * 10.0**-places / float(quantity.amount) if quantity.amount else 1.0


def value_slack(value: Money, step: float) -> float:
    """Give a whole step of the last written figure, relative to the sum: books both round and cut off."""
    finest = max(step if step > 1 else 0.0, 10.0 ** -minor_units(value.currency))
    return finest / float(value.amount) if value.amount else 1.0


class Codes:
    """Numbers for texts, the same for both books; 0 is the empty text."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {"": 0}

    def of(self, text: str) -> int:
        """Give the number of a text, a new one if it is new."""
        return self.known.setdefault(text, len(self.known))


def lay_out(dealings: Sequence[Dealing], currencies: Codes, stocks: Codes, provider_of: str) -> Columns:
    """Lay out a book's dealings, already in their fixed order. ``provider_of``: the party that counts as 1."""
    places = places_by_unit(dealings)
    spans = [interval(dealing.day) for dealing in dealings]
    words, texts = {}, {}
    for name in {field for pair in WORD_FIELDS for field in pair}:
        codes = Codes()
        words[name] = _ints([codes.of(folded(str(getattr(dealing, name)))) for dealing in dealings])
        texts[name] = tuple(codes.known)
    values = [dealing.value for dealing in dealings]
    kinds = _ints([_DIMENSIONS[dealing.quantity.dimension] for dealing in dealings])
    amounts = _floats([_log(float(dealing.quantity.amount)) for dealing in dealings])
    values_in_logs = _floats([_log(float(value.amount)) if value else math.nan for value in values])
    figures = {"quantity": amounts, "value": values_in_logs, "price": values_in_logs - amounts}
    finest = [max(decimals(d.quantity), places[d.quantity.unit]) for d in dealings]
    return Columns(
        refs=tuple(dealing.ref for dealing in dealings),
        provider=_ints([dealing.provider == provider_of for dealing in dealings]),
        lo=_ints([lo for lo, _ in spans]),
        hi=_ints([hi for _, hi in spans]),
        dimension=kinds,
        amount=amounts,
        base=_floats([_log(float(dealing.quantity.base)) for dealing in dealings]),
        slack=_floats([quantity_slack(d.quantity, count) for d, count in zip(dealings, finest, strict=True)]),
        unit=_ints([_UNITS[dealing.quantity.unit] for dealing in dealings]),
        places=_ints(finest),
        digits=_ints([digits_in_order(dealing.quantity) for dealing in dealings]),
        value=values_in_logs,
        value_slack=_floats([value_slack(d.value, float(d.value_step)) if d.value else math.nan for d in dealings]),
        currency=_ints([currencies.of(value.currency if value else "") for value in values]),
        stock=_ints([stocks.of(dealing.stock_number) for dealing in dealings]),
        common={name: _common(words["category"], kinds, figure) for name, figure in figures.items()},
        words=words,
        texts=texts,
    )


def _common(category: Ints, kind: Ints, figure: Floats) -> Floats:
    """Give for each row the share of its category that has its figure too, to four digits; itself left out."""
    keys = np.stack([category, kind, np.rint(np.nan_to_num(figure) * 1e4).astype(np.int64)])
    _, inverse, counts = np.unique(keys, axis=1, return_inverse=True, return_counts=True)
    sizes = np.bincount(category)[category]
    return np.asarray((counts[inverse.reshape(-1)] - 1) / np.maximum(1, sizes), dtype=np.float64)


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _floats(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)


def _log(value: float) -> float:
    return math.log(value) if value > 0 else math.nan


def are_counted(book: Columns, rows: Ints) -> Bools:
    """Tell of rows whether their quantities are counted, not measured."""
    return np.asarray(_COUNTED[book.dimension[rows]], dtype=bool)


def quantity_ratio(left: Columns, right: Columns, i: Ints, j: Ints) -> Floats:
    """Give the logarithms of left over right quantity for index pairs; NaN where the units cannot be laid side by side."""
    one, two = left.dimension[i], right.dimension[j]
    same = one == two
    counted = (_COUNTED[one] & _COUNTED[two]) | (one == _COUNT) | (two == _COUNT)
    ratio = np.where(same, left.base[i] - right.base[j], left.amount[i] - right.amount[j])
    return np.where(same | counted, ratio, np.nan)


def pair_slack(left: Columns, right: Columns, i: Ints, j: Ints) -> Floats:
    """Give how far rounding alone may part two quantities, relative: nothing where both books write it alike."""
    one, two = left.slack[i], right.slack[j]
    same_unit = left.unit[i] == right.unit[j]
    alike = (
        (same_unit & (left.places[i] == right.places[j])) | _COUNTED[left.dimension[i]] | _COUNTED[right.dimension[j]]
    )
    return np.asarray(np.where(alike, 0.0, np.where(same_unit, np.maximum(one, two), one + two)), dtype=np.float64)
