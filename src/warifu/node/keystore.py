"""Private keys at rest: one encrypted file a key, opened with a passphrase, never logged, never sent.

Law: a file is canonical CBOR {1: algorithm, 2: salt, 3: scrypt cost exponent, 4: nonce, 5: ciphertext of the secret};
the key that encrypts it is scrypt (RFC 7914, r = 8, p = 1) of the passphrase. Root keys are made here once and kept off
the node (a folder on a stick): only node, sealing and officers' keys stay. A lost, locked or damaged key gives an error
that names the file and what to do.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke, serialization
from cryptography.hazmat.primitives.asymmetric import ec, mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from warifu.core import canonical, keys
from warifu.core.errors import BytesError, KeyTroubleError

SEALING = 1
"""Stands for the sealing key pair ML-KEM-768 with X25519, which is no COSE signature algorithm."""
VAULT = 2
"""Stands for a key of AES-256 that wraps the keys of files (``node.vault``)."""
COST = 15
"""scrypt N = 2**15: about a tenth of a second and 32 MB a try."""
MOST_COST = 20
"""1 GB and some seconds: what a file asks beyond that is no key of ours."""
Chance = Callable[[int], bytes]
_SECRET_BYTES = {keys.ED25519: 32, keys.ML_DSA_65: 32, SEALING: 96, VAULT: 32, keys.ES256: 32, keys.ES384: 48}
_ALGORITHM_SHIFT = 1000
"""Algorithms are negative numbers; the file holds them shifted, because its profile of CBOR is for naturals."""


class SealingKey(NamedTuple):
    """The key pair to which a peer seals discs and mail."""

    private: Any
    public_raw: bytes


def new_secret(algorithm: int, chance: Chance) -> bytes:
    """Return the secret bytes of a new key of an algorithm."""
    if algorithm in {keys.ES256, keys.ES384}:
        curve = ec.SECP256R1() if algorithm == keys.ES256 else ec.SECP384R1()
        size = _SECRET_BYTES[algorithm]
        return ec.generate_private_key(curve).private_numbers().private_value.to_bytes(size)
    return chance(_SECRET_BYTES[algorithm])


def signer_of(algorithm: int, secret: bytes) -> keys.MemorySigner:
    """Return the signer that a secret makes."""
    if algorithm == keys.ED25519:
        return keys.ed25519_from_seed(secret)
    if algorithm == keys.ML_DSA_65:
        return keys.mldsa65_from_seed(secret)
    curve = ec.SECP256R1() if algorithm == keys.ES256 else ec.SECP384R1()
    return keys.MemorySigner(ec.derive_private_key(int.from_bytes(secret), curve))


def sealing_of(secret: bytes) -> SealingKey:
    """Return the sealing key pair of a 96-byte secret (64 of ML-KEM-768, 32 of X25519)."""
    lattice = mlkem.MLKEM768PrivateKey.from_seed_bytes(secret[:64])
    curve = x25519.X25519PrivateKey.from_private_bytes(secret[64:])
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    public = lattice.public_key().public_bytes(*raw) + curve.public_key().public_bytes(*raw)
    return SealingKey(hpke.MLKEM768X25519PrivateKey(lattice, curve), public)


class Keystore:
    """A folder of encrypted key files under one passphrase."""

    def __init__(self, folder: Path, passphrase: str, chance: Chance, cost: int = COST) -> None:
        self.folder = folder
        self.chance = chance
        self.cost = cost
        self._passphrase = passphrase.encode()
        self._derived: dict[tuple[bytes, int], bytes] = {}

    def make(self, name: str, algorithm: int) -> None:
        """Make a key and write its file; raises KeyTroubleError if the name is taken."""
        path = self._path(name)
        if path.exists():
            raise KeyTroubleError("key.name_taken", name)
        salt, nonce = self._salt(), self.chance(12)
        raw = self._sealed(name, algorithm, new_secret(algorithm, self.chance), salt, nonce)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write(path, raw)

    def rewrap(self, name: str, passphrase: str) -> None:
        """Put a key under another passphrase, and a salt of its own; raises KeyTroubleError as ``signer`` does.

        The new file takes the place of the old one at once and whole: whatever stops in between leaves one that opens.
        """
        algorithm, secret = self._open(name)
        fresh = Keystore(self.folder, passphrase, self.chance, self.cost)
        path = self._path(name)
        beside = path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        self._write(beside, fresh._sealed(name, algorithm, secret, self.chance(16), self.chance(12)))
        beside.replace(path)

    def _sealed(self, name: str, algorithm: int, secret: bytes, salt: bytes, nonce: bytes) -> bytes:
        """Return the bytes of a key's file."""
        sealed = AESGCM(self._derive(salt, self.cost)).encrypt(nonce, secret, name.encode())
        return canonical.encode({1: algorithm + _ALGORITHM_SHIFT, 2: salt, 3: self.cost, 4: nonce, 5: sealed})

    @staticmethod
    def _write(path: Path, raw: bytes) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())

    def signer(self, name: str) -> keys.MemorySigner:
        """Open a signing key; raises KeyTroubleError naming the file: lost, damaged, or a wrong passphrase."""
        return signer_of(*self._open(name))

    def sealing(self, name: str) -> SealingKey:
        """Open the sealing key."""
        return sealing_of(self._open(name)[1])

    def secret(self, name: str) -> bytes:
        """Open a key that is used as it is: the vault's."""
        return self._open(name)[1]

    def tls(self, name: str) -> ec.EllipticCurvePrivateKey:
        """Open the TLS key, on P-256."""
        return ec.derive_private_key(int.from_bytes(self._open(name)[1]), ec.SECP256R1())

    def has(self, name: str) -> bool:
        """Tell whether there is a key of this name."""
        return self._path(name).exists()

    def names(self) -> list[str]:
        """Names of the keys in the folder."""
        return sorted(path.stem for path in self.folder.glob("*.key"))

    def copy_to(self, name: str, other: Keystore) -> None:
        """Put a copy of a key, under the passphrase that it has, into another folder; raises KeyTroubleError."""
        if other.has(name):
            raise KeyTroubleError("key.name_taken", str(other._path(name)))
        raw = self._path(name).read_bytes()
        other.folder.mkdir(parents=True, exist_ok=True)
        path = other._path(name)
        path.touch(0o600)
        path.write_bytes(raw)

    def _path(self, name: str) -> Path:
        if not name.replace("-", "").replace("_", "").isalnum():
            raise KeyTroubleError("key.name_bad", name)
        return self.folder / f"{name}.key"

    def _salt(self) -> bytes:
        """One salt for the folder, so that a passphrase is stretched once and not for each key."""
        for path in sorted(self.folder.glob("*.key")):
            salt: bytes = canonical.decode(path.read_bytes(), path.name)[2]
            return salt
        return self.chance(16)

    def _derive(self, salt: bytes, cost: int) -> bytes:
        if (salt, cost) not in self._derived:
            self._derived[salt, cost] = Scrypt(salt=salt, length=32, n=2**cost, r=8, p=1).derive(self._passphrase)
        return self._derived[salt, cost]

    def _open(self, name: str) -> tuple[int, bytes]:
        path = self._path(name)
        try:
            plain = canonical.decode(path.read_bytes(), path.name)
            if not 1 <= plain[3] <= MOST_COST:
                raise KeyTroubleError("key.damaged", name)
            key = self._derive(plain[2], plain[3])
            return plain[1] - _ALGORITHM_SHIFT, AESGCM(key).decrypt(plain[4], plain[5], name.encode())
        except FileNotFoundError as trouble:
            raise KeyTroubleError("key.lost", name) from trouble
        except InvalidTag as trouble:
            raise KeyTroubleError("key.locked", name) from trouble
        except (BytesError, KeyError, TypeError, ValueError) as trouble:
            raise KeyTroubleError("key.damaged", name) from trouble
