"""A case of equipment cooperation on paper (``tests.rooms.filing``); all invented."""

from __future__ import annotations

from tests.packs.bench import PACKS
from tests.rooms import filing
from warifu.rooms.equipment import ROOM

PACK = PACKS["gb-jp/decf-2013"]
CONTEXT = filing.context_of(PACK)


class File(filing.File):
    """One case of this room."""

    def __init__(self) -> None:
        super().__init__(ROOM, PACK)
