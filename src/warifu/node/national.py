"""The national log: acts that are never sent, of which the other side does not learn even the size.

Law: the same bytes and the same one appender as any log, under the pair ``national``; no answers, no fold. Here stand
the original cells of registers, preparations and approvals, pins. It is verified like the others.
"""

from __future__ import annotations

from django.db import transaction

from warifu.core import act as acts
from warifu.core import canonical, merkle, texts
from warifu.core.act import Act, Attachment, Sealed
from warifu.core.errors import BytesError
from warifu.core.keys import Signer
from warifu.core.wire import to_plain
from warifu.law.flow import OPENER
from warifu.law.judge import Placed, Ruling, Situation, judge
from warifu.law.room import find_kind
from warifu.node.drafting import Draft
from warifu.node.hands import Passage
from warifu.node.node import Node
from warifu.record import log, openings
from warifu.record.log import NATIONAL, Line


def submit(node: Node, drafts: list[Draft], signer: Signer) -> list[bytes]:
    """Sign and record national acts in one transaction; returns their digests."""
    with transaction.atomic(using=node.store.alias):
        log.lock(node.store, NATIONAL)
        head = log.head(node.store, NATIONAL, node.party)
        time = max(node.means.clock(), head.time)
        sealed = [_seal(node, draft, signer, time) for draft in drafts]
        lines = [
            Line(head.size + at, each.act.case or each.digest, each.digest, each.act.kind, time, raw, leaf)
            for at, (each, _) in enumerate(sealed)
            for raw, leaf in ((each.envelope.raw, merkle.leaf_hash(each.envelope.raw)),)
        ]
        log.append(node.store, NATIONAL, node.party, head.size, lines)
        beside = [(each.digest, leaves) for each, leaves in sealed if leaves]
        openings.keep(node.store, NATIONAL, beside, lambda: node.means.chance(32))
        log.keep_files(node.store, NATIONAL, {canonical.digest(f.raw): f.raw for d in drafts for f in d.files})
    return [each.digest for each, _ in sealed]


def judged(node: Node, peer: str, draft: Draft, signer: Signer, passage: Passage | None) -> Ruling:
    """Judge a national act before it is sealed, by the house pack and the roll that a peer is shown.

    ``passage``: the draft on its way that it is a step of; None for the act that begins one.
    """
    pair = node.pair(peer)
    room, kind = find_kind(node.rooms.values(), draft.kind)
    act, _ = make(node, draft, signer, node.means.clock())
    digest = canonical.digest(acts.encode(act))
    state, terms = (passage.state, passage.terms) if passage else (None, None)
    root = passage.root.act.kind if passage else draft.kind
    placed = Placed(act, digest, node.party, None, kind, draft.body)
    situation = Situation(
        placed, OPENER, state, terms, {}, pair.rolls[node.party], peer, room.flows[root], node.house, node.party
    )
    return judge(node.packs[node.house], situation)


def _seal(node: Node, draft: Draft, signer: Signer, time: int) -> tuple[Sealed, list[texts.Leaf]]:
    act, leaves = make(node, draft, signer, time)
    return acts.seal(act, signer), leaves


def make(node: Node, draft: Draft, signer: Signer, time: int) -> tuple[Act, list[texts.Leaf]]:
    """Make a national act of a draft; raises BytesError act.not_national."""
    _, kind = find_kind(node.rooms.values(), draft.kind)
    if not kind.national:
        raise BytesError("act.not_national", draft.kind)
    salts = (node.means.chance(texts.SALT_BYTES) for _ in draft.texts)
    leaves: list[texts.Leaf] = list(draft.leaves) or list(texts.make(draft.texts, salts))
    act = Act(
        pack=node.house,
        kind=draft.kind,
        party=node.party,
        desk=draft.desk,
        officer=signer.public.key_id(),
        time=time,
        body=to_plain(draft.body),
        case=draft.case,
        label=draft.label,
        cites=draft.cites,
        texts=texts.root(leaves) if leaves else b"",
        attachments=tuple(Attachment(canonical.digest(f.raw), len(f.raw), f.media, f.paper) for f in draft.files),
    )
    return act, leaves
