"""Who may pass: signed in, set up, with the second factor where one signs, and with a role that the page asks for.

Law: the gate stands before every view and asks the table of pages; a view never asks again who may see the page, only
which rows. An auditor reads and changes nothing, whatever else the account may do. What is not allowed is told in
words, with what to do next; an address that does not exist and one that the visitor may not know of look the same.
What the node cannot do now, and the view does not tell of itself, is told here.
"""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from warifu.doors.web.page import AUDITOR, Page, View
from warifu.doors.web.refusing import NOT_NOW, bad_request, forbidden, no_such_method, signed_out, unavailable
from warifu.doors.web.request import Request

_READING = frozenset({"GET", "HEAD"})


def guarded(page: Page) -> View:
    """Return the view of a page behind the gate."""

    @wraps(page.view)
    def view(plain: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        request = cast("Request", plain)
        request.area = page.area
        refused = _refusal(page, request)
        if refused is None and _has_nul(request, named):
            refused = bad_request(request)
        if refused is not None:
            return refused
        try:
            return page.view(request, *args, **named)
        except NOT_NOW as trouble:
            return unavailable(request, trouble)

    return view


def _has_nul(request: Request, named: dict[str, Any]) -> bool:
    """Tell whether an address or a form holds a NUL: no text has one, and not every database can be asked for one."""
    sent = (each for told in (request.GET, request.POST) for values in told.lists() for each in (values[0], *values[1]))
    return any("\0" in str(each) for each in (*named.values(), *sent))


def _refusal(page: Page, request: Request) -> HttpResponse | None:
    reads = request.method in _READING
    if not reads and not (request.method == "POST" and page.writes):
        return no_such_method(request, ["GET", "HEAD", "POST"] if page.writes else ["GET", "HEAD"])
    if page.open:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path()) if reads else signed_out(request)
    visitor = request.visitor
    if visitor is None:
        return forbidden(request)
    if page.own:
        return None
    if visitor.lacks:
        return redirect("account")
    changes = not reads
    if not visitor.roles & (page.writes if changes else page.reads) or (changes and AUDITOR in visitor.roles):
        return forbidden(request)
    return None
