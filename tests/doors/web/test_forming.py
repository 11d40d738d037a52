"""Forms made from records: every field of every kind has words, what is typed comes back, a toy room gets a form."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.manners.house import none_of
from tests.world import play_of
from warifu.core.errors import ValueTroubleError
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.doors import sentences
from warifu.doors.demo import chapters
from warifu.doors.web.forming import reading, typed
from warifu.doors.web.forming.choices import Ground, codes_of
from warifu.doors.web.forming.controls import Control, controls
from warifu.doors.web.forming.naming import Names, field_called
from warifu.doors.web.forming.shape import fields_of
from warifu.doors.web.forming.telling import told
from warifu.doors.web.words import catalogue
from warifu.law.room import WILL, Kind
from warifu.node.open import all_packs, rooms

KINDS = [kind for room in rooms().values() for kind in room.kinds.values()]


@pytest.mark.parametrize("language", ["en-gb", "ja"])
def test_every_field_of_every_kind_has_words(language):
    with translation.override(language):
        none_of(
            [
                f"{kind.name}.{field.name}"
                for kind in KINDS
                for top in fields_of(kind.body)
                for field in top.walk()
                if field.last and not any(
                    f"field.{key}" in catalogue()
                    for key in (f"{kind.name}.{field.name}", field.name, field.last)
                )
            ],
            "A field of an act has a name in words/fields.toml",
        )  # fmt: skip


def test_every_slot_has_words():
    none_of(
        [f"{room.name}_{slot}" for room in rooms().values() for kind in room.kinds.values() for slot in kind.slots
         if f"slot.{room.name}_{slot}" not in catalogue()],
        "A text of an act has a name in words/fields.toml",
    )  # fmt: skip


def test_every_code_that_can_be_chosen_has_a_name():
    known = set(sentences.catalogue().word) | {key.removeprefix("code.") for key in catalogue()}
    packs = {pack.data.room: pack for pack in all_packs().values() if not pack.data.law_of}
    offered = {
        code
        for kind in KINDS
        for top in fields_of(kind.body)
        for field in top.walk()
        for code in (*field.choices, *codes_of(field, packs.get(kind.name.partition("/")[0]), kind.name))
        if code
    }
    assert len(offered) > 150
    none_of(sorted(offered - known), "A code that can be chosen is called something in both languages")


def test_every_state_has_a_name():
    known = set(sentences.catalogue().word) | {key.removeprefix("code.") for key in catalogue()}
    known |= {code.removeprefix("flow.") for code in known}
    states = {name for room in rooms().values() for flow in room.flows.values() for name in (flow.name, *flow.states)}
    none_of(sorted(states - known), "A state of a case is called something in both languages")


def test_a_body_comes_back_from_what_it_would_have_been_typed_as(world):
    play = play_of(world)
    orders = [chapters.fuel_at_sea(play), chapters.airlift_for_billeting(play), chapters.irregular(play)]
    seen = set()
    for case in [*(order.case for order in orders), *play.activities.values()]:
        for stand in world.gb.case(case).stands.values():
            placed = stand.placed
            flat = reading.flat(placed.body, cites=placed.act.cites)
            read = reading.read(placed.kind, flat | {typed.CITES: " ".join(each.hex() for each in placed.act.cites)})
            assert read.amiss == ()
            assert read.body == placed.body, placed.act.kind
            assert read.cites == placed.act.cites
            seen.add(placed.act.kind)
    assert len(seen) > 8


class Part(msgspec.Struct, frozen=True):
    """A record inside a list."""

    number: int
    name: str
    weight: Quantity
    kept: bool = True


class Where(msgspec.Struct, frozen=True):
    """A record inside a record."""

    place: str
    side: Literal["left", "right"] = "left"


class Toy(msgspec.Struct, frozen=True):
    """A kind of act that no room has."""

    on: date
    colour: Literal["red", "blue"]
    where: Where
    parts: tuple[Part, ...]
    price: Money | None = None
    ratio: Decimal | None = None
    words: tuple[str, ...] = ()
    sure: bool = False
    seal: bytes = b""
    count: int = 0


TOY = Kind("toy/thing", WILL, Toy, {1: "remarks"})
BODY = Toy(
    date(2026, 9, 21), "blue", Where("ZZ", "right"),
    (Part(1, "縫いぐるみ", Quantity(Decimal("0.5"), "KG"), kept=False), Part(2, "ball", Quantity(Decimal(1), "EA"))),
    Money(Decimal("12.50"), "GBP"), Decimal("0.25"), ("a", "b"), True, b"\x01\x02", 7,
)  # fmt: skip


def ground(names: Any = None) -> Ground:
    return Ground("GB", "JP", names or _NoNames(), None, TOY.name)


class _NoNames:
    def of_party(self, party: str) -> list[tuple[str, str]]:
        return []

    def desk(self, code: str) -> str:
        return code


def every(found: list[Control] | tuple[Control, ...]) -> list[Control]:
    flat: list[Control] = []
    for control in found:
        flat += [control, *every(control.parts), *(each for item in control.items for each in every(item))]
    return flat


def test_a_toy_room_gets_a_form_and_its_body_back():
    flat = reading.flat(BODY)
    made = every(controls(TOY, flat, ground()))
    assert {"body.colour", "body.where.place", "body.parts.0.name", "body.parts.1.weight"} <= {c.name for c in made}
    assert len({control.id for control in made}) == len(made)
    assert reading.read(TOY, flat).body == BODY


def test_a_toy_body_is_told_in_words(gb):
    names = Names(gb.store, "GB-JP")
    rows = told(BODY, TOY.name, names)
    assert [row.value for row in rows if row.value.startswith("12.5")] == ["12.5 GBP"]
    assert len(next(row for row in rows if row.blocks).blocks) == 2


def test_all_errors_are_told_at_once_each_with_its_field():
    said = {
        "body.on": "32 September", "body.colour": "green", "body.where.place": "", "body.parts.0.name": "x",
        "body.parts.0.weight.amount": "1,2,3", "body.parts.0.weight.unit": "KG", "body.price.amount": "1",
        "body.ratio": "half", "body.count": "1.5", "body.seal": "xyz",
    }  # fmt: skip
    amiss = {each.name: each.code for each in reading.read(TOY, said).amiss}
    assert set(amiss) == {
        "body.on", "body.colour", "body.where.place", "body.parts.0.number", "body.parts.0.weight.amount",
        "body.price.currency", "body.ratio", "body.count", "body.seal",
    }  # fmt: skip
    assert amiss["body.where.place"] == "missing"


@pytest.mark.parametrize(
    ("text", "code"),
    [("a\u202eb", "direction"), ("a\x07b", "control"), ("a\ufffdb", "control"), ("x" * 501, "too_long")],
)
def test_what_cannot_be_seen_is_refused_by_name(text, code):
    said = reading.flat(BODY) | {"body.where.place": text}
    assert [(each.name, each.code) for each in reading.read(TOY, said).amiss] == [("body.where.place", code)]


@pytest.mark.parametrize("figure", ["１，２００．５", "1,200.5", "1200.5", " 1200.50 "])
def test_figures_are_read_in_either_width(figure):
    said = reading.flat(BODY) | {"body.parts.0.weight.amount": figure}
    body = reading.read(TOY, said).body
    assert body.parts[0].weight == Quantity(Decimal("1200.5"), "KG")


def test_an_item_with_nothing_but_its_number_says_nothing():
    said = typed.add(reading.flat(BODY), "body.parts") | {"body.parts.2.number": "3", "body.parts.2.weight.unit": "KG"}
    assert len(reading.read(TOY, said).body.parts) == 2


def test_an_item_taken_away_lets_the_next_move_up():
    said = typed.remove(reading.flat(BODY), "body.parts", 0)
    assert [part.name for part in reading.read(TOY, said).body.parts] == ["ball"]


def test_too_much_is_refused_with_the_limit():
    class Post(dict[str, str]):
        def getlist(self, name: str) -> list[str]:
            return [self[name]]

    with pytest.raises(ValueTroubleError) as trouble:
        typed.from_post(Post({"body.item": "x" * 6001}))
    assert trouble.value.code == "typed.too_long"
    with pytest.raises(ValueTroubleError) as trouble:
        typed.from_post(Post({f"body.lines.{n}.item": "x" * 100 for n in range(1501)}))
    assert trouble.value.code == "typed.too_much"


@given(st.dictionaries(st.sampled_from(sorted(reading.flat(BODY))), st.text(max_size=40)))
def test_whatever_is_typed_is_read_or_told(more):
    read = reading.read(TOY, reading.flat(BODY) | more)
    assert (read.body is None) == bool(read.amiss)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_a_form_whose_names_are_read_back(kind):
    chance = random.Random(kind.name)
    empty = reading.read(kind, {})
    assert all(each.name.startswith("body") for each in empty.amiss)
    said = {each.name: chance.choice(["1", "x", "2026-09-21"]) for each in empty.amiss}
    for control in every(controls(kind, said, ground(), empty.amiss)):
        assert control.label
        assert field_called(control.name.removeprefix("body."), kind.name)
