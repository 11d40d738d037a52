"""An auditor with one file and the digests of two founding acts proves the whole record, and no altered file."""

from __future__ import annotations

import secrets
import zipfile

import msgspec
import pytest

from tests.doors.web.test_registry import register, send
from warifu.core import bundle as bundles
from warifu.core.errors import BytesError, FileError, WarifuError
from warifu.doors import audit


@pytest.fixture
def told(world, tmp_path):
    """The file, the roots, and where a database may be made."""
    case = register(world)
    send(world, case)
    world.exchange()
    path = tmp_path / "both.warifu-audit"
    entries = audit.export(world.gb.node, "JP", path, texts=False)
    assert entries["GB"] > 0 < entries["JP"]
    roots = {party: world.gb.node.pair("JP").rolls[party].founded for party in ("GB", "JP")}
    return path, roots, (str(tmp_path / "audit.db"), lambda: world.now, secrets.token_bytes)


def test_the_file_alone_proves_both_halves_and_tells_where_every_copy_is(world, told):
    path, roots, at = told
    found = audit.verify(path, roots, at)
    assert found.findings == []
    assert found.digest == world.gb.digest() == world.jp.digest()
    rows = found.node.store.run("SELECT copy, status, party FROM information_copy ORDER BY copy")
    assert rows == [("1", "transit", "GB"), ("2", "held", "GB")]


def test_no_text_leaves_with_it_unless_it_is_asked_for(world, told, tmp_path):
    path, _, _ = told
    bare = b"".join(str(each.texts).encode() for each in audit.read(path))
    assert b"harbours" not in bare
    whole = tmp_path / "whole.warifu-audit"
    audit.export(world.gb.node, "JP", whole, texts=True)
    assert b"harbours" in b"".join(str(each.texts).encode() for each in audit.read(whole))


def test_another_root_proves_nothing(told):
    path, roots, at = told
    with pytest.raises(WarifuError):
        audit.verify(path, roots | {"JP": bytes(32)}, at)
    with pytest.raises(BytesError, match=r"audit\.parties_differ"):
        audit.verify(path, {"GB": roots["GB"]}, at)


def test_an_entry_that_was_changed_or_taken_out_is_refused(told, tmp_path):
    path, roots, at = told
    for name, change in (
        ("changed", lambda run: (*run.entries[:-1], run.entries[-1][:-1] + bytes([run.entries[-1][-1] ^ 1]))),
        ("out", lambda run: run.entries[:-2] + run.entries[-1:]),
    ):
        other = tmp_path / f"{name}.warifu-audit"
        with zipfile.ZipFile(path) as plain, zipfile.ZipFile(other, "x") as bad:
            for number, each in enumerate(plain.infolist()):
                run = bundles.decode(plain.read(each))
                altered = msgspec.structs.replace(run, entries=change(run)) if number == 0 else run
                bad.writestr(each.filename, bundles.encode(altered))
        with pytest.raises(WarifuError):
            audit.verify(other, roots, (str(tmp_path / f"{name}.db"), at[1], at[2]))


def test_what_is_no_such_file_is_said_to_be_none(tmp_path, told):
    _, roots, at = told
    rubbish = tmp_path / "rubbish"
    rubbish.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(FileError, match=r"audit\.not_a_copy"):
        audit.verify(rubbish, roots, at)
    with pytest.raises(FileError, match=r"file\.not_there"):
        audit.verify(tmp_path / "none", roots, at)


def test_a_file_that_was_cut_or_bent_anywhere_is_refused_by_name(told, tmp_path):
    path, roots, at = told
    good, bent = path.read_bytes(), tmp_path / "bent"
    whole = audit.verify(path, roots, (":memory:", at[1], at[2]))
    for place in range(0, len(good), len(good) // 40):
        for raw in (good[:place], good[:place] + bytes([good[place] ^ 255]) + good[place + 1 :]):
            bent.write_bytes(raw)
            try:
                found = audit.verify(bent, roots, (":memory:", at[1], at[2]))
            except WarifuError:
                continue
            assert (found.digest, found.entries, found.findings) == (whole.digest, whole.entries, [])


@pytest.mark.parametrize("trouble", [EOFError, OSError, NotImplementedError])
def test_whatever_stops_the_reading_of_such_a_file_is_told_as_that(told, monkeypatch, trouble):
    def stop(*_: object) -> bytes:
        raise trouble

    monkeypatch.setattr(zipfile.ZipFile, "read", stop)
    with pytest.raises(FileError, match=r"audit\.not_a_copy"):
        audit.read(told[0])
