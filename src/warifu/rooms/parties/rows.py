"""What a case of this room becomes: one row that says which case it is and how it stands. Floor 3a, pure.

Law: what stands on the roll is read from ``law.roll`` by place; these rows only let pages list the papers. No posting.
"""

from __future__ import annotations

from warifu.law.case import Case
from warifu.law.room import RowContext, Rows

TABLES: dict[str, tuple[str, ...]] = {
    "parties_case": ("pair", "case_id", "kind", "party", "state", "number", "acts"),
}


def rows(case: Case, context: RowContext) -> Rows:
    """Return the row of a case: its kind, whose it is, its state, its number and how many acts it holds."""
    root = case.stands[case.root].placed
    number = str(getattr(root.body, "number", ""))
    row = (context.pair, case.root, root.act.kind, case.opener, case.state, number, len(case.stands))
    return Rows({"parties_case": [row]})
