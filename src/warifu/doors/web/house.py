"""The house that a request has come to: its node, its turns, its clock.

Law: pages never open a node; the server hands it in. Who reads the fold or the rolls takes a turn (``turn``), for the
caches of a node are made for one thread; who reads tables alone needs none. A request is handed its house as its
visitor sees it (``as_seen``): node, store and the pair of a turn answer from nothing else. The whole node is
``opened.node``: for what writes beside ``Node.submit``, and for proofs, which are of whole logs.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from warifu.core.keys import Signer
from warifu.doors.public.door import Door
from warifu.node.node import Node
from warifu.node.open import Opened
from warifu.node.outposts import pairs_of_seats
from warifu.node.pair import Pair
from warifu.node.seen import SeenNode
from warifu.node.turns import Turns
from warifu.record.log import Store
from warifu.record.queries_sight import ALL, Seeing, seen_by

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
        self.seeing = ALL

    @property
    def pairs(self) -> tuple[str, ...]:
        """What pages can be turned to: the peers, and the pairs of seats that this node writes or carries."""
        return tuple(dict.fromkeys((*self.peers, *pairs_of_seats(self.opened.node))))

    def as_seen(self, seeing: Seeing) -> Self:
        """Return this house as somebody sees it: what may not be seen is in none of its answers."""
        seen = copy.copy(self)
        seen.seeing = self.seeing.both(seeing)
        seen.store = seen_by(self.opened.node.store, seen.seeing)
        seen.node = SeenNode(self.opened.node, seen.store)
        return seen

    @property
    def folder(self) -> Path:
        """Folder of the node."""
        return self.opened.folder

    @contextmanager
    def turn(self, peer: str) -> Iterator[Pair]:
        """Take a turn at the pair with a peer: to read the fold and the rolls, or to write."""
        with self.turns.turn(peer) as pair:
            yield pair if self.seeing == ALL else pair.as_seen(self.store)

    def public_door(self) -> Door:
        """Open the public door of this node; raises FileError public.address_bad."""
        return Door(self.opened.config, self.opened.node.store, self.clock, self.opened.keys)

    def today(self) -> date:
        """Return the present day in UTC."""
        return datetime.fromtimestamp(self.clock(), UTC).date()

    def signer(self, name: str, passphrase: str) -> Signer:
        """Open an officer's key; raises KeyTroubleError: lost, damaged, or a wrong passphrase."""
        return self.opened.officer_with(name, passphrase)

    def rewrap(self, name: str, passphrase: str, new: str) -> None:
        """Put an officer's key under another passphrase; raises KeyTroubleError as ``signer`` does."""
        self.opened.rewrap(name, passphrase, new)
