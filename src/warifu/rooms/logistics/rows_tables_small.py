"""Tables of the smaller cases: dealings, matches, statements, set-offs, prices, consents.

Floor 3a, pure; the law of all tables stands in ``rows_tables``.
"""

from __future__ import annotations

from typing import NamedTuple


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
    zone: str
    step: str
    status: str
    sealed: int
    exercise: bool


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
    limited: bool
    drawn: str
    """What both sides know to be drawn, in the line's unit; empty for a price list."""
    left: str


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


class RegisterRow(NamedTuple):
    """National: where in a register's file a past dealing stood; its cells are a text."""

    batch: str
    sheet: str
    row: int
    dealing: bytes
    on_day: int
