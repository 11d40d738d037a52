"""A room that the pages have never heard of gets its list, its case page, its forms and its signature all the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.doors.web.houses import TrialHouse
from tests.doors.web.writing import Writer
from warifu.core.quantity import Quantity
from warifu.law.checks import CHECKS
from warifu.law.flow import OPENER, RESPONDER, Flow, State, Step, WayOut
from warifu.law.pack import Article, Pack, PackFile, Rule
from warifu.law.roll import Adoption
from warifu.law.room import ASIDE, WILL, Kind, Room, Rows, kinds_of
from warifu.node.node import Node


class Part(msgspec.Struct, frozen=True):
    """One part of a toy."""

    number: int
    item: str
    quantity: Quantity


class Ask(msgspec.Struct, frozen=True):
    """Ask for a toy."""

    on: date
    number: str
    colour: str
    parts: tuple[Part, ...]
    late_reason: str = ""


class Give(msgspec.Struct, frozen=True):
    """Give it."""

    on: date
    colour: str = ""
    late_reason: str = ""


KINDS = kinds_of(
    Kind("toy/ask", WILL, Ask, {1: "remarks"}), Kind("toy/give", WILL, Give), Kind("toy/cheer", ASIDE, Give)
)
FLOW = Flow(
    "toy", {"toy/ask": "asked"},
    {
        "asked": State((Step("toy/give", RESPONDER, "given", 1),), RESPONDER, frozenset(),
                       (WayOut(OPENER, "toy/cheer", 7),)),
        "given": State(),
    },
)  # fmt: skip
ROOM = Room(
    "toy", KINDS, {"toy/ask": FLOW}, lambda _terms, placed: placed.body, {}, lambda _case, _context: Rows({}), {}
)
RULES = (
    Rule("house.flow", "house.flow@1", "house", ("*",)),
    Rule("house.officer", "house.officer@1", "house", ("*",), {"roles": {"*": ["liaison_officer"]}}),
    Rule("house.days", "house.days@1", "house", ("*",)),
)
PACK = Pack(
    PackFile("gb-jp/toys", "1", "Toys", "玩具", "toy", ("GB", "JP"), rule=RULES),
    [Article("house", "house", "ハウスルール", "draft", "-", "-", "-")], CHECKS,
)  # fmt: skip


@pytest.fixture
def toys(world, tmp_path, accounts):
    """Both halves with the toy room and its pack adopted: their houses."""
    for half in (world.gb, world.jp):
        rooms, packs = {**half.node.rooms, "toy": ROOM}, {**half.node.packs, PACK.digest: PACK}
        half.node = Node(half.party, half.node.store, rooms, packs, half.node.means)
        half.roll("adoption", Adoption(PACK.digest, PACK.id, "1"))
    world.exchange()
    return TrialHouse(world.gb, tmp_path), TrialHouse(world.jp, tmp_path)


def test_a_toy_is_asked_for_and_given_in_the_pages(toys, world, client_of):
    gb, jp = (Writer(client_of("liaison", house), language) for house, language in zip(toys, ("en", "ja"), strict=True))
    assert "toy/ask" in gb.get("/begin")
    case = gb.write(
        None, "toy/ask", desk="HQ", body__number="T-1", body__colour="red", text__1="gently",
        body__parts__0__item="ball", body__parts__0__quantity__amount="2", body__parts__0__quantity__unit="EA",
    )  # fmt: skip
    world.exchange()
    assert case.hex() in jp.get("/orders?room=toy")
    page = jp.get(f"/cases/{case.hex()}")
    assert "ball" in page
    assert "gently" in page
    assert f"/cases/{case.hex()}/write/toy/give" in page
    jp.write(case, "toy/give", desk="HQ")
    world.exchange()
    folded: Any = world.gb.case(case)
    assert folded.state == "given"
    assert folded.stands[case].placed.body.parts[0].quantity == Quantity(Decimal(2), "EA")
    assert "T-1" in gb.get("/orders?room=toy")
