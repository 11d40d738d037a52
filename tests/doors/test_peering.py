"""From two folders to one pair of halves over TLS: sheets, pins and addresses as ``init`` leaves them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from warifu.core import keys
from warifu.core.errors import FileError, KeyTroubleError, WireError
from warifu.doors import beginning, peering
from warifu.node import config, founding
from warifu.node import open as opening
from warifu.node.config import Config, Peer
from warifu.node.exchange import exchange
from warifu.node.keystore import Keystore
from warifu.node.open import Opened
from warifu.node.turns import Turns
from warifu.record.database import close_database

PASSPHRASE = "trial"


def made(folder: Path, party: str, peer: str) -> tuple[Opened, bytes]:
    """A node as ``warifu init`` makes it, on TLS; and its founding act."""
    settings = Config(party, (Peer(peer),), listen="127.0.0.1:0", plain=False)
    founded = beginning.create(folder, PASSPHRASE, settings, folder / "root", 8)
    return Opened(folder, PASSPHRASE), founded


@pytest.fixture(scope="module")
def nodes(tmp_path_factory) -> Iterator[tuple[Opened, Opened]]:
    """GB and JP; each has pinned the other's root and TLS key from the sheet."""
    folder = tmp_path_factory.mktemp("nodes")
    (gb, gb_founded), (jp, jp_founded) = made(folder / "gb", "GB", "JP"), made(folder / "jp", "JP", "GB")
    founding.pin_peer(gb.node, "JP", jp_founded)
    founding.pin_peer(jp.node, "GB", gb_founded)
    gb.config = config.with_tls(gb.config, "JP", peering.identity(jp).own)
    jp.config = config.with_tls(jp.config, "GB", peering.identity(gb).own)
    config.write(gb.folder, gb.config)
    yield gb, jp
    for node in (gb, jp):
        close_database(node.node.store.alias)


def test_two_folders_exchange_over_tls(nodes):
    gb, jp = nodes
    assert config.read(gb.folder) == gb.config
    server = peering.server(jp, Turns(jp.node))
    server.start()
    try:
        turns = Turns(gb.node)
        link = peering.link(gb, turns, "JP", f"https://127.0.0.1:{server.address[1]}")
        assert exchange(turns, "JP", link).quiet
    finally:
        server.stop()
    assert gb.node.state_digest("JP") == jp.node.state_digest("GB")


def test_loopback_may_be_plain_where_the_folder_says_so(nodes):
    _, jp = nodes
    settings = jp.config
    try:
        jp.config = msgspec.structs.replace(settings, plain=True)
        server = peering.server(jp, Turns(jp.node))
        assert server.tls is None
        server.stop()
        jp.config = msgspec.structs.replace(settings, plain=True, listen="0.0.0.0:0")
        server = peering.server(jp, Turns(jp.node))
        assert server.tls is not None  # whatever the folder says
        server.stop()
    finally:
        jp.config = settings


@pytest.mark.parametrize("listen", ["8417", "127.0.0.1:", "127.0.0.1:http"])
def test_an_address_to_listen_on_that_is_none_is_named(nodes, listen):
    _, jp = nodes
    settings = jp.config
    try:
        jp.config = msgspec.structs.replace(settings, listen=listen)
        with pytest.raises(WireError) as trouble:
            peering.server(jp, Turns(jp.node))
    finally:
        jp.config = settings
    assert trouble.value.code == "exchange.cannot_listen"


def test_a_peer_without_an_address_is_named(nodes):
    gb, _ = nodes
    with pytest.raises(WireError) as trouble:
        peering.link(gb, Turns(gb.node), "JP")
    assert trouble.value.code == "exchange.address_missing"


def test_a_malformed_fingerprint_is_named():
    for tls in ("zz", "00" * 31):
        with pytest.raises(FileError) as trouble:
            peering.introduced(Config("GB", (Peer("JP", tls=tls),)))
        assert trouble.value.code == "node.tls_malformed"


def test_a_tls_key_that_is_not_on_our_roll_is_noticed_at_home(nodes):
    gb, _ = nodes
    other = Keystore(gb.folder / "other keys", PASSPHRASE, secrets.token_bytes, 8)
    other.make(opening.TLS_KEY, keys.ES256)
    really, gb.keys = gb.keys, other
    try:
        with pytest.raises(KeyTroubleError) as trouble:
            peering.identity(gb)
    finally:
        gb.keys = really
    assert trouble.value.code == "key.tls_not_on_roll"
