"""How cases are marked, for their lines in lists: the labels of their acts, and for an item what its table says.

Law: read from what the reader may see alone. An item is read from its row, which knows the ruling of a person; any
other case from the labels of its acts, where the case is marked above level 0 (what is open is not marked in a list).
Place on the path: after the tables, before pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from warifu.core.act import open_act
from warifu.core.errors import WarifuError
from warifu.record.log import Store
from warifu.record.queries_sight import sights_of
from warifu.record.shelves import has_table


class Marked(NamedTuple):
    """A case's label fields, one an act that bears it, and the other side's words where a person has ruled them."""

    labels: frozenset[tuple[str, ...]]
    ruled: str = ""


def of_cases(store: Store, pair: str, cases: Iterable[bytes]) -> dict[bytes, Marked]:
    """Return how these cases are marked; one that is not has no place in it."""
    wanted = set(cases)
    found = _items(store, pair, wanted)
    sql = (
        'SELECT s."case", e.raw FROM case_sight s JOIN entry e ON e.pair = s.pair AND e."case" = s."case" '
        "WHERE s.pair = %s AND s.\"case\" IN ({keys}) AND e.kind <> ''"
    )
    labels: dict[bytes, set[tuple[str, ...]]] = {}
    for case, raw in store.in_chunks(sql, [pair], wanted - found.keys()):
        labels.setdefault(bytes(case), set()).add(_label(bytes(raw)))
    marked = {case: Marked(frozenset(each)) for case, each in labels.items()}
    return found | marked


def highest_in_sums(store: Store, pair: str) -> bytes | None:
    """Return a case of the highest level of those in the balances that may be seen; None where all are open."""
    level = max((level for level, _ in sights_of(store, "balance", pair)), default=0)
    if not level:
        return None
    rows = store.run(
        'SELECT p."case" FROM posting p JOIN case_sight s ON s.pair = p.pair AND s."case" = p."case" '
        "WHERE p.pair = %s AND s.level = %s LIMIT 1",
        [pair, level],
    )
    return bytes(rows[0][0]) if rows else None


def _label(raw: bytes) -> tuple[str, ...]:
    try:
        return open_act(raw).act.label
    except WarifuError:
        return ("",)  # no scheme reads it: it counts as the highest


def _items(store: Store, pair: str, cases: Iterable[bytes]) -> dict[bytes, Marked]:
    if not has_table("information_item"):
        return {}
    sql = (
        'SELECT "case", scheme, version, marking, corresponding, exercise FROM information_item '
        'WHERE pair = %s AND "case" IN ({keys})'
    )
    return {
        bytes(case): Marked(frozenset({(*words, *(("EXERCISE",) if exercise else ()))}), corresponding)
        for case, *words, corresponding, exercise in store.in_chunks(sql, [pair], cases)
    }
