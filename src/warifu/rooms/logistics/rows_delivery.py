"""Replays the deliveries of one order into its book: handed over, given back, lost, fallen back. Floor 3a, pure.

Law: terms are those that both sides stand behind; while nothing is agreed yet, those under which the facts were
written. A receipt counts if the side that received wrote it. Late facts count once the other side has confirmed them
(``Stand.effective``); irregular facts count, for they happened. Corrected lines stand in the place of the old ones.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import msgspec

from warifu.core.exact import EXACT, Rounding, round_to
from warifu.core.money import Money, minor_units
from warifu.core.quantity import Quantity
from warifu.law.case import Case, Stand
from warifu.law.flow import OPENER
from warifu.law.room import RowContext
from warifu.rooms.logistics.acts.lines import Delivered, Line
from warifu.rooms.logistics.fuel import at_15
from warifu.rooms.logistics.rows_book import (
    CLAIMED,
    IN_KIND,
    MONEY,
    OVERPAID,
    REPLACEMENT,
    RETURN,
    SERVICES,
    ZERO,
    Book,
    Owing,
    in_money,
    share_of,
    total,
)
from warifu.rooms.logistics.rows_common import other_party
from warifu.rooms.logistics.rows_worth import (
    BEYOND,
    Sum,
    amount_in,
    base_unit,
    currency_of,
    goods_of,
    is_within,
    value_of,
    why,
    year_after,
)
from warifu.rooms.logistics.terms import OrderTerms

_L = "logistics/"
_FORM = {"return": RETURN, "replacement": REPLACEMENT, "services": SERVICES, "cash": MONEY, "set_off": MONEY}
_UNKNOWN_LINE = Line(0, "unknown", "-", Quantity(Decimal(1), "EA"))


class Turn(NamedTuple):
    """A change of the way of settlement, by the day on which the other side agreed; ``lump``: sum for all left."""

    on: date
    settlement: str
    lump: Money | None = None


def agreed_terms(case: Case) -> OrderTerms | None:
    """Return the terms both sides stand behind; while none are agreed, those of the line as it stands."""
    for stand in reversed(case.line):
        if stand.confirmed and isinstance(stand.terms, OrderTerms) and stand.terms.agreed:
            return stand.terms
    return case.terms if isinstance(case.terms, OrderTerms) else None


def _turns(case: Case, settled: OrderTerms) -> tuple[str, list[Turn]]:
    """(settlement first agreed, its later changes): only what the other side has confirmed counts."""
    first = ""
    turns: list[Turn] = []
    for stand in case.line:
        terms = stand.terms
        if not isinstance(terms, OrderTerms) or not terms.agreed or not stand.confirmed:
            continue
        if not first:
            first = terms.settlement
        elif terms.settlement != (turns[-1].settlement if turns else first):
            turns.append(Turn(stand.placed.body.on, terms.settlement, terms.total if terms.lump else None))
    return first or settled.settlement, turns


class Deliveries:
    """One order, what was moved on it, and the book of what that makes owing."""

    def __init__(self, case: Case, context: RowContext, terms: OrderTerms) -> None:
        self.case = case
        self.terms = terms
        other = other_party(context.pair, case.opener)
        self.receiver, self.provider = (case.opener, other) if terms.requester == OPENER else (other, case.opener)
        self.book = Book(counts=not terms.exercise)
        self.by_kind: dict[str, list[Stand]] = {}
        for stand in case.stands.values():
            if stand.effective and stand.placed.kind.nature != "will":
                self.by_kind.setdefault(stand.placed.act.kind.removeprefix(_L), []).append(stand)
        self.corrections = {fact: each.body for each in terms.corrections for fact in each.facts}
        self.first, self.turns = _turns(case, terms)
        self.losses: dict[int, Decimal] = {}
        self._counted: list[tuple[frozenset[bytes], int, Decimal]] = []
        self.name = case.root.hex()[:16]

    def other(self, party: str) -> str:
        """Give the other side of the order."""
        return self.provider if party == self.receiver else self.receiver

    def of(self, kind: str) -> list[Stand]:
        """Return the effective facts or asides of a kind by day, time said, author, digest."""
        return sorted(self.by_kind.get(kind, ()), key=by_day)

    def parts(self, stand: Stand) -> tuple[Delivered, ...]:
        """Return the lines of a delivery as they count: after agreed corrections, and with fuel at 15 °C."""
        return tuple(at_15(part, self.terms.line(part.line)) for part in self.stated(stand))

    def stated(self, stand: Stand) -> tuple[Delivered, ...]:
        """Return the lines of a delivery as they stand after agreed corrections, which replace whole lines."""
        lines: tuple[Delivered, ...] = stand.placed.body.lines
        corrected = self.corrections.get(stand.placed.digest)
        if corrected is None or not corrected.lines:
            return lines
        numbers = {each.line for each in corrected.lines}
        return (*(each for each in lines if each.line not in numbers), *corrected.lines)

    # Deliveries

    def deliver(self) -> None:
        """Enter what was received, and what was handed over and not received."""
        issues = {s.placed.digest: s for s in self.by_kind.get("issue", ()) if s.placed.act.side_of == self.provider}
        receipts = [stand for stand in self.of("receipt") if stand.placed.body.purpose == "provision"]
        cited: dict[bytes, int] = {}
        for stand in receipts:
            for digest in stand.placed.act.cites:
                cited[digest] = cited.get(digest, 0) + 1
        self._wait_for_receipts()
        for stand in receipts:
            answered = [issues[digest] for digest in stand.placed.act.cites if digest in issues]
            alone = [issue for issue in answered if cited[issue.placed.digest] == 1]
            self._receive(stand, alone, answered)

    def _receive(self, stand: Stand, alone: list[Stand], answered: list[Stand]) -> None:
        form = self._form_on(stand.placed.body.on)
        rightly = stand.placed.act.side_of == self.receiver
        for place, part in enumerate(self._prevailing(stand, alone)):
            line = self.terms.line(part.line)
            why = self._counted_twice(part, line, answered) if rightly else "wrong-side"
            if part.accepted and part.quantity.amount > 0:
                for each in self._forms(form, line):
                    self.book.owe(self._owing(stand, place, part, each, why))

    def _counted_twice(self, part: Delivered, line: Line | None, answered: list[Stand]) -> str:
        """Say of a further receipt of one issue that goes beyond it, with no word of why, that nobody can tell."""
        if line is None or not answered:
            return ""
        issued = [each for issue in answered for each in self.parts(issue) if each.line == part.line]
        named = frozenset(issue.placed.digest for issue in answered)
        try:
            given = total(amount_in(each.quantity, line.quantity.unit, line.density) for each in issued)
            now = amount_in(part.quantity, line.quantity.unit, line.density)
        except BEYOND:
            return ""
        before = total(amount for by, number, amount in self._counted if number == part.line and by & named)
        self._counted.append((named, part.line, now))
        most = EXACT.add(given, EXACT.multiply(given, line.tolerance))
        twice = before >= given > 0 and EXACT.add(before, now) > most and part.discrepancy != "over"
        return "received-twice" if twice else ""

    def _form_on(self, day: date) -> str:
        settlement = self.first
        for turn in self.turns:
            if turn.on < day:
                settlement = turn.settlement
        return _FORM.get(settlement, MONEY)

    def _forms(self, form: str, line: Line | None) -> tuple[str, ...]:
        """The forms of what a line makes owing: a service cannot be given back; hire is paid beside the return."""
        supply = "goods" if line is None else line.supply
        if self.terms.transaction == "loan" and supply != "service":
            return (RETURN,) if form in IN_KIND else (RETURN, form)
        return (SERVICES,) if supply == "service" and form in IN_KIND else (form,)

    def _prevailing(self, stand: Stand, issues: list[Stand]) -> list[Delivered]:
        """The receipt's figures; within the tolerance the provider's, where its measure prevails.

        Beyond the tolerance the difference is a discrepancy, and until it is dealt with what was counted is owed.
        """
        found: list[Delivered] = []
        issued = [part for issue in issues for part in self.parts(issue)]
        received = self.parts(stand)
        for part in received:
            line = self.terms.line(part.line)
            theirs = [each for each in issued if each.line == part.line]
            alone = len(theirs) == 1 and sum(each.line == part.line for each in received) == 1
            prevails = alone and part.accepted and line is not None and line.measure == "provider"
            if prevails and line is not None and is_within(part.quantity, theirs[0].quantity, line):
                found.append(msgspec.structs.replace(part, quantity=theirs[0].quantity))
            else:
                found.append(part)
        return found

    def _owing(self, stand: Stand, place: int, part: Delivered, form: str, unknown: str) -> Owing:
        day = stand.placed.body.on
        line = self.terms.line(part.line)
        known = line or msgspec.structs.replace(_UNKNOWN_LINE, quantity=part.quantity)
        goods = goods_of(known)
        owing = Owing(
            f"{self.name}:{stand.placed.digest.hex()[:16]}:{place}", stand.placed.digest, part.line, form,
            self.receiver, self.provider, goods, ZERO, day, self._due(form, day), unknown=unknown,
        )  # fmt: skip
        if line is None:
            owing.unknown = "line-unknown"
            return owing
        try:
            owing.quantity = amount_in(part.quantity, base_unit(line.quantity.unit), line.density)
            self._reckon(owing, line, part.quantity)
        except BEYOND as trouble:
            owing.unknown = unknown or why(trouble)
        return owing

    def _reckon(self, owing: Owing, line: Line, quantity: Quantity) -> None:
        """Give an owing its figure in its form: a quantity, or a sum if a price stands."""
        if owing.account in IN_KIND:
            owing.owed = owing.quantity
            return
        value = value_of(self.terms, line, quantity)
        if value is not None:
            owing.commodity, owing.owed = value.currency, value.amount
        elif owing.account == SERVICES:
            owing.owed = owing.quantity
        else:
            owing.commodity = currency_of(self.terms, line) or owing.commodity
            owing.unknown = owing.unknown or "price-open"

    def _due(self, form: str, day: date) -> date:
        agreed = self.terms.replace_by or (self.terms.to_day if self.terms.transaction == "loan" else None)
        return agreed if form in IN_KIND and agreed is not None and agreed >= day else year_after(day)

    def _wait_for_receipts(self) -> None:
        """An issue that no receipt answers is owed in a figure that nobody has confirmed: undetermined."""
        answered = {cite for stand in self.by_kind.get("receipt", ()) for cite in stand.placed.act.cites}
        for stand in self.of("issue"):
            if stand.placed.body.purpose != "provision" or stand.placed.digest in answered:
                continue
            if stand.placed.act.side_of == self.provider:
                for place, part in enumerate(each for each in self.parts(stand) if each.quantity.amount > 0):
                    form = self._forms(self._form_on(stand.placed.body.on), self.terms.line(part.line))[0]
                    self.book.owe(self._owing(stand, place, part, form, "not-received"))

    # What settles in kind

    def _give_back(self, stand: Stand) -> None:
        body = stand.placed.body
        if body.purpose == "provision" or stand.placed.act.side_of != self.provider:
            return
        for place, part in enumerate(self.parts(stand)):
            if part.accepted and part.quantity.amount > 0:
                if body.purpose == "exchange":
                    self._exchange(stand, place, part)
                else:
                    self._restore(stand, place, part)

    def _restore(self, stand: Stand, place: int, part: Delivered) -> None:
        open_ = [o for o in self.book.open(IN_KIND, self.receiver) if o.line == part.line]
        amount, line = self._canonical(part), self.terms.line(part.line)
        if amount is None or line is None:
            self.book.owe(self._owing(stand, place, part, REPLACEMENT, "unit"))
            return
        left = self.book.settle_oldest(open_, amount, stand.placed.body.on)
        if left:
            self.over(stand, place, goods_of(line), left, self.receiver)

    def _exchange(self, stand: Stand, place: int, part: Delivered) -> None:
        """A service given in exchange settles by value where prices stand, else the same line by quantity."""
        day, line = stand.placed.body.on, self.terms.line(part.line)
        open_ = self.book.open((SERVICES,), self.receiver)
        try:
            value = None if line is None else value_of(self.terms, line, part.quantity)
        except BEYOND:
            value = None
        if value is not None and any(o.commodity == value.currency for o in open_):
            worth = [o for o in open_ if o.commodity == value.currency]
            left = self.book.settle_oldest(worth, value.amount, day)
            if left:
                self.over(stand, place, value.currency, left, self.receiver)
            return
        amount = self._canonical(part)
        same = [o for o in open_ if o.line == part.line and not in_money(o)]
        if amount is None or not same:
            self.book.owe(self._owing(stand, place, part, SERVICES, "no-equivalence"))
            return
        left = self.book.settle_oldest(same, amount, day)
        if left:
            self.over(stand, place, same[0].commodity, left, self.receiver)

    def _canonical(self, part: Delivered) -> Decimal | None:
        line = self.terms.line(part.line)
        if line is None:
            return None
        try:
            return amount_in(part.quantity, base_unit(line.quantity.unit), line.density)
        except BEYOND:
            return None

    def over(self, stand: Stand, place: int, what: str, left: Decimal, payer: str) -> None:
        """What was given beyond the debt is owed to who gave it."""
        day, digest = stand.placed.body.on, stand.placed.digest
        creditor, debtor = payer, self.other(payer)
        origin = f"{self.name}:{digest.hex()[:16]}:{place}"
        self.book.owe(Owing(origin, digest, 0, OVERPAID, debtor, creditor, what, left, day, year_after(day)))

    def _lose(self, stand: Stand) -> None:
        """Lent goods that are lost are paid for where a price stands, else replaced; who holds them says so."""
        if stand.placed.act.side_of != self.receiver:
            return
        for part in self.parts(stand):
            left = self._canonical(part)
            if left is None or left <= 0:
                continue
            self.losses[part.line] = EXACT.add(self.losses.get(part.line, ZERO), left)
            for owing in self.book.open((RETURN,), self.receiver):
                if owing.line == part.line and left > 0:
                    taken = min(left, owing.rest)
                    left = EXACT.subtract(left, taken)
                    self._recast(owing, taken, REPLACEMENT, stand.placed.body.on, lost=True)

    def _turn(self, turn: Turn) -> None:
        """The order of falling back: what is still owed goes over into the new form, on the day of the agreement."""
        form = _FORM.get(turn.settlement, MONEY)
        due = [each for each in self.book.owings if each.unknown or each.rest > 0]
        left = [each for each in due if each.account not in {CLAIMED, OVERPAID, self._form_of(each, form)}]
        worths = _parts_of(turn.lump, [owing for owing in left if not owing.unknown])
        for owing in left:
            into = self._form_of(owing, form)
            if owing.unknown == "price-open":
                self.book.determine(owing, turn.on)
                self._again(owing, into, owing.quantity, turn.on)
            elif not owing.unknown:
                self._recast(owing, owing.rest, into, turn.on, worth=worths.get(owing.basis))

    def _form_of(self, owing: Owing, form: str) -> str:
        """The form that an obligation takes: a service is given in services, never given back."""
        line = self.terms.line(owing.line)
        return SERVICES if line is not None and line.supply == "service" and form in IN_KIND else form

    def _recast(self, owing: Owing, taken: Decimal, form: str, day: date, **told: Any) -> None:
        """Settle a part of one owing and make it owing in another form; ``worth``: the sum agreed for this part.

        What is lost (``lost``) is paid for where a price stands.
        """
        quantity, line = share_of(owing, taken), self.terms.line(owing.line)
        self.book.settle(owing, taken, day)
        if told.get("lost") and line is not None and line.price is not None:
            form = MONEY
        self._again(owing, form, quantity, day, told.get("worth"))

    def _again(self, old: Owing, form: str, quantity: Decimal, day: date, worth: Sum | None = None) -> None:
        line = self.terms.line(old.line)
        if line is None or quantity <= 0:
            return
        goods = goods_of(line)
        new = Owing(
            old.origin, old.receipt, old.line, form, old.debtor, old.creditor, goods, ZERO, day,
            self._due(form, old.arisen) if form != MONEY else max(old.due, day), quantity,
            delivered=old.delivered,
        )  # fmt: skip
        if worth is not None:
            new.commodity, new.owed = worth.currency, worth.amount
            self.book.owe(new)
            return
        try:
            self._reckon(new, line, Quantity(quantity, base_unit(line.quantity.unit)))
        except BEYOND as trouble:
            new.unknown = why(trouble)
        self.book.owe(new)


def by_day(stand: Stand) -> tuple[date, int, str, bytes]:
    """Key of the order in which facts are taken: the day, time said, author, digest."""
    placed = stand.placed
    return (placed.body.on, placed.act.time, placed.author, placed.digest)


def _parts_of(lump: Money | None, owings: list[Owing]) -> dict[str, Sum]:
    """Share a sum agreed for all that is left of one line among its obligations, by quantity; nothing for several."""
    whole = total(owing.rest for owing in owings)
    if lump is None or len({(owing.line, owing.commodity) for owing in owings}) != 1 or whole <= 0:
        return {}
    parts: dict[str, Sum] = {}
    left = lump.amount
    for owing in owings[:-1]:
        share = Fraction(lump.amount) * Fraction(owing.rest) / Fraction(whole)
        part = round_to(share, minor_units(lump.currency), Rounding.FLOOR)
        parts[owing.basis], left = Sum(part, lump.currency), EXACT.subtract(left, part)
    return parts | {owings[-1].basis: Sum(left, lump.currency)}
