"""A standing offer that is drawn on, between two nodes: one answer concludes an order; nothing is promised twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from tests.world import World
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.node import proving
from warifu.rooms.logistics.acts import (
    Accept,
    Line,
    NotApplicable,
    Request,
    Setting,
    Standing,
    StandingDraw,
    Taken,
    Withdraw,
)

FUEL = Line(1, "pol", "F-76", Quantity(Decimal(100), "KL"), price=Money(Decimal(95_000), "JPY"))
NONE = (NotApplicable("liability", "none_agreed"), NotApplicable("special", "none"))


def kilolitres(amount: int) -> Quantity:
    return Quantity(Decimal(amount), "KL")


class Story:
    """Japan offers a hundred kilolitres in all; British ships draw."""

    def __init__(self) -> None:
        self.world = World(23)
        self.world.exchange()
        today = self.world.today
        body = Standing(today, "JP-HAYASE-26-S1", (FUEL,), today, today + timedelta(30), "HAYASE", limited=True)
        self.offer = self.world.jp.must("logistics/standing", body, "accepts").case
        self.world.exchange()

    def draw(self, order: str, amount: int) -> Any:
        self.world.wait(1)
        body = StandingDraw(self.world.today, order, (Taken(1, kilolitres(amount)),))
        return self.world.gb.does("logistics/standing_draw", body, "orders", case=self.offer)

    def ask(self, order: str, amount: int, draw: bytes) -> Any:
        today = self.world.today
        body = Request(
            today, order, Setting("a", "exercise:VIGILANT-26", "XZ", together=True, same_kind=True), "CALDER", "HAYASE",
            (replace(FUEL, quantity=kilolitres(amount)),), "cash", wanted_from=today, wanted_to=today, currency="JPY",
            billed="CENTRAL", fund="RAC 2026/014", not_applicable=NONE,
        )  # fmt: skip
        return self.world.gb.does("logistics/request", body, "orders", cites=(draw,))

    def codes(self, outcome: Any) -> list[str]:
        return [finding.rule for finding in outcome.ruling]

    def left(self) -> set[tuple[str, str]]:
        sql = "SELECT drawn, \"left\" FROM logistics_price WHERE pair = 'GB-JP'"
        return {tuple(row) for half in (self.world.gb, self.world.jp) for row in half.node.store.run(sql, [])}

    def proved(self) -> None:
        assert self.world.same()
        for half in (self.world.gb, self.world.jp):
            before, after = proving.rebuild(half.node, half.peer)
            assert before == after


@pytest.fixture
def story() -> Story:
    return Story()


def test_one_answer_concludes_an_order_that_drew(story: Story) -> None:
    draw = story.draw("GB-CALDER-26-0001", 60)
    story.world.exchange()
    case = story.ask("GB-CALDER-26-0001", 60, draw.act).case
    story.world.exchange()
    story.world.jp.must(
        "logistics/accept", Accept(story.world.today, payee="MOF", remittance="BOJ"), "accepts", case=case
    )
    story.world.exchange()
    assert story.world.gb.case(case).state == "ordered"
    assert story.left() == {("60", "40")}
    story.proved()


def test_what_is_drawn_is_not_there_twice(story: Story) -> None:
    draw = story.draw("GB-CALDER-26-0001", 60)
    story.world.exchange()
    assert story.codes(story.draw("GB-CALDER-26-0002", 41)) == ["acsa.standing_draw.above_rest"]
    assert story.codes(story.ask("GB-CALDER-26-0002", 40, draw.act)) == ["acsa.standing.another_order"]
    assert story.codes(story.ask("GB-CALDER-26-0001", 61, draw.act)) == ["acsa.standing.above_draw"]
    assert story.codes(story.ask("GB-CALDER-26-0001", 60, story.offer)) == ["acsa.standing.not_drawn"]


def test_what_an_order_leaves_is_given_back_by_who_offers(story: Story) -> None:
    story.draw("GB-CALDER-26-0001", 60)
    story.world.exchange()
    body = StandingDraw(story.world.today, "GB-CALDER-26-0001", (Taken(1, kilolitres(25)),), back=True)
    story.world.jp.must("logistics/standing_draw", body, "accepts", case=story.offer)
    story.world.exchange()
    assert story.left() == {("35", "65")}
    assert story.draw("GB-CALDER-26-0002", 65).ok


def test_a_withdrawal_outranks_a_draw_made_at_the_same_time(story: Story) -> None:
    draw = story.draw("GB-CALDER-26-0001", 60)
    story.world.jp.must("logistics/withdraw", Withdraw(story.world.today, "not_available"), "accepts", case=story.offer)
    story.world.exchange()
    for half in (story.world.gb, story.world.jp):
        assert half.case(story.offer).state == "withdrawn"
        assert half.case(story.offer).stands[draw.act].status == "fallen"
    assert not story.ask("GB-CALDER-26-0001", 60, draw.act).ok
    story.proved()


def test_one_draw_serves_one_order_until_that_is_withdrawn(story: Story) -> None:
    draw = story.draw("GB-CALDER-26-0001", 60)
    story.world.exchange()
    first = story.ask("GB-CALDER-26-0001", 60, draw.act)
    story.world.wait(1)
    assert story.codes(story.ask("GB-CALDER-26-0001", 50, draw.act)) == ["acsa.standing.drawn_twice"]
    story.world.exchange()
    story.world.gb.must("logistics/withdraw", Withdraw(story.world.today, "error"), "orders", case=first.case)
    story.world.exchange()
    again = story.ask("GB-CALDER-26-0001", 50, draw.act)
    story.world.exchange()
    body = Accept(story.world.today, payee="MOF", remittance="BOJ")
    assert story.world.jp.does("logistics/accept", body, "accepts", case=again.case).ok
