"""On which database a world of trials lies: in memory, or each half in a database of its own on a real PostgreSQL.

A module says ``pytestmark = pytest.mark.usefixtures("engine")`` and has its world made by a fixture that asks for
``engine``: all its trials then run on both, those on PostgreSQL marked ``postgres``. Worlds are copies of one database
that has all tables already, and are closed when the module is done.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.postgres import new_database
from warifu.record.database import close_database, open_database

ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
_NUMBERS = itertools.count()
_SERVER: list[str] = []
"""The server on which worlds are made now; none: in memory."""
_OPENED: list[str] = []
_PATTERNS: set[str] = set()
"""Servers that have the database of which the others are copies."""


def addresses() -> tuple[str, str]:
    """Return where the two halves of the next world lie."""
    if not _SERVER:
        return ":memory:", ":memory:"
    number = next(_NUMBERS)
    return _copy(_SERVER[-1], f"world_{number}_gb"), _copy(_SERVER[-1], f"world_{number}_jp")


def opened(alias: str) -> None:
    """Remember a database of a world, to be closed with its module."""
    if _SERVER:
        _OPENED.append(alias)


@contextmanager
def on_postgres(dsn: str) -> Iterator[None]:
    """Have every world that is made meanwhile lie on the server of ``dsn``."""
    if dsn not in _PATTERNS:
        open_database(new_database(dsn, "pattern"), "pattern")
        close_database("pattern")
        _PATTERNS.add(dsn)
    _SERVER.append(dsn)
    try:
        yield
    finally:
        while _OPENED:
            close_database(_OPENED.pop())
        _SERVER.pop()


def _copy(dsn: str, name: str) -> str:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE pattern')
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')  # no trial here pulls the plug
    return f"{dsn.rpartition('/')[0]}/{name}"
