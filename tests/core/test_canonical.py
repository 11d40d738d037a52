"""One value, one form: whatever is read is written as it stood, and nothing else is read."""

from __future__ import annotations

import time
import tracemalloc

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core import canonical
from warifu.core.errors import BytesError

INTEGERS = st.integers(canonical.MIN_INTEGER, canonical.MAX_INTEGER)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40).map(
    lambda text: __import__("unicodedata").normalize("NFC", text)
)
LEAVES = INTEGERS | st.booleans() | st.binary(max_size=300) | TEXTS
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=30) | st.dictionaries(st.integers(0, canonical.MAX_INTEGER), inner, max_size=30)
    ),
    max_leaves=60,
).filter(lambda value: depth(value) <= canonical.MAX_DEPTH)


def depth(value):
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


def code_of(attempt, *args):
    with pytest.raises(BytesError) as trouble:
        attempt(*args)
    return trouble.value.code


@given(VALUES)
def test_what_is_written_is_read_back(value):
    raw = canonical.encode(value)
    found = canonical.decode(raw)
    assert found == value
    assert canonical.encode(found) == raw


@given(VALUES)
def test_the_form_is_that_of_the_standard(value):
    """RFC 8949, 4.2.1: the library's own deterministic mode agrees, as all keys are non-negative integers."""
    assert canonical.encode(value) == cbor2.dumps(value, canonical=True)


@given(st.binary(max_size=200))
def test_of_any_bytes_only_the_one_form_is_read(raw):
    """The length of the one form tells as much as writing the value again: what is read is its own form."""
    try:
        value = canonical.decode(raw)
    except BytesError:
        return
    assert cbor2.dumps(value, canonical=True) == raw


@given(VALUES, st.data())
def test_a_flipped_bit_is_refused_or_is_another_value(value, data):
    raw = canonical.encode(value)
    place = data.draw(st.integers(0, len(raw) * 8 - 1))
    spoiled = bytearray(raw)
    spoiled[place // 8] ^= 1 << place % 8
    try:
        found = canonical.decode(bytes(spoiled))
    except BytesError:
        return
    assert canonical.encode(found) == spoiled != raw


@given(VALUES, st.data())
def test_cut_short_or_drawn_out_is_refused(value, data):
    raw = canonical.encode(value)
    with pytest.raises(BytesError):
        canonical.decode(raw[: data.draw(st.integers(0, len(raw) - 1))])
    with pytest.raises(BytesError):
        canonical.decode(raw + data.draw(st.binary(min_size=1, max_size=9)))


@given(
    st.dictionaries(st.integers(0, 2**40), st.integers(0, 9), min_size=2, max_size=9), st.randoms(use_true_random=False)
)
def test_only_ascending_keys_are_read(value, random):
    keys = list(value)
    random.shuffle(keys)
    raw = cbor2.dumps({key: value[key] for key in keys})
    if keys == sorted(keys):
        assert canonical.decode(raw) == value
    else:
        assert code_of(canonical.decode, raw) == "bytes.keys_not_ascending"
    assert canonical.encode({key: value[key] for key in keys}) == cbor2.dumps(dict(sorted(value.items())))


def _heads(number: int) -> list[bytes]:
    """Every head of a byte string that says the same length: the shortest first."""
    forms = [bytes([0x40 + number])] if number < 24 else []
    for first, width in ((0x58, 1), (0x59, 2), (0x5A, 4), (0x5B, 8)):
        if number < 256**width:
            forms.append(bytes([first]) + number.to_bytes(width))
    return forms


@pytest.mark.parametrize("number", [0, 1, 23, 24, 255, 256, 65_000])
def test_of_all_heads_that_say_the_same_the_shortest_is_read(number):
    shortest, *others = _heads(number)
    assert canonical.decode(shortest + bytes(number)) == bytes(number)
    for head in others:
        assert code_of(canonical.decode, head + bytes(number)) == "bytes.not_canonical"


@pytest.mark.parametrize("tag", [*range(70), 100, 103, 256, 258, 260, 261, 1004, 40_000, 43_000, 55_799, 2**31, 2**63])
@pytest.mark.parametrize("inner", [b"\x00", b"\x41\x01", b"\x61\x61", b"\x80", b"\x82\x00\x01", b"\xa0"])
def test_no_tag_is_read_whatever_it_holds(tag, inner):
    raw = cbor2.dumps(cbor2.CBORTag(tag, 0))[:-1] + inner
    assert code_of(canonical.decode, raw) == "bytes.tag_not_allowed"
    assert code_of(canonical.decode, b"\x81" + raw) == "bytes.tag_not_allowed"


def test_shared_references_cannot_unfold():
    """A few thousand bytes that would be 2,000 to the fourth power of items, were references followed."""
    layer = b"\xd8\x1c\x80"
    for number in range(4):
        layer = b"\xd8\x1c\x99\x07\xd0" + layer + (b"\xd8\x1d" + bytes([number])) * 1999
    began = time.perf_counter()
    assert code_of(canonical.decode, layer) == "bytes.tag_not_allowed"
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.5, "bytes.type_not_allowed"),
        (None, "bytes.type_not_allowed"),
        ({1: None}, "bytes.type_not_allowed"),
        ({1, 2}, "bytes.type_not_allowed"),
        (2**63, "bytes.integer_too_large"),
        (-(2**63) - 1, "bytes.integer_too_large"),
        ({"a": 1}, "bytes.key_not_integer"),
        ({1: 1, "a": 1}, "bytes.key_not_integer"),
        ({True: 1}, "bytes.key_not_integer"),
        ({-1: 1}, "bytes.key_not_integer"),
        ({2**63: 1}, "bytes.key_not_integer"),
        ("e\u0301", "bytes.text_not_nfc"),
        ("\ud800", "bytes.text_not_nfc"),
        ("a\0b", "bytes.text_has_nul"),
        ("é\0b", "bytes.text_has_nul"),
        ([[[[[[[[[]]]]]]]]], "bytes.nested_too_deep"),
    ],
)
def test_what_the_profile_does_not_hold_is_not_written(value, code):
    assert code_of(canonical.encode, value) == code


def test_an_error_names_the_place():
    with pytest.raises(BytesError) as trouble:
        canonical.encode({1: [0, {7: 1.5}]}, "body")
    assert trouble.value.where == "body/1/1/7"


def test_depth_and_size_are_bounded_at_the_stated_figure():
    eight = b"\x81" * 7 + b"\x80"
    assert canonical.encode(canonical.decode(eight)) == eight
    assert code_of(canonical.decode, b"\x81" + eight) == "bytes.nested_too_deep"
    fits = b"\x59\xff\xfd" + bytes(65_533)
    assert len(fits) == canonical.MAX_ITEM_BYTES
    assert canonical.decode(fits) == bytes(65_533)
    assert code_of(canonical.decode, fits + b"\0") == "bytes.too_large"
    assert canonical.decode(b"\x83\x01\x02\x03", limit_bytes=4) == [1, 2, 3]


@given(st.lists(st.integers(0, 300) | st.binary(max_size=30) | TEXTS, max_size=5))
def test_a_flat_array_has_the_same_form_either_way(items):
    assert canonical.encode_flat(items) == canonical.encode(items)


def test_a_flat_array_holds_no_other():
    assert code_of(canonical.encode_flat, [[1]]) == "bytes.nested_too_deep"


def test_more_items_than_a_bundle_needs_are_refused_before_they_are_made(monkeypatch):
    assert canonical.MAX_ITEMS == 2_000_000
    monkeypatch.setattr(canonical, "MAX_ITEMS", 70_000)  # a smaller bound is tried sooner
    fits = b"\x9a\x00\x01\x11\x6f" + b"\x80" * 69_999
    assert len(canonical.decode(fits, limit_bytes=80_000)) == 69_999
    one_more = b"\x9a\x00\x01\x11\x70" + b"\x80" * 70_000
    assert code_of(canonical.decode, one_more, "x", 80_000) == "bytes.too_many_items"
    eight_million = b"\x9a\x00\x80\x00\x00" + b"\x80" * 2**23
    tracemalloc.start()
    try:
        assert code_of(canonical.decode, eight_million, "x", 2**24) == "bytes.too_many_items"
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=40), st.integers(65_536, 70_000))
def test_counting_items_never_refuses_what_is_good_and_never_breaks(tail, size):
    large = canonical.encode([bytes(size), {1: "x", 2: [True, -5]}])
    assert canonical.decode(large, limit_bytes=2**20) == [bytes(size), {1: "x", 2: [True, -5]}]
    with pytest.raises(BytesError):
        canonical.decode(large + b"\xff" + tail, "x", 2**20)
