"""What the public door knows of a node: its tables, its clock, its settings, the keys of its mail; and nothing else.

Law: no officer's key, no fold and no turn is ever asked for here. What is public is asked of our own clock each time,
so that it is there at the second of its embargo and not before; pages are drawn once for what they depend on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from threading import Lock
from urllib.parse import urlsplit

from warifu.core.errors import FileError
from warifu.doors.public import notices, sealing, site
from warifu.doors.public.notices import Notice, Public, State
from warifu.doors.public.site import Draw, Place
from warifu.node.config import Config, Smtp
from warifu.node.keystore import Keystore
from warifu.record.log import Store

_MOST_PAGES = 400
"""Pages kept drawn: beyond that they are drawn anew."""


class Door:
    """The public door of one node."""

    def __init__(self, config: Config, store: Store, clock: Callable[[], int], keys: Keystore) -> None:
        """Open it; raises FileError public.address_bad where the settings name an address that is none."""
        self.config, self.store, self.clock, self._keys = config, store, clock, keys
        self.address = _bare(config.public_address)
        self._drawn: dict[str, bytes] = {}
        self._plan: tuple[State, dict[str, Draw]] | None = None
        self._lock = Lock()

    @property
    def mails(self) -> bool:
        """True where alerts can be asked for: a mail server and our own address are known."""
        return bool(self.config.public and self.config.smtp and self.address)

    @property
    def smtp(self) -> Smtp:
        """The mail server; raises FileError public.no_mail."""
        if not self.mails or self.config.smtp is None:
            raise FileError("public.no_mail", "node.toml")
        return self.config.smtp

    @property
    def place(self) -> Place:
        """Whose pages they are."""
        return Place(self.config.party, self.address, self.mails)

    @cached_property
    def seals(self) -> sealing.Seals:
        """The keys of the mail, made the first time they are asked for; raises KeyTroubleError."""
        return sealing.seals_of(self._keys)

    def public(self) -> Public:
        """Return what is public now."""
        return notices.public(self.store, self.clock())

    def find(self, which: str) -> Notice:
        """Return the announcement of a number or an address; raises FileError public.unknown."""
        for each in self.public().notices:
            if which in {each.number, each.address}:
                return each
        raise FileError("public.unknown", which[:60])

    def pages(self) -> site.Site:
        """Return every public file as it is now."""
        return site.site(self.public().notices, self.place)

    def file(self, path: str) -> bytes | None:
        """Return one public file as it is at this second; None where there is none."""
        at = self.clock()
        state = notices.state(self.store, at)
        with self._lock:
            if self._plan is None or self._plan[0] != state:
                self._plan = (state, site.plan(notices.public(self.store, at).notices, self.place))
                self._drawn = {}
            draw = self._plan[1].get(path)
            if draw is None:
                return None
            if path not in self._drawn:
                if len(self._drawn) >= _MOST_PAGES:
                    self._drawn.clear()
                self._drawn[path] = draw()
            return self._drawn[path]


def _bare(address: str) -> str:
    """Return an address without a stroke at its end; raises FileError public.address_bad."""
    if not address:
        return ""
    parts = urlsplit(address.rstrip("/"))
    if parts.scheme != "https" or not parts.hostname or parts.path or parts.query or parts.fragment or parts.username:
        raise FileError("public.address_bad", "node.toml", address=address[:80])
    return f"https://{parts.netloc}"
