"""The chapter of the demonstration on announcements, in memory: public on both halves, and read back from the mail."""

from __future__ import annotations

from tests.world import play_of
from warifu.doors.demo import chapters
from warifu.node import proving
from warifu.rooms.programme import wording


def test_what_was_announced_in_2013_and_2017_and_one_under_embargo(world, accounts):
    play = play_of(world)
    chapters.announced(play)
    told = play.documents["announcements"]
    numbers = [each["number"] for each in told["public"]]
    assert numbers[1:] == ["JP-MOFA-17-A-001", "GB-MOD-13-A-001", "JP-MOFA-13-A-001"]
    assert {each["standing"] for each in told["sources"]} == {"text"}
    newest = told["public"][0]
    assert newest["number"] == told["announced"]
    assert told["mail"]["GB"]["digest"] == newest["digest_en"].hex()
    assert told["mail"]["JP"]["digest"] == newest["digest_ja"].hex()
    assert told["mail"]["JP"]["subject"] == "実演のための架空の共同訓練"
    assert {each["unsubscribe"] for each in told["mail"].values()} == {"List-Unsubscribe=One-Click"}
    assert wording.digest_of("a", "b") not in {each["digest_en"] for each in told["public"]}
    world.exchange()
    assert world.same()
    for half in (world.gb, world.jp):
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after
