"""Two nodes in memory that have played all chapters, once for all trials of paper: reading changes nothing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.world import World, play_of
from warifu.doors.demo import chapters
from warifu.law.roll import OfficerKey
from warifu.node.drafting import Draft
from warifu.record import log


def _name_an_officer(half) -> None:
    """Enter the issuing officer's key anew, with the name as a text beside it."""
    roll = half.node.pair(half.peer).rolls[half.party]
    key = half.officers["issues"].public
    body = roll.keys[key.key_id()].terms[-1][1]
    named = OfficerKey(body.person, body.algorithm, body.key, body.valid_from, body.valid_to)
    draft = Draft("parties/officer", named, "ROOT", roll.founded, texts={3: "Lt Cdr A. Invented / 架空 花子 3等海佐"})
    assert half.node.submit(half.peer, draft, half.officers["chief"]).ok


@pytest.fixture(scope="session")
def played():
    """The world after the play: ``orders`` by chapter, ``acts`` by (kind, status) to digests."""
    world = World(7)
    _name_an_officer(world.gb)
    play = play_of(world)
    told = {"fuel": chapters.fuel_at_sea(play)}
    for name in ("relief", "airlift_for_billeting", "repair", "loan", "irregular"):
        told[name] = getattr(chapters, name)(play)
    chapters.set_off(play, told["fuel"])
    world.exchange()
    acts: dict[str, list[bytes]] = {}
    node = world.jp.node
    for case in log.all_cases(node.store, "GB-JP"):
        for digest, stand in node.pair("GB").case(case).stands.items():
            acts.setdefault(stand.placed.act.kind, []).append(digest)
    return SimpleNamespace(world=world, gb=world.gb.node, jp=world.jp.node, orders=told, acts=acts, play=play)
