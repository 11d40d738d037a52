"""The kept solver of assignment, brought in when a register is first read or matched. Floor 3a, pure.

Law: ``scipy`` is named here alone. It takes 30 megabytes and a quarter of a second, which a node that serves its pages
and takes in acts has no use for until somebody opens a register.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warifu.rooms.logistics.register.columns import Ints


def one_to_one(worth: Any) -> tuple[Ints, Ints]:
    """Return (rows, columns) of the choice of greatest worth in a matrix, one column a row at most."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  see the law of this module

    rows, columns = linear_sum_assignment(worth, maximize=True)
    return rows, columns


def connected(one: Ints, other: Ints, nodes: int) -> Ints:
    """Return for each of ``nodes`` the number of its group, where one[k] and other[k] are in one group."""
    from scipy.sparse import coo_matrix  # noqa: PLC0415  see the law of this module
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    labels: Ints
    _, labels = connected_components(coo_matrix(([1.0] * len(one), (one, other)), shape=(nodes, nodes)), directed=False)
    return labels
