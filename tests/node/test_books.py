"""A statement bears our signature only where its totals are those of our own books, and each difference is listed."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from tests.world import World
from warifu.core.label import EXERCISE
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.rooms.logistics.acts import (
    Accept,
    Dealing,
    Delivered,
    Issue,
    Line,
    NotApplicable,
    Receipt,
    Request,
    Setting,
    Statement,
    Total,
)

NONE = (NotApplicable("liability", "none_agreed"), NotApplicable("special", "none"))
OWED = Total("GB", "JP", "JPY", 0, 95_000)


def delivered(world: World) -> None:
    """A thousand litres go from Japan to Britain for 95,000 yen."""
    today = world.today
    line = Line(1, "pol", "F-76", Quantity(Decimal(1000), "L"), price=Money(Decimal(95), "JPY"))
    body = Request(
        today, "GB-CALDER-26-0001", Setting("a", "exercise:VIGILANT-26", "XZ", together=True, same_kind=True), "CALDER",
        "HAYASE", (line,), "cash", wanted_from=today, wanted_to=today, currency="JPY", billed="B", fund="F",
        not_applicable=NONE,
    )  # fmt: skip
    case = world.gb.must("logistics/request", body, "orders").case
    world.exchange()
    world.jp.must("logistics/accept", Accept(today, payee="MOF", remittance="BOJ"), "accepts", case=case)
    world.exchange()
    parts = (Delivered(1, Quantity(Decimal(1000), "L")),)
    issue = world.jp.must("logistics/issue", Issue(today, "XZ", parts), "issues", case=case).act
    world.exchange()
    world.gb.must("logistics/receipt", Receipt(today, "XZ", parts), "receives", case=case, cites=(issue,))


def codes(outcome) -> list[tuple[str, str]]:
    return [(finding.rule, dict(finding.figures)["ours"]) for finding in outcome.ruling]


def test_a_statement_is_signed_by_both_where_both_books_say_so():
    world = World(29)
    world.exchange()
    delivered(world)
    world.exchange()
    case = world.jp.must(
        "logistics/statement", Statement(world.today, "S-1", "monthly", world.today, (OWED,)), "finance"
    ).case
    world.exchange()
    assert world.gb.does("logistics/accept", Accept(world.today), "finance", case=case).ok


def test_neither_side_signs_what_its_books_do_not_say():
    world = World(31)
    world.exchange()
    body = Statement(world.today, "S-1", "monthly", world.today, (OWED,))
    assert codes(world.jp.does("logistics/statement", body, "finance")) == [("beside.statement_differs", "0")]
    case = world.jp.must("logistics/statement", replace(body, totals=()), "finance").case
    world.exchange()
    delivered(world)
    assert codes(world.gb.does("logistics/accept", Accept(world.today), "finance", case=case)) == [
        ("beside.statement_differs", "95000")
    ]
    world.exchange()
    assert world.jp.does("logistics/statement", replace(body, number="S-2"), "finance").ok


def test_a_rehearsal_and_other_acceptances_are_not_compared():
    world = World(33)
    world.exchange()
    body = Statement(world.today, "S-1", "monthly", world.today, (OWED,), exercise=True)
    assert world.jp.does("logistics/statement", body, "finance", label=(EXERCISE,)).ok
    dealing = Dealing(world.today, "R-1", "JP", "pol", "F-76", Quantity(Decimal(1), "KL"))
    assert world.jp.does("logistics/dealing", dealing, "registrar").ok
