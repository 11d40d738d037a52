"""Hand one message to the mail server, step by step, so that the moment before its words are sent is known.

Law: over TLS that is checked, unless the server is this machine. The server is asked for the recipient first; only when
it has said that it will take the words is the caller told (``before``), and only then are they sent. Codes are those of
RFC 5321: 4yz is to be tried again, 5yz is refused for good.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple, Self

from warifu.core.errors import FileError, WireError
from warifu.node.config import Smtp
from warifu.node.patience import is_loopback

_TIMEOUT_SECONDS = 20
_OK, _FORWARDED, _GO_AHEAD = 250, 251, 354


class Handed(NamedTuple):
    """What the server said: its code, and whether that is about this recipient (else the whole server is amiss)."""

    code: int
    about_recipient: bool = False

    @property
    def sent(self) -> bool:
        """True where the server has taken the message."""
        return 200 <= self.code < 300

    @property
    def final(self) -> bool:
        """True where the server has refused for good."""
        return self.code >= 500


class Line:
    """A connection to the mail server; a context. Raises WireError public.mail_refused where it cannot be had."""

    def __init__(self, smtp: Smtp, password: str = "") -> None:
        """Take the settings; raises FileError public.mail_not_safe."""
        if not smtp.starttls and not _is_here(smtp.host):
            raise FileError("public.mail_not_safe", "node.toml", host=smtp.host[:80])
        self._smtp, self._password = smtp, password
        self._client: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Connect, begin TLS, sign in."""
        smtp = self._smtp
        here = smtp.sender.rpartition("@")[2]
        try:
            self._client = smtplib.SMTP(smtp.host, smtp.port, local_hostname=here, timeout=_TIMEOUT_SECONDS)
            if smtp.starttls:
                self._client.starttls(context=ssl.create_default_context())
            self._client.ehlo_or_helo_if_needed()
            if smtp.user:
                self._client.login(smtp.user, self._password)
        except (OSError, smtplib.SMTPException) as trouble:
            if self._client is not None:
                self._client.close()
            raise WireError("public.mail_refused", smtp.host, trouble=type(trouble).__name__) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        """Say good-bye; a server that has gone already is left alone."""
        if self._client is not None:
            if kind is None:
                try:
                    self._client.quit()
                except (OSError, smtplib.SMTPException):
                    self._client.close()
            else:
                self._client.close()

    def hand(self, to: str, raw: bytes, before: Callable[[], None]) -> Handed:
        """Hand over a message; ``before`` is called once the server is ready for its words.

        Raises WireError public.mail_refused where the connection breaks.
        """
        client = self._client
        if client is None:
            raise WireError("public.mail_refused", self._smtp.host, trouble="closed")
        try:
            code = client.mail(self._smtp.sender)[0]
            if code != _OK:
                client.rset()
                return Handed(code)
            code = client.rcpt(to)[0]
            if code not in {_OK, _FORWARDED}:
                client.rset()
                return Handed(code, about_recipient=True)
            code = client.docmd("DATA")[0]
            if code != _GO_AHEAD:
                client.rset()
                return Handed(code)
            before()
            client.send(stuffed(raw))
            return Handed(client.getreply()[0], about_recipient=True)
        except (OSError, smtplib.SMTPException) as trouble:
            raise WireError("public.mail_refused", self._smtp.host, trouble=type(trouble).__name__) from None


def stuffed(raw: bytes) -> bytes:
    """Return a message as it goes over the wire: dots at the beginning of lines doubled, a dot alone at the end."""
    ended = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n"


def _is_here(host: str) -> bool:
    return host == "localhost" or is_loopback(host)
