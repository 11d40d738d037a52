"""The clocks of an order and whose its days were. Floor 3a, pure.

Law: a clock is its first and last day, who must act, and the day it was done; how it stands *today* is asked when a
page is read (``core.schedule``). Days lie with the side whose move it is; from a delivery on, with the side that must
count, claim, pay or give back; while nobody knows that an act has arrived they are in transit (``*``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from warifu.core.schedule import Clock, claim_lapse, settlement
from warifu.law.case import Stand
from warifu.law.flow import OPENER
from warifu.rooms.logistics.rows_account import Account, Tally
from warifu.rooms.logistics.rows_book import CLAIMED, IN_KIND, OVERPAID, Owing
from warifu.rooms.logistics.rows_common import Tables, day, day_number, day_of
from warifu.rooms.logistics.rows_tables import ClockRow, TurnRow

TRANSIT = "*"
_RENEWED_BY_NOTICE = "JP"
"""Creditor whose claims lapse after five years unless a notice renews them (Accounts Act 30 to 32; draft)."""


class Running(NamedTuple):
    """A clock before it has its number: what it is about, who must act, the day it was done."""

    clock: Clock
    about: str
    holder: str
    done: date | None = None


def clocks(account: Account, tables: Tables, months: int, warnings: tuple[int, ...]) -> list[ClockRow]:
    """Return the clocks of an order; ``months`` and ``warnings`` are those of settlement in its pack."""
    running = [
        *_settlements(account, months, warnings),
        *_payments(account),
        *_written(account),
        *_waiting(account),
    ]
    for row in tables.get("logistics_irregularity", ()):
        done = None if row.cured_on is None else _date(row.cured_on)
        clock = Clock("irregularity", _date(row.since), _date(row.due))
        running.append(Running(clock, row.act.hex(), row.owner, done))
    return [
        ClockRow(
            number, each.clock.name, each.about, each.holder, day_number(each.clock.starts), day_number(each.clock.due),
            day(each.done), " ".join(f"{warned.months}:{day_number(warned.day)}" for warned in each.clock.warnings),
            each.clock.standing, each.clock.is_right,
        )
        for number, each in enumerate(running)
    ]  # fmt: skip


@lru_cache(maxsize=2048)
def _settlement(delivered: date, months: int, warnings: tuple[int, ...]) -> Clock:
    return settlement(delivered, months, warnings)


@lru_cache(maxsize=2048)
def _lapse(arose: date, notices: tuple[date, ...]) -> Clock:
    return claim_lapse(arose, notices)


def _settlements(account: Account, months: int, warnings: tuple[int, ...]) -> Iterable[Running]:
    """Settlement of each delivery, the agreed day of giving back, and the lapse of claims in money."""
    made: dict[bytes, list[Owing]] = {}
    for owing in account.book.owings:
        if owing.account not in {CLAIMED, OVERPAID} and owing.unknown != "not-received":
            made.setdefault(owing.receipt, []).append(owing)
    claims: dict[bytes, list[Tally]] = {}
    for tally in account.invoices.values():
        for digest in tally.receipts:
            claims.setdefault(digest, []).append(tally)
    for receipt, owings in made.items():
        first, tallies = owings[0], claims.get(receipt, [])
        chain = [*owings, *(tally.owing for tally in tallies if tally.owing is not None)]
        done = _done(chain)
        yield Running(_settlement(first.arisen, months, warnings), receipt.hex(), first.debtor, done)
        back = [owing for owing in owings if owing.account in IN_KIND and not owing.unknown]
        if back and account.terms.replace_by is not None:
            yield Running(Clock("giving-back", first.arisen, back[0].due), receipt.hex(), first.debtor, _done(back))
        if first.creditor == _RENEWED_BY_NOTICE and len(back) < len(owings):
            notices = tuple(tally.stand.placed.body.on for tally in tallies)
            yield Running(_lapse(first.arisen, notices), receipt.hex(), first.creditor, done)


def _done(owings: list[Owing]) -> date | None:
    days = [owing.done for owing in owings]
    return None if None in days else max(each for each in days if each is not None)


def _payments(account: Account) -> Iterable[Running]:
    for digest, tally in account.invoices.items():
        owing = tally.owing
        if owing is not None:
            yield Running(Clock("payment", owing.arisen, owing.due), digest.hex(), owing.debtor, owing.done)


def _written(account: Account) -> Iterable[Running]:
    """What is to be in writing by a day: a verbal order's confirmation; an offer's answer."""
    terms, root = account.terms, account.case.root.hex()
    if terms.verbal and terms.confirm_by is not None and terms.confirm_by >= terms.opened_on:
        other = account.other(account.case.opener)
        yield Running(Clock("verbal", terms.opened_on, terms.confirm_by), root, other, terms.agreed_on)
    head = account.case.head.placed
    if account.case.state == "offered" and terms.valid_to is not None and terms.valid_to >= head.body.on:
        holder = account.other(head.act.side_of)
        yield Running(Clock("offer-validity", head.body.on, terms.valid_to, is_right=True), head.digest.hex(), holder)


def _waiting(account: Account) -> Iterable[Running]:
    """From which day the side that waits may remind, and call for consultation."""
    case = account.case
    if case.turn is None:
        return
    since = day_of(case.head.placed.act.time)
    for way in case.flow.states[case.state].ways_out:
        holder = case.opener if way.by == OPENER else account.other(case.opener)
        name = f"wait-{way.kind.partition('/')[2]}"
        clock = Clock(name, since, since + timedelta(days=way.days), is_right=True)
        yield Running(clock, case.head.placed.digest.hex(), holder)


def turns(account: Account) -> list[TurnRow]:
    """Return from which day the order lay with whom, one row a day on which that changed."""
    changes: list[tuple[date, int, int, bytes, str]] = []
    for stand in account.case.line:
        holder = _after_will(account, stand)
        if holder is not None:
            placed = stand.placed
            changes.append((day_of(placed.act.time), placed.act.time, -1, placed.digest, holder))
    for rank, kind in enumerate(_NEXT):
        for stand in account.by_kind.get(kind, ()):
            placed = stand.placed
            changes.append((placed.body.on, placed.act.time, rank, placed.digest, _next(account, kind, stand)))
    last = {change[0]: change[-1] for change in sorted(changes, key=lambda change: change[:4])}
    rows: list[TurnRow] = []
    for on, holder in sorted(last.items()):
        if not rows or rows[-1].party != holder:
            rows.append(TurnRow(len(rows), day_number(on), holder))
    return rows


def _after_will(account: Account, stand: Stand) -> str | None:
    """With whom the order lies after a will; None where it stays with whom it was."""
    case, state = account.case, account.case.flow.states.get(stand.state)
    if state is None:
        return None
    if state.turn is None:
        if not state.steps:
            return ""
        return account.provider if stand.placed.act.kind == "logistics/accept" and not account.turns else None
    if not stand.confirmed and stand is case.head:
        return TRANSIT
    return case.opener if state.turn == OPENER else account.other(case.opener)


_NEXT = ("issue", "receipt", "invoice", "payment", "acknowledge")


def _next(account: Account, kind: str, stand: Stand) -> str:
    """With whom the order lies after a fact: who must count, claim, pay, acknowledge or give back."""
    other = account.other(stand.placed.act.side_of)
    if kind == "acknowledge":
        return other if any(t.owing and t.owing.rest > 0 for t in account.invoices.values()) else ""
    if kind != "receipt":
        return other
    mine = [owing for owing in account.book.owings if owing.receipt == stand.placed.digest]
    if stand.placed.body.purpose != "provision":
        return "" if all(o.done for o in account.book.owings) else account.receiver
    return account.receiver if any(owing.account in IN_KIND for owing in mine) else account.provider


def _date(number: int) -> date:
    return day_of(number * 86_400)
