"""What a form is filled in from: the case as folded, its rows, the day, and the desks of who writes."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from warifu.doors.web.casepage_orders import Rows, rows_of
from warifu.law.case import Case, Stand
from warifu.node.pair import Pair


class Given:
    """A case (None for the act that begins one), the day, and the desks that the visitor's appointments name."""

    def __init__(self, pair: Pair, case: Case | None, day: date, desks: tuple[str, ...]) -> None:
        self.pair, self.case, self.day, self.desks = pair, case, day, desks

    @property
    def us(self) -> str:
        """Our party."""
        return self.pair.us

    @property
    def terms(self) -> Any:
        """What the case has agreed; None before it begins."""
        return None if self.case is None else self.case.terms

    @property
    def desk(self) -> str:
        """The desk that writes: the one of the order that is ours, else the only one of the visitor."""
        ours = self._of_order()
        if ours and (not self.desks or ours in self.desks):
            return ours
        if self.case is not None:
            last = next((s.placed.act.desk for s in self.stands(self.us) if s.placed.act.desk), "")
            if last and (not self.desks or last in self.desks):
                return last
        return self.desks[0] if len(self.desks) == 1 else ""

    def _of_order(self) -> str:
        """The unit of an order that is on our side."""
        if self.case is None or not hasattr(self.terms, "requester"):
            return ""
        ours = "opener" if self.case.opener == self.us else "responder"
        named: str = self.terms.receiving if self.terms.requester == ours else self.terms.issuing
        return named

    def stands(self, party: str = "", *kinds: str) -> list[Stand]:
        """Return the acts of a side and of these kinds that count, the last first."""
        if self.case is None:
            return []
        found = [
            stand
            for stand in self.case.stands.values()
            if stand.effective
            and (not party or stand.placed.act.side_of == party)
            and (not kinds or stand.placed.act.kind in kinds)
        ]
        return sorted(found, key=lambda stand: stand.placed.act.time, reverse=True)

    @cached_property
    def rows(self) -> Rows:
        """The rows of the case by table."""
        return {} if self.case is None else rows_of(self.pair, self.case.root)
