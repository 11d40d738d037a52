"""The introduction sheet: how two parties learn each other's root without trusting a wire.

Law: the fingerprint of the founding act stands in words, kana and figures; it goes by note or by hand, is read back by
two officers a side, and only then is pinned. The pin is on record in the national log, with who read it back.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from warifu.core import fingerprint
from warifu.core.errors import KeyTroubleError
from warifu.core.keys import Signer
from warifu.node import founding, national
from warifu.node.drafting import Draft
from warifu.node.node import Node
from warifu.record import log
from warifu.rooms.parties.acts import Pin

READERS = 2
_HEX = 64


def document(party: str, digest: bytes, tls: bytes = b"") -> dict[str, Any]:
    """Return the sheet as JSON; ``tls`` is the fingerprint of the node's TLS key, for the first call over the wire."""
    over_wire = {"tls": tls.hex(), "tls_words": fingerprint.words(tls)} if tls else {}
    return over_wire | {
        "party": party,
        "founding_act": digest.hex(),
        "words": fingerprint.words(digest),
        "kana": fingerprint.kana(digest),
        "figures": fingerprint.figures(digest),
    }


def sheet(party: str, digest: bytes, tls: bytes = b"") -> str:
    """Return the sheet as text in both languages."""
    return "\n".join(
        (
            f"INTRODUCTION SHEET / 紹介状 — {party}",
            f"founding act / 設立文書  {digest.hex()}",
            f"in words / 語     {' '.join(fingerprint.words(digest))}",
            f"in kana / 仮名    {' '.join(fingerprint.kana(digest))}",
            f"in figures / 数字 {' '.join(fingerprint.figures(digest))}",
            *_wire_lines(tls),
            "Two officers a side read this back before it is pinned. / 双方2名の担当官が読み合わせた後に固定する。",
        )
    )


def _wire_lines(tls: bytes) -> tuple[str, ...]:
    if not tls:
        return ()
    return f"TLS key / TLS鍵    {tls.hex()}", f"in words / 語     {' '.join(fingerprint.words(tls))}"


def read(written: str) -> bytes:
    """Return the digest that words, kana, figures or hex stand for; raises KeyTroubleError or ValueTroubleError."""
    bare = written.strip()
    if len(bare) == _HEX:
        try:
            return bytes.fromhex(bare)
        except ValueError as trouble:
            raise KeyTroubleError("pin.not_a_fingerprint", bare[:20]) from trouble
    if bare[:1].isdigit():
        return fingerprint.from_figures(bare)
    return fingerprint.from_words(bare)


def pin(node: Node, peer: str, digest: bytes, read_by: list[str], signer: Signer) -> None:
    """Pin the peer's founding act and put on record who read it back; raises KeyTroubleError."""
    if len(set(read_by)) < READERS:
        raise KeyTroubleError("pin.two_officers", peer, readers=len(set(read_by)))
    held = log.pin(node.store, node.pair(peer).name)
    founding.pin_peer(node, peer, digest)
    if held == digest:
        return
    day = datetime.fromtimestamp(node.means.clock(), UTC).date()
    national.submit(
        node, [Draft(kind="parties/pin", body=Pin(day, peer, digest, tuple(read_by)), desk=founding.DESK)], signer
    )
