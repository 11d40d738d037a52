"""The checks of this room, of the house and of its parts. A released check never changes; a mend is a new version."""

from __future__ import annotations

from warifu.law.checks import CHECKS as HOUSE_CHECKS
from warifu.law.judge import Check
from warifu.rooms.equipment import ownlaw
from warifu.rooms.equipment.checks import common, consent, house, opportunity, project, running, transfer

CHECKS: dict[str, Check] = {
    **HOUSE_CHECKS,
    **common.CHECKS,
    **opportunity.CHECKS,
    **project.CHECKS,
    **running.CHECKS,
    **transfer.CHECKS,
    **consent.CHECKS,
    **house.CHECKS,
    **ownlaw.CHECKS,
}
