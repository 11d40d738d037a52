"""The node: two doors, one judge, one writer.

Our own act (``submit``)                          A foreign act (``receive``)
  1 read    the case's acts and answers → fold      1 open    frame, form, signatures, rules of the log
  2 judge   the pack, then our own law              2 known?  what is held already is passed over
  3 seal    the officer's key, outside the          3 read    the cases touched
            transaction                             4 judge   fold: at the place each act names
  4 record                                          5 answer  confirmed, fallen or objected
                                                    6 record
Both end in ``_record``: one transaction, which refuses if the head is no longer the one that was judged. Our own act is
then judged anew, a few times; a foreign one is asked for again. A disk that is full or a database that is locked raises
StoreError: nothing was written, and the same call works once it is mended. Who was restored from an old copy writes
nothing (LogError log.behind_witness) until the peer has given the log back.

Time and chance are arguments: ``clock()`` gives UTC seconds, ``chance(n)`` n random bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from threading import RLock
from typing import NamedTuple, TypeVar

from django.db import transaction

from warifu.core import act as acts
from warifu.core import bundle as bundles
from warifu.core import canonical, merkle, texts
from warifu.core.act import Sealed
from warifu.core.bundle import Bundle
from warifu.core.errors import LogError
from warifu.core.keys import Signer
from warifu.core.label import Schemes
from warifu.core.seats import parties_of
from warifu.law.bench import HOUSE
from warifu.law.case import Case, Heard
from warifu.law.pack import Pack, schemes_of_packs
from warifu.law.roll import AFFIRM, FOUND
from warifu.law.room import Room, RowContext, Rows
from warifu.node import admitting, answering, ceiling, erasing, sending, sharing, sighting
from warifu.node.batch import Batch, parts
from warifu.node.drafting import Draft, Outcome, Prepared
from warifu.node.intake import Intake
from warifu.node.pair import Pair
from warifu.node.reading import Gathered
from warifu.node.received import Received
from warifu.node.rest import collector_at_rest
from warifu.record import evidence, half, log, openings
from warifu.record.log import Line, Store
from warifu.record.projection import Projection
from warifu.record.trouble import told

_T = TypeVar("_T")

RETRIES = 3
"""How often an own act is judged anew because another process has written meanwhile."""
_RUN = 500


class Means(NamedTuple):
    """What a node is given from outside: the clock, chance, and its two signers of checkpoints."""

    clock: Callable[[], int]
    chance: Callable[[int], bytes]
    signers: tuple[Signer, Signer]


class _Change(NamedTuple):
    """Everything one transaction writes."""

    ours: list[Line]
    theirs: list[Line]
    loose: list[tuple[bytes, bytes, bytes]]
    cases: dict[bytes, Case]
    fresh: frozenset[bytes]
    leaves: list[tuple[bytes, list[texts.Leaf]]]
    files: dict[bytes, bytes]
    expected: tuple[int, int]


class Node:
    """One nation's half (or a desk's at sea): its pairs, its packs, its doors."""

    def __init__(
        self, party: str, store: Store, rooms: Mapping[str, Room], packs: Mapping[bytes, Pack], means: Means
    ) -> None:
        self.party = party
        self.store = store
        self.rooms = rooms
        self.packs = packs
        self.means = means
        self.own_law = tuple(pack for pack in packs.values() if pack.data.law_of == party)
        self.house = next(pack.digest for pack in packs.values() if pack.id == HOUSE)
        self.tables = {name: columns for room in rooms.values() for name, columns in room.tables.items()}
        self.pack_tables = {digest: pack.table for digest, pack in packs.items()}
        self.ceiling = ceiling.NONE
        """Level above which neither texts nor files are written or kept here."""
        self._pairs: dict[str, Pair] = {}
        self._turn = RLock()
        """Caches are made for one thread: whoever reads the rolls or writes waits for the one before."""

    @cached_property
    def schemes(self) -> Schemes:
        """Every scheme of markings that is known here: the house's own, and those of all packs."""
        return schemes_of_packs(self.packs.values())

    def pair(self, peer: str) -> Pair:
        """Return the pair with a peer, its rolls brought up to the logs."""
        with self._turn, told(self.party):
            known = self._known(peer)
            known.sync()
            return known

    def _known(self, peer: str) -> Pair:
        if peer not in self._pairs:
            admitting.at_opening(self, self._opened(peer))  # what is refused there closes the pair again
        return self._pairs.get(peer) or self._opened(peer)

    def _opened(self, peer: str) -> Pair:
        """Open a pair: erasures are applied before any text is, and what an older program could not read is read."""
        pair = Pair(self.party, peer, self.store, self.rooms, self.packs)
        pair.sync()
        erasing.at_opening(pair)
        if log.unread(self.store, pair.name, pair.reader.kinds) and not self._behind(pair):
            with transaction.atomic(using=self.store.alias):
                readable = log.take_unread(self.store, pair.name, pair.reader.kinds)
                due = readable | log.pending_cases(self.store, pair.name)
                if self.writes(pair):
                    self._answer(pair, due)
                else:
                    self.project(pair, pair.fold(pair.reader.gather(due)))
        sighting.pay_what_is_owed(self, pair)
        self._pairs[peer] = pair
        return pair

    def _behind(self, pair: Pair) -> int:
        """Entries of our own log that the peer has witnessed, where that is more than we hold; else 0."""
        seen = log.witnessed(self.store, pair.name)
        return seen if seen and seen > pair.head(self.party).size else 0

    def writes(self, pair: Pair) -> bool:
        """Tell whether this node writes and answers in a pair; in a pair of seats it may only carry the two logs."""
        return pair.is_written_by(self.means.signers[0].public.key_id())

    def writable(self, peer: str) -> tuple[Pair, log.Head, log.Head]:
        """Return the pair with the heads, ours and the peer's, at which its rolls stand; raises where we are behind."""
        pair = self._known(peer)
        own, theirs = pair.sync()
        if not self.writes(pair):
            raise LogError("seat.elsewhere", pair.name, seat=pair.ours.name)
        seen = log.witnessed(self.store, pair.name)
        if seen > own.size:
            raise LogError("log.behind_witness", self.party, held=own.size, witnessed=seen)
        return pair, own, theirs

    def _until_head_stays(self, peer: str, work: Callable[[], _T]) -> _T:
        """Do it again where another process has written meanwhile; at last with the log held, so that it gets done."""
        for _ in range(RETRIES):
            try:
                return work()
            except LogError as trouble:
                if trouble.code != "log.head_moved":
                    raise
        with transaction.atomic(using=self.store.alias):
            log.lock(self.store, self._known(peer).name)
            return work()

    def submit(self, peer: str, draft: Draft, signer: Signer) -> Outcome:
        """Judge, seal and record one own act; a refusal is a value with all its findings."""
        return self.submit_all(peer, [draft], signer)[0]

    def submit_all(self, peer: str, drafts: list[Draft], signer: Signer, at: int | None = None) -> list[Outcome]:
        """Judge, seal and record own acts in one transaction, each as if those before it had been signed already.

        The same act a second time is the act that stands already. ``at``: how many entries our log held when the drafts
        were made of it. Raises LogError log.grown where there are others by now, log.behind_witness, and StoreError.
        """
        with collector_at_rest(), self._turn, told(self.party):
            return self._until_head_stays(peer, lambda: self._submit_parts(peer, parts(drafts), signer, at))

    def _submit_parts(self, peer: str, each: list[list[Draft]], signer: Signer, at: int | None) -> list[Outcome]:
        """Submit parts one after the other, all in one transaction: a later one is judged by the roll that it finds."""
        if len(each) == 1:
            return self._submit_all(peer, each[0], signer, at)
        try:
            with transaction.atomic(using=self.store.alias):
                log.lock(self.store, self._known(peer).name)
                sizes = (at, *(None for _ in each[1:]))
                told = zip(each, sizes, strict=True)
                return [outcome for part, size in told for outcome in self._submit_all(peer, part, signer, size)]
        except BaseException:
            self._pairs.pop(peer, None)  # its rolls may hold what was not recorded
            raise

    def _submit_all(self, peer: str, drafts: list[Draft], signer: Signer, at: int | None = None) -> list[Outcome]:
        pair, own, theirs = self.writable(peer)
        if at not in {None, own.size}:
            raise LogError("log.grown", pair.name, expected=at or 0, found=own.size)
        batch = Batch(self, pair, own, signer.public.key_id())
        outcomes = batch.judge_all(drafts)  # 1 read, 2 judge
        prepared = batch.prepared
        sealed = [acts.seal(each.placed.act, signer) for each in prepared]  # 3 seal
        if sealed:
            self._record_own(pair, self._own_change(prepared, sealed, (own.size, theirs.size)), sealed)  # 4 record
        return outcomes

    def _record_own(self, pair: Pair, change: _Change, sealed: list[Sealed]) -> None:
        """Write own acts and the answers that they set free together: a submit that raises has written nothing."""
        try:
            with transaction.atomic(using=self.store.alias):
                self._record(pair, change)
                self._go_on(pair, sealed)
        except BaseException:
            self._pairs.pop(pair.key, None)  # its rolls may hold what was not recorded
            raise

    def _go_on(self, pair: Pair, sealed: list[Sealed]) -> None:
        """Answer what our own acts have set free: paper affirmed, and what waited for a will that they confirm."""
        affirmed = {cite for each in sealed if each.act.kind == AFFIRM for cite in each.act.cites}
        freed = set(log.cases_of(self.store, pair.name, affirmed).values()) if affirmed else set()
        revoked = [each for each in sealed if each.act.kind == answering.REVOCATION]
        freed |= answering.disowned(pair, self.party, [pair.reader.place(each, self.party, None) for each in revoked])
        waiting = log.pending_cases(self.store, pair.name)
        if freed | waiting:
            self._answer(pair, freed | waiting)

    def _answer(self, pair: Pair, cases: set[bytes]) -> None:
        """Give the answers that were withheld until our officer affirmed the paper entered in our name."""
        own, theirs = log.heads(self.store, pair.name, (self.party, pair.peer))
        held = pair.reader.gather(cases)
        folded, answers = answering.settle(pair, held, own.size, max(self.means.clock(), own.time))
        lines = answering.lines(answers, own.size)
        self._record(pair, _Change(lines, [], [], folded, frozenset(), [], {}, (own.size, theirs.size)))

    def _own_change(self, prepared: list[Prepared], sealed: list[Sealed], expected: tuple[int, int]) -> _Change:
        lines: list[Line] = []
        for _, signed in zip(prepared, sealed, strict=True):
            act, raw = signed.act, signed.envelope.raw
            case = act.case or signed.digest
            lines.append(
                Line(expected[0] + len(lines), case, signed.digest, act.kind, act.time, raw, merkle.leaf_hash(raw))
            )
        return _Change(
            ours=lines,
            theirs=[],
            loose=[],
            cases={each.case.root: each.case for each in prepared},
            fresh=frozenset(each.placed.digest for each in prepared if each.placed.act.is_root),
            leaves=[(each.placed.digest, each.leaves) for each in prepared if each.leaves],
            files={canonical.digest(file.raw): file.raw for each in prepared for file in each.files},
            expected=expected,
        )

    def receive(self, peer: str, frame: bytes) -> Received:
        """Take in a bundle of the peer's log; what cannot be taken in yet waits in the anteroom (``admitting``: 1, 2).

        Raises BytesError, KeyTroubleError, LogError, StoreError: then nothing enters. log.behind_witness is remembered:
        nothing is written until our log is back.
        """
        with collector_at_rest(), self._turn, told(self.party):
            try:
                return admitting.receive(self, peer, frame)
            except LogError as trouble:
                if trouble.code == "log.behind_witness":
                    log.note_behind(self.store, self.pair(peer).name, int(trouble.figures["witnessed"]))
                raise

    def again(self, peer: str) -> Received:
        """Try again what waits in the anteroom (``admitting.again``); raises StoreError."""
        with collector_at_rest(), self._turn, told(self.party):
            return admitting.again(self, peer)

    def take_in(self, pair: Pair, arrived: Intake, bundle: Bundle, expected: tuple[int, int]) -> Received:
        """Judge, answer and record what was found good; ``expected``: the sizes of both logs when it was."""
        received = Received()
        if not (arrived.arrived or arrived.loose or arrived.openings or arrived.files):
            arrived.settle()
        else:
            pair.rolls[pair.peer] = arrived.roll
            try:
                received = self._take_in(pair, arrived, expected)
            except BaseException:
                self._pairs.pop(pair.key, None)  # the rolls hold what was not recorded: read them anew from the logs
                raise
        if arrived.checkpoint:
            sending.keep(pair, arrived.checkpoint, bundle.checkpoint)  # what the peer signed, for proofs and witness
        return received

    def _take_in(self, pair: Pair, arrived: Intake, expected: tuple[int, int]) -> Received:
        touched = {each.line.case for each in arrived.arrived} | {p.act.case or p.digest for p, _ in arrived.loose}
        fresh = self._fresh(pair, arrived, touched)
        waiting = log.pending_cases(self.store, pair.name)
        if any(each.line.kind == FOUND for each in arrived.arrived):
            waiting |= answering.on_paper(pair)  # the peer speaks for itself from now on
        waiting |= answering.disowned(pair, pair.peer, [each.placed for each in arrived.arrived if each.placed])
        held = pair.reader.gather((touched - fresh) | waiting)  # 3 read
        for each in arrived.arrived:
            into = held.setdefault(each.line.case, Gathered())
            if each.placed is not None:
                into.acts[each.placed.digest] = each.placed
            elif each.answer is not None:
                into.heard.append(Heard(each.answer, pair.peer, each.line.place))
        for placed, _ in arrived.loose:
            held.setdefault(placed.act.case or placed.digest, Gathered()).acts.setdefault(placed.digest, placed)
        time = max(self.means.clock(), pair.head(self.party).time)
        folded, answers = answering.settle(pair, held, expected[0], time)  # 4 judge, 5 answer
        change = _Change(
            ours=answering.lines(answers, expected[0]),
            theirs=[each.line for each in arrived.arrived],
            loose=[(p.digest, p.act.case or p.digest, raw) for p, raw in arrived.loose],
            cases=folded,
            fresh=fresh,
            leaves=arrived.openings,
            files=arrived.files,
            expected=expected,
        )
        self._record(pair, change, arrived.settle)  # 6 record
        pending = sum(stand.status == "pending" for case in folded.values() for stand in case.stands.values())
        confirmed, fallen, objected = (
            sum(answer.verdict == verdict for _, answer in answers)
            for verdict in (acts.CONFIRMED, acts.FALLEN, acts.OBJECTED)
        )
        return Received(len(arrived.arrived), confirmed, fallen, objected, pending)

    def _fresh(self, pair: Pair, arrived: Intake, touched: set[bytes]) -> frozenset[bytes]:
        """Cases whose root comes with this bundle and of which nothing was held before."""
        roots = {each.placed.digest for each in arrived.arrived if each.placed and each.placed.act.is_root}
        return frozenset(roots & touched) - log.known_cases(self.store, pair.name, roots)

    def _record(self, pair: Pair, change: _Change, settle: Callable[[], None] = lambda: None) -> None:
        """Write everything of one change, or nothing: the only writer. ``settle`` may still refuse it at the end."""
        ours = log.Run(pair.us, change.expected[0], change.ours)
        theirs = log.Run(pair.peer, change.expected[1], change.theirs)
        with transaction.atomic(using=self.store.alias, savepoint=False):
            log.append_all(self.store, pair.name, (ours, theirs))
            if change.loose or change.theirs:  # what is ahead of its place is the peer's
                log.keep_loose(self.store, pair.name, pair.peer, change.loose)
            log.keep_unread(self.store, pair.name, [line for line in change.theirs if not pair.reader.knows(line)])
            came = (stand.placed.act for case in change.cases.values() for stand in case.stands.values())
            leaves, files = ceiling.within(self, pair, (change.leaves, change.files), came)
            openings.keep(self.store, pair.name, leaves, lambda: self.means.chance(32))
            log.keep_files(self.store, pair.name, files)
            self.project(pair, change.cases, change.fresh)
            erasing.carry_out(pair, (*change.ours, *change.theirs), {act for act, _ in change.leaves})
            evidence.keep(self.store, pair.name, change.cases, self.means.clock())
            settle()
        pair.recorded(change.expected, change.ours, change.theirs)

    def project(self, pair: Pair, cases: Mapping[bytes, Case], fresh: frozenset[bytes] = frozenset()) -> None:
        """Replace the rows of these cases; part of the log's transaction, and all of ``rebuild``."""
        cases, used = sharing.with_rivals(pair, cases)
        cites = {cite for case in cases.values() for stand in case.stands.values() for cite in stand.placed.act.cites}
        cited = pair.reader.cited(cites, {}) if cites else {}
        context = RowContext(parties_of(pair.name), self.party, cited, self.pack_tables, used, self.schemes)
        rows: dict[bytes, Rows] = {}
        for digest, case in cases.items():
            room = case.stands[digest].placed.act.kind.partition("/")[0]
            rows[digest] = sighting.sighted(self.rooms[room].rows(case, context), case, self.schemes)
        Projection(self.store, pair.name, self.tables).replace(rows, fresh)
        half.replace(pair.store, (pair.name, pair.us), cases, fresh)

    def bundle(self, peer: str, first: int) -> bytes:
        """Return the frame of our log from ``first`` on, for wire, disc or mail."""
        pair = self.pair(peer)
        return bundles.encode(sending.bundle(pair, self.means.signers, first, self.means.clock()))

    def state_digest(self, peer: str, sizes: tuple[int, int] | None = None) -> bytes:
        """32 bytes: the digest of this half, equal on both nodes that hold the same logs.

        ``sizes``: entries of (our log, the peer's) at two named checkpoints; only what stood there then is folded.
        Raises LogError log.beyond_head where we do not hold as many.
        """
        pair = self.pair(peer)
        if sizes is None:
            return half.digest(self.store, pair.name)
        for author, size in zip((self.party, pair.peer), sizes, strict=True):
            held = pair.head(author).size
            if not 0 <= size <= held:
                raise LogError("log.beyond_head", author, first=size, size=held)
        past = pair.at({self.party: sizes[0], pair.peer: sizes[1]})
        cases, folded = log.all_cases(self.store, pair.name), dict[bytes, Case]()
        for at in range(0, len(cases), _RUN):
            folded |= past.fold(past.reader.gather(cases[at : at + _RUN]))
        return half.of_cases(folded)
