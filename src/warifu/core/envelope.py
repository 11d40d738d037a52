"""COSE_Sign1 (RFC 9052 section 4.2) over bytes that are kept as they came.

Law: tag 18, then [protected, {}, payload, signature]. The protected header holds algorithm (1), content type (3) and
key id (4), in that order, and nothing else; the unprotected header is empty; the payload is attached. What was signed
is the Sig_structure ["Signature1", protected, h'', payload]. ``read`` checks the form, ``verify`` the signature: both
must be called on the way in, and ``seal`` calls both on the way out.

Place on the path: step 1 of *receive* (open), step 3 of *submit* (seal).
"""

from __future__ import annotations

from typing import NamedTuple

import cbor2

from warifu.core.canonical import MAX_ITEM_BYTES
from warifu.core.errors import BytesError, KeyTroubleError
from warifu.core.keys import ALGORITHMS, KEY_ID_BYTES, PublicKey, Signer, verify

ACT = "warifu/act"
ANSWER = "warifu/answer"
CHECKPOINT = "warifu/checkpoint"
CONTENT_TYPES = (ACT, ANSWER, CHECKPOINT)
MAX_ENVELOPE_BYTES = MAX_ITEM_BYTES + 4096
_TAG_18 = 0xD2


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
    if not raw or raw[0] != _TAG_18:
        raise BytesError("envelope.not_cose_sign1", where)
    parts = _loads(raw[1:], where)
    if type(parts) is not list or [type(part) for part in parts] != [bytes, dict, bytes, bytes]:
        raise BytesError("envelope.not_cose_sign1", where)
    protected, unprotected, payload, signature = parts
    if unprotected:
        raise BytesError("envelope.unprotected_not_empty", where)
    if cbor2.dumps(parts) != raw[1:]:
        raise BytesError("bytes.not_canonical", where)
    algorithm, found_type, key_id = _header(protected, where)
    if found_type != content_type:
        raise BytesError("envelope.content_type_wrong", where, expected=content_type)
    return Envelope(raw, protected, algorithm, found_type, key_id, payload, signature)


def _loads(raw: bytes, where: str) -> object:
    try:
        return cbor2.loads(raw, max_depth=4, allow_indefinite=False, allow_duplicate_keys=False)
    except Exception as trouble:  # hostile bytes have drawn several kinds out of decoders; see canonical.decode
        raise BytesError("bytes.not_cbor", where, trouble=type(trouble).__name__) from trouble


def _header(protected: bytes, where: str) -> tuple[int, str, bytes]:
    header = _loads(protected, where)
    if type(header) is not dict or list(header) != [1, 3, 4]:
        raise BytesError("envelope.header_wrong", where)
    algorithm, content_type, key_id = header[1], header[3], header[4]
    if type(algorithm) is not int or algorithm not in ALGORITHMS:
        raise BytesError("envelope.algorithm_unknown", where)
    if type(content_type) is not str or type(key_id) is not bytes or len(key_id) != KEY_ID_BYTES:
        raise BytesError("envelope.header_wrong", where)
    if protected_header(algorithm, content_type, key_id) != protected:
        raise BytesError("bytes.not_canonical", where)
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
