"""A lost half comes back from the other: our own log beyond an old copy, as the peer holds it.

Law: who was restored from an old copy finds that the peer has witnessed more of our log than we hold, and sends
nothing until that is back. The peer returns the run as it once came from us, closed by the checkpoint that *we*
signed; so a peer cannot add to our log, and one that claims more than it can show under our signature is believed in
nothing. Both logs come back together, for each speaks of the other: every entry is checked as on its first way in
(``intake``, with the sides changed round for our own), then all is written in one transaction, and what was not
answered yet is. What never left the lost copy is gone; what was written on the restored one before is a fork and is
refused.

Place on the path: ``exchange`` calls it where the asked node's heads show more of our log than we hold; ``doors.disc``
where the peer gave both logs on a disc.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from warifu.core import bundle as bundles
from warifu.core import merkle
from warifu.core.act import is_act, open_act
from warifu.core.bundle import Bundle
from warifu.core.errors import LogError
from warifu.law.case import Heard
from warifu.law.judge import Placed
from warifu.law.roll import FOUND
from warifu.node import answering, intake, sending
from warifu.node.intake import Arrived, Ground, Intake
from warifu.node.node import Node, _Change
from warifu.node.pair import Pair
from warifu.node.reading import Gathered
from warifu.record import log


def take_back(node: Node, peer: str, ours: Sequence[bytes], theirs: Sequence[bytes]) -> tuple[int, int]:
    """Take in frames of our own log and of the peer's; returns (entries of ours, of theirs) that came back.

    Raises BytesError, KeyTroubleError or LogError, and then nothing enters. log.behind_witness is remembered: the peer
    has witnessed still more than these frames give back, and nothing is written until that is here.
    """
    try:
        return _take_back(node, peer, ours, theirs)
    except LogError as trouble:
        if trouble.code == "log.behind_witness":
            log.note_behind(node.store, node.pair(peer).name, int(trouble.figures["witnessed"]))
        raise


def _take_back(node: Node, peer: str, ours: Sequence[bytes], theirs: Sequence[bytes]) -> tuple[int, int]:
    pair = node.pair(peer)
    runs = {pair.us: [bundles.decode(frame) for frame in ours], pair.peer: [bundles.decode(frame) for frame in theirs]}
    pins = {pair.us: pair.rolls[pair.us].founded, pair.peer: log.pin(pair.store, pair.name)}
    if any(run.loose for found in runs.values() for run in found):
        raise LogError("bundle.not_a_run", pair.peer)
    return take_both(node, pair, runs, pins)


def take_both(
    node: Node, pair: Pair, runs: Mapping[str, Sequence[Bundle]], pins: Mapping[str, bytes]
) -> tuple[int, int]:
    """Take in runs of both logs together, with the paper beside them; ``runs`` and ``pins`` by party.

    Returns (entries of ours, of theirs) that came. Raises as ``take_back``, and then nothing enters.
    """
    known = {author: _Known(pair, author, runs[author]) for author in runs}
    taken: dict[str, list[Intake]] = {}
    for author, other in ((pair.us, pair.peer), (pair.peer, pair.us)):
        ground = Ground(
            us=other,
            peer=author,
            seats=(pair.name_of(other), pair.name_of(author)) if pair.seated else ("", ""),
            pin=pins[author],
            now=node.means.clock(),
            head=pair.head(author),
            roll=pair.rolls[author],
            reader=pair.reader,
            leaf_at=known[author].leaf_at,
            own_case_of=known[other].cases_of,
            own_root_at=known[other].root_at,
            root_at=known[author].root_at,
            own_size=known[other].size,
            stands=partial(log.cases_of, pair.store, pair.name, author=author),
        )
        taken[author] = _take_all(runs[author], ground)
    return _write(node, pair, taken, runs)


class _Known:
    """One log as it will be: what is held and what these bundles add. What they claim is checked by ``intake``."""

    def __init__(self, pair: Pair, author: str, runs: Sequence[Bundle]) -> None:
        self._pair = pair
        self._author = author
        self._leaves = log.leaves(pair.store, pair.name, author, 0, pair.head(author).size)
        self._cases: dict[bytes, bytes] = {}
        self._roots: dict[int, bytes] = {}
        for run in runs:
            for place, raw in enumerate(run.entries, start=run.first):
                if place == len(self._leaves):
                    self._leaves.append(merkle.leaf_hash(raw))
                if is_act(raw):
                    self._note(raw, f"entry {place} of {author}")
            for raw in run.loose:
                self._note(raw, f"paper of {author}")

    def _note(self, raw: bytes, where: str) -> None:
        sealed = open_act(raw, where)
        self._cases[sealed.digest] = sealed.act.case or sealed.digest

    @property
    def size(self) -> int:
        return len(self._leaves)

    def leaf_at(self, place: int) -> bytes:
        return self._leaves[place]

    def root_at(self, size: int) -> bytes:
        if size > len(self._leaves):
            return b""
        if size not in self._roots:
            self._roots[size] = merkle.root_of(self._leaves[:size])
        return self._roots[size]

    def cases_of(self, acts: set[bytes]) -> dict[bytes, bytes]:
        found = {act: self._cases[act] for act in acts if act in self._cases}
        return found | log.cases_of(self._pair.store, self._pair.name, acts - found.keys(), self._author)


def _take_all(runs: Sequence[Bundle], ground: Ground) -> list[Intake]:
    found = []
    for run in runs:
        taken = intake.take(run, ground)
        taken.settle()
        ground = ground._replace(head=taken.head, roll=taken.roll)
        found.append(taken)
    return found


def _held_with(
    pair: Pair, arrived: Mapping[str, Sequence[Arrived]], touched: set[bytes], paper: Sequence[Placed]
) -> dict[bytes, Gathered]:
    """Gather the cases touched, with what arrived in both logs and on paper."""
    on_paper = {placed.act.case or placed.digest for placed in paper}
    held = pair.reader.gather(touched | on_paper | log.pending_cases(pair.store, pair.name))
    for author, found in arrived.items():
        for each in found:
            into = held.setdefault(each.line.case, Gathered())
            if each.placed is not None:
                into.acts[each.placed.digest] = each.placed
            elif each.answer is not None:
                into.heard.append(Heard(each.answer, author, each.line.place))
    for placed in paper:
        held[placed.act.case or placed.digest].acts.setdefault(placed.digest, placed)
    return held


def _write(
    node: Node, pair: Pair, taken: dict[str, list[Intake]], runs: Mapping[str, Sequence[Bundle]]
) -> tuple[int, int]:
    sizes = pair.head(pair.us).size, pair.head(pair.peer).size
    arrived = {author: [each for one in found for each in one.arrived] for author, found in taken.items()}
    touched = {each.line.case for found in arrived.values() for each in found}
    if any(each.line.kind == FOUND for each in arrived[pair.peer]):
        touched |= answering.on_paper(pair)
    every = [one for found in taken.values() for one in found]
    paper = {placed.digest: (placed, raw) for one in taken[pair.peer] for placed, raw in one.loose}
    held = _held_with(pair, arrived, touched, [placed for placed, _ in paper.values()])
    for author, found_runs in taken.items():
        if found_runs:
            pair.rolls[author] = found_runs[-1].roll
    try:
        change = _Change(
            ours=[each.line for each in arrived[pair.us]],
            theirs=[each.line for each in arrived[pair.peer]],
            loose=[(placed.digest, placed.act.case or placed.digest, raw) for placed, raw in paper.values()],
            cases=pair.fold(held),
            fresh=frozenset(),
            leaves=[leaf for one in every for leaf in one.openings],
            files={digest: raw for one in every for digest, raw in one.files.items()},
            expected=sizes,
        )
        node._record(pair, change)  # noqa: SLF001  the one writer
    finally:
        node._pairs.pop(pair.key, None)  # noqa: SLF001  its rolls hold what was on its way: they are read anew from the logs
    for author, found_runs in taken.items():
        for one, run in zip(found_runs, runs[author], strict=True):
            if one.checkpoint:
                sending.keep(pair, one.checkpoint, run.checkpoint)
    if log.witnessed(pair.store, pair.name) <= node.pair(pair.key).head(pair.us).size:
        log.note_behind(pair.store, pair.name, 0)
        if node.writes(node.pair(pair.key)):
            node._answer(node.pair(pair.key), touched)  # noqa: SLF001  what is due still is due
    return len(change.ours), len(change.theirs)


def behind(node: Node, peer: str) -> int:
    """Count the entries of our log that the peer has witnessed, where that is more than we hold; else 0."""
    pair = node.pair(peer)
    seen = log.witnessed(pair.store, pair.name)
    return seen if seen > pair.head(pair.us).size else 0


def dismiss(node: Node, peer: str) -> int:
    """Forget what the peer claims to have seen of our log and cannot show; returns the entries it claimed.

    An officer's decision, for a peer that lies or has lost our log as well: what was written after the old copy and
    never comes back would otherwise keep this node silent for ever. The claim, signed, stays in the evidence.
    """
    pair = node.pair(peer)
    claimed = log.witnessed(pair.store, pair.name)
    log.note_behind(pair.store, pair.name, 0)
    return claimed
