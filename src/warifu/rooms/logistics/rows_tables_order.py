"""Tables of an order: its head and acts, lines, deliveries, bookings, loans. Floor 3a, pure; see ``rows_tables``."""

from __future__ import annotations

from typing import NamedTuple


class CaseHead(NamedTuple):
    """A case of this room: what it is, where it stands, whose move it is, and what is wrong with it, counted."""

    flow: str
    root_kind: str
    number: str
    opener: str
    desk: str
    head: bytes
    confirmed_head: bytes
    state: str
    turn: str
    """Party whose move it is; empty where nothing is awaited."""
    since: int
    """UTC seconds at which the head was sealed."""
    opened: int
    pack: bytes
    requester: str
    provider: str
    receiving: str
    issuing: str
    ground: str
    activity: str
    place: str
    settlement: str
    transaction_type: str
    currency: str
    exercise: bool
    emergency: bool
    irregular: int
    pending: int
    refused: int
    fallen: int
    unfounded: int
    late: int
    disputed: int
    undetermined: int
    search: str
    """What the case can be found by, folded (``core.folding``): number, desks, items, stock numbers, units."""


class ActRow(NamedTuple):
    """One act of a case as it stands."""

    act: bytes
    kind: str
    nature: str
    author: str
    side_of: str
    place: int
    """Place in its author's log; -1 while it is ahead of it."""
    on_day: int | None
    sealed: int
    status: str
    confirmed: bool
    on_line: bool
    state: str
    rival: bytes
    findings: str
    objection: str
    unfounded: bool
    late: bool


class LineRow(NamedTuple):
    """One line of an order as agreed (else as last spoken of), with what was moved on it."""

    line: int
    category: str
    item: str
    stock: str
    supply: str
    unit: str
    ordered: str
    tolerance: str
    measure: str
    price: str
    currency: str
    basis: str
    ceiling: str
    ceiling_currency: str
    issued: str
    received: str
    given_back: str
    refused: str
    """Reason code where the provider gives no such line."""
    precedent: bytes
    in_return: bool
    """A service to be given in exchange."""


class DeliveryRow(NamedTuple):
    """One line of an issue, a receipt or a loss, as it stands after corrections."""

    act: bytes
    part: int
    stage: str
    """issue, receipt or loss."""
    purpose: str
    party: str
    on_day: int
    line: int
    amount: str
    unit: str
    condition: str
    lot: str
    serials: str
    discrepancy: str
    accepted: bool
    measured_by: str
    temperature: str
    place: str
    partial: bool
    issue: bytes
    """The issue that a receipt cites."""
    irregular: bool
    corrected: bool


class DiscrepancyRow(NamedTuple):
    """A line whose receipt differs from the issue it cites, beyond the tolerance or with a reason; both see it."""

    issue: bytes
    receipt: bytes
    line: int
    purpose: str
    issued: str
    received: str
    difference: str
    unit: str
    reason: str
    prevails: str
    """Party whose measure prevails."""
    on_day: int
    state: str
    """open, disputed, corrected, ratified, or closed with the order."""


class BookingRow(NamedTuple):
    """A loan or the use of a facility, from and to; bookings of one ``clash_key`` whose days meet clash."""

    line: int
    what: str
    clash_key: str
    item: str
    unit: str
    amount: str
    provider: str
    user: str
    from_day: int
    to_day: int
    state: str
    """asked, booked, ended or released."""


class LoanRow(NamedTuple):
    """Lent goods: condition out and in, what came back and what was lost."""

    line: int
    item: str
    stock: str
    lender: str
    borrower: str
    unit: str
    lent: str
    condition_out: str
    out_day: int | None
    back_by: int | None
    returned: str
    condition_in: str
    in_day: int | None
    lost: str
    rest: str


class TransferRow(NamedTuple):
    """Equipment supplied: also an overseas transfer of defence equipment under the provider's own guidelines."""

    act: bytes
    part: int
    line: int
    rule: str
    standing: str
    category: str
    item: str
    amount: str
    unit: str
    provider: str
    recipient: str
    on_day: int
