"""Typed records to plain values and back: the field's number is its place in the class.

Law: a record is a frozen ``msgspec.Struct``; field *i* (counted from 1) is key *i* of a CBOR map. A field equal to its
default is left out, and one that is written although it equals its default is refused: one act has one form. A field
is never renumbered or removed; a new one goes last with a default. Unknown keys are kept in the bytes and ignored here.

Forms: ``date`` is days since 1970-01-01; ``Decimal`` is [exponent, mantissa] without trailing zeros; ``Money`` is
[currency, exponent, mantissa]; ``Quantity`` is [unit, exponent, mantissa]; a tuple is an array; an optional field that
is None is left out. ``describe`` gives the same forms as CDDL (RFC 8610), which ``docs/formats.md`` prints.
"""

from __future__ import annotations

import re
import types
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from warifu.core.canonical import Plain
from warifu.core.errors import BytesError, WarifuError
from warifu.core.money import Money
from warifu.core.quantity import Quantity

_EPOCH = date(1970, 1, 1)
_DAY_SPAN = (-25_567, 73_049)
"""1900-01-01 to 2170-01-01: outside of it a day is a slip of the pen, not a day of a treaty."""
_EXPONENT_SPAN = (-12, 18)

T = TypeVar("T", bound=msgspec.Struct)
Encoder = Callable[[Any], Plain]
Decoder = Callable[[Plain, str], Any]


def decimal_to_wire(value: Decimal) -> list[int]:
    """[exponent, mantissa]; zero is [0, 0]; a mantissa never ends in the digit 0."""
    if not value.is_finite():
        raise BytesError("bytes.decimal_not_finite")
    if not value:
        return [0, 0]
    sign, digits, exponent = value.normalize().as_tuple()
    mantissa = int("".join(map(str, digits)))
    return [int(exponent), -mantissa if sign else mantissa]


def decimal_from_wire(plain: Plain, where: str) -> Decimal:
    """Read [exponent, mantissa] and refuse every second way of writing the same number."""
    if type(plain) is not list or len(plain) != 2 or type(plain[0]) is not int or type(plain[1]) is not int:
        raise BytesError("bytes.not_a_decimal", where)
    exponent, mantissa = plain
    if mantissa == 0:
        if exponent:
            raise BytesError("bytes.decimal_not_shortest", where)
    elif mantissa % 10 == 0:
        raise BytesError("bytes.decimal_not_shortest", where)
    if not _EXPONENT_SPAN[0] <= exponent <= _EXPONENT_SPAN[1]:
        raise BytesError("bytes.decimal_out_of_range", where, exponent=exponent)
    return Decimal(mantissa).scaleb(exponent)


def day_to_wire(value: date) -> int:
    """Days since 1970-01-01."""
    return (value - _EPOCH).days


def day_from_wire(plain: Plain, where: str) -> date:
    """Read days since 1970-01-01, within 1900 to 2170."""
    if type(plain) is not int or not _DAY_SPAN[0] <= plain <= _DAY_SPAN[1]:
        raise BytesError("bytes.not_a_day", where)
    return _EPOCH + timedelta(days=plain)


def _exact(kind: type) -> tuple[Encoder, Decoder]:
    def decode_exact(plain: Plain, where: str) -> Any:
        if type(plain) is not kind:
            raise BytesError("bytes.wrong_type", where, expected=kind.__name__)
        return plain

    return _same, decode_exact


def _same(value: Any) -> Plain:
    return value


def _nfc(value: str) -> str:
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def _unit_form(kind: Any) -> tuple[Encoder, Decoder]:
    """Money and Quantity bring their own wire forms: [code, exponent, mantissa]."""

    def decode_unit(plain: Plain, where: str) -> Any:
        if type(plain) is not list or len(plain) != 3 or type(plain[0]) is not str:
            raise BytesError("bytes.wrong_type", where, expected=kind.__name__)
        decimal_from_wire(plain[1:], where)
        try:
            return kind.from_wire(plain)
        except WarifuError as trouble:
            raise BytesError("bytes.bad_value", where, cause=trouble.code) from trouble

    return lambda value: value.to_wire(), decode_unit


def _choice(allowed: tuple[Any, ...]) -> tuple[Encoder, Decoder]:
    known = frozenset(allowed)

    def decode_choice(plain: Plain, where: str) -> Any:
        if type(plain) not in {str, int} or plain not in known:
            raise BytesError("bytes.unknown_word", where, word=str(plain)[:40])
        return plain

    return _same, decode_choice


def _array(item: tuple[Encoder, Decoder]) -> tuple[Encoder, Decoder]:
    encode_item, decode_item = item

    def decode_array(plain: Plain, where: str) -> Any:
        if type(plain) is not list:
            raise BytesError("bytes.wrong_type", where, expected="array")
        return tuple([decode_item(each, f"{where}/{index}") for index, each in enumerate(plain)])

    return lambda value: [encode_item(each) for each in value], decode_array


def _fixed(items: list[tuple[Encoder, Decoder]]) -> tuple[Encoder, Decoder]:
    def encode_fixed(value: Any) -> Plain:
        return [encode_item(each) for (encode_item, _), each in zip(items, value, strict=True)]

    def decode_fixed(plain: Plain, where: str) -> Any:
        if type(plain) is not list or len(plain) != len(items):
            raise BytesError("bytes.wrong_type", where, expected=f"array of {len(items)}")
        return tuple([form[1](each, f"{where}/{i}") for i, (form, each) in enumerate(zip(items, plain, strict=True))])

    return encode_fixed, decode_fixed


_SCALARS: dict[Any, tuple[Encoder, Decoder]] = {
    int: _exact(int),
    str: (_nfc, _exact(str)[1]),
    bytes: _exact(bytes),
    bool: _exact(bool),
    dict[int, Any]: _exact(dict),
    list[Any]: _exact(list),
    date: (day_to_wire, day_from_wire),
    Decimal: (decimal_to_wire, decimal_from_wire),
    Money: _unit_form(Money),
    Quantity: _unit_form(Quantity),
}


def _form(hint: Any) -> tuple[Encoder, Decoder]:
    if hint in _SCALARS:
        return _SCALARS[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _choice(arguments)
    if origin in {Union, types.UnionType}:
        return _form(_optional(hint))
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return _array(_form(arguments[0]))
        return _fixed([_form(each) for each in arguments])
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return (lambda value: to_plain(value)), (lambda plain, where: from_plain(hint, plain, where))
    raise TypeError(hint)


def _optional(hint: Any) -> Any:
    rest = [each for each in get_args(hint) if each is not type(None)]
    if len(rest) != 1:
        raise TypeError(hint)
    return rest[0]


_MISSING = object()


@cache
def _fields(kind: type) -> list[tuple[int, str, Any, Encoder, Decoder]]:
    """(number, name, default, encoder, decoder) of each field, in order."""
    hints = get_type_hints(kind)
    rows = []
    for number, each in enumerate(msgspec.structs.fields(kind), start=1):
        default = _MISSING if each.default is msgspec.NODEFAULT else each.default
        rows.append((number, each.name, default, *_form(hints[each.name])))
    return rows


def to_plain(record: msgspec.Struct) -> dict[int, Plain]:
    """Return the map of a record: number to plain value, defaults left out."""
    plain: dict[int, Plain] = {}
    for number, name, default, encode_field, _ in _fields(type(record)):
        value = getattr(record, name)
        if default is _MISSING or value != default:
            plain[number] = encode_field(value)
    return plain


def from_plain(kind: type[T], plain: Plain, where: str = "body") -> T:
    """Read a record; raises BytesError for a missing field, a wrong type, or a default that was written out."""
    if type(plain) is not dict:
        raise BytesError("bytes.wrong_type", where, expected="map")
    found: dict[str, Any] = {}
    for number, name, default, _, decode_field in _fields(kind):
        if number in plain:
            value = decode_field(plain[number], f"{where}/{number}")
            if default is not _MISSING and value == default:
                raise BytesError("bytes.default_written", f"{where}/{number}", field=name)
            found[name] = value
        elif default is _MISSING:
            raise BytesError("bytes.field_missing", f"{where}/{number}", field=name)
    return kind(**found)


_CDDL: dict[Any, str] = {
    int: "int", str: "tstr", bytes: "bstr", bool: "bool", dict[int, Any]: "{ * uint => any }", list[Any]: "[* any]",
    date: "day", Decimal: "decimal", Money: "money", Quantity: "quantity",
}


def describe(kind: type[msgspec.Struct]) -> dict[str, str]:
    """CDDL rules (name to text) of a record and of the records inside it."""
    rules: dict[str, str] = {}
    hints = get_type_hints(kind)
    lines = []
    for number, each in enumerate(msgspec.structs.fields(kind), start=1):
        mark = "" if each.default is msgspec.NODEFAULT else "? "
        lines.append(f"  {mark}{number} => {_cddl(hints[each.name], rules)}, ; {each.name}{_shown(each.default)}")
    rules[rule_name(kind)] = "{\n" + "\n".join(lines) + "\n  * uint => any,\n}"
    return rules


def _shown(default: Any) -> str:
    return "" if default is msgspec.NODEFAULT or default is None else f" (default {default!r})"


def rule_name(kind: type) -> str:
    """CDDL name of a record: OrderLine becomes order-line."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", kind.__name__).lower()


def _cddl(hint: Any, rules: dict[str, str]) -> str:
    if hint in _CDDL:
        return _CDDL[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return " / ".join(f'"{each}"' if isinstance(each, str) else str(each) for each in arguments)
    if origin in {Union, types.UnionType}:
        return _cddl(_optional(hint), rules)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return f"[* {_cddl(arguments[0], rules)}]"
        return "[" + ", ".join(_cddl(each, rules) for each in arguments) + "]"
    rules.update(describe(hint))
    return rule_name(hint)
