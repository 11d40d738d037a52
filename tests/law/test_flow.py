"""Flows: each has one outcome at every fork, and no state is a trap."""

from __future__ import annotations

import pytest

from tests.law.sim_nodes import FLOW
from warifu.law.flow import OPENER, RESPONDER, Flow, State, Step, WayOut, faults

THEY_REMIND, WE_REMIND = (WayOut(RESPONDER, "remind", 7),), (WayOut(OPENER, "remind", 7),)
YES, BACK = Step("yes", RESPONDER, "over", 1), Step("back", OPENER, "over", 2)
SOUND = Flow("sound", {"ask": "asked"}, {"asked": State((YES, BACK), RESPONDER, ways_out=WE_REMIND), "over": State()})
TRAP = "the side that waits has no way out"


def test_sound_flows_have_no_fault():
    assert faults(SOUND) == []
    assert faults(FLOW) == []


def test_a_step_is_found_by_state_kind_and_side():
    assert SOUND.step("asked", "yes", RESPONDER) == Step("yes", RESPONDER, "over", 1)
    assert SOUND.step("asked", "yes", OPENER) is None
    assert SOUND.step("over", "yes", RESPONDER) is None


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        (State((YES._replace(to="nowhere"),)), "yes leads nowhere"),
        (State((YES, BACK._replace(rank=1))), "both sides share a rank"),
        (State((YES, YES._replace(to="asked", rank=3))), "yes by responder stands twice"),
        (State((BACK,), OPENER), TRAP),
        (State((BACK,), OPENER, ways_out=WE_REMIND), TRAP),
        (State((YES,), OPENER, ways_out=THEY_REMIND), "whose turn it is has no step"),
        (State((BACK,), OPENER, ways_out=(WayOut(RESPONDER, "remind", 0),)), "remind after 0 days"),
    ],
)
def test_a_fault_is_named(state: State, fault: str):
    found = faults(SOUND._replace(states={"asked": state, "over": State()}))
    assert f"sound.asked: {fault}" in found


def test_what_nobody_reaches_and_what_begins_nowhere():
    unreached = SOUND._replace(states={**SOUND.states, "limbo": State()})
    assert faults(unreached) == ["sound.limbo: nobody reaches it"]
    astray = SOUND._replace(start={"ask": "asked", "beg": "begged"})
    assert faults(astray) == ["sound: start beg leads nowhere"]


def test_one_side_may_rank_its_own_steps_alike():
    state = State((Step("yes", RESPONDER, "over", 1), Step("no", RESPONDER, "over", 1)))
    assert faults(SOUND._replace(states={"asked": state, "over": State()})) == []
