"""What a stay becomes: its head, clocks and troubles in the shape of all rooms, and the calls of the ship. Pure."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, NamedTuple

from warifu.core.schedule import Clock
from warifu.law import heads
from warifu.law.case import Case
from warifu.law.heads import Running, day_number
from warifu.law.room import RowContext, Rows
from warifu.rooms.berth.terms import StayTerms


class StayRow(NamedTuple):
    """A stay as asked for and given."""

    ship: str
    port: str
    length: str
    unit: str
    berth: str
    from_day: int
    to_day: int
    utilities: str


class CallRow(NamedTuple):
    """The ship came or sailed."""

    number: int
    what: str
    on_day: int
    status: str
    act: bytes


RECORDS: dict[str, type[Any]] = {"berth_stay": StayRow, "berth_call": CallRow, **heads.records("berth")}
TABLES: dict[str, tuple[str, ...]] = {name: record._fields for name, record in RECORDS.items()}
_laid_out = partial(heads.laid_out, "berth")


def _stay(case: Case, context: RowContext) -> Rows:
    terms: StayTerms = case.terms
    asked = terms.asked
    facts = sorted(case.of_nature("fact"), key=lambda stand: (stand.placed.body.on, stand.placed.digest))
    calls = [
        CallRow(
            place, stand.placed.act.kind.partition("/")[2], day_number(stand.placed.body.on), stand.status,
            stand.placed.digest,
        )
        for place, stand in enumerate(facts)
    ]  # fmt: skip
    row = StayRow(
        asked.ship, asked.port, str(asked.length.amount), asked.length.unit, terms.berth, day_number(asked.from_day),
        day_number(asked.to_day), " ".join(asked.utilities),
    )  # fmt: skip
    clocks = [_free_by(case, terms, calls)] if terms.berth else []
    words = (asked.ship, asked.port, terms.berth)
    return _laid_out(case, context, {"berth_stay": [row], "berth_call": calls}, clocks, words=words)


def _free_by(case: Case, terms: StayTerms, calls: list[CallRow]) -> Running:
    """The berth is free again by the last day; whoever asked for it must see to that."""
    gone = next((call.on_day for call in calls if call.what == "sailed"), None)
    done = None if gone is None else date.fromordinal(date(1970, 1, 1).toordinal() + gone)
    return Running(Clock("berth-free", terms.asked.from_day, terms.asked.to_day), terms.berth, case.opener, done)


rows = heads.rows_by_flow(_laid_out, {"stay": _stay})
