"""The acts of the golden rulings of visits, facilities and incidents as they are unless a row says otherwise; invented.

The United Kingdom (asker) asks for a visit of two persons to a Japanese yard (provider) in July 2026, and for assurance
of a Japanese firm; Japan reports that the second copy of the plan of ``base_information`` is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.packs.base_said import Base
from warifu.core.days import add_months
from warifu.rooms.information.acts import facility, incident, visit
from warifu.rooms.information.acts.item import Marking

SECRET = Marking("GB-GSC", "2014-04-02", "SECRET")
CIRCLE = "exercise:VIGILANT-26"
SENSITIVE = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")
ABOVE = ("GB-GSC", "2014-04-02", "SECRET")
AUTHORITY = "security_authority"


def _days(on: date, number: int) -> date:
    return date.fromordinal(on.toordinal() + number)


def attested(until: date) -> visit.Attested:
    """A British attestation up to SECRET."""
    return visit.Attested("GB-UKSV", "GB-MOD", SECRET, until, "SC")


def visitor(person: str, until: date, *, officer: bool = False) -> visit.Visitor:
    """A visitor of the ministry who needs to know because of the programme."""
    return visit.Visitor(person, "GB", "GB-MOD", "programme", attested(until), officer)


def request(on: date) -> visit.VisitRequest:
    """A visit of five days, 26 days ahead."""
    return visit.VisitRequest(
        on, "GB-UKDEF-26-V-011", "one_time", "JP-SEC", "GB-MOD", (visit.Site("JP-YARD-1", "JP", "JP-P-40"),),
        _days(on, 26), _days(on, 30), tuple(visitor(each, add_months(on, 9)) for each in ("GB-P-31", "GB-P-32")),
        ("document", "technology"), "controlled_area", "government_asked", CIRCLE, "design review", SECRET, "GB-P-05",
        "GB-NSA", "RFV/26/0117",
    )  # fmt: skip


def emergency(on: date) -> visit.VisitRequest:
    """One person, tomorrow, because something has failed; the papers follow."""
    return visit.VisitRequest(
        on, "GB-UKDEF-26-V-012", "emergency", "JP-SEC", "GB-MOD", (visit.Site("JP-YARD-1", "JP"),),
        _days(on, 1), _days(on, 2), (visit.Visitor("GB-P-31", "GB", "GB-MOD", "technical"),), purpose="repair",
        marking=SECRET, emergency="urgent_repair",
    )  # fmt: skip


def _papers(on: date) -> visit.VisitSupplement:
    return visit.VisitSupplement(
        on, (visit.Visitor("GB-P-31", "GB", "GB-MOD", "technical", attested(add_months(on, 9))),), (), ("equipment",),
        "controlled_area", "government_asked", CIRCLE, security_officer="GB-P-05", certified_by="GB-NSA",
        certificate="RFV/26/0118",
    )  # fmt: skip


def approval(on: date) -> visit.VisitApprove:
    """The host lets both in, for all the days asked for."""
    return visit.VisitApprove(
        on, tuple(visit.Granted(each, "need_confirmed") for each in ("GB-P-31", "GB-P-32")), date(2026, 7, 6),
        date(2026, 7, 10), SECRET, "JP-SEC/26/88", conditions=("escort",),
    )  # fmt: skip


def _approve_emergency(on: date) -> visit.VisitApprove:
    return visit.VisitApprove(
        on, (visit.Granted("GB-P-31", "emergency_confirmed"),), date(2026, 6, 11), date(2026, 6, 12), SECRET,
        "JP-SEC/26/89",
    )  # fmt: skip


def assured(on: date) -> facility.FacilityAssure:
    """Assurance for three years, inspected last month."""
    return facility.FacilityAssure(
        on, SECRET, add_months(on, 36), "JP-YARD-1-CUSTODIAN", True, _days(on, -20), 12, "domestic", "JP-ATLA/26/7", 14
    )


def report(on: date) -> incident.Incident:
    """A copy is not in its place, found so today."""
    return incident.Incident(
        on, "JP-SEC-26-I-003", "loss", "GB-SEC", on, SECRET, (incident.Touched(0, ("2",)),), place="JP-STRONGROOM-2",
        immediate=("search_begun",), circle=CIRCLE,
    )  # fmt: skip


def _base(
    by: str, body: Callable[[date], Any], cites: tuple[str, ...] = (), role: str = AUTHORITY, kind: str = ""
) -> Base:
    return Base(by, role, body, cites, kind, "information", SENSITIVE)


def _above(by: str, body: Callable[[date], Any], cites: tuple[str, ...] = (), role: str = AUTHORITY) -> Base:
    return Base(by, role, body, cites, "", "information", ABOVE)


VISIT: dict[str, Base] = {
    "visit_request": _base("asker", request),
    "visit_emergency": _base("asker", emergency, kind="visit_request"),
    "visit_ask": _base("provider", lambda on: visit.VisitAsk(on, ("purpose", "certificate"), _days(on, 7))),
    "visit_supplement": _base(
        "asker", lambda on: visit.VisitSupplement(on, purpose="design review of the mast", certificate="RFV/26/0117-A")
    ),
    "visit_papers": _base("asker", _papers, kind="visit_supplement"),
    "visit_approve": _base("provider", approval),
    "visit_approve_emergency": _base("provider", _approve_emergency, kind="visit_approve"),
    "visit_refuse": _base("provider", lambda on: visit.VisitEnd(on, "need_not_shown")),
    "visit_withdraw": _base("asker", lambda on: visit.VisitEnd(on, "no_longer_needed")),
    "visit_amend": _base(
        "asker",
        lambda on: visit.VisitAmend(on, "visitor_changed", (visitor("GB-P-33", add_months(on, 9)),), ("GB-P-32",)),
    ),
    "visit_cancel": _base("provider", lambda on: visit.VisitEnd(on, "site_closed")),
    "visit_close": _base("provider", lambda on: visit.VisitEnd(on, "took_place")),
    "attended": _base("provider", lambda on: visit.Attended(on, "JP-YARD-1", ("GB-P-31",)), role="registrar"),
    "ratify_visit": _base("provider", lambda on: visit.Ratify(on, "explained"), ("attended",), kind="ratify"),
    "ratify_place": _base("asker", lambda on: visit.Ratify(on, "explained"), ("inspection",), kind="ratify"),
    "ratify_report": _base("asker", lambda on: visit.Ratify(on, "late_report"), ("incident",), kind="ratify"),
}
FACILITY: dict[str, Base] = {
    "facility_request": _base(
        "asker",
        lambda on: facility.FacilityRequest(
            on, "GB-UKDEF-26-F-002", "JP-ATLA", "JP-FIRM-7", "JP-YARD-1", "JP", SECRET, "project:CBRN",
            add_months(on, 30),
        ),
    ),
    "facility_assure": _base("provider", assured),
    "facility_again": _base("provider", assured, ("inspection", "facility_change"), kind="facility_assure"),
    "facility_refuse": _base("provider", lambda on: facility.FacilityEnd(on, "not_cleared")),
    "facility_withdraw": _base("asker", lambda on: facility.FacilityEnd(on, "no_longer_needed")),
    "facility_suspend": _base("provider", lambda on: facility.FacilityEnd(on, "inspection")),
    "facility_end": _base("provider", lambda on: facility.FacilityEnd(on, "contract_over")),
    "inspection": _base(
        "provider",
        lambda on: facility.Inspection(on, "periodic", "satisfactory", "JP-P-51", add_months(on, 12)),
        role="registrar",
    ),
    "facility_change": _base(
        "provider", lambda on: facility.FacilityChange(on, "bought", "JP-FIRM-9"), role="registrar"
    ),
}  # fmt: skip
INCIDENT: dict[str, Base] = {
    "incident": _above("provider", report, ("register",)),
    "incident_notice": _above("asker", report, ("register",)),
    "incident_acknowledge": _above("asker", lambda on: incident.IncidentStep(on, "MOD/26/61")),
    "investigation": _above("provider", lambda on: incident.Investigation(on, "JP-GSDF-MP", _days(on, 40))),
    "incident_interim": _above(
        "provider", lambda on: incident.IncidentResult(on, "loss_likely", ("storage_place",), expected=_days(on, 20))
    ),
    "incident_result": _above("provider", lambda on: incident.IncidentResult(on, "lost", ("human_error",))),
    "incident_return": _above("asker", lambda on: incident.IncidentReturn(on, "incomplete")),
    "damage": _above("asker", lambda on: incident.Damage(on, "minor", ("further_search",))),
    "measures": _above(
        "provider", lambda on: incident.Measures(on, (incident.Measure(1, "instruction", "JP", _days(on, 30)),))
    ),
    "measure_done": _above("provider", lambda on: incident.MeasureDone(on, 1), role="registrar"),
    "incident_close": _above("provider", incident.IncidentStep, ("measure_done",)),
    "incident_agree": _above("asker", lambda on: incident.IncidentStep(on, "MOD/26/77")),
    "incident_reopen": _above("provider", lambda on: incident.IncidentReturn(on, "found_again")),
    "recovered": _above(
        "provider",
        lambda on: incident.Recovered(on, (incident.Touched(0, ("2",)),), "intact"),
        role="registrar",
    ),
}  # fmt: skip
