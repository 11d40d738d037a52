"""Which tables the page of a case of classified information shows, how each column reads, and what is done next.

Law: as for orders (``casepage_tables``): figures are those of the tables, in the order given here; a column without a
value in any row is left out. Persons stand by their numbers, firms and places by their codes; names are texts of acts.
"""

from __future__ import annotations

from warifu.doors.cases import turn_of
from warifu.law.case import Case
from warifu.node.pair import Pair
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.terms.incident import IncidentTerms

WRITTEN = """
visit           form:code host:party agency sites programme purpose from_day:day to_day:day marking approved_from:day
                approved_to:day approved_marking conditions:code reference certificate papers:code
visitor         person nationality agency need:code issuer marking valid_to:day approved:yes ground:code days:number
                last_day:day
attendance      on_day:day site persons shown side:party status:state act:act
facility        firm site country purpose asked until:day marking valid_to:day custodian register_kept:yes
                persons:number conditions:code reference inspected:day result:code next_due:day doubtful:number
                held:number disposal:code above:act
inspection      what:code on_day:day form:code result:code inspector found:code correct_by:day next_due:day to
                side:party answered:yes status:state act:act
incident        what:code holder:party originator:party marking discovered:day told:when tell_by:when late:yes place
                acknowledged:day investigated_by expected:day found:code final:yes result_on:day persons:number
                damage:code measures:number open_measures:number recovered:number reopened:number
incident_item   number copies recovered act:act
measure         number measure:code party:party due:day done:day act:act
trouble         what:code code:code owner:party since:day due:day state:code act:act ended_by:act
"""
"""In the form that ``casepage_tables`` reads; tables are ``information_…``."""

_NEXT = {
    ("consent", "requested"): ("consent",),
    ("holdings", "stated"): ("accept_holdings",),
    ("visit", "requested"): ("visit_approve",),
    ("visit", "queried"): ("visit_supplement",),
    ("visit", "amending"): ("visit_approve",),
    ("facility", "requested"): ("facility_assure",),
    ("facility", "suspended"): ("facility_assure",),
    ("incident", "reported"): ("incident_acknowledge", "investigation"),
    ("incident", "noticed"): ("investigation", "incident_acknowledge"),
    ("incident", "assessing"): ("damage",),
    ("incident", "closing"): ("incident_agree",),
}
"""Flow and state to what answers it, the usual one first; of an incident without the side that investigates."""


def suggested(pair: Pair, case: Case) -> list[str]:
    """Return the kinds that come next for our side; none where it is not our move."""
    if turn_of(case, pair) != pair.us:
        return []
    flow, state = case.flow.name, case.state
    if flow == "incident":
        state = state.partition("_")[0]
        return [I + kind for kind in _of_incident(case, state) or _NEXT.get((flow, state), ())]
    return [I + kind for kind in _NEXT.get((flow, state), ())]


def _of_incident(case: Case, state: str) -> tuple[str, ...]:
    """What is next for who investigates: open it, find out, plan, do what is planned, propose to close."""
    terms: IncidentTerms = case.terms
    if state == "investigating":
        return ("investigation",) if terms.investigation_on is None else ("incident_result",)
    if state != "measuring":
        return ()
    if not terms.measures:
        return ("measures",)
    done = {stand.placed.body.number for stand in case.of_nature("fact") if stand.placed.act.kind == I + "measure_done"}
    return ("incident_close",) if done >= {each.number for each in terms.measures} else ("measure_done",)
