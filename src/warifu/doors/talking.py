"""One connection: request after request, each read and answered under the clock of its line.

Law: nothing is read without a bound in bytes and in time, and a body only as far as the application asks for it. The
library parses heads and writes answers; this says when, how long and how much.

Place on the path: the thread of a connection in ``doors.serving``; above it is any WSGI application.
"""

from __future__ import annotations

import io
import logging
import re
import socket
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler
from ssl import SSLSocket
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Protocol, cast
from urllib.parse import unquote
from wsgiref.handlers import SimpleHandler
from wsgiref.headers import Headers

from warifu.node import pinned
from warifu.node.patience import LEAST_BYTES_A_SECOND, Patient
from warifu.node.pinned import Identity

if TYPE_CHECKING:
    from typing_extensions import Buffer

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
_LOG = logging.getLogger("warifu.serve")
_LINE_BYTES = 8192
_DRAIN_BYTES = 256 * 1024
_LENGTH_DIGITS = 11
_TOKEN = re.compile(r"(/(?:public/(?:confirm|leave)|feeds/calendar)/)[^ ?\"']*")
"""Links that are good for whoever holds them: those of the mail, and the addresses of calendars."""


class Bounds(NamedTuple):
    """What connections may cost."""

    connections: int = 64
    from_one_address: int = 24
    handshake_seconds: float = 10.0
    idle_seconds: float = 15.0
    head_seconds: float = 10.0
    body_seconds: float = 20.0
    least_bytes_a_second: int = LEAST_BYTES_A_SECOND
    stop_seconds: float = 10.0


class Place(Protocol):
    """What a connection needs of its server."""

    app: WsgiApp
    bounds: Bounds
    tls: Identity | None
    address: tuple[str, int]

    def stopping(self) -> bool:
        """Tell whether the server is on its way out."""


class _Body(io.RawIOBase):
    """The body of one request and not a byte more."""

    def __init__(self, line: Patient, size: int) -> None:
        self._line = line
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, into: Buffer) -> int:
        buffer = memoryview(into)
        raw = self._line.reader.read1(min(len(buffer), self.left)) if self.left else b""
        buffer[: len(raw)] = raw
        self.left -= len(raw)
        return len(raw)


class _Sender(io.RawIOBase):
    def __init__(self, line: Patient) -> None:
        self._line = line

    def writable(self) -> bool:
        return True

    def write(self, raw: Buffer) -> int:
        view = memoryview(raw)
        self._line.send(view)
        return len(view)


def masked(text: str) -> str:
    """Return a text for a log, without what follows a path whose rest is a secret."""
    return _TOKEN.sub(r"\1…", text)


class Masking(logging.Filter):
    """Masks the paths that Django names where an answer is a fault of ours or not to be had."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask what the record says; it is always let through."""
        if isinstance(record.args, tuple):
            record.args = tuple(masked(each) if isinstance(each, str) else each for each in record.args)
        return True


def _is_length(stated: str) -> bool:
    """Tell whether a header states a length; what only looks like a digit (²) is none."""
    return stated.isascii() and stated.isdigit() and len(stated) <= _LENGTH_DIGITS


class Talk(BaseHTTPRequestHandler):
    """One connection: request after request, until either side has had enough."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "warifu", ""

    def __init__(self, line: Patient, host: str, place: Place) -> None:
        self.line = line
        self.place = place
        super().__init__(line.sock, (host, 0), place)  # type: ignore[arg-type]

    def setup(self) -> None:
        """Read and write under the clock of the line."""
        self.rfile = self.line.reader
        self.wfile = io.BufferedWriter(_Sender(self.line), 65_536)

    def finish(self) -> None:
        """Nothing is left to flush: every answer was."""

    def handle_one_request(self) -> None:
        """Wait for a request, read its head, let the application answer."""
        self.line.begin(self.place.bounds.idle_seconds)
        self.line.idle = True
        waiting = self.line.reader.peek(1)
        self.line.idle = False
        self.close_connection = True
        self.line.begin(self.place.bounds.head_seconds)
        self.raw_requestline = self.rfile.readline(_LINE_BYTES + 1) if waiting else b""
        if len(self.raw_requestline) > _LINE_BYTES:
            self.requestline, self.request_version, self.command = "", "HTTP/1.1", ""
            self.send_error(414)
            self.wfile.flush()
            return
        if not self.raw_requestline or not self.parse_request():
            self.wfile.flush()
            return
        stated = self.headers.get_all("Content-Length", ["0"])
        if "Transfer-Encoding" in self.headers or len(stated) != 1 or not _is_length(stated[0]):
            self.close_connection = True
            self.send_error(411)
            self.wfile.flush()
            return
        self._answer(_Body(self.line, int(stated[0])))

    def _answer(self, body: _Body) -> None:
        self.line.begin(self.place.bounds.body_seconds)
        reply = _Reply(
            io.BufferedReader(body),
            _Timely(self.wfile, self.line, self.place.bounds),
            self._environ(),
            lambda: bool(body.left) or self.place.stopping(),
        )
        reply.run(self.place.app)
        self.wfile.flush()
        if not reply.whole or self.place.stopping():
            self.close_connection = True
        if body.left:
            # An answer given before the body was read must not be lost with the connection: read on a little.
            self.close_connection = True
            self._drain(body)

    def _drain(self, body: _Body) -> None:
        self.line.begin(2.0)
        self.line.sock.shutdown(socket.SHUT_WR)
        seen = 0
        while body.left and seen < _DRAIN_BYTES:
            came = len(self.line.reader.read1(65_536))
            seen += came
            body.left -= came
            if not came:
                return

    def _environ(self) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        own = self.place.address
        found = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path, "iso-8859-1"),
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": self.headers.get("Content-Length", ""),
            "SERVER_NAME": str(own[0]),
            "SERVER_PORT": str(own[1]),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
        }
        for name in self.headers:
            if name.lower() not in {"content-type", "content-length"} and "_" not in name:
                found["HTTP_" + name.upper().replace("-", "_")] = ", ".join(self.headers.get_all(name, []))
        if self.place.tls is None:
            return found
        tls = {"warifu.tls": pinned.seen(cast("SSLSocket", self.line.sock)), "warifu.tls_own": self.place.tls.own}
        return {**found, **tls, "HTTPS": "on"}

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library names it so
        """Log what was asked; never a body, and of a link that is a secret never that."""
        _LOG.info("%s %s", self.client_address[0], masked(format % args))


class _Timely:
    """Output whose clock starts when there is something to send, not while the application works."""

    def __init__(self, out: io.BufferedIOBase, line: Patient, bounds: Bounds) -> None:
        self._out = out
        self._line = line
        self._bounds = bounds

    def write(self, raw: bytes) -> int:
        self._line.begin(self._bounds.body_seconds)
        return self._out.write(raw)

    def flush(self) -> None:
        self._out.flush()


class _Reply(SimpleHandler):
    """Runs the application for one request and writes its answer."""

    http_version = "1.1"
    server_software = "warifu"
    origin_server = True
    os_environ: dict[str, str] = {}  # noqa: RUF012  the library reads it and copies
    wsgi_run_once = False

    def __init__(
        self, stdin: io.BufferedReader, out: _Timely, environ: dict[str, Any], is_last: Callable[[], bool]
    ) -> None:
        super().__init__(stdin, cast("IO[bytes]", out), io.StringIO(), environ, multithread=True, multiprocess=False)
        self._is_last = is_last
        self.whole = False
        """Whether the other end can tell where the answer ends."""

    def cleanup_headers(self) -> None:
        """Say with the answer that the connection ends with it, where it does: else the next request is lost."""
        super().cleanup_headers()
        headers: Headers | None = getattr(self, "headers", None)
        if headers is not None and ("Content-Length" not in headers or self._is_last()):
            headers["Connection"] = "close"

    def send_headers(self) -> None:
        """Note whether a length is stated: without one the end of the connection is the end of the answer."""
        super().send_headers()
        headers: Headers | None = getattr(self, "headers", None)
        self.whole = headers is not None and "Content-Length" in headers

    def log_exception(self, exc_info: ExcInfo) -> None:
        """Log a fault of the application, or note that the other end has gone."""
        self.whole = False
        if exc_info[0] is not None and issubclass(exc_info[0], OSError):
            _LOG.info("an answer was cut: %s", exc_info[0].__name__)
            return
        _LOG.error("the application failed", exc_info=exc_info)
