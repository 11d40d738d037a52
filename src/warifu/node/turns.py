"""One at a time at the node, however many threads the wire has.

Law: a node's caches of rolls and acts are made for one thread; whoever comes by the wire, by disc or from a page takes
a turn. A turn is short: it reads or writes the logs and never waits for a network. Another process may write to the
same logs meanwhile: the record then refuses the older head, and the turn is taken again. What a peer sent and was
refused leaves its digest and the reason (table ``evidence``), never its bytes.

Place on the path: between the wire and ``Node.receive`` and ``sending``; used by ``exchange``, ``doors.wire`` and
``doors.disc`` alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from threading import RLock

import msgspec
from django.db.utils import DatabaseError

from warifu.core import bundle as bundles
from warifu.core import canonical
from warifu.core.act import Checkpoint, open_checkpoint
from warifu.core.envelope import good
from warifu.core.errors import BytesError, KeyTroubleError, LogError, StoreError, WarifuError, WireError
from warifu.core.keys import PublicKey
from warifu.core.seats import pair_of_seats, seat_of
from warifu.core.wire import from_plain, to_plain
from warifu.law import seats
from warifu.node import recovery, sending
from warifu.node.node import Node
from warifu.node.pair import Pair
from warifu.node.received import Received
from warifu.record import anteroom, evidence, log
from warifu.record.evidence import Note
from warifu.record.trouble import code_of

WAIT_SECONDS = 30.0
RETAKES = 5


class Heads(msgspec.Struct, frozen=True):
    """How far a node is: its newest checkpoint (two envelopes), and what became of the bundle just pushed, if any.

    ``waiting``: entries of the asker's log, beyond those that the checkpoint witnesses, that wait in the anteroom: they
    need not be sent again.
    """

    checkpoint: tuple[bytes, ...]
    entries: int = 0
    confirmed: int = 0
    fallen: int = 0
    objected: int = 0
    pending: int = 0
    waiting: int = 0


class Turns:
    """The node's doors for whoever comes from outside; safe for many threads."""

    def __init__(self, node: Node, wait_seconds: float = WAIT_SECONDS) -> None:
        self.node = node
        self.party = node.party
        self._lock = RLock()
        self._wait_seconds = wait_seconds

    @contextmanager
    def turn(self, peer: str) -> Iterator[Pair]:
        """Take a turn at the pair with a peer; WireError exchange.busy where it does not come soon enough."""
        if not self._lock.acquire(timeout=self._wait_seconds):
            raise WireError("exchange.busy", self.party)
        try:
            yield self.node.pair(peer)
        except DatabaseError as trouble:
            raise StoreError(code_of(trouble), self.party, trouble=type(trouble).__name__) from trouble
        finally:
            self._lock.release()

    def is_pinned(self, peer: str) -> bool:
        """Tell whether officers have pinned this peer's founding act."""
        with self.turn(peer) as pair:
            return bool(log.pin(pair.store, pair.name))

    def pair_between(self, asked: str, asker: str) -> str:
        """Return by which name to ask for the pair of logs between our seat and another's: ``GB`` for the main nodes.

        Raises LogError seat.bad_name, seat.bad_pair. Whether there is such a pair is told by its pin.
        """
        if "." not in asked + asker:
            return asker
        return pair_of_seats(seat_of(asked), seat_of(asker))

    def is_pinned_pair(self, name: str) -> bool:
        """Tell whether this node has a pair of seats of that name, without opening it."""
        return bool(log.pin(self.node.store, name))

    def sizes(self, peer: str) -> tuple[int, int]:
        """Count the entries of (our log, the peer's log as we hold it)."""
        with self.turn(peer) as pair:
            return pair.head(self.party).size, pair.head(pair.peer).size

    def reach(self, peer: str) -> int:
        """Count the entries of the peer's log, as far as it goes with what waits in the anteroom."""
        with self.turn(peer) as pair:
            return anteroom.reach(pair.store, pair.name, pair.head(pair.peer).size)

    def again(self, peer: str) -> Received:
        """Try again what waits in the anteroom; see ``Node.again``."""
        with self.turn(peer):
            return self.node.again(peer)

    def node_key(self, peer: str, key_id: bytes) -> PublicKey | None:
        """Return a node key of the peer that is on its roll and in force now."""
        with self.turn(peer) as pair:
            roll, size = pair.rolls[pair.peer], pair.head(pair.peer).size
            known = roll.keys.get(key_id)
            if known is None or known.use != "node" or not known.grant.at(size):
                return None
            return known.public if seats.seals(roll, key_id, size) else None

    def tls_of(self, peer: str, introduced: bytes = b"") -> bytes:
        """Return the fingerprint of the peer's TLS key: as its roll says, else as it was introduced by hand."""
        with self.turn(peer) as pair:
            on_roll = pair.rolls[pair.peer].node()
            return (on_roll.tls if on_roll else b"") or introduced

    def is_tls_of(self, peer: str, shown: bytes, introduced: bytes = b"") -> bool:
        """Tell whether a TLS key is the peer's; of a seat, the one introduced by hand is as good as that on the roll.

        A seat that was handed over speaks with another node's key before the handover itself is here.
        """
        pin = self.tls_of(peer, introduced)
        with self.turn(peer) as pair:
            return bool(pin) and (shown == pin or (pair.seated and shown == introduced))

    def bundle(self, peer: str, first: int, limit: int) -> bytes:
        """Return the frame of a run of our log; see ``sending.bundle``."""
        with self.turn(peer) as pair:
            means = self.node.means
            return bundles.encode(sending.bundle(pair, means.signers, first, means.clock(), limit))

    def returned(self, peer: str, first: int, limit: int) -> bytes:
        """Return the frame of a run of the peer's own log as we hold it; see ``sending.returned``."""
        with self.turn(peer) as pair:
            return bundles.encode(sending.returned(pair, first, limit))

    def take_back(self, peer: str, ours: Sequence[bytes], theirs: Sequence[bytes]) -> tuple[int, int]:
        """Take in what an old copy lacks of both logs; see ``recovery.take_back``."""
        with self.turn(peer):
            return recovery.take_back(self.node, peer, ours, theirs)

    def heads(self, peer: str, received: Received | None = None) -> bytes:
        """Return how far we are, signed, as it goes over the wire."""
        with self.turn(peer) as pair:
            self.node.again(peer)
            _, envelopes = sending.checkpoint(pair, self.node.means.signers, self.node.means.clock())
            held = pair.head(pair.peer).size
            waiting = anteroom.reach(pair.store, pair.name, held) - held
        entries, confirmed, fallen, objected, pending = (received or Received())[:5]
        heads = Heads(envelopes, entries, confirmed, fallen, objected, pending, waiting)
        return canonical.encode(to_plain(heads), "heads")

    def receive(self, peer: str, frame: bytes) -> Received:
        """Take in a frame of the peer's log; what is refused raises BytesError, KeyTroubleError or LogError."""
        for again in range(RETAKES, -1, -1):
            try:
                with self.turn(peer):
                    return self.node.receive(peer, frame)
            except LogError as trouble:
                if trouble.code != "log.head_moved" or not again:
                    self._remember(peer, frame, trouble)
                    raise
            except (BytesError, KeyTroubleError) as trouble:
                self._remember(peer, frame, trouble)
                raise
        raise WireError("exchange.busy", self.party)

    def _remember(self, peer: str, frame: bytes, trouble: WarifuError, shown: str = "") -> None:
        what, figures = f"refused {trouble.code}", f"{str(trouble)[:400]} {shown}".strip()
        with self.turn(peer) as pair:
            refused = Note(sha256(frame).digest(), what, figures, self.node.means.clock())
            evidence.note(pair.store, pair.name, refused)

    def witness(self, peer: str, envelopes: Sequence[bytes]) -> Checkpoint:
        """Read a checkpoint that the peer gave outside a bundle, check it, and keep it where all of it was checked.

        Keys that are not here yet make it a claim that is used and not kept. Raises LogError where it contradicts the
        logs: log.behind_witness (the peer has seen more of our log than we hold: we were restored from an old copy),
        checkpoint.witness_differs, log.forked.
        """
        found, *outers = open_checkpoint(two_of(Heads(tuple(envelopes))))
        with self.turn(peer) as pair:
            if (found.party, found.peer) != (pair.theirs.name, pair.ours.name):
                raise LogError("checkpoint.not_for_us", "heads", party=found.party)
            roll = pair.rolls[pair.peer]
            keys = [roll.keys.get(outer.key_id) for outer in outers]
            if not all(keys):
                return found
            for outer, key, use in zip(outers, keys, ("node", "node_pq"), strict=True):
                if key and (key.use != use or not good(outer, key.public)):
                    raise KeyTroubleError("envelope.signature_bad", "heads", key=outer.key_id.hex())
            try:
                whole = self._holds_with_logs(pair, found)
            except LogError as trouble:
                # The peer's own signature over what contradicts the logs: the bytes themselves are the evidence.
                self._remember(peer, envelopes[0], trouble, envelopes[0].hex())
                raise
            if whole:
                sending.keep(pair, found, envelopes)
        return found

    def _holds_with_logs(self, pair: Pair, found: Checkpoint) -> bool:
        """Compare a signed checkpoint with both logs; False where we do not hold as much of the peer's log yet."""
        own, theirs = pair.head(pair.us).size, pair.head(pair.peer).size
        if found.peer_size > own:
            log.note_behind(pair.store, pair.name, found.peer_size)
            raise LogError("log.behind_witness", pair.us, held=own, witnessed=found.peer_size)
        if log.root_at(pair.store, pair.name, pair.us, found.peer_size) != found.peer_root:
            raise LogError("checkpoint.witness_differs", "heads", size=found.peer_size)
        if found.size > theirs:
            return False
        if log.root_at(pair.store, pair.name, pair.peer, found.size) != found.root:
            raise LogError("log.forked", f"{pair.peer} at {found.size} entries", place=found.size)
        return True


def read_heads(raw: bytes) -> Heads:
    """Read the heads that a peer sent; raises BytesError. What they say is checked by ``Turns.witness``."""
    return from_plain(Heads, canonical.decode(raw, "heads"), "heads")


def two_of(heads: Heads) -> tuple[bytes, bytes]:
    """Return the two envelopes of the checkpoint in heads; raises BytesError where there are not two."""
    if len(heads.checkpoint) != 2:
        raise BytesError("checkpoint.malformed", "heads")
    return heads.checkpoint[0], heads.checkpoint[1]
