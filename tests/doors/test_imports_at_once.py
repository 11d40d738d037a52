"""Two imports of one register, at the same time or one ended midway: each row is taken in once, with its cells."""

from __future__ import annotations

import pytest

from tests.world import World
from warifu.core.errors import LogError
from warifu.doors.registers import importing
from warifu.node.drafting import Draft

HEAD = "Ref,Date,Direction,Description,Quantity,Unit,Category,UK unit,JSDF unit\n"
ROWS = [f"N-{day},0{day}/04/2026,issued,Rice,{day}0,kg,food,HMS Calder,JS Hayase\n" for day in range(1, 10)]


@pytest.fixture
def world():
    made = World(1)
    made.exchange()
    return made


def test_each_row_is_taken_in_once(world, tmp_path):
    node, signer = world.gb.node, world.gb.officers["registrar"]
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(HEAD + "".join(ROWS[:5]))
    second.write_text(HEAD + "".join(ROWS))
    both = [importing.understand(node, "JP", file, None, world.today) for file in (first, second)]
    assert [len(found.new) for found in both] == [5, 9]
    signed = [importing.sign(node, "JP", found, signer) for found in both]
    assert [(len(each.acts), each.held) for each in signed] == [(5, 0), (4, 5)]
    assert len(importing.held_dealings(node, "JP", "GB")) == 9
    assert len(list(importing.dealings_of(node, "JP", "GB"))) == 9
    told = importing.report(both[1], signed[1])
    assert (told["accepted"], told["signed"], told["already_held"]) == (9, 4, 5)


def test_drafts_made_of_a_shorter_log_are_not_signed(world):
    node, signer = world.gb.node, world.gb.officers["registrar"]
    size = node.pair("JP").head("GB").size
    with pytest.raises(LogError) as told:
        node.submit_all("JP", [Draft(kind="logistics/dealing", body=None, desk="REG")], signer, size - 1)
    assert told.value.code == "log.grown"
    assert node.pair("JP").head("GB").size == size


def test_cells_that_an_ended_import_did_not_keep_are_kept_by_the_next(world, tmp_path, monkeypatch):
    node, signer = world.gb.node, world.gb.officers["registrar"]
    file = tmp_path / "register.csv"
    file.write_text(HEAD + "".join(ROWS))

    class EndedError(Exception):
        """The process was ended between the dealings and their cells."""

    def ended(*_anything):
        raise EndedError

    with monkeypatch.context() as patch:
        patch.setattr(importing.national, "submit", ended)
        with pytest.raises(EndedError):
            importing.sign(node, "JP", importing.understand(node, "JP", file, None, world.today), signer)
    again = importing.understand(node, "JP", file, None, world.today)
    assert (len(again.new), len(again.known)) == (0, 9)
    for _ in range(2):  # a third time adds nothing
        assert importing.sign(node, "JP", again, signer).acts == ()
        assert node.store.run("SELECT COUNT(*) FROM entry WHERE kind = 'logistics/register_row'") == [(9,)]
    assert len(importing.withdraw_batch(node, "JP", again.batch, "taken in twice", signer)) == 9
