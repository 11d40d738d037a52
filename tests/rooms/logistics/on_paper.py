"""A case on paper: acts and answers of two parties, folded by ``law.case`` and laid out by the room; all invented.

Acts are encoded and read back as on the wire, so that every body is one that could be signed. The bench permits
everything but what a test plants; the terms are the room's own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from warifu.core import act as acts_core
from warifu.core import canonical
from warifu.core.act import CONFIRMED, Act, Answer, Attachment
from warifu.core.money import Money
from warifu.core.posting import Posting, Undetermined
from warifu.core.quantity import Quantity
from warifu.core.wire import to_plain
from warifu.law.case import At, Case, Heard, Placed, fold
from warifu.law.judge import Finding, Ruling
from warifu.law.room import RowContext, Rows, read_body
from warifu.rooms.logistics.acts import KINDS, Delivered, Line, Offer, Request, Setting
from warifu.rooms.logistics.evolution import evolve
from warifu.rooms.logistics.flow import FLOWS
from warifu.rooms.logistics.rows import rows

DAY = date(2026, 4, 1)
PACK = b"\x09" * 32
CONTEXT = RowContext("GB-JP", "GB", {})
SETTING = Setting("a", "exercise:VIGILANT-26", "XZ", together=True, same_kind=True)


class Permissive:
    """Permits everything but the acts planted with findings; late is what the house calls late."""

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


class Paper:
    """One case: ``write`` adds an act, ``rows`` folds what is there."""

    def __init__(self) -> None:
        self.acts: list[Placed] = []
        self.answers: list[Heard] = []
        self.bench = Permissive()
        self.root = b""
        self.head = b""
        self.places = {"GB": 0, "JP": 0}

    def write(self, party: str, name: str, body: Any, *, confirm: bool = True, **more: Any) -> bytes:
        """Write an act of a kind; return its digest. ``after``, ``cites``, ``sealed``, ``planted`` and act fields."""
        kind = KINDS[f"logistics/{name}"]
        sealed, planted = more.pop("sealed", body.on), more.pop("planted", "")
        after = more.pop("after", self.head)
        made = Act(
            PACK, kind.name, party, f"{party}-DESK", party.encode() * 8, _noon(sealed), to_plain(body), case=self.root,
            after=b"" if after == self.root else after, **more,
        )  # fmt: skip
        act = acts_core.decode(acts_core.encode(made))
        digest = canonical.digest(acts_core.encode(made))
        self.places[party] += 1
        self.acts.append(Placed(act, digest, party, self.places[party], kind, read_body(kind, act.body)))
        if planted:
            self.bench.planted[digest] = (Finding(planted, "acsa:trial"),)
        if not self.root:
            self.root = self.head = digest
        elif kind.nature == "will":
            self.head = digest
        if confirm:
            self.confirm(digest)
        return digest

    def confirm(self, digest: bytes) -> None:
        """Let the other side confirm an act."""
        author = next(placed.author for placed in self.acts if placed.digest == digest)
        other = "JP" if author == "GB" else "GB"
        self.places[other] += 1
        self.answers.append(Heard(Answer(digest, CONFIRMED, 0), other, self.places[other]))

    def fold(self) -> Case:
        """Fold the case."""
        kind = next(placed.act.kind for placed in self.acts if placed.act.is_root)
        case = fold(FLOWS[kind], self.acts, self.answers, self.bench)
        assert case is not None
        return case

    def rows(self, context: RowContext = CONTEXT) -> Rows:
        """Lay the case out; rows that could not be made say so in the head, which no test here wants."""
        found = rows(self.fold(), context)
        assert not any(head.settlement == "not-laid-out" for head in found.tables.get("logistics_case", ()))
        return found


def _noon(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


def on(days: int) -> date:
    """The day so many days after the first."""
    return date.fromordinal(DAY.toordinal() + days)


def fuel(price: str | None = "95", **more: Any) -> Line:
    """A line of 1,000 litres of fuel, priced in yen a litre unless told otherwise."""
    money = None if price is None else Money(Decimal(price), "JPY")
    return Line(1, "pol", "F-76", Quantity(Decimal(1000), "L"), price=money, **more)


def ordered(*lines: Line, settlement: Any = "cash", transaction: Any = "supply", **more: Any) -> Paper:
    """GB asks JP, JP offers, GB accepts; both have confirmed."""
    paper = Paper()
    exercise = {"label": ("EXERCISE",)} if more.pop("exercise", False) else {}
    number = more.pop("number", "GB-CALDER-26-0007")
    paper.write(
        "GB",
        "request",
        Request(
            DAY, number, SETTING, "GB-CALDER", "JP-AKASHI", lines, settlement, transaction,
            exercise=bool(exercise),
        ),
        **exercise,
    )  # fmt: skip
    paper.write("JP", "offer", Offer(on(1), lines, settlement, currency="JPY", **more), **exercise)
    paper.write("GB", "accept", acts_accept(2), **exercise)
    return paper


def acts_accept(days: int) -> Any:
    """Accept so many days after the first."""
    from warifu.rooms.logistics.acts import Accept

    return Accept(on(days))


def given(amount: str, line: int = 1, unit: str = "L", **more: Any) -> tuple[Delivered, ...]:
    """One delivered line."""
    return (Delivered(line, Quantity(Decimal(amount), unit), **more),)


def scan(paper: str = "meter_ticket") -> tuple[Attachment, ...]:
    """A source document."""
    return (Attachment(b"\x05" * 32, 1234, "application/pdf", paper),)


def balance(postings: tuple[Posting, ...], until: date | None = None) -> dict[tuple[str, str, str], Decimal]:
    """Sum by (account, debtor, commodity) what is known at the end of a day; what is nothing is left out."""
    sums: dict[tuple[str, str, str], Decimal] = {}
    for posting in postings:
        if isinstance(posting.amount, Decimal) and (until is None or posting.day <= until):
            key = (posting.account, posting.debtor, posting.commodity)
            sums[key] = sums.get(key, Decimal(0)) + posting.amount
    return {key: amount for key, amount in sums.items() if amount}


def unknown(postings: tuple[Posting, ...]) -> list[str]:
    """The reasons of what is undetermined."""
    return sorted(posting.amount.reason for posting in postings if isinstance(posting.amount, Undetermined))
