"""Give each request its house, its peer and its visitor; end a session whose time or authority is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from warifu.core.seats import partner_of
from warifu.doors.web.accounts import sessions
from warifu.doors.web.accounts.visitor import visitor_of
from warifu.doors.web.house import ENVIRON, House
from warifu.doors.web.refusing import NOT_NOW, too_large, unavailable
from warifu.doors.web.request import Request
from warifu.record.queries_sight import NOTHING

_PEER = "peer"
_POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


MAX_SENT_BYTES = 80 * 1024 * 1024
"""What one request may bring: the files of a draft or a register, and the form beside them."""


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


class HouseMiddleware:
    """Nothing that a signed-in person was shown is kept by a cache on the way."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        """Put peer, visitor and the house as the visitor sees it on the request; mark the answer private."""
        try:
            _know(cast("Request", plain))
        except NOT_NOW as trouble:
            response = unavailable(plain, trouble)
        else:
            response = too_large(plain) if _length(plain) > MAX_SENT_BYTES else self.answer(plain)
        patch_cache_control(response, private=True, no_store=True)
        response.headers.setdefault("Permissions-Policy", _POLICY)
        return response


def _know(request: Request) -> None:
    """Put the house as the visitor sees it, the peer and the visitor on a request; end a session that is over."""
    house: House = request.META[ENVIRON]
    request.visitor, request.house = None, house
    chosen = request.session.get(_PEER, "")
    request.peer = chosen if chosen and chosen in house.pairs else house.peers[0]
    request.partner = partner_of(house.party, request.peer)
    try:
        request.visitor = visitor_of(request)
    finally:
        request.house = house.as_seen(request.visitor.seeing if request.visitor else NOTHING)
    if request.user.is_authenticated and (why := sessions.why_ended(request, request.visitor)):
        sessions.end(request, why)
