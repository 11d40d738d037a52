"""The pages as a WSGI application of one house, for the server of the doors (or any other)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warifu.doors.serving import Server
from warifu.doors.talking import Bounds
from warifu.doors.web import settings as web_settings
from warifu.doors.web.house import ENVIRON, House
from warifu.node.config import Config
from warifu.record import database


def prepare(folder: Path, config: Config, public: str = "") -> None:
    """Configure Django for the pages of the node in a folder, and bring the accounts' tables up to date.

    Called before the node is opened. ``public``: the address under which a proxy serves the pages
    (``https://warifu.example``); empty where people come to this machine itself. Raises StoreError where the database
    cannot be opened.
    """
    named = urlsplit(public)
    hosts = (*web_settings.HOSTS, *([named.hostname] if named.hostname else []))
    where = accounts_address(folder, config)
    secure = named.scheme == "https"
    web_settings.configure(where, web_settings.secret_of(folder), hosts, node=config.party, secure=secure)
    database.migrate("default", web=True)
    from warifu.doors.web.accounts import sessions  # noqa: PLC0415  only once Django is configured

    sessions.sweep()


def accounts_address(folder: Path, config: Config) -> str:
    """Return where accounts and sessions live: a file beside the node's, or a schema of its own on the server."""
    return f"{config.database}?schema={database.WEB_SCHEMA}" if config.database else str(folder / "accounts.db")


class Pages:
    """WSGI: Django, told which house the request has come to; ``/public/`` never comes as far."""

    def __init__(self, house: House) -> None:
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415  only once Django is configured

        from warifu.doors.public.app import BEGINS, PublicApp  # noqa: PLC0415  its models wait for that too

        self.house = house
        self.django = get_wsgi_application()
        self.public, self.public_begins = PublicApp(house.public_door), BEGINS

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        if f"{environ.get('PATH_INFO', '')}/".startswith(self.public_begins):
            return self.public(environ, start)
        environ[ENVIRON] = self.house
        return self.django(environ, start)


def serve_pages(house: House, listen: tuple[str, int], bounds: Bounds | None = None) -> Server:
    """Return a server of the pages, not yet started: loopback only (a proxy with TLS stands before it elsewhere)."""
    from django.db import connections  # noqa: PLC0415  only once Django is configured

    return Server(Pages(house), listen, None, bounds or Bounds(from_one_address=48), connections.close_all)
