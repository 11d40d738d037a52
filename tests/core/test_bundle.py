"""Bundles: a bound before anything is opened, one content for one frame, pieces in any order."""

from __future__ import annotations

import tracemalloc

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vectors.bad_bundles import PLAIN
from tests.vectors.make_bundles import golden
from warifu.core import bundle, canonical
from warifu.core.bundle import Bundle
from warifu.core.errors import BytesError
from warifu.core.wire import to_plain

FRAME = bundle.encode(golden()["its last two entries"])
BUNDLES = st.builds(
    Bundle,
    st.just("GB"),
    st.just("JP"),
    st.binary(min_size=16, max_size=16),
    st.integers(0, 10**6),
    st.lists(st.binary(max_size=60), max_size=6).map(tuple),
    loose=st.lists(st.binary(max_size=60), max_size=3).map(tuple),
    files=st.lists(st.binary(max_size=60), max_size=3).map(
        lambda all_: tuple((canonical.digest(raw), raw) for raw in all_)
    ),
)


@given(BUNDLES)
def test_a_bundle_opens_as_it_was_closed(made):
    assert bundle.decode(bundle.encode(made)) == made


@given(st.data())
@settings(max_examples=300)
def test_a_flipped_bit_is_an_error_with_a_name_or_another_content(data):
    bit = data.draw(st.integers(0, 8 * len(FRAME) - 1))
    spoiled = bytearray(FRAME)
    spoiled[bit // 8] ^= 1 << bit % 8
    try:
        found = bundle.decode(bytes(spoiled))
    except BytesError:
        return
    # zstd has spare bits: a frame may change where its content does not. Nothing is named by a frame's digest.
    assert bundle.decode(bundle.encode(found)) == found


@given(st.integers(0, len(FRAME) - 1))
def test_a_frame_cut_short_is_refused(size):
    with pytest.raises(BytesError):
        bundle.decode(FRAME[:size])


@given(st.binary(max_size=80).map(lambda raw: PLAIN + raw) | st.binary(max_size=40))
def test_rubbish_is_refused_with_a_name(raw):
    with pytest.raises(BytesError):
        bundle.decode(raw)


def test_a_bomb_is_refused_before_it_is_opened():
    """A frame of a few thousand bytes that says it holds 65 million, and one that lies about it."""
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(bundle.MAX_BUNDLE_BYTES + 1))
    small = zstandard.ZstdCompressor(level=19).compress(bytes(200))
    liar = small[:5] + bytes([100]) + small[6:]
    tracemalloc.start()
    try:
        for frame, code in ((bomb, "bytes.too_large"), (liar, "bundle.not_zstd")):
            with pytest.raises(BytesError) as trouble:
                bundle.decode(PLAIN + frame)
            assert trouble.value.code == code
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_two_frames_in_one_are_refused():
    content = canonical.encode(to_plain(golden()["nothing"]))
    frame = zstandard.ZstdCompressor().compress(content)
    assert bundle.decode(PLAIN + frame) == golden()["nothing"]
    with pytest.raises(BytesError) as trouble:
        bundle.decode(PLAIN + frame + frame)
    assert trouble.value.code == "bundle.not_zstd"


@pytest.mark.slow
def test_what_no_receiver_would_open_is_not_closed():
    large = bytes(bundle.MAX_BUNDLE_BYTES)
    leaf = [1, bytes(16), "x"]
    for code, made in {
        "bytes.too_large": Bundle("GB", "JP", bytes(16), files=((canonical.digest(large), large),)),
        "bundle.too_many_entries": Bundle("GB", "JP", bytes(16), entries=(b"",) * (bundle.MAX_ENTRIES + 1)),
        "bytes.too_many_items": Bundle("GB", "JP", bytes(16), entries=(b"",), texts=((0, [leaf] * 500_000),)),
    }.items():
        with pytest.raises(BytesError) as trouble:
            bundle.encode(made)
        assert trouble.value.code == code


@given(st.binary(min_size=1, max_size=4000), st.integers(17, 900), st.randoms(use_true_random=False))
def test_pieces_join_in_any_order_and_some_twice(raw, size, random):
    pieces = bundle.cut(raw, size)
    assert all(len(piece) <= size for piece in pieces)
    mixed = [*pieces, *pieces[:2]]
    random.shuffle(mixed)
    assert bundle.join(mixed) == raw


@given(st.binary(min_size=1, max_size=3000), st.integers(20, 300), st.data())
def test_a_missing_piece_is_named(raw, size, data):
    pieces = bundle.cut(raw, size)
    missing = data.draw(st.integers(0, len(pieces) - 1))
    with pytest.raises(BytesError) as trouble:
        bundle.join(pieces[:missing] + pieces[missing + 1 :])
    assert trouble.value.code == "bundle.piece_missing"
    assert trouble.value.figures["missing"] in {str(missing + 1), ""}


@pytest.mark.parametrize(("raw", "size"), [(b"", 100), (b"x", 16), (b"x", 0), (bytes(70_000), 17)])
def test_what_cannot_be_cut_is_refused(raw, size):
    with pytest.raises(BytesError) as trouble:
        bundle.cut(raw, size)
    assert trouble.value.code == "bundle.cannot_be_cut"


def test_pieces_of_an_endless_whole_are_refused_before_they_fill_the_memory():
    piece = bundle.cut(bytes(3_000_000), 2_000_000)[0]
    endless = (piece[:12] + index.to_bytes(2) + (9999).to_bytes(2) + piece[16:] for index in range(9999))
    with pytest.raises(BytesError) as trouble:
        bundle.join(endless)
    assert trouble.value.code == "bytes.too_large"
