"""The vault: bound to act and content, opened only on a decision and on record, destroyed key first, whatever stops."""

from __future__ import annotations

import os
import shutil
from itertools import count

import pytest

from tests.house_world import SECRET, accredit, clear, enter_circle, give, house_world
from warifu.core import canonical
from warifu.core.errors import FileError, KeyTroubleError
from warifu.doors.inhouse import asking
from warifu.doors.inhouse.asking import Asked
from warifu.node import ceiling, domestic, national
from warifu.node import vault as vault_module
from warifu.node.drafting import Draft, File
from warifu.node.keystore import Keystore
from warifu.node.vault import PIECE_BYTES, Vault
from warifu.record import log
from warifu.record.log import NATIONAL
from warifu.rooms.information.acts import house, item

PLAN = b"a plan that nobody else may read " * 70_000
STEP = PIECE_BYTES + 16
assert len(PLAN) > 2 * PIECE_BYTES


NUMBERS = count(1)


class Room:
    """A world with a vault: one item whose content is PLAN, and a person who may read it."""

    def __init__(self, tmp_path, world):
        self.world, self.node = world, world.jp.node
        self.item = give(world, f"GB-PLAN-{next(NUMBERS)}", content=canonical.digest(PLAN))
        self.other = give(world, f"GB-PLAN-{next(NUMBERS)}", content=canonical.digest(PLAN[:-1]))
        self.before = 0
        self.before = self.openings()
        self.folder = tmp_path / "vault"
        self.keys = Keystore(tmp_path / "keys", "phrase", os.urandom, cost=4)
        self.vault = self.open()

    def open(self, keys=None):
        return Vault(self.folder, keys or self.keys, self.node)

    def decide(self, person="JP-091"):
        self.world.wait(1)
        asked = Asked(
            person, "JP-MOD", self.item, "2", "exercise:VIGILANT-26", "JP-AKASHI-R1", "paper", self.world.today
        )
        outcome = asking.keep(self.node, "GB", asked, (self.world.jp.officers["clerk"], "TRIAL"))
        assert outcome.ok, outcome.ruling
        return outcome.case

    def read(self, decision, by="keeper"):
        self.world.wait(1)
        return self.vault.open("GB", decision, (self.world.jp.officers[by], "TRIAL"))

    def openings(self):
        return len(log.of_kinds(self.node.store, NATIONAL, "JP", "information/opened", 0)) - self.before

    def destroy(self, item_=None):
        self.world.wait(1)
        body = house.VaultDestroyed(self.world.today, item_ or self.item, canonical.digest(PLAN), "destroyed")
        return Draft(kind="information/vault_destroyed", body=body, desk="TRIAL", cites=self.witnessed(), label=SECRET)

    def witnessed(self):
        half = self.world.jp
        body = item.Destruction(self.world.today, ("2",), "shredding")
        act = half.must("information/destruction", body, "registrar", case=self.item, label=SECRET).act
        seen = item.Witness(self.world.today, ("2",))
        made = half.must("information/witness", seen, "keeper", case=self.item, cites=(act,), label=SECRET)
        return (made.act,)


@pytest.fixture(scope="module")
def world():
    made = house_world(seed=47)
    clear(made)
    enter_circle(made)
    accredit(made)
    return made


@pytest.fixture
def room(tmp_path, world):
    world.jp.node.ceiling = ceiling.NONE
    return Room(tmp_path, world)


def names(room):
    return sorted(path.name for path in room.folder.iterdir())


def test_a_file_is_put_found_opened_on_a_decision_and_the_opening_is_on_record(room):
    kept = room.vault.put(room.item, PLAN, "application/pdf")
    assert (kept.size, kept.level) == (len(PLAN), 3)
    assert room.vault.put(room.item, PLAN, "application/pdf") == kept
    assert room.vault.list() == [kept]
    decision = room.decide()
    outcome, raw = room.read(decision)
    assert outcome.ok, outcome.ruling
    assert raw == PLAN
    assert room.openings() == 1
    case = domestic.case(room.node, decision)
    assert [case.stands[digest].placed.body.content for digest in case.terms.opened] == [kept.content]
    opened = room.node.store.run(
        "SELECT person FROM information_opened WHERE pair = 'national' AND item = %s", [room.item]
    )
    assert opened == [("JP-091",)]


def test_nothing_in_the_folder_tells_what_it_holds(room):
    room.vault.put(room.item, PLAN, "application/pdf")
    everything = b"".join(path.read_bytes() + path.name.encode() for path in room.folder.iterdir())
    for told in (
        PLAN[:24],
        room.item,
        canonical.digest(PLAN),
        b"application/pdf",
        canonical.digest(PLAN).hex().encode(),
    ):
        assert told not in everything


@pytest.mark.parametrize("by", ["clerk", "second"])
def test_only_the_person_of_the_decision_opens(room, by):
    room.vault.put(room.item, PLAN, "application/pdf")
    outcome, raw = room.read(room.decide(), by)
    assert (outcome.ok, raw) == (False, b"")
    assert "isa.opened.another_person" in {each.rule for each in outcome.ruling}
    assert room.openings() == 0


def test_a_refusal_an_older_decision_and_no_decision_open_nothing(room):
    room.vault.put(room.item, PLAN, "application/pdf")
    refused, yesterday = room.decide("JP-092"), room.decide()
    assert "isa.opened.not_permitted" in {each.rule for each in room.read(refused, "second")[0].ruling}
    room.world.wait(86_400)
    assert [each.rule for each in room.read(yesterday)[0].ruling] == ["isa.opened.another_day"]
    assert [each.rule for each in room.read(bytes(32))[0].ruling] == ["vault.no_decision"]
    assert room.openings() == 0


def test_what_is_not_the_content_of_the_act_is_not_put(room):
    for act, raw, code in (
        (room.item, PLAN[:-1], "vault.other_content"),
        (room.other, PLAN, "vault.other_content"),
        (bytes(32), PLAN, "vault.act_unknown"),
    ):
        with pytest.raises(FileError) as told:
            room.vault.put(act, raw, "application/pdf")
        assert told.value.code == code
    assert not room.folder.exists()


def _damaged(room):
    decision = room.decide()
    with pytest.raises(FileError) as told:
        room.read(decision)
    assert told.value.code == "vault.damaged"
    assert room.openings() == 0


def test_swapped_files_do_not_open(room):
    first = room.vault.put(room.item, PLAN, "application/pdf")
    before = set(names(room))
    room.vault.put(room.other, PLAN[:-1], "application/pdf")
    other = next(path for path in room.folder.glob("*.bin") if path.name not in before)
    mine = next(path for path in room.folder.glob("*.bin") if path.name in before)
    shutil.copy(other, mine)
    _damaged(room)
    shutil.copy(other.with_suffix(".key"), mine.with_suffix(".key"))
    _damaged(room)
    assert first.content == canonical.digest(PLAN)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw[:-1],
        lambda raw: raw[: PIECE_BYTES + 16],
        lambda raw: raw[: 2 * (PIECE_BYTES + 16)],
        lambda raw: raw + b"\0",
        lambda raw: b"",
        lambda raw: raw[STEP : 2 * STEP] + raw[:STEP] + raw[2 * STEP :],
        lambda raw: raw[:100] + bytes([raw[100] ^ 1]) + raw[101:],
    ],
    ids=["byte cut", "one piece left", "last piece cut", "byte added", "empty", "pieces swapped", "bit turned"],
)  # fmt: skip
def test_a_truncated_or_altered_file_does_not_open(room, spoil):
    room.vault.put(room.item, PLAN, "application/pdf")
    (path,) = room.folder.glob("*.bin")
    path.write_bytes(spoil(path.read_bytes()))
    _damaged(room)


def test_a_replaced_key_does_not_open(room, tmp_path):
    room.vault.put(room.item, PLAN, "application/pdf")
    (key,) = room.folder.glob("*.key")
    whole = key.read_bytes()
    for raw in (whole[:-1], whole[:20] + bytes(len(whole) - 20), b""):
        key.write_bytes(raw)
        _damaged(room)
    key.write_bytes(whole)
    strange = Keystore(tmp_path / "strange", "phrase", os.urandom, cost=4)
    strange.make("vault", 2)
    with pytest.raises(FileError) as told:
        room.open(strange).list()
    assert told.value.code == "vault.damaged"
    with pytest.raises(KeyTroubleError) as locked:
        room.open(Keystore(tmp_path / "keys", "another phrase", os.urandom, cost=4))
    assert locked.value.code == "key.locked"


def test_destruction_is_on_record_and_the_key_goes_first(room, monkeypatch):
    room.vault.put(room.item, PLAN, "application/pdf")
    decision, unlinked = room.decide(), []
    unlink = type(room.folder).unlink
    monkeypatch.setattr(
        type(room.folder), "unlink", lambda path, **more: (unlinked.append(path.suffix), unlink(path, **more))[1]
    )
    outcome = room.vault.destroy("GB", room.destroy(), room.world.jp.officers["clerk"])
    assert outcome.ok, outcome.ruling
    assert unlinked[:2] == [".key", ".bin"]
    assert names(room) == []
    assert [each.rule for each in room.read(decision)[0].ruling] == ["vault.no_file"]
    with pytest.raises(FileError) as told:
        room.vault.put(room.item, PLAN, "application/pdf")
    assert told.value.code == "vault.destroyed"


def test_no_destruction_without_its_witness(room):
    room.vault.put(room.item, PLAN, "application/pdf")
    body = house.VaultDestroyed(room.world.today, room.item, canonical.digest(PLAN), "destroyed")
    draft = Draft(kind="information/vault_destroyed", body=body, desk="TRIAL", label=SECRET)
    outcome = room.vault.destroy("GB", draft, room.world.jp.officers["clerk"])
    assert [each.rule for each in outcome.ruling] == ["isa.vault_destroyed.not_cited"]
    assert len(names(room)) == 2


def test_what_a_crash_left_is_finished_when_the_vault_is_opened_again(room, tmp_path):
    room.vault.put(room.item, PLAN, "application/pdf")
    shutil.copytree(room.folder, tmp_path / "backup")
    outcome = national.enter(room.node, "GB", [room.destroy()], room.world.jp.officers["clerk"])[0]
    assert outcome.ok, outcome.ruling  # recorded, and then the machine stopped
    assert len(names(room)) == 2
    room.open()
    assert names(room) == []
    shutil.copytree(tmp_path / "backup", room.folder, dirs_exist_ok=True)  # an old backup brings it back
    room.open()
    assert names(room) == []


def test_a_file_without_its_key_and_a_half_written_one_go(room):
    room.vault.put(room.item, PLAN, "application/pdf")
    (room.folder / f"{'0' * 32}.bin").write_bytes(b"stopped before its key was written")
    (room.folder / f"{'1' * 32}.bin.new").write_bytes(b"stopped in the middle")
    before = {path.name for path in room.folder.glob("*.key")}
    room.open()
    assert {path.name for path in room.folder.glob("*.key")} == before
    assert len(names(room)) == 2


def test_stopping_anywhere_while_putting_loses_nothing_and_leaves_nothing_open(room, monkeypatch):
    replace = type(room.folder).replace
    for stop_at in (0, 1):
        calls = []

        def stopping(path, to, at=stop_at, calls=calls):
            calls.append(to)
            if len(calls) > at:
                raise OSError("the machine stops")
            return replace(path, to)

        monkeypatch.setattr(type(room.folder), "replace", stopping)
        with pytest.raises(OSError, match="the machine stops"):
            room.vault.put(room.item, PLAN, "application/pdf")
        monkeypatch.setattr(type(room.folder), "replace", replace)
        assert room.open().list() == []
        assert names(room) == []
    assert room.vault.put(room.item, PLAN, "application/pdf") in room.open().list()


def test_above_the_ceiling_neither_files_nor_titles_are_kept(room):
    room.node.ceiling = 2
    with pytest.raises(FileError) as told:
        room.vault.put(room.item, PLAN, "application/pdf")
    assert told.value.code == "vault.above_ceiling"
    room.node.ceiling = ceiling.NONE
    assert room.vault.put(room.item, PLAN, "application/pdf")


def test_an_empty_file_and_one_of_whole_pieces_come_back(room):
    for number, raw in enumerate((b"", b"x" * PIECE_BYTES, b"y" * (2 * PIECE_BYTES))):
        case = give(room.world, f"GB-WHOLE-{number}", content=canonical.digest(raw))
        kept = room.vault.put(case, raw, "text/plain")
        assert room.vault._read(kept) == raw


TOP = ("GB-GSC", "2014-04-02", "TOP SECRET")


def test_what_was_upgraded_beyond_the_ceiling_since_is_not_taken_in(room):
    room.node.ceiling = 3
    body = item.Regrade(room.world.today, "upgrade", item.Marking(*TOP), "harm_greater", "MOD/26/8")
    room.world.gb.must("information/regrade", body, "registrar", case=room.item, label=TOP)
    room.world.exchange()
    with pytest.raises(FileError, match=r"vault\.above_ceiling"):
        room.vault.put(room.item, PLAN, "application/pdf")


def test_the_file_of_the_item_itself_is_found_before_those_of_later_acts(room):
    scan = b"a scan of the parcel"
    lost = item.Missing(room.world.today, ("2",), "muster")
    files = (File(scan, "image/png", "scan"),)
    act = room.world.jp.must("information/missing", lost, "registrar", case=room.item, label=SECRET, files=files).act
    for _ in range(4):  # names are keyed digests: whichever comes first tells nothing
        room.vault.put(act, scan, "image/png")
        assert room.vault.find(room.item).content == canonical.digest(scan)
        room.vault.put(room.item, PLAN, "application/pdf")
        assert room.vault.find(room.item).content == canonical.digest(PLAN)
        shutil.rmtree(room.folder)
        room.keys = Keystore(room.folder.parent / os.urandom(4).hex(), "phrase", os.urandom, cost=4)
        room.vault = room.open()


def test_a_vault_that_is_opened_while_a_file_is_put_takes_nothing_from_it(room, monkeypatch):
    room.vault.put(room.other, PLAN[:-1], "text/plain")
    written = vault_module._write

    def opened_between(path, raw):
        written(path, raw)
        if path.suffix == ".bin":
            room.open()

    monkeypatch.setattr(vault_module, "_write", opened_between)
    room.vault.put(room.item, PLAN, "application/pdf")
    monkeypatch.undo()
    assert room.read(room.decide())[1] == PLAN


def test_a_file_whose_sealed_bytes_were_lost_can_be_put_again(room):
    kept = room.vault.put(room.item, PLAN, "application/pdf")
    for path in room.folder.glob("*.bin"):
        path.unlink()
    with pytest.raises(FileError, match=r"vault\.damaged"):
        room.read(room.decide())
    assert room.vault.put(room.item, PLAN, "application/pdf") == kept
    assert room.read(room.decide())[1] == PLAN


def test_what_is_being_written_while_another_process_settles_is_written_again(room, monkeypatch):
    room.vault.put(room.other, PLAN[:-1], "text/plain")
    synced, cleared = os.fsync, []

    def settled_once(descriptor):
        synced(descriptor)
        if not cleared:
            cleared.append(room.open())

    monkeypatch.setattr(vault_module.os, "fsync", settled_once)
    room.vault.put(room.item, PLAN, "application/pdf")
    monkeypatch.undo()
    assert room.read(room.decide())[1] == PLAN
