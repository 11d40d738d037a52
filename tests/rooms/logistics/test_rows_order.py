"""What else an order shows: whose move, discrepancies that flow back, clocks, bookings, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.rooms.logistics.on_paper import (
    CONTEXT,
    DAY,
    SETTING,
    Paper,
    acts_accept,
    fuel,
    given,
    on,
    ordered,
    scan,
)
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.law.room import RowContext
from warifu.rooms.logistics.acts import (
    Close,
    Correct,
    Dispute,
    Invoice,
    Issue,
    Line,
    Offer,
    Payment,
    Ratify,
    Receipt,
    Refusal,
    Request,
    Resolve,
    Verbal,
)

D = Decimal
FIRST = DAY.toordinal() - 719_163
YEAR = 365


def _number(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal() - 719_163


def received(paper: Paper, issued: str, counted: str, **more) -> tuple[bytes, bytes]:
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given(issued)))
    return issue, paper.write("GB", "receipt", Receipt(on(4), "XZ", given(counted, **more)), cites=(issue,))


def test_the_head_says_whose_move_it_is_and_since_when():
    paper = Paper()
    paper.write("GB", "request", Request(DAY, "N-1", SETTING, "GB-CALDER", "JP-AKASHI", (fuel(None),), "cash"))
    head = paper.rows().tables["logistics_case"][0]
    assert (head.state, head.turn, head.requester, head.provider) == ("requested", "JP", "GB", "JP")
    assert (head.number, head.since // 86_400, head.ground, head.place) == ("N-1", FIRST, "a", "XZ")
    paper.write("JP", "offer", Offer(on(1), (fuel(),), "cash", "JPY", refusals=(Refusal(1, "stock"),)), confirm=False)
    found = paper.rows().tables
    head = found["logistics_case"][0]
    assert (head.state, head.turn, head.confirmed_head) == ("offered", "GB", paper.root)
    assert found["logistics_line"][0].refused == "stock"


def test_a_case_whose_root_is_refused_still_has_a_head():
    paper = Paper()
    paper.write(
        "GB", "request", Request(DAY, "N-1", SETTING, "GB-CALDER", "JP-AKASHI", (fuel(None),), "cash"),
        planted="acsa.weapon", confirm=False,
    )  # fmt: skip
    found = paper.rows().tables
    head = found["logistics_case"][0]
    assert (head.refused, head.turn, head.number) == (1, "", "N-1")
    assert found["logistics_act"][0].findings == "acsa.weapon"


def test_a_short_delivery_flows_back_until_it_is_corrected():
    paper = ordered(fuel(tolerance=D("0.005")))
    issue, receipt = received(paper, "1000", "900")
    row = paper.rows().tables["logistics_discrepancy"][0]
    assert (row.issued, row.received, row.difference, row.unit) == ("1000", "900", "-100", "L")
    assert (row.reason, row.prevails, row.state) == ("short", "GB", "open")
    paper.write("JP", "correct", Correct(on(9), "meter_misread", given("900")), cites=(issue,))
    paper.write("GB", "accept", acts_accept(10))
    assert "logistics_discrepancy" not in paper.rows().tables
    assert paper.rows().tables["logistics_line"][0].issued == "900"
    assert receipt


@pytest.mark.parametrize(
    ("counted", "more", "reason"),
    [
        ("995", {}, None),
        ("994.9", {}, "short"),
        ("1005", {}, None),
        ("1005.1", {}, "over"),
        ("1000", {"discrepancy": "quality"}, "quality"),
        ("1000", {"discrepancy": "measure"}, None),
        ("1000", {"accepted": False}, "damaged"),
    ],
)
def test_within_the_tolerance_there_is_no_discrepancy(counted, more, reason):
    line = fuel(tolerance=D("0.005"), measure="provider")
    paper = ordered(line)
    received(paper, "1000", counted, **more)
    rows = paper.rows().tables.get("logistics_discrepancy", [])
    assert [row.reason for row in rows] == ([reason] if reason else [])


def test_what_is_still_awaited_is_no_discrepancy():
    paper = ordered(fuel())
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")))
    paper.write("GB", "receipt", Receipt(on(3), "XZ", given("400"), partial=True), cites=(issue,))
    assert "logistics_discrepancy" not in paper.rows().tables
    paper.write("GB", "receipt", Receipt(on(5), "XZ", given("500")), cites=(issue,))
    assert paper.rows().tables["logistics_discrepancy"][0].difference == "-100"


def test_closing_the_order_closes_its_discrepancies():
    paper = ordered(fuel())
    received(paper, "1000", "900")
    paper.write("GB", "close", Close(on(40)))
    paper.write("JP", "accept", acts_accept(41))
    assert paper.rows().tables["logistics_discrepancy"][0].state == "closed"


def test_a_disputed_discrepancy_is_settled_by_a_resolution_of_both():
    paper = ordered(fuel())
    _, receipt = received(paper, "1000", "900")
    dispute = paper.write(
        "JP", "dispute", Dispute(on(9), "quantity", Money(D(9_500), "JPY")), cites=(receipt,)
    )  # fmt: skip
    found = paper.rows().tables
    assert (found["logistics_discrepancy"][0].state, found["logistics_case"][0].disputed) == ("disputed", 1)
    paper.write("GB", "resolve", Resolve(on(20), "settled", "JC-2026-3"), cites=(dispute,))
    assert paper.rows().tables["logistics_dispute"][0].resolved_by == b""
    paper.write("JP", "accept", acts_accept(21))
    found = paper.rows().tables
    row = found["logistics_dispute"][0]
    assert (row.outcome, row.consultation, row.amount, row.contested) == ("settled", "JC-2026-3", "9500", receipt)
    assert (found["logistics_discrepancy"][0].state, found["logistics_case"][0].disputed) == ("open", 0)


def test_an_irregular_delivery_is_ratified_by_the_other_side():
    paper = ordered(fuel())
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")), planted="acsa.delivered")
    paper.write("GB", "ratify", Ratify(on(12), "emergency"), cites=(issue,), confirm=False)
    assert paper.rows().tables["logistics_irregularity"][0].state == "open"
    paper.confirm(paper.head)
    found = paper.rows().tables
    row = found["logistics_irregularity"][0]
    assert (row.state, row.cured_by, row.cured_on) == ("ratified", paper.head, FIRST + 12)
    clock = next(each for each in found["logistics_clock"] if each.name == "irregularity")
    assert (clock.holder, clock.starts, clock.due, clock.done) == ("JP", FIRST + 3, FIRST + 33, FIRST + 12)


def test_clocks_of_a_claim_of_japan():
    paper = ordered(fuel())
    _, receipt = received(paper, "1000", "1000")
    paper.write("JP", "invoice", Invoice(on(30), "INV-1", Money(D(95_000), "JPY"), on(50), 20), cites=(receipt,))
    clocks = {row.name: row for row in paper.rows().tables["logistics_clock"]}
    settlement = clocks["settlement"]
    assert (settlement.starts, settlement.due, settlement.holder) == (FIRST + 4, FIRST + 4 + YEAR, "GB")
    assert [word.partition(":")[0] for word in settlement.warnings.split()] == ["6", "9", "11"]
    assert (clocks["payment"].starts, clocks["payment"].due, clocks["payment"].done) == (FIRST + 30, FIRST + 50, None)
    lapse = clocks["claim-lapse"]
    assert (lapse.starts, lapse.is_right, lapse.holder) == (FIRST + 30, True, "JP")


def test_a_pack_may_say_another_term_of_settlement():
    paper = ordered(fuel())
    received(paper, "1000", "1000")
    pack = paper.fold().line[0].placed.act.pack
    context = CONTEXT._replace(tables={pack: {"clocks": {"settlement_months": 6, "settlement_warnings": [3]}}})
    settlement = next(row for row in paper.rows(context).tables["logistics_clock"] if row.name == "settlement")
    assert (settlement.due - settlement.starts, settlement.warnings[:2]) == (183, "3:")


def test_the_days_lie_with_the_side_that_must_act():
    paper = ordered(fuel())
    issue = paper.write("JP", "issue", Issue(on(5), "XZ", given("1000")))
    receipt = paper.write("GB", "receipt", Receipt(on(9), "XZ", given("1000")), cites=(issue,))
    claim = paper.write(
        "JP", "invoice", Invoice(on(30), "INV-1", Money(D(95_000), "JPY"), on(50), 20), cites=(receipt,)
    )  # fmt: skip
    paper.write("GB", "payment", Payment(on(48), Money(D(95_000), "JPY"), "REF"), cites=(claim,))
    turns = [(row.from_day - FIRST, row.party) for row in paper.rows().tables["logistics_turn"]]
    assert turns == [(0, "JP"), (1, "GB"), (2, "JP"), (5, "GB"), (9, "JP"), (30, "GB"), (48, "JP")]


def test_what_is_sent_and_not_confirmed_is_in_transit():
    paper = Paper()
    paper.write(
        "GB", "request", Request(DAY, "N-1", SETTING, "GB-CALDER", "JP-AKASHI", (fuel(),), "cash"), confirm=False
    )
    found = paper.rows().tables
    assert [(row.from_day, row.party) for row in found["logistics_turn"]] == [(FIRST, "*")]
    waits = {row.name: (row.holder, row.due - FIRST) for row in found["logistics_clock"]}
    assert waits == {"wait-remind": ("GB", 7), "wait-consult": ("GB", 30)}


def test_a_verbal_order_has_a_day_by_which_it_is_in_writing():
    paper = Paper()
    paper.write(
        "JP", "verbal",
        Verbal(DAY, "N-2", SETTING, "GB-CALDER", "JP-AKASHI", (fuel(),), "cash", on(10), "GB-LOGO", heard=True),
    )  # fmt: skip
    found = paper.rows().tables
    head = found["logistics_case"][0]
    assert (head.requester, head.provider, head.emergency) == ("GB", "JP", True)
    clock = next(row for row in found["logistics_clock"] if row.name == "verbal")
    assert (clock.holder, clock.due, clock.done) == ("GB", FIRST + 10, None)
    paper.write("GB", "accept", acts_accept(4))
    clock = next(row for row in paper.rows().tables["logistics_clock"] if row.name == "verbal")
    assert clock.done == FIRST + 4


def test_the_use_of_a_facility_is_a_booking():
    hall = Line(1, "facilities", "HANGAR-2", Quantity(D(3), "DAY"), "service", price=Money(D(50_000), "JPY"))
    paper = ordered(hall, transaction="facility", from_day=on(10), to_day=on(12))
    row = paper.rows().tables["logistics_booking"][0]
    assert (row.clash_key, row.from_day, row.to_day) == ("JP/JP-AKASHI/HANGAR-2", FIRST + 10, FIRST + 12)
    assert (row.provider, row.user, row.state) == ("JP", "GB", "booked")


def test_a_loan_says_in_which_condition_it_went_out_and_came_back():
    pump = Line(1, "spares", "PUMP-4", Quantity(D(2), "EA"), stock="4320-99-123-4567")
    paper = ordered(pump, settlement="return", transaction="loan", to_day=on(60))
    out = paper.write("JP", "issue", Issue(on(3), "JP", given("2", 1, "EA", serials=("A1", "A2"))))
    paper.write("GB", "receipt", Receipt(on(3), "JP", given("2", 1, "EA", serials=("A1", "A2"))), cites=(out,))
    back = paper.write("GB", "issue", Issue(on(50), "JP", given("1", 1, "EA"), "return"))
    paper.write("JP", "receipt", Receipt(on(51), "JP", given("1", 1, "EA", condition="worn"), "return"), cites=(back,))
    found = paper.rows().tables
    loan = found["logistics_loan"][0]
    assert (loan.lent, loan.returned, loan.rest, loan.condition_out, loan.condition_in) == (
        "2",
        "1",
        "1",
        "good",
        "worn",
    )
    assert (loan.out_day, loan.in_day, loan.back_by) == (FIRST + 3, FIRST + 51, FIRST + 60)
    assert found["logistics_delivery"][0].serials == "A1 A2"
    tag = found["logistics_transfer"][0]
    assert (tag.rule, tag.provider, tag.category, tag.amount) == ("overseas_transfer", "JP", "spares", "2")


def test_only_what_japan_gives_is_tagged_as_overseas_transfer():
    paper = ordered(fuel())
    received(paper, "1000", "1000")
    assert "logistics_transfer" not in paper.rows().tables


def test_a_step_without_its_source_document_is_seen():
    paper = ordered(fuel())
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")), attachments=scan())
    paper.write("GB", "receipt", Receipt(on(3), "XZ", given("1000")), cites=(issue,))
    steps = {row.step: (row.present, row.papers) for row in paper.rows().tables["logistics_document"]}
    assert steps == {"issue": (True, "meter_ticket"), "receipt": (False, "")}


def test_paper_evidence_is_weaker_until_it_is_confirmed():
    paper = ordered(fuel())
    digest = paper.write(
        "GB", "issue", Issue(on(3), "XZ", given("1000")), on_behalf="JP", attachments=scan("signed_scan"), confirm=False
    )
    row = paper.rows().tables["logistics_paper"][0]
    assert (row.act, row.author, row.on_behalf, row.scans, row.confirmed) == (digest, "GB", "JP", 1, False)
    delivery = paper.rows().tables["logistics_delivery"][0]
    assert delivery.party == "JP"


def test_retention_begins_when_the_case_ends():
    paper = ordered(fuel())
    assert {row.expiry for row in paper.rows().tables["logistics_retention"]} == {None}
    paper.write("GB", "close", Close(on(40)))
    paper.write("JP", "accept", acts_accept(41))
    found = paper.rows().tables
    assert found["logistics_case"][0].state == "closed"
    years = {row.party: (row.starts, row.expiry) for row in found["logistics_retention"]}
    # 12 May 2026 lies in the fiscal year that ends on 31 March 2027.
    assert years == {"GB": (FIRST + 41, _number(2034, 3, 31)), "JP": (FIRST + 41, _number(2032, 3, 31))}


def test_a_notice_of_claim_is_made_at_each_receipt_by_itself():
    paper = ordered(fuel(None), settlement="replacement", replace_by=on(90))
    _, receipt = received(paper, "1000", "1000")
    claim = paper.rows().tables["logistics_claim"][0]
    assert (claim.number, claim.creditor, claim.debtor) == (f"GB-CALDER-26-0007/{receipt.hex()[:8]}", "JP", "GB")
    assert (claim.form, claim.state, claim.to_be_fixed, claim.due) == ("replacement", "noticed", False, FIRST + 90)


def test_rows_do_not_depend_on_which_half_lays_them_out():
    paper = ordered(fuel())
    received(paper, "1000", "900")
    assert paper.rows(RowContext("GB-JP", "GB", {})) == paper.rows(RowContext("GB-JP", "JP", {}))
