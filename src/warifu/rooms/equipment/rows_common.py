"""The standard head, clocks and troubles of this room (``law.heads``), and which facts of a case count."""

from __future__ import annotations

from functools import partial

from warifu.law import heads
from warifu.law.case import Case, Stand
from warifu.rooms.equipment.acts.common import E

RECORDS = heads.records("equipment")
laid_out = partial(heads.laid_out, "equipment")
"""(case, context, tables, clocks, **known) to rows."""


def of_kind(case: Case, *kinds: str) -> list[Stand]:
    """Return the facts of some kinds that are on record, irregular ones too, in their fixed order."""
    on_record = {"recorded", "irregular"}
    return [stand for stand in case.of_nature("fact") if stand.placed.act.kind in kinds and stand.status in on_record]


def cured(case: Case) -> dict[bytes, Stand]:
    """Return the facts that a will of the line takes as they are, each with that will."""
    found: dict[bytes, Stand] = {}
    for stand in case.line:
        if stand.placed.act.kind == E + "ratify":
            found.update(dict.fromkeys(stand.placed.act.cites, stand))
    return found
