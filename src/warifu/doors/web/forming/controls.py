"""The controls of a form, ready to be drawn: label, hint, what was typed, what can be chosen, what is amiss.

Law: drawn is what was typed, never what was understood. What need not be filled in is folded away unless something
stands in it or is amiss there, so that an order is short. A control's id is its name with dots turned to dashes, once
on a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from warifu.doors.web.forming.choices import Choice, Ground, Offered, currencies, offered, units
from warifu.doors.web.forming.naming import activity_called, field_called
from warifu.doors.web.forming.reading import Amiss
from warifu.doors.web.forming.shape import Field, fields_of
from warifu.doors.web.forming.typed import BODY, count
from warifu.law.room import Kind

OPEN = frozenset({
    "wanted_from", "wanted_to", "currency", "total", "from_day", "to_day", "replace_by", "payment_days", "payee",
    "remittance", "fund", "billed", "purpose", "partial", "transaction", "supply", "price", "discrepancy", "condition",
    "together", "same_kind", "facility_of", "amount", "standing_order", "refusals", "not_applicable", "in_return",
    "other_units", "units", "places", "activity", "value", "settled", "emergency", "conditions", "settlement", "lines",
    "rest_owed_by", "desks", "person", "post", "stock", "tolerance", "measure", "decision",
    "limited", "back",
})  # fmt: skip
"""Fields that need not be filled in and stand openly all the same."""
_FOLDED_IN = {
    "logistics/request": frozenset({"payee", "remittance", "total", "in_return", "not_applicable", "billed", "fund",
                                    "standing_order", "emergency", "replace_by", "facility_of", "decision"}),
    "logistics/accept": frozenset({"payee", "remittance"}),
    "logistics/receipt": frozenset({"purpose", "condition"}),
    "logistics/issue": frozenset({"purpose", "discrepancy", "condition"}),
}  # fmt: skip
"""Kind to those of them that it seldom needs."""


class Control(NamedTuple):
    """One field as it is drawn. ``parts``: of a record; ``items``: one tuple of controls for each item of a list."""

    name: str
    shape: str
    label: str
    hint: str
    required: bool
    folded: bool
    value: str
    of: str
    """The unit or currency beside an amount."""
    choices: tuple[Choice, ...] | None
    open: bool
    """Other text than the choices may be typed."""
    errors: tuple[Amiss, ...]
    parts: tuple[Control, ...] = ()
    items: tuple[tuple[Control, ...], ...] = ()

    @property
    def id(self) -> str:
        """The control's id on the page."""
        return self.name.replace(".", "-")

    @property
    def amiss(self) -> bool:
        """Tell whether something is amiss here or below."""
        inner = (*self.parts, *(control for item in self.items for control in item))
        return bool(self.errors) or any(control.amiss for control in inner)

    @property
    def filled(self) -> bool:
        """Tell whether something stands here or below."""
        inner = (*self.parts, *(control for item in self.items for control in item))
        return bool(self.value) or bool(self.items) or any(control.filled for control in inner)


def controls(kind: Kind, typed: Mapping[str, str], ground: Ground, amiss: tuple[Amiss, ...] = ()) -> list[Control]:
    """Return the controls of a form of a kind, in the order of its record."""
    maker = _Maker(kind.name, typed, ground, amiss)
    return [maker.control(field, f"{BODY}{field.last}") for field in fields_of(kind.body)]


def flat_of(found: Iterable[Control]) -> list[Control]:
    """Return controls with all below them, in their order."""
    every: list[Control] = []
    for control in found:
        every += [control, *flat_of(control.parts), *(each for item in control.items for each in flat_of(item))]
    return every


class _Maker:
    def __init__(self, kind: str, typed: Mapping[str, str], ground: Ground, amiss: tuple[Amiss, ...]) -> None:
        self.kind, self.typed, self.ground = kind, typed, ground
        self.amiss: dict[str, list[Amiss]] = {}
        for each in amiss:
            self.amiss.setdefault(each.name, []).append(each)

    def control(self, field: Field, name: str) -> Control:
        """Return one field with all below it."""
        choice = offered(field, self.ground)
        value, of = self._typed(field, name)
        errors = [*self.amiss.get(name, ()), *(e for part in _PARTS for e in self.amiss.get(f"{name}.{part}", ()))]
        if field.shape in {"group", "many"}:
            errors = self.amiss.get(name, [])
        made = Control(
            name=name, shape=field.shape, label=field_called(field.name, self.kind),
            hint=field_called(field.name, self.kind, "hint"), required=field.required,
            folded=not field.required and self._is_folded(field.last), value=value, of=of,
            choices=self._choices(field, choice, value, of), open=choice is not None and choice.open,
            errors=tuple(errors),
        )  # fmt: skip
        if field.shape == "group":
            return made._replace(parts=tuple(self.control(part, f"{name}.{part.last}") for part in field.parts))
        if field.shape == "many":
            return made._replace(items=self._items(field, name))
        return made

    def _is_folded(self, last: str) -> bool:
        return last not in OPEN or last in _FOLDED_IN.get(self.kind, ())

    def _items(self, field: Field, name: str) -> tuple[tuple[Control, ...], ...]:
        wanted = max(count(self.typed, name), 1 if field.required else 0)
        return tuple(
            tuple(self.control(part, f"{name}.{place}.{part.last}") for part in field.parts) for place in range(wanted)
        )

    def _typed(self, field: Field, name: str) -> tuple[str, str]:
        if field.shape in {"money", "quantity"}:
            part = "unit" if field.shape == "quantity" else "currency"
            return self.typed.get(f"{name}.amount", ""), self.typed.get(f"{name}.{part}", "")
        value = self.typed.get(name, "")
        if not value and field.last == "number" and field.shape == "number":
            place = name.split(".")[-2]
            return (str(int(place) + 1) if place.isdigit() else ""), ""
        if not value and field.shape in {"choice", "yes"} and field.default not in {None, "", False}:
            return ("yes" if field.default is True else str(field.default)), ""
        return value, ""

    @staticmethod
    def _choices(field: Field, choice: Offered | None, value: str, of: str) -> tuple[Choice, ...] | None:
        """Return what is offered, with what was typed before and is offered no longer."""
        if field.shape in {"money", "quantity"}:
            known = units() if field.shape == "quantity" else currencies()
            return known if not of or of in dict(known) else ((of, of), *known)
        if choice is None:
            return None
        if choice.open or not value or value in dict(choice.values):
            return choice.values
        if field.shape == "list":
            lost = [each for each in value.split("\n") if each and each not in dict(choice.values)]
            return (*((each, each) for each in dict.fromkeys(lost)), *choice.values)
        return ((value, activity_called(value) if field.last == "activity" else value), *choice.values)


_PARTS = ("amount", "unit", "currency")
