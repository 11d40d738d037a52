"""What people read aloud or show to a camera, what the wire carries beside runs, the digest of a pack. See ``make``.

Everything is invented.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec

from tests.vectors import make_bytes
from tests.vectors.trial_keys import SIGNERS
from warifu.core import canonical, fingerprint, merkle
from warifu.core.errors import LogError, WarifuError
from warifu.core.wire import to_plain
from warifu.doors.paper import symbol
from warifu.law.pack import Article, Pack, PackFile, ordered
from warifu.node import credential
from warifu.node.turns import Heads

Json = dict[str, Any]
DIGESTS = (bytes(32), b"\xff" * 32, sha256(b"a founding act").digest())
PACK = """\
id = "gb-jp/invented"
version = "2026.1"
title = "Invented agreement"
title_ja = "架空の取極"
room = "logistics"
parties = ["GB", "JP"]

[[rule]]
id = "invented.flow"
check = "house.flow@1"
article = "house"
kinds = ["*"]

[[rule]]
id = "invented.days"
check = "house.days@1"
article = "invented:2"
kinds = ["logistics/issue", "logistics/receipt"]
on_fact = "refuse"

[rule.params]
tables = ["clocks"]
b = 2
a = [1, true, "二"]
A = { z = "", "10" = 10, "9" = 9 }

[table.clocks]
from = 2026-05-01
months = 12
"""


def spoken() -> Json:
    """Digests in figures, words and kana, what is wrong when they are read back, and symbols."""
    read = [
        {
            "digest": digest.hex(), "numbers": list(fingerprint.numbers(digest)),
            "figures": " ".join(fingerprint.figures(digest)), "words": " ".join(fingerprint.words(digest)),
            "kana": " ".join(fingerprint.kana(digest)),
        }
        for digest in DIGESTS
    ]  # fmt: skip
    held = [
        (symbol.FOUNDING, DIGESTS[2]), (symbol.FOUNDING, DIGESTS[2] + DIGESTS[1]), (symbol.DIGEST, DIGESTS[0]),
        (symbol.ACT, bytes.fromhex(make_bytes.every_kind()["acts"][0]["envelope"])),
    ]  # fmt: skip
    symbols = [{"kind": kind, "bytes": raw.hex(), "text": symbol.payload(kind, raw)} for kind, raw in held]
    return {"digests": read, "symbols": symbols, "bad_words": _bad_words(), "bad_symbols": _bad_symbols()}


def _code(attempt: Callable[[str], object], text: str) -> str:
    try:
        attempt(text)
    except WarifuError as trouble:
        return trouble.code
    raise AssertionError(text)


def _bad_words() -> list[Json]:
    words = list(fingerprint.words(DIGESTS[2]))
    swapped = [words[1], words[0], *words[2:]]
    spoiled = [
        ("one word another", ["kakaki", *words[1:]]),
        ("a check word another", [*words[:17], "kakaki"]),
        ("two words changed round", swapped),
        ("one word short", words[:17]),
        ("a syllable that is none", ["shikaka", *words[1:]]),
        ("a number beyond 65,536", ["dododo", *words[1:]]),
    ]
    return [
        {"defect": defect, "words": " ".join(said), "code": _code(fingerprint.from_words, " ".join(said))}
        for defect, said in spoiled
    ]


def _bad_symbols() -> list[Json]:
    good = symbol.payload(symbol.DIGEST, DIGESTS[2])
    spoiled = [
        ("of another kind", "WF1X" + good[4:]),
        ("small letters", good[:5] + good[5:].lower()),
        ("a sign that is none", good[:-1] + "_"),
        ("one sign short of a pair", good[:-1] + good[-1] * 2),
        ("three signs above two bytes", good[:5] + ":::" + good[8:]),
        ("two signs above one byte", good[:5] + "::"),
    ]
    return [{"defect": defect, "text": text, "code": _code(symbol.read, text)} for defect, text in spoiled]


def wire() -> Json:
    """What section 13 sends beside runs."""
    pair = make_bytes.checkpoint(3, canonical.digest(b"a root"))
    says = credential.Credential(
        "GB", "JP", "GET", "/exchange/1/JP/GB/log?from=12", merkle.EMPTY_ROOT, bytes(range(16)), bytes(range(16, 32)),
        sha256(b"a TLS key").digest(),
    )  # fmt: skip
    trouble = LogError("log.hole", "GB", held=3, first=5)
    counted = Heads(pair, 3, 2, 0, 1, 0, 7)
    return {
        "heads": [canonical.encode(to_plain(each)).hex() for each in (Heads(pair), counted)],
        "credential": {
            "key": "gb-node", "payload": canonical.encode(to_plain(says)).hex(),
            "authorization": credential.issue(says, SIGNERS["gb-node"]),
        },
        "error": {
            "code": "log.hole", "where": "GB", "figures": {"first": 5, "held": 3},
            "bytes": credential.error_document(trouble).hex(),
        },
    }  # fmt: skip


def packs() -> Json:
    """One pack's file, the two encodings, and the digest."""
    data = msgspec.convert(tomllib.loads(PACK), PackFile)
    articles = [Article(each, each, each, "draft", "invented", "", "") for each in ("house", "invented:2")]
    rules = [[r.id, r.check, r.article, list(r.kinds), ordered(r.params), r.on_fact] for r in data.rule]
    whole = [data.id, data.version, data.room, list(data.parties), data.law_of, rules]
    return {
        "file": PACK,
        "encodings": [canonical.encode(part).hex() for part in (whole, ordered(data.table))],
        "digest": Pack(data, articles, {rule.check: lambda *_: () for rule in data.rule}).digest.hex(),
    }
