"""Imports that run: one thread each, with what it has done so far, for the page that shows it.

Law: an import is idempotent: what is signed stands in the log, and the same file again adds the rest. So a job lives in
this process alone; if the process ends in between, the page says that the import stopped and how to go on.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from threading import Lock, Thread
from typing import Any

from django.db import connections

from warifu.core.errors import WarifuError

_LOG = logging.getLogger("warifu.pages")
_KEPT = 100
Progress = Callable[[int, int], None]


class Job:
    """One import: how far it is, and in the end its report or what stopped it."""

    def __init__(self, owner: str, total: int) -> None:
        self.token = secrets.token_urlsafe(16)
        self.owner, self.total, self.done = owner, total, 0
        self.report: dict[str, Any] | None = None
        self.trouble: WarifuError | None = None
        self.broken = False

    @property
    def over(self) -> bool:
        """True once nothing more is done."""
        return self.report is not None or self.trouble is not None or self.broken

    def note(self, done: int, total: int) -> None:
        """Say how far it is."""
        self.done, self.total = done, total


class Jobs:
    """The jobs of this process, the newest hundred."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._jobs: dict[str, Job] = {}

    def start(self, owner: str, total: int, work: Callable[[Progress], dict[str, Any]]) -> Job:
        """Begin a job; ``work`` is given what to tell its progress to, and returns the report."""
        job = Job(owner, total)
        with self._lock:
            while len(self._jobs) >= _KEPT:
                self._jobs.pop(next(iter(self._jobs)))
            self._jobs[job.token] = job
        beside(lambda: self._run(job, work))
        return job

    def of(self, token: str, owner: str) -> Job | None:
        """Return a job of one's own; None where there is none, or it was of a process before."""
        job = self._jobs.get(token)
        return job if job is not None and job.owner == owner else None

    def _run(self, job: Job, work: Callable[[Progress], dict[str, Any]]) -> None:
        try:
            job.report = work(job.note)
        except WarifuError as trouble:
            job.trouble = trouble
        except Exception:  # noqa: BLE001  logged with its trace; the page must say that it stopped
            _LOG.exception("an import ended by a fault of ours")
            job.broken = True


def beside(work: Callable[[], None]) -> None:
    """Do it in a thread of its own, whose connections end with it."""

    def whole() -> None:
        try:
            work()
        finally:
            connections.close_all()

    Thread(target=whole, name="import", daemon=True).start()


JOBS = Jobs()
