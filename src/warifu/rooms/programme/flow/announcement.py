"""Whose move: announcements.

Law: a wording stands once both have agreed to it; each may answer with another. What was agreed can be corrected by
both and withdrawn by either; a withdrawal outranks all else, so that nothing goes out that one side has stopped. Who
proposes a wording may also drop it (decline) while it waits.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, Side, State
from warifu.law.steps import OTHER
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.flow.steps import steps, waiting


def _worded(by: Side, counter_to: str) -> State:
    """The wording of ``by`` waits on the other side."""
    other = OTHER[by]
    return waiting(
        other,
        ("withdraw_announcement", by, "announcement_dropped"),
        ("agree_announcement", other, "announcement_agreed"),
        ("counter_announcement", other, counter_to),
        ("decline_announcement", other, "announcement_declined"),
    )


def _correcting(by: Side) -> State:
    """A correction by ``by`` waits on the other side; what is public stays public meanwhile."""
    other = OTHER[by]
    return waiting(
        other,
        ("withdraw_announcement", OPENER, "announcement_withdrawn"),
        ("withdraw_announcement", RESPONDER, "announcement_withdrawn"),
        ("decline_announcement", by, "announcement_agreed"),
        ("agree_announcement", other, "announcement_agreed"),
        ("decline_announcement", other, "announcement_agreed"),
    )


ANNOUNCEMENT = Flow(
    "announcement",
    {P + "announcement": "worded_by_opener"},
    {
        "worded_by_opener": _worded(OPENER, "worded_by_responder"),
        "worded_by_responder": _worded(RESPONDER, "worded_by_opener"),
        "announcement_agreed": State(
            steps(
                ("withdraw_announcement", OPENER, "announcement_withdrawn"),
                ("withdraw_announcement", RESPONDER, "announcement_withdrawn"),
                ("correct_announcement", OPENER, "correcting_by_opener"),
                ("correct_announcement", RESPONDER, "correcting_by_responder"),
            )
        ),
        "correcting_by_opener": _correcting(OPENER),
        "correcting_by_responder": _correcting(RESPONDER),
        "announcement_declined": State(),
        "announcement_dropped": State(),
        "announcement_withdrawn": State(),
    },
)

FLOWS: tuple[Flow, ...] = (ANNOUNCEMENT,)
