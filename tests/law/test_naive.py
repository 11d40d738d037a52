"""Two folds of the same cases: that of the house, and one written a second time from the design (``law/naive.py``)."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from random import Random
from typing import Any, NamedTuple

import msgspec
import pytest

from tests.law.naive import Naive
from tests.law.sim_defects import FOLDS
from tests.law.sim_nodes import FLOW, KINDS, Body
from warifu.core.act import CONFIRMED, FALLEN, OBJECTED, Act, Answer, FindingWire
from warifu.law.case import Case, Heard, Placed, _Fold, confirmed_among
from warifu.law.judge import Finding
from warifu.law.room import Kind

SEEDS = 3000
ROOT = {"request": KINDS["request"], "past": Kind("past", "fact", Body)}
WITH_FACTS = FLOW._replace(start={**FLOW.start, "past": "agreed"})
BAD = (Finding("bad", "sim"),)
WILLS = sorted(name for name, kind in KINDS.items() if kind.nature == "will" and name != "request")


class Told(NamedTuple):
    """A bench that says of each act what the seed has thrown, whatever comes before it."""

    rulings: dict[bytes, Any]
    breaks: set[bytes]

    def rule(self, placed: Placed, _at: Any) -> Any:
        return self.rulings[placed.digest]

    def evolve(self, terms: Any, placed: Placed) -> Any:
        if placed.digest in self.breaks:
            raise ValueError
        return (*(terms or ()), placed.digest)

    def is_late(self, _placed: Placed) -> bool:
        return False


class Thrown:
    """A case of a seed: acts of two authors anywhere, on paper or in a log, in tree order or not; any answers."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.acts: list[Placed] = []
        self.states: dict[bytes, str] = {}
        self.places = {"A": 0, "B": 0}
        self.answered: set[tuple[str, int]] = set()
        self._root()
        for _ in range(self.rng.choice((1, 2, 3, 4, 5, 6, 8, 11))):
            self._next()
        if self.rng.random() < 0.4:
            self._shuffle_places()
        self.answers = [heard for _ in range(self.rng.choice((0, 1, 2, 3, 5, 9))) for heard in self._answer()]
        thrown = ((), (), (), (), (), (), (), BAD, None)
        digests = [placed.digest for placed in self.acts]
        self.bench = Told(
            {digest: self.rng.choice(thrown) for digest in digests}, {d for d in digests if self.rng.random() < 0.03}
        )

    def _place(self, author: str) -> int | None:
        if self.rng.random() < 0.15:
            return None
        self.places[author] += self.rng.choice((1, 1, 1, 2))
        return self.places[author]

    def _write(self, kind: Kind, case: bytes, after: bytes) -> Placed:
        author = self.rng.choice("AB")
        paper = {"A": "B", "B": "A"}[author] if self.rng.random() < 0.12 else ""
        act = Act(b"p", kind.name, author, "D", b"", self.rng.randrange(9), {}, case, after, on_behalf=paper)
        digest = sha256(self.rng.randbytes(16)).digest()
        return Placed(act, digest, author, self._place(author), kind, Body())

    def _root(self) -> None:
        name = "past" if self.rng.random() < 0.06 else "request"
        self.acts.append(self._write(ROOT[name], b"", b""))
        self.states[self.acts[0].digest] = WITH_FACTS.start[name]

    def _next(self) -> None:
        root, chance = self.acts[0], self.rng.random()
        basis = self.rng.choice(self.acts) if chance < 0.5 else self.acts[-1] if chance < 0.85 else root
        after = b"" if basis is root else basis.digest
        if self.rng.random() < 0.04:
            after = self.rng.randbytes(32)
        nature = self.rng.random()
        name = self.rng.choice(WILLS if nature < 0.7 else ["deliver", "receive"] if nature < 0.85 else ["note"])
        placed = self._write(KINDS[name], root.digest, after)
        if nature < 0.7 and basis.digest in self.states and self.rng.random() < 0.95:
            placed = self._in_turn(placed, self.states[basis.digest])
        self.acts.append(placed)

    def _in_turn(self, placed: Placed, state: str) -> Placed:
        """Make it a step of the flow where it stands; ends are rare."""
        side = "opener" if placed.act.side_of == self.acts[0].act.side_of else "responder"
        steps = [step for step in FLOW.states[state].steps if step.by == side]
        steps = [step for step in steps if step.to != "over" or self.rng.random() < 0.2] or steps
        if not steps:
            return placed
        step = self.rng.choice(steps)
        self.states[placed.digest] = step.to
        act = msgspec.structs.replace(placed.act, kind=step.kind)
        return placed._replace(act=act, kind=KINDS[step.kind])

    def _shuffle_places(self) -> None:
        for author in "AB":
            mine = [at for at, p in enumerate(self.acts) if p.author == author and p.index is not None]
            places = [self.acts[at].index for at in mine]
            self.rng.shuffle(places)
            for at, place in zip(mine, places, strict=True):
                self.acts[at] = self.acts[at]._replace(index=place)

    def _answer(self) -> list[Heard]:
        by, placed = self.rng.choice("AB"), self.rng.choice(self.acts)
        self.places[by] += 1
        free = [at for at in range(self.places[by] + 9) if at not in self._taken(by)]
        verdict = self.rng.choice((CONFIRMED, CONFIRMED, FALLEN, OBJECTED))
        findings = (FindingWire("x", "sim"),) if verdict == OBJECTED else ()
        digest = placed.digest if self.rng.random() < 0.97 else self.rng.randbytes(32)
        place = self.rng.choice(free)
        self.answered.add((by, place))
        return [Heard(Answer(digest, verdict, 0, findings), by, place)]

    def _taken(self, by: str) -> set[int | None]:
        return {p.index for p in self.acts if p.author == by} | {place for who, place in self.answered if who == by}


def differences(seed: int, folds: type[_Fold] = _Fold) -> list[str]:
    """What the two folds of a seed's case do not say alike."""
    thrown = Thrown(seed)
    work = folds(WITH_FACTS, thrown.acts, thrown.answers, thrown.bench)
    work.party = "A"  # type: ignore[attr-defined]  # one of the planted defects asks who folds
    assert work.root is not None
    case, naive = work.run(work.root), Naive(WITH_FACTS, thrown.acts, thrown.answers, thrown.bench)
    found = [what for what, real, told in _told(case, naive) if real != told]
    if folds is _Fold and confirmed_among(thrown.acts, thrown.answers) != naive.confirmed():
        found.append("confirmed among")
    return found


def _told(case: Case, naive: Naive) -> list[tuple[str, Any, Any]]:
    fields = ("status", "ruling", "confirmed", "state", "terms", "rival", "objection")
    both = [(case.stands[digest], plain) for digest, plain in naive.stands.items() if digest in case.stands]
    head = naive.stands[naive.line[-1].digest]
    return [
        ("acts", case.stands.keys(), naive.stands.keys()),
        ("line", [stand.placed.digest for stand in case.line], [placed.digest for placed in naive.line]),
        ("head", (case.state, case.terms), (head.state, head.terms)),
        ("evidence", case.equivocations, naive.evidence),
        *((name, getattr(stand, name), getattr(plain, name)) for stand, plain in both for name in fields),
    ]


def test_both_folds_say_the_same_of_every_case():
    assert {seed: found for seed in range(SEEDS) if (found := differences(seed))} == {}


def test_the_cases_are_worth_folding():
    seen: Counter[str] = Counter()
    for seed in range(600):
        thrown = Thrown(seed)
        naive = Naive(WITH_FACTS, thrown.acts, thrown.answers, thrown.bench)
        seen.update(stand.status for stand in naive.stands.values())
        seen["evidence"] += len(naive.evidence)
        seen["long lines"] += len(naive.line) > 2
    assert min(seen[name] for name in ("standing", "fallen", "objected", "refused", "pending", "recorded")) > 50
    assert min(seen[name] for name in ("irregular", "evidence", "long lines")) > 50


@pytest.mark.parametrize("defect", FOLDS)
def test_every_planted_defect_makes_a_difference(defect: str):
    assert any(differences(seed, FOLDS[defect]) for seed in range(SEEDS))
