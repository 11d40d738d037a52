"""One-to-one: which scored pairs stand together. Floor 3a, pure.

Law: the pairs that stand are those whose scores together are greatest (``scipy``, linear sum assignment, block by
block of connected rows); no row stands twice. Where a row that was left out would have done as well as the one that
stands, nobody can tell which is meant, and both are said to be undetermined. Rows are in the fixed order of their
references, and of equal scores the pair whose rows stand alike far down their books goes first: so the outcome is the
same whatever the order of the input.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from warifu.rooms.logistics.register import solver
from warifu.rooms.logistics.register.columns import Ints

#: Thousandths of score by which two counterparts are still equally good.
EQUALLY_GOOD = 500
_LARGEST_BLOCK = 1200
_ORDER_SHARE = 1000


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs worth standing: left and right index and score in thousandths, sorted by left, then right."""

    i: Ints
    j: Ints
    score: Ints


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands: positions in the edges; and rows that cannot be told apart, with what each could be."""

    chosen: Ints
    ties_left: dict[int, tuple[int, ...]]
    ties_right: dict[int, tuple[int, ...]]


def assign(edges: Edges, sizes: tuple[int, int], least: int) -> Ints:
    """Choose edges one-to-one with the greatest sum of (score - least); gives their positions, sorted."""
    edges_left = _not_hopeless(edges)
    if not len(edges_left):
        return edges_left
    i, j = edges.i[edges_left], edges.j[edges_left]
    labels = solver.connected(i, j + sizes[0], sizes[0] + sizes[1])
    order = np.argsort(labels[i], kind="stable")
    bounds = np.flatnonzero(np.diff(labels[i][order], prepend=-1, append=-1))
    chosen: list[int] = []
    for start, end in pairwise(bounds):
        block = edges_left[order[start:end]]
        chosen.extend(block if len(block) == 1 else _solve(edges, block, sizes, least))
    return np.array(sorted(chosen), dtype=np.int64)


def _not_hopeless(edges: Edges) -> Ints:
    """Leave out pairs far below the best of both their rows; they never stand, and join blocks to giants."""
    if not len(edges.i):
        return np.array([], dtype=np.int64)
    best_left = np.full(int(edges.i.max()) + 1, -(2**60), dtype=np.int64)
    best_right = np.full(int(edges.j.max()) + 1, -(2**60), dtype=np.int64)
    np.maximum.at(best_left, edges.i, edges.score)
    np.maximum.at(best_right, edges.j, edges.score)
    far = 12_000
    return np.flatnonzero((edges.score > best_left[edges.i] - far) & (edges.score > best_right[edges.j] - far))


def _solve(edges: Edges, block: Ints, sizes: tuple[int, int], least: int) -> list[int]:
    rows, row_at = np.unique(edges.i[block], return_inverse=True)
    columns, column_at = np.unique(edges.j[block], return_inverse=True)
    if max(len(rows), len(columns)) > _LARGEST_BLOCK:
        return _greedy(edges, block)
    weight = np.zeros((len(rows), len(columns)))
    position = np.full((len(rows), len(columns)), -1, dtype=np.int64)
    apart = np.abs(edges.i[block] / sizes[0] - edges.j[block] / sizes[1])
    exact = (edges.score[block] - least) * float(_ORDER_SHARE) + _ORDER_SHARE - 1 - np.rint(apart * (_ORDER_SHARE - 1))
    weight[row_at, column_at] = np.maximum(exact, 0.0)
    position[row_at, column_at] = block
    found_rows, found_columns = solver.one_to_one(weight)
    return [int(position[r, c]) for r, c in zip(found_rows, found_columns, strict=True) if weight[r, c] > 0]


def _greedy(edges: Edges, block: Ints) -> list[int]:
    """Take the best pairs first: for a block too large to solve whole."""
    order = np.lexsort((edges.j[block], edges.i[block], -edges.score[block]))
    rows: set[int] = set()
    columns: set[int] = set()
    chosen = []
    for at in block[order]:
        i, j = int(edges.i[at]), int(edges.j[at])
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            chosen.append(int(at))
    return chosen


def ties(edges: Edges, chosen: Ints, named: np.ndarray) -> Standing:
    """Find chosen pairs that a row left out rivals equally, and take them back as undetermined.

    ``named``: for each edge, whether a reference proves it; such a pair is never undetermined.
    """
    stands = np.zeros(len(edges.i), dtype=bool)
    stands[chosen] = True
    taken_left = {int(edges.i[at]): int(at) for at in chosen}
    taken_right = {int(edges.j[at]): int(at) for at in chosen}
    rivals: dict[int, list[int]] = defaultdict(list)
    for at in map(int, np.flatnonzero(~stands)):
        i, j = int(edges.i[at]), int(edges.j[at])
        for mine, other_free in ((taken_left.get(i), j not in taken_right), (taken_right.get(j), i not in taken_left)):
            if (
                mine is not None
                and other_free
                and not named[mine]
                and edges.score[at] >= edges.score[mine] - EQUALLY_GOOD
            ):
                rivals[mine].append(at)
    left: dict[int, set[int]] = defaultdict(set)
    right: dict[int, set[int]] = defaultdict(set)
    for mine, others in rivals.items():
        for at in (mine, *others):
            left[int(edges.i[at])].add(int(edges.j[at]))
            right[int(edges.j[at])].add(int(edges.i[at]))
    kept = np.array([at for at in chosen if int(at) not in rivals], dtype=np.int64)
    return Standing(kept, _sorted(left), _sorted(right))


def _sorted(found: dict[int, set[int]]) -> dict[int, tuple[int, ...]]:
    return {at: tuple(sorted(others)) for at, others in sorted(found.items())}
