"""A case of the programme on paper (``tests.rooms.filing``); all invented."""

from __future__ import annotations

from tests.packs.bench import PACKS
from tests.rooms import filing
from warifu.rooms.programme import ROOM

PACK = PACKS["gb-jp/programme"]
CONTEXT = filing.context_of(PACK)


class File(filing.File):
    """One case of this room."""

    def __init__(self) -> None:
        super().__init__(ROOM, PACK)
