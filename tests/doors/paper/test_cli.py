"""Paper at the command line: print an act, read it back from its picture, print the introduction sheet."""

from __future__ import annotations

import io
import json
import secrets
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from tests.doors.paper import pages
from warifu.doors.cli import app
from warifu.doors.cli import paper as commands
from warifu.node.keystore import Keystore
from warifu.node.open import TLS_KEY


@pytest.fixture
def typed(played, monkeypatch, tmp_path):
    """Type a command at the British node of the play."""
    from warifu.core import keys

    store = Keystore(tmp_path / "keys", "a phrase for trials", secrets.token_bytes)
    store.make(TLS_KEY, keys.ES256)
    node = SimpleNamespace(
        node=played.gb, keys=store, config=SimpleNamespace(peer=[SimpleNamespace(party="JP")], party="GB")
    )
    monkeypatch.setattr(commands, "opened", lambda _folder: node)

    def run(*words, ok=0, lang="en"):
        env = {"WARIFU_LANG": lang, "WARIFU_NODE": str(tmp_path)}
        result = CliRunner().invoke(app, [str(word) for word in words], env=env)
        assert result.exit_code == ok, result.output
        return result

    return run


def test_an_act_is_printed_and_read_back_from_its_picture(typed, played, tmp_path):
    digest = played.orders["fuel"].receipts[0]
    told = json.loads(typed("act", "print", digest.hex()[:16], "--out", tmp_path / "a.pdf", "--json").stdout)
    made = (tmp_path / "a.pdf").read_bytes()
    assert told == {"act": digest.hex(), "file": str(tmp_path / "a.pdf"), "bytes": len(made)}
    pages.picture(made, 0, 150).save(tmp_path / "a.png")
    read = json.loads(typed("act", "scan", tmp_path / "a.png", "--json").stdout)
    assert read == {"act": digest.hex(), "kind": "logistics/receipt", "party": "GB", "here": True}


def test_a_case_is_printed_by_its_number(typed, tmp_path):
    typed("act", "print", "GB-CALDER-26-0001", "--out", tmp_path / "a.pdf")
    assert "物品・役務提供要請書" in pages.text((tmp_path / "a.pdf").read_bytes())


def test_a_form_of_the_own_chain_is_printed(typed, played, tmp_path):
    digest = played.orders["fuel"].receipts[0].hex()
    typed("act", "print", digest, "--form", "uk-receipt", "--out", tmp_path / "a.pdf")
    assert "Goods and services receipt (UK)" in pages.text((tmp_path / "a.pdf").read_bytes())
    assert (
        "実行できません"
        in typed("act", "print", digest, "--form", "x", "--out", tmp_path / "b.pdf", ok=1, lang="ja").output
    )
    assert not (tmp_path / "b.pdf").exists()


def test_the_introduction_sheet_is_a_page(typed, played, tmp_path):
    from warifu.core import fingerprint
    from warifu.doors.paper import reading, symbol

    typed("party", "sheet", "--out", tmp_path / "s.pdf")
    made = (tmp_path / "s.pdf").read_bytes()
    founded = played.gb.pair("JP").rolls["GB"].founded
    said = pages.bare(made)
    for form in (fingerprint.words, fingerprint.kana, fingerprint.figures):
        assert "".join(form(founded)) in said
    assert not pages.overlaps(made)
    picture = io.BytesIO()
    pages.picture(made, 0, 150).save(picture, "PNG")
    (held,) = reading.held_in(picture.getvalue())
    assert held.kind == symbol.FOUNDING
    assert held.raw[:32] == founded
    assert len(held.raw) == 64


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("act", "print", "ffffffffffff", "--out", "a.pdf"), "no case here"),
        (("act", "scan", "nowhere.png"), "nowhere.png"),
        (("party", "sheet", "--out", "no/such/folder/s.pdf"), "cannot be written"),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(typed, words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert said in typed(*words, ok=1).output
