"""Give each request its house, its peer and its visitor."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from warifu.doors.web.accounts.visitor import visitor_of
from warifu.doors.web.house import ENVIRON, House
from warifu.doors.web.request import Request

_PEER = "peer"


class HouseMiddleware:
    """Nothing that a signed-in person was shown is kept by a cache on the way."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        """Put house, peer and visitor on the request; mark the answer private."""
        request = cast("Request", plain)
        house: House = plain.META[ENVIRON]
        request.house = house
        chosen = plain.session.get(_PEER, "")
        request.peer = chosen if chosen in house.peers else house.peers[0]
        request.visitor = visitor_of(request)
        response = self.answer(plain)
        patch_cache_control(response, private=True, no_store=True)
        return response
