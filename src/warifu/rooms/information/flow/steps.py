"""Steps from rows: ranks that the two sides of a state never share, and ways out for the side that waits."""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Side, State, Step, WayOut
from warifu.rooms.information.acts.common import I

REMIND_DAYS, CONSULT_DAYS = 7, 30
OTHER: dict[Side, Side] = {OPENER: RESPONDER, RESPONDER: OPENER}


def steps(*rows: tuple[str, Side, str]) -> tuple[Step, ...]:
    """Give ranks from the order of the rows, first highest: even for the opener, odd for the responder."""
    height = 2 * len(rows)
    return tuple(
        Step(I + kind, by, to, height - 2 * place + (0 if by == OPENER else 1))
        for place, (kind, by, to) in enumerate(rows)
    )


def waiting(turn: Side, *rows: tuple[str, Side, str], facts: frozenset[str] = frozenset()) -> State:
    """Return a state in which ``turn`` is to move; the other side may remind and call for consultation."""
    out = OTHER[turn]
    return State(
        steps(*rows), turn, facts, (WayOut(out, I + "remind", REMIND_DAYS), WayOut(out, I + "consult", CONSULT_DAYS))
    )
