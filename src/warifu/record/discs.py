"""Discs: what was written for disc or mail and what was read from one, and which of it is still under way.

Law: an operational record, as evidence is: nobody signs it, no row of any other table is made from it, ``rebuild``
leaves it alone, and it is lost with the copy of the node that held it. It holds sizes and digests, never what was
carried. A disc that was written is *under way* until a checkpoint of the peer, verified and come in after it, witnesses
as much of our log as it carries; one that gives a lost half back, until the peer's own log reaches as far again too.
What we are told by an old checkpoint does not count: which came first is known by the order in which we wrote it down,
by no clock.

Place on the path: ``doors.disc`` enters, ``node.sending.keep`` marks what has arrived, pages and ``status`` read.
"""

from __future__ import annotations

from typing import NamedTuple

from warifu.record.log import Store

SENT, RETURNED, TAKEN = "sent", "returned", "taken"
"""Our log for the peer; a lost half given back to it; what came from the peer and was taken in."""


class Disc(NamedTuple):
    """One export, return or import: all its files together.

    ``digest``: SHA-256 over the sorted SHA-256 digests of its files, so the same on both nodes, whatever the files are
    called. ``first``: the entry that it begins with, of our log; of the peer's for one taken in. ``ours`` and
    ``theirs``: entries of our log and of the peer's that stand behind it: for one written, what its checkpoint signs
    and witnesses, or what it gives back; for one taken in, what of ours the peer has witnessed and how far its log goes
    now. ``length`` in bytes.
    ``time``: UTC seconds. ``seen``: the time of the peer's checkpoint that told of its arrival (of our clock where the
    peer had witnessed as much before, or for what was taken in); 0: under way.
    """

    digest: bytes
    way: str
    time: int
    first: int
    ours: int
    theirs: int
    files: int
    length: int
    seen: int = 0


_COLUMNS = "digest, way, time, first, ours, theirs, files, length, seen"


def enter(store: Store, pair: str, disc: Disc) -> None:
    """Put a disc on record; the same files again change nothing."""
    store.run(
        f"INSERT INTO disc (pair, {_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [pair, *disc],
    )


def heard(store: Store, pair: str, told: tuple[int, int], time: int) -> None:
    """Mark what a checkpoint of the peer says has arrived; ``told``: entries of (our log, the peer's own) it signs."""
    store.run(
        "UPDATE disc SET seen = %s WHERE pair = %s AND seen = 0 AND ours <= %s AND (way <> 'returned' OR theirs <= %s)",
        [time, pair, *told],
    )


def under_way(store: Store, pair: str, limit: int = 2**31) -> list[Disc]:
    """Return what was written and has not arrived yet as far as we know, the oldest first."""
    where = "pair = %s AND seen = 0 ORDER BY time, digest LIMIT %s"
    return [Disc(*row) for row in store.run(f"SELECT {_COLUMNS} FROM disc WHERE {where}", [pair, limit])]


def count_under_way(store: Store, pair: str) -> int:
    """Count what was written and has not arrived yet as far as we know."""
    return int(store.run("SELECT COUNT(*) FROM disc WHERE pair = %s AND seen = 0", [pair])[0][0])


def newest(store: Store, pair: str, limit: int) -> list[Disc]:
    """Return the discs written and read last, the newest first."""
    where = "pair = %s ORDER BY time DESC, digest LIMIT %s"
    return [Disc(*row) for row in store.run(f"SELECT {_COLUMNS} FROM disc WHERE {where}", [pair, limit])]
