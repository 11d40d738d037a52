"""A case of any room on paper: acts and answers of two parties, folded and laid out; all invented.

Acts are encoded and read back as on the wire. The bench permits everything but what a test plants; terms and rows are
those of the room, tables those of the pack. ``tests.rooms.ROOM.on_file`` says which room and which pack.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from warifu.core import act as acts_core
from warifu.core import canonical
from warifu.core.act import CONFIRMED, Act, Answer
from warifu.core.wire import to_plain
from warifu.law.case import At, Case, Heard, Placed, fold
from warifu.law.judge import Finding, Ruling
from warifu.law.pack import Pack
from warifu.law.room import Room, RowContext, Rows, read_body


def noon(day: date) -> int:
    """UTC seconds at noon."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


def number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def context_of(pack: Pack) -> RowContext:
    """What rows are made with where nothing is cited."""
    return RowContext("GB-JP", "GB", {}, {pack.digest: pack.table})


class Permissive:
    """Permits everything but the acts planted with findings; calls late what a test calls late."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.planted: dict[bytes, Ruling] = {}

    def rule(self, placed: Placed, at: At) -> Ruling | None:
        del at
        return self.planted.get(placed.digest, ())

    def evolve(self, terms: Any, placed: Placed) -> Any:
        return self.room.evolve(terms, placed)

    def is_late(self, placed: Placed) -> bool:
        return bool(getattr(placed.body, "late_reason", ""))


class File:
    """One case: ``write`` adds an act, ``rows`` folds what is there and lays it out."""

    def __init__(self, room: Room, pack: Pack) -> None:
        self.room, self.pack = room, pack
        self.acts: list[Placed] = []
        self.answers: list[Heard] = []
        self.bench = Permissive(room)
        self.root = self.head = b""
        self.places = {"GB": 0, "JP": 0}

    def write(self, party: str, name: str, body: Any, **more: Any) -> bytes:
        """Write an act of a kind; the other side confirms it unless ``heard`` is false. ``planted``: a finding."""
        kind = self.room.kinds[f"{self.room.name}/{name}"]
        heard, planted = more.pop("heard", True), more.pop("planted", "")
        made = Act(
            self.pack.digest, kind.name, party, f"{party}-DESK", party.encode() * 8, noon(more.pop("sealed", body.on)),
            to_plain(body), case=self.root, after=b"" if self.head == self.root else self.head, **more,
        )  # fmt: skip
        raw = acts_core.encode(made)
        act, digest = acts_core.decode(raw), canonical.digest(raw)
        self.places[party] += 1
        self.acts.append(Placed(act, digest, party, self.places[party], kind, read_body(kind, act.body)))
        if planted:
            self.bench.planted[digest] = (Finding(planted, f"{self.room.name}:trial"),)
        if not self.root:
            self.root = self.head = digest
        elif kind.nature == "will":
            self.head = digest
        if heard:
            self.confirm(digest, "JP" if party == "GB" else "GB")
        return digest

    def confirm(self, digest: bytes, by: str) -> None:
        """Let a side confirm an act."""
        self.places[by] += 1
        self.answers.append(Heard(Answer(digest, CONFIRMED, 0), by, self.places[by]))

    def fold(self) -> Case:
        """Fold the case."""
        kind = next(placed.act.kind for placed in self.acts if placed.act.is_root)
        case = fold(self.room.flows[kind], self.acts, self.answers, self.bench)
        assert case is not None
        return case

    def rows(self, context: RowContext | None = None) -> Rows:
        """Lay the case out."""
        return self.room.rows(self.fold(), context or context_of(self.pack))

    def table(self, name: str) -> list[Any]:
        """Return the rows of one table of the room as records of it."""
        return list(self.rows().tables.get(f"{self.room.name}_{name}", ()))

    def the(self, name: str) -> Any:
        """Return the one row of a table."""
        (row,) = self.table(name)
        return row

    def clocks(self) -> dict[str, Any]:
        """Return the clocks by name and what they are about."""
        return {f"{row.name}:{row.about}": row for row in self.table("clock")}
