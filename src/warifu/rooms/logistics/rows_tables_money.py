"""Tables of what is owed (claims, invoices, payments, clocks) and of what is wrong.

Floor 3a, pure; the law of all tables stands in ``rows_tables``.
"""

from __future__ import annotations

from typing import NamedTuple


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
    """One obligation in kind or in money: what makes it, what is left, by when, the day on which nothing was left."""

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
    delivered: int
    """Day from which settlement runs, whatever form the debt took later."""
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


class DocumentRow(NamedTuple):
    """Whether a step's source document is present."""

    act: bytes
    step: str
    party: str
    papers: str
    count: int  # type: ignore[assignment]  # a column of this name; nobody asks a row for tuple.count
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
