"""A case of classified information on paper: acts and answers of two parties, folded and laid out; all invented.

Acts are encoded and read back as on the wire. The bench permits everything but what a test plants; terms and rows are
the room's own, tables those of the pack.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.packs.bench import PACKS
from warifu.core import act as acts_core
from warifu.core import canonical
from warifu.core.act import CONFIRMED, Act, Answer
from warifu.core.wire import to_plain
from warifu.law.case import At, Case, Heard, Placed, fold
from warifu.law.judge import Finding, Ruling
from warifu.law.room import RowContext, Rows, read_body
from warifu.rooms.information.acts import KINDS
from warifu.rooms.information.flow import FLOWS
from warifu.rooms.information.rows import rows
from warifu.rooms.information.terms import evolve

PACK = PACKS["gb-jp/isa-2013"]
CONTEXT = RowContext("GB-JP", "GB", {}, {PACK.digest: PACK.table})
LABEL = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")


class Permissive:
    """Permits everything but the acts planted with findings."""

    def __init__(self) -> None:
        self.planted: dict[bytes, Ruling] = {}

    def rule(self, placed: Placed, at: At) -> Ruling | None:
        del at
        return self.planted.get(placed.digest, ())

    def evolve(self, terms: Any, placed: Placed) -> Any:
        return evolve(terms, placed)

    def is_late(self, placed: Placed) -> bool:
        on = getattr(placed.body, "on", None)
        return on is not None and placed.act.time // 86_400 - (on.toordinal() - date(1970, 1, 1).toordinal()) > 7


class File:
    """One case: ``write`` adds an act, ``rows`` folds what is there and lays it out."""

    def __init__(self) -> None:
        self.acts: list[Placed] = []
        self.answers: list[Heard] = []
        self.bench = Permissive()
        self.root = b""
        self.head = b""
        self.places = {"GB": 0, "JP": 0}

    def write(self, party: str, name: str, body: Any, **more: Any) -> bytes:
        """Write an act of a kind and let the other side confirm it; return its digest. ``sealed``, ``planted``."""
        kind = KINDS[f"information/{name}"]
        sealed, planted = more.pop("sealed", body.on), more.pop("planted", "")
        made = Act(
            PACK.digest, kind.name, party, f"{party}-DESK", party.encode() * 8, noon(sealed), to_plain(body),
            case=self.root, after=b"" if self.head == self.root else self.head, label=more.pop("label", LABEL), **more,
        )  # fmt: skip
        raw = acts_core.encode(made)
        act, digest = acts_core.decode(raw), canonical.digest(raw)
        self.places[party] += 1
        self.acts.append(Placed(act, digest, party, self.places[party], kind, read_body(kind, act.body)))
        if planted:
            self.bench.planted[digest] = (Finding(planted, "isa:trial"),)
        if not self.root:
            self.root = self.head = digest
        elif kind.nature == "will":
            self.head = digest
        other = "JP" if party == "GB" else "GB"
        self.places[other] += 1
        self.answers.append(Heard(Answer(digest, CONFIRMED, 0), other, self.places[other]))
        return digest

    def fold(self) -> Case:
        """Fold the case."""
        kind = next(placed.act.kind for placed in self.acts if placed.act.is_root)
        case = fold(FLOWS[kind], self.acts, self.answers, self.bench)
        assert case is not None
        return case

    def rows(self) -> Rows:
        """Lay the case out."""
        return rows(self.fold(), CONTEXT)

    def table(self, name: str) -> list[Any]:
        """Return the rows of one table of the room as records of it."""
        return list(self.rows().tables.get(f"information_{name}", ()))

    def the(self, name: str) -> Any:
        """Return the one row of a table."""
        (row,) = self.table(name)
        return row

    def clocks(self) -> dict[str, Any]:
        """Return the clocks by name, the last of each."""
        return {row.name: row for row in self.table("clock")}


def number(value: date) -> int:
    """Days since 1970-01-01."""
    return value.toordinal() - date(1970, 1, 1).toordinal()


def noon(day: date) -> int:
    """UTC seconds at noon."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
