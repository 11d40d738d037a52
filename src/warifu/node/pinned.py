"""TLS by pins: who is at the other end is told by the fingerprint of its key, never by who vouched for it.

Law: each node has a TLS key on P-256; its *fingerprint* is SHA-256 over the SubjectPublicKeyInfo and stands on the
party's roll (``NodeKey.tls``), and on the introduction sheet until the roll is here. TLS 1.3 proves that the other end
has the key; comparing the fingerprint proves whose it is. Names, dates and issuers of certificates are not looked at.

Python's ``ssl`` cannot ask a client for a certificate without an issuer to check it against. So every certificate is
issued by a key that everybody knows: it is worked out from a sentence printed below. It vouches for nothing, and
nothing rests on it: whoever passes that formality still has to have the pinned key.

Place on the path: under the wire; ``doors.serving`` and ``node.caller`` take an ``Identity``.
"""

from __future__ import annotations

import secrets
import ssl
import tempfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from warifu.core.errors import KeyTroubleError

FINGERPRINT_BYTES = 32
_NO_SECRET = b"warifu: this key is no secret and vouches for nobody"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_FROM, _UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


def fingerprint(key: ec.EllipticCurvePublicKey) -> bytes:
    """32 bytes: SHA-256 over the SubjectPublicKeyInfo of a TLS key."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return sha256(key.public_bytes(serialization.Encoding.DER, form)).digest()


def seen(sock: ssl.SSLSocket) -> bytes:
    """Return the fingerprint of the key at the other end of a TLS connection; empty bytes where it showed none."""
    shown = sock.getpeercert(binary_form=True)
    if not shown:
        return b""
    try:
        key = x509.load_der_x509_certificate(shown).public_key()
    except ValueError:
        return b""
    return fingerprint(key) if isinstance(key, ec.EllipticCurvePublicKey) else b""


class Identity(NamedTuple):
    """Our TLS key at work: its fingerprint, and the contexts with which we are asked and ask."""

    own: bytes
    server: ssl.SSLContext
    client: ssl.SSLContext


def identity(key: ec.EllipticCurvePrivateKey) -> Identity:
    """Return the contexts of a TLS key; raises KeyTroubleError unless it is on P-256.

    Who asks with the client's must compare ``seen`` with the pin before a byte is sent.
    """
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    server.verify_mode = ssl.CERT_REQUIRED
    server.load_verify_locations(cadata=_issuer().public_bytes(serialization.Encoding.PEM).decode())
    # A ticket is sent after the handshake, when an asker that was refused has gone already; nothing is resumed.
    server.num_tickets = 0
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    return Identity(fingerprint(key.public_key()), _with_key(server, key), _with_key(client, key))


def _with_key(context: ssl.SSLContext, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
    if not isinstance(key.curve, ec.SECP256R1):
        raise KeyTroubleError("key.tls_not_p256", "TLS key", curve=key.curve.name)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    password = secrets.token_bytes(24)
    sealed = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(password)
    )
    # The library takes a key from a file alone: it lies there encrypted, for a moment, readable by us only.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tls.pem"
        path.touch(0o600)
        path.write_bytes(certificate(key).public_bytes(serialization.Encoding.PEM) + sealed)
        context.load_cert_chain(path, password=password)
    return context


def certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """Return a certificate that carries a TLS key, issued by the key that everybody knows."""
    mark = fingerprint(key.public_key()).hex()
    return _build(mark, key.public_key(), is_issuer=False)


def _issuer() -> x509.Certificate:
    return _build("warifu", _known_key().public_key(), is_issuer=True)


def _known_key() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(sha256(_NO_SECRET).digest()) % _ORDER, ec.SECP256R1())


def _build(name: str, key: ec.EllipticCurvePublicKey, *, is_issuer: bool) -> x509.Certificate:
    known = _known_key()
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "warifu")]))
        .public_key(key)
        .serial_number(int.from_bytes(fingerprint(key)[:16]) >> 1 | 1)
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=0 if is_issuer else None), critical=True)
        .add_extension(_key_usage(is_issuer=is_issuer), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(known.public_key()), critical=False)
        .sign(known, hashes.SHA256())
    )


def _key_usage(*, is_issuer: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_issuer,
        key_cert_sign=is_issuer,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
