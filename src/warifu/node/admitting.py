"""The door of *receive*: what can be taken in goes to the writer, what cannot yet waits in the anteroom.

Law: three things wait, and nothing else. A *run* of the peer's log that is good in all but its time, which lies more
than ten minutes ahead of our clock, waits until that time. A *loose act* (paper, ahead of its place) waits for the act
of the roll that brings its officer's key, or for its time. A bundle that comes before officers have *pinned* the peer
waits for the pin, if it is good under the founding act that it brings. What follows on a run that waits is checked on
top of it and waits as well. So whatever waits has been checked like what enters, save for the one thing that it waits
for: a bad signature is refused here and now, and only its digest and the reason stay (``evidence``).

It is tried again whenever the pair is opened, at each receive and at each exchange, and goes through the same checks as
if it had just come. What is refused then leaves as anything that is refused. A process that is killed between taking in
and letting go takes in twice, and the second time adds nothing. In which order things arrive makes no difference to
what stands in the logs at the end.

Place on the path: steps 1 and 2 of *receive*, between the frame and ``Node.take_in``.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary, WeakSet

import msgspec
from django.db import connections, transaction

from warifu.core import bundle as bundles
from warifu.core import canonical, merkle, texts
from warifu.core.act import is_act, open_act
from warifu.core.bundle import Bundle
from warifu.core.errors import BytesError, KeyTroubleError, LogError, StoreError
from warifu.core.wire import to_plain
from warifu.law.roll import Roll
from warifu.node import intake
from warifu.node.intake import Aside, Ground, Intake
from warifu.node.pair import Pair
from warifu.node.received import Received, add_up
from warifu.record import anteroom, attached, evidence, log
from warifu.record.anteroom import KEY, PIN, TIME, Kept
from warifu.record.evidence import Note
from warifu.record.log import Head
from warifu.record.trouble import told

if TYPE_CHECKING:
    from warifu.node.node import Node

FOUNDING = "parties/found"
KEPT_SECONDS = 90 * 86_400
"""How long something waits for a key or a pin that does not come; the log brings it again in its place."""
_LEAVE = frozenset({"log.head_moved", "log.hole", "anteroom.full"})
"""Troubles of another try that are nobody's fault: what waits goes on waiting."""


def receive(node: Node, peer: str, frame: bytes) -> Received:
    """Take in a frame, or keep it aside; before and after it, what waits is tried again."""
    before = again(node, peer)
    received, _ = _admit(node, peer, frame)
    after = again(node, peer) if received.entries else Received()
    return add_up(add_up(before, received), after)


def at_opening(node: Node, pair: Pair) -> None:
    """Try again what waits when a pair is opened; what cannot be written now is tried at the next occasion."""
    if connections[node.store.alias].in_atomic_block:
        return
    with suppress(StoreError), told(node.party):
        again(node, pair.key)


_TRYING: WeakSet[Node] = WeakSet()
"""Nodes that are trying: opening the pair meanwhile does not begin it anew."""


def again(node: Node, peer: str) -> Received:
    """Try again what waits in the anteroom and can come in now; what is refused leaves with a note.

    Raises StoreError. A node that is behind its own log tries nothing.
    """
    total, pair = Received(), node.pair(peer)
    waiting = anteroom.waiting(node.store, pair.name)
    if not waiting or node in _TRYING or not node.writes(pair):
        return total
    _TRYING.add(node)
    try:
        for kept in sorted(waiting, key=lambda each: (not each.entries, each.first)):
            pair = node.pair(peer)
            if _is_behind(pair):
                break
            if _is_due(node, pair, kept):
                total = add_up(total, _try(node, pair, kept))
            elif kept.why != TIME and kept.since + KEPT_SECONDS < node.means.clock():
                _leave(node, pair, kept, "dropped anteroom.too_old", f"why={kept.why} key={kept.key.hex()}")
    finally:
        _TRYING.discard(node)
    return total


def _is_behind(pair: Pair) -> bool:
    return log.witnessed(pair.store, pair.name) > pair.head(pair.us).size


def _is_due(node: Node, pair: Pair, kept: Kept) -> bool:
    if kept.why == TIME:
        return kept.until <= node.means.clock()
    if kept.why == KEY:
        return pair.rolls[pair.peer].key(kept.key) is not None
    return bool(log.pin(node.store, pair.name))


def _try(node: Node, pair: Pair, kept: Kept) -> Received:
    received, still = Received(), set[bytes]()
    try:
        frame = anteroom.frame(node.store, pair.name, kept.mark)
        if frame:
            received, still = _admit(node, pair.key, frame)
    except (BytesError, KeyTroubleError, LogError) as trouble:
        if trouble.code in _LEAVE:
            return received
        if trouble.code == "log.behind_witness":
            log.note_behind(node.store, pair.name, int(trouble.figures["witnessed"]))
            return received
        _leave(node, pair, kept, f"refused {trouble.code}", str(trouble)[:400])
        return received
    if kept.mark not in still:
        with transaction.atomic(using=node.store.alias):
            anteroom.let_go(node.store, pair.name, [kept.mark])
    return received


def _leave(node: Node, pair: Pair, kept: Kept, what: str, figures: str) -> None:
    with transaction.atomic(using=node.store.alias):
        evidence.note(node.store, pair.name, Note(kept.mark, what, figures, node.means.clock()))
        anteroom.let_go(node.store, pair.name, [kept.mark])


def _admit(node: Node, peer: str, frame: bytes) -> tuple[Received, set[bytes]]:
    """Take in one frame, or keep aside what has to wait of it; returns the marks of that as well."""
    pair, own, theirs = node.writable(peer)
    bundle = bundles.decode(frame)
    ground = _chained(pair, ground_of(node, pair, bundle, (own, theirs)), bundle.first)
    found = intake.look(bundle, ground)
    run = _run_that_waits(node, pair, bundle, found, frame)
    waits = [run] if run else [_loose_that_waits(bundle, each, node.means.clock()) for each in found.aside]
    if waits:
        found.settle()  # what waits is well signed
        _keep(node, pair, waits)
    marks = {each.kept.mark for each in waits}
    if run:
        return Received(aside=len(found.arrived)), marks
    received = node.take_in(pair, found, bundle, (own.size, theirs.size))
    for act in found.strange:
        said = f"answered by {peer}, and not in our log"
        evidence.note(node.store, pair.name, Note(act, "noted answer.of_unknown_act", said, node.means.clock()))
    return received._replace(aside=len(waits), unnamed=found.unnamed), marks


def ground_of(node: Node, pair: Pair, bundle: Bundle, heads: tuple[Head, Head]) -> Ground:
    """Return what the intake may look at; without a pin, the founding act that the bundle brings is tried as one."""
    store, name, peer = node.store, pair.name, pair.peer
    return Ground(
        us=node.party,
        peer=peer,
        seats=(pair.ours.name, pair.theirs.name) if pair.seated else ("", ""),
        pin=log.pin(store, name) or _claimed(bundle),
        now=node.means.clock(),
        head=heads[1],
        roll=pair.rolls[peer],
        reader=pair.reader,
        leaf_at=lambda place: log.leaves(store, name, peer, place, place + 1)[0],
        own_case_of=lambda digests: log.cases_of(store, name, digests, node.party),
        own_root_at=lambda size: log.root_at(store, name, node.party, size),
        root_at=lambda size: log.root_at(store, name, peer, size),
        own_size=heads[0].size,
        stands=lambda digests: log.cases_of(store, name, digests, peer),
        names=lambda digests: attached.named(store, name, digests),
    )


def _claimed(bundle: Bundle) -> bytes:
    """Return the digest of the founding act that a bundle begins with; empty where it begins with something else."""
    if bundle.first or not bundle.entries or not is_act(bundle.entries[0]):
        return b""
    sealed = open_act(bundle.entries[0], "entry 0")
    return sealed.digest if sealed.act.kind == FOUNDING else b""


class _Waits(NamedTuple):
    """Something to be kept aside: what is known of it, and its frame."""

    kept: Kept
    frame: bytes


def _run_that_waits(node: Node, pair: Pair, bundle: Bundle, found: Intake, frame: bytes) -> _Waits | None:
    """A run waits whole: for its time, for the pin, or because what it follows on waits."""
    pin = log.pin(node.store, pair.name)
    if not found.arrived or (pin and not found.until and bundle.first <= pair.head(pair.peer).size):
        return None
    why, key = (TIME, b"") if pin else (PIN, found.roll.founded)
    size = len(bundle.entries)
    return _Waits(Kept(_mark(bundle), why, found.until, key, bundle.first, size, len(frame), node.means.clock()), frame)


def _loose_that_waits(bundle: Bundle, aside: Aside, now: int) -> _Waits:
    """A loose act waits in a frame of its own, with its openings; its files come with its place."""
    beside = ((0, texts.to_plain(aside.leaves)),) if aside.leaves else ()
    alone = Bundle(bundle.party, bundle.peer, bundle.node, texts=beside, loose=(aside.raw,))
    frame = bundles.encode(alone)
    why = KEY if aside.key else TIME
    return _Waits(Kept(_mark(alone), why, aside.until, aside.key, 0, 0, len(frame), now), frame)


def _mark(bundle: Bundle) -> bytes:
    """32 bytes that name what a bundle brings, whichever checkpoint closes it."""
    bare = msgspec.structs.replace(bundle, node=b"", checkpoint=())
    return sha256(canonical.encode(to_plain(bare), "bundle")).digest()


def _keep(node: Node, pair: Pair, waits: Sequence[_Waits]) -> None:
    with transaction.atomic(using=node.store.alias):
        log.lock(node.store, pair.name)
        for each in waits:
            if not anteroom.keep(node.store, pair.name, each.kept, each.frame, node.means.chance(32)):
                raise LogError("anteroom.full", pair.peer, size=each.kept.size, first=each.kept.first)


class _Top(NamedTuple):
    """What the runs that wait add to a log: its head and roll with them, and their leaves."""

    head: Head
    roll: Roll
    leaves: tuple[bytes, ...] = ()


_TOPS: WeakKeyDictionary[Pair, tuple[tuple[bytes, ...], _Top]] = WeakKeyDictionary()
"""The last top that was needed, by the root beneath and the marks in it: a long log comes run by run."""


def _chained(pair: Pair, ground: Ground, first: int) -> Ground:
    """Return the ground with what waits on top of it, as far as a bundle needs that begins at ``first``."""
    if first <= ground.head.size:
        return ground
    steps = _steps(pair, ground.head.size, first)
    if not steps:
        return ground
    if not ground.pin:
        ground = ground._replace(pin=steps[0].key)
    path = (ground.head.root, ground.pin, *(each.mark for each in steps))
    known, top = _TOPS.get(pair, ((), _Top(ground.head, ground.roll)))
    if not known or path[: len(known)] != known:
        known, top = path[:2], _Top(ground.head, ground.roll)
    for step in steps[len(known) - 2 :]:
        run = bundles.decode(anteroom.frame(pair.store, pair.name, step.mark))
        found = intake.look(run, _on_top(pair, ground, top))
        found.settle()
        top = _Top(found.head, found.roll, top.leaves + tuple(each.line.leaf for each in found.arrived))
    _TOPS[pair] = (path, top)
    return _on_top(pair, ground, top)


def _steps(pair: Pair, size: int, first: int) -> list[Kept]:
    """Return the runs that wait and lead from ``size`` to ``first``; none where there is a hole between."""
    waiting = [each for each in anteroom.waiting(pair.store, pair.name) if each.entries]
    steps: list[Kept] = []
    while size < first:
        step = next((each for each in waiting if each.first <= size < each.end), None)
        if step is None:
            return []
        steps.append(step)
        size = step.end
    return steps


def _on_top(pair: Pair, ground: Ground, top: _Top) -> Ground:
    base = ground.head.size

    def leaf_at(place: int) -> bytes:
        return ground.leaf_at(place) if place < base else top.leaves[place - base]

    def root_at(size: int) -> bytes:
        if size <= base:
            return ground.root_at(size)
        below = log.leaves(pair.store, pair.name, pair.peer, 0, base)
        return merkle.root_of([*below, *top.leaves[: size - base]])

    return ground._replace(head=top.head, roll=top.roll, leaf_at=leaf_at, root_at=root_at)
