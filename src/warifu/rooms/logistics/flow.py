"""Whose move it is in an order, and in the smaller cases of this room.

Law: opener and responder take turns; ranks are unique across the sides of a state (opener even, responder odd), and a
withdrawal outranks what it would take away. From *ordered* on facts may be recorded at any time, whoever's turn it is,
also while a proposal is open. Where somebody waits, there is a way out after a stated number of days (draft [D]; the
agreement gives consultation as the only way to settle a dispute [S]).
"""

from __future__ import annotations

from warifu.law.flow import OPENER, RESPONDER, Flow, Side, State, Step, WayOut

_L = "logistics/"
_REMIND_DAYS, _CONSULT_DAYS = 7, 30
_DELIVERY = frozenset(_L + name for name in ("issue", "receipt", "payment", "acknowledge", "loss", "passed"))
_OTHER: dict[Side, Side] = {OPENER: RESPONDER, RESPONDER: OPENER}


def _steps(*rows: tuple[str, Side, str]) -> tuple[Step, ...]:
    """Give ranks from the order of the rows, first highest: even for the opener, odd for the responder."""
    height = 2 * len(rows)
    return tuple(
        Step(_L + kind, by, to, height - 2 * place + (0 if by == OPENER else 1))
        for place, (kind, by, to) in enumerate(rows)
    )


def _waits(turn: Side) -> tuple[WayOut, ...]:
    return (WayOut(_OTHER[turn], _L + "remind", _REMIND_DAYS), WayOut(_OTHER[turn], _L + "consult", _CONSULT_DAYS))


def _ask(turn: Side, *rows: tuple[str, Side, str], facts: frozenset[str] = frozenset()) -> State:
    return State(_steps(*rows), turn, facts, _waits(turn))


def _proposal(by: Side, accepted: str) -> State:
    """A proposal stands open: the other side accepts or declines, the proposer may withdraw it."""
    other = _OTHER[by]
    return _ask(
        other, ("withdraw", by, "ordered"), ("accept", other, accepted), ("decline", other, "ordered"), facts=_DELIVERY
    )


def _ordered() -> State:
    rows: list[tuple[str, Side, str]] = []
    for kind, to in (("close", "closing"), ("cancel", "cancelling"), ("change", "changing")):
        rows += [(kind, side, f"{to}_by_{side}") for side in (OPENER, RESPONDER)]
    for kind in ("correct", "resolve", "rebase"):
        rows += [(kind, side, f"changing_by_{side}") for side in (OPENER, RESPONDER)]
    for kind in ("ratify", "waive", "apply_set_off"):
        rows += [(kind, side, "ordered") for side in (OPENER, RESPONDER)]
    return State(_steps(*rows), None, _DELIVERY)


def _order_states() -> dict[str, State]:
    states = {
        "requested": _ask(
            RESPONDER,
            ("withdraw", OPENER, "withdrawn"),
            ("accept", RESPONDER, "ordered"),
            ("offer", RESPONDER, "offered"),
            ("decline", RESPONDER, "declined"),
        ),
        "offered": _ask(
            OPENER,
            ("withdraw", RESPONDER, "withdrawn"),
            ("accept", OPENER, "ordered"),
            ("counter", OPENER, "countered"),
            ("decline", OPENER, "declined"),
        ),
        "countered": _ask(
            RESPONDER,
            ("withdraw", OPENER, "withdrawn"),
            ("accept", RESPONDER, "ordered"),
            ("offer", RESPONDER, "offered"),
            ("decline", RESPONDER, "declined"),
        ),
        # A verbal order is confirmed by an acceptance, or by an offer in writing that fills in what was not said.
        "verbal": _ask(
            RESPONDER,
            ("withdraw", OPENER, "verbal_withdrawn"),
            ("accept", RESPONDER, "ordered"),
            ("offer", RESPONDER, "confirming"),
            ("decline", RESPONDER, "verbal_declined"),
            facts=_DELIVERY,
        ),
        "confirming": _ask(
            OPENER,
            ("withdraw", RESPONDER, "verbal_withdrawn"),
            ("accept", OPENER, "ordered"),
            ("counter", OPENER, "verbal"),
            ("decline", OPENER, "verbal_declined"),
            facts=_DELIVERY,
        ),
        "ordered": _ordered(),
        "closed": State(),
        # What was handed over before is still counted, given back, claimed and paid; nothing more is provided.
        "cancelled": State(facts=_DELIVERY),
        "verbal_declined": State(facts=_DELIVERY),
        "verbal_withdrawn": State(facts=_DELIVERY),
        "declined": State(),
        "withdrawn": State(),
    }
    for side in (OPENER, RESPONDER):
        states[f"changing_by_{side}"] = _proposal(side, "ordered")
        states[f"cancelling_by_{side}"] = _proposal(side, "cancelled")
        states[f"closing_by_{side}"] = _proposal(side, "closed")
    return states


ORDER = Flow("order", {_L + "request": "requested", _L + "verbal": "verbal"}, _order_states())

STANDING = Flow(
    "standing",
    {_L + "standing": "published"},
    {
        "published": State(
            _steps(
                ("withdraw", OPENER, "withdrawn"),
                ("standing_draw", OPENER, "published"),
                ("standing_draw", RESPONDER, "published"),
            )
        ),
        "withdrawn": State(),
    },
)

ONWARD = Flow(
    "onward",
    {_L + "onward_request": "asked"},
    {
        "asked": _ask(
            RESPONDER,
            ("withdraw", OPENER, "withdrawn"),
            ("onward_consent", RESPONDER, "consented"),
            ("decline", RESPONDER, "declined"),
        ),
        "consented": State(
            _steps(
                ("withdraw", RESPONDER, "withdrawn"), ("withdraw", OPENER, "withdrawn"), ("draw", OPENER, "consented")
            ),
            facts=frozenset({_L + "passed"}),
        ),
        "declined": State(),
        "withdrawn": State(facts=frozenset({_L + "passed"})),
    },
)

_AGREEING = {
    "proposed": _ask(
        RESPONDER,
        ("withdraw", OPENER, "withdrawn"),
        ("accept", RESPONDER, "agreed"),
        ("decline", RESPONDER, "declined"),
    ),
    "agreed": State(),
    "declined": State(),
    "withdrawn": State(),
}
SET_OFF = Flow("set_off", {_L + "set_off": "proposed"}, _AGREEING)
MATCH = Flow("match", {_L + "match": "proposed"}, _AGREEING)
STATEMENT = Flow("statement", {_L + "statement": "proposed"}, _AGREEING)
PRECEDENT = Flow("precedent", {_L + "precedent": "proposed"}, _AGREEING)
DEALING = Flow(
    "dealing",
    {_L + "dealing": "recorded"},
    {"recorded": State(_steps(("withdraw", OPENER, "withdrawn"))), "withdrawn": State()},
)
NATIONAL = Flow(
    "national",
    {_L + "register_row": "recorded", _L + "withdraw_batch": "recorded"},
    {"recorded": State()},
)

FLOWS = {
    kind: flow
    for flow in (ORDER, STANDING, ONWARD, SET_OFF, MATCH, STATEMENT, PRECEDENT, DEALING, NATIONAL)
    for kind in flow.start
}
