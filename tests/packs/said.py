"""Rows of golden rulings as people write them, turned into bodies of acts: ``"100 KL"``, ``"95000 JPY"``, a day.

A key of a row names a field of the body; where the body has none of that name, a field of its first line, else of its
setting. ``lines`` gives several lines, each as what differs from the base line.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec.structs import replace

from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.rooms.logistics import acts


def _exact(text: Any) -> Decimal:
    return Decimal(str(text).replace(",", ""))


def _money(text: str) -> Money:
    amount, currency = text.split()
    return Money(_exact(amount), currency)


def _quantity(text: str) -> Quantity:
    amount, unit = text.split()
    return Quantity(_exact(amount), unit)


_READ = {Money: _money, Quantity: _quantity, Decimal: _exact, date: lambda value: value}


def _value(hint: Any, said: Any, names: Mapping[str, bytes]) -> Any:
    """Read one value by the type of its field; a field of bytes names a step of the row."""
    if get_origin(hint) in {Union, types.UnionType}:
        if isinstance(said, str) and said in {"", "none"}:
            return None
        return _value(next(each for each in get_args(hint) if each is not type(None)), said, names)
    if hint in _READ:
        return _READ[hint](said)
    if hint is bytes:
        return names[said] if said else b""
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], each, names) for each in said)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct) and isinstance(said, Mapping):
        return record(hint, said, names)
    return said


def record(kind: type, said: Mapping[str, Any], names: Mapping[str, bytes]) -> Any:
    """Read a record from what is said of each of its fields."""
    hints = get_type_hints(kind)
    return kind(**{name: _value(hints[name], each, names) for name, each in said.items()})


def _changed(record: Any, said: Mapping[str, Any], names: Mapping[str, bytes]) -> Any:
    hints = get_type_hints(type(record))
    return replace(record, **{name: _value(hints[name], each, names) for name, each in said.items()})


def apply(body: Any, given: Mapping[str, Any], names: Mapping[str, bytes]) -> Any:
    """Return the body with what the row says; a key that fits nothing is a mistake in the row."""
    for key, said in given.items():
        if key == "lines" and hasattr(body, "lines") and body.lines:
            base = body.lines[0]
            body = replace(body, lines=tuple(_line(base, number, each, names) for number, each in enumerate(said, 1)))
        elif key in {"not_applicable", "refusals"}:
            body = replace(body, **{key: _named(key, said)})
        elif key in body.__struct_fields__:
            body = _changed(body, {key: said}, names)
        elif getattr(body, "lines", ()) and key in body.lines[0].__struct_fields__:
            body = replace(body, lines=(_changed(body.lines[0], {key: said}, names), *body.lines[1:]))
        elif hasattr(body, "known") and key in body.known.__struct_fields__:
            body = replace(body, known=_changed(body.known, {key: said}, names))
        elif hasattr(body, "setting") and key in body.setting.__struct_fields__:
            body = replace(body, setting=_changed(body.setting, {key: said}, names))
        else:
            raise KeyError(key, type(body).__name__)
    return body


def _line(base: Any, number: int, said: Mapping[str, Any], names: Mapping[str, bytes]) -> Any:
    counted = next(({name: number} for name in ("line", "number") if name in base.__struct_fields__), {})
    return _changed(base, {**counted, **said}, names)


def _named(key: str, said: Mapping[str, str]) -> tuple[Any, ...]:
    if key == "refusals":
        return tuple(acts.Refusal(int(line), reason) for line, reason in said.items())
    return tuple(acts.NotApplicable(element, reason) for element, reason in said.items())
