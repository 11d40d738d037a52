"""May we ship? The question from the tables, the cases from the fold, the answer from the room.

Law: who asks is told by the node it is asked through: behind a reader's store (``node.seen``) a case that is not seen
takes no part, so that a yes never rests on it, and what does not exist and what may not be known are told alike. The
rows that decide are those of the pack under which a consent would be asked for today.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from warifu.core.days import party_day
from warifu.core.errors import LogError
from warifu.core.seats import parties_of
from warifu.doors import answers
from warifu.doors.answers import No
from warifu.law.case import Case
from warifu.law.room import RowContext
from warifu.node.drafting import active_pack
from warifu.node.node import Node
from warifu.node.pair import Pair
from warifu.record import queries_equipment_consent as queries
from warifu.rooms.equipment import shipping, shipping_cases
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.shipping import Answer, Project, Question, Transfer

KIND = E + "consent_request"


class Asked(NamedTuple):
    """How much (in the item's own unit; None: any) of which item is to go to whom, on which day."""

    item: str
    to: str
    on: date
    quantity: Decimal | None = None
    zone: str = ""
    """Whose day it is, where nobody named one: ``Asia/Tokyo``, ``Europe/London``."""

    @property
    def no(self) -> No:
        """What may not be done, where the answer is no."""
        return No("answer.not_shipped", {"item": self.item, "to": self.to, "on": self.on.isoformat()})


def day_asked(named: date | None, party: str, seconds: int) -> tuple[date, str]:
    """Return the day named (of nobody's zone), else the day on which a party is at a time (UTC seconds), and whose."""
    return (named, "") if named is not None else party_day(party, datetime.fromtimestamp(seconds, UTC))


def may_ship(node: Node, peer: str, asked: Asked) -> Answer:
    """Answer a question, in a turn at the pair; raises LogError where no pack is in force."""
    pair = node.pair(peer)
    consents = queries.consents_naming(pair.store, pair.name, asked.item, asked.to)
    sharing = queries.transfers_sharing(pair.store, pair.name, asked.item, asked.to)
    roots = dict.fromkeys((*sharing, *queries.transfers_of(pair.store, pair.name, consents)))
    pair.sync()
    folded = pair.fold(pair.reader.gather([*roots, *consents]))
    transfers = _transfers(pair, [folded[root] for root in roots if root in folded])
    found = (shipping_cases.consent(folded.get(root)) for root in consents)
    question = Question(asked.item, asked.to, asked.on, pair.us, pair.peer, asked.quantity)
    return shipping.may_ship(question, transfers, [each for each in found if each is not None], _rows(node, pair))


def _rows(node: Node, pair: Pair) -> dict[str, str]:
    pack = active_pack(pair, KIND, node.packs.values(), node.house)
    rows = node.packs[pack].table.get("ship", {}) if pack else {}
    if not rows:
        raise LogError("ship.no_pack", pair.peer)
    return dict(rows)


def _transfers(pair: Pair, cases: list[Case]) -> list[Transfer]:
    """The transfers with the acts that they cite and the projects on which they rest."""
    cites = {cite for case in cases for stand in case.stands.values() for cite in stand.placed.act.cites}
    cited = pair.reader.cited(cites, {}) if cites else {}
    context = RowContext(parties_of(pair.name), pair.us, cited)
    projects = _projects(pair, cases)
    made = (shipping_cases.transfer(case, context, projects.get(case.root)) for case in cases)
    return [each for each in made if each is not None]


def _projects(pair: Pair, cases: Iterable[Case]) -> dict[bytes, Project]:
    """Root of a transfer to the project on which it rests, as far as it is here and seen."""
    wanted = {
        (case.root, root)
        for case in cases
        for cite in case.line[0].placed.act.cites
        if (root := queries.case_of(pair.store, pair.name, cite))
    }
    folded = pair.fold(pair.reader.gather(sorted({root for _, root in wanted})))
    found = ((case, shipping_cases.project(folded.get(root))) for case, root in sorted(wanted))
    return {case: project for case, project in found if project is not None}


def document(answer: Answer, asked: Asked) -> dict[str, Any]:
    """Return an answer as the command line and the API show it; ``zone`` is empty where the day was named."""
    under = answer.under
    told = None if under is None else {
        "kind": under.kind, "case": under.case.hex(), "number": under.number, "reference": under.reference,
        "left": f"{under.left:f}", "unit": under.unit, "until": under.until and under.until.isoformat(),
        "conditions": list(under.conditions), "draws": [each.hex() for each in under.draws],
    }  # fmt: skip
    findings = [answers.document(each, asked.no) for each in answer.ruling]
    on = asked.on.isoformat()
    return {"permitted": answer.permitted, "on": on, "zone": asked.zone, "under": told, "findings": findings}
