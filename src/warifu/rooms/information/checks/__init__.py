"""The checks of this room, of the house and of its parts. A released check never changes; a mend is a new version."""

from __future__ import annotations

from warifu.law.checks import CHECKS as HOUSE_CHECKS
from warifu.law.judge import Check
from warifu.rooms.information.checks import consent, facility, holdings, house, incident, item, visit

CHECKS: dict[str, Check] = {
    **HOUSE_CHECKS,
    **item.CHECKS,
    **consent.CHECKS,
    **holdings.CHECKS,
    **visit.CHECKS,
    **facility.CHECKS,
    **incident.CHECKS,
    **house.CHECKS,
}
