"""What orders are made of: the setting, lines asked for, lines handed over.

Law: codes only; names of persons, remarks and descriptions are texts, never fields. Field numbers are positions and
never change; a new field goes last with a default.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from warifu.core.money import Money
from warifu.core.quantity import Quantity

Settlement = Literal["return", "replacement", "cash", "services", "set_off"]
Purpose = Literal["provision", "return", "replacement", "exchange"]
Supply = Literal["goods", "service", "mixed"]
Transaction = Literal["supply", "loan", "facility"]


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
    """Form of the activity as the programme names it; a reference may follow a colon (``exercise:VIGILANT-26``)."""
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
    outside_charter: bool = False
    """An officer has ruled that the use would not be consistent with the United Nations Charter."""


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
    expansion: Decimal | None = None
    """Part by which a degree Celsius expands the fuel; the line is then in volume at 15 °C."""


class NotApplicable(msgspec.Struct, frozen=True):
    """A mandatory element that does not apply here, with the reason as a code of the pack."""

    element: str
    reason: str


class Refusal(msgspec.Struct, frozen=True):
    """A line that the provider will not give, with the reason as a code."""

    line: int
    reason: str


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
