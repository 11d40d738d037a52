"""One value, one form: deterministic CBOR (RFC 8949 section 4.2), narrowed to what acts need.

Law: integers of 64 bits, byte strings, text in NFC, booleans, arrays, and maps whose keys are non-negative integers in
ascending order. No floats, no null, no tags, no indefinite lengths, no duplicate keys, nothing trailing. Whatever is
decoded is encoded again and compared, so that two different byte strings never mean the same value.

Place on the path: the first thing foreign bytes meet after the envelope's signature, the last thing our own act meets
before its digest is taken. Everything above works on plain values (dict, list, int, str, bytes, bool).
"""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from typing import Any

import cbor2

from warifu.core.errors import BytesError

MAX_DEPTH = 8
DIGEST_BYTES = 32
MAX_ITEM_BYTES = 65_536
_MAX_INT = 2**64 - 1
_MIN_INT = -(2**63)

Plain = Any
"""dict[int, Plain] | list[Plain] | int | str | bytes | bool."""


def _check(value: Plain, where: str, depth: int) -> None:
    """Refuse what the narrowed profile does not hold; ``where`` is a path such as ``body/3/0``."""
    kind = type(value)
    if kind is bytes or kind is bool:
        return
    if kind is int:
        if not _MIN_INT <= value <= _MAX_INT:
            raise BytesError("bytes.integer_too_large", where)
    elif kind is str:
        if not value.isascii() and not unicodedata.is_normalized("NFC", value):
            raise BytesError("bytes.text_not_nfc", where)
    elif kind is list or kind is dict:
        _check_container(value, where, depth)
    else:
        raise BytesError("bytes.type_not_allowed", where, type=kind.__name__)


def _check_container(value: Plain, where: str, depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise BytesError("bytes.nested_too_deep", where, limit=MAX_DEPTH)
    if type(value) is list:
        for index, item in enumerate(value):
            _check(item, f"{where}/{index}", depth + 1)
        return
    last = -1
    for key, item in value.items():
        if type(key) is not int or key < 0:
            raise BytesError("bytes.key_not_integer", where)
        if key <= last:
            raise BytesError("bytes.keys_not_ascending", where, key=key)
        last = key
        _check(item, f"{where}/{key}", depth + 1)


def encode(value: Plain, where: str = "value") -> bytes:
    """Return the one form of a plain value; maps are sorted here, everything else must already be allowed."""
    ordered = _sorted(value)
    _check(ordered, where, 0)
    return cbor2.dumps(ordered)


def _sorted(value: Plain) -> Plain:
    if type(value) is dict:
        return {key: _sorted(value[key]) for key in sorted(value)}
    if type(value) is list or type(value) is tuple:
        return [_sorted(item) for item in value]
    return value


def decode(raw: bytes, where: str = "value", limit_bytes: int = MAX_ITEM_BYTES) -> Plain:
    """Return the plain value that ``raw`` is the one form of, else raise BytesError naming what is wrong."""
    if len(raw) > limit_bytes:
        raise BytesError("bytes.too_large", where, size=len(raw), limit=limit_bytes)
    try:
        value = cbor2.loads(raw, max_depth=MAX_DEPTH + 1, allow_indefinite=False, allow_duplicate_keys=False)
    except Exception as trouble:
        # cbor2 raises its own errors, but hostile input has also drawn ValueError, RecursionError and OverflowError
        # out of decoders of this kind; all mean one thing here: these are not our bytes.
        raise BytesError("bytes.not_cbor", where, trouble=type(trouble).__name__) from trouble
    _check(value, where, 0)
    if cbor2.dumps(value) != raw:
        raise BytesError("bytes.not_canonical", where)
    return value


def digest(raw: bytes) -> bytes:
    """SHA-256 over bytes as they stand: a digest names bytes, not a structure."""
    return sha256(raw).digest()
