"""From what people write to the body of an act: TOML or JSON with words, into the record of its kind.

Law: money is written ``"1234.50 GBP"``, a quantity ``"120000 L"``, a day ``2026-09-20``, a decimal as text, a digest in
hex. What does not fit is refused with the field's name; nothing is guessed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import inspect as shapes

from warifu.core.errors import FileError, ValueTroubleError
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.core.quantity import parse_unit as unit_code
from warifu.doors import files
from warifu.law.room import Kind


def body_of(kind: Kind, written: dict[str, Any]) -> Any:
    """Return the body of a kind from what was written; raises ValueTroubleError naming the field."""
    try:
        read = _in_words(shapes.type_info(kind.body), written)
        return msgspec.convert(read, kind.body, strict=False)
    except (msgspec.ValidationError, ValueError) as trouble:
        raise ValueTroubleError("form.does_not_fit", kind.name, trouble=str(trouble)[:200]) from trouble


def known_names(written: Iterable[str], fields: Iterable[str]) -> None:
    """Refuse a name that the form does not have: a misspelt one would be passed over without a word.

    Raises ValueTroubleError form.unknown_field.
    """
    known = sorted(fields)
    for name in written:
        if name not in known:
            near = ", ".join(get_close_matches(name, known, 3)) or ", ".join(known)
            raise ValueTroubleError("form.unknown_field", name[:60], name=name[:60], near=near[:200])


def _money(written: str) -> dict[str, str]:
    amount, currency = _two_words(written)
    return {"amount": str(_decimal(amount)), "currency": currency.upper()}


def _quantity(written: str) -> dict[str, str]:
    amount, unit = _two_words(written)
    return {"amount": str(_decimal(amount)), "unit": unit_code(unit)}


_IN_WORDS: dict[type, Callable[[str], dict[str, str]]] = {Money: _money, Quantity: _quantity}


def _in_words(shape: shapes.Type, written: Any) -> Any:
    """Read hex wherever bytes belong, and money and quantities written as words.

    Left to itself the library would take hex for base64, and ask for a table where people write ``"120000 L"``.
    """
    if isinstance(shape, shapes.BytesType) and isinstance(written, str):
        return bytes.fromhex(written)
    if isinstance(shape, shapes.DataclassType) and shape.cls in _IN_WORDS and isinstance(written, str):
        return _IN_WORDS[shape.cls](written)
    if isinstance(shape, shapes.StructType) and isinstance(written, dict):
        fields = {each.encode_name: each.type for each in shape.fields}
        known_names(written, fields)
        return {name: _in_words(fields[name], value) for name, value in written.items()}
    if isinstance(shape, shapes.VarTupleType | shapes.ListType) and isinstance(written, list | tuple):
        return [_in_words(shape.item_type, item) for item in written]
    if isinstance(shape, shapes.UnionType):
        for each in shape.types:
            written = _in_words(each, written)
    return written


def _two_words(written: Any) -> tuple[str, str]:
    words = str(written).split(maxsplit=1)
    if len(words) != 2:
        raise ValueError(str(written)[:60])
    return words[0], words[1]


def _decimal(written: str) -> Decimal:
    try:
        return Decimal(written.replace(",", ""))
    except InvalidOperation as trouble:
        raise ValueError(written[:60]) from trouble


def read_file(path: Path) -> dict[str, Any]:
    """Read a draft written as TOML or JSON; raises FileError."""
    raw = files.read(path)
    try:
        read = msgspec.json.decode(raw) if path.suffix == ".json" else tomllib.loads(raw.decode())
    except RecursionError as trouble:
        raise FileError("file.nested_too_deep", path.name) from trouble
    except (ValueError, msgspec.DecodeError) as trouble:
        raise FileError("file.unreadable", path.name, trouble=str(trouble)[:200]) from trouble
    if not isinstance(read, dict):
        raise FileError("file.no_fields", path.name)
    return read


def template(kind: Kind) -> str:
    """Return a draft of a kind as TOML to be filled in: every field with a sample, optional ones commented out.

    As it stands it can be read, so that what is still to be filled in is refused by name; choices stand beside.
    """
    lines = [f'kind = "{kind.name}"', '# case = "hex digest of the case"   # left out for the act that begins a case']
    lines += ["# cites = []", "# label = []   # left out: that of what the act speaks of", "", "[texts]"]
    lines += [f'# {slot} = ""   # {name.replace("_", " ")}' for slot, name in kind.slots.items()]
    lines += ["", "[body]"]
    hints = get_type_hints(kind.body)
    for field in msgspec.structs.fields(kind.body):
        beside = "   # ".join(["", *_beside(hints[field.name])])
        lines.append(f"{'' if field.required else '# '}{field.name} = {_sample(hints[field.name])}{beside}")
    return "\n".join(lines) + "\n"


_SAMPLES = {
    Money: '"0 GBP"',
    Quantity: '"0 L"',
    date: "2026-01-01",
    Decimal: '"0"',
    str: '""',
    bytes: '""',
    int: "0",
    bool: "false",
}


def _sample(hint: Any) -> str:
    if hint in _SAMPLES:
        return _SAMPLES[hint]
    if _is_record(hint):
        hints = get_type_hints(hint)
        asked = [field.name for field in msgspec.structs.fields(hint) if field.required]
        return "{ " + ", ".join(f"{name} = {_sample(hints[name])}" for name in asked) + " }"
    inner = _arguments(hint)
    if not inner or isinstance(inner[0], str):
        return '""'
    return f"[ {_sample(inner[0])} ]" if getattr(hint, "__origin__", None) is tuple else _sample(inner[0])


def _beside(hint: Any) -> list[str]:
    """Return what a sample cannot show: the values to choose from, and what else a record may have."""
    if _is_record(hint):
        hints, fields = get_type_hints(hint), msgspec.structs.fields(hint)
        told = [f"{field.name}: {each}" for field in fields if field.required for each in _beside(hints[field.name])]
        more = ", ".join(field.name for field in fields if not field.required)
        return [*told, *([f"and where it applies: {more}"] if more else [])]
    inner = _arguments(hint)
    if not inner:
        return []
    return [" | ".join(filter(None, inner))] if isinstance(inner[0], str) else _beside(inner[0])


def _arguments(hint: Any) -> list[Any]:
    return [each for each in get_args(hint) if each not in {type(None), Ellipsis}]


def _is_record(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct) and hint not in _SAMPLES
