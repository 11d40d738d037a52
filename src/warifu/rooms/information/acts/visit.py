"""Acts: requests for visit, with the elements of the multinational form, and what the host decides.

Law: who wishes to visit asks, authority to authority; the host decides. Visitors are numbers of persons, each with the
attestation that its own agency gives; names, the subject and the purpose in words are texts. An emergency is one visit:
it is asked for at once, and its papers are completed afterwards. Who came is a fact. Elements of the form (MISWG): type
(``form``), information and access, summary, administrative part (``number``, ``agency``), requesting body, bodies
visited, dates, initiative, programme, purpose; then level, visitors with clearances, security officer, certification,
remarks. Fields are never renumbered. ``names_a_level``: the marking in a body is how far access goes, not what is
written.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import FACT, WILL, Kind, kinds_of
from warifu.rooms.information.acts.common import REASON, REMARKS, SHORT_TITLE, I
from warifu.rooms.information.acts.item import Marking

NAMES, PROGRAMME, PURPOSE = 5, 6, 7
MAX_CIRCLE = 80
"""Characters of a circle: it stands in a key."""
SLOTS = {
    SHORT_TITLE: "subject of the visit, unclassified",
    REMARKS: "remarks",
    REASON: "reason",
    NAMES: "names and particulars of the visitors",
    PROGRAMME: "full name of the programme",
    PURPOSE: "purpose in words",
}
Form = Literal["one_time", "recurring", "emergency", "security_representatives"]


class Attested(msgspec.Struct, frozen=True):
    """What an agency attests of a person: up to which marking, in which scope, from when to when; nothing else."""

    issuer: str
    agency: str
    """Agency for which it holds; it is broken when the person is transferred."""
    marking: Marking
    valid_to: date
    scope: str = ""
    valid_from: date | None = None


class Visitor(msgspec.Struct, frozen=True):
    """One visitor: number of the person, nationality, agency or firm, why this person needs to know; attestation."""

    person: str
    nationality: str
    agency: str
    need: str
    """Code of the pack; rank, post or clearance alone is none."""
    attested: Attested | None = None
    officer: bool = False
    """Security officer of the party that travels."""


class Site(msgspec.Struct, frozen=True):
    """A body or place visited: its code, the country in which it lies, who receives there (post or person number)."""

    site: str
    country: str
    contact: str = ""


class VisitRequest(msgspec.Struct, frozen=True):
    """Ask for a visit: text 1 is the subject, 5 the visitors' names, 6 the programme's full name, 7 the purpose."""

    names_a_level = True
    on: date
    number: str
    form: Form
    to: str
    """Desk of the host's authority that is asked."""
    agency: str
    """Requesting body."""
    sites: tuple[Site, ...]
    from_day: date
    to_day: date
    visitors: tuple[Visitor, ...]
    information: tuple[str, ...] = ()
    """Kinds of information to which access is asked for, as codes."""
    site_access: str = ""
    initiative: str = ""
    """Whose initiative: of a government or a firm, invited or not."""
    programme: str = ""
    """Activity, project or contract to which it pertains: ``exercise:VIGILANT-26``."""
    purpose: str = ""
    marking: Marking | None = None
    """The highest level to which access is asked for."""
    security_officer: str = ""
    """Number of the requesting body's security officer."""
    certified_by: str = ""
    """Authority of the requesting government that certifies the clearances."""
    certificate: str = ""
    """Reference of its certification."""
    emergency: str = ""
    """Why an emergency visit cannot wait; a code."""
    circle: str = ""
    """Who needs to know of this visit; empty: whoever is cleared for its label."""
    late_reason: str = ""


class VisitAsk(msgspec.Struct, frozen=True):
    """Ask for more before deciding: which elements, and by when."""

    on: date
    elements: tuple[str, ...]
    by_day: date | None = None
    late_reason: str = ""


class VisitSupplement(msgspec.Struct, frozen=True):
    """Give what was asked for, or the papers of an emergency visit; what is left empty stays as it was."""

    names_a_level = True
    on: date
    visitors: tuple[Visitor, ...] = ()
    sites: tuple[Site, ...] = ()
    information: tuple[str, ...] = ()
    site_access: str = ""
    initiative: str = ""
    programme: str = ""
    purpose: str = ""
    marking: Marking | None = None
    security_officer: str = ""
    certified_by: str = ""
    certificate: str = ""
    late_reason: str = ""


class Granted(msgspec.Struct, frozen=True):
    """One visitor whom the host lets in, and on what ground: a code of the pack, never rank or clearance alone."""

    person: str
    ground: str


class VisitApprove(msgspec.Struct, frozen=True):
    """Approve: all visitors or some, for these days and places, up to this marking, on conditions (codes)."""

    names_a_level = True
    on: date
    visitors: tuple[Granted, ...]
    from_day: date
    to_day: date
    marking: Marking
    reference: str
    """Reference of the host's approval."""
    sites: tuple[str, ...] = ()
    """Codes of the sites; empty: all that were asked for."""
    conditions: tuple[str, ...] = ()
    late_reason: str = ""


class VisitEnd(msgspec.Struct, frozen=True):
    """Refuse, withdraw, cancel or close, with the reason as a code."""

    on: date
    reason: str
    late_reason: str = ""


class VisitAmend(msgspec.Struct, frozen=True):
    """Ask for other visitors or days: ``visitors`` is added, ``without`` taken away; empty days stay as they were."""

    on: date
    reason: str
    visitors: tuple[Visitor, ...] = ()
    without: tuple[str, ...] = ()
    from_day: date | None = None
    to_day: date | None = None
    late_reason: str = ""


class Attended(msgspec.Struct, frozen=True):
    """Who came, on which day (``on``) and where, and up to which marking something was shown."""

    on: date
    site: str
    persons: tuple[str, ...]
    shown: Marking | None = None
    late_reason: str = ""


class Ratify(msgspec.Struct, frozen=True):
    """Take an irregular fact of a visit, facility or incident as it is, knowing what is wrong with it; cites it."""

    on: date
    reason: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(I + "visit_request", WILL, VisitRequest, SLOTS),
    Kind(I + "visit_ask", WILL, VisitAsk, SLOTS),
    Kind(I + "visit_supplement", WILL, VisitSupplement, SLOTS),
    Kind(I + "visit_approve", WILL, VisitApprove, SLOTS),
    Kind(I + "visit_refuse", WILL, VisitEnd, SLOTS),
    Kind(I + "visit_withdraw", WILL, VisitEnd, SLOTS),
    Kind(I + "visit_amend", WILL, VisitAmend, SLOTS),
    Kind(I + "visit_cancel", WILL, VisitEnd, SLOTS),
    Kind(I + "visit_close", WILL, VisitEnd, SLOTS),
    Kind(I + "attended", FACT, Attended, SLOTS),
    Kind(I + "ratify", WILL, Ratify, SLOTS),
)
