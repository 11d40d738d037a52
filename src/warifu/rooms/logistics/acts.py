"""What is said and done under an ACSA: the kinds of act of this room and their bodies.

Law: a will is judged, a fact is recorded, an aside is shown. Codes only: names of persons, remarks and descriptions are
texts (slots below), never fields. Field numbers are positions and never change; a new field goes last with a default.

Cases: an *order* (request … closed), a *standing* offer with prices, an *onward* transfer with its consent and draws, a
*set-off*, a past *dealing* from a register, a *match* of dealings, a *statement*, a *precedent* on the border of weapons.
Terms are those of the agreement between GB and JP of 2017 and of the mandatory elements listed in the pack.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.law.room import ASIDE, FACT, WILL, Kind, kinds_of

Settlement = Literal["return", "replacement", "cash", "services", "set_off"]
Purpose = Literal["provision", "return", "replacement", "exchange"]
Supply = Literal["goods", "service", "mixed"]
Transaction = Literal["supply", "loan", "facility"]

REMARKS, REASON, PAYEE, PLACE, SPECIAL, LIABILITY, DESCRIPTION = 1, 2, 3, 4, 5, 6, 100
SLOTS = {
    REMARKS: "remarks", REASON: "reason", PAYEE: "payee", PLACE: "place", SPECIAL: "special_requirements",
    LIABILITY: "limit_of_liability", DESCRIPTION: "description of line n (100 + n)",
}


class Setting(msgspec.Struct, frozen=True):
    """In what activity, on which ground of Art. 1(1) ("a" to "e"), where: what both treaty and own law ask.

    ``place`` is a country code of two letters or ``XZ`` for the high seas; ``facility_of`` the party whose facility it
    is; ``together`` that units of both are on the scene; ``same_kind`` that both do the same kind of activity;
    ``at_request_of`` the party that asked for help; ``statute`` another Japanese statute that governs the force's
    activity (``important_influence``, ``armed_attack``, ``peace_cooperation``), else empty; ``hinders`` that the
    provider's own missions would be hindered; ``un_forces`` that they act as UN forces under the UN SOFA.
    """

    ground: Literal["a", "b", "c", "d", "e"]
    activity: str
    place: str
    facility_of: str = ""
    together: bool = False
    same_kind: bool = False
    at_request_of: str = ""
    statute: str = ""
    hinders: bool = False
    un_forces: bool = False
    decision: str = ""
    """Reference of the mutual decision that ground (e) needs."""


class Line(msgspec.Struct, frozen=True):
    """One thing asked for: what, how much, at which price or on which basis up to which ceiling."""

    number: int
    category: str
    item: str
    quantity: Quantity
    supply: Supply = "goods"
    stock: str = ""
    price: Money | None = None
    basis: str = ""
    """Where no price stands: ``list``, ``actual_cost``, ``meter``, ``as_replaced``."""
    ceiling: Money | None = None
    tolerance: Decimal = Decimal(0)
    """Part of the quantity (0.005 is 0.5 %) within which two measures are no discrepancy."""
    measure: Literal["", "provider", "receiver"] = ""
    """Whose measure prevails within and beyond the tolerance."""
    density: Decimal | None = None
    """kg/m3 at 15 °C, where mass and volume are both spoken of."""
    precedent: bytes = b""
    """Root digest of the precedent (also cited) that rules a doubtful item."""


class NotApplicable(msgspec.Struct, frozen=True):
    """A mandatory element that does not apply here, with the reason as a code of the pack."""

    element: str
    reason: str


class Request(msgspec.Struct, frozen=True):
    """Ask for supplies or services. Wills of an order fill the 25 elements step by step."""

    on: date
    number: str
    setting: Setting
    receiving: str
    """Receiving organisation: desk code of the asker."""
    issuing: str
    """Issuing organisation asked: desk code of the other side."""
    lines: tuple[Line, ...]
    settlement: Settlement
    transaction: Transaction = "supply"
    wanted_from: date | None = None
    wanted_to: date | None = None
    billed: str = ""
    """Office billed: desk code."""
    fund: str = ""
    """Fund citation, or the national reference that stands for it."""
    currency: str = ""
    liability: str = ""
    special: str = ""
    payee: str = ""
    remittance: str = ""
    exercise: bool = False
    emergency: bool = False
    not_applicable: tuple[NotApplicable, ...] = ()
    late_reason: str = ""
    standing_order: str = ""
    """Japan: the order, standing or single, under which a service is given or asked."""


class Verbal(msgspec.Struct, frozen=True):
    """A verbal emergency order, recorded by the side that heard or gave it; confirmed in writing by ``confirm_by``."""

    on: date
    number: str
    setting: Setting
    receiving: str
    issuing: str
    lines: tuple[Line, ...]
    settlement: Settlement
    confirm_by: date
    given_by: str
    """Post of the officer who gave it."""
    exercise: bool = False
    late_reason: str = ""


class Refusal(msgspec.Struct, frozen=True):
    """A line that the provider will not give, with the reason as a code."""

    line: int
    reason: str


class Offer(msgspec.Struct, frozen=True):
    """Answer a request (or counter an offer): lines as they can be given, prices, refusals by line."""

    on: date
    lines: tuple[Line, ...]
    settlement: Settlement
    currency: str = ""
    total: Money | None = None
    payee: str = ""
    remittance: str = ""
    from_day: date | None = None
    to_day: date | None = None
    replace_by: date | None = None
    """Replacement schedule: the day by which goods are returned or replaced."""
    payment_days: int = 0
    refusals: tuple[Refusal, ...] = ()
    valid_to: date | None = None
    liability: str = ""
    special: str = ""
    fund: str = ""
    billed: str = ""
    not_applicable: tuple[NotApplicable, ...] = ()
    late_reason: str = ""
    standing_order: str = ""


class Accept(msgspec.Struct, frozen=True):
    """Accept what the line holds: an offer, a counter-offer, a change, a cancellation, a closing."""

    on: date
    fund: str = ""
    billed: str = ""
    payee: str = ""
    remittance: str = ""
    not_applicable: tuple[NotApplicable, ...] = ()
    late_reason: str = ""
    standing_order: str = ""


class Decline(msgspec.Struct, frozen=True):
    """Say no (提供不可, or no to a proposal), with the reason as a code."""

    on: date
    reason: str
    late_reason: str = ""


class Withdraw(msgspec.Struct, frozen=True):
    """Take back one's own request, offer or proposal before it is accepted."""

    on: date
    reason: str
    late_reason: str = ""


class Change(msgspec.Struct, frozen=True):
    """Propose to change an order: lines, settlement (the order of falling back), price now fixed, dates."""

    on: date
    reason: str
    lines: tuple[Line, ...] = ()
    settlement: Literal["", "return", "replacement", "cash", "services", "set_off"] = ""
    currency: str = ""
    total: Money | None = None
    replace_by: date | None = None
    to_day: date | None = None
    late_reason: str = ""


class Correct(msgspec.Struct, frozen=True):
    """Propose to correct a recorded fact (cited): the figures that should stand instead, by line."""

    on: date
    reason: str
    lines: tuple[Delivered, ...] = ()
    amount: Money | None = None
    late_reason: str = ""


class Ratify(msgspec.Struct, frozen=True):
    """Cure an irregular fact (cited) with a reason; by the side that did not write it."""

    on: date
    reason: str
    late_reason: str = ""


class Resolve(msgspec.Struct, frozen=True):
    """Propose how a dispute (cited) ends: by consultation only; reference of the consultation."""

    on: date
    outcome: Literal["upheld", "rejected", "settled"]
    consultation: str
    late_reason: str = ""


class Waive(msgspec.Struct, frozen=True):
    """The creditor gives up a claim or part of it."""

    on: date
    amount: Money
    reason: str
    late_reason: str = ""


class Close(msgspec.Struct, frozen=True):
    """Propose to close the order; cites the receipts and the settlement it rests on."""

    on: date
    late_reason: str = ""


class Rebase(msgspec.Struct, frozen=True):
    """Propose that the case goes on under another version of the pack."""

    on: date
    rebase_to: bytes
    late_reason: str = ""


class Delivered(msgspec.Struct, frozen=True):
    """One line as handed over or as counted."""

    line: int
    quantity: Quantity
    lot: str = ""
    serials: tuple[str, ...] = ()
    condition: str = "good"
    discrepancy: str = ""
    """Reason code of a difference: short, over, damaged, wrong_item, quality, measure."""
    accepted: bool = True
    temperature: Decimal | None = None
    """°C at measuring, for fuel."""
    measured_by: str = ""
    """meter, sounding, weighbridge, count."""


class Issue(msgspec.Struct, frozen=True):
    """Handed over (provision), or given back (return), or replaced, or a service given in exchange."""

    on: date
    place: str
    lines: tuple[Delivered, ...]
    purpose: Purpose = "provision"
    to: str = ""
    """Desk that took it."""
    partial: bool = False
    late_reason: str = ""


class Receipt(msgspec.Struct, frozen=True):
    """Received and counted, against the issue cited; for a replacement it is the acceptance inspection."""

    on: date
    place: str
    lines: tuple[Delivered, ...]
    purpose: Purpose = "provision"
    partial: bool = False
    late_reason: str = ""


class Payment(msgspec.Struct, frozen=True):
    """Paid by the debtor; cites the invoice. ``charge`` is what a bank kept, and who bears it."""

    on: date
    amount: Money
    reference: str
    charge: Money | None = None
    charge_borne_by: Literal["", "debtor", "creditor"] = ""
    rate: Decimal | None = None
    rate_on: date | None = None
    rate_source: str = ""
    late_reason: str = ""


class Acknowledge(msgspec.Struct, frozen=True):
    """The creditor has the money; cites the payment."""

    on: date
    amount: Money
    late_reason: str = ""


class Loss(msgspec.Struct, frozen=True):
    """Lent or received goods are lost or destroyed; cites the receipt."""

    on: date
    lines: tuple[Delivered, ...]
    reason: str
    late_reason: str = ""


class Passed(msgspec.Struct, frozen=True):
    """Goods were passed on to somebody outside the receiving force; cites the draw on the consent."""

    on: date
    recipient: str
    item: str
    quantity: Quantity
    place: str
    late_reason: str = ""


class Invoice(msgspec.Struct, frozen=True):
    """The claim in money (納入告知, 請求書): cites receipts; gross, net of nothing."""

    on: date
    number: str
    amount: Money
    due: date
    terms_days: int
    late_reason: str = ""


class Credit(msgspec.Struct, frozen=True):
    """Credit note on an invoice (cited)."""

    on: date
    number: str
    amount: Money
    reason: str
    late_reason: str = ""


class Remind(msgspec.Struct, frozen=True):
    """Reminder (督促) of what is awaited or due."""

    on: date
    about: str
    late_reason: str = ""


class Note(msgspec.Struct, frozen=True):
    """A note; its words are a text."""

    on: date
    late_reason: str = ""


class Dispute(msgspec.Struct, frozen=True):
    """Contest an act (cited): what is contested, as a code."""

    on: date
    about: str
    amount: Money | None = None
    late_reason: str = ""


class ConsultationCall(msgspec.Struct, frozen=True):
    """Escalate to the consultation that the agreement provides."""

    on: date
    about: str
    late_reason: str = ""


class Standing(msgspec.Struct, frozen=True):
    """A price list or standing offer of what can be given, for an activity or until a day."""

    on: date
    number: str
    lines: tuple[Line, ...]
    valid_from: date
    valid_to: date
    issuing: str
    ground: str = ""
    activity: str = ""
    payment_days: int = 0
    exercise: bool = False
    late_reason: str = ""


class OnwardRequest(msgspec.Struct, frozen=True):
    """Ask for the provider's prior written consent to pass goods on; cites the receipt."""

    on: date
    number: str
    item: str
    quantity: Quantity
    recipient: str
    purpose: str
    until: date
    exercise: bool = False
    late_reason: str = ""


class OnwardConsent(msgspec.Struct, frozen=True):
    """The provider's consent: to whom, how much, until when, on which conditions (codes)."""

    on: date
    quantity: Quantity
    recipient: str
    until: date
    conditions: tuple[str, ...] = ()
    late_reason: str = ""


class Draw(msgspec.Struct, frozen=True):
    """Use up part of a consent before passing goods on; ``allotment`` for who goes out of reach."""

    on: date
    quantity: Quantity
    recipient: str
    allotment: bool = False
    late_reason: str = ""


class SetOffItem(msgspec.Struct, frozen=True):
    """One claim in a set-off: which invoice (place in ``cites``), who owes it, the gross amount set off."""

    cite: int
    debtor: str
    amount: Money


class SetOff(msgspec.Struct, frozen=True):
    """Propose a set-off, shown gross: claims both ways and what is left, by whom to be paid."""

    on: date
    number: str
    items: tuple[SetOffItem, ...]
    rest: Money
    rest_owed_by: str = ""
    exercise: bool = False
    late_reason: str = ""


class ApplySetOff(msgspec.Struct, frozen=True):
    """On the claim's own line: this claim is settled so far by the set-off agreed (cited)."""

    on: date
    amount: Money
    late_reason: str = ""


class Dealing(msgspec.Struct, frozen=True):
    """A past dealing as a unit's register holds it; what is shared. Original cells stand in a national act."""

    on: date
    reference: str
    provider: str
    """Party that gave."""
    category: str
    item: str
    quantity: Quantity
    value: Money | None = None
    their_reference: str = ""
    own_unit: str = ""
    other_unit: str = ""
    stock: str = ""
    activity: str = ""
    place: str = ""
    receipt_held: Literal["", "yes", "no"] = ""
    settled: Literal["", "yes", "no"] = ""
    instant: int = 0
    """UTC seconds where the register gives a time."""
    late_reason: str = "register"


class RegisterRow(msgspec.Struct, frozen=True):
    """National: the original cells of a register's row, word for word, and the dealing (cited) made of them."""

    on: date
    batch: str
    sheet: str
    row: int
    cells: tuple[str, ...]


class WithdrawBatch(msgspec.Struct, frozen=True):
    """National: a batch of dealings is withdrawn before it was exchanged."""

    on: date
    batch: str
    reason: str


class Pair(msgspec.Struct, frozen=True):
    """Two dealings (places in ``cites``) that officers hold to be one, and what is agreed to stand."""

    ours: int
    theirs: int
    provider: str
    commodity: str
    quantity: Quantity
    on: date
    value: Money | None = None
    settled: Literal["", "yes", "no"] = ""
    corrected: tuple[str, ...] = ()
    """Names of fields in which the two sides differed and which this match settles."""


class Match(msgspec.Struct, frozen=True):
    """Propose that pairs of past dealings are one; posts once when the other side's officer agrees."""

    on: date
    number: str
    pairs: tuple[Pair, ...]
    exercise: bool = False
    late_reason: str = ""


class Total(msgspec.Struct, frozen=True):
    """One balance on a statement: debtor, creditor, commodity or currency, amount."""

    debtor: str
    creditor: str
    commodity: str
    exponent: int
    mantissa: int


class Statement(msgspec.Struct, frozen=True):
    """Monthly statement or opening balance: what is owed as of a day, differences counted; both sign."""

    on: date
    number: str
    form: Literal["monthly", "opening", "year_end"]
    as_of: date
    totals: tuple[Total, ...]
    matched: int = 0
    differing: int = 0
    only_ours: int = 0
    only_theirs: int = 0
    undetermined: int = 0
    state_digest: bytes = b""
    exercise: bool = False
    late_reason: str = ""


class Precedent(msgspec.Struct, frozen=True):
    """A human ruling on a doubtful item: weapon or ammunition, goods or service; kept and cited."""

    on: date
    number: str
    item: str
    ruling: Literal["weapon", "ammunition", "other"]
    supply: Supply
    category: str = ""
    exercise: bool = False
    late_reason: str = ""


def _worth_of_lines(body: Request | Offer, _terms: object) -> list[tuple[str, Decimal]]:
    """Value by currency (price, else ceiling) and quantity by unit: what an appointment's limits are held against."""
    values: dict[str, Decimal] = {}
    for line in body.lines:
        each = line.price or None
        value = each.amount * line.quantity.amount if each else line.ceiling.amount if line.ceiling else None
        money = each or line.ceiling
        if value is not None and money is not None:
            values[money.currency] = values.get(money.currency, Decimal(0)) + value
        values[line.quantity.unit] = max(values.get(line.quantity.unit, Decimal(0)), line.quantity.amount)
    return list(values.items())


def _worth_of_terms(_body: Accept, terms: object) -> list[tuple[str, Decimal]]:
    lines = getattr(terms, "lines", ())
    return _worth_of_lines(Offer(on=date.min, lines=lines, settlement="cash"), None)


def _worth_of_amount(body: Waive | Payment | Invoice | ApplySetOff | Credit, _terms: object) -> list[tuple[str, Decimal]]:
    return [(body.amount.currency, body.amount.amount)]


def _kind(name: str, nature: Literal["will", "fact", "aside"], body: type[msgspec.Struct]) -> Kind:
    return Kind(f"logistics/{name}", nature, body, SLOTS)


KINDS = kinds_of(
    _kind("request", WILL, Request)._replace(worth=_worth_of_lines),
    _kind("verbal", WILL, Verbal)._replace(worth=_worth_of_lines),
    _kind("offer", WILL, Offer)._replace(worth=_worth_of_lines),
    _kind("counter", WILL, Offer)._replace(worth=_worth_of_lines),
    _kind("accept", WILL, Accept)._replace(worth=_worth_of_terms),
    _kind("decline", WILL, Decline),
    _kind("withdraw", WILL, Withdraw),
    _kind("change", WILL, Change)._replace(worth=_worth_of_lines),
    _kind("cancel", WILL, Withdraw),
    _kind("correct", WILL, Correct),
    _kind("ratify", WILL, Ratify),
    _kind("resolve", WILL, Resolve),
    _kind("waive", WILL, Waive)._replace(worth=_worth_of_amount),
    _kind("apply_set_off", WILL, ApplySetOff)._replace(worth=_worth_of_amount),
    _kind("close", WILL, Close),
    _kind("rebase", WILL, Rebase),
    _kind("issue", FACT, Issue),
    _kind("receipt", FACT, Receipt),
    _kind("payment", FACT, Payment)._replace(worth=_worth_of_amount),
    _kind("acknowledge", FACT, Acknowledge),
    _kind("loss", FACT, Loss),
    _kind("passed", FACT, Passed),
    _kind("invoice", ASIDE, Invoice),
    _kind("credit", ASIDE, Credit)._replace(worth=_worth_of_amount),
    _kind("remind", ASIDE, Remind),
    _kind("note", ASIDE, Note),
    _kind("dispute", ASIDE, Dispute),
    _kind("consult", ASIDE, ConsultationCall),
    _kind("standing", WILL, Standing),
    _kind("onward_request", WILL, OnwardRequest),
    _kind("onward_consent", WILL, OnwardConsent),
    _kind("draw", WILL, Draw),
    _kind("set_off", WILL, SetOff),
    _kind("dealing", FACT, Dealing),
    _kind("register_row", FACT, RegisterRow)._replace(national=True),
    _kind("withdraw_batch", WILL, WithdrawBatch)._replace(national=True),
    _kind("match", WILL, Match),
    _kind("statement", WILL, Statement),
    _kind("precedent", WILL, Precedent),
)
