"""Open a node's database: SQLite in its folder, or PostgreSQL by address; both pass the same contract.

Law: SQLite runs in WAL with ``synchronous=FULL`` and transactions that lock at once; a commit that returned is on the
disk. One process may hold several databases (two nodes in a test), each under an alias of its own. Which rooms keep
tables there is said by the caller, by package; nothing here knows one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import django
from django.apps import apps as installed
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from warifu.core.errors import StoreError
from warifu.record.trouble import code_of

RECORD = "warifu.record"
WEB_SCHEMA = "warifu_accounts"
_BUSY_SECONDS = 30
_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA busy_timeout=30000;"
    "PRAGMA cache_size=-32768;PRAGMA foreign_keys=OFF;"
)


def configure(rooms: tuple[str, ...] = (), web: tuple[str, ...] = (), **more: Any) -> None:
    """Make Django ready, once in a process; no settings module, no global database.

    ``rooms``: the packages whose tables stand in a node's database beside the record's. ``web``: what stands in the
    accounts' database instead, and ``more`` what pages need. A process that is ready stays as it is.
    """
    if settings.configured:
        return
    node = (RECORD, *rooms)
    plain = {
        "INSTALLED_APPS": (*node, *web),
        "NODE_APPS": node,
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "LANGUAGE_CODE": "en-gb",
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "SECRET_KEY": "no sessions, no signing here",
    }
    settings.configure(**(plain | more))
    django.setup()


def migrate(alias: str, *, web: bool = False) -> None:
    """Bring the tables of a database up to date: a node's, or (``web``) those of accounts and sessions.

    Raises StoreError; ``store.newer`` where a later version of the program has made tables that this one does not know.
    The two never share a database's tables: each gets the migrations of its own apps alone.
    """
    name = str(connections.databases[alias]["NAME"])
    try:
        with connections[alias].cursor() as cursor:
            if web and connections[alias].vendor == "postgresql":
                cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {WEB_SCHEMA}")
        executor = MigrationExecutor(connections[alias])
        own = {config.label for config in installed.get_app_configs() if config.name in settings.NODE_APPS}
        _check_known(executor, own, name)
        targets = [node for node in executor.loader.graph.leaf_nodes() if (node[0] in own) != web]
        if executor.migration_plan(targets):
            executor.migrate(targets)
    except DatabaseError as trouble:
        code = code_of(trouble)
        raise StoreError(
            "store.cannot_open" if code == "store.failed" else code, name, trouble=str(trouble)[:200]
        ) from trouble
    except ValueError as trouble:  # an address that no driver takes
        raise StoreError("store.cannot_open", name, trouble=type(trouble).__name__) from trouble


def _check_known(executor: MigrationExecutor, own: set[str], name: str) -> None:
    """Refuse a database in which a later version of the program has been at work: it may mean other things by it."""
    known = executor.loader.disk_migrations or {}
    later = sorted(each for app, each in executor.loader.applied_migrations if app in own and (app, each) not in known)
    if later:
        raise StoreError("store.newer", name, made=", ".join(later)[:200])


def open_database(address: str, alias: str, rooms: tuple[str, ...] = ()) -> str:
    """Register the database at ``address`` under ``alias`` and bring its tables up to date; returns the alias.

    ``address`` is a file path, or ``postgresql://user@host:port/name``; ``rooms`` as for ``configure``. Raises
    StoreError where it cannot be opened.
    """
    configure(rooms)
    if alias not in connections.databases:
        connections.databases[alias] = connections.databases["default"] | options(address)
    migrate(alias)
    return alias


def close_database(alias: str) -> None:
    """Close the connection of this thread and forget the alias."""
    connections[alias].close()
    connections.databases.pop(alias, None)
    if hasattr(connections._connections, alias):  # type: ignore[attr-defined]  # noqa: SLF001  no public way to drop it
        delattr(connections._connections, alias)  # type: ignore[attr-defined]  # noqa: SLF001


def _parts(address: str) -> SplitResult:
    """Read a server's address, its port too; raises StoreError."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as trouble:
        raise StoreError("store.cannot_open", "postgresql://…", trouble=str(trouble)[:200]) from trouble
    return parts


def forget_accounts() -> None:
    """Let nothing that was wiped from the accounts' database lie in its log of writes; outside any transaction."""
    accounts = connections["default"]
    if accounts.vendor == "sqlite" and not accounts.in_atomic_block:
        with accounts.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def options(address: str, *, wiping: bool = False) -> dict[str, Any]:
    """Return how Django reaches the database at an address; ``?schema=`` names a schema of its own on the server.

    ``wiping``: SQLite overwrites whatever is let go of, always: for the accounts' database, which is small.
    """
    if address.startswith("postgresql://"):
        parts = _parts(address)
        schema = parse_qs(parts.query).get("schema", [])
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": parts.port or "",
            "CONN_HEALTH_CHECKS": True,
            "CONN_MAX_AGE": None,
            "OPTIONS": {"options": f"-c search_path={schema[0]}"} if schema else {},
        }
    pragmas = f"{_PRAGMAS}PRAGMA secure_delete=ON;" if wiping else _PRAGMAS
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(Path(address)),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": _BUSY_SECONDS, "init_command": pragmas},
    }
