"""Ask a peer's node over HTTP: one connection, every request signed, every answer bounded in size and in time.

Law: a peer that is down, slow, cuts the line or answers rubbish costs us the wait that ``Limits`` states and a
``WireError`` that says what and where; nothing has changed on our side. Over TLS the key at the other end is compared
with the pin before a byte is sent; plain HTTP is spoken to this machine alone. What may be asked twice is asked again
once if the connection had been closed meanwhile, under a credential of its own.

Place on the path: the asking half of ``exchange``; the answering half is ``doors.wire``.
"""

from __future__ import annotations

import http.client
import io
import re
import socket
import ssl
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlsplit

from warifu.core.bundle import MAX_BUNDLE_BYTES
from warifu.core.errors import WireError
from warifu.core.keys import Signer
from warifu.node import pinned
from warifu.node.credential import NONCE_BYTES, SESSION_BYTES, Credential, issue, read_error
from warifu.node.patience import LEAST_BYTES_A_SECOND, Patient, is_loopback

BUNDLE, HEADS, ERROR = "application/warifu-bundle", "application/warifu-heads", "application/warifu-error"
MAX_FRAME_BYTES = MAX_BUNDLE_BYTES + 65_536
"""A frame that did not shrink; nothing larger is read from the wire, on either side."""
_SMALL_BYTES = 65_536
_SESSION = re.compile(r'Warifu session="([0-9a-f]{32})"')
_TEXT = "latin-1"
_ENDED = (ssl.SSLEOFError, ssl.SSLZeroReturnError)
"""The line ended, within the handshake or after it: no word about keys; who disagrees about those sends an alert."""


class Limits(NamedTuple):
    """What one exchange may cost. ``answer_seconds`` covers the peer's work on a bundle before its first byte comes."""

    connect_seconds: float = 15.0
    answer_seconds: float = 60.0
    least_bytes_a_second: int = LEAST_BYTES_A_SECOND
    run_entries: int = 3000
    rounds: int = 16
    tries: int = 3
    busy_seconds: float = 2.0


class Link(NamedTuple):
    """How to reach a peer: its address (https, or http to this machine), our TLS context, the pin of its TLS key.

    ``also``: a second key that is as good, of the node to which a seat has been handed over.
    """

    address: str
    tls: ssl.SSLContext | None = None
    pin: bytes = b""
    also: bytes = b""


class Asker(NamedTuple):
    """Who asks whom, and with what: both parties, the node's Ed25519 signer, chance for nonces."""

    party: str
    peer: str
    signer: Signer
    chance: Callable[[int], bytes]


class Answer(NamedTuple):
    """What came back: status, headers, body."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


class _StaleError(Exception):
    """The connection was kept from before and the peer has closed it meanwhile: nothing of an answer has come."""


class Caller:
    """A conversation with one peer's node."""

    def __init__(self, asker: Asker, link: Link, limits: Limits) -> None:
        self.asker = asker
        self.link = link
        self.limits = limits
        self._parts = urlsplit(link.address)
        if self._parts.scheme not in {"http", "https"} or not self._parts.hostname:
            raise WireError("exchange.address_malformed", link.address)
        if self._parts.scheme == "https" and (link.tls is None or len(link.pin) != pinned.FINGERPRINT_BYTES):
            raise WireError("exchange.pin_missing", link.address, peer=asker.peer)
        self._line: Patient | None = None
        self._session = bytes(SESSION_BYTES)

    def close(self) -> None:
        """End the conversation."""
        if self._line:
            self._line.close()
        self._line = None

    def heads(self) -> bytes:
        """Ask how far the peer is."""
        return self._ask("GET", "heads", b"", HEADS)

    def pull(self, first: int, limit: int) -> bytes:
        """Ask for a run of the peer's log."""
        return self._ask("GET", f"log?from={first}&limit={limit}", b"", BUNDLE)

    def pull_own(self, first: int, limit: int) -> bytes:
        """Ask for a run of our own log as the peer holds it."""
        return self._ask("GET", f"own?from={first}&limit={limit}", b"", BUNDLE)

    def push(self, frame: bytes) -> bytes:
        """Hand over a run of our log; returns the peer's heads after it."""
        return self._ask("POST", "log", frame, HEADS)

    def _ask(self, method: str, place: str, body: bytes, expected: str) -> bytes:
        target = f"/exchange/1/{self.asker.peer}/{self.asker.party}/{place}"
        answer = self._send(method, target, body)
        renewed = _SESSION.search(answer.headers.get("WWW-Authenticate", ""))
        if answer.status == 401 and renewed:
            self._session = bytes.fromhex(renewed[1])
            answer = self._send(method, target, body)
        if answer.status != 200:
            raise self._refusal(answer)
        if answer.headers.get_content_type() != expected:
            raise WireError("exchange.rubbish", self.link.address, expected=expected)
        return answer.body

    def _refusal(self, answer: Answer) -> WireError:
        if answer.status == 503:  # also from a door that turned us away before it read what we ask
            return WireError("exchange.busy", self.link.address)
        code, place, figures = read_error(answer.body)
        if answer.headers.get_content_type() != ERROR or not code:
            return WireError("exchange.rubbish", self.link.address, status=answer.status)
        if code == "exchange.key_unknown" and type(figures.get("held")) is int:
            return WireError(code, self.link.address, held=figures["held"])
        return WireError("exchange.refused", self.link.address, status=answer.status, reason=code, place=place[:200])

    def _send(self, method: str, target: str, body: bytes) -> Answer:
        kept = self._line is not None
        try:
            return self._converse(method, target, body)
        except _StaleError as trouble:
            if not kept:
                raise WireError("exchange.cut", self.link.address) from trouble
        try:
            return self._converse(method, target, body)
        except _StaleError as trouble:
            raise WireError("exchange.cut", self.link.address) from trouble

    def _converse(self, method: str, target: str, body: bytes) -> Answer:
        try:
            line = self._line = self._line or self._connect()
            line.begin(self.limits.answer_seconds)
            unsent = self._write(line, method, target, body)
            answer = self._read(line)
        except (WireError, _StaleError):
            self.close()
            raise
        except TimeoutError as trouble:
            self.close()
            raise WireError("exchange.slow", self.link.address) from trouble
        except _ENDED as trouble:
            self.close()
            raise WireError("exchange.cut", self.link.address, trouble=type(trouble).__name__) from trouble
        except ssl.SSLError as trouble:
            # TLS 1.3: a peer that does not know our key says so only after the handshake.
            self.close()
            raise WireError("exchange.tls_failed", self.link.address, trouble=trouble.reason or "") from trouble
        except (OSError, http.client.HTTPException, ValueError) as trouble:
            self.close()
            raise WireError("exchange.cut", self.link.address, trouble=type(trouble).__name__) from trouble
        if unsent or answer.headers.get("Connection", "").lower() == "close":
            self.close()
        return answer

    def _write(self, line: Patient, method: str, target: str, body: bytes) -> bool:
        """Send one request; True where the peer stopped reading: it may have said why."""
        base = self._parts.path.rstrip("/")
        head = (
            f"{method} {base}{target} HTTP/1.1\r\nHost: {self._parts.netloc}\r\nAuthorization: "
            f"{self._credential(method, target, body)}\r\nContent-Type: {BUNDLE}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        try:
            line.send(head.encode(_TEXT) + body[:1024])
            line.send(body[1024:])
        except TimeoutError:
            raise
        except OSError:
            return True
        return False

    def _credential(self, method: str, target: str, body: bytes) -> str:
        credential = Credential(
            self.asker.party,
            self.asker.peer,
            method,
            target,
            sha256(body).digest(),
            self._session,
            self.asker.chance(NONCE_BYTES),
            self.link.pin if self._parts.scheme == "https" else b"",
        )
        return issue(credential, self.asker.signer)

    def _read(self, line: Patient) -> Answer:
        try:
            first = line.reader.readline(_SMALL_BYTES)
        except ConnectionError as trouble:
            raise _StaleError from trouble
        if not first:
            raise _StaleError
        if not first.endswith(b"\n"):
            raise WireError("exchange.cut", self.link.address)
        words = first.split(None, 2)
        if len(words) < 2 or not words[0].startswith(b"HTTP/1.") or not (len(words[1]) == 3 and words[1].isdigit()):
            raise WireError("exchange.rubbish", self.link.address, status=0)
        headers = self._headers(line)
        stated = headers.get("Content-Length", "")
        size = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 12 else -1
        if size < 0:
            raise WireError("exchange.rubbish", self.link.address, status=int(words[1]))
        limit = MAX_FRAME_BYTES if headers.get_content_type() == BUNDLE else _SMALL_BYTES
        if size > limit:
            raise WireError("exchange.too_large", self.link.address, size=size, limit=limit)
        body = line.reader.read(size)
        if len(body) != size:
            raise WireError("exchange.cut", self.link.address, size=size, came=len(body))
        return Answer(int(words[1]), headers, body)

    def _headers(self, line: Patient) -> http.client.HTTPMessage:
        raw = b""
        while not raw.endswith((b"\n\r\n", b"\n\n")) and raw not in {b"\r\n", b"\n"}:
            found = line.reader.readline(_SMALL_BYTES)
            raw += found
            if not found.endswith(b"\n"):
                raise WireError("exchange.cut", self.link.address)
            if len(raw) > _SMALL_BYTES:
                raise WireError("exchange.too_large", self.link.address, size=len(raw), limit=_SMALL_BYTES)
        return http.client.parse_headers(io.BytesIO(raw))

    def _connect(self) -> Patient:
        host, secure = str(self._parts.hostname), self._parts.scheme == "https"
        try:
            port = self._parts.port or (443 if secure else 80)
            sock = socket.create_connection((host, port), timeout=self.limits.connect_seconds)
        except (OSError, ValueError) as trouble:
            raise WireError("exchange.peer_down", self.link.address, trouble=type(trouble).__name__) from trouble
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock = self._secured(sock, host) if secure else self._at_home(sock)
        except BaseException:
            sock.close()
            raise
        return Patient(sock, self.limits.least_bytes_a_second)

    def _at_home(self, sock: socket.socket) -> socket.socket:
        if not is_loopback(sock.getpeername()[0]):
            raise WireError("exchange.plain_not_loopback", self.link.address)
        return sock

    def _secured(self, sock: socket.socket, host: str) -> ssl.SSLSocket:
        if self.link.tls is None:
            raise WireError("exchange.pin_missing", self.link.address, peer=self.asker.peer)
        try:
            found = self.link.tls.wrap_socket(sock, server_hostname=host)
        except _ENDED as trouble:
            raise WireError("exchange.cut", self.link.address, trouble=type(trouble).__name__) from trouble
        except ssl.SSLError as trouble:
            raise WireError("exchange.tls_failed", self.link.address, trouble=trouble.reason or "") from trouble
        except TimeoutError as trouble:
            raise WireError("exchange.slow", self.link.address) from trouble
        except OSError as trouble:
            raise WireError("exchange.cut", self.link.address, trouble=type(trouble).__name__) from trouble
        shown = pinned.seen(found)
        if self.link.also and shown == self.link.also:
            self.link = self.link._replace(pin=shown)
        if shown != self.link.pin:
            found.close()
            raise WireError(
                "exchange.pin_differs", self.link.address, shown=shown.hex()[:16], pinned=self.link.pin.hex()[:16]
            )
        return found
