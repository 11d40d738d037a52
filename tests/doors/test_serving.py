"""The server under the pages and the wire: patient within bounds, and gone when it is told to go."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event

import pytest

from warifu.core.errors import WireError
from warifu.doors.serving import Server
from warifu.doors.talking import Bounds, Masking, masked

ROOT = Path(__file__).resolve().parents[2]
QUICK = Bounds(idle_seconds=0.8, head_seconds=0.6, body_seconds=0.8, stop_seconds=3)


def app(environ, start_response):
    """Say back what came: method, path, query and body."""
    if environ["PATH_INFO"] == "/fails":
        raise ValueError
    if environ["PATH_INFO"] == "/unread":
        start_response("403 Forbidden", [("Content-Length", "2")])
        return [b"no"]
    body = environ["wsgi.input"].read()
    found = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {environ['QUERY_STRING']} ".encode() + body
    start_response("200 OK", [("Content-Length", str(len(found)))])
    return [found]


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(app, ("127.0.0.1", 0), bounds=QUICK)
    made.start()
    yield made
    made.stop()


def say(server: Server, raw: bytes) -> bytes:
    """Send bytes, hear all that comes back until the server hangs up."""
    with socket.create_connection(server.address, timeout=10) as sock:
        sock.sendall(raw)
        return hear(sock)


def hear(sock: socket.socket) -> bytes:
    found = b""
    with suppress(ConnectionError):
        while piece := sock.recv(65_536):
            found += piece
    return found


def test_requests_follow_each_other_on_one_connection(server):
    raw = say(
        server,
        b"GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n"
        b"POST /d HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
        b"GET /%E3%81%82 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    )
    assert [raw.count(b"HTTP/1.1 200 OK"), b"GET /a b=c " in raw, b"POST /d  hello" in raw] == [3, True, True]


def test_http_1_0_gets_one_answer(server):
    raw = say(server, b"GET /a HTTP/1.0\r\n\r\nGET /b HTTP/1.0\r\n\r\n")
    assert raw.count(b"200 OK") == 1


@pytest.mark.parametrize(
    "lines",
    [
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Length: 1\r\nContent-Length: 2\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 99999999999999999999\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: \xb2\r\n",
    ],
)
def test_a_body_of_doubtful_length_is_refused(server, lines):
    assert say(server, b"POST /a HTTP/1.1\r\nHost: x\r\n" + lines + b"\r\nhello").startswith(b"HTTP/1.1 411 ")


@pytest.mark.parametrize(
    "raw", [b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n\r\n", b"GET / HT"]
)
def test_what_is_not_http_gets_no_further(server, raw):
    found = say(server, raw)
    assert b"200 OK" not in found


def test_endless_heads_are_refused(server):
    found = say(server, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200)
    assert found.startswith(b"HTTP/1.1 431 ")
    found = say(server, b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 414 ")


def test_an_answer_given_before_the_body_was_read_arrives(server):
    with socket.create_connection(server.address, timeout=10) as sock:
        sock.sendall(b"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + b"x" * 100_000)
        found = hear(sock)
    assert found.startswith(b"HTTP/1.1 403 ")


def test_the_last_answer_of_a_connection_says_so(server):
    kept = say(server, b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
    last = say(server, b"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
    assert (b"Connection: close" in kept, b"Connection: close" in last) == (False, True)


def test_a_fault_of_the_application_is_an_answer_too(server, caplog):
    found = say(server, b"GET /fails HTTP/1.1\r\nHost: x\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 500 ")
    assert b"ValueError" not in found
    assert "the application failed" in caplog.text


@pytest.mark.parametrize(
    "beginning", [b"", b"GET / HTTP/1.1\r\nX: ", b"POST / HTTP/1.1\r\nContent-Length: 999\r\n\r\n"]
)
def test_who_drips_is_cut_off(server, beginning):
    began = time.monotonic()
    with socket.create_connection(server.address, timeout=10) as sock, suppress(OSError):
        sock.sendall(beginning)
        while time.monotonic() - began < 9:
            sock.sendall(b"a")
            time.sleep(0.05)
    assert time.monotonic() - began < 6


def test_many_who_drip_keep_nobody_else_out(server):
    with ExitStack() as stack:
        for _ in range(12):
            sock = stack.enter_context(socket.create_connection(server.address, timeout=10))
            sock.sendall(b"GET / HTTP/1.1\r\nX: ")
        assert b"200 OK" in say(server, b"GET /a HTTP/1.0\r\n\r\n")


def test_connections_are_bounded_in_all_and_from_one_address():
    made = Server(app, ("127.0.0.1", 0), bounds=QUICK._replace(from_one_address=3))
    made.start()
    try:
        with ExitStack() as stack:
            held = [stack.enter_context(socket.create_connection(made.address, timeout=10)) for _ in range(3)]
            for sock in held:
                sock.sendall(b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
                assert sock.recv(4096).startswith(b"HTTP/1.1 200 ")
            assert say(made, b"GET /a HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 503 ")
        deadline = time.monotonic() + 8
        while b"200 OK" not in say(made, b"GET /a HTTP/1.0\r\n\r\n"):
            assert time.monotonic() < deadline
    finally:
        made.stop()


def test_forty_at_once_are_all_answered():
    ended: list[None] = []
    made = Server(app, ("127.0.0.1", 0), bounds=Bounds(from_one_address=64), at_end=lambda: ended.append(None))
    made.start()
    try:
        with ThreadPoolExecutor(40) as pool:
            found = list(pool.map(lambda at: say(made, f"GET /{at} HTTP/1.0\r\n\r\n".encode()), range(40)))
    finally:
        made.stop()
    assert all(f"GET /{at} ".encode() in raw for at, raw in enumerate(found))
    assert len(ended) == 40  # each thread closed what was its own


def test_stopping_lets_an_answer_finish():
    begun, go = Event(), Event()

    def slow(_environ, start_response):
        begun.set()
        go.wait(10)
        start_response("200 OK", [("Content-Length", "4")])
        return [b"done"]

    made = Server(slow, ("127.0.0.1", 0), bounds=QUICK)
    made.start()
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(say, made, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert begun.wait(10)
        stopped = pool.submit(made.stop)
        go.set()
        assert asked.result().endswith(b"done")
        stopped.result(10)
    with pytest.raises(OSError):
        socket.create_connection(made.address, timeout=1)


def test_stopping_does_not_wait_for_who_says_nothing(server):
    with socket.create_connection(server.address, timeout=10) as sock:
        sock.sendall(b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
        assert sock.recv(4096)
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 2


def test_a_taken_address_is_named(server):
    with pytest.raises(WireError) as trouble:
        Server(app, server.address)
    assert trouble.value.code == "exchange.cannot_listen"
    with pytest.raises(WireError) as trouble:
        Server(app, ("node.example.invalid", 0))
    assert trouble.value.code == "exchange.cannot_listen"


SERVES = """
from warifu.doors.serving import Server
def app(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
server = Server(app)
print(server.address[1], flush=True)
server.run()
print("gone", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number):
    environ = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen([sys.executable, "-c", SERVES], stdout=subprocess.PIPE, text=True, env=environ) as child:
        try:
            port = int(child.stdout.readline())
            with socket.create_connection(("127.0.0.1", port), timeout=10) as sock:
                sock.sendall(b"GET / HTTP/1.0\r\n\r\n")
                assert hear(sock).endswith(b"ok")
            child.send_signal(number)
            assert child.stdout.read() == "gone\n"
            assert child.wait(10) == 0
        finally:
            child.kill()


def test_no_log_holds_the_rest_of_a_link_that_is_a_secret(server, caplog):
    with caplog.at_level(logging.INFO):
        say(server, b"GET /feeds/calendar/secret-1.ics HTTP/9.9\r\n\r\n")
    told = ("Service Unavailable", "/feeds/calendar/secret-2.ics")
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", told, None)
    assert Masking().filter(record)
    assert record.getMessage() == "Service Unavailable: /feeds/calendar/…"
    assert "secret-1" not in caplog.text
    assert masked("GET /public/confirm/abc?x /feeds/calendar/abc.ics") == "GET /public/confirm/…?x /feeds/calendar/…"
