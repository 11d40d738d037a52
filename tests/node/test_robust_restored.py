"""A node restored from an old copy: it writes nothing until its log is back, and opens no text that was erased."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import msgspec
import pytest

from tests.node import robust_child
from tests.node.exchange_world import NOW, Half
from warifu.core import bundle as bundles
from warifu.core import keys, texts
from warifu.core.act import Checkpoint, seal_checkpoint
from warifu.core.errors import KeyTroubleError, LogError
from warifu.core.keys import MemorySigner
from warifu.law.removal import Erase, Erased
from warifu.law.roll import Appointment, OfficerKey
from warifu.node import founding, proving, recovery, sending
from warifu.node.drafting import Draft
from warifu.node.pair import Pair
from warifu.record import log, openings

SPILLED = "a title that should never have been typed"


@pytest.fixture
def halves(tmp_path):
    gb, jp = Half("GB", "JP", tmp_path / "GB"), Half("JP", "GB", tmp_path / "JP")
    for half, other in ((gb, jp), (jp, gb)):
        log.set_pin(other.node.store, "GB-JP", half.found())
    for half, other in ((gb, jp), (jp, gb), (gb, jp)):
        robust_child.carry(half, other)
    yield gb, jp
    gb.close()
    jp.close()


def backup(half: Half, folder):
    half.node.store.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(half.folder, folder / half.party)
    return folder


@pytest.fixture
def restored(halves, tmp_path):
    """GB on an old copy; JP has seen more of GB's log than this copy holds."""
    gb, jp = halves
    copy = backup(gb, tmp_path / "old")
    for number in range(3):
        robust_child.write(gb, f"later {number}")
    robust_child.carry(gb, jp)
    robust_child.carry(jp, gb)
    old = robust_child.reopen(copy, "GB", "JP")
    yield old, jp, gb, copy
    old.close()


def frame(sender: Half, first: int = 0) -> bytes:
    return sender.node.bundle(sender.peer, first)


def is_behind(half: Half) -> LogError:
    size = half.sizes()
    with pytest.raises(LogError) as found:
        robust_child.write(half, "must not be written")
    assert half.sizes() == size
    assert found.value.code == "log.behind_witness"
    return found.value


def test_a_bundle_that_witnesses_more_stops_the_pen_also_after_a_crash(restored):
    old, jp, gb, copy = restored
    sizes = old.sizes()
    # Even a bundle with a hole, or with answers to acts that are lost, says first that we are behind.
    for first in (0, sizes[1], jp.sizes()[0]):
        with pytest.raises(LogError) as found:
            old.node.receive("JP", frame(jp, first))
        assert found.value.code == "log.behind_witness"
        assert found.value.figures == {"held": sizes[0], "witnessed": gb.sizes()[0]}
    is_behind(old)
    again = robust_child.reopen(copy, "GB", "JP")  # another process opens it: it knows too
    assert is_behind(again).figures["witnessed"] == gb.sizes()[0]
    assert again.sizes() == sizes


def test_the_log_comes_back_from_the_peer_and_then_it_writes(restored):
    old, jp, gb, _ = restored
    with pytest.raises(LogError):
        old.node.receive("JP", frame(jp))
    ours = bundles.encode(sending.returned(jp.node.pair("GB"), old.sizes()[0], 1000))
    theirs = frame(jp, old.sizes()[1])
    came = recovery.take_back(old.node, "JP", [ours], [theirs])
    assert came == (gb.sizes()[0] - 4, len(bundles.decode(theirs).entries))
    assert old.digest() == gb.digest() == jp.digest()
    assert log.witnessed(old.node.store, "GB-JP") == 0
    robust_child.write(old, "the first of the new")
    robust_child.carry(old, jp)
    assert proving.verify(old.node, "JP") == proving.verify(jp.node, "GB") == []
    assert old.digest() == jp.digest()


def test_a_log_that_comes_back_altered_is_refused(restored):
    old, jp, _, _ = restored
    run = sending.returned(jp.node.pair("GB"), old.sizes()[0], 1000)
    swapped = msgspec.structs.replace(run, entries=(run.entries[1], run.entries[0], *run.entries[2:]))
    sizes = old.sizes()
    with pytest.raises(LogError) as found:
        recovery.take_back(old.node, "JP", [bundles.encode(swapped)], [frame(jp, sizes[1])])
    assert found.value.code in {"checkpoint.root_differs", "log.time_goes_back"}
    assert old.sizes() == sizes


def test_a_peer_that_cannot_show_what_it_claims_can_be_dismissed_by_an_officer(halves):
    gb, jp = halves
    size = gb.sizes()[0]
    boast = boasting(jp, gb, size + 7)
    with pytest.raises(LogError):
        gb.node.receive("JP", boast)
    is_behind(gb)
    assert recovery.dismiss(gb.node, "JP") == size + 7
    robust_child.write(gb, "written after all")


def boasting(jp: Half, gb: Half, size: int) -> bytes:
    """Return a bundle whose checkpoint, well signed, witnesses so many entries of the other's log."""
    signers = jp.node.means.signers
    own = jp.node.pair("GB").head("JP")
    said = Checkpoint("JP", "GB", signers[0].public.key_id(), own.size, own.root, size, b"\1" * 32, NOW)
    whole = bundles.decode(frame(jp))
    return bundles.encode(msgspec.structs.replace(whole, checkpoint=seal_checkpoint(said, signers)))


def test_who_is_not_the_peer_stops_nothing_with_such_a_claim(halves):
    gb, jp = halves
    jp.node.means = jp.node.means._replace(signers=gb.node.means.signers)  # a stranger's keys
    with pytest.raises(KeyTroubleError) as found:
        gb.node.receive("JP", boasting(jp, gb, 1000))
    assert found.value.code == "checkpoint.key_unknown"
    robust_child.write(gb, "nothing is in the way")


TODAY = datetime.fromtimestamp(NOW, UTC).date()
FIRST, LAST = date(2020, 1, 1), date(2040, 1, 1)


def registrar(half: Half) -> MemorySigner:
    """Appoint, the first time, the officer who may erase."""
    officer = keys.ed25519_from_seed(half.party.encode() * 16)
    if half.node.pair(half.peer).rolls[half.party].key(officer.public.key_id()) is None:
        key = OfficerKey("R-1", officer.public.algorithm, officer.public.raw, FIRST, LAST)
        founding.write(half.node, half.peer, "parties/officer", key, half.roots.first)
        post = Appointment("A-1", ("registrar",), ("*",), FIRST, LAST, person="R-1")
        founding.write(half.node, half.peer, "parties/appointment", post, half.roots.first)
    return officer


def erase(half: Half, act: bytes) -> None:
    officer = registrar(half)
    roll = half.node.pair(half.peer).rolls[half.party].founded
    body = Erase(TODAY, "spill", (Erased(0),))
    draft = Draft(kind="parties/erase", body=body, desk="ROOT", case=roll, cites=(act,))
    outcome = half.node.submit(half.peer, draft, officer)
    assert outcome.ok, outcome


def words(half: Half, act: bytes) -> list[str]:
    found = openings.read(half.node.store, "GB-JP", [act]).get(act, [])
    return [leaf.text for leaf in found if isinstance(leaf, texts.Opening)]


def test_an_erased_text_stays_erased_when_it_is_sent_again_or_comes_only_later(halves):
    gb, jp = halves
    first, second = robust_child.write(gb, "ONE", SPILLED), robust_child.write(gb, "TWO", SPILLED)
    held = jp.sizes()[1]
    with_both = bundles.decode(frame(gb, held))
    assert [place for place, _ in with_both.texts] == [0, 1]
    without_second = msgspec.structs.replace(with_both, texts=with_both.texts[:1])
    jp.node.receive("GB", bundles.encode(without_second))
    assert (words(jp, first), words(jp, second)) == ([SPILLED], [])
    erase(gb, first)
    erase(gb, second)
    robust_child.carry(gb, jp)
    assert words(gb, first) == words(jp, first) == []
    jp.node.receive("GB", bundles.encode(with_both))
    assert words(jp, first) == words(jp, second) == []
    assert proving.verify(jp.node, "GB") == []


def test_an_old_copy_opens_nothing_that_was_erased_once_its_log_is_back(halves, tmp_path):
    gb, jp = halves
    act = robust_child.write(gb, "ONE", SPILLED)
    robust_child.carry(gb, jp)
    robust_child.carry(jp, gb)
    kept = gb.node.store.run("SELECT key FROM opening_key WHERE act = %s", [act]), cipher_of(gb, act)
    copy = backup(gb, tmp_path / "old")
    erase(gb, act)
    robust_child.carry(gb, jp)
    robust_child.carry(jp, gb)
    old = robust_child.reopen(copy, "GB", "JP")
    ours = bundles.encode(sending.returned(jp.node.pair("GB"), old.sizes()[0], 1000))
    recovery.take_back(old.node, "JP", [ours], [frame(jp, old.sizes()[1])])
    assert words(old, act) == []
    # The tables of texts alone come from an older backup than the logs: opening the node erases again.
    old.node.store.run("UPDATE opening SET cipher = %s WHERE act = %s", [kept[1], act])
    old.node.store.run(
        "INSERT INTO opening_key (pair, act, slot, key) VALUES (%s, %s, 1, %s)", ["GB-JP", act, kept[0][0][0]]
    )
    assert words(old, act) == [SPILLED]
    old.close()
    old = robust_child.reopen(copy, "GB", "JP")
    old.sizes()
    assert words(old, act) == []
    old.close()


def cipher_of(half: Half, act: bytes) -> bytes:
    return half.node.store.run("SELECT cipher FROM opening WHERE act = %s", [act])[0][0]


def test_the_key_of_an_erased_text_is_in_no_file_any_more(halves):
    gb, jp = halves
    act = robust_child.write(gb, "ONE", SPILLED)
    robust_child.carry(gb, jp)
    keys = {half: half.node.store.run("SELECT key FROM opening_key WHERE act = %s", [act])[0][0] for half in halves}

    def files(half: Half) -> bytes:
        return b"".join(each.read_bytes() for each in sorted(half.folder.iterdir()) if each.is_file())

    assert all(key in files(half) for half, key in keys.items())
    erase(gb, act)
    robust_child.carry(gb, jp)
    assert not any(key in files(half) for half, key in keys.items())
    assert not any(SPILLED.encode() in files(half) for half in halves)


def test_a_reader_in_the_way_delays_it_until_the_node_is_opened_next(halves, monkeypatch):
    gb, _ = halves
    monkeypatch.setattr(openings, "PATIENCE_MS", 50)
    act = robust_child.write(gb, "ONE", SPILLED)
    [(key,)] = gb.node.store.run("SELECT key FROM opening_key WHERE act = %s", [act])
    registrar(gb)
    with closing(sqlite3.connect(gb.folder / "warifu.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM entry").fetchone()
        erase(gb, act)
        assert words(gb, act) == []
        assert gb.node.store.run("SELECT 1 FROM setting WHERE name = 'forget_due'")
    gb.node._pairs.clear()  # as when the node is opened anew
    gb.node.pair("JP")
    assert not gb.node.store.run("SELECT 1 FROM setting WHERE name = 'forget_due'")
    assert not any(key in each.read_bytes() for each in gb.folder.iterdir() if each.is_file())


def test_a_roll_that_grew_bundle_by_bundle_is_the_roll_read_anew(halves):
    gb, jp = halves
    registrar(gb)  # signed by the root, in a later bundle than the founding act
    robust_child.carry(gb, jp)
    robust_child.write(gb, "later")
    robust_child.carry(gb, jp)
    kept, anew = jp.node.pair("GB").rolls["GB"], Pair("JP", "GB", jp.node.store, jp.node.rooms, jp.node.packs)
    anew.sync()
    assert kept.findings == anew.rolls["GB"].findings == []
    for name in ("keys", "appointments", "foundings", "nodes", "desks", "peer_joined_at"):
        assert getattr(kept, name) == getattr(anew.rolls["GB"], name), name
