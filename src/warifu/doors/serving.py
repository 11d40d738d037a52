"""Serve a WSGI application to peers: threads, TLS by pins, and patience that is bounded for everything that comes in.

Law: loopback unless told otherwise, and never plain HTTP elsewhere. Each connection has a thread of its own; how many
there may be, in all and from one address, is bounded; so is the time that a handshake, a head, a body and an answer may
take, by ``node.patience``. A stranger can so hold a place for seconds, never for good. On SIGTERM or SIGINT no more
connections are taken, what is being answered is finished within a grace, and ``run`` returns.

Why not gunicorn: tried with four threads of its threaded worker and eight connections that sent one byte a second, it
answered nobody from the first second on for as long as they went on; its worker timeout does not see them.

Place on the path: under ``doors.wire`` (and under the pages, which are WSGI too).
"""

from __future__ import annotations

import logging
import selectors
import signal
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread, current_thread, main_thread
from types import FrameType
from typing import Any

from warifu.core.errors import WireError
from warifu.doors.talking import Bounds, Talk, WsgiApp
from warifu.node.patience import Patient, is_loopback
from warifu.node.pinned import Identity

_LOG = logging.getLogger("warifu.serve")
_STATUS_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Server:
    """A listening socket and the threads that answer; ``start`` and ``stop``, or ``run`` until a signal."""

    def __init__(
        self,
        app: WsgiApp,
        listen: tuple[str, int] = ("127.0.0.1", 0),
        tls: Identity | None = None,
        bounds: Bounds | None = None,
        at_end: Callable[[], None] = lambda: None,
    ) -> None:
        """Bind; raises WireError where the address is taken, or is not loopback without TLS.

        ``at_end`` is called in each connection's thread when it ends: to close what belongs to that thread.
        """
        self.app = app
        self.tls = tls
        self.bounds = bounds or Bounds()
        self.at_end = at_end
        self._stopping = Event()
        self._lock = Lock()
        self._open: dict[Thread, Patient] = {}
        self._from: Counter[str] = Counter()
        self._listener = _listener(listen, plain=tls is None)
        self.address: tuple[str, int] = self._listener.getsockname()[:2]
        self._wake, self._waker = socket.socketpair()
        self._ended = Event()
        self._running = False

    def start(self) -> None:
        """Accept connections in a thread of its own."""
        self._running = True
        Thread(target=self._accept_all, name="accept", daemon=True).start()

    def stop(self) -> None:
        """Take no more connections, let those being answered finish, close the rest; returns when all is closed."""
        self._stopping.set()
        if not self._running:
            for each in (self._listener, self._wake, self._waker):
                each.close()
            return
        with suppress(OSError):
            self._waker.send(b"x")
        self._ended.wait()

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT, or until ``stop`` from another thread."""
        self._running = True
        earlier: dict[signal.Signals, Any] = {}
        if current_thread() is main_thread():
            for each in (signal.SIGTERM, signal.SIGINT):
                earlier[each] = signal.signal(each, self._on_signal)
        try:
            self._accept_all()
        finally:
            for each, before in earlier.items():
                signal.signal(each, before)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()
        self._waker.send(b"x")

    def _accept_all(self) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._listener, selectors.EVENT_READ)
            waiting.register(self._wake, selectors.EVENT_READ)
            while not self._stopping.is_set():
                waiting.select()
                if self._stopping.is_set():
                    break
                try:
                    sock, address = self._listener.accept()
                except OSError as trouble:
                    # It had gone again, or too many files are open: wait a little, the next may be accepted.
                    _LOG.warning("a connection was not accepted: %s", type(trouble).__name__)
                    self._stopping.wait(0.05)
                    continue
                self._take(sock, str(address[0]))
        self._listener.close()
        self._end_connections()
        self._ended.set()

    def _take(self, sock: socket.socket, host: str) -> None:
        sock.setblocking(True)
        line = Patient(sock, self.bounds.least_bytes_a_second)
        thread = Thread(target=self._converse, args=(line, host), name=f"peer {host}", daemon=True)
        with self._lock:
            full = len(self._open) >= self.bounds.connections or self._from[host] >= self.bounds.from_one_address
            if not full:
                self._open[thread] = line
                self._from[host] += 1
        if full:
            self._turn_away(line)
            return
        thread.start()

    def _turn_away(self, line: Patient) -> None:
        """Say that we are busy, where that can be said before a handshake, and close."""
        line.begin(0.2)
        try:
            if self.tls is None:
                line.send(_STATUS_BUSY)
        except OSError:
            _LOG.debug("a connection too many had gone before it was told")
        line.close()

    def _converse(self, line: Patient, host: str) -> None:
        try:
            if self._secure(line):
                line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                Talk(line, host, self)
        except OSError as trouble:
            _LOG.info("%s: %s", host, type(trouble).__name__)
        except Exception:  # noqa: BLE001  logged with its trace; one connection must not end the others
            _LOG.exception("a connection ended by a fault of ours")
        finally:
            line.close()
            with self._lock:
                self._open.pop(current_thread(), None)
                self._from[host] -= 1
                if not self._from[host]:
                    del self._from[host]
            self.at_end()

    def _secure(self, line: Patient) -> bool:
        if self.tls is None:
            return True
        line.sock.settimeout(self.bounds.handshake_seconds)
        try:
            line.sock = self.tls.server.wrap_socket(line.sock, server_side=True)
        except OSError as trouble:
            _LOG.info("no TLS: %s", getattr(trouble, "reason", None) or type(trouble).__name__)
            return False
        return True

    def stopping(self) -> bool:
        """Tell whether the server is on its way out."""
        return self._stopping.is_set()

    def _end_connections(self) -> None:
        with self._lock:
            running = dict(self._open)
        for thread, line in running.items():
            if line.idle:
                line.hang_up()
            thread.join(self.bounds.stop_seconds)
        for thread, line in running.items():
            line.hang_up()
            thread.join(1.0)
        self._wake.close()
        self._waker.close()


def _listener(listen: tuple[str, int], *, plain: bool) -> socket.socket:
    shown = f"{listen[0]}:{listen[1]}"
    try:
        family, _, _, _, address = socket.getaddrinfo(*listen, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        if plain and not is_loopback(str(address[0])):
            raise WireError("exchange.plain_not_loopback", shown)
        listener = socket.create_server((str(address[0]), int(address[1])), family=family, backlog=128)
    except (OSError, OverflowError, ValueError) as trouble:
        raise WireError("exchange.cannot_listen", shown, trouble=str(trouble)[:100]) from trouble
    listener.setblocking(False)
    return listener
