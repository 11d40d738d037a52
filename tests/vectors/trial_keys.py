"""Trial keys from seeds that stand here for all to read: they sign the vectors and must never sign anything else.

ML-DSA signatures and sealed bundles take chance inside the library. They are made once and kept in ``kept.json`` by
what they were made from; a change of what is signed makes a new one, so everything else is the same bytes each time.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from warifu.core import bundle, keys
from warifu.core.keys import MemorySigner, PublicKey

_KEPT = Path(__file__).parent / "kept.json"


def _seed(name: str) -> bytes:
    return sha256(f"warifu trial key, known to everybody: {name}".encode()).digest()


class Kept:
    """What was made once with chance, by the digest of what it was made from; only what is asked for again stays."""

    def __init__(self) -> None:
        self._old: dict[str, str] = json.loads(_KEPT.read_text(encoding="ascii")) if _KEPT.exists() else {}
        self._used: dict[str, str] = {}

    def begin(self) -> None:
        """Forget what others asked for in this process: only what the files are made of is kept in them."""
        self._used.clear()

    def get(self, *parts: bytes) -> tuple[str, bytes | None]:
        """Return the name of what is asked for, and what was kept under it."""
        name = sha256(b"\0".join(parts)).hexdigest()[:32]
        found = self._old.get(name) or self._used.get(name)
        if found:
            self._used[name] = found
        return name, bytes.fromhex(found) if found else None

    def put(self, name: str, made: bytes) -> bytes:
        """Keep what was just made."""
        self._used[name] = made.hex()
        return made

    def text(self) -> str:
        """Give the file that keeps all that was asked for."""
        return json.dumps(dict(sorted(self._used.items())), indent=1) + "\n"


KEPT = Kept()


class KeptSigner:
    """A signer whose every signature is made once."""

    def __init__(self, inner: MemorySigner) -> None:
        self._inner = inner

    @property
    def public(self) -> PublicKey:
        """The key that verifies what this signer signs."""
        return self._inner.public

    def sign(self, message: bytes) -> bytes:
        """Return the kept signature of a message, or make and keep one."""
        name, found = KEPT.get(b"signature", self.public.raw, message)
        return found or KEPT.put(name, self._inner.sign(message))


def _curve(name: str, curve: ec.EllipticCurve) -> MemorySigner:
    return MemorySigner(ec.derive_private_key(int.from_bytes(_seed(name)) >> 8, curve))


SIGNERS: dict[str, MemorySigner | KeptSigner] = {
    "gb-officer": keys.ed25519_from_seed(_seed("gb-officer")),
    "jp-officer": keys.ed25519_from_seed(_seed("jp-officer")),
    "gb-card": _curve("gb-card", ec.SECP256R1()),
    "jp-card": _curve("jp-card", ec.SECP384R1()),
    "gb-node": keys.ed25519_from_seed(_seed("gb-node")),
    "gb-node-pq": KeptSigner(keys.mldsa65_from_seed(_seed("gb-node-pq"))),
    "jp-node": keys.ed25519_from_seed(_seed("jp-node")),
    "gb-root": keys.ed25519_from_seed(_seed("gb-root")),
    "gb-root-pq": KeptSigner(keys.mldsa65_from_seed(_seed("gb-root-pq"))),
    "gb-new-root": keys.ed25519_from_seed(_seed("gb-new-root")),
    "gb-new-root-pq": KeptSigner(keys.mldsa65_from_seed(_seed("gb-new-root-pq"))),
    "gb-new-node": keys.ed25519_from_seed(_seed("gb-new-node")),
    "gb-new-node-pq": KeptSigner(keys.mldsa65_from_seed(_seed("gb-new-node-pq"))),
    "stranger": keys.ed25519_from_seed(_seed("stranger")),
}
SEALING_SEED = _seed("jp-sealing one") + _seed("jp-sealing two") + _seed("jp-sealing three")
SEALING = bundle.sealing_key_from_seed(SEALING_SEED)


def seal_once(frame: bytes) -> bytes:
    """Seal a frame to the trial sealing key, once."""
    name, found = KEPT.get(b"sealed", SEALING.public, frame)
    return found or KEPT.put(name, bundle.seal_for(frame, SEALING.public))
