"""Trial of seats: two nodes a side, a bad wire at sea, discs to and from home, seats that move, a node that is lost.

``python -m tests.law.sim_seats --seeds N --start S``. For every seed, over one pair of seats:

(a) nodes that hold the same logs and paper show the same case, writers and carriers of both sides alike, and so does an
    onlooker who was given the logs alone where no paper is about; the fold is a function of the set it is given;
(b) what an honest node has seen confirmed never falls there, and no fact goes, whoever else writes, moves or is lost;
(c) an honest side is never accused, and none of its runs is refused;
(d) at no place of an honest side's log do two nodes write;
(e) an honest pair none of whose nodes is lost reaches the end of every case, wherever its seats are by then;
(f) what an officer signed at sea behind the entry that revokes him has no effect, on any node.

A failing seed is printed; ``--start SEED --seeds 1 --world NAME`` replays it. Planted defects: ``PLANTED``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from random import Random
from typing import Any, NamedTuple

from tests.law.sim import UP, BrokenError, culprit, view
from tests.law.sim_books import Book, Disc, DishonestBook
from tests.law.sim_nodes import Entry
from tests.law.sim_seat_defects import (
    AuthorityByHome,
    BothAnswer,
    CarriersListen,
    HalfComesHome,
    RevokedAtSea,
    TakesOver,
    TakesUpTooSoon,
    WithoutThePaper,
    WritesAfterHandover,
    WritesAfterHandoverUnseen,
)
from warifu.law.case import Case, Placed

TICKS = 60
NODES = ("A1", "A2", "B1", "B2")
"""A1 and B1 are at sea and begin to write; A2 and B2 are at home and begin to carry."""


class World(NamedTuple):
    """Who takes part: the book of each node, a dishonest seat on B's side, and whether a node of A's is lost."""

    book: type[Book] = Book
    dishonest: bool = False
    lost: bool = False


class Trial:
    """One seed."""

    def __init__(self, seed: int, world: World) -> None:
        self.rng = Random(f"seats {seed} {world.book.__name__} {world.dishonest} {world.lost}")
        self.world = world
        self.loss = self.rng.choice((0.0, 0.2, 0.6))
        self.by_paper = self.rng.choice((0.0, 0.2, 0.5))
        self.wander = self.rng.choice((0.0, 0.02, 0.08))
        self.books: dict[str, Book] = {}
        for name in NODES:
            bad = world.dishonest and name == "B1"
            kind = DishonestBook if bad else world.book
            self.books[name] = kind(name, "B" if name[0] == "A" else "A", self.rng)
        self.rolls: dict[str, list[Entry]] = {"A": [], "B": []}
        self.under_way: list[tuple[int, str, Any]] = []
        self.now = 0
        self.lost: set[str] = set()
        self.seen: dict[str, set[bytes]] = {name: set() for name in NODES}
        self.facts: dict[str, set[bytes]] = {name: set() for name in NODES}
        self.tally: Counter[str] = Counter()

    @property
    def here(self) -> list[Book]:
        """The nodes that are not lost."""
        return [book for name, book in self.books.items() if name not in self.lost]

    @property
    def honest(self) -> list[Book]:
        """Nodes of honest sides; the home of a side whose seat lies is told what that seat likes."""
        return [book for book in self.here if book.party == "A" or not self.world.dishonest]

    def run(self) -> Counter[str]:
        """Begin at sea, act and move for a while, then let every wire be good and bring each case to its end."""
        for side in "AB":
            for _ in range(self.rng.randrange(4)):
                self._home_writes(side)
            self.books[side + "1"].begin(self.rolls[side])
        for name in self.rng.sample(("A1", "B1"), self.rng.choice((1, 2))):
            self.books[name].open_case()
        lost_at = self.rng.randrange(TICKS // 4, TICKS) if self.world.lost else -1
        for tick in range(TICKS):
            if tick == lost_at:
                self._lose()
            self._tick()
        self._settle()
        self._judge()
        return self.tally

    # --- what happens ---

    def _tick(self) -> None:
        book = self.rng.choice(self.here)
        if isinstance(book, DishonestBook) and self.rng.random() < book.zeal:
            book.harm()
            for placed in book.to_post:
                self._post("A1", placed)
            book.to_post.clear()
        elif self.rng.random() < 0.7:
            for _ in range(self.rng.choice((1, 1, 3))):
                book.act()
        if self.rng.random() < 0.1:
            self._home_writes(book.party)
        if self.rng.random() < self.wander:
            self._move(book)
        self._send(book)
        self._deliver()

    def _home_writes(self, side: str) -> None:
        """Home appoints or revokes; the seats learn of it when a disc brings it."""
        roll = self.rolls[side]
        appointed = {entry.appoints for entry in roll if entry.appoints}
        in_office = sorted(appointed - {entry.revokes for entry in roll})
        if in_office and self.rng.random() < 0.4:
            roll.append(Entry(revokes=self.rng.choice(in_office)))
        elif free := sorted(set(range(1, 8)) - appointed):
            roll.append(Entry(appoints=self.rng.choice(free)))

    def _move(self, book: Book) -> None:
        """The writer hands its seat over to the other node of its side, and sends it a disc."""
        other = book.name[0] + ("2" if book.name[1] == "1" else "1")
        if book.writes() and not isinstance(book, DishonestBook) and other not in self.lost:
            book.hand_over(other)
            self.tally["handovers"] += 1
            self._watch(book)
            self._post(other, self.disc_of(book))

    def disc_of(self, book: Book) -> Disc:
        """What a node gives the other node of its side."""
        return book.disc()

    def _lose(self) -> None:
        name = next((book.name for book in self.here if book.name[0] == "A" and book.writes()), "A1")
        self.lost.add(name)
        self.tally["nodes lost"] += 1

    def _send(self, book: Book) -> None:
        """A seat speaks to both nodes of the other side, for it may not know which one writes; and to its own side."""
        for name in self.books:
            if name == book.name or self.rng.random() < 0.5:
                continue
            if name[0] == book.name[0]:
                if self.rng.random() < 0.2:
                    self._post(name, self.disc_of(book))
                if self.rng.random() < 0.3:
                    self._post(name, list(self.rolls[book.party]))
                continue
            self._speak(book, name)

    def _speak(self, book: Book, name: str) -> None:
        logged = [entry.act for entry in book.log[-4:] if entry.act is not None]
        if logged and book.took_up and self.rng.random() < self.by_paper:
            self._post(name, self.rng.choice(logged))
        if book.took_up and self.rng.random() >= self.loss:
            self._post(name, book.suffix_for(name[0]))

    def _post(self, name: str, payload: Any) -> None:
        self.under_way.append((self.now + self.rng.choice((0, 1, 1, 2, 5, 12)), name, payload))

    def _deliver(self) -> None:
        self.now += 1
        due = [each for each in self.under_way if each[0] <= self.now]
        self.under_way = [each for each in self.under_way if each[0] > self.now]
        self.rng.shuffle(due)
        for _, name, payload in due:
            if name not in self.lost:
                self._hand(self.books[name], payload)

    def _hand(self, book: Book, payload: Any) -> None:
        if isinstance(payload, Placed):
            book.receive_loose(payload)
        elif isinstance(payload, Disc):
            book.receive_disc(payload)
        elif payload and isinstance(payload[0], Entry):
            book.enter_roll(payload)
        else:
            book.receive(payload)
        self._watch(book)

    # --- (b) ---

    def _watch(self, book: Book) -> None:
        """Hold an honest node to what it has seen."""
        if isinstance(book, DishonestBook) or book not in self.honest:
            return
        name, standing, kept = book.name, set(), set()
        for case in book.folded_cases():
            standing.update(stand.placed.digest for stand in case.line if stand.status in UP)
            kept.update(d for d, s in case.stands.items() if s.status in {"recorded", "irregular"} and s.effective)
            self.seen[name].update(s.placed.digest for s in case.line if s.confirmed and s.status in UP)
            self.facts[name].update(
                digest
                for digest, stand in case.stands.items()
                if stand.placed.kind.nature == "fact" and stand.confirmed and stand.effective
            )
        if not self.seen[name] <= standing:
            raise BrokenError("(b) a confirmed act fell at " + ("a writer" if book.writes() else "a carrier"))
        if not self.facts[name] <= kept | standing:
            raise BrokenError("(b) a fact went")

    # --- the end ---

    def _settle(self) -> None:
        for _ in range(14):
            self._deliver()
        for _ in range(60):
            before = [len(log) for book in self.here for log in book.logs.values()]
            self._exchange()
            for book in self.honest:
                book.act(closing=True)
                self._watch(book)
                self._exchange()
            if before == [len(log) for book in self.here for log in book.logs.values()]:
                return
        if not self.world.dishonest:
            raise BrokenError("(e) the pair never comes to rest")

    def _exchange(self) -> None:
        """Everybody hands everything to everybody; the roll comes from home; both sides' carriers share as well."""
        for book in self.here:
            for other in self.here:
                if other is book:
                    continue
                if other.name[0] == book.name[0]:
                    self._hand(other, self.disc_of(book))
                elif book.took_up:
                    book.known_of[other.party] = len(other.logs[book.party])
                    self._hand(other, book.suffix_for(other.party))
                if self.world.lost and other.name[0] != book.name[0]:
                    # What a lost node had written comes home from the other side, under that node's own seals.
                    other.receive_lost(book.disc())
                    self._watch(other)
            self._hand(book, list(self.rolls[book.party]))

    def _judge(self) -> None:
        honest = self.honest
        self._one_writer(honest)
        self._same_everywhere(honest)
        for book in honest:
            if any(not self.world.dishonest or each.endswith(("of A", "of A out of force")) for each in book.refused):
                raise BrokenError(f"(c) a node refuses an honest run: {book.refused[0]}")
            for case in book.folded_cases():
                self._shuffled(book, case)
                self._judge_end(book, case)
        self._count(honest)

    def _one_writer(self, honest: list[Book]) -> None:
        """(d) Of each log of an honest side, the shorter copy is the beginning of the longer."""
        for side in "A" if self.world.dishonest else "AB":
            longest = max((book.logs[side] for book in honest), key=len)
            if any(book.logs[side] != longest[: len(book.logs[side])] for book in honest):
                raise BrokenError("(d) two nodes have written at one place")

    def _same_everywhere(self, honest: list[Book]) -> None:
        if not (self.world.dishonest or self.lost) and len({tuple(len(b.logs[s]) for s in "AB") for b in honest}) > 1:
            raise BrokenError("(e) the logs do not come together")
        views: dict[Any, Any] = {}
        for book in honest:
            held = tuple(len(book.logs[side]) for side in "AB"), frozenset(self._loose(book))
            seen = {case.root: view(case) for case in book.folded_cases()}
            if views.setdefault(held, seen) != seen:
                raise BrokenError("(a) nodes with the same logs show different cases")
        for (_, loose), seen in list(views.items()):
            if not loose:
                book = next(b for b in honest if not self._loose(b))
                onlooker = Book("Z0", "B", Random(0))
                onlooker.logs, onlooker.changes = {"A": [], "B": []}, {"A": [], "B": []}
                for side in self.rng.sample("AB", 2):
                    for entry in book.logs[side]:
                        onlooker.hold(side, entry)
                if seen == {c.root: view(c) for c in book.folded_cases()} and seen != {
                    case.root: view(case) for case in onlooker.folded_cases()
                }:
                    raise BrokenError("(a) an onlooker shows another case")

    def _loose(self, book: Book) -> list[bytes]:
        return [p.digest for acts in book.cases.values() for p in acts.values() if p.index is None]

    def _shuffled(self, book: Book, case: Case) -> None:
        acts, answers = list(book.cases[case.root].values()), book.answers(case.root)
        self.rng.shuffle(acts)
        self.rng.shuffle(answers)
        again = book.fold(acts, answers)
        if again is None or view(again) != view(case):
            raise BrokenError("(a) the fold depends on the order of its input")

    def _judge_end(self, book: Book, case: Case) -> None:
        sides = {"A"} if self.world.dishonest else {"A", "B"}
        if {culprit(book, pair) for pair in case.equivocations} & sides:
            raise BrokenError("(c) an honest side is accused")
        for stand in case.stands.values():
            self._authority(book, stand)
        if self.world.dishonest:
            return
        if any(stand.status in {"objected", "refused"} for stand in case.stands.values()):
            raise BrokenError("(e) honest nodes refuse each other")
        if not self.lost and (case.state != "over" or any(s.status == "pending" for s in case.stands.values())):
            raise BrokenError("(e) an honest pair is stuck")

    def _authority(self, book: Book, stand: Any) -> None:
        """(f) Look at the log itself: no will stands whose officer the entries before it do not hold in office."""
        placed = stand.placed
        number = placed.body.officer
        if not number or placed.index is None or placed.kind.nature != "will" or stand.confirmed:
            return
        before = book.logs[placed.author][: placed.index]
        in_office = Entry(appoints=number) in before and Entry(revokes=number) not in before
        if stand.status in UP and not in_office:
            raise BrokenError("(f) an act stands whose officer was not in office at its place")

    def _count(self, honest: list[Book]) -> None:
        self.tally["confirmed acts seen"] += len(set().union(*(self.seen[book.name] for book in honest)))
        cases = [case for book in honest[:1] for case in book.folded_cases()]
        self.tally["cases"] += len(cases)
        self.tally["cases that ended"] += sum(case.state == "over" for case in cases)
        self.tally["runs refused"] += sum(len(book.refused) for book in honest)
        carried = {entry.revokes for book in honest for side in "AB" for entry in book.logs[side]} - {0}
        self.tally["revocations brought to sea"] += len(carried)
        for book in self.here:
            for deed, times in getattr(book, "deeds", {}).items():
                self.tally[f"deed: {deed}"] += times


PLANTED: dict[str, World] = {
    "both nodes of a side answer": World(BothAnswer),
    "the old node writes after the handover": World(WritesAfterHandover),
    "the same, and nobody looks who sealed": World(WritesAfterHandoverUnseen),
    "a seat is taken over without a handover": World(TakesOver),
    "a seat is taken up before the other log is here": World(TakesUpTooSoon),
    "a seat is handed over without the paper": World(WithoutThePaper, dishonest=True),
    "carriers listen to the other side": World(CarriersListen, dishonest=True),
    "half of a lost pair comes home": World(HalfComesHome, dishonest=True, lost=True),
    "authority by what home knows today": World(AuthorityByHome),
    "a revoked key is used at sea": World(RevokedAtSea),
}
SOUND: dict[str, World] = {
    "honest": World(),
    "honest, a node lost": World(lost=True),
    "dishonest": World(dishonest=True),
    "dishonest, a node lost": World(dishonest=True, lost=True),
}


def worlds() -> dict[str, World]:
    """All worlds by name."""
    return {**SOUND, **PLANTED}


def try_seeds(start: int, seeds: int, world: World) -> tuple[Counter[str], list[tuple[int, str]]]:
    """Run seeds from ``start`` on; return the tally and (seed, what broke)."""
    tally: Counter[str] = Counter()
    broken = []
    for seed in range(start, start + seeds):
        try:
            tally.update(Trial(seed, world).run())
        except BrokenError as trouble:
            broken.append((seed, str(trouble)))
    return tally, broken


def main() -> int:
    """Run each sound world over all seeds and each planted defect over a tenth; tell whether all is well."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seeds", type=int, default=2_000)
    options.add_argument("--start", type=int, default=0)
    options.add_argument("--world", default="", help="one world alone: " + " | ".join(worlds()))
    chosen = options.parse_args()
    failed = False
    for name, world in worlds().items():
        if chosen.world and name != chosen.world:
            continue
        seeds = chosen.seeds if name in SOUND or chosen.world else max(chosen.seeds // 10, 100)
        tally, broken = try_seeds(chosen.start, seeds, world)
        failed |= bool(broken) if name in SOUND else not broken
        print(f"{name}: {len(broken)} of {seeds} seeds broken")
        for what, times in sorted(Counter(what for _, what in broken).items()):
            print(f"    {times:9} {what}, first at seed {next(seed for seed, each in broken if each == what)}")
        for what, times in sorted(tally.items()) if name in SOUND else ():
            print(f"    {times:9} {what}")
        sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(main())
