"""Look at signatures beside all else: *open* hands them over, and only the last good one lets the transaction commit.

Law: an act's signature may be looked at later than its bytes are read, never later than the commit. On the path of
*receive* this stands beside step 1: ``add`` while the entries are read, ``settle`` before anything is durable.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from warifu.core.envelope import Envelope, good
from warifu.core.errors import KeyTroubleError
from warifu.core.keys import PublicKey

_BATCH = 256

_POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="verify")
"""Signatures are checked beside the reading: the library lets go of the interpreter meanwhile."""


class Checks:
    """Signatures handed to the pool in batches; ``settle`` raises for the first that is bad."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Envelope, PublicKey, str]] = []
        self._running: list[Future[str]] = []

    def add(self, envelope: Envelope, key: PublicKey, where: str) -> None:
        """Take one signature in; ``where`` names the entry in the error."""
        self._waiting.append((envelope, key, where))
        if len(self._waiting) >= _BATCH:
            self._send()

    def _send(self) -> None:
        self._running.append(_POOL.submit(_first_bad, self._waiting))
        self._waiting = []

    def settle(self) -> None:
        """Wait until every signature has been looked at; raises KeyTroubleError for the first that is bad."""
        self._send()
        for running in self._running:
            where = running.result()
            if where:
                raise KeyTroubleError("envelope.signature_bad", where)


def _first_bad(batch: list[tuple[Envelope, PublicKey, str]]) -> str:
    for envelope, key, where in batch:
        if not good(envelope, key):
            return where
    return ""
