"""What rests on a case: cases of any room whose acts cite one of its acts; and the search over all rooms.

Law: both are asked of what the reader may see and reaches, a shelf at a time, and are cut: a page shows the first and
says that there are more. Who may not see a case learns neither that it cites nor that it is found.
Place on the path: after the tables, before pages, command line and API.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from warifu.record import queries_pages
from warifu.record.log import Store
from warifu.record.queries_pages import SHOWN, Line, Reader, Wanted
from warifu.record.shelves import shelves

MOST = 200
"""Cases that are shown as resting on one."""


class Found(NamedTuple):
    """A case of a room, as its list shows it."""

    room: str
    line: Line


def resting_on(store: Store, reader: Reader, acts: Iterable[bytes]) -> list[Found]:
    """List the cases that cite any of these acts, by room, those moved last first; at most ``MOST``."""
    seen = reader.of(store)
    sql = 'SELECT DISTINCT "case" FROM case_cite WHERE pair = %s AND act IN ({keys})'
    cases = sorted({row[0] for row in seen.in_chunks(sql, [reader.pair], sorted(acts))})[:MOST]
    return [
        Found(room, line)
        for room in shelves()
        for line in queries_pages.named(store, reader, room, cases)
    ]  # fmt: skip


def search(store: Store, reader: Reader, like: tuple[str, tuple[str, ...]]) -> list[tuple[str, list[Line], bool]]:
    """Look in every room for (folded words, desks so called): room, the first lines, and whether there are more."""
    found = []
    for room in shelves():
        lines = queries_pages.page(store, reader, room, Wanted(like=like))
        if lines:
            found.append((room, lines[:SHOWN], len(lines) > SHOWN))
    return found
