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
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from warifu.core.canonical import Plain
from warifu.core.errors import BytesError, ValueTroubleError, WarifuError
from warifu.core.exact import from_pair, to_pair
from warifu.core.money import Money
from warifu.core.quantity import Quantity

_EPOCH = date(1970, 1, 1)
FIRST_DAY, LAST_DAY = -25_567, 73_049
"""1900-01-01 to 2170-01-01: outside of it a day is a slip of the pen, not a day of a treaty."""

T = TypeVar("T", bound=msgspec.Struct)
Encoder = Callable[[Any], Plain]
Decoder = Callable[[Plain], Any]


class _AmissError(Exception):
    """What is wrong with a plain value, and the path to it, gathered on the way out: good input pays nothing for it."""

    def __init__(self, code: str, **figures: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.figures = figures
        self.path: list[int] = []

    def under(self, key: int) -> _AmissError:
        """Add the key or index under which the value stood."""
        self.path.append(key)
        return self

    def at(self, where: str) -> BytesError:
        """Return the error that leaves this module."""
        return BytesError(self.code, "/".join([where, *map(str, reversed(self.path))]), **self.figures)


class _Form(NamedTuple):
    """How one type is written and read; ``exact`` is set where any value of that very type is good as it stands."""

    encode: Encoder
    decode: Decoder
    exact: type | None = None


def decimal_to_wire(value: Decimal) -> list[int]:
    """[exponent, mantissa]; zero is [0, 0]; a mantissa never ends in the digit 0 and has at most 18 digits."""
    try:
        return list(to_pair(value))
    except ValueTroubleError as trouble:
        raise BytesError("bytes.bad_value", "decimal", cause=trouble.code) from trouble


def decimal_from_wire(plain: Plain, where: str) -> Decimal:
    """Read [exponent, mantissa] and refuse every second way of writing the same number."""
    try:
        return _read_decimal(plain)
    except _AmissError as amiss:
        raise amiss.at(where) from amiss


def _read_decimal(plain: Plain) -> Decimal:
    if type(plain) is not list or len(plain) != 2:
        raise _AmissError("bytes.not_a_decimal")
    try:
        return from_pair(plain)
    except ValueTroubleError as trouble:
        raise _AmissError(_DECIMAL_TROUBLE[trouble.code]) from trouble


_DECIMAL_TROUBLE = {
    "number.not_a_pair": "bytes.not_a_decimal",
    "number.not_canonical": "bytes.decimal_not_shortest",
    "number.out_of_bounds": "bytes.decimal_out_of_range",
}


def is_day(value: date) -> bool:
    """Tell whether a day may stand in an act at all."""
    return FIRST_DAY <= (value - _EPOCH).days <= LAST_DAY


def day_to_wire(value: date) -> int:
    """Days since 1970-01-01; what could not be read back, outside 1900 to 2170, is not written: BytesError."""
    if not is_day(value):
        raise BytesError("bytes.not_a_day", "day")
    return (value - _EPOCH).days


def day_from_wire(plain: Plain, where: str) -> date:
    """Read days since 1970-01-01, within 1900 to 2170."""
    try:
        return _read_day(plain)
    except _AmissError as amiss:
        raise amiss.at(where) from amiss


def _read_day(plain: Plain) -> date:
    if type(plain) is not int or not FIRST_DAY <= plain <= LAST_DAY:
        raise _AmissError("bytes.not_a_day")
    return _EPOCH + timedelta(days=plain)


def _exact(kind: type, encode: Encoder | None = None) -> _Form:
    def decode_exact(plain: Plain) -> Any:
        if type(plain) is not kind:
            raise _AmissError("bytes.wrong_type", expected=kind.__name__)
        return plain

    return _Form(encode or _same, decode_exact, kind)


def _same(value: Any) -> Plain:
    return value


def _nfc(value: str) -> str:
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def _unit_form(kind: Any) -> _Form:
    """Money and Quantity bring their own wire forms: [code, exponent, mantissa].

    One amount comes again and again in a case (asked, offered, issued, received, claimed) and is made once.
    """

    @lru_cache(maxsize=4096)
    def made(code: str, exponent: int, mantissa: int) -> Any:
        return kind.from_wire([code, exponent, mantissa])

    def decode_unit(plain: Plain) -> Any:
        if type(plain) is not list or len(plain) != 3 or type(plain[0]) is not str:
            raise _AmissError("bytes.wrong_type", expected=kind.__name__)
        code, exponent, mantissa = plain
        if type(exponent) is not int or type(mantissa) is not int:
            raise _AmissError("bytes.not_a_decimal")
        try:
            return made(code, exponent, mantissa)
        except WarifuError as trouble:
            raise _AmissError(_DECIMAL_TROUBLE.get(trouble.code, "bytes.bad_value"), cause=trouble.code) from trouble

    return _Form(lambda value: value.to_wire(), decode_unit)


def _choice(allowed: tuple[Any, ...]) -> _Form:
    known = frozenset(allowed)

    def decode_choice(plain: Plain) -> Any:
        if type(plain) not in {str, int} or plain not in known:
            raise _AmissError("bytes.unknown_word", word=str(plain)[:40])
        return plain

    return _Form(_same, decode_choice)


def _array(item: _Form) -> _Form:
    encode_item, decode_item, _ = item

    def decode_array(plain: Plain) -> Any:
        if type(plain) is not list:
            raise _AmissError("bytes.wrong_type", expected="array")
        found: list[Any] = []
        try:
            for each in plain:
                found.append(decode_item(each))  # noqa: PERF401  its length names the item that is amiss
        except _AmissError as amiss:
            raise amiss.under(len(found)) from amiss
        return tuple(found)

    return _Form(lambda value: [encode_item(each) for each in value], decode_array)


def _fixed(items: list[_Form]) -> _Form:
    def encode_fixed(value: Any) -> Plain:
        return [form.encode(each) for form, each in zip(items, value, strict=True)]

    def decode_fixed(plain: Plain) -> Any:
        if type(plain) is not list or len(plain) != len(items):
            raise _AmissError("bytes.wrong_type", expected=f"array of {len(items)}")
        found: list[Any] = []
        try:
            for form, each in zip(items, plain, strict=True):
                found.append(form.decode(each))
        except _AmissError as amiss:
            raise amiss.under(len(found)) from amiss
        return tuple(found)

    return _Form(encode_fixed, decode_fixed)


_SCALARS: dict[Any, _Form] = {
    int: _exact(int),
    str: _exact(str, _nfc),
    bytes: _exact(bytes),
    bool: _exact(bool),
    dict[int, Any]: _exact(dict),
    list[Any]: _exact(list),
    date: _Form(day_to_wire, _read_day),
    Decimal: _Form(decimal_to_wire, _read_decimal),
    Money: _unit_form(Money),
    Quantity: _unit_form(Quantity),
}


def _form(hint: Any) -> _Form:
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
        return _Form(to_plain, lambda plain: _read_record(hint, plain))
    raise TypeError(hint)


def _optional(hint: Any) -> Any:
    rest = [each for each in get_args(hint) if each is not type(None)]
    if len(rest) != 1:
        raise TypeError(hint)
    return rest[0]


class _Missing:
    """Stands for the default of a field that has none: equal to nothing, so such a field is always written."""


_MISSING = _Missing()


class _Field(NamedTuple):
    number: int
    name: str
    default: Any
    exact: type | None
    encode: Encoder
    decode: Decoder


@cache
def _fields(kind: type) -> tuple[_Field, ...]:
    hints = get_type_hints(kind)
    rows = []
    for number, each in enumerate(msgspec.structs.fields(kind), start=1):
        if each.default_factory is not msgspec.NODEFAULT:
            # A default made anew each time has no one value that could be left out.
            raise TypeError(kind, each.name)
        default = _MISSING if each.default is msgspec.NODEFAULT else each.default
        form = _form(hints[each.name])
        rows.append(_Field(number, each.name, default, form.exact, form.encode, form.decode))
    return tuple(rows)


def to_plain(record: msgspec.Struct) -> dict[int, Plain]:
    """Return the map of a record: number to plain value, defaults left out."""
    plain: dict[int, Plain] = {}
    for field in _fields(type(record)):
        value = getattr(record, field.name)
        if field.default is _MISSING or value != field.default:
            plain[field.number] = field.encode(value)
    return plain


def from_plain(kind: type[T], plain: Plain, where: str = "body") -> T:
    """Read a record; raises BytesError for a missing field, a wrong type, or a default that was written out."""
    try:
        return _read_record(kind, plain)
    except _AmissError as amiss:
        raise amiss.at(where) from amiss


def _read_record(kind: type[T], plain: Plain) -> T:
    if type(plain) is not dict:
        raise _AmissError("bytes.wrong_type", expected="map")
    readers, required = _readers(kind)
    found: dict[str, Any] = {}
    for number, value in plain.items():
        reader = readers.get(number)
        if reader is None:
            continue
        name, default, exact, decode = reader
        if type(value) is not exact:
            try:
                value = decode(value)  # noqa: PLW2901  what the number holds, once it is read
            except _AmissError as amiss:
                raise amiss.under(number) from amiss
        if default is not _MISSING and value == default:
            raise _AmissError("bytes.default_written", field=name).under(number)
        found[name] = value
    for number, name in required:
        if number not in plain:
            raise _AmissError("bytes.field_missing", field=name).under(number)
    return kind(**found)


_Readers = tuple[dict[int, tuple[str, Any, type | None, Decoder]], tuple[tuple[int, str], ...]]


@cache
def _readers(kind: type) -> _Readers:
    """(number → name, default, exact type, decoder; the required fields): what reading needs, laid out for speed.

    None is never read, so where it is the default there is nothing to compare with.
    """
    fields = _fields(kind)
    table = {
        each.number: (each.name, _MISSING if each.default is None else each.default, each.exact, each.decode)
        for each in fields
    }
    return table, tuple((each.number, each.name) for each in fields if each.default is _MISSING)


_CDDL: dict[Any, str] = {
    int: "int", str: "text", bytes: "bstr", bool: "bool", dict[int, Any]: "plain-map", list[Any]: "[* plain]",
    date: "day", Decimal: "decimal", Money: "money", Quantity: "quantity",
}  # fmt: skip


def describe(kind: type[msgspec.Struct]) -> dict[str, str]:
    """CDDL rules (name to text) of a record and of the records inside it."""
    rules: dict[str, str] = {}
    hints = get_type_hints(kind)
    lines = []
    for number, each in enumerate(msgspec.structs.fields(kind), start=1):
        mark = "" if each.default is msgspec.NODEFAULT else "? "
        lines.append(f"  {mark}{number}: {_cddl(hints[each.name], rules)}, ; {each.name}{_shown(each.default)}")
    own = "{\n" + "\n".join(lines) + "\n  * uint => plain, ; later fields: kept, not read\n}"
    return {rule_name(kind): own, **rules}


def _shown(default: Any) -> str:
    if default is msgspec.NODEFAULT or default is None:
        return ""
    shown = f'"{default}"' if isinstance(default, str) else _DEFAULTS.get(repr(default), str(default))
    return f" (default {shown})"


_DEFAULTS = {"b''": "h''", "()": "[]", "False": "false", "True": "true", "Decimal('0')": "[0, 0]"}


def rule_name(kind: type) -> str:
    """CDDL name of a record: OrderLine becomes order-line."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", kind.__name__).lower()


def _cddl(hint: Any, rules: dict[str, str]) -> str:
    if hint in _CDDL:
        return _CDDL[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        words = " / ".join(f'"{each}"' if isinstance(each, str) else str(each) for each in arguments)
        return words if len(arguments) == 1 else f"({words})"
    if origin in {Union, types.UnionType}:
        return _cddl(_optional(hint), rules)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return f"[* {_cddl(arguments[0], rules)}]"
        return "[" + ", ".join(_cddl(each, rules) for each in arguments) + "]"
    for name, text in describe(hint).items():
        if rules.setdefault(name, text) != text:
            raise TypeError(name)
    return rule_name(hint)
