"""Open a node's database: SQLite in its folder, or PostgreSQL by address; both pass the same contract.

Law: SQLite runs in WAL with ``synchronous=FULL`` and transactions that lock at once; a commit that returned is on the
disk. One process may hold several databases (two nodes in a test), each under an alias of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.utils import DatabaseError

from warifu.core.errors import StoreError

APPS = (
    "warifu.record.apps.RecordConfig",
    "warifu.rooms.parties.apps.PartiesConfig",
    "warifu.rooms.programme.apps.ProgrammeConfig",
    "warifu.rooms.logistics.apps.LogisticsConfig",
)
_BUSY_SECONDS = 30
_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA busy_timeout=30000;"
    "PRAGMA cache_size=-32768;PRAGMA foreign_keys=OFF;"
)


def configure(apps: tuple[str, ...] = APPS) -> None:
    """Make Django ready, once in a process; no settings module, no global database."""
    if settings.configured:
        return
    settings.configure(
        INSTALLED_APPS=apps,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        USE_TZ=True,
        TIME_ZONE="UTC",
        LANGUAGE_CODE="en-gb",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="no sessions, no signing here",  # noqa: S106  the doors have settings of their own
    )
    django.setup()


def open_database(address: str, alias: str) -> str:
    """Register the database at ``address`` under ``alias`` and bring its tables up to date; returns the alias.

    ``address`` is a file path, or ``postgresql://user@host:port/name``. Raises StoreError where it cannot be opened.
    """
    configure()
    if alias not in connections.databases:
        connections.databases[alias] = connections.databases["default"] | _options(address)
    try:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    except DatabaseError as trouble:
        raise StoreError("store.cannot_open", address, trouble=str(trouble)[:200]) from trouble
    return alias


def close_database(alias: str) -> None:
    """Close the connection of this thread and forget the alias."""
    connections[alias].close()
    connections.databases.pop(alias, None)
    if hasattr(connections._connections, alias):  # type: ignore[attr-defined]  # noqa: SLF001  no public way to drop it
        delattr(connections._connections, alias)  # type: ignore[attr-defined]  # noqa: SLF001


def _options(address: str) -> dict[str, Any]:
    if address.startswith("postgresql://"):
        parts = urlsplit(address)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": parts.port or "",
            "CONN_HEALTH_CHECKS": True,
            "CONN_MAX_AGE": None,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(Path(address)),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": _BUSY_SECONDS, "init_command": _PRAGMAS},
    }
