"""What lies on the days, in the reader's words: what somebody in a role deals with, how it is called, how it stands.

Law: a role sees in its feed what it deals with, and never more than its holder may see on pages. A thing that was
called off is told as called off, not left out. Words come from the catalogues.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from warifu.doors.feeds.ics import Status
from warifu.doors.web import looks
from warifu.doors.web.forming.naming import called, place_called
from warifu.doors.web.words import w
from warifu.record.queries_programme import PROGRAMME, Happening, rooms_with_clocks

_ORDERS, _SECRETS, _EQUIPMENT = "clock/logistics", "clock/information", "clock/equipment"
_SUPPLY = frozenset({"activity", _ORDERS})
_KEEPING = frozenset({"activity", "visit", _SECRETS})
_PROJECTS = frozenset({"activity", "commitment", _EQUIPMENT})
_TOGETHER = frozenset({"activity", "commitment", "consultation", "session", "clock/programme"})
OF_ROLE = {
    "appointing_officer": frozenset({"activity"}),
    "ordering_officer": _SUPPLY,
    "accepting_officer": _SUPPLY,
    "issuing_officer": _SUPPLY,
    "receiving_officer": _SUPPLY,
    "finance_officer": _SUPPLY,
    "registrar": _KEEPING,
    "custodian": _KEEPING,
    "witness": frozenset({"activity"}),
    "security_authority": _KEEPING,
    "project_officer": _PROJECTS,
    "export_control_officer": _PROJECTS,
    "committee_member": _TOGETHER,
    "liaison_officer": _TOGETHER | {"visit"},
}
"""Role to what its feed holds: kinds of ``queries_programme``; an auditor's holds everything."""
_OFF = frozenset({"cancelled", "withdrawn", "declined", "refused", "superseded", "revoked"})
_OPEN = frozenset({"proposed", "requested", "queried", "called"})


def everything() -> frozenset[str]:
    """Return every kind of happening there is."""
    return frozenset({*PROGRAMME, *rooms_with_clocks()})


def wanted_by(role: str) -> frozenset[str]:
    """Return what the feed of a role holds."""
    return everything() if role == "auditor" else OF_ROLE.get(role, frozenset())


class Told(NamedTuple):
    """A happening in words: the title, how it stands, where, whose."""

    it: Happening
    title: str
    state: str
    where: str
    whose: str

    @property
    def status(self) -> Status:
        """Return how it stands as calendars know it."""
        return "CANCELLED" if self.it.state in _OFF else "TENTATIVE" if self.it.state in _OPEN else "CONFIRMED"


def told(happenings: Iterable[Happening]) -> list[Told]:
    """Put happenings into words of the reader's language."""
    return [
        Told(each, _title(each), "" if each.what == "clock" else called(each.state), _where(each.where), _whose(each))
        for each in happenings
    ]


def _title(each: Happening) -> str:
    """What it is, then its number: ``exercise VIGILANT-26``; of a commitment and a consultation also on what."""
    if each.what in {"activity", "clock"}:
        named = called(each.code)
    else:
        named = w(f"calendar.{each.what}", about=called(each.code))
    return f"{named} {each.number}".strip()


def _where(codes: str) -> str:
    return w("calendar.between").join(place_called(code) for code in codes.split())


def _whose(each: Happening) -> str:
    if not each.holder:
        return ""
    return called(each.holder) if each.holder == "both" else looks.party_name(each.holder)
