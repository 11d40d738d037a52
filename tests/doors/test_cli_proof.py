"""``warifu log verify --at`` and ``warifu recover`` as they are typed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from warifu.core import merkle
from warifu.doors.cli import app
from warifu.node.open import Opened
from warifu.record import log

PASS = "a phrase for trials"


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """GB's node, which has founded itself and met nobody."""
    home = tmp_path_factory.mktemp("proof")
    env = {"WARIFU_PASSPHRASE": PASS, "WARIFU_LANG": "en", "WARIFU_NODE": str(home / "gb")}

    def run(*words: str, status: int = 0):
        result = CliRunner().invoke(app, [*words, "--json"], env=env)
        assert result.exit_code == status, (words, result.output, result.exception)
        return json.loads(result.stdout) if status != 2 else None

    run("init", "--party", "GB", "--peer", "JP", "--root", str(home / "gb-root"))
    run.opened = Opened(home / "gb", PASS)
    return run


def test_the_digest_at_a_size_is_told_with_the_roots_at_that_size(typed):
    now = typed("log", "verify")
    size = now["logs"]["GB"]["size"]
    assert size > 1
    assert now["findings"] == []
    assert typed("log", "verify", "--at", f"GB={size},JP=0")["state_digest"] == now["state_digest"]
    first = typed("log", "verify", "--at", "JP=0,GB=1")
    node = typed.opened.node
    leaf = log.leaves(node.store, node.pair("JP").name, "GB", 0, 1)
    assert first["logs"]["GB"] == {"size": 1, "root": merkle.root_of(leaf).hex()}
    assert first["logs"]["JP"]["size"] == 0
    assert typed("log", "verify", "--at", "GB=0,JP=0")["state_digest"] != first["state_digest"]


def test_sizes_beyond_the_logs_are_an_error_and_nonsense_a_wrong_command_line(typed):
    assert "log.beyond_head" in json.dumps(typed("log", "verify", "--at", "GB=1,JP=7", status=1))
    for nonsense in ("GB=1", "GB=1,FR=2", "GB=1,JP=x", "GB=1,JP=-2", "12"):
        typed("log", "verify", "--at", nonsense, status=2)


def test_an_officer_dismisses_a_claim_that_the_peer_cannot_show(typed):
    node = typed.opened.node
    name = node.pair("JP").name
    log.note_behind(node.store, name, 900)
    assert typed("recover", "--dismiss") == {"came_back": 0, "behind": 0, "dismissed": 900, "troubles": []}
    assert log.witnessed(node.store, name) == 0
    assert typed("recover", "--dismiss")["dismissed"] == 0


def test_an_audit_pack_from_the_command_line_is_verified_by_a_bare_python(typed, tmp_path):
    to = tmp_path / "pack"
    told = typed("audit-pack", "--for", "jp", "--to", str(to), "--on", "2026-03-31")
    assert (told["for"], told["as_of"], told["written"]) == ("JP", "2026-03-31", str(to))
    ran = subprocess.run([sys.executable, "-I", "-S", to / "verify.py"], capture_output=True, check=False, timeout=60)
    assert (ran.returncode, b"logs: ['GB']" in ran.stdout) == (1, True)
    assert (to / "README.txt").read_text(encoding="utf-8").startswith("監査資料")
    assert "file.exists" in json.dumps(typed("audit-pack", "--for", "JP", "--to", str(to), status=1))
    assert "audit.not_a_party" in json.dumps(typed("audit-pack", "--for", "FR", "--to", str(tmp_path / "fr"), status=1))
