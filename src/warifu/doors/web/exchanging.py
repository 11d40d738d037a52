"""Exchange with the peer now, from the page that shows how the exchange stands.

Law: the same exchange as ``warifu exchange`` and the one that ``serve --every`` runs by itself; asked for twice it
copies nothing twice. One runs at a time: a peer that hangs holds one thread of the server, whoever presses the button
again. A peer that cannot be reached is told in a sentence, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.errors import WarifuError, WireError
from warifu.doors import peering
from warifu.doors.web.page import OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import w
from warifu.node.exchange import exchange

_ONE = Lock()


@contextmanager
def _alone(party: str) -> Iterator[None]:
    """Let one exchange run; raises WireError exchange.busy at once where one does."""
    if not _ONE.acquire(blocking=False):
        raise WireError("exchange.busy", party)
    try:
        yield
    finally:
        _ONE.release()


def now(request: Request) -> HttpResponse:
    """Copy what each side lacks, and say what came of it."""
    house, peer = request.house, request.peer
    if request.method != "POST":
        return HttpResponseRedirect(reverse("home") + "#exchange")
    try:
        with _alone(house.party):
            report = exchange(house.turns, peer, peering.link(house.opened, house.turns, peer))
    except WarifuError as trouble:
        return render(request, "home/not_exchanged.html", {"error": trouble}, status=502)
    messages.success(request, w("home.exchanged", sent=report.sent, received=report.received.entries))
    return HttpResponseRedirect(reverse("home") + "#exchange")


PAGES = (Page("exchange", "exchange", now, reads=OFFICERS, writes=OFFICERS, area="home"),)
