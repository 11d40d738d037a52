"""What is due in an item: receipts, tracers, loans, the end of a designation, re-marking, witnesses. Floor 3a, pure.

Law: a clock is made from days written in acts and from days of the pack (table ``custody_clocks``, drafts); whether it
is over today is asked when a page is read. Each names who has to act.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from warifu.core.schedule import Clock, Warned
from warifu.law.case import Case
from warifu.law.heads import Running, later, other_party, table
from warifu.law.room import RowContext
from warifu.rooms.information import custody
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.custody import Custody, Held
from warifu.rooms.information.terms.item import Graded, ItemTerms

_DEFAULTS = {
    "receipt_days": 14, "tracer_days": 30, "loan_warning_days": 14, "designation_warning_days": 90, "remark_days": 30,
    "witness_days": 7,
}  # fmt: skip
_STANDING = "draft"
_ENDING = frozenset({"lift", "expiry"})


def clocks(case: Case, context: RowContext, told: Custody) -> Iterator[Running]:
    """Yield everything that is due in an item, and what was."""
    days: dict[str, Any] = {**_DEFAULTS, **table(case, context, "custody_clocks")}
    for each in _all(case, context, told, days):
        # What is due when the item is closed is of copies that were given up, or stands there as a discrepancy.
        yield each if each.done is not None else each._replace(done=case.terms.closed_on)


def _all(case: Case, context: RowContext, told: Custody, days: dict[str, Any]) -> Iterator[Running]:
    yield from _packages(case, context, told, days)
    yield from _loans(told, case.terms.opener, days)
    yield from _designation(case.terms, days)
    yield from _remarking(told, case.terms, days)
    yield from _witnesses(told, days)


def _clock(name: str, starts: date, due: date, warning: int = 0) -> Clock:
    warned = (Warned(0, max(starts, later(due, -warning))),) if warning else ()
    return Clock(name, starts, max(starts, due), warned, standing=_STANDING)


def _packages(case: Case, context: RowContext, told: Custody, days: dict[str, Any]) -> Iterator[Running]:
    traced = {
        stand.placed.body.package: stand.placed.body.on
        for stand in case.of_nature("aside")
        if stand.placed.act.kind == I + "trace" and stand.status == "recorded"
    }
    for each in told.packages:
        receiver = other_party(context.pair, each.side)
        receipt = _clock("receipt", each.on, later(each.on, days["receipt_days"]))
        yield Running(receipt, each.number, receiver, each.received_on)
        tracer = _clock("tracer", each.on, later(each.on, days["tracer_days"]))
        yield Running(tracer, each.number, each.side, each.received_on or traced.get(each.number))


def _loans(told: Custody, opener: str, days: dict[str, Any]) -> Iterator[Running]:
    for each in told.copies:
        now = each.now
        if now.loan_until is not None and now.status not in custody.GONE and now.party != opener:
            lent = _clock("loan", now.from_day, now.loan_until, days["loan_warning_days"])
            yield Running(lent, each.copy, now.party)


def _designation(terms: ItemTerms, days: dict[str, Any]) -> Iterator[Running]:
    given = terms.designation
    if given is None or given.expires is None:
        return
    ended = next((each.on for each in terms.markings if each.direction in _ENDING and not each.copies), None)
    clock = _clock("designation", given.from_day, given.expires, days["designation_warning_days"])
    yield Running(clock, given.agency, terms.opener, ended)


def due_remarks(copy: Held, terms: ItemTerms) -> Iterator[Graded]:
    """Yield the regradings that a copy's holder, where it is not the originator, has not put on it yet."""
    if copy.now.status in custody.GONE or copy.now.party == terms.opener:
        return
    for graded in terms.markings[1:]:
        if (not graded.copies or copy.copy in graded.copies) and graded.act not in copy.remarked:
            yield graded


def unremarked(copy: Held, terms: ItemTerms) -> bytes:
    """Return the last regrading that waits to be put on a copy; empty where none does."""
    waiting = list(due_remarks(copy, terms))
    return waiting[-1].act if waiting else b""


def _remarking(told: Custody, terms: ItemTerms, days: dict[str, Any]) -> Iterator[Running]:
    """One clock for each regrading and side that holds copies it speaks of: done when all of them bear it."""
    for graded in terms.markings[1:]:
        waiting = [each for each in told.copies if any(due.act == graded.act for due in due_remarks(each, terms))]
        for party in sorted({each.now.party for each in waiting}):
            numbers = " ".join(each.copy for each in waiting if each.now.party == party)
            yield Running(_clock("remark", graded.on, later(graded.on, days["remark_days"])), numbers, party)


def _witnesses(told: Custody, days: dict[str, Any]) -> Iterator[Running]:
    for each in told.copies:
        if each.now.status == custody.UNWITNESSED:
            due = later(each.now.from_day, days["witness_days"])
            yield Running(_clock("witness", each.now.from_day, due), each.copy, each.now.party)
