"""An auditor's copy: both logs in one file, and its proof without keys, without the nodes, without their database.

Law: the file holds what both sides signed, entry by entry, with the checkpoints that seal it; texts go with it only
where asked, for a title may be classified and no proof needs one. Who verifies brings the digests of both founding acts
(or the fingerprints read from the introduction sheets) and nothing else: every signature, place and answer is checked
under them, every case is folded anew, and the tables are made from that. The copy is written by nobody: its node has no
key on any roll. Nothing that the file says about itself is believed.

Place on the path: beside ``disc``; ``node.recovery`` takes both logs in, ``node.proving`` proves them.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from warifu.core import bundle as bundles
from warifu.core import keys
from warifu.core.bundle import Bundle
from warifu.core.errors import BytesError, FileError
from warifu.doors.files import of_system
from warifu.node import open as opening
from warifu.node import outposts, proving, recovery
from warifu.node.node import Means, Node
from warifu.node.proving import LogFinding
from warifu.record import log

MAX_FILES = 4096
MAX_BYTES = 2 * 1024 * 1024 * 1024
"""What an auditor's file may hold once it is opened."""
_STAMP = (1980, 1, 1, 0, 0, 0)


class Audited(NamedTuple):
    """What the file proves: heads of both logs, the digest of the half, and what does not hold."""

    node: Node
    peer: str
    entries: dict[str, int]
    roots: dict[str, bytes]
    digest: bytes
    findings: list[LogFinding]


def export(node: Node, peer: str, to: Path, *, texts: bool) -> dict[str, int]:
    """Write both logs of a pair into one file; returns the entries of each log. Raises FileError."""
    frames = outposts.frames(node, peer)
    try:
        with zipfile.ZipFile(to, "x", zipfile.ZIP_STORED) as packed:
            for number, frame in enumerate(frames):
                told = frame if texts else _without_texts(frame)
                packed.writestr(zipfile.ZipInfo(f"{number:04d}.wrf", _STAMP), told)
    except OSError as trouble:
        raise FileError("file.unwritable", str(to), trouble=trouble.strerror or str(trouble)) from trouble
    return {author: head["size"] for author, head in proving.heads(node, peer).items()}


def _without_texts(frame: bytes) -> bytes:
    bare = msgspec.structs.replace(bundles.decode(frame, "audit"), texts=(), files=())
    return bundles.encode(bare)


def read(path: Path) -> list[Bundle]:
    """Read the runs of a file; raises FileError file.not_there, audit.not_a_copy, and BytesError for what is in it."""
    try:
        with zipfile.ZipFile(path) as packed:
            inside = packed.infolist()
            if len(inside) > MAX_FILES or sum(each.file_size for each in inside) > MAX_BYTES:
                raise FileError("audit.not_a_copy", path.name, files=len(inside))
            return [bundles.decode(packed.read(each), each.filename[:40]) for each in inside]
    except FileNotFoundError as trouble:
        raise of_system(trouble, path.name) from trouble
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as trouble:
        raise FileError("audit.not_a_copy", path.name, files=0) from trouble


def verify(
    path: Path, roots: Mapping[str, bytes], at: tuple[str, Callable[[], int], Callable[[int], bytes]]
) -> Audited:
    """Take both logs into an empty database and prove them.

    ``roots``: the founding act (32 bytes) of each party; ``at``: the database's address, a clock, a source of chance.
    Raises BytesError, KeyTroubleError or LogError where an entry does not hold, and then nothing is taken in.
    """
    runs = read(path)
    parties = sorted({run.party for run in runs} | {run.peer for run in runs})
    if parties != sorted(roots):
        raise BytesError(
            "audit.parties_differ", path.name, found=", ".join(parties)[:80], told=", ".join(sorted(roots))
        )
    us, peer = parties
    node = _reader(us, at)
    pair = node.pair(peer)
    log.set_pin(node.store, pair.name, roots[peer])
    sides = {party: sorted((run for run in runs if run.party == party), key=_first) for party in parties}
    recovery.take_both(node, node.pair(peer), sides, dict(roots))
    heads = proving.heads(node, peer)
    return Audited(
        node, peer, {author: head["size"] for author, head in heads.items()},
        {author: head["root"] for author, head in heads.items()}, node.state_digest(peer), proving.verify(node, peer),
    )  # fmt: skip


def _first(run: Bundle) -> tuple[int, int]:
    return run.first, len(run.loose)


def _reader(party: str, at: tuple[str, Callable[[], int], Callable[[int], bytes]]) -> Node:
    """A node that no roll names: it can read and prove, and whatever it signed would be nobody's."""
    address, clock, chance = at
    nobody = (keys.ed25519_from_seed(chance(32)), keys.mldsa65_from_seed(chance(32)))
    return opening.join(party, address, f"audit {address} {chance(8).hex()}", Means(clock, chance, nobody))
