"""Which rows of two books may belong together at all. Floor 3a, pure.

Law: a pair is looked at if one side names the other's reference, or if the same party provided, the days lie within
``WINDOW_DAYS`` and either category, stock number or quantity agrees. Nothing else is ever compared: that keeps
100,000 against 100,000 within minutes. Pairs come out sorted, so that their order says nothing of the input's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from warifu.rooms.logistics.register.columns import (
    LOOSE_MINUTES,
    MINUTES_A_DAY,
    Bools,
    Columns,
    Ints,
    pair_slack,
    quantity_ratio,
)
from warifu.rooms.logistics.register.dealing import Dealing
from warifu.rooms.logistics.register.row import ref_key

WINDOW_DAYS = 3
_CHUNK = 1_500_000
_SHORTEST_ENDING = 4
_EQUAL = 2e-4


def named_pairs(left: Sequence[Dealing], right: Sequence[Dealing]) -> set[tuple[int, int]]:
    """Give the index pairs that a reference in one book proves to mean each other, by the other book's own list."""
    right_at = {ref_key(dealing.ref): at for at, dealing in enumerate(right)}
    left_at = {ref_key(dealing.ref): at for at, dealing in enumerate(left)}
    found = set()
    for i, dealing in enumerate(left):
        j = _look_up(dealing.other_ref, right_at)
        if j is not None:
            found.add((i, j))
    for j, dealing in enumerate(right):
        i_found = _look_up(dealing.other_ref, left_at)
        if i_found is not None:
            found.add((i_found, j))
    return found


def _look_up(ref: str, known: Mapping[str, int]) -> int | None:
    """Look a reference up, also without words that stuck to its beginning or end."""
    if not ref:
        return None
    key = ref_key(ref)
    if key in known:
        return known[key]
    for cut in range(1, len(key) - _SHORTEST_ENDING + 1):
        if key[cut:] in known:
            return known[key[cut:]]
        if key[:-cut] in known:
            return known[key[:-cut]]
    return None


def candidate_pairs(left: Columns, right: Columns) -> Iterator[tuple[Ints, Ints]]:
    """Give candidate index pairs in chunks of bounded size, sorted by left index."""
    for provider in (0, 1):
        ours = np.flatnonzero(left.provider == provider)
        theirs = np.flatnonzero(right.provider == provider)
        if len(ours) and len(theirs):
            yield from _in_window(left, right, ours, theirs)


def _in_window(left: Columns, right: Columns, ours: Ints, theirs: Ints) -> Iterator[tuple[Ints, Ints]]:
    order = theirs[np.argsort(right.lo[theirs], kind="stable")]
    days = right.lo[order]
    reach = WINDOW_DAYS * MINUTES_A_DAY
    # An interval is at most two days and two hours long (a day whose zone nobody wrote).
    first = np.searchsorted(days, left.lo[ours] - reach - 2 * MINUTES_A_DAY - 120, "left")
    after = np.searchsorted(days, left.hi[ours] + reach, "right")
    counts = after - first
    start = 0
    while start < len(ours):
        total = np.cumsum(counts[start:])
        end = start + max(1, int(np.searchsorted(total, _CHUNK, "right")))
        rows, some = slice(start, end), counts[start:end]
        i = np.repeat(ours[rows], some)
        steps = np.arange(int(some.sum())) - np.repeat(np.cumsum(some) - some, some)
        j = order[np.repeat(first[rows], some) + steps]
        keep = _may_belong(left, right, i, j)
        yield i[keep], j[keep]
        start = end


def gaps(left: Columns, right: Columns, i: Ints, j: Ints) -> Ints:
    """Give the minutes between the days of index pairs, zero where they share an instant (``gap_minutes`` in arrays)."""
    timed = (left.hi[i] - left.lo[i] == 1) & (right.hi[j] - right.lo[j] == 1)
    apart = np.maximum(left.lo[i], right.lo[j]) - np.minimum(left.hi[i], right.hi[j]) + 1 - LOOSE_MINUTES * timed
    return np.asarray(np.maximum(apart, 0), dtype=np.int64)


def _may_belong(left: Columns, right: Columns, i: Ints, j: Ints) -> Bools:
    near = gaps(left, right, i, j) <= WINDOW_DAYS * MINUTES_A_DAY
    theirs = {name: number for number, name in enumerate(right.texts["category"])}
    numbers = np.array([theirs.get(name, -1) for name in left.texts["category"]], dtype=np.int64)
    same = numbers[left.words["category"][i]] == right.words["category"][j]
    stock = (left.stock[i] == right.stock[j]) & (left.stock[i] > 0)
    ratio = np.abs(quantity_ratio(left, right, i, j))
    with np.errstate(invalid="ignore"):
        figure = ratio <= pair_slack(left, right, i, j) + _EQUAL
    return np.asarray(near & (same | stock | figure), dtype=bool)
