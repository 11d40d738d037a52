"""Disc and mail: the same runs as by wire, sealed to the peer and cut into marked pieces; read back in any order.

Law: a run leaves sealed to the sealing key on the peer's roll, or not at all. The one exception is the *introduction*:
while the peer's roll is not here, our log goes as far as our node's keys, which holds root and node keys and no
person, without openings; from it the peer can seal to us. What comes is recognised by its first bytes, never by its
name; each file is bounded before it is read; what is whole is taken in even if other pieces are missing, and each
trouble is named with its files. Taking the same files in twice adds nothing. Discs also bring back a lost half: what an
old copy lacks of its own log, as the peer holds it, and of the peer's (``give_back``, ``take_back``). What was written,
once all its files are on the disk, and what was taken in is put on record (``record.discs``), so that it is seen which
disc is still under way.

Place on the path: beside the wire; both end in ``Node.receive``, and a lost half in ``node.recovery``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import file_digest, sha256
from pathlib import Path
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives import hpke

from warifu.core import bundle as bundles
from warifu.core.errors import BytesError, FileError, KeyTroubleError, LogError, WarifuError
from warifu.node import sending
from warifu.node.received import Received, add_up
from warifu.node.turns import Turns
from warifu.record import discs
from warifu.record.discs import Disc

PIECE_BYTES = 4 * 1024 * 1024
LEAST_PIECE_BYTES = 512
MAX_RECOVERED_BYTES = 256 * 1024 * 1024
"""A lost half is written in one transaction, and so is held whole before that."""
_MAX_FILE_BYTES = bundles.MAX_BUNDLE_BYTES + 65_536


class Imported(NamedTuple):
    """What files brought: bundles taken in, what became of their entries, and the troubles with the files concerned."""

    bundles: int
    received: Received
    troubles: tuple[tuple[str, WarifuError], ...]


class Recovered(NamedTuple):
    """What files gave back: entries of our log and of the peer's, and the troubles with the files concerned."""

    ours: int
    theirs: int
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
        alone = _write(folder, _name(turns.party, peer, 0, size) + "-introduction", [(".wrf", frame)])
        return _on_record(turns, peer, alone, _Carried(discs.SENT, 0, size))
    at = witnessed(turns, peer) if first is None else first
    packing = _Packing(folder, sealing, piece_bytes)
    written, begun = list[Path](), at
    while True:
        frame, end = _run(turns, peer, at)
        written += packing.write(_name(turns.party, peer, at, end), frame)
        if end <= at or end >= turns.sizes(peer)[0]:
            return _on_record(turns, peer, written, _Carried(discs.SENT, begun, end))
        at = end


class _Packing(NamedTuple):
    """Where runs go, to whom they are sealed, and how large a file may be."""

    folder: Path
    sealing: bytes
    piece_bytes: int

    def write(self, name: str, frame: bytes) -> list[Path]:
        pieces = bundles.cut(bundles.seal_for(frame, self.sealing), self.piece_bytes)
        mark = pieces[0][4:8].hex()
        ends = [(f"-{mark}-{number:05d}of{len(pieces):05d}.wrp", piece) for number, piece in enumerate(pieces, start=1)]
        return _write(self.folder, name, ends)


def give_back(
    turns: Turns, peer: str, folder: Path, held: tuple[int, int] = (0, 0), piece_bytes: int = PIECE_BYTES
) -> list[Path]:
    """Write for a restored node what it lacks: the peer's own log as we hold it, and ours; returns the files in order.

    ``held``: entries that the restored node still holds of (its own log, ours); what it holds already does no harm.
    Raises FileError, KeyTroubleError (the peer's sealing key is not here), LogError (we hold no more than that).
    """
    if piece_bytes < LEAST_PIECE_BYTES:
        raise FileError("disc.piece_too_small", str(folder), size=piece_bytes, least=LEAST_PIECE_BYTES)
    sealing = _sealing_key(turns, peer)
    if not sealing:
        raise KeyTroubleError("key.no_sealing_key", peer)
    packing = _Packing(folder, sealing, piece_bytes)
    ours, theirs = turns.sizes(peer)
    if not held[0] < theirs or not 0 <= held[1] <= ours:
        raise LogError("recovery.nothing_to_give", peer, held=theirs, ours=ours)
    written, at = list[Path](), held[0]
    while at < theirs:
        frame = turns.returned(peer, at, sending.MAX_RUN)
        end = at + len(bundles.decode(frame).entries)
        written += packing.write(_name(turns.party, peer, at, end) + f"-log-of-{peer}", frame)
        at = end
    at = held[1]
    while at < ours:
        frame, end = _run(turns, peer, at)
        written += packing.write(_name(turns.party, peer, at, end) + f"-log-of-{turns.party}", frame)
        at = end
    return _on_record(turns, peer, written, _Carried(discs.RETURNED, held[1], ours, theirs))


class _Carried(NamedTuple):
    """What a disc carries: from which entry on, how far our log and (given back) the peer's go.

    ``theirs`` -1: all that we hold, which its checkpoint witnesses.
    """

    way: str
    first: int
    ours: int
    theirs: int = -1


def _on_record(turns: Turns, peer: str, files: list[Path], carried: _Carried) -> list[Path]:
    """Put a disc on record; returns its files."""
    way, first, ours, theirs = carried
    try:
        marks, length = _marks(files), sum(path.stat().st_size for path in files)
    except OSError as trouble:
        raise FileError("disc.cannot_read", files[0].name, trouble=trouble.strerror or "") from trouble
    now = turns.node.means.clock()
    seen = now if way == discs.TAKEN or (way == discs.SENT and ours <= witnessed(turns, peer)) else 0
    with turns.turn(peer) as pair:
        held = pair.head(pair.peer).size if theirs < 0 else theirs
        discs.enter(pair.store, pair.name, Disc(marks, way, now, first, ours, held, len(files), length, seen))
    return files


def _marks(files: Iterable[Path]) -> bytes:
    """Return the digest by which the files of a disc are known together, whatever they are called."""
    each = []
    for path in files:
        with path.open("rb") as file:
            each.append(file_digest(file, "sha256").digest())
    return sha256(b"".join(sorted(each))).digest()


def witnessed(turns: Turns, peer: str) -> int:
    """Count the entries of our log that the peer has signed it holds."""
    with turns.turn(peer) as pair:
        rows = pair.store.run(
            "SELECT MAX(peer_size) FROM checkpoint WHERE pair = %s AND author = %s", [pair.name, pair.peer]
        )
        return int(rows[0][0] or 0)


def _sealing_key(turns: Turns, peer: str) -> bytes:
    with turns.turn(peer) as pair:
        known = pair.rolls[pair.peer].node()
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
    taken, received = list[Path](), Received()
    count, began = 0, turns.sizes(peer)[1]
    progress = True
    while waiting and progress:
        progress = False
        holes: list[tuple[list[Path], WarifuError]] = []
        for paths in waiting:
            try:
                received = add_up(received, turns.receive(peer, _frame(paths, sealing)))
                taken, count, progress = [*taken, *paths], count + 1, True
            except (BytesError, KeyTroubleError, LogError, FileError) as trouble:
                if trouble.code in {"log.hole", "checkpoint.key_unknown", "key.not_on_roll"}:
                    holes.append((paths, trouble))  # what it follows on may stand in another file
                else:
                    troubles.append((_shown(paths), trouble))
        waiting = [paths for paths, _ in holes]
        if not progress:
            troubles += [(_shown(paths), trouble) for paths, trouble in holes]
    if taken:
        _on_record(turns, peer, taken, _Carried(discs.TAKEN, began, witnessed(turns, peer)))
    return Imported(count, received, tuple(troubles))


def take_back(turns: Turns, peer: str, files: Iterable[Path], sealing: hpke.MLKEM768X25519PrivateKey) -> Recovered:
    """Take in what ``give_back`` wrote, files in any order: all of it or, where a run is missing, nothing.

    Raises LogError recovery.nothing_of_ours where no file holds a run of our own log, and whatever ``recovery``
    refuses; a file that could not be read is then the better reason.
    """
    troubles: list[tuple[str, WarifuError]] = []
    runs: list[tuple[str, int, bytes]] = []
    room = MAX_RECOVERED_BYTES
    with turns.turn(peer) as pair:
        names = pair.ours.name, pair.theirs.name
    for paths in _sorted_out(files, troubles):
        try:
            runs.append(_lost_run(paths, set(names), sealing, room))
            room -= len(runs[-1][2])
        except (BytesError, LogError, FileError) as trouble:
            troubles.append((_shown(paths), trouble))
    ours, theirs = ([frame for party, _, frame in sorted(runs) if party == author] for author in names)
    why = next((trouble for _, trouble in troubles if trouble.code not in _BESIDE), None)
    if not ours:
        raise why or LogError("recovery.nothing_of_ours", turns.party)
    try:
        came = turns.take_back(peer, ours, theirs)
    except (BytesError, KeyTroubleError, LogError) as trouble:
        raise (why or trouble) from trouble
    return Recovered(*came, tuple(troubles))


def _lost_run(
    paths: list[Path], parties: set[str], sealing: hpke.MLKEM768X25519PrivateKey, room: int
) -> tuple[str, int, bytes]:
    """Return whose log, the first entry and the frame of a run between these two parties."""
    frame = _frame(paths, sealing)
    run = bundles.decode(frame)
    if {run.party, run.peer} != parties:
        raise LogError("bundle.not_for_us", _shown(paths), party=run.party, peer=run.peer)
    if len(frame) > room:
        raise FileError("disc.file_too_large", _shown(paths), size=len(frame), limit=room)
    return run.party, run.first, frame


_BESIDE = frozenset({"disc.not_a_bundle"})
"""Other things on a disc are no reason why a recovery fails."""


def pack(folder: Path, sealing: bytes, named: str, frames: Iterable[bytes]) -> list[Path]:
    """Write frames for another node of our own side, sealed to its key and cut into pieces; returns the files."""
    packing, written = _Packing(folder, sealing, PIECE_BYTES), list[Path]()
    for number, frame in enumerate(frames, start=1):
        written += packing.write(f"warifu-{named}-{number:04d}", frame)
    return written


def unpack(files: Iterable[Path], sealing: hpke.MLKEM768X25519PrivateKey) -> list[bytes]:
    """Open what ``pack`` wrote, files in any order; raises the first trouble, for such a disc is taken in whole."""
    troubles: list[tuple[str, WarifuError]] = []
    found = [_frame(paths, sealing) for paths in _sorted_out(files, troubles)]
    why = next((trouble for _, trouble in troubles if trouble.code not in _BESIDE), None)
    if why:
        raise why
    return found


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
