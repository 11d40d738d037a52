"""Measures of fuel brought to 15 °C, so that a warm tank and a cold one can be laid beside each other. Floor 3a, pure.

Law: where a line states by how much a degree expands the fuel, the line is in volume at 15 °C. A measured volume that
states its temperature is brought there by the linear form of ``core.quantity`` before it is added, compared, priced or
owed, to six decimals; as stated it stays in the act and in the table of deliveries. A measure without a temperature is
taken as it stands. Standing: draft. Read by checks and rows.
"""

from __future__ import annotations

from msgspec.structs import replace

from warifu.core.errors import ValueTroubleError
from warifu.core.quantity import VolumeCorrection, at_15_celsius
from warifu.rooms.logistics.acts.lines import Delivered, Line

_PLACES = 6


def at_15(part: Delivered, line: Line | None) -> Delivered:
    """Return one line as handed over or counted, its volume brought to 15 °C where line and measure allow it."""
    if line is None or line.expansion is None or part.temperature is None:
        return part
    try:
        correction = VolumeCorrection("line", per_celsius=line.expansion, celsius=part.temperature)
        return replace(part, quantity=at_15_celsius(part.quantity, correction, _PLACES))
    except (ValueTroubleError, ArithmeticError):
        return part
