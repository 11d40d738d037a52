"""What a book parts over several columns: a day over year, month and day, a figure over one column for each way.

Law: parted columns are taken together only where headings and cells both say so: year, month and day stand side by side
and hold such figures; of the two columns of a figure one is headed as given, the other as taken, and a row fills one of
them. Which one it fills then says the direction, where no column does. ``heading`` asks here first. Floor 3a, pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from warifu.rooms.logistics.register.claims import Heading
from warifu.rooms.logistics.register.grid import Cell, folded, written
from warifu.rooms.logistics.register.profile import bare, is_figure

_MOSTLY = 0.8
_BOTH_FILLED = 0.1
_FULL_YEAR = 1900
#: An era's year without its era: no register of mutual support is older than Heisei 26.
_LATEST_REIWA = 25
_PART_WORDS = ({"年", "year", "yr"}, {"月", "month", "mth"}, {"日", "day"})
_GIVEN = re.compile(
    r"\b(?:issued?|issues|supplied|provided|out|outgoing|given|receivable)\b|払出|払い出|^払$|引渡|提供|供与|債権"
)
_TAKEN = re.compile(
    r"\b(?:received|receipts?|in|incoming|drawn|taken|payable)\b|受入|受け入|^受$|受領|債務",
)
_SUMS = frozenset({"value", "unit_price", "tax"})


@dataclass(frozen=True, slots=True)
class DayParts:
    """Columns of year (-1: none), month and day, from zero, and the era that the headings name."""

    year: int
    month: int
    day: int
    era: str = ""
    western: bool = False

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns it takes."""
        return tuple(at for at in (self.year, self.month, self.day) if at >= 0)

    def joined(self, row: Sequence[Cell]) -> Cell:
        """Give the day of a row as one text; empty if a part is missing."""
        year, month, day = (_part(row, at) for at in (self.year, self.month, self.day))
        if not month or not day:
            return ""
        if self.year < 0:
            return f"{month}月{day}日"
        return f"{self._year(year)}年{month}月{day}日" if year else ""

    def _year(self, said: str) -> str:
        if not said.isdigit() or int(said) >= _FULL_YEAR:
            return said
        if self.western:
            return str(2000 + int(said))
        return (self.era or ("令和" if int(said) <= _LATEST_REIWA else "平成")) + said


def _part(row: Sequence[Cell], at: int) -> str:
    return folded(row[at]).strip("年月日. ") if 0 <= at < len(row) else ""


def day_parts(headings: Sequence[Heading], sample: Sequence[Sequence[Cell]]) -> DayParts | None:
    """Find year, month and day, or month and day, in columns side by side; None where none stand so."""
    words = [_part_word(heading.text) for heading in headings]
    for at in range(len(words) - 1):
        if words[at] not in _PART_WORDS[1] or words[at + 1] not in _PART_WORDS[2]:
            continue
        if not (_holds(sample, at, 12) and _holds(sample, at + 1, 31)):
            continue
        year = at - 1 if at and words[at - 1] in _PART_WORDS[0] else -1
        era = re.search(r"令和|平成", " ".join(heading.text for heading in headings[max(0, at - 1) : at + 2]))
        return DayParts(year, at, at + 1, era[0] if era else "", words[at].isascii())
    return None


def _part_word(text: str) -> str:
    """Give the last word of a heading, without the era or the state whose years it counts (令和年, 西暦年)."""
    words = text.split()
    return re.sub(r"^(?:令和|平成|西暦|和暦)(?=年$)", "", bare(words[-1])) if words else ""


def _holds(sample: Sequence[Sequence[Cell]], at: int, most: int) -> bool:
    filled = [part for part in (_part(row, at) for row in sample) if part]
    fitting = sum(part.isdigit() and 1 <= int(part) <= most for part in filled)
    return bool(filled) and fitting >= _MOSTLY * len(filled)


@dataclass(frozen=True, slots=True)
class TwoWays:
    """A figure in a column for what was given and one for what was taken, from zero; what both are headed."""

    given: int
    taken: int
    heading: Heading

    def filled(self, row: Sequence[Cell]) -> tuple[bool, bool]:
        """Tell of a row whether it fills the column of what was given, and that of what was taken."""
        return _stands(row, self.given), _stands(row, self.taken)

    def cell(self, row: Sequence[Cell]) -> Cell:
        """Give the figure of a row, whichever way it went."""
        at = self.taken if self.filled(row) == (False, True) else self.given
        return row[at] if at < len(row) else ""


def _stands(row: Sequence[Cell], at: int) -> bool:
    cell = row[at] if at < len(row) else ""
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return bool(cell)
    return bool(written(cell).strip(" -‐―—–ー0０")) or False


def two_ways(headings: Sequence[Heading], sample: Sequence[Sequence[Cell]]) -> dict[str, TwoWays]:
    """Find quantity, value or both in pairs of columns, one for each way."""
    ways = {at: given for at, heading in enumerate(headings) for given in (_way(heading.text),) if given is not None}
    figures = [at for at in ways if _figures(sample, at)]
    found: dict[str, TwoWays] = {}
    for name in ("quantity", "value"):
        pairs = [
            (one, two)
            for one in figures
            for two in figures
            if ways[one] and not ways[two] and _names(headings, one, two, name) and _apart(sample, one, two)
        ]
        if len(pairs) == 1 and not set(pairs[0]) & {at for each in found.values() for at in (each.given, each.taken)}:
            one, two = pairs[0]
            text = f"{headings[one].text} | {headings[two].text}"
            found[name] = TwoWays(one, two, replace(headings[one], text=text))
    return found


def _way(text: str) -> bool | None:
    """Tell which way a heading speaks of: given, taken, or None where it says neither or both."""
    words = [folded(part) for part in text.split()] or [""]
    for low in (words[-1], folded(text)):
        given, taken = bool(_GIVEN.search(low)), bool(_TAKEN.search(low))
        if given != taken:
            return given
    return None


def _names(headings: Sequence[Heading], one: int, two: int, name: str) -> bool:
    """Tell whether both headings can mean the field; a bare 受入 or ``In`` means the quantity, if nothing else does."""
    claimed = [{claim.field for claim in headings[at].claims} for at in (one, two)]
    if any(headings[at].currency for at in (one, two)) or any(of & _SUMS for of in claimed):
        return name == "value"
    if all("quantity" in of for of in claimed):
        return name == "quantity"
    others = (claim for at, heading in enumerate(headings) if at not in (one, two) for claim in heading.claims)
    has_quantity = any(claim.field == "quantity" and claim.weight >= _MOSTLY for claim in others)
    return name == ("value" if has_quantity else "quantity")


def _figures(sample: Sequence[Sequence[Cell]], at: int) -> bool:
    filled = [row[at] for row in sample if _stands(row, at)]
    return sum(map(is_figure, filled)) >= _MOSTLY * len(filled)


def _apart(sample: Sequence[Sequence[Cell]], one: int, two: int) -> bool:
    both = [(_stands(row, one), _stands(row, two)) for row in sample]
    either = sum(a or b for a, b in both)
    return either > 0 and sum(a and b for a, b in both) <= _BOTH_FILLED * either


_DITTO = frozenset({"〃", "々", "同上", "”", '"', "''", "″", "do", "do.", "ditto", "同"})


def without_dittos(row: tuple[Cell, ...], above: tuple[Cell, ...], parts: DayParts | None) -> tuple[Cell, ...]:
    """Fill in what a row repeats from the one above by a sign (〃, ``ditto``), or of its day by leaving it out."""
    carried = set(parts.columns[:-1]) if parts else set()

    def cell(at: int) -> Cell:
        repeats = at < len(above) and (folded(row[at]) in _DITTO or (at in carried and not written(row[at]).strip()))
        return above[at] if repeats else row[at]

    return tuple(map(cell, range(len(row)))) if above else row


Reader = Callable[[Sequence[Cell]], Cell]


def readers(parts: DayParts | None, ways: Mapping[str, TwoWays]) -> dict[str, Reader]:
    """Give, by field, how its cell is read where it stands in several columns."""
    found: dict[str, Reader] = {name: way.cell for name, way in ways.items()}
    if parts is not None:
        found["date"] = parts.joined
    return found
