"""Acts: transfers of equipment and technology: application, undertaking, decision for each recipient, licence, facts.

Law: the side that asks to receive begins; the other side decides for each recipient alone. An application rests on a
project whose diplomatic note is on record, or cites an order or issue of supplies in which listed equipment goes over
(ground ``acsa``). What was shipped, received, used, given back, disposed of, passed on or lost is fact; a mistake in a
fact is mended by a *correction*, which counts instead of it. Items and recipients go by number, list entries, end uses,
conditions and reasons by codes of the pack. Names in words are texts. Fields are never renumbered.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from warifu.core.quantity import Quantity
from warifu.law.room import FACT, WILL, Kind, kinds_of
from warifu.rooms.equipment.acts.common import SLOTS, E

NAMES = 12
SLOTS_OF_TRANSFER = {**SLOTS, NAMES: "names and addresses of the recipients"}
Role = Literal["end_user", "intermediate", "consignee"]
Body = Literal["force", "agency", "firm"]
Outcome = Literal["granted", "granted_in_part", "refused"]


class Item(msgspec.Struct, frozen=True):
    """One item applied for: its number, how much, and where it stands on the United Kingdom's and Japan's lists."""

    number: str
    quantity: Quantity
    uk_entry: str = ""
    jp_entry: str = ""
    nature: Literal["equipment", "spares", "technology", "software"] = "equipment"
    line: int = 0
    """Line of the order or issue cited, where the transfer is one of supplies; else 0."""
    classified: bool = False


class Recipient(msgspec.Struct, frozen=True):
    """Who is to receive: a number, country, role; of a firm the act by which its facility is assured (also cited)."""

    number: str
    country: str
    role: Role
    body: Body = "force"
    assurance: bytes = b""


class Share(msgspec.Struct, frozen=True):
    """How much of an item is for a recipient, in the item's own unit."""

    item: str
    recipient: str
    quantity: Decimal


class Transfer(msgspec.Struct, frozen=True):
    """Ask to receive: what, for whom, for what end use, from when to when; cites the project or the supply."""

    on: date
    number: str
    items: tuple[Item, ...]
    recipients: tuple[Recipient, ...]
    shares: tuple[Share, ...]
    end_use: str
    from_day: date
    to_day: date
    ground: Literal["project", "acsa"] = "project"
    late_reason: str = ""


class Undertaking(msgspec.Struct, frozen=True):
    """The end-user undertaking: form and version, who signed (a post), reference, and the points undertaken (codes)."""

    on: date
    form: str
    version: str
    post: str
    reference: str
    points: tuple[str, ...]
    late_reason: str = ""


class Decided(msgspec.Struct, frozen=True):
    """What is decided for one recipient: conditions where it is granted, reasons where it is refused or cut."""

    recipient: str
    outcome: Outcome
    conditions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


class Decision(msgspec.Struct, frozen=True):
    """Decide, or decide anew on an appeal: for each recipient, and how much of each item is granted to it."""

    on: date
    decided: tuple[Decided, ...]
    reference: str
    as_known_at: date
    """Day of the guidelines by which it was decided."""
    granted: tuple[Share, ...] = ()
    late_reason: str = ""


class Appeal(msgspec.Struct, frozen=True):
    """Ask that a decision be looked at again, for these recipients; the reason is a code."""

    on: date
    recipients: tuple[str, ...]
    reason: str
    late_reason: str = ""


class Licence(msgspec.Struct, frozen=True):
    """The export licence by its reference; or none is required: why (a code), and which post has ruled so."""

    on: date
    recipients: tuple[str, ...]
    valid_from: date
    valid_to: date
    reference: str = ""
    none_required: str = ""
    ruled_by: str = ""
    late_reason: str = ""


class End(msgspec.Struct, frozen=True):
    """Withdraw the application or an appeal, end the licences, or finish the transfer; the reason is a code."""

    on: date
    reason: str
    late_reason: str = ""


class Moved(msgspec.Struct, frozen=True):
    """Of one item, with one recipient: how much was shipped, received, used, given back and so on."""

    item: str
    recipient: str
    quantity: Decimal
    condition: str = ""
    discrepancy: str = ""
    """Of an arrival: code of what differs from the shipment."""
    serials: tuple[str, ...] = ()


class Shipment(msgspec.Struct, frozen=True):
    """Shipped by the providing side."""

    on: date
    lines: tuple[Moved, ...]
    reference: str = ""
    late_reason: str = ""


class Arrival(msgspec.Struct, frozen=True):
    """Received and counted; cites the shipment. ``partial``: more of the same shipment is still to come."""

    on: date
    lines: tuple[Moved, ...]
    partial: bool = False
    reference: str = ""
    late_reason: str = ""


class Used(msgspec.Struct, frozen=True):
    """A report on use: what is held is used for this (a code), in the time up to ``on``."""

    on: date
    lines: tuple[Moved, ...]
    use: str
    reference: str = ""
    late_reason: str = ""


class Inspected(msgspec.Struct, frozen=True):
    """What was seen at a recipient by whom (post), and what was found (a code); ``quantity`` is what was counted."""

    on: date
    lines: tuple[Moved, ...]
    result: str
    inspector: str
    reference: str = ""
    late_reason: str = ""


class Given(msgspec.Struct, frozen=True):
    """Given back to the provider, or (by the provider) taken back, which cites the act by which it was given."""

    on: date
    lines: tuple[Moved, ...]
    reference: str = ""
    late_reason: str = ""


class Disposed(msgspec.Struct, frozen=True):
    """Disposed of: how (a code), and with which certificate."""

    on: date
    lines: tuple[Moved, ...]
    method: str
    certificate: str
    late_reason: str = ""


class PassedOn(msgspec.Struct, frozen=True):
    """Handed to somebody else, by his number, under a draw on a consent, which is cited."""

    on: date
    lines: tuple[Moved, ...]
    to: str
    reference: str = ""
    late_reason: str = ""


class Lost(msgspec.Struct, frozen=True):
    """Lost: how (a code). What is found again is a correction of the loss."""

    on: date
    lines: tuple[Moved, ...]
    cause: str
    late_reason: str = ""


class Correction(msgspec.Struct, frozen=True):
    """Mend a fact of one's own side, which is cited: these lines count instead of its lines; the reason is a code."""

    on: date
    lines: tuple[Moved, ...]
    reason: str
    late_reason: str = ""


def _will(name: str, body: type[msgspec.Struct]) -> Kind:
    return Kind(E + name, WILL, body, SLOTS)


def _fact(name: str, body: type[msgspec.Struct]) -> Kind:
    return Kind(E + name, FACT, body, SLOTS)


KINDS = kinds_of(
    Kind(E + "transfer", WILL, Transfer, SLOTS_OF_TRANSFER),
    _will("undertaking", Undertaking),
    _will("decision", Decision),
    _will("refusal", Decision),
    _will("appeal", Appeal),
    _will("appeal_withdraw", End),
    _will("appeal_decision", Decision),
    _will("appeal_refusal", Decision),
    _will("licence", Licence),
    _will("licence_end", End),
    _will("transfer_withdraw", End),
    _will("finish", End),
    _fact("shipment", Shipment),
    _fact("arrival", Arrival),
    _fact("use_report", Used),
    _fact("inspection", Inspected),
    _fact("returned", Given),
    _fact("taken_back", Given),
    _fact("disposed", Disposed),
    _fact("passed_on", PassedOn),
    _fact("lost", Lost),
    _fact("correction", Correction),
)
