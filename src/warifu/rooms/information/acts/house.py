"""Acts of our own house, never sent: clearances, need-to-know, places, custodians, musters, decisions, openings.

Law: all are national. A person is a number, never a name; of an evaluation only the attestation is kept (issuer, scope,
level, days), never what was evaluated. A copy is named by the case of its item and its own number. Each kind of case is
a line of wills in the order of the national log. Fields are never renumbered; a new one goes last with a default.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import WILL, Kind, kinds_of
from warifu.rooms.information.acts.common import SLOTS, I
from warifu.rooms.information.acts.item import Marking

Medium = Literal["paper", "workstation", "shared_folder", "operations_room", "oral_briefing"]
"""How somebody comes to know it: a screen, a folder, a room and a briefing are access as much as paper in the hand."""
MAX_LINES = 500
"""Copies on one sheet of a muster."""


class Attestation(msgspec.Struct, frozen=True):
    """A person is cleared: by which issuer, for which agency, in which scope, up to which level, from when to when."""

    on: date
    person: str
    issuer: str
    agency: str
    clearance: str
    """Code of the pack's table ``clearance``: ``SC``, ``DV``, ``TEKISEI`` …"""
    marking: Marking
    """The highest marking that it covers, as its scheme writes it."""
    valid_from: date
    valid_to: date
    scope: str = ""
    """Where it covers one activity alone; empty for all that its agency holds."""
    reference: str = ""
    nationality: str = ""
    """State, by code, whose national the person is; empty where it is the party's own."""
    contractor: str = ""
    """Facility by its number, where the person works for a contractor."""
    late_reason: str = ""


class Ended(msgspec.Struct, frozen=True):
    """An attestation, a need, an accreditation or a custody ends; ``to``: the agency to which a person goes."""

    on: date
    cause: str
    to: str = ""
    late_reason: str = ""


class Need(msgspec.Struct, frozen=True):
    """A person needs to know what belongs to a purpose, its circle; ``briefed_on`` once the person has been briefed."""

    on: date
    person: str
    circle: str
    from_day: date
    to_day: date
    briefed_on: date | None = None
    reference: str = ""
    late_reason: str = ""


class Briefed(msgspec.Struct, frozen=True):
    """The person has been briefed on the circle."""

    on: date
    late_reason: str = ""


class Place(msgspec.Struct, frozen=True):
    """A room, a screen, a folder is accredited up to a marking, for these media, from when to when."""

    on: date
    place: str
    agency: str
    marking: Marking
    media: tuple[Medium, ...]
    valid_from: date
    valid_to: date
    reference: str = ""
    late_reason: str = ""


class Custodian(msgspec.Struct, frozen=True):
    """A person takes charge of one copy of an item that our side holds. Cites the act by which it came to be here."""

    on: date
    item: bytes
    """Case of the item."""
    copy: str
    person: str
    place: str
    container: str = ""
    late_reason: str = ""


class CustodyOffer(msgspec.Struct, frozen=True):
    """The custodian hands a copy to another; who hands it answers for it until the other has signed."""

    on: date
    to: str
    place: str
    container: str = ""
    late_reason: str = ""


class CustodyTaken(msgspec.Struct, frozen=True):
    """The other custodian has the copy in hand, or (declined, withdrawn) has it not."""

    on: date
    late_reason: str = ""


class CustodyMoved(msgspec.Struct, frozen=True):
    """The same custodian keeps the copy somewhere else."""

    on: date
    place: str
    container: str = ""
    late_reason: str = ""


class Muster(msgspec.Struct, frozen=True):
    """Begin a muster: of which day, how many sheets, how many copies are expected."""

    on: date
    number: str
    form: Literal["yearly", "spot", "handover", "after_incident"]
    sheets: int
    expected: int
    place: str = ""
    """Where it is of one place alone."""
    person: str = ""
    """Where it is of one custodian's copies alone: who hands over, at a handover."""
    to: str = ""
    """At a handover: who takes over, and signs last."""
    late_reason: str = ""


class Expected(msgspec.Struct, frozen=True):
    """One copy that should be here: case of its item, its number."""

    item: bytes
    copy: str


class Sheet(msgspec.Struct, frozen=True):
    """One sheet of a muster: the copies expected at a place or with a custodian. Cites the muster's first act."""

    on: date
    muster: bytes
    sheet: int
    """Its number, from 1 on."""
    lines: tuple[Expected, ...]
    place: str = ""
    custodian: str = ""
    circle: str = ""
    """The circle to which all its copies belong: who is not in it does not see the sheet."""
    late_reason: str = ""


class Unseen(msgspec.Struct, frozen=True):
    """A line of a sheet, counted from 1, that was not sighted; the code of the explanation, where there is one yet."""

    line: int
    explanation: str = ""


class Sighted(msgspec.Struct, frozen=True):
    """What was seen and what was not, by lines counted from 1. A later word on a line stands for an earlier one."""

    on: date
    sighted: tuple[int, ...] = ()
    not_sighted: tuple[Unseen, ...] = ()
    late_reason: str = ""


class Closed(msgspec.Struct, frozen=True):
    """A sheet or a muster is done with; at a handover the receiving custodian signs so too."""

    on: date
    late_reason: str = ""


class Clearance(msgspec.Struct, frozen=True):
    """An attestation as the decision saw it: for which agency, up to which level (0 … 4), which scope, until when."""

    agency: str
    level: int
    valid_from: date
    valid_to: date
    scope: str = ""
    broken: str = ""
    """Agency to which the person was transferred since: a clearance does not follow a person."""


class Known(msgspec.Struct, frozen=True):
    """What the decision rests on, as the tables told it on that day: nothing about rank or post is ever asked."""

    level: int
    """Protection level of the copy's marking, 0 … 4."""
    circle: str
    """The purpose for which the item was given."""
    owner: str
    """Party whose item it is."""
    state: str
    """Where the copy is: ``held`` with us, or where else."""
    releasable_to: tuple[str, ...] = ()
    designated_by: str = ""
    """Agency whose designated secret it is."""
    consented: bool = False
    """That agency's consent is on record."""
    clearances: tuple[Clearance, ...] = ()
    nationality: str = ""
    """State whose national the person is; empty where it is the party's own."""
    contractor: str = ""
    """Facility for which the person works; empty where it is none."""
    needs: tuple[tuple[date, date], ...] = ()
    """Days from and to of the person's need to know this circle."""
    briefed_on: date | None = None
    place_level: int = -1
    """Level to which the place is accredited for this medium on this day; -1 where it is not."""
    facility_level: int = -1
    """Level of the contractor's facility that day; -1 where it has none."""


class Access(msgspec.Struct, frozen=True):
    """May this person see this copy, for this purpose, at this place, today: the question, the answer, its findings."""

    on: date
    person: str
    agency: str
    item: bytes
    copy: str
    purpose: str
    place: str
    medium: Medium
    answer: Literal["permitted", "refused"]
    known: Known
    findings: tuple[str, ...] = ()
    """Codes of the rules that refuse, in the order of the pack."""
    late_reason: str = ""


class Opened(msgspec.Struct, frozen=True):
    """The file of the copy is opened from the vault, by the person of the decision, on its day."""

    on: date
    person: str
    content: bytes
    late_reason: str = ""


class VaultDestroyed(msgspec.Struct, frozen=True):
    """The key of a vault file, and then the file, are destroyed. Cites what it rests on: a witnessed destruction."""

    on: date
    item: bytes
    content: bytes
    cause: str
    late_reason: str = ""


def _kind(name: str, body: type[msgspec.Struct]) -> Kind:
    return Kind(I + name, WILL, body, SLOTS, national=True)


KINDS = kinds_of(
    _kind("attestation", Attestation),
    _kind("attestation_ended", Ended),
    _kind("need", Need),
    _kind("briefed", Briefed),
    _kind("need_ended", Ended),
    _kind("place", Place),
    _kind("place_ended", Ended),
    _kind("custodian", Custodian),
    _kind("custody_offer", CustodyOffer),
    _kind("custody_taken", CustodyTaken),
    _kind("custody_declined", CustodyTaken),
    _kind("custody_moved", CustodyMoved),
    _kind("custody_ended", Ended),
    _kind("muster", Muster),
    _kind("muster_closed", Closed),
    _kind("muster_countersigned", Closed),
    _kind("muster_sheet", Sheet),
    _kind("sighted", Sighted),
    _kind("sheet_closed", Closed),
    _kind("access", Access),
    _kind("opened", Opened),
    _kind("vault_destroyed", VaultDestroyed),
)
