"""The tables of this room: one record a table, in the order of its columns. Floor 3a, pure.

Law: columns are text, integer, bytes and bool. A day is the number of days since 1970-01-01; ``None`` is a day that is
not set. An amount is the exact digits as text, its unit or currency in the column beside it; empty text is no amount.
An act is named by its digest. Pair and case stand before every row and are written by the projection; ``models`` gives
the same tables to Django, and a test holds the two against each other.
"""

from __future__ import annotations

from typing import Any, NamedTuple


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
    effective: bool


class DiscrepancyRow(NamedTuple):
    """A line whose receipt differs from the issue it cites, beyond the tolerance or with a reason; both sides see it."""

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
    """open, disputed, corrected or ratified."""


class ClaimRow(NamedTuple):
    """The notice that a claim arose, made at each receipt by itself."""

    receipt: bytes
    number: str
    creditor: str
    debtor: str
    form: str
    """return, replacement, services or money."""
    amount: str
    currency: str
    to_be_fixed: bool
    arisen: int
    due: int
    invoice: bytes
    state: str
    """noticed, invoiced or settled."""


class InvoiceRow(NamedTuple):
    """A claim in money as invoiced, and all that settles it, gross."""

    act: bytes
    number: str
    creditor: str
    debtor: str
    currency: str
    amount: str
    on_day: int
    due: int
    terms_days: int
    paid: str
    acknowledged: str
    charges: str
    credited: str
    waived: str
    set_off: str
    rest: str
    done: int | None
    disputed: bool
    effective: bool


class PaymentRow(NamedTuple):
    """A payment as its debtor states it, and what of it the creditor has acknowledged."""

    act: bytes
    invoice: bytes
    payer: str
    reference: str
    amount: str
    currency: str
    charge: str
    charge_currency: str
    borne_by: str
    rate: str
    rate_on: int | None
    rate_source: str
    on_day: int
    acknowledged: str
    acknowledged_on: int | None
    state: str
    """sent, partly or acknowledged."""


class ObligationRow(NamedTuple):
    """One obligation in kind or in money: what makes it, what is left, by when, and the day on which nothing was left."""

    basis: str
    receipt: bytes
    line: int
    account: str
    debtor: str
    creditor: str
    commodity: str
    owed: str
    settled: str
    rest: str
    undetermined: str
    """Reason code where no figure can be given."""
    arisen: int
    due: int
    done: int | None


class ClockRow(NamedTuple):
    """Something due: its name, what it is about, who must act, first and last day, the day it was done."""

    number: int
    name: str
    about: str
    holder: str
    starts: int
    due: int
    done: int | None
    warnings: str
    """Months and day of each warning: ``6:20000 9:20092``."""
    standing: str
    is_right: bool


class TurnRow(NamedTuple):
    """From which day the case lay with whom: a party, ``*`` in transit, empty with nobody."""

    number: int
    from_day: int
    party: str


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


class DisputeRow(NamedTuple):
    """A dispute, what it contests, and how it ended."""

    act: bytes
    party: str
    about: str
    contested: bytes
    amount: str
    currency: str
    on_day: int
    resolved_by: bytes
    outcome: str
    consultation: str
    resolved_on: int | None


class IrregularityRow(NamedTuple):
    """A fact that broke a rule: its findings, its owner, and what cured it."""

    act: bytes
    kind: str
    findings: str
    articles: str
    owner: str
    since: int
    due: int
    state: str
    """open, ratified, corrected or disputed."""
    cured_by: bytes
    cured_on: int | None


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


class DocumentRow(NamedTuple):
    """Whether a step's source document is present."""

    act: bytes
    step: str
    party: str
    papers: str
    count: int
    present: bool
    on_day: int


class PaperRow(NamedTuple):
    """Paper evidence: an act entered for the other side, weaker than a signature until that side confirms it."""

    act: bytes
    kind: str
    author: str
    on_behalf: str
    scan: bytes
    scans: int
    on_day: int | None
    confirmed: bool


class LateRow(NamedTuple):
    """A late entry, with its reason; it counts once the other side has confirmed it."""

    act: bytes
    kind: str
    author: str
    on_day: int
    sealed_day: int
    days: int
    reason: str
    effective: bool


class RetentionRow(NamedTuple):
    """How long one side keeps the case, from when, and what is done with it then."""

    party: str
    record_class: str
    years: int
    starts: int | None
    expiry: int | None
    outcome: str
    standing: str


class DealingRow(NamedTuple):
    """A past dealing as one side's register holds it."""

    reference: str
    party: str
    place: int
    provider: str
    category: str
    item: str
    stock: str
    amount: str
    unit: str
    value: str
    currency: str
    on_day: int
    their_reference: str
    own_unit: str
    other_unit: str
    activity: str
    venue: str
    receipt_held: str
    settled: str
    instant: int


class MatchRow(NamedTuple):
    """A match act and whether it is agreed."""

    number: str
    proposer: str
    pairs: int
    on_day: int
    state: str
    agreed: bool


class PairRow(NamedTuple):
    """Two dealings held to be one; ``ours`` and ``theirs`` as the proposer sees them."""

    part: int
    ours: bytes
    theirs: bytes
    proposer: str
    provider: str
    commodity: str
    amount: str
    unit: str
    value: str
    currency: str
    on_day: int
    settled: str
    corrected: str
    state: str
    agreed: bool


class StatementRow(NamedTuple):
    """A statement put to both sides for signature."""

    number: str
    form: str
    proposer: str
    as_of: int
    on_day: int
    matched: int
    differing: int
    only_ours: int
    only_theirs: int
    undetermined: int
    state_digest: bytes
    state: str
    agreed: bool


class TotalRow(NamedTuple):
    """One balance on a statement."""

    part: int
    debtor: str
    creditor: str
    commodity: str
    amount: str


class SetOffRow(NamedTuple):
    """A set-off, shown gross."""

    number: str
    proposer: str
    rest: str
    currency: str
    rest_owed_by: str
    on_day: int
    state: str
    agreed: bool


class SetOffItemRow(NamedTuple):
    """One claim in a set-off."""

    part: int
    invoice: bytes
    debtor: str
    amount: str
    currency: str


class PriceRow(NamedTuple):
    """A standing price or offer."""

    line: int
    number: str
    provider: str
    issuing: str
    category: str
    item: str
    stock: str
    unit: str
    amount: str
    price: str
    currency: str
    basis: str
    ground: str
    activity: str
    valid_from: int
    valid_to: int
    state: str


class OnwardRow(NamedTuple):
    """A request to pass goods on: what was asked, consented, drawn, passed, and what remains."""

    number: str
    asker: str
    consenter: str
    receipt: bytes
    item: str
    unit: str
    asked: str
    consented: str
    drawn: str
    passed: str
    remaining: str
    recipient: str
    purpose: str
    until: int
    conditions: str
    state: str
    agreed: bool


class DrawRow(NamedTuple):
    """A draw on a consent, or goods passed on (``kind``), and whether the one is covered by the other."""

    act: bytes
    kind: str
    recipient: str
    amount: str
    unit: str
    allotment: bool
    on_day: int
    covered: bool
    effective: bool


class PrecedentRow(NamedTuple):
    """A human ruling on a doubtful item."""

    number: str
    item: str
    ruling: str
    supply: str
    category: str
    proposer: str
    on_day: int
    state: str
    agreed: bool


RECORDS: dict[str, type[Any]] = {
    "logistics_case": CaseHead,
    "logistics_act": ActRow,
    "logistics_line": LineRow,
    "logistics_delivery": DeliveryRow,
    "logistics_discrepancy": DiscrepancyRow,
    "logistics_claim": ClaimRow,
    "logistics_invoice": InvoiceRow,
    "logistics_payment": PaymentRow,
    "logistics_obligation": ObligationRow,
    "logistics_clock": ClockRow,
    "logistics_turn": TurnRow,
    "logistics_booking": BookingRow,
    "logistics_loan": LoanRow,
    "logistics_dispute": DisputeRow,
    "logistics_irregularity": IrregularityRow,
    "logistics_transfer": TransferRow,
    "logistics_document": DocumentRow,
    "logistics_paper": PaperRow,
    "logistics_late": LateRow,
    "logistics_retention": RetentionRow,
    "logistics_dealing": DealingRow,
    "logistics_match": MatchRow,
    "logistics_pair": PairRow,
    "logistics_statement": StatementRow,
    "logistics_total": TotalRow,
    "logistics_set_off": SetOffRow,
    "logistics_set_off_item": SetOffItemRow,
    "logistics_price": PriceRow,
    "logistics_onward": OnwardRow,
    "logistics_draw": DrawRow,
    "logistics_precedent": PrecedentRow,
}
"""Table name to the record of its rows."""

TABLES: dict[str, tuple[str, ...]] = {name: record._fields for name, record in RECORDS.items()}
"""Table name to column names; pair and case stand before them."""
