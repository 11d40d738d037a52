"""A hundred thousand orders, quickly: the rows of orders that were really played, laid down again under other names.

Everything is invented. Orders of every settlement are played from request to settlement through both nodes, and some
are left open; their rows in every table of the room are then copied with a case, a number and days of their own. What
a list shows, joins and counts is there; the logs hold the played ones alone, so a case page is asked for those.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connections, transaction

from tests.world import World, play_of
from warifu.core.quantity import Quantity
from warifu.doors.demo import chapters
from warifu.doors.demo.play import Order, line, setting
from warifu.record.log import Store
from warifu.rooms.logistics.acts import Request
from warifu.rooms.logistics.rows_tables import TABLES

ORDERS = 100_000
PAIR = "GB-JP"
_OPEN = 0.05
"""Share of orders that still wait on somebody; the others are over."""
_YEARS_DAYS = 3 * 365
_RECENT_DAYS = 200
_DAY_SECONDS = 86_400
_CHUNK = 2_000
_DAYS = {
    "logistics_case": ("opened",),
    "logistics_clock": ("starts", "due", "done"),
    "logistics_irregularity": ("since", "due"),
    "logistics_turn": ("from_day",),
}
"""Columns that hold a day and move with the case; others of a day stay as they were played."""


class Played(NamedTuple):
    """The rows of one case by table, and whether somebody still has to act in it."""

    rows: dict[str, list[tuple[Any, ...]]]
    number: str
    waits: bool


def play(world: World) -> None:
    """Play orders of every settlement, an irregular one, and some that are left open."""
    world.exchange()
    told = play_of(world)
    for _ in range(2):
        fuel = chapters.fuel_at_sea(told)
        for chapter in (chapters.relief, chapters.airlift_for_billeting, chapters.repair, chapters.loan):
            chapter(told)
        chapters.set_off(told, fuel)
    chapters.irregular(told)
    for here, there, number in ((told.gb, told.jp, "GB-CALDER-26-0801"), (told.jp, told.gb, "JP-HAYASE-26-0801")):
        asked = Request(
            told.today, number, setting(told, "exercise", "XZ"), number[3:9], "HAYASE" if "CA" in number else "CALDER",
            (line(1, "water", "Water, potable", Quantity(Decimal(10_000), "L")),), "return",
        )  # fmt: skip
        Order(told, here, there, asked).ask("exercise")


def multiply(store: Store, count: int = ORDERS) -> None:
    """Copy what was played until there are ``count`` cases."""
    played = _played(store)
    waiting, over = ([each for each in played if each.waits is waits] for waits in (True, False))
    chance = random.Random(count)
    made: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
    with transaction.atomic(using=store.alias):
        for number in range(count - len(played)):
            waits = chance.random() < _OPEN
            chosen = chance.choice((waiting if waits else over) or played)
            back = chance.randint(0, _RECENT_DAYS if waits else _YEARS_DAYS)
            for table, row in _copied(chosen, number, back):
                made[table].append(row)
            if number % _CHUNK == 0:
                _write(store, made)
        _write(store, made)
    store.run("ANALYZE")


def _write(store: Store, made: dict[str, list[tuple[Any, ...]]]) -> None:
    for table, rows in made.items():
        names = ", ".join(f'"{name}"' for name in ("pair", "case", *TABLES[table]))
        if connections[store.alias].vendor == "postgresql":
            with connections[store.alias].cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * (len(TABLES[table]) + 2))
            store.many(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        rows.clear()


def _played(store: Store) -> list[Played]:
    found = []
    for case, number, turn in store.run('SELECT "case", number, turn FROM logistics_case WHERE pair = %s', [PAIR]):
        rows = {}
        for table, columns in TABLES.items():
            names = ", ".join(f'"{column}"' for column in columns)
            rows[table] = store.run(f'SELECT {names} FROM {table} WHERE pair = %s AND "case" = %s', [PAIR, case])
        found.append(Played(rows, number, bool(turn)))
    return found


def _copied(chosen: Played, number: int, back: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Rows of a new case, ``back`` days earlier than it was played."""
    case = sha256(number.to_bytes(8)).digest()
    called = f"{chosen.number.rpartition('-')[0]}-{number:06d}"
    for table, rows in chosen.rows.items():
        columns = TABLES[table]
        for row in rows:
            told = dict(zip(columns, row, strict=True))
            for name in _DAYS.get(table, ()):
                told[name] = None if told[name] is None else told[name] - back
            if table == "logistics_case":
                told["since"] -= back * _DAY_SECONDS + number % _DAY_SECONDS
                told["search"] = told["search"].replace(chosen.number.lower(), called.lower())
                told["number"] = called
            if table == "logistics_clock":
                words = [word.partition(":") for word in told["warnings"].split()]
                told["warnings"] = " ".join(f"{months}:{int(at) - back}" for months, _, at in words)
            yield table, (PAIR, case, *told.values())
