"""What an order makes owing and what settles it: one story a test, the balance at its end in the last line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given as tried
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.rooms.logistics.on_paper import (
    CONTEXT,
    DAY,
    Paper,
    acts_accept,
    balance,
    fuel,
    given,
    on,
    ordered,
    unknown,
)
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.rooms.logistics.acts import (
    Acknowledge,
    ApplySetOff,
    Change,
    Close,
    Correct,
    Credit,
    Invoice,
    Issue,
    Line,
    Loss,
    Payment,
    Receipt,
    Waive,
)
from warifu.rooms.logistics.rows import rows

D = Decimal
FUEL = "pol/F-76@L"


def yen(amount: str | int) -> Money:
    return Money(D(amount), "JPY")


def deliver(paper: Paper, amount: str, days: int = 3, line: int = 1, **more) -> tuple[bytes, bytes]:
    """JP issues, GB receives the same."""
    issue = paper.write("JP", "issue", Issue(on(days), "XZ", given(amount, line, **more)))
    return issue, paper.write("GB", "receipt", Receipt(on(days), "XZ", given(amount, line, **more)), cites=(issue,))


def give_back(paper: Paper, amount: str, days: int, purpose="replacement", unit: str = "L", line: int = 1) -> bytes:
    """GB gives back, JP inspects and accepts."""
    back = given(amount, line, unit)
    issue = paper.write("GB", "issue", Issue(on(days), "XZ", back, purpose))
    return paper.write("JP", "receipt", Receipt(on(days), "XZ", back, purpose), cites=(issue,))


def invoice(paper: Paper, amount: Money, days: int, *receipts: bytes) -> bytes:
    return paper.write("JP", "invoice", Invoice(on(days), "INV-1", amount, on(days + 20), 20), cites=receipts)


def pay(paper: Paper, sent: Money, arrived: Money, days: int, claim: bytes, **more) -> bytes:
    payment = paper.write("GB", "payment", Payment(on(days), sent, "REF", **more), cites=(claim,))
    paper.write("JP", "acknowledge", Acknowledge(on(days + 2), arrived), cites=(payment,))
    return payment


def claimed(days: int = 30, price: str | None = "95") -> tuple[Paper, bytes]:
    """An order of 1,000 litres received and invoiced: 95,000 yen."""
    paper = ordered(fuel(price))
    _, receipt = deliver(paper, "1000")
    return paper, invoice(paper, yen(95_000), days, receipt)


def test_cash_goes_from_delivered_to_claimed_to_nothing():
    paper, claim = claimed()
    pay(paper, yen(95_000), yen(95_000), 45, claim)
    posted = paper.rows().postings
    assert balance(posted, on(2)) == {}
    assert balance(posted, on(3)) == {("money", "GB", "JPY"): D(95_000)}
    assert balance(posted, on(30)) == {("claimed", "GB", "JPY"): D(95_000)}
    assert balance(posted, on(46)) == {("claimed", "GB", "JPY"): D(95_000)}
    assert balance(posted, on(47)) == {}


def test_a_payment_alone_settles_nothing():
    paper, claim = claimed()
    paper.write("GB", "payment", Payment(on(45), yen(95_000), "REF"), cites=(claim,))
    found = paper.rows()
    assert balance(found.postings) == {("claimed", "GB", "JPY"): D(95_000)}
    assert found.tables["logistics_payment"][0].state == "sent"


def test_an_acknowledgement_by_the_debtor_settles_nothing():
    paper, claim = claimed()
    payment = paper.write("GB", "payment", Payment(on(45), yen(95_000), "REF"), cites=(claim,))
    paper.write("GB", "acknowledge", Acknowledge(on(46), yen(95_000)), cites=(payment,))
    assert balance(paper.rows().postings) == {("claimed", "GB", "JPY"): D(95_000)}


def test_a_payment_that_is_acknowledged_twice_came_in_once():
    paper, claim = claimed()
    payment = pay(paper, yen(60_000), yen(60_000), 45, claim)
    paper.write("JP", "acknowledge", Acknowledge(on(48), yen(60_000)), cites=(payment,))
    found = paper.rows()
    assert balance(found.postings) == {("claimed", "GB", "JPY"): D(35_000)}
    assert found.tables["logistics_payment"][0].acknowledged == "60000"


def test_a_loss_counts_only_if_who_holds_the_goods_says_so():
    paper = ordered(fuel(), settlement="return", transaction="loan", to_day=on(100))
    deliver(paper, "1000")
    paper.write("JP", "loss", Loss(on(40), given("300"), "storm"), planted="acsa.loss")
    assert balance(paper.rows().postings) == {("return", "GB", FUEL): D(1000)}


def test_part_payment_leaves_the_rest_owed():
    paper, claim = claimed()
    pay(paper, yen(60_000), yen(60_000), 45, claim)
    found = paper.rows()
    assert balance(found.postings) == {("claimed", "GB", "JPY"): D(35_000)}
    row = found.tables["logistics_invoice"][0]
    assert (row.paid, row.acknowledged, row.rest, row.done) == ("60000", "60000", "35000", None)


def test_over_payment_is_owed_the_other_way():
    paper, claim = claimed()
    pay(paper, yen(100_000), yen(100_000), 45, claim)
    assert balance(paper.rows().postings) == {("overpaid", "JP", "JPY"): D(5_000)}


@pytest.mark.parametrize(
    ("borne_by", "rest"),
    [("creditor", {}), ("debtor", {("claimed", "GB", "JPY"): D(800)}), ("", {("claimed", "GB", "JPY"): D(800)})],
)
def test_a_bank_charge_discharges_the_debtor_only_if_the_creditor_bears_it(borne_by, rest):
    paper, claim = claimed()
    pay(paper, yen(95_000), yen(94_200), 45, claim, charge=yen(800), charge_borne_by=borne_by)
    assert balance(paper.rows().postings) == rest


def test_a_payment_in_another_currency_counts_by_its_stated_rate_and_else_is_unknown():
    for rate, left, reasons in ((D(190), {}, []), (None, {("claimed", "GB", "JPY"): D(95_000)}, ["no-rate"])):
        paper, claim = claimed()
        sent = Money(D(500), "GBP")
        pay(
            paper, sent, sent, 45, claim, rate=rate, rate_on=on(45) if rate else None, rate_source="BoJ" if rate else ""
        )
        posted = paper.rows().postings
        assert (balance(posted), unknown(posted)) == (left, reasons)


def test_a_credit_note_lowers_the_claim():
    paper, claim = claimed()
    paper.write("JP", "credit", Credit(on(40), "CN-1", yen(5_000), "quality"), cites=(claim,))
    found = paper.rows()
    assert balance(found.postings) == {("claimed", "GB", "JPY"): D(90_000)}
    assert found.tables["logistics_invoice"][0].credited == "5000"


@pytest.mark.parametrize("confirm", [True, False])
def test_a_claim_is_waived_once_the_other_side_has_confirmed(confirm):
    paper, claim = claimed()
    paper.write("JP", "waive", Waive(on(60), yen(95_000), "goodwill"), cites=(claim,), confirm=confirm)
    left = {} if confirm else {("claimed", "GB", "JPY"): D(95_000)}
    assert balance(paper.rows().postings) == left


def test_a_set_off_is_applied_on_the_line_of_the_claim():
    paper, claim = claimed()
    paper.write("GB", "apply_set_off", ApplySetOff(on(70), yen(40_000)), cites=(claim,))
    found = paper.rows()
    assert balance(found.postings) == {("claimed", "GB", "JPY"): D(55_000)}
    assert found.tables["logistics_invoice"][0].set_off == "40000"


def test_an_invoice_dated_after_its_payment_counts_once():
    paper = ordered(fuel())
    _, receipt = deliver(paper, "1000")
    payment = paper.write("GB", "payment", Payment(on(10), yen(95_000), "REF"))
    paper.write("JP", "acknowledge", Acknowledge(on(11), yen(95_000)), cites=(payment,))
    invoice(paper, yen(95_000), 30, receipt)
    assert balance(paper.rows().postings) == {}


def test_goods_are_replaced_in_any_unit_of_the_same_kind_and_the_excess_is_owed_back():
    paper = ordered(fuel(None), settlement="replacement", replace_by=on(200))
    deliver(paper, "1000")
    assert balance(paper.rows().postings) == {("replacement", "GB", FUEL): D(1000)}
    give_back(paper, "0.6", 50, unit="KL")
    assert balance(paper.rows().postings) == {("replacement", "GB", FUEL): D(400)}
    give_back(paper, "100", 60, unit="IGAL")
    assert balance(paper.rows().postings) == {("overpaid", "JP", FUEL): D("54.609")}
    row = paper.rows().tables["logistics_obligation"][0]
    assert (row.rest, row.due, row.done) == ("0", _day(200), _day(60))


def test_what_comes_back_in_a_unit_that_does_not_meet_is_unknown_not_nothing():
    paper = ordered(fuel(None), settlement="replacement")
    deliver(paper, "1000")
    give_back(paper, "800", 20, unit="KG")
    posted = paper.rows().postings
    assert (balance(posted), unknown(posted)) == ({("replacement", "GB", FUEL): D(1000)}, ["unit"])


def test_what_was_received_and_never_ordered_is_unknown():
    paper = ordered(fuel())
    deliver(paper, "5", line=9)
    posted = paper.rows().postings
    assert (balance(posted), unknown(posted)) == ({}, ["line-unknown"])


def test_a_service_that_falls_back_from_cash_is_owed_as_a_service():
    paper = ordered(AIRLIFT)
    issue = paper.write("JP", "issue", Issue(on(3), "JP", given("5", 1, "HOUR")))
    paper.write("GB", "receipt", Receipt(on(3), "JP", given("5", 1, "HOUR")), cites=(issue,))
    paper.write("GB", "change", Change(on(9), "agreed", settlement="replacement"))
    paper.write("JP", "accept", acts_accept(10))
    assert balance(paper.rows().postings) == {("services", "GB", "JPY"): D(2_000_000)}


def test_goods_of_no_price_fall_back_to_replacement():
    paper = ordered(fuel(None))
    deliver(paper, "1000")
    paper.write("GB", "change", Change(on(9), "agreed", settlement="replacement", replace_by=on(99)))
    paper.write("JP", "accept", acts_accept(10))
    posted = paper.rows().postings
    assert (balance(posted), unknown(posted)) == ({("replacement", "GB", FUEL): D(1000)}, [])


def test_a_figure_beyond_all_bounds_is_counted_and_never_settled():
    most = D((10**18 - 1) * 10**18)
    paper = ordered(Line(1, "pol", "F-76", Quantity(most, "L"), price=Money(most, "JPY")))
    deliver(paper, f"{most:f}")
    posted = paper.rows().postings
    assert (balance(posted), unknown(posted)) == ({}, ["out-of-range"])
    paper = ordered(Line(1, "pol", "F-76", Quantity(D(10), "L"), price=Money(D(10) ** 17 + 1, "JPY")))
    deliver(paper, "77")
    posted = paper.rows().postings
    assert (balance(posted), unknown(posted)) == ({}, ["out-of-range"])


def test_part_of_a_loan_of_services_by_value_is_recast_by_its_share():
    paper = ordered(fuel("7"), settlement="services")
    deliver(paper, "100")
    give_back(paper, "10", 9, "exchange")
    paper.write("GB", "change", Change(on(20), "agreed", settlement="return"))
    paper.write("JP", "accept", acts_accept(21))
    assert balance(paper.rows().postings) == {("return", "GB", FUEL): D(90)}


def test_goods_are_kept_under_their_stock_number_however_it_is_written():
    for written in ("9140300112042", "9140 30 011 2042", "９１４０－３０－０１１－２０４２"):
        paper = ordered(fuel(None, stock=written), settlement="replacement")
        deliver(paper, "1000")
        assert balance(paper.rows().postings) == {("replacement", "GB", "pol/9140-30-011-2042@L"): D(1000)}
    paper = ordered(replace(fuel(None), item="燃料", category="燃料"), settlement="replacement")
    deliver(paper, "1000")
    assert balance(paper.rows().postings) == {("replacement", "GB", "unknown/-@L"): D(1000)}


def _day(days: int) -> int:
    return on(days).toordinal() - DAY.toordinal() + 20_544


def test_falling_back_turns_what_is_left_into_money_on_the_day_it_is_agreed():
    paper = ordered(fuel(), settlement="return")
    deliver(paper, "1000")
    give_back(paper, "250", 20, "return")
    paper.write("GB", "change", Change(on(90), "goods_used", settlement="cash"))
    paper.write("JP", "accept", acts_accept(92))
    posted = paper.rows().postings
    assert balance(posted, on(91)) == {("return", "GB", FUEL): D(750)}
    assert balance(posted) == {("money", "GB", "JPY"): D(71_250)}


def test_a_change_that_is_not_confirmed_changes_nothing_yet():
    paper = ordered(fuel(), settlement="return")
    deliver(paper, "1000")
    paper.write("GB", "change", Change(on(90), "goods_used", settlement="cash"))
    paper.write("JP", "accept", acts_accept(92), confirm=False)
    assert balance(paper.rows().postings) == {("return", "GB", FUEL): D(1000)}


def test_without_a_price_money_is_unknown_until_an_invoice_or_a_change_fixes_it():
    paper = ordered(fuel(None, basis="actual_cost", ceiling=yen(200_000)))
    _, receipt = deliver(paper, "1000")
    found = paper.rows()
    assert (balance(found.postings), unknown(found.postings)) == ({}, ["price-open"])
    claim = found.tables["logistics_claim"][0]
    assert (claim.to_be_fixed, claim.amount, claim.currency) == (True, "", "JPY")
    invoice(paper, yen(93_000), 30, receipt)
    found = paper.rows()
    assert (balance(found.postings), unknown(found.postings)) == ({("claimed", "GB", "JPY"): D(93_000)}, [])

    paper = ordered(fuel(None, basis="actual_cost"))
    deliver(paper, "1000")
    paper.write("JP", "change", Change(on(90), "price_fixed", lines=(fuel("94"),)))
    paper.write("GB", "accept", acts_accept(92))
    posted = paper.rows().postings
    assert (balance(posted), unknown(posted)) == ({("money", "GB", "JPY"): D(94_000)}, [])


AIRLIFT = Line(1, "transportation", "C-130", Quantity(D(5), "HOUR"), "service", price=Money(D(400_000), "JPY"))
BILLETS = Line(2, "billeting", "B-1", Quantity(D(200), "NIGHT"), "service", price=Money(D(8_000), "JPY"))


def test_services_are_exchanged_by_their_value():
    paper = ordered(AIRLIFT, BILLETS, settlement="services")
    issue = paper.write("JP", "issue", Issue(on(3), "JP", given("5", 1, "HOUR")))
    paper.write("GB", "receipt", Receipt(on(3), "JP", given("5", 1, "HOUR")), cites=(issue,))
    assert balance(paper.rows().postings) == {("services", "GB", "JPY"): D(2_000_000)}
    give_back(paper, "200", 30, "exchange", "NIGHT", 2)
    assert balance(paper.rows().postings) == {("services", "GB", "JPY"): D(400_000)}


def test_one_service_in_return_is_worth_what_the_order_is_worth():
    paper = ordered(AIRLIFT, settlement="services", total=yen(2_000_000), in_return=(replace(BILLETS, price=None),))
    issue = paper.write("JP", "issue", Issue(on(3), "JP", given("5", 1, "HOUR")))
    paper.write("GB", "receipt", Receipt(on(3), "JP", given("5", 1, "HOUR")), cites=(issue,))
    give_back(paper, "50", 30, "exchange", "NIGHT", 2)
    found = paper.rows()
    assert balance(found.postings) == {("services", "GB", "JPY"): D(1_500_000)}
    assert [(row.line, row.in_return, row.given_back) for row in found.tables["logistics_line"]] == [
        (1, False, "0"), (2, True, "50"),
    ]  # fmt: skip
    give_back(paper, "150", 40, "exchange", "NIGHT", 2)
    assert balance(paper.rows().postings) == {}


def test_services_without_a_price_settle_only_the_same_service():
    bare = [Line(1, "transportation", "C-130", Quantity(D(5), "HOUR"), "service"),
            Line(2, "billeting", "B-1", Quantity(D(200), "NIGHT"), "service")]  # fmt: skip
    paper = ordered(*bare, settlement="services")
    issue = paper.write("JP", "issue", Issue(on(3), "JP", given("5", 1, "HOUR")))
    paper.write("GB", "receipt", Receipt(on(3), "JP", given("5", 1, "HOUR")), cites=(issue,))
    give_back(paper, "120", 20, "exchange", "MIN", 1)
    assert balance(paper.rows().postings) == {("services", "GB", "transportation/C-130@HOUR"): D(3)}
    give_back(paper, "200", 30, "exchange", "NIGHT", 2)
    assert unknown(paper.rows().postings) == ["no-equivalence"]


@pytest.mark.parametrize(
    ("price", "left"),
    [
        ("95", {("return", "GB", FUEL): D(700), ("money", "GB", "JPY"): D(28_500)}),
        (None, {("return", "GB", FUEL): D(700), ("replacement", "GB", FUEL): D(300)}),
    ],
)
def test_lost_lent_goods_are_paid_for_or_replaced(price, left):
    paper = ordered(fuel(price), settlement="return", transaction="loan", to_day=on(100))
    deliver(paper, "1000")
    paper.write("GB", "loss", Loss(on(40), given("300"), "storm"))
    found = paper.rows()
    assert balance(found.postings) == left
    loan = found.tables["logistics_loan"][0]
    assert (loan.lent, loan.lost, loan.back_by) == ("1000", "300", _day(100))


def test_a_late_receipt_counts_once_it_is_confirmed():
    for confirm in (False, True):
        paper = ordered(fuel())
        issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")))
        paper.write(
            "GB", "receipt", Receipt(on(3), "XZ", given("1000"), late_reason="out_of_reach"), cites=(issue,),
            sealed=on(40), confirm=confirm,
        )  # fmt: skip
        found = paper.rows()
        assert balance(found.postings) == ({("money", "GB", "JPY"): D(95_000)} if confirm else {})
        assert unknown(found.postings) == ([] if confirm else ["not-received"])
        late = found.tables["logistics_late"][0]
        assert (late.days, late.effective, late.reason) == (37, confirm, "out_of_reach")


def test_an_irregular_delivery_counts_and_is_flagged():
    paper = ordered(fuel())
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")))
    paper.write("GB", "receipt", Receipt(on(3), "XZ", given("1000")), cites=(issue,), planted="acsa.hands")
    found = paper.rows()
    assert balance(found.postings) == {("money", "GB", "JPY"): D(95_000)}
    row = found.tables["logistics_irregularity"][0]
    assert (row.findings, row.owner, row.state, row.due - row.since) == ("acsa.hands", "GB", "open", 30)
    assert found.tables["logistics_case"][0].irregular == 1


def test_an_issue_that_nobody_received_is_unknown_and_a_receipt_by_the_giver_is_none():
    paper = ordered(fuel())
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")))
    assert unknown(paper.rows().postings) == ["not-received"]
    paper.write("JP", "receipt", Receipt(on(3), "XZ", given("1000")), cites=(issue,), planted="acsa.receipt_side")
    found = paper.rows()
    assert (balance(found.postings), unknown(found.postings)) == ({}, ["wrong-side"])
    assert found.tables["logistics_case"][0].undetermined == 1


def test_a_rehearsal_posts_nothing():
    paper = ordered(fuel(), exercise=True)
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")), label=("EXERCISE",))
    paper.write("GB", "receipt", Receipt(on(3), "XZ", given("1000")), cites=(issue,), label=("EXERCISE",))
    found = paper.rows()
    assert found.postings == ()
    assert found.tables["logistics_case"][0].exercise is True
    assert found.tables["logistics_obligation"][0].owed == "95000"


def test_an_agreed_correction_stands_in_the_place_of_the_figure():
    paper = ordered(fuel())
    _, receipt = deliver(paper, "800")
    paper.write("JP", "correct", Correct(on(50), "meter_misread", given("200")), cites=(receipt,))
    assert balance(paper.rows().postings) == {("money", "GB", "JPY"): D(76_000)}
    paper.write("GB", "accept", acts_accept(52))
    found = paper.rows()
    assert balance(found.postings, on(3)) == {("money", "GB", "JPY"): D(19_000)}
    assert [row.amount for row in found.tables["logistics_delivery"] if row.stage == "receipt"] == ["200"]


def test_what_is_not_accepted_is_not_owed():
    paper = ordered(fuel())
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")))
    parts = given("900") + given("100", accepted=False, condition="contaminated", discrepancy="quality")
    paper.write("GB", "receipt", Receipt(on(3), "XZ", parts), cites=(issue,))
    assert balance(paper.rows().postings) == {("money", "GB", "JPY"): D(85_500)}


@pytest.mark.parametrize(
    ("measure", "counted", "worth"),
    [
        ("provider", "996", 95_000),
        ("provider", "994", 94_430),
        ("receiver", "996", 94_620),
        ("", "996", 94_620),
    ],
)
def test_within_the_tolerance_the_measure_that_prevails_is_paid(measure, counted, worth):
    paper = ordered(fuel(tolerance=D("0.005"), measure=measure))
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000", measured_by="meter")))
    paper.write("GB", "receipt", Receipt(on(3), "XZ", given(counted, measured_by="sounding")), cites=(issue,))
    found = paper.rows()
    assert balance(found.postings) == {("money", "GB", "JPY"): D(worth)}
    assert ("logistics_discrepancy" in found.tables) == (counted == "994")


def test_closing_ends_what_is_left_in_kind_but_no_claim_in_money():
    paper = ordered(fuel(None, tolerance=D("0.005"), measure="provider"), settlement="replacement")
    deliver(paper, "1000")
    give_back(paper, "997", 30)
    assert balance(paper.rows().postings) == {("replacement", "GB", FUEL): D(3)}
    paper.write("GB", "close", Close(on(40)))
    paper.write("JP", "accept", acts_accept(41), confirm=False)
    assert balance(paper.rows().postings) == {("replacement", "GB", FUEL): D(3)}
    paper.confirm(paper.head)
    found = paper.rows()
    assert balance(found.postings) == {}
    assert found.tables["logistics_obligation"][0].done == _day(41)

    paper, _ = claimed()
    paper.write("GB", "close", Close(on(40)))
    paper.write("JP", "accept", acts_accept(41))
    assert balance(paper.rows().postings) == {("claimed", "GB", "JPY"): D(95_000)}


def test_a_price_is_rounded_once_half_up_to_the_smallest_coin():
    paper = ordered(Line(1, "pol", "F-76", Quantity(D(1000), "L"), price=Money(D(1), "JPY")))
    deliver(paper, "0.5")
    assert balance(paper.rows().postings) == {("money", "GB", "JPY"): D(1)}
    paper = ordered(Line(1, "pol", "F-76", Quantity(D(1), "KL"), price=Money(D("10.01"), "GBP")))
    deliver(paper, "50")
    assert balance(paper.rows().postings) == {("money", "GB", "GBP"): D("0.5")}


def test_litres_are_priced_in_tonnes_by_the_density_of_the_line():
    line = Line(1, "pol", "F-44", Quantity(D(10), "T"), price=Money(D(100_000), "JPY"), density=D(800))
    paper = ordered(line)
    deliver(paper, "1000")
    assert balance(paper.rows().postings) == {("money", "GB", "JPY"): D(80_000)}
    paper = ordered(Line(1, "pol", "F-44", Quantity(D(10), "T"), price=Money(D(100_000), "JPY")))
    deliver(paper, "1000")
    assert unknown(paper.rows().postings) == ["unit"]


def test_an_order_of_one_line_is_priced_by_its_total():
    paper = ordered(fuel(None), total=yen(95_000))
    deliver(paper, "250")
    assert balance(paper.rows().postings) == {("money", "GB", "JPY"): D(23_750)}


def _busy() -> Paper:
    paper, claim = claimed()
    deliver(paper, "40", 8)
    paper.write("JP", "credit", Credit(on(40), "CN-1", yen(5_000), "quality"), cites=(claim,))
    pay(paper, yen(60_000), yen(60_000), 45, claim)
    paper.write("GB", "loss", Loss(on(41), given("10"), "spill"))
    return paper


BUSY = _busy()
BUSY_ROWS = BUSY.rows()


@settings(max_examples=25)
@tried(st.permutations(BUSY.acts), st.permutations(BUSY.answers))
def test_the_same_acts_in_any_order_make_the_same_rows(acts, answers):
    paper = Paper()
    paper.acts, paper.answers, paper.root = acts, answers, BUSY.root
    assert rows(paper.fold(), CONTEXT) == BUSY_ROWS


def test_every_posting_that_settles_shares_basis_and_due_with_what_made_it():
    paper, claim = claimed()
    pay(paper, yen(60_000), yen(60_000), 45, claim)
    made = {}
    for posting in paper.rows().postings:
        assert made.setdefault(posting.basis, posting.due) == posting.due
    assert len(made) == 2


def test_what_is_invoiced_a_second_time_cannot_be_determined():
    paper = ordered(fuel("95"))
    _, receipt = deliver(paper, "1000")
    invoice(paper, yen(40_000), 30, receipt)
    invoice(paper, yen(55_000), 31, receipt)
    assert unknown(paper.rows().postings) == []
    assert balance(paper.rows().postings) == {("claimed", "GB", "JPY"): D(95_000)}
    invoice(paper, yen(95_000), 32, receipt)
    found = paper.rows().postings
    assert unknown(found) == ["claimed-twice"]
    assert balance(found) == {("claimed", "GB", "JPY"): D(95_000)}


def test_an_invoice_that_was_credited_whole_is_claimed_anew():
    paper = ordered(fuel("95"))
    _, receipt = deliver(paper, "1000")
    claim = invoice(paper, yen(95_000), 30, receipt)
    paper.write("JP", "credit", Credit(on(35), "CR-1", yen(95_000), "price"), cites=(claim,))
    invoice(paper, yen(95_000), 40, receipt)
    assert unknown(paper.rows().postings) == []
    assert balance(paper.rows().postings) == {("claimed", "GB", "JPY"): D(95_000)}


def test_an_invoice_for_a_part_leaves_the_rest_owed_and_not_claimed():
    paper = ordered(fuel("95"))
    _, receipt = deliver(paper, "1000")
    invoice(paper, yen(40_000), 30, receipt)
    assert balance(paper.rows().postings) == {("claimed", "GB", "JPY"): D(40_000), ("money", "GB", "JPY"): D(55_000)}
    invoice(paper, yen(54_600), 31, receipt)
    assert balance(paper.rows().postings) == {("claimed", "GB", "JPY"): D(94_600), ("money", "GB", "JPY"): D(400)}
    paper.write("JP", "waive", Waive(on(40), yen(400), "de_minimis"), cites=(receipt,))
    assert balance(paper.rows().postings) == {("claimed", "GB", "JPY"): D(94_600)}


def test_an_invoice_within_the_tolerance_of_what_is_owed_claims_all_of_it():
    paper = ordered(fuel(tolerance=D("0.005"), measure="provider"))
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")))
    receipt = paper.write("GB", "receipt", Receipt(on(3), "XZ", given("996")), cites=(issue,))
    invoice(paper, yen(94_620), 30, receipt)
    assert balance(paper.rows().postings) == {("claimed", "GB", "JPY"): D(94_620)}


def test_a_claim_without_a_figure_takes_no_payment_and_no_balance_goes_below_nothing():
    paper, claim = claimed()
    receipt = next(placed for placed in paper.acts if placed.act.kind == "logistics/receipt").digest
    again = invoice(paper, yen(95_000), 31, receipt)
    pay(paper, yen(95_000), yen(95_000), 45, again)
    found = paper.rows().postings
    assert unknown(found) == ["claimed-twice"]
    assert balance(found) == {("claimed", "GB", "JPY"): D(95_000), ("overpaid", "JP", "JPY"): D(95_000)}
    paper.write("JP", "credit", Credit(on(50), "CR-1", yen(95_000), "duplicate"), cites=(again,))
    pay(paper, yen(95_000), yen(95_000), 55, claim)
    found = paper.rows().postings
    assert (unknown(found), balance(found)) == ([], {("overpaid", "JP", "JPY"): D(95_000)})


def test_a_claim_above_what_came_to_stay_is_unknown_until_it_is_credited():
    paper = ordered(fuel(), settlement="return")
    _, receipt = deliver(paper, "1000")
    give_back(paper, "400", 20, "return")
    paper.write("GB", "change", Change(on(30), "fallback", settlement="cash"))
    paper.write("JP", "accept", acts_accept(31))
    claim = invoice(paper, yen(95_000), 32, receipt)
    found = paper.rows().postings
    assert (unknown(found), balance(found)) == (["claimed-above"], {})
    paper.write("JP", "credit", Credit(on(50), "CR-1", yen(38_000), "returned"), cites=(claim,))
    found = paper.rows().postings
    assert (unknown(found), balance(found)) == ([], {("claimed", "GB", "JPY"): D(57_000)})


def test_claims_at_an_open_price_stay_under_the_ceiling_all_together():
    paper = ordered(fuel(None, basis="actual_cost", ceiling=yen(100_000)))
    _, first = deliver(paper, "400")
    _, second = deliver(paper, "600", 5)
    invoice(paper, yen(60_000), 30, first)
    assert (balance(paper.rows().postings), unknown(paper.rows().postings)) == (
        {("claimed", "GB", "JPY"): D(60_000)}, ["price-open"],
    )  # fmt: skip
    invoice(paper, yen(40_001), 31, second)
    assert (balance(paper.rows().postings), unknown(paper.rows().postings)) == (
        {("claimed", "GB", "JPY"): D(60_000)}, ["claimed-above"],
    )  # fmt: skip


def test_what_is_paid_back_settles_what_was_paid_too_much_and_who_paid_may_let_it_go():
    paper, claim = claimed()
    payment = pay(paper, yen(96_000), yen(96_000), 45, claim)
    back = paper.write("JP", "payment", Payment(on(50), yen(700), "BACK"), cites=(payment, claim))
    assert balance(paper.rows().postings) == {("overpaid", "JP", "JPY"): D(1_000)}
    paper.write("GB", "acknowledge", Acknowledge(on(51), yen(700)), cites=(back,))
    assert balance(paper.rows().postings) == {("overpaid", "JP", "JPY"): D(300)}
    paper.write("GB", "waive", Waive(on(52), yen(300), "de_minimis"), cites=(payment,))
    assert balance(paper.rows().postings) == {}


def test_a_second_receipt_of_one_issue_is_unknown_and_a_receipt_of_its_rest_is_not():
    paper = ordered(fuel())
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")))
    for amount in ("600", "400"):
        paper.write("GB", "receipt", Receipt(on(3), "XZ", given(amount), partial=True), cites=(issue,))
    assert (balance(paper.rows().postings), unknown(paper.rows().postings)) == ({("money", "GB", "JPY"): D(95_000)}, [])
    paper.write("GB", "receipt", Receipt(on(4), "XZ", given("1000")), cites=(issue,))
    found = paper.rows()
    assert (balance(found.postings), unknown(found.postings)) == (
        {("money", "GB", "JPY"): D(95_000)}, ["received-twice"],
    )  # fmt: skip
    assert found.tables["logistics_discrepancy"][0].difference == "1000"


def test_falling_back_on_the_day_of_a_return_takes_over_what_that_day_left():
    paper = ordered(fuel(), settlement="replacement")
    deliver(paper, "1000")
    give_back(paper, "900", 20)
    paper.write("JP", "change", Change(on(20), "fallback", settlement="cash"))
    paper.write("GB", "accept", acts_accept(20))
    posted = paper.rows().postings
    assert balance(posted, on(19)) == {("replacement", "GB", FUEL): D(1000)}
    assert balance(posted) == {("money", "GB", "JPY"): D(9_500)}


def test_a_sum_agreed_on_falling_back_is_for_all_that_is_left():
    paper = ordered(fuel(None), settlement="replacement")
    _, first = deliver(paper, "300")
    _, second = deliver(paper, "700", 5)
    give_back(paper, "100", 20)
    paper.write("JP", "change", Change(on(30), "fallback", settlement="cash", total=yen(10_000)))
    paper.write("GB", "accept", acts_accept(30))
    found = paper.rows()
    assert [row.owed for row in found.tables["logistics_obligation"]][2:] == ["2222", "7778"]
    assert balance(found.postings) == {("money", "GB", "JPY"): D(10_000)}
    invoice(paper, yen(10_000), 31, first, second)
    posted = paper.rows().postings
    assert (balance(posted), unknown(posted)) == ({("claimed", "GB", "JPY"): D(10_000)}, [])


def test_closing_ends_what_was_given_back_beyond_the_debt_within_tolerance():
    paper = ordered(fuel(None, tolerance=D("0.005"), measure="provider"), settlement="replacement")
    deliver(paper, "1000")
    give_back(paper, "1003", 30)
    assert balance(paper.rows().postings) == {("overpaid", "JP", FUEL): D(3)}
    paper.write("GB", "close", Close(on(40)))
    paper.write("JP", "accept", acts_accept(41))
    assert balance(paper.rows().postings) == {}


def test_fuel_is_owed_and_compared_at_15_degrees_and_shown_as_measured():
    paper = ordered(fuel(expansion=D("0.00083"), tolerance=D("0.001"), measure="receiver"))
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000", temperature=D(27))))
    counted = given("990.04", temperature=D(15))
    receipt = paper.write("GB", "receipt", Receipt(on(3), "XZ", counted), cites=(issue,))
    found = paper.rows()
    assert "logistics_discrepancy" not in found.tables
    assert [row.amount for row in found.tables["logistics_delivery"]] == ["1000", "990.04"]
    assert balance(found.postings) == {("money", "GB", "JPY"): D(94_054)}
    assert receipt


def test_nothing_handed_over_is_nothing_to_wait_for():
    paper = ordered(fuel())
    paper.write("JP", "issue", Issue(on(3), "XZ", given("0")))
    assert paper.rows().postings == ()
