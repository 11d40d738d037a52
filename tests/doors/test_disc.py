"""Disc and mail: the same halves as by wire, whatever order the files come in."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.node.exchange_world import QUICK, Half, plain, two
from warifu.core import bundle as bundles
from warifu.core.errors import FileError, KeyTroubleError, LogError, WarifuError
from warifu.doors import disc
from warifu.doors.disc import Imported
from warifu.doors.wire import serve_node
from warifu.node import proving, recovery, sending
from warifu.node.exchange import exchange
from warifu.record import discs


@pytest.fixture
def halves(tmp_path):
    gb, jp = two(tmp_path)
    yield gb, jp
    gb.close()
    jp.close()


def carry(source: Half, target: Half, folder: Path, piece_bytes: int = disc.PIECE_BYTES) -> Imported:
    """Export, carry, import."""
    shutil.rmtree(folder, ignore_errors=True)
    files = disc.export(source.turns, target.party, folder, piece_bytes)
    return disc.import_(target.turns, source.party, files, target.sealing.private)


def introduce(gb: Half, jp: Half, folder: Path) -> None:
    for source, target in ((gb, jp), (jp, gb)):
        found = carry(source, target, folder / "hello")
        assert (found.bundles, found.troubles) == (1, ())


def until_quiet(gb: Half, jp: Half, folder: Path) -> None:
    """Carry discs to and fro until neither brings news."""
    while any(carry(source, target, folder / "there").received.entries for source, target in ((gb, jp), (jp, gb))):
        continue


def test_a_disc_and_the_wire_make_the_same_halves(tmp_path):
    gb, jp = two(tmp_path / "start")
    gb.desks(6)
    jp.desks(4)
    gb.close()
    jp.close()
    digests = []
    for name in ("disc", "wire"):
        shutil.copytree(tmp_path / "start", tmp_path / name)
        gb, jp = Half("GB", "JP", tmp_path / name / "gb"), Half("JP", "GB", tmp_path / name / "jp")
        if name == "disc":
            introduce(gb, jp, tmp_path)
            until_quiet(gb, jp, tmp_path)
        else:
            server = serve_node(jp.turns, ("127.0.0.1", 0))
            server.start()
            exchange(gb.turns, "JP", plain(server.address), QUICK)
            server.stop()
        assert gb.sizes() == jp.sizes()[::-1] == (14, 14)
        assert proving.verify(gb.node, "JP") == proving.verify(jp.node, "GB") == []
        digests.append((gb.digest(), jp.digest()))
        gb.close()
        jp.close()
    assert digests[0] == digests[1]
    assert digests[0][0] == digests[0][1]


def test_before_the_peer_is_known_only_root_and_node_keys_leave(halves, tmp_path):
    gb, jp = halves
    gb.desks(5)
    files = disc.export(gb.turns, "JP", tmp_path / "hello")
    assert [path.name.endswith("-introduction.wrf") for path in files] == [True]
    found = bundles.decode(files[0].read_bytes())
    assert (len(found.entries), found.texts, found.files) == (2, (), ())
    assert disc.import_(jp.turns, "GB", files, jp.sealing.private).received.entries == 2
    # Now JP can seal to us, and says what it holds.
    answer = disc.export(jp.turns, "GB", tmp_path / "back")
    assert answer[0].read_bytes()[:3] == bundles.PIECE
    disc.import_(gb.turns, "JP", answer, gb.sealing.private)
    assert disc.witnessed(gb.turns, "JP") == 2


def test_pieces_come_in_any_order_and_with_other_things_on_the_disc(halves, tmp_path):
    gb, jp = halves
    introduce(gb, jp, tmp_path)
    gb.desks(30)
    folder = tmp_path / "disc"
    files = disc.export(gb.turns, "JP", folder, 700)
    assert len(files) > 5
    assert all(path.stat().st_size <= 700 for path in files)
    (folder / "readme.txt").write_text("for the registry")
    (folder / "empty").touch()
    random.Random(3).shuffle(files)
    renamed = [path.rename(folder / f"{number}.bin") for number, path in enumerate(files)]
    assert len(renamed) == len(files)
    found = disc.import_(jp.turns, "GB", [folder], jp.sealing.private)
    assert (found.bundles, found.received.entries) == (1, 30 + 2)
    assert sorted((name, trouble.code) for name, trouble in found.troubles) == [
        ("empty", "disc.not_a_bundle"),
        ("readme.txt", "disc.not_a_bundle"),
    ]


def test_a_missing_piece_is_named_and_comes_later(halves, tmp_path):
    gb, jp = halves
    introduce(gb, jp, tmp_path)
    gb.desks(20)
    files = disc.export(gb.turns, "JP", tmp_path / "disc", 700)
    lost = files.pop(2)
    found = disc.import_(jp.turns, "GB", files, jp.sealing.private)
    assert [(trouble.code, trouble.figures["missing"]) for _, trouble in found.troubles] == [
        ("bundle.piece_missing", "3")
    ]
    assert jp.sizes()[1] == 2
    assert disc.import_(jp.turns, "GB", [*files, lost], jp.sealing.private).received.entries == 22


def test_long_logs_leave_in_runs_that_come_in_any_order(halves, tmp_path, monkeypatch):
    gb, jp = halves
    introduce(gb, jp, tmp_path)
    gb.desks(25)
    monkeypatch.setattr(sending, "MAX_RUN", 10)
    files = disc.export(gb.turns, "JP", tmp_path / "disc")
    assert len(files) == 3
    found = disc.import_(jp.turns, "GB", reversed(files), jp.sealing.private)
    assert (found.bundles, found.troubles) == (3, ())
    assert jp.sizes()[1] == gb.sizes()[0]


def test_a_run_without_the_one_before_waits_for_it(halves, tmp_path, monkeypatch):
    gb, jp = halves
    introduce(gb, jp, tmp_path)
    gb.desks(25)
    monkeypatch.setattr(sending, "MAX_RUN", 10)
    files = disc.export(gb.turns, "JP", tmp_path / "disc")
    found = disc.import_(jp.turns, "GB", files[1:], jp.sealing.private)
    assert {trouble.code for _, trouble in found.troubles} == {"log.hole"}
    assert jp.sizes()[1] == 2


def test_the_same_files_twice_add_nothing(halves, tmp_path):
    gb, jp = halves
    introduce(gb, jp, tmp_path)
    gb.desks(5)
    files = disc.export(gb.turns, "JP", tmp_path / "disc")
    disc.import_(jp.turns, "GB", files, jp.sealing.private)
    until_quiet(gb, jp, tmp_path)
    before = jp.sizes(), jp.digest()
    again = disc.import_(jp.turns, "GB", files, jp.sealing.private)
    assert (again.bundles, again.received.entries, again.troubles) == (1, 0, ())
    assert (jp.sizes(), jp.digest()) == before


def test_without_news_a_disc_still_carries_the_receipt(halves, tmp_path):
    gb, jp = halves
    introduce(gb, jp, tmp_path)
    until_quiet(gb, jp, tmp_path)
    files = disc.export(gb.turns, "JP", tmp_path / "disc")
    assert len(files) == 1
    found = disc.import_(jp.turns, "GB", files, jp.sealing.private)
    assert (found.bundles, found.received.entries) == (1, 0)
    assert disc.witnessed(jp.turns, "GB") == jp.sizes()[0]


def test_a_disc_for_another_or_altered_on_the_way_opens_nothing(halves, tmp_path):
    gb, jp = halves
    introduce(gb, jp, tmp_path)
    gb.desks(3)
    (file,) = disc.export(gb.turns, "JP", tmp_path / "disc")
    thief = disc.import_(jp.turns, "GB", [file], gb.sealing.private)
    assert [trouble.code for _, trouble in thief.troubles] == ["bundle.not_for_us"]
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    altered = disc.import_(jp.turns, "GB", [file], jp.sealing.private)
    assert [trouble.code for _, trouble in altered.troubles] == ["bundle.piece_altered"]
    assert jp.sizes()[1] == 2


def test_what_cannot_be_read_or_is_too_large_is_named(halves, tmp_path):
    _, jp = halves
    large = tmp_path / "large.wrp"
    with large.open("wb") as file:
        file.write(bundles.PIECE)
        file.truncate(80 * 1024 * 1024)
    found = disc.import_(jp.turns, "GB", [tmp_path / "not there", large], jp.sealing.private)
    assert sorted((name, trouble.code) for name, trouble in found.troubles) == [
        ("large.wrp", "disc.file_too_large"),
        ("not there", "disc.cannot_read"),
    ]


def test_a_folder_that_cannot_be_written_is_named(halves, tmp_path):
    gb, _ = halves
    (tmp_path / "file").touch()
    with pytest.raises(FileError) as trouble:
        disc.export(gb.turns, "JP", tmp_path / "file")
    assert trouble.value.code == "disc.cannot_write"
    with pytest.raises(FileError) as trouble:
        disc.export(gb.turns, "JP", tmp_path / "disc", 100)
    assert trouble.value.code == "disc.piece_too_small"


def test_a_node_that_is_not_on_its_own_roll_introduces_nobody(tmp_path):
    nobody = Half("GB", "JP", tmp_path / "gb")
    try:
        with pytest.raises(KeyTroubleError) as trouble:
            disc.export(nobody.turns, "JP", tmp_path / "disc")
    finally:
        nobody.close()
    assert trouble.value.code == "key.node_not_on_roll"


@pytest.fixture
def restored(tmp_path):
    """GB on an old copy, JP that has seen more of GB's log, and GB as it was before the disk was lost."""
    gb, jp = two(tmp_path)
    introduce(gb, jp, tmp_path)
    gb.desks(3)
    until_quiet(gb, jp, tmp_path)
    gb.node.store.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(gb.folder, tmp_path / "copy")
    gb.desks(12, "LATER")
    until_quiet(gb, jp, tmp_path)
    old = Half("GB", "JP", tmp_path / "copy")
    yield old, jp, gb
    for half in (gb, jp, old):
        half.close()


def test_a_disc_gives_a_restored_node_its_own_log_back(restored, tmp_path):
    old, jp, gb = restored
    lost = gb.sizes()[0] - old.sizes()[0]
    assert lost == 12
    files = disc.give_back(jp.turns, "GB", tmp_path / "back", piece_bytes=900)
    (tmp_path / "back" / "readme.txt").write_text("for the registry")
    random.Random(5).shuffle(files)
    found = disc.take_back(old.turns, "JP", [tmp_path / "back"], old.sealing.private)
    assert found.ours == lost
    assert [trouble.code for _, trouble in found.troubles] == ["disc.not_a_bundle"]
    assert (old.sizes(), old.digest()) == (gb.sizes(), gb.digest())
    again = disc.take_back(old.turns, "JP", files, old.sealing.private)
    assert (again.ours, again.theirs, again.troubles) == (0, 0, ())
    old.desks(1, "NEW")
    until_quiet(old, jp, tmp_path)
    assert proving.verify(old.node, "JP") == proving.verify(jp.node, "GB") == []
    assert old.digest() == jp.digest()


def test_a_disc_gives_back_only_what_the_restored_node_lacks(restored, tmp_path):
    old, jp, gb = restored
    held = old.sizes()
    files = disc.give_back(jp.turns, "GB", tmp_path / "back", held)
    runs = [bundles.decode(disc._frame([path], old.sealing.private)) for path in files]
    assert [(run.party, run.first) for run in runs] == [("GB", held[0]), ("JP", held[1])]
    assert disc.take_back(old.turns, "JP", files, old.sealing.private).ours == 12
    assert old.digest() == gb.digest()
    for wrong in (jp.sizes()[::-1], (0, 10_000)):
        with pytest.raises(LogError) as trouble:
            disc.give_back(jp.turns, "GB", tmp_path / "more", wrong)
        assert trouble.value.code == "recovery.nothing_to_give"


def test_a_recovery_without_all_its_files_enters_nothing_and_says_which(restored, tmp_path):
    old, jp, _ = restored
    before = old.sizes()
    files = disc.give_back(jp.turns, "GB", tmp_path / "back", piece_bytes=900)
    of_gb = [path for path in files if "log-of-GB" in path.name]
    for given, code in (
        ([path for path in files if path != of_gb[0]], "bundle.piece_missing"),
        ([path for path in files if path not in of_gb], "recovery.nothing_of_ours"),
        (disc.export(jp.turns, "GB", tmp_path / "other"), "recovery.nothing_of_ours"),
    ):
        with pytest.raises(WarifuError) as trouble:
            disc.take_back(old.turns, "JP", given, old.sealing.private)
        assert (trouble.value.code, old.sizes()) == (code, before)


def test_who_wrote_on_an_old_copy_before_gets_a_fork_named(restored, tmp_path):
    old, jp, _ = restored
    old.desks(2, "FORK")
    before = old.sizes()
    files = disc.give_back(jp.turns, "GB", tmp_path / "back")
    with pytest.raises(LogError) as trouble:
        disc.take_back(old.turns, "JP", files, old.sealing.private)
    assert (trouble.value.code, old.sizes()) == ("log.forked", before)


def test_a_claim_beyond_what_a_disc_gives_back_stops_the_pen(restored, tmp_path):
    old, jp, gb = restored
    gb.desks(4, "NEWEST")
    early = disc.give_back(jp.turns, "GB", tmp_path / "early")
    until_quiet(gb, jp, tmp_path)
    late = disc.give_back(jp.turns, "GB", tmp_path / "late")
    mixed = [path for path in early if "log-of-GB" in path.name] + [path for path in late if "log-of-JP" in path.name]
    with pytest.raises(LogError) as trouble:
        disc.take_back(old.turns, "JP", mixed, old.sealing.private)
    assert trouble.value.code == "log.behind_witness"
    assert recovery.behind(old.node, "JP") == gb.sizes()[0]
    assert disc.take_back(old.turns, "JP", late, old.sealing.private).ours == 16
    assert recovery.behind(old.node, "JP") == 0


def test_who_has_nothing_of_the_peer_gives_nothing_back(tmp_path):
    gb, jp = two(tmp_path)
    try:
        with pytest.raises(KeyTroubleError) as trouble:
            disc.give_back(jp.turns, "GB", tmp_path / "back")
        assert trouble.value.code == "key.no_sealing_key"
    finally:
        gb.close()
        jp.close()


def test_a_disc_is_under_way_until_the_peer_witnesses_what_it_carries(halves, tmp_path):
    gb, jp = halves
    introduce(gb, jp, tmp_path)
    until_quiet(gb, jp, tmp_path)
    gb.desks(3)
    files = disc.export(gb.turns, "JP", tmp_path / "disc", 700)
    (waits,) = under_way(gb)
    assert (waits.way, waits.ours, waits.theirs) == (discs.SENT, *gb.sizes())
    assert (waits.files, waits.length) == (len(files), sum(each.stat().st_size for each in files))
    assert waits.first == disc.witnessed(gb.turns, "JP")
    gb.desks(1, "LATER")
    later = disc.export(gb.turns, "JP", tmp_path / "later")
    disc.import_(jp.turns, "GB", files, jp.sealing.private)
    carry(jp, gb, tmp_path / "back")
    assert [each.ours for each in under_way(gb)] == [gb.sizes()[0]]  # the first has arrived, the later one not
    taken = {each.digest for each in discs.newest(jp.node.store, "GB-JP", 99) if each.way == discs.TAKEN}
    assert waits.digest in taken  # the same disc has the same digest on both nodes
    disc.import_(jp.turns, "GB", later, jp.sealing.private)
    carry(jp, gb, tmp_path / "back")
    assert under_way(gb) == []


def test_a_checkpoint_of_before_tells_of_no_arrival(halves, tmp_path):
    gb, jp = halves
    introduce(gb, jp, tmp_path)
    gb.desks(2)
    old = disc.export(jp.turns, "GB", tmp_path / "old")
    disc.export(gb.turns, "JP", tmp_path / "disc")
    disc.import_(gb.turns, "JP", old, gb.sealing.private)
    assert len(under_way(gb)) == 1
    disc.export(gb.turns, "JP", tmp_path / "lost, so once more")
    assert len(under_way(gb)) == 2


def test_a_lost_half_is_under_way_until_the_restored_node_has_been_heard(restored, tmp_path):
    old, jp, _ = restored
    files = disc.give_back(jp.turns, "GB", tmp_path / "back")
    (waits,) = under_way(jp)
    assert (waits.way, waits.ours, waits.theirs) == (discs.RETURNED, *jp.sizes())
    disc.take_back(old.turns, "JP", files, old.sealing.private)
    old.desks(1, "NEW")
    carry(old, jp, tmp_path / "there")
    assert under_way(jp) == []


def test_a_receipt_alone_waits_for_nothing_and_what_was_not_written_is_not_on_record(halves, tmp_path):
    gb, jp = halves
    introduce(gb, jp, tmp_path)
    until_quiet(gb, jp, tmp_path)
    before = discs.newest(gb.node.store, "GB-JP", 99)
    files = disc.export(gb.turns, "JP", tmp_path / "disc")
    assert len(discs.newest(gb.node.store, "GB-JP", 99)) == len(before) + 1
    assert under_way(gb) == []
    with pytest.raises(FileError):
        disc.export(gb.turns, "JP", files[0])
    assert len(discs.newest(gb.node.store, "GB-JP", 99)) == len(before) + 1


def under_way(half: Half) -> list[discs.Disc]:
    return discs.under_way(half.node.store, "GB-JP")
