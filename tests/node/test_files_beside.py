"""Files that travel beside the acts: what an act names comes in, early or late; nothing else does."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec
import pytest

from tests.node.exchange_world import Half, two
from warifu.core import bundle as bundles
from warifu.core.errors import LogError
from warifu.law.roll import Desk
from warifu.node import drafting, recovery, sending
from warifu.node.drafting import Draft, File, Outcome
from warifu.node.received import Received

SCAN, OTHER = b"scan " * 40, b"other " * 40


@pytest.fixture
def halves(tmp_path):
    gb, jp = two(tmp_path)
    for source, target in ((gb, jp), (jp, gb), (gb, jp)):
        carry(source, target)
    yield gb, jp
    gb.close()
    jp.close()


def frame(source: Half, target: Half, **changed: Any) -> bytes:
    run = bundles.decode(source.node.bundle(target.party, target.sizes()[1]))
    return bundles.encode(msgspec.structs.replace(run, **changed))


def carry(source: Half, target: Half, **changed: Any) -> Received:
    return target.node.receive(source.party, frame(source, target, **changed))


def write(half: Half, *raws: bytes, name: str = "GB-TRIAL") -> Outcome:
    case = half.node.pair(half.peer).rolls[half.party].founded
    files = tuple(File(raw, "image/png", "meter_ticket") for raw in raws)
    body = Desk(name, "Camp", "駐屯地")
    return half.node.submit(half.peer, Draft("parties/desk", body, "ROOT", case=case, files=files), half.roots.first)


def held(half: Half) -> set[bytes]:
    return {row[0] for row in half.node.store.run("SELECT raw FROM attachment")}


def named(*raws: bytes) -> tuple[tuple[bytes, bytes], ...]:
    return tuple(sorted((sha256(raw).digest(), raw) for raw in raws))


def test_a_file_that_no_act_names_is_counted_and_not_kept(halves):
    gb, jp = halves
    write(gb, SCAN)
    received = carry(gb, jp, files=named(SCAN, OTHER, b"rubbish"))
    assert (received.entries, received.unnamed) == (1, 2)
    assert held(jp) == {SCAN}
    assert carry(gb, jp, files=named(*(bytes([n]) * 9 for n in range(200)))) == Received(unnamed=200)
    assert held(jp) == {SCAN}


def test_a_file_comes_late_with_its_act_again_or_alone(halves):
    gb, jp = halves
    write(gb, SCAN, OTHER)
    first = jp.sizes()[1]
    assert carry(gb, jp, files=()).entries == 1
    assert held(jp) == set()
    whole = bundles.decode(gb.node.bundle("JP", first))
    again = msgspec.structs.replace(whole, files=named(SCAN))
    assert jp.node.receive("GB", bundles.encode(again)) == Received()
    assert held(jp) == {SCAN}
    assert carry(gb, jp, files=named(OTHER, b"rubbish")).unnamed == 1
    assert held(jp) == {SCAN, OTHER}


def test_a_file_of_another_size_than_its_act_says_is_nobody_s(halves, monkeypatch):
    gb, jp = halves
    real = drafting.Attachment
    monkeypatch.setattr(drafting, "Attachment", lambda digest, size, *more: real(digest, size - 1, *more))
    write(gb, SCAN)
    received = carry(gb, jp)
    assert (received.entries, received.unnamed, held(jp)) == (1, 1, set())
    assert carry(gb, jp, files=named(SCAN)).unnamed == 1


def test_what_waits_brings_its_files_when_it_comes_in(halves):
    gb, jp = halves
    now = gb.node.means.clock()
    gb.node.means = gb.node.means._replace(clock=lambda: now + 3600)
    write(gb, SCAN)
    assert carry(gb, jp, files=named(SCAN, OTHER)).aside == 1
    assert held(jp) == set()
    jp.node.means = jp.node.means._replace(clock=lambda: now + 3600)
    received = jp.turns.again("GB")
    assert (received.entries, received.unnamed, held(jp)) == (1, 1, {SCAN})


def test_an_act_carries_no_more_than_one_bundle_holds(halves, monkeypatch):
    gb, jp = halves
    monkeypatch.setattr(drafting, "MAX_ATTACHED_BYTES", 1000)
    before = gb.sizes()
    (finding,) = write(gb, b"a" * 600, b"b" * 401).ruling
    assert finding.rule == "house.attachments_too_large"
    assert dict(finding.figures) == {"size": "1001", "limit": "1000"}
    assert gb.sizes() == before
    assert write(gb, b"a" * 600, b"b" * 400, b"a" * 600).ok  # the same file twice is one
    carry(gb, jp)
    assert held(jp) == {b"a" * 600, b"b" * 400}


def test_the_largest_act_that_may_be_drafted_fits_what_a_receiver_opens(halves):
    gb, jp = halves
    photographs = [bytes([number]) * (8 * 1024 * 1024) for number in range(1, 8)]
    assert sum(map(len, photographs)) == sending.MAX_ATTACHED_BYTES
    assert write(gb, *photographs).ok
    assert carry(gb, jp).entries == 1
    assert held(jp) == set(photographs)


def test_a_lost_half_comes_back_in_runs_that_hold_all_their_files(halves, monkeypatch):
    gb, jp = halves
    monkeypatch.setattr(sending, "MAX_RUN_BYTES", 3000)
    first = gb.sizes()[0]
    for number in range(4):
        write(gb, bytes([number]) * 2500, name=f"GB-{number}")
        carry(gb, jp)
    monkeypatch.setattr(sending, "_ONE_BUNDLE_BYTES", 4000)
    runs, at = [], first
    while at < jp.sizes()[1]:
        runs.append(sending.returned(jp.node.pair("GB"), at, 100))
        at += len(runs[-1].entries)
    assert [len(run.files) for run in runs] == [1, 1, 1, 1]
    assert {raw for run in runs for _, raw in run.files} == held(gb)
    with pytest.raises(LogError) as found:
        sending.returned(jp.node.pair("GB"), at, 100)
    assert found.value.code == "log.beyond_head"
    assert recovery.take_back(gb.node, "JP", [bundles.encode(run) for run in runs], []) == (0, 0)
