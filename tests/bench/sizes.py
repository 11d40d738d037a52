"""How small: a signed fuel order with its openings for one QR symbol; a thousand varied acts in a bundle."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.world import World, play_of
from warifu.core import act, bundle, texts
from warifu.core.quantity import Quantity
from warifu.doors.demo import chapters
from warifu.doors.demo.play import line, setting
from warifu.rooms.logistics.acts import Request

PLAYS = 12


def measure() -> dict[str, Any]:
    """Bytes of the two."""
    world = World(8)
    world.exchange()
    start = {half.party: half.node.pair(half.peer).head(half.party).size for half in (world.gb, world.jp)}
    play = play_of(world)
    order = _order_of_two_lines(world, play)
    for _ in range(PLAYS):
        fuel = chapters.fuel_at_sea(play)
        for chapter in (chapters.relief, chapters.airlift_for_billeting, chapters.repair, chapters.loan):
            chapter(play)
        chapters.set_off(play, fuel)
    acts_sent = [
        entry
        for half in (world.gb, world.jp)
        for entry in bundle.decode(half.frame(start[half.party])).entries
        if act.is_act(entry)
    ][:1000]
    framed = len(bundle.encode(bundle.Bundle(party="GB", peer="JP", node=b"n" * 16, entries=tuple(acts_sent))))
    return {
        "signed fuel order of two lines with its openings (bytes, target 900)": order,
        "varied acts in one bundle": len(acts_sent),
        "each, without openings (bytes, target 220)": round(framed / len(acts_sent), 1),
    }


def _order_of_two_lines(world: World, play: Any) -> int:
    lines = (
        line(1, "pol", "Fuel, naval distillate F-76", Quantity(Decimal(120_000), "L"), supply="mixed"),
        line(2, "pol", "Lubricating oil OMD-113", Quantity(Decimal(400), "L")),
    )
    request = Request(
        world.today,
        "GB-CALDER-26-0007",
        setting(play, "exercise", "XZ"),
        "CALDER",
        "HAYASE",
        lines,
        "replacement",
        wanted_from=world.today,
        wanted_to=world.today + timedelta(days=3),
    )
    remarks = {1: "RV 35N 142E, probe and drogue, starboard side", 5: "Keep hoses under tension; no night transfer"}
    outcome = world.gb.must("logistics/request", request, "orders", texts=remarks, cites=(play.activities["exercise"],))
    raw = world.gb.node.store.run("SELECT raw FROM entry WHERE act = %s AND kind <> ''", [outcome.act])[0][0]
    from warifu.record import openings

    leaves = openings.read(world.gb.node.store, "GB-JP", [outcome.act])[outcome.act]
    loose = bundle.Bundle(party="GB", peer="JP", node=b"n" * 16, loose=(raw,), texts=((0, texts.to_plain(leaves)),))
    world.exchange()
    return len(bundle.encode(loose))
