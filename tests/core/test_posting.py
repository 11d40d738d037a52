"""Postings: two legs that add up to nothing, commodities by name, one wire form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core.errors import ValueTroubleError
from warifu.core.posting import InKind, Posting, Undetermined, in_kind, is_money, legs, pair_of, parts_of

DAY = date(2026, 3, 31)
COMMODITIES = ["JPY", "GBP", "pol/F-76@L", "food/-@MEAL", "spare-parts/9140-99-224-8711@EA"]


@st.composite
def postings(draw):
    commodity = draw(st.sampled_from(COMMODITIES))
    places = {"JPY": 0, "GBP": 2}.get(commodity, 4)
    figure = draw(st.integers(-(10**9), 10**9).filter(bool))
    unknown = st.builds(Undetermined, st.integers(1, 9), st.sampled_from(["unmatched", "price-open"]))
    amount = draw(st.just(Decimal(figure).scaleb(-places)) | unknown)
    debtor, creditor = draw(st.permutations(["GB", "JP"]))
    days = st.dates(date(2018, 1, 1), date(2029, 12, 31))
    account = draw(st.sampled_from(["goods", "services"]))
    return Posting(account, debtor, creditor, commodity, amount, draw(days), draw(st.none() | days), "case 3f/1")


@given(postings())
def test_a_posting_has_one_wire_form_and_comes_back_from_it(posting):
    wire = posting.to_wire()
    assert Posting.from_wire(wire) == posting
    assert all(type(part) in {str, int} for part in wire)
    assert all(-(2**63) <= part < 2**63 for part in wire if isinstance(part, int))


@given(postings())
def test_what_one_owes_the_other_is_owed(posting):
    two = legs(posting)
    if isinstance(posting.amount, Undetermined):
        assert two is posting.amount
        return
    creditor, debtor = two
    assert creditor.amount + debtor.amount == 0
    assert (creditor.party, creditor.amount, debtor.party) == (posting.creditor, posting.amount, posting.debtor)


def test_the_unknown_cannot_be_added_to_a_figure():
    with pytest.raises(TypeError):
        Decimal(1) + Undetermined(1, "unmatched")


def test_equal_amounts_are_one_posting():
    one, other = (Posting("goods", "GB", "JP", "GBP", Decimal(text), DAY) for text in ("1.50", "1.5"))
    assert one == other
    assert one.to_wire() == ["goods", "GB", "JP", "GBP", -1, 15, "", "2026-03-31", "", ""]


def test_a_pair_has_one_name():
    assert pair_of("JP", "GB") == pair_of("GB", "JP") == "GB-JP"


def test_goods_are_named_by_category_item_and_unit():
    assert in_kind("pol", "F-76", "L") == "pol/F-76@L"
    assert parts_of(in_kind("food", "", "MEAL")) == InKind("food", "-", "MEAL")
    assert is_money("JPY")
    assert not is_money("pol/F-76@L")


GOOD = {
    "account": "goods",
    "debtor": "GB",
    "creditor": "JP",
    "commodity": "JPY",
    "amount": Decimal(1),
    "day": DAY,
}
REFUSED = [
    ({"debtor": "JP"}, "ledger.bad_pair"),
    ({"debtor": "gb"}, "ledger.bad_pair"),
    ({"account": "Goods and services"}, "ledger.bad_account"),
    ({"amount": Decimal(0)}, "ledger.nothing_posted"),
    ({"amount": 1.5}, "ledger.not_a_decimal"),
    ({"amount": 1}, "ledger.not_a_decimal"),
    ({"amount": Decimal("0.5")}, "money.too_fine"),
    ({"amount": Decimal("NaN")}, "number.not_finite"),
    ({"amount": Decimal("1e30")}, "number.out_of_bounds"),
    ({"commodity": "XXX"}, "ledger.bad_commodity"),
    ({"commodity": "XXX", "amount": Undetermined(1, "unmatched")}, "ledger.bad_commodity"),
    ({"commodity": "POL/F-76@L"}, "ledger.bad_commodity"),
    ({"commodity": "pol/@L"}, "ledger.bad_commodity"),
    ({"commodity": "pol/F-76"}, "ledger.bad_commodity"),
    ({"commodity": "pol/F-76@FIRKIN"}, "unit.unknown"),
    ({"basis": "x" * 161}, "ledger.bad_basis"),
    ({"basis": "two\nlines"}, "ledger.bad_basis"),
]


@pytest.mark.parametrize(("change", "code"), REFUSED)
def test_what_is_no_posting_is_refused_by_name(change, code):
    with pytest.raises(ValueTroubleError) as caught:
        Posting(**{**GOOD, **change})
    assert caught.value.code == code


@pytest.mark.parametrize(("count", "reason"), [(0, "unmatched"), (True, "unmatched"), (1, ""), (1, "Not a code")])
def test_the_unknown_has_a_count_and_a_reason(count, reason):
    with pytest.raises(ValueTroubleError) as caught:
        Undetermined(count, reason)
    assert caught.value.code == "ledger.bad_undetermined"


WIRE = ["goods", "GB", "JP", "GBP", -1, 15, "", "2026-03-31", "", ""]


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (4, -3, "money.too_fine"),
        (5, 150, "number.not_canonical"),
        (5, "15", "number.not_a_pair"),
        (6, "unmatched", "ledger.bad_wire"),
        (7, "20260331", "ledger.bad_wire"),
        (7, "2026-02-30", "ledger.bad_wire"),
        (8, "-", "ledger.bad_wire"),
        (9, 1, "ledger.bad_wire"),
    ],
)
def test_another_form_of_the_wire_is_refused(place, value, code):
    with pytest.raises(ValueTroubleError) as caught:
        Posting.from_wire([*WIRE[:place], value, *WIRE[place + 1 :]])
    assert caught.value.code == code
    with pytest.raises(ValueTroubleError) as caught:
        Posting.from_wire(WIRE[:-1])
    assert caught.value.code == "ledger.bad_wire"
