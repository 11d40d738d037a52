"""The act, the answer and the checkpoint: what is signed, and what stands in a log.

Law: an *act* is a map of integer keys (``canonical``); its digest is SHA-256 over exactly these bytes; a case is named
by the digest of its root act. Free text never stands in it (``texts``). ``time`` is when the author says it sealed the
act, a claim; where the act stands in its author's log is the fact (design, law 9). The act's body is read by the kind
that its room registers (``law.room``); here it is a plain map.

An *entry* of a log is the envelope of an act, or an answer. Answers are not signed one by one: the checkpoint that
closes a bundle signs the root of the log that holds them.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from warifu.core import canonical, envelope
from warifu.core.canonical import DIGEST_BYTES, Plain
from warifu.core.errors import BytesError
from warifu.core.keys import KEY_ID_BYTES, Signer
from warifu.core.wire import from_plain, to_plain

VERSION = 1
MAX_CITES = 1024
MAX_ATTACHMENTS = 64

CONFIRMED = 1
FALLEN = 2
OBJECTED = 3


class Attachment(msgspec.Struct, frozen=True):
    """A file named by what it is: SHA-256, size in bytes, media type, and which paper it is (meter_ticket, invoice …)."""

    digest: bytes
    size: int
    media: str
    paper: str = ""


class Act(msgspec.Struct, frozen=True):
    """One signed statement. Field numbers are the order here and never change."""

    pack: bytes
    kind: str
    party: str
    desk: str
    officer: bytes
    time: int
    body: dict[int, Plain]
    case: bytes = b""
    after: bytes = b""
    label: tuple[str, ...] = ()
    cites: tuple[bytes, ...] = ()
    texts: bytes = b""
    attachments: tuple[Attachment, ...] = ()
    version: int = VERSION
    on_behalf: str = ""
    """Paper evidence: the party whose paper this act enters, while that party has no node of its own."""

    @property
    def side_of(self) -> str:
        """Party whose step this act is: the one on whose behalf paper is entered, else its author."""
        return self.on_behalf or self.party

    @property
    def is_root(self) -> bool:
        """True for the act that begins a case."""
        return not self.case

    @property
    def follows(self) -> bytes:
        """Digest of the will this act comes after; the root when it is not written; empty for the root itself."""
        return self.after or self.case


class FindingWire(msgspec.Struct, frozen=True):
    """One reason as it crosses the border: rule, article, figures; never a word of free text."""

    rule: str
    article: str
    figures: tuple[tuple[str, str], ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """A node's verdict on the other side's act: 1 confirmed, 2 fallen (rival named), 3 objected (findings)."""

    act: bytes
    verdict: int
    time: int
    findings: tuple[FindingWire, ...] = ()
    rival: bytes = b""


class Checkpoint(msgspec.Struct, frozen=True):
    """The signed head of a log, and the head held of the peer's log: each witnesses the other."""

    party: str
    peer: str
    node: bytes
    size: int
    root: bytes
    peer_size: int
    peer_root: bytes
    time: int


class Sealed(NamedTuple):
    """An act with its envelope and its digest: what travels and what is stored."""

    act: Act
    digest: bytes
    envelope: envelope.Envelope


def encode(act: Act) -> bytes:
    """Return the one form of an act."""
    return canonical.encode(to_plain(act), "act")


def decode(raw: bytes) -> Act:
    """Read an act; raises BytesError naming the field that is wrong."""
    act = from_plain(Act, canonical.decode(raw, "act"), "act")
    _check(act)
    return act


def _check(act: Act) -> None:
    if act.version != VERSION:
        raise BytesError("act.version_unknown", "act/14", version=act.version)
    lengths = {"pack": len(act.pack), "case": len(act.case), "after": len(act.after), "texts": len(act.texts)}
    for name, size in lengths.items():
        if size != DIGEST_BYTES and (size or name == "pack"):
            raise BytesError("act.digest_size", f"act/{name}", size=size)
    if len(act.officer) != KEY_ID_BYTES:
        raise BytesError("act.key_id_size", "act/officer", size=len(act.officer))
    if act.after and (act.after == act.case or not act.case):
        # Left out means "the root": writing it is a second form of the same act.
        raise BytesError("bytes.default_written", "act/9", field="after")
    if act.time < 0:
        raise BytesError("act.time_negative", "act/6")
    if len(act.cites) > MAX_CITES or len(act.attachments) > MAX_ATTACHMENTS:
        raise BytesError("act.too_many", "act/11", limit=MAX_CITES)
    if len(set(act.cites)) != len(act.cites) or any(len(cite) != DIGEST_BYTES for cite in act.cites):
        raise BytesError("act.cites_malformed", "act/11")


def seal(act: Act, signer: Signer) -> Sealed:
    """Sign an act with its officer's key; raises BytesError where the act is not in form."""
    raw = encode(act)
    decode(raw)
    if signer.public.key_id() != act.officer:
        raise BytesError("act.officer_differs", "act/5")
    return Sealed(act, canonical.digest(raw), envelope.seal(raw, envelope.ACT, signer))


def open_act(raw: bytes, where: str = "entry") -> Sealed:
    """Read an act's envelope: form, act, and that the officer named signs it. The signature is checked by the caller."""
    outer = envelope.read(raw, envelope.ACT, where)
    act = decode(outer.payload)
    if act.officer != outer.key_id:
        raise BytesError("act.officer_differs", where)
    return Sealed(act, canonical.digest(outer.payload), outer)


def is_act(entry: bytes) -> bool:
    """Tell an act's envelope (COSE tag 18) from an answer (a map) by the first byte of the entry."""
    return bool(entry) and entry[0] == 0xD2


def encode_answer(answer: Answer) -> bytes:
    """Return the one form of an answer."""
    return canonical.encode(to_plain(answer), "answer")


def decode_answer(raw: bytes, where: str = "entry") -> Answer:
    """Read an answer; raises BytesError where verdict, findings and rival do not fit each other."""
    answer = from_plain(Answer, canonical.decode(raw, where), where)
    if len(answer.act) != DIGEST_BYTES or answer.verdict not in {CONFIRMED, FALLEN, OBJECTED} or answer.time < 0:
        raise BytesError("answer.malformed", where)
    if (answer.verdict == FALLEN) != bool(answer.rival) or (answer.verdict == OBJECTED and not answer.findings):
        raise BytesError("answer.malformed", where)
    return answer


def seal_checkpoint(checkpoint: Checkpoint, signers: tuple[Signer, Signer]) -> tuple[bytes, bytes]:
    """Sign a checkpoint twice, Ed25519 then ML-DSA-65, over the same payload."""
    raw = canonical.encode(to_plain(checkpoint), "checkpoint")
    first, second = (envelope.seal(raw, envelope.CHECKPOINT, signer).raw for signer in signers)
    return first, second


def open_checkpoint(pair: tuple[bytes, bytes]) -> tuple[Checkpoint, envelope.Envelope, envelope.Envelope]:
    """Read a checkpoint whose two envelopes must carry the same bytes; signatures are checked by the caller."""
    first, second = (envelope.read(raw, envelope.CHECKPOINT, "checkpoint") for raw in pair)
    if first.payload != second.payload:
        raise BytesError("checkpoint.payloads_differ", "checkpoint")
    return from_plain(Checkpoint, canonical.decode(first.payload, "checkpoint"), "checkpoint"), first, second
