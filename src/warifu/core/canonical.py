"""One value, one form: deterministic CBOR (RFC 8949 section 4.2), narrowed to what acts need.

Law: integers of 64 bits with sign, byte strings, text in NFC without U+0000, booleans, arrays, and maps whose keys are
non-negative integers in ascending order. No floats, no null, no tags, no indefinite lengths, no duplicate keys, nothing
trailing. Two different byte strings never mean the same value.

Place on the path: the first thing foreign bytes meet after the envelope's form, the last thing our own act meets
before its digest is taken. Everything above works on plain values (dict, list, int, str, bytes, bool).

How the one form is told without writing the value again: once tags, indefinite lengths, duplicate keys and trailing
bytes are refused and keys ascend, two encodings of one value can differ only in how long their heads are, and the one
form has the shortest of each. So bytes are the one form exactly if they are as many as the one form has.
"""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from typing import Any, NoReturn

import cbor2

from warifu.core.errors import BytesError

MAX_DEPTH = 8
DIGEST_BYTES = 32
MAX_ITEM_BYTES = 65_536
MAX_ITEMS = 2_000_000
"""Values, keys included, in something larger than one item: twenty thousand acts with twenty-four texts each."""
MAX_INTEGER = 2**63 - 1
MIN_INTEGER = -(2**63)

Plain = Any
"""dict[int, Plain] | list[Plain] | int | str | bytes | bool."""

_ALLOWED = "bytes bool int str list dict"
_NOT_OURS = -(2**60)
"""So far below zero that no sum of real sizes lifts it back above: one wrong part makes the whole wrong."""


class _TagRefusedError(ValueError):
    """A tag was met; the decoder hands this on as the cause of its own error."""


def _refuse_tag(*_anything: object) -> NoReturn:
    raise _TagRefusedError


#: Every tag that the decoder would act on by itself, so that none of them ever does: shared references (28, 29) and
#: string references (25, 256) unfold to far more than was sent, bignums (2, 3) are second forms of integers.
_TAGS = dict.fromkeys(
    (0, 1, 2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 1004, 43000, 55799), _refuse_tag
)


def encode(value: Plain, where: str = "value") -> bytes:
    """Return the one form of a plain value; maps are sorted here, everything else must already be allowed."""
    if _size(value) < 0:  # most come in order, and then nothing is copied
        value = _sorted(value)
        if _size(value) < 0:
            _explain(value, where, 0)
    return cbor2.dumps(value)


def encode_flat(items: list[Plain], where: str = "value") -> bytes:
    """Return the one form of an array without arrays or maps in it: ``encode`` for the many small leaves of texts."""
    for item in items:
        kind = type(item)
        plain = kind is bytes or kind is bool or (kind is str and item.isascii() and "\0" not in item)
        if not plain and (kind is list or kind is dict or _size(item) < 0):
            _explain(items, where, MAX_DEPTH - 1)
    return cbor2.dumps(items)


def _sorted(value: Plain) -> Plain:
    if type(value) is dict:
        try:
            return {key: _sorted(value[key]) for key in sorted(value)}
        except TypeError:
            # Keys of several types have no order; they are named by the check that follows.
            return value
    if type(value) is list or type(value) is tuple:
        return [_sorted(item) for item in value]
    return value


def decode(raw: bytes, where: str = "value", limit_bytes: int = MAX_ITEM_BYTES) -> Plain:
    """Return the plain value that ``raw`` is the one form of, else raise BytesError naming what is wrong."""
    if len(raw) > limit_bytes:
        raise BytesError("bytes.too_large", where, size=len(raw), limit=limit_bytes)
    if len(raw) > MAX_ITEM_BYTES:
        bound_items(raw, where)
    value = load(raw, where, MAX_DEPTH + 1)
    size = _size(value)
    if size < 0:
        _explain(value, where, 0)
    if size != len(raw):
        raise BytesError("bytes.not_canonical", where, size=len(raw), shortest=size)
    return value


def bound_items(raw: bytes, where: str) -> None:
    """Raise BytesError where there are more items than ``MAX_ITEMS``, before any of them becomes an object.

    An empty array is one byte here and sixty in memory: what squeezes well would otherwise unfold to gigabytes. What
    is not CBOR at all ends the count early and is named by the decoder.
    """
    at, size = 0, len(raw)
    for _ in range(MAX_ITEMS):
        if at >= size:
            return
        major, low = raw[at] >> 5, raw[at] & 31
        at += 1
        if low >= 24:
            width = 1 << (low - 24) if low < 28 else 0
            number = int.from_bytes(raw[at : at + width])
            at += width
        else:
            number = low
        if major in {2, 3}:
            at += number
    if at < size:
        raise BytesError("bytes.too_many_items", where, limit=MAX_ITEMS)


def load(raw: bytes, where: str, max_depth: int) -> Plain:
    """Read CBOR without tags, indefinite lengths, duplicate keys or trailing bytes; the form is *not* checked here."""
    try:
        return cbor2.loads(
            raw,
            tag_hook=_refuse_tag,
            semantic_decoders=_TAGS,
            max_depth=max_depth,
            allow_indefinite=False,
            allow_duplicate_keys=False,
        )
    except Exception as trouble:
        # cbor2 raises its own errors, but hostile input has also drawn ValueError, RecursionError and OverflowError
        # out of decoders of this kind; all mean one thing here: these are not our bytes.
        tagged = isinstance(trouble.__cause__, _TagRefusedError)
        code = "bytes.tag_not_allowed" if tagged else "bytes.not_cbor"
        raise BytesError(code, where, trouble=type(trouble).__name__) from trouble


def _head_size(number: int) -> int:
    """Count the bytes of the shortest head for a length, a key or an integer's magnitude."""
    if number < 24:
        return 1
    if number < 0x100:
        return 2
    if number < 0x10000:
        return 3
    return 5 if number < 0x1_0000_0000 else 9


def _text_size(text: str) -> int:
    """Count the bytes of a text's one form, or give ``_NOT_OURS``."""
    if "\0" in text:
        return _NOT_OURS
    if text.isascii():
        size = len(text)
    elif not unicodedata.is_normalized("NFC", text):
        return _NOT_OURS
    else:
        try:
            size = len(text.encode())
        except UnicodeEncodeError:
            return _NOT_OURS
    return size + 1 if size < 24 else size + _head_size(size)


def _size(value: Plain) -> int:
    """Count the bytes of a value's one form; below zero if the profile does not hold it (``_explain`` says why).

    This is the walk that every act pays for: level by level, without a call for each item.
    """
    total = 0
    level = [value]
    for depth in range(MAX_DEPTH + 1):
        inner: list[Plain] = []
        for item in level:
            kind = type(item)
            if kind is str:
                size = len(item) if item.isascii() and "\0" not in item else -1
                total += size + 1 if 0 <= size < 24 else _text_size(item)
            elif kind is int:
                total += 1 if 0 <= item < 24 else _integer_size(item)
            elif kind is bytes:
                size = len(item)
                total += size + 1 if size < 24 else size + _head_size(size)
            elif kind is bool:
                total += 1
            elif depth == MAX_DEPTH or (kind is not list and kind is not dict):
                return _NOT_OURS
            else:
                total += _head_size(len(item))
                inner += item if kind is list else item.values()
                if kind is dict:
                    total += _keys_size(item)
        if not inner:
            return total
        level = inner
    return _NOT_OURS


def _integer_size(number: int) -> int:
    if not MIN_INTEGER <= number <= MAX_INTEGER:
        return _NOT_OURS
    return _head_size(number if number >= 0 else ~number)


def _keys_size(value: dict[Any, Plain]) -> int:
    """Count the bytes of a map's keys, which must be non-negative integers that ascend."""
    last = -1
    for key in value:
        if type(key) is not int or key <= last:
            return _NOT_OURS
        last = key
    if last < 24:
        return len(value)
    return sum(map(_head_size, value)) if last <= MAX_INTEGER else _NOT_OURS


def _explain(value: Plain, where: str, depth: int) -> None:
    """Raise BytesError for the first thing that the profile does not hold; ``where`` grows as ``body/3/0``."""
    kind = type(value)
    if kind is int and not MIN_INTEGER <= value <= MAX_INTEGER:
        raise BytesError("bytes.integer_too_large", where)
    if kind is str and _text_size(value) < 0:
        raise BytesError("bytes.text_not_nfc" if "\0" not in value else "bytes.text_has_nul", where)
    if kind is list or kind is dict:
        _explain_container(value, where, depth)
    elif kind.__name__ not in _ALLOWED.split():
        raise BytesError("bytes.type_not_allowed", where, type=kind.__name__)


def _explain_container(value: Plain, where: str, depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise BytesError("bytes.nested_too_deep", where, limit=MAX_DEPTH)
    if type(value) is list:
        for index, item in enumerate(value):
            _explain(item, f"{where}/{index}", depth + 1)
        return
    last = -1
    for key, item in value.items():
        if type(key) is not int or not 0 <= key <= MAX_INTEGER:
            raise BytesError("bytes.key_not_integer", where)
        if key <= last:
            raise BytesError("bytes.keys_not_ascending", where, key=key)
        last = key
        _explain(item, f"{where}/{key}", depth + 1)


def digest(raw: bytes) -> bytes:
    """SHA-256 over bytes as they stand: a digest names bytes, not a structure."""
    return sha256(raw).digest()
