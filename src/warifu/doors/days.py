"""What lies between two days, as the command line and the API list it: the calendar without its pages.

Law: limited to the reader like every list; nothing is put into words here, for a program reads codes.
Place on the path: beside the doors that ask it, above the tables.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from warifu.record import queries_programme
from warifu.record.log import Store
from warifu.record.queries_owed import day_number, day_of
from warifu.record.queries_pages import Reader
from warifu.record.queries_programme import PROGRAMME, Happening

What = Literal["", "activity", "commitment", "consultation", "session", "visit", "clock"]
WHATS = (*PROGRAMME, "clock")
DAYS = 90
"""How far ahead is looked where nobody says."""


def between(store: Store, reader: Reader, first: date, last: date | None, what: str = "") -> list[Happening]:
    """List what lies between two days (both within) and is of a kind (empty: of any), by first day."""
    every = (*PROGRAMME, *queries_programme.rooms_with_clocks())
    wanted = frozenset(each for each in every if not what or each.partition("/")[0] == what)
    until = day_number(first) + DAYS if last is None else day_number(last)
    return queries_programme.happenings(store, reader, (day_number(first), until), wanted)


def document(each: Happening) -> dict[str, Any]:
    """Return a happening as JSON can hold it: days as ISO text, places as codes."""
    told = each._asdict() | {"case": each.case.hex(), "where": each.where.split()}
    return told | {"first": day_of(each.first).isoformat(), "last": day_of(each.last).isoformat()}
