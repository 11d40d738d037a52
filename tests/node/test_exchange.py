"""Exchange between two real nodes over loopback: what each side lacks arrives, once, however the wire behaves."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from tests.node.exchange_world import NOW, QUICK, BadPeer, Half, forward, plain
from warifu.core import bundle as bundles
from warifu.core import canonical
from warifu.core.act import Checkpoint, seal_checkpoint
from warifu.core.errors import LogError, WarifuError, WireError
from warifu.core.wire import to_plain
from warifu.doors.wire import serve_node
from warifu.law.roll import Desk
from warifu.node import proving, sending
from warifu.node.drafting import Draft, File
from warifu.node.exchange import exchange
from warifu.node.pair import Pair
from warifu.node.turns import Heads, Turns, read_heads
from warifu.record import log, openings


def whole(gb: Half, jp: Half) -> None:
    """Both halves hold the same two logs, and both logs prove themselves."""
    assert gb.sizes() == jp.sizes()[::-1]
    assert gb.digest() == jp.digest()
    assert proving.verify(gb.node, "JP") == []
    assert proving.verify(jp.node, "GB") == []


def test_two_halves_that_never_spoke_become_one(served):
    gb, jp, server = served
    gb.desks(7)
    jp.desks(3)
    report = exchange(gb.turns, "JP", plain(server.address), QUICK)
    assert report.quiet
    # Nine acts of ours and the answers to their five; five acts of theirs and the answers to our nine.
    assert gb.sizes() == (9 + 5, 5 + 9)
    assert report.received.entries == 14
    assert report.received.confirmed == 5
    assert (report.peer_size, report.witnessed) == (14, 14)
    whole(gb, jp)


def test_a_second_exchange_finds_nothing_to_do(served):
    gb, _, server = served
    exchange(gb.turns, "JP", plain(server.address), QUICK)
    sizes = gb.sizes()
    report = exchange(gb.turns, "JP", plain(server.address), QUICK)
    assert (report.sent, report.received.entries, report.rounds, report.quiet) == (0, 0, 1, True)
    assert gb.sizes() == sizes


def test_news_of_either_side_goes_by_one_exchange(served):
    gb, jp, server = served
    link = plain(server.address)
    exchange(gb.turns, "JP", link, QUICK)
    jp.desks(4, "LATE")
    assert exchange(gb.turns, "JP", link, QUICK).received.confirmed == 4
    gb.desks(2, "MORE")
    assert exchange(gb.turns, "JP", link, QUICK).sent == 2
    whole(gb, jp)


def test_a_long_suffix_goes_in_runs_that_each_prove_themselves(served):
    gb, jp, server = served
    gb.desks(80)
    jp.desks(50)
    steps: list[tuple[str, int, int]] = []
    limits = QUICK._replace(run_entries=25)
    report = exchange(gb.turns, "JP", plain(server.address), limits, lambda *step: steps.append(step))
    assert report.quiet
    pushed = [done for what, done, whole_ in steps if what == "push" and whole_ == 82]
    assert pushed == [25, 50, 75, 82]
    rows = jp.turns.node.store.run("SELECT size FROM checkpoint WHERE author = 'GB' ORDER BY size")
    assert {25, 50, 75, 82} <= {row[0] for row in rows}
    whole(gb, jp)


def test_runs_are_bounded_in_bytes_and_a_file_too_large_stays_behind(served, monkeypatch):
    gb, jp, server = served
    exchange(gb.turns, "JP", plain(server.address), QUICK)
    monkeypatch.setattr(sending, "MAX_RUN_BYTES", 2000)
    monkeypatch.setattr(sending, "_ONE_BUNDLE_BYTES", 2000)
    gb.desks(20)
    case = gb.node.pair("JP").rolls["GB"].founded
    files = File(b"s" * 1000, "image/png"), File(b"l" * 1800, "image/png")
    body = Desk("GB-TRIAL", "Camp", "駐屯地")
    gb.node.submit("JP", Draft("parties/desk", body, "ROOT", case=case, files=files), gb.roots.first)
    gb.desks(5, "LAST")
    steps: list[tuple[str, int, int]] = []
    exchange(gb.turns, "JP", plain(server.address), QUICK, lambda *step: steps.append(step))
    assert len([step for step in steps if step[0] == "push"]) > 4
    held = jp.node.store.run("SELECT raw FROM attachment")
    assert held == [(b"s" * 1000,)]  # the entry and the smaller file went
    whole(gb, jp)


def test_a_cut_exchange_goes_on_from_the_last_run_that_arrived(served):
    gb, jp, server = served
    exchange(gb.turns, "JP", plain(server.address), QUICK)
    jp.desks(150)
    budget = iter([22_000])
    # The first connection ends in the middle of a body; every later one at once: the line is gone.
    bad = BadPeer(lambda sock: forward(sock, server.address, lambda: next(budget, 1)))
    try:
        with pytest.raises(WireError) as trouble:
            exchange(gb.turns, "JP", plain(bad.address), QUICK._replace(run_entries=30))
    finally:
        bad.close()
    assert trouble.value.code == "exchange.cut"
    held = gb.sizes()[1]
    assert 4 < held < jp.sizes()[0]
    assert proving.verify(gb.node, "JP") == []
    steps: list[tuple[str, int, int]] = []
    exchange(gb.turns, "JP", plain(server.address), QUICK, lambda *step: steps.append(step))
    assert [step for step in steps if step[0] == "pull"] == [("pull", 154 - held, 154 - held)]
    whole(gb, jp)


def test_a_line_that_carries_little_is_given_smaller_runs(served):
    gb, jp, server = served
    exchange(gb.turns, "JP", plain(server.address), QUICK)
    jp.desks(120)
    # No connection carries more than this; a run of all 120 would never come through.
    bad = BadPeer(lambda sock: forward(sock, server.address, lambda: 16_000))
    try:
        report = exchange(gb.turns, "JP", plain(bad.address), QUICK._replace(run_entries=160))
    finally:
        bad.close()
    assert report.quiet
    whole(gb, jp)


def test_the_same_bundle_pushed_again_adds_nothing(served):
    gb, jp, server = served
    gb.desks(5)
    link = plain(server.address)
    first = gb.turns.bundle("JP", 0, 4)
    caller = gb.caller(link)
    exchange(gb.turns, "JP", link, QUICK)
    before = jp.sizes(), jp.digest()
    for frame in (first, gb.turns.bundle("JP", 0, 1000), first):
        heads = read_heads(caller.push(frame))
        assert heads.entries == 0
    caller.close()
    assert (jp.sizes(), jp.digest()) == before


def test_ten_pull_at_once_and_all_get_the_same_log(served):
    gb, jp, server = served
    jp.desks(60)
    link = plain(server.address)
    exchange(gb.turns, "JP", link, QUICK)

    def pull(_number: int) -> tuple[bytes, ...]:
        caller = gb.caller(link)
        try:
            return bundles.decode(caller.pull(0, 1000)).entries
        finally:
            caller.close()

    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(pull, range(20)))
    assert len(found[0]) == jp.sizes()[0]
    assert set(found) == {found[0]}


def test_both_may_exchange_at_the_same_time(served):
    gb, jp, server = served
    gb.desks(30)
    jp.desks(30)
    back = serve_node(gb.turns, ("127.0.0.1", 0))
    back.start()
    try:
        with ThreadPoolExecutor(2) as pool:
            ours = pool.submit(exchange, gb.turns, "JP", plain(server.address), QUICK)
            theirs = pool.submit(exchange, jp.turns, "GB", plain(back.address), QUICK)
            assert ours.result().quiet
            assert theirs.result().quiet
        exchange(gb.turns, "JP", plain(server.address), QUICK)
    finally:
        back.stop()
    whole(gb, jp)


def test_a_peer_that_is_down_is_named(halves):
    gb, jp = halves
    server = serve_node(jp.turns, ("127.0.0.1", 0))
    address = server.address
    server.stop()
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", plain(address), QUICK)
    assert trouble.value.code == "exchange.peer_down"
    assert str(address[1]) in trouble.value.where


def test_who_was_not_introduced_is_told_so(served):
    gb, jp, server = served
    jp.node.store.run("DELETE FROM setting WHERE name = %s", ["pin GB-JP"])
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", plain(server.address), QUICK)
    assert trouble.value.figures["reason"] == "exchange.not_introduced"
    assert jp.sizes()[1] == 0


def test_a_wrong_pin_lets_nothing_in(served):
    gb, jp, server = served
    log.set_pin(jp.node.store, "GB-JP", b"\1" * 32)
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", plain(server.address), QUICK)
    assert trouble.value.figures["reason"] == "pin.differs"
    assert jp.sizes()[1] == 0
    assert [row[0] for row in jp.node.store.run("SELECT what FROM evidence")] == ["refused pin.differs"]


def copied(half: Half, folder: Path) -> Path:
    """Make a backup of a node."""
    half.node.store.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(half.folder, folder)
    return folder


def test_a_node_restored_from_an_old_copy_gets_its_log_back_before_it_writes(served, tmp_path):
    gb, jp, server = served
    link = plain(server.address)
    exchange(gb.turns, "JP", link, QUICK)
    backup = copied(gb, tmp_path / "old")
    gb.desks(3)
    jp.desks(2)
    exchange(gb.turns, "JP", link, QUICK._replace(run_entries=2))
    before = gb.sizes(), gb.digest()
    jp.desks(1, "NEWS")
    old = Half("GB", "JP", backup)
    try:
        report = exchange(old.turns, "JP", link, QUICK._replace(run_entries=2))
        # 3 acts and 2 answers come back, then the news is answered.
        assert (report.came_back, report.sent, report.quiet) == (5, 1, True)
        assert (old.sizes()[0], old.sizes()[1]) == (before[0][0] + 1, before[0][1] + 1)
        seen = old.node.store.run("SELECT COUNT(*) FROM evidence WHERE what = %s", ["refused log.behind_witness"])
        assert seen == [(1,)]
        whole(old, jp)
        assert proving.rebuild(old.node, "JP")[0] == proving.rebuild(old.node, "JP")[1]
        assert exchange(old.turns, "JP", link, QUICK).rounds == 1
    finally:
        old.close()


def test_texts_and_files_go_over_and_come_back(served, tmp_path):
    gb, jp, server = served
    link = plain(server.address)
    exchange(gb.turns, "JP", link, QUICK)
    backup = copied(gb, tmp_path / "old")
    case = gb.node.pair("JP").rolls["GB"].founded
    scan = bytes(range(256)) * 40
    draft = Draft(
        kind="parties/desk", body=Desk("GB-TRIAL", "Camp", "駐屯地"), desk="ROOT", case=case,
        texts={4: "telephone 000 (invented)"}, files=(File(scan, "image/png", "meter_ticket"),),
    )  # fmt: skip
    act = gb.node.submit("JP", draft, gb.roots.first).act
    exchange(gb.turns, "JP", link, QUICK)
    old = Half("GB", "JP", backup)
    try:
        assert exchange(old.turns, "JP", link, QUICK).came_back == 1
        for half in (gb, jp, old):
            (leaf,) = openings.read(half.node.store, "GB-JP", [act])[act]
            assert leaf.text == "telephone 000 (invented)"
            kept = half.node.store.run("SELECT raw FROM attachment WHERE digest = %s", [canonical.digest(scan)])
            assert kept == [(scan,)]
        whole(old, jp)
    finally:
        old.close()


def test_who_wrote_on_an_old_copy_has_forked_and_is_told_so(served, tmp_path):
    gb, jp, server = served
    link = plain(server.address)
    exchange(gb.turns, "JP", link, QUICK)
    backup = copied(gb, tmp_path / "old")
    gb.desks(3)
    exchange(gb.turns, "JP", link, QUICK)
    before = jp.sizes(), jp.digest()
    old = Half("GB", "JP", backup)
    try:
        old.desks(1, "OTHER")
        sizes = old.sizes()
        with pytest.raises(WireError) as trouble:
            exchange(old.turns, "JP", link, QUICK)
        assert trouble.value.code == "exchange.bundle_refused"
        assert trouble.value.figures["reason"] == "checkpoint.root_differs"
        assert old.sizes() == sizes
    finally:
        old.close()
    assert (jp.sizes(), jp.digest()) == before


def test_a_peer_cannot_give_back_what_we_never_signed(served, tmp_path, monkeypatch):
    gb, jp, server = served
    link = plain(server.address)
    exchange(gb.turns, "JP", link, QUICK)
    backup = copied(gb, tmp_path / "old")
    gb.desks(2)
    exchange(gb.turns, "JP", link, QUICK)
    really = sending.returned

    def with_our_own_word(pair: Pair, first: int, limit: int) -> bundles.Bundle:
        """The entries are ours, and the checkpoint that closes them is signed by the peer."""
        run = really(pair, first, limit)
        _, envelopes = sending.checkpoint(pair, jp.node.means.signers, NOW)
        return msgspec.structs.replace(run, checkpoint=envelopes)

    monkeypatch.setattr(sending, "returned", with_our_own_word)
    old = Half("GB", "JP", backup)
    sizes = old.sizes()
    try:
        with pytest.raises(WireError) as trouble:
            exchange(old.turns, "JP", link, QUICK)
        assert trouble.value.figures["reason"] == "checkpoint.not_for_us"
        assert old.sizes() == sizes
    finally:
        old.close()


def test_a_peer_that_claims_to_have_seen_more_than_it_can_show_changes_nothing(served, monkeypatch):
    gb, jp, server = served
    link = plain(server.address)
    exchange(gb.turns, "JP", link, QUICK)
    sizes = gb.sizes()
    means = jp.node.means

    def boastful(_peer: str, _received: object = None) -> bytes:
        said = Checkpoint("JP", "GB", means.signers[0].public.key_id(), 1000, b"\1" * 32, 1000, b"\2" * 32, NOW)
        return canonical.encode(to_plain(Heads(seal_checkpoint(said, means.signers))))

    monkeypatch.setattr(jp.turns, "heads", boastful)
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", link, QUICK)
    assert trouble.value.figures["reason"] == "log.beyond_head"
    assert gb.sizes() == sizes


def test_a_forked_history_is_seen_and_its_signature_kept(served, tmp_path):
    gb, jp, server = served
    link = plain(server.address)
    exchange(gb.turns, "JP", link, QUICK)
    jp.node.store.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(jp.folder, tmp_path / "other")
    jp.desks(2, "ONE")
    exchange(gb.turns, "JP", link, QUICK)
    other = Half("JP", "GB", tmp_path / "other")
    other.desks(2, "TWO")
    twin = serve_node(other.turns, ("127.0.0.1", 0))
    twin.start()
    sizes = gb.sizes()
    try:
        with pytest.raises(LogError) as trouble:
            exchange(gb.turns, "JP", plain(twin.address), QUICK)
    finally:
        twin.stop()
        other.close()
    assert trouble.value.code == "log.forked"
    assert gb.sizes() == sizes
    kept = gb.node.store.run("SELECT what, figures, time FROM evidence")
    assert [(row[0], row[2]) for row in kept] == [("refused log.forked", NOW)]
    assert kept[0][1].split()[-1].startswith("d284")  # the envelope of the other checkpoint, as it was signed


def test_a_store_that_fails_tells_the_peer_nothing_of_us(served, monkeypatch):
    gb, jp, server = served
    exchange(gb.turns, "JP", plain(server.address), QUICK)
    gb.desks(1)

    def full(*_arguments: object) -> None:
        jp.node.store.run("SELECT secret FROM a_table_that_is_not_there")

    monkeypatch.setattr(jp.node, "receive", full)
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", plain(server.address), QUICK)
    assert trouble.value.figures == {"status": 500, "reason": "store.failed", "place": ""}


def test_when_pushing_fails_what_the_peer_has_still_comes(served, monkeypatch):
    gb, jp, server = served
    exchange(gb.turns, "JP", plain(server.address), QUICK)
    gb.desks(1)
    jp.desks(2)

    def refuse(*_arguments: object) -> None:
        raise LogError("log.time_ahead", "entry 9 of GB")

    monkeypatch.setattr(jp.node, "receive", refuse)
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", plain(server.address), QUICK)
    assert trouble.value.figures["reason"] == "log.time_ahead"
    assert gb.sizes()[1] == jp.sizes()[0]


def test_another_process_that_wrote_meanwhile_costs_a_second_look(halves):
    gb, jp = halves
    gb.desks(2)
    frame = gb.node.bundle("JP", 0)
    really, calls = jp.node.receive, []

    def moved(peer: str, raw: bytes) -> object:
        calls.append(peer)
        if len(calls) < 3:
            raise LogError("log.head_moved", "GB-JP/JP")
        return really(peer, raw)

    jp.node.receive = moved
    assert jp.turns.receive("GB", frame).entries == 4
    assert len(calls) == 3


def test_a_turn_that_never_comes_is_an_error_and_not_a_wait(halves):
    gb, _ = halves
    turns = Turns(gb.node, wait_seconds=0.05)

    def ask() -> WarifuError | None:
        try:
            turns.sizes("JP")
        except WarifuError as trouble:
            return trouble
        return None

    with turns.turn("JP"), ThreadPoolExecutor(1) as pool:
        trouble = pool.submit(ask).result()
    assert trouble is not None
    assert trouble.code == "exchange.busy"
