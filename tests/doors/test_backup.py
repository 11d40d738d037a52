"""A node's database on the disk: what is gone, newer, damaged or half written is told, and never passes for a node."""

from __future__ import annotations

import resource
import sqlite3
from contextlib import closing, contextmanager

import pytest
from django.db import connections

from warifu.core.errors import FileError, StoreError, WarifuError
from warifu.doors import backup
from warifu.doors.beginning import create
from warifu.node import config
from warifu.node.config import Config, Peer
from warifu.node.open import Opened
from warifu.record.database import close_database, options

PASS, COST = "a phrase for trials", 4
SETTINGS = Config("GB", (Peer("JP"),))


@pytest.fixture
def node(tmp_path):
    folder = tmp_path / "gb"
    create(folder, PASS, SETTINGS, tmp_path / "root", COST)
    close_database(f"node {folder.resolve()}")
    yield folder
    close_if_open(folder)


def close_if_open(folder) -> None:
    if f"node {folder.resolve()}" in connections.databases:
        close_database(f"node {folder.resolve()}")


def refused(folder) -> WarifuError:
    with pytest.raises(WarifuError) as told:
        Opened(folder, PASS)
    close_if_open(folder)
    return told.value


def test_a_database_that_is_gone_is_not_begun_anew(node):
    for end in ("", "-wal", "-shm"):
        (node / f"warifu.db{end}").unlink(missing_ok=True)
    assert refused(node).code == "store.gone"
    assert not (node / "warifu.db").exists()
    (node / "warifu.db").touch()
    assert refused(node).code == "store.gone"


def test_a_database_of_a_later_version_is_left_alone(node):
    with closing(sqlite3.connect(node / "warifu.db")) as later, later:
        later.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('record', '0999_of_tomorrow', '2027-01-01')"
        )
    told = refused(node)
    assert (told.code, told.figures["made"]) == ("store.newer", "0999_of_tomorrow")


@pytest.mark.parametrize("harm", ["half", "other"])
def test_a_damaged_database_is_called_damaged(node, harm):
    file = node / "warifu.db"
    raw = file.read_bytes()
    file.write_bytes(raw[: len(raw) // 2] if harm == "half" else b"Not a database!!" + raw[16:])
    assert refused(node).code == "store.damaged"


@pytest.mark.parametrize("address", ["postgresql://[", "postgresql://host:port/name"])
def test_an_address_of_a_database_that_is_none_is_told(address):
    with pytest.raises(StoreError) as told:
        options(address)
    assert told.value.code == "store.cannot_open"


def test_settings_are_whole_or_those_that_were(node, monkeypatch):
    before = (node / "node.toml").read_bytes()
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        config.write(node, Config("GB", (Peer("JP", "http://127.0.0.1:1"),)))
    assert (node / "node.toml").read_bytes() == before


def test_settings_keep_whatever_letters_were_told(tmp_path):
    odd = Config("GB", (Peer("JP", 'a\n"b\\\x7f\t'),))
    config.write(tmp_path, odd)
    assert config.read(tmp_path) == odd
    (tmp_path / "node.toml").write_bytes(b"a = " + b"[" * 5000)
    with pytest.raises(FileError) as told:
        config.read(tmp_path)
    assert told.value.code == "node.config_bad"


@contextmanager
def files_of_at_most(size: int):
    earlier = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, earlier[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, earlier)


def test_half_a_backup_is_none_and_does_not_stand_in_the_way(node, tmp_path):
    opened = Opened(node, PASS)
    to = tmp_path / "copy?of #1.db"
    with files_of_at_most(100_000), pytest.raises(WarifuError):
        backup.make(opened, to, "", "test")
    assert not to.exists()
    made = backup.make(opened, to, "", "test")
    assert made.size > 100_000
    assert to.stat().st_mode & 0o077 == 0
    with pytest.raises(FileError) as told:
        backup.make(opened, to, "", "test")
    assert told.value.code == "backup.exists"
    assert to.stat().st_size == made.size


def test_a_backup_is_laid_whole_and_beside_nothing_that_another_database_left(node, tmp_path, monkeypatch):
    to = tmp_path / "copy?of #1.db"
    backup.make(Opened(node, PASS), to, "", "test")
    close_if_open(node)
    (node / "warifu.db").unlink()
    (node / "warifu.db-wal").write_bytes(b"left")
    with pytest.raises(FileError) as told:
        backup.restore(node, to)
    assert (told.value.code, told.value.where) == ("backup.there_is_one", str(node / "warifu.db-wal"))
    (node / "warifu.db-wal").unlink()
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(FileError):
            backup.restore(node, to)
    assert not list(node.glob("warifu.db*"))
    backup.restore(node, to)
    assert Opened(node, PASS).node.pair("JP").head("GB").size == 2
