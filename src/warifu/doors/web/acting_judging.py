"""What the judge would say of a draft, before anybody signs: the node's own steps 1 and 2, and nothing recorded.

Law: the same functions that *submit* uses, at the present head, with the visitor's key as the author's; so what is
reviewed is what is judged again when it is signed. The draft's digest is over the act's bytes without who signs and
when: it stays while nothing changes, and changes with every letter, and when the case has moved on.
"""

from __future__ import annotations

from typing import NamedTuple

from warifu.core import texts
from warifu.core.act import Act
from warifu.doors import markings
from warifu.doors.web.drafts import keeping
from warifu.doors.web.drafts.models import Draft as Kept
from warifu.doors.web.forming.reading import Read
from warifu.doors.web.forming.typed import DESK, Typed
from warifu.doors.web.request import Request
from warifu.law.case import Case
from warifu.law.judge import Finding
from warifu.law.own import draft_digest
from warifu.law.room import Kind, find_kind
from warifu.node import drafting
from warifu.node.drafting import Author, Draft, Outcome
from warifu.node.pair import Pair
from warifu.node.preparing import ABOUT_WHO
from warifu.node.reading import Gathered
from warifu.record import queries_sight


class Judged(NamedTuple):
    """What the judge says: the act as it would be signed (None where it has no place), its findings, what is open.

    ``digest``: hex, of what is signed whoever signs it. ``ready``: it can be signed by the visitor as it is.
    ``can_insist``: a fact that can be recorded as irregular. ``hands``: all that stands against it is who signs it, so
    it can be handed on to somebody else.
    """

    act: Act | None
    digest: str
    ruling: tuple[Finding, ...]
    own_law: tuple[Finding, ...]
    ready: bool
    can_insist: bool
    hands: bool


def kind_of(pair: Pair, name: str) -> Kind:
    """Return a kind of act; raises BytesError for one that no room knows."""
    return find_kind(pair.rooms.values(), name)[1]


def label_for(request: Request, pair: Pair, read: Read, case: Case | None, chosen: str = "") -> tuple[str, ...]:
    """Return the label of a draft: the highest of what it speaks of, and EXERCISE where it is a rehearsal.

    ``chosen``: a marking that the officer put on it; it counts where it protects more.
    """
    cited = pair.reader.cited(read.cites, {}) if read.cites else {}
    terms = [each.terms for each in cited.values()]
    schemes = request.house.node.schemes
    asked = markings.asked_of(read.body, case, terms, schemes)
    return markings.highest([asked, tuple(chosen.split("|"))], schemes) if chosen else asked


def draft_from(kept: Kept, typed: Typed, read: Read, case: Case | None, label: tuple[str, ...]) -> Draft:
    """Return the node's draft of what was typed and read."""
    return Draft(
        kind=kept.kind,
        body=read.body,
        desk=typed.get(DESK, "").strip(),
        case=bytes(kept.case),
        cites=read.cites,
        files=keeping.files_of(kept),
        label=label,
        on_behalf=kept.peer if typed.get("on_behalf") == kept.peer else "",
        irregular=typed.get("irregular") == "yes",
        leaves=keeping.leaves_of(kept, read.texts),
    )


def is_alone(pair: Pair) -> bool:
    """Tell whether the other side has no node yet, so that its paper is entered for it."""
    return pair.rolls[pair.us].peer_joined_at is None and not pair.rolls[pair.peer].founded


def unseen(pair: Pair, draft: Draft) -> Outcome | None:
    """Return the refusal of a draft that cites what its writer may not see: as of one that cites what is not here."""
    if draft.cites and queries_sight.unseen_acts(pair.store, pair.name, draft.cites):
        return Outcome(ruling=(drafting.PENDING,))
    return None


def judge(request: Request, pair: Pair, draft: Draft, key_id: bytes) -> Judged:
    """Judge a draft as if the visitor signed it now; raises BytesError where it cannot be an act at all."""
    node, own = request.house.node, pair.head(pair.us)
    salts = iter(lambda: node.means.chance(texts.SALT_BYTES), b"")
    author = Author(pair.us, key_id, max(node.means.clock(), own.time), own.size, salts)
    gathered = pair.reader.gather([draft.case]).get(draft.case) if draft.case else None
    laid = drafting.lay(draft, author, pair, gathered or Gathered(), node.house)
    if isinstance(laid, Outcome):
        return Judged(None, "", laid.ruling, laid.own_law, ready=False, can_insist=False, hands=False)
    placed, _, case = laid
    hidden = unseen(pair, draft)
    company = drafting.Company(draft.prepared)
    found = (hidden.ruling, ()) if hidden else drafting.rulings(placed, case, pair, node.own_law, company)
    refused = drafting.refusal(placed, found, pair, insist=draft.irregular)
    others = [each for each in (*found[0], *found[1]) if drafting.check_of(each, placed, pair) not in ABOUT_WHO]
    return Judged(
        act=placed.act,
        digest=draft_digest(placed.act).hex(),
        ruling=found[0],
        own_law=found[1],
        ready=refused is None,
        can_insist=refused is not None and refused.can_insist,
        hands=not others or draft.irregular,
    )
