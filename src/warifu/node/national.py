"""The national log: acts that are never sent, of which the other side does not learn even the size.

Law: the same bytes and the same one appender as any log, under the pair ``national``; no answers, no fold. Here stand
the original cells of registers, preparations and approvals, pins. It is verified like the others.
"""

from __future__ import annotations

from django.db import transaction

from warifu.core import act as acts
from warifu.core import canonical, merkle, texts
from warifu.core.act import Act, Sealed
from warifu.core.errors import BytesError
from warifu.core.keys import Signer
from warifu.core.wire import to_plain
from warifu.law.room import find_kind
from warifu.node.drafting import Draft
from warifu.node.node import Node
from warifu.record import log, openings
from warifu.record.log import NATIONAL, Line


def submit(node: Node, drafts: list[Draft], signer: Signer) -> list[bytes]:
    """Sign and record national acts in one transaction; returns their digests."""
    head = log.head(node.store, NATIONAL, node.party)
    time = max(node.means.clock(), head.time)
    sealed: list[tuple[Sealed, list[texts.Leaf]]] = [_seal(node, draft, signer, time) for draft in drafts]
    lines = [
        Line(head.size + at, each.act.case or each.digest, each.digest, each.act.kind, time, raw, merkle.leaf_hash(raw))
        for at, (each, _) in enumerate(sealed)
        for raw in (each.envelope.raw,)
    ]
    with transaction.atomic(using=node.store.alias):
        log.append(node.store, NATIONAL, node.party, head.size, lines)
        beside = [(each.digest, leaves) for each, leaves in sealed if leaves]
        openings.keep(node.store, NATIONAL, beside, lambda: node.means.chance(32))
        log.keep_files(node.store, NATIONAL, {canonical.digest(f.raw): f.raw for d in drafts for f in d.files})
    return [each.digest for each, _ in sealed]


def _seal(node: Node, draft: Draft, signer: Signer, time: int) -> tuple[Sealed, list[texts.Leaf]]:
    _, kind = find_kind(node.rooms.values(), draft.kind)
    if not kind.national:
        raise BytesError("act.not_national", draft.kind)
    leaves: list[texts.Leaf] = list(texts.make(draft.texts, (node.means.chance(texts.SALT_BYTES) for _ in draft.texts)))
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
    )
    return acts.seal(act, signer), leaves
