"""The acts of the golden rulings as they are unless a row says otherwise: an order of fuel at sea, all invented.

A British ship asks a Japanese one for 100 kilolitres of fuel during an exercise, to be paid in yen. Each kind of act
has a body that the agreement permits in its place, the side that writes it and the role of the officer who signs. A few
have a second base under a name of its own (``offer_in_kind``), for orders that are settled another way.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from tests.packs import (
    base_announcements,
    base_consents,
    base_data,
    base_equipment,
    base_figures,
    base_information,
    base_programme,
    base_transfers,
)
from tests.packs.base_said import Base
from warifu.core.days import add_months
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.rooms.logistics import acts
from warifu.rooms.logistics.acts import Delivered, Line, NotApplicable, Setting
from warifu.rooms.programme.acts import activity as programme

DAY = date(2026, 6, 10)
SETTING = Setting("a", "exercise:VIGILANT-26", "XZ", together=True, same_kind=True)
FUEL = Line(1, "pol", "F-76 marine diesel", Quantity(Decimal(100), "KL"))
PRICED = Line(
    1, "pol", "F-76 marine diesel", Quantity(Decimal(100), "KL"), price=Money(Decimal(95000), "JPY"),
    tolerance=Decimal("0.005"), measure="provider",
)  # fmt: skip
JACKETS = Line(1, "clothing", "cold-weather jackets", Quantity(Decimal(50), "EA"))
AIRLIFT = Line(1, "transportation", "C-130 airlift", Quantity(Decimal(6), "HOUR"), "service")
HANDED = Delivered(1, Quantity(Decimal(100), "KL"), measured_by="meter")
SUM = Money(Decimal(9_500_000), "JPY")
NOTHING_SPECIAL = (NotApplicable("liability", "none_agreed"), NotApplicable("special", "none"))


def _request(on: date) -> acts.Request:
    return acts.Request(
        on=on, number="GB-CALDER-26-0007", setting=SETTING, receiving="GB-CALDER", issuing="JP-AKASHI",
        lines=(FUEL,), settlement="cash", wanted_from=on, wanted_to=on,
    )  # fmt: skip


def _verbal(on: date) -> acts.Verbal:
    return acts.Verbal(
        on=on, number="GB-CALDER-26-0008", setting=SETTING, receiving="GB-CALDER", issuing="JP-AKASHI",
        lines=(PRICED,), settlement="cash", confirm_by=date.fromordinal(on.toordinal() + 5),
        given_by="GB-CALDER-LOGO", emergency="distress", currency="JPY", total=SUM, wanted_from=on, wanted_to=on,
    )  # fmt: skip


def _offer(on: date) -> acts.Offer:
    return acts.Offer(
        on=on, lines=(PRICED,), settlement="cash", currency="JPY", total=SUM, payee="JP-MOF", remittance="BOJ-TOKYO",
        from_day=on, to_day=on, payment_days=20, not_applicable=NOTHING_SPECIAL,
    )  # fmt: skip


def _activity(on: date) -> programme.Activity:
    return programme.Activity(on, "VIGILANT-26", "exercise", "a", ("JP", "XZ"), on, add_months(on, 1), ("GB-CALDER",))


def _amend(on: date) -> programme.Amend:
    return programme.Amend(on, "weather", to_day=add_months(on, 2))


def _standing(on: date) -> acts.Standing:
    return acts.Standing(
        on=on, number="JP-AKASHI-26-0101", lines=(PRICED,), valid_from=on,
        valid_to=date.fromordinal(on.toordinal() + 90), issuing="JP-AKASHI", payment_days=20,
    )  # fmt: skip


def _request_in_kind(on: date) -> acts.Request:
    return replace(_request(on), settlement="replacement")


def _offer_in_kind(on: date) -> acts.Offer:
    """The fuel is replaced within six months: no price, no payee."""
    return replace(
        _offer(on), lines=(replace(PRICED, price=None),), settlement="replacement", currency="", total=None, payee="",
        remittance="", payment_days=0, replace_by=add_months(on, 6),
    )  # fmt: skip


def _request_back(on: date) -> acts.Request:
    """The other way round: the Japanese ship asks the British one."""
    return replace(_request(on), number="JP-AKASHI-26-0044", receiving="JP-AKASHI", issuing="GB-CALDER")


def _request_loan(on: date) -> acts.Request:
    return replace(_request(on), lines=(JACKETS,), settlement="return", transaction="loan", wanted_to=add_months(on, 3))


def _offer_loan(on: date) -> acts.Offer:
    """Fifty jackets for three months."""
    return replace(
        _offer_in_kind(on), lines=(replace(JACKETS, stock="8415-99-123-4567"),), settlement="return", replace_by=None,
        to_day=add_months(on, 3),
    )  # fmt: skip


def _request_exchange(on: date) -> acts.Request:
    return replace(_request(on), lines=(AIRLIFT,), settlement="services")


def _offer_exchange(on: date) -> acts.Offer:
    """Six hours of airlift against services of the same type and equal value: valued, but nobody is paid."""
    return replace(
        _offer(on), lines=(replace(AIRLIFT, price=Money(Decimal(300_000), "JPY")),), settlement="services",
        total=Money(Decimal(1_800_000), "JPY"), payee="", remittance="",
    )  # fmt: skip


def _offer_open_price(on: date) -> acts.Offer:
    """By the meter, up to twelve million yen."""
    line = replace(PRICED, price=None, basis="meter", ceiling=Money(Decimal(12_000_000), "JPY"))
    return replace(_offer(on), lines=(line,), total=None)


_PAID = {"reference": "JP-2026-77"}

BASES: dict[str, Base] = {
    "request": Base("asker", "ordering_officer", _request),
    "verbal": Base("asker", "ordering_officer", _verbal),
    "offer": Base("provider", "accepting_officer", _offer),
    "request_in_kind": Base("asker", "ordering_officer", _request_in_kind, kind="request"),
    "offer_in_kind": Base("provider", "accepting_officer", _offer_in_kind, kind="offer"),
    "request_back": Base("provider", "ordering_officer", _request_back, kind="request"),
    "request_loan": Base("asker", "ordering_officer", _request_loan, kind="request"),
    "offer_loan": Base("provider", "accepting_officer", _offer_loan, kind="offer"),
    "request_exchange": Base("asker", "ordering_officer", _request_exchange, kind="request"),
    "offer_exchange": Base("provider", "accepting_officer", _offer_exchange, kind="offer"),
    "offer_open_price": Base("provider", "accepting_officer", _offer_open_price, kind="offer"),
    "counter": Base("asker", "ordering_officer", _offer),
    "accept": Base("turn", "ordering_officer", lambda on: acts.Accept(on, fund="UK-OP-26-11", billed="GB-DEFLOG")),
    "decline": Base("turn", "ordering_officer", lambda on: acts.Decline(on, "not_available")),
    "withdraw": Base("waits", "ordering_officer", lambda on: acts.Withdraw(on, "no_longer_needed")),
    "cancel": Base("asker", "ordering_officer", lambda on: acts.Withdraw(on, "no_longer_needed")),
    "change": Base("provider", "accepting_officer", lambda on: acts.Change(on, "date", to_day=on)),
    "correct": Base(
        "asker", "ordering_officer", lambda on: acts.Correct(on, "clerical", (HANDED,)), ("receipt",)
    ),
    "ratify": Base("provider", "accepting_officer", lambda on: acts.Ratify(on, "checked"), ("receipt",)),
    "resolve": Base(
        "asker", "ordering_officer", lambda on: acts.Resolve(on, "settled", "CONS-26-3"), ("dispute",)
    ),
    "waive": Base("provider", "finance_officer", lambda on: acts.Waive(on, SUM, "waiver"), ("invoice",)),
    "close": Base("provider", "accepting_officer", acts.Close, ("receipt", "invoice", "payment", "acknowledge")),
    "rebase": Base("provider", "accepting_officer", lambda on: acts.Rebase(on, b"\x01" * 32)),
    "apply_set_off": Base("provider", "finance_officer", lambda on: acts.ApplySetOff(on, SUM), ("invoice", "set_off")),
    "issue": Base("provider", "issuing_officer", lambda on: acts.Issue(on, "XZ", (HANDED,), to="GB-CALDER")),
    "receipt": Base("asker", "receiving_officer", lambda on: acts.Receipt(on, "XZ", (HANDED,)), ("issue",)),
    "invoice": Base(
        "provider", "finance_officer",
        lambda on: acts.Invoice(on, "JP-2026-77", SUM, date.fromordinal(on.toordinal() + 20), 20), ("receipt",),
    ),
    "payment": Base("asker", "finance_officer", lambda on: acts.Payment(on, SUM, **_PAID), ("invoice",)),
    "acknowledge": Base("provider", "finance_officer", lambda on: acts.Acknowledge(on, SUM), ("payment",)),
    "credit": Base(
        "provider", "finance_officer",
        lambda on: acts.Credit(on, "JP-2026-C1", Money(Decimal(95000), "JPY"), "short"), ("invoice",),
    ),
    "loss": Base("asker", "custodian", lambda on: acts.Loss(on, (HANDED,), "lost"), ("receipt",)),
    "remind": Base("waits", "ordering_officer", lambda on: acts.Remind(on, "answer")),
    "note": Base("asker", "ordering_officer", acts.Note),
    "dispute": Base("asker", "ordering_officer", lambda on: acts.Dispute(on, "quantity"), ("receipt",)),
    "consult": Base("asker", "ordering_officer", lambda on: acts.ConsultationCall(on, "dispute")),
    "standing": Base("provider", "accepting_officer", _standing),
    "standing_draw": Base(
        "asker", "ordering_officer",
        lambda on: acts.StandingDraw(on, "GB-CALDER-26-0007", (acts.Taken(1, Quantity(Decimal(60), "KL")),)),
    ),
    "onward_request": Base(
        "asker", "ordering_officer",
        lambda on: acts.OnwardRequest(
            on, "GB-CALDER-26-0011", "F-76 marine diesel", Quantity(Decimal(20), "KL"), "AU", "relief",
            date.fromordinal(on.toordinal() + 60),
        ),
        ("receipt",),
    ),
    "onward_consent": Base(
        "provider", "accepting_officer",
        lambda on: acts.OnwardConsent(on, Quantity(Decimal(20), "KL"), "AU", date.fromordinal(on.toordinal() + 60)),
    ),
    "draw": Base("asker", "ordering_officer", lambda on: acts.Draw(on, Quantity(Decimal(10), "KL"), "AU")),
    "passed": Base(
        "asker", "custodian",
        lambda on: acts.Passed(on, "AU", "F-76 marine diesel", Quantity(Decimal(10), "KL"), "XZ"), ("draw",),
    ),
    "set_off": Base(
        "provider", "finance_officer",
        lambda on: acts.SetOff(
            on, "JP-FIN-26-0003",
            (acts.SetOffItem(0, "GB", SUM), acts.SetOffItem(1, "JP", SUM)), Money(Decimal(0), "JPY"),
        ),
        ("invoice",),
    ),
    "dealing": Base(
        "asker", "registrar",
        lambda on: acts.Dealing(on, "GB-R-101", "JP", "pol", "F-76", Quantity(Decimal(100), "KL"), SUM),
    ),
    "match": Base(
        "asker", "registrar",
        lambda on: acts.Match(
            on, "GB-M-1", (acts.Pair(0, 1, "JP", "JPY", Quantity(Decimal(100), "KL"), on, SUM),)
        ),
        ("dealing",),
    ),
    "statement": Base(
        "asker", "finance_officer",
        lambda on: acts.Statement(on, "GB-S-1", "monthly", on, (acts.Total("GB", "JP", "JPY", 0, 9_500_000),)),
    ),
    "activity": Base("asker", "liaison_officer", _activity, room="programme"),
    "agree": Base("turn", "liaison_officer", programme.Assent, (), "accept", "programme"),
    "amend": Base("asker", "liaison_officer", _amend, room="programme"),
    "refuse": Base(
        "turn", "liaison_officer", lambda on: programme.Refuse(on, "mission"), (), "decline", "programme"
    ),
    "call_off": Base(
        "asker", "liaison_officer", lambda on: programme.Refuse(on, "weather"), (), "cancel", "programme"
    ),
    "take_back": Base(
        "waits", "liaison_officer", lambda on: programme.Refuse(on, "changed_plan"), (), "withdraw", "programme"
    ),
    "precedent": Base(
        "asker", "liaison_officer",
        lambda on: acts.Precedent(on, "GB-P-1", "signal launcher", "other", "goods", "base_operations"),
    ),
    **base_information.BASES,
    **base_programme.BASES,
    **base_figures.BASES,
    **base_announcements.BASES,
    **base_transfers.BASES,
    **base_equipment.BASES,
    **base_consents.BASES,
    **base_data.read(),
}  # fmt: skip
"""Kind of act (without the room's name), or a base with a name of its own, to how it is written."""


def kind_of(name: str) -> str:
    """Return the full name of the kind of act that a base is of."""
    base = BASES[name]
    return f"{base.room}/{base.kind or name}"
