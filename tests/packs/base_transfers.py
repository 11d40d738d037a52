"""The acts of the golden rulings of transfers and of their screening, as they are unless a row says otherwise.

All invented. The United Kingdom (asker) asks for twelve protection sets and one package of technology of a joint
project, for its test centre and for a firm; Japan (provider) screens, grants to the centre, and refuses to the firm.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.packs.base_said import Base
from warifu.core.days import add_months
from warifu.core.quantity import Quantity
from warifu.rooms.equipment.acts import common, house, transfer

ROOM = "equipment"
BLANK = b"\0" * 32
CENTRE, FIRM = "GB-CENTRE-1", "GB-FIRM-4"
SETS, PACKAGE = "SET-1", "TEC-1"
EIGHT, FOUR, ONE, TWO = (Decimal(each) for each in (8, 4, 1, 2))
GUIDELINES = date(2024, 3, 26)


def _base(
    by: str, body: Callable[[date], Any], cites: tuple[str, ...] = (), role: str = "project_officer", kind: str = ""
) -> Base:
    return Base(by, role, body, cites, kind, ROOM)


def _days(on: date, number: int) -> date:
    return date.fromordinal(on.toordinal() + number)


def _transfer(on: date, ground: Any = "acsa") -> transfer.Transfer:
    return transfer.Transfer(
        on, "GB-DES-26-T-014",
        (
            transfer.Item(SETS, Quantity(Decimal(12), "SET"), "ML7.f", "1-13", line=1),
            transfer.Item(PACKAGE, Quantity(ONE, "EA"), "ML22.a", "1-T", "technology", line=1),
        ),
        (transfer.Recipient(CENTRE, "GB", "end_user"), transfer.Recipient(FIRM, "GB", "consignee", "firm")),
        (
            transfer.Share(SETS, CENTRE, EIGHT), transfer.Share(SETS, FIRM, FOUR),
            transfer.Share(PACKAGE, CENTRE, ONE),
        ),
        "trial", on, add_months(on, 24), ground,
    )  # fmt: skip


def _undertaking(version: str, *more: str) -> Callable[[date], transfer.Undertaking]:
    points = ("no_other_use", "no_third_party", "un_charter", *more)
    return lambda on: transfer.Undertaking(on, "end_user_form", version, "GB-MOD-DIRECTOR", "DES/26/88", points)


GRANTED = (transfer.Share(SETS, CENTRE, EIGHT), transfer.Share(PACKAGE, CENTRE, ONE))


def _granted(on: date) -> transfer.Decided:
    return transfer.Decided(
        CENTRE, "granted", ("use_as_stated", "return_after_use"), valid_from=on, valid_to=add_months(on, 12)
    )


def _refused(firm: str = FIRM) -> transfer.Decided:
    return transfer.Decided(firm, "refused", reasons=("risk_of_passing_on",))


def _decision(on: date) -> transfer.Decision:
    return transfer.Decision(on, (_granted(on), _refused()), "METI/26/301", GUIDELINES, GRANTED)


def _refusal(on: date) -> transfer.Decision:
    return transfer.Decision(on, (_refused(CENTRE), _refused()), "METI/26/302", GUIDELINES)


def _anew(on: date) -> transfer.Decision:
    part = transfer.Decided(
        FIRM, "granted_in_part", ("inspection_allowed",), ("quantity_not_shown",), on, add_months(on, 10)
    )
    return transfer.Decision(on, (part,), "METI/26/355", GUIDELINES, (transfer.Share(SETS, FIRM, TWO),))


def _upheld(on: date) -> transfer.Decision:
    return transfer.Decision(on, (_refused(),), "METI/26/356", GUIDELINES)


def _moved(quantity: Decimal = EIGHT, **more: Any) -> tuple[transfer.Moved, ...]:
    return (transfer.Moved(SETS, CENTRE, quantity, **more),)


TRANSFER: dict[str, Base] = {
    "transfer": _base("asker", lambda on: _transfer(on, "project"), ("diplomatic_reply",)),
    "transfer_supply": _base("asker", _transfer, ("issue",), kind="transfer"),
    "undertaking": _base("asker", _undertaking("2024", "report_use", "allow_inspection")),
    "undertaking_old": _base("asker", _undertaking("2014"), kind="undertaking"),
    "undertaking_supply": _base(
        "asker",
        lambda on: transfer.Undertaking(
            on, "acsa_form", "2017", "GB-MOD-LOG", "LOG/26/7", ("no_third_party", "un_charter")
        ),
        kind="undertaking",
    ),
    "decision": _base("provider", _decision, role="export_control_officer"),
    "refusal": _base("provider", _refusal, role="export_control_officer"),
    "appeal": _base("asker", lambda on: transfer.Appeal(on, (FIRM,), "conditions_offered")),
    "appeal_withdraw": _base("asker", lambda on: transfer.End(on, "no_longer_needed")),
    "appeal_decision": _base("provider", _anew, role="export_control_officer"),
    "appeal_refusal": _base("provider", _upheld, role="export_control_officer"),
    "licence": _base(
        "provider", lambda on: transfer.Licence(on, (CENTRE,), on, add_months(on, 6), "EL-26-777"),
        role="export_control_officer",
    ),
    "licence_end": _base("provider", lambda on: transfer.End(on, "guidelines_changed"), role="export_control_officer"),
    "transfer_withdraw": _base("asker", lambda on: transfer.End(on, "no_longer_needed")),
    "finish": _base("asker", lambda on: transfer.End(on, "all_accounted_for")),
    "shipment": _base("provider", lambda on: transfer.Shipment(on, _moved(), "AWB-1")),
    "arrival": _base("asker", lambda on: transfer.Arrival(on, _moved(condition="good")), ("shipment",)),
    "use_report": _base("asker", lambda on: transfer.Used(on, _moved(), "trial")),
    "inspect": _base(
        "provider", lambda on: transfer.Inspected(on, _moved(), "as_stated", "ATLA-INSPECTOR"), kind="inspection"
    ),
    "returned": _base("asker", lambda on: transfer.Given(on, _moved(TWO), "AWB-9")),
    "taken_back": _base("provider", lambda on: transfer.Given(on, _moved(TWO)), ("returned",)),
    "disposed": _base("asker", lambda on: transfer.Disposed(on, _moved(TWO), "destroyed", "CERT-26-3")),
    "passed_on": _base("asker", lambda on: transfer.PassedOn(on, _moved(ONE), "AU-FIRM-3"), ("draw",)),
    "lost": _base("asker", lambda on: transfer.Lost(on, _moved(ONE), "accident")),
    "mend": _base("asker", lambda on: transfer.Correction(on, _moved(ONE), "recounted"), kind="correction"),
    "ratify_shipment": _base("asker", lambda on: common.Ratify(on, "explained"), ("shipment",), kind="ratify"),
}  # fmt: skip
SCREENING: dict[str, Base] = {
    "screening": _base(
        "provider", lambda on: house.Screening(on, "JP-SCR-26-9", BLANK, _days(on, 40)), ("transfer",),
        "export_control_officer",
    ),
    "ask_advice": _base(
        "provider", lambda on: house.AskAdvice(on, "JP-MOD", _days(on, 14), may_delegate=True),
        role="export_control_officer",
    ),
    "delegate": _base("provider", lambda on: house.Delegate(on, "JP-MOD", "JP-ATLA", _days(on, 10))),
    "advice": _base(
        "provider",
        lambda on: house.Advice(on, "JP-MOD", "on_conditions", "", ("use_as_stated",)),
    ),
    "countersign": _base("provider", lambda on: house.Countersign(on, "section"), role="committee_member"),
    "screened": _base(
        "provider",
        lambda on: house.Screened(
            on,
            (
                house.Result(CENTRE, "granted", ("use_as_stated",)),
                house.Result(FIRM, "refused", reasons=("risk_of_passing_on",)),
            ),
            GUIDELINES,
            GRANTED,
        ),
        role="export_control_officer",
    ),
    "screening_dropped": _base(
        "provider", lambda on: house.Dropped(on, "application_withdrawn"), role="export_control_officer"
    ),
}  # fmt: skip
BASES: dict[str, Base] = {**TRANSFER, **SCREENING}
