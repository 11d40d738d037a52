"""The checks of this room: small, named, versioned functions that rows of the pack apply. Floor 3a, pure.

Law: a check reads the situation and its rule's parameters and nothing else. What a released check decides never
changes; a mend is ``name@2``, named by a new pack. Place on the path: the judge, step 2 of *submit*, 4 of *receive*.
"""

from __future__ import annotations

from warifu.law.checks import CHECKS as HOUSE_CHECKS
from warifu.law.judge import Check
from warifu.rooms.logistics.checks import (
    closing,
    delivery,
    elements,
    exchange,
    goods,
    money,
    onward,
    order,
    past,
    price,
    scope,
    set_off,
    standing,
    upkeep,
)

__all__ = ["CHECKS"]

CHECKS: dict[str, Check] = dict(HOUSE_CHECKS)
for _part in (
    scope,
    goods,
    price,
    exchange,
    elements,
    order,
    standing,
    delivery,
    money,
    set_off,
    upkeep,
    closing,
    onward,
    past,
):
    CHECKS |= _part.CHECKS
