"""Look at signatures beside all else: *open* hands them over, and only the last good one lets the transaction commit.

Law: an act's signature may be looked at later than its bytes are read, never later than the commit. On the path of
*receive* this stands beside step 1: ``add`` while the entries are read, ``settle`` before anything is durable.

One interpreter runs one thread at a time, and a thread that verifies gets its turn back too late to be of use beside
one that reads and judges (measured: no gain at all). So a large bundle gets processes of its own (``verifier``), one
for each core but ours; they end with the bundle. Whoever is free takes the next batch, at the end we ourselves; what a
process took and did not answer is looked at here. Without a second core, or a process, all is looked at here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import weakref
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Condition, Thread
from typing import NamedTuple

from warifu.core.envelope import Envelope
from warifu.core.errors import KeyTroubleError
from warifu.core.keys import PublicKey
from warifu.node.verifier import LENGTH_BYTES, Look, first_bad, question

MANY = 2000
"""Acts from which on a process is worth its start (60 ms and 25 MB)."""
_BATCH = 64
_AHEAD = 2
"""Batches given to a process at once, so that it never waits for us."""
_MOST_DEPUTIES = 3
_PATIENCE_SECONDS = 30
_BEGIN = "import sys; sys.path[:] = sys.argv[1:]; from warifu.node.verifier import main; main()"

_POOL = ThreadPoolExecutor(max_workers=1, thread_name_prefix="verify")
"""A second thread for the end of a small bundle: the library lets go of the interpreter while it verifies."""


class _Batch(NamedTuple):
    first: int
    looks: list[Look]
    where: list[str]


class _Work:
    """The batches of one bundle, taken by whoever is free; what a lost process had goes back."""

    def __init__(self) -> None:
        self._left: deque[_Batch] = deque()
        self._changed = Condition()
        self._out = 0
        self._open = True
        self.deputies: list[subprocess.Popen[bytes]] = []
        self.bad: dict[int, str] = {}

    def put(self, batch: _Batch) -> None:
        with self._changed:
            self._left.append(batch)
            self._changed.notify()

    def take(self, *, wait: bool) -> _Batch | None:
        """Return the next batch; None where there is none, or (``wait``) where none will come."""
        with self._changed:
            while wait and self._open and not self._left:
                self._changed.wait()
            if not self._left:
                return None
            self._out += 1
            return self._left.popleft()

    def done(self, batch: _Batch, bad: int) -> None:
        with self._changed:
            self._out -= 1
            if bad >= 0:
                self.bad[batch.first + bad] = batch.where[bad]
            self._changed.notify_all()

    def give_back(self, batch: _Batch) -> None:
        with self._changed:
            self._out -= 1
            self._left.appendleft(batch)
            self._changed.notify_all()

    def close(self) -> None:
        """Say that no more will come: the processes end once nothing is left."""
        with self._changed:
            self._open = False
            self._changed.notify_all()

    def drain(self) -> None:
        """Look at what is left, here."""
        while (batch := self.take(wait=False)) is not None:
            self.done(batch, first_bad(batch.looks))

    def finish(self) -> None:
        """Look at what is left, wait for what is out, and look at what comes back unanswered."""
        while True:
            self.drain()
            with self._changed:
                if not self._out and not self._left:
                    return
                heard = self._left or self._changed.wait(_PATIENCE_SECONDS)
            if not heard:
                for deputy in self.deputies:
                    deputy.kill()  # its driver gives back what it had


class Checks:
    """Signatures handed over in batches; ``settle`` raises for the first that is bad."""

    def __init__(self, expected: int = 0) -> None:
        """``expected``: how many will come, about; many are worth processes of their own."""
        self._batch = _Batch(0, [], [])
        self._work = _Work()
        weakref.finalize(self, self._work.close)  # nobody may ever settle what failed for another reason
        if expected >= MANY:
            for _ in range(min(_MOST_DEPUTIES, _cores() - 1)):
                _start_deputy(self._work)

    def add(self, envelope: Envelope, key: PublicKey, where: str) -> None:
        """Take one signature in; ``where`` names the entry in the error."""
        batch = self._batch
        batch.looks.append((envelope, key))
        batch.where.append(where)
        if len(batch.where) >= _BATCH:
            self._send()

    def _send(self) -> None:
        batch = self._batch
        if batch.where:
            self._work.put(batch)
            self._batch = _Batch(batch.first + len(batch.where), [], [])

    def settle(self) -> None:
        """Wait until every signature has been looked at; raises KeyTroubleError for the first that is bad."""
        self._send()
        self._work.close()
        beside = None if self._work.deputies else _POOL.submit(self._work.drain)
        self._work.finish()
        if beside is not None:
            beside.result()
        if self._work.bad:
            raise KeyTroubleError("envelope.signature_bad", self._work.bad[min(self._work.bad)])


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start_deputy(work: _Work) -> None:
    """Start a process and the thread that gives it work; where none can be started, all is looked at here."""
    if not sys.executable:
        return
    try:
        deputy = subprocess.Popen(  # noqa: S603  our own interpreter and module, nothing from outside
            [sys.executable, "-I", "-S", "-c", _BEGIN, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
    except OSError:
        return
    work.deputies.append(deputy)
    Thread(target=_drive, args=(work, deputy), name="verify beside", daemon=True).start()


def _drive(work: _Work, deputy: subprocess.Popen[bytes]) -> None:
    """Keep one process busy until nothing is left; if it is lost, what it had is given back."""
    held: deque[_Batch] = deque()
    try:
        while True:
            batch = work.take(wait=not held)
            if batch is not None:
                held.append(batch)
                _write(deputy, question(batch.looks))
            if not held:
                return
            if batch is None or len(held) == _AHEAD:
                bad = _read(deputy)
                work.done(held.popleft(), bad)
    except OSError:
        return
    finally:
        for batch in reversed(held):
            work.give_back(batch)
        _end(deputy)


def _write(deputy: subprocess.Popen[bytes], raw: bytes) -> None:
    left = memoryview(raw)
    while left and deputy.stdin:
        left = left[deputy.stdin.write(left) :]


def _read(deputy: subprocess.Popen[bytes]) -> int:
    raw = deputy.stdout.read(LENGTH_BYTES) if deputy.stdout else b""
    if len(raw) != LENGTH_BYTES:
        raise BrokenPipeError
    return int.from_bytes(raw, signed=True)


def _end(deputy: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        for pipe in (deputy.stdin, deputy.stdout):
            if pipe:
                pipe.close()
    try:
        deputy.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        deputy.kill()
        deputy.wait()
