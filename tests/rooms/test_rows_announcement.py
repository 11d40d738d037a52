"""When a wording is public: whatever is agreed, corrected and withdrawn when, one at most, and none before its time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from warifu.rooms.programme.rows_announcement import windows_of
from warifu.rooms.programme.terms.announcement import AnnouncementTerms, Wording
from warifu.rooms.programme.wording import as_bytes, digest_of, second_of

SECOND = st.integers(0, 40)


@st.composite
def announcements(draw):
    """Wordings agreed one after the other, some unconfirmed, perhaps withdrawn at last; perhaps a rehearsal."""
    at, wordings = 0, []
    for number in range(draw(st.integers(0, 5))):
        at += draw(st.integers(0, 10))
        act = bytes([number]) * 32
        wordings.append(
            Wording(act, "GB", b"", b"", date(2026, 1, 1), draw(SECOND), agreed=bytes([99, number]), agreed_at=at)
        )
    ended = draw(st.booleans())
    terms = AnnouncementTerms(
        "N", "statement", ("GB-MOD",), "GB", None, tuple(wordings),
        withdrawn_at=at + draw(st.integers(0, 20)) if ended else 0, outcome="withdrawn" if ended else "",
        exercise=draw(st.sampled_from([False, False, False, True])),
    )  # fmt: skip
    confirmed = {each.agreed for each in wordings if draw(st.sampled_from([True, True, False]))}
    return terms, confirmed


@given(announcements())
def test_one_at_most_is_public_and_none_before_its_time(told):
    terms, confirmed = told
    windows = windows_of(terms, confirmed)
    assert len(windows) == len(terms.wordings)
    for at in range(90):
        shown = [
            each
            for each, (begins, until) in zip(terms.wordings, windows, strict=True)
            if begins is not None and begins <= at and (until is None or at < until)
        ]
        assert len(shown) <= 1
        for each in shown:
            assert each.embargo <= at
            assert each.agreed_at <= at
            assert each.agreed in confirmed
            assert not terms.exercise
            assert not (terms.outcome == "withdrawn" and at >= terms.withdrawn_at)


@given(announcements())
def test_what_is_public_stays_public_until_the_next_one_is_or_it_is_withdrawn(told):
    terms, confirmed = told
    windows = [each for each in windows_of(terms, confirmed) if each[0] is not None]
    ends = terms.withdrawn_at if terms.outcome == "withdrawn" else None
    for (_, until), (begins, _) in pairwise(windows):
        assert until in {begins, ends}
    if windows:
        assert windows[-1][1] in {
            ends,
            *(each.embargo for each in terms.wordings),
            *(each.agreed_at for each in terms.wordings),
        }


@given(st.text(max_size=40), st.text(max_size=80))
def test_the_digest_of_a_wording_is_that_of_its_bytes_however_they_were_typed(title, text):
    assert as_bytes(title, text.replace("\n", "\r\n")) == as_bytes(f" {title} ", f"\n{text}\n")
    assert bool(digest_of(title, text)) == bool(title.strip() and text.strip())


def test_a_second_is_read_from_a_day_and_a_time():
    assert second_of(date(1970, 1, 1), "00:00:00") == 0
    assert second_of(date(2013, 7, 4), "09:30:01") == 1_372_930_201
    assert second_of(date(2013, 7, 4), "24:00:00") is None
    assert second_of(date(2013, 7, 4), "9:00:00") is None
