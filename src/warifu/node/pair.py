"""One peer: what this node knows of the pair, kept in step with the logs.

Law: a log, its cases and its balances belong to one pair; no transaction spans two. Rolls are read from the logs once
and grow as entries are recorded; they are a cache, never a source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from warifu.core.errors import LogError
from warifu.core.posting import pair_of
from warifu.core.seats import Seat, pair_of_seats, seats_of
from warifu.law import seats
from warifu.law.bench import Bench
from warifu.law.case import Case, fold
from warifu.law.judge import Cited
from warifu.law.pack import Pack
from warifu.law.roll import Roll
from warifu.law.room import Room
from warifu.node.reading import Gathered, Reader
from warifu.record import log
from warifu.record.log import Head, Line, Store


class Pair:
    """The pair of this party and one peer, over one store."""

    def __init__(
        self, us: str, peer: str, store: Store, rooms: Mapping[str, Room], packs: Mapping[bytes, Pack]
    ) -> None:
        self.key = peer
        """As the pair is asked for: the peer's party, or the whole name of a pair of seats."""
        self.ours, self.theirs = seats_of(peer, us) if "-" in peer else (Seat(us), Seat(peer))
        self.us = us
        self.peer = self.theirs.party
        self.seated = bool(self.ours.desk or self.theirs.desk)
        if "-" in peer and not self.seated:
            raise LogError("seat.bad_pair", peer, other=us)
        self.name = pair_of_seats(self.ours, self.theirs) if self.seated else pair_of(us, self.peer)
        self.store = store
        self.rooms = rooms
        self.packs = packs
        self.reader = Reader(store, self.name, rooms)
        pin = log.pin(store, self.name)
        self.rolls = {
            us: Roll(us, seat=self.ours.desk), self.peer: Roll(self.peer, [pin] if pin else (), self.theirs.desk)
        }  # fmt: skip
        self._seen = {us: 0, self.peer: 0}

    def at(self, sizes: Mapping[str, int]) -> Pair:
        """Return the pair as it stood when its logs, by author, had these sizes; for reading only."""
        past = Pair(self.us, self.key, self.store, self.rooms, self.packs)
        past.reader.sizes = dict(sizes)
        past.sync()
        return past

    def name_of(self, party: str) -> str:
        """Return the name under which a party's log goes in this pair: ``GB``, or ``GB.CALDER``."""
        return self.seat_of(party).name

    def seat_of(self, party: str) -> Seat:
        """Return a party's seat in this pair."""
        return self.ours if party == self.us else self.theirs

    def is_written_by(self, key_id: bytes) -> bool:
        """Tell whether the node of this key writes our log here; in a pair of seats that moves (``law.seats``)."""
        return not self.seated or seats.seals(self.rolls[self.us], key_id, self.head(self.us).size + 1)

    @property
    def affirmed(self) -> set[bytes]:
        """Acts on paper in our name that our officers have affirmed; nobody does it for us."""
        return self.rolls[self.us].affirmed

    def as_seen(self, store: Store) -> Pair:
        """Return the pair for one reader: its tables are asked through ``store``; rolls and fold are the same."""
        return _SeenPair(self, store)

    def head(self, author: str) -> Head:
        """Return the head of one of the two logs."""
        return log.head(self.store, self.name, author)

    def sync(self) -> tuple[Head, Head]:
        """Bring both rolls up to the logs, after a start or when another process has written.

        Returns the heads, ours and the peer's, at which they stand now.
        """
        ours, theirs = log.heads(self.store, self.name, (self.us, self.peer))
        for author, size in ((self.us, ours.size), (self.peer, theirs.size)):
            if size == self._seen[author]:
                continue
            for line in log.of_kinds(self.store, self.name, author, "parties/", self._seen[author]):
                if self.reader.reads(author, line):
                    self.enter(author, self.reader.placed(author, line), line.place)
            self._seen[author] = size
            self._note_joining()
        return ours, theirs

    def _note_joining(self) -> None:
        """Look up from which place on each log answers the other's founding act (paper evidence ends there)."""
        for author, other in ((self.us, self.peer), (self.peer, self.us)):
            roll, founded = self.rolls[author], self.rolls[other].founded
            if roll.peer_joined_at is None and founded:
                joined = log.first_answer(self.store, self.name, author, founded)
                sizes = self.reader.sizes
                roll.peer_joined_at = joined if joined is None or not sizes or joined < sizes[author] else None

    def enter(self, author: str, placed: Any, place: int) -> None:
        """Take one recorded roll act into the roll of its author."""
        self.rolls[author].take(placed.act, placed.body, placed.digest, place)

    def recorded(self, expected: tuple[int, int], ours: Sequence[Line], theirs: Sequence[Line]) -> None:
        """Note what has just been appended at these places; the peer's roll holds its acts since they came.

        The heads were compared in the transaction, so nothing else can have come between: no log is read again.
        """
        if self._seen[self.us] != expected[0]:
            self._seen[self.peer] = expected[1] + len(theirs)
            self.sync()
            return
        for line in ours:
            if line.kind.startswith("parties/") and self.reader.reads(self.us, line):
                self.enter(self.us, self.reader.placed(self.us, line), line.place)
        self._seen = {self.us: expected[0] + len(ours), self.peer: expected[1] + len(theirs)}
        self._note_joining()

    def bench(self, cited: Mapping[bytes, Cited]) -> Bench:
        """Return the judgement of this pair with these cited acts in sight."""
        return Bench(self.rooms, self.packs, self.rolls, cited)

    def fold(self, held: Mapping[bytes, Gathered], only: Iterable[bytes] | None = None) -> dict[bytes, Case]:
        """Fold gathered cases; those whose root is not here are left out."""
        wanted = list(held if only is None else only)
        cites = {cite for case in wanted for placed in held[case].acts.values() for cite in placed.act.cites}
        bench = self.bench(self.reader.cited(cites, held) if cites else {})
        folded: dict[bytes, Case] = {}
        for case in wanted:
            gathered = held[case]
            root = gathered.acts.get(case)
            if root is None:
                continue
            flow = self.rooms[root.act.kind.partition("/")[0]].flows[root.act.kind]
            found = fold(flow, gathered.acts.values(), gathered.heard, bench)
            if found is not None:
                folded[case] = found
        return folded

    def case(self, digest: bytes) -> Case | None:
        """Read and fold one case."""
        self.sync()
        return self.fold(self.reader.gather([digest])).get(digest)


class _SeenPair(Pair):
    """A pair as somebody sees it: it keeps nothing of its own, for what it has read is not the whole."""

    def __init__(self, whole: Pair, store: Store) -> None:
        self.__dict__.update(whole.__dict__)
        self.store = store
        self._whole = whole

    def sync(self) -> tuple[Head, Head]:
        """Bring the whole pair up to the logs: a roll is read from all of them."""
        return self._whole.sync()
