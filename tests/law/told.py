"""A small language for telling cases: who wrote what after what, and who answered. All invented.

``Told`` keeps two logs, A's and B's; each act is named by a letter, and its place in its log is counted by itself.
"""

from __future__ import annotations

from hashlib import sha256
from random import Random
from typing import Any

from tests.law.sim_nodes import FLOW, KINDS, Body
from warifu.core.act import CONFIRMED, FALLEN, OBJECTED, Act, Answer, FindingWire
from warifu.law.case import At, Case, Heard, Placed, Stand, fold
from warifu.law.judge import Finding, Ruling

OFFICER = b"o" * 16
BAD = (Finding("told.bad", "told"),)


def name_of(letter: str) -> bytes:
    """The digest of the act of that name."""
    return sha256(letter.encode()).digest()


class Told:
    """A case as it is told."""

    def __init__(self, opener: str = "A") -> None:
        self.acts: dict[str, Placed] = {}
        self.answers: list[Heard] = []
        self.sizes = {"A": 0, "B": 0}
        self.rulings: dict[bytes, Ruling | None] = {}
        self.seen: dict[bytes, At] = {}
        self.write(opener, "request", "root", "")

    def write(self, party: str, kind: str, name: str, after: str = "root", **more: Any) -> Told:
        """``party`` writes an act into its log; ``loose=True``: it came on paper, ahead of its place."""
        loose, body = more.pop("loose", False), more.pop("body", Body())
        case = b"" if name == "root" else name_of("root")
        follows = name_of(after) if after not in {"", "root"} else b""
        act = Act(b"p", kind, party, "D", OFFICER, len(self.acts), {}, case, follows, **more)
        index = None if loose else self._next(party)
        self.acts[name] = Placed(act, name_of(name), party, index, KINDS[kind], body)
        return self

    def place(self, name: str) -> Told:
        """The place of an act that came on paper has come."""
        placed = self.acts[name]
        self.acts[name] = placed._replace(index=self._next(placed.author))
        return self

    def _next(self, party: str) -> int:
        self.sizes[party] += 1
        return self.sizes[party] - 1

    def _answer(self, party: str, name: str, verdict: int) -> Told:
        findings = (FindingWire("told.bad", "told"),) if verdict == OBJECTED else ()
        rival = b"r" * 32 if verdict == FALLEN else b""
        answer = Answer(name_of(name), verdict, 0, findings, rival)
        self.answers.append(Heard(answer, party, self._next(party)))
        return self

    def confirm(self, party: str, name: str) -> Told:
        """``party`` confirms."""
        return self._answer(party, name, CONFIRMED)

    def object(self, party: str, name: str) -> Told:
        """``party`` objects."""
        return self._answer(party, name, OBJECTED)

    def say_fallen(self, party: str, name: str) -> Told:
        """``party`` says that it has fallen."""
        return self._answer(party, name, FALLEN)

    def judge(self, name: str, ruling: Ruling | None) -> Told:
        """Fix what the rules say of an act; None while something it needs is not here."""
        self.rulings[name_of(name)] = ruling
        return self

    # --- the bench ---

    def rule(self, placed: Placed, at: At) -> Ruling | None:
        """As it was fixed, else permitted."""
        self.seen[placed.digest] = at
        return self.rulings.get(placed.digest, ())

    def evolve(self, terms: Any, placed: Placed) -> Any:
        """Terms are the kinds of the line."""
        return (*(terms or ()), placed.act.kind)

    def is_late(self, placed: Placed) -> bool:
        """As the body says."""
        return bool(placed.body.late)

    # --- what comes of it ---

    def case(self, seed: int | None = None) -> Case:
        """Fold; with a seed, from a shuffled input."""
        acts, answers = list(self.acts.values()), list(self.answers)
        if seed is not None:
            Random(seed).shuffle(acts)
            Random(seed + 1).shuffle(answers)
        found = fold(FLOW, acts, answers, self)
        assert found is not None
        return found

    def stand(self, name: str) -> Stand:
        """How an act stands."""
        return self.case().stands[name_of(name)]

    def status(self, name: str) -> str:
        """The status of an act, with ``+`` where the other side has confirmed it."""
        stand = self.stand(name)
        return stand.status + ("+" if stand.confirmed else "")

    def line(self) -> list[str]:
        """Names of the line."""
        names = {name_of(name): name for name in self.acts}
        return [names[stand.placed.digest] for stand in self.case().line]

    def accused(self) -> set[tuple[str, str]]:
        """Names of the pairs kept as equivocation."""
        names = {name_of(name): name for name in self.acts}
        return {(names[first], names[second]) for first, second in self.case().equivocations}
