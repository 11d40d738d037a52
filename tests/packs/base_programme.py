"""The acts of the golden rulings of the programme as they are unless a row says otherwise; all invented.

Beside the exercise of ``base_acts``: Japan (provider) offers fuel and a berth for it; Britain (asker) puts on record a
commitment of a ministers' meeting of January 2016, calls for consultation, and proposes preparedness for a large event.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.packs.base_said import Base
from warifu.core.days import add_months
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.rooms.programme.acts import area, commitment, consultation, support

OFFERED = (
    support.Support(1, "pol", "F-76 marine diesel", Quantity(Decimal(300), "KL"), price=Money(Decimal(95000), "JPY")),
    support.Support(2, "port_services", "berth", Quantity(Decimal(5), "DAY"), "service", basis="list", place="JP"),
)
CONTACTS = (area.Contact("GB-LIAISON", "GB-UKDEF", at_all_hours=True),)


def _days(on: date, number: int) -> date:
    return date.fromordinal(on.toordinal() + number)


def _offer(on: date) -> support.SupportOffer:
    return support.SupportOffer(on, "JP-AKASHI-26-S001", OFFERED, on, _days(on, 20), "JP-AKASHI")


def _commitment(on: date) -> commitment.Commitment:
    return commitment.Commitment(
        on, "GB-UKDEF-26-C001", "2+2-2016-01", date(2016, 1, 8), "both", add_months(on, 18), "supplies_services"
    )


def _area(on: date) -> area.Area:
    return area.Area(on, "GB-UKDEF-26-R001", "event_preparedness", "expo:2027", CONTACTS, on, add_months(on, 12))


def _consultation(on: date) -> consultation.Consultation:
    return consultation.Consultation(on, "GB-UKDEF-26-K001", "discrepancy", "desk", _days(on, 14), dispute=True)


def _base(by: str, body: Callable[[date], Any], cites: tuple[str, ...] = (), kind: str = "") -> Base:
    return Base(by, "liaison_officer", body, cites, kind, "programme")


BASES: dict[str, Base] = {
    "support_offer": _base("provider", _offer, ("activity",)),
    "support_taken_note": _base("asker", lambda on: support.SupportNoted(on, ("GB-CALDER",))),
    "support_amend": _base(
        "provider", lambda on: support.SupportAmend(on, "quantity", OFFERED[:1], on, _days(on, 10))
    ),
    "support_withdraw": _base("provider", lambda on: support.SupportWithdraw(on, "mission")),
    "commitment": _base("asker", _commitment),
    "agree_commitment": _base("turn", commitment.CommitmentAnswer),
    "decline_commitment": _base("turn", lambda on: commitment.CommitmentEnd(on, "wording")),
    "withdraw_commitment": _base("waits", lambda on: commitment.CommitmentEnd(on, "error")),
    "commitment_amend": _base(
        "asker", lambda on: commitment.CommitmentAmend(on, "date", due=add_months(on, 24))
    ),
    "supersede": _base("provider", lambda on: commitment.Supersede(on, "new_meeting")),
    "progress": _base("provider", lambda on: commitment.Progress(on, "on_track", add_months(on, 6))),
    "fulfil": _base("provider", commitment.Fulfil, ("standing",)),
    "agree_fulfilment": _base("turn", commitment.CommitmentAnswer),
    "consultation": _base("asker", _consultation, ("standing",)),
    "attend": _base("provider", lambda on: consultation.Attend(on, _days(on, 10), "desk", ("JP-LOG-2",))),
    "session": _base("provider", lambda on: consultation.Session(on, "desk", "JP", ("JP-LOG-2", "GB-LOG-1"))),
    "outcome": _base("asker", lambda on: consultation.Outcome(on, "corrected")),
    "agree_outcome": _base("turn", consultation.OutcomeAnswer),
    "decline_outcome": _base("turn", lambda on: consultation.ConsultationEnd(on, "not_as_discussed")),
    "withdraw_consultation": _base("waits", lambda on: consultation.ConsultationEnd(on, "settled_otherwise")),
    "close_consultation": _base("provider", lambda on: consultation.ConsultationEnd(on, "no_agreement")),
    "area": _base("asker", _area, ("activity",)),
    "agree_area": _base("turn", lambda on: area.AreaAgree(on, (area.Contact("JP-LIAISON", "JP-JSO"),))),
    "decline_area": _base("turn", lambda on: area.AreaEnd(on, "policy")),
    "withdraw_area": _base("waits", lambda on: area.AreaEnd(on, "error")),
    "area_contacts": _base("asker", lambda on: area.AreaContacts(on, (area.Contact("GB-WATCH", "GB-UKDEF"),))),
    "area_amend": _base("provider", lambda on: area.AreaAmend(on, "date", add_months(on, 14))),
    "area_end": _base("provider", lambda on: area.AreaEnd(on, "completed")),
}  # fmt: skip
