"""A sealed bundle opens with the key it was sealed to, and with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core import bundle
from warifu.core.errors import BytesError, KeyTroubleError

OURS = bundle.sealing_key_from_seed(bytes(range(96)))
THEIRS = bundle.sealing_key_from_seed(bytes(96))


def test_a_seed_gives_one_key_whose_public_half_has_the_stated_size():
    assert bundle.sealing_key_from_seed(bytes(range(96))).public == OURS.public != THEIRS.public
    assert len(OURS.public) == 1216


@given(st.binary(max_size=4096))
def test_what_is_sealed_to_us_opens(frame):
    sealed = bundle.seal_for(frame, OURS.public)
    assert frame not in sealed or len(frame) < 16
    assert bundle.unseal(sealed, OURS.private) == frame


@pytest.mark.parametrize("spoiled", ["other key", "bit flipped", "cut short", "no mark"])
def test_what_is_not_for_us_or_was_altered_does_not_open(spoiled):
    sealed = bundle.seal_for(b"register of dealings", OURS.public)
    opens = {
        "other key": (sealed, THEIRS.private, "bundle.not_for_us"),
        "bit flipped": (sealed[:-1] + bytes([sealed[-1] ^ 1]), OURS.private, "bundle.not_for_us"),
        "cut short": (sealed[:500], OURS.private, "bundle.not_for_us"),
        "no mark": (sealed[1:], OURS.private, "bundle.not_sealed"),
    }
    raw, key, code = opens[spoiled]
    with pytest.raises(BytesError) as refused:
        bundle.unseal(raw, key)
    assert refused.value.code == code


@pytest.mark.parametrize("key", [b"", OURS.public[:-1], OURS.public + b"\0", bytes(1184)])
def test_bytes_that_are_no_sealing_key_are_named(key):
    with pytest.raises(KeyTroubleError):
        bundle.seal_for(b"x", key)
