"""How an act stands in its case, and the case itself: what the fold makes and everybody above reads.

Law: a *will* is standing, fallen, objected, refused or pending; a *fact* is recorded or irregular (or pending); an
*aside* is recorded, or has no effect. *Confirmed* is said of the other side alone: nobody confirms its own act.

Place on the path: made by ``law.case``; read by rows, pages and the node that answers.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, Protocol

import msgspec

from warifu.core.act import CONFIRMED, FALLEN, OBJECTED, Answer, FindingWire
from warifu.law.flow import Flow, Side
from warifu.law.judge import Finding, Placed, Ruling

Status = Literal["standing", "fallen", "objected", "refused", "pending", "recorded", "irregular"]
LATE_AFTER_SECONDS = 7 * 86_400
UP = frozenset({"standing", "irregular"})
"""Statuses of a will, or of a root, on which the line goes on."""


class Heard(NamedTuple):
    """An answer with the party that gave it and its place in that party's log; without a place it is not heard yet."""

    answer: Answer
    by: str
    index: int  # type: ignore[assignment]  # a place, not tuple.index


PAPER = "house.paper."
"""What the rule about paper finds, in every pack that has it."""


class At(NamedTuple):
    """The place at which an act is judged: what stands on the line up to its ``after``."""

    flow: Flow
    opener: str
    side: Side
    state: str | None
    terms: Any
    pack: bytes


class Bench(Protocol):
    """What the fold asks of the judgement: rulings, and how wills become terms."""

    def rule(self, placed: Placed, at: At) -> Ruling | None:
        """Judge one act at its place; None while something it needs is not here (pending)."""

    def evolve(self, terms: Any, placed: Placed) -> Any:
        """Return the terms after a will."""

    def is_late(self, placed: Placed) -> bool:
        """Tell whether the act speaks of a day more than seven days before it was sealed."""


class Stand(msgspec.Struct):
    """One act as it stands: its status, what the judge says of it, and what the other side does."""

    placed: Placed
    status: Status
    ruling: Ruling = ()
    confirmed: bool = False
    state: str = ""
    terms: Any = None
    pack: bytes = b""
    objection: tuple[FindingWire, ...] = ()
    rival: bytes = b""
    late: bool = False

    @property
    def unfounded(self) -> bool:
        """True where the other side objected and our own judge finds nothing: a matter for consultation."""
        return bool(self.objection) and not self.ruling and self.status in {"objected", "irregular"}

    @property
    def effective(self) -> bool:
        """True where the act counts: not fallen, not refused, and confirmed by the other if late or forbidden paper."""
        return self.status in {"standing", "recorded", "irregular"} and (
            self.confirmed or not (self.late or self._is_forbidden_paper)
        )

    @property
    def _is_forbidden_paper(self) -> bool:
        """True where somebody speaks on paper for a side that signs for itself: that side's word alone counts."""
        return bool(self.placed.act.on_behalf) and any(found.rule.startswith(PAPER) for found in self.ruling)


class Case(msgspec.Struct):
    """A folded case."""

    root: bytes
    opener: str
    flow: Flow
    stands: dict[bytes, Stand]
    line: tuple[Stand, ...]
    state: str
    terms: Any
    equivocations: tuple[tuple[bytes, bytes], ...] = ()

    @property
    def head(self) -> Stand:
        """The last will of the line: what a new will comes after."""
        return self.line[-1]

    @property
    def turn(self) -> Side | None:
        """Whose move it is; None where nothing is awaited."""
        return self.flow.states[self.state].turn if self.state and self.head.status in UP else None

    def of_nature(self, nature: str) -> list[Stand]:
        """Return the acts of a nature (fact, aside) that are not the root, in a fixed order."""
        chosen = [s for s in self.stands.values() if s.placed.kind.nature == nature and s.placed.digest != self.root]
        return sorted(chosen, key=lambda s: by_time(s.placed))

    def confirmed_head(self) -> bytes:
        """Digest of the last will of the line that the other side has confirmed; empty where none is."""
        for stand in reversed(self.line):
            if stand.confirmed:
                return stand.placed.digest
        return b""


def by_time(placed: Placed) -> tuple[int, str, bytes]:
    """Key of the fixed order in which facts and asides are shown: time said, author, digest."""
    return (placed.act.time, placed.author, placed.digest)


def verdict_on(stand: Stand) -> tuple[int, Ruling, bytes] | None:
    """(verdict, findings, rival) that an honest node gives the other side's act; None while it is pending."""
    if stand.status == "pending":
        return None
    if stand.status == "fallen":
        return FALLEN, (), stand.rival
    if stand.status == "refused":
        return OBJECTED, stand.ruling, b""
    if stand.status == "objected":
        return OBJECTED, stand.ruling or tuple(Finding(*msgspec.structs.astuple(each)) for each in stand.objection), b""
    return CONFIRMED, (), b""
