"""Whose move: the states of a kind of case, what each side may write in each, and what outranks what.

Law: wills take turns along one line. A *flow* says for each state which kinds the *opener* (who wrote the root) and the
*responder* may write next, where each leads, and a rank that is never the same for both sides, so that a fork has one
outcome in both capitals. No state is a trap: the side that waits has a way out after a stated number of days.

Place on the path: read by the judge (step "judge") and by the pages that say whose move it is and since when.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Side = Literal["opener", "responder"]
OPENER: Side = "opener"
RESPONDER: Side = "responder"


class Step(NamedTuple):
    """One kind of will that ``by`` may write, the state it leads to, and its rank at a fork (higher stands)."""

    kind: str
    by: Side
    to: str
    rank: int


class WayOut(NamedTuple):
    """What the waiting side may do after ``days`` days: write ``kind`` (an aside such as a reminder, or a will)."""

    by: Side
    kind: str
    days: int


class State(NamedTuple):
    """One state: its steps, whose turn it is, which facts belong in it, and the ways out of waiting."""

    steps: tuple[Step, ...] = ()
    turn: Side | None = None
    facts: frozenset[str] = frozenset()
    ways_out: tuple[WayOut, ...] = ()


class Flow(NamedTuple):
    """The states of one kind of case; ``start`` maps each root kind to the state it leads to."""

    name: str
    start: dict[str, str]
    states: dict[str, State]

    def step(self, state: str, kind: str, by: Side) -> Step | None:
        """Return the step that ``by`` takes with ``kind`` in ``state``, or None where there is none."""
        for step in self.states[state].steps:
            if step.kind == kind and step.by == by:
                return step
        return None


def faults(flow: Flow) -> list[str]:
    """Name what is wrong with a flow: dead ends, shared ranks, traps, states nobody reaches. Empty for a sound one."""
    found = [f"{flow.name}: start {kind} leads nowhere" for kind, to in flow.start.items() if to not in flow.states]
    for name, state in flow.states.items():
        found += [f"{flow.name}.{name}: {fault}" for fault in _faults_of(state, flow)]
    reached = _reached(flow)
    return found + [f"{flow.name}.{name}: nobody reaches it" for name in flow.states if name not in reached]


def _faults_of(state: State, flow: Flow) -> list[str]:
    found = [f"{step.kind} leads nowhere" for step in state.steps if step.to not in flow.states]
    taken = [(step.kind, step.by) for step in state.steps]
    found += sorted({f"{kind} by {by} stands twice" for kind, by in taken if taken.count((kind, by)) > 1})
    ranks = {side: {step.rank for step in state.steps if step.by == side} for side in (OPENER, RESPONDER)}
    if ranks[OPENER] & ranks[RESPONDER]:
        found.append("both sides share a rank")
    found += [f"{out.kind} after {out.days} days" for out in state.ways_out if out.days <= 0]
    if state.turn is None:
        return found
    if not any(step.by == state.turn for step in state.steps):
        found.append("whose turn it is has no step")
    if not any(out.by != state.turn for out in state.ways_out):
        found.append("the side that waits has no way out")
    return found


def _reached(flow: Flow) -> set[str]:
    """States that some sequence of acts leads to."""
    reached, fresh = set[str](), set(flow.start.values())
    while fresh:
        reached |= fresh
        fresh = {step.to for name in fresh if name in flow.states for step in flow.states[name].steps} - reached
    return reached
