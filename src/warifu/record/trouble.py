"""What a database says when it cannot, told in our own codes; nothing above this floor reads a driver's words.

Law: a transaction that failed wrote nothing, and the same call works again once the cause is mended. So each cause that
calls for another remedy has a code of its own: ``store.disk_full``, ``store.busy``, ``store.read_only``,
``store.damaged``, ``store.disk_failed``; anything else is ``store.failed``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.utils import Error

from warifu.core.errors import StoreError

_SQLITE = (
    ("database or disk is full", "store.disk_full"),
    ("is locked", "store.busy"),
    ("readonly database", "store.read_only"),
    ("malformed", "store.damaged"),
    ("is not a database", "store.damaged"),
    ("Could not decode", "store.damaged"),  # a text where bytes were written: edited by hand
    ("disk I/O error", "store.disk_failed"),
)
_POSTGRES = {
    "53100": "store.disk_full",
    "53300": "store.busy",
    "40001": "store.busy",
    "40P01": "store.busy",
    "55P03": "store.busy",
    "57014": "store.busy",
    "25006": "store.read_only",
    "XX001": "store.damaged",
    "XX002": "store.damaged",
    "58030": "store.disk_failed",
}
"""SQLSTATE to code (PostgreSQL, appendix A of its manual)."""


def code_of(trouble: Exception) -> str:
    """Return our code for what a database raised."""
    state = getattr(trouble.__cause__, "sqlstate", None)
    if state:
        return _POSTGRES.get(state, "store.failed")
    words = str(trouble)
    return next((code for part, code in _SQLITE if part in words), "store.failed")


@contextmanager
def told(where: str) -> Iterator[None]:
    """Raise StoreError with the code of what went wrong in the place of whatever the driver raises."""
    try:
        yield
    except Error as trouble:
        raise StoreError(code_of(trouble), where, trouble=type(trouble).__name__) from trouble
