"""What leaves: the suffix of our log that the peer has not, closed by a checkpoint that both our keys sign.

Law: the same bytes go by wire, disc and mail. A bundle ends at the checkpoint's size; it witnesses the head that we
hold of the peer's log. A long suffix goes in runs, each a bundle of its own that ends at its own checkpoint. An entry
goes with all its files: what an officer may attach to one act is bounded so that they fit one bundle (``drafting``); of
an act that names more, an older program's, the smallest files go and the act itself always does. Sending changes
nothing but the list of checkpoints given; one of the peer's that is kept tells which discs have arrived.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from warifu.core import merkle, texts
from warifu.core.act import Checkpoint, open_act, open_checkpoint, seal_checkpoint
from warifu.core.bundle import MAX_BUNDLE_BYTES, Bundle
from warifu.core.envelope import Envelope
from warifu.core.errors import LogError
from warifu.core.keys import Signer
from warifu.core.seats import seat_of
from warifu.law import seats
from warifu.node.pair import Pair
from warifu.record import discs, log, openings
from warifu.record.log import Line

MAX_RUN = 20_000
"""Entries in one bundle; what is longer goes in runs, each closed by a checkpoint at its own size."""
MAX_RUN_BYTES = 24 * 1024 * 1024
"""Entries, openings and files of one run, before they are compressed; one entry alone may take more."""
MAX_ATTACHED_BYTES = 56 * 1024 * 1024
"""What the files of one act may take together: with act, openings and checkpoint they fit what a receiver opens."""
_ONE_BUNDLE_BYTES = MAX_BUNDLE_BYTES - 1024 * 1024
_EDGES_KEPT = 8

_EDGES: WeakKeyDictionary[Pair, OrderedDict[int, merkle.Tree]] = WeakKeyDictionary()
"""Trees of our log at the ends of runs, so that the next run need not hash the log from its beginning."""


def checkpoint(
    pair: Pair, signers: tuple[Signer, Signer], time: int, end: int | None = None
) -> tuple[Checkpoint, tuple[bytes, bytes]]:
    """Sign our log as it was at ``end`` entries (none: now) and the head of what we hold of the peer's; keep it.

    Raises LogError seat.elsewhere where another node seals this log at that size.
    """
    own, theirs = pair.head(pair.us), pair.head(pair.peer)
    size = own.size if end is None else end
    if pair.seated and size and not seats.seals(pair.rolls[pair.us], signers[0].public.key_id(), size):
        raise LogError("seat.elsewhere", pair.name, seat=pair.ours.name)
    root = own.root if size == own.size else _tree_at(pair, size).root()
    found = Checkpoint(
        pair.ours.name,
        pair.theirs.name,
        signers[0].public.key_id(),
        size,
        root,
        theirs.size,
        theirs.root,
        max(time, own.time),
    )
    envelopes = seal_checkpoint(found, signers)
    keep(pair, found, envelopes)
    return found, envelopes


def keep(pair: Pair, found: Checkpoint, envelopes: Sequence[bytes]) -> None:
    """Keep a checkpoint as it was given, or as it came and was verified."""
    pair.store.run(
        "INSERT INTO checkpoint (pair, author, size, peer_size, root, first, second, time) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [pair.name, seat_of(found.party).party, found.size, found.peer_size, found.root, *envelopes, found.time],
    )
    if found.party == pair.peer:
        discs.heard(pair.store, pair.name, (found.peer_size, found.size), found.time)


def bundle(pair: Pair, signers: tuple[Signer, Signer], first: int, time: int, limit: int = MAX_RUN) -> Bundle:
    """Return a run of our log from ``first`` on, at most ``limit`` entries, with openings, files and a checkpoint.

    The checkpoint is that of the log at the run's end, so that each run proves itself and a cut exchange goes on from
    the last run that arrived. Raises LogError where ``first`` lies beyond our head. A run that brings the handover of a
    seat ends with it; what another node of our side has sealed goes under its own seals.
    """
    own = pair.head(pair.us)
    if not 0 <= first <= own.size:
        raise LogError("log.beyond_head", pair.us, first=first, size=own.size)
    end = _before_handover(pair, pair.us, first, min(first + min(limit, MAX_RUN), own.size))
    run = log.lines(pair.store, pair.name, pair.us, first, end - first)
    leaves = openings.read(pair.store, pair.name, [line.act for line in run if line.kind])
    sizes = _file_sizes(pair, run)
    run = run[: _fitting(run, leaves, sizes)]
    if pair.seated and not _may_seal(pair, signers[0].public.key_id(), first, first + len(run)):
        return given(pair, pair.us, first, limit)
    found, envelopes = checkpoint(pair, signers, time, first + len(run))
    return Bundle(
        party=pair.ours.name,
        peer=pair.theirs.name,
        node=found.node,
        first=first,
        entries=tuple(line.raw for line in run),
        texts=_beside(run, leaves),
        checkpoint=envelopes,
        files=_files(pair, run, leaves, sizes),
    )


def returned(pair: Pair, first: int, limit: int) -> Bundle:
    """Return a run of the *peer's* log as we hold it, closed by a checkpoint that the peer signed: its lost half."""
    return given(pair, pair.peer, first, limit)


def _before_handover(pair: Pair, author: str, first: int, end: int) -> int:
    place = seats.next_handover(pair.rolls[author], first) if pair.seated else None
    return end if place is None else min(end, place + 1)


def _may_seal(pair: Pair, key_id: bytes, first: int, end: int) -> bool:
    """Tell whether our own checkpoint may close a run: a handover in it is sealed by the node before."""
    roll = pair.rolls[pair.us]
    place = seats.next_handover(roll, first)
    if place is not None and place + 1 == end:
        return seats.handed_over_by(roll, place, key_id)
    return not end or seats.seals(roll, key_id, end)


def given(pair: Pair, author: str, first: int, limit: int) -> Bundle:
    """Return a run of one of the two logs as we hold it, closed by a checkpoint that the node which wrote it signed.

    It ends where such a run was once closed: at the last such place within ``limit`` entries up to which everything,
    files and all, fits a bundle; else at the next one. Raises LogError where we hold nothing beyond ``first``.
    """
    closed = "FROM checkpoint WHERE pair = %s AND author = %s"
    sql = f"SELECT DISTINCT size {closed} AND size > %s AND size <= %s ORDER BY size"
    size = pair.head(author).size
    ends = [
        row[0] for row in pair.store.run(sql, [pair.name, author, first, _before_handover(pair, author, first, size)])
    ]
    if not ends:
        raise LogError("log.beyond_head", author, first=first, size=size)
    last = max((each for each in ends if each <= first + limit), default=ends[0])
    run = log.lines(pair.store, pair.name, author, first, last - first)
    leaves = openings.read(pair.store, pair.name, [line.act for line in run if line.kind])
    sizes = _file_sizes(pair, run)
    fits = first + _fitting(run, leaves, sizes)
    end = max((each for each in ends if each <= min(last, fits)), default=ends[0])
    run = run[: end - first]
    sql = f"SELECT first, second {closed} AND size = %s ORDER BY peer_size DESC"
    envelopes, outer = _closing(pair, author, (first, end), pair.store.run(sql, [pair.name, author, end]))
    return Bundle(
        party=pair.name_of(author),
        peer=pair.name_of(pair.us if author == pair.peer else pair.peer),
        node=outer.key_id,
        first=first,
        entries=tuple(line.raw for line in run),
        texts=_beside(run, leaves),
        checkpoint=(envelopes[0], envelopes[1]),
        files=_files(pair, run, leaves, sizes),
    )


def _closing(
    pair: Pair, author: str, run: tuple[int, int], kept: Sequence[tuple[bytes, bytes]]
) -> tuple[tuple[bytes, bytes], Envelope]:
    """Return the checkpoint that closes a run, of those kept: one that brings a handover, that of the node before."""
    place = seats.next_handover(pair.rolls[author], run[0]) if pair.seated else None
    for first, second in kept:
        _, outer, _ = open_checkpoint((first, second))
        if place is None or place + 1 != run[1] or seats.handed_over_by(pair.rolls[author], place, outer.key_id):
            return (first, second), outer
    raise LogError("seat.not_handed_over", f"entry {place} of {pair.name_of(author)}", place=place or 0)


def _beside(run: Sequence[Line], leaves: Mapping[bytes, list[texts.Leaf]]) -> tuple[tuple[int, list[Any]], ...]:
    return tuple(
        (place, texts.to_plain(leaves[line.act])) for place, line in enumerate(run) if line.kind and line.act in leaves
    )


def _tree_at(pair: Pair, size: int) -> merkle.Tree:
    """Return the tree of our log at a size, from the nearest edge kept."""
    kept = _EDGES.setdefault(pair, OrderedDict())
    near = max((each for each in kept if each <= size), default=0)
    tree = kept[near].copy() if near else merkle.Tree()
    for leaf in log.leaves(pair.store, pair.name, pair.us, tree.size, size):
        tree.append(leaf)
    kept[size] = tree.copy()
    while len(kept) > _EDGES_KEPT:
        kept.popitem(last=False)
    return tree


def _file_sizes(pair: Pair, run: Iterable[Line]) -> dict[bytes, dict[bytes, int]]:
    """Map acts to the files they name that are here, with their sizes in bytes."""
    if not pair.store.run("SELECT digest FROM attachment WHERE pair = %s LIMIT 1", [pair.name]):
        return {}
    named = {
        line.act: {each.digest: each.size for each in open_act(line.raw).act.attachments} for line in run if line.kind
    }
    return {act: files for act, files in named.items() if files}


def _fitting(
    run: Sequence[Line], leaves: Mapping[bytes, list[texts.Leaf]], sizes: Mapping[bytes, Mapping[bytes, int]]
) -> int:
    """Count the entries of a run that fit one bundle; the first always goes."""
    seen: set[bytes] = set()
    total = 0
    for count, line in enumerate(run):
        files = {digest: size for digest, size in sizes.get(line.act, {}).items() if line.kind and digest not in seen}
        seen |= files.keys()
        total += _plain_size(line, leaves) + sum(files.values())
        if total > MAX_RUN_BYTES and count:
            return count
    return len(run)


def _leaf_size(leaf: texts.Leaf) -> int:
    return 64 + (len(leaf.text.encode()) if isinstance(leaf, texts.Opening) else 0)


def _files(
    pair: Pair,
    run: Sequence[Line],
    leaves: Mapping[bytes, list[texts.Leaf]],
    sizes: Mapping[bytes, Mapping[bytes, int]],
) -> tuple[tuple[bytes, bytes], ...]:
    """Read the files of a run; those of a single entry that are too large together stay, the smallest go first."""
    named = {digest: size for line in run for digest, size in sizes.get(line.act, {}).items() if line.kind}
    room = _ONE_BUNDLE_BYTES - sum(_plain_size(line, leaves) for line in run)
    wanted: list[bytes] = []
    for digest, size in sorted(named.items(), key=lambda item: (item[1], item[0])):
        room -= size
        if room >= 0:
            wanted.append(digest)
    sql = "SELECT digest, raw FROM attachment WHERE pair = %s AND digest IN ({keys})"
    return tuple(sorted((row[0], row[1]) for row in pair.store.in_chunks(sql, [pair.name], wanted)))


def _plain_size(line: Line, leaves: Mapping[bytes, list[texts.Leaf]]) -> int:
    """Bytes that an entry takes with its openings."""
    beside = sum(_leaf_size(leaf) for leaf in leaves.get(line.act, ())) if line.kind else 0
    return len(line.raw) + 16 + beside
