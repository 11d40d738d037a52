"""A classified word in the wrong place: after its removal it is nowhere on either node, and everything verifies.

Two nodes with files on disk, their accounts and pages. The word is typed into texts of several rooms, in the pages and
at the command line, in both scripts; opened, printed, exported, backed up, carried by disc. Then it is removed, and the
bytes of every file under both folders are searched for it, plain, in UTF-16 and within whatever is compressed.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path

import pytest
import zstandard
from django.db import connections

from tests.doors.test_cli import TODAY, Desk, carry, introduced
from warifu.node.keystore import Keystore
from warifu.record.database import close_database

WORD, WORD_JA = "Zephyrwort Lantern (invented)", "玄武岩燈籠計画（架空）"
SPILLED = f"{WORD} {WORD_JA}"
YEAR = TODAY.year % 100


@pytest.fixture
def desks(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        real = Keystore.__init__
        patch.setattr(Keystore, "__init__", lambda self, *told: real(self, *told[:3], 10))
        yield introduced(tmp_path_factory)


def forms(words: str) -> list[bytes]:
    return [words.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]


SOUGHT = [form for words in (WORD, WORD_JA) for form in forms(words)]


def holds(raw: bytes) -> bool:
    """Tell whether bytes hold the word: plain, or within a stream of deflate or zstd that begins anywhere in them."""
    if any(form in raw for form in SOUGHT):
        return True
    for magic, unpack in ((b"\x28\xb5\x2f\xfd", _unzstd), (b"\x78\x9c", _inflate), (b"\x1f\x8b\x08", _inflate)):
        at = raw.find(magic)
        while at >= 0:
            if any(form in unpack(raw[at:]) for form in SOUGHT):
                return True
            at = raw.find(magic, at + 1)
    return False


def _unzstd(raw: bytes) -> bytes:
    try:
        return zstandard.ZstdDecompressor().decompressobj().decompress(raw)
    except zstandard.ZstdError:
        return b""


def _inflate(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj(47).decompress(raw, 1_000_000)
    except zlib.error:
        return b""


def found_in(folder: Path) -> list[str]:
    """Name the files under a folder that hold the word."""
    return sorted(
        str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file() and holds(each.read_bytes())
    )


def test_the_search_finds_what_it_looks_for(tmp_path):
    plain = SPILLED.encode()
    (tmp_path / "plain").write_bytes(plain)
    (tmp_path / "wide").write_bytes(WORD_JA.encode("utf-16-le"))
    (tmp_path / "deflated").write_bytes(b"xx" + zlib.compress(plain))
    (tmp_path / "zstd").write_bytes(b"frame" + zstandard.ZstdCompressor().compress(plain))
    (tmp_path / "other").write_bytes(b"harmless")
    assert found_in(tmp_path) == ["deflated", "plain", "wide", "zstd"]


def pages(desk: Desk, *steps: dict) -> list[str]:
    """Do steps in the pages of a node, in a process of its own; what it says on the side must not hold the word."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    asked = [sys.executable, "-m", "tests.scenarios.spill_pages", str(desk.node), json.dumps(steps)]
    ran = subprocess.run(asked, check=False, capture_output=True, env=env, timeout=120)
    assert ran.returncode == 0, ran.stderr.decode()[-3000:]
    with (desk.node / "program.log").open("ab") as file:
        file.write(ran.stderr)
    return json.loads(ran.stdout)


def let_go(desk: Desk) -> None:
    """Close what this process holds of a node's database, as a program that ends does."""
    for alias in [each for each in connections.databases if each == f"node {desk.node.resolve()}"]:
        close_database(alias)


def everything(desk: Desk, cases: list[str]) -> str:
    """Everything that a node shows and gives away: pages, lists, API, JSON of the command line, papers, proofs."""
    looks = ["/", "/orders/", "/removals/", "/logs/", "/balances/", "/drafts"]
    looks += [f"/cases/{case}" for case in cases] + [f"/cases/{case}/acts/{case}/form.pdf" for case in cases]
    looks += [f"/logs/proof/{case}" for case in cases] + [f"/orders/?q={word}" for word in (WORD, WORD_JA)]
    said = pages(desk, *({"do": "look", "who": "ops", "at": at} for at in looks))
    for words in (("status",), ("case", "list"), ("act", "waiting"), ("spill", "follow-up"), ("backup",)):
        said.append(desk.run(*words, "--json").output)
    said += [desk.run("case", "show", case, "--json").output for case in cases]
    kept = [f"/orders/?q={word}" for word in (WORD, WORD_JA)]
    return "\n".join(text for at, text in zip([*looks, *[""] * len(said)], said, strict=False) if at not in kept)


def spilled(gb: Desk, jp: Desk) -> list[str]:
    """Type the word into texts of two rooms, in the pages and at the command line; returns the cases."""
    place = {"form": "exercise", "ground": "a", "places": "XZ", "units": "HQ", "other_units": "HQ"}
    fields = {f"body__{name}": value for name, value in place.items()} | {
        "desk": "HQ", "body__number": f"GB-HQ-{YEAR:02d}-0001", "body__from_day": str(TODAY),
        "body__to_day": str(TODAY), "text__1": SPILLED,
    }  # fmt: skip
    [activity] = pages(gb, {"do": "write", "who": "ops", "kind": "programme/activity", "fields": fields})
    carry(gb, jp)
    jp.submit("", "ops", kind="programme/accept", case=activity)
    carry(jp, gb)
    file = gb.home / "request.toml"
    file.write_text(
        f'kind = "logistics/request"\ncites = ["{activity}"]\n[texts]\n1 = "{SPILLED}"\n101 = "{WORD_JA}"\n[body]\n'
        f'on = {TODAY}\nnumber = "GB-HQ-{YEAR:02d}-0002"\nreceiving = "HQ"\nissuing = "HQ"\n'
        'settlement = "replacement"\n'
        'lines = [{number = 1, category = "food", item = "Rations", quantity = "20 MEAL"}]\n'
        'setting = {ground = "a", activity = "exercise", place = "XZ", together = true, same_kind = true}\n',
        encoding="utf-8",
    )
    prepared = gb.json("act", "prepare", file, "--officer", "takes", "--desk", "HQ")["act"]
    assert SPILLED in gb.run("act", "waiting", "--json").output
    request = gb.json("act", "sign", prepared, "--officer", "ops")["case"]
    file.unlink()
    carry(gb, jp)
    return [activity, request]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_spilled_word_is_nowhere_after_its_removal(desks, tmp_path):
    gb, jp = desks
    cases = spilled(gb, jp)
    discs = [each for each in gb.home.iterdir() if each.name.startswith("disc ")]
    seen = [{"do": "look", "who": "ops", "at": f"/cases/{case}"} for case in cases]
    fields = {"desk": "HQ", "body__about": "other", "text__1": SPILLED}
    draft = {"do": "draft", "who": "takes", "at": f"/cases/{cases[1]}/write/logistics/note", "fields": fields}
    for desk, steps in ((gb, [*seen, draft]), (jp, seen)):
        assert all(WORD in each and WORD_JA in each for each in pages(desk, *steps)[:2])
        desk.run("act", "print", cases[1], "--out", tmp_path / f"{desk.party}.pdf")
    before = gb.json("backup", "--to", tmp_path / "before.backup", "--kept", "safe 4")
    gb.run("backup", "--noted", "the machine's own nightly copy")
    assert len(before["digest"]) == 64
    assert not found_in(gb.node)  # what lies under a key is not to be read, in drafts either

    pages(gb, {"do": "remove", "who": "ops", "at": f"/removals/{cases[0]}"})
    shown = gb.json("spill", "show", cases[1])
    assert {each["what"] for each in shown["found"]} >= {"reader", "print", "disc", "backup"}
    gb.json("spill", "erase", cases[1], "--officer", "ops")
    carry(gb, jp)
    carry(jp, gb)

    for desk in desks:
        shown = everything(desk, cases)
        assert WORD not in shown
        assert WORD_JA not in shown
        assert desk.json("log", "verify")["findings"] == []
        assert desk.json("rebuild")["same"]
        assert found_in(desk.node) == []
    for case in cases:
        lines = {each["what"]: each["done"] for each in gb.json("spill", "show", case)["lines"]}
        assert lines["peer"] == "confirmed"
        assert {"reader", "disc", "backup"} <= lines.keys()
        assert "reader" in {each["what"] for each in jp.json("spill", "show", case)["lines"]}
    for desk in desks:
        assert "print" in {each["what"] for each in desk.json("spill", "show", cases[1])["lines"]}
    assert "draft" in {each["what"] for each in gb.json("spill", "follow-up")}
    assert discs

    after = tmp_path / "after.backup"
    gb.json("backup", "--to", after)
    keys = keys_of(tmp_path / "before.backup", cases)
    assert len(keys) == 3
    for file in (after, after.with_name("after.backup.accounts"), *gb.node.rglob("*")):
        raw = file.read_bytes() if file.is_file() else b""
        assert not holds(raw)
        assert not any(key in raw for key in keys), file

    [waits] = [each for each in gb.json("spill", "follow-up") if each["kept"] == "safe 4" and each["act"] == cases[0]]
    gb.json("spill", "follow-up", waits["line"][:12], "--done", "overwritten", "--officer", "ops")
    assert waits["line"] not in {each["line"] for each in gb.json("spill", "follow-up") if each["act"] == cases[0]}
    restored(gb, jp, tmp_path, cases)


def keys_of(backup: Path, cases: list[str]) -> list[bytes]:
    """The keys that a backup still holds of the texts of these acts."""
    with closing(sqlite3.connect(f"file:{backup}?mode=ro", uri=True)) as copy:
        rows = copy.execute("SELECT act, key FROM opening_key WHERE pair = 'GB-JP'").fetchall()
    return [key for act, key in rows if act.hex() in cases]


def restored(gb: Desk, jp: Desk, tmp_path: Path, cases: list[str]) -> None:
    """A backup made before the removal is restored and exchanged: it loses the word again."""
    old = Desk(tmp_path, "GB", "JP")
    old.node = tmp_path / "restored"
    shutil.copytree(gb.node, old.node, ignore=shutil.ignore_patterns("warifu.db*", "accounts.db*"))
    refused = old.run("restore", tmp_path / "GB.pdf", ok=False)
    assert "backup" in refused.output
    old.json("restore", tmp_path / "before.backup")
    old.run("restore", tmp_path / "before.backup", ok=False)
    assert keys_in(old, cases) == 3
    disc = tmp_path / "given back"
    jp.run("bundle", "return", disc)
    old.json("recover", disc)
    assert keys_in(old, cases) == 0
    assert old.json("log", "verify")["findings"] == []
    assert "reader" in {each["what"] for each in old.json("spill", "follow-up")}
    let_go(old)
    assert found_in(old.node) == []


def keys_in(desk: Desk, cases: list[str]) -> int:
    store = connections[f"node {desk.node.resolve()}"]
    with store.cursor() as cursor:
        cursor.execute("SELECT act FROM opening_key WHERE pair = 'GB-JP'")
        return sum(bytes(act).hex() in cases for (act,) in cursor.fetchall())
