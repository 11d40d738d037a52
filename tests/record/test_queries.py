"""Questions to the tables, asked of both engines: what is owed, whose move, which clock, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest

from tests.postgres import new_database
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
from warifu.core import ledger
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.core.schedule import Phase
from warifu.record import queries_logistics as ask
from warifu.record import queries_owed as owed
from warifu.record.database import close_database, open_database
from warifu.record.log import Store
from warifu.record.projection import Projection
from warifu.rooms.logistics import statement
from warifu.rooms.logistics.acts import (
    Acknowledge,
    Close,
    Dealing,
    Invoice,
    Issue,
    Line,
    Match,
    OnwardConsent,
    OnwardRequest,
    Pair,
    Payment,
    Receipt,
    Request,
    Standing,
)
from warifu.rooms.logistics.rows import TABLES, rows

PAIR = "GB-JP"
D = Decimal


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    address = str(tmp_path_factory.mktemp("queries") / "node.db")
    if request.param == "postgres":
        address = new_database(request.getfixturevalue("postgres_dsn"), "queries")
    alias = open_database(address, f"queries-{request.param}")
    yield Store(alias)
    close_database(alias)


@pytest.fixture
def store(database: Store) -> Store:
    """One database for all questions; each finds its tables empty."""
    for table in (*TABLES, "posting", "balance"):
        database.run(f"DELETE FROM {table}")
    return database


def keep(store: Store, *papers: Paper) -> None:
    """Write the rows of these cases as the one writer does; a second time in the place of the first."""
    Projection(store, PAIR, TABLES).replace({paper.root: paper.rows(CONTEXT) for paper in papers})


def yen(amount: int) -> Money:
    return Money(D(amount), "JPY")


def delivered(paper: Paper, amount: str = "1000", days: int = 3) -> bytes:
    issue = paper.write("JP", "issue", Issue(on(days), "XZ", given(amount)))
    return paper.write("GB", "receipt", Receipt(on(days), "XZ", given(amount)), cites=(issue,))


def invoiced(paper: Paper, receipt: bytes, days: int = 30) -> bytes:
    return paper.write("JP", "invoice", Invoice(on(days), "INV-1", yen(95_000), on(days + 20), 20), cites=(receipt,))


def test_what_is_owed_moves_from_list_to_list_as_the_month_goes(store):
    paper = ordered(fuel())
    receipt = delivered(paper)
    claim = invoiced(paper, receipt)
    payment = paper.write("GB", "payment", Payment(on(45), yen(95_000), "REF-1"), cites=(claim,))
    paper.write("JP", "acknowledge", Acknowledge(on(47), yen(95_000)), cites=(payment,))
    keep(store, paper)

    def lists(days: int) -> tuple[list[str], list[str], list[str]]:
        day = on(days)
        return (
            [row.sum for row in owed.delivered_not_invoiced(store, PAIR, day)],
            [row.sum for row in owed.invoiced_not_paid(store, PAIR, day)],
            [row.reference for row in owed.paid_not_matched(store, PAIR, day)],
        )

    assert lists(2) == ([], [], [])
    assert lists(29) == (["95000"], [], [])
    assert lists(44) == ([], ["95000"], [])
    assert lists(46) == ([], [], ["REF-1"])
    assert lists(47) == ([], [], [])


def test_open_items_are_what_the_balances_say_on_every_day(store):
    cash, goods = ordered(fuel()), ordered(fuel(None), settlement="replacement", replace_by=on(90))
    claim = invoiced(cash, delivered(cash, "1000", 3))
    payment = cash.write("GB", "payment", Payment(on(45), yen(60_000), "REF-1"), cites=(claim,))
    cash.write("JP", "acknowledge", Acknowledge(on(47), yen(60_000)), cites=(payment,))
    delivered(goods, "500", 10)
    back = goods.write("GB", "issue", Issue(on(60), "XZ", given("200"), "replacement"))
    goods.write("JP", "receipt", Receipt(on(61), "XZ", given("200"), "replacement"), cites=(back,))
    keep(store, cash, goods)
    for days in range(70):
        sums = owed.sums_as_of(store, PAIR, on(days))
        summed: dict[ledger.Line, Decimal] = {}
        for item in owed.open_items(store, PAIR, on(days)):
            summed[item.line] = summed.get(item.line, D(0)) + item.turnover.open
        assert summed == {line: turnover.open for line, turnover in sums.items() if turnover.open}, days
    items = owed.open_items(store, PAIR, on(70))
    assert [(item.line.account, item.day, item.turnover.open) for item in items] == [
        ("claimed", on(3), D(35_000)), ("replacement", on(10), D(300)),
    ]  # fmt: skip
    assert owed.sums_at_present(store, PAIR) == owed.sums_as_of(store, PAIR, on(400))


def test_a_statement_is_gross_aged_and_counts_the_unknown(store):
    fuel_order, lift = ordered(fuel()), Paper()
    delivered(fuel_order)
    lines = (Line(1, "transportation", "C-130", Quantity(D(5), "HOUR"), "service", price=yen(8_000)),)
    lift.write("JP", "request", Request(DAY, "JP-1", SETTING, "JP-X", "GB-Y", lines, "cash"))
    lift.write("GB", "accept", acts_accept(1))
    issue = lift.write("GB", "issue", Issue(on(20), "GB", given("5", 1, "HOUR")))
    lift.write("JP", "receipt", Receipt(on(20), "GB", given("5", 1, "HOUR")), cites=(issue,))
    silent = ordered(fuel(), number="N-2")
    silent.write("JP", "issue", Issue(on(21), "XZ", given("10")))
    claimed = Paper()
    claimed.write("JP", "dealing", Dealing(DAY, "英8-001", "JP", "pol", "F-76", Quantity(D(5), "KL")))
    keep(store, fuel_order, lift, silent, claimed)
    made = statement.make(PAIR, on(3 + 300), owed.books(store, PAIR, on(3 + 300)))
    debts = {(debt.debtor, debt.account): debt for debt in made.debts}
    gb = debts["GB", "money"]
    assert (gb.open, gb.oldest, gb.clocks, gb.ages) == (
        D(95_000), on(3), (("warning-9", D(95_000)),), (("current", D(95_000)),),
    )  # fmt: skip
    assert [(part.reason, part.count) for part in gb.unknown] == [("not-received", 1)]
    assert made.set_offs == (
        statement.SetOffProposal("JPY", (("GB", D(95_000)), ("JP", D(40_000))), D(40_000), D(55_000), "GB"),
    )
    assert made.unmatched == (statement.Claimed("JP", "JP", 1),)
    assert made.undetermined == 2
    assert [(total.debtor, total.commodity, total.exponent, total.mantissa) for total in statement.totals(made)] == [
        ("GB", "JPY", 3, 95), ("JP", "JPY", 4, 4),
    ]  # fmt: skip
    late = statement.make(PAIR, on(3 + 366), owed.books(store, PAIR, on(3 + 366)))
    assert dict(next(d for d in late.debts if d.debtor == "GB").clocks) == {"overdue": D(95_000)}
    written = statement.plain(made)
    assert written["debts"][0]["open"] == "95000"
    assert written["undetermined"] == 2


def test_a_dealing_is_undetermined_until_both_agree_what_it_matches(store):
    ours, theirs = Paper(), Paper()
    quantity = Quantity(D(2000), "L")
    ours.write("GB", "dealing", Dealing(DAY, "UK/JP/1", "GB", "pol", "F-76", quantity, Money(D(900), "GBP")))
    theirs.write("JP", "dealing", Dealing(DAY, "英8-001", "GB", "pol", "F-76", quantity, Money(D(900), "GBP")))
    match = Paper()
    pair = Pair(0, 1, "GB", "pol/F-76@L", quantity, DAY, Money(D(900), "GBP"), "no")
    match.write("GB", "match", Match(on(5), "M-1", (pair,)), cites=(ours.root, theirs.root))
    keep(store, ours, theirs, match)
    assert [tuple(each) for each in owed.unmatched(store, PAIR, on(9))] == [("GB", "GB", 1), ("JP", "GB", 1)]
    assert owed.unmatched(store, PAIR, on(-1)) == []
    assert [row.reference for row in owed.unmatched_dealings(store, PAIR, on(9))] == ["UK/JP/1", "英8-001"]
    match.write("JP", "accept", acts_accept(6))
    keep(store, match)
    assert owed.unmatched(store, PAIR, on(9)) == []
    assert [item.turnover.open for item in owed.open_items(store, PAIR, on(9))] == [D(900)]
    assert owed.doubly_matched(store, PAIR) == []
    again = Paper()
    again.write("JP", "match", Match(on(7), "M-2", (pair,)), cites=(theirs.root, ours.root))
    again.write("GB", "accept", acts_accept(8))
    keep(store, again)
    assert {row.dealing for row in owed.doubly_matched(store, PAIR)} == {ours.root, theirs.root}


def test_a_rehearsal_is_in_no_answer(store):
    paper = ordered(fuel(), exercise=True)
    label = {"label": ("EXERCISE",)}
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")), **label)
    receipt = paper.write("GB", "receipt", Receipt(on(3), "XZ", given("1000")), cites=(issue,), **label)
    paper.write("JP", "invoice", Invoice(on(30), "X", yen(95_000), on(50), 20), cites=(receipt,), **label)
    keep(store, paper)
    day = on(40)
    assert owed.open_items(store, PAIR, day) == []
    assert owed.delivered_not_invoiced(store, PAIR, on(10)) == []
    assert owed.invoiced_not_paid(store, PAIR, day) == []
    assert (ask.clocks(store, PAIR, "GB", day), ask.open_invoices(store, PAIR)) == ([], [])
    assert ask.cases(store, PAIR)[0].exercise is True


def test_whose_move_and_since_when(store):
    asked, agreed = Paper(), ordered(fuel())
    asked.write("GB", "request", Request(on(4), "N-9", SETTING, "GB-CALDER", "JP-AKASHI", (fuel(),), "cash"))
    keep(store, asked, agreed)
    assert [line.number for line in ask.waiting_for(store, PAIR, "JP")] == ["N-9"]
    assert ask.waiting_for(store, PAIR, "GB") == []
    assert [line.number for line in ask.cases(store, PAIR)] == ["N-9", "GB-CALDER-26-0007"]
    assert ask.cases(store, PAIR, "match") == []
    assert ask.case_of_number(store, PAIR, "N-9") == [asked.root]
    found = ask.of_case(store, PAIR, asked.root, TABLES)
    assert found["logistics_line"][0]["item"] == "F-76"
    assert "logistics_invoice" not in found


def test_a_clock_says_how_it_stands_and_whose_its_days_were(store):
    paper = ordered(fuel())
    receipt = delivered(paper)
    invoiced(paper, receipt, 30)
    keep(store, paper)
    ours = {each.name: each for each in ask.clocks(store, PAIR, "GB", on(40))}
    settlement = ours["settlement"]
    assert (settlement.phase, settlement.warned, settlement.elapsed) == (Phase.ON_TIME, 0, 37)
    assert (settlement.days.theirs, settlement.days.ours, settlement.days.total) == (27, 10, 37)
    theirs = {each.name: each for each in ask.clocks(store, PAIR, "JP", on(40))}
    assert theirs["settlement"].days.ours == 27
    assert ours["payment"].left == 10
    late = {each.name: each.phase for each in ask.clocks(store, PAIR, "GB", on(3 + 366))}
    assert (late["settlement"], late["payment"]) == (Phase.OVERDUE, Phase.OVERDUE)


def test_bookings_of_one_hall_on_one_day_clash(store):
    hall = Line(1, "facilities", "HANGAR-2", Quantity(D(3), "DAY"), "service", price=yen(50_000))

    def booked(first: int, last: int, line: Line = hall) -> Paper:
        number = f"{line.item} {first} {last}"
        return ordered(line, transaction="facility", from_day=on(first), to_day=on(last), number=number)

    other = Line(1, "facilities", "HANGAR-3", Quantity(D(3), "DAY"), "service", price=yen(50_000))
    one, two, three = booked(10, 12), booked(12, 14), booked(15, 16)
    keep(store, one, two, three, booked(10, 16, other))
    clash = ask.clashes(store, PAIR)
    assert [(each.from_day, each.to_day) for each in clash] == [(on(12), on(12))]
    assert {clash[0].first, clash[0].second} == {one.root, two.root}
    assert {clash[0].first_number, clash[0].second_number} == {"HANGAR-2 10 12", "HANGAR-2 12 14"}
    assert (clash[0].first_state, clash[0].second_state) == ("booked", "booked")


def test_trouble_is_listed_with_its_owner_and_oldest_first(store):
    paper = ordered(fuel())
    issue = paper.write("JP", "issue", Issue(on(3), "XZ", given("1000")), attachments=scan(), planted="acsa.delivered")
    paper.write("GB", "receipt", Receipt(on(4), "XZ", given("900")), cites=(issue,), attachments=scan())
    paper.write(
        "GB", "payment", Payment(on(5), yen(5), "REF", late_reason="x"), sealed=on(40), attachments=scan(),
        confirm=False,
    )  # fmt: skip
    paper.write("GB", "issue", Issue(on(6), "XZ", given("1"), "return"), on_behalf="JP", confirm=False)
    keep(store, paper)
    found = [(each.what, each.owner, each.code) for each in ask.wrong(store, PAIR)]
    assert found == [
        ("irregular", "JP", "acsa.delivered"),
        ("discrepancy", "GB", "short"),
        ("late", "GB", "x"),
        ("document", "JP", "issue"),
        ("paper", "JP", "logistics/issue"),
    ]
    assert ask.wrong(store, PAIR, ["irregular"])[0].due == on(33)


def test_a_case_that_cannot_be_laid_out_keeps_its_head_and_is_listed(store, monkeypatch):
    def broken(case: object, context: object) -> None:
        raise KeyError(case, context)

    monkeypatch.setitem(import_module("warifu.rooms.logistics.rows")._MAKERS, "logistics/request", broken)
    paper = ordered(fuel())
    Projection(store, PAIR, TABLES).replace({paper.root: rows(paper.fold(), CONTEXT)})
    assert [(each.what, each.owner) for each in ask.wrong(store, PAIR)] == [("not-laid-out", "GB")]
    assert ask.cases(store, PAIR)[0].undetermined == 1


def test_prices_consents_and_what_may_be_set_off(store):
    listed, consent, order = Paper(), Paper(), ordered(fuel())
    listed.write("JP", "standing", Standing(DAY, "P-1", (fuel(),), DAY, on(90), "JP-AKASHI"))
    quantity = Quantity(D(2000), "L")
    consent.write("GB", "onward_request", OnwardRequest(DAY, "O-1", "F-76", quantity, "AU", "exercise", on(60)))
    consent.write("JP", "onward_consent", OnwardConsent(on(2), quantity, "AU", on(50)))
    invoiced(order, delivered(order))
    keep(store, listed, consent, order)
    assert [price.price for price in ask.prices(store, PAIR, on(90), "pol")] == ["95"]
    assert ask.prices(store, PAIR, on(91)) == ask.prices(store, PAIR, on(5), "food") == []
    assert [each.remaining for each in ask.consents(store, PAIR, on(50))] == ["2000"]
    assert ask.consents(store, PAIR, on(51)) == []
    assert [(each.debtor, each.rest) for each in ask.open_invoices(store, PAIR)] == [("GB", "95000")]


def test_retention_falls_due(store):
    paper = ordered(fuel())
    paper.write("GB", "close", Close(on(40)))
    paper.write("JP", "accept", acts_accept(41))
    keep(store, paper)
    assert ask.retention_due(store, PAIR, "JP", date(2032, 3, 30)) == []
    row = ask.retention_due(store, PAIR, "JP", date(2032, 3, 31))[0]
    assert (row.expiry, row.outcome) == (date(2032, 3, 31), "review")


def test_the_half_written_twice_is_the_half_written_once(store):
    paper = ordered(fuel())
    invoiced(paper, delivered(paper))
    keep(store, paper)
    before = (owed.sums_at_present(store, PAIR), ask.of_case(store, PAIR, paper.root, TABLES))
    keep(store, paper)
    assert (owed.sums_at_present(store, PAIR), ask.of_case(store, PAIR, paper.root, TABLES)) == before
