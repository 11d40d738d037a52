"""One row: its cells read by the layout and the rules of its sheet, into a dealing or a reject. Floor 3a, pure.

Law: faults are looked for in a fixed order and the first is the reason; what the room's acts need and the row does
not say is never filled in, except by a rule that the dry run shows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from warifu.core.days import Order, Stamp
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.rooms.logistics.register.categories import category_by_description, category_of, names_weapon
from warifu.rooms.logistics.register.cells import (
    TEXT_LIMIT,
    UNITS_BY_CATEGORY,
    Scale,
    Unread,
    is_cancelled,
    is_nothing,
    read_answer,
    read_currency,
    read_day,
    read_direction,
    read_other_ref,
    read_quantity,
    read_section,
    read_stock_number,
    read_value,
    text_of,
    with_time,
)
from warifu.rooms.logistics.register.dealing import Dealing, Place, Reason, Reject
from warifu.rooms.logistics.register.grid import Cell
from warifu.rooms.logistics.register.heading import Column, Layout
from warifu.rooms.logistics.register.mapping import RegisterMap
from warifu.rooms.logistics.register.parted import without_dittos
from warifu.rooms.logistics.register.profile import bare
from warifu.rooms.logistics.register.years import YearSaid, day_without_year, year_said

REF_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for a whole sheet, each with the place that said so."""

    side: str
    currency: str = ""
    currency_from: str = ""
    factor: int = 1
    factor_from: str = ""
    factor_of: str = ""
    unit: str = ""
    direction: bool | None = None
    order: Order = Order.DAY_FIRST
    year: YearSaid | None = None

    def shown(self) -> dict[str, str]:
        """Give the rules as words for the dry run."""
        rules = {}
        if self.currency:
            rules["currency"] = f"{self.currency} ({self.currency_from})"
        if self.factor > 1:
            rules["value_factor"] = " ".join(filter(None, (str(self.factor), self.factor_of, f"({self.factor_from})")))
        if self.unit:
            rules["unit"] = self.unit
        if self.direction is not None:
            rules["direction"] = "issued" if self.direction else "received"
        if self.order is Order.MONTH_FIRST:
            rules["date_order"] = str(self.order)
        return rules


def ref_key(ref: str) -> str:
    """Give a reference for comparing: width, case, blanks and kinds of hyphen do not matter."""
    low = "".join(unicodedata.normalize("NFKC", ref).casefold().split())
    return low.translate(_HYPHENS)


_HYPHENS = str.maketrans(dict.fromkeys("‐‑–—−―ー", "-"))


@dataclass(frozen=True, slots=True)
class Known:
    """What other rows tell: whose each unit is, where no column says it, and the references the book has had."""

    parties: Mapping[str, str]
    seen: dict[str, Place]


class RowReader:
    """Reads the rows of one sheet by its layout and rules."""

    def __init__(
        self,
        layout: Layout,
        rules: Rules,
        told: RegisterMap,
        as_of: date | None,
        known: Known,
    ) -> None:
        self.layout, self.rules, self.told, self.as_of = layout, rules, told, as_of
        self.parties, self.seen = known.parties, known.seen
        self.section: bool | None = rules.direction
        self.above: tuple[Cell, ...] = ()
        self.ref_field = "own_ref" if "own_ref" in layout.columns else "serial"

    def take_section(self, row: tuple[Cell, ...]) -> None:
        """Let a line of its own such as ``Issued`` or ``受領分`` hold for the rows below, where no column says it."""
        if "direction" in self.layout.columns or self.layout.ways:
            return
        ways = {
            read_section(text_of(cell), self.rules.side) for cell in row if isinstance(cell, str) and cell.strip()
        } - {None}
        if len(ways) == 1:
            self.section = ways.pop()

    def read(self, row: tuple[Cell, ...], at: Place) -> Dealing | Reject:
        """Give the verdict on a row that is a dealing or would be one."""
        original, row = row, without_dittos(row, self.above, self.layout.parts)
        self.above = row
        ref = self._ref(row, at)
        try:
            dealing = replace(self._dealing(row, at, ref), cells=original)
        except _Fault as fault:
            column = self.layout.columns.get(fault.field)
            heading = column.heading.text if column else fault.field
            return Reject(at, heading, ref, fault.reason, fault.figures, original)
        self.seen[ref_key(ref)] = at
        return dealing

    def _ref(self, row: tuple[Cell, ...], at: Place) -> str:
        if self.ref_field not in self.layout.columns:
            # A book without a column of references: sheet and row name the dealing, as its owner would.
            return f"{at.sheet}!{at.row}"
        cell = self.layout.cell(row, self.ref_field)
        return "" if is_nothing(cell) else text_of(cell)

    def _dealing(self, row: tuple[Cell, ...], at: Place, ref: str) -> Dealing:
        text = {
            name: self._text(row, name)
            for name in ("description", "unit_own", "unit_other", "activity", "place", "remarks")
        }
        category = self._category(row, text["description"])
        if names_weapon(text["description"], category):
            raise _Fault("description", Reason.WEAPON, text=text["description"][:60])
        if is_cancelled(text["remarks"]) or is_cancelled(self.layout.cell(row, "settled")):
            raise _Fault("remarks", Reason.CANCELLED, text=text["remarks"][:40])
        if not ref:
            raise _Fault(self.ref_field, Reason.NO_REF)
        if len(ref) > REF_LIMIT or any(len(words) > TEXT_LIMIT for words in text.values()):
            raise _Fault("description", Reason.TOO_LONG)
        day = self._day(row)
        quantity = self._quantity(row, category)
        issued, own, other = self._direction(row, text["unit_own"], text["unit_other"])
        if not category:
            said = self._text(row, "category") or text["description"]
            raise _Fault("category", Reason.UNKNOWN_CATEGORY, text=said[:120])
        value, step = self._value(row)
        if ref_key(ref) in self.seen:
            raise _Fault(self.ref_field, Reason.DUPLICATE_REF, first=str(self.seen[ref_key(ref)].row))
        side, peer = self.rules.side, "JP" if self.rules.side == "GB" else "GB"
        return Dealing(
            side=side,
            ref=ref,
            other_ref=self._other_ref(row, text["remarks"]),
            provider=side if issued else peer,
            day=day,
            own_unit=own,
            other_unit=other,
            category=category,
            description=text["description"],
            stock_number=read_stock_number(self.layout.cell(row, "stock_number")),
            quantity=quantity,
            value=value,
            value_step=step,
            activity=text["activity"],
            place=text["place"],
            receipt=read_answer(self.layout.cell(row, "receipt")),
            settled=read_answer(self.layout.cell(row, "settled")),
            at=at,
            cells=row,
        )

    def _text(self, row: tuple[Cell, ...], name: str) -> str:
        return text_of(self.layout.cell(row, name))

    def _category(self, row: tuple[Cell, ...], description: str) -> str:
        said = self._text(row, "category")
        # A map may name what stands in the column of categories or, where that says nothing known, the goods themselves.
        told = self.told.categories.get(bare(said or description)) or self.told.categories.get(bare(description))
        return told or (category_of(said) if said else None) or category_by_description(description) or ""

    def _day(self, row: tuple[Cell, ...]) -> Stamp:
        with _in("date"):
            cell = self.layout.cell(row, "date")
            day = read_day(self._with_year(row, cell), self.rules.side, self.rules.order)
        time = self.layout.columns.get("time")
        if time is not None:
            day = with_time(day, self.layout.cell(row, "time"), time.heading.text)
        if self.as_of is not None and day.day > self.as_of:
            raise _Fault("date", Reason.FUTURE_DATE, day=day.day.isoformat())
        return day

    def _with_year(self, row: tuple[Cell, ...], cell: Cell) -> Cell:
        """Give a date with its year, where it leaves it out and the row, the sheet or its title says it."""
        order = Order.MONTH_FIRST if self.rules.side == "JP" else self.rules.order
        short = day_without_year(cell, order) if isinstance(cell, str) else None
        if short is None:
            return cell
        own = self._text(row, "fiscal_year")
        year = (year_said([own if own.endswith("年度") else f"{own}年度"]) if own else None) or self.rules.year
        return cell if year is None else f"{year.of(short[0])}-{short[0]}-{short[1]}"

    def _quantity(self, row: tuple[Cell, ...], category: str) -> Quantity:
        with _in("quantity"):
            cells = self.layout.cell(row, "quantity"), self.layout.cell(row, "unit")
            return read_quantity(*cells, self.rules.unit, {**UNITS_BY_CATEGORY.get(category, {}), **self.told.units})

    def _direction(self, row: tuple[Cell, ...], own: str, other: str) -> tuple[bool, str, str]:
        """Give whether the owner issued, and own and other unit."""
        if "direction" in self.layout.columns:
            said = self._text(row, "direction")
            issued = self.told.directions.get(bare(said), read_direction(said, self.rules.side))
            if issued is None:
                raise _Fault("direction", Reason.BAD_DIRECTION, text=said[:40])
            return (
                issued,
                own or self._end(row, own_end=True, issued=issued),
                other or self._end(row, own_end=False, issued=issued),
            )
        provider, receiver = self._text(row, "provider"), self._text(row, "receiver")
        if self.layout.ways:
            return self._by_column(row, own or provider, other or receiver)
        party = self.parties.get(provider) or {"GB": "JP", "JP": "GB"}.get(self.parties.get(receiver, ""), "")
        if party:
            issued = party == self.rules.side
            return issued, provider if issued else receiver, receiver if issued else provider
        if self.section is None:
            raise _Fault("direction", Reason.BAD_DIRECTION, text="")
        return (
            self.section,
            own or (provider if self.section else receiver),
            other or (receiver if self.section else provider),
        )

    def _by_column(self, row: tuple[Cell, ...], own: str, other: str) -> tuple[bool, str, str]:
        """Read the direction from which of two columns is filled, of the quantity or else of the value."""
        for way in self.layout.ways.values():
            given, taken = way.filled(row)
            if given != taken:
                return given, own, other
        raise _Fault("direction", Reason.BAD_DIRECTION, text="")

    def _end(self, row: tuple[Cell, ...], *, own_end: bool, issued: bool) -> str:
        return self._text(row, "provider" if own_end == issued else "receiver")

    def _value(self, row: tuple[Cell, ...]) -> tuple[Money | None, Decimal]:
        with _in("currency"):
            code, scale = read_currency(self.layout.cell(row, "currency"))
        for column in self._value_columns(row):
            spare = column.at in self._spare
            currency = (column.heading.currency if spare else "") or code or self.rules.currency
            kept = Scale(self.rules.factor, self.rules.factor_of)
            if scale > 1 or spare:
                kept = Scale(max(scale, column.heading.factor if spare else 1), code)
            with _in("value"):
                first = column is self.layout.columns.get("value")
                value, step = read_value(self.layout.cell(row, "value") if first else row[column.at], currency, kept)
            if value is not None:
                return value, step
        return None, Decimal(1)

    @property
    def _spare(self) -> frozenset[int]:
        return frozenset(column.at for column in self.layout.spare_values)

    def _value_columns(self, row: tuple[Cell, ...]) -> list[Column]:
        first = self.layout.columns.get("value")
        return [column for column in (first, *self.layout.spare_values) if column is not None and column.at < len(row)]

    def _other_ref(self, row: tuple[Cell, ...], remarks: str) -> str:
        said = self.layout.cell(row, "other_ref")
        if not is_nothing(said):
            return read_other_ref(text_of(said)) or text_of(said)[:REF_LIMIT]
        return read_other_ref(remarks)[:REF_LIMIT] if remarks else ""


class _Fault(Exception):  # noqa: N818 - the reason of a reject on its way to ``read``
    """The first fault of a row: which field, why, and words for a sentence."""

    def __init__(self, field: str, reason: Reason, **figures: str) -> None:
        super().__init__(reason)
        self.field, self.reason, self.figures = field, reason, tuple(sorted(figures.items()))


class _in:  # noqa: N801 - used as a word in a with statement
    """Say in which field a cell could not be read."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, trace: object) -> None:
        if isinstance(trouble, Unread):
            field = "unit" if trouble.reason in (Reason.UNKNOWN_UNIT, Reason.AMBIGUOUS_UNIT) else self.field
            raise _Fault(field, trouble.reason, **dict(trouble.figures)) from None
