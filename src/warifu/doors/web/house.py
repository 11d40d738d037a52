"""The house that a request has come to: its node, its turns, its clock.

Law: pages never open a node; the server hands it in. Who reads the fold or the rolls takes a turn (``turn``), for the
caches of a node are made for one thread; who reads tables alone needs none.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path

from warifu.core.keys import Signer
from warifu.node.node import Node
from warifu.node.open import Opened
from warifu.node.pair import Pair
from warifu.node.turns import Turns
from warifu.record.log import Store

ENVIRON = "warifu.house"


class House:
    """One node as its pages see it."""

    def __init__(self, opened: Opened, turns: Turns, marking: str = "", clock: Callable[[], int] | None = None) -> None:
        self.opened = opened
        self.turns = turns
        self.node: Node = opened.node
        self.store: Store = opened.node.store
        self.party: str = opened.config.party
        self.peers: tuple[str, ...] = tuple(peer.party for peer in opened.config.peer)
        self.marking = marking
        self.clock: Callable[[], int] = clock or opened.node.means.clock

    @property
    def folder(self) -> Path:
        """Folder of the node."""
        return self.opened.folder

    def turn(self, peer: str) -> AbstractContextManager[Pair]:
        """Take a turn at the pair with a peer: to read the fold and the rolls, or to write."""
        return self.turns.turn(peer)

    def today(self) -> date:
        """Return the present day in UTC."""
        return datetime.fromtimestamp(self.clock(), UTC).date()

    def signer(self, name: str, passphrase: str) -> Signer:
        """Open an officer's key; raises KeyTroubleError: lost, damaged, or a wrong passphrase."""
        return self.opened.officer_with(name, passphrase)

    def rewrap(self, name: str, passphrase: str, new: str) -> None:
        """Put an officer's key under another passphrase; raises KeyTroubleError as ``signer`` does."""
        self.opened.rewrap(name, passphrase, new)
