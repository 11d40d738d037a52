"""Acts: commitments of the ministers' meetings: what was promised, by whom, until when, and what fulfils it.

Law: a commitment is put on record by one side and agreed by the other; its wording stands in both languages as texts.
That it is fulfilled is said by citing the cases that fulfil it, of any room, and holds once the other side agrees. How
far it has come is a fact. Fields are never renumbered; a new one goes last with a default.
"""

from __future__ import annotations

from datetime import date

import msgspec

from warifu.law.room import FACT, WILL, Kind, kinds_of
from warifu.rooms.programme.acts.common import SLOTS, P

WORDING_EN, WORDING_JA = 4, 5
BOTH = "both"
"""The owner of what both sides are to do."""
_SLOTS = {**SLOTS, WORDING_EN: "wording in English", WORDING_JA: "wording in Japanese"}


class Commitment(msgspec.Struct, frozen=True):
    """Put a commitment on record: meeting and its day, who owes it, until when, in which area."""

    on: date
    number: str
    meeting: str
    """Reference of the meeting: ``2+2-2016-01``."""
    meeting_day: date
    owner: str
    """A party, or ``both``."""
    due: date
    area: str
    late_reason: str = ""


class CommitmentAnswer(msgspec.Struct, frozen=True):
    """Agree to what was put: a commitment, its change, or that another takes its place."""

    on: date
    late_reason: str = ""


class CommitmentEnd(msgspec.Struct, frozen=True):
    """Decline what was put, or take back what is not answered, with the reason as a code."""

    on: date
    reason: str
    late_reason: str = ""


class CommitmentAmend(msgspec.Struct, frozen=True):
    """Propose another day or owner; what stays empty stays. New wording stands in the texts."""

    on: date
    reason: str
    due: date | None = None
    owner: str = ""
    area: str = ""
    late_reason: str = ""


class Supersede(msgspec.Struct, frozen=True):
    """Propose that the commitment cited takes the place of this one."""

    on: date
    reason: str
    late_reason: str = ""


class Progress(msgspec.Struct, frozen=True):
    """How far it has come, by a code; may cite what has been done."""

    on: date
    standing: str
    """Code: ``on_track``, ``at_risk``, ``delayed``, ``blocked``."""
    expected: date | None = None
    """The day on which it will be done, as it now looks."""
    late_reason: str = ""


class Fulfil(msgspec.Struct, frozen=True):
    """Say that it is fulfilled, citing the cases that fulfil it, of any room."""

    on: date
    late_reason: str = ""


KINDS = kinds_of(
    Kind(P + "commitment", WILL, Commitment, _SLOTS),
    Kind(P + "agree_commitment", WILL, CommitmentAnswer, SLOTS),
    Kind(P + "decline_commitment", WILL, CommitmentEnd, SLOTS),
    Kind(P + "withdraw_commitment", WILL, CommitmentEnd, SLOTS),
    Kind(P + "commitment_amend", WILL, CommitmentAmend, _SLOTS),
    Kind(P + "supersede", WILL, Supersede, SLOTS),
    Kind(P + "progress", FACT, Progress, SLOTS),
    Kind(P + "fulfil", WILL, Fulfil, SLOTS),
    Kind(P + "agree_fulfilment", WILL, CommitmentAnswer, SLOTS),
)
