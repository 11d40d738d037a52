"""What comes next for a side whose move it is, where the flow's first step is not the usual one. Floor 3a, pure.

Law: this only puts first what the flow allows anyhow; nothing is refused or permitted by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warifu.law.flow import OPENER, RESPONDER, Side
from warifu.law.steps import OTHER
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.rows_common import of_kind
from warifu.rooms.equipment.terms.consent import is_consent

_NEXT: dict[tuple[str, str, Side], str] = {
    ("transfer", "applied", OPENER): "undertaking",
    ("transfer", "undertaken", RESPONDER): "decision",
    ("transfer", "decided", RESPONDER): "licence",
    ("transfer", "appealed", RESPONDER): "appeal_decision",
    ("transfer", "appealed_refused", RESPONDER): "appeal_decision",
    ("transfer", "appealed_licensed", RESPONDER): "appeal_decision",
    ("consent", "requested", RESPONDER): "consent",
    ("opportunity", "proposed", RESPONDER): "open_to_industry",
    ("project", "proposed", RESPONDER): "determine",
    ("project", "determined", OPENER): "diplomatic_note",
    ("project", "note_sent", RESPONDER): "diplomatic_reply",
    **{
        ("project", f"{what}_by_{by}", OTHER[by]): step
        for by in (OPENER, RESPONDER)
        for what, step in (
            ("arranging", "agree_arrangement"), ("amending", "agree_arrangement"), ("deciding", "agree_step"),
            ("completing", "agree_step"), ("resuming", "agree_step"),
        )
    },
}  # fmt: skip


def due(case: Any, side: Side) -> tuple[str, ...]:
    """Return the kinds that come next for a side, the most pressing first; none where the flow says enough."""
    if case.flow.name == "consent" and is_consent(case.terms):
        first = tuple(_of_consent(case, side))
        if first:
            return first
    found = _NEXT.get((case.flow.name, case.state, side))
    return (E + found,) if found else ()


def _of_consent(case: Any, side: Side) -> Iterator[str]:
    """A document that the other side has declared waits for us; what came after waits for the originator's ruling."""
    asker = case.terms.asker
    for each in case.terms.third:
        if not each.confirmed and (each.declared_by == asker) is (side == RESPONDER):
            yield E + "confirm_third"
            break
    told = of_kind(case, E + "succession")
    if side == RESPONDER and any(stand.placed.digest not in case.terms.ruled for stand in told):
        yield E + "inherit"
