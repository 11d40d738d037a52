"""A desk at sea as a node of its own: begin its log, bring it the roll, carry its two logs home, hand its seat over.

Law (``docs/adr`` 0021; tried in ``tests/law/sim_seats.py``):

1. A pair of seats has two logs of its own and its own cases; a case stays where it was begun. One node a side writes;
   the side's other nodes *carry*: they hold both logs, verify them and show the cases, and neither write nor answer
   there, nor take anything from the other side (``Node.writes``).
2. The roll is written at home. A seat's log begins with copies of the home log's roll, the same bytes in the same
   order; what home enters later is brought by disc and works at sea from the place at which it is entered there.
3. What is carried home is what the writer held: both logs, each under the seals of the nodes that wrote them, and the
   paper, together. So a carrier shows nothing that the writer did not see.
4. A seat is handed over by the node that has it: it enters the root's act that names the next node, seals that as its
   last, and stops. The node named writes once it holds both logs and the paper. Nobody takes a seat over from a node
   that is lost: its cases stay as the logs show them.

Place on the path: beside ``exchange``; ``doors.cli.outposts`` calls it, and discs carry its frames sealed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from django.db import transaction

from warifu.core import bundle as bundles
from warifu.core import merkle, texts
from warifu.core.act import open_act
from warifu.core.bundle import Bundle
from warifu.core.envelope import good
from warifu.core.errors import KeyTroubleError, LogError
from warifu.core.keys import ED25519, PublicKey
from warifu.core.seats import Seat, seats_of
from warifu.law import seats
from warifu.law.judge import Placed
from warifu.law.roll import Found, Roll
from warifu.law.roll_acts import NodeKey
from warifu.law.seats import ROLL_ACTS
from warifu.node import recovery, sending
from warifu.node.node import Node, _Change
from warifu.node.pair import Pair
from warifu.record import evidence, log, openings
from warifu.record.evidence import Note
from warifu.record.log import Line


class Entered(NamedTuple):
    """What became of a copy of the roll: entries made, and whether a handover stands in it that was not entered."""

    entries: int
    handover_waits: bool = False


class Carried(NamedTuple):
    """What was taken in of a pair of seats: entries of our side's log and of the other's, and what is odd about them.

    ``odd``: codes with the digest of the act (hex) or a size; each is in the evidence as well.
    """

    ours: int
    theirs: int
    writes: bool
    odd: tuple[tuple[str, str], ...] = ()


def pairs_of_seats(node: Node) -> list[str]:
    """Return the pairs of seats of which this node holds anything, by name."""
    rows = node.store.run("SELECT DISTINCT pair FROM log WHERE pair LIKE %s ORDER BY pair", ["%.%"])
    return [row[0] for row in rows]


# --- the roll ---


def roll_frame(node: Node, peer: str, seat: Seat) -> bytes:
    """Return the roll as our log with a peer holds it, for one of our seats: acts in their order, with their texts."""
    pair = node.pair(peer)
    lines = [each for each in log.of_kinds(pair.store, pair.name, pair.us, "parties/", 0) if each.kind in ROLL_ACTS]
    return bundles.encode(_loose(node, pair, (pair.us, seat.name), [(line.act, line.raw) for line in lines]))


def _loose(node: Node, pair: Pair, ends: tuple[str, str], acts: Sequence[tuple[bytes, bytes]]) -> Bundle:
    """A bundle of acts that travel beside a log, with their openings; ``acts``: digest and envelope of each."""
    leaves = openings.read(pair.store, pair.name, [act for act, _ in acts])
    beside = tuple((at, texts.to_plain(leaves[act])) for at, (act, _) in enumerate(acts) if act in leaves)
    key = node.means.signers[0].public.key_id()
    return Bundle(*ends, key, texts=beside, loose=tuple(raw for _, raw in acts))


def begin(node: Node, name: str, frame: bytes, pins: tuple[bytes, bytes]) -> Entered:
    """Begin our log in a pair of seats with a copy of the roll; ``pins``: founding acts, ours and the other side's.

    Raises LogError seat.not_named where the roll does not name this node for the seat, and as ``enter_roll``.
    """
    with node._turn:  # noqa: SLF001  as every door of the node
        pair = node.pair(name)
        if pair.head(pair.us).size:
            raise LogError("seat.begun_already", name)
        log.set_pin(node.store, name, pins[1])
        node._pairs.pop(name, None)  # noqa: SLF001  its roll is read anew with the pin
        return _enter(node, node.pair(name), frame, pins[0], hand_over=False)


def enter_roll(node: Node, name: str, frame: bytes, *, hand_over: bool = False) -> Entered:
    """Enter what home has written on the roll since; an act that names another node for this seat only if told to.

    With ``hand_over`` that act is the last thing this node writes here. Raises BytesError, KeyTroubleError, LogError
    (seat.elsewhere where this node does not write here), and then nothing is entered.
    """
    with node._turn:  # noqa: SLF001
        pair, _, _ = node.writable(name)
        return _enter(node, pair, frame, b"", hand_over=hand_over)


def _enter(node: Node, pair: Pair, frame: bytes, founded: bytes, *, hand_over: bool) -> Entered:
    bundle = bundles.decode(frame, "roll")
    if (bundle.party, bundle.peer) != (pair.us, pair.ours.name):
        raise LogError("bundle.not_for_us", "roll", party=bundle.party, peer=bundle.peer)
    head, mine = pair.head(pair.us), node.means.signers[0].public.key_id()
    roll = copy.deepcopy(pair.rolls[pair.us])
    held = log.cases_of(node.store, pair.name, [open_act(raw).digest for raw in bundle.loose], pair.us)
    taken, moves, waits = list[tuple[Line, Placed]](), False, False
    for raw in bundle.loose:
        line, placed = _copied(pair, roll, raw, head.size + len(taken), founded)
        if line.act in held:
            continue
        moves = head.size > 0 and _is_handover(roll, placed, mine)
        waits = moves and not hand_over
        if waits:
            break
        roll.take(placed.act, placed.body, placed.digest, line.place)
        taken.append((line._replace(time=max(line.time, taken[-1][0].time if taken else head.time)), placed))
        if moves:
            break
    if hand_over and not moves:
        raise LogError("seat.no_handover", pair.name, seat=pair.ours.name)
    if not seats.seals(roll, mine, head.size + len(taken)):
        raise LogError("seat.not_named", pair.name, seat=pair.ours.name)
    if taken:
        _record(node, pair, taken, (_leaves_of(bundle), roll))
    return Entered(len(taken), waits)


def _copied(pair: Pair, roll: Roll, raw: bytes, place: int, founded: bytes) -> tuple[Line, Placed]:
    """Read one act of the roll at the place that it takes in this log, and verify it under the roll before it."""
    where = f"entry {place} of {pair.ours.name}"
    sealed = open_act(raw, where)
    act = sealed.act
    if act.party != pair.us or act.kind not in ROLL_ACTS:
        raise LogError("seat.not_of_the_roll", where, kind=act.kind)
    placed = pair.reader.place(sealed, pair.us, place)
    key = roll.key(act.officer)
    if key is None and isinstance(placed.body, Found) and founded in {b"", placed.digest}:
        key = PublicKey(ED25519, placed.body.root)
    if key is None:
        raise KeyTroubleError("key.not_on_roll", where, key=act.officer.hex())
    if not good(sealed.envelope, key):
        raise KeyTroubleError("envelope.signature_bad", where)
    line = Line(place, act.case or sealed.digest, sealed.digest, act.kind, act.time, raw, merkle.leaf_hash(raw))
    return line, placed


def _is_handover(roll: Roll, placed: Placed, mine: bytes) -> bool:
    """Tell whether an act names another node for a seat that has one."""
    body = placed.body
    if not isinstance(body, NodeKey) or body.seat != roll.seat or roll.node() is None:
        return False
    return mine not in seats.key_ids(body)


def _leaves_of(bundle: Bundle) -> list[tuple[bytes, list[texts.Leaf]]]:
    found = []
    for place, plain in bundle.texts:
        sealed = open_act((*bundle.entries, *bundle.loose)[place])
        leaves = texts.from_plain(plain, "roll")
        texts.verify(leaves, sealed.act.texts, "roll")
        found.append((sealed.digest, leaves))
    return found


def _record(
    node: Node,
    pair: Pair,
    taken: Sequence[tuple[Line, Placed]],
    beside: tuple[list[tuple[bytes, list[texts.Leaf]]], Roll],
) -> None:
    """Write copies of roll acts; ``beside``: the leaves that came, and the roll with these acts on it."""
    case, sizes = taken[0][0].case, (pair.head(pair.us).size, pair.head(pair.peer).size)
    held = pair.reader.gather([case])
    held[case].acts.update({line.act: placed for line, placed in taken})
    leaves, pair.rolls[pair.us] = beside
    change = _Change(
        ours=[line for line, _ in taken],
        theirs=[],
        loose=[],
        cases=pair.fold(held),
        fresh=frozenset(),
        leaves=[each for each in leaves if each[0] in held[case].acts],
        files={},
        expected=sizes,
    )
    try:
        node._record(pair, change)  # noqa: SLF001  the one writer
    finally:
        node._pairs.pop(pair.key, None)  # noqa: SLF001  its roll is read anew from the log


# --- both logs, carried ---


def frames(node: Node, name: str, held: tuple[int, int] = (0, 0)) -> list[bytes]:
    """Return both logs of a pair of seats beyond ``held`` (ours, the other side's), with the paper: what home takes in.

    The log of our side ends under a fresh seal where this node writes, and so witnesses all of the other log.
    """
    pair = node.pair(name)
    found = [*_theirs(pair, held[1]), *_ours(node, pair, held[0])]
    sql = "SELECT act, raw FROM loose WHERE pair = %s ORDER BY act"
    paper = [(act, raw) for act, raw in pair.store.run(sql, [pair.name])]
    if paper:
        bare = _loose(node, pair, (pair.theirs.name, pair.ours.name), paper)
        found.append(msgspec.structs.replace(bare, first=pair.head(pair.peer).size))
    return [bundles.encode(each) for each in found]


def _theirs(pair: Pair, first: int) -> Iterable[Bundle]:
    while first < pair.head(pair.peer).size:
        run = sending.given(pair, pair.peer, first, sending.MAX_RUN)
        yield run
        first += len(run.entries)


def _ours(node: Node, pair: Pair, first: int) -> Iterable[Bundle]:
    size, fresh = pair.head(pair.us).size, node.writes(pair)
    while first < size or fresh:
        run = sending.bundle(pair, node.means.signers, first, node.means.clock())
        yield run
        first, fresh = first + len(run.entries), False if first + len(run.entries) >= size else fresh


def take(node: Node, frames_: Iterable[bytes]) -> tuple[str, Carried]:
    """Take in what another node of our side carried; returns the pair's name and what came.

    Raises BytesError, KeyTroubleError or LogError, and then nothing enters: bundle.not_for_us, seat.not_ours_to_carry
    (the frames are of no pair of seats of ours, or of a partner that is not pinned), seat.paper_missing (the seat comes
    to this node, and paper that its log answers is not here), and what ``recovery`` refuses.
    """
    runs = [bundles.decode(frame, "carried") for frame in frames_]
    name = _name_of(node, runs)
    with node._turn:  # noqa: SLF001
        pair = node.pair(name)
        pins = _pins(node, pair)
        before = node.writes(pair)
        sides = {each: sorted((r for r in runs if r.party == pair.name_of(each)), key=_first) for each in pair.rolls}
        try:
            with transaction.atomic(using=node.store.alias):
                came = recovery.take_both(node, pair, sides, pins)
                pair = node.pair(name)
                writes = node.writes(pair)
                if writes and not before:
                    check_paper(pair)
                odd = _odd(node, pair)
        except BaseException:
            node._pairs.pop(name, None)  # noqa: SLF001  it may hold what was not recorded
            raise
    return name, Carried(*came, writes, odd)


def _first(run: Bundle) -> tuple[int, int]:
    return run.first, len(run.loose)


def _name_of(node: Node, runs: Sequence[Bundle]) -> str:
    names = {"-".join(sorted((run.party, run.peer))) for run in runs}
    name = names.pop() if len(names) == 1 else ""
    ours, theirs = seats_of(name, node.party)
    if not (ours.desk or theirs.desk):
        raise LogError("seat.not_ours_to_carry", name)
    return name


def _pins(node: Node, pair: Pair) -> dict[str, bytes]:
    """The founding acts under which both logs are taken in: what stands at home already, by our own log and our pin."""
    pinned = log.pin(node.store, pair.name)
    founded = pair.rolls[pair.us].founded
    if not (pinned and founded):
        main = node.pair(pair.peer)
        pinned, founded = log.pin(node.store, main.name), main.rolls[pair.us].founded
    if not (pinned and founded):
        raise LogError("seat.not_ours_to_carry", pair.name)
    log.set_pin(node.store, pair.name, pinned)
    return {pair.us: founded, pair.peer: pinned}


def _odd(node: Node, pair: Pair) -> tuple[tuple[str, str], ...]:
    """What home can see and the sea cannot: a roll that is not home's, an act of ours that stands in two logs."""
    main = node.pair(pair.peer)
    if not main.head(main.us).size:
        return ()
    lines = log.of_kinds(node.store, pair.name, pair.us, "", 0)
    roll = [line.act for line in lines if line.kind in ROLL_ACTS]
    home = [line.act for line in log.of_kinds(node.store, main.name, main.us, "parties/", 0) if line.kind in ROLL_ACTS]
    found = [("seat.roll_differs", act.hex()) for act, other in zip(roll, home, strict=False) if act != other][:1]
    acts = [line.act for line in lines if line.kind and line.kind not in ROLL_ACTS]
    found += [("seat.act_in_two_logs", act.hex()) for act in log.cases_of(node.store, main.name, acts)]
    now = node.means.clock()
    for code, act in found:
        evidence.note(node.store, pair.name, Note(bytes.fromhex(act), f"noted {code}", main.name, now))
    return tuple(found)


def check_paper(pair: Pair) -> None:
    """Raise LogError seat.paper_missing where our log answers an act that stands nowhere and is not held on paper."""
    rows = pair.store.run(
        "SELECT DISTINCT act FROM entry WHERE pair = %s AND author = %s AND kind = '' AND act NOT IN "
        "(SELECT act FROM entry WHERE pair = %s AND author = %s AND kind <> '') AND act NOT IN "
        "(SELECT act FROM loose WHERE pair = %s)",
        [pair.name, pair.us, pair.name, pair.peer, pair.name],
    )
    if rows:
        raise LogError("seat.paper_missing", pair.name, acts=len(rows), act=rows[0][0].hex()[:16])
