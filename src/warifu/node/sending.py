"""What leaves: the suffix of our log that the peer has not, closed by a checkpoint that both our keys sign.

Law: the same bytes go by wire, disc and mail. A bundle ends at the checkpoint's size; it witnesses the head that we
hold of the peer's log. Sending changes nothing but the list of checkpoints given.
"""

from __future__ import annotations

from collections.abc import Iterable

from warifu.core import texts
from warifu.core.act import Checkpoint, is_act, open_act, seal_checkpoint
from warifu.core.bundle import Bundle
from warifu.core.keys import Signer
from warifu.node.pair import Pair
from warifu.record import log, openings

MAX_RUN = 20_000
MAX_RUN_BYTES = 24 * 1024 * 1024


def checkpoint(pair: Pair, signers: tuple[Signer, Signer], time: int) -> tuple[Checkpoint, tuple[bytes, bytes]]:
    """Sign the head of our log and of what we hold of the peer's."""
    own, theirs = pair.head(pair.us), pair.head(pair.peer)
    found = Checkpoint(
        pair.us, pair.peer, signers[0].public.key_id(), own.size, own.root, theirs.size, theirs.root,
        max(time, own.time),
    )
    return found, seal_checkpoint(found, signers)


def bundle(pair: Pair, signers: tuple[Signer, Signer], first: int, time: int) -> Bundle:
    """Return all of our log from ``first`` on, with openings and attachments, closed by a checkpoint."""
    own = pair.head(pair.us)
    run = log.lines(pair.store, pair.name, pair.us, first, own.size - first)
    found, envelopes = checkpoint(pair, signers, time)
    pair.store.run(
        "INSERT INTO checkpoint (pair, author, size, peer_size, root, first, second, time) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [pair.name, pair.us, found.size, found.peer_size, found.root, *envelopes, found.time],
    )
    leaves = openings.read(pair.store, pair.name, [line.act for line in run if line.kind])
    beside = tuple((place, texts.to_plain(leaves[line.act])) for place, line in enumerate(run) if line.act in leaves and line.kind)
    return Bundle(
        party=pair.us, peer=pair.peer, node=found.node, first=first, entries=tuple(line.raw for line in run),
        texts=beside, checkpoint=envelopes, files=_files(pair, run),
    )


def _files(pair: Pair, run: Iterable[log.Line]) -> tuple[tuple[bytes, bytes], ...]:
    wanted = {
        attachment.digest
        for line in run
        if is_act(line.raw)
        for attachment in open_act(line.raw).act.attachments
    }
    sql = "SELECT digest, raw FROM attachment WHERE pair = %s AND digest IN ({keys})"
    return tuple(sorted((row[0], row[1]) for row in pair.store.in_chunks(sql, [pair.name], sorted(wanted))))
