"""Who may pass: signed in, with the second factor where one signs, and with a role that the page asks for.

Law: the gate stands before every view and asks the table of pages; a view never asks again who may see the page, only
which rows. What is not allowed is told in words, with what to do next; an address that does not exist and one that the
visitor may not know of look the same.
"""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from warifu.doors.web.page import Page, View
from warifu.doors.web.refusing import forbidden
from warifu.doors.web.request import Request

_READING = frozenset({"GET", "HEAD"})


def guarded(page: Page) -> View:
    """Return the view of a page behind the gate."""

    @wraps(page.view)
    def view(plain: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        request = cast("Request", plain)
        request.area = page.area
        if request.method not in _READING and not (request.method == "POST" and page.writes):
            return HttpResponseNotAllowed(["GET", "POST"] if page.writes else ["GET"])
        if page.open:
            return page.view(request, *args, **named)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        visitor = request.visitor
        wanted = page.reads if request.method in _READING else page.writes
        if visitor is None or not visitor.roles & wanted:
            return forbidden(request)
        return page.view(request, *args, **named)

    return view
