"""Open what came: a bundle of the peer's log checked entry by entry, before anything is judged or written.

Law, step 1 of *receive*: (a) the frame and its size; (b) it is the pinned peer's log and it is for us; (c) what we hold
already is the same bytes, else the history was forked; (d) no hole: the run begins where ours ends; (e) each entry's
form, kind and body, time that never goes back and is not ahead, no act a second time; (f) each signature under a key
that the peer's roll holds; (g) the checkpoint: both signatures of the peer's node, the root of its log as we compute
it, and the root of our own log as it witnessed it. One failure refuses the whole bundle: nothing of it enters, what we
hold stays.

An act of a kind that no room of this program knows is no failure: it is well signed by a newer program. It enters the
log unread, is not answered, and is read once a room knows it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import NamedTuple

from warifu.core import canonical, merkle, texts
from warifu.core.act import Answer, Checkpoint, Sealed, decode_answer, is_act, open_act, open_checkpoint
from warifu.core.bundle import Bundle
from warifu.core.envelope import Envelope, good
from warifu.core.errors import BytesError, KeyTroubleError, LogError, WarifuError
from warifu.core.keys import ED25519, ML_DSA_65, PublicKey, verify
from warifu.law.judge import Placed
from warifu.law.roll import Found, Roll, check_founding
from warifu.node.reading import Reader
from warifu.node.verifying import Checks
from warifu.record.log import Head, Line

AHEAD_SECONDS = 600


class Arrived(NamedTuple):
    """One new entry: its line, and the act or the answer it is; neither where no room knows the act's kind yet."""

    line: Line
    placed: Placed | None
    answer: Answer | None


class Intake(NamedTuple):
    """What a bundle brought that is new and good."""

    arrived: list[Arrived]
    loose: list[tuple[Placed, bytes]]
    openings: list[tuple[bytes, list[texts.Leaf]]]
    files: dict[bytes, bytes]
    checkpoint: Checkpoint | None
    roll: Roll
    head: Head
    settle: Callable[[], None]
    """Waits until every signature has been looked at and raises for the first that is bad: before the commit."""


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


def take(bundle: Bundle, ground: Ground) -> Intake:
    """Check a bundle against what is held; raises BytesError, KeyTroubleError or LogError, and then nothing enters."""
    if bundle.party != ground.peer or bundle.peer != ground.us:
        raise LogError("bundle.not_for_us", "bundle", party=bundle.party, peer=bundle.peer)
    _check_behind(bundle, ground)
    _check_overlap(bundle, ground)
    touches_roll = any(is_act(entry) and b"parties/" in entry for entry in bundle.entries)
    roll = copy.deepcopy(ground.roll) if touches_roll else ground.roll
    checks = Checks()
    tree, arrived = ground.head.tree.copy(), []
    time = ground.head.time
    for place in range(max(bundle.first, ground.head.size), bundle.first + len(bundle.entries)):
        entry = _read_entry(bundle.entries[place - bundle.first], place, ground, roll, checks)
        if entry.line.time < time:
            raise LogError("log.time_goes_back", f"entry {place}", time=entry.line.time, before=time)
        time = entry.line.time
        tree.append(entry.line.leaf)
        arrived.append(entry)
    head = Head(tree.size, tree.root(), tree, time)
    loose = [each for raw in bundle.loose if (each := _read_loose(raw, ground, roll, checks)) is not None]
    try:
        checkpoint = _check_checkpoint(bundle, ground, roll, head)
        if arrived and checkpoint is None:
            raise LogError("bundle.checkpoint_missing", "bundle")
        _check_once(arrived, ground)
        arrived = _with_cases(arrived, ground)
        openings, files = _check_beside(bundle)
    except WarifuError:
        checks.settle()  # a signature that is bad is the better reason
        raise
    return Intake(arrived, loose, openings, files, checkpoint, roll, head, checks.settle)


def _check_behind(bundle: Bundle, ground: Ground) -> None:
    """A peer that has witnessed more of our log than we hold says so before anything else of its bundle can fail."""
    if not bundle.checkpoint:
        return
    found, first, second = open_checkpoint((bundle.checkpoint[0], bundle.checkpoint[1]))
    if found.peer_size <= ground.own_size or (found.party, found.peer) != (ground.peer, ground.us):
        return
    if ground.roll.key(first.key_id) is None or ground.roll.key(second.key_id) is None:
        return  # its keys come with this very bundle: it is looked at once they are here
    _check_node_keys(ground.roll, first, second, found.size)
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
        _check_time(answer.time, ground.now, where)
        return Arrived(Line(place, b"", answer.act, "", answer.time, raw, leaf), None, answer)
    sealed = open_act(raw, where)
    placed = _admit(sealed, place, ground, roll, checks)
    if placed is not None and placed.act.kind.startswith("parties/"):
        roll.take(placed.act, placed.body, placed.digest, place)
    act = sealed.act
    return Arrived(Line(place, act.case or sealed.digest, sealed.digest, act.kind, act.time, raw, leaf), placed, None)


def _check_time(time: int, now: int, where: str) -> None:
    if time > now + AHEAD_SECONDS:
        raise LogError("log.time_ahead", where, time=time, now=now)


def _admit(sealed: Sealed, place: int | None, ground: Ground, roll: Roll, checks: Checks) -> Placed | None:
    """Check who wrote an act and when, and read it; None where no room knows its kind, for its signature is good."""
    act = sealed.act
    where = "loose act" if place is None else f"entry {place} of {ground.peer}"
    if act.party != ground.peer:
        raise LogError("act.party_differs", where, party=act.party)
    _check_time(act.time, ground.now, where)
    placed = ground.reader.place(sealed, ground.peer, place) if act.kind in ground.reader.kinds else None
    if placed is not None and placed.kind.national:
        raise BytesError("act.national", where, kind=act.kind)
    key = roll.key(act.officer)
    if key is None and placed is not None and isinstance(placed.body, Found):
        key = _founding_key(placed, ground)
    if key is None:
        raise KeyTroubleError("key.not_on_roll", where, key=act.officer.hex())
    checks.add(sealed.envelope, key, where)
    return placed


def _founding_key(placed: Placed, ground: Ground) -> PublicKey:
    """The founding act is trusted by its pin alone: nothing that comes by wire sets or changes a pin."""
    if placed.digest != ground.pin:
        raise KeyTroubleError("pin.differs", "founding act", found=placed.digest.hex(), pinned=ground.pin.hex())
    check_founding(ground.peer, placed.body, verify)
    return PublicKey(ED25519, placed.body.root)


def _read_loose(raw: bytes, ground: Ground, roll: Roll, checks: Checks) -> tuple[Placed, bytes] | None:
    """Read an act that came ahead of its place; one that cannot be read yet is left until its place comes."""
    placed = _admit(open_act(raw, "loose act"), None, ground, roll, checks)
    return None if placed is None else (placed, raw)


def _with_cases(arrived: list[Arrived], ground: Ground) -> list[Arrived]:
    """Give each answer the case of the act it answers, which must be one of ours."""
    answered = {each.answer.act for each in arrived if each.answer}
    homes = ground.own_case_of(answered)
    placed = []
    for each in arrived:
        if each.answer is None:
            placed.append(each)
        elif each.answer.act not in homes:
            raise LogError("answer.of_unknown_act", f"entry {each.line.place}", act=each.answer.act.hex()[:16])
        else:
            placed.append(each._replace(line=each.line._replace(case=homes[each.answer.act])))
    return placed


def _check_checkpoint(bundle: Bundle, ground: Ground, roll: Roll, head: Head) -> Checkpoint | None:
    if not bundle.checkpoint:
        return None
    found, first, second = open_checkpoint((bundle.checkpoint[0], bundle.checkpoint[1]))
    if (found.party, found.peer) != (ground.peer, ground.us):
        raise LogError("checkpoint.not_for_us", "checkpoint", party=found.party)
    _check_node_keys(roll, first, second, found.size)
    end = bundle.first + len(bundle.entries)
    # A bundle that comes again later, after more has come, closes at a size that we have passed.
    expected = ground.root_at(end) if end < head.size else head.root
    if end > head.size or found.size != end or found.root != expected:
        raise LogError("checkpoint.root_differs", "checkpoint", size=found.size, held=head.size)
    if found.peer_size > ground.own_size:
        raise LogError("log.behind_witness", ground.us, held=ground.own_size, witnessed=found.peer_size)
    if ground.own_root_at(found.peer_size) != found.peer_root:
        # The peer has witnessed a history of our log that is not ours: one of the two was forked.
        raise LogError("checkpoint.witness_differs", "checkpoint", size=found.peer_size)
    return found


def _check_node_keys(roll: Roll, first: Envelope, second: Envelope, size: int) -> None:
    """Both signatures are of node keys that were in force at the size signed: a revoked one signs nothing new."""
    for envelope, use in ((first, "node"), (second, "node_pq")):
        known = roll.keys.get(envelope.key_id)
        if known is None or known.use != use or known.public.algorithm not in {ED25519, ML_DSA_65}:
            raise KeyTroubleError("checkpoint.key_unknown", "checkpoint", key=envelope.key_id.hex())
        if not known.grant.at(size):
            raise KeyTroubleError("checkpoint.key_not_in_force", "checkpoint", key=envelope.key_id.hex())
        if not good(envelope, known.public):
            raise KeyTroubleError("envelope.signature_bad", "checkpoint")


def _check_beside(bundle: Bundle) -> tuple[list[tuple[bytes, list[texts.Leaf]]], dict[bytes, bytes]]:
    """Openings must meet the root in their act, files their digest; both may come again, or late."""
    whole = (*bundle.entries, *bundle.loose)
    openings = []
    for place, plain in bundle.texts:
        if not is_act(whole[place]):
            raise BytesError("texts.of_an_answer", f"place {place}")
        sealed = open_act(whole[place])
        leaves = texts.from_plain(plain, f"texts of place {place}")
        texts.verify(leaves, sealed.act.texts, f"texts of place {place}")
        openings.append((sealed.digest, leaves))
    files = {}
    for digest, raw in bundle.files:
        if canonical.digest(raw) != digest:
            raise BytesError("file.digest_differs", digest.hex()[:16])
        files[digest] = raw
    return openings, files
