"""Balances, month's end and the statement that both sign, as pages; the figures are the statement's own."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

from tests.doors.paper.pages import bare
from tests.doors.web.repairs import repaired_for
from tests.doors.web.writing import seen_on
from warifu.core.money import Money
from warifu.doors import sheets
from warifu.doors import statement as statements
from warifu.doors.demo.play import Order
from warifu.doors.paper import laying
from warifu.doors.web import words
from warifu.doors.web.balances import AGES


@pytest.fixture
def repaired(world) -> Order:
    """A repair by the United Kingdom for yen, received by Japan and not yet invoiced."""
    return repaired_for(world, "JP")


def told(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


def test_both_houses_show_the_same_figures_by_whichever_language(client_of, gb, jp, repaired):
    for house, language in ((gb, "en"), (jp, "ja")):
        page = told(client_of("finance_officer", house).get("/balances/", headers={"Accept-Language": language}))
        assert "10,000" in page
        assert repaired.request.number in page, "delivered and not invoiced"
        assert words.catalogue()["balances.debts"].in_(language) in page


def test_an_invoice_moves_the_claim_from_the_one_list_to_the_other(client_of, repaired):
    visit = client_of("finance_officer")
    before = told(visit.get("/balances/"))
    repaired.bill(Money(Decimal(10_000), "JPY"), "GB-INV-901")
    after = told(visit.get("/balances/"))
    assert "GB-INV-901" not in before
    assert "GB-INV-901" in after


def test_the_workbook_and_the_csv_hold_what_the_page_shows_and_say_what_columns_mean(client_of, gb, repaired):
    visit = client_of("finance_officer")
    book = visit.get("/balances/statement.xlsx")
    read = sheets.parse_book("statement.xlsx", book.content)
    cells = {str(cell) for sheet in read.sheets for row in sheet.rows for cell in row}
    debt = statements.document(statements.of_day(gb.node, "JP", gb.today()))["debts"][0]
    assert debt["commodity"] in cells
    assert words.catalogue()["balances.column_open"].ja in cells
    assert debt["commodity"] in told(visit.get("/balances/statement.csv"))
    assert visit.get("/balances/columns").content.startswith(b"PK")


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "٢٠٢٦-01-01", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_not_found(client_of, day):
    told(client_of("finance_officer").get(f"/balances/?as_of={day}"), 404)


def test_ages_are_all_named():
    assert set(AGES) == {str(age) for age in __import__("warifu.core.ledger", fromlist=["Age"]).Age}


def test_the_statement_is_signed_with_passphrase_and_second_factor(client_of, gb, repaired):
    visit = client_of("finance_officer")
    address = f"/balances/statement?as_of={gb.today()}"
    assert repaired.request.number  # the order stands
    page = told(visit.get(address))
    assert "10,000" in page
    wrong = visit.post(
        address, {"form": "monthly", "number": "GB-FINANCE-26-0901", "passphrase": "x", "code": "000000"}
    )
    assert "GB-FINANCE-26-0901" in told(wrong, 422), "nothing typed is lost"
    unnamed = visit.post(address, {"form": "monthly", "number": "", "passphrase": "x", "code": "000000"})
    assert words.catalogue()["balances.number_missing"].en in told(unnamed, 422)
    assert not list(gb.store.run("SELECT 1 FROM entry WHERE kind = 'logistics/statement'"))


def test_both_sign_the_statement_each_at_its_own_house(client_of, gb, world, repaired):
    visit = client_of("finance_officer")
    address = f"/balances/statement?as_of={gb.today()}"
    typed = {"form": "monthly", "number": "GB-FINANCE-26-0902", "passphrase": visit.passphrase, "code": visit.code()}
    typed["seen"] = seen_on(told(visit.get(address)))
    answer = visit.post(address, typed)
    assert answer.status_code == 302, told(answer, 422)
    assert words.catalogue()["balances.signed"].en in told(visit.get(answer["Location"]))
    world.exchange()
    assert len(gb.store.run("SELECT 1 FROM entry WHERE kind = 'logistics/statement'")) == 1
    again = visit.post(address, typed | {"code": visit.code(1)})
    assert "has changed since" in told(again, 422), "the back button signs nothing twice"
    assert len(gb.store.run("SELECT 1 FROM entry WHERE kind = 'logistics/statement'")) == 1


def test_who_is_no_finance_officer_draws_up_nothing(client_of):
    told(client_of("ordering_officer").get("/balances/statement"), 403)
    told(client_of("auditor").post("/balances/statement", {}), 403)


def test_nothing_in_the_csv_begins_a_formula(client_of, repaired):
    text = told(client_of("finance_officer").get("/balances/statement.csv"))
    assert not any(
        cell.strip('"')[:1] in "=+@" for row in io.StringIO(text) for cell in row.split(",") if cell.strip('"')
    )


SENSITIVE = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")
BANNER, BANNER_JA = "OFFICIAL-SENSITIVE (GB) · 注意 (JP)", "OFFICIAL-SENSITIVE（GB） ・ 注意（JP）"


def test_a_statement_of_marked_cases_is_headed_in_every_form_and_labelled(client_of, gb, world):
    visit = client_of("finance_officer")
    assert "OFFICIAL-SENSITIVE" not in told(visit.get("/balances/statement.csv"))
    repaired_for(world, "JP", SENSITIVE)
    lines = told(visit.get("/balances/statement.csv", headers={"Accept-Language": "ja"})).splitlines()
    assert (lines[0].lstrip("\ufeff"), lines[-1]) == (BANNER_JA, BANNER_JA)
    book = visit.get("/balances/statement.xlsx").content
    for sheet in sheets.parse_book("statement.xlsx", book).sheets:
        assert (sheet.rows[0][0], sheet.rows[-1][0]) == (BANNER, BANNER)
        assert "debtor" in " ".join(map(str, sheet.rows[1])) or sheet.name != "statement"
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        assert BANNER in packed.read("xl/worksheets/sheet1.xml").decode()
    address = f"/balances/statement?as_of={gb.today()}"
    typed = {"form": "monthly", "number": "GB-FINANCE-26-0900", "passphrase": visit.passphrase, "code": visit.code()}
    assert visit.post(address, typed | {"seen": seen_on(told(visit.get(address)))}).status_code == 302
    (act,) = gb.node.store.run("SELECT act FROM entry WHERE pair = 'GB-JP' AND kind = 'logistics/statement'")[0]
    assert gb.node.pair("JP").case(act).stands[act].placed.act.label == SENSITIVE
    paper = bare(laying.of_act(gb.node, "JP", act, world.now))
    assert paper.count("".join(BANNER.split())) >= 2
