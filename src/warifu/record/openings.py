"""Openings: each encrypted under its own key, so that destroying the key destroys the text.

Law: no other table, index or log holds a word of a text. Erasing destroys key and cipher and leaves the leaf hash, so
that the act's root still verifies. The keys stand in a table of their own: a backup of the rest opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections

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
    """Return the leaves of these acts in slot order: openings where the text is there, else sealed leaves."""
    sql = (
        "SELECT o.act, o.slot, o.leaf, o.cipher, k.key FROM opening o LEFT JOIN opening_key k "
        "ON k.pair = o.pair AND k.act = o.act AND k.slot = o.slot WHERE o.pair = %s AND o.act IN ({keys}) "
        "ORDER BY o.act, o.slot"
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


def erase(store: Store, pair: str, act: bytes, slots: Iterable[int]) -> None:
    """Destroy the keys and ciphers of these texts; their leaf hashes stay.

    SQLite is told to overwrite what it lets go of: without that the key would lie in the file until its page is used
    again. ``forget`` then empties the log of writes in which it stood.
    """
    if connections[store.alias].vendor == "sqlite":
        store.run("PRAGMA secure_delete = ON")
    for slot in slots:
        store.run("DELETE FROM opening_key WHERE pair = %s AND act = %s AND slot = %s", [pair, act, slot])
        store.run("UPDATE opening SET cipher = %s WHERE pair = %s AND act = %s AND slot = %s", [b"", pair, act, slot])


def forget(store: Store) -> None:
    """Empty SQLite's log of writes after an erasure has been committed; outside any transaction."""
    if connections[store.alias].vendor == "sqlite":
        store.run("PRAGMA wal_checkpoint(TRUNCATE)")
        store.run("PRAGMA secure_delete = OFF")
