"""May this person see this copy? The question from the tables, the answer from the room, the act by the node.

Law: the answer about what the asker may not know is the same as for what does not exist: one finding, without a figure
(``information.access.unknown``), whichever of the two it is. Who asks is told by the store, which shows what that
reader may see. What is answered can be kept as a national act, with all that it rests on; the judge decides it again.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from warifu.core.errors import LogError
from warifu.core.keys import Signer
from warifu.law.judge import Finding, Ruling
from warifu.law.pack import Pack
from warifu.node import national
from warifu.node.drafting import Draft, Outcome, active_pack
from warifu.node.node import Node
from warifu.record import queries_house
from warifu.record.log import Store
from warifu.record.queries_house import IN_HAND, CopyAt
from warifu.rooms.information import access
from warifu.rooms.information.access import Question
from warifu.rooms.information.acts.house import Access, Clearance, Known

KIND = "information/access"
UNKNOWN = Finding("information.access.unknown", "isa:access")


class Asked(NamedTuple):
    """Who is to see which copy, for which agency and purpose, where, by which medium, on which day."""

    person: str
    agency: str
    item: bytes
    copy: str
    purpose: str
    place: str
    medium: str
    on: date


class Answer(NamedTuple):
    """The ruling, with the question that it answers; no question where there is nothing that may be asked about."""

    ruling: Ruling
    question: Question | None = None
    marking: tuple[str, ...] = ()


def may_see(node: Node, peer: str, asked: Asked, store: Store | None = None) -> Answer:
    """Answer a question; ``store``: the tables as the asker may see them (all of them for the node's own keeper)."""
    pair = node.pair(peer)
    copy = queries_house.copy_at(store or node.store, pair.name, asked.item, asked.copy, asked.on)
    if copy is None:
        return Answer((UNKNOWN,))
    question = Question(
        asked.person, asked.agency, asked.purpose, asked.place, asked.medium, asked.on, _known(node, peer, asked, copy)
    )
    return Answer(access.decide(question, access.rules_of(_pack(node, peer))), question, copy.marking)


def _pack(node: Node, peer: str) -> Pack:
    pack = active_pack(node.pair(peer), KIND, node.packs.values(), node.house)
    if not pack:
        raise LogError("access.no_pack", peer)
    return node.packs[pack]


def _known(node: Node, peer: str, asked: Asked, copy: CopyAt) -> Known:
    """What the tables tell: of the person our own house, of the copy the register."""
    day, own = queries_house.day, node.store
    told = queries_house.clearances(own, asked.person)
    person = next((each for each in told if each.agency == asked.agency), told[0] if told else None)
    found = queries_house.needs(own, asked.person, copy.circle)
    briefed = [when for _, _, when in found if when is not None]
    contractor = person.contractor if person else ""
    held = copy.status in IN_HAND and copy.party == node.party
    return Known(
        level=copy.level,
        circle=copy.circle,
        owner=copy.owner,
        state=access.HELD if held else _elsewhere(copy),
        releasable_to=tuple(copy.releasable_to.split()),
        designated_by=copy.designated_by,
        consented=_consented(node, peer, copy),
        clearances=tuple(
            Clearance(
                each.agency, each.level, day(each.from_day), day(each.to_day), each.scope,
                each.broken_by if day(each.to_day) < asked.on else "",
            )
            for each in told
        ),
        nationality=person.nationality if person else "",
        contractor=contractor,
        needs=tuple((day(first), day(last)) for first, last, _ in found),
        briefed_on=day(min(briefed)) if briefed else None,
        place_level=queries_house.place_level(own, asked.place, asked.medium, asked.on),
        facility_level=queries_house.facility_level(own, node.pair(peer).name, contractor, asked.on),
    )  # fmt: skip


def _elsewhere(copy: CopyAt) -> str:
    """Say where a copy is that is not with us that day; a copy in the other side's hands is elsewhere."""
    return "elsewhere" if not copy.status or copy.status in IN_HAND else copy.status


def _consented(node: Node, peer: str, copy: CopyAt) -> bool:
    """Tell whether the designating agency's consent to the provision is on record with the item."""
    case = node.pair(peer).case(copy.item) if copy.designated_by else None
    given = getattr(case.terms, "designation", None) if case else None
    return bool(given and given.consent)


def keep(node: Node, peer: str, asked: Asked, by: tuple[Signer, str], store: Store | None = None) -> Outcome:
    """Answer a question and keep it as a national act, signed by (officer's key, desk); refused where nothing is known.

    ``Outcome.ok`` says that it is kept, not that it permits: ``Access.answer`` of the act does.
    """
    answer, (signer, desk) = may_see(node, peer, asked, store), by
    if answer.question is None:
        return Outcome(ruling=answer.ruling)
    body = Access(
        asked.on, asked.person, asked.agency, asked.item, asked.copy, asked.purpose, asked.place,
        asked.medium,  # type: ignore[arg-type]  # a code of the command line or a form: the act's own reading refuses others
        "refused" if answer.ruling else "permitted", answer.question.known, access.codes(answer.ruling),
    )  # fmt: skip
    cites = (asked.item,)
    draft = Draft(kind=KIND, body=body, desk=desk, cites=cites, label=answer.marking)
    return national.enter(node, peer, [draft], signer)[0]
