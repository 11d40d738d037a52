"""The balance of one agreement with a thousand and with a million postings: the same time."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from warifu.core import ledger
from warifu.core.posting import Posting
from warifu.law.room import OPEN
from warifu.record import queries_owed
from warifu.record.database import open_database
from warifu.record.log import Store
from warifu.record.projection import Projection

SMALL, LARGE = 1_000, 1_000_000
_CHUNK = 50_000
_COMMODITIES = ("JPY", "GBP", "pol/F-76@L", "food/-@MEAL", "water/-@L")
_FIRST = date(2018, 4, 1)


def _postings(count: int) -> list[Posting]:
    chance = random.Random(count)
    return [
        Posting(
            "goods" if "/" in (commodity := _COMMODITIES[n % 5]) else "money",
            *(("GB", "JP"), ("JP", "GB"))[n % 2],
            commodity,
            Decimal(chance.randint(1, 90_000)),
            _FIRST + timedelta(days=chance.randint(0, 3000)),
        )
        for n in range(count)
    ]


def _store(folder: Path, count: int) -> Store:
    store = Store(open_database(str(folder / f"{count}.db"), f"balance {count}"))
    projection = Projection(store, "GB-JP", {})
    for at in range(0, count, _CHUNK):
        deltas = ledger.apply(_postings(min(_CHUNK, count - at)))
        with transaction.atomic(using=store.alias):
            projection._write(ledger.add_to(projection._read(deltas, OPEN), deltas), OPEN)
    return store


def _milliseconds(store: Store, day: date) -> float:
    best = 9.9
    for _ in range(40):
        begun = time.perf_counter()
        queries_owed.sums_at_present(store, "GB-JP")
        best = min(best, (time.perf_counter() - begun) * 1000)
    del day
    return best


def measure() -> dict[str, Any]:
    """Milliseconds of the present balance over all commodities, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        day = date(2026, 9, 21)
        small, large = (_milliseconds(_store(Path(folder), count), day) for count in (SMALL, LARGE))
        return {
            "1,000 postings (ms, target < 1)": round(small, 3),
            "1,000,000 postings (ms, target < 1)": round(large, 3),
            "ratio (target 1.5)": round(large / small, 2),
        }
