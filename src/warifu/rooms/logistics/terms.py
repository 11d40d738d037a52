"""What a line of wills has agreed: one frozen record for each kind of case.

Law: terms are a function of the wills of the line alone (``evolution``). Facts and asides never change them; where a
will rests on a fact it cites it. Codes, sums and quantities only. A proposal (change, cancellation, closing …) is
``pending`` until the other side accepts it; what is in force stays as it is meanwhile. Read by checks, rows and pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from warifu.core.exact import EXACT
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.law.flow import OPENER, RESPONDER, Side
from warifu.rooms.logistics.acts.lines import Line, NotApplicable, Refusal, Setting
from warifu.rooms.logistics.acts.own_lines import StandingDraw

_L = "logistics/"


class Proposal(NamedTuple):
    """A will that waits for the other side's acceptance: its kind, digest, body, what it cites, and who proposed it."""

    kind: str
    digest: bytes
    body: Any
    cites: tuple[bytes, ...]
    by: str


class Share(NamedTuple):
    """Part of a claim that was given up or set off: the invoice (empty where none is cited), the sum, the act."""

    invoice: bytes
    amount: Money
    act: bytes


class Correction(NamedTuple):
    """An agreed correction: the facts it speaks of, and the body that says what stands instead."""

    facts: tuple[bytes, ...]
    body: Any


class OrderTerms(msgspec.Struct, frozen=True):
    """An order: what was asked, what is on the table or in force, and what has since been agreed about it."""

    number: str
    setting: Setting
    requester: Side
    """Side that receives; the other provides."""
    opened_by: str
    """Party that wrote the root."""
    opened_on: date
    ordering_key: bytes
    """Key id of the officer who signed the root."""
    receiving: str
    issuing: str
    requested: tuple[Line, ...]
    lines: tuple[Line, ...]
    """Lines as last asked, offered or agreed."""
    settlement: str
    transaction: str = "supply"
    currency: str = ""
    total: Money | None = None
    payment_days: int = 0
    from_day: date | None = None
    to_day: date | None = None
    replace_by: date | None = None
    valid_to: date | None = None
    refusals: tuple[Refusal, ...] = ()
    billed: str = ""
    fund: str = ""
    payee: str = ""
    remittance: str = ""
    liability: str = ""
    special: str = ""
    standing_order: str = ""
    not_applicable: tuple[NotApplicable, ...] = ()
    in_return: tuple[Line, ...] = ()
    """Services to be given in exchange; empty where the same services come back."""
    exercise: bool = False
    emergency: bool = False
    verbal: bool = False
    confirm_by: date | None = None
    agreed: bool = False
    agreed_on: date | None = None
    outcome: str = ""
    """``declined``, ``withdrawn``, ``cancelled`` or ``closed``; empty while the order lives."""
    pending: Proposal | None = None
    waived: tuple[Share, ...] = ()
    set_off: tuple[Share, ...] = ()
    ratified: tuple[bytes, ...] = ()
    corrections: tuple[Correction, ...] = ()
    rebased_to: bytes = b""
    """Pack under which both sides agreed to go on; empty while the root's holds."""
    resolved: tuple[bytes, ...] = ()
    """Disputes (acts) whose resolution both sides agreed."""
    lump: bool = False
    """The total was agreed, without prices, for all that was left when the order fell back to money."""

    @property
    def provider(self) -> Side:
        """Side that gives."""
        return RESPONDER if self.requester == OPENER else OPENER

    @property
    def on_the_table(self) -> tuple[Line, ...]:
        """Lines that an acceptance would put in force: those of a proposed change, else those last offered."""
        if self.pending is not None:
            return getattr(self.pending.body, "lines", ()) if self.pending.kind == _L + "change" else ()
        return self.lines

    def line(self, number: int) -> Line | None:
        """Return the line of a number, asked for or given in exchange, or None."""
        for lines in (self.lines, self.in_return):
            for line in lines:
                if line.number == number:
                    return line
        return None


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Add amounts exactly, whatever the ambient decimal context."""
    result = Decimal(0)
    for amount in amounts:
        result = EXACT.add(result, amount)
    return result


class StandingTerms(msgspec.Struct, frozen=True):
    """A price list or standing offer and whether it still stands."""

    number: str
    offered_by: str
    lines: tuple[Line, ...]
    valid_from: date
    valid_to: date
    issuing: str
    ground: str = ""
    activity: str = ""
    payment_days: int = 0
    exercise: bool = False
    withdrawn: bool = False
    limited: bool = False
    drawn: tuple[tuple[str, int, Decimal], ...] = ()
    """What was drawn: order, line, amount in the unit of the line; less than nothing where it was given back."""
    last: StandingDraw | None = None
    """The last draw of this line."""

    def left(self, number: int) -> Decimal | None:
        """Return what of a line is left to be drawn, in its unit; None for a line that is not offered."""
        for line in self.lines:
            if line.number == number:
                return total((line.quantity.amount, *(-amount for _, of, amount in self.drawn if of == number)))
        return None

    def drawn_for(self, order: str, number: int) -> Decimal:
        """Return what an order has drawn of a line, in its unit."""
        return total(amount for name, of, amount in self.drawn if (name, of) == (order, number))


class OnwardTerms(msgspec.Struct, frozen=True):
    """A consent to pass goods on, with what is left of it."""

    number: str
    item: str
    asked: Quantity
    recipient: str
    purpose: str
    until: date
    asked_by: str
    receipts: tuple[bytes, ...]
    exercise: bool = False
    consented: bool = False
    granted: Quantity | None = None
    remaining: Quantity | None = None
    """What the consent leaves to be drawn."""
    drawn: Quantity | None = None
    """What was drawn by the last draw."""
    conditions: tuple[str, ...] = ()
    outcome: str = ""


class SetOffTerms(msgspec.Struct, frozen=True):
    """A set-off, gross: each claim with its invoice, debtor and sum, and the rest."""

    number: str
    proposed_by: str
    items: tuple[tuple[bytes, str, Money], ...]
    rest: Money
    rest_owed_by: str = ""
    exercise: bool = False
    agreed: bool = False
    outcome: str = ""

    def settles(self, invoice: bytes) -> Money | None:
        """Return how much of a claim the set-off settles; None for a claim that it does not name.

        Claims are shown gross; what meets is the lesser of the two sums. Of the side that owes more the claims are
        settled in the order in which they are named, and the rest stays owed on those that come last.
        """
        sums: dict[str, Decimal] = {}
        for _, debtor, amount in self.items:
            sums[debtor] = total((sums.get(debtor, Decimal(0)), amount.amount))
        left = dict.fromkeys(sums, min(sums.values(), default=Decimal(0)) if len(sums) > 1 else Decimal(0))
        for named, debtor, amount in self.items:
            taken = min(amount.amount, left[debtor])
            if named == invoice:
                return Money(taken, amount.currency)
            left[debtor] = total((left[debtor], -taken))
        return None


class PaperTerms(msgspec.Struct, frozen=True):
    """A match, a statement or a precedent: its body, what it cites, and whether both sides agreed it."""

    body: Any
    proposed_by: str
    cites: tuple[bytes, ...] = ()
    exercise: bool = False
    agreed: bool = False
    agreed_on: date | None = None
    outcome: str = ""


class RecordedTerms(msgspec.Struct, frozen=True):
    """A past dealing or a national act: nothing follows from it on its own line."""

    exercise: bool = False
