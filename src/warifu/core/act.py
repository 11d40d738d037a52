"""The act, the answer and the checkpoint: what is signed, and what stands in a log.

Law: an *act* is a map of integer keys (``canonical``); its digest is SHA-256 over exactly these bytes; a case is named
by the digest of its root act. Free text never stands in it (``texts``). ``time`` is when the author says it sealed the
act, a claim; where the act stands in its author's log is the fact (design, law 9). The act's body is read by the kind
that its room registers (``law.room``); here it is a plain map.

An *entry* of a log is the envelope of an act, or an answer. Answers are not signed one by one: the checkpoint that
closes a bundle signs the root of the log that holds them. One that travels alone (paper) goes in an envelope of its
own, signed by the node; what stands in the log is still the bare answer.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from warifu.core import canonical, envelope
from warifu.core.canonical import DIGEST_BYTES, Plain
from warifu.core.errors import BytesError
from warifu.core.keys import ED25519, KEY_ID_BYTES, ML_DSA_65, Signer
from warifu.core.merkle import EMPTY_ROOT
from warifu.core.wire import LAST_DAY, from_plain, to_plain

VERSION = 1
MAX_CITES = 1024
MAX_ATTACHMENTS = 64
MAX_NAME_CHARS = 80
MAX_LABELS = 4
MAX_TIME = LAST_DAY * 86_400 + 86_399
"""The last second of the last day that a day in an act can name."""

CONFIRMED = 1
FALLEN = 2
OBJECTED = 3


class Attachment(msgspec.Struct, frozen=True):
    """A file named by what it is: SHA-256, size in bytes, media type, and which paper it is (meter_ticket, invoice)."""

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
    if not 0 <= act.time <= MAX_TIME:
        raise BytesError("act.time_out_of_range", "act/6")
    for name, text in (("kind", act.kind), ("party", act.party), ("desk", act.desk)):
        if not 0 < len(text) <= MAX_NAME_CHARS:
            raise BytesError("act.name_size", f"act/{name}", size=len(text), limit=MAX_NAME_CHARS)
    _check_digests(act)
    if act.after and (act.after == act.case or not act.case):
        # Left out means "the root": writing it is a second form of the same act.
        raise BytesError("bytes.default_written", "act/9", field="after")
    if act.texts == EMPTY_ROOT:
        raise BytesError("bytes.default_written", "act/12", field="texts")
    if act.on_behalf and (act.on_behalf == act.party or len(act.on_behalf) > MAX_NAME_CHARS):
        raise BytesError("act.on_behalf_malformed", "act/15")
    if act.label or act.attachments:
        _check_beside(act)


def _check_digests(act: Act) -> None:
    for name, digest in (("pack", act.pack), ("case", act.case), ("after", act.after), ("texts", act.texts)):
        if len(digest) != DIGEST_BYTES and (digest or name == "pack"):
            raise BytesError("act.digest_size", f"act/{name}", size=len(digest))
    if len(act.officer) != KEY_ID_BYTES:
        raise BytesError("act.key_id_size", "act/officer", size=len(act.officer))
    if act.cites:
        if len(act.cites) > MAX_CITES:
            raise BytesError("act.too_many", "act/11", limit=MAX_CITES)
        if len(set(act.cites)) != len(act.cites) or any(len(cite) != DIGEST_BYTES for cite in act.cites):
            raise BytesError("act.cites_malformed", "act/11")


def _check_beside(act: Act) -> None:
    if len(act.label) > MAX_LABELS or any(not 0 < len(word) <= MAX_NAME_CHARS for word in act.label):
        raise BytesError("act.label_malformed", "act/10")
    if len(act.attachments) > MAX_ATTACHMENTS:
        raise BytesError("act.too_many", "act/13", limit=MAX_ATTACHMENTS)
    for each in act.attachments:
        named = 0 < len(each.media) <= MAX_NAME_CHARS and len(each.paper) <= MAX_NAME_CHARS
        if len(each.digest) != DIGEST_BYTES or each.size < 0 or not named:
            raise BytesError("act.attachment_malformed", "act/13")


def seal(act: Act, signer: Signer) -> Sealed:
    """Sign an act with its officer's key; raises BytesError where the act is not in form."""
    raw = encode(act)
    decode(raw)
    if signer.public.key_id() != act.officer:
        raise BytesError("act.officer_differs", "act/5")
    return Sealed(act, canonical.digest(raw), envelope.seal(raw, envelope.ACT, signer))


def open_act(raw: bytes, where: str = "entry") -> Sealed:
    """Read an act's envelope: form, act, and that the officer named signs it. The caller checks the signature."""
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
    if len(answer.act) != DIGEST_BYTES or not 0 <= answer.time <= MAX_TIME:
        raise BytesError("answer.malformed", where)
    if answer.verdict not in {CONFIRMED, FALLEN, OBJECTED}:
        raise BytesError("answer.verdict_unknown", where, verdict=answer.verdict)
    rival_size = DIGEST_BYTES if answer.verdict == FALLEN else 0
    if len(answer.rival) != rival_size or bool(answer.findings) != (answer.verdict == OBJECTED):
        raise BytesError("answer.malformed", where)
    return answer


def seal_answer(answer: Answer, signer: Signer) -> envelope.Envelope:
    """Sign an answer that travels alone, with the node's Ed25519 key; raises BytesError where it is not in form."""
    raw = encode_answer(answer)
    decode_answer(raw)
    return envelope.seal(raw, envelope.ANSWER, signer)


def open_answer(raw: bytes, where: str = "answer") -> tuple[Answer, envelope.Envelope]:
    """Read the envelope of an answer that travels alone; the signature is checked by the caller."""
    outer = envelope.read(raw, envelope.ANSWER, where)
    return decode_answer(outer.payload, where), outer


def seal_checkpoint(checkpoint: Checkpoint, signers: tuple[Signer, Signer]) -> tuple[bytes, bytes]:
    """Sign a checkpoint twice, Ed25519 then ML-DSA-65, over the same payload."""
    raw = canonical.encode(to_plain(checkpoint), "checkpoint")
    first, second = (envelope.seal(raw, envelope.CHECKPOINT, signer).raw for signer in signers)
    open_checkpoint((first, second))
    return first, second


def open_checkpoint(pair: tuple[bytes, bytes]) -> tuple[Checkpoint, envelope.Envelope, envelope.Envelope]:
    """Read a checkpoint whose two envelopes must carry the same bytes; signatures are checked by the caller."""
    first, second = (envelope.read(raw, envelope.CHECKPOINT, "checkpoint") for raw in pair)
    if first.payload != second.payload:
        raise BytesError("checkpoint.payloads_differ", "checkpoint")
    if (first.algorithm, second.algorithm) != (ED25519, ML_DSA_65):
        raise BytesError("checkpoint.algorithms_wrong", "checkpoint")
    checkpoint = from_plain(Checkpoint, canonical.decode(first.payload, "checkpoint"), "checkpoint")
    _check_checkpoint(checkpoint)
    if checkpoint.node != first.key_id:
        raise BytesError("checkpoint.node_differs", "checkpoint", node=checkpoint.node.hex(), key=first.key_id.hex())
    return checkpoint, first, second


def _check_checkpoint(checkpoint: Checkpoint) -> None:
    """Refuse what cannot be a head: a root that is no hash, nothing with another root than that of nothing."""
    heads = ((checkpoint.size, checkpoint.root), (checkpoint.peer_size, checkpoint.peer_root))
    for size, root in heads:
        if size < 0 or len(root) != DIGEST_BYTES or (size == 0) != (root == EMPTY_ROOT):
            raise BytesError("checkpoint.malformed", "checkpoint", size=size)
    if len(checkpoint.node) != KEY_ID_BYTES or not 0 <= checkpoint.time <= MAX_TIME:
        raise BytesError("checkpoint.malformed", "checkpoint")
