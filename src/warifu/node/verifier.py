"""A process that does nothing but look at signatures, for large bundles: it has an interpreter of its own.

Law: it is given what the one verdict needs and gives back the verdict; it reads no file, holds no key that signs, and
writes nothing. It ends when its input ends, so it never outlives the node that started it. Who started it verifies
here whatever it has not answered.

Place on the path: behind ``verifying``. A question is four bytes of length and CBOR, a list of [key's algorithm, key,
content type, envelopes as they came]; the answer is four bytes: which envelope is the first that is bad, or -1.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import groupby

import cbor2

from warifu.core.envelope import Envelope, good, read
from warifu.core.keys import PublicKey

LENGTH_BYTES = 4
Look = tuple[Envelope, PublicKey]
"""One signature to be looked at."""


def question(looks: Sequence[Look]) -> bytes:
    """Return the question in the form in which it goes to the process."""
    runs = groupby(looks, key=lambda look: (look[1], look[0].content_type))
    raw = cbor2.dumps(
        [[key.algorithm, key.raw, content, [each.raw for each, _ in run]] for (key, content), run in runs]
    )
    return len(raw).to_bytes(LENGTH_BYTES) + raw


def answer(raw: bytes) -> bytes:
    """Return the answer to a question without its length."""
    looks = [
        (read(each, content), PublicKey(algorithm, key))
        for algorithm, key, content, envelopes in cbor2.loads(raw)
        for each in envelopes
    ]
    return first_bad(looks).to_bytes(LENGTH_BYTES, signed=True)


def first_bad(looks: Sequence[Look]) -> int:
    """Return which signature is the first that is bad; -1 where all are good."""
    return next((at for at, (envelope, key) in enumerate(looks) if not good(envelope, key)), -1)


def main() -> None:
    """Answer questions from standard input until it ends."""
    with os.fdopen(sys.stdin.fileno(), "rb") as asked:
        while len(head := asked.read(LENGTH_BYTES)) == LENGTH_BYTES:
            raw = asked.read(int.from_bytes(head))
            os.write(sys.stdout.fileno(), answer(raw))
