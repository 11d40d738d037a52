"""What is said and done under an ACSA: the kinds of act of this room and their bodies.

Law: a will is judged, a fact is recorded, an aside is shown. Codes only: names of persons, remarks and descriptions are
texts (slots below), never fields. Field numbers are positions and never change; a new field goes last with a default.

Cases: an *order* (request … closed), a *standing* offer with prices, an *onward* transfer with its consent and draws, a
*set-off*, a past *dealing* from a register, a *match* of dealings, a *statement*, a *precedent* on what is a weapon.
Terms are those of the agreement between GB and JP of 2017 and of the mandatory elements listed in the pack.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from warifu.law.room import ASIDE, FACT, WILL, Kind, kinds_of
from warifu.rooms.logistics.acts import worth
from warifu.rooms.logistics.acts.asides import (
    ConsultationCall,
    Credit,
    Dispute,
    Invoice,
    Note,
    Remind,
)
from warifu.rooms.logistics.acts.delivery import (
    Acknowledge,
    Issue,
    Loss,
    Passed,
    Payment,
    Receipt,
)
from warifu.rooms.logistics.acts.lines import (
    Delivered,
    Line,
    NotApplicable,
    Purpose,
    Refusal,
    Setting,
    Settlement,
    Supply,
    Transaction,
)
from warifu.rooms.logistics.acts.order import (
    Accept,
    ApplySetOff,
    Change,
    Close,
    Correct,
    Decline,
    Offer,
    Ratify,
    Rebase,
    Request,
    Resolve,
    Verbal,
    Waive,
    Withdraw,
)
from warifu.rooms.logistics.acts.own_lines import (
    Draw,
    OnwardConsent,
    OnwardRequest,
    Precedent,
    SetOff,
    SetOffItem,
    Standing,
    StandingDraw,
    Taken,
)
from warifu.rooms.logistics.acts.past import (
    Dealing,
    Match,
    Pair,
    RegisterRow,
    Statement,
    Total,
    WithdrawBatch,
)

__all__ = [
    "DESCRIPTION",
    "KINDS",
    "LIABILITY",
    "PAYEE",
    "PLACE",
    "REASON",
    "REMARKS",
    "SLOTS",
    "SPECIAL",
    "Accept",
    "Acknowledge",
    "ApplySetOff",
    "Change",
    "Close",
    "ConsultationCall",
    "Correct",
    "Credit",
    "Dealing",
    "Decline",
    "Delivered",
    "Dispute",
    "Draw",
    "Invoice",
    "Issue",
    "Line",
    "Loss",
    "Match",
    "NotApplicable",
    "Note",
    "Offer",
    "OnwardConsent",
    "OnwardRequest",
    "Pair",
    "Passed",
    "Payment",
    "Precedent",
    "Purpose",
    "Ratify",
    "Rebase",
    "Receipt",
    "Refusal",
    "RegisterRow",
    "Remind",
    "Request",
    "Resolve",
    "SetOff",
    "SetOffItem",
    "Setting",
    "Settlement",
    "Standing",
    "StandingDraw",
    "Statement",
    "Supply",
    "Taken",
    "Total",
    "Transaction",
    "Verbal",
    "Waive",
    "Withdraw",
    "WithdrawBatch",
]

REMARKS, REASON, PAYEE, PLACE, SPECIAL, LIABILITY, DESCRIPTION = 1, 2, 3, 4, 5, 6, 100
SLOTS = {
    REMARKS: "remarks",
    REASON: "reason",
    PAYEE: "payee",
    PLACE: "place",
    SPECIAL: "special_requirements",
    LIABILITY: "limit_of_liability",
    DESCRIPTION: "description of line n (100 + n)",
}


def _kind(name: str, nature: Literal["will", "fact", "aside"], body: type[msgspec.Struct]) -> Kind:
    return Kind(f"logistics/{name}", nature, body, SLOTS)


KINDS = kinds_of(
    _kind("request", WILL, Request)._replace(worth=worth.of_lines),
    _kind("verbal", WILL, Verbal)._replace(worth=worth.of_lines),
    _kind("offer", WILL, Offer)._replace(worth=worth.of_lines),
    _kind("counter", WILL, Offer)._replace(worth=worth.of_lines),
    _kind("accept", WILL, Accept)._replace(worth=worth.of_terms),
    _kind("decline", WILL, Decline),
    _kind("withdraw", WILL, Withdraw),
    _kind("change", WILL, Change)._replace(worth=worth.of_lines),
    _kind("cancel", WILL, Withdraw),
    _kind("correct", WILL, Correct),
    _kind("ratify", WILL, Ratify),
    _kind("resolve", WILL, Resolve),
    _kind("waive", WILL, Waive)._replace(worth=worth.of_amount),
    _kind("apply_set_off", WILL, ApplySetOff)._replace(worth=worth.of_amount),
    _kind("close", WILL, Close),
    _kind("rebase", WILL, Rebase),
    _kind("issue", FACT, Issue),
    _kind("receipt", FACT, Receipt),
    _kind("payment", FACT, Payment)._replace(worth=worth.of_amount),
    _kind("acknowledge", FACT, Acknowledge),
    _kind("loss", FACT, Loss),
    _kind("passed", FACT, Passed),
    _kind("invoice", ASIDE, Invoice),
    _kind("credit", ASIDE, Credit)._replace(worth=worth.of_amount),
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
    _kind("standing_draw", WILL, StandingDraw),
)
