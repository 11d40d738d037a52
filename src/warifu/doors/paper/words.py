"""The words of the forms, and how values are written in each language: a look-up in words, tables, no locale.

Law: a date is written as each country's offices write it, by era in Japanese; an instant as a date-time group, and in
the legal time of the party that wrote it. A code without a word is shown as it is, never hidden.

Words lie in ``words.toml`` and in the folders of rooms; what is not said for paper is called as on the pages.

Place on the path: beside ``laying``; ``doors/sentences.toml`` holds the words that other doors use too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from warifu.core.days import JST, MONTHS, british_zone, show_dtg, show_reiwa
from warifu.core.errors import WarifuError
from warifu.core.exact import Rounding
from warifu.core.money import Money, minor_units
from warifu.core.quantity import Quantity
from warifu.core.units import UNITS
from warifu.doors import catalogues, sentences
from warifu.doors.sentences import Both

_SYMBOLS = frozenset({"volume", "mass", "length", "area", "time", "energy", "freight", "traffic"})
_YEN_AND_OTHERS = {"JPY": "円", "GBP": "英ポンド", "USD": "米ドル", "EUR": "ユーロ", "AUD": "豪ドル"}
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@cache
def _tables() -> dict[str, dict[str, Both]]:
    return {part: {code: Both(**both) for code, both in said.items()} for part, said in catalogues.paper().items()}


def _from_pages(area: str, *keys: str) -> Both | None:
    """Return what the pages call a thing, for a room that brings no words of its own for paper."""
    said = catalogues.pages().get(area, {})
    return next((Both(**said[key]) for key in keys if key in said), None)


@cache
def _paths() -> dict[str, list[str]]:
    """Where each record stands in the bodies of acts, as the pages name its fields: ``logistics/request.lines``."""
    from warifu.node.open import rooms  # noqa: PLC0415  asked for late: whoever only prints needs no node

    found: dict[str, list[str]] = {}
    for room in rooms().values():
        for kind in room.kinds.values():
            _walk(kind.body, kind.name, found)
    return found


def _walk(record: type, path: str, found: dict[str, list[str]]) -> None:
    found.setdefault(record.__name__, []).append(path)
    for name, hint in get_type_hints(record).items():
        for inner in _records_in(hint):
            _walk(inner, f"{path}.{name}", found)


def _records_in(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for inner in get_args(hint):
        yield from _records_in(inner)


def plain(text: str) -> Both:
    """Return what both languages write alike."""
    return Both(text, text)


def furniture() -> dict[str, Both]:
    """Return the fixed words of every form."""
    return _tables()["furniture"]


def part(name: str, record: str = "") -> Both:
    """Return the title of a part of a form; of a list of records, that of such records where there is one."""
    table = _tables()["part"]
    paths = (path for path in _paths().get(record, ()) if path.endswith(f".{name}"))
    return table.get(f"{record}.{name}") or table.get(name) or _from_pages("field", *paths) or field("", name)


def item(name: str) -> Both:
    """Return a word that stands on forms about acts; KeyError is a mistake in the program."""
    return _tables()["item"][name]


def chain(name: str) -> Both:
    """Return a word of the forms of one state's own chain; KeyError is a mistake in the program."""
    return _tables()["chain"][name]


def intro(name: str) -> Both:
    """Return a word of the introduction sheet; KeyError is a mistake in the program."""
    return _tables()["intro"][name]


def register(name: str) -> Both:
    """Return a word of the printed register; KeyError is a mistake in the program."""
    return _tables()["register"][name]


def muster(name: str) -> Both:
    """Return a word of the printed report of a muster; KeyError is a mistake in the program."""
    return _tables()["muster"][name]


def audit(name: str) -> Both:
    """Return a word of the report of an audit pack; KeyError is a mistake in the program."""
    return _tables()["audit"][name]


def committee(name: str) -> Both:
    """Return a word of the joint committee's pack; KeyError is a mistake in the program."""
    return _tables()["committee"][name]


def title(kind: str, variant: str = "") -> Both:
    """Return what the form of a kind of act is called: of its variant, else of the kind, else the kind's own name."""
    table = _tables()["title"]
    return table.get(f"{kind}:{variant}") or table.get(kind) or _from_doors(kind) or plain(kind)


def field(record: str, name: str) -> Both:
    """Return what a field of a record is called: of this record, else of any."""
    table = _tables()["field"]
    found = table.get(f"{record}.{name}") or table.get(name)
    paths = (f"{path}.{name}" for path in _paths().get(record, ()))
    return found or _from_pages("field", *paths, name) or _from_doors(name) or plain(name.replace("_", " "))


def slot(room: str, number: int) -> Both:
    """Return what a text of an act is called."""
    table = _tables()["slot"]
    if number > 100 and f"{room}/100" in table:
        found = table[f"{room}/100"]
        return Both(found.en.format(line=number - 100), found.ja.format(line=number - 100))
    return table.get(f"{room}/{number}") or _from_pages("slot", f"{room}_{number}") or plain(str(number))


def code(name: str, written: str) -> Both:
    """Return what a code in a field is called: in this field, else anywhere; of ``exercise:REF`` the first half is."""
    table = _tables()["code"]
    first, colon, rest = written.partition(":")
    found = table.get(f"{name}.{first}") or table.get(first) or _from_pages("code", first) or _from_doors(first)
    if found is None or not first:
        return plain(written)
    return Both(f"{found.en}{colon} {rest}".rstrip(), f"{found.ja}{colon} {rest}".rstrip())


def _from_doors(word: str) -> Both | None:
    return sentences.catalogue().word.get(word)


def party(letters: str) -> Both:
    """Return the name of a party or place by its two letters, with the letters."""
    found = _tables()["party"].get(letters)
    return Both(f"{found.en} ({letters})", f"{found.ja}（{letters}）") if found else plain(letters)


def standing(name: str) -> Both:
    """Return what the standing of an article is called."""
    return _tables()["standing"].get(name) or plain(name)


def day(on: date) -> Both:
    """Write a day: ``10 June 2026``, ``令和8年6月10日``."""
    try:
        return Both(f"{on.day} {_MONTH_NAMES[on.month - 1]} {on.year}", show_reiwa(on))
    except WarifuError:
        return plain(on.isoformat())


def zulu(seconds: int) -> str:
    """Write an instant as a date-time group in UTC, with the year: ``101407ZJUN26``."""
    return show_dtg(datetime.fromtimestamp(seconds, UTC))


def instant(seconds: int, author: str) -> Both:
    """Write an instant: the group in UTC, then the legal time of the author, and Japan's by its era in Japanese."""
    at = datetime.fromtimestamp(seconds, UTC)
    there = at.astimezone(JST)
    era = f"{day(there.date()).ja} {there.hour}時{there.minute:02}分（日本時間）"
    local = british(at) if author == "GB" else f"{_clock(there)} JST" if author == "JP" else f"{_clock(at)} UTC"
    return Both(f"{zulu(seconds)} ({local})", f"{zulu(seconds)}\n{era}")


def _clock(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1].title()} {at:%H:%M}"


def british(at: datetime) -> str:
    """Write an instant in the legal time of the United Kingdom."""
    zone = british_zone(at)
    return f"{_clock(at.astimezone(zone))} {zone}"


def money(amount: Money) -> Both:
    """Write a sum: ``GBP 1,234.50``, ``1,234.50英ポンド``."""
    figures = f"{amount.amount:,.{minor_units(amount.currency)}f}"
    name = _YEN_AND_OTHERS.get(amount.currency)
    return Both(f"{amount.currency} {figures}", f"{figures}{name}" if name else f"{figures} {amount.currency}")


def quantity(amount: Quantity) -> Both:
    """Write a quantity: ``120,000 L``, ``120,000リットル``; what is counted by its name."""
    unit = UNITS[amount.unit]
    written = unit.code if unit.dimension in _SYMBOLS else unit.en
    return Both(f"{amount.amount:,f} {written}", f"{amount.amount:,f}{unit.ja}")


def commodity(written: str) -> Both:
    """Write a commodity of the ledger, ``pol/F-76@L``, or a currency, by name."""
    kind, slash, rest = written.partition("/")
    if not slash:
        name = _YEN_AND_OTHERS.get(written)
        return Both(written, f"{name}（{written}）") if name else code("commodity", written)
    thing, _, unit = rest.rpartition("@")
    called, measured = code("category", kind), UNITS.get(unit)
    between = (f", {thing}", f"（{thing}）") if thing not in {"", "-"} else ("", "")
    units = (f", in {unit}", measured.ja) if measured else (f" @{unit}", f"@{unit}")
    return Both(f"{called.en}{between[0]}{units[0]}", f"{called.ja}{between[1]} {units[1]}")


def extended(price: Money | None, amount: Quantity) -> Both:
    """Write price times quantity, rounded once, half up, to the smallest coin; nothing where there is no such sum."""
    try:
        return money(price.times(amount.amount, Rounding.HALF_UP)) if price else plain("")
    except (WarifuError, ArithmeticError):
        return plain("")


def figure(value: Decimal | int) -> str:
    """Write a number with its thousands apart."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,d}"


def raw(value: bytes) -> Both:
    """Write bytes: in groups of hex, or for a long key its size and how it begins."""
    if len(value) <= 64:
        return plain(" ".join(value.hex()[at : at + 8] for at in range(0, 2 * len(value), 8)))
    begins = f"{value.hex()[:16]}…"
    return Both(f"{len(value):,d} bytes, beginning {begins}", f"{len(value):,d}バイト（{begins}）")


def joined(said: list[Both]) -> Both:
    """Return several values as one, as each language lists them."""
    return Both(", ".join(each.en for each in said), "、".join(each.ja for each in said))
