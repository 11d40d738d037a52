"""TLS by pins, and two nodes that are two processes."""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.node.exchange_world import QUICK, BadPeer, Half, plain
from warifu.core import bundle as bundles
from warifu.core.errors import KeyTroubleError, WireError
from warifu.doors.serving import Server
from warifu.doors.wire import serve_node
from warifu.node import founding, pinned, proving
from warifu.node.caller import Link
from warifu.node.exchange import exchange
from warifu.node.pinned import Identity

ROOT = Path(__file__).resolve().parents[2]


def secure(address: tuple[str, int], tls: Identity, pin: bytes) -> Link:
    return Link(f"https://{address[0]}:{address[1]}", tls.client, pin)


@pytest.fixture
def tls(halves) -> Iterator[tuple[Half, Half, Server]]:
    """GB and JP, introduced by sheet, and JP's server over TLS."""
    gb, jp = halves
    server = serve_node(jp.turns, ("127.0.0.1", 0), jp.tls(), {"GB": gb.tls().own})
    server.start()
    yield gb, jp, server
    server.stop()


def test_pinned_keys_let_two_halves_become_one(tls):
    gb, jp, server = tls
    gb.desks(3)
    link = secure(server.address, gb.tls(), jp.tls().own)
    assert exchange(gb.turns, "JP", link, QUICK).quiet
    assert gb.digest() == jp.digest()
    # From now on the roll says which key it is, with or without a sheet.
    server.app.introduced = {}
    assert exchange(gb.turns, "JP", link, QUICK).quiet
    assert gb.turns.tls_of("JP") == jp.tls().own


def test_a_server_with_another_key_is_not_told_a_byte(tls):
    gb, jp, server = tls
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", secure(server.address, gb.tls(), b"\1" * 32), QUICK)
    assert trouble.value.code == "exchange.pin_differs"
    assert trouble.value.figures["shown"] == jp.tls().own.hex()[:16]
    assert jp.sizes()[1] == 0


def test_an_asker_with_another_key_is_turned_away(tls):
    gb, jp, server = tls
    other = pinned.identity(ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", secure(server.address, other, jp.tls().own), QUICK)
    assert trouble.value.figures["reason"] == "exchange.pin_differs"
    assert jp.sizes()[1] == 0


def test_an_asker_without_a_key_does_not_get_through_the_handshake(tls):
    _, _, server = tls
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    # TLS 1.3 tells the one who asked only at the first byte that would come back.
    with (
        socket.create_connection(server.address, timeout=10) as sock,
        context.wrap_socket(sock) as line,
        pytest.raises(ssl.SSLError, match=r"(?i)certificate"),
    ):
        line.recv(1)


@pytest.mark.parametrize("there", [0, 300, 5000])
@pytest.mark.parametrize("back", [0, 900])
def test_a_line_cut_within_the_handshake_is_a_cut_and_is_tried_again(tls, there, back):
    """A bad line is no bad key: nobody is sent to look at pins for it, and the next try comes through."""
    gb, jp, server = tls
    lines = []

    def cut_once(sock: socket.socket) -> None:
        lines.append(sock)
        with socket.create_connection(server.address, timeout=20) as other:
            if len(lines) > 1:
                _relay(sock, other)
                return
            _some(sock, other, there)
            _some(other, sock, back)

    relay = BadPeer(cut_once)
    assert exchange(gb.turns, "JP", secure(relay.address, gb.tls(), jp.tls().own), QUICK).quiet
    assert len(lines) > 1
    relay.close()


def _some(source: socket.socket, target: socket.socket, count: int) -> None:
    """Pass on so many bytes, or fewer where no more come."""
    source.settimeout(0.2)
    while count > 0:
        try:
            piece = source.recv(count)
        except TimeoutError:
            return
        if not piece:
            return
        target.sendall(piece)
        count -= len(piece)


def _relay(one: socket.socket, other: socket.socket) -> None:
    """Pass bytes both ways until either end closes."""
    with selectors.DefaultSelector() as ready:
        ready.register(one, selectors.EVENT_READ, other)
        ready.register(other, selectors.EVENT_READ, one)
        while True:
            for key, _ in ready.select(20):
                piece = key.fileobj.recv(65_536)
                if not piece:
                    return
                key.data.sendall(piece)


def test_a_relay_cannot_pass_a_credential_on(tls):
    """A credential that was signed for one TLS key does not count at another."""
    gb, jp, server = tls
    link = secure(server.address, gb.tls(), jp.tls().own)
    exchange(gb.turns, "JP", link, QUICK)
    caller = gb.caller(link)
    assert caller.heads()
    caller.link = link._replace(pin=b"\2" * 32)
    with pytest.raises(WireError) as trouble:
        caller.heads()
    caller.close()
    assert trouble.value.figures["reason"] == "exchange.credential_differs"


def test_nobody_speaks_plain_http_to_a_tls_server(tls):
    gb, _, server = tls
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", plain(server.address), QUICK)
    assert trouble.value.code == "exchange.cut"


def test_plain_http_is_for_this_machine_alone(halves, monkeypatch):
    gb, jp = halves
    with pytest.raises(WireError) as trouble:
        serve_node(jp.turns, ("0.0.0.0", 0))
    assert trouble.value.code == "exchange.plain_not_loopback"

    class Elsewhere(socket.socket):
        def getpeername(self):
            return "192.0.2.1", 80

        def setsockopt(self, *_told):
            return None

        def sendall(self, *_told):
            raise AssertionError

    monkeypatch.setattr(socket, "create_connection", lambda *_told, **_named: Elsewhere())
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", Link("http://node.example"), QUICK)
    assert trouble.value.code == "exchange.plain_not_loopback"


def test_a_plain_request_from_elsewhere_is_refused(served):
    _, _, server = served
    told: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/exchange/1/JP/GB/heads", "REMOTE_ADDR": "192.0.2.1"}
    body = b"".join(server.app(environ, lambda status, _headers: told.append(status)))
    assert told == ["403 Forbidden"]
    assert b"exchange.plain_not_loopback" in body


@pytest.mark.parametrize("address", ["", "node.example", "ftp://node.example", "http://", "https://node.example"])
def test_an_address_that_is_none_is_named(halves, address):
    gb, _ = halves
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", Link(address), QUICK)
    assert trouble.value.code in {"exchange.address_malformed", "exchange.pin_missing"}


def test_a_tls_key_is_on_p256():
    with pytest.raises(KeyTroubleError) as trouble:
        pinned.identity(ec.generate_private_key(ec.SECP384R1()))
    assert trouble.value.code == "key.tls_not_p256"


# --- two processes ---


@contextmanager
def process(told: dict[str, object]) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A node in a process of its own; yields it and its port."""
    environ = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.node.exchange_world", json.dumps(told)],
        stdout=subprocess.PIPE,
        text=True,
        env=environ,
        cwd=ROOT,
    ) as child:
        try:
            yield child, json.loads(child.stdout.readline())["port"]
        finally:
            child.kill()


def ended(child: subprocess.Popen[str]) -> dict[str, object]:
    """Stop a node as a service is stopped; returns what it said last."""
    child.send_signal(signal.SIGTERM)
    last = json.loads(child.stdout.readline())
    assert child.wait(20) == 0
    return last


@pytest.mark.parametrize("over_tls", [False, True], ids=["plain", "TLS"])
def test_two_processes_become_one(tmp_path, over_tls):
    gb = Half("GB", "JP", tmp_path / "gb")
    told = {
        "party": "JP",
        "peer": "GB",
        "folder": str(tmp_path / "jp"),
        "tls": over_tls,
        "desks": 40,
        "pin": gb.found().hex(),
        "introduced": gb.tls().own.hex(),
    }
    gb.desks(40)
    try:
        with process(told) as (child, port):
            founded = founding_act(tmp_path / "jp")
            founding.pin_peer(gb.node, "JP", founded)
            pin = Half.tls_fingerprint("JP")
            address = ("127.0.0.1", port)
            link = secure(address, gb.tls(), pin) if over_tls else plain(address)
            assert exchange(gb.turns, "JP", link, QUICK._replace(run_entries=25)).quiet

            def pull(_number: int) -> tuple[bytes, ...]:
                caller = gb.caller(link)
                try:
                    return bundles.decode(caller.pull(0, 1000)).entries
                finally:
                    caller.close()

            with ThreadPoolExecutor(10) as pool:
                assert {len(entries) for entries in pool.map(pull, range(10))} == {gb.sizes()[1]}
            last = ended(child)
        assert last == {"digest": gb.digest().hex(), "sizes": list(gb.sizes()[::-1])}
        assert proving.verify(gb.node, "JP") == []
    finally:
        gb.close()


def test_a_node_killed_in_the_middle_comes_back_and_goes_on(tmp_path):
    gb = Half("GB", "JP", tmp_path / "gb")
    told = {
        "party": "JP",
        "peer": "GB",
        "folder": str(tmp_path / "jp"),
        "tls": False,
        "desks": 30,
        "pin": gb.found().hex(),
    }
    gb.desks(120)
    try:
        with process(told) as (child, port):
            founding.pin_peer(gb.node, "JP", founding_act(tmp_path / "jp"))

            def kill_at_the_third_run(what: str, done: int, _whole: int) -> None:
                if what == "push" and done >= 60:
                    child.kill()

            limits = QUICK._replace(run_entries=20)
            with pytest.raises(WireError) as trouble:
                exchange(gb.turns, "JP", plain(("127.0.0.1", port)), limits, kill_at_the_third_run)
            assert trouble.value.code in {"exchange.cut", "exchange.peer_down"}
        with process(told) as (child, port):
            steps: list[tuple[str, int, int]] = []
            report = exchange(gb.turns, "JP", plain(("127.0.0.1", port)), limits, lambda *step: steps.append(step))
            assert report.quiet
            assert steps[0][2] <= 122 - 60  # what had arrived was not sent again
            assert ended(child)["digest"] == gb.digest().hex()
    finally:
        gb.close()


def founding_act(folder: Path) -> bytes:
    """Read the digest of a founding act out of a node's folder: what officers read to each other."""
    half = Half("JP", "GB", folder)
    try:
        return half.node.pair("GB").rolls["JP"].founded
    finally:
        half.close()
