"""The acts of the golden rulings of classified information as they are unless a row says otherwise; all invented.

The United Kingdom (asker) gives Japan (provider) a plan of an exercise, two copies of twelve pages, SECRET; the second
copy is sent to Tokyo. Japan asks for consent, holds, states what it holds. Each part of the room has its own table.
"""

from __future__ import annotations

from datetime import date

from tests.packs.base_house import HOUSE
from tests.packs.base_said import Base
from tests.packs.base_visits import FACILITY, INCIDENT, VISIT
from warifu.core.days import add_months
from warifu.rooms.information.acts import common, consent, holdings, item

ROOM = "information"
SECRET = ("GB-GSC", "2014-04-02", "SECRET")
MARKED = item.Marking(*SECRET)
GOKUHI = item.Ruled("JP-HIMITSU", "2013-07-04", "極秘", "isa.eq.gsc.secret.2014", "JP-P-12")
PURPOSE = "exercise:VIGILANT-26"


def _days(on: date, number: int) -> date:
    return date.fromordinal(on.toordinal() + number)


def _register(on: date) -> item.Register:
    return item.Register(
        on, "GB-UKDEF-26-0117", "document", "GB-MOD", MARKED, PURPOSE, (item.Copy("1", 12), item.Copy("2", 12))
    )


def _request(on: date) -> consent.ConsentRequest:
    return consent.ConsentRequest(
        on, "JP-SEC-26-0004", "third_government", 1, PURPOSE, add_months(on, 3), "AU", copies=("2",)
    )


def _base(by: str, body: object, cites: tuple[str, ...] = (), role: str = "registrar", kind: str = "") -> Base:
    return Base(by, role, body, cites, kind, ROOM, SECRET)  # type: ignore[arg-type]


ITEM: dict[str, Base] = {
    "register": _base("asker", _register),
    "regrade": _base(
        "asker",
        lambda on: item.Regrade(
            on, "downgrade", item.Marking("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE"), "passage_of_time", "MOD/26/44"
        ),
    ),
    "amend_item": _base("asker", lambda on: item.Amend(on, "changed_purpose", "exercise:VIGILANT-27"), kind="amend"),
    "close_item": _base("asker", lambda on: item.Close(on, "no_longer_needed"), kind="close"),
    "reopen": _base("asker", lambda on: item.Close(on, "copy_found")),
    "dispatch": _base(
        "asker",
        lambda on: item.Dispatch(on, "GB-P-1", ("2",), "JP-AKASHI", "courier", seals=("A1", "A2")),
    ),
    "receipt_item": _base(
        "provider",
        lambda on: item.Receipt(on, "GB-P-1", "intact", (item.Copy("2", 12),), ("A1", "A2"), GOKUHI),
        ("dispatch",), kind="receipt",
    ),
    "reproduction": _base(
        "provider", lambda on: item.Reproduction(on, "2", (item.Copy("2/1", 12),), ("JP-P-77",)), ("draw",)
    ),
    "destruction": _base("provider", lambda on: item.Destruction(on, ("2",), "shredding"), ("receipt",)),
    "witness": _base("provider", lambda on: item.Witness(on, ("2",)), ("destruction",), "custodian"),
    "missing": _base("provider", lambda on: item.Missing(on, ("2",), "not_in_its_place", on)),
    "found": _base("provider", lambda on: item.Found(on, ("2",)), ("missing",)),
    "released": _base("provider", lambda on: item.Released(on, ("2",), "AU"), ("draw",)),
    "remarked": _base("provider", lambda on: item.Remarked(on, ("2",)), ("regrade",)),
    "muster_result": _base("provider", lambda on: item.MusterResult(on, "JP-M-26-1", ("2",))),
    "trace": _base("asker", lambda on: item.Trace(on, "GB-P-1"), ("dispatch",)),
    "propose_regrade": _base(
        "provider",
        lambda on: item.ProposeRegrade(
            on, item.Marking("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE"), "no_longer_sensitive"
        ),
    ),
    "remind_item": _base("waits", lambda on: common.Word(on, "answer"), kind="remind"),
    "consult_item": _base("asker", lambda on: common.Word(on, "discrepancy"), kind="consult"),
    "note_item": _base("asker", lambda on: common.Word(on, "discrepancy"), kind="note"),
}  # fmt: skip
CONSENT: dict[str, Base] = {
    "consent_request": _base("provider", _request, ("register",), "security_authority"),
    "consent": _base(
        "turn",
        lambda on: consent.Consent(on, 1, add_months(on, 3), "MOD/26/51", "AU", ("return_after_use",)),
        role="security_authority",
    ),
    "refuse_consent": _base("turn", lambda on: consent.RefuseConsent(on, "policy"), role="security_authority"),
    "withdraw_request": _base("waits", lambda on: consent.RefuseConsent(on, "no_longer_needed")),
    "draw_consent": _base("provider", lambda on: consent.Draw(on, 1, "AU", ("2",)), kind="draw"),
    "revoke": _base("asker", lambda on: consent.RefuseConsent(on, "policy"), role="security_authority"),
}
HOLDINGS: dict[str, Base] = {
    "holdings": _base(
        "provider",
        lambda on: holdings.Holdings(
            on, "JP-H-26-1", on, (holdings.Holding(0, ("2",), "GB-UKDEF-26-0117"),)
        ),
        ("register",),
    ),
    "accept_holdings": _base("turn", holdings.AcceptHoldings),
    "dispute_holdings": _base(
        "turn",
        lambda on: holdings.DisputeHoldings(
            on, (holdings.Difference("3", "not_listed", "GB-UKDEF-26-0117"),)
        ),
    ),
    "restate_holdings": _base(
        "provider",
        lambda on: holdings.Holdings(
            on, "JP-H-26-1", on, (holdings.Holding(0, ("2", "3"), "GB-UKDEF-26-0117"),)
        ),
        ("register",),
    ),
    "withdraw_holdings": _base("provider", lambda on: holdings.WithdrawHoldings(on, "error")),
}  # fmt: skip

BASES: dict[str, Base] = {**ITEM, **CONSENT, **HOLDINGS, **VISIT, **FACILITY, **INCIDENT, **HOUSE}
