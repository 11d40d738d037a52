"""How the command line ends: its status, its sentences and its one JSON document, whatever comes in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from warifu.core.errors import FileError
from warifu.doors import files
from warifu.doors.cli import app, packs
from warifu.doors.cli.base import out, table_of
from warifu.doors.forms import read_file

RUN = [sys.executable, "-c", "from warifu.doors.cli import main; main()"]


def typed(*words: str, lang: str = "en", **env: str):
    return CliRunner().invoke(app, list(words), env={"WARIFU_LANG": lang, "WARIFU_NODE": "", **env})


def process(*words: str, stdout=subprocess.PIPE, **env: str) -> subprocess.CompletedProcess[bytes]:
    told = os.environ | {"WARIFU_PASSPHRASE": "x"} | env
    return subprocess.run([*RUN, *words], stdout=stdout, stderr=subprocess.PIPE, env=told, check=False, timeout=60)


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (("nonsense",), "usage.no_such_command", "nonsense"),
        (("status", "--node", "x", "more"), "usage.too_many", "more"),
        (("status", "--node"), "usage.without_value", "--node"),
        (("party", "pin", "--node", "x", "words"), "usage.missing", "--read-by"),
        (("party", "pin", "--node", "x", "--read-by", "A"), "usage.missing", "WORDS"),
        (("statement", "--node", "x", "--as-of", "2026-02-30"), "usage.value", "--as-of"),
        (("equipment", "ending", "--node", "x", "--days", "many"), "usage.no_whole_number", "--days"),
        (("equipment", "ending", "--node", "x", "--days", "9999999"), "usage.value", "--days"),
        (("party",), None, ""),
    ],
)
def test_a_wrong_command_line_is_told_in_both_languages_and_as_one_document(words, code, what):
    if code is None:
        assert typed(*words).exit_code == 2
        return
    shown = typed(*words, "--json") if words[-1] != "--node" else typed("status", "--json", "--node")
    assert shown.exit_code == 2
    told = json.loads(shown.stdout)
    assert (told["error"], told["figures"]["what"]) == (code, what)
    english, japanese = typed(*words), typed(*words, lang="ja")
    assert (english.exit_code, japanese.exit_code) == (2, 2)
    assert "This cannot be done" in english.stderr
    assert "実行できません" in japanese.stderr
    assert what in japanese.stderr
    assert not english.stdout


def test_lists_of_commands_are_in_the_readers_language():
    assert "Make every table anew" in typed("--help").stdout
    japanese = typed("--help", lang="ja").stdout
    assert "全ての表を記録簿から作り直す" in japanese
    assert "Make every table anew" not in japanese
    assert "紹介状" in typed("party", "--help", lang="ja").stdout


def test_what_nobody_foresaw_is_told_as_a_fault_and_never_as_done(monkeypatch):
    def broken(_):
        raise KeyError("a secret word")

    monkeypatch.setattr(packs, "_chosen", broken)
    shown = typed("pack", "show", "law/jp", "--json")
    assert shown.exit_code == 1
    told = json.loads(shown.stdout)
    assert told["error"] == "program.fault"
    assert told["figures"] == {"trouble": "KeyError"}
    assert "secret" not in shown.output
    assert "Traceback" not in shown.output
    monkeypatch.setenv("WARIFU_TRACE", "1")
    assert isinstance(typed("pack", "show", "law/jp", "--json").exception, KeyError)


def test_a_stream_of_another_alphabet_still_gets_one_document():
    wide = process("pack", "show", "law/jp", "--json", PYTHONIOENCODING="utf-8")
    narrow = process("pack", "show", "law/jp", "--json", PYTHONIOENCODING="ascii")
    assert (wide.returncode, narrow.returncode) == (0, 0)
    assert json.loads(narrow.stdout.decode("ascii")) == json.loads(wide.stdout)
    table = process("pack", "show", "law/jp", PYTHONIOENCODING="ascii", WARIFU_LANG="ja")
    assert table.returncode == 0
    assert table.stdout.isascii()


def test_a_name_of_no_letters_is_told_in_letters():
    shown = process("status", "--node", os.fsdecode(b"\xff\xfe"), "--json")
    assert shown.returncode == 1
    assert json.loads(shown.stdout)["where"] == "\\xff\\xfe"
    assert b"xff" in process("status", "--node", os.fsdecode(b"\xff\xfe")).stderr


def test_streams_that_are_closed_or_full_are_no_fault_of_the_program():
    command = " ".join(["exec", f"'{RUN[0]}'", "-c", f"'{RUN[2]}'", "pack", "show", "law/jp", "--json"])
    for closing in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
        done = subprocess.run(["/bin/sh", "-c", f"{command} {closing}"], capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, closing
        assert b"Traceback" not in done.stderr
    read, write = os.pipe()
    os.close(read)
    gone = process("pack", "show", "law/jp", "--json", stdout=write)
    os.close(write)
    assert (gone.returncode, gone.stderr) == (1, b"")


def test_a_full_disk_behind_the_output_is_told():
    with Path("/dev/full").open("wb") as full:
        shown = process("pack", "show", "law/jp", "--json", stdout=full)
    assert shown.returncode == 1
    assert b"no room on the disk" in shown.stderr
    assert b"Traceback" not in shown.stderr


def test_nothing_that_is_shown_moves_a_terminal_or_becomes_a_picture(capsys):
    odd = "GB:JP:7 :100: \x1b[2J\x1b]0;x\x07 [red]x[/red] \u202eback"
    out.print(odd)
    out.print(table_of("T", ["what"], [[odd]]))
    shown = capsys.readouterr().out
    assert shown.count("GB:JP:7 :100: \\u001b[2J\\u001b]0;x\\u0007 [red]x[/red] \\u202eback") == 2


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("deep.json", b"[" * 100_000, "file.nested_too_deep"),
        ("deep.toml", b"a = " + b"[" * 5000, "file.nested_too_deep"),
        ("list.json", b"[1]", "file.no_fields"),
        ("rubbish.toml", bytes(range(256)), "file.unreadable"),
        ("odd.json", b'{"kind":"\\ud800"}', "file.unreadable"),
        ("large.toml", b"#" * (files.MAX_DRAFT_BYTES + 1), "file.too_large"),
    ],
)
def test_a_draft_that_is_none_is_told_by_its_own_code(tmp_path, name, raw, code):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(FileError) as told:
        read_file(tmp_path / name)
    assert told.value.code == code


def test_a_file_is_told_by_what_the_system_said_of_it(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for path, code in (
        (tmp_path, "file.is_a_folder"),
        (tmp_path / "none", "file.not_there"),
        (tmp_path / ("x" * 300), "file.name_too_long"),
        (tmp_path / "a", "file.links_in_a_circle"),
    ):
        with pytest.raises(FileError) as told:
            files.read(path)
        assert (told.value.code, told.value.where) == (code, str(path))
