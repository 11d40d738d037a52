"""Steps of a flow from rows: ranks that the two sides of a state never share, and ways out for the side that waits.

Law: the order of the rows is the order of ranks, highest first; even for the opener, odd for the responder. Pure; used
by the ``flow`` of rooms.
"""

from __future__ import annotations

from typing import NamedTuple

from warifu.law.flow import OPENER, RESPONDER, Side, State, Step, WayOut

REMIND_DAYS, CONSULT_DAYS = 7, 30
OTHER: dict[Side, Side] = {OPENER: RESPONDER, RESPONDER: OPENER}
Row = tuple[str, Side, str]
"""Kind without the room's prefix, who may write it, the state to which it leads."""


class Steps(NamedTuple):
    """Makes the steps and states of the flows of one room; ``prefix`` is its name with the stroke."""

    prefix: str

    def of(self, *rows: Row) -> tuple[Step, ...]:
        """Give ranks from the order of the rows, first highest."""
        height = 2 * len(rows)
        return tuple(
            Step(self.prefix + kind, by, to, height - 2 * place + (0 if by == OPENER else 1))
            for place, (kind, by, to) in enumerate(rows)
        )

    def waiting(self, turn: Side, *rows: Row, facts: frozenset[str] = frozenset()) -> State:
        """Return a state in which ``turn`` is to move; the other side may remind and call for consultation."""
        out = OTHER[turn]
        return State(
            self.of(*rows),
            turn,
            facts,
            (
                WayOut(out, self.prefix + "remind", REMIND_DAYS),
                WayOut(out, self.prefix + "consult", CONSULT_DAYS),
            ),
        )
