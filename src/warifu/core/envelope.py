"""COSE_Sign1 (RFC 9052 section 4.2) over bytes that are kept as they came.

Law: tag 18, then [protected, {}, payload, signature]. The protected header holds algorithm (1), content type (3) and
key id (4), in that order, and nothing else; the unprotected header is empty; the payload is attached. What was signed
is the Sig_structure ["Signature1", protected, h'', payload]. ``read`` checks the form, ``verify`` the signature: both
must be called on the way in, and ``seal`` calls both on the way out.

Place on the path: step 1 of *receive* (open), step 3 of *submit* (seal).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import cbor2

from warifu.core.canonical import MAX_ITEM_BYTES, load
from warifu.core.errors import BytesError, KeyTroubleError
from warifu.core.keys import ALGORITHMS, KEY_ID_BYTES, PublicKey, Signer, verify

ACT = "warifu/act"
ANSWER = "warifu/answer"
CHECKPOINT = "warifu/checkpoint"
CONTENT_TYPES = (ACT, ANSWER, CHECKPOINT)
MAX_ENVELOPE_BYTES = MAX_ITEM_BYTES + 4096
MAX_HEADER_BYTES = 64
"""The longest header of the house has 41; what is read once is kept, so it must be small."""
_TAG_18 = 0xD2
_BEGINNING = b"\xd2\x84"
"""Tag 18 and the head of an array of four."""


class Envelope(NamedTuple):
    """A parsed COSE_Sign1; ``raw`` is what came and what is stored."""

    raw: bytes
    protected: bytes
    algorithm: int
    content_type: str
    key_id: bytes
    payload: bytes
    signature: bytes


def protected_header(algorithm: int, content_type: str, key_id: bytes) -> bytes:
    """Serialised protected header: {1: algorithm, 3: content type, 4: key id}."""
    return cbor2.dumps({1: algorithm, 3: content_type, 4: key_id})


def signed_bytes(protected: bytes, payload: bytes) -> bytes:
    """Sig_structure of RFC 9052 section 4.4 with empty external data."""
    return cbor2.dumps(["Signature1", protected, b"", payload])


def read(raw: bytes, content_type: str, where: str = "envelope") -> Envelope:
    """Parse and check the form; raises BytesError. The signature is *not* checked here."""
    if len(raw) > MAX_ENVELOPE_BYTES:
        raise BytesError("bytes.too_large", where, size=len(raw), limit=MAX_ENVELOPE_BYTES)
    protected, payload, signature = _parts(raw, where)
    if len(protected) > MAX_HEADER_BYTES:
        raise BytesError("envelope.header_wrong", where)
    try:
        algorithm, found_type, key_id = _header(protected)
    except BytesError as trouble:
        raise BytesError(trouble.code, where, **trouble.figures) from trouble
    if found_type != content_type:
        raise BytesError("envelope.content_type_wrong", where, expected=content_type)
    return Envelope(raw, protected, algorithm, found_type, key_id, payload, signature)


def _parts(raw: bytes, where: str) -> tuple[bytes, bytes, bytes]:
    """Take the one form apart by its own bytes; whatever does not fit it is looked at again, to be named."""
    if raw[:2] == _BEGINNING:
        protected, at = _byte_string(raw, 2)
        if at and raw[at : at + 1] == b"\xa0":
            payload, at = _byte_string(raw, at + 1)
            signature, at = _byte_string(raw, at) if at else (b"", 0)
            if at == len(raw):
                return protected, payload, signature
    raise _explained(raw, where)


def _byte_string(raw: bytes, at: int) -> tuple[bytes, int]:
    """(byte string at ``at``, place after it); place 0 where there is none with the shortest head."""
    head = raw[at] if at < len(raw) else 0
    if 0x40 <= head < 0x58:
        start, size = at + 1, head - 0x40
    elif head in _HEADS:
        width, least = _HEADS[head]
        start = at + 1 + width
        size = int.from_bytes(raw[at + 1 : start])
        if size < least:
            return b"", 0
    else:
        return b"", 0
    end = start + size
    return (raw[start:end], end) if end <= len(raw) else (b"", 0)


_HEADS = {0x58: (1, 24), 0x59: (2, 0x100), 0x5A: (4, 0x10000)}
"""Head of a byte string to (bytes of its length, smallest length that needs so many)."""


def _explained(raw: bytes, where: str) -> BytesError:
    """Say why bytes are not an envelope in its one form."""
    if not raw or raw[0] != _TAG_18:
        return BytesError("envelope.not_cose_sign1", where)
    parts = load(raw[1:], where, 4)
    if type(parts) is not list or [type(part) for part in parts] != [bytes, dict, bytes, bytes]:
        return BytesError("envelope.not_cose_sign1", where)
    if parts[1]:
        return BytesError("envelope.unprotected_not_empty", where)
    return BytesError("bytes.not_canonical", where)


@lru_cache(maxsize=1024)
def _header(protected: bytes) -> tuple[int, str, bytes]:
    """Read a protected header; an officer's is the same in every act, so it is read once."""
    header = load(protected, "", 4)
    if type(header) is not dict or list(header) != [1, 3, 4]:
        raise BytesError("envelope.header_wrong")
    algorithm, content_type, key_id = header[1], header[3], header[4]
    if type(algorithm) is not int or algorithm not in ALGORITHMS:
        raise BytesError("envelope.algorithm_unknown")
    if type(content_type) is not str or type(key_id) is not bytes or len(key_id) != KEY_ID_BYTES:
        raise BytesError("envelope.header_wrong")
    if protected_header(algorithm, content_type, key_id) != protected:
        raise BytesError("bytes.not_canonical")
    return algorithm, content_type, key_id


def good(envelope: Envelope, key: PublicKey) -> bool:
    """Tell whether the key is the one named, of the algorithm named, and the signature verifies."""
    if envelope.algorithm != key.algorithm or envelope.key_id != key.key_id():
        return False
    return verify(key, signed_bytes(envelope.protected, envelope.payload), envelope.signature)


def seal(payload: bytes, content_type: str, signer: Signer) -> Envelope:
    """Sign ``payload`` and check our own signature before it leaves; raises KeyTroubleError if it does not verify."""
    public = signer.public
    protected = protected_header(public.algorithm, content_type, public.key_id())
    signature = signer.sign(signed_bytes(protected, payload))
    raw = bytes([_TAG_18]) + cbor2.dumps([protected, {}, payload, signature])
    envelope = read(raw, content_type)
    if not good(envelope, public):
        raise KeyTroubleError("key.signer_wrong", "own signature")
    return envelope
