"""Clocks: by when something is due, what warns before it, and on whose desk the days went by. Floor 1, pure.

Law: a clock is a function of the days written in acts; nothing here asks what day it is. The due day is the last on
which the thing is in time. Months are counted to the same day of a later month, or to its last day. Whose days they
are is split without loss: ours, theirs, in transit and not known add up to the days elapsed.

Numbers belong to packs: the defaults are those of the agreement of 2017 and Japan's accounts law as known at release,
each with its standing (text, sister, draft), and a caller hands in its pack's own.

Place on the path: a room's ``rows`` makes clocks from a case; ``status``, pages and the ledger's ages read them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from warifu.core.days import add_months
from warifu.core.errors import ValueTroubleError

SETTLEMENT_MONTHS = 12
SETTLEMENT_WARNINGS = (6, 9, 11)
CLAIM_MONTHS = 5 * 12
TREATY_MONTHS = 10 * 12
TREATY_NOTICE_MONTHS = 6
#: Our own reminders before notice of termination falls due, in months; no law asks for them.
TREATY_REMINDERS = (12, 6, 3)

_ONE_DAY = timedelta(days=1)


class Phase(StrEnum):
    """Where a clock stands; the values stand in tables and statements."""

    NOT_BEGUN = "not-begun"
    ON_TIME = "on-time"
    WARNING = "warning"
    OVERDUE = "overdue"
    LAPSED = "lapsed"
    MET = "met"
    MET_LATE = "met-late"


class Whose(StrEnum):
    """On whose desk a case lies, seen from the reader's side."""

    OURS = "ours"
    THEIRS = "theirs"
    TRANSIT = "transit"


@dataclass(frozen=True, slots=True)
class Warned:
    """A day from which a clock warns, and the number of months by which it is named (6, 9, 11)."""

    months: int
    day: date


@dataclass(frozen=True, slots=True)
class Split:
    """Elapsed days by whose they were; ``unknown`` are those for which nothing says so."""

    ours: int = 0
    theirs: int = 0
    transit: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """All elapsed days."""
        return self.ours + self.theirs + self.transit + self.unknown


@dataclass(frozen=True, slots=True)
class State:
    """A clock on one day. ``warned``: the months of the last warning passed, 0 if none.

    ``elapsed``: days since it began, none before; ``left``: days up to the due day, below zero when past.
    Both stand still from the day on which the thing was done.
    """

    phase: Phase
    warned: int
    elapsed: int
    left: int


@dataclass(frozen=True, slots=True)
class Clock:
    """Something due: name (a code), first day, last day in time, warnings by day, standing of its rule.

    ``is_right``: what runs out is a right of the holder (a claim, a notice), which lapses; else a duty, which is
    overdue. Raises ``ValueTroubleError`` clock.ends_before_start.
    """

    name: str
    starts: date
    due: date
    warnings: tuple[Warned, ...] = ()
    standing: str = "draft"
    is_right: bool = False

    def __post_init__(self) -> None:
        """Refuse a clock that ends before it begins, and put the warnings in order."""
        if self.due < self.starts:
            raise ValueTroubleError("clock.ends_before_start", self.name, due=self.due.isoformat())
        object.__setattr__(self, "warnings", tuple(sorted(self.warnings, key=lambda warned: warned.day)))

    def state(self, day: date, done: date | None = None) -> State:
        """Tell how the clock stands at the end of ``day``, if the thing was done on ``done`` or not at all.

        What is done after ``day`` is not known on that day.
        """
        stopped = done is not None and done <= day
        at = done if done is not None and stopped else day
        passed = [warned.months for warned in self.warnings if warned.day <= at]
        elapsed = max(0, (at - self.starts).days)
        return State(
            self._phase(at, stopped=stopped, warned=bool(passed)),
            passed[-1] if passed else 0,
            elapsed,
            (self.due - at).days,
        )

    def split(self, changes: Sequence[tuple[date, Whose]], day: date, done: date | None = None) -> Split:
        """Split the days elapsed at ``day`` by whose they were.

        ``changes``: from which day the case lay with whom, in any order of days; of one day the last counts.
        A day belongs to who had it when it ended. Days before the first change are unknown.
        """
        last = min(day, done) if done is not None else day
        holders: list[tuple[date, Whose | None]] = [(date.min, None), *sorted(changes, key=lambda change: change[0])]
        ends = [begins for begins, _ in holders[1:]] + [date.max]
        days: dict[Whose | None, int] = dict.fromkeys((*Whose, None), 0)
        for (begins, whose), ends_on in zip(holders, ends, strict=True):
            days[whose] += max(0, (min(ends_on, last) - max(begins, self.starts)).days)
        return Split(days[Whose.OURS], days[Whose.THEIRS], days[Whose.TRANSIT], days[None])

    def _phase(self, at: date, *, stopped: bool, warned: bool) -> Phase:
        late = at > self.due
        if stopped:
            return Phase.MET_LATE if late else Phase.MET
        if at < self.starts:
            return Phase.NOT_BEGUN
        if late:
            return Phase.LAPSED if self.is_right else Phase.OVERDUE
        return Phase.WARNING if warned else Phase.ON_TIME


def settlement(
    delivered: date, months: int = SETTLEMENT_MONTHS, warnings: Sequence[int] = SETTLEMENT_WARNINGS
) -> Clock:
    """Give the clock of settlement: within 12 months of delivery, with warnings after 6, 9 and 11.

    Standing: sister (in force in Japan's other arrangements; the United Kingdom's own is to be laid beside it).
    """
    warned = tuple(Warned(after, add_months(delivered, after)) for after in warnings)
    return Clock("settlement", delivered, add_months(delivered, months), warned, "sister")


def payment(notified: date, days: int, standing: str = "draft") -> Clock:
    """Give the clock of a claim in money: so many days after the notice, by the arrangement.

    Raises ``ValueTroubleError`` clock.bad_term for fewer days than none.
    """
    if days < 0:
        raise ValueTroubleError("clock.bad_term", "payment", days=days)
    return Clock("payment", notified, notified + timedelta(days=days), (), standing)


def claim_lapse(arose: date, notices: Sequence[date] = (), warnings: Sequence[int] = (48, 54, 57)) -> Clock:
    """Give the clock of a claim of Japan: five years from when it may be pleaded, anew from each notice (納入告知).

    The first day is not counted, so the last is the same day five years on. A notice renews what still runs; one
    sent after the lapse, or before the claim arose, renews nothing. ``warnings``: months after the start; our own.
    Source: Accounts Act (会計法) 30 to 32; standing draft for claims on foreign governments.
    """
    starts = arose
    for notice in sorted(notices):
        if starts <= notice <= add_months(starts, CLAIM_MONTHS):
            starts = notice
    warned = tuple(Warned(after, add_months(starts, after)) for after in warnings)
    return Clock("claim-lapse", starts, add_months(starts, CLAIM_MONTHS), warned, "draft", is_right=True)


@dataclass(frozen=True, slots=True)
class TreatyTerm:
    """One term of an agreement, and the clock of the notice by which it would not be renewed."""

    number: int
    starts: date
    ends: date
    notice: Clock


def treaty_term(
    in_force: date,
    day: date,
    months: int = TREATY_MONTHS,
    notice_months: int = TREATY_NOTICE_MONTHS,
) -> TreatyTerm:
    """Give the term in which ``day`` lies, renewed each time for as long; before the first it is the first.

    The notice must be given so many months before the last day of the term. Standing: draft (sister agreements:
    ten years, notice of six months). In force 18 August 2017, so notice for the first term runs to 17 February 2027.
    Raises ``ValueTroubleError`` clock.bad_term if the notice is not shorter than the term.
    """
    if not 0 < notice_months < months:
        raise ValueTroubleError("clock.bad_term", "treaty-notice", months=months, notice=notice_months)
    number = 0
    while add_months(in_force, months * (number + 1)) <= day:
        number += 1
    starts = add_months(in_force, months * number)
    ends = add_months(in_force, months * (number + 1)) - _ONE_DAY
    due = add_months(ends, -notice_months)
    reminders = [Warned(before, add_months(due, -before)) for before in TREATY_REMINDERS]
    warned = tuple(each for each in reminders if each.day >= starts)
    return TreatyTerm(number + 1, starts, ends, Clock("treaty-notice", starts, due, warned, "draft", is_right=True))


def yearly_after(day: date, month: int, of_month: int) -> date:
    """Return the first day after ``day`` that is this day of this month, or its last where it has none such."""
    found = add_months(date(day.year, 1, of_month), month - 1)
    return found if found > day else add_months(date(day.year + 1, 1, of_month), month - 1)
