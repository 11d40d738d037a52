"""The introduction sheet as a page: a founding act's fingerprint in words, kana, figures and a code for cameras.

Law: the sheet goes by note or by hand and is read back by two officers a side; only then is the root pinned. The code
spares typing and proves nothing: what two officers read to each other is what counts.

Place on the path: beside ``doors/introduction.py``, which prints the same as text.
"""

from __future__ import annotations

from warifu.core import fingerprint
from warifu.doors.paper import press, symbol, words
from warifu.doors.paper.sheet import Box, Fact, Facts, Sheet, Symbol, Words
from warifu.doors.sentences import Both
from warifu.node.node import Node


def of_node(node: Node, peer: str, tls: bytes, at: int) -> bytes:
    """Return the PDF of our introduction sheet for a peer; ``tls``: 32 bytes of the node's TLS key, or none."""
    return press.form(sheet_of(node.party, peer, node.pair(peer).rolls[node.party].founded, tls, at))


def sheet_of(party: str, peer: str, founded: bytes, tls: bytes, at: int) -> Sheet:
    """Return the record of a party's introduction sheet for another."""
    readers = [
        Box(words.party(side), words.intro(f"{role}_{number}"), sealed=words.plain(""))
        for side, role in ((party, "gives"), (peer, "reads"))
        for number in (1, 2)
    ]
    return Sheet(
        title=words.intro("title"),
        under=words.intro("under"),
        marking=words.item("unmarked"),
        number=f"{party} → {peer}",
        called=words.intro("of"),
        case=founded,
        digest=founded,
        made=at,
        parts=(_parties(party, peer), _fingerprint(founded, tls), Words(words.part("declaration"), (_declared(),))),
        boxes=tuple(readers),
        symbol=Symbol(symbol.payload(symbol.FOUNDING, founded + tls), words.intro("symbol")),
    )


def _declared() -> Both:
    return words.intro("declared")


def _parties(party: str, peer: str) -> Facts:
    lines = (Fact(words.intro("introduces"), words.party(party)), Fact(words.intro("to"), words.party(peer)))
    return Facts(words.part("document"), lines)


def _fingerprint(founded: bytes, tls: bytes) -> Facts:
    lines = [Fact(words.intro("figures"), words.plain("  ".join(fingerprint.figures(founded))))]
    if tls:
        lines += [
            Fact(words.intro("tls"), words.raw(tls)),
            Fact(words.intro("tls_words"), Both(" ".join(fingerprint.words(tls)), "　".join(fingerprint.kana(tls)))),
        ]  # fmt: skip
    return Facts(words.part("fingerprint"), tuple(lines))
