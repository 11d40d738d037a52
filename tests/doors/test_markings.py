"""Both markings of a case: which is the highest, what answers to it, and how a line says so in both languages."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from tests.vectors import make_labels
from tests.world import World
from warifu.core.label import Label
from warifu.doors import cases, markings
from warifu.doors.demo import cast
from warifu.doors.markings import Beside, Marks

SCHEMES = make_labels.schemes()
NOW = Beside(SCHEMES, ("JP", "GB"), date(2026, 6, 10))
OLD = Beside(SCHEMES, ("GB", "JP"), date(2013, 8, 1))
SECRET = ("GB-GSC", "2014-04-02", "SECRET")
OFFICIAL = ("GB-GSC", "2014-04-02", "OFFICIAL")
HI = ("JP-HIMITSU", "2013-07-04", "秘")
UNREAD = ("X", "1", "ULTRA")

# labels of a case's acts, the highest of them
HIGHEST = [
    ((), ()),
    (((),), ()),
    (((), OFFICIAL), OFFICIAL),
    ((SECRET, HI, OFFICIAL), SECRET),
    ((HI, OFFICIAL), HI),
    ((SECRET, UNREAD), UNREAD),
    ((OFFICIAL, ("EXERCISE",)), (*OFFICIAL, "EXERCISE")),
    ((("EXERCISE",),), ("EXERCISE",)),
]


@pytest.mark.parametrize(("labels", "highest"), HIGHEST)
def test_the_highest_label_of_a_case(labels, highest):
    assert markings.highest(labels, SCHEMES) == highest
    assert markings.highest(reversed(labels), SCHEMES) == highest


# label, beside, ruled, in English, in Japanese
SHOWN = [
    ((), NOW, "", "", ""),
    (("EXERCISE",), NOW, "", "EXERCISE", "EXERCISE"),
    (OFFICIAL, NOW, "", "OFFICIAL (GB)", "OFFICIAL（GB）"),
    (
        SECRET,
        NOW,
        "",
        "SECRET (GB) · 極秘 or 特定秘密 (JP, not ruled yet)",
        "SECRET（GB） ・ 極秘又は特定秘密（JP、未決定）",
    ),
    (SECRET, NOW, "特定秘密", "SECRET (GB) · 特定秘密 (JP)", "SECRET（GB） ・ 特定秘密（JP）"),
    (HI, NOW, "", "秘 (JP) · SECRET (GB)", "秘（JP） ・ SECRET（GB）"),
    (HI, OLD, "", "秘 (JP) · CONFIDENTIAL (GB)", "秘（JP） ・ CONFIDENTIAL（GB）"),
    (
        (*HI, "EXERCISE"),
        OLD,
        "",
        "EXERCISE · 秘 (JP) · CONFIDENTIAL (GB)",
        "EXERCISE ・ 秘（JP） ・ CONFIDENTIAL（GB）",
    ),
    (UNREAD, NOW, "", "X 1 ULTRA", "X 1 ULTRA"),
]


@pytest.mark.parametrize(("label", "beside", "ruled", "en", "ja"), SHOWN)
def test_both_markings_in_a_line(label, beside, ruled, en, ja):
    assert markings.shown(markings.marks(label, beside, ruled)) == (en, ja)


def test_what_answers_to_a_marking_never_protects_less():
    for scheme in SCHEMES:
        for each in scheme.markings:
            if each.written:
                found = markings.marks((scheme.name, scheme.version, each.written), NOW)
                levels = {(s.party, m.written): m.level for s in SCHEMES for m in s.markings if s.holds(NOW.on)}
                assert all(levels[found.other, other] >= each.level for other in found.others), found


def _graded(marking, corresponding=None):
    own = SimpleNamespace(scheme=marking[0], version=marking[1], written=marking[2])
    ruled = None if corresponding is None else SimpleNamespace(
        scheme=corresponding[0], version=corresponding[1], written=corresponding[2]
    )  # fmt: skip
    return SimpleNamespace(marking=own, corresponding=ruled)


def test_a_ruling_is_found_in_the_terms_of_an_item_and_the_last_one_counts():
    first, last = ("JP-HIMITSU", "2013-07-04", "極秘"), ("JP-TOKUTEI", "2014-12-10", "特定秘密")
    terms = SimpleNamespace(
        markings=(_graded(SECRET, first), _graded(SECRET, last), _graded(OFFICIAL), _graded(SECRET))
    )
    ruled = markings.ruled_in(terms, SECRET)
    assert ruled == Label(*last)
    assert markings.ruled_in(terms, OFFICIAL) is None
    assert markings.ruled_in(None, SECRET) is None


def test_a_marking_with_nothing_beside_it_stands_alone():
    assert markings.shown(Marks("SECRET", "GB", (), "JP", is_open=False, exercise=False)) == (
        "SECRET (GB)",
        "SECRET（GB）",
    )


def test_a_keepers_list_and_story_show_both_markings():
    world = World(5)
    body = cast.rehearsal(world.today)
    label = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE", "EXERCISE")
    case = world.gb.must("programme/activity", body, "liaison", label=label).case
    both = ("EXERCISE · OFFICIAL-SENSITIVE (GB) · 注意 (JP)", "EXERCISE ・ OFFICIAL-SENSITIVE（GB） ・ 注意（JP）")
    (row,) = cases.listing(world.gb.node, "JP", "programme/")
    told = cases.story(world.gb.node, "JP", case)
    for found in (row, told):
        assert (found["marking"], found["marking_ja"]) == both
