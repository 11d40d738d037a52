"""The anteroom: what came well formed and cannot be taken in yet, kept aside until it can.

Law: it is no part of the logs, of any table made from them, or of a digest; what stands here has no effect. Each frame
says what it waits for (``why``): its *time*, which is ahead of our clock; a *key* that the peer's roll does not hold
yet; or the *pin* of the peer. Runs of the log, paper that is well signed, paper that nobody has vouched for, and what
came before the pin are each bounded for themselves, in frames, bytes and entries, so that none drives out another.
Where there is no room left the oldest goes; of the runs of a log, which follow on one another, the one that lies
furthest ahead. What is driven out leaves its mark and the reason in the evidence: it is asked for again, and nothing
is lost.

A frame holds openings. So it stands encrypted under a key of its own, in a table of its own, and the key is destroyed
with it, as an opening's is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections

from warifu.core.errors import BytesError
from warifu.record import evidence
from warifu.record.evidence import Note
from warifu.record.log import Store

TIME, KEY, PIN = "time", "key", "pin"
_NONCE = b"\0" * 12
"""Each key encrypts one frame once, so the nonce need not vary."""


class Bound(NamedTuple):
    """How many frames of a sort may wait, and how many bytes and entries they may take together."""

    frames: int
    size: int
    entries: int = 0


RUN, SIGNED, UNSIGNED, UNPINNED = "run", "signed", "unsigned", "unpinned"
BOUNDS = {
    RUN: Bound(64, 96 * 1024 * 1024, 200_000),
    SIGNED: Bound(500, 8 * 1024 * 1024),
    UNSIGNED: Bound(500, 8 * 1024 * 1024),
    UNPINNED: Bound(8, 68 * 1024 * 1024, 200_000),
}
"""By sort: a run of the log, paper ahead of its time, paper whose key is not here, what came before the pin."""


class Kept(NamedTuple):
    """What is known of a frame that waits.

    ``mark``: 32 bytes that name its content. ``until``: UTC seconds from which its time is no longer ahead (0: it waits
    for something else). ``key``: the key id, or the digest of the founding act, that it waits for. ``first`` and
    ``entries``: the run of the peer's log; no entries for a loose act. ``size`` in bytes. ``since``: UTC seconds.
    """

    mark: bytes
    why: str
    until: int
    key: bytes
    first: int
    entries: int
    size: int
    since: int

    @property
    def end(self) -> int:
        """The size that the peer's log has with this run."""
        return self.first + self.entries

    @property
    def sort(self) -> str:
        """Which of the bounds holds it."""
        if self.entries:
            return UNPINNED if self.why == PIN else RUN
        return SIGNED if self.why == TIME else UNSIGNED


_COLUMNS = 'mark, why, until, "key", first, entries, size, since'


def keep(store: Store, pair: str, found: Kept, frame: bytes, new_key: bytes) -> bool:
    """Keep a frame aside inside the caller's transaction; False where there is no room left for it.

    The same content again changes only what it waits for.
    """
    known = store.run("SELECT 1 FROM anteroom WHERE pair = %s AND mark = %s", [pair, found.mark])
    if known:
        store.run(
            'UPDATE anteroom SET why = %s, until = %s, "key" = %s WHERE pair = %s AND mark = %s',
            [found.why, found.until, found.key, pair, found.mark],
        )
    elif found.size > BOUNDS[found.sort].size:
        return False
    else:
        store.run("INSERT INTO anteroom_key (pair, mark, key) VALUES (%s, %s, %s)", [pair, found.mark, new_key])
        store.run(
            f"INSERT INTO anteroom (pair, {_COLUMNS}, number, frame) SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, "
            "COALESCE(MAX(number), 0) + 1, %s FROM anteroom WHERE pair = %s",
            [pair, *found, AESGCM(new_key).encrypt(_NONCE, frame, found.mark), pair],
        )
    return found.mark not in _drive_out(store, pair, found.sort, found.since)


def _drive_out(store: Store, pair: str, sort: str, time: int) -> set[bytes]:
    """Make room: returns the marks of what had to go."""
    held = [each for each in waiting(store, pair) if each.sort == sort]
    # First stands what goes last: the oldest paper leaves first, and of the runs the one furthest ahead.
    held = sorted(held, key=lambda each: each.first) if sort in {RUN, UNPINNED} else held[::-1]
    bound, size, entries, gone = BOUNDS[sort], 0, 0, set[bytes]()
    for count, each in enumerate(held, start=1):
        size, entries = size + each.size, entries + each.entries
        if count > bound.frames or size > bound.size or entries > bound.entries:
            gone.add(each.mark)
            said = f"why={each.why} first={each.first} entries={each.entries} size={each.size}"
            evidence.note(store, pair, Note(each.mark, "dropped anteroom.full", said, time))
    let_go(store, pair, gone)
    return gone


def waiting(store: Store, pair: str) -> list[Kept]:
    """Return what waits, in the order in which it came; the frames themselves are not read."""
    rows = store.run(f"SELECT {_COLUMNS} FROM anteroom WHERE pair = %s ORDER BY number", [pair])
    return [Kept(*row) for row in rows]


def reach(store: Store, pair: str, size: int) -> int:
    """Return how far the peer's log goes with the runs that wait, from the ``size`` entries that are held on."""
    rows = store.run(
        "SELECT first, entries FROM anteroom WHERE pair = %s AND entries > 0 ORDER BY first, entries", [pair]
    )
    for first, entries in rows:
        if first <= size:
            size = max(size, first + entries)
    return size


def frame(store: Store, pair: str, mark: bytes) -> bytes:
    """Return a frame that waits; empty where it waits no longer. Raises BytesError where it was altered."""
    rows = store.run(
        "SELECT a.frame, k.key FROM anteroom a JOIN anteroom_key k ON k.pair = a.pair AND k.mark = a.mark "
        "WHERE a.pair = %s AND a.mark = %s",
        [pair, mark],
    )
    if not rows:
        return b""
    try:
        return AESGCM(rows[0][1]).decrypt(_NONCE, rows[0][0], mark)
    except InvalidTag as trouble:
        raise BytesError("anteroom.altered", mark.hex()[:16]) from trouble


def let_go(store: Store, pair: str, marks: Iterable[bytes]) -> None:
    """Let go of frames, keys first; SQLite is told to overwrite them, its log of writes is emptied by an erasure."""
    gone = list(marks)
    is_file = bool(gone) and connections[store.alias].vendor == "sqlite"
    if is_file:
        store.run("PRAGMA secure_delete = ON")
    for table in ("anteroom_key", "anteroom"):
        list(store.in_chunks(f"DELETE FROM {table} WHERE pair = %s AND mark IN ({{keys}})", [pair], gone))
    if is_file:
        store.run("PRAGMA secure_delete = OFF")
