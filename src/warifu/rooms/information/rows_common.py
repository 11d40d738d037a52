"""What this room adds to the standard head of a case: the level by its own pack's schemes, the circle. Floor 3a, pure.

Law: a level is the highest of the labels that the case's acts bear, by the schemes of the case's own pack; a label that
nobody reads stands above all. The circle is that of the items that a case begins by citing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from warifu.core.label import Schemes, schemes_of
from warifu.law import heads
from warifu.law.case import Case
from warifu.law.heads import Running, Tables
from warifu.law.room import RowContext, Rows, Sight
from warifu.rooms.information.acts.visit import MAX_CIRCLE

RECORDS = heads.records("information")


def schemes_in(case: Case, context: RowContext) -> Schemes:
    """Return the marking schemes of the case's own pack."""
    return schemes_of(context.tables.get(case.line[0].placed.act.pack, {}))


def sight_of(case: Case, context: RowContext, circle: str = "") -> Sight:
    """Return who may see a case: from the highest of its acts' labels on, within a circle."""
    return heads.sight_of(case, schemes_in(case, context), circle)


def circle_of(case: Case, context: RowContext) -> str:
    """Give the circle of the items that a case begins by citing, where all are of one; empty where they are not."""
    cited = [context.cited[each] for each in case.stands[case.root].placed.act.cites if each in context.cited]
    circles = {str(getattr(each.terms, "purpose", ""))[:MAX_CIRCLE] for each in cited if each.terms is not None}
    return circles.pop() if len(circles) == 1 else ""


def laid_out(case: Case, context: RowContext, tables: Tables, clocks: Iterable[Running] = (), **known: Any) -> Rows:
    """Return the rows of a case with its head, clocks and troubles (``law.heads.laid_out``)."""
    sight = known.pop("sight", None) or sight_of(case, context, known.pop("circle", ""))
    return heads.laid_out("information", case, context, tables, clocks, sight=sight, **known)
