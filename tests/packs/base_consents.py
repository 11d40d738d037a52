"""The acts of the golden rulings of consents as they are unless a row says otherwise; all invented.

The United Kingdom (asker) has twelve protection sets of a joint project from Japan (provider), and asks whether two may
go to a firm in Australia for a trial. Japan consents to both for half a year.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.packs.base_said import Base
from tests.packs.base_transfers import SETS
from warifu.core.days import add_months
from warifu.core.quantity import Quantity
from warifu.rooms.equipment.acts import consent

ROOM = "equipment"
TWO, ONE = (Quantity(Decimal(each), "SET") for each in (2, 1))
FIRM = "AU-FIRM-3"


def _base(
    by: str,
    body: Callable[[date], Any],
    cites: tuple[str, ...] = (),
    role: str = "export_control_officer",
    kind: str = "",
) -> Base:
    return Base(by, role, body, cites, kind, ROOM)


def _request(on: date) -> consent.ConsentRequest:
    return consent.ConsentRequest(
        on, "GB-DES-26-C-001", "third_party", (consent.ConsentItem(1, SETS, TWO, FIRM),), "trial", add_months(on, 6),
        date.fromordinal(on.toordinal() + 30), (consent.Receiver(FIRM, "AU"),), ("report_each_use",),
    )  # fmt: skip


CONSENT: dict[str, Base] = {
    "ask_consent": _base("asker", _request, ("transfer", "diplomatic_reply"), kind="consent_request"),
    "give_consent": _base(
        "provider",
        lambda on: consent.Consent(
            on, "ATLA/26/51", (consent.Portion(SETS, TWO, FIRM),), add_months(on, 6), ("report_each_use",)
        ),
        kind="consent",
    ),
    "deny_consent": _base("provider", lambda on: consent.ConsentEnd(on, "policy"), kind="refuse_consent"),
    "drop_request": _base("asker", lambda on: consent.ConsentEnd(on, "no_longer_needed"), kind="withdraw_request"),
    "take_back_consent": _base("provider", lambda on: consent.ConsentEnd(on, "breach_of_conditions"), kind="revoke"),
    "draw_item": _base("asker", lambda on: consent.Draw(on, (consent.Drawn(SETS, ONE),), FIRM), kind="draw"),
    "third_consent": _base("asker", lambda on: consent.ThirdConsent(on, "IT", "MAECI/26/7", on)),
    "confirm_third": _base("provider", lambda on: consent.ConfirmThird(on, "IT", "MAECI/26/7")),
    "succession": _base("asker", lambda on: consent.Succession(on, "bought", FIRM, "AU-FIRM-9", "AU")),
    "inherit": _base(
        "provider",
        lambda on: consent.Inherit(
            on, "bought", FIRM, "AU-FIRM-9", "carries", "ATLA/26/60", (consent.Portion(SETS, TWO, "AU-FIRM-9"),), "AU"
        ),
        ("succession",),
    ),
}

BASES = CONSENT
