"""The keys of the mail: what seals an address, what finds it again, what signs the link in a message.

Law: one secret lies in the node's key folder, under its passphrase, and never in a database; each use has a key of its
own, derived from it. An address is sealed (AES-256-GCM); beside it stands a mark (HMAC-SHA-256) by which the same
address is found again and by which nobody without the key can tell whether one is there. A link is a token: the row it
speaks of, when it ends, and a signature over both, over what it is for and over a chance value of that row.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import secrets
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from warifu.core.errors import StoreError
from warifu.node.keystore import VAULT, Keystore

KEY = "public-mail"
CONFIRM, LEAVE = b"confirm", b"leave"
NONCE_BYTES = 16
_NONCE, _MAC = 12, 16
_KEPT = "smtp.sealed"


class Claim(NamedTuple):
    """What a token says before it is believed: its row, when it ends (0: never), its signature."""

    row: int
    until: int
    mac: bytes


class Seals:
    """The derived keys."""

    def __init__(self, secret: bytes) -> None:
        self._seal, self._find, self._sign = (_derived(secret, use) for use in (b"address", b"mark", b"token"))

    def seal(self, text: str) -> bytes:
        """Seal an address or a password."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self._seal).encrypt(nonce, text.encode(), None)

    def open(self, sealed: bytes) -> str:
        """Return what was sealed; raises StoreError public.sealed_altered."""
        try:
            return AESGCM(self._seal).decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
        except (InvalidTag, ValueError) as trouble:
            raise StoreError("public.sealed_altered") from trouble

    def mark(self, party: str, language: str, address: str) -> bytes:
        """Return 32 bytes by which an address is found again."""
        return self._mac(self._find, b"address", party.encode(), language.encode(), address.encode())

    def token(self, use: bytes, row: int, until: int, chance: bytes) -> str:
        """Return the token of a link."""
        head = row.to_bytes(8) + until.to_bytes(8)
        return base64.urlsafe_b64encode(head + self._mac(self._sign, use, head, chance)[:_MAC]).decode().rstrip("=")

    def holds(self, use: bytes, claim: Claim, chance: bytes) -> bool:
        """Tell whether a token was signed for this use and this chance value of its row."""
        head = claim.row.to_bytes(8) + claim.until.to_bytes(8)
        return hmac.compare_digest(self._mac(self._sign, use, head, chance)[:_MAC], claim.mac)

    def number(self, *parts: bytes) -> str:
        """Return a number that is the same for the same parts and tells nothing of them: a message's own."""
        return self._mac(self._sign, b"number", *parts).hex()[:40]

    def passing(self, *parts: bytes) -> bytes:
        """Return 16 bytes by which the same parts are found again as long as the time among them is the same."""
        return self._mac(self._find, b"passing", *parts)[:_MAC]

    @staticmethod
    def _mac(key: bytes, *parts: bytes) -> bytes:
        told = b"".join(len(part).to_bytes(4) + part for part in parts)
        return hmac.digest(key, told, "sha256")


def claim_of(token: str) -> Claim | None:
    """Read a token; None for what is none."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)) if len(token) == 43 else b""
    except (binascii.Error, ValueError):
        return None
    return Claim(int.from_bytes(raw[:8]), int.from_bytes(raw[8:16]), raw[16:]) if len(raw) == 32 else None


def _derived(secret: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"warifu public " + use).derive(secret)


def seals_of(keys: Keystore) -> Seals:
    """Return the keys of the mail, made the first time; raises KeyTroubleError."""
    if not keys.has(KEY):
        keys.make(KEY, VAULT)
    return Seals(keys.secret(KEY))


def keep_password(folder: Path, seals: Seals, password: str) -> None:
    """Keep the password of the mail server sealed in the node's folder, readable by its owner alone."""
    fresh = folder / f"{_KEPT}.new"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(seals.seal(password))
    fresh.replace(folder / _KEPT)


def password(folder: Path, seals: Seals) -> str:
    """Return the password of the mail server: WARIFU_SMTP_PASSWORD, else the one kept; empty where there is none."""
    told = os.environ.get("WARIFU_SMTP_PASSWORD")
    if told is not None:
        return told
    kept = folder / _KEPT
    return seals.open(kept.read_bytes()) if kept.is_file() else ""
