"""Whose move: commitments of ministers' meetings: put, agreed; changed, replaced or fulfilled by either with the other.

Law: what one side puts the other answers; while it waits it may remind and call for consultation. Taking back outranks
an answer. Facts of progress belong wherever the commitment binds.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, Side, State
from warifu.law.steps import OTHER
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.flow.steps import steps, waiting

_PROGRESS = frozenset({P + "progress"})


def _answering(by: Side, agree: str, to: str, back: str = "agreed") -> State:
    """Give the state in which ``by`` has put something and the other side answers."""
    other = OTHER[by]
    rows = (("withdraw_commitment", by, back), (agree, other, to), ("decline_commitment", other, back))
    return waiting(other, *rows, facts=_PROGRESS)


def _either(kind: str, to: str) -> tuple[tuple[str, Side, str], ...]:
    return (kind, OPENER, f"{to}_by_opener"), (kind, RESPONDER, f"{to}_by_responder")


COMMITMENT = Flow(
    "commitment",
    {P + "commitment": "proposed"},
    {
        "proposed": waiting(
            RESPONDER,
            ("withdraw_commitment", OPENER, "withdrawn"),
            ("agree_commitment", RESPONDER, "agreed"),
            ("decline_commitment", RESPONDER, "declined"),
        ),
        "agreed": State(
            steps(*_either("fulfil", "fulfilling"), *_either("supersede", "superseding"),
                  *_either("commitment_amend", "amending")),
            facts=_PROGRESS,
        ),
        "fulfilling_by_opener": _answering(OPENER, "agree_fulfilment", "fulfilled"),
        "fulfilling_by_responder": _answering(RESPONDER, "agree_fulfilment", "fulfilled"),
        "superseding_by_opener": _answering(OPENER, "agree_commitment", "superseded"),
        "superseding_by_responder": _answering(RESPONDER, "agree_commitment", "superseded"),
        "amending_by_opener": _answering(OPENER, "agree_commitment", "agreed"),
        "amending_by_responder": _answering(RESPONDER, "agree_commitment", "agreed"),
        "fulfilled": State(),
        "superseded": State(),
        "declined": State(),
        "withdrawn": State(),
    },
)  # fmt: skip

FLOWS: tuple[Flow, ...] = (COMMITMENT,)
