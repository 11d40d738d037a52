"""Spoil bytes: blindly, by their CBOR structure, and by their structure with a good signature over the spoiled act.

Everything is drawn from a ``Chance``, so that a seed replays.
"""

from __future__ import annotations

import copy
from typing import Any

import cbor2
import zstandard
from lxml import etree

from tests.vectors.bad_bundles import PLAIN
from tests.vectors.invented import Chance
from tests.vectors.trial_keys import SIGNERS
from warifu.core import envelope

_HEADS = bytes.fromhex("0017181b203b405b5f607b809b9fa0bbbfc2d2d8d9f4f5f6f9fbff")
_STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 23, 24, 2**63, 2**64, -(2**63) - 1, 10**18, 1.5, float("nan"), 73_050, -25_568),
    *("", "\0", "e\u0301", "x" * 70_000, b"", bytes(31), bytes(32), bytes(33)),
    *([], {}, [[]], {1: 1}, {"a": 1}, {-1: 0}, ["JPY", 0, 10], ["JPY", 5, 0], [0, 0], ["KL", 10**9, 1], ["", 0, 1]),
    *(cbor2.CBORTag(28, []), cbor2.CBORTag(2, b"\1"), cbor2.undefined),
)


def blind(raw: bytes, other: bytes, chance: Chance) -> bytes:
    """Change some bytes without looking at what they mean; ``other`` lends a part."""
    spoiled = bytearray(raw)
    for _ in range(1 + chance.below(3)):
        place = chance.below(len(spoiled) + 1)
        way = chance.below(8)
        if way == 0 and spoiled:
            spoiled[place % len(spoiled)] ^= 1 << chance.below(8)
        elif way == 1 and spoiled:
            spoiled[place % len(spoiled)] = chance.pick(_HEADS)
        elif way == 2:
            del spoiled[place : place + 1 + chance.below(8)]
        elif way == 3:
            spoiled[place:place] = chance.raw(1 + chance.below(9))
        elif way == 4:
            del spoiled[place:]
        elif way == 5:
            spoiled += spoiled[place : place + 200]
        elif way == 6:
            start = chance.below(len(other) + 1)
            spoiled[place : place + 40] = other[start : start + 1 + chance.below(60)]
        else:
            spoiled[place : place + 1] = bytes([chance.pick(_HEADS)]) + b"\xff" * chance.below(9)
    return bytes(spoiled)


def rubbish(chance: Chance) -> bytes:
    """Bytes that look like CBOR now and then."""
    return b"".join(bytes([chance.pick(_HEADS)]) + chance.raw(chance.below(4)) for _ in range(chance.below(30)))


def structured(value: Any, chance: Chance, depth: int = 0) -> Any:
    """Change one thing somewhere in a plain value."""
    if isinstance(value, dict) and value and chance.below(4) and depth < 12:
        return _in_map(value, chance, depth)
    if isinstance(value, list) and value and chance.below(4) and depth < 12:
        place = chance.below(len(value))
        changed = structured(value[place], chance, depth + 1)
        return [*value[:place], changed, *value[place + 1 :]] if chance.below(5) else value[:place] + value[place:] * 2
    if isinstance(value, bytes) and value and chance.below(2):
        return blind(value, value, chance)
    if isinstance(value, int) and chance.below(2):
        return value + chance.pick((-1, 1, 2**32, -(2**40), 2**62))
    return [[[[[[[[[value]]]]]]]]] if not chance.below(12) else chance.pick(_STRANGE)


def _in_map(value: dict[int, Any], chance: Chance, depth: int) -> dict[Any, Any]:
    key = chance.pick(list(value))
    way = chance.below(8)
    if way == 0:
        return {each: value[each] for each in value if each != key}
    if way == 1:
        return {**value, chance.pick((0, 13, 14, 15, 99, 2**40)): chance.pick(_STRANGE)}
    if way == 2:
        return dict(reversed(value.items()))
    return {**value, key: structured(value[key], chance, depth + 1)}


def written(value: Any) -> bytes:
    """Write anything as CBOR; what cannot be written at all becomes a text."""
    try:
        return cbor2.dumps(value)
    except Exception:  # noqa: BLE001  a value that no encoder takes cannot reach us either
        return b"\x61x"


def restructured(raw: bytes, chance: Chance) -> bytes:
    """Change one thing in CBOR bytes and write them again."""
    try:
        value = cbor2.loads(raw)
    except Exception:  # noqa: BLE001  not CBOR: change it blindly
        return blind(raw, raw, chance)
    return written(structured(value, chance))


def resigned(raw: bytes, content_type: str, chance: Chance) -> bytes:
    """Change one thing in the payload of an envelope and sign it well again."""
    payload = cbor2.loads(raw).value[2]
    spoiled = restructured(payload, chance)
    try:
        return envelope.seal(spoiled, content_type, SIGNERS["gb-officer"]).raw
    except Exception:  # noqa: BLE001  too large to be sealed: let the reader see it as it is
        return raw[:-1] + spoiled


def reframed(raw: bytes, chance: Chance) -> bytes:
    """Change one thing in a bundle's content and compress it again."""
    return PLAIN + zstandard.ZstdCompressor(level=1).compress(restructured(raw, chance))


_WORDS = (
    *("", " ", "SECRET", "UNMARKED", "GB-GSC 2014-04-02", "1", "-1", "99999999999999999999", "true", "x" * 3_000),
    "\u202e秘",
)


def replanted(raw: bytes, chance: Chance) -> bytes:
    """Change a well-formed XML file as a tree: take elements out, double, move, rename them; put words in."""
    root = etree.fromstring(raw)
    for _ in range(1 + chance.below(3)):
        every = [each for each in root.iter() if isinstance(each.tag, str)]
        each, other, way = chance.pick(every), chance.pick(every), chance.below(6)
        parent = each.getparent()
        if way == 0 and parent is not None:
            parent.remove(each)
        elif way == 1 and parent is not None:
            parent.append(copy.deepcopy(each))
        elif way == 2:
            each.append(copy.deepcopy(other))
        elif way == 3:
            each.tag = other.tag
        elif way == 4:
            each.text = chance.pick(_WORDS)
        elif each.attrib:
            each.set(chance.pick(sorted(map(str, each.attrib))), chance.pick(_WORDS))
    return bytes(etree.tostring(root, encoding="UTF-8"))
