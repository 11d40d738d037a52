"""Taking in a bundle of 10,000 foreign acts against bare signature verification on the same cores."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.world import World
from warifu.core import act, bundle, envelope, keys
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.law.room import RowContext
from warifu.node import answering, reading
from warifu.node.drafting import Draft
from warifu.rooms.logistics.acts import Dealing

COUNT = 10_000
THINGS = (
    ("food", "Rations, meals", "MEAL"),
    ("pol", "Fuel, naval distillate F-76", "L"),
    ("water", "Water, potable", "L"),
)


def dealing(number: int) -> Dealing:
    """One of many varied past dealings, invented."""
    category, item, unit = THINGS[number % 3]
    return Dealing(
        on=date(2020 + number % 5, 1 + number % 12, 1 + number % 28),
        reference=f"UK/JP/{2020 + number % 5}/{number:05d}",
        provider="GB" if number % 2 else "JP",
        category=category,
        item=item,
        quantity=Quantity(Decimal(10 + number * 7 % 90_000), unit),
        value=Money(Decimal(100 + number * 13 % 9_000_000), "JPY"),
        own_unit=f"HMS Invented {number % 40}",
        other_unit=f"JS Invented {number % 30}",
        place="Off Honshu",
    )


def world_of(count: int, folder: Path) -> tuple[World, bytes]:
    """Two halves on disk, and the frame that holds ``count`` dealings of GB's that JP has not seen."""
    world = World(5, addresses=(str(folder / "gb.db"), str(folder / "jp.db")))
    world.exchange()
    drafts = [Draft(kind="logistics/dealing", body=dealing(number), desk="REGISTER") for number in range(count)]
    for at in range(0, count, 1000):
        world.gb.node.submit_all("JP", drafts[at : at + 1000], world.gb.officers["registrar"])
    return world, world.gb.frame()


def verify_all(sealed: list[act.Sealed], key: keys.PublicKey, threads: int = 2) -> float:
    """Seconds that the bare verification of all signatures takes on so many threads."""

    def some(part: list[act.Sealed]) -> None:
        for each in part:
            assert envelope.good(each.envelope, key)

    parts = [sealed[at::threads] for at in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(some, [part[:100] for part in parts]))
        begun = time.perf_counter()
        list(pool.map(some, parts))
        return time.perf_counter() - begun


def measure() -> dict[str, Any]:
    """The ratio, and the parts in microseconds an act."""
    with tempfile.TemporaryDirectory() as folder:
        world, frame = world_of(COUNT, Path(folder))
        opened = bundle.decode(frame)
        sealed = [act.open_act(entry) for entry in opened.entries if act.is_act(entry)]
        key = world.gb.officers["registrar"].public
        bare_cpu = time.process_time()
        before = verify_all(sealed, key)
        bare_cpu = (time.process_time() - bare_cpu) * COUNT / (COUNT + 200)
        begun, main, ours, beside = time.perf_counter(), time.thread_time(), time.process_time(), _cpu_beside()
        received = world.jp.node.receive("GB", frame)
        took, main, ours = time.perf_counter() - begun, time.thread_time() - main, time.process_time() - ours
        time.sleep(0.5)  # the processes that verified are counted once they have ended
        beside = _cpu_beside() - beside
        bare = min(before, verify_all(sealed, key))
        assert received.confirmed == COUNT
        found = {
            "acts taken in": COUNT,
            "bare verification, two threads (acts/s)": round(COUNT / bare),
            "receive: verify, judge, answer, log, project, durable (acts/s)": round(COUNT / took),
            "ratio (target 0.60)": round(bare / took, 3),
            "ratio to bare verification on one thread": round(verify_all(sealed, key, 1) / took, 3),
            "CPU of the thread that receives (µs/act)": round(main / COUNT * 1e6, 1),
            "CPU of the processes that verify (µs/act)": round(beside / COUNT * 1e6, 1),
            "CPU of bare verification (µs/act)": round(bare_cpu / COUNT * 1e6, 1),
            "ratio if no core ever waited": round(bare_cpu / (ours + beside), 3),
        }
        return found | _parts(world, frame, sealed)


def _cpu_beside() -> float:
    """Seconds of CPU of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _parts(world: World, frame: bytes, sealed: list[act.Sealed]) -> dict[str, Any]:
    node, pair = world.jp.node, world.jp.node.pair("GB")
    opened = bundle.decode(frame)
    entries = [entry for entry in opened.entries if act.is_act(entry)]
    parts: dict[str, Any] = {"part: frame (µs/act)": _each(lambda: bundle.decode(frame))}
    parts["part: envelope and act (µs/act)"] = _each(lambda: [act.open_act(entry) for entry in entries])
    placed: list[Any] = []

    def place() -> None:
        reader = reading.Reader(node.store, "GB-JP", node.rooms)
        placed[:] = [reader.place(each, "GB", 1000 + at) for at, each in enumerate(sealed)]

    parts["part: kind and body (µs/act)"] = _each(place)
    held = {}
    for each in placed:
        held[each.digest] = reading.Gathered()
        held[each.digest].acts[each.digest] = each
    folded = pair.fold(held)
    parts["part: judge and fold (µs/act)"] = _each(lambda: pair.fold(held))
    parts["part: answer (µs/act)"] = _each(
        lambda: answering.lines(
            [(case, a) for case, c in folded.items() for a in answering.due(c, held[case], "JP", set(), 1)], 0
        )
    )
    context = RowContext("GB-JP", "JP", {})
    parts["part: rows (µs/act)"] = _each(
        lambda: [node.rooms["logistics"].rows(case, context) for case in folded.values()]
    )
    return parts


def _each(work: Callable[[], object]) -> float:
    best = min(_took(work) for _ in range(3))
    return round(best / COUNT * 1e6, 1)


def _took(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
