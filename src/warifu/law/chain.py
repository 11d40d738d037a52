"""A national case: one author, one log, no forks. The acts of the case, in the order of the national log, into a Case.

Law: the first act begins the case; each later one is a *step* of its flow in the state in which it finds the case, or,
where it is a fact that belongs in that state or an aside, it stands beside the line. An act that is neither has no
effect (*refused*), and what comes after it goes on as if it were not there. Nobody answers, so nothing is confirmed and
nothing falls. The same as in a shared case: the outcome is a function of what the log holds.

Place on the path: read before a national act is judged, and again for its rows; by ``rebuild`` too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from warifu.law.case import EVOLVE_FAILED, NOT_A_STEP, Case, Stand
from warifu.law.flow import OPENER, Flow
from warifu.law.judge import Placed

Evolve = Callable[[Any, Placed], Any]


def chain(flow: Flow, acts: Sequence[Placed], evolve: Evolve) -> Case | None:
    """Fold the acts of one national case, in the order of the log; None where the first does not begin one."""
    if not acts or not acts[0].act.is_root or acts[0].act.kind not in flow.start:
        return None
    root, *rest = acts
    head = _step(Stand(root, "standing", pack=root.act.pack), flow.start[root.act.kind], None, evolve)
    if head.status == "refused":
        return None
    stands, line = {root.digest: head}, [head]
    for placed in rest:
        stand = _next(flow, line[-1], placed, evolve)
        stands[placed.digest] = stand
        if stand.status == "standing":
            line.append(stand)
    return Case(root.digest, root.act.side_of, flow, stands, tuple(line), line[-1].state, line[-1].terms)


def _next(flow: Flow, head: Stand, placed: Placed, evolve: Evolve) -> Stand:
    if placed.kind.nature == "will":
        step = flow.step(head.state, placed.act.kind, OPENER)
        if step is None:
            return Stand(placed, "refused", (NOT_A_STEP,), pack=head.pack)
        return _step(Stand(placed, "standing", pack=head.pack), step.to, head.terms, evolve)
    if placed.kind.nature == "fact" and placed.act.kind not in flow.states[head.state].facts:
        return Stand(placed, "refused", (NOT_A_STEP,), pack=head.pack)
    return Stand(placed, "recorded", (), state=head.state, terms=head.terms, pack=head.pack)


def _step(stand: Stand, to: str, terms: Any, evolve: Evolve) -> Stand:
    try:
        stand.terms = evolve(terms, stand.placed)
    except Exception:  # noqa: BLE001  a will whose terms cannot be told does not stand, whatever broke it
        stand.status, stand.ruling = "refused", (EVOLVE_FAILED,)
        return stand
    stand.state = to
    return stand
