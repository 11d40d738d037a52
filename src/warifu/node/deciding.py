"""May this person see this copy? The question as our own tables tell it, and its answer by the room's rules.

Law: the answer about what the asker may not know is the same as for what does not exist: one finding, without a figure
(``information.access.unknown``), whichever of the two it is. Who asks is told by the store, which shows what that
reader may see. A right ends with its last day where the house is: between midnight in Tokyo and midnight UTC two days
are going on (``days_now``), and a right of the earlier one alone has ended (``today``).

Place on the path: asked by the doors before anything is shown; by ``own_house`` before a decision, or an opening that
rests on one, is sealed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from warifu.core.errors import LogError
from warifu.law.judge import Finding, Ruling
from warifu.law.pack import Pack
from warifu.node.drafting import active_pack
from warifu.node.node import Node
from warifu.record import queries_house
from warifu.record.log import Store
from warifu.record.queries_house import IN_HAND, Cleared, CopyAt

KIND = "information/access"
HELD = "held"
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
    question: Any = None
    """The room's own record: what was asked, and ``known``."""
    marking: tuple[str, ...] = ()


def may_see(node: Node, peer: str, asked: Asked, store: Store | None = None) -> Answer:
    """Answer a question; ``store``: the tables as the asker may see them (all of them for the node's own keeper)."""
    pair = node.pair(peer)
    copy = queries_house.copy_at(store or node.store, pair.name, asked.item, asked.copy, asked.on)
    if copy is None:
        return Answer((UNKNOWN,))
    pack = _pack(node, peer)
    ask = node.rooms[pack.data.room].access
    if ask is None:
        return Answer((UNKNOWN,))
    who = asked._asdict()
    del who["item"], who["copy"]
    question, ruling = ask(pack, who, _known(node, peer, asked, copy))
    return Answer(ruling, question, copy.marking)


def days_now(node: Node, now: int | None = None) -> tuple[date, ...]:
    """Return the day or days that are going on: in UTC, and at our place by the packs' table ``visit`` (``hours``)."""
    instant = datetime.fromtimestamp(node.means.clock() if now is None else now, UTC)
    ahead = {
        hours[node.party]
        for pack in node.packs.values()
        if node.party in (hours := pack.table.get("visit", {}).get("hours", {}))
    }
    return tuple(dict.fromkeys((instant + timedelta(hours=each)).date() for each in (0, *sorted(ahead))))


def today(node: Node, now: int | None = None) -> date:
    """Return the later of the days that are going on: by it rights are told."""
    return max(days_now(node, now))


def _pack(node: Node, peer: str) -> Pack:
    pack = active_pack(node.pair(peer), KIND, node.packs.values(), node.house)
    if not pack:
        raise LogError("access.no_pack", peer)
    return node.packs[pack]


def _known(node: Node, peer: str, asked: Asked, copy: CopyAt) -> dict[str, Any]:
    """What the tables tell: of the person our own house, of the copy the register."""
    day, own = queries_house.day, node.store
    told = queries_house.clearances(own, asked.person)
    contractor = _contractor(told, asked)
    found = queries_house.needs(own, asked.person, copy.circle)
    briefed = [when for _, _, when in found if when is not None]
    return {
        "level": copy.level,
        "circle": copy.circle,
        "owner": copy.owner,
        "state": HELD if copy.status in IN_HAND and copy.party == node.party else _elsewhere(copy),
        "releasable_to": tuple(copy.releasable_to.split()),
        "designated_by": copy.designated_by,
        "consented": _consented(node, peer, copy),
        "clearances": [
            (each.agency, each.level, day(each.from_day), day(each.to_day), each.scope, _broken(each, told, asked.on))
            for each in told
        ],
        "nationality": next((each.nationality for each in told if each.nationality), ""),
        "contractor": contractor,
        "needs": tuple((day(first), day(last)) for first, last, _ in found),
        "briefed_on": day(min(briefed)) if briefed else None,
        "place_level": queries_house.place_level(own, asked.place, asked.medium, asked.on),
        "facility_level": queries_house.facility_level(own, node.pair(peer).name, contractor, asked.on),
    }  # fmt: skip


def _broken(clearance: Cleared, told: list[Cleared], on: date) -> str:
    """The agency to which the person was transferred since: that breaks every clearance which the agency left gave."""
    day = queries_house.day
    left = [
        each for each in told
        if each.broken_by and each.agency == clearance.agency and day(each.to_day) < on
        and each.to_day + 1 >= clearance.from_day
    ]  # fmt: skip
    return left[0].broken_by if left else ""


def _contractor(told: list[Cleared], asked: Asked) -> str:
    """The firm for which a person is attested: by the agency asked about that day, else by whichever attested last."""
    of_agency = [each for each in told if each.agency == asked.agency] or told
    day = queries_house.day
    running = [each for each in of_agency if day(each.from_day) <= asked.on <= day(each.to_day)] or of_agency
    return next((each.contractor for each in running if each.contractor), "")


def _elsewhere(copy: CopyAt) -> str:
    """Say where a copy is that is not with us that day; a copy in the other side's hands is elsewhere."""
    return "elsewhere" if not copy.status or copy.status in IN_HAND else copy.status


def _consented(node: Node, peer: str, copy: CopyAt) -> bool:
    """Tell whether the designating agency's consent to the provision is on record with the item."""
    case = node.pair(peer).case(copy.item) if copy.designated_by else None
    given = getattr(case.terms, "designation", None) if case else None
    return bool(given and given.consent)
