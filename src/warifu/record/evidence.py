"""Evidence: what must not be lost although nothing in the law needs it: equivocation, unfounded objections.

Law: a row names the act by digest, what it is evidence of, and the other act or the findings; never a text. Rows are
added and never taken away. What was refused at the door (a bad signature, a forked history, rubbish) or driven out of
the anteroom leaves its digest and the reason, never its bytes, and of each of the two a bounded number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from warifu.law.case import Case
from warifu.record.log import Store


def keep(store: Store, pair: str, cases: Mapping[bytes, Case], time: int) -> None:
    """Keep what these cases show."""
    rows = []
    for case in cases.values():
        rows += [(pair, first, "equivocation", second.hex(), time) for first, second in case.equivocations]
        rows += [
            (pair, stand.placed.digest, "unfounded_objection", "; ".join(f.rule for f in stand.objection), time)
            for stand in case.stands.values()
            if stand.unfounded
        ]
    store.many(
        "INSERT INTO evidence (pair, digest, what, figures, time) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        rows,
    )


NOTES_KEPT = 1000
"""Notes for each first word of ``what``, *refused* and *dropped*: a flood of rubbish fills no disk."""


class Note(NamedTuple):
    """Bytes that are not here, by their digest, and why: ``what`` is *refused* or *dropped* with the code."""

    digest: bytes
    what: str
    figures: str
    time: int


def note(store: Store, pair: str, found: Note) -> None:
    """Keep a note, unless there are too many of its sort already."""
    sql = "SELECT COUNT(*) FROM evidence WHERE pair = %s AND what LIKE %s"
    if store.run(sql, [pair, found.what.partition(" ")[0] + " %"])[0][0] < NOTES_KEPT:
        store.run(
            "INSERT INTO evidence (pair, digest, what, figures, time) VALUES (%s, %s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            [pair, *found],
        )


def kept(store: Store, pair: str, limit: int = 2**31) -> list[tuple[bytes, str, str, int]]:
    """Return what is kept, the oldest first: (digest, what, figures, time)."""
    sql = "SELECT digest, what, figures, time FROM evidence WHERE pair = %s ORDER BY time, digest LIMIT %s"
    rows = store.run(sql, [pair, limit])
    return [(row[0], row[1], row[2], row[3]) for row in rows]
