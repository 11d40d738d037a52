"""Free text outside the act: salted leaves under one root, openings that can be destroyed.

Law: an act holds only the root. A leaf is SHA-256(0x00 || encoding of [slot, salt, text]); the root is the RFC 9162
tree hash over the leaves in the order of their slots. An *opening* (slot, salt, text) travels beside the envelope;
where it was erased its leaf hash travels instead, so that the root of what remains still verifies. With a 16-byte salt
a leaf hash tells nothing of the text.

``slot`` says which text of the act it is: a room's kind names its slots (1 remarks, 2 reason, 100 + n the note of
line n). No check ever reads an opening.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import NamedTuple

from warifu.core import canonical, merkle
from warifu.core.errors import BytesError

SALT_BYTES = 16
MAX_TEXT_BYTES = 16_384
MAX_TEXTS = 256


class Opening(NamedTuple):
    """One text in clear: its slot, its salt, the text."""

    slot: int
    salt: bytes
    text: str

    def leaf(self) -> bytes:
        """32 bytes: the leaf hash that stands for this text under the root."""
        return merkle.leaf_hash(canonical.encode_flat([self.slot, self.salt, self.text], "text"))


class Sealed(NamedTuple):
    """One text of which only the leaf hash is left: erased, or never sent."""

    slot: int
    leaf_hash: bytes

    def leaf(self) -> bytes:
        """32 bytes: the leaf hash that stands for the missing text."""
        return self.leaf_hash


Leaf = Opening | Sealed
_SLOT = itemgetter(0)


def make(texts: Mapping[int, str], salts: Iterable[bytes]) -> list[Opening]:
    """Pair each text (slot to text) with a salt of 16 bytes, in the order of slots; empty texts are left out."""
    chosen = iter(salts)
    return [
        Opening(slot, next(chosen), unicodedata.normalize("NFC", texts[slot])) for slot in sorted(texts) if texts[slot]
    ]


def root(leaves: Iterable[Leaf]) -> bytes:
    """32 bytes: the RFC 9162 tree hash over the leaves in slot order; raises BytesError on a slot given twice."""
    ordered = sorted(leaves, key=_SLOT)
    if len({leaf.slot for leaf in ordered}) != len(ordered):
        raise BytesError("texts.slot_twice")
    hashes = [leaf.leaf() for leaf in ordered]
    return hashes[0] if len(hashes) == 1 else merkle.root_of(hashes)


def to_plain(leaves: Iterable[Leaf]) -> list[list[int | bytes | str]]:
    """Return the wire form: [slot, salt, text] for an opening, [slot, leaf hash] where it is erased."""
    return [list(leaf) for leaf in sorted(leaves, key=_SLOT)]


def from_plain(plain: canonical.Plain, where: str) -> list[Leaf]:
    """Read the wire form; raises BytesError naming the leaf that is malformed."""
    if type(plain) is not list or len(plain) > MAX_TEXTS:
        raise BytesError("texts.malformed", where)
    leaves: list[Leaf] = []
    last = 0
    for index, item in enumerate(plain):
        leaf = _leaf(item, where, index)
        if leaf.slot <= last:
            raise BytesError("texts.slots_not_ascending", f"{where}/{index}", slot=leaf.slot)
        last = leaf.slot
        leaves.append(leaf)
    return leaves


def _leaf(item: canonical.Plain, where: str, index: int) -> Leaf:
    if type(item) is list and len(item) == 3:
        slot, salt, text = item
        if type(slot) is int and type(salt) is bytes and type(text) is str and len(salt) == SALT_BYTES and text:
            if len(text) > MAX_TEXT_BYTES or (not text.isascii() and len(text.encode()) > MAX_TEXT_BYTES):
                raise BytesError("texts.too_long", f"{where}/{index}", limit=MAX_TEXT_BYTES)
            return Opening(slot, salt, text)
    if type(item) is list and len(item) == 2:
        slot, leaf_hash = item
        if type(slot) is int and type(leaf_hash) is bytes and len(leaf_hash) == canonical.DIGEST_BYTES:
            return Sealed(slot, leaf_hash)
    raise BytesError("texts.malformed", f"{where}/{index}")


def verify(leaves: Iterable[Leaf], expected: bytes, where: str) -> None:
    """Raise BytesError unless these leaves are the ones that the act's root names."""
    if root(leaves) != expected:
        raise BytesError("texts.root_differs", where)
