"""Whose move: joint projects.

Law: no arrangement before the note, and nothing is begun before an arrangement is agreed. Of a running project one
thing is proposed at a time, and the other side answers it. To suspend and to terminate needs no answer; to take up
again and to complete does. What has happened is told in every state from the determination on: information that was
there before, firms that leave, and, once something is arranged, costs, contributions and work, also after the end.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, Side, State
from warifu.law.steps import OTHER, Row
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.flow.steps import steps, waiting

_BEFORE = frozenset({E + "background"})
_RUNNING = frozenset(
    E + kind for kind in ("cost", "contribution", "work", "background", "foreground", "participant_left")
)


def _both(*rows: tuple[str, str]) -> tuple[Row, ...]:
    """Rows that either side may write, the opener's first; what leads to ``_by`` leads to a state of its writer."""
    sides: tuple[Side, Side] = (OPENER, RESPONDER)
    return tuple((kind, by, f"{to}{by}" if to.endswith("_by_") else to) for kind, to in rows for by in sides)


def _answering(proposer: Side, back: str, kinds: tuple[str, str, str], agreed: str) -> State:
    """The state in which a proposal waits; ``kinds`` agree, decline and withdraw it; ``back`` is where it came from."""
    agree, decline, withdraw = kinds
    other = OTHER[proposer]
    ending = _both(("terminate", "terminated")) if back in {"active", "halted"} else ()
    facts = _RUNNING if ending else _BEFORE
    return waiting(
        other, *ending, (withdraw, proposer, back), (decline, other, back), (agree, other, agreed), facts=facts
    )


_ARRANGEMENT = ("agree_arrangement", "decline_arrangement", "withdraw_arrangement")
_STEP = ("agree_step", "decline_step", "withdraw_step")


def _proposals(by: Side) -> dict[str, State]:
    """The states in which something that a side has proposed waits for the other."""
    return {
        f"arranging_by_{by}": _answering(by, "note_exchanged", _ARRANGEMENT, "active"),
        f"amending_by_{by}": _answering(by, "active", _ARRANGEMENT, "active"),
        f"deciding_by_{by}": _answering(by, "active", _STEP, "active"),
        f"completing_by_{by}": _answering(by, "active", _STEP, "completed"),
        f"resuming_by_{by}": _answering(by, "halted", _STEP, "active"),
    }


def _after(state: str) -> State:
    """An end at which facts are still told and taken as they are."""
    return State(steps(*_both(("ratify", state))), None, _RUNNING)


PROJECT = Flow(
    "project",
    {E + "project": "proposed"},
    {
        "proposed": waiting(
            RESPONDER,
            ("withdraw_project", OPENER, "withdrawn"),
            ("decline_project", RESPONDER, "declined"),
            ("determine", RESPONDER, "determined"),
        ),
        "determined": waiting(
            OPENER,
            *_both(("withdraw_project", "withdrawn")),
            ("diplomatic_note", OPENER, "note_sent"),
            facts=_BEFORE,
        ),
        "note_sent": waiting(
            RESPONDER,
            *_both(("withdraw_project", "withdrawn")),
            ("diplomatic_reply", RESPONDER, "note_exchanged"),
            facts=_BEFORE,
        ),
        "note_exchanged": State(
            steps(
                *_both(
                    ("withdraw_project", "withdrawn"), ("arrangement", "arranging_by_"), ("ratify", "note_exchanged")
                )
            ),
            None,
            _BEFORE,
        ),
        **_proposals(OPENER),
        **_proposals(RESPONDER),
        "active": State(
            steps(
                *_both(
                    ("terminate", "terminated"),
                    ("suspend", "halted"),
                    ("complete", "completing_by_"),
                    ("amend_arrangement", "amending_by_"),
                    ("gate", "deciding_by_"),
                    ("phase", "deciding_by_"),
                    ("participant", "active"),
                    ("ratify", "active"),
                )
            ),
            None,
            _RUNNING,
        ),
        "halted": State(
            steps(*_both(("terminate", "terminated"), ("resume", "resuming_by_"), ("ratify", "halted"))),
            None,
            _RUNNING,
        ),
        "completed": _after("completed"),
        "terminated": _after("terminated"),
        "declined": State(),
        "withdrawn": State(),
    },
)

FLOWS: tuple[Flow, ...] = (PROJECT,)
