"""Custody: the facts of one item folded into where every copy is, on every day. Pure; it reads no clock.

Law, in the order in which it is applied:

1. Each side's facts stand in the order of its own log (paper that the other side entered for it comes first, for paper
   is of the time before it had a node). What a fact says of several copies is a step for each of them.
2. The two sequences of a copy meet at packages: the receipt of a package waits for its dispatch. At each moment one
   side answers for the copy and only that side's next step can be taken, and, on the way, the addressee's receipt; so
   the outcome is a function of the two sequences, whatever arrived first.
3. A step that never finds its turn moves nothing, loses nothing, and is a *discrepancy* with a code and figures.
4. A copy that was made exists: also where it should not have been made, and where its number is used already.
5. A destroyed copy never moves. A destruction is complete once another officer of that side has witnessed it.
6. Days never go back along a copy: a step said to lie before the one it follows counts from that one's day, and the
   difference is a discrepancy.

Place on the path: after the fold of the case; rows and own law read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from warifu.rooms.information.acts.item import Copy
from warifu.rooms.information.custody_records import (
    DESTROYED,
    GONE,
    HELD,
    IN_HAND,
    MISSING,
    OUT,
    RELEASED,
    RETURNED,
    TRANSIT,
    UNWITNESSED,
    Begun,
    Custody,
    Discrepancy,
    Fact,
    Held,
    Interval,
    Package,
    fact_of,
)
from warifu.rooms.information.custody_turns import TURNS, Step

__all__ = [
    "DESTROYED", "GONE", "HELD", "IN_HAND", "MISSING", "OUT", "RELEASED", "RETURNED", "TRANSIT", "UNWITNESSED",
    "Begun", "Custody", "Discrepancy", "Fact", "Held", "Interval", "Package", "fact_of", "fold",
]  # fmt: skip


class _Track:
    """One copy while it is folded."""

    def __init__(self, begun: tuple[str, bytes, str], made: Copy, parent: str, language: str) -> None:
        self.maker, self.origin, _ = begun
        self.copy, self.pages, self.parent, self.language = made.copy, made.pages, parent, language
        self.intervals: list[Interval] = []
        self.remarked: list[bytes] = []
        self.sighted_on: date | None = None

    @property
    def now(self) -> Interval:
        return self.intervals[-1]

    def goes(self, into: Interval) -> bool:
        """Enter a state; return False where its day lies before that of the state it follows."""
        if not self.intervals:
            self.intervals.append(into)
            return True
        last = self.now
        day = max(into.from_day, last.from_day)
        self.intervals[-1] = last._replace(to_day=day)
        self.intervals.append(into._replace(from_day=day))
        return day == into.from_day

    def held(self) -> Held:
        return Held(
            self.copy, self.origin, self.maker, self.pages, self.parent, self.language, tuple(self.intervals),
            tuple(self.remarked), self.sighted_on,
        )  # fmt: skip


class _Number:
    """All copies that bear one number (one, as a rule) and the two sequences of steps that name it."""

    def __init__(self, opener: str, officers: dict[bytes, bytes]) -> None:
        self.opener = opener
        self.officers = officers
        self.tracks: list[_Track] = []
        self.queues: dict[str, list[Step]] = {}
        self.wrong: list[Discrepancy] = []

    def run(self) -> None:
        """Take every step that finds its turn; what does not is a discrepancy (law, 2 and 3)."""
        for queue in self.queues.values():
            queue.reverse()  # the next step stands last
        while heads := self._heads():
            taken = next((step for step in heads if self._take(step)), None)
            if taken is None:
                taken = self._stuck()
                self.wrong.append(self._why(taken))
            queue = self.queues[taken.fact.side]
            queue.pop()

    def _heads(self) -> list[Step]:
        """Each side's next step: a loss on the way before its receipt, a receipt before the sender's other steps."""
        heads = [queue[-1] for queue in self.queues.values() if queue]
        return sorted(heads, key=lambda step: (_FIRST.get(step.what, 2), step.fact.side != self.opener))

    def _stuck(self) -> Step:
        """Choose the step that can no longer find its turn: that of the side on whose next step the copy waits."""
        waiting = [step for step in self._heads() if step.fact.side == self._answerable()]
        return (waiting or self._heads())[0]

    def _answerable(self) -> str:
        for track in self.tracks:
            now = track.now
            if now.status == TRANSIT:
                return next((side for side in self.queues if side != now.party), "")
            if now.status not in GONE:
                return now.party
        return ""

    def _take(self, step: Step) -> bool:
        if step.what == "made":
            self._make(step)
            return True
        return any(self._moves(track, step) for track in self.tracks)

    def _make(self, step: Step) -> None:
        """A copy that was made exists (law, 4)."""
        fact, made = step.fact, step.made
        parent, language = getattr(fact.body, "parent", ""), getattr(fact.body, "language", "")
        track = _Track((fact.side, fact.digest, step.copy), made or Copy(step.copy), parent, language)
        track.goes(Interval(HELD, fact.side, fact.desk, step.on, fact.digest))
        if self.tracks:
            self.wrong.append(_discrepancy("number_twice", step, first=self.tracks[0].origin.hex()[:16]))
        self.tracks.append(track)

    def _moves(self, track: _Track, step: Step) -> bool:
        """Take a step with this copy if it is its turn."""
        into = TURNS[step.what](track.now, step, self.officers)
        if into is None:
            return False
        if type(into) is Interval:
            if into.status == HELD and step.what == "receipt" and step.fact.side == self.opener:
                into = into._replace(status=RETURNED, loan_until=None)
            before = track.now.from_day
            if not track.goes(into):
                self.wrong.append(_discrepancy("day_backwards", step, before=before))
        elif step.what == "remarked":
            track.remarked.extend(step.fact.cites)
        elif step.what == "sighted":
            track.sighted_on = step.on
        return True

    def _why(self, step: Step) -> Discrepancy:
        """Name why a step found no turn."""
        if not self.tracks:
            return _discrepancy("unknown_copy", step)
        now = self.tracks[0].now
        figures = {"status": f"copy.{now.status}", "holder": now.party}
        if step.what == "witness":
            return _discrepancy("witness_not_accepted", step, **figures)
        if all(track.now.status in GONE for track in self.tracks):
            return _discrepancy("destroyed", step, **figures)
        if step.what == "receipt":
            again = any(each.package == step.fact.body.package for track in self.tracks for each in track.intervals)
            code = "received_twice" if again and now.party == step.fact.side else "not_dispatched"
            return _discrepancy(code, step, package=step.fact.body.package, **figures)
        return _discrepancy(_CODES.get(step.what, "not_held"), step, **figures)


_FIRST = {"missing": 0, "receipt": 1}
_CODES = {"found": "not_missing", "reproduced": "reproduced_not_held", "remarked": "remarked_not_held",
          "sighted": "sighted_not_held"}  # fmt: skip


def _discrepancy(code: str, step: Step, **figures: object) -> Discrepancy:
    said = tuple((name, str(value)[:200]) for name, value in figures.items())
    return Discrepancy(code, step.copy, step.fact.digest, step.fact.side, step.on, said)


def _steps_of(fact: Fact) -> Iterator[Step]:
    """Say what a fact says of each copy that it names."""
    body = fact.body
    if fact.kind == "register":
        yield from (Step(fact, "made", each.copy, each) for each in body.copies)
    elif fact.kind == "receipt":
        yield from (Step(fact, "receipt", each.copy) for each in body.copies)
    elif fact.kind == "reproduction":
        yield Step(fact, "reproduced", body.parent)
        yield from (Step(fact, "made", each.copy, each) for each in body.made)
    elif fact.kind == "muster_result":
        yield from (Step(fact, "sighted", each) for each in body.sighted)
    elif fact.kind in TURNS:
        yield from (Step(fact, fact.kind, each) for each in body.copies)


def fold(begun: Begun, facts: Iterable[Fact]) -> Custody:
    """Fold the facts of one item, given once each in any order, into where its copies are."""
    ordered = sorted(facts, key=lambda fact: (fact.side, fact.order, fact.digest))
    first = Fact(begun.opener, (-1, -1), begun.act, b"", begun.desk, "register", begun, ())
    officers = {fact.digest: fact.officer for fact in ordered if fact.kind == "destruction"}
    numbers: dict[str, _Number] = {}
    for fact in (first, *ordered):
        for step in _steps_of(fact):
            number = numbers.setdefault(step.copy, _Number(begun.opener, officers))
            number.queues.setdefault(fact.side, []).append(step)
    for number in numbers.values():
        number.run()
    packages, twice = _packages(ordered)
    copies = tuple(track.held() for number in numbers.values() for track in number.tracks)
    wrong = [each for number in numbers.values() for each in number.wrong]
    return Custody(copies, packages, (*wrong, *twice, *_short(copies, packages)))


def _packages(facts: list[Fact]) -> tuple[tuple[Package, ...], list[Discrepancy]]:
    """Every dispatch with the first receipt of the other side that names its package; a number used again is wrong."""
    sent: dict[tuple[str, str], Package] = {}
    wrong: list[Discrepancy] = []
    again: list[Package] = []
    receipts: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind == "receipt":
            receipts.setdefault(fact.body.package, []).append(fact)
    for fact in facts:
        if fact.kind != "dispatch":
            continue
        body = fact.body
        receipt = next((each for each in receipts.get(body.package, ()) if each.side != fact.side), None)
        package = Package(
            body.package, fact.side, fact.desk, body.to, body.on, fact.digest, body.copies, body.sent_as,
            body.loan_until, receipt.body.on if receipt else None, receipt.digest if receipt else b"",
        )  # fmt: skip
        if (fact.side, body.package) in sent:
            wrong.append(
                Discrepancy("package_twice", "", fact.digest, fact.side, body.on, (("package", body.package),))
            )
            again.append(package)
        else:
            sent[fact.side, body.package] = package
    return (*sent.values(), *again), wrong


def _short(copies: Iterable[Held], packages: Iterable[Package]) -> Iterator[Discrepancy]:
    """Copies that were sent and not read back, although their package has been receipted."""
    received = {each.act: each for each in packages if each.receipt}
    for each in copies:
        package = received.get(each.now.act) if each.now.status == TRANSIT else None
        if package is not None:
            on = package.received_on or package.on
            figures = (("package", package.number), ("holder", each.now.party))
            yield Discrepancy("not_in_package", each.copy, package.receipt, package.side, on, figures)
