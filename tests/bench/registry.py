"""The register of classified information at 1,000,000 items, as one reader sees it: first page, search, a past date.

A few items are really registered, sent and received through both nodes; their rows in every table are then laid down
again under other names, in fifty circles and on every level, so that what a list reads, limits and joins is there. The
page is asked for through the whole of the pages (session, gate, reader's store, template) in one process, on SQLite.
``python -m tests.bench.registry FOLDER COUNT`` is that process. Everything is invented.
"""

from __future__ import annotations

import importlib
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

ITEMS = 1_000_000
ASKED = 30
_CIRCLES = 50
_CHUNK = 5_000
_PATIENCE_SECONDS = 1_200


def measure() -> dict[str, Any]:
    """Milliseconds (median, 95th percentile) of each page by what its reader may see, and how many items that is."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench.registry", folder, str(ITEMS)]
        made = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=False)
    assert made.returncode == 0, made.stderr[-3000:]
    found: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return found


def main(folder: Path, count: int) -> dict[str, Any]:
    """Make the register and ask for its pages."""
    from warifu.doors.web import settings
    from warifu.record import database

    settings.configure(str(folder / "accounts.db"), "trial sessions are signed with this, and nothing else")
    database.migrate("default", web=True)
    importlib.import_module("warifu.doors.web.urls")  # what is missing is missed now, not after the rows are laid
    from tests.doors.web.houses import MORE, TrialHouse
    from tests.doors.web.people import account_of, visit
    from tests.doors.web.test_registry import LABEL, clear, register, send
    from tests.world import ROLES, World
    from warifu.core import keys
    from warifu.law.roll import Appointment, OfficerKey

    world = World(31, addresses=(str(folder / "gb.db"), ":memory:"))
    half, (roles, desk) = world.gb, MORE["security"]
    first, last = world.today.replace(year=2020), world.today.replace(year=2040)
    officer = half.officers["security"] = keys.ed25519_from_seed(half.chance.randbytes(32))
    half.roll("officer", OfficerKey("GB-190", officer.public.algorithm, officer.public.raw, first, last))
    half.roll("appointment", Appointment("GB-A-190", roles, (desk,), first, last, person="GB-190"))
    world.exchange()
    send(world, register(world))
    register(world, "GB-S-26-0002")
    begun = time.perf_counter()
    _multiply(half.node.store, count)
    found: dict[str, Any] = {"seconds to lay the rows": round(time.perf_counter() - begun)}
    house = TrialHouse(half, folder)
    assert ROLES["registrar"]
    cleared = account_of(house, "registrar")
    cleared.ceiling = "|".join(LABEL)
    cleared.save()
    for circle in ("project:007", "project:031"):
        clear(house, cleared.person, circle)
    auditor = account_of(house, "auditor")
    auditor.ceiling, auditor.person = "|".join(LABEL), cleared.person
    auditor.save()
    for who in ("registrar", "auditor"):
        browser = visit(house, who)
        for what, address in (
            ("first page", "/register/"), ("a search", "/register/?q=0004"), ("missing", "/register/?state=missing"),
            ("a year ago", f"/register/?on={world.today.replace(year=world.today.year - 1)}"),
        ):  # fmt: skip
            found[f"{who}, {what} (ms median, p95)"] = _timed(browser, address)
    return found


def _timed(browser: Any, address: str) -> str:
    taken = []
    for _ in range(ASKED + 2):
        begun = time.perf_counter()
        answer = browser.get(address)
        taken.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    taken = sorted(taken[2:])
    return f"{statistics.median(taken):.0f}, {statistics.quantiles(taken, n=20)[-1]:.0f}"


def _multiply(store: Any, count: int) -> None:
    """Lay the rows of the cases here down again, each with a case, number, circle, level and day of its own."""
    from django.db import connections, transaction

    from warifu.rooms.information.rows import TABLES

    tables = {name: columns for name, columns in TABLES.items() if name != "information_muster"}
    cases = [bytes(row[0]) for row in store.run('SELECT "case" FROM information_item')]
    played = {
        case: {
            table: [tuple(row) for row in store.run(f'SELECT {_names(columns)} FROM {table} WHERE "case" = %s', [case])]
            for table, columns in tables.items()
        }
        for case in cases
    }
    chance = random.Random(5)
    connections[store.alias].cursor().execute("PRAGMA synchronous = OFF")
    for start in range(0, count, _CHUNK):
        with transaction.atomic(using=store.alias):
            rows: dict[str, list[tuple[Any, ...]]] = {}
            for number in range(start, min(start + _CHUNK, count)):
                _one(number, played[cases[number % len(cases)]], (tables, chance, rows))
            for table, laid in rows.items():
                columns = tables.get(table, ("level", "circle"))
                marks = ", ".join(["%s"] * (len(columns) + 2))
                store.many(f'INSERT INTO {table} (pair, "case", {_names(columns)}) VALUES ({marks})', laid)
    store.run("ANALYZE")


def _names(columns: Any) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _one(number: int, played: dict[str, list[tuple[Any, ...]]], beside: tuple[Any, random.Random, Any]) -> None:
    tables, chance, rows = beside
    case = sha256(b"bench item %d" % number).digest()
    circle, level = f"project:{chance.randrange(_CIRCLES):03d}", chance.choice((1, 2, 2, 3, 3, 3, 4))
    changed = {
        "number": f"GB-S-{number:07d}", "circle": circle, "level": level, "since": 1_600_000_000 + 180 * number,
        "registered": 18_500 + number // 400, "opened": 18_500 + number // 400, "search": f"gb-s-{number:07d} {circle}",
        "missing": int(chance.random() < 0.01), "activity": circle,
    }  # fmt: skip
    for table, found in played.items():
        mine = {} if table in {"information_clock", "information_trouble", "information_copy"} else changed
        for row in found:
            told = tuple(mine.get(name, value) for name, value in zip(tables[table], row, strict=True))
            rows.setdefault(table, []).append(("GB-JP", case, *told))
    rows.setdefault("case_sight", []).append(("GB-JP", case, level, circle))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))) + "\n")
