"""Open what came: a bundle of the peer's log checked entry by entry, before anything is judged or written.

Law, step 1 of *receive*: (a) the frame and its size; (b) it is the pinned peer's log and it is for us; (c) what we hold
already is the same bytes, else the history was forked; (d) no hole: the run begins where ours ends; (e) each entry's
form, kind and body, time that never goes back, no act a second time; (f) each signature under a key that the peer's
roll holds; (g) the checkpoint: both signatures of the peer's node, the root of its log as we compute it, and the root
of our own log as it witnessed it; (h) what travels beside: leaves under the root in their act, files that an act names.
One failure refuses the whole bundle: nothing of it enters, what we hold stays.

Two things are no failure but a matter of waiting, and ``look`` tells of them (``admitting`` keeps them aside): a run
that is good in all but its time, more than ten minutes ahead of our clock; and a loose act, on paper, whose officer's
key has not come yet. An entry *at its place* by a key that the roll before it does not hold is refused: nothing that
comes later can put a key before it. A file that no act names is not kept and counted, nothing else is refused for it.

An act of a kind that no room of this program knows is no failure: it is well signed by a newer program. It enters the
log unread, is not answered, and is read once a room knows it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Container, Mapping, Sequence
from typing import NamedTuple

from warifu.core import canonical, merkle, texts
from warifu.core.act import Answer, Checkpoint, Sealed, decode_answer, is_act, open_act, open_checkpoint
from warifu.core.bundle import Bundle
from warifu.core.envelope import Envelope, good
from warifu.core.errors import BytesError, KeyTroubleError, LogError, WarifuError
from warifu.core.keys import ED25519, ML_DSA_65, PublicKey, verify
from warifu.law import seats
from warifu.law.judge import Placed
from warifu.law.roll import Found, Roll, check_founding
from warifu.law.seats import ROLL_ACTS
from warifu.node.reading import Reader
from warifu.node.verifying import Checks
from warifu.record.log import Head, Line

AHEAD_SECONDS = 600
_LOOKED_UP = 64
"""Files in one bundle that are looked for among the acts held, beyond those that the bundle's own acts name."""


class Arrived(NamedTuple):
    """One new entry: its line, and the act or the answer it is; neither where no room knows the act's kind yet."""

    line: Line
    placed: Placed | None
    answer: Answer | None


class Aside(NamedTuple):
    """A loose act that waits: for its key (``key``: the id), or until its time (UTC seconds) is no longer ahead."""

    raw: bytes
    leaves: list[texts.Leaf]
    key: bytes
    until: int


class Intake(NamedTuple):
    """What a bundle brought that is new and good. Where ``until`` is set the run is ahead: nothing of it enters yet."""

    arrived: list[Arrived]
    loose: list[tuple[Placed, bytes]]
    openings: list[tuple[bytes, list[texts.Leaf]]]
    files: dict[bytes, bytes]
    checkpoint: Checkpoint | None
    roll: Roll
    head: Head
    settle: Callable[[], None]
    """Waits until every signature has been looked at and raises for the first that is bad: before the commit."""
    until: int = 0
    """UTC seconds from which the time of the run's last entry is no longer ahead; 0 where it is not."""
    aside: tuple[Aside, ...] = ()
    unnamed: int = 0
    """Files that no act names: they are not kept."""
    strange: tuple[bytes, ...] = ()
    """Acts that the peer answers as ours and that our log does not hold."""


def _names_none(_digests: Sequence[bytes]) -> set[tuple[bytes, int]]:
    """No act held is looked into: what the bundle's own acts name is all there is."""
    return set()


class Ground(NamedTuple):
    """What the intake may look at: who we are, what is pinned, what we hold."""

    us: str
    peer: str
    pin: bytes
    now: int
    head: Head
    roll: Roll
    reader: Reader
    leaf_at: Callable[[int], bytes]
    own_case_of: Callable[[set[bytes]], dict[bytes, bytes]]
    own_root_at: Callable[[int], bytes]
    root_at: Callable[[int], bytes]
    """Root of the peer's log, as we hold it, at a size not beyond our head of it."""
    own_size: int
    stands: Callable[[set[bytes]], Mapping[bytes, bytes]]
    """Those of these acts that the peer's log holds already (mapped to their cases)."""
    names: Callable[[Sequence[bytes]], set[tuple[bytes, int]]] = _names_none
    """(digest, size) of those of these files that an act held names."""
    seats: tuple[str, str] = ("", "")
    """Names of our seat and of the peer's in a pair of seats (``GB.CALDER``); empty in that of the two parties."""

    @property
    def ends(self) -> tuple[str, str]:
        """(whose log it is, for whom), as bundles and checkpoints of this pair name them."""
        return (self.seats[1] or self.peer), (self.seats[0] or self.us)


def take(bundle: Bundle, ground: Ground) -> Intake:
    """Check a run that must enter now or not at all; raises as ``look`` does, and where something would wait."""
    found = look(bundle, ground)
    if found.until:
        raise LogError(
            "log.time_ahead", f"entry {found.head.size - 1} of {ground.peer}", time=found.head.time, now=ground.now
        )
    if found.aside:
        raise LogError("bundle.not_a_run", ground.peer)
    return found


def look(bundle: Bundle, ground: Ground) -> Intake:
    """Check a bundle against what is held; raises BytesError, KeyTroubleError or LogError, and then nothing enters."""
    if (bundle.party, bundle.peer) != ground.ends:
        raise LogError("bundle.not_for_us", "bundle", party=bundle.party, peer=bundle.peer)
    _check_behind(bundle, ground)
    _check_overlap(bundle, ground)
    touches_roll = any(is_act(entry) and b"parties/" in entry for entry in bundle.entries)
    roll = copy.deepcopy(ground.roll) if touches_roll else ground.roll
    checks = Checks(sum(map(is_act, bundle.entries)))
    tree, arrived = ground.head.tree.copy(), []
    time = ground.head.time
    for place in range(max(bundle.first, ground.head.size), bundle.first + len(bundle.entries)):
        entry = _read_entry(bundle.entries[place - bundle.first], place, ground, roll, checks)
        entry = _in_time(entry, time, ground)
        time = entry.line.time
        arrived.append(entry)
    tree.extend(entry.line.leaf for entry in arrived)
    head = Head(tree.size, tree.root(), tree, time)
    try:
        loose, aside = _read_loose(bundle, ground, roll, checks)
        checkpoint = _check_checkpoint(bundle, ground, roll, head)
        if arrived and checkpoint is None:
            raise LogError("bundle.checkpoint_missing", "bundle")
        _check_once(arrived, ground)
        arrived, strange = _with_cases(arrived, ground)
        beside = _Beside(bundle)
        files, unnamed = _named_files(bundle, [raw for _, raw in loose], ground)
    except WarifuError:
        checks.settle()  # a signature that is bad is the better reason
        raise
    ahead = bool(arrived) and time > ground.now + AHEAD_SECONDS
    return Intake(
        arrived=arrived,
        loose=loose,
        openings=beside.openings({raw for _, raw in loose}),
        files=files,
        checkpoint=checkpoint,
        roll=roll,
        head=head,
        settle=checks.settle,
        until=time - AHEAD_SECONDS if ahead else 0,
        aside=tuple(each._replace(leaves=beside.leaves.get(place, [])) for place, each in aside.items()),
        unnamed=unnamed,
        strange=strange,
    )


def _check_behind(bundle: Bundle, ground: Ground) -> None:
    """A peer that has witnessed more of our log than we hold says so before anything else of its bundle can fail."""
    if not bundle.checkpoint:
        return
    found, first, second = open_checkpoint((bundle.checkpoint[0], bundle.checkpoint[1]))
    if found.peer_size <= ground.own_size or (found.party, found.peer) != ground.ends:
        return
    if ground.roll.key(first.key_id) is None or ground.roll.key(second.key_id) is None:
        return  # its keys come with this very bundle: it is looked at once they are here
    _check_node_keys(ground.roll, (first, second), found.size)
    raise LogError("log.behind_witness", ground.us, held=ground.own_size, witnessed=found.peer_size)


def _check_once(arrived: list[Arrived], ground: Ground) -> None:
    """An act stands in its author's log once: what comes a second time was replayed."""
    seen: dict[bytes, int] = {}
    for each in arrived:
        if each.answer is None and seen.setdefault(each.line.act, each.line.place) != each.line.place:
            raise LogError("log.act_twice", f"entry {each.line.place} of {ground.peer}", act=each.line.act.hex()[:16])
    for act in ground.stands(set(seen)):
        raise LogError("log.act_twice", f"entry {seen[act]} of {ground.peer}", act=act.hex()[:16])


def _check_overlap(bundle: Bundle, ground: Ground) -> None:
    if bundle.entries and bundle.first > ground.head.size:
        raise LogError("log.hole", f"{ground.peer}", held=ground.head.size, first=bundle.first)
    known = min(ground.head.size, bundle.first + len(bundle.entries))
    for place in range(bundle.first, known):
        if merkle.leaf_hash(bundle.entries[place - bundle.first]) != ground.leaf_at(place):
            raise LogError("log.forked", f"{ground.peer} entry {place}", place=place)


def _read_entry(raw: bytes, place: int, ground: Ground, roll: Roll, checks: Checks) -> Arrived:
    where = f"entry {place} of {ground.peer}"
    leaf = merkle.leaf_hash(raw)
    if not is_act(raw):
        answer = decode_answer(raw, where)
        return Arrived(Line(place, b"", answer.act, "", answer.time, raw, leaf), None, answer)
    sealed = open_act(raw, where)
    placed = _read_act(sealed, place, ground, where)
    key = _key_of(sealed, placed, ground, roll)
    if key is None:
        raise KeyTroubleError("key.not_on_roll", where, key=sealed.act.officer.hex())
    checks.add(sealed.envelope, key, where)
    if placed is not None and placed.act.kind.startswith("parties/"):
        roll.take(placed.act, placed.body, placed.digest, place)
    act = sealed.act
    return Arrived(Line(place, act.case or sealed.digest, sealed.digest, act.kind, act.time, raw, leaf), placed, None)


def _in_time(entry: Arrived, time: int, ground: Ground) -> Arrived:
    """Time never goes back in a log; an act of the roll, brought to a seat from home, was sealed when it was sealed."""
    if entry.line.time >= time:
        return entry
    if any(ground.seats) and entry.line.kind in ROLL_ACTS:
        return entry._replace(line=entry.line._replace(time=time))
    raise LogError("log.time_goes_back", f"entry {entry.line.place}", time=entry.line.time, before=time)


def _read_act(sealed: Sealed, place: int | None, ground: Ground, where: str) -> Placed | None:
    """Read an act of the peer's; None where no room knows its kind."""
    act = sealed.act
    if act.party != ground.peer:
        raise LogError("act.party_differs", where, party=act.party)
    placed = ground.reader.place(sealed, ground.peer, place) if act.kind in ground.reader.kinds else None
    if placed is not None and placed.kind.national:
        raise BytesError("act.national", where, kind=act.kind)
    return placed


def _key_of(sealed: Sealed, placed: Placed | None, ground: Ground, roll: Roll) -> PublicKey | None:
    """Return the key under which an act's signature is looked at; None where it is not on the roll."""
    key = roll.key(sealed.act.officer)
    if key is None and placed is not None and isinstance(placed.body, Found):
        return _founding_key(placed, ground)
    return key


def _founding_key(placed: Placed, ground: Ground) -> PublicKey:
    """The founding act is trusted by its pin alone: nothing that comes by wire sets or changes a pin."""
    if placed.digest != ground.pin:
        raise KeyTroubleError("pin.differs", "founding act", found=placed.digest.hex(), pinned=ground.pin.hex())
    check_founding(ground.peer, placed.body, verify)
    return PublicKey(ED25519, placed.body.root)


def _read_loose(
    bundle: Bundle, ground: Ground, roll: Roll, checks: Checks
) -> tuple[list[tuple[Placed, bytes]], dict[int, Aside]]:
    """(acts ahead of their place, those that wait by place in the bundle); one of a kind not known is passed over."""
    found: list[tuple[Placed, bytes]] = []
    aside: dict[int, Aside] = {}
    for at, raw in enumerate(bundle.loose, start=len(bundle.entries)):
        sealed = open_act(raw, "loose act")
        placed = _read_act(sealed, None, ground, "loose act")
        key = _key_of(sealed, placed, ground, roll)
        if key is None:
            aside[at] = Aside(raw, [], sealed.act.officer, 0)
            continue
        checks.add(sealed.envelope, key, "loose act")
        if sealed.act.time > ground.now + AHEAD_SECONDS:
            aside[at] = Aside(raw, [], b"", sealed.act.time - AHEAD_SECONDS)
        elif placed is not None:
            found.append((placed, raw))
    return found, aside


def _with_cases(arrived: list[Arrived], ground: Ground) -> tuple[list[Arrived], tuple[bytes, ...]]:
    """Give each answer the case of the act it answers; returns those acts, too, that are not in our log.

    The peer may have one of them on paper, signed by an officer of ours outside our log, or lost with an old copy. Its
    answer stands as the entry it is and changes nothing here; to refuse it would be to refuse all that follows. An act
    of the peer's own it does not answer.
    """
    answered = {each.answer.act for each in arrived if each.answer}
    if not answered:
        return arrived, ()
    homes = ground.own_case_of(answered)
    strange = answered - homes.keys()
    own = {each.line.act for each in arrived if each.answer is None} | (
        ground.stands(strange).keys() if strange else set()
    )
    placed = []
    for each in arrived:
        if each.answer is not None and each.answer.act in strange & own:
            raise LogError("answer.of_unknown_act", f"entry {each.line.place}", act=each.answer.act.hex()[:16])
        home = each.line.case if each.answer is None else homes.get(each.answer.act, each.answer.act)
        placed.append(each._replace(line=each.line._replace(case=home)))
    return placed, tuple(sorted(strange))


def _check_checkpoint(bundle: Bundle, ground: Ground, roll: Roll, head: Head) -> Checkpoint | None:
    if not bundle.checkpoint:
        return None
    found, first, second = open_checkpoint((bundle.checkpoint[0], bundle.checkpoint[1]))
    if (found.party, found.peer) != ground.ends:
        raise LogError("checkpoint.not_for_us", "checkpoint", party=found.party)
    _check_node_keys(roll, (first, second), found.size)
    end = bundle.first + len(bundle.entries)
    _check_handover(ground, roll, first.key_id, end)
    # A bundle that comes again later, after more has come, closes at a size that we have passed.
    expected = ground.root_at(end) if end < head.size else head.root
    if end > head.size or found.size != end or found.root != expected:
        raise LogError("checkpoint.root_differs", "checkpoint", size=found.size, held=head.size)
    if end == head.size and found.time < head.time:
        raise LogError("checkpoint.time_goes_back", "checkpoint", time=found.time, before=head.time)
    if found.peer_size > ground.own_size:
        raise LogError("log.behind_witness", ground.us, held=ground.own_size, witnessed=found.peer_size)
    if ground.own_root_at(found.peer_size) != found.peer_root:
        # The peer has witnessed a history of our log that is not ours: one of the two was forked.
        raise LogError("checkpoint.witness_differs", "checkpoint", size=found.peer_size)
    return found


def _check_handover(ground: Ground, roll: Roll, key_id: bytes, end: int) -> None:
    """A run that brings the handover of a seat ends with it, under the seal of the node that hands it over."""
    place = seats.next_handover(roll, ground.head.size) if any(ground.seats) else None
    if place is not None and (place + 1 != end or not seats.handed_over_by(roll, place, key_id)):
        raise LogError("seat.not_handed_over", f"entry {place} of {ground.ends[0]}", place=place)


def _check_node_keys(roll: Roll, signed: tuple[Envelope, Envelope], size: int) -> None:
    """Both signatures are of node keys that were in force at the size signed: a revoked one signs nothing new.

    They are of this seat's own node: what another node of the side has signed is of another log, and a node in whose
    place the root has put another signs no more than the entry that says so.
    """
    for envelope, use in zip(signed, ("node", "node_pq"), strict=True):
        known = roll.keys.get(envelope.key_id)
        if known is None or known.use != use or known.public.algorithm not in {ED25519, ML_DSA_65}:
            raise KeyTroubleError("checkpoint.key_unknown", "checkpoint", key=envelope.key_id.hex())
        if not known.grant.at(size) or not seats.seals(roll, envelope.key_id, size):
            raise KeyTroubleError("checkpoint.key_not_in_force", "checkpoint", key=envelope.key_id.hex())
        if not good(envelope, known.public):
            raise KeyTroubleError("envelope.signature_bad", "checkpoint")


class _Beside:
    """Openings that came beside acts, by place in the bundle: each meets the root in its act, and may come again."""

    def __init__(self, bundle: Bundle) -> None:
        self._whole = (*bundle.entries, *bundle.loose)
        self._entries = len(bundle.entries)
        self._acts: dict[int, bytes] = {}
        self.leaves: dict[int, list[texts.Leaf]] = {}
        for place, plain in bundle.texts:
            where = f"texts of place {place}"
            if not is_act(self._whole[place]):
                raise BytesError("texts.of_an_answer", where)
            sealed = open_act(self._whole[place])
            leaves = texts.from_plain(plain, where)
            texts.verify(leaves, sealed.act.texts, where)
            self._acts[place], self.leaves[place] = sealed.digest, leaves

    def openings(self, loose: Container[bytes]) -> list[tuple[bytes, list[texts.Leaf]]]:
        """Return those of entries and of these loose acts; what is not taken in leaves no text here."""
        return [
            (self._acts[place], leaves)
            for place, leaves in self.leaves.items()
            if place < self._entries or self._whole[place] in loose
        ]


def _named_files(bundle: Bundle, loose: list[bytes], ground: Ground) -> tuple[dict[bytes, bytes], int]:
    """Files that an act names with their digest and size, and how many none does; they may come again, or late."""
    if not bundle.files:
        return {}, 0
    for digest, raw in bundle.files:
        if canonical.digest(raw) != digest:
            raise BytesError("file.digest_differs", digest.hex()[:16])
    acts = [open_act(raw).act for raw in (*bundle.entries, *loose) if is_act(raw)]
    named = {(each.digest, each.size) for act in acts for each in act.attachments}
    late = [digest for digest, raw in bundle.files if (digest, len(raw)) not in named]
    named |= ground.names(late[:_LOOKED_UP]) if late else set()
    files = {digest: raw for digest, raw in bundle.files if (digest, len(raw)) in named}
    return files, sum((digest, len(raw)) not in named for digest, raw in bundle.files)
