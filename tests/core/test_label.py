"""Markings: every string both ways, and no comparison that lowers protection."""

from __future__ import annotations

from datetime import date

import pytest

from warifu.core.errors import ValueTroubleError
from warifu.core.label import KNOWN, UK_OFFICIAL, Equivalence, Label, Marking, Scheme, Schemes

UK = ("GB-GSC", "2014-04-02")
JP = ("JP-ADMIN", "draft")
NONE = Label()
TODAY = date(2026, 6, 10)
OFFICIAL = KNOWN.marked(*UK, "OFFICIAL")
SENSITIVE = KNOWN.marked(*UK, "OFFICIAL-SENSITIVE")
BUNAI = KNOWN.marked(*JP, "部内限り")
CHUI = KNOWN.marked(*JP, "注意")
ALL = [NONE, OFFICIAL, SENSITIVE, BUNAI, CHUI]

# label, then the labels that it protects at least as much as
GOLDEN = [
    (NONE, [NONE, OFFICIAL]),
    (OFFICIAL, [NONE, OFFICIAL]),
    (SENSITIVE, [NONE, OFFICIAL, SENSITIVE, BUNAI, CHUI]),
    (BUNAI, [NONE, OFFICIAL, BUNAI]),
    (CHUI, [NONE, OFFICIAL, SENSITIVE, BUNAI, CHUI]),
]


@pytest.mark.parametrize(("label", "covered"), GOLDEN)
def test_which_marking_protects_as_much_as_which(label, covered):
    assert [asked for asked in ALL if KNOWN.at_least(label, asked)] == covered


@pytest.mark.parametrize("label", ALL[1:])
def test_going_over_and_back_never_lowers_protection(label):
    party, other = (KNOWN.party(label), "GB" if KNOWN.party(label) == "JP" else "JP")
    there = KNOWN.mapped(label, other, TODAY)
    assert KNOWN.level(there.candidates[0]) >= KNOWN.level(label)
    back = KNOWN.mapped(there.candidates[0], party, TODAY)
    assert KNOWN.level(back.candidates[0]) >= KNOWN.level(label)


@pytest.mark.parametrize("exercise", [False, True])
@pytest.mark.parametrize("label", ALL)
def test_a_label_has_one_wire_form(label, exercise):
    label = Label(label.scheme, label.version, label.written, exercise)
    assert KNOWN.from_wire(label.to_wire()) == label
    assert len(label.to_wire()) == 3 * label.is_marked + exercise


def test_the_wire_keeps_the_words_as_written():
    assert CHUI.to_wire() == ("JP-ADMIN", "draft", "注意")
    assert KNOWN.marked(*UK, "OFFICIAL-SENSITIVE", exercise=True).to_wire() == (*UK, "OFFICIAL-SENSITIVE", "EXERCISE")
    assert NONE.to_wire() == ()
    assert Label(exercise=True).to_wire() == ("EXERCISE",)


@pytest.mark.parametrize(
    ("wire", "code"),
    [
        (("GB-GSC", "1999", "OFFICIAL"), "label.unknown_scheme"),
        (("GB-GSC", "2014-04-02", "SECRET"), "label.unknown_marking"),
        (("GB-GSC", "2014-04-02", "Official"), "label.unknown_marking"),
        (("JP-ADMIN", "draft", "秘"), "label.unknown_marking"),
        (("JP-ADMIN", "draft", ""), "label.nothing_written"),
        (("OFFICIAL",), "label.bad_wire"),
        (("EXERCISE", "GB-GSC", "2014-04-02", "OFFICIAL"), "label.bad_wire"),
    ],
)
def test_an_unknown_marking_is_refused_by_name(wire, code):
    with pytest.raises(ValueTroubleError) as caught:
        KNOWN.from_wire(wire)
    assert caught.value.code == code


NEWER = Scheme(name="GB-GSC", version="2099-01-01", party="GB", standing="draft", markings=(Marking("OFFICIAL", 0),))
FOREIGN = Scheme(
    name="XX-ADMIN", version="1", party="XX", standing="draft", markings=(Marking("OPEN", 0), Marking("SHUT", 1))
)


def test_a_pack_adds_schemes_as_rows_and_what_no_rule_maps_is_not_covered():
    more = KNOWN.with_more([NEWER, FOREIGN])
    newer = more.marked("GB-GSC", "2099-01-01", "OFFICIAL")
    shut = more.marked("XX-ADMIN", "1", "SHUT")
    assert more.at_least(SENSITIVE, newer)
    assert not more.at_least(newer, SENSITIVE)
    assert more.at_least(shut, NONE)
    assert not more.at_least(shut, OFFICIAL)
    assert not more.at_least(SENSITIVE, shut)
    row = Equivalence(id="xx", of=shut.words, to=(SENSITIVE.words,), standing="draft")
    assert more.with_more([], [row]).at_least(SENSITIVE, shut)


def test_one_version_of_a_scheme_is_taken_in_once():
    with pytest.raises(ValueTroubleError) as caught:
        Schemes([UK_OFFICIAL, UK_OFFICIAL])
    assert (caught.value.code, caught.value.where) == ("label.scheme_twice", "GB-GSC/2014-04-02")
