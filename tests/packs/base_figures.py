"""The acts of the golden rulings of yearly figures as they are unless a row says otherwise; all invented."""

from __future__ import annotations

from datetime import date

from tests.packs.base_said import Base
from warifu.core.days import fiscal_year
from warifu.rooms.programme.acts.figures import (
    AgreeFigures,
    DifferFigures,
    Figure,
    Figures,
    SettleFigures,
    WithdrawFigures,
)

STATED = (Figure("cases.order.closed", 0, 41), Figure("open.GB.JPY", 5, 95))


def _figures(on: date) -> Figures:
    return Figures(on, "GB-UKDEF-26-F001", fiscal_year(on), on, 120, 118, STATED)


BASES: dict[str, Base] = {
    "figures": Base("asker", "committee_member", _figures, room="programme"),
    "restate_figures": Base("asker", "committee_member", _figures, room="programme"),
    "agree_figures": Base("turn", "committee_member", AgreeFigures, room="programme"),
    "differ_figures": Base(
        "provider",
        "committee_member",
        lambda on: DifferFigures(on, (Figure("open.GB.JPY", 5, 94),)),
        room="programme",
    ),
    "settle_figures": Base("asker", "committee_member", lambda on: SettleFigures(on, ("timing",)), room="programme"),
    "withdraw_figures": Base("asker", "committee_member", lambda on: WithdrawFigures(on, "error"), room="programme"),
}
