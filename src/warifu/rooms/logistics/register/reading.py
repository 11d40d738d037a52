"""A book read row by row: each row a dealing, a reject with its reason, or no dealing at all. Floor 3a, pure.

Law: every row of every sheet gets exactly one verdict, in the order of the file, so that
rows read = dealings + rejects + non-rows. A row is refused for its first fault in a fixed order: weapon, reference,
date, quantity, unit, direction, category, value, duplicate. What was understood (columns, rules, how surely) is handed
back for the dry run. Steps: 1 headings, 2 rules of the sheet, 3 rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from warifu.core.days import Order
from warifu.core.errors import FileError
from warifu.rooms.logistics.register.cells import is_nothing, read_section, text_of
from warifu.rooms.logistics.register.claims import bare_words, currency_in, scale_of, scaled_currency
from warifu.rooms.logistics.register.dealing import Dealing, Kind, NonRow, Place, Reason, Reject
from warifu.rooms.logistics.register.grid import Book, Cell, Sheet, is_blank, written
from warifu.rooms.logistics.register.heading import Layout, find_layout, heading_score, layout_fits
from warifu.rooms.logistics.register.mapping import RegisterMap
from warifu.rooms.logistics.register.parties import parties_of
from warifu.rooms.logistics.register.profile import bare, is_bare_figure, is_date
from warifu.rooms.logistics.register.row import Known, RowReader, Rules
from warifu.rooms.logistics.register.words import TOTAL_WORDS
from warifu.rooms.logistics.register.years import month_first, year_said

#: The currency a party's book is in where nothing at all says so; shown as assumed in the dry run.
HOME_CURRENCY = {"GB": "GBP", "JP": "JPY"}
_FEW_CELLS = 3
_ALONE = 2
#: What stands in one of these speaks of a dealing, however little of it there is.
_OF_A_DEALING = ("direction", "unit_own", "unit_other", "description", "quantity", "value")
_OF_A_ROW = ("date", "direction", "quantity", "unit")
_SAME_HEADINGS = 0.5


@dataclass(frozen=True, slots=True)
class SheetUnderstood:
    """What was understood of one sheet, for the dry run.

    ``heading_rows``: as people count. ``columns``: field → (heading, confidence 0 to 1). ``rules``: name → what holds
    for the whole sheet and where it was said. ``unknown``: headings that name nothing known. ``counts``: by verdict.
    """

    name: str
    heading_rows: tuple[int, ...]
    columns: Mapping[str, tuple[str, float]]
    rules: Mapping[str, str]
    unknown: tuple[str, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """All verdicts on a book, and what was understood of it."""

    side: str
    dealings: tuple[Dealing, ...]
    rejects: tuple[Reject, ...]
    non_rows: tuple[NonRow, ...]
    sheets: tuple[SheetUnderstood, ...]
    rows_read: int

    @property
    def complete(self) -> bool:
        """Tell whether each row read has its one verdict."""
        return self.rows_read == len(self.dealings) + len(self.rejects) + len(self.non_rows)


def read_register(book: Book, side: str, told: RegisterMap | None = None, as_of: date | None = None) -> Reading:
    """Read a register as its owner ``side`` (``GB``, ``JP``) means it.

    ``told``: a person's map. ``as_of``: days after it are refused as future, if given.
    Raises ``FileError`` file.no_register if no sheet has headings that name a date and a quantity or a value.
    """
    told = told or RegisterMap()
    sheets = [sheet for sheet in book.sheets if not told.sheets or sheet.name in told.sheets]
    total = sum(len(sheet.rows) for sheet in sheets)
    hands = _read_all(_Hands(side, told, as_of), sheets)
    if len(sheets) > 1 and hands.ends and any(each.reason is Reason.BAD_DIRECTION for each in hands.rejects):
        # Whose a unit is may be told by a later sheet only: what all of them say of it is held beside each.
        hands = _read_all(_Hands(side, told, as_of, ends=hands.ends), sheets)
    if not any(about.columns for about in hands.sheets):
        raise FileError("file.no_register", book.name, sheets=len(book.sheets))
    return Reading(side, tuple(hands.dealings), tuple(hands.rejects), tuple(hands.non_rows), tuple(hands.sheets), total)


def _read_all(hands: _Hands, sheets: Iterable[Sheet]) -> _Hands:
    for sheet in sheets:
        hands.read(sheet)
    return hands


@dataclass(slots=True)
class _Hands:
    """What one reading holds while it goes through the sheets."""

    side: str
    told: RegisterMap
    as_of: date | None
    dealings: list[Dealing] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    non_rows: list[NonRow] = field(default_factory=list)
    sheets: list[SheetUnderstood] = field(default_factory=list)
    last: Layout | None = None
    seen: dict[str, Place] = field(default_factory=dict)
    order: Order = Order.DAY_FIRST
    ends: list[tuple[str, str]] = field(default_factory=list)

    def read(self, sheet: Sheet) -> None:
        """Read one sheet: headings, rules, rows."""
        before = (len(self.dealings), len(self.rejects), len(self.non_rows))
        layout = _usable(find_layout(sheet, self.side, self.told.columns, last=self.last))
        if layout is None and self.last is not None and layout_fits(self.last, sheet):
            layout = replace(self.last, first=0, after=0)
        if layout is None:
            self._pass_over(sheet)
            rules = Rules(self.side)
        else:
            self.last = layout
            rules = self._rules(sheet, layout)
            self._rows(sheet, layout, rules)
        self.sheets.append(self._understood(sheet, layout, rules, before))

    def _pass_over(self, sheet: Sheet) -> None:
        for number, row in enumerate(sheet.rows, start=1):
            kind = Kind.BLANK if is_blank(row) else Kind.NO_REGISTER
            self.non_rows.append(NonRow(Place(sheet.name, number), kind))

    def _rows(self, sheet: Sheet, layout: Layout, rules: Rules) -> None:
        reader = self._reader(sheet, layout, rules)
        skip_to = layout.after
        for at, row in enumerate(sheet.rows):
            place = Place(sheet.name, at + 1)
            if at >= layout.after and at >= skip_to:
                again = _new_headings(sheet, at, layout, self)
                if again is not None:
                    layout, skip_to = again, again.after
                    reader = self._reader(sheet, layout, self._rules(sheet, layout, since=at))
            kind = _kind(row, at, layout, skip_to)
            if kind is not None:
                self.non_rows.append(NonRow(place, kind))
                if kind is Kind.NOTE:
                    reader.take_section(row)
                continue
            verdict = reader.read(row, place)
            if isinstance(verdict, Dealing):
                self.dealings.append(verdict)
            else:
                self.rejects.append(verdict)

    def _rules(self, sheet: Sheet, layout: Layout, since: int = 0) -> Rules:
        """Gather the sheet's rules; dates once seen with the month first stay so in the sheets that follow."""
        rules = _rules(sheet, layout, self.side, self.told, since=since)
        heading = layout.columns["date"].heading.text
        if self.told.date_order:
            self.order = self.told.date_order
        elif month_first(heading, (layout.cell(row, "date") for row in sheet.rows[layout.after :])):
            self.order = Order.MONTH_FIRST
        said = [sheet.name, *(text_of(cell) for row in reversed(sheet.rows[: layout.first]) for cell in row)]
        return replace(rules, order=self.order, year=year_said(said))

    def _reader(self, sheet: Sheet, layout: Layout, rules: Rules) -> RowReader:
        parties = {}
        if {"provider", "receiver"} <= set(layout.columns) and "direction" not in layout.columns:
            rows = sheet.rows[layout.after :]
            # What earlier sheets showed counts too: a small sheet may name nobody who says whose he is.
            self.ends += [(text_of(layout.cell(r, "provider")), text_of(layout.cell(r, "receiver"))) for r in rows]
            parties = parties_of(self.ends)
        return RowReader(layout, rules, self.told, self.as_of, Known(parties, self.seen))

    def _understood(
        self, sheet: Sheet, layout: Layout | None, rules: Rules, before: tuple[int, int, int]
    ) -> SheetUnderstood:
        now = (len(self.dealings), len(self.rejects), len(self.non_rows))
        counts = dict(
            zip(("dealings", "rejects", "non_rows"), (n - b for n, b in zip(now, before, strict=True)), strict=True)
        )
        if layout is None:
            return SheetUnderstood(sheet.name, (), {}, {}, (), counts)
        columns = {name: (column.heading.text, column.confidence) for name, column in sorted(layout.columns.items())}
        heading_rows = tuple(range(layout.first + 1, layout.after + 1))
        return SheetUnderstood(sheet.name, heading_rows, columns, rules.shown(), layout.unknown, counts)


def _usable(layout: Layout | None) -> Layout | None:
    """Keep a layout only if it can carry a dealing: a day, and a quantity or a value."""
    if layout is None or "date" not in layout.columns:
        return None
    return layout if {"quantity", "value"} & set(layout.columns) else None


def _rules(sheet: Sheet, layout: Layout, side: str, told: RegisterMap, since: int = 0) -> Rules:
    """Gather what holds for the whole sheet: from the map, the heading of the values, the titles above, the name."""
    above = [
        text_of(cell)
        for row in sheet.rows[since : layout.first]
        for cell in row
        if isinstance(cell, str) and cell.strip()
    ]
    if not since:
        above += [sheet.name, *_notes_of_scale(sheet, layout)]
    value, quantity = layout.columns.get("value"), layout.columns.get("quantity")
    currency_column = layout.columns.get("currency")
    said = {"map": told.currency, "heading": value.heading.currency if value else ""}
    said["title"] = next((code for code in map(currency_in, above) if code), "")
    said["assumed"] = HOME_CURRENCY.get(side, "")
    source = next(name for name in ("map", "heading", "title", "assumed") if said[name] or name == "assumed")
    factors = {"map": told.value_factor, "heading": value.heading.factor if value else 1}
    factors["currency heading"] = currency_column.heading.factor if currency_column else 1
    factors["title"] = max((scale_of(text) for text in above), default=1)
    factor_source = next((name for name, factor in factors.items() if factor > 1 or (name == "map" and factor)), "")
    scaled = {"heading": value.heading.text if value else "", "title": next((t for t in above if scale_of(t) > 1), "")}
    scaled["currency heading"] = currency_column.heading.text if currency_column else ""
    direction = told.direction
    if direction is None and "direction" not in layout.columns and not layout.ways:
        direction = next(
            (way for way in (read_section(text, side) for text in reversed(above)) if way is not None), None
        )
    return Rules(
        side,
        currency=said[source],
        currency_from=source,
        factor=factors.get(factor_source, 1),
        factor_from=factor_source,
        factor_of=scaled_currency(scaled.get(factor_source, "")),
        unit=told.unit or (quantity.heading.unit if quantity else "") or "",
        direction=direction,
    )


def _notes_of_scale(sheet: Sheet, layout: Layout) -> list[str]:
    """Find lines below the headings that stand alone and state a scale with its currency or as the unit (単位：千円)."""
    found = []
    for row in sheet.rows[layout.after :]:
        words = [cell for cell in row if cell != "" and not (isinstance(cell, str) and not cell.strip())]
        if len(words) <= _ALONE and any(isinstance(word, str) and scale_of(word) > 1 for word in words):
            text = " ".join(text_of(word) for word in words)
            if scaled_currency(text) or "単位" in text:
                found.append(text)
    return found


def _new_headings(sheet: Sheet, at: int, layout: Layout, hands: _Hands) -> Layout | None:
    """Find headings in the middle of a sheet that are not the same again: from there on they hold."""
    row = sheet.rows[at]
    if _figures_in(row) or _repeats(row, layout):
        return None
    score, fields = heading_score(row, hands.side)
    if fields < 5 or score < fields * 0.7:
        return None
    return _usable(find_layout(Sheet(sheet.name, sheet.rows, sheet.merges), hands.side, hands.told.columns, at))


def _figures_in(row: tuple[Cell, ...]) -> bool:
    return any(not isinstance(cell, str) or is_bare_figure(cell) for cell in row if cell != "")


def _repeats(row: tuple[Cell, ...], layout: Layout) -> bool:
    if not any(isinstance(cell, str) and bare(cell) in layout.words for cell in row if cell):
        return False
    words = [bare(written(cell)) for cell in row]
    filled = sum(1 for word in words if word)
    for texts in layout.texts:
        same = sum(1 for word, text in zip(words, texts, strict=False) if word and word == text)
        if filled and same / filled > _SAME_HEADINGS and (filled > 1 or same == len(list(filter(None, texts)))):
            return True
    return False


def _kind(row: tuple[Cell, ...], at: int, layout: Layout, skip_to: int) -> Kind | None:
    """Tell what a row is if it is no dealing."""
    if is_blank(row):
        return Kind.BLANK
    if at < layout.first and layout.first < skip_to and at < layout.first:
        return Kind.TITLE
    if layout.first <= at < layout.after:
        return Kind.HEADING
    if _repeats(row, layout):
        return Kind.REPEATED_HEADING
    filled = sum(1 for cell in row if cell != "" and written(cell).strip())
    if filled * 2 > len(layout.columns):
        # So full a row is a dealing, whatever its words: a sum stands almost alone.
        return None
    total = _total(row, layout)
    if total is not None:
        return total
    if filled <= _FEW_CELLS and _sum_without_its_word(row, layout):
        return Kind.SUBTOTAL
    empty = all(is_nothing(layout.cell(row, name)) for name in _OF_A_DEALING)
    undated = is_nothing(layout.cell(row, "date")) or (filled <= _ALONE and not is_date(layout.cell(row, "date")))
    # One cell alone is a title or a note, whichever column it stands in.
    return Kind.NOTE if filled == 1 or (empty and undated and filled <= _FEW_CELLS) else None


def _sum_without_its_word(row: tuple[Cell, ...], layout: Layout) -> bool:
    """Tell whether a row is figures alone, or a value and words without a figure, and nothing else of a dealing."""
    if all(is_bare_figure(cell) for cell in row if written(cell).strip()):
        return True
    if is_nothing(layout.cell(row, "value")) or not all(is_nothing(layout.cell(row, name)) for name in _OF_A_ROW):
        return False
    return all(is_bare_figure(cell) or not any(map(str.isdigit, written(cell))) for cell in row if cell != "")


_TOTALS = {bare(word): Kind(kind) for kind, words in TOTAL_WORDS.items() for word in words.split("|")}
_TOTAL_STARTS = sorted((word for word in _TOTALS if len(word) > 1), key=len, reverse=True)


def _total(row: tuple[Cell, ...], layout: Layout) -> Kind | None:
    """Tell whether a row says of itself that it is a sum, by one of its words or their beginning.

    Beside that word it must not have what makes a dealing: its word may stand in any column, also that of the date.
    """
    for cell in row:
        word = bare(bare_words(cell)) if isinstance(cell, str) and cell.strip() and not is_bare_figure(cell) else ""
        kind = _TOTALS.get(word) if word else None
        if word and kind is None:
            known = next((known for known in _TOTAL_STARTS if word.startswith(known) or word.endswith(known)), None)
            kind = _TOTALS[known] if known else None
        if kind is not None:
            others = (layout.cell(row, name) for name in ("date", "direction", "description", "own_ref"))
            bare_row = all(is_nothing(other) or other == cell for other in others)
            return kind if bare_row or _only_figures_beside(row, cell) else None
    return None


def _only_figures_beside(row: tuple[Cell, ...], word: Cell) -> bool:
    """Tell whether nothing but figures stands beside the word of a sum."""
    return all(is_bare_figure(cell) or cell == word for cell in row if written(cell).strip())
