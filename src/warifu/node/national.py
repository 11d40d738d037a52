"""The national log: acts that are never sent, of which the other side does not learn even the size.

Law: the same bytes and the same one appender as any log, under the pair ``national``; one author, no answers, no forks.
Here stand the original cells of registers, preparations and approvals, pins, and what a house keeps about classified
information: clearances, need-to-know, custodians, musters, decisions. It is verified like the others.

A national act is judged before it is sealed (``enter``): that of the parties by the house pack, that of a room with
national rows by the pack of its agreement and by our own law. Its rows are written in the same transaction.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from msgspec.structs import replace

from warifu.core import act as acts
from warifu.core import canonical, merkle, texts
from warifu.core.act import Act, Attachment, Sealed
from warifu.core.errors import BytesError
from warifu.core.keys import Signer
from warifu.core.wire import to_plain
from warifu.law.flow import OPENER
from warifu.law.judge import PERMITTED, Placed, Ruling, Situation, judge
from warifu.law.own import judge_own
from warifu.law.room import find_kind
from warifu.node import ceiling, domestic, erasing, own_house
from warifu.node.drafting import NO_CASE, NO_PACK, PENDING, Draft, Outcome, active_pack
from warifu.node.hands import Passage
from warifu.node.node import Node
from warifu.record import log, openings
from warifu.record.log import NATIONAL, Line
from warifu.record.trouble import told

Signed = tuple[Sealed, list[texts.Leaf]]


def submit(node: Node, drafts: list[Draft], signer: Signer) -> list[bytes]:
    """Sign and record national acts in one transaction; returns their digests.

    The same act a second time (same words, same second) is the act that stands already.
    """
    with transaction.atomic(using=node.store.alias):
        log.lock(node.store, NATIONAL)
        head = log.head(node.store, NATIONAL, node.party)
        time = max(node.means.clock(), head.time)
        sealed = [_seal(node, draft, signer, time) for draft in drafts]
        fresh = _fresh(node, sealed)
        lines = _lines(fresh, head.size)
        log.append(node.store, NATIONAL, node.party, head.size, lines)
        beside = [(each.digest, leaves) for each, leaves in fresh if leaves]
        openings.keep(node.store, NATIONAL, beside, lambda: node.means.chance(32))
        log.keep_files(node.store, NATIONAL, {canonical.digest(f.raw): f.raw for d in drafts for f in d.files})
        _project(node, lines)
        gone = [key for each, draft in zip(sealed, drafts, strict=True) for key in _erased(node, each[0], draft)]
        if gone:
            transaction.on_commit(lambda: openings.forget(node.store, gone), using=node.store.alias)
    return [each.digest for each, _ in sealed]


def _fresh(node: Node, sealed: list[Signed]) -> list[Signed]:
    """Return each act once, and none that stands in the log."""
    held = log.cases_of(node.store, NATIONAL, [each.digest for each, _ in sealed], node.party)
    once = {each.digest: (each, leaves) for each, leaves in sealed if each.digest not in held}
    return list(once.values())


def _lines(fresh: list[Signed], first: int) -> list[Line]:
    return [
        Line(first + at, each.act.case or each.digest, each.digest, each.act.kind, each.act.time, raw, leaf)
        for at, (each, _) in enumerate(fresh)
        for raw, leaf in ((each.envelope.raw, merkle.leaf_hash(each.envelope.raw)),)
    ]


def _project(node: Node, lines: list[Line]) -> None:
    """Write the rows of the cases that these entries belong to, where their room keeps rows of national cases."""
    kept = [line for line in lines if domestic.room_of(node, line.kind) is not None]
    if kept:
        domestic.project(
            node, {line.case for line in kept}, frozenset(line.act for line in kept if line.act == line.case)
        )


def _erased(node: Node, sealed: Sealed, draft: Draft) -> list[bytes]:
    """Destroy the texts of this log that a national act erases; returns their keys."""
    if draft.kind != erasing.AT_HOME:
        return []
    _, kind = find_kind(node.rooms.values(), draft.kind)
    return erasing.apply_at_home(node.store, Placed(sealed.act, sealed.digest, node.party, None, kind, draft.body))


def enter(node: Node, peer: str, drafts: list[Draft], signer: Signer) -> list[Outcome]:
    """Judge national acts and record them together, or, where any of them is refused, none of them.

    Each is judged as if those before it stood already: no copy gets two custodians in one go. ``peer``: whose copy of
    our roll says who may sign, and with whom the agreement's pack is in force. An act of a case that another of these
    begins is not among them: it is entered after. Raises StoreError.
    """
    with node._turn, told(node.party), transaction.atomic(using=node.store.alias):  # noqa: SLF001  as ``submit`` takes
        log.lock(node.store, NATIONAL)
        outcomes = [_enter(node, peer, _with_pack(node, peer, draft), signer) for draft in drafts]
        if all(each.ok for each in outcomes):
            return outcomes
        transaction.set_rollback(True, using=node.store.alias)
    return [each._replace(act=b"", case=b"") for each in outcomes]


def _enter(node: Node, peer: str, draft: Draft, signer: Signer) -> Outcome:
    """Judge one national act on top of those that stand, and record it where nothing speaks against it."""
    ruling, own = _rulings(node, peer, draft, signer)
    if ruling or own:
        return Outcome(ruling=ruling, own_law=own)
    digest = submit(node, [draft], signer)[0]
    return Outcome(digest, draft.case or digest)


def judged(node: Node, peer: str, draft: Draft, signer: Signer, passage: Passage | None = None) -> Ruling:
    """Judge a national act before it is sealed, by the pack of its room and the roll that a peer is shown.

    ``passage``: the draft on its way that it is a step of, where it has been followed already.
    """
    laid = _with_pack(node, peer, draft)
    if passage is None:
        return _rulings(node, peer, laid, signer)[0]
    found = _situation(node, peer, laid, signer, (passage.root.act.kind, passage.state, passage.terms))
    return judge(node.packs[node.house], found)


def _with_pack(node: Node, peer: str, draft: Draft) -> Draft:
    """Put on a draft the pack that its case is under; that of the house where its room keeps no national rows."""
    if draft.pack or domestic.room_of(node, draft.kind) is None:
        return draft
    begun = domestic.case(node, draft.case) if draft.case else None
    pack = begun.head.pack if begun else active_pack(node.pair(peer), draft.kind, node.packs.values(), node.house)
    return replace(draft, pack=pack)


def _rulings(node: Node, peer: str, draft: Draft, signer: Signer) -> tuple[Ruling, Ruling]:
    """(findings of the agreement or the house, findings of our own law) on a national act at the end of its line."""
    room, _ = find_kind(node.rooms.values(), draft.kind)
    begun = domestic.case(node, draft.case) if draft.case else None
    if (begun is None) != (draft.kind in room.flows):
        return (NO_CASE,), PERMITTED
    ours = domestic.room_of(node, draft.kind) is not None
    if ours and not draft.pack:
        return (NO_PACK,), PERMITTED
    place = (begun.line[0].placed.act.kind, begun.state, begun.terms) if begun else (draft.kind, None, None)
    situation = _situation(node, peer, draft, signer, place)
    if situation.cited.keys() != set(draft.cites):
        return (PENDING,), PERMITTED
    leaves = [texts.Sealed(slot, b"") for slot in draft.texts]
    above = ceiling.refusal(node, situation.act, [*leaves, *draft.leaves])
    told = own_house.findings(node, peer, situation.placed, situation.terms)
    ruling = above + judge(node.packs[draft.pack or node.house], situation) + told
    return ruling, judge_own(node.own_law, situation) if ours else PERMITTED


def _situation(node: Node, peer: str, draft: Draft, signer: Signer, place: tuple[str, str | None, Any]) -> Situation:
    """Return what the judge sees of a national act; ``place``: kind of the root, state and terms of the line."""
    root, state, terms = place
    room, kind = find_kind(node.rooms.values(), draft.kind)
    act, _ = make(node, draft, signer, node.means.clock())
    placed = Placed(act, canonical.digest(acts.encode(act)), node.party, None, kind, draft.body)
    pair = node.pair(peer)
    cited = domestic.cited(node, draft.cites)
    return Situation(
        placed, OPENER, state, terms, cited, pair.rolls[node.party], pair.peer, room.flows[root], act.pack, node.party
    )


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
        pack=draft.pack or node.house,
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
