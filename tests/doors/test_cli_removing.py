"""``warifu spill``, ``backup``, ``restore`` and ``retention`` as they are typed, and what goes wrong, in a sentence."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.doors.test_cli import JAPANESE, TODAY, Desk, carry, introduced
from warifu.node.keystore import Keystore

SPILLED = "a word in the wrong place (invented)"


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        real = Keystore.__init__
        patch.setattr(Keystore, "__init__", lambda self, *told: real(self, *told[:3], 10))
        yield introduced(tmp_path_factory)


@pytest.fixture(scope="module")
def case(desks) -> str:
    gb, jp = desks
    file = gb.home / "activity.toml"
    file.write_text(
        f'kind = "programme/activity"\n[texts]\n1 = "{SPILLED}"\n2 = "harmless"\n[body]\non = {TODAY}\n'
        f'number = "GB-HQ-{TODAY.year % 100:02d}-0009"\nform = "exercise"\nground = "a"\nplaces = ["XZ"]\n'
        f'from_day = {TODAY}\nto_day = {TODAY}\nunits = ["HQ"]\nother_units = ["HQ"]\n',
        encoding="utf-8",
    )
    found = gb.json("act", "submit", file, "--officer", "ops", "--desk", "HQ")["case"]
    carry(gb, jp)
    return found


def in_japanese(desk: Desk, *words: object) -> str:
    """What a command says in Japanese; no code of ours stands in it."""
    shown = desk.run(*words, lang="ja").output
    assert JAPANESE.search(shown)
    left = re.sub(r"[0-9a-f]{8,}|command-line|programme/activity|disc[\w ]*|safe \d|/\S+", "", shown)
    assert not re.search(r"[a-z]{4,}", left), left
    return shown


def test_the_other_side_asks_and_we_remove_one_text_of_two(desks, case):
    gb, jp = desks
    asked = jp.json("spill", "erase", case[:12], "--slot", "1", "--officer", "ops")
    assert asked["signed"]
    assert jp.json("spill", "show", case)["texts"] == [{"slot": 1, "state": "withheld"}, {"slot": 2, "state": "here"}]
    carry(jp, gb)
    assert "asked" in {each["what"].rpartition(".")[2] for each in gb.json("status")["removals"]}
    assert "消去の要請" in in_japanese(gb, "spill", "follow-up")
    gb.json("spill", "erase", case, "--slot", "1", "--reason", "spill", "--officer", "ops")
    carry(gb, jp)
    for desk in desks:
        assert desk.json("spill", "show", case)["texts"] == [{"slot": 1, "state": "gone"}, {"slot": 2, "state": "here"}]
    assert "消去済み" in in_japanese(gb, "spill", "show", case)
    [asked_line] = [each for each in gb.json("spill", "follow-up") if each["what"] == "asked"]
    gb.json("spill", "follow-up", asked_line["line"], "--done", "destroyed", "--officer", "ops")
    again = gb.run("spill", "follow-up", asked_line["line"], "--done", "destroyed", "--officer", "ops", ok=False)
    assert "no open line" in again.output
    gb.run("spill", "follow-up", asked_line["line"], "--done", "eaten", "--officer", "ops", ok=2)
    gb.run("spill", "erase", case, "--reason", "disposal", "--officer", "ops", ok=2)
    assert "no such act" in gb.run("spill", "show", "abcdef", ok=False).output


def test_backups_are_made_noted_and_listed(desks, tmp_path):
    gb, _ = desks
    made = gb.json("backup", "--to", tmp_path / "one", "--kept", "safe 1")
    gb.run("backup", "--noted", "safe 2")
    rows = gb.json("backup")
    assert {each["kept"] for each in rows} == {"safe 1", "safe 2"}
    assert made["digest"] in {each["digest"] for each in rows}
    assert "there is a file of that name" in gb.run("backup", "--to", tmp_path / "one", ok=False).output
    in_japanese(gb, "backup")
    empty = tmp_path / "empty"
    shutil.copytree(gb.node, empty, ignore=shutil.ignore_patterns("*.db*"))
    other = Desk(tmp_path, "GB", "JP")
    other.node = empty
    damaged = tmp_path / "damaged"
    damaged.write_bytes((tmp_path / "one").read_bytes()[:5000])
    assert "no backup of a node" in other.run("restore", damaged, ok=False).output
    assert other.json("restore", tmp_path / "one")["our_log"]["JP"] > 0
    assert other.json("log", "verify")["findings"] == []
    assert "lies there already" in other.run("restore", tmp_path / "one", ok=False).output


def test_a_hold_is_set_listed_and_lifted(desks, case):
    gb, _ = desks
    assert gb.json("retention", "due", "--on", "2060-01-01") == []
    held = gb.json("retention", "hold", case[:12], "--why", "audit", "--officer", "ops")["act"]
    assert gb.json("retention", "holds") == [
        {"why": "audit", "since": gb.json("retention", "holds")[0]["since"], "cases": [case], "act": held}
    ]
    assert "監査" in in_japanese(gb, "retention", "holds")
    refused = gb.json("retention", "dispose", case, "--officer", "ops", ok=False)
    assert [each["rule"] for each in refused["findings"]] == ["house.retention.nothing_due"]
    gb.run("retention", "hold", case, "--why", "spring", "--officer", "ops", ok=2)
    gb.json("retention", "lift", held[:12], "--officer", "ops")
    assert gb.json("retention", "holds") == []
    in_japanese(gb, "retention", "due")
