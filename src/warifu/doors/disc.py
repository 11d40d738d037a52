"""Disc and mail: the same runs as by wire, sealed to the peer and cut into marked pieces; read back in any order.

Law: a run leaves sealed to the sealing key on the peer's roll, or not at all. The one exception is the *introduction*:
while the peer's roll is not here, our log goes as far as our node's keys, which holds root and node keys and no
person, without openings; from it the peer can seal to us. What comes is recognised by its first bytes, never by its
name; each file is bounded before it is read; what is whole is taken in even if other pieces are missing, and each
trouble is named with its files. Taking the same files in twice adds nothing.

Place on the path: beside the wire; both end in ``Node.receive``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives import hpke

from warifu.core import bundle as bundles
from warifu.core.errors import BytesError, FileError, KeyTroubleError, LogError, WarifuError
from warifu.node import sending
from warifu.node.exchange import add_up
from warifu.node.node import Received
from warifu.node.turns import Turns

PIECE_BYTES = 4 * 1024 * 1024
LEAST_PIECE_BYTES = 512
_MAX_FILE_BYTES = bundles.MAX_BUNDLE_BYTES + 65_536


class Imported(NamedTuple):
    """What files brought: bundles taken in, what became of their entries, and the troubles with the files concerned."""

    bundles: int
    received: Received
    troubles: tuple[tuple[str, WarifuError], ...]


def export(
    turns: Turns, peer: str, folder: Path, piece_bytes: int = PIECE_BYTES, first: int | None = None
) -> list[Path]:
    """Write what the peer lacks of our log into ``folder`` as files of at most ``piece_bytes``; returns them in order.

    ``first`` is the entry to begin with; without it, where the peer's last checkpoint says that it holds ours. There is
    always at least one file: without news it carries our checkpoint, and so the receipt of what came. Raises FileError
    where the folder cannot be written.
    """
    if piece_bytes < LEAST_PIECE_BYTES:
        raise FileError("disc.piece_too_small", str(folder), size=piece_bytes, least=LEAST_PIECE_BYTES)
    sealing = _sealing_key(turns, peer)
    if not sealing:
        size, frame = _introduction(turns, peer)
        return _write(folder, _name(turns.party, peer, 0, size) + "-introduction", [(".wrf", frame)])
    at = witnessed(turns, peer) if first is None else first
    written: list[Path] = []
    while True:
        frame, end = _run(turns, peer, at)
        sealed = bundles.seal_for(frame, sealing)
        pieces = bundles.cut(sealed, piece_bytes)
        mark = pieces[0][4:8].hex()
        ends = [(f"-{mark}-{number:05d}of{len(pieces):05d}.wrp", piece) for number, piece in enumerate(pieces, start=1)]
        written += _write(folder, _name(turns.party, peer, at, end), ends)
        if end <= at or end >= turns.sizes(peer)[0]:
            return written
        at = end


def witnessed(turns: Turns, peer: str) -> int:
    """Count the entries of our log that the peer has signed it holds."""
    with turns.turn(peer) as pair:
        rows = pair.store.run(
            "SELECT MAX(peer_size) FROM checkpoint WHERE pair = %s AND author = %s", [pair.name, peer]
        )
        return int(rows[0][0] or 0)


def _sealing_key(turns: Turns, peer: str) -> bytes:
    with turns.turn(peer) as pair:
        known = pair.rolls[peer].node()
        return known.sealing if known else b""


def _run(turns: Turns, peer: str, first: int) -> tuple[bytes, int]:
    means = turns.node.means
    with turns.turn(peer) as pair:
        found = sending.bundle(pair, means.signers, first, means.clock())
    return bundles.encode(found), first + len(found.entries)


def _introduction(turns: Turns, peer: str) -> tuple[int, bytes]:
    """(entries, frame) of our log up to the keys of this node, without openings and files."""
    means = turns.node.means
    with turns.turn(peer) as pair:
        mine = means.signers[0].public.key_id()
        known = pair.rolls[turns.party].keys.get(mine)
        if known is None:
            raise KeyTroubleError("key.node_not_on_roll", turns.party)
        size = known.grant.since + 1
        run = sending.bundle(pair, means.signers, 0, means.clock(), size)
    return size, bundles.encode(msgspec.structs.replace(run, texts=(), files=()))


def _name(us: str, peer: str, first: int, end: int) -> str:
    return f"warifu-{us}-to-{peer}-{first:08d}-{end:08d}"


def _write(folder: Path, name: str, ends: Iterable[tuple[str, bytes]]) -> list[Path]:
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for end, raw in ends:
            path = folder / (name + end)
            with path.open("wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            written.append(path)
    except OSError as trouble:
        raise FileError("disc.cannot_write", str(folder), trouble=trouble.strerror or "") from trouble
    return written


def import_(turns: Turns, peer: str, files: Iterable[Path], sealing: hpke.MLKEM768X25519PrivateKey) -> Imported:
    """Take in files of a peer, in any order, pieces of several runs together; folders stand for the files in them."""
    troubles: list[tuple[str, WarifuError]] = []
    waiting = _sorted_out(files, troubles)
    taken, received = 0, Received()
    progress = True
    while waiting and progress:
        progress = False
        holes: list[tuple[list[Path], WarifuError]] = []
        for paths in waiting:
            try:
                received = add_up(received, turns.receive(peer, _frame(paths, sealing)))
                taken, progress = taken + 1, True
            except (BytesError, KeyTroubleError, LogError, FileError) as trouble:
                if trouble.code in {"log.hole", "checkpoint.key_unknown", "key.not_on_roll"}:
                    holes.append((paths, trouble))  # what it follows on may stand in another file
                else:
                    troubles.append((_shown(paths), trouble))
        waiting = [paths for paths, _ in holes]
        if not progress:
            troubles += [(_shown(paths), trouble) for paths, trouble in holes]
    return Imported(taken, received, tuple(troubles))


def _sorted_out(files: Iterable[Path], troubles: list[tuple[str, WarifuError]]) -> list[list[Path]]:
    """Group the pieces that belong together; whole bundles stand alone; what is neither is a trouble."""
    groups: dict[bytes, list[Path]] = {}
    for path in _flat(files):
        try:
            head = _head(path)
        except FileError as trouble:
            troubles.append((path.name, trouble))
            continue
        if head[:3] == bundles.PIECE and len(head) == 16:
            groups.setdefault(head[4:12] + head[14:16], []).append(path)
        elif head[:3] in {bundles.SEALED, bundles.FRAME}:
            groups[str(path).encode()] = [path]
        else:
            troubles.append((path.name, BytesError("disc.not_a_bundle", path.name)))
    return list(groups.values())


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as trouble:
        raise FileError("disc.cannot_read", path.name, trouble=trouble.strerror or "") from trouble
    if size > _MAX_FILE_BYTES:
        raise FileError("disc.file_too_large", path.name, size=size, limit=_MAX_FILE_BYTES)
    return head


def _flat(files: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in files:
        found += sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
    return sorted(set(found))


def _frame(paths: list[Path], sealing: hpke.MLKEM768X25519PrivateKey) -> bytes:
    try:
        raws = [path.read_bytes() for path in paths]
    except OSError as trouble:
        raise FileError("disc.cannot_read", _shown(paths), trouble=trouble.strerror or "") from trouble
    whole = bundles.join(raws) if raws[0][:3] == bundles.PIECE else raws[0]
    return bundles.unseal(whole, sealing) if whole[:3] == bundles.SEALED else whole


def _shown(paths: list[Path]) -> str:
    return paths[0].name if len(paths) == 1 else f"{paths[0].name} … {paths[-1].name}"
