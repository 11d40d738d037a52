"""A case of classified information on paper (``tests.rooms.filing``): every act is labelled; all invented."""

from __future__ import annotations

from typing import Any

from tests.packs.bench import PACKS
from tests.rooms import filing
from tests.rooms.filing import number
from warifu.law.case import LATE_AFTER_SECONDS, Placed
from warifu.rooms.information import ROOM

PACK = PACKS["gb-jp/isa-2013"]
CONTEXT = filing.context_of(PACK)
LABEL = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")


class Permissive(filing.Permissive):
    """Calls late what was sealed long after its day, whatever it says of itself."""

    def is_late(self, placed: Placed) -> bool:
        on = getattr(placed.body, "on", None)
        return on is not None and placed.act.time // 86_400 - number(on) > LATE_AFTER_SECONDS // 86_400


class File(filing.File):
    """One case of this room."""

    def __init__(self) -> None:
        super().__init__(ROOM, PACK)
        self.bench = Permissive(ROOM)

    def write(self, party: str, name: str, body: Any, **more: Any) -> bytes:
        """Write an act with a label."""
        return super().write(party, name, body, **{"label": LABEL} | more)

    def clocks(self) -> dict[str, Any]:
        """Return the clocks by name, the last of each."""
        return {row.name: row for row in self.table("clock")}
