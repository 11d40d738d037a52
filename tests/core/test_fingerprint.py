"""A digest read over the telephone: there and back in three forms, and a wrong word is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core import fingerprint
from warifu.core.errors import ValueTroubleError

DIGESTS = st.binary(min_size=32, max_size=32)
PLACES = st.integers(0, 17)
FORMS = [
    (fingerprint.words, fingerprint.from_words),
    (fingerprint.kana, fingerprint.from_words),
    (fingerprint.figures, fingerprint.from_figures),
]


@pytest.mark.parametrize(("spoken", "heard"), FORMS)
@given(digest=DIGESTS)
def test_what_is_read_out_comes_back(spoken, heard, digest):
    assert len(spoken(digest)) == 18
    assert heard(" ".join(spoken(digest))) == digest


@given(DIGESTS, DIGESTS)
def test_two_digests_are_never_read_alike(one, other):
    for spoken, _ in FORMS:
        assert (spoken(one) == spoken(other)) == (one == other)


def test_a_known_digest_is_read_like_this():
    digest = bytes(range(32))
    assert fingerprint.numbers(digest)[:3] == (0x0001, 0x0203, 0x0405)
    assert fingerprint.words(digest)[:3] == ("kakaki", "kanayu", "karako")
    assert fingerprint.kana(digest)[:3] == ("カカキ", "カナユ", "カラコ")
    assert fingerprint.figures(digest)[:3] == ("00001", "00515", "01029")
    assert fingerprint.numbers(bytes(32)) == (0,) * 18
    assert fingerprint.from_words(" ".join(fingerprint.words(b"\xff" * 32))) == b"\xff" * 32
    assert fingerprint.numbers(b"\xff" * 32)[16:] == (65535 * 16 % 65537, 65535 * 136 % 65537)


def test_every_syllable_is_two_letters_and_one_kana():
    romans, kana = zip(*fingerprint.SYLLABLES, strict=True)
    assert len(set(romans)) == len(set(kana)) == fingerprint.BASE == 41
    assert all(len(roman) == 2 and roman[1] in "aiueo" for roman in romans)
    assert all(len(each) == 1 and "ァ" <= each <= "ヶ" for each in kana)
    assert fingerprint.BASE**3 >= fingerprint.PRIME


@given(DIGESTS)
def test_script_case_width_and_points_do_not_matter(digest):
    latin, kana = fingerprint.words(digest), fingerprint.kana(digest)
    hiragana = ["".join(chr(ord(each) - 0x60) for each in word) for word in kana]
    wide = "".join(chr(ord(each) + 0xFEE0) if each.isalpha() else each for each in "-".join(latin))
    for text in [" - ".join(latin).upper(), "、".join(kana), " ".join(hiragana), wide, f"\n {', '.join(latin)}.\n"]:
        assert fingerprint.from_words(text) == digest
    mixed = [each[place % 2] for place, each in enumerate(zip(latin, kana, strict=True))]
    assert fingerprint.from_words(" ".join(mixed)) == digest


@given(DIGESTS, PLACES, st.integers(0, fingerprint.PRIME - 1))
def test_one_wrong_word_is_named(digest, place, heard):
    numbers = list(fingerprint.numbers(digest))
    if heard == numbers[place]:
        return
    numbers[place] = heard
    with pytest.raises(ValueTroubleError) as caught:
        fingerprint.from_figures(" ".join(f"{number:05d}" for number in numbers))
    assert (caught.value.code, caught.value.where) == ("fingerprint.wrong_word", f"word {place + 1}")
    assert caught.value.figures == {"place": place + 1}


@given(
    DIGESTS,
    st.lists(PLACES, min_size=2, max_size=2, unique=True),
    st.tuples(st.integers(0, 65535), st.integers(0, 65535)),
)
def test_two_wrong_words_are_never_let_through(digest, places, heard):
    numbers = list(fingerprint.numbers(digest))
    before = numbers.copy()
    for place, number in zip(places, heard, strict=True):
        numbers[place] = number
    if numbers == before:
        return
    with pytest.raises(ValueTroubleError) as caught:
        fingerprint.from_figures(" ".join(f"{number:05d}" for number in numbers))
    assert caught.value.code in {"fingerprint.wrong_word", "fingerprint.wrong_words"}


@given(DIGESTS, st.lists(PLACES, min_size=2, max_size=2, unique=True))
def test_two_words_changed_round_are_noticed(digest, places):
    spoken = list(fingerprint.words(digest))
    one, other = places
    if spoken[one] == spoken[other]:
        return
    spoken[one], spoken[other] = spoken[other], spoken[one]
    with pytest.raises(ValueTroubleError):
        fingerprint.from_words(" ".join(spoken))


GOOD = fingerprint.words(bytes(range(32)))


@pytest.mark.parametrize(
    "word",
    ["shikata", "kashit", "kaka", "kakakaka", "doododo", "カカ", "カカキキ", "カカチ", "kaカkaカ", "dododo", "00001"],
)
def test_what_is_no_word_is_named(word):
    with pytest.raises(ValueTroubleError) as caught:
        fingerprint.from_words(" ".join([*GOOD[:4], word, *GOOD[5:]]))
    assert (caught.value.code, caught.value.where) == ("fingerprint.word_unknown", "word 5")


@pytest.mark.parametrize("group", ["123", "123456", "65537", "12a45"])
def test_what_is_no_group_is_named(group):
    spoken = fingerprint.figures(bytes(32))
    with pytest.raises(ValueTroubleError) as caught:
        fingerprint.from_figures(" ".join([*spoken[:17], group]))
    assert (caught.value.code, caught.value.where) == ("fingerprint.group_unknown", "group 18")


@pytest.mark.parametrize("count", [0, 17, 19])
def test_a_missing_or_further_word_is_named(count):
    with pytest.raises(ValueTroubleError) as caught:
        fingerprint.from_words(" ".join((GOOD + GOOD)[:count]))
    assert (caught.value.code, caught.value.figures) == ("fingerprint.count", {"count": count, "wanted": 18})


def test_a_number_beyond_sixteen_bits_stands_in_checks_alone():
    numbers = [65536, *[0] * 15, 65536, 65536]
    with pytest.raises(ValueTroubleError) as caught:
        fingerprint.from_figures(" ".join(map(str, (f"{number:05d}" for number in numbers))))
    assert (caught.value.code, caught.value.where) == ("fingerprint.wrong_word", "word 1")


def test_only_a_digest_has_a_fingerprint():
    with pytest.raises(ValueTroubleError) as caught:
        fingerprint.words(bytes(31))
    assert (caught.value.code, caught.value.figures) == ("fingerprint.length", {"length": 31})
