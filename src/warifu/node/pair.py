"""One peer: what this node knows of the pair, kept in step with the logs.

Law: a log, its cases and its balances belong to one pair; no transaction spans two. Rolls are read from the logs once
and grow as entries are recorded; they are a cache, never a source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from warifu.core.posting import pair_of
from warifu.law.bench import Bench
from warifu.law.case import Case, fold
from warifu.law.judge import Cited
from warifu.law.pack import Pack
from warifu.law.roll import Roll
from warifu.law.room import Room
from warifu.node.reading import Gathered, Reader
from warifu.record import log
from warifu.record.log import Head, Store

AFFIRM = "parties/affirm"


class Pair:
    """The pair of this party and one peer, over one store."""

    def __init__(
        self, us: str, peer: str, store: Store, rooms: Mapping[str, Room], packs: Mapping[bytes, Pack]
    ) -> None:
        self.us = us
        self.peer = peer
        self.name = pair_of(us, peer)
        self.store = store
        self.rooms = rooms
        self.packs = packs
        self.reader = Reader(store, self.name, rooms)
        pin = log.pin(store, self.name)
        self.rolls = {us: Roll(us), peer: Roll(peer, [pin] if pin else ())}
        self.affirmed: set[bytes] = set()
        self._seen = {us: 0, peer: 0}

    def at(self, sizes: Mapping[str, int]) -> Pair:
        """Return the pair as it stood when its logs, by author, had these sizes; for reading only."""
        past = Pair(self.us, self.peer, self.store, self.rooms, self.packs)
        past.reader.sizes = dict(sizes)
        past.sync()
        return past

    def head(self, author: str) -> Head:
        """Return the head of one of the two logs."""
        return log.head(self.store, self.name, author)

    def sync(self) -> None:
        """Bring both rolls up to the logs, after a start or when another process has written."""
        for author in (self.us, self.peer):
            size = self.head(author).size
            if size == self._seen[author]:
                continue
            for line in log.of_kinds(self.store, self.name, author, "parties/", self._seen[author]):
                if self.reader.reads(author, line):
                    self.enter(author, self.reader.placed(author, line), line.place)
            self._seen[author] = size
            self._note_joining()

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
        if placed.act.kind == AFFIRM and author == self.us:  # nobody affirms for the other side
            self.affirmed.update(placed.act.cites)

    def advance(self, author: str, size: int, roll: Roll | None = None) -> None:
        """Note that a log has grown by entries that are already on the roll."""
        self._seen[author] = size
        if roll is not None:
            self.rolls[author] = roll
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
