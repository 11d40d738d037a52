"""Holdings add up at every moment and in any order of arrival; what contradicts is shown to both, and nothing is lost.

One true course of things is written down by both sides as facts; each fact reaches each half when it will. Honest facts
keep to what is held; others say more than can be, are corrected, or speak of nothing. Both halves fold what they have.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from warifu.rooms.equipment import holdings
from warifu.rooms.equipment.acts.transfer import Moved
from warifu.rooms.equipment.holdings import Fact, Limits, fold

_FIRST = date(2026, 6, 10)
_AMOUNT = st.decimals(min_value=0, max_value=40, places=1)
_KEYS = st.sampled_from([("SET-1", "CENTRE"), ("SET-1", "FIRM"), ("TEC-1", "CENTRE")])
_OUT = st.sampled_from(sorted(holdings.OUT))
LIMITS = Limits(draws={b"draw": {"SET-1": Decimal(5)}})
COUNTED = ("shipped", "received", "returned", "disposed", "passed_on", "lost")


class Halves(RuleBasedStateMachine):
    """The facts of one transfer, and two halves that have got some of them."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: list[Fact] = []
        self.halves: tuple[set[int], set[int]] = (set(), set())
        self.true: dict[tuple[str, str], Counter[str]] = {}
        self.open: dict[int, Decimal] = {}
        """Of each shipment, by its place, what is still to come."""
        self.honest = True

    @initialize(honest=st.booleans())
    def begin(self, honest: bool) -> None:
        self.honest = honest

    # --- what happens ---------------------------------------------------------------------------------------------

    def _write(self, kind: str, side: str, key: tuple[str, str], amount: Decimal, **more: Any) -> int:
        number = len(self.facts)
        on = _FIRST + timedelta(days=more.pop("day", number))
        digest = number.to_bytes(32, "big")
        self.facts.append(Fact(digest, kind, side, on, 1000 + number, (Moved(*key, amount),), **more))
        return number

    def _count(self, key: tuple[str, str], **amounts: Decimal) -> None:
        held = self.true.setdefault(key, Counter())
        for place, amount in amounts.items():
            held[place] += amount

    @rule(key=_KEYS, amount=_AMOUNT)
    def ship(self, key: tuple[str, str], amount: Decimal) -> None:
        self.open[self._write("shipment", "JP", key, amount)] = amount
        self._count(key, shipped=amount)

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def arrive(self, data: st.DataObject) -> None:
        """All or a part of a shipment has come."""
        shipment = data.draw(st.sampled_from(sorted(self.open)))
        coming = self.open[shipment]
        amount = data.draw(st.sampled_from([coming, coming / 2]))
        line, whole = self.facts[shipment].lines[0], amount == coming
        key = (line.item, line.recipient)
        self._write("arrival", "GB", key, amount, cites=(self.facts[shipment].digest,), partial=not whole)
        self._count(key, received=amount, held=amount)
        self.open[shipment] -= amount
        if whole:
            del self.open[shipment]

    @rule(key=_KEYS, kind=_OUT, data=st.data())
    def goes_out(self, key: tuple[str, str], kind: str, data: st.DataObject) -> None:
        """No more leaves the recipient's hands than it holds."""
        held = self.true.get(key, Counter())["held"]
        amount = data.draw(st.sampled_from([Decimal(held), Decimal(held) / 4]))
        self._write(kind, "GB", key, amount)
        self._count(key, **{"held": -amount, holdings.OUT[kind]: amount})

    @rule(key=_KEYS, kind=_OUT, wrong=_AMOUNT, data=st.data())
    def goes_out_and_is_put_right(self, key: tuple[str, str], kind: str, wrong: Decimal, data: st.DataObject) -> None:
        """Somebody puts down a wrong figure, and mends it."""
        held = self.true.get(key, Counter())["held"]
        amount = data.draw(st.sampled_from([Decimal(held), Decimal(held) / 4]))
        of = self._write(kind, "GB", key, wrong)
        self._write("correction", "GB", key, amount, cites=(self.facts[of].digest,))
        self._count(key, **{"held": -amount, holdings.OUT[kind]: amount})

    @precondition(lambda self: not self.honest)
    @rule(
        key=_KEYS, kind=st.sampled_from([*sorted(holdings.OUT), "arrival", "taken_back", "inspection"]), data=st.data()
    )
    def says_what_cannot_be(self, key: tuple[str, str], kind: str, data: st.DataObject) -> None:
        """Somebody puts down what does not fit, on any day."""
        day = data.draw(st.integers(0, max(1, len(self.facts))))
        self._write(kind, "JP" if kind == "taken_back" else "GB", key, data.draw(_AMOUNT), day=day)

    @precondition(lambda self: self.facts and not self.honest)
    @rule(data=st.data(), amount=_AMOUNT)
    def corrects(self, data: st.DataObject, amount: Decimal) -> None:
        of = self.facts[data.draw(st.integers(0, len(self.facts) - 1))]
        line = of.lines[0]
        self._write("correction", of.side, (line.item, line.recipient), amount, cites=(of.digest,))

    @rule(half=st.integers(0, 1), data=st.data())
    def gets(self, half: int, data: st.DataObject) -> None:
        """Some of what is not here yet arrives, in no order."""
        missing = sorted(set(range(len(self.facts))) - self.halves[half])
        if missing:
            self.halves[half].update(data.draw(st.sets(st.sampled_from(missing), min_size=1)))

    # --- what always holds ----------------------------------------------------------------------------------------

    def _of(self, half: int) -> list[Fact]:
        return [self.facts[place] for place in self.halves[half]]

    @invariant()
    def all_adds_up_on_every_day(self) -> None:
        for half in (0, 1):
            facts = self._of(half)
            for until in (None, *{fact.on for fact in facts[-3:]}):
                for held in fold(facts, LIMITS, until).holdings.values():
                    assert held.adds_up, held
                    assert min(held.held, held.under_way, held.received) >= 0

    @invariant()
    def nothing_said_is_lost(self) -> None:
        """What every fact says is counted, or stands in a discrepancy with its quantity."""
        for half in (0, 1):
            facts, told = self._of(half), fold(self._of(half), LIMITS)
            mended = {cite for fact in facts if fact.kind == "correction" for cite in fact.cites}
            for fact in facts:
                if fact.kind not in holdings.OUT or fact.digest in mended:
                    continue
                only = fold([each for each in facts if each.digest != fact.digest], LIMITS)
                said = fact.lines[0].quantity
                left = sum((each.quantity for each in told.discrepancies if each.code == "more_than_held"), Decimal(0))
                before = sum(
                    (each.quantity for each in only.discrepancies if each.code == "more_than_held"), Decimal(0)
                )
                assert self._out(told) - self._out(only) == said - (left - before)

    @staticmethod
    def _out(told: holdings.Told) -> Decimal:
        """All that left, by the recipients' word."""
        places = [getattr(each, place) for each in told.holdings.values() for place in holdings.OUT.values()]
        return sum(places, Decimal(0))

    @invariant()
    def the_order_of_arrival_changes_nothing(self) -> None:
        facts = self._of(0)
        assert fold(facts, LIMITS) == fold(reversed(facts), LIMITS) == fold([*facts, *facts], LIMITS)
        if self.halves[0] == self.halves[1]:
            assert fold(facts, LIMITS) == fold(self._of(1), LIMITS)

    @invariant()
    def no_draw_is_overdrawn(self) -> None:
        """What was passed on without cover says so to the last piece: nobody cites a draw here."""
        told = fold(self._of(0), LIMITS)
        passed = sum((each.passed_on for each in told.holdings.values()), Decimal(0))
        uncovered = [each.quantity for each in told.discrepancies if each.code == "not_drawn"]
        assert sum(uncovered, Decimal(0)) >= passed

    def teardown(self) -> None:
        """When all has arrived both halves show the true course of things, and of honest facts nothing contradicts."""
        told = fold(self.facts, LIMITS)
        if not self.honest:
            return
        for key, true in self.true.items():
            held = told.holdings.get(key, holdings.Holding())
            assert {place: getattr(held, place) for place in COUNTED} == {place: true[place] for place in COUNTED}
            assert held.held == true["held"]
        left = {key: Decimal(0) for key in self.true}
        for place, coming in self.open.items():
            line = self.facts[place].lines[0]
            left[line.item, line.recipient] += coming
        assert {key: told.holdings[key].under_way for key in left if key in told.holdings} == {
            key: amount for key, amount in left.items() if key in told.holdings
        }
        assert {each.code for each in told.discrepancies} <= {"not_drawn"}


TestHalves = Halves.TestCase
TestHalves.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
