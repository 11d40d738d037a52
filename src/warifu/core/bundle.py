"""What the wire, the disc and the mail all carry: the missing suffix of one log, with openings and a checkpoint.

Law: a bundle is a frame around compressed canonical CBOR. The frame is ``WRF`` + format (1 byte) + dictionary id (1
byte) + zstd frame, whose content size must be stated and is bounded before anything is opened. For a disc or mail the
frame is sealed to the peer's sealing key (HPKE, RFC 9180, ML-KEM-768 with X25519, HKDF-SHA256, AES-256-GCM) as
``WRS`` + format + ciphertext, and cut into marked pieces: ``WRP`` + format + 8 bytes of SHA-256 of the whole + index +
count (2 bytes each) + bytes. *Loose* envelopes are acts that come ahead of their place (paper, a QR symbol).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple

import msgspec
import zstandard
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519

from warifu.core import canonical
from warifu.core.errors import BytesError, KeyTroubleError
from warifu.core.keys import KEY_ID_BYTES
from warifu.core.wire import from_plain, to_plain

FRAME, SEALED, PIECE = b"WRF", b"WRS", b"WRP"
FORMAT = 1
MAX_BUNDLE_BYTES = 64 * 1024 * 1024
MAX_ENTRIES = 50_000
LEVEL, SMALL_LEVEL, SMALL_BYTES = 9, 19, 65_536
"""How hard to squeeze: a small frame (paper, a QR symbol) as hard as can be, half a millisecond; a long run quickly."""
PLAIN_ZSTD, FIRST_DICTIONARY = 0, 1
_INFO = b"warifu bundle 1"
_MLKEM_SEED_BYTES, _MLKEM_PUBLIC_BYTES = 64, 1184
_PIECE_HEAD = 3 + 1 + 8 + 2 + 2
_MAX_PIECES = 0xFFFF
_MAX_SEALED_BYTES = MAX_BUNDLE_BYTES + 65_536
"""What joined pieces may hold: a frame that did not shrink, and what sealing adds."""
_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class Bundle(msgspec.Struct, frozen=True):
    """A run of one log: ``entries`` stand at ``first``, ``first + 1`` …; ``checkpoint`` is two envelopes, or none.

    ``texts`` holds (place, leaves in the wire form of ``core.texts``); a place counts ``entries`` and then ``loose``.
    ``files`` holds (digest, bytes) of attachments.
    """

    party: str
    peer: str
    node: bytes
    first: int = 0
    entries: tuple[bytes, ...] = ()
    texts: tuple[tuple[int, list[Any]], ...] = ()
    checkpoint: tuple[bytes, ...] = ()
    loose: tuple[bytes, ...] = ()
    files: tuple[tuple[bytes, bytes], ...] = ()


def encode(bundle: Bundle) -> bytes:
    """Return the frame of a bundle; raises BytesError where it is larger than a receiver would open."""
    raw = canonical.encode(to_plain(bundle), "bundle")
    if len(raw) > MAX_BUNDLE_BYTES:
        raise BytesError("bytes.too_large", "bundle", size=len(raw), limit=MAX_BUNDLE_BYTES)
    if len(bundle.entries) + len(bundle.loose) > MAX_ENTRIES:
        raise BytesError("bundle.too_many_entries", "bundle", limit=MAX_ENTRIES)
    canonical.bound_items(raw, "bundle")
    level = SMALL_LEVEL if len(raw) <= SMALL_BYTES else LEVEL
    squeezed = zstandard.ZstdCompressor(level=level, dict_data=_dictionary(FIRST_DICTIONARY)).compress(raw)
    return FRAME + bytes([FORMAT, FIRST_DICTIONARY]) + squeezed


def decode(raw: bytes, where: str = "bundle") -> Bundle:
    """Open a frame: size first, then form; raises BytesError. Signatures and the rules of the log come later."""
    body = canonical.decode(_unsqueeze(raw, where), where, MAX_BUNDLE_BYTES)
    bundle = from_plain(Bundle, body, where)
    total = len(bundle.entries) + len(bundle.loose)
    if total > MAX_ENTRIES:
        raise BytesError("bundle.too_many_entries", where, limit=MAX_ENTRIES)
    if bundle.first < 0 or len(bundle.node) != KEY_ID_BYTES:
        raise BytesError("bundle.head_malformed", where)
    if len(bundle.checkpoint) not in {0, 2}:
        raise BytesError("bundle.checkpoint_malformed", where)
    places = [place for place, _ in bundle.texts]
    if places != sorted(set(places)) or (places and not 0 <= places[0] <= places[-1] < total):
        raise BytesError("bundle.texts_out_of_place", where)
    for named, content in bundle.files:
        if canonical.digest(content) != named:
            raise BytesError("bundle.file_differs", where, file=named.hex()[:16])
    return bundle


def _unsqueeze(raw: bytes, where: str) -> bytes:
    if len(raw) < 6 or raw[:3] != FRAME:
        raise BytesError("bundle.not_a_bundle", where)
    if raw[3] != FORMAT:
        raise BytesError("bundle.format_unknown", where, format=raw[3])
    try:
        size = zstandard.frame_content_size(raw[5:])
        if not 0 < size <= MAX_BUNDLE_BYTES:
            raise BytesError("bytes.too_large", where, size=size, limit=MAX_BUNDLE_BYTES)
        opened = zstandard.ZstdDecompressor(dict_data=_dictionary(raw[4])).decompress(
            raw[5:], max_output_size=size, allow_extra_data=False
        )
    except zstandard.ZstdError as trouble:
        raise BytesError("bundle.not_zstd", where) from trouble
    if len(opened) != size:
        raise BytesError("bundle.truncated", where)
    return opened


@cache
def _dictionary(number: int) -> zstandard.ZstdCompressionDict:
    """The dictionaries shipped in the program; a released one never changes, a better one gets the next number."""
    if number == PLAIN_ZSTD:
        return zstandard.ZstdCompressionDict(b"", dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    if number != FIRST_DICTIONARY:
        raise BytesError("bundle.dictionary_unknown", "bundle", dictionary=number)
    raw = files("warifu.core").joinpath(f"bundle-{number}.zstd-dict").read_bytes()
    return zstandard.ZstdCompressionDict(raw, dict_type=zstandard.DICT_TYPE_AUTO)


class SealingKey(NamedTuple):
    """What opens bundles sealed to us, and the public half (1,216 bytes: ML-KEM-768, then X25519) for the roll."""

    private: hpke.MLKEM768X25519PrivateKey
    public: bytes


def sealing_key_from_seed(seed: bytes) -> SealingKey:
    """Return the sealing key of 96 bytes of seed (64 for ML-KEM-768, 32 for X25519); chance comes in as an argument."""
    lattice = mlkem.MLKEM768PrivateKey.from_seed_bytes(seed[:_MLKEM_SEED_BYTES])
    curve = x25519.X25519PrivateKey.from_private_bytes(seed[_MLKEM_SEED_BYTES:])
    public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return SealingKey(hpke.MLKEM768X25519PrivateKey(lattice, curve), public)


def seal_for(frame: bytes, peer_sealing_key: bytes) -> bytes:
    """Encrypt a frame to the peer's sealing key (1,216 bytes); what goes on a disc or into the mail.

    Raises KeyTroubleError where the bytes are no sealing key.
    """
    try:
        public = hpke.MLKEM768X25519PublicKey(
            mlkem.MLKEM768PublicKey.from_public_bytes(peer_sealing_key[:_MLKEM_PUBLIC_BYTES]),
            x25519.X25519PublicKey.from_public_bytes(peer_sealing_key[_MLKEM_PUBLIC_BYTES:]),
        )
    except ValueError as trouble:
        raise KeyTroubleError("key.not_a_key", "sealing key") from trouble
    return SEALED + bytes([FORMAT]) + _SUITE.encrypt(frame, public, info=_INFO)


def unseal(raw: bytes, private: hpke.MLKEM768X25519PrivateKey, where: str = "bundle") -> bytes:
    """Decrypt what ``seal_for`` made; raises BytesError if it is not for this key or was altered."""
    if raw[:3] != SEALED or raw[3:4] != bytes([FORMAT]):
        raise BytesError("bundle.not_sealed", where)
    try:
        frame: bytes = _SUITE.decrypt(raw[4:], private, info=_INFO)
    except Exception as trouble:  # the library raises InvalidTag and ValueError; either way it is not for this key
        raise BytesError("bundle.not_for_us", where) from trouble
    return frame


def cut(raw: bytes, piece_bytes: int) -> list[bytes]:
    """Cut into marked pieces of at most ``piece_bytes`` bytes each; raises BytesError where there would be too many."""
    room = piece_bytes - _PIECE_HEAD
    count = -(-len(raw) // room) if room > 0 else 0
    if not 0 < count <= _MAX_PIECES:
        raise BytesError("bundle.cannot_be_cut", "bundle", size=len(raw), piece=piece_bytes)
    mark = PIECE + bytes([FORMAT]) + sha256(raw).digest()[:8]
    parts = [raw[at : at + room] for at in range(0, len(raw), room)]
    return [mark + index.to_bytes(2) + count.to_bytes(2) + part for index, part in enumerate(parts)]


def join(pieces: Iterable[bytes]) -> bytes:
    """Put pieces together in any order; raises BytesError naming the missing or foreign piece."""
    found: dict[int, bytes] = {}
    mark, count, size = b"", 0, 0
    for piece in pieces:
        if len(piece) <= _PIECE_HEAD or piece[:4] != PIECE + bytes([FORMAT]):
            raise BytesError("bundle.not_a_piece", "piece")
        index, total = int.from_bytes(piece[12:14]), int.from_bytes(piece[14:16])
        if (mark and (piece[4:12], total) != (mark, count)) or index >= total:
            raise BytesError("bundle.piece_of_another", "piece", index=index + 1, count=total)
        mark, count = piece[4:12], total
        size += 0 if index in found else len(piece) - _PIECE_HEAD
        if size > _MAX_SEALED_BYTES:
            raise BytesError("bytes.too_large", "pieces", limit=_MAX_SEALED_BYTES)
        found.setdefault(index, piece[_PIECE_HEAD:])
    missing = [index + 1 for index in range(count) if index not in found]
    if missing or not found:
        shown = ", ".join(map(str, missing[:20])) + (" …" if len(missing) > 20 else "")
        raise BytesError("bundle.piece_missing", "pieces", missing=shown, count=count)
    whole = b"".join(found[index] for index in sorted(found))
    if sha256(whole).digest()[:8] != mark:
        raise BytesError("bundle.piece_altered", "pieces")
    return whole
