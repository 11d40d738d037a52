"""The one place that joins the parts: rooms, packs, record and keys into a Node.

Law: a further agreement is one folder under ``rooms``, one pack under ``packs`` and one line in ``ROOMS``. Nothing else
names a room's code, and no code is found by looking around: a room is joined by its name, which is that of its package
and of its tables. Packs are data: all that lie in the folder are read, in order of their names, but those of a room
that is not joined; and what a pack says holds nowhere until both rolls have adopted it.
"""

from __future__ import annotations

import secrets
import time
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path

from warifu import packs
from warifu.core import keys
from warifu.core.errors import StoreError
from warifu.core.keys import Signer
from warifu.law import pack
from warifu.law.checks import CHECKS
from warifu.law.judge import Check
from warifu.law.pack import Pack
from warifu.law.room import Room
from warifu.node import ceiling, config, keystore
from warifu.node.config import Config
from warifu.node.founding import Roots
from warifu.node.keystore import Keystore
from warifu.node.node import Means, Node
from warifu.node.vault import Vault
from warifu.record.database import open_database
from warifu.record.log import Store

_FOLDER = "warifu.rooms"


def joined(*names: str) -> tuple[Room, ...]:
    """Join rooms by name; raises ValueError for one that calls itself otherwise than its package."""
    found: list[Room] = [import_module(f"{_FOLDER}.{name}").ROOM for name in names]
    if wrong := [room.name for room, name in zip(found, names, strict=True) if room.name != name]:
        raise ValueError(wrong)
    return tuple(found)


ROOMS = joined(
    "parties",
    "programme",
    "logistics",
    "information",
    "equipment",
)
ROOM_APPS = tuple(f"{_FOLDER}.{room.name}" for room in ROOMS)
"""The packages of rooms, which keep their tables in the database of a node."""

NODE_KEY, NODE_KEY_PQ, SEALING_KEY, TLS_KEY = "node", "node-pq", "sealing", "tls"
ROOT_KEY, ROOT_KEY_PQ = "root", "root-pq"


def all_checks() -> dict[str, Check]:
    """Return every check that a pack may name, of the house and of the rooms."""
    found = dict(CHECKS)
    for room in ROOMS:
        found.update(room.checks)
    return found


@cache
def all_packs() -> dict[bytes, Pack]:
    """Return the packs that come with the program, by digest: those of a room that is joined; raises FileError."""
    lying = [(folder, pack.read(folder)) for folder in map(packs.folder, packs.names())]
    loaded = [pack.bound(data, folder, all_checks()) for folder, data in lying if data.room in rooms()]
    return {each.digest: each for each in loaded}


def rooms() -> dict[str, Room]:
    """Return the rooms by name."""
    return {room.name: room for room in ROOMS}


def join(party: str, address: str, alias: str, means: Means) -> Node:
    """Join a node over the database at ``address``, known in this process as ``alias``."""
    return Node(party, Store(open_database(address, alias, ROOM_APPS)), rooms(), all_packs(), means)


def clock() -> int:
    """UTC seconds: the clock that is handed to everything that needs one."""
    return int(time.time())


def make_keys(store: Keystore) -> None:
    """Make a node's own keys: two that sign checkpoints, one to which the peer seals discs, one for TLS."""
    store.make(NODE_KEY, keys.ED25519)
    store.make(NODE_KEY_PQ, keys.ML_DSA_65)
    store.make(SEALING_KEY, keystore.SEALING)
    store.make(TLS_KEY, keys.ES256)


def make_roots(store: Keystore) -> None:
    """Make the root keys, in a folder that is then kept off the node."""
    store.make(ROOT_KEY, keys.ED25519)
    store.make(ROOT_KEY_PQ, keys.ML_DSA_65)


def roots(store: Keystore) -> Roots:
    """Open the root keys."""
    return Roots(store.signer(ROOT_KEY), store.signer(ROOT_KEY_PQ))


def _ceiling(node: Node, written: str) -> int:
    """Read the ceiling of ``node.toml``; raises ValueTroubleError for words that no scheme has."""
    return node.schemes.level(node.schemes.from_wire(written.split("|"))) if written else ceiling.NONE


def _check_there(database: Path) -> None:
    try:
        gone = database.stat().st_size == 0
    except FileNotFoundError:
        gone = True
    if gone:
        raise StoreError("store.gone", str(database))


class Opened:
    """An opened node folder: the node, its configuration and its keys."""

    def __init__(self, folder: Path, passphrase: str, *, new: bool = False) -> None:
        """Open a node; ``new``: it has no database yet. Raises FileError, KeyTroubleError, StoreError.

        A database that is gone is never begun anew without a word: the node would say that all is well with no log.
        """
        self.folder = folder
        self.config: Config = config.read(folder)
        self.keys = Keystore(folder / "keys", passphrase, secrets.token_bytes)
        address = self.config.database or str(folder / "warifu.db")
        if not self.config.database and not new:
            _check_there(Path(address))
        means = Means(clock, secrets.token_bytes, (self.keys.signer(NODE_KEY), self.keys.signer(NODE_KEY_PQ)))
        self.node = join(self.config.party, address, f"node {folder.resolve()}", means)
        self.node.ceiling = _ceiling(self.node, self.config.ceiling)

    @cached_property
    def vault(self) -> Vault:
        """The vault of this folder; its key is made when the first file is put."""
        return Vault(self.folder / "vault", self.keys, self.node)

    def officer(self, name: str) -> Signer:
        """Open an officer's signing key by its name in the node's key folder."""
        return self.keys.signer(name)

    def officer_with(self, name: str, passphrase: str) -> Signer:
        """Open an officer's signing key with a passphrase given now: the officer confirms each signature."""
        return Keystore(self.folder / "keys", passphrase, secrets.token_bytes).signer(name)

    def rewrap(self, name: str, passphrase: str, new: str) -> None:
        """Put an officer's key under a passphrase of the officer's own."""
        Keystore(self.folder / "keys", passphrase, secrets.token_bytes).rewrap(name, new)
