"""Custody over two real nodes and a bad wire: whatever two registries write, both end with the same copies.

London keeps its own law; Tokyo's is taken away, so that it writes what no honest registry would. Frames are lost, come
twice and come late. No copy is lost or doubled, none that was destroyed moves, and both halves are one in the end.
"""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from tests.scenarios.information_told import GOKUHI, I, Story
from tests.world import Half, World
from warifu.node import proving
from warifu.rooms.information.acts import item

NUMBERS = ("1", "2", "3", "4")
STEPS = 30


def _body(chance: random.Random, story: Story, half: Half) -> tuple[str, Any]:
    """Some fact about some copies, true or not."""
    on, some = story.today, tuple(chance.sample(NUMBERS, chance.randint(1, 2)))
    package = f"P{chance.randrange(3)}"
    read = tuple(item.Copy(each, 12) for each in some)
    made = (item.Copy(chance.choice(("3", "4")), 12),)
    marking = GOKUHI if half.party == "JP" else None
    return chance.choice(
        (
            ("dispatch", item.Dispatch(on, package, some, "TRIAL", "courier", seals=("S",))),
            ("dispatch", item.Dispatch(on, package, some, "TRIAL", "courier", seals=("S",))),
            ("receipt", item.Receipt(on, package, "intact", read, ("S",), marking)),
            ("receipt", item.Receipt(on, package, "intact", read, ("S",), marking)),
            ("reproduction", item.Reproduction(on, some[0], made, ("P-1",))),
            ("destruction", item.Destruction(on, some[:1], "burning", "emergency")),
            ("missing", item.Missing(on, some, "unknown")),
            ("found", item.Found(on, some)),
            ("released", item.Released(on, some[:1], "AU")),
        )
    )


def _bad_wire(world: World, chance: random.Random) -> None:
    """A frame that is lost, or comes once, or twice."""
    half = chance.choice((world.gb, world.jp))
    frame = half.frame()
    for _ in range(chance.randrange(3)):
        world.other(half).node.receive(half.party, frame)


@pytest.mark.parametrize("seed", range(4))
def test_both_halves_see_the_same_copies(seed):
    chance, story = random.Random(seed), Story(World(seed))
    world = story.world
    world.jp.node.own_law = ()
    story.begin()
    world.exchange()
    written = 0
    for _ in range(STEPS):
        half = chance.choice((world.gb, world.jp))
        kind, body = _body(chance, story, half)
        written += story.does(half, kind, body, irregular=True).ok
        world.wait(chance.randrange(40_000))
        _bad_wire(world, chance)
    assert written > STEPS // 3
    world.exchange()
    custody = story.custody(world.gb)
    assert custody == story.custody(world.jp)
    _nothing_lost(story, custody)
    assert world.same()
    for half in (world.gb, world.jp):
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after


def _nothing_lost(story: Story, custody: Any) -> None:
    facts = [stand.placed for stand in story.world.gb.case(story.case).of_nature("fact")]
    made = [each.copy for fact in facts if fact.act.kind == I + "reproduction" for each in fact.body.made]
    assert sorted(each.copy for each in custody.copies) == sorted(["1", "2", *made])
    receipts = {fact.digest for fact in facts if fact.act.kind == I + "receipt"}
    for copy in custody.copies:
        statuses = [each.status for each in copy.intervals]
        assert "destroyed_unwitnessed" not in statuses[:-1]
        for before, after in pairwise(copy.intervals):
            assert before.party == after.party or after.act in receipts
