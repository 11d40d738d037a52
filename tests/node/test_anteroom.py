"""What cannot be taken in yet waits, has no effect meanwhile, and ends where it would have stood in any case."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.node.test_robust_hostile import Forger, activity, dealing, digest_of
from tests.postgres import new_database
from tests.world import World
from warifu.core import act as acts
from warifu.core import bundle as bundles
from warifu.core import keys, texts
from warifu.core.bundle import Bundle
from warifu.core.errors import KeyTroubleError, LogError, StoreError
from warifu.doors import cases
from warifu.law.roll import Appointment, OfficerKey
from warifu.node import admitting, founding, proving, sending
from warifu.node.node import Node
from warifu.node.received import Received
from warifu.record import anteroom, evidence, log, openings
from warifu.record.anteroom import KEY, PIN, TIME, Bound

HOUR = 3600


@pytest.fixture
def world() -> World:
    made = World(5)
    made.exchange()
    return made


@contextmanager
def clock_ahead(world: World, seconds: int = HOUR) -> Iterator[None]:
    """Let what is written meanwhile be dated ahead."""
    world.now += seconds
    try:
        yield
    finally:
        world.now -= seconds


def waits(world: World) -> list[anteroom.Kept]:
    return anteroom.waiting(world.jp.node.store, "GB-JP")


def held(world: World) -> int:
    return world.jp.node.pair("GB").head("GB").size


def write_ahead(world: World, count: int, runs: int = 1) -> list[bytes]:
    """Let GB, whose clock is ahead, propose activities; returns what it wrote in so many frames."""
    with clock_ahead(world):
        edges = [world.gb.node.pair("JP").head("GB").size]
        for run in range(runs):
            for number in range(count):
                world.gb.must("programme/activity", activity(world, f"GB-{run}-{number}"), "liaison", texts={1: "北"})
            edges.append(world.gb.node.pair("JP").head("GB").size)
        return [_run(world, first, end) for first, end in pairwise(edges)]


def _run(world: World, first: int, end: int) -> bytes:
    """Return GB's log from one place to another as a frame."""
    means = world.gb.node.means
    return bundles.encode(sending.bundle(world.gb.node.pair("JP"), means.signers, first, means.clock(), end - first))


def holds(world: World) -> None:
    """Both halves are one, nothing waits, and the tables are what the logs say."""
    world.exchange()
    assert world.same()
    assert waits(world) == []
    assert proving.verify(world.jp.node, "GB") == []
    before, after = proving.rebuild(world.jp.node, "GB")
    assert before == after


def newcomer(world: World) -> tuple[bytes, bytes]:
    """Appoint an officer in GB and let it sign on paper; returns (the paper, the digest of its act)."""
    signer = world.gb.officers["new"] = keys.ed25519_from_seed(b"new officer, invented seed".ljust(32))
    first, last = activity(world).from_day.replace(year=2020), activity(world).from_day.replace(year=2040)
    world.gb.roll("officer", OfficerKey("GB-900", signer.public.algorithm, signer.public.raw, first, last))
    roles = ("liaison_officer", "committee_member")
    world.gb.roll("appointment", Appointment("GB-A-900", roles, ("*",), first, last, person="GB-900"))
    signed = world.gb.must("programme/activity", activity(world, "GB-PAPER"), "new", texts={1: "紙"})
    raw = log.lines(world.gb.node.store, "GB-JP", "GB", world.gb.node.pair("JP").head("GB").size - 1, 1)[0].raw
    return raw, signed.act


def paper(world: World, raw: bytes, **more: object) -> bytes:
    """Return the bundle that one act on paper makes."""
    return bundles.encode(Bundle("GB", "JP", world.gb.signers[0].public.key_id(), loose=(raw,), **more))


def test_a_run_ahead_of_our_clock_waits_and_comes_in_when_its_time_has_come(world):
    (frame,) = write_ahead(world, 2)
    before = world.jp.digest(), proving.tables_digest(world.jp.node, world.jp.node.pair("GB"))
    assert world.jp.node.receive("GB", frame) == Received(aside=2)
    assert (world.jp.digest(), proving.tables_digest(world.jp.node, world.jp.node.pair("GB"))) == before
    (kept,) = waits(world)
    assert (kept.why, kept.until, kept.entries) == (TIME, world.now + HOUR - 600, 2)
    world.wait(HOUR - 601)
    assert world.jp.node.again("GB") == Received()
    world.wait(1)
    assert world.jp.node.again("GB").confirmed == 2
    holds(world)


def test_opening_the_node_is_enough_for_what_is_due(world):
    (frame,) = write_ahead(world, 1)
    world.jp.node.receive("GB", frame)
    world.wait(HOUR)
    node = world.jp.node
    world.jp.node = Node("JP", node.store, node.rooms, node.packs, node.means)
    assert held(world) == world.gb.node.pair("JP").head("GB").size
    holds(world)


def test_runs_that_follow_on_one_that_waits_wait_behind_it_in_whatever_order_they_came(world):
    frames = write_ahead(world, 1, runs=4)
    with pytest.raises(LogError) as found:
        world.jp.node.receive("GB", frames[1])
    assert found.value.code == "log.hole"
    for frame in frames:
        assert world.jp.node.receive("GB", frame) == Received(aside=1)
    assert [each.first for each in waits(world)] == [held(world) + n for n in range(4)]
    assert anteroom.reach(world.jp.node.store, "GB-JP", held(world)) == held(world) + 4
    world.wait(HOUR)
    assert world.jp.node.receive("GB", frames[3]).entries == 4
    holds(world)


def test_what_follows_is_checked_on_top_of_what_waits(world):
    forger = Forger(world)
    ahead = world.now + HOUR
    first = forger.act("logistics/dealing", dealing("UK/1"), "registrar", time=ahead)
    good = forger.frame(first)
    world.jp.node.receive("GB", good)
    second = forger.act("logistics/dealing", dealing("UK/2"), "registrar", time=ahead)
    longer = bundles.decode(forger.frame(first, second))
    place = longer.first + 1

    def follow_on(*entries: bytes, **changed: object) -> bytes:
        return bundles.encode(msgspec.structs.replace(longer, first=place, entries=entries, **changed))

    spoilt = bytearray(second)
    spoilt[-1] ^= 1
    other = forger.act("logistics/dealing", dealing("UK/3"), "registrar", time=ahead)
    for entries, code in (((bytes(spoilt),), "envelope.signature_bad"), ((other,), "checkpoint.root_differs")):
        with pytest.raises((LogError, KeyTroubleError)) as found:
            world.jp.node.receive("GB", follow_on(*entries))
        assert found.value.code == code
    assert world.jp.node.receive("GB", follow_on(second)).aside == 1
    world.wait(HOUR)
    assert world.jp.node.again("GB").entries == 2


def test_paper_of_an_officer_whose_key_has_not_come_waits_for_the_roll(world):
    raw, act = newcomer(world)
    before = world.jp.digest()
    assert world.jp.node.receive("GB", paper(world, raw)) == Received(aside=1)
    assert world.jp.digest() == before
    assert world.jp.case(act) is None
    (kept,) = waits(world)
    assert (kept.why, kept.key) == (KEY, world.gb.officers["new"].public.key_id())
    world.carry(world.gb)
    assert waits(world) == []
    holds(world)


def test_paper_comes_in_as_soon_as_the_roll_is_here_though_its_own_place_is_not(world):
    raw, act = newcomer(world)
    leaves = openings.read(world.gb.node.store, "GB-JP", [act])[act]
    world.jp.node.receive("GB", paper(world, raw, texts=((0, texts.to_plain(leaves)),)))
    assert openings.read(world.jp.node.store, "GB-JP", [act]) == {}
    end = world.gb.node.pair("JP").head("GB").size - 1
    world.jp.node.receive("GB", _run(world, held(world), end))
    assert waits(world) == []
    assert world.jp.case(act).stands[act].status == "pending" or world.jp.case(act).head.placed.digest == act
    assert openings.read(world.jp.node.store, "GB-JP", [act])[act] == leaves
    holds(world)


def test_paper_dated_ahead_waits_for_its_time_and_must_be_well_signed(world):
    forger = Forger(world)
    ahead = forger.act("logistics/dealing", dealing("UK/1"), "registrar", time=world.now + HOUR)
    spoilt = bytearray(ahead)
    spoilt[-1] ^= 1
    with pytest.raises(KeyTroubleError) as found:
        world.jp.node.receive("GB", paper(world, bytes(spoilt)))
    assert (found.value.code, waits(world)) == ("envelope.signature_bad", [])
    assert world.jp.node.receive("GB", paper(world, ahead)).aside == 1
    world.wait(HOUR)
    world.jp.node.again("GB")
    assert waits(world) == []
    assert digest_of(ahead) in world.jp.case(digest_of(ahead)).stands


def test_a_forged_copy_that_came_first_keeps_the_good_one_out_of_nothing(world):
    raw, act = newcomer(world)
    spoilt = bytearray(raw)
    spoilt[-1] ^= 1
    world.jp.node.receive("GB", paper(world, bytes(spoilt)))
    world.jp.node.receive("GB", paper(world, raw))
    assert len(waits(world)) == 2
    end = world.gb.node.pair("JP").head("GB").size - 1
    world.jp.node.receive("GB", _run(world, held(world), end))
    assert waits(world) == []
    assert act in world.jp.case(act).stands
    whats = [what for _, what, _, _ in evidence.kept(world.jp.node.store, "GB-JP")]
    assert whats == ["refused envelope.signature_bad"]
    holds(world)


def test_an_entry_at_its_place_by_a_key_of_nobody_is_refused_and_not_kept(world):
    forger = Forger(world)
    world.gb.officers["stranger"] = keys.ed25519_from_seed(b"s" * 32)
    assert forger.refused(forger.act("logistics/dealing", dealing("UK/1"), "stranger")) == "key.not_on_roll"
    assert waits(world) == []


def test_before_the_pin_what_is_good_in_itself_waits_and_what_is_another_s_leaves():
    world, liar = World(7, pinned=False), World(8, pinned=False)
    assert liar.gb.node.pair("JP").rolls["GB"].founded != world.gb.node.pair("JP").rolls["GB"].founded
    lie, frame = liar.gb.node.bundle("JP", 0), world.gb.node.bundle("JP", 0)
    assert world.jp.node.receive("GB", lie).aside == world.jp.node.receive("GB", frame).aside == 26
    assert [each.why for each in waits(world)] == [PIN, PIN]
    assert world.jp.node.pair("GB").rolls["GB"].founded == b""
    founding.pin_peer(world.gb.node, "JP", world.jp.node.pair("GB").rolls["JP"].founded)
    founding.pin_peer(world.jp.node, "GB", world.gb.node.pair("JP").rolls["GB"].founded)
    assert world.jp.node.again("GB").entries == 26
    whats = [what for _, what, _, _ in evidence.kept(world.jp.node.store, "GB-JP")]
    assert whats == ["refused pin.differs"]
    holds(world)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(chance: random.Random):
    world = World(5)
    world.exchange()
    raw, act = newcomer(world)
    first = held(world)
    early = [_run(world, at, at + 1) for at in range(first, world.gb.node.pair("JP").head("GB").size)]
    frames = [*early, *write_ahead(world, 1, runs=2), paper(world, raw), paper(world, raw)]
    chance.shuffle(frames)
    while frames:
        frame = frames.pop(0)
        try:
            world.jp.node.receive("GB", frame)
        except LogError as trouble:
            assert trouble.code == "log.hole"  # noqa: PT017  the only trouble that order makes
            frames.insert(chance.randrange(len(frames) + 1), frame)
        if chance.random() < 0.2:
            world.wait(HOUR // 4)
    world.wait(HOUR)
    world.jp.node.again("GB")
    assert held(world) == world.gb.node.pair("JP").head("GB").size
    assert world.jp.case(act).head.placed.digest == act
    holds(world)


@pytest.mark.parametrize("sort", [anteroom.UNSIGNED, anteroom.SIGNED, anteroom.RUN])
def test_a_flood_stays_bounded_and_keeps_nothing_good_out(world, monkeypatch, sort):
    monkeypatch.setitem(anteroom.BOUNDS, sort, Bound(4, 20_000, 4))
    forger = Forger(world)
    world.gb.officers["stranger"] = keys.ed25519_from_seed(b"s" * 32)
    by, time = ("stranger", world.now) if sort == anteroom.UNSIGNED else ("registrar", world.now + HOUR)
    frames = [paper(world, forger.act("logistics/dealing", dealing(f"UK/{n}"), by, time=time)) for n in range(9)]
    if sort == anteroom.RUN:
        frames = write_ahead(world, 1, runs=9)
    troubles = []
    for frame in frames:
        try:
            world.jp.node.receive("GB", frame)
        except LogError as trouble:
            troubles.append(trouble.code)
    kept = waits(world)
    assert len(kept) == 4
    assert sum(each.size for each in kept) <= 20_000
    notes = [what for _, what, _, _ in evidence.kept(world.jp.node.store, "GB-JP")]
    if sort != anteroom.RUN:
        assert [each.mark for each in kept] == [admitting._mark(bundles.decode(frame)) for frame in frames[-4:]]
        assert (notes, troubles) == (["dropped anteroom.full"] * 5, [])
    else:
        assert [each.first for each in kept] == [held(world) + n for n in range(4)]
        assert troubles == ["anteroom.full", *["log.hole"] * 4]
    world.wait(HOUR)
    world.carry(world.gb)
    assert held(world) == world.gb.node.pair("JP").head("GB").size
    assert all(each.sort == anteroom.UNSIGNED for each in waits(world))


def test_a_process_killed_between_taking_in_and_letting_go_takes_in_twice_and_adds_nothing(world, monkeypatch):
    (frame,) = write_ahead(world, 2)
    world.jp.node.receive("GB", frame)
    world.wait(HOUR)
    real = anteroom.let_go

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(anteroom, "let_go", killed)
    with pytest.raises(KeyboardInterrupt):
        world.jp.node.again("GB")
    monkeypatch.setattr(anteroom, "let_go", real)
    size = held(world)
    assert len(waits(world)) == 1
    node = world.jp.node
    world.jp.node = Node("JP", node.store, node.rooms, node.packs, node.means)
    assert (held(world), waits(world)) == (size, [])
    holds(world)


def fill(world: World) -> None:
    """Send more and more that is ahead, until the disk is full."""
    for number in range(400):
        with clock_ahead(world):
            world.gb.must("programme/activity", activity(world, f"GB-F-{number}"), "liaison", texts={1: "x" * 9000})
        world.jp.node.receive("GB", world.gb.frame())


def test_a_disk_that_is_full_keeps_nothing_half_and_opens_all_the_same(world, monkeypatch):
    (frame,) = write_ahead(world, 2)
    store = world.jp.node.store
    (pages,) = store.run("PRAGMA page_count")[0]
    store.run(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError) as found:
        fill(world)
    assert found.value.code == "store.disk_full"
    marks = {row[0] for row in store.run("SELECT mark FROM anteroom_key")}
    assert marks == {each.mark for each in waits(world)}
    world.wait(HOUR)
    node = world.jp.node
    world.jp.node = Node("JP", node.store, node.rooms, node.packs, node.means)
    assert world.jp.node.pair("GB").head("GB").size <= world.gb.node.pair("JP").head("GB").size
    store.run("PRAGMA max_page_count = 1073741823")
    world.jp.node.receive("GB", frame)
    holds(world)


def test_no_text_of_what_waits_stands_open_in_the_database(world, tmp_path):
    with clock_ahead(world):
        world.gb.must("programme/activity", activity(world), "liaison", texts={1: "a plain word in a hurry"})
    world.jp.node.receive("GB", world.gb.frame())
    store = world.jp.node.store
    ((cipher,),) = store.run("SELECT frame FROM anteroom")
    assert bundles.FRAME not in cipher[:8]
    store.run("UPDATE anteroom SET frame = %s", [cipher[:-1] + bytes([cipher[-1] ^ 1])])
    world.wait(HOUR)
    assert world.jp.node.again("GB") == Received()
    assert waits(world) == []
    whats = [what for _, what, _, _ in evidence.kept(store, "GB-JP")]
    assert whats == ["refused anteroom.altered"]
    assert world.carry(world.gb).entries >= 1
    assert store.run("SELECT COUNT(*) FROM anteroom_key") == [(0,)]
    holds(world)


def test_who_is_behind_its_own_log_tries_nothing(world):
    (frame,) = write_ahead(world, 1)
    world.jp.node.receive("GB", frame)
    world.wait(HOUR)
    log.note_behind(world.jp.node.store, "GB-JP", 10_000)
    assert world.jp.node.again("GB") == Received()
    assert len(waits(world)) == 1
    log.note_behind(world.jp.node.store, "GB-JP", 0)
    assert world.jp.node.again("GB").entries == 1


def test_what_nobody_ever_vouches_for_leaves_after_a_while(world):
    forger = Forger(world)
    world.gb.officers["stranger"] = keys.ed25519_from_seed(b"s" * 32)
    world.jp.node.receive("GB", paper(world, forger.act("logistics/dealing", dealing("UK/1"), "stranger")))
    world.jp.node.receive("GB", *write_ahead(world, 1))
    world.wait(admitting.KEPT_SECONDS)
    world.jp.node.again("GB")
    assert [each.why for each in waits(world)] == [KEY]
    world.wait(1)
    world.jp.node.again("GB")
    assert waits(world) == []
    whats = [what for _, what, _, _ in evidence.kept(world.jp.node.store, "GB-JP")]
    assert whats == ["dropped anteroom.too_old"]


@pytest.mark.postgres
def test_on_a_server_it_waits_and_comes_in_just_so(postgres_dsn, tmp_path):
    world = World(5, addresses=(str(tmp_path / "gb.db"), new_database(postgres_dsn, "anteroom")))
    world.exchange()
    raw, act = newcomer(world)
    assert world.jp.node.receive("GB", paper(world, raw)).aside == 1
    end = world.gb.node.pair("JP").head("GB").size
    frames = write_ahead(world, 1, runs=3)
    assert world.jp.node.receive("GB", _run(world, held(world), end)).entries == 3
    assert act in world.jp.case(act).stands
    assert [world.jp.node.receive("GB", frame).aside for frame in frames] == [1, 1, 1]
    world.wait(HOUR)
    node = world.jp.node
    world.jp.node = Node("JP", node.store, node.rooms, node.packs, node.means)
    assert held(world) == end + 3
    holds(world)


def test_status_says_what_waits_why_and_until_when(world):
    raw, _ = newcomer(world)
    world.jp.node.receive("GB", paper(world, raw))
    with clock_ahead(world):
        world.gb.must("programme/activity", activity(world, "GB-AHEAD"), "liaison")
    world.jp.node.receive("GB", world.gb.frame())
    told = cases.status(world.jp.node, "GB", world.today)["anteroom"]
    assert [(row["what"], row["why"]) for row in told] == [
        ("anteroom.loose", "anteroom.key"),
        ("anteroom.run", "anteroom.time"),
    ]
    assert told[0]["key"] == world.gb.officers["new"].public.key_id().hex()
    assert told[1]["until"] == cases.shown(world.now + HOUR - 600)
    assert cases.status(world.gb.node, "JP", world.today)["anteroom"] == []


def test_a_forked_history_is_not_hidden_by_waiting(world):
    forger = Forger(world)
    one, other = (
        forger.act("logistics/dealing", dealing(f"UK/{n}"), "registrar", time=world.now + HOUR) for n in range(2)
    )
    for entry in (one, other):
        assert world.jp.node.receive("GB", forger.frame(entry)).aside == 1
    world.wait(HOUR)
    assert world.jp.node.again("GB").entries == 1
    whats = [what for _, what, _, _ in evidence.kept(world.jp.node.store, "GB-JP")]
    assert whats == ["refused log.forked"]
    assert waits(world) == []


def test_a_date_in_the_far_future_stops_nothing_else(world):
    forger = Forger(world)
    never = forger.act("logistics/dealing", dealing("UK/1"), "registrar", time=acts.MAX_TIME)
    assert world.jp.node.receive("GB", forger.frame(never)).aside == 1
    told = cases.status(world.jp.node, "GB", world.today)["anteroom"]
    assert told[0]["until"].startswith("2170-01-01")
    world.jp.must("logistics/dealing", dealing("JP/1"), "registrar")
    world.carry(world.jp)
    assert world.gb.node.pair("JP").head("JP").size == world.jp.node.pair("GB").head("JP").size
