"""Custody, its records: facts as custody sees them, copies and where they have been, packages, what does not fit.

Law: rows only; what they mean together is ``custody``, which also says the law of custody.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from warifu.law.judge import Placed
from warifu.rooms.information.acts.item import Copy

_NO_PLACE = 2**62
HELD, RETURNED, TRANSIT, MISSING = "held", "returned", "transit", "missing"
RELEASED, UNWITNESSED, DESTROYED = "released", "destroyed_unwitnessed", "destroyed"
IN_HAND = frozenset({HELD, RETURNED})
"""Statuses in which a side has the copy and may do something with it."""
GONE = frozenset({UNWITNESSED, DESTROYED})
OUT = frozenset({HELD, TRANSIT, MISSING, RELEASED, UNWITNESSED})
"""Statuses of a copy that keep an item open, where the copy is not in its originator's hands."""


class Begun(NamedTuple):
    """How an item begins: its originator's side and desk, the day, the register act, the copies entered."""

    opener: str
    desk: str
    on: date
    act: bytes
    copies: tuple[Copy, ...]


class Fact(NamedTuple):
    """One fact as custody sees it. ``sound``: False for a witness whom the rules do not accept as one."""

    side: str
    order: tuple[int, int]
    digest: bytes
    officer: bytes
    desk: str
    kind: str
    body: Any
    cites: tuple[bytes, ...]
    sound: bool = True


class Interval(NamedTuple):
    """A copy in one state from a day to a day (None: until now). ``party`` answers for it, at ``desk``.

    ``other``: the addressee of a package, or the recipient outside the two parties. ``act``: what brought it there.
    """

    status: str
    party: str
    desk: str
    from_day: date
    act: bytes
    package: str = ""
    other: str = ""
    loan_until: date | None = None
    to_day: date | None = None


class Discrepancy(NamedTuple):
    """What does not fit: a code, the copy, the act that says it, who wrote that, when it happened, and figures."""

    code: str
    copy: str
    act: bytes
    side: str
    on: date
    figures: tuple[tuple[str, str], ...] = ()


class Package(NamedTuple):
    """A package: who sent it where and when, with which copies, until when they are lent; who has receipted it."""

    number: str
    side: str
    desk: str
    to: str
    on: date
    act: bytes
    copies: tuple[str, ...]
    sent_as: str
    loan_until: date | None
    received_on: date | None = None
    receipt: bytes = b""


class Held(NamedTuple):
    """One copy: how it came to be, where it has been, which regradings its holder has put on it, when it was seen."""

    copy: str
    origin: bytes
    maker: str
    pages: int
    parent: str
    language: str
    intervals: tuple[Interval, ...]
    remarked: tuple[bytes, ...]
    sighted_on: date | None

    @property
    def now(self) -> Interval:
        """Where it is after all that is known."""
        return self.intervals[-1]

    def at(self, day: date) -> Interval | None:
        """Where it was at the end of a day; None before it existed."""
        return next((each for each in reversed(self.intervals) if each.from_day <= day), None)


class Custody(NamedTuple):
    """All copies in the order in which they came to be, the packages, and what does not fit."""

    copies: tuple[Held, ...]
    packages: tuple[Package, ...]
    discrepancies: tuple[Discrepancy, ...]

    def out(self, opener: str, written_off: Collection[str] = ()) -> tuple[Held, ...]:
        """Return the copies for which somebody still has to answer: not in the originator's hands, nor destroyed.

        ``written_off``: numbers of copies that were given up; one of them that is missing still is not out.
        """
        return tuple(
            each for each in self.copies
            if each.now.status in OUT and not (each.now.status in IN_HAND and each.now.party == opener)
            and not (each.now.status == MISSING and each.copy in written_off)
        )  # fmt: skip


def fact_of(placed: Placed, *, sound: bool = True) -> Fact:
    """Read an act as custody sees it."""
    act = placed.act
    place = _NO_PLACE if placed.index is None else placed.index
    order = (int(placed.author == act.side_of), place)
    kind = act.kind.rpartition("/")[2]
    return Fact(act.side_of, order, placed.digest, act.officer, act.desk, kind, placed.body, act.cites, sound)
