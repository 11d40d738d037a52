"""What is kept as evidence is told in sentences, and nothing of it is hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core.errors import BytesError, LogError
from warifu.doors import kept_evidence

ACT = bytes(range(32))
BEHIND = LogError("log.behind_witness", "GB", held=12, witnessed=19)


def test_a_refusal_is_told_with_its_figures_and_place():
    told = kept_evidence.of(ACT, f"refused {BEHIND.code}", str(BEHIND))
    assert told.what == ("refused at the door", "受領拒否")
    assert "19" in told.why.en
    assert "12" in told.why.en
    assert told.why.en.endswith("(GB)")
    assert "19" in told.why.ja
    assert "log.behind_witness" not in "".join(told.why)


@pytest.mark.parametrize(
    ("what", "figures", "shown"),
    [
        ("equivocation", "ab" * 32, "abababababababab"),
        ("unfounded_objection", "parties.affirm.nothing_cited; new.rule", "; "),
        ("noted answer.of_unknown_act", "answered by JP, and not in our log", ACT.hex()[:16]),
        ("dropped anteroom.full", "why=key first=70 entries=3 size=1234", "1234"),
        ("refused log.forked", "log.forked at JP at 12 entries place=7 0a1b2c", "(JP at 12 entries)"),
    ],
)
def test_each_sort_of_evidence_is_told(what, figures, shown):
    told = kept_evidence.of(ACT, what, figures)
    assert shown in told.why.en
    assert "—" not in told.why.ja
    assert what != told.what.ja
    document = kept_evidence.document(ACT, what, figures)
    assert (document["what"], document["figures"]) == (what, figures)
    assert document["en"] == f"{told.what.en}: {told.why.en}"


def test_what_has_no_form_known_here_is_shown_as_it_stands():
    told = kept_evidence.of(ACT, "something_new", "so and so")
    assert (told.what.en, told.why.en) == ("something_new", "so and so")
    assert "new.code" in kept_evidence.of(ACT, "refused new.code", "").why.ja


NAMES = st.sampled_from(["held", "size", "trouble", "key"])
VALUES = st.integers(0, 10**9) | st.text("abc 7/…", min_size=1).map(str.strip).filter(bool)


@given(st.sampled_from(["", "bundle", "entry 17 of GB", "JP at 3 entries"]), st.dictionaries(NAMES, VALUES))
def test_what_an_error_says_of_itself_is_read_back(where, figures):
    error = BytesError("bytes.wrong_type", where, **figures)
    assert kept_evidence.read_back(str(error)) == (where, {name: str(value) for name, value in figures.items()})


@given(st.text())
def test_anything_at_all_is_told(figures):
    for what in ("refused bytes.not_a_day", "dropped anteroom.full", "equivocation", "unfounded_objection", "x"):
        assert kept_evidence.of(ACT, what, figures).what.ja
