"""Signatures looked at beside all else: by processes of their own, by ourselves, and by us where a process is lost."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from warifu.core import envelope
from warifu.core.errors import KeyTroubleError
from warifu.core.keys import ed25519_from_seed
from warifu.node import verifier, verifying

SIGNER = ed25519_from_seed(b"\1" * 32)
GOOD = [envelope.seal(bytes([number % 256, number // 256]), envelope.ACT, SIGNER) for number in range(700)]


def bad(number: int) -> envelope.Envelope:
    return signed_as(GOOD[number], GOOD[number - 1])


def signed_as(what: envelope.Envelope, other: envelope.Envelope) -> envelope.Envelope:
    return envelope.read(what.raw[:-64] + other.signature, envelope.ACT)


def look(checks: verifying.Checks, wrong: tuple[int, ...] = ()) -> verifying.Checks:
    for number, each in enumerate(GOOD):
        checks.add(bad(number) if number in wrong else each, SIGNER.public, f"entry {number}")
    return checks


@pytest.fixture(params=["here", "process"])
def expected(request, monkeypatch):
    monkeypatch.setattr(verifying, "_cores", lambda: 2)
    return 0 if request.param == "here" else verifying.MANY


def test_what_is_good_settles_and_settles_again(expected):
    checks = look(verifying.Checks(expected))
    assert len(checks._work.deputies) == (1 if expected else 0)
    checks.settle()
    checks.settle()


def test_nothing_at_all_settles(expected):
    verifying.Checks(expected).settle()


@pytest.mark.parametrize("wrong", [(0,), (699,), (300, 301), (650, 5, 64)])
def test_the_first_that_is_bad_is_named_whoever_looked_at_it(expected, wrong):
    checks = look(verifying.Checks(expected), wrong)
    for _ in range(2):
        with pytest.raises(KeyTroubleError) as found:
            checks.settle()
        assert (found.value.code, found.value.where) == ("envelope.signature_bad", f"entry {min(wrong)}")


def test_what_a_lost_process_had_is_looked_at_here(monkeypatch):
    monkeypatch.setattr(verifying, "_cores", lambda: 3)
    checks = verifying.Checks(verifying.MANY)
    first, second = checks._work.deputies
    first.kill()
    look(checks, (400,))
    second.kill()
    with pytest.raises(KeyTroubleError) as found:
        checks.settle()
    assert found.value.where == "entry 400"


def test_a_process_that_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(verifying, "_cores", lambda: 2)
    monkeypatch.setattr(verifying, "_BEGIN", "import sys; sys.stdin.buffer.read(); sys.stdin.buffer.read()")
    monkeypatch.setattr(verifying, "_PATIENCE_SECONDS", 0.2)
    checks = look(verifying.Checks(verifying.MANY), (7,))
    with pytest.raises(KeyTroubleError):
        checks.settle()
    assert checks._work.deputies[0].wait(5) != 0


@pytest.mark.parametrize("executable", ["", "/no/such/interpreter", "/bin/true"])
def test_where_no_process_can_be_had_all_is_looked_at_here(monkeypatch, executable):
    monkeypatch.setattr(verifying, "_cores", lambda: 2)
    monkeypatch.setattr(sys, "executable", executable)
    with pytest.raises(KeyTroubleError):
        look(verifying.Checks(verifying.MANY), (699,)).settle()


def test_processes_end_with_the_bundle_also_with_one_that_nobody_settled(monkeypatch):
    monkeypatch.setattr(verifying, "_cores", lambda: 2)
    settled, left = look(verifying.Checks(verifying.MANY)), look(verifying.Checks(verifying.MANY))
    deputies: list[subprocess.Popen[bytes]] = [*settled._work.deputies, *left._work.deputies]
    settled.settle()
    del left
    gc.collect()
    assert [deputy.wait(20) for deputy in deputies] == [0, 0]


def test_the_verdict_of_a_process_is_the_one_verdict():
    other = ed25519_from_seed(b"\2" * 32)
    theirs = envelope.seal(b"theirs", envelope.ACT, other)
    answered = envelope.seal(b"answered", envelope.ANSWER, SIGNER)
    for looks, first in (
        ([(GOOD[0], SIGNER.public), (GOOD[1], SIGNER.public)], -1),
        ([(GOOD[0], SIGNER.public), (theirs, other.public), (answered, SIGNER.public), (GOOD[1], SIGNER.public)], -1),
        ([(GOOD[0], SIGNER.public), (GOOD[1], other.public)], 1),
        ([(theirs, SIGNER.public)], 0),
        ([(GOOD[0], SIGNER.public._replace(algorithm=-7))], 0),
        ([(signed_as(GOOD[0], GOOD[1]), SIGNER.public)], 0),
        ([(theirs, other.public), (GOOD[0], SIGNER.public), (bad(1), SIGNER.public), (bad(2), SIGNER.public)], 2),
        ([], -1),
    ):
        asked = verifier.question(looks)
        assert int.from_bytes(asked[: verifier.LENGTH_BYTES]) == len(asked) - verifier.LENGTH_BYTES
        assert int.from_bytes(verifier.answer(asked[verifier.LENGTH_BYTES :]), signed=True) == first
        assert verifier.first_bad(looks) == first
