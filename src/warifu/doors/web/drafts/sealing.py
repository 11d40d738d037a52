"""What is typed into a draft, sealed while it lies on the node: no word of it stands in the accounts' database.

Law: a text is classified or personal before anybody has signed it, and a database copies what it holds into logs of
writes and backups. So a draft is kept under a key made of the node's own secret and the draft's token; a copy of the
database alone opens nothing. The secret lies in the node's folder (``settings.secret_of``), never in a database.
"""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from warifu.core.errors import StoreError

_NONCE_BYTES = 12
_PLAIN = "{"
"""What an older program kept, and an empty draft: JSON as it is."""


def _key(token: str) -> AESGCM:
    derived = HKDF(SHA256(), 32, None, f"warifu draft {token}".encode()).derive(settings.SECRET_KEY.encode())
    return AESGCM(derived)


def seal(token: str, typed: str) -> str:
    """Seal what was typed into the draft of this token."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return base64.b64encode(nonce + _key(token).encrypt(nonce, typed.encode(), token.encode())).decode()


def open_sealed(token: str, kept: str) -> str:
    """Return what was typed; raises StoreError store.draft_altered where the node's secret does not open it."""
    if kept.startswith(_PLAIN):
        return kept
    try:
        raw = base64.b64decode(kept, validate=True)
        return _key(token).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], token.encode()).decode()
    except (InvalidTag, ValueError) as trouble:
        raise StoreError("store.draft_altered", token[:8]) from trouble
