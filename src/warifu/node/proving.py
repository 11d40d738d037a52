"""Prove it: verify all logs from their bytes, give the proof of one act, rebuild every table from the logs.

Law: the logs are the only truth. ``verify`` reads every entry again: bytes against leaf hashes, hashes against the
head, the head against every checkpoint given or received, each signature under the key its roll held. ``rebuild``
folds every case anew and compares what the tables hold. ``prove`` gives an inclusion path that an auditor checks with
the checkpoint and the public keys alone. Nothing here writes, except ``rebuild``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import transaction

from warifu.core import merkle
from warifu.core.act import Act, decode_answer, is_act, open_act, open_checkpoint
from warifu.core.envelope import good
from warifu.core.errors import LogError, WarifuError
from warifu.core.keys import ED25519, PublicKey
from warifu.law import seats
from warifu.law.roll import Found, Roll
from warifu.node import domestic
from warifu.node.node import Node
from warifu.node.pair import Pair
from warifu.record import log
from warifu.record.log import NATIONAL

_RUN = 2000
_CASES = 500
_PROJECTED = ("posting", "balance", "case_sight", "case_cite", "half")
Progress = Callable[[int, int], None]


class LogFinding(NamedTuple):
    """What is wrong with a log: whose, at which place (-1 for the whole), and the code of the sentence."""

    author: str
    place: int
    code: str
    detail: str = ""


class Proof(NamedTuple):
    """Proof of one act: its bytes, its place, the path to the root, and the checkpoint that signs the root."""

    author: str
    place: int
    size: int
    entry: bytes
    path: list[bytes]
    root: bytes
    checkpoint: tuple[bytes, bytes]


def nothing(_done: int, _whole: int) -> None:
    """Progress that nobody watches."""


class _Log(NamedTuple):
    """A log to be verified: under which name it stands, whose it is, the roll that its signers stand on."""

    pair: Pair
    name: str
    author: str
    roll: Roll

    def finding(self, place: int, code: str, detail: str = "") -> LogFinding:
        """Return a finding on this log; one on the national log says so in place of the party."""
        return LogFinding(NATIONAL if self.name == NATIONAL else self.author, place, code, detail)


def verify(node: Node, peer: str, progress: Progress = nothing) -> list[LogFinding]:
    """Verify both logs of a pair and our national one from their bytes; an empty list means that everything holds.

    The national log has no checkpoint: nobody witnesses it, and its head stands in the database alone.
    """
    pair = node.pair(peer)
    findings: list[LogFinding] = []
    for author in (pair.us, pair.peer):
        which = _Log(pair, pair.name, author, Roll(author, seat=pair.seat_of(author).desk))
        findings += _verify_log(which, dict(_checkpoint_roots(pair, author)), progress)
        findings += _verify_checkpoints(pair, author, which.roll)
    findings += _verify_log(_Log(pair, NATIONAL, pair.us, pair.rolls[pair.us]), {}, progress)
    return findings


def heads(node: Node, peer: str, sizes: tuple[int, int] | None = None) -> dict[str, dict[str, Any]]:
    """Return size and root of both logs by party: as they are, or as they were at sizes (ours, the peer's)."""
    pair = node.pair(peer)
    now = pair.head(pair.us).size, pair.head(pair.peer).size
    wanted = dict(zip((pair.us, pair.peer), sizes or now, strict=True))
    return {
        author: {"size": size, "root": log.root_at(pair.store, pair.name, author, size)}
        for author, size in sorted(wanted.items())
    }


def _checkpoint_roots(pair: Pair, author: str) -> list[tuple[int, bytes]]:
    rows = pair.store.run("SELECT size, root FROM checkpoint WHERE pair = %s AND author = %s", [pair.name, author])
    return [(size, root) for size, root in rows]


def _verify_log(which: _Log, roots: dict[int, bytes], progress: Progress) -> list[LogFinding]:
    store = which.pair.store
    head, tree, time = log.head(store, which.name, which.author), merkle.Tree(), 0
    found: list[LogFinding] = []
    for first in range(0, head.size, _RUN):
        run = log.lines(store, which.name, which.author, first, _RUN)
        for place, line in enumerate(map(_typed, run), start=first):
            if line.place != place:
                return [*found, which.finding(place, "log.entry_missing")]
            found += _verify_entry(which, line, time)
            if line.time < time:
                found.append(which.finding(place, "log.time_goes_back"))
            time = line.time
            tree.append(merkle.leaf_hash(line.raw))
            if tree.size in roots and tree.root() != roots[tree.size]:
                found.append(which.finding(place, "log.checkpoint_differs", f"size {tree.size}"))
        progress(min(first + _RUN, head.size), head.size)
    if tree.size != head.size or tree.root() != head.root:
        found.append(which.finding(-1, "log.head_differs", f"{tree.size} entries, head says {head.size}"))
    return found


def _typed(line: log.Line) -> log.Line:
    """Return a line in whose place an editor may have left text for bytes or for a time: what differs is then told."""
    raw: Any = line.raw
    time: Any = line.time
    return line._replace(
        raw=raw if isinstance(raw, bytes) else str(raw).encode(), time=time if isinstance(time, int) else -1
    )


def _time_in_log(which: _Log, act: Act, before: int) -> int:
    """The time at which an act stands: its own; brought to a seat from home, no earlier than the entry before it."""
    brought = which.pair.seated and which.name != NATIONAL and act.kind in seats.ROLL_ACTS
    return max(act.time, before) if brought else act.time


def _verify_entry(which: _Log, line: log.Line, before: int) -> Iterator[LogFinding]:
    pair, author, roll = which.pair, which.author, which.roll
    if merkle.leaf_hash(line.raw) != line.leaf:
        yield which.finding(line.place, "log.entry_edited")
    try:
        if not is_act(line.raw):
            answer = decode_answer(line.raw)
            if answer.act != line.act:
                yield which.finding(line.place, "log.entry_edited")
            if (line.kind, line.time) != ("", answer.time):
                yield which.finding(line.place, "log.index_differs")
            return
        sealed = open_act(line.raw)
        known = sealed.act.kind in pair.reader.kinds
        placed = pair.reader.place(sealed, author, line.place) if known else None
    except WarifuError as trouble:
        yield which.finding(line.place, "log.entry_unreadable", trouble.code)
        return
    time = _time_in_log(which, sealed.act, before)
    said = sealed.digest, sealed.act.case or sealed.digest, sealed.act.kind, time
    if said != (line.act, line.case, line.kind, line.time):
        yield which.finding(line.place, "log.index_differs")
    key = roll.key(sealed.act.officer)
    if key is None and placed is not None and isinstance(placed.body, Found):
        key = PublicKey(ED25519, placed.body.root)
    if key is None or not good(sealed.envelope, key):
        yield which.finding(line.place, "log.signature_bad", sealed.act.officer.hex())
    if placed is not None and sealed.act.kind.startswith("parties/"):
        roll.take(sealed.act, placed.body, sealed.digest, line.place)


def _verify_checkpoints(pair: Pair, author: str, roll: Roll) -> Iterator[LogFinding]:
    sql = "SELECT size, first, second FROM checkpoint WHERE pair = %s AND author = %s ORDER BY size"
    for size, first, second in pair.store.run(sql, [pair.name, author]):
        try:
            checkpoint, *envelopes = open_checkpoint((first, second))
        except WarifuError as trouble:
            yield LogFinding(author, size, "checkpoint.unreadable", trouble.code)
            continue
        for envelope in envelopes:
            key = roll.key(envelope.key_id)
            if key is None or not good(envelope, key):
                yield LogFinding(author, size, "checkpoint.signature_bad", envelope.key_id.hex())
            elif pair.seated and not seats.seals(roll, envelope.key_id, size):
                yield LogFinding(author, size, "checkpoint.key_not_in_force", envelope.key_id.hex())
        other = pair.peer if author == pair.us else pair.us
        if log.root_at(pair.store, pair.name, other, checkpoint.peer_size) != checkpoint.peer_root:
            yield LogFinding(author, size, "checkpoint.witness_differs", f"size {checkpoint.peer_size}")


def prove(node: Node, peer: str, act: bytes) -> Proof:
    """Return the proof that an act stands in its author's log under that log's newest checkpoint held."""
    pair = node.pair(peer)
    rows = pair.store.run(
        "SELECT author, place, raw FROM entry WHERE pair = %s AND act = %s AND kind <> ''", [pair.name, act]
    )
    if not rows:
        raise LogError("log.act_unknown", act.hex()[:16])
    author, place, raw = rows[0]
    marks = pair.store.run(
        "SELECT size, root, first, second FROM checkpoint WHERE pair = %s AND author = %s AND size > %s "
        "ORDER BY size DESC, peer_size DESC LIMIT 1",
        [pair.name, author, place],
    )
    if not marks:
        raise LogError("log.not_under_checkpoint", act.hex()[:16], place=place)
    size, root, first, second = marks[0]
    leaves = log.leaves(pair.store, pair.name, author, 0, size)
    path = merkle.inclusion_path(place, size, _levels(leaves))
    return Proof(author, place, size, raw, path, root, (first, second))


def _levels(leaves: list[bytes]) -> Callable[[int, int], bytes]:
    """Return what reads the hash of any complete subtree: (level, index) over 2**level leaves."""
    levels = [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([merkle.node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])
    return lambda level, index: levels[level][index]


def rebuild(node: Node, peer: str, progress: Progress = nothing) -> tuple[bytes, bytes]:
    """Make every table anew from the logs; returns their digests before and after (equal if all was well)."""
    pair = node.pair(peer)
    before = tables_digest(node, pair)
    with transaction.atomic(using=pair.store.alias):
        log.lock(pair.store, pair.name)
        cases = log.all_cases(pair.store, pair.name)
        for table in (*node.tables, *_PROJECTED):
            pair.store.run(f"DELETE FROM {table} WHERE pair = %s", [pair.name])
        pair.store.run("DELETE FROM waiting WHERE pair = %s AND why = 'pending'", [pair.name])
        for at in range(0, len(cases), _CASES):
            part = cases[at : at + _CASES]
            node.project(pair, pair.fold(pair.reader.gather(part)), frozenset(part))
            progress(min(at + _CASES, len(cases)), len(cases))
        domestic.rebuild(node, progress)
    return before, tables_digest(node, pair)


def tables_digest(node: Node, pair: Pair) -> bytes:
    """32 bytes over every row of every projected table of the pair, and of our national cases, in a fixed order."""
    whole = sha256()
    for table in sorted((*node.tables, *_PROJECTED)):
        sql = f"SELECT * FROM {table} WHERE pair = %s OR pair = %s"
        rows: list[tuple[Any, ...]] = pair.store.run(sql, [pair.name, NATIONAL])
        whole.update(table.encode())
        for row in sorted(repr(row) for row in rows):
            whole.update(row.encode())
    return whole.digest()
