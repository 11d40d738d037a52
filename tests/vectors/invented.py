"""Invented acts of every kind, the same ones each time: for golden vectors, for the shipped dictionary, for bad bytes.

Nothing here happened. Names, numbers and amounts are made up; keys come from seeds that everybody can read and open
nothing. A body is made from the types of its record, so that a new kind is covered on the day it is written.
"""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
import types
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

import warifu.rooms
from warifu.core import keys, texts
from warifu.core.act import Act, Attachment
from warifu.core.money import MINOR_UNITS, Money
from warifu.core.quantity import Quantity
from warifu.core.wire import to_plain
from warifu.law import roll
from warifu.law.room import Kind

PACK = sha256(b"invented pack").digest()
FIRST_TIME = 1_777_593_600
"""2026-05-01 00:00:00 UTC: when the invented acts say that they were sealed."""


class Chance:
    """A stream of numbers that everybody can draw again from its seed."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._drawn = 0

    def raw(self, size: int) -> bytes:
        """Draw bytes, at most 32 at a time."""
        self._drawn += 1
        return sha256(self._seed + self._drawn.to_bytes(8)).digest()[:size]

    def below(self, limit: int) -> int:
        """Draw 0 to ``limit`` - 1."""
        return int.from_bytes(self.raw(8)) % limit

    def pick(self, choices: Sequence[Any]) -> Any:
        """Draw one of several."""
        return choices[self.below(len(choices))]


def kinds() -> dict[str, Kind]:
    """Every kind of act that a room registers, by name."""
    found: dict[str, Kind] = {}
    for each in pkgutil.iter_modules(warifu.rooms.__path__):
        if each.ispkg and importlib.util.find_spec(f"warifu.rooms.{each.name}.acts") is not None:
            found.update(importlib.import_module(f"warifu.rooms.{each.name}.acts").KINDS)
    return dict(sorted(found.items()))


DESKS = {
    "GB": ("CALDER", "BRECON", "TYNE", "MOD-LS", "VALIANT"),
    "JP": ("TOKIWA", "YOKOSUKA", "HYAKURI", "SAIBU", "ASAGIRI"),
}
_DESK_FIELDS = {"receiving", "issuing", "billed", "to", "own_unit", "other_unit", "desk", "from_desk", "to_desk"}
_WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "invented.toml").read_text(encoding="utf-8"))
_RAW_SIZES = {"key": 32, "root": 32, "root_pq": 1952, "key_pq": 1952, "sealing": 1216, "proof": 3309, "key_id": 16}
_SMALL = {"number": 9, "line": 9, "row": 400, "cite": 3, "ours": 3, "theirs": 3, "exponent": 3, "payment_days": 60}


def value(hint: Any, name: str, chance: Chance, fullness: int) -> Any:
    """Invent one value of a type; the field's name chooses among plausible words."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return chance.pick([each for each in arguments if each != ""])
    if origin in {Union, types.UnionType}:
        return value(next(each for each in arguments if each is not type(None)), name, chance, fullness)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            made = [value(arguments[0], name, chance, fullness) for _ in range(1 + chance.below(1 + fullness // 40))]
            return tuple(dict.fromkeys(made)) if arguments[0] is str else tuple(made)
        return tuple(value(each, name, chance, fullness) for each in arguments)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return record(hint, chance, fullness)
    return _SCALARS[hint](name, chance)


LATER_FIELDS = {"Preparation": 4}
"""Records that got fields later, with how many they had at first: what was made before stays as it is."""
WITH_LATER_FIELDS = 101
"""The fullness at which the later fields are invented, too."""


def record(kind: type[msgspec.Struct], chance: Chance, fullness: int) -> Any:
    """Invent a record: required fields always, each other field ``fullness`` times in a hundred."""
    if kind in _WHOLE:
        return _WHOLE[kind](chance)
    hints = get_type_hints(kind)
    chosen = {
        field.name: value(hints[field.name], field.name, chance, fullness)
        for field in msgspec.structs.fields(kind)[: LATER_FIELDS.get(kind.__name__) if fullness <= 100 else None]
        if field.default is msgspec.NODEFAULT or chance.below(100) < fullness
    }
    return kind(**chosen)


def _text(name: str, chance: Chance) -> str:
    if name in _DESK_FIELDS:
        return chance.pick(DESKS[chance.pick(("GB", "JP"))])
    if name in _WORDS:
        return chance.pick(_WORDS[name])
    if name in {"number", "reference", "their_reference"}:
        party = chance.pick(("GB", "JP"))
        return f"{party}-{chance.pick(DESKS[party])}-26-{chance.below(9000) + 1:04}"
    return f"{name.replace('_', '-')}-{chance.below(90) + 10}"


def _whole(name: str, chance: Chance) -> int:
    if name in _SMALL:
        return 1 + chance.below(_SMALL[name])
    return FIRST_TIME + chance.below(10_000_000) if name in {"instant", "time"} else 1 + chance.below(1000)


def _amount(chance: Chance) -> Decimal:
    return Decimal(chance.pick((1, 5, 10, 12, 25, 120, 1000, 1 + chance.below(100_000)))).scaleb(-chance.below(2))


def _money(_name: str, chance: Chance) -> Money:
    currency = chance.pick(_WORDS["currency"])
    return Money(Decimal(100 + chance.below(5_000_000)).scaleb(-MINOR_UNITS[currency]), currency)


_SCALARS = {
    str: _text,
    int: _whole,
    bool: lambda _name, _chance: True,
    bytes: lambda name, chance: _long(chance, _RAW_SIZES.get(name, 32)),
    date: lambda _name, chance: date(2026, 5, 1) + timedelta(days=chance.below(120)),
    Decimal: lambda _name, chance: Decimal(chance.pick((5, 10, 25, 8456))).scaleb(-3),
    Money: _money,
    Quantity: lambda _name, chance: Quantity(
        _amount(chance), chance.pick(("KL", "L", "KG", "EA", "MEAL", "HOUR", "NIGHT"))
    ),
    dict[int, Any]: lambda _name, _chance: {1: 1},
    list[Any]: lambda _name, _chance: [1],
}


def _long(chance: Chance, size: int) -> bytes:
    return b"".join(chance.raw(32) for _ in range(-(-size // 32)))[:size]


def _found(kind: type, chance: Chance) -> Any:
    root, root_pq = keys.ed25519_from_seed(chance.raw(32)), keys.mldsa65_from_seed(chance.raw(32))
    return kind(root.public.raw, root_pq.public.raw, _long(chance, 3309))


def _officer_key(chance: Chance) -> roll.OfficerKey:
    public = keys.ed25519_from_seed(chance.raw(32)).public
    return roll.OfficerKey(
        chance.pick(_WORDS["person"]), public.algorithm, public.raw, date(2026, 4, 1), date(2029, 3, 31)
    )


def _node_key(chance: Chance) -> roll.NodeKey:
    first, second = keys.ed25519_from_seed(chance.raw(32)).public, keys.mldsa65_from_seed(chance.raw(32)).public
    return roll.NodeKey(first.raw, second.raw, _long(chance, 1216), chance.raw(32), "main")


_WHOLE = {
    roll.Found: lambda chance: _found(roll.Found, chance),
    roll.NewRoot: lambda chance: _found(roll.NewRoot, chance),
    roll.OfficerKey: _officer_key,
    roll.NodeKey: _node_key,
}


def openings(kind: Kind, chance: Chance, fullness: int) -> list[texts.Opening]:
    """Invent texts for some of a kind's slots."""
    slots = [slot for slot in kind.slots if chance.below(100) < fullness]
    return texts.make({slot: chance.pick(_WORDS["sayings"]) for slot in slots}, iter(lambda: chance.raw(16), b""))


def act(kind: Kind, chance: Chance, officer: bytes, fullness: int = 40) -> tuple[Act, list[texts.Opening]]:
    """Invent one act of a kind: a root, or, in two of three, one that follows others."""
    party = chance.pick(("GB", "JP"))
    body = record(kind.body, chance, fullness)
    opened = openings(kind, chance, fullness)
    follows = chance.below(3)
    papers = (
        (Attachment(chance.raw(32), 1 + chance.below(900_000), "application/pdf", "scan"),) if fullness > 99 else ()
    )
    made = Act(
        PACK, kind.name, party, chance.pick(DESKS[party]), officer,
        FIRST_TIME + chance.below(9_000_000), to_plain(body),
        case=chance.raw(32) if follows else b"",
        after=chance.raw(32) if follows == 2 else b"",
        label=("GB-GSC", "2014-04-02", "OFFICIAL") if chance.below(100) < fullness // 4 else (),
        cites=tuple(chance.raw(32) for _ in range(chance.below(1 + fullness // 40))),
        texts=texts.root(opened) if opened else b"",
        attachments=papers,
    )  # fmt: skip
    return made, opened


def stream(seed: str, officer: bytes, fullness: int = 40) -> Iterator[tuple[Act, list[texts.Opening]]]:
    """Invent acts of all kinds in turn, for ever."""
    chance, known = Chance(seed), list(kinds().values())
    while True:
        yield act(chance.pick(known), chance, officer, fullness)
