"""Bytes in a code for cameras: base45 by the vectors of RFC 9285, and no symbol that a telephone could not read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core.errors import BytesError
from warifu.doors.paper import symbol


@pytest.mark.parametrize(
    ("raw", "written"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0"), (b"", "")],
)
def test_the_examples_of_the_standard(raw, written):
    assert symbol.encode(raw) == written
    assert symbol.decode(written) == raw


@given(st.binary(max_size=300))
def test_bytes_come_back(raw):
    assert symbol.read(symbol.payload(symbol.ACT, raw)) == symbol.Held(symbol.ACT, raw)


@pytest.mark.parametrize("written", ["A", "BB8B", "GGW", "ZZ", "::", "bb8", "BB8\n", "é00"])
def test_what_is_no_base45_is_refused(written):
    with pytest.raises(BytesError) as refused:
        symbol.decode(written)
    assert refused.value.code == "symbol.damaged"


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        held = symbol.read(text)
    except BytesError as trouble:
        said = trouble.code
    else:
        said = "symbol.damaged" if symbol.payload(*held) == text else "another text"
    assert said in {"symbol.foreign", "symbol.damaged"}


@pytest.mark.parametrize("text", ["", "https://example.org", "WF1A", "wf1a:BB8", "HC1:BB8"])
def test_a_symbol_of_others_is_refused(text):
    with pytest.raises(BytesError) as refused:
        symbol.read(text)
    assert refused.value.code == "symbol.foreign"


def test_what_is_too_large_is_neither_printed_nor_read():
    with pytest.raises(BytesError) as refused:
        symbol.payload(symbol.ACT, bytes(symbol.MOST_BYTES + 1))
    assert refused.value.code == "symbol.too_large"
    with pytest.raises(BytesError) as refused:
        symbol.read("WF1A:" + symbol.encode(bytes(symbol.MOST_BYTES + 2)))
    assert refused.value.code == "symbol.damaged"


@pytest.mark.parametrize("size", [0, 32, 483, 900, symbol.MOST_BYTES])
def test_no_symbol_is_small_and_no_module_under_half_a_millimetre(size):
    drawn = symbol.draw(symbol.payload(symbol.ACT, bytes((at * 37 + 5) % 256 for at in range(size))))
    modules = int(re.search(r'viewBox="0 0 (\d+) ', drawn.svg)[1])
    assert drawn.side_mm >= 60
    assert drawn.side_mm * 10 >= modules * 5
    assert drawn.side_mm <= 82
