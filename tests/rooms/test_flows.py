"""Every flow of every room is sound, and every kind of act has a place in one."""

from __future__ import annotations

import pytest

from warifu.law.flow import OPENER, Flow, faults
from warifu.law.room import Room
from warifu.node.open import ROOMS

FLOWS = {flow.name: flow for room in ROOMS for flow in room.flows.values()}
SHOWN_EVERYWHERE = "aside"


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_a_flow_has_no_fault(name):
    assert faults(FLOWS[name]) == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_kind_has_a_place_and_every_place_a_kind(room: Room):
    placed: set[str] = set()
    for flow in room.flows.values():
        placed |= set(flow.start)
        for state in flow.states.values():
            placed |= {step.kind for step in state.steps} | state.facts | {out.kind for out in state.ways_out}
    asides = {name for name, kind in room.kinds.items() if kind.nature == SHOWN_EVERYWHERE}
    assert placed - set(room.kinds) == set()
    assert set(room.kinds) - placed - asides == set()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_steps_are_wills_and_facts_are_facts(room: Room):
    for flow in room.flows.values():
        for state in flow.states.values():
            assert {room.kinds[step.kind].nature for step in state.steps} <= {"will"}
            assert {room.kinds[kind].nature for kind in state.facts} <= {"fact"}


def _after(flow: Flow, *steps: tuple[str, str]) -> str:
    (first, _), *rest = steps
    state = flow.start[f"logistics/{first}"]
    for kind, by in rest:
        step = flow.step(state, f"logistics/{kind}", by)
        assert step is not None, (state, kind)
        state = step.to
    return state


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ("request", "requested"),
        ("request offer:responder", "offered"),
        ("request offer:responder counter:opener", "countered"),
        ("request accept:responder", "ordered"),
        ("request offer:responder accept:opener", "ordered"),
        ("request offer:responder counter:opener accept:responder", "ordered"),
        ("request decline:responder", "declined"),
        ("request withdraw:opener", "withdrawn"),
        ("request offer:responder withdraw:responder", "withdrawn"),
        ("request offer:responder decline:opener", "declined"),
        ("verbal accept:responder", "ordered"),
        ("verbal decline:responder", "verbal_declined"),
        ("verbal offer:responder accept:opener", "ordered"),
        ("verbal offer:responder counter:opener accept:responder", "ordered"),
        ("request accept:responder change:opener", "changing_by_opener"),
        ("request accept:responder change:opener decline:responder", "ordered"),
        ("request accept:responder change:responder withdraw:responder", "ordered"),
        ("request accept:responder cancel:opener accept:responder", "cancelled"),
        ("request accept:responder close:responder accept:opener", "closed"),
        ("request accept:responder close:responder decline:opener", "ordered"),
        ("request accept:responder ratify:opener waive:responder apply_set_off:responder", "ordered"),
    ],
)
def test_an_order_goes_as_the_arrangement_says(steps, state):
    pairs = [(kind, by or OPENER) for kind, _, by in (each.partition(":") for each in steps.split())]
    assert _after(FLOWS["order"], *pairs) == state


@pytest.mark.parametrize("state", ["requested", "offered", "countered", "verbal", "confirming"])
def test_a_withdrawal_outranks_what_it_takes_away(state):
    steps = FLOWS["order"].states[state].steps
    ranks = {step.kind: step.rank for step in steps}
    assert all(ranks["logistics/withdraw"] > rank for kind, rank in ranks.items() if kind != "logistics/withdraw")


def test_a_withdrawn_consent_outranks_a_draw_and_draws_stay_on_their_own_line():
    steps = {(step.kind, step.by): step.rank for step in FLOWS["onward"].states["consented"].steps}
    assert steps["logistics/withdraw", "responder"] > steps["logistics/draw", "opener"]
    assert "logistics/draw" not in {step.kind for state in FLOWS["order"].states.values() for step in state.steps}


def test_what_was_handed_over_is_recorded_while_a_proposal_is_open():
    states = FLOWS["order"].states
    for name in ("ordered", "changing_by_opener", "cancelling_by_responder", "closing_by_opener", "verbal"):
        assert {"logistics/issue", "logistics/receipt", "logistics/payment"} <= states[name].facts
    for name in ("requested", "offered", "closed", "declined"):
        assert states[name].facts == frozenset()
