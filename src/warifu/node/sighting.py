"""Who may see a case: the level of its acts' labels, by the schemes of all packs of the node.

Law: a room that knows better says so with its rows (``Rows.sight``); else a case stands on the highest level of any
label on its acts, confirmed or not. What cannot be read here is seen by nobody (``law.room.NOBODY``), never by all.
Place on the path: ``Node.project``, in the log's transaction; and once at the opening of a pair that an older program
has written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from warifu.core.errors import ValueTroubleError
from warifu.core.label import Schemes
from warifu.law.case import Case
from warifu.law.heads import outside
from warifu.law.room import NOBODY, Rows, Sight
from warifu.record import log

if TYPE_CHECKING:
    from warifu.node.node import Node
    from warifu.node.pair import Pair

_CASES = 500


def level_of(schemes: Schemes, label: Sequence[str]) -> int:
    """Return the protection level of an act's label field; ``NOBODY`` for one that no scheme here reads."""
    try:
        return schemes.level(schemes.from_wire(label))
    except ValueTroubleError:
        return NOBODY


def sighted(rows: Rows, case: Case, schemes: Schemes) -> Rows:
    """Return the rows of a case with what it cites and who may see it."""
    rows = rows._replace(cites=outside(case))
    if rows.sight is not None:
        return rows
    labels = {stand.placed.act.label for stand in case.stands.values()}
    return rows._replace(sight=Sight(max(level_of(schemes, label) for label in labels)))


def pay_what_is_owed(node: Node, pair: Pair) -> None:
    """Work out who may see the cases that an older program has written; once, before anybody is shown one."""
    owed = [f"sight owed {pair.name}"]
    if not node.store.run("SELECT 1 FROM setting WHERE name = %s", owed):
        return
    with transaction.atomic(using=node.store.alias):
        log.lock(node.store, pair.name)
        cases = log.all_cases(node.store, pair.name)
        for at in range(0, len(cases), _CASES):
            node.project(pair, pair.fold(pair.reader.gather(cases[at : at + _CASES])))
        node.store.run("DELETE FROM setting WHERE name = %s", owed)
