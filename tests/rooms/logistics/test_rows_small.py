"""What the smaller cases become: dealings and their match, statements, set-offs, prices, consents, precedents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.rooms.logistics.on_paper import DAY, Paper, acts_accept, balance, fuel, on, unknown
from warifu.core.act import CONFIRMED, Answer
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.law.case import Heard
from warifu.rooms.logistics.acts import (
    Dealing,
    Draw,
    Match,
    OnwardConsent,
    OnwardRequest,
    Pair,
    Passed,
    Precedent,
    RegisterRow,
    SetOff,
    SetOffItem,
    Standing,
    Statement,
    Total,
    Withdraw,
)

D = Decimal
ONE, TWO, THREE, FOUR = (bytes([n]) * 32 for n in (1, 2, 3, 4))
FUEL = Quantity(D(2000), "L")


def dealing(**more: Any) -> Dealing:
    return Dealing(
        DAY, "UK/JP/2026/0001", "GB", "pol", "F-76", FUEL, Money(D("1234.5"), "GBP"), "英8-001",
        **{"settled": "no", **more},
    )  # fmt: skip


def test_a_dealing_is_one_row_and_posts_nothing():
    paper = Paper()
    paper.write("GB", "dealing", dealing())
    found = paper.rows()
    assert (list(found.tables), found.postings) == (["logistics_dealing"], ())
    row = found.tables["logistics_dealing"][0]
    assert (row.reference, row.party, row.provider, row.amount, row.unit) == (
        "UK/JP/2026/0001",
        "GB",
        "GB",
        "2000",
        "L",
    )
    assert (row.value, row.currency, row.settled, row.place, row.status) == ("1234.5", "GBP", "no", 1, "standing")


def test_a_dealing_that_breaks_a_rule_is_flagged():
    paper = Paper()
    paper.write("GB", "dealing", dealing(), planted="acsa.weapon")
    found = paper.rows()
    assert found.tables["logistics_irregularity"][0].findings == "acsa.weapon"


def match(*pairs: Pair, agree: bool = True, confirm: bool = True, **more: Any) -> Paper:
    paper = Paper()
    label = {"label": ("EXERCISE",)} if more.pop("exercise", False) else {}
    body = Match(on(5), "M-1", pairs, exercise=bool(label))
    paper.write("GB", "match", body, cites=(ONE, TWO, THREE, FOUR), **label)
    if agree:
        paper.write("JP", "accept", acts_accept(6), confirm=confirm, **label)
    return paper


def pair(settled: Any = "no", value: Money | None = None, commodity: str = "pol/F-76@L", **more: Any) -> Pair:
    return Pair(0, 1, "GB", commodity, more.pop("quantity", FUEL), date(2024, 5, 1), value, settled, **more)


POUNDS = Money(D("1234.5"), "GBP")


@pytest.mark.parametrize(
    ("given", "owed", "reasons"),
    [
        (pair(value=POUNDS), {("money", "JP", "GBP"): D("1234.5")}, []),
        (pair(), {("replacement", "JP", "pol/F-76@L"): D(2000)}, []),
        (pair(quantity=Quantity(D(2), "KL")), {("replacement", "JP", "pol/F-76@L"): D(2000)}, []),
        (pair(commodity="pol/F-76@KL"), {("replacement", "JP", "pol/F-76@L"): D(2000)}, []),
        (pair(commodity="pol/9140300112042@KL"), {("replacement", "JP", "pol/9140-30-011-2042@L"): D(2000)}, []),
        (pair("yes", POUNDS), {}, []),
        (pair("", POUNDS), {}, ["settlement-unknown"]),
        (pair(commodity="pol/F-76@KG"), {}, ["unit"]),
        (pair(commodity="燃料"), {}, ["unit"]),
        (pair(quantity=Quantity(D(0), "L")), {}, []),
    ],
)
def test_an_agreed_pair_posts_once(given, owed, reasons):
    posted = match(given).rows().postings
    assert (balance(posted), unknown(posted)) == (owed, reasons)
    assert all(posting.day == date(2024, 5, 1) and posting.due == date(2025, 5, 1) for posting in posted)


def test_a_match_posts_only_when_both_stand_behind_it():
    for paper in (match(pair(), agree=False), match(pair(), confirm=False), match(pair(), exercise=True)):
        assert paper.rows().postings == ()
    row = match(pair(corrected=("unit",)), agree=False).rows().tables["logistics_pair"][0]
    assert (row.ours, row.theirs, row.agreed, row.state, row.corrected) == (ONE, TWO, False, "proposed", "unit")


def test_each_pair_of_a_match_has_a_basis_of_its_own():
    posted = match(pair(), pair()).rows().postings
    assert len({posting.basis for posting in posted}) == 2


def test_a_pair_that_cites_nothing_has_no_dealing():
    wrong = Pair(9, -1, "GB", "pol/F-76@L", FUEL, DAY)
    row = match(wrong).rows().tables["logistics_pair"][0]
    assert (row.ours, row.theirs) == (b"", b"")


def test_a_statement_holds_the_totals_that_both_sign():
    paper = Paper()
    totals = (Total("JP", "GB", "GBP", -1, 12_345), Total("GB", "JP", "JPY", 3, 95))
    paper.write("GB", "statement", Statement(on(30), "S-1", "opening", on(29), totals, 4, 3, 2, 1, 5, b"\x07" * 32))
    found = paper.rows().tables
    row = found["logistics_statement"][0]
    assert (row.form, row.matched, row.differing, row.only_ours, row.only_theirs, row.undetermined) == (
        "opening", 4, 3, 2, 1, 5,
    )  # fmt: skip
    assert [(each.debtor, each.commodity, each.amount) for each in found["logistics_total"]] == [
        ("JP", "GBP", "1234.5"), ("GB", "JPY", "95000"),
    ]  # fmt: skip
    assert not row.agreed
    paper.write("JP", "accept", acts_accept(31))
    assert paper.rows().tables["logistics_statement"][0].agreed


def test_a_set_off_is_shown_gross_and_posts_nothing_itself():
    paper = Paper()
    items = (SetOffItem(0, "GB", Money(D(9_000), "JPY")), SetOffItem(1, "JP", Money(D(7_500), "JPY")))
    paper.write("JP", "set_off", SetOff(on(9), "SO-1", items, Money(D(1_500), "JPY"), "GB"), cites=(ONE, TWO))
    paper.write("GB", "accept", acts_accept(10))
    found = paper.rows()
    assert found.postings == ()
    assert [(each.invoice, each.debtor, each.amount) for each in found.tables["logistics_set_off_item"]] == [
        (ONE, "GB", "9000"), (TWO, "JP", "7500"),
    ]  # fmt: skip
    row = found.tables["logistics_set_off"][0]
    assert (row.rest, row.rest_owed_by, row.agreed) == ("1500", "GB", True)


def test_a_price_list_stands_until_it_is_withdrawn():
    paper = Paper()
    paper.write("JP", "standing", Standing(DAY, "P-1", (fuel(),), DAY, on(90), "JP-AKASHI"))
    row = paper.rows().tables["logistics_price"][0]
    assert (row.provider, row.item, row.price, row.currency, row.state) == ("JP", "F-76", "95", "JPY", "published")
    paper.write("JP", "withdraw", Withdraw(on(5), "stock"))
    assert paper.rows().tables["logistics_price"][0].state == "withdrawn"


def test_a_consent_is_drawn_down():
    paper = Paper()
    paper.write("GB", "onward_request", OnwardRequest(DAY, "O-1", "F-76", FUEL, "AU", "exercise", on(60)), cites=(ONE,))
    paper.write("JP", "onward_consent", OnwardConsent(on(2), Quantity(D(1500), "L"), "AU", on(50), ("report",)))
    draw = paper.write("GB", "draw", Draw(on(4), Quantity(D(400), "L"), "AU"))
    paper.write("GB", "passed", Passed(on(5), "AU", "F-76", Quantity(D("0.4"), "KL"), "XZ"), cites=(draw,))
    paper.write("GB", "passed", Passed(on(6), "AU", "F-76", Quantity(D(100), "L"), "XZ"), planted="acsa.passed")
    found = paper.rows().tables
    row = found["logistics_onward"][0]
    assert (row.asked, row.consented, row.drawn, row.passed, row.remaining) == ("2000", "1500", "400", "500", "1100")
    assert (row.asker, row.consenter, row.receipt, row.conditions, row.agreed) == ("GB", "JP", ONE, "report", True)
    assert [(each.kind, each.covered) for each in found["logistics_draw"]] == [
        ("draw", True), ("passed", True), ("passed", False),
    ]  # fmt: skip
    assert found["logistics_irregularity"][0].findings == "acsa.passed"


def test_silence_is_no_consent():
    paper = Paper()
    paper.write("GB", "onward_request", OnwardRequest(DAY, "O-1", "F-76", FUEL, "AU", "exercise", on(60)))
    row = paper.rows().tables["logistics_onward"][0]
    assert (row.consented, row.remaining, row.agreed) == ("", "", False)


def test_a_precedent_is_kept():
    paper = Paper()
    paper.write(
        "GB", "precedent", Precedent(DAY, "PR-1", "flare pistol cartridge", "ammunition", "goods", "ammunition")
    )
    paper.write("JP", "accept", acts_accept(3))
    row = paper.rows().tables["logistics_precedent"][0]
    assert (row.ruling, row.category, row.agreed) == ("ammunition", "ammunition", True)


def test_a_row_of_a_register_says_where_the_dealing_stood():
    paper = Paper()
    paper.write("GB", "register_row", RegisterRow(DAY, "B-1", "FY2019", 41), cites=(ONE,))
    found = paper.rows()
    assert found.tables == {"logistics_register_row": [("B-1", "FY2019", 41, ONE, DAY.toordinal() - 719_163)]}


def test_an_answer_by_its_own_author_agrees_nothing():
    paper = match(pair(), agree=False)
    paper.write("JP", "accept", acts_accept(6), confirm=False)
    paper.answers.append(Heard(Answer(paper.head, CONFIRMED, 0), "JP", 99))
    assert paper.rows().postings == ()
