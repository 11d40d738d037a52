"""A socket with bounded patience: what comes too slowly is cut off, however many small pieces it comes in.

Law: a timeout for each byte is no bound at all, for whoever sends one byte a second is never late. So the clock runs
over the whole of a message: it may take ``grace_seconds``, and one second more for each ``least_bytes`` that have
come. The same holds for sending.

Place on the path: under every byte of the wire, on both sides.
"""

from __future__ import annotations

import io
import ipaddress
import socket
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer

LEAST_BYTES_A_SECOND = 1000
_PIECE_BYTES = 65_536


class Patient:
    """A connected socket, TLS or not, read and written under one clock; ``begin`` starts it for a message."""

    def __init__(self, sock: socket.socket, least_bytes: int = LEAST_BYTES_A_SECOND) -> None:
        self.sock = sock
        self._least = least_bytes
        self._until = monotonic()
        self._moved = 0
        self.idle = False
        """True while nothing is being asked or answered; whoever owns the line says so."""
        self.reader = io.BufferedReader(_Raw(self._receive_into), _PIECE_BYTES)

    def begin(self, grace_seconds: float) -> None:
        """Start the clock for one message."""
        self._until = monotonic() + grace_seconds
        self._moved = 0

    def _arm(self) -> None:
        left = self._until + self._moved / self._least - monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)

    def _receive_into(self, buffer: memoryview) -> int:
        self._arm()
        count = self.sock.recv_into(buffer)
        self._moved += count
        return count

    def send(self, raw: bytes | memoryview) -> None:
        """Send all of ``raw``; raises TimeoutError where the other end takes it too slowly."""
        view = memoryview(raw)
        for at in range(0, len(view), _PIECE_BYTES):
            self._arm()
            piece = view[at : at + _PIECE_BYTES]
            self.sock.sendall(piece)
            self._moved += len(piece)

    def hang_up(self) -> None:
        """End the connection from another thread: whoever waits on it wakes; never raises."""
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection; never raises."""
        with suppress(OSError):
            self.sock.close()


class _Raw(io.RawIOBase):
    def __init__(self, receive_into: Callable[[memoryview], int]) -> None:
        self._receive_into = receive_into

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        return self._receive_into(memoryview(buffer))


def is_loopback(address: str) -> bool:
    """Tell whether a numeric address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
