"""The acts that Japan's own house writes about classified information, as they are unless a row says otherwise.

All invented. Copy 2 of a British plan, SECRET, is with Japan: persons are cleared for it, need to know it, it lies in a
room, goes from hand to hand, is mustered, is asked for. A bytes field that names a case is given by the row.
"""

from __future__ import annotations

from datetime import date

from tests.packs.base_said import Base
from warifu.core.days import add_months
from warifu.rooms.information.acts import house
from warifu.rooms.information.acts.item import Marking

ROOM, PURPOSE = "information", "exercise:VIGILANT-26"
SECRET = ("GB-GSC", "2014-04-02", "SECRET")
GOKUHI = Marking("JP-HIMITSU", "2013-07-04", "極秘")
BLANK = b"\0" * 32
READER = "JP-custodian"


def _attestation(on: date) -> house.Attestation:
    return house.Attestation(
        on, READER, "JP-MOD-SEC", "JP-MOD", "SHITEI", GOKUHI, on, date.fromordinal(add_months(on, 60).toordinal() - 1)
    )


def _known(on: date) -> house.Known:
    first, last = add_months(on, -6), add_months(on, 6)
    return house.Known(
        3, PURPOSE, "GB", "held", clearances=(house.Clearance("JP-MOD", 3, first, last),), needs=((first, last),),
        briefed_on=first, place_level=3,
    )  # fmt: skip


def _access(on: date) -> house.Access:
    return house.Access(on, READER, "JP-MOD", BLANK, "2", PURPOSE, "JP-AKASHI-R1", "paper", "permitted", _known(on))


def _refused(on: date) -> house.Access:
    unbriefed = house.Known(
        3, PURPOSE, "GB", "held", clearances=_known(on).clearances, needs=_known(on).needs, place_level=3
    )
    return house.Access(
        on, READER, "JP-MOD", BLANK, "2", PURPOSE, "JP-AKASHI-R1", "paper", "refused", unbriefed,
        ("information.access.briefing",),
    )  # fmt: skip


def _base(body: object, cites: tuple[str, ...] = (), role: str = "registrar", kind: str = "") -> Base:
    return Base("provider", role, body, cites, kind, ROOM, SECRET)  # type: ignore[arg-type]


def _sheet(*copies: str, custodian: str = "") -> object:
    lines = tuple(house.Expected(BLANK, copy) for copy in copies)
    return lambda on: house.Sheet(on, BLANK, 1, lines, "JP-AKASHI-R1", custodian)


_CLOSED = house.Closed
HOUSE: dict[str, Base] = {
    "attestation": _base(_attestation, role="security_authority"),
    "attestation_ended": _base(
        lambda on: house.Ended(on, "transferred", "JP-MOFA"), role="security_authority"
    ),
    "need": _base(
        lambda on: house.Need(on, READER, PURPOSE, on, add_months(on, 6), on), role="security_authority"
    ),
    "briefed": _base(house.Briefed),
    "need_ended": _base(lambda on: house.Ended(on, "purpose_ended"), role="security_authority"),
    "place": _base(
        lambda on: house.Place(on, "JP-AKASHI-R1", "JP-MOD", GOKUHI, ("paper",), on, add_months(on, 24)),
        role="security_authority",
    ),
    "place_ended": _base(lambda on: house.Ended(on, "withdrawn"), role="security_authority"),
    "custodian": _base(
        lambda on: house.Custodian(on, BLANK, "2", READER, "JP-AKASHI-R1", "safe 3"), ("receipt",)
    ),
    "custody_offer": _base(
        lambda on: house.CustodyOffer(on, "JP-registrar", "JP-AKASHI-R2", "safe 9"), role="custodian"
    ),
    "custody_taken": _base(house.CustodyTaken),
    "custody_declined": _base(house.CustodyTaken),
    "custody_moved": _base(lambda on: house.CustodyMoved(on, "JP-AKASHI-R2", "safe 4"), role="custodian"),
    "custody_ended": _base(lambda on: house.Ended(on, "destroyed"), ("witness",), "custodian"),
    "muster": _base(lambda on: house.Muster(on, "JP-M-26-1", "yearly", 1, 2)),
    "handover_muster": _base(
        lambda on: house.Muster(
            on, "JP-M-26-2", "handover", 1, 2, person=READER, to="JP-registrar"
        ),
        kind="muster",
    ),
    "muster_sheet": _base(_sheet("2", "2/1"), ("muster",)),
    "own_sheet": _base(_sheet("2", "2/1", custodian=READER), ("muster",), kind="muster_sheet"),
    "twice_sheet": _base(_sheet("2", "2"), ("muster",), kind="muster_sheet"),
    "sighted": _base(lambda on: house.Sighted(on, (1, 2))),
    "sheet_closed": _base(_CLOSED),
    "muster_closed": _base(_CLOSED, ("sheet_closed",)),
    "muster_countersigned": _base(_CLOSED, role="custodian"),
    "access": _base(_access),
    "access_refused": _base(_refused, kind="access"),
    "opened": _base(lambda on: house.Opened(on, READER, BLANK), role="custodian"),
    "vault_destroyed": _base(lambda on: house.VaultDestroyed(on, BLANK, BLANK, "destroyed"), ("witness",)),
}  # fmt: skip
