"""What people type finds what they wrote: both scripts, both widths, any dash."""

from __future__ import annotations

import pytest

from warifu.core.folding import MAX_SEARCH_CHARS, folded, searchable


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ＧＢ－ＣＡＬＤＥＲ－２６", "GB-CALDER-26"),
        ("ｶﾙﾀﾞｰ", "カルダー"),
        ("かるだー", "カルダー"),
        ("ガ\u3099", "ガ\u3099"),
        ("カ\u3099ソリン", "ガソリン"),
        ("㍑", "リットル"),
        ("Naval  DISTILLATE", "naval distillate"),
        ("F‐76", "F-76"),
    ],
)
def test_forms_that_people_take_for_one_are_one(typed, written):
    assert folded(typed) == folded(written)


def test_folding_twice_changes_nothing():
    for text in ("ＧＢ－ｶﾙﾀﾞｰ", "ヴァイオリン", "ß", "İ"):
        assert folded(folded(text)) == folded(text)


def test_different_words_stay_apart():
    assert folded("はやせ") != folded("はやぜ")


def test_words_stand_once_and_bounded():
    assert searchable(["A", "ａ", "", "B"]) == "a\nb"
    assert len(searchable(str(number) * 9 for number in range(9999))) == MAX_SEARCH_CHARS
