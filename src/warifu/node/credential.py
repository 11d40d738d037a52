"""Who asks: a signed credential on every request of an exchange, over TLS and over plain loopback alike.

Law: a credential is a COSE_Sign1 envelope of content type ``warifu/request`` under the asking node's Ed25519 key, which
stands on its party's roll. It names who asks whom, the method, the target (path from ``/exchange`` on, and query), the
SHA-256 of the body, the *session* and a nonce, and the TLS key that the asker saw (empty on plain loopback), so that
nobody can pass it on through a connection of his own. The session is 16 random bytes that the asked node chose when it
started: a request of an earlier run is refused whatever the clocks say. A nonce counts once in a session.

A party's clock decides nothing here: the ship whose clock went wrong can still exchange.

Place on the path: before a body is read (``doors.wire``), and before a request leaves (``node.caller``).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from hashlib import sha256
from threading import Lock

import msgspec

from warifu.core import canonical, envelope
from warifu.core.envelope import Envelope
from warifu.core.errors import BytesError, WarifuError, WireError
from warifu.core.keys import PublicKey, Signer
from warifu.core.wire import from_plain, to_plain

CONTENT_TYPE = "warifu/request"
SCHEME = "Warifu "
SESSION_BYTES = NONCE_BYTES = 16
MAX_HEADER_CHARS = 2048
NONCES_KEPT = 20_000
EMPTY_BODY = sha256(b"").digest()
"""Digest of the body of a request that has none."""


class Credential(msgspec.Struct, frozen=True):
    """What the asking node signs. Field numbers are the order here and never change."""

    party: str
    peer: str
    method: str
    target: str
    body: bytes
    session: bytes
    nonce: bytes
    tls: bytes = b""


class Presented:
    """A credential as it came: what it says and the envelope whose signature is still to be checked."""

    def __init__(self, says: Credential, outer: Envelope) -> None:
        self.says = says
        self.outer = outer

    def signed_by(self, key: PublicKey | None) -> bool:
        """Tell whether this key, of the id that the envelope names, signed it."""
        return key is not None and envelope.good(self.outer, key)


def issue(credential: Credential, signer: Signer) -> str:
    """Sign a credential; returns the value of the ``Authorization`` header."""
    raw = canonical.encode(to_plain(credential), "request")
    sealed = envelope.seal(raw, CONTENT_TYPE, signer).raw
    return SCHEME + base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read(header: str) -> Presented:
    """Read an ``Authorization`` header; raises BytesError naming what is wrong. The signature is *not* checked here."""
    if not header.startswith(SCHEME) or len(header) > MAX_HEADER_CHARS:
        raise BytesError("exchange.credential_malformed", "authorization")
    coded = header[len(SCHEME) :].strip()
    try:
        raw = base64.b64decode(coded + "=" * (-len(coded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as trouble:
        raise BytesError("exchange.credential_malformed", "authorization") from trouble
    outer = envelope.read(raw, CONTENT_TYPE, "authorization")
    says = from_plain(Credential, canonical.decode(outer.payload, "authorization"), "authorization")
    if len(says.session) != SESSION_BYTES or len(says.nonce) != NONCE_BYTES:
        raise BytesError("exchange.credential_malformed", "authorization")
    return Presented(says, outer)


class Doorkeeper:
    """Remembers which nonces have counted in the session; safe for many threads."""

    def __init__(self, chance: Callable[[int], bytes], limit: int = NONCES_KEPT) -> None:
        self._chance = chance
        self._limit = limit
        self._lock = Lock()
        self._seen: set[bytes] = set()
        self.session = chance(SESSION_BYTES)

    def admit(self, presented: Presented) -> None:
        """Count a verified credential; raises WireError where its session is over or its nonce has counted.

        When as many nonces are kept as may be, a new session begins: everybody is asked to sign anew.
        """
        with self._lock:
            if presented.says.session != self.session:
                raise WireError("exchange.session_over", presented.says.party)
            if presented.says.nonce in self._seen:
                raise WireError("exchange.replayed", presented.says.party)
            self._seen.add(presented.says.nonce)
            if len(self._seen) >= self._limit:
                self._seen.clear()
                self.session = self._chance(SESSION_BYTES)


def error_document(trouble: WarifuError) -> bytes:
    """Write an error as it crosses the wire: canonical CBOR [code, where, [[name, value] …]]; never a free text."""
    figures: list[canonical.Plain] = [[name, value] for name, value in sorted(trouble.figures.items())]
    try:
        return canonical.encode([trouble.code, trouble.where[:200], figures], "error")
    except BytesError:
        return canonical.encode([trouble.code, "", []], "error")


def read_error(raw: bytes) -> tuple[str, str, dict[str, str | int]]:
    """Read an error document; ("", "", {}) where it is none. What a peer writes is bounded and never trusted."""
    try:
        plain = canonical.decode(raw, "error", 4096)
    except BytesError:
        return "", "", {}
    if type(plain) is not list or len(plain) != 3 or type(plain[0]) is not str or type(plain[1]) is not str:
        return "", "", {}
    if not plain[0].replace(".", "").replace("_", "").isalnum() or not plain[0].isascii() or len(plain[0]) > 60:
        return "", "", {}
    pairs = plain[2] if type(plain[2]) is list else []
    figures = {
        pair[0]: pair[1]
        for pair in pairs[:20]
        if type(pair) is list and len(pair) == 2 and type(pair[0]) is str and type(pair[1]) in {str, int}
    }
    return plain[0], plain[1], figures
