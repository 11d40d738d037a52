"""Keys at rest: another passphrase for one of them, and what opens afterwards."""

from __future__ import annotations

import secrets

import pytest

from warifu.core import keys
from warifu.core.errors import KeyTroubleError
from warifu.node.keystore import Keystore

COST = 4


@pytest.fixture
def folder(tmp_path):
    store = Keystore(tmp_path, "of the node", secrets.token_bytes, COST)
    for name in ("anna", "ben"):
        store.make(name, keys.ED25519)
    return tmp_path


def test_a_key_under_its_own_passphrase_opens_with_no_other(folder):
    node = Keystore(folder, "of the node", secrets.token_bytes, COST)
    before = node.signer("anna").public
    node.rewrap("anna", "of anna alone")
    own = Keystore(folder, "of anna alone", secrets.token_bytes, COST)
    assert own.signer("anna").public == before
    for store, name in ((Keystore(folder, "of the node", secrets.token_bytes, COST), "anna"), (own, "ben")):
        with pytest.raises(KeyTroubleError) as trouble:
            store.signer(name)
        assert trouble.value.code == "key.locked"
    assert node.signer("ben")
    assert node.names() == ["anna", "ben"]
    assert (folder / "anna.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "code"), [("anna", "key.locked"), ("nobody", "key.lost"), ("../anna", "key.name_bad")]
)
def test_a_wrong_passphrase_or_name_changes_nothing(folder, name, code):
    held = (folder / "anna.key").read_bytes()
    with pytest.raises(KeyTroubleError) as trouble:
        Keystore(folder, "wrong", secrets.token_bytes, COST).rewrap(name, "new")
    assert trouble.value.code == code
    assert (folder / "anna.key").read_bytes() == held


def test_what_was_left_half_way_is_no_hindrance(folder):
    (folder / "anna.new").write_bytes(b"half a file")
    Keystore(folder, "of the node", secrets.token_bytes, COST).rewrap("anna", "of anna alone")
    assert Keystore(folder, "of anna alone", secrets.token_bytes, COST).signer("anna")
    assert not (folder / "anna.new").exists()


def test_a_key_that_is_made_afterwards_opens_with_the_nodes_passphrase(folder):
    node = Keystore(folder, "of the node", secrets.token_bytes, COST)
    node.rewrap("anna", "of anna alone")
    node.make("chloe", keys.ED25519)
    assert Keystore(folder, "of the node", secrets.token_bytes, COST).signer("chloe")
