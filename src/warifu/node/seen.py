"""A node as one reader sees it: it answers from what that reader may see, and passes on whatever is written.

Law: it holds no cache and no log of its own. What it is asked about a pair goes through the reader's store; what is
submitted or received goes to the whole node, which judges by all that it holds; digests and frames are of the whole,
for a half has one digest whoever asks. Functions that write beside ``Node`` (``national``, ``preparing``, ``erasing``)
are given the whole node, and would be refused by the reader's store.
Place on the path: made for a request by the doors; the command line and the wire have the whole node.
"""

from __future__ import annotations

from warifu.core.keys import Signer
from warifu.node.drafting import Draft, Outcome
from warifu.node.node import Node
from warifu.node.pair import Pair
from warifu.node.received import Received
from warifu.record.log import Store


class SeenNode(Node):
    """The node behind one reader's store."""

    def __init__(self, whole: Node, store: Store) -> None:
        self.__dict__.update(whole.__dict__)
        self.__dict__["schemes"] = whole.schemes
        self.store = store
        self._whole = whole

    def pair(self, peer: str) -> Pair:
        """Return the pair with a peer as the reader sees it."""
        return self._whole.pair(peer).as_seen(self.store)

    def submit_all(self, peer: str, drafts: list[Draft], signer: Signer, at: int | None = None) -> list[Outcome]:
        """As ``Node.submit_all``, by the whole node; ``submit`` comes here too."""
        return self._whole.submit_all(peer, drafts, signer, at)

    def receive(self, peer: str, frame: bytes) -> Received:
        """As ``Node.receive``, by the whole node."""
        return self._whole.receive(peer, frame)

    def again(self, peer: str) -> Received:
        """As ``Node.again``, by the whole node."""
        return self._whole.again(peer)

    def bundle(self, peer: str, first: int) -> bytes:
        """As ``Node.bundle``, of the whole log."""
        return self._whole.bundle(peer, first)

    def state_digest(self, peer: str, sizes: tuple[int, int] | None = None) -> bytes:
        """As ``Node.state_digest``, of the whole half."""
        return self._whole.state_digest(peer, sizes)
