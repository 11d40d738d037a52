"""Custody against the world itself: two registries that put down what they see, and papers that go to and fro.

The machine keeps the truth (in whose safe each paper lies, in which envelope, what was burnt). Each registry writes
only of what is in its own hands, and the wire brings the other's facts late and in pieces. What custody tells must be
the truth, whatever has arrived, as far as it has been told; and nothing may be out of order, for nobody wrote an
untruth.
"""

from __future__ import annotations

import random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.rooms.information.custody_facts import Log, begun, day, dispatch, receipt, reproduction
from warifu.rooms.information.acts import item
from warifu.rooms.information.custody import Custody, fold

SIDES = st.sampled_from(["GB", "JP"])
PICK = st.integers(0, 1000)


class Registries(RuleBasedStateMachine):
    """The truth: copy to (status, party); envelopes on their way; and the two logs with how far each has travelled."""

    def __init__(self) -> None:
        super().__init__()
        self.logs = {"GB": Log("GB"), "JP": Log("JP")}
        self.known = {"GB": 0, "JP": 0}
        self.truth = {"1": ("held", "GB"), "2": ("held", "GB"), "3": ("held", "GB")}
        self.envelopes: list[tuple[str, str, tuple[str, ...]]] = []
        self.burnt: list[tuple[str, bytes, tuple[str, ...]]] = []
        self.today = 0
        self.packages = 0

    def _in(self, side: str, *statuses: str) -> list[str]:
        return [copy for copy, (status, party) in self.truth.items() if party == side and status in statuses]

    def _some(self, copies: list[str], pick: int) -> tuple[str, ...]:
        return tuple(random.Random(pick).sample(copies, 1 + pick % len(copies)))

    def _becomes(self, copies: tuple[str, ...], status: str, side: str) -> None:
        self.truth.update(dict.fromkeys(copies, (status, side)))

    # --- what happens -------------------------------------------------------------------------------------------------

    @rule(side=SIDES, pick=PICK)
    def send(self, side: str, pick: int) -> None:
        here = self._in(side, "held", "returned")
        if not here:
            return
        copies = self._some(here, pick)
        self.packages += 1
        package = f"{side}-{self.packages}"
        self.logs[side].write(dispatch(day(self.today), package, *copies))
        self.envelopes.append((package, side, copies))
        self._becomes(copies, "transit", side)

    @precondition(lambda self: self.envelopes)
    @rule(pick=PICK, leaves_out=st.booleans())
    def arrive(self, pick: int, leaves_out: bool) -> None:
        """An envelope comes; sometimes a paper is not in it, and comes the next day."""
        package, sender, copies = self.envelopes.pop(pick % len(self.envelopes))
        side = "JP" if sender == "GB" else "GB"
        if leaves_out and len(copies) > 1:
            self.envelopes.append((package, sender, copies[1:]))
            copies = copies[:1]
        self.logs[side].write(receipt(day(self.today), package, *copies))
        self._becomes(copies, "returned" if side == "GB" else "held", side)

    @rule(side=SIDES, pick=PICK)
    def copy(self, side: str, pick: int) -> None:
        here = self._in(side, "held", "returned")
        if here and len(self.truth) < 12:
            made = f"{side}{len(self.truth)}"
            self.logs[side].write(reproduction(day(self.today), here[pick % len(here)], made))
            self.truth[made] = ("held", side)

    @rule(side=SIDES, pick=PICK)
    def burn(self, side: str, pick: int) -> None:
        here = self._in(side, "held", "returned")
        if here:
            copies = self._some(here, pick)
            fact = self.logs[side].write(item.Destruction(day(self.today), copies, "burning", "emergency"))
            self.burnt.append((side, fact.digest, copies))
            self._becomes(copies, "destroyed_unwitnessed", side)

    @precondition(lambda self: self.burnt)
    @rule(pick=PICK)
    def witness(self, pick: int) -> None:
        side, digest, copies = self.burnt.pop(pick % len(self.burnt))
        self.logs[side].write(item.Witness(day(self.today), copies), cites=(digest,), officer="two")
        self._becomes(copies, "destroyed", side)

    @rule(side=SIDES, pick=PICK)
    def lose(self, side: str, pick: int) -> None:
        here = self._in(side, "held", "returned")
        if here:
            copies = self._some(here, pick)
            self.logs[side].write(item.Missing(day(self.today), copies, "not_in_its_place"))
            self._becomes(copies, "missing", side)

    @rule(side=SIDES, pick=PICK)
    def find(self, side: str, pick: int) -> None:
        astray = self._in(side, "missing", "released")
        if astray:
            copies = self._some(astray, pick)
            self.logs[side].write(item.Found(day(self.today), copies))
            self._becomes(copies, "held", side)

    @rule(side=SIDES, pick=PICK)
    def release(self, side: str, pick: int) -> None:
        here = self._in(side, "held", "returned")
        if here:
            copies = self._some(here, pick)
            self.logs[side].write(item.Released(day(self.today), copies, "AU"))
            self._becomes(copies, "released", side)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.today += days

    @rule(side=SIDES, pick=PICK)
    def some_of_a_log_travels(self, side: str, pick: int) -> None:
        behind = len(self.logs[side].facts) - self.known[side]
        self.known[side] += pick % (behind + 1)

    # --- what must hold -----------------------------------------------------------------------------------------------

    def _seen_by(self, side: str) -> Custody:
        """A registry has its own log, and of the other's what has travelled, in any order."""
        other = "JP" if side == "GB" else "GB"
        facts = [*self.logs[side].facts, *self.logs[other].facts[: self.known[other]]]
        random.Random(self.today).shuffle(facts)
        return fold(begun("1", "2", "3"), facts)

    @invariant()
    def all_that_is_known_is_the_truth(self) -> None:
        custody = fold(begun("1", "2", "3"), [*self.logs["JP"].facts, *self.logs["GB"].facts])
        assert {each.copy: (each.now.status, each.now.party) for each in custody.copies} == self.truth
        assert {each.code for each in custody.discrepancies} <= {"not_in_package"}

    @invariant()
    def each_registry_knows_what_is_in_its_own_safe(self) -> None:
        for side in ("GB", "JP"):
            custody = self._seen_by(side)
            numbers = [each.copy for each in custody.copies]
            assert len(numbers) == len(set(numbers))
            if self.known["JP" if side == "GB" else "GB"] == len(self.logs["JP" if side == "GB" else "GB"].facts):
                here = {each.copy for each in custody.copies if each.now.party == side and each.now.status == "held"}
                assert here == set(self._in(side, "held"))

    @invariant()
    def nobody_sees_a_destroyed_paper_move(self) -> None:
        for side in ("GB", "JP"):
            for copy in self._seen_by(side).copies:
                gone = [each.status for each in copy.intervals if each.status.startswith("destroyed")]
                assert gone == [each.status for each in copy.intervals][len(copy.intervals) - len(gone) :]


Registries.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, suppress_health_check=[HealthCheck.too_slow]
)
TestRegistries = Registries.TestCase
