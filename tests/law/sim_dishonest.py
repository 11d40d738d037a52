"""A peer that breaks every rule its keys allow: what it signs is well signed and stands in one log, nothing else holds.

It answers as an honest node would until it is its turn to do harm. Each deed is counted by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from random import Random

from tests.law.sim_nodes import FLOW, Body, Entry, Node
from warifu.core.act import CONFIRMED, FALLEN, OBJECTED
from warifu.law.case import Placed, Stand, _Fold

KINDS_OF_WILL = ("offer", "decline", "amend", "withdraw", "accept", "counter", "revise", "retract", "draw", "close")


class Dishonest(Node):
    """A node with a will to harm; ``zeal`` is how often it does."""

    def __init__(self, source: str, others: Iterable[str], rng: Random, folds: type[_Fold] = _Fold) -> None:
        super().__init__(source, others, rng, folds)
        self.zeal = rng.choice((0.2, 0.5, 0.9))
        self.silence = rng.choice((0.0, 0.0, 0.3, 1.0))
        self.deeds: Counter[str] = Counter()
        self.to_post: list[Placed] = []
        self.unlogged: list[Placed] = []
        self.frank = self.rng.random() < 0.5
        """Shows all of its log that it is asked for; else now and then a part."""

    def suffix_for(self, other: str) -> tuple[str, int, list[Entry], int]:
        """Hold back the end of its log, and claim to hold less of the other's than it does."""
        source, start, entries, have = super().suffix_for(other)
        if self.frank or self.rng.random() < 0.5:
            return source, start, entries, have
        self.deeds["holds back entries"] += 1
        return source, start, entries[: self.rng.randrange(len(entries) + 1)], self.rng.randrange(have + 1)

    def answer_all(self) -> None:
        """Claim to be pending, or answer."""
        if self.rng.random() < self.silence:
            self.deeds["claims to be pending"] += 1
        else:
            super().answer_all()

    def harm(self) -> None:
        """Do one deed."""
        deeds = (
            self._rival, self._rival, self._anywhere, self._withdraw, self._object, self._object, self._confirm,
            self._confirm_the_fallen, self._confirm_the_fallen, self._bad, self._after_a_fact, self._answer_own,
            self._unlogged, self._unlogged, self._log_it_now, self._foreign_answer, self._late_parent,
            self._two_faced, self._two_faced, self._revoked_later, self._revoked_later, self._distrust,
        )  # fmt: skip
        self.rng.choice(deeds)()

    def _stands(self, *, mine: bool | None = None) -> list[Stand]:
        stands = [stand for case in self.folded_cases() for stand in case.stands.values()]
        if mine is None:
            return stands
        return [stand for stand in stands if (stand.placed.author == self.party) == mine]

    def _pick(self, *, mine: bool | None = None, nature: str = "") -> Stand | None:
        """An act: as often as not one of the last on a line, where harm would tell."""
        stands = self._stands(mine=mine)
        if self.rng.random() < 0.5:
            late = {stand.placed.digest for case in self.folded_cases() for stand in case.line[-3:]}
            stands = [stand for stand in stands if stand.placed.digest in late] or stands
        chosen = [stand for stand in stands if not nature or stand.placed.kind.nature == nature]
        return self.rng.choice(chosen) if chosen else None

    def _draft_after(self, placed: Placed, state: str, *, bad: bool = False) -> Placed:
        """Draft a will after any act: mostly one that the flow knows there, of either side."""
        steps = [step.kind for step in FLOW.states[state].steps] if state else []
        kind = self.rng.choice(steps) if steps and self.rng.random() < 0.9 else self.rng.choice(KINDS_OF_WILL)
        officer = self.rng.choice((0, 0, 0, self.rng.randrange(1, 6)))
        forged = self.rng.random() < 0.15
        self.deeds["enters forged paper"] += forged
        case = placed.act.case or placed.digest
        return self.draft(kind, case, placed.digest, Body(bad, officer), on_behalf="A" if forged else "")

    def _write_after(self, placed: Placed, state: str, deed: str, *, bad: bool = False) -> None:
        self.deeds[deed] += 1
        self.write(self._draft_after(placed, state, bad=bad))

    def _rival(self) -> None:
        stand = self._pick(nature="will")
        if stand is not None and stand.placed.act.case:
            basis = self.stand(stand.placed.act.follows)
            if basis is not None:
                self._write_after(basis.placed, basis.state, "writes rivals")

    def _anywhere(self) -> None:
        stand = self._pick(nature="will")
        if stand is not None:
            self._write_after(stand.placed, stand.state, "builds on anything")

    def _bad(self) -> None:
        stand = self._pick(nature="will")
        if stand is not None:
            self._write_after(stand.placed, stand.state, "writes what the rules refuse", bad=True)

    def _after_a_fact(self) -> None:
        stand = self._pick(nature="fact")
        if stand is not None and stand.placed.act.case:
            self._write_after(stand.placed, "", "follows a fact")

    def _answer(self, digest: bytes, verdict: int, deed: str) -> None:
        self.deeds[deed] += 1
        self.answer(digest, verdict)

    def _withdraw(self) -> None:
        given = [digest for digest, verdict in self.given.items() if verdict == CONFIRMED]
        if given:
            self._answer(self.rng.choice(given), self.rng.choice((FALLEN, OBJECTED)), "withdraws a confirmation")

    def _object(self) -> None:
        stand = self._pick(mine=False)
        if stand is not None:
            self._answer(stand.placed.digest, OBJECTED, "objects without ground")

    def _confirm(self) -> None:
        stand = self._pick(mine=False)
        if stand is not None:
            self._answer(stand.placed.digest, CONFIRMED, "confirms anything")

    def _confirm_the_fallen(self) -> None:
        fallen = [stand for stand in self._stands(mine=False) if stand.status == "fallen"]
        if fallen:
            self._answer(self.rng.choice(fallen).placed.digest, CONFIRMED, "confirms what has fallen")

    def _answer_own(self) -> None:
        stand = self._pick(mine=True)
        if stand is not None:
            self._answer(stand.placed.digest, self.rng.choice((CONFIRMED, OBJECTED)), "answers itself")

    def _foreign_answer(self) -> None:
        self._answer(self.rng.randbytes(32), self.rng.choice((CONFIRMED, OBJECTED)), "answers what nobody wrote")

    def _unlogged(self) -> None:
        """Post an act on paper that does not stand in the log, at least not yet."""
        stand = self._pick(nature="will")
        if stand is not None:
            self.deeds["posts what it has not logged"] += 1
            placed = self._draft_after(stand.placed, stand.state)
            self.unlogged.append(placed)
            self.to_post.append(placed)

    def _log_it_now(self) -> None:
        """Log an act long after it was posted, so that others come before it."""
        if self.unlogged:
            self.deeds["logs late what it posted"] += 1
            self.hold(self.source, Entry(act=self.unlogged.pop(self.rng.randrange(len(self.unlogged)))))

    def _late_parent(self) -> None:
        """Log the child first and the act it follows afterwards."""
        stand = self._pick(nature="will")
        if stand is not None:
            parent = self._draft_after(stand.placed, stand.state)
            steps = FLOW.step(stand.state, parent.act.kind, "opener") if stand.state else None
            child = self._draft_after(parent, steps.to if steps else "")
            self.deeds["logs a child before its parent"] += 1
            self.write(child)
            self.unlogged.append(parent)
            self.to_post.append(self.rng.choice((parent, child)))

    def _two_faced(self) -> None:
        """Object in the log, and accept on paper, which may come first."""
        stand = self._pick(mine=False, nature="will")
        if stand is not None:
            self._answer(stand.placed.digest, OBJECTED, "objects in the log and accepts on paper")
            placed = self._draft_after(stand.placed, stand.state)
            self.to_post.append(placed)
            if self.rng.random() < 0.5:
                self.write(placed._replace(index=self._place(self.source, len(self.log))))

    def _revoked_later(self) -> None:
        """Post an act on paper, revoke its officer, then log the act."""
        stand = self._pick(nature="will")
        steps = [step.kind for step in FLOW.states[stand.state].steps] if stand is not None and stand.state else []
        if stand is None or not steps:
            return
        if not self.in_office():
            self.hold(self.source, Entry(appoints=self.rng.randrange(10, 10**6)))
        number = self.rng.choice(self.in_office())
        body = Body(officer=number)
        act = stand.placed.act
        placed = self.draft(self.rng.choice(steps), act.case or stand.placed.digest, stand.placed.digest, body)
        self.deeds["logs behind the revocation what it posted before"] += 1
        self.to_post.append(placed)
        self.hold(self.source, Entry(revokes=number))
        self.unlogged.append(placed)

    def _distrust(self) -> None:
        """Say that its own node was stolen, so that what it wrote since does not count."""
        self.deeds["disowns what its node wrote"] += 1
        self.hold(self.source, Entry(distrusts=self.rng.randrange(len(self.log) + 1)))
