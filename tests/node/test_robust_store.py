"""A process killed at any moment, a disk that is full, two who write at once: what was acknowledged is there."""

from __future__ import annotations

import random
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context

import pytest
from django.db import connections
from django.db.utils import OperationalError

from tests.node import robust_child
from tests.node.exchange_world import Half
from warifu.core.errors import LogError, StoreError
from warifu.node import node as nodes
from warifu.node import proving
from warifu.record import log
from warifu.record.trouble import code_of

KILLS = 25
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.node.robust_child"])


@pytest.fixture
def folder(tmp_path):
    """Two halves that have exchanged their rolls, at rest."""
    gb, jp = Half("GB", "JP", tmp_path / "GB"), Half("JP", "GB", tmp_path / "JP")
    for half, other in ((gb, jp), (jp, gb)):
        log.set_pin(other.node.store, "GB-JP", half.found())
    for half, other in ((gb, jp), (jp, gb), (gb, jp)):
        robust_child.carry(half, other)
    gb.close()
    jp.close()
    return tmp_path


@pytest.fixture
def gb(folder):
    half = robust_child.reopen(folder, "GB", "JP")
    yield half
    half.close()


def holds(half: Half) -> None:
    assert proving.verify(half.node, half.peer) == []
    before, after = proving.rebuild(half.node, half.peer)
    assert before == after


def killed(folder, chance: random.Random) -> list[bytes]:
    """Let a process live for a moment and kill it; returns what it had told of."""
    hears, tells = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=robust_child.live, args=(folder, tells), daemon=True)
    process.start()
    tells.close()
    said = [hears.recv_bytes() for _ in range(chance.randrange(1, 6))]
    time.sleep(chance.random() * 0.04)
    process.kill()
    process.join()
    try:
        while True:
            said.append(hears.recv_bytes())
    except (EOFError, OSError):
        hears.close()
    process.close()
    return said


@pytest.mark.slow
def test_a_process_killed_at_any_moment_loses_nothing_that_it_had_told(folder):
    chance = random.Random(25)
    promised: dict[str, list[bytes]] = {"GB": [], "JP": []}
    for number in range(1, KILLS + 1):
        taken = {"GB": 0, "JP": 0}
        for said in killed(folder, chance):
            party = said[1:3].decode()
            if said[:1] == robust_child.ACT:
                promised[party].append(said[3:])
            else:
                taken[party] = int.from_bytes(said[3:], "big")
        for party, peer in (("GB", "JP"), ("JP", "GB")):
            half = robust_child.reopen(folder, party, peer)
            known = log.cases_of(half.node.store, "GB-JP", promised[party], party)
            assert set(promised[party]) <= known.keys(), number
            assert half.sizes()[1] >= taken[party]
            if number % 8 == 0 or number == KILLS:
                holds(half)
            half.close()
    assert min(len(acts) for acts in promised.values()) >= 5
    gb, jp = robust_child.reopen(folder, "GB", "JP"), robust_child.reopen(folder, "JP", "GB")
    for half, other in ((gb, jp), (jp, gb), (gb, jp), (jp, gb)):
        robust_child.carry(half, other)
    assert gb.digest() == jp.digest()
    gb.close()
    jp.close()


def test_a_full_disk_is_named_loses_nothing_and_passes(gb):
    begun = gb.sizes()[0]
    written = [robust_child.write(gb, "before")]
    store = gb.node.store
    (pages,) = store.run("PRAGMA page_count")[0]
    store.run(f"PRAGMA max_page_count = {pages + 3}")
    with pytest.raises(StoreError) as found:
        written.extend(robust_child.write(gb, f"while it fills {number} " + "x" * 200) for number in range(500))
    assert found.value.code == "store.disk_full"
    assert (gb.sizes()[0], len(written) > 1) == (begun + len(written), True)
    assert proving.verify(gb.node, "JP") == []
    with pytest.raises(StoreError):
        robust_child.write(gb, "still full " + "x" * 3000)
    store.run("PRAGMA max_page_count = 1073741823")
    written.append(robust_child.write(gb, "after " + "x" * 3000))
    assert log.cases_of(store, "GB-JP", written, "GB").keys() == set(written)
    holds(gb)


def test_what_a_full_disk_kept_out_comes_in_when_there_is_room(gb, folder):
    jp = robust_child.reopen(folder, "JP", "GB")
    for number in range(30):
        robust_child.write(jp, f"{number} " + "x" * 500)
    before = gb.sizes(), gb.digest()
    (pages,) = gb.node.store.run("PRAGMA page_count")[0]
    gb.node.store.run(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError) as found:
        robust_child.carry(jp, gb)
    assert found.value.code == "store.disk_full"
    assert (gb.sizes(), gb.digest()) == before
    gb.node.store.run("PRAGMA max_page_count = 1073741823")
    robust_child.carry(jp, gb)
    robust_child.carry(gb, jp)
    assert gb.digest() == jp.digest()
    holds(gb)
    jp.close()


def test_a_database_that_another_holds_is_busy_and_then_works(gb, folder):
    gb.sizes()
    gb.node.store.run("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(folder / "GB" / "warifu.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as found:
            robust_child.write(gb, "while it is held")
        other.execute("ROLLBACK")
    assert found.value.code == "store.busy"
    robust_child.write(gb, "now")
    holds(gb)


def test_a_database_that_is_no_database_is_named(tmp_path):
    (tmp_path / "GB").mkdir()
    (tmp_path / "GB" / "warifu.db").write_bytes(b"no database at all, but long enough to be read as one" * 40)
    with pytest.raises(StoreError) as found:
        Half("GB", "JP", tmp_path / "GB")
    assert found.value.code == "store.damaged"


def test_two_processes_that_write_at_once_both_end_in_the_log(folder):
    half = robust_child.reopen(folder, "GB", "JP")
    begun = half.sizes()[0]
    half.close()
    names = ("one", "other")
    processes = [_FORKS.Process(target=robust_child.write_many, args=(folder, name, 12)) for name in names]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    half = robust_child.reopen(folder, "GB", "JP")
    assert half.sizes()[0] == begun + 24
    holds(half)
    half.close()


def test_two_threads_on_one_node_take_turns(gb):
    def write(name: str) -> list[bytes]:
        try:
            return [robust_child.write(gb, f"{name} {number}") for number in range(6)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        written = [act for acts in pool.map(write, ("one", "other")) for act in acts]
    assert log.cases_of(gb.node.store, "GB-JP", written, "GB").keys() == set(written)
    holds(gb)


def test_a_head_that_moves_each_time_is_given_up_after_a_few(gb, monkeypatch):
    tries = []

    def moved(*arguments: object) -> None:
        tries.append(arguments)
        raise LogError("log.head_moved", "GB-JP/GB", expected=1, found=2)

    monkeypatch.setattr(nodes.log, "append_all", moved)
    size = gb.sizes()[0]
    with pytest.raises(LogError) as found:
        robust_child.write(gb, "never")
    assert (found.value.code, len(tries), gb.sizes()[0]) == ("log.head_moved", nodes.RETRIES + 1, size)


def test_a_head_that_moved_once_is_judged_anew(gb, monkeypatch, folder):
    really, begun, written = nodes.acts.seal, [], []

    def while_the_officer_signs(*arguments: object) -> object:
        if not begun:
            begun.append(True)
            other = robust_child.reopen(folder, "GB", "JP")
            written.append(robust_child.write(other, "the other process"))
        return really(*arguments)

    monkeypatch.setattr(nodes.acts, "seal", while_the_officer_signs)
    written.append(robust_child.write(gb, "mine"))
    assert [line.act for line in log.lines(gb.node.store, "GB-JP", "GB", gb.sizes()[0] - 2, 10)] == written
    holds(gb)


def test_the_same_act_twice_is_one_act(gb):
    gb.node.means = gb.node.means._replace(chance=lambda size: b"s" * size)
    size = gb.sizes()[0]
    assert robust_child.write(gb, "twice") == robust_child.write(gb, "twice")
    assert gb.sizes()[0] == size + 1
    holds(gb)


def test_a_submit_that_fails_while_answers_are_given_has_written_nothing(gb, monkeypatch):
    before, keys = gb.sizes(), set(gb.node.pair("JP").rolls["GB"].desks)

    def no_room(*_arguments: object) -> None:
        gb.node.store.run("SELECT nothing FROM a_table_that_is_not_there")

    with monkeypatch.context() as patch:
        patch.setattr(gb.node, "_go_on", no_room)
        with pytest.raises(StoreError) as found:
            robust_child.write(gb, "half done")
    assert found.value.code == "store.failed"
    assert (gb.sizes(), set(gb.node.pair("JP").rolls["GB"].desks)) == (before, keys)
    robust_child.write(gb, "whole")
    assert set(gb.node.pair("JP").rolls["GB"].desks) == keys | {"whole"}
    holds(gb)


def test_a_text_where_bytes_were_written_is_a_damaged_file_and_no_full_disk():
    trouble = OperationalError("Could not decode to UTF-8 column 'raw' with text 'x'")
    assert code_of(trouble) == "store.damaged"
