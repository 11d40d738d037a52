"""Exchange: copying the missing suffix of two logs. There is no other queue.

The protocol, version 1
-----------------------
Each node answers under its address, and asks under the other's. ``{asked}`` and ``{asker}`` are parties::

    GET  {address}/exchange/1/{asked}/{asker}/heads                 how far the asked node is
    GET  {address}/exchange/1/{asked}/{asker}/log?from=N[&limit=M]  a run of the asked party's log, from entry N on
    POST {address}/exchange/1/{asked}/{asker}/log                   a run of the asker's log; answered by heads
    GET  {address}/exchange/1/{asked}/{asker}/own?from=N[&limit=M]  a run of the asker's own log, as the asked holds it

A *run* is a bundle (``core.bundle``: the same bytes as on a disc), media type ``application/warifu-bundle``, closed by
the checkpoint of that log at the run's end. It holds at most M entries and is bounded in bytes, so a long suffix takes
several; each stands by itself, and a cut exchange goes on from the last that arrived. *Heads*
(``application/warifu-heads``) are canonical CBOR {1: [checkpoint under Ed25519, the same under ML-DSA-65], 2: new
entries, 3: confirmed, 4: fallen, 5: objected, 6: pending, 7: waiting}; 2 to 6 speak of the bundle just pushed, 7 counts
the entries of the asker's log, beyond those witnessed, that wait in the asked node's anteroom; what is nought is left
out. The checkpoint is signed, so heads are also the receipt of what was pushed.

Every request bears ``Authorization: Warifu CREDENTIAL`` (base64url of a COSE_Sign1, see ``credential``). One without,
or of another session, is answered 401 with ``WWW-Authenticate: Warifu session="HEX"`` and is asked again, signed for
that session. Bodies bear ``Content-Length``; nothing else is read. Errors (``application/warifu-error``) are canonical
CBOR [code, where, [[name, value] …]] under 400, 401, 403, 404, 405, 411, 413, 422 (the bundle was refused: the code
says why), 500 and 503 (busy; ``Retry-After``).

Who may ask: a peer whose founding act is pinned. Over TLS (1.3, keys on P-256) the key shown must be the one on the
peer's roll, or the one introduced by hand while the roll is not here; that is looked at before a body is read. Plain
HTTP is for loopback alone. *First contact*: the asked node does not know the asker's node key yet and answers 401
exchange.key_unknown with ``held``, the entries it holds of the asker's log. The asker pushes from there; this one push
is admitted, small and one at a time, on what the bundle proves against the pin, and then its credential must verify
under the key that the bundle has just put on the roll.

The conversation, from the asker's side
---------------------------------------
1 ask    heads: what the peer holds of ours, how long its log is; what it has witnessed must be what we wrote
2 push   run after run of what it lacks; each is answered by its signed heads
3 pull   run after run of what we lack; each goes through ``Node.receive``, which may write answers
4 again  from 1, until neither side had news. Answers beget no answers, so two or three rounds do; ``rounds`` bounds it

What the peer dates ahead of our clock waits in the anteroom (``admitting``). It is not asked for again, nor is what
waits over there pushed again: both sides go on from its end, and the report says how much waits.

All of it is idempotent: what is held already is passed over. A run that was cut or came too slowly is asked for again
in smaller pieces. A peer that is down, slow, replaying or sends rubbish changes nothing: ``WireError`` says what, where
and, by its code, what to do; a bundle that is refused leaves its digest and the reason (``turns``). If pushing fails,
pulling is still tried. A peer that has witnessed more of our log than we hold shows that we were restored from an old
copy: nothing is sent before that is back, under our own signature (``own``, ``recovery``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import sleep
from typing import NamedTuple

from warifu.core import bundle as bundles
from warifu.core.act import Checkpoint, open_checkpoint
from warifu.core.errors import BytesError, KeyTroubleError, LogError, WarifuError, WireError
from warifu.node.caller import Asker, Caller, Limits, Link
from warifu.node.received import Received, add_up
from warifu.node.turns import Turns, read_heads, two_of

_SMALLER = frozenset({"exchange.cut", "exchange.slow", "exchange.too_large"})
"""Troubles that a smaller run may get past."""
_LEAST_RUN = 10
_UNKNOWN = -1
_RECOVERED_BYTES = 256 * 1024 * 1024
Progress = Callable[[str, int, int], None]


class Report(NamedTuple):
    """What an exchange did: entries sent, what came and how we answered, rounds taken, whether all news had come."""

    sent: int = 0
    received: Received = Received()
    rounds: int = 0
    quiet: bool = False
    peer_size: int = 0
    """Entries of the peer's log, and of ours, that the peer has signed it holds."""
    witnessed: int = 0
    came_back: int = 0
    """Entries of our own log that the peer gave back to us: we had been restored from an old copy."""
    waiting: int = 0
    """Entries of the peer's log that wait here for their time: its clock runs ahead of ours, or ours is behind."""
    waiting_there: int = 0
    """Entries of our log that wait at the peer."""


class Trouble(NamedTuple):
    """What stopped one half of a round, kept while the other half is tried."""

    error: WireError


def unseen(_what: str, _done: int, _whole: int) -> None:
    """Progress that nobody watches."""


def exchange(turns: Turns, peer: str, link: Link, limits: Limits | None = None, progress: Progress = unseen) -> Report:
    """Copy what each side lacks until neither has news; raises WireError, and what was taken in before it stays.

    Raises LogError where what the peer has signed contradicts the logs: log.behind_witness, checkpoint.witness_differs,
    log.forked.

    ``progress`` is told "push" or "pull", entries done and entries to be done. ``Report.quiet`` is False only where
    ``rounds`` were not enough.
    """
    node = turns.node
    with turns.turn(peer) as pair:
        names = pair.ours.name, pair.theirs.name
    asker = Asker(*names, node.means.signers[0], node.means.chance)
    talk = _Talk(turns, peer, Caller(asker, link, limits or Limits()), progress)
    try:
        return talk.run()
    finally:
        talk.caller.close()


class _Talk:
    """One exchange with one peer, from the asker's side."""

    def __init__(self, turns: Turns, peer: str, caller: Caller, progress: Progress) -> None:
        self.turns = turns
        self.caller = caller
        self.peer = peer
        self.progress = progress
        self.limits = caller.limits
        self.run_entries = caller.limits.run_entries
        self.report = Report()

    def run(self) -> Report:
        """Round after round, until one brings nothing."""
        self.report = self.report._replace(received=self.turns.again(self.peer))
        for rounds in range(1, self.limits.rounds + 1):
            sent, got = self._round()
            self.report = self.report._replace(rounds=rounds, quiet=not (sent or got))
            if self.report.quiet:  # 4 again
                break
        waiting = self.turns.reach(self.peer) - self.turns.sizes(self.peer)[1]
        return self.report._replace(waiting=waiting)

    def _round(self) -> tuple[int, int]:
        held, size = self._heads()  # 1 ask
        sent, trouble = self._push(held)  # 2 push
        if size == _UNKNOWN and sent:
            size = self._heads()[1]  # first contact: the peer answers now that it knows our key
        if size == _UNKNOWN:
            raise trouble.error if trouble else WireError("exchange.key_unknown", self.caller.link.address, held=held)
        got = self._pull(size)  # 3 pull
        if trouble:
            raise trouble.error
        return sent, got

    def _heads(self) -> tuple[int, int]:
        """(entries the peer holds of our log, entries of its own); the second is _UNKNOWN at first contact."""
        try:
            raw = self._persist(self.caller.heads)
        except WireError as trouble:
            held = trouble.figures.get("held")
            if trouble.code != "exchange.key_unknown" or type(held) is not int:
                raise
            return held, _UNKNOWN
        try:
            found = self._witness(raw)
        except LogError as trouble:
            if trouble.code != "log.behind_witness" or self.report.came_back:
                raise
            self._recover(raw)
            found = self._witness(raw)
        return self._there(found, raw), found.size

    def _there(self, found: Checkpoint, raw: bytes) -> int:
        """Count the entries of our log that the peer has signed it holds, and those that wait over there."""
        waiting = min(read_heads(raw).waiting, self.turns.sizes(self.peer)[0] - found.peer_size)
        self.report = self.report._replace(waiting_there=max(waiting, 0))
        return found.peer_size + self.report.waiting_there

    def _recover(self, raw: bytes) -> None:
        """Get back what the peer holds of our own log, and with it what it has sent us of its own."""
        try:
            claimed, _, _ = open_checkpoint(two_of(read_heads(raw)))
            sizes = self.turns.sizes(self.peer)
            ours = self._collect(sizes[0], claimed.peer_size, self.caller.pull_own)
            theirs = self._collect(sizes[1], claimed.size, self.caller.pull)
            came_back, _ = self.turns.take_back(self.peer, ours, theirs)
        except (BytesError, KeyTroubleError, LogError) as trouble:
            raise self._refused(trouble) from trouble
        self.report = self.report._replace(came_back=came_back)

    def _collect(self, first: int, end: int, pull: Callable[[int, int], bytes]) -> list[bytes]:
        frames: list[bytes] = []
        while first < end:
            frames.append(self._persist(partial(self._with_limit, pull, first)))
            run = bundles.decode(frames[-1])
            first = self._grown(first, run.first + len(run.entries))
            if sum(map(len, frames)) > _RECOVERED_BYTES:
                # Nothing of it is written before all of it has come: what a peer may make us hold is bounded.
                raise WireError("exchange.too_large", self.caller.link.address, size=end, limit=_RECOVERED_BYTES)
        return frames

    def _with_limit(self, pull: Callable[[int, int], bytes], first: int) -> bytes:
        return pull(first, self.run_entries)

    def _witness(self, raw: bytes) -> Checkpoint:
        try:
            found = self.turns.witness(self.peer, read_heads(raw).checkpoint)
        except (BytesError, KeyTroubleError) as trouble:
            raise WireError("exchange.rubbish", self.caller.link.address, reason=trouble.code) from trouble
        self.report = self.report._replace(peer_size=found.size, witnessed=found.peer_size)
        return found

    def _push(self, held: int) -> tuple[int, Trouble | None]:
        """Hand over what the peer lacks; returns how many entries it took, and what stopped us."""
        began, whole = held, self.turns.sizes(self.peer)[0]
        try:
            while held < whole:
                raw = self._persist(partial(self._hand_over, held))
                held = self._grown(held, self._there(self._witness(raw), raw))
                self.progress("push", held - began, whole - began)
        except WireError as trouble:
            return self._sent(held - began), Trouble(trouble)
        return self._sent(held - began), None

    def _hand_over(self, first: int) -> bytes:
        return self.caller.push(self.turns.bundle(self.peer, first, self.run_entries))

    def _grown(self, before: int, now: int) -> int:
        """Return the new size; a peer that promises and does not deliver is not asked for ever."""
        if now <= before:
            raise WireError("exchange.no_progress", self.caller.link.address, held=now)
        return now

    def _sent(self, count: int) -> int:
        self.report = self.report._replace(sent=self.report.sent + count)
        return count

    def _pull(self, size: int) -> int:
        """Take in what we lack; returns how many entries came."""
        began = held = self.turns.reach(self.peer)
        while held < size:
            received = self._receive(self._persist(partial(self._with_limit, self.caller.pull, held)))
            held = self._grown(held, self.turns.reach(self.peer))
            self.report = self.report._replace(received=add_up(self.report.received, received))
            self.progress("pull", held - began, size - began)
        return held - began

    def _receive(self, frame: bytes) -> Received:
        try:
            return self.turns.receive(self.peer, frame)
        except (BytesError, KeyTroubleError, LogError) as trouble:
            raise self._refused(trouble) from trouble

    def _refused(self, trouble: WarifuError) -> WireError:
        return WireError("exchange.bundle_refused", self.caller.link.address, reason=trouble.code, place=trouble.where)

    def _persist(self, ask: Callable[[], bytes]) -> bytes:
        """Ask again what was cut, slow or too large, in smaller runs; wait where the peer is busy."""
        for again in range(self.limits.tries - 1, -1, -1):
            try:
                return ask()
            except WireError as trouble:
                shrinks = trouble.code in _SMALLER and ask != self.caller.heads and self.run_entries > _LEAST_RUN
                if not again or not (shrinks or trouble.code in {"exchange.cut", "exchange.busy"}):
                    raise
                if trouble.code == "exchange.busy":
                    sleep(self.limits.busy_seconds)
                elif shrinks:
                    self.run_entries = max(_LEAST_RUN, self.run_entries // 4)
        raise WireError("exchange.busy", self.caller.link.address)
