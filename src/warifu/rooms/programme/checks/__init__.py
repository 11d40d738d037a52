"""The checks of this room, of the house and of its parts. A released check never changes; a mend is a new version."""

from __future__ import annotations

from warifu.law.checks import CHECKS as HOUSE_CHECKS
from warifu.law.judge import Check
from warifu.rooms.programme.checks import (
    activity,
    announcement,
    area,
    commitment,
    common,
    consultation,
    figures,
    support,
)

CHECKS: dict[str, Check] = {
    **HOUSE_CHECKS,
    **common.CHECKS,
    **activity.CHECKS,
    **support.CHECKS,
    **commitment.CHECKS,
    **consultation.CHECKS,
    **area.CHECKS,
    **announcement.CHECKS,
    **figures.CHECKS,
}
