"""Custody, its turns: which step can be taken with a copy in the state it is in, and where it leads. Pure.

Law: ``custody`` says it. A step is what one fact says of one copy.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from warifu.rooms.information.acts.item import Copy
from warifu.rooms.information.custody_records import (
    DESTROYED,
    HELD,
    IN_HAND,
    MISSING,
    RELEASED,
    TRANSIT,
    UNWITNESSED,
    Fact,
    Interval,
)


class Step(NamedTuple):
    """What one fact says of one copy."""

    fact: Fact
    what: str
    copy: str
    made: Copy | None = None

    @property
    def on(self) -> date:
        """Day on which it happened."""
        day: date = self.fact.body.on
        return day


Turn = Interval | bool | None
"""Where a step leads: into a state; True: it is in turn and changes no state; None: it is not in turn."""


def _in_hand(now: Interval, step: Step) -> bool:
    return now.status in IN_HAND and now.party == step.fact.side


def _dispatch(now: Interval, step: Step, _officers: dict[bytes, bytes]) -> Turn:
    body = step.fact.body
    if not _in_hand(now, step):
        return None
    return Interval(TRANSIT, now.party, now.desk, step.on, step.fact.digest, body.package, body.to, body.loan_until)


def _receipt(now: Interval, step: Step, _officers: dict[bytes, bytes]) -> Turn:
    """Of a copy on its way to this side in this package, also where its sender had declared it missing."""
    on_its_way = now.status in {TRANSIT, MISSING} and now.package and now.party != step.fact.side
    if not on_its_way or now.package != step.fact.body.package:
        return None
    fact = step.fact
    return Interval(HELD, fact.side, fact.desk, step.on, fact.digest, now.package, "", now.loan_until)


def _destruction(now: Interval, step: Step, _officers: dict[bytes, bytes]) -> Turn:
    if not _in_hand(now, step):
        return None
    return Interval(UNWITNESSED, now.party, step.fact.desk, step.on, step.fact.digest)


def _witness(now: Interval, step: Step, officers: dict[bytes, bytes]) -> Turn:
    """Of a destruction by another officer of the same side, which the witness cites (law, 5)."""
    fact = step.fact
    cited = now.status == UNWITNESSED and now.party == fact.side and now.act in fact.cites
    if not (cited and fact.sound) or officers.get(now.act) == fact.officer:
        return None
    return now._replace(status=DESTROYED, from_day=step.on, act=fact.digest)


def _missing(now: Interval, step: Step, _officers: dict[bytes, bytes]) -> Turn:
    if now.party != step.fact.side or now.status not in {*IN_HAND, TRANSIT}:
        return None
    package = now.package if now.status == TRANSIT else ""
    return now._replace(status=MISSING, from_day=step.on, act=step.fact.digest, package=package, to_day=None)


def _found(now: Interval, step: Step, _officers: dict[bytes, bytes]) -> Turn:
    """Of what was missing, or came back from whom it had been released to."""
    if now.party != step.fact.side or now.status not in {MISSING, RELEASED}:
        return None
    return Interval(HELD, now.party, step.fact.desk, step.on, step.fact.digest, loan_until=now.loan_until)


def _released(now: Interval, step: Step, _officers: dict[bytes, bytes]) -> Turn:
    if not _in_hand(now, step):
        return None
    if step.fact.body.mode == "shown":
        return True
    return Interval(
        RELEASED, now.party, now.desk, step.on, step.fact.digest, "", step.fact.body.recipient, now.loan_until
    )


def _with_it_in_hand(now: Interval, step: Step, _officers: dict[bytes, bytes]) -> Turn:
    return True if _in_hand(now, step) else None


TURNS = {
    "dispatch": _dispatch, "receipt": _receipt, "destruction": _destruction, "witness": _witness,
    "missing": _missing, "found": _found, "released": _released, "reproduced": _with_it_in_hand,
    "remarked": _with_it_in_hand, "sighted": _with_it_in_hand,
}  # fmt: skip
