"""From what was typed to the body of an act: every error with its field, all of them at once.

Law: nothing is guessed; what does not fit is named with its field and what would. Figures and dates are read in either
width; words are taken in NFC as typed, without control characters and without marks that turn the direction of
writing. An empty field is what the record says it is when nothing is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from warifu.core.days import parse_date
from warifu.core.errors import ValueTroubleError, WarifuError
from warifu.core.exact import parse_decimal
from warifu.core.money import Money
from warifu.core.quantity import Quantity, parse_unit
from warifu.doors import wording
from warifu.doors.web.forming.shape import Field, fields_of
from warifu.doors.web.forming.typed import BODY, TEXT, cites_of, count, texts_of
from warifu.law.room import Kind

MAX_WORDS = 500
"""Characters of one field that is no text of its own."""
_MAX_INTEGER = 10**15
_DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset({"Cc", "Cs"})
_BESIDE = frozenset({"number", "unit", "currency", "supply", "condition"})
"""Parts of an item that a form fills in by itself: an item with nothing else typed in says nothing."""
CITE_FIELDS = frozenset({"cite", "ours", "theirs"})
"""Fields that name an act by its place among those cited; a form lets one choose the act itself."""


class Amiss(NamedTuple):
    """One thing that does not fit: the name of the field in the browser, a code of the words ``amiss.…``, figures."""

    name: str
    code: str
    figures: Mapping[str, Any] = {}


class Read(NamedTuple):
    """What was read: the body (None where something does not fit), acts cited, texts by slot, and what is amiss."""

    body: Any
    cites: tuple[bytes, ...]
    texts: dict[int, str]
    amiss: tuple[Amiss, ...]


def read(kind: Kind, typed: Mapping[str, str]) -> Read:
    """Read a whole form."""
    reader = _Reader(typed)
    body = reader.record(fields_of(kind.body), BODY, kind.body)
    texts = {}
    for slot, text in texts_of(typed).items():
        texts[slot] = reader.words(f"{TEXT}{slot}", text, lines=True)
    try:
        body = wording.fixed(kind.name, body, texts)
    except ValueTroubleError as trouble:
        reader.amiss.append(Amiss(f"{BODY}{trouble.where}", trouble.code, trouble.figures))
    amiss = tuple(reader.amiss)
    return Read(None if amiss else body, tuple(reader.cites), texts, amiss)


class _Reader:
    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.cites = cites_of(typed)
        self.amiss: list[Amiss] = []

    def record(self, fields: tuple[Field, ...], under: str, record: type) -> Any:
        """Read a record; None where something in it does not fit."""
        before = len(self.amiss)
        values = {field.last: self.field(field, under + field.last) for field in fields}
        if len(self.amiss) > before:
            return None
        known = {name: value for name, value in values.items() if value is not _ABSENT}
        try:
            return record(**known)
        except (TypeError, ValueError, WarifuError):
            self.amiss.append(Amiss(under.rstrip("."), "does_not_fit"))
            return None

    def field(self, field: Field, name: str) -> Any:
        """Read one field: its value, or ``_ABSENT`` where nothing is said and the record knows what that means."""
        if field.shape == "group":
            return self._group(field, name)
        if field.shape == "many":
            return self._many(field, name)
        if field.shape == "list":
            return self._list(field, name)
        if field.shape == "yes":
            said = self.typed.get(name, "")
            return said == "yes" if said else _ABSENT
        if field.shape in {"money", "quantity"}:
            return self._sum(field, name)
        text = self.typed.get(name, "").strip()
        return self._value(field, name, text) if text else self._nothing(field, name)

    def _nothing(self, field: Field, name: str) -> Any:
        if field.required:
            self.amiss.append(Amiss(name, "missing"))
        return _ABSENT

    def _group(self, field: Field, name: str) -> Any:
        if not field.required and not self._said(name):
            return _ABSENT
        return self.record(field.parts, f"{name}.", field.record or object)

    def _said(self, name: str) -> bool:
        """Tell whether anything was typed below a name that a form does not fill in by itself."""
        return any(
            each.startswith(f"{name}.") and text.strip() and each.rpartition(".")[2] not in _BESIDE
            for each, text in self.typed.items()
        )

    def _many(self, field: Field, name: str) -> Any:
        places = [place for place in range(count(self.typed, name)) if self._said(f"{name}.{place}")]
        if not places:
            if field.required:
                self.amiss.append(Amiss(name, "missing_item"))
            return _ABSENT
        return tuple(self.record(field.parts, f"{name}.{place}.", field.record or object) for place in places)

    def _list(self, field: Field, name: str) -> Any:
        words = [word.strip() for word in re.split(r"[\n,、，]", self.typed.get(name, "")) if word.strip()]
        if not words:
            return self._nothing(field, name)
        return tuple(self._value(field.parts[0], name, word) for word in words)

    def _sum(self, field: Field, name: str) -> Any:
        """Read an amount with its unit or currency; a unit alone says nothing."""
        part = "unit" if field.shape == "quantity" else "currency"
        amount, of = (self.typed.get(f"{name}.{each}", "").strip() for each in ("amount", part))
        if not amount:
            if field.required:
                self.amiss.append(Amiss(f"{name}.amount", "missing"))
            return _ABSENT
        if not of:
            self.amiss.append(Amiss(f"{name}.{part}", f"missing_{part}"))
            return None
        number = self._try(f"{name}.amount", parse_decimal, amount)
        if number is None:
            return None
        made: Callable[[str], Any] = (
            (lambda code: Quantity(number, parse_unit(code))) if part == "unit" else (lambda code: Money(number, code))
        )
        return self._try(f"{name}.amount", made, unicodedata.normalize("NFKC", of).upper() if part != "unit" else of)

    def _value(self, field: Field, name: str, text: str) -> Any:
        if field.last in CITE_FIELDS and field.shape == "number":
            return self._cite(name, text)
        if field.shape == "choice":
            return text if text in field.choices else self._bad(name, "not_a_choice", text)
        if field.shape == "number":
            return self._try(name, _whole, text)
        if field.shape == "decimal":
            return self._try(name, parse_decimal, text)
        if field.shape == "day":
            return self._try(name, _day, text)
        if field.shape == "digest":
            plain = text.lower()
            good = re.fullmatch(r"([0-9a-f]{2}){1,4096}", plain)
            return bytes.fromhex(plain) if good else self._bad(name, "not_a_digest", text)
        return self.words(name, text)

    def _cite(self, name: str, text: str) -> Any:
        """Return the place of the act chosen among those cited; it is cited from now on."""
        if not re.fullmatch(r"[0-9a-f]{64}", text):
            return self._bad(name, "not_a_digest", text)
        act = bytes.fromhex(text)
        if act not in self.cites:
            self.cites.append(act)
        return self.cites.index(act)

    def words(self, name: str, text: str, *, lines: bool = False) -> str:
        """Read words: none that cannot be seen, none that turn the direction, not too many."""
        clean = unicodedata.normalize("NFC", text)
        allowed = "\n\t" if lines else ""
        if any(unicodedata.category(each) in _UNSEEN or each == "\ufffd" for each in clean if each not in allowed):
            self._bad(name, "control", "")
        elif not _DIRECTION.isdisjoint(clean):
            self._bad(name, "direction", "")
        elif not lines and len(clean) > MAX_WORDS:
            self.amiss.append(Amiss(name, "too_long", {"limit": MAX_WORDS, "length": len(clean)}))
        return clean

    def _bad(self, name: str, code: str, text: str) -> None:
        self.amiss.append(Amiss(name, code, {"text": text[:60]}))

    def _try(self, name: str, how: Callable[[str], Any], text: str) -> Any:
        try:
            return how(text)
        except WarifuError as trouble:
            self.amiss.append(Amiss(name, trouble.code, {"text": text[:60], **trouble.figures}))
        return None


def words_of(text: str, limit: int, *, lines: bool = True) -> str:
    """Read a free text that stands in no form of an act; raises ValueTroubleError typed.too_long, typed.unseen.

    ``lines``: it may have several.
    """
    reader = _Reader({})
    clean = reader.words("", str(text).replace("\r\n", "\n").strip(), lines=lines)
    if len(clean) > limit:
        raise ValueTroubleError("typed.too_long", limit=limit, length=len(clean))
    if reader.amiss:
        raise ValueTroubleError("typed.unseen")
    return clean


class _Absent:
    """Nothing was said, and the record knows what that means."""


_ABSENT = _Absent()


def _whole(text: str) -> int:
    number = parse_decimal(text)
    if number != number.to_integral_value() or abs(number) > _MAX_INTEGER:
        raise ValueTroubleError("form.not_whole")
    return int(number)


def _day(text: str) -> date:
    return parse_date(text).day


def flat(record: Any, under: str = BODY, cites: tuple[bytes, ...] = ()) -> dict[str, str]:
    """Return a record as it would have been typed: the way back from ``read``; what is as by default is left out."""
    found: dict[str, str] = {}
    kind: type[msgspec.Struct] = type(record)
    for field in fields_of(kind):
        value = getattr(record, field.last)
        if field.required or value != field.default:
            found |= _flat(field, f"{under}{field.last}", value, cites)
    return found


def _flat(field: Field, name: str, value: Any, cites: tuple[bytes, ...]) -> dict[str, str]:
    if value is None:
        return {}
    if field.shape == "group":
        return flat(value, f"{name}.", cites)
    if field.shape == "many":
        blocks = [flat(each, f"{name}.{place}.", cites) for place, each in enumerate(value)]
        return {key: text for block in blocks for key, text in block.items()}
    if isinstance(value, Quantity | Money):
        of = ("unit", value.unit) if isinstance(value, Quantity) else ("currency", value.currency)
        return {f"{name}.amount": _plain(value.amount), f"{name}.{of[0]}": of[1]}
    if field.last in CITE_FIELDS and isinstance(value, int) and 0 <= value < len(cites):
        return {name: cites[value].hex()}
    return {name: "\n".join(_plain(each) for each in value) if field.shape == "list" else _plain(value)}


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date) else str(value)
