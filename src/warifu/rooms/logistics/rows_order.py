"""What an order becomes: its head, lines, deliveries, discrepancies, claims, bookings, loans. Floor 3a, pure.

Law: deliveries, claims and obligations are those of the order's book (``rows_account``), so that tables and balances
say one thing. A discrepancy is reckoned for each issue over all receipts that cite it; within the line's tolerance of
the measure that prevails there is none, unless the receiver gives a reason of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from warifu.core.exact import EXACT
from warifu.core.money import Money
from warifu.core.quantity import unit_of
from warifu.law.case import Case, Stand
from warifu.law.room import RowContext, Rows
from warifu.rooms.logistics.acts.lines import Delivered, Line
from warifu.rooms.logistics.rows_account import Account, Tally
from warifu.rooms.logistics.rows_book import CLAIMED, IN_KIND, RETURN, ZERO, Owing, in_money, obligation_row, total
from warifu.rooms.logistics.rows_clocks import clocks, turns
from warifu.rooms.logistics.rows_common import Tables, day, day_number, digits, head_of, retention, table, written
from warifu.rooms.logistics.rows_delivery import agreed_terms
from warifu.rooms.logistics.rows_tables import (
    BookingRow,
    CaseHead,
    ClaimRow,
    DeliveryRow,
    DiscrepancyRow,
    InvoiceRow,
    LineRow,
    LoanRow,
    PaymentRow,
    TransferRow,
)
from warifu.rooms.logistics.rows_worth import BEYOND, amount_in
from warifu.rooms.logistics.rows_wrong import wrong_rows
from warifu.rooms.logistics.terms import OrderTerms

_STAGES = ("issue", "receipt", "loss")
_ENDED = {"declined": "released", "withdrawn": "released", "cancelled": "released", "closed": "ended"}


def order_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows and postings of an order."""
    terms = agreed_terms(case)
    tables = wrong_rows(case, context)
    if terms is None:
        tables["logistics_case"] = [head_of(case, context)]
        return Rows({name: found for name, found in tables.items() if found})
    account = Account(case, context, terms).replay()
    rules = table(case, context, "clocks")
    deliveries = [row for stage in _STAGES for stand in account.of(stage) for row in _delivered(account, stand, stage)]
    tables.update(
        logistics_line=[_line(account, line) for line in (*lines_of(terms), *given_back(terms))],
        logistics_delivery=deliveries,
        logistics_discrepancy=list(_discrepancies(account, tables)),
        logistics_claim=list(_claims(account)),
        logistics_invoice=[_invoice(account, tally, tables) for tally in account.invoices.values()],
        logistics_payment=[_payment(tally) for tally in account.payments.values()],
        logistics_obligation=[obligation_row(owing) for owing in account.book.owings],
        logistics_clock=clocks(account, tables, rules["settlement_months"], tuple(rules["settlement_warnings"])),
        logistics_turn=turns(account),
        logistics_booking=_bookings(account),
        logistics_loan=_loans(account),
        logistics_transfer=list(_transfers(account, deliveries, table(case, context, "overseas_transfer"))),
        logistics_retention=retention(case, context),
    )
    tables["logistics_case"] = [_head(account, context, tables)]
    return Rows({name: found for name, found in tables.items() if found}, account.book.postings)


def lines_of(terms: OrderTerms) -> list[Line]:
    """Return the lines of an order, the first of each number."""
    return list({line.number: line for line in reversed(terms.lines)}.values())[::-1]


def given_back(terms: OrderTerms) -> list[Line]:
    """Return the services to be given in exchange, as far as their numbers are their own."""
    taken = {line.number for line in terms.lines}
    own = {line.number: line for line in reversed(terms.in_return) if line.number not in taken}
    return list(own.values())[::-1]


def _head(account: Account, context: RowContext, tables: Tables) -> CaseHead:
    terms, setting = account.terms, account.terms.setting
    return head_of(
        account.case, context, _words(terms),
        number=terms.number, requester=account.receiver, provider=account.provider,
        receiving=terms.receiving, issuing=terms.issuing, ground=setting.ground, activity=setting.activity,
        place=setting.place, settlement=terms.settlement, transaction_type=terms.transaction, currency=terms.currency,
        exercise=terms.exercise, emergency=terms.emergency,
        disputed=sum(not row.resolved_by for row in tables.get("logistics_dispute", ())),
        undetermined=sum(bool(owing.unknown) for owing in account.book.owings),
    )  # fmt: skip


def _words(terms: OrderTerms) -> list[str]:
    """What an order is looked for by besides its head: what it is about, in which units."""
    found: list[str] = []
    for line in (*terms.lines, *terms.in_return):
        unit = unit_of(line.quantity.unit)
        found += (line.item, line.stock, line.category, unit.code, unit.en, unit.ja)
    return found


def _line(account: Account, line: Line) -> LineRow:
    refused = next((each.reason for each in account.terms.refusals if each.line == line.number), "")
    return LineRow(
        line.number, line.category, line.item, line.stock, line.supply, line.quantity.unit,
        digits(line.quantity.amount), digits(line.tolerance), line.measure, *_money(line.price), line.basis,
        *_money(line.ceiling),
        _moved(account, line, "issue", provision=True), _moved(account, line, "receipt", provision=True),
        _moved(account, line, "receipt", provision=False), refused, line.precedent, line in account.terms.in_return,
    )  # fmt: skip


def _moved(account: Account, line: Line, stage: str, *, provision: bool) -> str:
    """Sum what was moved on a line, in the line's unit; empty if a part cannot be put into it."""
    moved = ZERO
    for stand in account.by_kind.get(stage, ()):
        if (stand.placed.body.purpose == "provision") == provision:
            for part in account.parts(stand):
                if part.line == line.number:
                    amount = _amount(part, line)
                    if amount is None:
                        return ""
                    moved = EXACT.add(moved, amount)
    return written(moved)


def _amount(part: Delivered, line: Line | None) -> Decimal | None:
    try:
        return part.quantity.amount if line is None else amount_in(part.quantity, line.quantity.unit, line.density)
    except BEYOND:
        return None


def _money(money: Money | None) -> tuple[str, str]:
    return ("", "") if money is None else (digits(money.amount), money.currency)


def _delivered(account: Account, stand: Stand, stage: str) -> Iterator[DeliveryRow]:
    body, act = stand.placed.body, stand.placed.act
    issues = [cite for cite in act.cites if stage == "receipt" and cite in account.case.stands]
    corrected = stand.placed.digest in account.corrections
    for place, part in enumerate(account.stated(stand)):
        yield DeliveryRow(
            stand.placed.digest, place, stage, getattr(body, "purpose", "provision"), act.side_of, day_number(body.on),
            part.line, digits(part.quantity.amount), part.quantity.unit, part.condition, part.lot,
            " ".join(part.serials), part.discrepancy, part.accepted, part.measured_by, digits(part.temperature),
            getattr(body, "place", ""), getattr(body, "partial", False), issues[0] if issues else b"",
            stand.status == "irregular", corrected,
        )  # fmt: skip


def _discrepancies(account: Account, tables: Tables) -> Iterator[DiscrepancyRow]:
    cured, still = _cures(account, tables), "closed" if account.terms.outcome == "closed" else "open"
    receipts = account.of("receipt")
    for issue in account.of("issue"):
        citing = [stand for stand in receipts if issue.placed.digest in stand.placed.act.cites]
        if not citing:
            continue
        last, numbers = citing[-1], dict.fromkeys(part.line for part in account.parts(issue))
        for stand in citing:
            numbers.update(dict.fromkeys(part.line for part in account.parts(stand)))
        state = next((cured[s.placed.digest] for s in (*citing, issue) if s.placed.digest in cured), still)
        for number in numbers:
            found = _difference(account, number, issue, citing)
            if found is not None:
                yield DiscrepancyRow(
                    issue.placed.digest, last.placed.digest, number, issue.placed.body.purpose, *found,
                    day_number(last.placed.body.on), state,
                )  # fmt: skip


def _difference(
    account: Account, number: int, issue: Stand, citing: list[Stand]
) -> tuple[str, str, str, str, str, str] | None:
    """(issued, received, difference, unit, reason, party whose measure prevails), or None if there is none."""
    line = account.terms.line(number)
    theirs = [part for part in account.parts(issue) if part.line == number]
    ours = [part for stand in citing for part in account.parts(stand) if part.line == number]
    unit = line.quantity.unit if line else (theirs or ours)[0].quantity.unit
    given, taken = _sum(theirs, line), _sum(ours, line)
    prevails = account.provider if line is not None and line.measure == "provider" else account.receiver
    said = next((p.discrepancy for p in ours if p.discrepancy and (p.discrepancy != "measure" or not p.accepted)), "")
    said = said or next(("damaged" for part in ours if not part.accepted), "")
    if given is None or taken is None:
        return "", "", "", unit, said or "unit", prevails
    difference = EXACT.subtract(taken, given)
    tolerance = line.tolerance if line is not None else ZERO
    bound = EXACT.multiply(EXACT.abs(given), tolerance)
    awaited = difference < 0 and all(stand.placed.body.partial for stand in citing)
    if not said and (EXACT.abs(difference) <= bound or awaited):
        return None
    reason = said or ("short" if difference < 0 else "over")
    return written(given), written(taken), written(difference), unit, reason, prevails


def _sum(parts: Iterable[Delivered], line: Line | None) -> Decimal | None:
    amounts = [_amount(part, line) for part in parts]
    return None if None in amounts else total(each for each in amounts if each is not None)


def _cures(account: Account, tables: Tables) -> dict[bytes, str]:
    """How a discrepancy of an act was dealt with: corrected, ratified, or disputed while no resolution stands."""
    cured = dict.fromkeys(account.terms.ratified, "ratified") | dict.fromkeys(account.corrections, "corrected")
    for row in tables.get("logistics_dispute", ()):
        if not row.resolved_by:
            cured[row.contested] = "disputed"
    return cured


def _claims(account: Account) -> Iterator[ClaimRow]:
    """The notice of claim that each receipt makes by itself, also where it is settled in kind."""
    invoiced: dict[bytes, list[bytes]] = {}
    for key, tally in account.invoices.items():
        for digest in tally.receipts:
            invoiced.setdefault(digest, []).append(key)
    made: dict[bytes, list[Owing]] = {}
    for owing in account.book.owings:
        if owing.receipt and owing.account != CLAIMED and owing.unknown != "not-received":
            made.setdefault(owing.receipt, []).append(owing)
    for stand in account.of("receipt"):
        digest = stand.placed.digest
        owings = made.get(digest, []) if stand.placed.body.purpose == "provision" else []
        if not owings:
            continue
        first = owings[0]
        money = [owing for owing in owings if in_money(owing) and owing.arisen == first.arisen]
        currencies = {owing.commodity for owing in money}
        known = len(currencies) == 1 and not any(owing.unknown for owing in money)
        worth = total(owing.owed for owing in money) if known else None
        invoices = invoiced.get(digest, [])
        claims = [account.invoices[key].owing for key in invoices]
        done = all(o.done for o in (*owings, *(claim for claim in claims if claim is not None)))
        yield ClaimRow(
            digest, f"{account.terms.number}/{digest.hex()[:8]}", first.creditor, first.debtor, first.account,
            "" if worth is None else written(worth), next(iter(currencies)) if len(currencies) == 1 else "",
            any(owing.unknown == "price-open" for owing in owings), day_number(first.arisen), day_number(first.due),
            invoices[0] if invoices else b"", "settled" if done else "invoiced" if invoices else "noticed",
        )  # fmt: skip


def _invoice(account: Account, tally: Tally, tables: Tables) -> InvoiceRow:
    placed, owing = tally.stand.placed, tally.owing
    body, creditor = placed.body, placed.act.side_of
    paid = [p.amount.amount for p in account.payments.values() if placed.digest in p.stand.placed.act.cites]
    disputed = any(
        row.contested == placed.digest and not row.resolved_by for row in tables.get("logistics_dispute", ())
    )
    return InvoiceRow(
        placed.digest, body.number, creditor, account.other(creditor), tally.amount.currency,
        digits(tally.amount.amount), day_number(body.on), day_number(max(body.due, body.on)), body.terms_days,
        written(total(paid)), written(tally.acknowledged), written(tally.charges), written(tally.credited),
        written(tally.waived), written(tally.set_off), written(owing.rest if owing else ZERO),
        day(owing.done if owing else body.on), disputed,
    )  # fmt: skip


def _payment(tally: Tally) -> PaymentRow:
    placed = tally.stand.placed
    body = placed.body
    state = "sent" if not tally.acknowledged else "partly"
    charge = body.charge.amount if body.charge is not None else ZERO
    if tally.acknowledged and EXACT.add(tally.acknowledged, charge) >= tally.amount.amount:
        state = "acknowledged"
    return PaymentRow(
        placed.digest, placed.act.cites[0] if placed.act.cites else b"", placed.act.side_of, body.reference,
        *_money(tally.amount), *_money(body.charge), body.charge_borne_by, digits(body.rate), day(body.rate_on),
        body.rate_source, day_number(body.on), written(tally.acknowledged), day(tally.acknowledged_on), state,
    )  # fmt: skip


def _bookings(account: Account) -> list[BookingRow]:
    terms = account.terms
    if terms.transaction == "supply":
        return []
    from_day = terms.from_day or terms.opened_on
    to_day = max(terms.to_day or from_day, from_day)
    state = _ENDED.get(terms.outcome, "booked" if terms.agreed else "asked")
    refused = {each.line for each in terms.refusals}
    return [
        BookingRow(
            line.number, terms.transaction, _clash_key(account, line), line.item,
            line.quantity.unit, digits(line.quantity.amount), account.provider, account.receiver, day_number(from_day),
            day_number(to_day), "released" if line.number in refused else state,
        )
        for line in lines_of(terms)
    ]  # fmt: skip


def _clash_key(account: Account, line: Line) -> str:
    """What can be booked once at a time; cut, for it stands in an index."""
    return f"{account.provider}/{account.terms.issuing}/{line.stock or line.item}"[:200]


def _loans(account: Account) -> list[LoanRow]:
    if account.terms.transaction != "loan":
        return []
    return [_loan(account, line) for line in lines_of(account.terms) if line.supply != "service"]


def _loan(account: Account, line: Line) -> LoanRow:
    out, back = (
        [
            (stand, part)
            for stand in account.of("receipt")
            if (stand.placed.body.purpose == "provision") == provision
            for part in account.parts(stand)
            if part.line == line.number
        ]
        for provision in (True, False)
    )
    owings = [o for o in account.book.owings if o.line == line.number and o.account in IN_KIND]
    rest = total(o.rest for o in owings if not o.unknown)
    due = max((o.due for o in owings if o.account == RETURN), default=None)
    lost = account.losses.get(line.number, ZERO)
    return LoanRow(
        line.number, line.item, line.stock, account.provider, account.receiver, line.quantity.unit,
        _moved(account, line, "receipt", provision=True), out[0][1].condition if out else "",
        day(out[0][0].placed.body.on) if out else None, day(due), _moved(account, line, "receipt", provision=False),
        back[-1][1].condition if back else "", day(back[-1][0].placed.body.on) if back else None, written(lost),
        written(rest),
    )  # fmt: skip


def _transfers(account: Account, deliveries: list[DeliveryRow], rule: dict[str, Any]) -> Iterator[TransferRow]:
    """Equipment that Japan supplies is also an overseas transfer under its guidelines, and is tagged so."""
    for row in deliveries:
        line = account.terms.line(row.line)
        if account.provider != rule["provider"] or line is None or (row.stage, row.purpose) != ("receipt", "provision"):
            continue
        if line.category in rule["categories"]:
            yield TransferRow(
                row.act, row.part, row.line, rule["tag"], "text", line.category, line.item, row.amount,
                row.unit, account.provider, account.receiver, row.on_day,
            )  # fmt: skip
