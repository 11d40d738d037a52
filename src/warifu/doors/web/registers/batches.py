"""What was imported, by batch: read from the national log once, and then only what has been added to it.

Law: the cells of registers stand in the national log, which no table repeats; a page must not read a hundred thousand
of them each time, so what was counted up to a place is kept in memory and goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from threading import Lock

from warifu.doors.web.house import House
from warifu.record import log

KIND = "logistics/register_row"


@dataclass(frozen=True, slots=True)
class Batch:
    """One import: its number, how many dealings it signed, the day on which the last of them was signed."""

    batch: str
    count: int
    on: date


_LOCK = Lock()
_COUNTED: dict[str, tuple[int, dict[str, Batch]]] = {}
"""By database: up to which place of the national log it was counted, and what was found."""


def batches(house: House, peer: str) -> list[Batch]:
    """List the imports of this house, the latest first."""
    with house.turn(peer) as pair, _LOCK:
        first, found = _COUNTED.get(house.store.alias, (0, {}))
        size = log.head(house.store, log.NATIONAL, house.party).size
        if size < first:
            first, found = 0, {}
        found = dict(found)
        for line in log.of_kinds(house.store, log.NATIONAL, house.party, KIND, first) if size > first else ():
            body = pair.reader.placed(house.party, line).body
            before = found.get(body.batch, Batch(body.batch, 0, body.on))
            found[body.batch] = Batch(body.batch, before.count + 1, max(before.on, body.on))
        _COUNTED[house.store.alias] = size, found
    return sorted(found.values(), key=lambda each: (each.on, each.batch), reverse=True)
