"""Draft, prepare, approve, sign: a paper goes through more hands than one, and what is approved is what is signed.

Law: preparation and approval are national acts, never sent. A preparation holds the whole draft: the act's bytes
without signer and time (``law.own.unsigned``), its texts as openings of its own (the same salts, so the root that is
approved is the root that is signed), its files as attachments. Its digest names it in all that follows. Which acts need
another hand, and from which amount on, is data of our own law (``own.two_hands`` in ``law/jp`` and ``law/gb``) and is
judged by ``Node.submit``; a draft refused for want of it has ``Outcome.wants_hands`` and can be prepared as it is.

The API (``node``: Node, ``peer``: party, ``signer``: the officer's key; all raise as ``Node.submit``):

- ``prepare(node, peer, draft, signer) -> Outcome``: judge a draft in all but who signs it, and put it on record for
  somebody else to sign. ``Outcome.act`` is the digest that names it from here on; refused like ``submit``.
- ``approve(node, peer, digest, signer, Verdict(word, reason)) -> Outcome``: ``approve`` it, ``return`` it to be mended,
  or ``discard`` it and destroy its texts. ``reason`` is free text (an opening of the national act). Of an act already
  signed by who prepared it, ``approve`` is the second look that was still due.
- ``prepared(node, peer) -> list[Waiting]``: what waits, oldest first: for approval, signature or a second look.
- ``find(node, peer, digest) -> Waiting | None``: one of them, also when it is done with (``state``).
- ``draft_of(node, peer, digest) -> Draft | None``: the draft as it was prepared, to be shown, mended and prepared anew.
- ``submit_prepared(node, peer, digest, signer) -> Outcome``: judge it anew at its place, sign it, record it, and note
  in the national log which act it became. Refused, it goes on waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, Concatenate, Literal, NamedTuple, ParamSpec, cast

import msgspec
from django.db import transaction

from warifu.core import act as acts
from warifu.core import texts
from warifu.core.act import Act
from warifu.core.keys import Signer
from warifu.core.wire import from_plain
from warifu.law.judge import Finding, Placed
from warifu.law.own import Approval, Preparation, Signature, draft_digest, unsigned
from warifu.law.room import find_kind, read_body
from warifu.node import drafting, hands, national
from warifu.node.drafting import TWO_HANDS, Author, Draft, File, Outcome
from warifu.node.hands import APPROVAL, PREPARATION, RETURN, SIGNATURE, Passage
from warifu.node.node import Node
from warifu.node.pair import Pair
from warifu.node.reading import Gathered
from warifu.record import log, openings
from warifu.record.log import NATIONAL
from warifu.record.trouble import told

P = ParamSpec("P")

State = Literal["prepared", "approved", "signed", "looked_at", "returned"]
Waits = Literal["approval", "signature", "second_look", ""]

REASON = 2
"""Slot of the reason among the texts of the room of the parties."""

ABOUT_WHO = frozenset(
    {
        TWO_HANDS,
        "house.officer@1",
        "gb.delegation@1",
        "gb.limit@1",
        "jp.hands@1",
        "logistics.hands@1",
        "logistics.signer@1",
    }
)
"""Checks that ask who signs: the one who prepares is not that one, so they wait for the signature."""

UNKNOWN = Finding("house.prepared.unknown", "house")
DONE_WITH = Finding("house.prepared.done_with", "house")
TEXT_ERASED = Finding("house.prepared.text_erased", "house")


class Verdict(NamedTuple):
    """What is said of a prepared draft: approve, return (to be mended) or discard; the reason is a free text."""

    word: Literal["approve", "return", "discard"] = "approve"
    reason: str = ""


APPROVED = Verdict()


class Waiting(msgspec.Struct, frozen=True):
    """One draft that was prepared, and whose hand it waits for.

    ``digest`` names it in every call; persons are numbers (their names are texts of the roll), times UTC seconds.
    ``act`` is the unsigned act (officer and time blank), ``signed`` the digest of what it became.
    """

    digest: bytes
    kind: str
    desk: str
    case: bytes
    state: State
    waits_for: Waits
    prepared_by: str
    prepared_at: int
    prepared_key: bytes
    approved_by: str
    approved_at: int
    needs_approval: bool
    act: Act
    body: Any
    texts: dict[int, str]
    signed: bytes = b""


def _in_turn(work: Callable[Concatenate[Node, P], Outcome]) -> Callable[Concatenate[Node, P], Outcome]:
    """Do one thing at a time at the node, and tell in our own codes what its database cannot do."""

    @wraps(work)
    def waiting_its_turn(node: Node, /, *args: P.args, **more: P.kwargs) -> Outcome:
        with node._turn, told(node.party):  # noqa: SLF001  the same turn as ``submit`` takes
            return work(node, *args, **more)

    return waiting_its_turn


@_in_turn
def prepare(node: Node, peer: str, draft: Draft, signer: Signer) -> Outcome:
    """Judge a draft in all but who signs it and put it on record; ``Outcome.act`` names it from here on."""
    pair = node.pair(peer)
    laid = _lay(node, pair, draft, signer)
    if isinstance(laid, Outcome):
        return laid
    placed, leaves, case = laid
    own, approval = _left_to_mend(node, pair, placed, case)
    refused = drafting.refusal(placed, own, pair, insist=draft.irregular)
    if refused:
        return refused
    body = Preparation(
        _today(node), draft_digest(placed.act), draft.kind, draft.desk, peer, unsigned(placed.act), draft.irregular,
        approval,
    )  # fmt: skip
    made = Draft(kind=PREPARATION, body=body, desk=draft.desk, leaves=tuple(leaves), files=draft.files)
    return _enter(node, peer, made, signer, None)


def _lay(node: Node, pair: Pair, draft: Draft, signer: Signer) -> tuple[Placed, list[texts.Leaf], Any] | Outcome:
    """Make the act that the draft would be if the preparer signed it now; steps 1 and 2 of ``submit``."""
    own = pair.head(node.party)
    salts = iter(lambda: node.means.chance(texts.SALT_BYTES), b"")
    author = Author(node.party, signer.public.key_id(), max(node.means.clock(), own.time), own.size, salts)
    held = pair.reader.gather([draft.case]).get(draft.case) if draft.case else None
    return drafting.lay(draft, author, pair, held or Gathered(), node.house)


def _left_to_mend(node: Node, pair: Pair, placed: Placed, case: Any) -> tuple[tuple[Any, Any], bool]:
    """(findings that no other hand cures, whether own law asks for an approval)."""
    ruling, own = drafting.rulings(placed, case, pair, node.own_law)
    left = tuple(
        tuple(each for each in found if drafting.check_of(each, placed, pair) not in ABOUT_WHO)
        for found in (ruling, own)
    )
    asked = any(
        drafting.check_of(each, placed, pair) == TWO_HANDS and dict(each.figures).get("approval") == "True"
        for each in own
    )
    return (left[0], left[1]), asked


@_in_turn
def approve(node: Node, peer: str, digest: bytes, signer: Signer, verdict: Verdict = APPROVED) -> Outcome:
    """Approve a prepared draft, return it, or discard it with its texts; after the signature: the second look."""
    passage = hands.follow(node.pair(peer), digest)
    if passage is None:
        return Outcome(ruling=(UNKNOWN,))
    draft, gone = _said(node, digest, passage, verdict), list[bytes]()
    with transaction.atomic(using=node.store.alias):
        outcome = _enter(node, peer, draft, signer, passage)
        if outcome.ok and verdict.word == "discard":
            leaves = openings.read(node.store, NATIONAL, [digest]).get(digest, [])
            gone = openings.erase(node.store, NATIONAL, digest, [leaf.slot for leaf in leaves])
    if gone:
        openings.forget(node.store, gone)
    return outcome


def _said(node: Node, digest: bytes, passage: Passage, verdict: Verdict) -> Draft:
    """Return the national act that says the verdict."""
    today, said = _today(node), {REASON: verdict.reason} if verdict.reason else {}
    desk = passage.body.desk
    if verdict.word == "approve":
        approval = Approval(today, passage.body.draft, second_look=passage.state == "signed")
        return Draft(kind=APPROVAL, body=approval, desk=desk, case=digest, texts=said)
    _, kind = find_kind(node.rooms.values(), RETURN)
    body = kind.body(today, "discarded" if verdict.word == "discard" else "returned")
    return Draft(kind=RETURN, body=body, desk=desk, case=digest, texts=said)


def _enter(node: Node, peer: str, draft: Draft, signer: Signer, passage: Passage | None) -> Outcome:
    """Judge a national act and record it."""
    ruling = national.judged(node, peer, draft, signer, passage)
    if ruling:
        return Outcome(ruling=ruling)
    act = national.submit(node, [draft], signer)[0]
    return Outcome(act, draft.case or act)


@_in_turn
def submit_prepared(node: Node, peer: str, digest: bytes, signer: Signer) -> Outcome:
    """Judge a prepared draft anew, sign it and record it; and note in the national log which act it became."""
    pair = node.pair(peer)
    passage = hands.follow(pair, digest)
    draft = _draft(node, pair, digest, passage)
    if passage is None or draft is None:
        return Outcome(ruling=(UNKNOWN,))
    if passage.state not in {"prepared", "approved"}:
        return Outcome(ruling=(DONE_WITH._replace(figures=(("state", passage.state),)),))
    if any(isinstance(leaf, texts.Sealed) for leaf in draft.leaves):
        return Outcome(ruling=(TEXT_ERASED,))
    try:
        with transaction.atomic(using=node.store.alias):
            log.lock(node.store, NATIONAL)
            outcome = node.submit(peer, draft, signer)
            if outcome.ok:
                body = Signature(_today(node), passage.body.draft, outcome.act)
                noted = Draft(kind=SIGNATURE, body=body, desk=passage.body.desk, case=digest)
                national.submit(node, [noted], signer)
    except BaseException:
        node._pairs.pop(peer, None)  # noqa: SLF001  its rolls may hold what was not recorded
        raise
    return outcome


def draft_of(node: Node, peer: str, digest: bytes) -> Draft | None:
    """Return a prepared draft, to be shown, mended and prepared anew; its texts come both as words and as leaves."""
    pair = node.pair(peer)
    return _draft(node, pair, digest, hands.follow(pair, digest))


def _draft(node: Node, pair: Pair, digest: bytes, passage: Passage | None) -> Draft | None:
    if passage is None:
        return None
    act = acts.decode(passage.body.form)
    _, kind = find_kind(pair.rooms.values(), act.kind)
    leaves = openings.read(node.store, NATIONAL, [digest]).get(digest, [])
    return Draft(
        kind=act.kind,
        body=read_body(kind, act.body),
        desk=act.desk,
        case=act.case,
        after=act.follows,
        texts=_words(leaves),
        cites=act.cites,
        files=tuple(File(_file(node, each.digest), each.media, each.paper) for each in act.attachments),
        label=act.label,
        on_behalf=act.on_behalf,
        irregular=passage.body.irregular,
        pack=act.pack,
        prepared=digest,
        leaves=tuple(leaves),
    )


def _words(leaves: list[texts.Leaf]) -> dict[int, str]:
    return {leaf.slot: leaf.text for leaf in leaves if isinstance(leaf, texts.Opening)}


def _file(node: Node, digest: bytes) -> bytes:
    rows = node.store.run("SELECT raw FROM attachment WHERE pair = %s AND digest = %s", [NATIONAL, digest])
    return rows[0][0] if rows else b""


def prepared(node: Node, peer: str) -> list[Waiting]:
    """Return the drafts that wait, oldest first: for an approval, a signature, or a second look."""
    pair = node.pair(peer)
    cases: dict[bytes, list[log.Line]] = {}
    for line in log.of_kinds(node.store, NATIONAL, node.party, "parties/", 0):
        cases.setdefault(line.case, []).append(line)
    passages = [
        passage
        for lines in cases.values()
        if not {RETURN} & {line.kind for line in lines}
        if (passage := hands.along(lines, pair.rooms, pair.us)) is not None and passage.body.peer == peer
    ]
    told = [_waiting(node, pair, passage) for passage in passages]
    return [each for each in told if each.waits_for]


def find(node: Node, peer: str, digest: bytes) -> Waiting | None:
    """Return one prepared draft, whatever has become of it; None where there is none for this peer."""
    pair = node.pair(peer)
    passage = hands.follow(pair, digest)
    return None if passage is None else _waiting(node, pair, passage)


def _waiting(node: Node, pair: Pair, passage: Passage) -> Waiting:
    act = acts.decode(passage.body.form)
    _, kind = find_kind(pair.rooms.values(), act.kind)
    digest, first, second = passage.root.digest, passage.root.act, passage.steps.get(APPROVAL)
    signed = passage.steps.get(SIGNATURE)
    return Waiting(
        digest=digest,
        kind=act.kind,
        desk=act.desk,
        case=act.case,
        state=cast("State", passage.state),
        waits_for=_waits_for(pair, passage),
        prepared_by=_person(pair, first.officer),
        prepared_at=first.time,
        prepared_key=first.officer,
        approved_by=_person(pair, second.act.officer) if second else "",
        approved_at=second.act.time if second else 0,
        needs_approval=passage.body.approval,
        act=act,
        body=read_body(kind, act.body),
        texts=_words(openings.read(node.store, NATIONAL, [digest]).get(digest, [])),
        signed=from_plain(Signature, signed.act.body, "signature").act if signed else b"",
    )


def _waits_for(pair: Pair, passage: Passage) -> Waits:
    if passage.state == "prepared":
        return "approval" if passage.body.approval else "signature"
    if passage.state == "approved":
        return "signature"
    signed = passage.steps.get(SIGNATURE)
    alone = signed is not None and _person(pair, signed.act.officer) == _person(pair, passage.root.act.officer)
    return "second_look" if passage.state == "signed" and alone else ""


def _person(pair: Pair, key_id: bytes) -> str:
    """The number of the person whose key it is; the key id where the roll does not know it."""
    known = pair.rolls[pair.us].keys.get(key_id)
    return known.holder if known else key_id.hex()


def _today(node: Node) -> date:
    return datetime.fromtimestamp(node.means.clock(), UTC).date()
