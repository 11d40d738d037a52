"""An envelope has one form; whoever changes a bit of it is refused, or has not signed it."""

from __future__ import annotations

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vectors.trial_keys import SIGNERS
from warifu.core import envelope, keys
from warifu.core.errors import BytesError, KeyTroubleError

OFFICER = SIGNERS["gb-officer"]
PAYLOADS = st.binary(max_size=400) | st.integers(0, 70).map(lambda size: bytes(1000 * size)).filter(
    lambda p: len(p) <= 65_536
)
GOOD = envelope.seal(b"a payload of thirty-one bytes..", envelope.ACT, OFFICER)


@given(PAYLOADS, st.sampled_from(["gb-officer", "gb-card", "jp-card"]), st.sampled_from(envelope.CONTENT_TYPES))
@settings(max_examples=60)
def test_what_is_sealed_is_read_and_verified(payload, name, content_type):
    sealed = envelope.seal(payload, content_type, SIGNERS[name])
    found = envelope.read(sealed.raw, content_type)
    assert found == sealed
    assert found.payload == payload
    assert envelope.good(found, SIGNERS[name].public)


def test_the_form_is_cose():
    tag = cbor2.loads(GOOD.raw)
    assert tag.tag == 18
    protected, unprotected, payload, signature = tag.value
    assert cbor2.loads(protected) == {1: -8, 3: "warifu/act", 4: OFFICER.public.key_id()}
    assert (unprotected, payload, signature) == ({}, GOOD.payload, GOOD.signature)
    assert envelope.signed_bytes(protected, payload) == cbor2.dumps(["Signature1", protected, b"", payload])


@pytest.mark.parametrize("bit", range(8 * len(GOOD.raw)))
def test_no_bit_can_be_flipped(bit):
    spoiled = bytearray(GOOD.raw)
    spoiled[bit // 8] ^= 1 << bit % 8
    try:
        found = envelope.read(bytes(spoiled), envelope.ACT)
    except BytesError:
        return
    assert not envelope.good(found, OFFICER.public)


@pytest.mark.parametrize("size", range(len(GOOD.raw)))
def test_no_byte_can_be_left_out_at_the_end(size):
    with pytest.raises(BytesError):
        envelope.read(GOOD.raw[:size], envelope.ACT)


@given(st.binary(min_size=1, max_size=20))
def test_nothing_can_follow(more):
    with pytest.raises(BytesError) as trouble:
        envelope.read(GOOD.raw + more, envelope.ACT)
    assert trouble.value.code == "bytes.not_canonical"


@given(st.binary(max_size=120).map(lambda raw: b"\xd2\x84" + raw) | st.binary(max_size=60))
def test_of_any_bytes_only_the_one_form_is_read(raw):
    try:
        found = envelope.read(raw, envelope.ACT)
    except BytesError:
        return
    assert b"\xd2" + cbor2.dumps([found.protected, {}, found.payload, found.signature]) == raw


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_reading_by_hand_agrees_with_the_library(first, second, third):
    """The three byte strings, of any length, are found where the library finds them."""
    raw = b"\xd2" + cbor2.dumps([bytes(first), {}, bytes(second), bytes(third)])
    assert envelope._parts(raw, "x") == (bytes(first), bytes(second), bytes(third))


def test_a_good_signature_under_another_key_of_the_same_owner_is_not_good():
    assert not envelope.good(GOOD, SIGNERS["jp-officer"].public)
    assert not envelope.good(GOOD, SIGNERS["gb-card"].public)


class Liar:
    """A signer whose signatures do not verify: a broken card."""

    public = OFFICER.public

    def sign(self, message):
        return bytes(64)


def test_our_own_signature_is_checked_before_it_leaves():
    with pytest.raises(KeyTroubleError) as trouble:
        envelope.seal(b"payload", envelope.ACT, Liar())
    assert trouble.value.code == "key.signer_wrong"


@given(st.sampled_from(sorted(SIGNERS)), st.binary(max_size=100), st.binary(max_size=100))
def test_verifying_never_raises(name, message, signature):
    assert keys.verify(SIGNERS[name].public, message, signature) is False


@given(st.binary(min_size=64, max_size=64))
def test_verifying_rubbish_of_the_right_size_never_raises(signature):
    assert keys.verify(OFFICER.public, b"message", signature) is False
    assert keys.verify(SIGNERS["gb-card"].public, b"message", signature) is False


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=50)
def test_every_seed_gives_a_key_that_is_a_sound_point(seed):
    public = keys.ed25519_from_seed(seed).public
    assert keys.check_public(public.algorithm, public.raw) == public


def test_signing_with_a_curve_gives_the_same_bytes_twice():
    for name in ("gb-card", "jp-card"):
        assert SIGNERS[name].sign(b"message") == SIGNERS[name].sign(b"message")


def test_only_registered_kinds_of_private_key_are_taken():
    from cryptography.hazmat.primitives.asymmetric import x25519

    with pytest.raises(KeyTroubleError) as trouble:
        keys.MemorySigner(x25519.X25519PrivateKey.from_private_bytes(bytes(32)))
    assert trouble.value.code == "key.kind_unknown"
