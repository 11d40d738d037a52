"""A text is removed and followed up: who was shown it, what holds it, the other side's text, evidence that is kept."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from tests.node.test_anteroom import newcomer, paper
from tests.world import World
from warifu.core import texts
from warifu.core.errors import LogError
from warifu.law.removal import Erase, Erased
from warifu.node import holding, national, preparing, proving, removing
from warifu.node.drafting import Draft
from warifu.node.removing import Wanted
from warifu.record import anteroom, openings, removals
from warifu.record.log import NATIONAL
from warifu.record.removals import Copied
from warifu.rooms.logistics.acts.past import RegisterRow
from warifu.rooms.programme.acts.activity import Activity

SPILLED = "Operation STILL WATER (invented) 静水作戦（架空）"
_NUMBERS = itertools.count(1)
DAY = 86_400


@pytest.fixture(scope="module")
def world():
    made = World(23)
    made.exchange()
    return made


def typed(half) -> bytes:
    """Write an activity with the text, and carry it over."""
    today = half.world.today
    number = f"{half.party}-TRIAL-26-{next(_NUMBERS):04d}"
    body = Activity(today, number, "exercise", "a", ("JP",), today, today + timedelta(days=5), ("A",), ("B",))
    act = half.must("programme/activity", body, "liaison", texts={1: SPILLED, 2: "harmless"}).act
    half.world.exchange()
    return act


def words(half, act: bytes, name: str = "GB-JP") -> list[str]:
    leaves = openings.read(half.node.store, name, [act]).get(act, [])
    return [leaf.text for leaf in leaves if isinstance(leaf, texts.Opening)]


def lines_of(half, act: bytes) -> dict[str, str]:
    """(what who) to what was done, of all lines about an act."""
    removals.settle(half.node.store, "GB-JP", half.peer)
    return {f"{each.what} {each.who}".strip(): each.done for each in removals.lines(half.node.store, "GB-JP", act)}


def remove(half, act: bytes, reason: str = "spill", slots: tuple[int, ...] = (1,)):
    return removing.remove(half.node, half.peer, Wanted(act, slots, reason), half.officers["registrar"])


def test_an_account_is_noted_once_a_day_however_often_it_looks(world):
    store = world.gb.node.store
    for second in (0, 5, DAY - 1, DAY):
        removals.note_seen(store, "GB-JP", b"c" * 32, "clerk", 20_000 * DAY + second)
    assert removals.seen(store, "GB-JP", [b"c" * 32], 0) == [("clerk", 20_000), ("clerk", 20_001)]


def test_readers_papers_and_backups_are_listed_and_closed_by_signed_acts(world):
    gb, jp = world.gb, world.jp
    act = typed(gb)
    for half, name in ((gb, "clerk"), (jp, "監査")):
        removals.note_seen(half.node.store, "GB-JP", act, name, world.now)
    own, theirs = (gb.node.pair("JP").head(party).size for party in ("GB", "JP"))
    printed = Copied("print", b"p" * 32, world.now, act, act, size=10, who="clerk")
    taken = Copied("backup", b"b" * 32, world.now, ours=own, theirs=theirs, size=99, kept="safe 4")
    before = Copied("backup", b"a" * 32, world.now - 5 * DAY, ours=own, theirs=theirs, kept="safe 3")
    short = Copied("backup", b"s" * 32, world.now, ours=2, theirs=2, kept="safe 5")
    for each in (printed, taken, before, short):
        removals.note_copied(gb.node.store, "GB-JP", each)
    seen = removing.told(gb.node.pair("JP"), act)
    assert {each[0] for each in seen.found} == {"reader", "print", "backup"}
    assert seen.texts == ((1, "here"), (2, "here"))
    assert remove(gb, act).ok
    assert lines_of(gb, act) == {"reader clerk": "", "print clerk": "", "backup": "", "peer JP": ""}
    world.exchange()
    assert lines_of(gb, act) == {"reader clerk": "", "print clerk": "", "backup": "", "peer JP": "confirmed"}
    assert lines_of(jp, act) == {"reader 監査": ""}
    assert words(gb, act) == words(jp, act) == ["harmless"]
    assert removing.told(gb.node.pair("JP"), act).texts == ((1, "gone"), (2, "here"))
    backup = next(each for each in removing.open_lines(gb.node.pair("JP")) if each.what == "backup")
    assert backup.kept == "safe 4"
    closed = removing.follow_up(gb.node, "JP", (act, backup.mark), "overwritten", gb.officers["registrar"])
    assert closed.ok, closed
    assert lines_of(gb, act)["backup"] == "overwritten"
    again = removing.follow_up(gb.node, "JP", (act, backup.mark), "destroyed", gb.officers["registrar"])
    assert [each.rule for each in again.ruling] == ["house.followed_up.no_such_line"]
    clerk = next(each for each in removing.open_lines(gb.node.pair("JP")) if each.what == "reader")
    refused = removing.follow_up(gb.node, "JP", (act, clerk.mark), "briefed", gb.officers["orders"])
    assert [each.rule for each in refused.ruling] == ["house.officer.role_missing"]
    assert proving.verify(gb.node, "JP") == proving.verify(jp.node, "GB") == []


def test_the_other_side_s_text_is_withheld_at_once_and_goes_when_it_removes_it(world):
    gb, jp = world.gb, world.jp
    act = typed(gb)
    removals.note_seen(jp.node.store, "GB-JP", act, "当直", world.now)
    assert remove(jp, act).ok
    assert words(jp, act) == ["harmless"]
    assert words(gb, act) == [SPILLED, "harmless"]
    assert removing.told(jp.node.pair("GB"), act).texts == ((1, "withheld"), (2, "here"))
    assert SPILLED not in str(jp.node.store.run("SELECT * FROM withheld"))
    world.exchange()
    assert lines_of(gb, act) == {"asked JP": ""}
    assert lines_of(jp, act) == {"reader 当直": ""}
    assert remove(gb, act).ok
    world.exchange()
    assert words(jp, act) == words(gb, act) == ["harmless"]
    assert removing.told(jp.node.pair("GB"), act).texts == ((1, "gone"), (2, "here"))
    assert lines_of(gb, act) == {"asked JP": "", "peer JP": "confirmed"}  # another text of the act is still here
    assert lines_of(jp, act) == {"reader 当直": ""}
    asked = next(each for each in removals.lines(gb.node.store, "GB-JP", act) if each.what == "asked")
    assert removing.follow_up(gb.node, "JP", (act, asked.mark), "destroyed", gb.officers["registrar"]).ok
    refused = removing.remove(gb.node, "JP", Wanted(act, (1,)), gb.officers["orders"])
    assert "house.officer.role_missing" in [each.rule for each in refused.ruling]


def test_all_texts_asked_for_close_the_line_by_themselves(world):
    gb, jp = world.gb, world.jp
    act = typed(gb)
    assert remove(jp, act, slots=()).ok
    assert words(jp, act) == []
    world.exchange()
    assert remove(gb, act, slots=()).ok
    assert lines_of(gb, act)["asked JP"] == "confirmed"


def test_a_hold_stops_a_disposal_by_any_door_and_nothing_else(world):
    gb = world.gb
    act = typed(gb)
    registrar = gb.officers["registrar"]
    held = removing.hold(gb.node, "JP", [act], "litigation", registrar)
    assert held.ok, held
    assert [each.why for each in holding.standing(gb.node.pair("JP"))] == ["litigation"]
    roll = gb.node.pair("JP").rolls["GB"].founded
    body = Erase(world.today, "disposal", (Erased(0),))
    refused = gb.does("parties/erase", body, "registrar", case=roll, cites=(act,), irregular=True)
    assert [each.rule for each in refused.ruling] == ["house.held"]
    assert removing.lift(gb.node, "JP", held.act, registrar).ok
    assert holding.standing(gb.node.pair("JP")) == []
    again = removing.hold(gb.node, "JP", [act], "audit", registrar)
    assert remove(gb, act).ok  # a spill is no disposal
    assert removing.lift(gb.node, "JP", again.act, registrar).ok
    gb.must("parties/erase", body, "registrar", case=roll, cites=(act,))
    assert words(gb, act) == []
    assert lines_of(gb, act) == {"peer JP": ""}
    world.exchange()


def test_a_text_of_the_national_log_goes_by_a_national_act(world):
    gb = world.gb
    row = Draft(
        kind="logistics/register_row", body=RegisterRow(world.today, "b", "s", 3), desk="HQ", texts={1: SPILLED}
    )
    act = national.submit(gb.node, [row], gb.officers["registrar"])[0]
    assert words(gb, act, NATIONAL) == [SPILLED]
    sizes = gb.node.pair("JP").head("GB").size
    assert remove(gb, act).ok
    assert words(gb, act, NATIONAL) == []
    assert gb.node.pair("JP").head("GB").size == sizes
    assert proving.verify(gb.node, "JP") == []


def test_an_act_that_is_not_here_is_refused(world):
    with pytest.raises(LogError) as found:
        removing.told(world.gb.node.pair("JP"), b"n" * 32)
    assert found.value.code == "act.not_here"
    with pytest.raises(LogError):
        removing.find(world.gb.node.pair("JP"), "zz")
    act = typed(world.gb)
    assert removing.find(world.gb.node.pair("JP"), act.hex()[:12]) == act


def test_what_was_prepared_for_another_hand_is_listed_with_its_readers(world):
    gb = world.gb
    today = world.today
    body = Activity(today, "GB-TRIAL-26-0900", "exercise", "a", ("JP",), today, today, ("A",), ("B",))
    draft = Draft(kind="programme/activity", body=body, desk="TRIAL", texts={1: SPILLED})
    waits = preparing.prepare(gb.node, "JP", draft, gb.officers["orders"])
    assert waits.ok, waits
    removals.note_seen(gb.node.store, "GB-JP", waits.act, "approver", world.now)
    signed = preparing.submit_prepared(gb.node, "JP", waits.act, gb.officers["liaison"])
    assert signed.ok, signed
    assert remove(gb, signed.act).ok  # before it was sent
    assert SPILLED.encode() not in gb.frame(0)
    assert words(gb, waits.act, NATIONAL) == []
    assert "reader approver" in lines_of(gb, signed.act)
    world.exchange()
    assert words(world.jp, signed.act) == []
    assert lines_of(gb, signed.act)["peer JP"] == "confirmed"


def test_a_register_as_a_file_and_an_auditor_s_copy_hold_what_they_reach(world):
    store, act = world.gb.node.store, b"i" * 32
    for each in (
        Copied("register", b"r" * 32, world.now, kept="register.xlsx", who="clerk"),
        Copied("export", b"e" * 32, world.now, ours=10, theirs=10, kept="copy.zip", who="auditor"),
        Copied("export", b"f" * 32, world.now, ours=5, theirs=5, kept="short.zip", who="auditor"),
    ):
        removals.note_copied(store, "GB-JP", each)
    for listed, sorts in ((True, ["export", "register"]), (False, ["export"])):
        about = removals.About(act, act, True, 7, world.now, listed=listed)
        found = removals.found(store, "GB-JP", about)
        assert sorted(what for what, _, _, kept in found if kept in {"register.xlsx", "copy.zip", "short.zip"}) == sorts
    removals.note_seen_all(store, "GB-JP", [b"1" * 32, b"2" * 32], "clerk", 30_000 * DAY)
    removals.note_seen_all(store, "GB-JP", [b"2" * 32, b"3" * 32], "clerk", 30_000 * DAY)
    assert removals.seen(store, "GB-JP", [b"1" * 32, b"2" * 32, b"3" * 32], 0) == [("clerk", 30_000)]
    assert store.run("SELECT COUNT(*) FROM seen WHERE day = 30000") == [(3,)]


def test_what_waits_in_the_other_s_anteroom_brings_the_text_to_nobody(world):
    gb, jp = world.gb, world.jp
    raw, act = newcomer(world)
    leaves = openings.read(gb.node.store, "GB-JP", [act])[act]
    assert jp.node.receive("GB", paper(world, raw, texts=((0, texts.to_plain(leaves)),))).aside == 1
    assert anteroom.waiting(jp.node.store, "GB-JP")
    assert remove(gb, act, slots=()).ok  # it was never sent with the log
    world.exchange()
    assert words(jp, act) == words(gb, act) == []
    assert anteroom.waiting(jp.node.store, "GB-JP") == []
    assert world.same()
    later = paper(world, raw, texts=((0, texts.to_plain(leaves)),))  # the same paper by another way, later
    jp.node.receive("GB", later)
    assert words(jp, act) == []
