"""Answers: the quick way to write thousands of them gives the very bytes of the slow one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warifu.core.act import CONFIRMED, Answer, encode_answer
from warifu.node import answering

DIGESTS = st.binary(min_size=32, max_size=32)


@given(DIGESTS, st.integers(0, 6_000_000_000))
def test_a_plain_yes_has_one_form(act: bytes, time: int) -> None:
    answer = Answer(act, CONFIRMED, time)
    assert answering.lines([(b"c" * 32, answer)], 0)[0].raw == encode_answer(answer)
