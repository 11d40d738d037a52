"""Make a node: its folder, keys, configuration, log and founding act. What ``warifu init`` and the play both do."""

from __future__ import annotations

import secrets
from pathlib import Path

from warifu.node import config, founding
from warifu.node import open as opening
from warifu.node.keystore import COST, Keystore
from warifu.node.open import Opened
from warifu.node.pinned import fingerprint


def create(folder: Path, passphrase: str, settings: config.Config, root: Path, cost: int = COST) -> bytes:
    """Make a node's folder, keys, log and founding act; returns the digest of the founding act.

    ``root``: where the root keys go, to be kept off the node. ``cost``: scrypt exponent of the key files.
    """
    store = Keystore(folder / "keys", passphrase, secrets.token_bytes, cost)
    offline = Keystore(root, passphrase, secrets.token_bytes, cost)
    opening.make_keys(store)
    opening.make_roots(offline)
    config.write(folder, settings)
    node = Opened(folder, passphrase, new=True)
    roots = opening.roots(offline)
    tls = fingerprint(store.tls(opening.TLS_KEY).public_key())
    founded = b""
    for peer in settings.peer:
        founded = founding.found(node.node, peer.party, roots)
        founding.appoint_node(node.node, peer.party, roots, store.sealing(opening.SEALING_KEY), tls)
    return founded
