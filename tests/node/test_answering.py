"""Answers: the quick way to write thousands of them gives the very bytes, and the very case, of the slow one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.law.test_naive import WITH_FACTS, Thrown
from warifu.core.act import CONFIRMED, Answer, encode_answer
from warifu.law.case import Case, Heard, fold
from warifu.node import answering
from warifu.node.reading import Gathered

DIGESTS = st.binary(min_size=32, max_size=32)


@given(DIGESTS, st.integers(0, 6_000_000_000))
def test_a_plain_yes_has_one_form(act: bytes, time: int) -> None:
    answer = Answer(act, CONFIRMED, time)
    assert answering.lines([(b"c" * 32, answer)], 0)[0].raw == encode_answer(answer)


def _told(case: Case) -> tuple[object, ...]:
    stands = {
        digest: (s.status, s.ruling, s.confirmed, s.state, s.terms, s.pack, s.objection, s.rival, s.unfounded)
        for digest, s in case.stands.items()
    }
    return stands, [stand.placed.digest for stand in case.line], case.equivocations


def _answered(seed: int) -> tuple[Case, Case, bool]:
    """A case of the other side's with our answers entered into it; the same folded anew; whether that is due."""
    thrown = Thrown(seed)
    gathered = Gathered()
    gathered.acts = {p.digest: p for p in thrown.acts if p.author == "B" or not p.act.case}
    gathered.heard = [heard for heard in thrown.answers if heard.by == "B"]
    case = fold(WITH_FACTS, gathered.acts.values(), gathered.heard, thrown.bench)
    assert case is not None
    found = [(case.root, answer) for answer in answering.due(case, gathered, "A", set(), 5)]
    heard = [Heard(answer, "A", place) for place, (_, answer) in enumerate(found, start=1000)]
    again = fold(WITH_FACTS, gathered.acts.values(), [*gathered.heard, *heard], thrown.bench)
    assert again is not None
    return case, again, bool(answering.stirred({case.root: case}, found))


def test_answers_entered_in_place_make_the_case_that_a_second_fold_makes() -> None:
    stirred = 0
    for seed in range(12_000):
        entered, folded, due = _answered(seed)
        stirred += due
        assert due or _told(entered) == _told(folded), seed
    assert 0 < stirred < 6000
