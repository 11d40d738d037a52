"""A mail server of the play on loopback: it takes whatever comes, keeps it, and gives it back to be read.

Law: for the demonstration alone. It speaks just enough of RFC 5321 for one sender, passes nothing on, and ends with the
play.
"""

from __future__ import annotations

import asyncio
import email
from email import policy
from email.message import EmailMessage
from threading import Thread
from typing import Self

_MOST_BYTES = 1024 * 1024


class Postbox:
    """A context: while it is open, messages to anybody at ``port`` are taken."""

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[tuple[str, EmailMessage]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="postbox", daemon=True)

    def __enter__(self) -> Self:
        """Open it on a free port of this machine."""
        self._thread.start()
        opening = asyncio.start_server(self._converse, "127.0.0.1", 0, limit=_MOST_BYTES)
        self._server = asyncio.run_coroutine_threadsafe(opening, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        """Take nothing more."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    def to(self, address: str) -> list[EmailMessage]:
        """Return what came for an address."""
        return [message for each, message in self.taken if each == address]

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one sender until it has had enough."""
        to: list[str] = []
        writer.write(b"220 postbox of the play\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                to.append(line.decode("ascii", "replace").partition("<")[2].partition(">")[0])
            if word == b"DATA":
                writer.write(b"354 go ahead\r\n")
                await writer.drain()
                self._keep(to, await self._words(reader))
            if word in {b"MAIL", b"RSET"}:
                to = []
            writer.write(b"221 good-bye\r\n" if word == b"QUIT" else b"250 taken\r\n")
            await writer.drain()
            if word == b"QUIT":
                break
        writer.close()

    @staticmethod
    async def _words(reader: asyncio.StreamReader) -> bytes:
        lines = []
        while (line := await reader.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _keep(self, to: list[str], raw: bytes) -> None:
        message = email.message_from_bytes(raw, policy=policy.default)
        self.taken += [(each, message) for each in to]
