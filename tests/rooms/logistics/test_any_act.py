"""Whatever a well-formed act says, every check gives a ruling, and whatever stands on a line, terms follow."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packs.bench import PACKS, Trial
from tests.rooms.logistics import bodies
from warifu.core.act import Act
from warifu.core.wire import to_plain
from warifu.law.case import At
from warifu.law.flow import OPENER, RESPONDER
from warifu.law.judge import Placed, judge
from warifu.rooms.logistics import ROOM

ACSA = PACKS["gb-jp/acsa-2017"]
STORIES = {
    "nothing": [],
    "asked": ["request"],
    "offered": ["request", "offer"],
    "received": ["request", "offer", "accept", "issue", "receipt"],
    "paid": ["request", "offer", "accept", "issue", "receipt", "invoice", "payment", "acknowledge", "dispute"],
    "consented": ["request", "offer", "accept", "issue", "receipt", "onward_request", "onward_consent", "draw"],
    "listed": ["standing"],
    "ruled": ["precedent"],
    "verbal": ["verbal"],
}


def _told(name: str) -> Trial:
    trial = Trial()
    for step in STORIES[name]:
        trial.write(step)
    return trial


TOLD = {name: _told(name) for name in STORIES}
KINDS = sorted(ROOM.kinds)
BODIES = {kind: bodies.record(ROOM.kinds[kind].body) for kind in KINDS}


def _placed(trial: Trial, kind: str, body: object, case: bytes, cites: tuple[bytes, ...]) -> Placed:
    act = Act(ACSA.digest, kind, "GB", "GB-CALDER", b"\x01" * 16, 1_780_000_000, to_plain(body), case, cites=cites)
    return Placed(act, b"\x05" * 32, "GB", 1000, ROOM.kinds[kind], body)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25)
@given(drawn=st.data())
def test_a_check_runs_on_any_body_anywhere(kind, drawn):
    story = drawn.draw(st.sampled_from(sorted(STORIES)))
    trial = TOLD[story]
    body = drawn.draw(BODIES[kind])
    known = [digest for _, digest in trial.steps]
    cites = tuple(drawn.draw(st.lists(st.sampled_from(known), unique=True, max_size=4))) if known else ()
    line = next(iter(trial.lines.values()), None)
    if kind in ROOM.flows or line is None:
        root = _placed(trial, kind, body, b"", cites)
        at = At(ROOM.flows.get(kind, ROOM.flows["logistics/request"]), "GB", OPENER, None, None, ACSA.digest)
    else:
        root = _placed(trial, kind, body, line.root.digest, cites)
        side = drawn.draw(st.sampled_from([OPENER, RESPONDER]))
        at = At(line.flow, "GB" if side == OPENER else "JP", side, line.state, line.terms, ACSA.digest)
    situation = trial.bench.situation(root, at)
    assert situation is not None
    ruling = judge(ACSA, situation)
    failed = [finding for finding in ruling if finding.rule == "house.check_failed"]
    assert failed == [] or not _belongs(at, kind)
    for finding in ruling:
        assert finding.article in ACSA.articles or finding.rule.startswith("roll.")
        assert all(isinstance(value, str) for _, value in finding.figures)


def _belongs(at: At, kind: str) -> bool:
    """Whether the flow has a place for the kind in this state: elsewhere ``house.flow`` refuses whatever it says."""
    if at.state is None:
        return kind in at.flow.start
    state = at.flow.states[at.state]
    nature = ROOM.kinds[kind].nature
    return kind in state.facts or (nature == "aside") or any(step.kind == kind for step in state.steps)


@settings(max_examples=100)
@given(drawn=st.data())
def test_terms_follow_whatever_stands_on_a_line(drawn):
    terms = None
    for _ in range(drawn.draw(st.integers(1, 5))):
        kind = drawn.draw(st.sampled_from(KINDS))
        body = drawn.draw(BODIES[kind])
        terms = ROOM.evolve(terms, _placed(TOLD["nothing"], kind, body, b"\x02" * 32, (b"\x03" * 32,)))
    assert terms is None or isinstance(terms.exercise, bool)
    assert getattr(terms, "agreed_on", None) is None or isinstance(terms.agreed_on, date)
