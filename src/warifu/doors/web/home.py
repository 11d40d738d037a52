"""Home: what waits on us, what waits on them, which clocks run out, what is wrong, how the exchange stands."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from warifu.doors import cases
from warifu.doors.web.page import Page
from warifu.doors.web.request import Request


def home(request: Request) -> HttpResponse:
    """Show at a glance whose move it is."""
    with request.house.turn(request.peer):
        status = cases.status(request.house.node, request.peer, request.house.today())
    return render(request, "home/home.html", {"status": status})


PAGES = (Page("home", "", home, area="home"),)
