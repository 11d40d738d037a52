"""From a draft to an act that may be sealed: steps 1 and 2 of *submit*.

Law: our own act is judged before it is sealed, by the pack of its case and then by our own law. A will or an aside with
a finding is refused. A fact has happened: findings of substance make it irregular, once its officer insists; findings
on who signs and in what form refuse it. All findings are collected, of both laws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from warifu.core import act as acts
from warifu.core import canonical, texts
from warifu.core.act import Act, Attachment
from warifu.core.errors import BytesError
from warifu.core.texts import Leaf
from warifu.core.wire import to_plain
from warifu.law.case import At, Case, Stand
from warifu.law.flow import OPENER, RESPONDER
from warifu.law.judge import Finding, Placed, Ruling
from warifu.law.own import draft_digest, judge_own
from warifu.law.pack import Pack, Rule
from warifu.law.room import find_kind
from warifu.law.seats import desk_refusal, roll_refusal
from warifu.node import answering, beside, books, domestic, drawn, ended, hands, holding
from warifu.node.pair import Pair
from warifu.node.reading import Gathered
from warifu.node.sending import MAX_ATTACHED_BYTES

PENDING = Finding("house.pending", "house")
NO_CASE = Finding("house.case_unknown", "house")
NO_PACK = Finding("house.no_pack_in_force", "house")
NOT_AS_PREPARED = Finding("house.prepared.another_draft", "house")
TWO_HANDS = "own.two_hands@1"
"""The check of own law that asks for another officer's hand."""


class File(NamedTuple):
    """Bytes to be attached, with media type and which paper it is."""

    raw: bytes
    media: str
    paper: str = ""


class Draft(msgspec.Struct, frozen=True):
    """What an officer wants to sign. ``after`` empty means: after the present head of the line.

    ``irregular`` says that the officer knows the findings of a fact and records what has happened all the same.
    ``prepared``: digest of the national act by which it was prepared; its texts then come as ``leaves``, salts and all
    (``node.preparing`` sets both).
    """

    kind: str
    body: Any
    desk: str
    case: bytes = b""
    after: bytes = b""
    texts: dict[int, str] = {}
    cites: tuple[bytes, ...] = ()
    files: tuple[File, ...] = ()
    label: tuple[str, ...] = ()
    on_behalf: str = ""
    irregular: bool = False
    pack: bytes = b""
    prepared: bytes = b""
    leaves: tuple[Leaf, ...] = ()


class Outcome(NamedTuple):
    """What became of a draft: digest and case of the signed act, or the findings that refuse it.

    ``can_insist``: only findings of substance stand against a fact; it can be recorded as irregular.
    ``wants_hands``: nothing stands against it but that another officer has not prepared or approved it
    (``node.preparing``).
    """

    act: bytes = b""
    case: bytes = b""
    ruling: Ruling = ()
    own_law: Ruling = ()
    can_insist: bool = False
    wants_hands: bool = False

    @property
    def ok(self) -> bool:
        """True where the act was signed and recorded."""
        return bool(self.act)


class Prepared(NamedTuple):
    """An act that was judged and may be sealed, with what travels beside it and the case it makes."""

    placed: Placed
    leaves: list[texts.Leaf]
    files: tuple[File, ...]
    case: Case


class Company(NamedTuple):
    """What a draft comes with: the national act by which it was prepared, and the drafts signed with it, before it."""

    prepared: bytes = b""
    earlier: Sequence[Placed] = ()


ALONE = Company()


class Author(NamedTuple):
    """Who writes, when, where in the log, and with which salts."""

    party: str
    officer: bytes
    time: int
    place: int
    salts: Iterable[bytes]


def active_pack(pair: Pair, kind: str, packs: Iterable[Pack], house: bytes) -> bytes:
    """Return the digest of the pack under which a new case of this kind begins; empty where none is in force."""
    room = kind.partition("/")[0]
    if room == "parties":
        return house
    own, peer = pair.rolls[pair.us], pair.rolls[pair.peer]
    fitting = [
        pack
        for pack in packs
        if pack.data.room == room
        and not pack.data.law_of
        and {pair.us, pair.peer} <= set(pack.data.parties)
        and own.has_adopted(pack.digest)
        and (not peer.founded or peer.has_adopted(pack.digest))
    ]
    return max(fitting, key=lambda pack: pack.data.version).digest if fitting else b""


def lay(
    draft: Draft, author: Author, pair: Pair, gathered: Gathered, house: bytes
) -> tuple[Placed, list[texts.Leaf], Case] | Outcome:
    """Make the act of a draft at its place and fold its case with it.

    Refused where there is no case or no pack, or where its files would not travel in one bundle.
    """
    size = sum(len(raw) for raw in {file.raw for file in draft.files})
    if size > MAX_ATTACHED_BYTES:
        figures = (("size", str(size)), ("limit", str(MAX_ATTACHED_BYTES)))
        return Outcome(ruling=(Finding("house.attachments_too_large", "house", figures),))
    elsewhere = _elsewhere(draft, pair)
    if elsewhere:
        return Outcome(ruling=elsewhere)
    pack, head = draft.pack, b""
    if draft.case:
        before = pair.fold({draft.case: gathered}).get(draft.case)
        if before is None:
            return Outcome(ruling=(NO_CASE,))
        stand = answering.standing_head(before, pair.us, pair.affirmed)
        pack, head = stand.pack, stand.placed.digest
    elif not pack:
        pack = active_pack(pair, draft.kind, pair.packs.values(), house)
        if not pack:
            return Outcome(ruling=(NO_PACK,))
    placed, leaves = build(draft, author, pair, pack, head)
    case = judge_draft(placed, gathered, pair)
    return Outcome(ruling=(NO_CASE,)) if case is None else (placed, leaves, case)


def _elsewhere(draft: Draft, pair: Pair) -> Ruling:
    """Tell why a draft is for another of our nodes: the roll is written at home, a desk worked at one node."""
    if draft.kind.startswith("parties/"):
        return roll_refusal(draft.kind) if pair.seated else ()
    return () if draft.case else desk_refusal(pair.rolls[pair.us], draft.desk)


def build(draft: Draft, author: Author, pair: Pair, pack: bytes, head: bytes) -> tuple[Placed, list[texts.Leaf]]:
    """Make the act of a draft; raises BytesError where the body does not fit its kind."""
    room, kind = find_kind(pair.rooms.values(), draft.kind)
    if not draft.case and kind.name not in room.flows:
        raise BytesError("act.begins_nothing", draft.kind, kind=draft.kind)
    if type(draft.body) is not kind.body:
        raise BytesError("draft.body_of_another_kind", draft.kind, body=type(draft.body).__name__)
    leaves: list[texts.Leaf] = list(draft.leaves) or list(texts.make(draft.texts, author.salts))
    after = draft.after or head
    act = Act(
        pack=pack,
        kind=draft.kind,
        party=author.party,
        desk=draft.desk,
        officer=author.officer,
        time=author.time,
        body=to_plain(draft.body),
        case=draft.case,
        after=b"" if after == draft.case else after,
        label=draft.label,
        cites=draft.cites,
        texts=texts.root(leaves) if leaves else b"",
        attachments=tuple(Attachment(canonical.digest(f.raw), len(f.raw), f.media, f.paper) for f in draft.files),
        on_behalf=draft.on_behalf,
    )
    digest = canonical.digest(acts.encode(act))
    return Placed(act, digest, author.party, author.place, kind, draft.body), leaves


def judge_draft(placed: Placed, gathered: Gathered, pair: Pair) -> Case | None:
    """Fold the case as it would be with this act; None where the case is not here."""
    with_draft = Gathered()
    with_draft.acts = {**gathered.acts, placed.digest: placed}
    with_draft.heard = gathered.heard
    case = placed.act.case or placed.digest
    return pair.fold({case: with_draft}).get(case)


def rulings(
    placed: Placed, case: Case, pair: Pair, own_law: Iterable[Pack], company: Company = ALONE
) -> tuple[Ruling, Ruling]:
    """(findings of the agreement, findings of our own law) on the draft at its place.

    Where it was prepared by a national act, it must be that very draft.
    """
    prepared = company.prepared
    passage = hands.follow(pair, prepared) if prepared else None
    if prepared and (passage is None or passage.body.draft != draft_digest(placed.act)):
        return (NOT_AS_PREPARED,), ()
    if kept := holding.findings(pair, placed):
        return kept, ()
    stand = case.stands[placed.digest]
    if stand.status == "pending":
        return (PENDING,), ()
    ruling = stand.ruling
    if stand.status == "fallen":
        ruling = (*ruling, Finding("house.not_on_line", "house", (("rival", stand.rival.hex()[:16]),)))
    at = _at(placed, case)
    cited = pair.reader.cited(placed.act.cites, {}) if placed.act.cites else {}
    situation = pair.bench(cited).situation(placed, at) if at else None
    if situation is None:
        return ruling, ()
    ruling = (*ruling, *beside.findings(pair, placed), *drawn.findings(pair, placed, company.earlier))
    root = case.line[0].placed
    ruling = (*ruling, *drawn.ordered(pair, placed, root, company.earlier), *books.findings(pair, placed, root))
    ruling = (*ruling, *ended.findings(pair, placed))
    situation = msgspec.structs.replace(situation, facts=_facts(placed, case), at_home=domestic.about(pair, placed))
    if passage is not None:
        situation = msgspec.structs.replace(situation, hands=passage.hands(pair))
    return ruling, judge_own(own_law, situation)


def _facts(placed: Placed, case: Case) -> tuple[Placed, ...]:
    """Return the facts of the case that are on record beside the draft."""
    return tuple(
        stand.placed
        for stand in case.of_nature("fact")
        if stand.status in {"recorded", "irregular"} and stand.placed.digest != placed.digest
    )


def _at(placed: Placed, case: Case) -> At | None:
    side = OPENER if placed.act.side_of == case.opener else RESPONDER
    if placed.act.is_root:
        return At(case.flow, case.opener, side, None, None, placed.act.pack)
    basis = case.stands.get(placed.act.follows)
    return At(case.flow, case.opener, side, basis.state, basis.terms, basis.pack) if basis and basis.state else None


def refusal(placed: Placed, found: tuple[Ruling, Ruling], pair: Pair, *, insist: bool) -> Outcome | None:
    """Return the refusal that these findings make, or None where the act may be sealed."""
    ruling, own = found
    if not ruling and not own:
        return None
    wants = all(check_of(finding, placed, pair) == TWO_HANDS for finding in (*ruling, *own))
    if placed.kind.nature != "fact":
        return Outcome(ruling=ruling, own_law=own, wants_hands=wants)
    can_insist = not any(_refuses(finding, placed, pair) for finding in (*ruling, *own))
    refused = Outcome(ruling=ruling, own_law=own, can_insist=can_insist, wants_hands=wants)
    return None if can_insist and insist else refused


def _refuses(finding: Finding, placed: Placed, pair: Pair) -> bool:
    """Tell whether a finding on a fact of our own refuses it (who signs, in what form) or makes it irregular."""
    rule = _rule_of(finding, placed, pair)
    return rule is None or rule.on_fact == "refuse"


def check_of(finding: Finding, placed: Placed, pair: Pair) -> str:
    """Return the check that made a finding on an act of ours; empty for what the law of a case itself finds."""
    rule = _rule_of(finding, placed, pair)
    return rule.check if rule else ""


def _rule_of(finding: Finding, placed: Placed, pair: Pair) -> Rule | None:
    """The row, of the act's own pack or of own law, whose id the finding's code is or begins with."""
    for pack in pair.packs.values():
        if pack.digest != placed.act.pack and not pack.data.law_of:
            continue
        name = finding.rule
        while name:
            if name in pack.rules:
                return pack.rules[name]
            name = name.rpartition(".")[0]
    return None


def state_of(stand: Stand) -> str:
    """Word for a status as pages and JSON show it: unconfirmed means *sent*, never *agreed*."""
    if stand.status == "standing":
        return "agreed" if stand.confirmed else "sent"
    return stand.status
