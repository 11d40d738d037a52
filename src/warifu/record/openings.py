"""Openings: each encrypted under its own key, so that destroying the key destroys the text.

Law: no other table, index or log holds a word of a text. Erasing destroys key and cipher and leaves the leaf hash, so
that the act's root still verifies. The keys stand in a table of their own: a backup of the rest opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections
from django.db.utils import DatabaseError

from warifu.core import canonical, texts
from warifu.core.errors import StoreError
from warifu.record.log import Store

_NONCE = b"\0" * 12
"""Each key encrypts one text once, so the nonce need not vary."""


def keep(
    store: Store, pair: str, found: Iterable[tuple[bytes, list[texts.Leaf]]], new_key: Callable[[], bytes]
) -> None:
    """Store the leaves of acts (digest, leaves); what is already there stays, an erased text does not come back."""
    openings, keys = [], []
    for act, leaves in found:
        for leaf in leaves:
            if isinstance(leaf, texts.Opening):
                key = new_key()
                sealed = AESGCM(key).encrypt(_NONCE, canonical.encode(list(leaf)), act)
                openings.append((pair, act, leaf.slot, leaf.leaf(), sealed))
                keys.append((pair, act, leaf.slot, key, pair, act, leaf.slot))
            else:
                openings.append((pair, act, leaf.slot, leaf.leaf_hash, b""))
    # The key goes in first and only where no opening stands yet: a second copy must not orphan the first.
    store.many(
        "INSERT INTO opening_key (pair, act, slot, key) SELECT %s, %s, %s, %s WHERE NOT EXISTS "
        "(SELECT 1 FROM opening WHERE pair = %s AND act = %s AND slot = %s)",
        keys,
    )
    store.many(
        "INSERT INTO opening (pair, act, slot, leaf, cipher) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        openings,
    )


def read(store: Store, pair: str, acts: Iterable[bytes]) -> dict[bytes, list[texts.Leaf]]:
    """Return the leaves of these acts in slot order: openings where the text is there, else sealed leaves.

    A text that we have asked the other side to remove is withheld: it is read as one that is gone.
    """
    sql = (
        "SELECT o.act, o.slot, o.leaf, o.cipher, CASE WHEN EXISTS (SELECT 1 FROM withheld w WHERE w.pair = o.pair "
        "AND w.act = o.act AND (w.slot = o.slot OR w.slot = -1)) THEN NULL ELSE k.key END FROM opening o "
        "LEFT JOIN opening_key k ON k.pair = o.pair AND k.act = o.act AND k.slot = o.slot "
        "WHERE o.pair = %s AND o.act IN ({keys}) ORDER BY o.act, o.slot"
    )
    found: dict[bytes, list[texts.Leaf]] = {}
    for act, slot, leaf, cipher, key in store.in_chunks(sql, [pair], acts):
        found.setdefault(act, []).append(_open(act, slot, leaf, cipher, key))
    return found


def _open(act: bytes, slot: int, leaf: bytes, cipher: bytes, key: bytes | None) -> texts.Leaf:
    if not cipher or key is None:
        return texts.Sealed(slot, leaf)
    try:
        plain = canonical.decode(AESGCM(key).decrypt(_NONCE, cipher, act), "opening")
    except InvalidTag as trouble:
        raise StoreError("store.opening_altered", f"act {act.hex()[:16]} slot {slot}") from trouble
    return texts.Opening(*plain)


def slots(store: Store, pair: str, act: bytes) -> list[tuple[int, bytes]]:
    """Return (slot, leaf hash) of the texts of an act whose keys are here, those withheld included."""
    rows = store.run(
        "SELECT o.slot, o.leaf FROM opening o JOIN opening_key k ON k.pair = o.pair AND k.act = o.act "
        "AND k.slot = o.slot WHERE o.pair = %s AND o.act = %s ORDER BY o.slot",
        [pair, act],
    )
    return [(row[0], row[1]) for row in rows]


def erase(store: Store, pair: str, act: bytes, slots: Iterable[int]) -> list[bytes]:
    """Destroy keys and ciphers of these texts; their leaf hashes stay. Returns the keys, for ``forget`` to look for.

    SQLite is told to overwrite what it lets go of: without that the key would lie in the file until its page is used
    again. ``forget`` then empties the log of writes in which it stood.
    """
    if connections[store.alias].vendor == "sqlite":
        store.run("PRAGMA secure_delete = ON")
    gone: list[bytes] = []
    for slot in slots:
        known = [pair, act, slot]
        gone += [
            row[0] for row in store.run("SELECT key FROM opening_key WHERE pair = %s AND act = %s AND slot = %s", known)
        ]
        store.run("DELETE FROM opening_key WHERE pair = %s AND act = %s AND slot = %s", known)
        store.run("UPDATE opening SET cipher = %s WHERE pair = %s AND act = %s AND slot = %s", [b"", *known])
    return gone


def forget(store: Store, gone: Iterable[bytes] = (), *, whole: bool = False) -> bool:
    """Let nothing of destroyed keys lie in the database's files; after the commit, outside any transaction.

    SQLite: its log of writes is emptied, and where a key still lies in the file (in a page that was split long ago), or
    ``whole`` asks for it, the file is written anew. PostgreSQL: the table of keys is written anew and the dead ciphers
    are swept; its own log of writes it keeps until it needs the room (``removals.SERVER_LOG``). False where readers
    were in the way, or the disk is too full: then it stays due until ``forget_due`` has done it.
    """
    is_file = connections[store.alias].vendor == "sqlite"
    try:
        done = _forget_file(store, list(gone), whole=whole) if is_file else _forget_server(store)
    except DatabaseError:  # no room to write the file anew, or somebody holds it: what is due stays due
        done = False
    if done:
        store.run("DELETE FROM setting WHERE name = %s", [_DUE])
    else:
        store.run("INSERT INTO setting (name, text) VALUES (%s, '1') ON CONFLICT DO NOTHING", [_DUE])
    return done


_DUE = "forget_due"
_READ_BYTES = 8 * 1024 * 1024
PATIENCE_MS = 5000
"""How long a reader is waited for; the node does nothing else meanwhile."""


def forget_due(store: Store) -> bool:
    """Do what readers were in the way of before, for the whole file; True where nothing is left to do."""
    return not store.run("SELECT 1 FROM setting WHERE name = %s", [_DUE]) or forget(store, whole=True)


def _forget_file(store: Store, gone: list[bytes], *, whole: bool) -> bool:
    before = store.run("PRAGMA busy_timeout")[0][0]
    store.run(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    try:
        emptied = _emptied(store)
        if emptied and (whole or (gone and _lies_in(store, gone))):
            store.run("VACUUM")
            emptied = _emptied(store)
    finally:
        store.run(f"PRAGMA busy_timeout = {before}")
        store.run("PRAGMA secure_delete = OFF")
    return emptied


def _emptied(store: Store) -> bool:
    """Empty SQLite's log of writes; False where a reader holds it."""
    return not store.run("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]


def _lies_in(store: Store, gone: list[bytes]) -> bool:
    """Tell whether the database's file still holds one of these keys."""
    path = Path(str(connections.databases[store.alias]["NAME"]))
    if not path.is_file():
        return False
    kept = b""
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            kept = kept[-32:] + part
            if any(key in kept for key in gone):
                return True
    return False


def _forget_server(store: Store) -> bool:
    """PostgreSQL: a row that was deleted stays in its page until the table is written anew."""
    store.run("SET lock_timeout = '10s'")
    try:
        for statement in ("VACUUM FULL opening_key", "VACUUM opening", "VACUUM FULL anteroom_key"):
            store.run(statement)
    finally:
        store.run("RESET lock_timeout")
    return True
