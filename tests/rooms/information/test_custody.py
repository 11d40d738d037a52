"""Custody: where every copy is on every day, told from facts in any order of arrival."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.information.custody_facts import Log, begun, day, dispatch, receipt, reproduction
from warifu.rooms.information.acts import item
from warifu.rooms.information.custody import Custody, Fact, fold


def _sent() -> tuple[Log, Log]:
    """Copy 2 sent to Tokyo on loan and receipted there."""
    gb, jp = Log("GB"), Log("JP")
    gb.write(dispatch(day(1), "P1", "2", loan_until=day(90)))
    jp.write(receipt(day(3), "P1", "2"))
    return gb, jp


def _fold(*logs: Log) -> Custody:
    return fold(begun("1", "2"), [fact for log in logs for fact in log.facts])


def _codes(custody: Custody) -> list[tuple[str, str]]:
    return [(each.code, each.copy) for each in custody.discrepancies]


def _copy(custody: Custody, number: str) -> Any:
    return next(each for each in custody.copies if each.copy == number)


def test_where_a_copy_was_on_each_day():
    custody = _fold(*_sent())
    copy = _copy(custody, "2")
    assert [(each.status, each.party, each.from_day, each.to_day) for each in copy.intervals] == [
        ("held", "GB", day(0), day(1)), ("transit", "GB", day(1), day(3)), ("held", "JP", day(3), None),
    ]  # fmt: skip
    assert copy.at(day(-1)) is None
    assert [copy.at(day(each)).party for each in (0, 2, 3)] == ["GB", "GB", "JP"]
    assert copy.now.loan_until == day(90)
    assert custody.discrepancies == ()
    assert [each.copy for each in custody.out("GB")] == ["2"]


def test_a_copy_that_comes_back_is_returned():
    gb, jp = _sent()
    jp.write(dispatch(day(5), "J1", "2", sent_as="return"))
    gb.write(receipt(day(6), "J1", "2"))
    custody = _fold(gb, jp)
    assert (_copy(custody, "2").now.status, custody.out("GB"), custody.discrepancies) == ("returned", (), ())
    assert _copy(custody, "2").now.loan_until is None


def test_a_destruction_is_complete_when_another_officer_has_witnessed_it():
    gb, jp = _sent()
    burnt = jp.write(item.Destruction(day(5), ("2",), "shredding"))
    assert _copy(_fold(gb, jp), "2").now.status == "destroyed_unwitnessed"
    jp.write(item.Witness(day(5), ("2",)), cites=(burnt.digest,))
    custody = _fold(gb, jp)
    assert (_copy(custody, "2").now.status, _codes(custody)) == (
        "destroyed_unwitnessed", [("witness_not_accepted", "2")],
    )  # fmt: skip
    jp.write(item.Witness(day(6), ("2",)), cites=(burnt.digest,), officer="two", sound=False)
    assert _copy(_fold(gb, jp), "2").now.status == "destroyed_unwitnessed"
    jp.write(item.Witness(day(6), ("2",)), cites=(burnt.digest,), officer="two")
    assert _copy(_fold(gb, jp), "2").now.status == "destroyed"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (dispatch(day(7), "J9", "2"), "destroyed"),
        (item.Found(day(7), ("2",)), "destroyed"),
        (item.Released(day(7), ("2",), "AU"), "destroyed"),
        (item.Missing(day(7), ("2",), "unknown"), "destroyed"),
        (reproduction(day(7), "2", "2/9"), "destroyed"),
    ],
)
def test_a_destroyed_copy_does_not_move(body, code):
    gb, jp = _sent()
    jp.write(item.Destruction(day(5), ("2",), "shredding"))
    before = _copy(_fold(gb, jp), "2").intervals
    jp.write(body)
    custody = _fold(gb, jp)
    assert _copy(custody, "2").intervals == before
    assert (code, "2") in _codes(custody)


@pytest.mark.parametrize(
    ("side", "body", "code"),
    [
        ("GB", dispatch(day(4), "P2", "2"), "not_held"),
        ("GB", item.Destruction(day(4), ("2",), "shredding"), "not_held"),
        ("GB", item.Remarked(day(4), ("2",)), "remarked_not_held"),
        ("GB", item.MusterResult(day(4), "M-1", ("2",)), "sighted_not_held"),
        ("GB", receipt(day(4), "P1", "2"), "not_dispatched"),
        ("JP", receipt(day(4), "P1", "2"), "received_twice"),
        ("JP", receipt(day(4), "P8", "1"), "not_dispatched"),
        ("JP", item.Found(day(4), ("2",)), "not_missing"),
        ("JP", item.Missing(day(4), ("7",), "unknown"), "unknown_copy"),
        ("JP", item.Witness(day(4), ("2",)), "witness_not_accepted"),
        ("GB", reproduction(day(4), "2", "2/9"), "reproduced_not_held"),
    ],
)
def test_what_does_not_fit_is_named_and_moves_nothing(side, body, code):
    gb, jp = _sent()
    before = _fold(gb, jp)
    {"GB": gb, "JP": jp}[side].write(body)
    custody = _fold(gb, jp)
    assert [each.code for each in custody.discrepancies] == [code]
    assert [each.intervals for each in custody.copies[:2]] == [each.intervals for each in before.copies]


def test_a_copy_made_without_holding_its_parent_exists_all_the_same():
    gb, jp = _sent()
    gb.write(reproduction(day(4), "2", "2/9"))
    assert _copy(_fold(gb, jp), "2/9").now.party == "GB"


def test_a_number_used_twice_loses_neither_copy():
    gb, jp = _sent()
    jp.write(reproduction(day(4), "2", "3"))
    gb.write(reproduction(day(4), "1", "3"))
    custody = _fold(gb, jp)
    assert sorted((each.copy, each.now.party) for each in custody.copies) == [
        ("1", "GB"), ("2", "JP"), ("3", "GB"), ("3", "JP"),
    ]  # fmt: skip
    assert _codes(custody) == [("number_twice", "3")]


def test_what_was_not_in_the_package_stays_with_its_sender():
    gb, jp = Log("GB"), Log("JP")
    gb.write(dispatch(day(1), "P1", "1", "2"))
    jp.write(receipt(day(3), "P1", "2", condition="tampered"))
    custody = _fold(gb, jp)
    assert (_copy(custody, "1").now.status, _codes(custody)) == ("transit", [("not_in_package", "1")])
    jp.write(receipt(day(5), "P1", "1"))
    custody = _fold(gb, jp)
    assert (_copy(custody, "1").now.party, custody.discrepancies) == ("JP", ())


def test_a_copy_lost_on_the_way_arrives_late():
    gb, jp = Log("GB"), Log("JP")
    gb.write(dispatch(day(1), "P1", "2"))
    gb.write(item.Missing(day(20), ("2",), "not_receipted"))
    assert _copy(_fold(gb), "2").now.status == "missing"
    jp.write(receipt(day(25), "P1", "2"))
    custody = _fold(gb, jp)
    assert (_copy(custody, "2").now.party, custody.discrepancies) == ("JP", ())


def test_a_package_number_used_again_is_named():
    gb, jp = _sent()
    gb.write(dispatch(day(4), "P1", "1"))
    custody = _fold(gb, jp)
    assert [each.code for each in custody.discrepancies] == ["package_twice", "not_in_package"]
    assert _copy(custody, "1").now.status == "transit"


def test_a_day_before_the_one_it_follows_is_named_and_counts_from_that_one():
    gb, jp = Log("GB"), Log("JP")
    gb.write(dispatch(day(10), "P1", "2"))
    jp.write(receipt(day(3), "P1", "2"))
    custody = _fold(gb, jp)
    assert _codes(custody) == [("day_backwards", "2")]
    assert _copy(custody, "2").now.from_day == day(10)


def test_released_onward_shown_and_given_back():
    gb, jp = _sent()
    jp.write(item.Released(day(4), ("2",), "AU", "shown"))
    assert _copy(_fold(gb, jp), "2").now.status == "held"
    jp.write(item.Released(day(5), ("2",), "AU"))
    assert (_copy(_fold(gb, jp), "2").now.status, _copy(_fold(gb, jp), "2").now.other) == ("released", "AU")
    jp.write(item.Found(day(9), ("2",)))
    assert (_copy(_fold(gb, jp), "2").now.status, _fold(gb, jp).discrepancies) == ("held", ())


def test_paper_entered_for_a_side_comes_before_its_own_hand():
    gb, jp = Log("GB"), Log("JP")
    gb.write(dispatch(day(1), "P1", "2"))
    paper = jp.write(receipt(day(3), "P1", "2"))
    later = jp.write(dispatch(day(5), "J1", "2"))
    swapped = [paper._replace(order=(0, 70)), later._replace(order=(1, 0))]
    custody = fold(begun("1", "2"), [*gb.facts, *swapped])
    assert (_copy(custody, "2").now.status, custody.discrepancies) == ("transit", ())


# --- whatever anybody writes ------------------------------------------------------------------------------------------

NUMBERS = st.sampled_from(["1", "2", "3", "2/1"])
SOME = st.lists(NUMBERS, min_size=0, max_size=3)
DAYS = st.integers(0, 30).map(day)
PACKAGES = st.sampled_from(["P1", "P2", "P3"])
BODIES = st.one_of(
    st.builds(lambda on, package, copies: dispatch(on, package, *copies), DAYS, PACKAGES, SOME),
    st.builds(lambda on, package, copies: receipt(on, package, *copies), DAYS, PACKAGES, SOME),
    st.builds(lambda on, parent, made: reproduction(on, parent, *made), DAYS, NUMBERS, SOME),
    st.builds(lambda on, copies: item.Destruction(on, tuple(copies), "shredding"), DAYS, SOME),
    st.builds(lambda on, copies: item.Witness(on, tuple(copies)), DAYS, SOME),
    st.builds(lambda on, copies: item.Missing(on, tuple(copies), "unknown"), DAYS, SOME),
    st.builds(lambda on, copies: item.Found(on, tuple(copies)), DAYS, SOME),
    st.builds(lambda on, copies, mode: item.Released(on, tuple(copies), "AU", mode), DAYS, SOME,
              st.sampled_from(["handed_over", "shown"])),
    st.builds(lambda on, copies: item.Remarked(on, tuple(copies)), DAYS, SOME),
    st.builds(lambda on, copies: item.MusterResult(on, "M-1", tuple(copies)), DAYS, SOME),
)  # fmt: skip


@st.composite
def _anything(draw: Any) -> list[Fact]:
    """What two sides write with no regard to what is so, witnesses citing some destruction of their side."""
    logs = {"GB": Log("GB"), "JP": Log("JP")}
    for side, body, officer in draw(
        st.lists(st.tuples(st.sampled_from(["GB", "JP"]), BODIES, st.sampled_from(["one", "two"])), max_size=25)
    ):
        log = logs[side]
        cites = tuple(fact.digest for fact in log.facts if fact.kind == "destruction")
        log.write(body, cites=cites if type(body) is item.Witness else (), officer=officer)
    return [*logs["GB"].facts, *logs["JP"].facts]


def _made(facts: list[Fact]) -> list[str]:
    return sorted(["1", "2", *(each.copy for fact in facts if fact.kind == "reproduction" for each in fact.body.made)])


@given(_anything(), st.integers(0, 2**32))
def test_any_order_of_arrival_gives_the_same_custody(facts, seed):
    shuffled = random.Random(seed).sample(facts, len(facts))
    assert fold(begun("1", "2"), shuffled) == fold(begun("1", "2"), facts)


@given(_anything())
def test_no_copy_is_lost_or_doubled_and_a_destroyed_one_never_moves(facts):
    custody = fold(begun("1", "2"), facts)
    assert sorted(each.copy for each in custody.copies) == _made(facts)
    for copy in custody.copies:
        statuses = [each.status for each in copy.intervals]
        gone = [place for place, status in enumerate(statuses) if status.startswith("destroyed")]
        if gone:
            assert statuses[gone[0] :] in (["destroyed_unwitnessed"], ["destroyed_unwitnessed", "destroyed"])
        assert all(a.to_day == b.from_day and a.from_day <= b.from_day for a, b in pairwise(copy.intervals))
        assert copy.now.to_day is None
        assert all(each.party in {"GB", "JP"} for each in copy.intervals)


@given(_anything())
def test_a_copy_moves_between_the_sides_by_a_receipt_alone(facts):
    receipts = {fact.digest: fact.side for fact in facts if fact.kind == "receipt"}
    for copy in fold(begun("1", "2"), facts).copies:
        for before, after in pairwise(copy.intervals):
            if before.party != after.party:
                assert receipts[after.act] == after.party
                assert before.package == after.package != ""


@given(_anything())
def test_every_step_moves_a_copy_or_is_named(facts):
    """Nothing said of a copy is passed over: it is in an interval, changes no state by its nature, or is named."""
    custody = fold(begun("1", "2"), facts)
    moved = {(each.act, copy.copy) for copy in custody.copies for each in copy.intervals}
    wrong = {(each.act, each.copy) for each in custody.discrepancies}
    for fact in facts:
        if fact.kind in {"dispatch", "destruction", "witness", "missing", "found"}:
            assert {(fact.digest, number) for number in fact.body.copies} <= moved | wrong
        if fact.kind == "receipt":
            assert {(fact.digest, each.copy) for each in fact.body.copies} <= moved | wrong
