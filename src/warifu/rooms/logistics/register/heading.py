"""Where the headings stand and what each column is. Floor 3a, pure.

Law: the headings are the row, or the two rows, whose cells claim most fields and hold no figures. Every column then
gets at most one field, all together, so that the sum of claim and evidence is greatest (``scipy``): one weak heading
cannot take another's place. A map given by a person goes before everything. ``reading`` uses the layout row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from warifu.rooms.logistics.register import solver
from warifu.rooms.logistics.register.claims import Claim, Heading, read_heading
from warifu.rooms.logistics.register.grid import Cell, Merge, Sheet, is_blank, written
from warifu.rooms.logistics.register.parted import DayParts, TwoWays, day_parts, readers, two_ways
from warifu.rooms.logistics.register.profile import Profile, bare, fits, is_bare_figure, is_date, is_stock, profile

SEARCH_ROWS = 60
SAMPLE_ROWS = 400
FEWEST_FIELDS = 4
_ACCEPT = 0.3
_CONTENT_ONLY = 0.45
_CLEAR = 0.9
_LAST_RESORT = 0.35
#: What is left of a claim that the cells deny; a heading that can mean nothing else is believed, and its cells refused.
_DENIED = 0.3
#: Fields that cells alone can name where the heading says nothing.
_BY_CONTENT = ("date", "unit", "currency", "direction", "category", "stock_number")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that was understood: where (from zero), its heading, and how surely, 0 to 1."""

    at: int
    heading: Heading
    confidence: float


@dataclass(frozen=True, slots=True)
class Layout:
    """What was understood of a sheet's headings: their rows (from zero, end excluded) and the column of each field.

    ``spare_values``: further columns of value, in other currencies, for rows where the first is empty. ``parts``,
    ``ways``: a day and figures that stand in several columns (``parted``).
    """

    first: int
    after: int
    columns: Mapping[str, Column]
    texts: tuple[tuple[str, ...], ...]
    spare_values: tuple[Column, ...] = ()
    unknown: tuple[str, ...] = field(default=())
    parts: DayParts | None = None
    ways: Mapping[str, TwoWays] = field(default_factory=dict)

    @property
    def words(self) -> frozenset[str]:
        """All texts of the headings, bare."""
        return _words(self.texts)

    def cell(self, row: Sequence[Cell], name: str) -> Cell:
        """Give a row's cell for a field; the empty text where there is none."""
        joined = readers(self.parts, self.ways).get(name) if name in _PARTED else None
        if joined is not None:
            return joined(row)
        column = self.columns.get(name)
        return row[column.at] if column is not None and column.at < len(row) else ""


_PARTED = frozenset({"date", "quantity", "value"})


@lru_cache(maxsize=64)
def _words(texts: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(text for row in texts for text in row if text)


def find_layout(
    sheet: Sheet, owner: str, wanted: Mapping[str, str], start: int = 0, last: Layout | None = None
) -> Layout | None:
    """Find the headings of a sheet from a row on and say what each column is; None if nothing looks like headings.

    ``wanted``: field → heading, column letter or number, as a person's map says. ``last``: the layout of the sheet
    before: the same headings mean the same, however few rows stand below them here.
    """
    found = _best_rows(sheet, owner, start)
    if found is None:
        return None
    first, after = found
    headings = _headings(sheet, first, after, owner)
    texts = tuple(tuple(bare(written(cell)) for cell in sheet.rows[row]) for row in range(first, after))
    if last is not None and texts == last.texts:
        return replace(last, first=first, after=after)
    sample = [row for row in sheet.rows[after : after + SAMPLE_ROWS] if _like_a_dealing(row)]
    parts = None if "date" in wanted else day_parts(headings, sample)
    ways = {name: way for name, way in two_ways(headings, sample).items() if name not in wanted}
    parted = _parted(headings, parts, ways)
    columns, spare = _assign(headings, sample, _as_told(headings, wanted) | parted, _taken(parts, ways))
    used = {column.at for column in (*columns.values(), *spare)} | _taken(parts, ways)
    unknown = tuple(h.text for at, h in enumerate(headings) if h.text.strip() and at not in used)
    return Layout(first, after, columns, texts, spare, unknown, parts, ways)


def _parted(headings: Sequence[Heading], parts: DayParts | None, ways: Mapping[str, TwoWays]) -> dict[str, Column]:
    """Give the first column of each field that stands in several, headed as all of them are."""
    columns = {name: Column(way.given, way.heading, 1.0) for name, way in ways.items()}
    if parts is not None:
        text = " | ".join(headings[at].text for at in parts.columns)
        columns["date"] = Column(parts.columns[0], replace(headings[parts.columns[0]], text=text), 1.0)
    return columns


def _taken(parts: DayParts | None, ways: Mapping[str, TwoWays]) -> set[int]:
    return {*(parts.columns if parts else ()), *(at for way in ways.values() for at in (way.given, way.taken))}


def _like_a_dealing(row: Sequence[Cell]) -> bool:
    return sum(1 for cell in row if written(cell).strip()) >= FEWEST_FIELDS


def heading_score(row: Sequence[Cell], owner: str) -> tuple[float, int]:
    """Give how much a row looks like headings and how many fields it names; a row with figures scores nothing."""
    filled = [cell for cell in row if written(cell).strip()]
    if len(filled) < FEWEST_FIELDS or any(_is_content(cell) for cell in filled):
        return 0.0, 0
    return _score([read_heading(written(cell), owner) for cell in filled])


def _is_content(cell: Cell) -> bool:
    return not isinstance(cell, str) or is_bare_figure(cell) or is_date(cell) or is_stock(cell)


def _score(headings: Sequence[Heading]) -> tuple[float, int]:
    best: dict[str, float] = {}
    for heading in headings:
        if heading.claims:
            top = heading.claims[0]
            best[top.field] = max(best.get(top.field, 0.0), top.weight)
    if len(best) < FEWEST_FIELDS or sum(1 for heading in headings if heading.claims) * 2 < len(headings):
        return 0.0, 0
    return sum(best.values()), len(best)


def _best_rows(sheet: Sheet, owner: str, start: int) -> tuple[int, int] | None:
    """Choose the row, or the row and the next, with the highest score; the earlier and the fewer if equal."""
    best, place = 0.0, None
    for row in range(start, min(len(sheet.rows), start + SEARCH_ROWS)):
        if place is not None and _figures(sheet.rows[row]) >= FEWEST_FIELDS // 2:
            break  # headings stand above the first row of figures
        alone, _ = heading_score(sheet.rows[row], owner)
        if alone > best + 0.01:
            best, place = alone, (row, row + 1)
        if row + 1 < len(sheet.rows) and _could_be_second(sheet.rows[row], sheet.rows[row + 1]):
            both, _ = _score([h for h in _headings(sheet, row, row + 2, owner) if h.text.strip()])
            if both > max(best, alone) + 0.3:
                best, place = both, (row, row + 2)
    if place is not None and place[1] - place[0] == 1 and _repeats_in_other_tongue(sheet, place[0], owner):
        return place[0], place[0] + 2
    return place


def _figures(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if written(cell).strip() and _is_content(cell))


def _could_be_second(top: Sequence[Cell], row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if written(cell).strip()]
    above = [cell for cell in top if written(cell).strip()]
    return bool(filled) and len(above) > 1 and not any(map(_is_content, filled)) and not any(map(_is_content, above))


def _repeats_in_other_tongue(sheet: Sheet, row: int, owner: str) -> bool:
    """Tell whether the row below says the same fields again (English over Japanese)."""
    if row + 1 >= len(sheet.rows):
        return False
    score, fields = heading_score(sheet.rows[row + 1], owner)
    if not score or fields < FEWEST_FIELDS:
        return False
    top, below = sheet.rows[row], sheet.rows[row + 1]
    return [bare(written(cell)) for cell in top] != [bare(written(cell)) for cell in below]


def _headings(sheet: Sheet, first: int, after: int, owner: str) -> list[Heading]:
    """Read the headings of each column; of two rows the upper spreads over its merged range and the lower narrows it."""
    width = max((len(sheet.rows[row]) for row in range(first, after)), default=0)
    top = _spread(sheet, first, width) if after - first > 1 else _texts(sheet.rows[first], width)
    if after - first == 1:
        return [read_heading(text, owner) for text in top]
    below = _texts(sheet.rows[first + 1], width)
    return [_joined(upper, lower, owner) for upper, lower in zip(top, below, strict=True)]


def _texts(row: Sequence[Cell], width: int) -> list[str]:
    texts = [" ".join(written(cell).split()) for cell in row]
    return texts + [""] * (width - len(texts))


def _spread(sheet: Sheet, row: int, width: int) -> list[str]:
    texts = _texts(sheet.rows[row], width)
    below = _texts(sheet.rows[row + 1], width)
    for merge in _across(sheet.merges, row):
        for at in range(merge.left + 1, min(merge.right + 1, width)):
            texts[at] = texts[merge.left]
    known = bool(_across(sheet.merges, row))
    for at in range(1, width):
        # Without merges on file (csv, ods) an empty cell above a filled one belongs to the heading on its left.
        if not known and not texts[at] and below[at] and below[at - 1] and texts[at - 1]:
            texts[at] = texts[at - 1]
    return texts


def _across(merges: Sequence[Merge], row: int) -> list[Merge]:
    return [merge for merge in merges if merge.top <= row <= merge.bottom and merge.right > merge.left]


def _joined(upper: str, lower: str, owner: str) -> Heading:
    if not lower or not upper or bare(upper) == bare(lower):
        return read_heading(lower or upper, owner)
    whole, top, low = (read_heading(text, owner) for text in (f"{upper} {lower}", upper, lower))
    above = {claim.field for claim in top.claims}
    claims: dict[str, float] = {claim.field: claim.weight for claim in whole.claims}
    for claim in low.claims:
        weight = min(1.0, claim.weight + (0.25 if claim.field in above else 0.0))
        claims[claim.field] = max(claims.get(claim.field, 0.0), weight)
    if not claims or max(claims.values()) < _CONTENT_ONLY:
        claims.update({claim.field: claim.weight * 0.8 for claim in top.claims})
    ordered = tuple(
        Claim(name, weight) for name, weight in sorted(claims.items(), key=lambda item: (-item[1], item[0]))
    )
    return Heading(
        f"{upper} {lower}",
        ordered,
        low.currency or whole.currency or top.currency,
        low.unit or top.unit,
        max(low.factor, whole.factor, top.factor),
    )


def _assign(
    headings: Sequence[Heading],
    sample: Sequence[Sequence[Cell]],
    columns: dict[str, Column],
    elsewhere: set[int],
) -> tuple[dict[str, Column], tuple[Column, ...]]:
    """Give each free column at most one field; ``columns`` are known, ``elsewhere`` belong to fields in several."""
    profiles = [profile([row[at] if at < len(row) else "" for row in sample]) for at in range(len(headings))]
    taken = {column.at for column in columns.values()} | elsewhere
    free = [at for at in range(len(headings)) if at not in taken]
    scores = {at: _scores(headings[at], profiles[at]) for at in free}
    names = sorted({name for of in scores.values() for name in of} - set(columns))
    if free and names:
        matrix = np.array([[scores[at].get(name, 0.0) for name in names] for at in free])
        for row, column in zip(*solver.one_to_one(matrix), strict=True):
            if matrix[row, column] >= _ACCEPT:
                at = free[row]
                columns[names[column]] = Column(at, headings[at], round(float(matrix[row, column]), 2))
    if "unit" not in columns and _lacks_unit(columns.get("quantity"), profiles):
        left = [at for at in free if at not in {column.at for column in columns.values()}]
        claimed = [at for at in left if profiles[at].get("unit", 0.0) >= _CLEAR]
        claimed += [at for at in left if headings[at].claims and headings[at].claims[0].field == "unit"]
        if claimed:
            # All its cells are units, whatever it is called; or none is one that is known, and the heading is believed,
            # so that its words can be named and mapped.
            columns["unit"] = Column(claimed[0], headings[claimed[0]], _ACCEPT)
    return columns, _spare_values(headings, taken | {column.at for column in columns.values()})


def _lacks_unit(quantity: Column | None, profiles: Sequence[Profile]) -> bool:
    """Tell whether quantities stand as bare figures, and no heading says of what."""
    return quantity is not None and not quantity.heading.unit and profiles[quantity.at].get("bare", 0.0) >= _CLEAR


def _scores(heading: Heading, found: Profile) -> dict[str, float]:
    """Weigh what a heading claims by what its cells show, and let clear cells speak where the heading is silent."""
    result = {}
    for claim in heading.claims:
        fit = fits(claim.field, found)
        denied = found["enough"] and fit < 0.3
        result[claim.field] = (
            claim.weight
            * (0.4 + 0.6 * fit)
            * (_DENIED if denied and claim.weight < _CLEAR else 1.0)
            * (0.7 + 0.3 * min(1, found["filled"] * 2))
        )
    if heading.best < _CONTENT_ONLY and found["filled"]:
        clear = [n for n in _BY_CONTENT if n != "date" or found["date"] >= _CLEAR]
        result.update({n: _CONTENT_ONLY for n in clear if n not in result and fits(n, found) >= _CLEAR})
        # Last of all, and only if no heading claims them: ever new signs, bare figures, words.
        result.update(
            {
                n: _LAST_RESORT
                for n in ("own_ref", "quantity", "description")
                if n not in result and fits(n, found) >= _CLEAR
            }
        )
    return result


def _as_told(headings: Sequence[Heading], wanted: Mapping[str, str]) -> dict[str, Column]:
    columns = {}
    for name, told in wanted.items():
        at = next((i for i, heading in enumerate(headings) if bare(heading.text) == bare(told)), None)
        if at is None:
            at = _column_number(told)
        if at is not None and at < len(headings):
            columns[name] = Column(at, headings[at], 1.0)
    return columns


def _column_number(told: str) -> int | None:
    """Read a column as spreadsheets name it, ``C`` or ``3``."""
    if told.isdigit():
        return int(told) - 1
    if told.isascii() and told.isalpha() and len(told) <= 3:
        number = 0
        for letter in told.upper():
            number = number * 26 + ord(letter) - 64
        return number - 1
    return None


def _spare_values(headings: Sequence[Heading], used: set[int]) -> tuple[Column, ...]:
    """Find further columns of value in a currency of their own, empty ones too: a later sheet may fill them."""
    return tuple(
        Column(at, heading, heading.best)
        for at, heading in enumerate(headings)
        if at not in used and heading.currency and heading.claims and heading.claims[0].field == "value"
    )


def layout_fits(layout: Layout, sheet: Sheet) -> bool:
    """Tell whether a layout of another sheet explains this one that has no headings of its own."""
    rows = [row for row in sheet.rows[:SAMPLE_ROWS] if not is_blank(row)]
    date_column = layout.columns.get("date")
    if date_column is None or not rows:
        return False
    found = profile([layout.cell(row, "date") for row in rows])
    return found["filled"] > 0.6 and found.get("date", 0.0) > 0.6
