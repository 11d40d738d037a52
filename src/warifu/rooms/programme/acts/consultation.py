"""Acts: consultations and disputes: called by one side, attended by the other, ended by an outcome that both agree.

Law: whatever is disputed between the two, in any room, is settled by consultation and in no other way. A consultation
cites the cases it is about and changes none of them: what it comes to is carried out by acts of those cases, which cite
the outcome. That a session was held is a fact. Fields are never renumbered; a new one goes last with a default.
"""

from __future__ import annotations

from datetime import date

import msgspec

from warifu.law.room import FACT, WILL, Kind, kinds_of
from warifu.rooms.programme.acts.common import SLOTS, P


class Consultation(msgspec.Struct, frozen=True):
    """Call for consultation on a subject, at a level, by a day; a dispute cites what is disputed."""

    on: date
    number: str
    subject: str
    level: str
    """Code: ``desk``, ``committee``, ``ministers``."""
    by_day: date
    """Until when the other side is asked to come."""
    dispute: bool = False
    late_reason: str = ""


class Attend(msgspec.Struct, frozen=True):
    """Come to the consultation: on a day, at a level, represented by posts."""

    on: date
    day: date
    level: str
    posts: tuple[str, ...] = ()
    late_reason: str = ""


class Session(msgspec.Struct, frozen=True):
    """Both sides have sat together; ``place`` is a country, ``XZ``, or empty where it was held from afar."""

    on: date
    level: str
    place: str = ""
    posts: tuple[str, ...] = ()
    late_reason: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """Propose what it has come to: a code, and the reference of the record where there is one."""

    on: date
    outcome: str
    reference: str = ""
    late_reason: str = ""


class OutcomeAnswer(msgspec.Struct, frozen=True):
    """Agree to the outcome."""

    on: date
    late_reason: str = ""


class ConsultationEnd(msgspec.Struct, frozen=True):
    """Decline an outcome, take it or the call back, or close, with the reason as a code."""

    on: date
    reason: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(P + "consultation", WILL, Consultation, SLOTS),
    Kind(P + "attend", WILL, Attend, SLOTS),
    Kind(P + "session", FACT, Session, SLOTS),
    Kind(P + "outcome", WILL, Outcome, SLOTS),
    Kind(P + "agree_outcome", WILL, OutcomeAnswer, SLOTS),
    Kind(P + "decline_outcome", WILL, ConsultationEnd, SLOTS),
    Kind(P + "withdraw_consultation", WILL, ConsultationEnd, SLOTS),
    Kind(P + "close_consultation", WILL, ConsultationEnd, SLOTS),
)
