"""The play from one command: it does the main job whole, on any registers, and its exit status tells the truth."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import re
import signal
import sys

import pytest
from typer.testing import CliRunner

from warifu.doors.cli import app
from warifu.doors.cli.demo import _program
from warifu.doors.demo import chapters, run, worker

FILES = {"import-gb.json", "import-jp.json", "match.json", "information.json", "statement.json", "verify.json"}
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
DOUBLE = 2


def play(*words: object, env: dict[str, str] | None = None):
    return CliRunner().invoke(app, ["demo", *map(str, words)], env=env)


@pytest.mark.slow
def test_the_whole_play_writes_what_an_auditor_asks_for(tmp_path):
    book = tmp_path / "units.csv"
    head = "Our ref,Date,Direction,UK unit,JSDF unit,Category,Description,Qty,Unit,Value,Currency\n"
    rows = [f"A-{n},{n:02d}/04/2025,Issued,HMS Calder,JS Hayase,Food,Bread,{n}0,kg,{n}000,JPY\n" for n in range(1, 9)]
    book.write_text(head + "".join(rows) + "A-9,someday,Issued,HMS Calder,JS Hayase,Food,Bread,10,kg,1000,JPY\n")
    out = tmp_path / "out"
    result = play("--gb-register", book, "--out", out, "--json")
    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout)
    files = {name: json.loads((out / name).read_text(encoding="utf-8")) for name in FILES}
    for side in ("gb", "jp"):
        told = files[f"import-{side}.json"]
        assert told["rows_read"] == told["accepted"] + len(told["rejected"]) + told["non_rows"]
    assert [(each["ref"], each["reason"]) for each in files["import-gb.json"]["rejected"]] == [("A-9", "bad_date")]
    assert {"matched", "differing", "only_gb", "only_jp", "undetermined"} == set(files["match.json"])
    verify = files["verify.json"]
    assert len(set(verify["state_digests"].values())) == 1
    assert verify["findings"] == []
    assert verify["audit"]["digest"] == verify["state_digests"]["GB"]
    assert (out / verify["audit"]["file"]).is_file()
    assert files["information.json"] == summary["information"]
    told = [(each["copy"], each["status"], each["party"]) for each in files["information.json"]["copies"]]
    assert told == [("1", "held", "GB"), ("2", "destroyed", "JP"), ("2/1", "destroyed", "JP")]
    assert len(verify["log_sizes"]) == DOUBLE
    assert files["statement.json"] == summary["statement"]
    assert [refusal["title"]["en"] for refusal in summary["refusals"]] == [
        "a signature by who prepared it",
        "a weapon",
        "training services during counter-piracy",
        "an expired appointment",
        "an onward transfer without consent",
        "a receipt by the officer who issued",
        "a release to a third country without consent",
        "a witness who is the destroyer",
        "a detailed arrangement before the diplomatic notes",
        "a decision before the screening at home is complete",
        "a delivery to a third party without consent",
    ]
    rules = [{finding["rule"] for finding in refusal["findings"]} for refusal in summary["refusals"]]
    assert "acsa.draw.no_consent" in rules[4]
    for refusal in summary["refusals"]:
        for finding in refusal["findings"]:
            assert JAPANESE.search(finding["ja"])
            assert JAPANESE.search(finding["article_ja"])
            assert finding["en"].endswith(".")
    assert [(fact["title"]["en"], fact["party"]) for fact in summary["irregular"]] == [
        ("more handed over than ordered; ratified by GB", "JP"),
    ]
    assert ["is recorded as irregular" in each["en"] for each in summary["irregular"][0]["findings"]] == [True]
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_a_node_that_dies_ends_the_play_with_one_and_leaves_no_process(tmp_path, monkeypatch):
    def killed(_play):
        victim = next(each for each in multiprocessing.active_children() if each.name == "warifu JP")
        os.kill(victim.pid or 0, signal.SIGKILL)
        victim.join(10)
        return chapters_rehearsal(_play)

    chapters_rehearsal = chapters.rehearsal
    monkeypatch.setattr(chapters, "rehearsal", killed)
    result = play("--out", tmp_path / "out", env={"WARIFU_LANG": "ja"})
    assert result.exit_code == 1
    assert "実行できません" in result.output
    assert "Traceback" not in result.output
    assert multiprocessing.active_children() == []


def test_a_folder_with_something_in_it_is_not_touched(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    result = play("--out", tmp_path)
    assert result.exit_code == DOUBLE
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]
    (tmp_path / "file").write_text("")
    assert play("--out", tmp_path / "file").exit_code == DOUBLE


def test_a_register_that_is_not_there_is_told_before_anything_begins(tmp_path):
    result = play("--gb-register", tmp_path / "none.xlsx", "--out", tmp_path / "out", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"] == "file.not_there"
    assert not (tmp_path / "out").exists()


def test_each_step_has_words_in_both_languages():
    for en, ja in run.STEPS.values():
        assert JAPANESE.search(ja)
        assert not JAPANESE.search(en)


def test_what_is_shown_next_can_be_typed_where_the_demonstration_was_called(tmp_path, monkeypatch):
    program = tmp_path / "bin" / "warifu"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["bin/warifu", "demo"])
    monkeypatch.setenv("PATH", "/nowhere")
    assert _program() == "bin/warifu"
    monkeypatch.setenv("PATH", str(program.parent))
    assert _program() == "warifu"
    monkeypatch.setattr(sys, "argv", ["-c"])
    assert _program() == "warifu"


@pytest.mark.parametrize("asked", [None, "work"])
def test_a_node_whose_play_is_gone_ends_without_a_word(monkeypatch, capfd, asked):
    ours, theirs = multiprocessing.Pipe()
    before = signal.getsignal(signal.SIGINT)

    class Node:
        founded = b""

        def __init__(self, _):
            self.turns, self.peer = self, "JP"

        def turn(self, _):
            ours.close()  # Ctrl-C while the node is at work: nobody hears what comes of it
            return contextlib.nullcontext()

        def work(self):
            return 1

    monkeypatch.setattr(worker, "Worker", Node)
    if asked:
        ours.send((asked, ()))
    else:
        ours.close()
    with pytest.raises(SystemExit) as ended:
        worker.run(None, theirs)
    signal.signal(signal.SIGINT, before)
    assert ended.value.code == 0
    assert capfd.readouterr() == ("", "")
