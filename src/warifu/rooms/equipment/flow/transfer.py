"""Whose move: transfers of equipment and technology.

Law: who asks to receive gives its undertaking, and may give a later version of the form at any time; the other side
decides. A decision that grants to nobody is a *refusal*, a state of its own. An appeal holds up what is not licensed
yet, and nothing else; a decision made anew wants its licence. What has happened is told while a licence runs, after it
has ended, and while an appeal is looked at; once the transfer is finished, what is told still is irregular.
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, State
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.flow.steps import steps, waiting

FACTS = frozenset(
    E + name
    for name in (
        "shipment", "arrival", "use_report", "inspection", "returned", "taken_back", "disposed", "passed_on", "lost",
        "correction",
    )
)  # fmt: skip


def _appealed(upheld: str, facts: frozenset[str] = frozenset()) -> State:
    """An appeal is looked at; where the case goes on when it brings nothing, or is taken back."""
    return waiting(
        RESPONDER,
        ("appeal_withdraw", OPENER, upheld),
        ("appeal_refusal", RESPONDER, upheld),
        ("appeal_decision", RESPONDER, "decided"),
        facts=facts,
    )


TRANSFER = Flow(
    "transfer",
    {E + "transfer": "applied"},
    {
        "applied": waiting(
            OPENER,
            ("transfer_withdraw", OPENER, "withdrawn"),
            ("refusal", RESPONDER, "refused"),
            ("undertaking", OPENER, "undertaken"),
        ),
        "undertaken": waiting(
            RESPONDER,
            ("transfer_withdraw", OPENER, "withdrawn"),
            ("undertaking", OPENER, "undertaken"),
            ("refusal", RESPONDER, "refused"),
            ("decision", RESPONDER, "decided"),
        ),
        "decided": waiting(
            RESPONDER,
            ("transfer_withdraw", OPENER, "withdrawn"),
            ("appeal", OPENER, "appealed"),
            ("undertaking", OPENER, "decided"),
            ("licence", RESPONDER, "licensed"),
        ),
        "appealed": _appealed("decided"),
        "refused": State(steps(("appeal", OPENER, "appealed_refused"))),
        "appealed_refused": _appealed("refused"),
        "licensed": State(
            steps(
                ("licence_end", RESPONDER, "licence_ended"),
                ("appeal", OPENER, "appealed_licensed"),
                ("undertaking", OPENER, "licensed"),
                ("licence", RESPONDER, "licensed"),
                ("ratify", OPENER, "licensed"),
                ("ratify", RESPONDER, "licensed"),
                ("finish", OPENER, "finished"),
            ),
            None,
            FACTS,
        ),
        "appealed_licensed": _appealed("licensed", FACTS),
        "licence_ended": State(
            steps(
                ("licence", RESPONDER, "licensed"),
                ("undertaking", OPENER, "licence_ended"),
                ("ratify", OPENER, "licence_ended"),
                ("ratify", RESPONDER, "licence_ended"),
                ("finish", OPENER, "finished"),
            ),
            None,
            FACTS,
        ),
        "finished": State(steps(("ratify", OPENER, "finished"), ("ratify", RESPONDER, "finished"))),
        "withdrawn": State(),
    },
)

FLOWS: tuple[Flow, ...] = (TRANSFER,)
