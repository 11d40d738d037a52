"""Shares of cost: what each side owes or is owed by the agreed split always adds up, in pounds and in yen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warifu.core import ledger
from warifu.core.money import Money, minor_units
from warifu.core.posting import Undetermined
from warifu.rooms.equipment.shares import ABOVE_CEILING, WHOLE, Book, Split, Told, amount_of

FIRST = date(2026, 7, 1)
CURRENCIES = ("GBP", "JPY")
SIDES = ("GB", "JP")
NO_CEILING = dict.fromkeys(CURRENCIES, Decimal(10**12))


def told(
    number: int, party: str, coins: int, currency: str = "GBP", *, day: int = 0, cost: bool = True, unknown: str = ""
) -> Told:
    """A cost or a contribution of so many coins, so many days after the first."""
    amount = Money(amount_of(coins, currency), currency)
    return Told(number.to_bytes(32), FIRST + timedelta(days=day), party, amount, cost, unknown)


def split(points: int, day: int = 0) -> Split:
    """Britain bears so many basis points, Japan the rest."""
    return Split(FIRST + timedelta(days=day), {"GB": points, "JP": WHOLE - points}, 60)


def book(acts: Iterable[Told], *splits: Split, ceilings: dict[str, Decimal] | None = None) -> Book:
    """The book of a project with these splits."""
    return Book("p", SIDES, splits or (split(5000),), NO_CEILING if ceilings is None else ceilings).replay(acts)


@st.composite
def entries(draw: st.DrawFn) -> list[Told]:
    """Costs and contributions of both sides in both currencies, each its own act."""
    return [
        told(
            number, draw(st.sampled_from(SIDES)), draw(st.integers(1, 10**9)), draw(st.sampled_from(CURRENCIES)),
            day=draw(st.integers(0, 900)), cost=draw(st.booleans()),
            unknown=draw(st.sampled_from(["", "", "", "irregular"])),
        )
        for number in range(draw(st.integers(0, 14)))
    ]  # fmt: skip


SPLITS = st.lists(
    st.builds(split, st.integers(0, WHOLE), st.integers(0, 900)), min_size=1, max_size=3,
    unique_by=lambda each: each.from_day,
)  # fmt: skip
CEILINGS = st.fixed_dictionaries({each: st.integers(0, 10**8).map(Decimal) for each in CURRENCIES})


@settings(max_examples=150)
@given(entries(), SPLITS, CEILINGS)
def test_what_one_is_owed_the_other_owes(acts, splits, ceilings):
    found = book(acts, *splits, ceilings=ceilings)
    for currency in CURRENCIES:
        ours, theirs = found.of("GB", currency), found.of("JP", currency)
        assert ours.net + theirs.net == 0
        assert ours.bears + theirs.bears == ours.incurred + theirs.incurred
        assert ours.paid == theirs.received
        assert ours.received == theirs.paid


@settings(max_examples=150)
@given(entries(), SPLITS, CEILINGS)
def test_the_ledger_says_what_the_book_says(acts, splits, ceilings):
    found = book(acts, *splits, ceilings=ceilings)
    sums = {
        key.line: turnover
        for key, turnover in ledger.apply(found.postings).items()
        if key.grain is ledger.Grain.ALL
    }  # fmt: skip
    positions = ledger.positions(sums)
    for currency in CURRENCIES:
        known = positions.get(("GB-JP", currency))
        for party in SIDES:
            net = known.net().get(party, Decimal(0)) if known else Decimal(0)
            assert net == amount_of(found.of(party, currency).net, currency)
    assert all(not turnover.open < 0 for turnover in sums.values())
    counted = sum(each.amount.count for each in found.postings if isinstance(each.amount, Undetermined))
    assert counted == sum(figures.unknown for figures in found.figures.values())


@settings(max_examples=100)
@given(entries(), SPLITS, CEILINGS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(acts, splits, ceilings, random):
    first = book(acts, *splits, ceilings=ceilings)
    mixed = list(acts)
    random.shuffle(mixed)
    other = book(mixed, *reversed(splits), ceilings=ceilings)
    assert other.postings == first.postings
    assert other.figures == first.figures
    assert other.beyond == first.beyond
    assert other.shared == first.shared


@settings(max_examples=100)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=40), st.integers(0, WHOLE), st.sampled_from(CURRENCIES))
def test_many_small_costs_are_shared_as_their_sum(coins, points, currency):
    found = book([told(place, "GB", each, currency) for place, each in enumerate(coins)], split(points))
    exact = Fraction(sum(coins) * (WHOLE - points), WHOLE)
    assert found.of("JP", currency).bears == int(exact)
    assert sum(found.shared.values()) == int(exact)
    assert all(share >= 0 for share in found.shared.values())


@settings(max_examples=80)
@given(entries(), st.permutations([3334, 3333, 3333]))
def test_with_a_third_state_its_share_is_owed_by_nobody_here(acts, points):
    shares = dict(zip(("GB", "IT", "JP"), points, strict=True))
    found = Book("p", SIDES, [Split(FIRST, shares, 60)], NO_CEILING).replay(acts)
    for currency in CURRENCIES:
        of = {party: found.of(party, currency) for party in ("GB", "IT", "JP")}
        assert of["GB"].net + of["JP"].net == of["IT"].bears
        assert sum(each.bears for each in of.values()) == sum(each.incurred for each in of.values())
    assert {each.debtor for each in found.postings} | {each.creditor for each in found.postings} <= set(SIDES)


@settings(max_examples=80)
@given(entries(), CEILINGS)
def test_no_more_is_shared_than_the_ceiling(acts, ceilings):
    found = book(acts, ceilings=ceilings)
    for currency in CURRENCIES:
        shared = found.of("GB", currency).incurred + found.of("JP", currency).incurred
        assert amount_of(shared, currency) <= ceilings[currency]
        told_ = sum(
            int(each.amount.amount.scaleb(minor_units(currency)))
            for each in acts
            if each.is_cost and not each.unknown and each.amount.currency == currency
        )
        beyond = sum(coins for _, at, coins in found.beyond if at == currency)
        assert shared + beyond == told_


def test_the_side_that_pays_keeps_the_odd_coin():
    found = book([told(1, "GB", 101)])
    assert (found.of("GB", "GBP").bears, found.of("JP", "GBP").bears) == (51, 50)
    found = book([told(1, "GB", 101), told(2, "GB", 1)])
    assert (found.of("GB", "GBP").bears, found.of("JP", "GBP").bears) == (51, 51)


def test_currencies_stay_apart():
    found = book([told(1, "GB", 10_000), told(2, "JP", 30_000, "JPY")])
    assert (found.of("GB", "GBP").net, found.of("GB", "JPY").net) == (5000, -15_000)
    assert {each.commodity for each in found.postings} == set(CURRENCIES)


def test_a_contribution_settles_the_first_due_and_the_rest_is_held_in_advance():
    acts = [told(1, "GB", 10_000), told(2, "GB", 20_000, day=30), told(3, "JP", 18_000, day=40, cost=False)]
    found = book(acts)
    assert found.due("JP", "GBP") is None
    assert found.of("JP", "GBP").net == 3000
    assert found.of("GB", "GBP").net == -3000
    found = book([*acts, told(4, "GB", 4000, day=50)])
    assert found.of("JP", "GBP").net == 1000
    assert [each.account for each in found.postings[-3:]] == ["project-share", "project-advance", "project-share"]
    assert found.postings[-2].amount == Decimal(-20)


def test_a_split_holds_from_its_day():
    found = book([told(1, "GB", 10_000), told(2, "GB", 10_000, day=100)], split(5000), split(7500, 100))
    assert found.of("JP", "GBP").bears == 5000 + 2500


def test_the_part_beyond_the_ceiling_is_counted_and_is_no_figure():
    ceilings = {"GBP": Decimal(150), "JPY": Decimal(1)}
    found = book([told(1, "GB", 10_000), told(2, "JP", 10_000, day=1)], ceilings=ceilings)
    assert found.of("JP", "GBP").incurred == 5000
    assert found.beyond == [((2).to_bytes(32), "GBP", 5000)]
    assert [each.amount.reason for each in found.postings if isinstance(each.amount, Undetermined)] == [ABOVE_CEILING]
    taken = told(2, "JP", 10_000, day=1)._replace(over_ceiling=True)
    found = book([told(1, "GB", 10_000), taken], ceilings=ceilings)
    assert (found.of("JP", "GBP").incurred, found.beyond) == (10_000, [])


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (Told(b"1", FIRST, "GB", Money(Decimal(5), "USD"), is_cost=True), "third-currency"),
        (Told(b"1", FIRST, "GB", Money(Decimal(5), "GBP"), is_cost=True, unknown="irregular"), "irregular"),
        (Told(b"1", FIRST, "GB", Money(Decimal(10**17), "GBP"), is_cost=True), "too-large"),
    ],
)
def test_what_cannot_be_shared_is_counted_with_its_reason(act, reason):
    found = book([act])
    (posting,) = found.postings
    assert posting.amount == Undetermined(1, reason)
    assert found.of("GB", act.amount.currency).net == 0


def test_nothing_is_shared_before_shares_are_agreed():
    found = Book("p", SIDES, [], {}).replay([told(1, "GB", 100)])
    assert [each.amount for each in found.postings] == [Undetermined(1, "no-split")]
