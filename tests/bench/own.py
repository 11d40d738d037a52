"""One own act, durable, against the smaller of the bare fsync rate and the verify-and-judge rate."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.intake import dealing
from tests.world import World
from warifu.core import act, envelope
from warifu.node.drafting import Draft

COUNT = 300


def measure() -> dict[str, Any]:
    """The ratio and what it is made of, in acts a second; fsync writes as many bytes as an entry has."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world = World(6, addresses=(str(folder / "gb.db"), str(folder / "jp.db")))
        world.exchange()
        signer = world.gb.officers["registrar"]
        drafts = [Draft(kind="logistics/dealing", body=dealing(number), desk="REGISTER") for number in range(COUNT)]
        begun = time.perf_counter()
        outcomes = [world.gb.node.submit("JP", draft, signer) for draft in drafts]
        own = COUNT / (time.perf_counter() - begun)
        assert all(outcome.ok for outcome in outcomes)
        fsync = _fsync_rate(folder)
        judged = _judge_rate(world, [outcome.case for outcome in outcomes])
        committed, signed = _commit_rate(folder), _sign_rate(world)
        return {
            "own acts, one by one, durable (acts/s)": round(own),
            "bare fsync of 500 bytes appended (1/s)": round(fsync),
            "verify and judge (acts/s)": round(judged),
            "ratio to the smaller (target 0.50)": round(own / min(fsync, judged), 3),
            "part: a bare transaction of SQLite over as many pages (1/s)": round(committed),
            "part: signing and looking at one's own signature (1/s)": round(signed),
            "ratio if there were nothing but these two": round(
                1 / (1 / committed + 1 / signed) / min(fsync, judged), 3
            ),
        }


def _fsync_rate(folder: Path) -> float:
    raw = os.urandom(500)
    descriptor = os.open(folder / "bare", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        begun = time.perf_counter()
        for _ in range(COUNT):
            os.write(descriptor, raw)
            os.fsync(descriptor)
        return COUNT / (time.perf_counter() - begun)
    finally:
        os.close(descriptor)


def _commit_rate(folder: Path) -> float:
    """One row into each of four tables with an index, and a row changed, committed as a node commits: ten pages."""
    store = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        store.execute(f"PRAGMA {pragma}").fetchall()
    store.execute("CREATE TABLE head (name TEXT, size INTEGER)")
    store.execute("INSERT INTO head VALUES ('ours', 0)")
    for number in range(4):
        store.execute(f"CREATE TABLE t{number} (name BLOB PRIMARY KEY, raw BLOB)")
    begun = time.perf_counter()
    for _ in range(COUNT):
        store.execute("BEGIN IMMEDIATE")
        for number in range(4):
            store.execute(f"INSERT INTO t{number} VALUES (?, ?)", (os.urandom(32), os.urandom(300)))
        store.execute("UPDATE head SET size = size + 1")
        store.execute("COMMIT")
    took = time.perf_counter() - begun
    store.close()
    return COUNT / took


def _sign_rate(world: World) -> float:
    signer, payload = world.gb.officers["registrar"], os.urandom(400)
    begun = time.perf_counter()
    for _ in range(COUNT):
        envelope.seal(payload, envelope.ACT, signer)
    return COUNT / (time.perf_counter() - begun)


def _judge_rate(world: World, cases: list[bytes]) -> float:
    pair = world.gb.node.pair("JP")
    held = pair.reader.gather(cases)
    key = world.gb.officers["registrar"].public
    raws = [row[0] for row in world.gb.node.store.run("SELECT raw FROM entry WHERE kind = 'logistics/dealing'")]
    begun = time.perf_counter()
    for raw in raws:
        assert envelope.good(act.open_act(raw).envelope, key)
    pair.fold(held)
    return len(raws) / (time.perf_counter() - begun)
