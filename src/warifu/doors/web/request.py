"""A request as views get it: Django's, and what the middleware and the gate have put on it."""

from __future__ import annotations

from django.http import HttpRequest

from warifu.doors.web.accounts.visitor import Visitor
from warifu.doors.web.house import House


class Request(HttpRequest):
    """A request with its house, the peer it is about, and who asks."""

    house: House
    peer: str
    """As a pair is asked for: the other party, or the whole name of a pair of seats."""
    partner: str
    """The other party."""
    visitor: Visitor | None
    area: str
