"""From what people write to the body of an act: TOML or JSON with words, into the record of its kind.

Law: money is written ``"1234.50 GBP"``, a quantity ``"120000 L"``, a day ``2026-09-20``, a decimal as text, a digest in
hex. What does not fit is refused with the field's name; nothing is guessed.
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import inspect as shapes

from warifu.core.errors import FileError, ValueTroubleError
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.core.quantity import parse_unit as unit_code
from warifu.law.room import Kind


def body_of(kind: Kind, written: dict[str, Any]) -> Any:
    """Return the body of a kind from what was written; raises ValueTroubleError naming the field."""
    try:
        read = _with_bytes(shapes.type_info(kind.body), written)
        return msgspec.convert(read, kind.body, strict=False, dec_hook=_read)
    except (msgspec.ValidationError, ValueError) as trouble:
        raise ValueTroubleError("form.does_not_fit", kind.name, trouble=str(trouble)[:200]) from trouble


def _read(wanted: type, written: Any) -> Any:
    if wanted is Money:
        amount, currency = _two_words(written)
        return Money(_decimal(amount), currency.upper())
    if wanted is Quantity:
        amount, unit = _two_words(written)
        return Quantity(_decimal(amount), unit_code(unit))
    raise ValueError(str(written)[:60])


def _with_bytes(shape: shapes.Type, written: Any) -> Any:
    """Read hex wherever bytes belong: left to itself the library would take it for base64."""
    if isinstance(shape, shapes.BytesType) and isinstance(written, str):
        return bytes.fromhex(written)
    if isinstance(shape, shapes.StructType) and isinstance(written, dict):
        fields = {each.encode_name: each.type for each in shape.fields}
        return {name: _with_bytes(fields[name], value) if name in fields else value for name, value in written.items()}
    if isinstance(shape, shapes.VarTupleType | shapes.ListType) and isinstance(written, list | tuple):
        return [_with_bytes(shape.item_type, item) for item in written]
    if isinstance(shape, shapes.UnionType):
        for each in shape.types:
            written = _with_bytes(each, written)
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
    try:
        raw = path.read_bytes()
        read: dict[str, Any] = msgspec.json.decode(raw) if path.suffix == ".json" else tomllib.loads(raw.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.DecodeError) as trouble:
        raise FileError("file.unreadable", path.name, trouble=str(trouble)[:200]) from trouble
    return read


def template(kind: Kind) -> str:
    """Return a draft of a kind as TOML to be filled in: every field with its form, optional ones commented out."""
    lines = [f'kind = "{kind.name}"', '# case = "hex digest of the case"  (left out for the act that begins a case)']
    lines += ["# cites = []", "", "[texts]"]
    lines += [f'# {slot} = ""   # {name}' for slot, name in kind.slots.items()]
    lines += ["", "[body]"]
    hints = get_type_hints(kind.body)
    for field in msgspec.structs.fields(kind.body):
        optional = field.default is not msgspec.NODEFAULT
        lines.append(f"{'# ' if optional else ''}{field.name} = {_sample(hints[field.name])}")
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
    arguments = [each for each in get_args(hint) if each not in {type(None), Ellipsis}]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return "{ " + ", ".join(f"{f.name} = …" for f in msgspec.structs.fields(hint)) + " }"
    if arguments and isinstance(arguments[0], str):
        return " | ".join(f'"{each}"' for each in arguments)
    if arguments:
        inner = _sample(arguments[0])
        return f"[ {inner} ]" if getattr(hint, "__origin__", None) is tuple else inner
    return '""'
