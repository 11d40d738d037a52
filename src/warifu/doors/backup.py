"""Backups: a whole copy of a node's database, on record with its place, so that a later removal knows where to look.

Law: a backup is written without free pages (SQLite ``VACUUM INTO``; ``pg_dump`` writes rows alone), so that nothing
that was erased goes along in them; it is one moment of the database, taken while the node goes on. Accounts go beside
it without drafts, sessions and answers kept. What was made is noted for every pair: day, digest, size, where it is said
to be kept, how far both logs go in it. A backup made by other means is noted by hand. Keys are not in it: they lie in
the node's folder and are kept apart.

A restored backup opens no text that was erased: the node applies the erasures in its logs at opening, and those that
came after it when its own log is back from the peer (``node.recovery``).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from hashlib import file_digest, sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from django.db import connections

from warifu.core.errors import FileError, StoreError
from warifu.node.open import Opened
from warifu.record import log, removals
from warifu.record.log import NATIONAL, Store
from warifu.record.removals import Copied
from warifu.record.trouble import code_of, told

_MAGIC = b"SQLite format 3\0"
_WIPED = ("drafts_file", "drafts_draft", "django_session", "api_done", "usersessions_usersession")
"""Tables of the accounts' database that no backup holds: what is being written, and who is signed in."""


class Made(NamedTuple):
    """A backup: its file, size in bytes, SHA-256 of its bytes; the accounts beside it, or None."""

    file: Path
    size: int
    digest: bytes
    accounts: Path | None


def make(opened: Opened, to: Path, kept: str, who: str) -> Made:
    """Write a backup of a node to a file that is not there yet, and note it; raises FileError backup.*, StoreError."""
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        _reserve(to)
        try:
            with told(str(to)):
                accounts = _written(opened, to)
            with to.open("rb") as file:
                os.fsync(file.fileno())
                digest = file_digest(file, "sha256").digest()
        except BaseException:  # half a backup is none, and would stand in the way of the next
            for each in (to, _accounts_of(to)):
                each.unlink(missing_ok=True)
            raise
    except OSError as trouble:
        raise FileError("backup.cannot_write", str(to), trouble=trouble.strerror or "") from trouble
    found = Made(to, to.stat().st_size, digest, accounts)
    note(opened, found, kept or str(to.resolve()), who)
    return found


def _reserve(to: Path) -> None:
    """Take the name of a backup, for nobody else to read, so that of two at once one is told that there is one."""
    if _accounts_of(to).exists():
        raise FileError("backup.exists", str(_accounts_of(to)))
    try:
        os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as trouble:
        raise FileError("backup.exists", str(to)) from trouble


def _written(opened: Opened, to: Path) -> Path | None:
    store = opened.node.store
    if connections[store.alias].vendor == "sqlite":
        store.run("VACUUM INTO %s", [str(to)])
    else:
        _dump(opened.config.database, to)
    to.chmod(0o600)
    return _accounts(opened, to)


def _accounts_of(backup: Path) -> Path:
    return backup.with_name(backup.name + ".accounts")


def note(opened: Opened, found: Made | None, kept: str, who: str) -> None:
    """Note a backup for every pair; None: one that was made by other means, of the database as it is now."""
    node = opened.node
    time = node.means.clock()
    digest, size = (found.digest, found.size) if found else (sha256(f"{kept} {time}".encode()).digest(), 0)
    sizes: dict[str, dict[bool, int]] = {}
    for pair, author, length in node.store.run("SELECT pair, author, size FROM log WHERE pair <> %s", [NATIONAL]):
        sizes.setdefault(pair, {})[author == node.party] = length
    for pair, of in sizes.items():
        made = Copied(
            removals.BACKUP, digest, time, ours=of.get(True, 0), theirs=of.get(False, 0), size=size, kept=kept, who=who
        )
        removals.note_copied(node.store, pair, made)


def _dump(address: str, to: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise FileError("backup.no_program", "pg_dump")
    asked = [program, "--format=custom", "--no-owner", f"--file={to}", f"--dbname={address}"]
    ran = subprocess.run(asked, check=False, capture_output=True, text=True)  # noqa: S603  no shell, our own words
    if ran.returncode:
        to.unlink(missing_ok=True)
        raise FileError(
            "backup.failed", "pg_dump", trouble=ran.stderr.strip().splitlines()[-1][:200] if ran.stderr else ""
        )


def _accounts(opened: Opened, to: Path) -> Path | None:
    """Copy the accounts beside the backup of a node in a file; on a server they are in the dump."""
    source = opened.folder / "accounts.db"
    if opened.config.database or not source.is_file():
        return None
    beside = _accounts_of(to)
    passing = to.with_name(to.name + ".passing")
    try:
        live = sqlite3.connect(_uri(source, "mode=ro"), uri=True)
        with closing(live), closing(sqlite3.connect(passing)) as copy:
            live.backup(copy)
        with closing(sqlite3.connect(passing, isolation_level=None)) as copy:
            copy.execute("PRAGMA secure_delete=ON")
            known = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            for table in _WIPED:
                if table in known:
                    copy.execute(f"DELETE FROM {table}")  # noqa: S608  our own names
            copy.execute("VACUUM INTO ?", [str(beside)])
    except sqlite3.Error as trouble:
        raise StoreError(code_of(trouble), str(beside), trouble=type(trouble).__name__) from trouble
    finally:
        _overwritten(passing)
    beside.chmod(0o600)
    return beside


def _overwritten(path: Path) -> None:
    """Overwrite and remove a file and what SQLite keeps beside it."""
    for each in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        if each.is_file():
            with each.open("r+b") as file:
                file.write(b"\0" * each.stat().st_size)
                file.flush()
                os.fsync(file.fileno())
            each.unlink()


def restore(folder: Path, backup: Path) -> list[Path]:
    """Lay a backup of a file node into its folder, where no database lies; returns what was laid there.

    Raises FileError backup.there_is_one, backup.no_backup. On a server: ``pg_restore`` into an empty database.
    """
    into = folder / "warifu.db"
    for each in (into, *(into.with_name(into.name + end) for end in ("-wal", "-journal"))):
        if each.exists():  # what another database left to be written would be written into this one
            raise FileError("backup.there_is_one", str(each))
    try:
        with backup.open("rb") as file:
            good = file.read(len(_MAGIC)) == _MAGIC
    except OSError as trouble:
        raise FileError("file.unreadable", str(backup), trouble=trouble.strerror or "") from trouble
    if not good or not _is_whole(backup):
        raise FileError("backup.no_backup", str(backup))
    laid = [(backup, into)]
    accounts = _accounts_of(backup)
    if accounts.is_file() and not (folder / "accounts.db").exists():
        laid.append((accounts, folder / "accounts.db"))
    for source, target in reversed(laid):  # the node's own last: with it the node is there again
        _lay(source, target)
    return [target for _, target in laid]


def _lay(source: Path, target: Path) -> None:
    """Copy a file so that it is there whole or not at all; raises FileError backup.cannot_write."""
    beside = target.with_name(target.name + ".passing")
    try:
        with source.open("rb") as given, beside.open("wb") as file:
            beside.chmod(0o600)
            shutil.copyfileobj(given, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as trouble:
        beside.unlink(missing_ok=True)
        raise FileError("backup.cannot_write", str(target), trouble=trouble.strerror or "") from trouble


def _uri(path: Path, asked: str) -> str:
    """Return how SQLite is asked for a file by name, whatever letters it has."""
    return f"file:{quote(os.fsencode(path.absolute()))}?{asked}"


def _is_whole(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(_uri(path, "mode=ro&immutable=1"), uri=True)) as copy:
            return bool(copy.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


class Printed(NamedTuple):
    """A paper that was made of an act: its bytes, who asked for it, where it went."""

    raw: bytes
    who: str
    kept: str = ""


def note_print(store: Store, pair: str, act: bytes, paper: Printed, time: int) -> None:
    """Note a paper that was made of an act of a pair, or of the national log."""
    case = next((found[act] for name in (pair, NATIONAL) if (found := log.cases_of(store, name, [act])).get(act)), act)
    digest = sha256(paper.raw).digest()
    made = Copied(removals.PRINT, digest, time, act, case, size=len(paper.raw), kept=paper.kept, who=paper.who)
    removals.note_copied(store, pair, made)
