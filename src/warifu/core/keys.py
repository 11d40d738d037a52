"""Public keys and the one library that gives the verdict on a signature (``cryptography``).

Law: the algorithm belongs to the key, never to the message. Registered: Ed25519 (COSE -8), ES256 (-7) and ES384 (-35)
for smart cards with low s only, ML-DSA-65 (-49, checkpoints and roots). A *key id* is the first 16 bytes of the COSE
key thumbprint (RFC 9679): SHA-256 over the deterministic encoding of the required parameters of the COSE_Key.
Private keys never come here; whoever holds one gives a ``Signer``.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple, Protocol

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from warifu.core.errors import KeyTroubleError

ED25519 = -8
ES256 = -7
ES384 = -35
ML_DSA_65 = -49
ALGORITHMS = (ED25519, ES256, ES384, ML_DSA_65)
KEY_ID_BYTES = 16

_RAW_BYTES = {ED25519: 32, ES256: 65, ES384: 97, ML_DSA_65: 1952}
_SIGNATURE_BYTES = {ED25519: 64, ES256: 64, ES384: 96, ML_DSA_65: 3309}
_ORDER = {
    ES256: 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    ES384: int("f" * 48 + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16),
}
_CURVE: dict[int, tuple[int, ec.EllipticCurve, hashes.HashAlgorithm]] = {
    ES256: (1, ec.SECP256R1(), hashes.SHA256()),
    ES384: (2, ec.SECP384R1(), hashes.SHA384()),
}


class PublicKey(NamedTuple):
    """An algorithm (COSE number) and the raw key: 32 bytes, an uncompressed point, or 1,952 bytes of ML-DSA-65."""

    algorithm: int
    raw: bytes

    def key_id(self) -> bytes:
        """16 bytes: the shortened COSE key thumbprint."""
        return _key_id(self)


class Signer(Protocol):
    """Whatever can sign: a key file, a smart card, a test."""

    @property
    def public(self) -> PublicKey:
        """The key that verifies what this signer signs."""

    def sign(self, message: bytes) -> bytes:
        """Return the signature in COSE form (for ES256 and ES384 r || s with low s)."""


def cose_key(key: PublicKey) -> bytes:
    """Deterministic encoding of the COSE_Key's required parameters (RFC 9679 section 4)."""
    if key.algorithm == ED25519:
        return cbor2.dumps({1: 1, -1: 6, -2: key.raw})
    if key.algorithm in _CURVE:
        half = (len(key.raw) - 1) // 2
        return cbor2.dumps({1: 2, -1: _CURVE[key.algorithm][0], -2: key.raw[1 : 1 + half], -3: key.raw[1 + half :]})
    return cbor2.dumps({1: 7, 3: ML_DSA_65, -1: key.raw})


@lru_cache(maxsize=4096)
def _key_id(key: PublicKey) -> bytes:
    return sha256(cose_key(key)).digest()[:KEY_ID_BYTES]


def check_public(algorithm: int, raw: bytes, where: str = "key") -> PublicKey:
    """Return the key if its algorithm is registered and its bytes are a point or key of it, else KeyTroubleError."""
    if algorithm not in ALGORITHMS:
        raise KeyTroubleError("key.algorithm_unknown", where, algorithm=algorithm)
    if len(raw) != _RAW_BYTES[algorithm]:
        raise KeyTroubleError("key.size_wrong", where, size=len(raw))
    key = PublicKey(algorithm, raw)
    try:
        _loaded(key)
    except ValueError as trouble:
        raise KeyTroubleError("key.not_a_key", where) from trouble
    if algorithm == ED25519 and not _is_sound_point(raw):
        raise KeyTroubleError("key.not_a_key", where)
    return key


_FIELD = 2**255 - 19
_CURVE_D = -121665 * pow(121666, -1, _FIELD) % _FIELD


def _is_sound_point(raw: bytes) -> bool:
    """Tell whether 32 bytes are the one encoding of a point of edwards25519 of large order (RFC 8032, 5.1.3).

    The library loads any 32 bytes. Under a point of small order one signature fits any message, and whoever appoints
    such a key can deny every act signed with it.
    """
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    if y >= _FIELD:
        return False
    ratio = (y * y - 1) * pow(_CURVE_D * y * y + 1, -1, _FIELD) % _FIELD
    if ratio == 0 or pow(ratio, (_FIELD - 1) // 2, _FIELD) != 1:
        # Nought is x = 0, the points of order 1 and 2; else there must be a square root.
        return False
    for _ in range(3):
        # y of the doubled point, from the curve's equation: (y^2 + x^2) / (1 - d x^2 y^2).
        product = _CURVE_D * ratio * y * y
        y = (y * y + ratio) * pow(1 - product, -1, _FIELD) % _FIELD
        ratio = (y * y - 1) * pow(_CURVE_D * y * y + 1, -1, _FIELD) % _FIELD
    return y != 1


@lru_cache(maxsize=4096)
def _loaded(key: PublicKey) -> Any:
    if key.algorithm == ED25519:
        return ed25519.Ed25519PublicKey.from_public_bytes(key.raw)
    if key.algorithm == ML_DSA_65:
        return mldsa.MLDSA65PublicKey.from_public_bytes(key.raw)
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE[key.algorithm][1], key.raw)


def verify(key: PublicKey, message: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` over ``message`` is good under ``key``; never raises for bad bytes."""
    if len(signature) != _SIGNATURE_BYTES[key.algorithm]:
        return False
    try:
        if key.algorithm in _CURVE:
            return _verify_curve(key, message, signature)
        _loaded(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _verify_curve(key: PublicKey, message: bytes, signature: bytes) -> bool:
    half = len(signature) // 2
    order = _ORDER[key.algorithm]
    r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
    if not (0 < r < order and 0 < s <= order // 2):
        # A high s is the same signature written a second way; one signature has one form.
        return False
    _loaded(key).verify(encode_dss_signature(r, s), message, ec.ECDSA(_CURVE[key.algorithm][2]))
    return True


def sign_with(private: Any, algorithm: int, message: bytes) -> bytes:
    """Sign with a private key object of ``cryptography``; the result is in COSE form."""
    if algorithm not in _CURVE:
        signature: bytes = private.sign(message)
        return signature
    # The nonce comes from key and message (RFC 6979): the same bytes twice, and no chance that could fail us.
    r, s = decode_dss_signature(private.sign(message, ec.ECDSA(_CURVE[algorithm][2], deterministic_signing=True)))
    order = _ORDER[algorithm]
    size = _SIGNATURE_BYTES[algorithm] // 2
    return r.to_bytes(size) + min(s, order - s).to_bytes(size)


class MemorySigner:
    """A signer over a private key object in memory; what key files and tests use."""

    def __init__(self, private: Any) -> None:
        self._private = private
        self._public = public_of(private)

    @property
    def public(self) -> PublicKey:
        """The key that verifies what this signer signs."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Return the signature in COSE form."""
        return sign_with(self._private, self._public.algorithm, message)


def public_of(private: Any) -> PublicKey:
    """Public half of a private key object of ``cryptography``."""
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return PublicKey(ED25519, private.public_key().public_bytes_raw())
    if isinstance(private, mldsa.MLDSA65PrivateKey):
        return PublicKey(ML_DSA_65, private.public_key().public_bytes_raw())
    if isinstance(private, ec.EllipticCurvePrivateKey):
        numbers = private.public_key().public_numbers()
        size = (private.curve.key_size + 7) // 8
        raw = b"\x04" + numbers.x.to_bytes(size) + numbers.y.to_bytes(size)
        return PublicKey(ES256 if private.curve.key_size == 256 else ES384, raw)
    raise KeyTroubleError("key.kind_unknown", "private key", kind=type(private).__name__)


def ed25519_from_seed(seed: bytes) -> MemorySigner:
    """Return an Ed25519 signer from 32 bytes of seed; chance comes in as an argument."""
    return MemorySigner(ed25519.Ed25519PrivateKey.from_private_bytes(seed))


def mldsa65_from_seed(seed: bytes) -> MemorySigner:
    """Return an ML-DSA-65 signer from 32 bytes of seed."""
    return MemorySigner(mldsa.MLDSA65PrivateKey.from_seed_bytes(seed))
